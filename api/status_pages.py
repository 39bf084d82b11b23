"""The status page: later documents that may be the outcome of tasks, both quotes, what people decided.

The address holds everything that is shown: `/status?resolution=…&document=…&unit=…&state=suggested&page=2`.
Where the server is writable, a form keeps a verdict (`api.judging`).
"""

from __future__ import annotations

from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response

from api.ahead import MOST_TASKS
from api.errors import RULES
from api.judging import JUDGED, Sent, anchor, answer, posted_verdict, shown, verdicts_of
from api.links import link_of, place_of, text_place
from api.page_data.filters import cut
from api.page_fields import reads
from api.pages import Current
from api.refusals import ThingMissing, TooManyTasks
from api.rendering import READ, language_of, render
from api.site import View
from graph_build.load_table import LoadTable
from queries.findings import in_text
from queries.outcome_documents import Documents, documents_of
from queries.outcomes import Outcomes, outcomes
from queries.status_log import read_log
from queries.task_status import Filter, TaskStatus, reading, scope_of, task_status
from queries.task_status_table import due_words

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Shown = Literal["", "suggested", "accepted", "rejected", "reported"]
PAGE_SIZE: Final = 25


def outcomes_in(view: View) -> Outcomes:
    """Give the suggestions of a snapshot, looked for once; raises TooManyTasks."""
    _check(view.corpus.figures["tasks"])
    return view.keep_whole(
        ("outcomes",), lambda: outcomes(view.graph.store, base=view.base, documents=_documents(view))
    )


def outcomes_among(view: View, asked: tuple[str, ...], tasks: frozenset[str] | None) -> Outcomes:
    """Give the suggestions of a snapshot, or of a large one those of some tasks, which a key stands for.

    Raises TooManyTasks.
    """
    if tasks is None or view.corpus.figures["tasks"] <= MOST_TASKS:
        return outcomes_in(view)
    _check(len(tasks))
    key = ("outcomes-among", *asked)
    return view.keep(
        key,
        lambda: outcomes(view.graph.store, base=view.base, among=tasks, documents=_documents(view)),
    )


def _check(tasks: int) -> None:
    if tasks > MOST_TASKS:
        raise TooManyTasks(tasks, MOST_TASKS)


def _documents(view: View) -> Documents:
    return view.keep_whole(("outcome-documents",), lambda: documents_of(view.graph.store, view.base))


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
    """Gather what a filter asks for, under the verdicts of now; raises TooManyTasks."""
    scope: frozenset[str] | None = None
    if wanted.resolution or wanted.document or wanted.unit:
        key = ("status-scope", wanted.resolution, wanted.document, wanted.unit)
        scope = view.keep(
            key, lambda: scope_of(view.graph.store, lambda: _load_table(view), view.names, wanted)
        )
    found = outcomes_among(view, (wanted.resolution, wanted.document, wanted.unit), scope)
    log = read_log(request.app.state.graph.directory)
    read = reading(view.graph.store, view.base, view.facts)
    return task_status(found, read, verdicts_of(request), scope, wanted.state, log)


def _load_table(view: View) -> LoadTable:
    from queries.load import table_of  # noqa: PLC0415 - NumPy is slow to import

    return view.keep_whole(("load-table",), lambda: table_of(view.graph.store))


@router.api_route("/status", methods=READ)
@reads(*JUDGED)
def status(request: Request, view: Current, wanted: Asked, page: str = "") -> HTMLResponse:
    """List suggested outcomes in the order of their tasks, with every quote in its surroundings."""
    return _page(request, view, wanted, page)


def _page(request: Request, view: View, wanted: Filter, page: str, form: Sent | None = None) -> HTMLResponse:
    about: dict[str, Any] = {
        "wanted": wanted,
        "fields": {
            name: request.query_params.get(name, "")[:300] for name in ("resolution", "document", "unit")
        },
        "documents": view.directory.labels(500),
        "link": link_of(request),
        **shown(request, "outcome", form),
    }
    try:
        found = status_in(request, view, wanted)
    except TooManyTasks as error:
        told = error.told("en" if language_of(request) == "en" else "vi")
        return render(request, "status.html", status=RULES[TooManyTasks].status, refused=told, **about)
    return render(
        request,
        "status.html",
        status=form.status if form else 200,
        refused="",
        cut=cut(found.rows, page, PAGE_SIZE),
        counts=found.counts,
        states=_states(found),
        without=_without(request),
        lost=len(found.lost),
        due_words=due_words,
        in_text=lambda spots: in_text(view.graph.store, spots),
        page_of=lambda iri: place_of(iri, view.base) or "",
        text_place=text_place,
        **about,
    )


def _without(request: Request) -> dict[str, str]:
    """Ask, in the fields of a built question, for the tasks looked at of which nothing is known."""
    names = (("under", "resolution"), ("in", "document"), ("unit", "unit"))
    asked = {field: request.query_params.get(name, "").strip()[:300] for field, name in names}
    led = {"role": "lead"} if asked["unit"] else {}
    kept = {field: value for field, value in asked.items() if value}
    return {**kept, **led, "outcome": "none", "status": "none"}


def _states(found: TaskStatus) -> list[tuple[str, int]]:
    """List the states that rows can be narrowed to, with how many rows each has."""
    return [("", found.total), *found.counts.states, ("reported", found.reported_rows)]


@router.post("/status")
def judge(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    wanted: Asked,
    page: str = "",
) -> Response:
    """Keep a verdict and lead back to the list (303); what is wrong with the form is told above the list."""

    def check(task: str, document: str) -> None:
        known = reading(view.graph.store, view.base, view.facts)([task])
        held = Outcomes((), frozenset(), 0, _documents(view))
        if held.named(known.get(task), document) is None:
            raise ThingMissing(
                en="The graph has no such task or document (any more).",
                vi="Đồ thị không có (hoặc không còn) nhiệm vụ hay văn bản này.",
            )

    return answer(
        request,
        "outcome",
        form,
        check=check,
        place=lambda *things, **done: f"{link_of(request)(**done)}#{anchor('outcome', *things)}",
        again=lambda told: _page(request, view, wanted, page, told),
    )
