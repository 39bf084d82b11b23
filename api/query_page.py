"""The SPARQL page: a query, its answer as a table, and downloads from the endpoint.

The page asks through the same pool of workers as the endpoint, under the same limits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse

from api.errors import Problem, problem_of
from api.exchange import Query
from api.links import address_of
from api.negotiation import JSON, TURTLE
from api.outline import form_of
from api.pages import Current, question_card
from api.rendering import READ, language_of, render
from api.site import View
from api.workers import WorkerPool
from graph_build.errors import NhiemvuError
from queries.catalogue import library

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

ROWS_SHOWN: Final = 500
LARGEST_ANSWER: Final = 20 << 20
"""Bytes of an answer that the page reads; a larger one is for download."""
TEXT_SHOWN: Final = 100_000
LONGEST_ADDRESS: Final = 6000
"""Characters of a query that a link can carry; longer ones have no download links."""

START: Final = """PREFIX nv: <{base}ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

SELECT ?name (COUNT(DISTINCT ?task) AS ?tasks) WHERE {{
  ?unit nv:leads ?task ; skos:prefLabel ?name .
}}
GROUP BY ?name
ORDER BY DESC(?tasks)
LIMIT 20
"""


@dataclass(frozen=True, slots=True)
class Cell:
    """A term in a table: its text, the address of its description, and its language or datatype."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """An answer as the page shows it: rows, a boolean, or the text of a graph."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Cell | None, ...], ...] = ()
    total: int | None = None
    boolean: bool | None = None
    text: str | None = None
    cut: bool = False
    too_large: bool = False
    downloads: tuple[tuple[str, str], ...] = ()


@router.api_route("/query", methods=READ)
async def query_page(request: Request, view: Current, query: str = "") -> HTMLResponse:
    """Show the query form, and the answer where the address carries a query."""
    return await _respond(request, view, query)


@router.post("/query")
async def query_form(request: Request, view: Current, query: Annotated[str, Form()] = "") -> HTMLResponse:
    """Answer a query that is too long for an address."""
    return await _respond(request, view, query)


async def _respond(request: Request, view: View, query: str) -> HTMLResponse:
    result: Result | None = None
    problem: Problem | None = None
    if query.strip():
        try:
            result = await _ask(request, view, query)
        except NhiemvuError as error:
            problem = problem_of(error)
    language = language_of(request)
    return render(
        request,
        "query.html",
        status=problem.status if problem else 200,
        query=query or START.format(base=view.base),
        questions=[question_card(question, language) for question in library().values()],
        prefixes=view.graph.prefixes,
        problem=problem,
        result=result,
    )


async def _ask(request: Request, view: View, sparql: str) -> Result:
    form = form_of(sparql)
    graph_wanted = form in ("construct", "describe")
    media_type = (TURTLE if graph_wanted else JSON).media_type
    pool: WorkerPool = request.app.state.pool
    asked = Query(sparql, media_type, request.app.state.graph.database)
    answer = await pool.run(asked, request.app.state.settings.query_timeout)
    try:
        names = ("turtle", "nt", "jsonld") if graph_wanted else ("csv", "json", "xml")
        downloads = _downloads(sparql, names)
        if answer.size > LARGEST_ANSWER:
            return Result(too_large=True, downloads=downloads)
        body = answer.read()
    finally:
        answer.close()
    if graph_wanted:
        written = body.decode("utf-8")
        return Result(text=written[:TEXT_SHOWN], cut=len(written) > TEXT_SHOWN, downloads=downloads)
    return _table(json.loads(body), view, downloads)


def _downloads(sparql: str, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    if len(sparql) > LONGEST_ADDRESS:
        return ()
    shown = {"turtle": "Turtle", "nt": "N-Triples", "jsonld": "JSON-LD"}
    return tuple(
        (shown.get(name, name.upper()), "/sparql?" + urlencode({"query": sparql, "format": name}))
        for name in names
    )


def _table(found: dict[str, Any], view: View, downloads: tuple[tuple[str, str], ...]) -> Result:
    """Read the SPARQL 1.1 results in JSON (W3C Recommendation of 21 March 2013)."""
    if "boolean" in found:
        return Result(boolean=bool(found["boolean"]), downloads=downloads)
    columns = tuple(found["head"]["vars"])
    bindings = found["results"]["bindings"]
    rows = tuple(
        tuple(_cell(binding.get(name), view) for name in columns) for binding in bindings[:ROWS_SHOWN]
    )
    return Result(columns=columns, rows=rows, total=len(bindings), downloads=downloads)


def _cell(term: dict[str, Any] | None, view: View) -> Cell | None:
    if term is None:
        return None
    if term["type"] == "uri":
        return Cell(term["value"], url=address_of(term["value"], view.base) or "")
    if term["type"] == "bnode":
        return Cell(f"_:{term['value']}")
    if term["type"] == "triple":
        return Cell(json.dumps(term["value"], ensure_ascii=False))
    note = term.get("xml:lang") or term.get("datatype", "").rpartition("#")[2]
    return Cell(term["value"], note=note)
