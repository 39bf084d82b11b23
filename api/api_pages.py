"""The page `/api`: what programs can ask of this server, made from its OpenAPI document.

Who asks for JSON gets the document itself; the header field Link names it (RFC 8631, `service-desc`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.links import page_of
from api.negotiation import Format, choose
from api.page_data.operations import SPARQL_EXAMPLE, Operation, operations, statuses
from api.pages import Current
from api.rendering import READ, language_of, render
from api.site import View
from queries.catalogue import library

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

DOCUMENT: Final = "/api/openapi.json"
_PAGE: Final = Format("text/html", ("html",), ("application/xhtml+xml",))
_DATA: Final = Format(
    "application/json", ("json",), ("application/openapi+json", "application/vnd.oai.openapi+json")
)
_MOST_DOCUMENTS: Final = 500
_DOCUMENT: Final = re.compile(r"/documents/(?P<issuer>[^/]+)/(?P<year>[^/]+)/(?P<slug>.+)")
_TASKS: Final = "/tasks/"


@router.api_route("/api", methods=READ)
def reference(request: Request, view: Current) -> Response:
    """Show every address for programs with a request to try; who wants JSON gets the OpenAPI document."""
    document = request.app.openapi()
    choice = choose(request.headers.get("accept"), (_PAGE, _DATA))
    if choice is not None and choice.format is _DATA:
        fields = {"Vary": "Accept", "Content-Location": DOCUMENT}
        return JSONResponse(document, headers=fields, media_type=choice.media_type)
    language = language_of(request)
    groups: dict[str, list[Operation]] = {}
    for one in operations(document):
        groups.setdefault(one.group, []).append(one)
    made = render(
        request,
        "api.html",
        groups=groups,
        statuses=statuses(document),
        document=DOCUMENT,
        examples=view.keep(("api-examples",), lambda: examples(view)),
        origin=str(request.base_url).rstrip("/"),
        in_words=_in_words(language),
    )
    made.headers["Link"] = f'<{DOCUMENT}>; rel="service-desc"; type="application/json"'
    made.headers["Vary"] = "Accept, Cookie"
    return made


def examples(view: View) -> dict[str, str]:
    """Give a value of this graph for each parameter that a request needs; what it has none of is left out."""
    found = {
        "/api/questions/{name} name": next(
            name for name, one in library().items() if not any(p.required for p in one.parameters)
        ),
        "/api/scenarios/{name} name": "try",
        "query": SPARQL_EXAMPLE,
        "/sparql format": "json",
        "format": "turtle",
        "graph": f"{view.base}graph/ontology",
        "q": "kế hoạch",
    }
    for row in view.graph.ask("some-task").rows:
        # what users wrote may have IRIs of another form, and no address then
        document, task = (page_of(row[name], view.base) or "" for name in ("document", "task"))
        if match := _DOCUMENT.fullmatch(document):
            found |= match.groupdict()
        if task.startswith(_TASKS):
            found["path"] = task.removeprefix(_TASKS)
        found |= _documents(view, row["document"])
    return found


def _documents(view: View, stating: str) -> dict[str, str]:
    """Name a document that states tasks, and another one to compare it with, where there is one."""
    refs = view.directory.documents.latest(_MOST_DOCUMENTS)
    named = dict(zip((one.iri for one in refs), view.directory.labels(_MOST_DOCUMENTS), strict=True))
    name = named.get(stating, stating)
    others = [label for iri, label in named.items() if iri != stating]
    return {"document": name, "thing": name, "a": name} | ({"b": others[0]} if others else {})


@cache
def translations() -> Mapping[str, str]:
    """Give the sentences of the OpenAPI document in Vietnamese, each under what it is in English."""
    text = (files("api") / "locales" / "openapi.vi.json").read_text(encoding="utf-8")
    made: dict[str, str] = json.loads(text)
    return made


def _in_words(language: str) -> Callable[[str], str]:
    words = translations() if language == "vi" else {}
    return lambda text: words.get(text, text)
