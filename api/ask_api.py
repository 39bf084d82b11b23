"""Questions built from parts, for programs: `GET /api/ask`."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import Query, Request
from starlette.datastructures import QueryParams

from api.deps import LiveGraph
from api.judging import verdicts_of
from api.live import Graph
from api.pages import Current
from api.read_router import ReadRouter
from api.site import View
from api.status_pages import outcomes_among
from queries.asked import FIELDS, HELP, LISTED, OUTPUTS, ROLES, SEVERAL, TIMINGS, Parts, dated, read
from queries.asked_answer import Built, ask, ask_some, count, rows_as_objects, told
from queries.asked_outcome import OUTCOMES, Told
from queries.asked_status import STATUSES
from queries.outcome_states import looked_at, states, tasks_asked
from queries.status_log import read_log
from queries.task_status import reading

router = ReadRouter(tags=["questions"])

Object = dict[str, Any]
MOST_ROWS: Final = 10_000
MOST_TOGETHER: Final = 1000
"""Rows that are put together task by task; of more the whole answer is read and cut."""
_OWN: Final = ("limit", "offset", "lang")
BESIDE: Final = {"status": STATUSES, "outcome": OUTCOMES}
"""What may be asked of things that lie beside the graph."""
_CHOICES: Final = {
    "list": LISTED,
    "role": ROLES,
    "output": OUTPUTS,
    "timing": TIMINGS,
    "finding": ("yes", "no"),
    **BESIDE,
}


def today() -> date:
    """Give the day it is where the server stands."""
    return datetime.now().astimezone().date()


def written_in(query: QueryParams, own: tuple[str, ...]) -> dict[str, list[str]]:
    """Give the fields of a question in a query string, without those that belong to the page or address."""
    return {name: query.getlist(name) for name in query if name not in own}


def outcome_states(request: Request, view: View, parts: Parts) -> Told:
    """Tell how the outcomes of the tasks of a question stand, under the verdicts of now.

    Raises TooManyTasks.
    """
    read = reading(view.graph.store, view.base, view.facts)
    among = tasks_asked(view.graph.store, parts, view.base)
    found = outcomes_among(view, ("asked", repr(parts)), among)
    return looked_at(states(found, read, verdicts_of(request)), among)


def _parameter(name: str) -> Object:
    kind: Object = {"type": "string", "maxLength": 300}
    if name in _CHOICES:
        kind = {"type": "string", "enum": list(_CHOICES[name])}
    if name in SEVERAL:
        kind = {"type": "array", "items": kind, "maxItems": 20}
    return {"name": name, "in": "query", "required": False, "description": HELP[name], "schema": kind}


@router.get("/ask", openapi_extra={"parameters": [_parameter(name) for name in FIELDS]})
def ask_api(
    request: Request,
    graph: LiveGraph,
    view: Current,
    limit: Annotated[
        int, Query(ge=0, le=MOST_ROWS, description="Rows of the answer; 0 tells the question only.")
    ] = 1000,
    offset: Annotated[int, Query(ge=0, le=10**9, description="Rows left out before them.")] = 0,
) -> Object:
    """Ask a question built from parts: the sentence that says it, its rules, its SPARQL and its rows.

    `total` counts all rows; it is null where the question is only told (limit 0). An unknown unit or
    document is 404 with the nearest names, a name of several things 409 with the candidates.
    """
    fields = dated(written_in(request.query_params, _OWN), today())
    log = read_log(graph.directory) if "status" in fields else None
    parts = read(fields, graph.names, log, lambda parts: outcome_states(request, view, parts))
    base = graph.names.base
    about: Object = {"asked": fields, **told(parts, base), "total": None, "rows": []}
    if limit:
        total, built = _some(graph, parts, offset, limit)
        about |= {"total": total, "rows": rows_as_objects(built)}
    return {"snapshot": graph.snapshot_id, **about}


def _some(graph: Graph, parts: Parts, offset: int, limit: int) -> tuple[int, Built]:
    """Read some rows, and count all; more than `MOST_TOGETHER` tasks are read faster in one piece."""
    base = graph.names.base
    if parts.listed == "tasks" and limit <= MOST_TOGETHER:
        return count(graph.store, parts, base), ask_some(graph.store, parts, offset, limit, base)
    whole = ask(graph.store, parts, base)
    return len(whole.rows), replace(whole, rows=whole.rows[offset : offset + limit])
