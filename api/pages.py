"""The pages for people: thin handlers that read a view of the graph and fill a template.

A page about a thing has the path of its IRI with the kind in the plural (`api.links`). What is unknown
gets a page too, status 404, with the names that come nearest.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.i18n import catalogue
from api.links import data_of, page_of
from api.misnamed import Misnamed
from api.page_data.actors import ActorPage
from api.page_data.directory import ACTOR_KINDS, ActorRef, Ref
from api.page_data.documents import DocumentPage, DutyLine
from api.page_data.filters import FIELDS, TaskFilter, cut, task_table
from api.page_data.load_query import Asked
from api.page_data.namesakes import files_apart
from api.page_data.readings import SPAN_KINDS, document_reading, text_reading
from api.page_data.tasks import ROLES, task_page
from api.page_data.unit_history import unit_history
from api.page_fields import reads
from api.rendering import READ, language_of, render
from api.site import View
from graph_build.terms import iri
from graph_build.text import bare
from queries.bilingual import Language, Text
from queries.catalogue import Question, library
from queries.ledger_words import reason
from queries.status_log import StatusDamaged, StatusLog, read_log

if TYPE_CHECKING:
    from api.page_data.load_page import Calendars

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_log = logging.getLogger("nhiemvu.pages")

EXAMPLES: Final = ("tasks-led", "tasks-coordinated", "coordination-load", "document-lineage")
"""Questions that the home page offers, where the library has them."""
_PASSING: Final = {429, 502, 503, 504}
"""Statuses under which the same page may well come at the next try."""


def current_view(request: Request) -> View:
    """Give the view of the snapshot that is served now."""
    view: View = request.app.state.site.view(request.app.state.store)
    return view


Current = Annotated[View, Depends(current_view)]


def _reports(request: Request) -> StatusLog | None:
    """Read what offices report; None where the file is damaged, which the page then says."""
    try:
        return read_log(request.app.state.graph.directory)
    except StatusDamaged as error:
        _log.warning("A page is shown without reports: %s", error)
        return None


def not_found(
    request: Request, view: View, asked: str, kinds: Iterable[str], name: str | None = None
) -> Response:
    """Answer 404 with the things whose names come nearest to the end of the path that was asked for.

    A thing of which the graph says something, but not enough for a page, is shown as data (303); `name` is
    the IRI of what was asked for.
    """
    if name and view.graph.ask("describe", thing=name).rows:
        return RedirectResponse(data_of(name, view.base) or "/", status_code=303)
    words = asked.strip("/").rpartition("/")[2].replace("-", " ")
    return error_page(
        request, 404, nearest=view.directory.nearest(words, kinds), body_of=view.directory.body_of
    )


def error_page(
    request: Request,
    status: int,
    problem: str = "",
    *,
    detail: str = "",
    told: Text | None = None,
    nearest: tuple[Ref, ...] = (),
    body_of: Callable[[Ref], str] = lambda _: "",
    lacking: Misnamed | None = None,
) -> HTMLResponse:
    """Answer an error as a page: what happened and what to do in the reader's language, and a way on.

    `problem` is the end of the type of the problem; without one the status tells it. `detail` is technical,
    in English, and must hold no path and no traceback; `told` is the same for readers.
    `lacking` says which name of the address cannot be used and what may be meant.
    """
    known = problem or ("not-found" if status == 404 else "fault" if status >= 500 else "bad-request")
    return render(
        request,
        "error.html",
        status=status,
        number_of_error=status,
        problem=known,
        passing=status in _PASSING and request.method in READ,
        detail="" if told else detail,
        told=told,
        nearest=nearest,
        body_of=body_of,
        lacking=lacking,
    )


@router.api_route("/", methods=READ)
def home(request: Request, view: Current) -> HTMLResponse:
    """Show what this is, a search box, the figures of the corpus, its documents and example questions."""
    language = language_of(request)
    corpus = view.corpus
    busiest = sorted(corpus.actors, key=lambda a: (-(a.leads + a.coordinates), bare(a.ref.label)))[:10]
    examples = [library()[name] for name in EXAMPLES if name in library()]
    return render(
        request,
        "home.html",
        corpus=corpus,
        questions=[question_card(question, language) for question in examples],
        files=files_apart(view.graph, [one.ref for one in corpus.latest]),
        busiest=busiest,
        top_leads=max((a.leads for a in busiest), default=0),
        top_coordinates=max((a.coordinates for a in busiest), default=0),
    )


@router.api_route("/documents", methods=READ)
def documents(
    request: Request, view: Current, words: str = "", kind: str = "read", page: str = ""
) -> HTMLResponse:
    """List the documents that were read, or those that they cite, the newest first."""
    corpus = view.corpus
    kind = kind if kind in {"read", "cited"} else "read"
    shown = corpus.listed(bare(words[:200]).split(), page, in_corpus=kind == "read")
    return render(
        request,
        "documents.html",
        cut=shown,
        files=files_apart(view.graph, [one.ref for one in shown.lines]) if kind == "read" else {},
        words=words[:200],
        kind=kind,
        totals=corpus.totals,
        sparql=corpus.sparql["documents-mandates"],
    )


@router.api_route("/documents/{issuer}/{year}/{slug}", methods=READ)
@reads(*FIELDS)
def document(request: Request, view: Current, issuer: str, year: str, slug: str) -> Response:
    """Show a document: what it is, where it stands, what it states, and what was doubtful in reading it."""
    name = f"{view.base}id/document/{issuer}/{year}/{slug}"
    page = view.keep(*document_reading(view, name))
    if page is None:
        named = _iri(view, "document", f"{issuer}/{year}/{slug}")
        return not_found(request, view, slug, ["document"], named)
    log = _reports(request)
    return render(
        request,
        "document.html",
        page=page,
        table=task_table(page.tasks, TaskFilter.read(request.query_params)),
        reported=log.reported if log else {},
        reports_damaged=log is None,
        classes=[view.directory.code(c, language_of(request)) for c in _narrow(page.about.classes, view)],
        lead_counts=_lead_counts(page),
        duty_groups=_duty_groups(page.duties),
        code=lambda name: _code(view, name, request),
        reason=lambda why: reason(why, language_of(request)),
        data_url=data_of(name, view.base),
    )


@router.api_route("/documents/{issuer}/{year}/{slug}/text", methods=READ)
def document_text(
    request: Request, view: Current, issuer: str, year: str, slug: str, at: str = ""
) -> Response:
    """Show the text of a document with everything that was read from it marked and linked."""
    name = f"{view.base}id/document/{issuer}/{year}/{slug}"
    page = view.keep(*text_reading(view, name))
    if page is None:
        return not_found(request, view, slug, ["document"])
    kinds = [kind for kind in SPAN_KINDS if page.counts.get(kind)]
    asked, messages = page.asked(at[:40]), catalogue(language_of(request))
    return render(
        request,
        "text.html",
        page=page,
        kinds=kinds,
        names={kind: messages.text(f"span.{kind}") for kind in SPAN_KINDS},
        asked=asked,
        blocks=page.blocks(asked),
    )


@router.api_route("/tasks/{path:path}", methods=READ)
def task(request: Request, view: Current, path: str) -> HTMLResponse:
    """Show a task: who, what, by when, under which document, and the words that prove it."""
    name = _iri(view, "task", path)
    page = view.keep(("task", path), lambda: task_page(view.graph, view.directory, name) if name else None)
    if page is None or name is None:
        document_path = "/".join(path.split("/")[:3])
        known = view.directory.documents.get(f"{view.base}id/document/{document_path}")
        return error_page(request, 404, nearest=(known,) if known else ())
    when = page.line.when
    log = _reports(request)
    return render(
        request,
        "task.html",
        page=page,
        reports=log.history(name) if log else (),
        reports_damaged=log is None,
        roles=ROLES,
        start_precision=_precision(when.start, when.start_precision),
        due_precision=_precision(when.due, when.due_precision),
        url_of=lambda other: page_of(other, view.base),
        data_url=data_of(name, view.base),
    )


@router.api_route("/units", methods=READ)
def units(
    request: Request, view: Current, words: str = "", kind: str = "", sort: str = "load", page: str = "1"
) -> HTMLResponse:
    """List units, collectives, persons and posts with how many tasks each leads and coordinates."""
    wanted = bare(words[:200]).split()
    matching = [
        one
        for one in view.corpus.actors
        if (not kind or one.ref.kind == kind)
        and all(word in bare(" ".join((one.ref.label, *one.ref.other_names))) for word in wanted)
    ]
    sort = sort if sort in _UNIT_SORTS else "load"
    matching.sort(key=_UNIT_SORTS[sort])
    return render(
        request,
        "units.html",
        cut=cut(matching, page),
        directory=view.directory,
        total=len(view.corpus.actors),
        top=max((max(one.leads, one.coordinates) for one in matching), default=0),
        words=words[:200],
        kind=kind if kind in ACTOR_KINDS else "",
        sort=sort,
        sparql=view.corpus.sparql["actors-load"],
    )


_UNIT_SORTS: Final[dict[str, Any]] = {
    "load": lambda one: (-(one.leads + one.coordinates), bare(one.ref.label)),
    "leads": lambda one: (-one.leads, bare(one.ref.label)),
    "coordinates": lambda one: (-one.coordinates, bare(one.ref.label)),
    "name": lambda one: bare(one.ref.label),
}


def _actor(request: Request, view: View, kind: str, path: str) -> Response:
    name = _iri(view, kind, path)
    if name is None:
        return not_found(request, view, path, ACTOR_KINDS)
    from api.page_data.actor_table import actor_reading, actor_table  # noqa: PLC0415 - NumPy is slow to import

    page = view.keep(*actor_reading(view, name))
    if page is None:
        return not_found(request, view, path, ACTOR_KINDS, name)
    return render(
        request,
        "actor.html",
        page=page,
        table=actor_table(view, page, TaskFilter.read(request.query_params)),
        kind_names=_kind_names(page, view, request),
        calendars=_calendars(view, name) if kind in {"unit", "group"} and page.tasks.how else None,
        history=unit_history(view, name, date.today()) if kind == "unit" else None,
        period_words=catalogue(language_of(request)).period,
        data_url=data_of(name, view.base),
    )


def _calendars(view: View, actor: str) -> Calendars:
    from api.page_data.load_page import calendars  # noqa: PLC0415 - NumPy is slow to import

    return calendars(view, Asked(unit=actor))


@router.api_route("/groups/{path:path}", methods=READ)
@reads(*FIELDS, "lists")
def group(request: Request, view: Current, path: str) -> Response:
    """Show a collective: kept as written, with its context, tasks and partners."""
    return _actor(request, view, "group", path)


@router.api_route("/people/{path:path}", methods=READ)
@reads(*FIELDS, "lists")
def person(request: Request, view: Current, path: str) -> Response:
    """Show a person: posts, tasks and signed documents."""
    return _actor(request, view, "person", path)


@router.api_route("/posts/{path:path}", methods=READ)
@reads(*FIELDS, "lists")
def post(request: Request, view: Current, path: str) -> Response:
    """Show a post: its unit, its holders and its tasks."""
    return _actor(request, view, "post", path)


@router.api_route("/units/{path:path}", methods=READ)
@reads(*FIELDS, "lists")
def unit(request: Request, view: Current, path: str) -> Response:
    """Show a unit: what it leads and coordinates, its duties, partners, names and neighbours."""
    return _actor(request, view, "unit", path)


def question_card(question: Question, language: str) -> dict[str, Any]:
    """Give what a page shows of a question, in a language."""
    chosen: Language = "en" if language == "en" else "vi"
    return {
        "name": question.name,
        "title": question.title[chosen],
        "description": question.description[chosen],
        "example": dict(question.example),
        "sparql": question.sparql,
    }


def _iri(view: View, kind: str, path: str) -> str | None:
    try:
        return iri(f"{view.base}id/{kind}/{path}").value
    except ValueError:
        return None


def _narrow(classes: tuple[str, ...], view: View) -> list[str]:
    """Leave out classes that say no more than that a document is one of the state or of the Party."""
    broad = {view.graph.term(name) for name in ("Document", "StateDocument", "PartyDocument")}
    return [name for name in classes if name not in broad and name.startswith(view.graph.term(""))]


def _code(view: View, name: str, request: Request) -> str:
    full = name if name.startswith(view.base) else f"{view.base}codes/ledger/{name}"
    return view.directory.code(full, language_of(request))


def _kind_names(page: ActorPage, view: View, request: Request) -> list[str]:
    codes = [name for name in page.kinds if name.startswith(f"{view.base}codes/")]
    return [view.directory.code(name, language_of(request)) for name in codes if not name.endswith("/other")]


def _precision(moment: str, stated: str) -> str:
    by_length = {4: "year", 7: "month", 10: "day"}
    return (stated or by_length.get(len(moment), "day")).replace("_", "-")


def _lead_counts(page: DocumentPage) -> list[tuple[ActorRef, int]]:
    counts: dict[ActorRef, int] = {}
    for line in page.tasks:
        for ref in {participant.actor for participant in line.leads if participant.actor}:
            counts[ref] = counts.get(ref, 0) + 1
    return sorted(counts.items(), key=lambda pair: (-pair[1], bare(pair[0].label)))


def _duty_groups(duties: Iterable[DutyLine]) -> list[tuple[tuple[ActorRef, ...], list[DutyLine]]]:
    groups: dict[tuple[ActorRef, ...], list[DutyLine]] = {}
    for duty in duties:
        groups.setdefault(duty.actors, []).append(duty)
    return list(groups.items())
