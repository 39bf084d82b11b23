"""What the query editor asks for: the words of the vocabulary, and the names of IRIs in an answer.

Both are of use to any other program that shows answers to people. They change only with the snapshot.
"""

from __future__ import annotations

import hashlib
from typing import Annotated, Any, Final

import msgspec
from fastapi import Header, Request
from fastapi.responses import JSONResponse, Response
from starlette.concurrency import run_in_threadpool

from api.links import address_of, place_of
from api.page_data.graph import Graph, Row
from api.pages import Current
from api.protocol import ClientGone, read_body
from api.read_router import ReadRouter
from api.refusals import BadRequest
from api.site import View
from graph_build.terms import is_iri
from ontology.standards import STANDARD_NAMESPACES
from ontology.vocab import DCTERMS, FOAF, RDFS, SKOS

router = ReadRouter(tags=["editor"])

MOST_NAMED: Final = 1000
"""IRIs that one request may ask the names of."""
LARGEST_REQUEST: Final = 1 << 20
LONGEST_LABEL: Final = 300
_PREFERRED: Final = (SKOS.prefLabel, RDFS.label, FOAF.name, DCTERMS.title)
_GIVEN: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "object",
                    "required": ["iris"],
                    "properties": {
                        "iris": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_NAMED},
                        "lang": {"type": "string", "default": "vi"},
                    },
                }
            }
        },
    }
}


class Naming(msgspec.Struct):
    """The body of a request for names: full IRIs, and the language that the names should be in."""

    iris: list[str]
    lang: str = "vi"


@router.get("/vocabulary")
def vocabulary(
    view: Current, if_none_match: Annotated[str, Header(include_in_schema=False)] = ""
) -> Response:
    """List the prefixes and the terms to write queries with, labels and definitions in both languages.

    First those that the graph itself describes, then terms of standards that it uses, which have no labels.
    """
    snapshot = view.graph.store.snapshot_id
    tag = f'W/"{hashlib.sha256(snapshot.encode()).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if tag in {f"W/{one.strip().removeprefix('W/')}" for one in if_none_match.split(",")}:
        return Response(status_code=304, headers=headers)
    terms = view.keep(("vocabulary",), lambda: _terms(view.graph))
    return JSONResponse(
        {"snapshot": snapshot, "prefixes": view.graph.prefixes, "terms": terms}, headers=headers
    )


def _terms(graph: Graph) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for row in graph.ask("vocabulary").rows:
        term = found.setdefault(
            row["term"], {"iri": row["term"], "kind": row["kind"], "label": {}, "definition": {}}
        )
        said = "definition" if row["property"] == SKOS.definition else "label"
        term[said].setdefault(row["language"], row["text"])
    for namespace in STANDARD_NAMESPACES:
        for name in namespace.names():
            kind = "class" if name[0].isupper() else "property"
            whole = namespace.namespace + name
            found.setdefault(whole, {"iri": whole, "kind": kind, "label": {}, "definition": {}})
    return list(found.values())


@router.post("/labels", openapi_extra=_GIVEN)
async def labels(request: Request, view: Current) -> Response:
    """Say what things are called: `{"iris": […], "lang": "vi"}` gives a label and the page of each.

    At most 1,000 IRIs at a time. What the graph has no name for is left out of `labels`; what is no absolute
    IRI is passed over.
    """
    try:
        body = await read_body(request.headers, request.receive, LARGEST_REQUEST)
    except ClientGone:
        return Response(status_code=204)
    try:
        asked = msgspec.json.decode(body, type=Naming)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(
            en='Send the IRIs to name as JSON: {"iris": ["https://…"], "lang": "vi"}.',
            vi='Hãy gửi các IRI cần tên dưới dạng JSON: {"iris": ["https://…"], "lang": "vi"}.',
        ) from error
    if len(asked.iris) > MOST_NAMED:
        raise BadRequest(
            en=f"Send at most {MOST_NAMED} IRIs at a time.", vi=f"Mỗi lần gửi nhiều nhất {MOST_NAMED} IRI."
        )
    named = await run_in_threadpool(_named, view, [one for one in asked.iris if is_iri(one)], asked.lang)
    return JSONResponse({"labels": named}, headers={"Cache-Control": "no-store"})


def _named(view: View, iris: list[str], language: str) -> dict[str, dict[str, str]]:
    best: dict[str, Row] = {}
    if iris:
        for row in view.graph.ask("labels", thing=tuple(dict.fromkeys(iris))).rows:
            kept = best.get(row["thing"])
            if kept is None or _rank(row, language) < _rank(kept, language):
                best[row["thing"]] = row
    named = {}
    for one in iris:
        page = place_of(one, view.base) or address_of(one, view.base) or ""
        if one in best or page:
            label = best[one]["label"] if one in best else ""
            named[one] = {"label": label[:LONGEST_LABEL], "page": page}
    return named


def _rank(row: Row, language: str) -> tuple[int, int, str]:
    """Order names: the reader's language before the other ones, preferred names before titles."""
    languages = (language, "", "vi", "en")
    spoken = languages.index(row["language"]) if row["language"] in languages else len(languages)
    return spoken, _PREFERRED.index(row["property"]), row["label"]
