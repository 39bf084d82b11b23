"""Dereferencing: every IRI below `id/` answers on this server.

`/id/…` is the path of a thing. A browser is sent on to the page about it (303, for the thing itself is no
web page), a program that asks for RDF to `/data/…`, which describes it: its triples and those that point
to it. A browser sees the same at `/data/…` as a table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.links import data_of, place_of
from api.negotiation import JSON_LD, N_TRIPLES, RDF_XML, TURTLE, Choice, by_name, choose, prefers_html
from api.pages import Current, error_page
from api.rendering import READ, render
from api.site import View
from graph_build.store import iri

router = APIRouter(include_in_schema=False)

_NAMING = ("rdfs:label", "skos:prefLabel", "foaf:name", "dcterms:title")

STATEMENTS_SHOWN: Final = 500
"""Rows of the table; the query asks for one more, to tell whether there are more."""

FORMATS = (TURTLE, N_TRIPLES, RDF_XML, JSON_LD)


@dataclass(frozen=True, slots=True)
class Statement:
    """One triple of a thing as a row: `direction` is "out" from the thing, "in" to it."""

    direction: str
    property: str
    value: str
    url: str
    graph: str


@router.api_route("/id/{path:path}", methods=READ)
def thing(request: Request, view: Current, path: str) -> Response:
    """Send a client from the IRI of a thing to the page or the data about it, by what it accepts."""
    name = _name(view, path)
    if name is None:
        return error_page(request, 404)
    accept = request.headers.get("accept")
    data = data_of(name, view.base) or "/"
    target = place_of(name, view.base) or data
    if accept and not prefers_html(accept) and (choice := choose(accept, FORMATS)):
        target = data if "*/*" in accept else f"{data}?{urlencode({'format': choice.format.names[0]})}"
    return RedirectResponse(target, status_code=303, headers={"Vary": "Accept"})


@router.api_route("/data/{path:path}", methods=READ)
def data(request: Request, view: Current, path: str) -> Response:
    """Describe a thing: as a table for a browser, else as RDF in the format that the client accepts."""
    name = _name(view, path)
    if name is None:
        return error_page(request, 404)
    choice = _choice(request)
    answer = view.graph.ask("describe", thing=name)
    if not answer.rows:
        return error_page(request, 404)
    if choice is not None:
        triples = view.graph.store.query(view.graph.sparql("describe-graph", thing=name))
        body = triples.serialize(choice.format.media_type)
        return Response(body, media_type=choice.content_type, headers={"Vary": "Accept"})
    here = data_of(name, view.base)
    statements = [
        Statement(
            direction=row["direction"],
            property=_short(view, row["property"]),
            value=_short(view, row["value"]) if row["isIri"] == "true" else row["value"],
            url=data_of(row["value"], view.base) or "" if row["isIri"] == "true" else "",
            graph=_short(view, row["graph"]),
        )
        for row in answer.rows[:STATEMENTS_SHOWN]
    ]
    more = len(answer.rows) > len(statements)
    return _table(request, view, name, here or "", statements, more, answer.sparql)


def _table(
    request: Request,
    view: View,
    name: str,
    here: str,
    statements: list[Statement],
    more: bool,
    sparql: str,
) -> HTMLResponse:
    downloads = [
        (label, f"{here}?{urlencode({'format': form.names[0]})}")
        for label, form in (
            ("Turtle", TURTLE),
            ("N-Triples", N_TRIPLES),
            ("JSON-LD", JSON_LD),
            ("RDF/XML", RDF_XML),
        )
    ]
    label = next((row.value for row in statements if row.property in _NAMING), name.removeprefix(view.base))
    return render(
        request,
        "data.html",
        iri=name,
        label=label,
        place=place_of(name, view.base),
        downloads=downloads,
        rows=statements,
        more=more,
        sparql=sparql,
    )


def _choice(request: Request) -> Choice | None:
    """Choose a format of RDF; None where the client wants the table."""
    named = request.query_params.get("format")
    if named:
        return by_name(named, FORMATS)
    accept = request.headers.get("accept", "")
    return None if prefers_html(accept) else choose(accept, FORMATS)


def _name(view: View, path: str) -> str | None:
    try:
        return iri(f"{view.base}id/{quote(path, safe='/-._~!$&()*+,;=:@')}").value
    except ValueError:
        return None


def _short(view: View, name: str) -> str:
    """Shorten an IRI by the prefixes that queries use."""
    for prefix, namespace in view.graph.prefixes.items():
        if name.startswith(namespace) and "/" not in name[len(namespace) :]:
            return f"{prefix}:{name[len(namespace) :]}"
    return name
