"""The SPARQL page: a query, its answer as a table, and downloads from the endpoint.

The page asks through the same pool of workers as the endpoint, under the same limits. An answer that takes
longer than a moment is not waited for: the page comes without it, and its script asks for it; without scripts
the browser goes on to the same address with `wait=yes`, which waits as long as a query may take.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import unquote_to_bytes, urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from api.errors import Problem, problem_of
from api.exchange import Query
from api.i18n import Catalogue, catalogue
from api.links import address_of
from api.negotiation import (
    CSV,
    JSON,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    ROWS,
    TRIG,
    TRIPLES,
    TSV,
    TURTLE,
    XML,
    Format,
)
from api.outline import form_of
from api.pages import Current
from api.query_examples import examples
from api.refusals import UpdateAsQuery
from api.rendering import READ, language_of, render, static_address
from api.site import View
from api.workers import WorkerPool
from graph_build.errors import NhiemvuError

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PATIENCE: Final = 0.025
"""Seconds that the page waits for an answer, unless it is asked to wait for it."""
ROWS_SHOWN: Final = 500
LARGEST_ANSWER: Final = 20 << 20
"""Bytes of an answer that the page reads; a larger one is for download."""
TEXT_SHOWN: Final = 100_000
LONGEST_ADDRESS: Final = 6000
"""Characters of a query that a link can carry; longer ones have no download links."""

_PARTS: Final = (
    *("answer", "chart", "complete", "editor", "graph", "keep"),
    *("names", "picture", "table", "terms", "tools"),
)
MODULES: Final = {
    "codemirror": "vendor/codemirror/codemirror.min.js",
    "scale": "vendor/scale/scale.min.js",
    "picture-file": "picture-file.js",
    **{f"query/{name}": f"query/{name}.js" for name in _PARTS},
}
"""What the scripts of the page import, and the files that hold it."""

SCRIPTS: Final = (
    *("vendor/vis-data/vis-data.min.js", "vendor/vis-network/vis-network.min.js"),
    "vendor/vis-network/vis-network.min.css",
)
"""What the page loads when a graph is drawn."""

SAVING: Final = ("network.png", "picture.svg")
"""Messages of the graph views that the scripts of the page say too."""

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
START_ANYWHERE: Final = """SELECT ?class (COUNT(?thing) AS ?things) WHERE {
  ?thing a ?class .
}
GROUP BY ?class
ORDER BY DESC(?things)
LIMIT 20
"""
"""What the page begins with over data that is not of the vocabulary."""


def start_of(view: View) -> str:
    """Give the query that the page begins with."""
    return START.format(base=view.base) if view.corpus.holds_mandates else START_ANYWHERE


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


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a query was not answered: in the page's language, `detail` in English."""

    title: str
    said: str
    detail: str
    status: int
    line: int | None = None
    column: int | None = None


@router.api_route("/query", methods=READ)
async def query_page(request: Request, view: Current, query: str = "", wait: str = "") -> HTMLResponse:
    """Show the query form, and where the address carries a query its answer, or that it is on its way."""
    return await _respond(request, view, query, wait="" if wait == "yes" else _waiting(request))


@router.post("/query")
async def query_form(request: Request, view: Current, query: Annotated[str, Form()] = "") -> HTMLResponse:
    """Answer a query that is too long for an address."""
    return await _respond(request, view, query)


def _waiting(request: Request) -> str:
    """Give the address of this page with its answer, however long that takes."""
    return "/query?" + urlencode({**request.query_params, "wait": "yes"})


async def _respond(request: Request, view: View, query: str, wait: str = "") -> HTMLResponse:
    """Answer a query, or for now lead to `wait` where it takes more than a moment."""
    messages = catalogue(language_of(request))
    result: Result | None = None
    trouble: Trouble | None = None
    headers: Mapping[str, str] = {}
    coming = ""
    began = time.monotonic()
    if _is_garbled(request):
        trouble = Trouble(messages.text("query.js.problem"), messages.text("query.problem.garbled"), "", 400)
    elif query.strip():
        try:
            async with asyncio.timeout(PATIENCE if wait else None):
                result = await _ask(request, view, query)
        except TimeoutError:
            coming = wait
        except NhiemvuError as error:
            problem = problem_of(error)
            trouble, headers = explained(problem, messages), problem.headers
    seconds = time.monotonic() - began

    def page() -> HTMLResponse:
        return render(
            request,
            "query.html",
            status=trouble.status if trouble else 200,
            headers=headers,
            query=query or start_of(view),
            examples=examples(view, messages),
            prefixes=view.graph.prefixes,
            trouble=trouble,
            result=result,
            coming=coming,
            seconds=seconds,
            config=view.keep_whole(("query-config", messages.language), lambda: _config(view, messages)),
            modules={"imports": {name: static_address(path) for name, path in MODULES.items()}},
        )

    return await run_in_threadpool(page)


def _is_garbled(request: Request) -> bool:
    try:
        unquote_to_bytes(request.scope["query_string"]).decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False


def explained(problem: Problem, messages: Catalogue) -> Trouble:
    """Say in the reader's language why a query was not answered, once; English alone stands beside it."""
    known = messages.has(f"problem.{problem.slug}")
    title = f"{messages.text(f'problem.{problem.slug}')}." if known else messages.text("query.js.problem")
    line, column = problem.more.get("line"), problem.more.get("column")
    if problem.told:
        said, detail = problem.told["en" if messages.language == "en" else "vi"], ""
    elif known:
        said = " ".join(messages.text(f"problem.{problem.slug}.{part}") for part in ("why", "do"))
        detail = problem.detail
    else:
        said, detail = messages.text("query.problem.other"), problem.detail
    return Trouble(title, said, detail, problem.status, line, column)


def _config(view: View, messages: Catalogue) -> Markup:
    """Write as JSON what the scripts of the page need to know, and their messages in the language."""
    wanted = ("query.js.", "query.problem.", *SAVING)
    config: Mapping[str, Any] = {
        "lang": messages.language,
        "base": view.base,
        "prefixes": view.graph.prefixes,
        "scripts": [static_address(path) for path in SCRIPTS],
        "formats": {"rows": _formats(ROWS), "triples": _formats(TRIPLES)},
        "messages": {key: text for key, text in messages.messages.items() if key.startswith(wanted)},
    }
    return htmlsafe_json_dumps(config, sort_keys=True)


_SHOWN: Final = {
    CSV: ("CSV", "csv"),
    TSV: ("TSV", "tsv"),
    JSON: ("JSON", "json"),
    XML: ("XML", "xml"),
    TURTLE: ("Turtle", "ttl"),
    N_TRIPLES: ("N-Triples", "nt"),
    RDF_XML: ("RDF/XML", "rdf"),
    JSON_LD: ("JSON-LD", "jsonld"),
    TRIG: ("TriG", "trig"),
    N_QUADS: ("N-Quads", "nq"),
}
"""Every format of the endpoint in the order of a page: what it is called, and the ending of a file."""


def _formats(spoken: tuple[Format, ...]) -> list[tuple[str, str, str]]:
    """List formats for the scripts: the media type, the ending of a file, the name."""
    return [(one.media_type, ending, shown) for one, (shown, ending) in _SHOWN.items() if one in spoken]


async def _ask(request: Request, view: View, sparql: str) -> Result:
    form = form_of(sparql)
    if form == "update":
        raise UpdateAsQuery
    graph_wanted = form in ("construct", "describe")
    media_type = (TURTLE if graph_wanted else JSON).media_type
    pool: WorkerPool = request.app.state.pool
    asked = Query(sparql, media_type, request.app.state.graph.database)
    answer = await pool.run(asked, request.app.state.settings.query_timeout)
    try:
        downloads = _downloads(sparql, TRIPLES if graph_wanted else ROWS)
        if answer.size > LARGEST_ANSWER:
            return Result(too_large=True, downloads=downloads)
        body = answer.read()
    finally:
        answer.close()
    if graph_wanted:
        written = body.decode("utf-8")
        return Result(text=written[:TEXT_SHOWN], cut=len(written) > TEXT_SHOWN, downloads=downloads)
    return _table(json.loads(body), view, downloads)


def _downloads(sparql: str, spoken: tuple[Format, ...]) -> tuple[tuple[str, str], ...]:
    if len(sparql) > LONGEST_ADDRESS:
        return ()
    return tuple(
        (shown, "/sparql?" + urlencode({"query": sparql, "format": one.names[0]}))
        for one, (shown, _) in _SHOWN.items()
        if one in spoken
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
