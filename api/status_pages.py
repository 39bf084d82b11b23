"""The status page: later documents that may be the outcome of tasks, both quotes, what people decided.

The address holds everything that is shown: `/status?resolution=…&document=…&unit=…&state=suggested&page=2`.
Where the server is writable, a form keeps a verdict (`api.judging`).
"""

from __future__ import annotations

import hashlib
import shlex
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.compare_pages import verdicts_of
from api.errors import ThingMissing
from api.judging import LONGEST, keep, posted_verdict, problem_of, told_in
from api.links import place_of, text_place
from api.page_data.filters import cut
from api.pages import Current
from api.rendering import READ, render
from api.site import View
from api.writing import Writer
from queries.findings import in_text
from queries.outcomes import Outcomes, outcomes
from queries.status_log import read_log
from queries.task_status import Filter, TaskStatus, scope_of, task_status
from queries.task_status_table import due_words
from queries.verdicts import Verdict

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Shown = Literal["", "suggested", "accepted", "rejected", "reported"]
PAGE_SIZE: Final = 25


def outcomes_in(view: View) -> Outcomes:
    """Give the suggestions of a snapshot, looked for once."""
    return view.keep(("outcomes",), lambda: outcomes(view.graph.store, base=view.base))


def asked(
    view: Current,
    resolution: Annotated[
        str, Query(description="Only tasks of it and of what implements it.", examples=["38/NQ-CP"])
    ] = "",
    document: Annotated[str, Query(description="Only tasks that this document states itself.")] = "",
    unit: Annotated[str, Query(description="Only tasks that this unit or collective leads.")] = "",
    state: Annotated[Shown, Query(description="Only rows in this state.")] = "",
) -> Filter:
    """Read a filter; raises UnknownDocument, UnknownUnit and AmbiguousName."""
    named = [view.names.document(one.strip()).value if one.strip() else "" for one in (resolution, document)]
    body = view.names.unit(unit.strip()).value if unit.strip() else ""
    return Filter(named[0], named[1], body, state)


Asked = Annotated[Filter, Depends(asked)]


def status_in(request: Request, view: View, wanted: Filter) -> TaskStatus:
    """Gather what a filter asks for, under the verdicts of now."""
    scope: frozenset[str] | None = None
    if wanted.resolution or wanted.document or wanted.unit:
        from queries.load import table_of  # noqa: PLC0415 - NumPy is slow to import

        table = view.keep(("load-table",), lambda: table_of(view.graph.store))
        scope = scope_of(view.graph.store, table, view.names, wanted)
    log = read_log(request.app.state.graph.directory)
    return task_status(outcomes_in(view), verdicts_of(request), scope, wanted.state, log)


@router.api_route("/status", methods=READ)
def status(request: Request, view: Current, wanted: Asked, page: str = "") -> HTMLResponse:
    """List suggested outcomes in the order of their tasks, with every quote in its surroundings."""
    return _page(request, view, wanted, page)


def _page(
    request: Request,
    view: View,
    wanted: Filter,
    page: str,
    *,
    status: int = 200,
    problem: str = "",
    posted: dict[str, str] | None = None,
) -> HTMLResponse:
    found = status_in(request, view, wanted)
    writer: Writer = request.app.state.writer
    return render(
        request,
        "status.html",
        status=status,
        cut=cut(found.rows, page, PAGE_SIZE),
        counts=found.counts,
        states=_states(found),
        wanted=wanted,
        fields={
            name: request.query_params.get(name, "")[:300] for name in ("resolution", "document", "unit")
        },
        documents=[one.ref.label for one in view.corpus.documents][:500],
        lost=len(found.lost),
        writable=writer.takes_changes,
        longest=LONGEST,
        problem=problem,
        posted=posted or {},
        anchor=anchor,
        due_words=due_words,
        link=lambda **changes: _address(request, changes),
        in_text=lambda spots: in_text(view.graph.store, spots),
        page_of=lambda iri: place_of(iri, view.base) or "",
        text_place=text_place,
        command=_command,
    )


def _states(found: TaskStatus) -> list[tuple[str, int]]:
    """List the states that rows can be narrowed to, with how many rows each has."""
    return [("", found.total), *found.counts.states, ("reported", found.reported_rows)]


def anchor(task: str, document: str) -> str:
    """Give the fragment of a suggestion on the page."""
    return "o-" + hashlib.sha256(f"{task} {document}".encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _address(request: Request, changes: dict[str, object]) -> str:
    names = ("resolution", "document", "unit", "state", "page", "lang")
    fields = {name: request.query_params.get(name, "") for name in names} | changes
    query = urlencode({name: value for name, value in fields.items() if value != ""})
    return "/status" + (f"?{query}" if query else "")


def _command(task: str, document: str) -> str:
    things = f"{shlex.quote(task)} {shlex.quote(document)}"
    return f'nhiemvu verdict add outcome {things} accepted --reason "…" --by "…" -g DIR'


@router.post("/status")
def judge(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    wanted: Asked,
    page: str = "",
) -> Response:
    """Keep a verdict and lead back to the list (303); what is wrong with the form is told above the list."""
    told = told_in(form, ("task", "outcome"))
    status, problem = problem_of(request, "outcome", form, told)
    if problem:
        return _page(request, view, wanted, page, status=status, problem=problem, posted=told)
    if outcomes_in(view).named(told["task"], told["outcome"]) is None:
        raise ThingMissing("The graph has no such task or document (any more).")
    keep(
        request,
        Verdict("outcome", told["task"], told["verdict"], told["reason"], told["by"], told["outcome"]),
    )
    return RedirectResponse(
        _address(request, {}) + "#" + anchor(told["task"], told["outcome"]), status_code=303
    )
