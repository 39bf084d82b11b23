"""Dereferencing: every IRI of the base answers on this server.

The IRI of a thing (`/id/…`), a code (`/codes/…`), a part of the vocabulary (`/ontology/…`) or a named graph
(`/graph/…`) is no web page. A browser is sent on (303) to the page about it, a program that asks for RDF to
`/data/…`, which describes it: its triples, those of its parts, and those that point to it. A browser sees the
same at `/data/…` as a table. What a program gets for a named graph is what stands in it, from `/store`.
Terms carry a fragment (`/ontology#leads`), which no request does: `api.reference_pages` serves their page.
"""

from __future__ import annotations

from collections.abc import Sized
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.links import IN_PATH, address_of, data_of, local_of, name_place_of, place_of
from api.negotiation import (
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    TRIPLES,
    TURTLE,
    Choice,
    by_name,
    choose,
    prefers_html,
)
from api.page_fields import reads
from api.pages import Current
from api.refusals import NotAcceptable, ThingMissing
from api.rendering import READ, render
from api.site import View
from graph_build.terms import iri
from ontology.load import serialize
from ontology.reference import described

router = APIRouter(include_in_schema=False)

_NAMING = ("rdfs:label", "skos:prefLabel", "foaf:name", "dcterms:title")

STATEMENTS_SHOWN: Final = 500
"""Rows of the table; the query asks for one more, to tell whether there are more."""

DOWNLOADS: Final = (("Turtle", TURTLE), ("N-Triples", N_TRIPLES), ("JSON-LD", JSON_LD), ("RDF/XML", RDF_XML))
"""The formats that pages offer, by the names that they go by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """An IRI or literal in a table, with the address of what explains it, if any."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple of a thing as a row: `direction` is "out" from the thing, "in" to it."""

    direction: str
    property: Cell
    value: Cell
    graph: Cell


def in_format(address: str, name: str) -> str:
    """Add the name of a format to the address of data."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'format': name})}"


def downloads(address: str) -> list[tuple[str, str]]:
    """List the formats that data is offered in, each with its address."""
    return [(label, in_format(address, form.names[0])) for label, form in DOWNLOADS]


def wants_data(request: Request) -> Choice | None:
    """Choose the format for a client that asks for RDF; None for one that is served a page."""
    accept = request.headers.get("accept")
    return choose(accept, TRIPLES) if accept and not prefers_html(accept) else None


def send_on(request: Request, page: str | None, data: str) -> RedirectResponse:
    """Send a client from an IRI to its page or to its data, by what it accepts."""
    target = page or data
    if choice := wants_data(request):
        anything = "*/*" in request.headers["accept"]
        target = data if anything else in_format(data, choice.format.names[0])
    return RedirectResponse(target, status_code=303, headers={"Vary": "Accept"})


@router.api_route("/id/{path:path}", methods=READ)
def thing(request: Request, view: Current, path: str) -> Response:
    """Send a client from the IRI of a thing to the page or the data about it."""
    name = _name(view, f"id/{path}")
    return send_on(request, place_of(name, view.base), data_of(name, view.base) or "/")


@router.api_route("/codes", methods=READ)
@router.api_route("/codes/{path:path}", methods=READ)
def code(request: Request, view: Current, path: str = "") -> Response:
    """Send a client from the IRI of a code list or a code to its place on a page, or to its data."""
    name = _name(view, f"codes/{path}".strip("/"))
    known = described(name.removeprefix(view.base), view.base)
    place = name_place_of(name, view.base) if known else None
    return send_on(request, place, data_of(name, view.base) or "/")


@router.api_route("/ontology/{path:path}", methods=READ)
def part_of_ontology(request: Request, view: Current, path: str) -> Response:
    """Send a client from a part or version of the vocabulary to the page of the whole, or to its data."""
    name = _name(view, f"ontology/{path}")
    page = "/ontology" if described(f"ontology/{path}", view.base) else None
    return send_on(request, page, data_of(name, view.base) or "/")


@router.api_route("/function", methods=READ)
def function(request: Request) -> Response:
    """Send a client to where the functions of the endpoint are explained; the fragment of the IRI stays."""
    return send_on(request, "/ontology", "/data/function")


@router.api_route("/graph/{path:path}", methods=READ)
def named_graph(request: Request, view: Current, path: str) -> Response:
    """Send a client from the name of a graph to the page about it, or to what stands in it."""
    name = _name(view, f"graph/{path}")
    return send_on(request, name_place_of(name, view.base) or "/graphs", data_of(name, view.base) or "/store")


@router.api_route("/data/{path:path}", methods=READ)
@reads("format")
def data(request: Request, view: Current, path: str) -> Response:
    """Describe what an IRI names: as a table for a browser, else as RDF in a format that the client accepts.

    Vocabulary and codes are described by the program's own files, whichever graph is served; a browser is
    sent on to their page. Raises ThingMissing where nothing is known, NotAcceptable for an unknown format.
    """
    name = _name(view, local_of(path))
    choice = _choice(request)
    own = described(name.removeprefix(view.base), view.base)
    page = name_place_of(name, view.base) or "/ontology"
    if own and choice is None:
        return RedirectResponse(page, status_code=303, headers={"Vary": "Accept"})
    if own and choice is not None:
        return _rdf(serialize(own, choice.format.media_type, view.graph.prefixes), choice)
    if choice is not None:
        triples = list(view.graph.store.query(view.graph.sparql("describe-graph", thing=name)))
        _check_known(name, triples)
        return _rdf(serialize(triples, choice.format.media_type, view.graph.prefixes), choice)
    answer = view.graph.ask("describe", thing=name)
    _check_known(name, answer.rows)
    statements = [
        Statement(
            direction=row["direction"],
            property=_cell(view, row["property"]),
            value=_cell(view, row["value"]) if row["isIri"] == "true" else Cell(row["value"], ""),
            graph=_cell(view, row["graph"]),
        )
        for row in answer.rows[:STATEMENTS_SHOWN]
    ]
    naming = [row.value.text for row in statements if row.property.text in _NAMING]
    return render(
        request,
        "data.html",
        iri=name,
        label=next(iter(naming), name.removeprefix(view.base)),
        place=place_of(name, view.base),
        downloads=downloads(data_of(name, view.base) or ""),
        rows=statements,
        more=len(answer.rows) > len(statements),
        sparql=answer.sparql,
    )


def _check_known(name: str, said: Sized) -> None:
    if not said:
        raise ThingMissing(
            en=f"The graph says nothing of <{name[:300]}>.", vi=f"Đồ thị không nói gì về <{name[:300]}>."
        )


def _rdf(body: bytes, choice: Choice) -> Response:
    return Response(body, media_type=choice.content_type, headers={"Vary": "Accept"})


def _choice(request: Request) -> Choice | None:
    """Choose a format of RDF; None where the client wants a page."""
    named = request.query_params.get("format")
    choice = by_name(named, TRIPLES) if named else None
    if named and choice is None:
        offers = ", ".join(form.names[0] for form in TRIPLES)
        raise NotAcceptable(
            en=f"There is no format {named[:100]!r}. Ask for one of: {offers}.",
            vi=f"Không có định dạng {named[:100]!r}. Hãy chọn một trong: {offers}.",
        )
    if named:
        return choice
    accept = request.headers.get("accept", "")
    return None if prefers_html(accept) else choose(accept, TRIPLES)


def _name(view: View, local: str) -> str:
    """Read the path of a request as an IRI of the base; raises ThingMissing for what no IRI can hold."""
    try:
        return iri(view.base + quote(local, safe=IN_PATH)).value
    except ValueError as error:
        raise ThingMissing(
            en="No IRI has this address.", vi="Không có IRI nào ứng với địa chỉ này."
        ) from error


def _cell(view: View, name: str) -> Cell:
    return Cell(short(view, name), address_of(name, view.base) or "")


def short(view: View, name: str) -> str:
    """Shorten an IRI by the prefixes that queries use."""
    fitting = [
        (prefix, name[len(namespace) :])
        for prefix, namespace in view.graph.prefixes.items()
        if name.startswith(namespace) and "/" not in name[len(namespace) :]
    ]
    prefix, local = min(fitting, key=lambda pair: len(pair[1]), default=("", ""))
    return f"{prefix}:{local}" if prefix else name
