"""The pages that compare documents: counterparts of two, and the matrix of what plans leave out.

The address holds everything that is shown: `/counterparts?a=…&b=…&show=likely&page=2`,
`/gaps?document=…&plan=…`. Where the server is writable, a form keeps a verdict on a pair (`api.judging`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, Response
from markupsafe import Markup

from api.judging import JUDGED, Sent, anchor, answer, posted_verdict, shown, verdicts_of
from api.links import link_of, place_of, text_place
from api.misnamed import UNUSABLE, misnamed
from api.page_data.filters import cut
from api.page_fields import reads
from api.pages import Current
from api.refusals import ThingMissing
from api.rendering import READ, render
from api.site import View
from graph_build.terms import is_iri
from queries.carried import Carried, carried
from queries.counterparts import Comparison, Entry, changes, counterparts
from queries.gaps import Matrix, Row, matrix
from queries.likeness import shared_spans
from queries.provisions import Provision
from queries.trace_model import MANDATES
from queries.trace_read import Thing, TraceReader
from queries.verdicts import Verdicts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Show = Literal["all", "likely", "none", "judged"]
SHOWN: Final[tuple[Show, ...]] = ("all", "likely", "none", "judged")
PAGE_SIZE: Final = 25
MOST_TASKS: Final = 5000
"""Tasks that are compared with those of earlier years at a time."""
_MATCHES: Final = 5


def compared(view: View, first: str, second: str, kinds: Iterable[str], verdicts: Verdicts) -> Comparison:
    """Compare two documents, or give what was compared before under the same verdicts."""
    asked = tuple(sorted(set(kinds)))

    def make() -> Comparison:
        return counterparts(
            view.graph.store,
            first,
            second,
            names=view.names,
            kinds=asked,
            limit=_MATCHES,
            verdicts=verdicts,
            kept=view.facts,
        )

    return view.keep(("counterparts", first, second, *asked, verdicts.tag), make)


def laid_out(
    view: View, document: str, plans: Sequence[str], kinds: Iterable[str], verdicts: Verdicts
) -> Matrix:
    """Make the matrix of a document and plans, or give what was made before under the same verdicts."""
    asked = tuple(sorted(set(kinds)))

    def make() -> Matrix:
        return matrix(
            view.graph.store,
            document,
            plans,
            names=view.names,
            kinds=asked,
            verdicts=verdicts,
            kept=view.facts,
        )

    return view.keep(("gaps", document, *plans, "", *asked, verdicts.tag), make)


def carried_over(view: View, document: str, verdicts: Verdicts) -> tuple[Carried, ...]:
    """Suggest what was carried over from or into a document, or anywhere, or give what was found before.

    Raises what `queries.carried.carried` does: of many documents one must be named.
    """
    return view.keep(*carried_reading(view, document, verdicts))


def carried_reading(
    view: View, document: str, verdicts: Verdicts
) -> tuple[tuple[str, ...], Callable[[], tuple[Carried, ...]]]:
    """Suggest what was carried over, as `View.keep` takes it."""

    def make() -> tuple[Carried, ...]:
        return carried(
            view.graph.store,
            document or None,
            names=view.names,
            verdicts=verdicts,
            kept=view.facts,
            most_tasks=MOST_TASKS,
        )

    return ("carried", document, verdicts.tag), make


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address of the page of two documents asks for."""

    a: str = ""
    b: str = ""
    show: Show = "all"
    kind: Annotated[tuple[str, ...], Query()] = ()
    page: str = ""


Wanted = Annotated[Asked, Depends()]


@router.api_route("/counterparts", methods=READ)
@reads(*JUDGED)
def pair(request: Request, view: Current, wanted: Wanted) -> HTMLResponse:
    """Show the mandates of one document and what answers to them in another, or the form to choose both."""
    return _page(request, view, wanted)


@router.post("/counterparts")
def judge(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    wanted: Wanted,
) -> Response:
    """Keep a verdict and lead back to the pair (303); what is wrong with the form is told above the list."""
    return answer(
        request,
        "counterpart",
        form,
        check=partial(check_mandates, view),
        place=lambda here, _, **done: f"{link_of(request)(judge='', **done)}#{anchor('counterpart', here)}",
        again=lambda told: _page(request, view, wanted, told),
    )


def check_mandates(view: View, *things: str) -> None:
    """Raise ThingMissing for the first of some IRIs that names no task, duty or measure of the graph."""
    found = TraceReader(view.graph.store, view.base, view.facts).things(filter(is_iri, things))
    for one in things:
        if one not in found or found[one].kind not in MANDATES:
            raise ThingMissing(
                en=f"The graph has no such task, duty or measure: {one[:300] or 'none is named'}.",
                vi=f"Đồ thị không có nhiệm vụ, trách nhiệm hay giải pháp này: {one[:300] or 'chưa nêu tên'}.",
            )


def _page(request: Request, view: View, wanted: Asked, form: Sent | None = None) -> HTMLResponse:
    first, second, show = wanted.a.strip(), wanted.b.strip(), wanted.show
    found = lacking = None
    try:
        if first and second:
            found = compared(view, first, second, wanted.kind, verdicts_of(request))
    except UNUSABLE as error:
        lacking = misnamed(request, view, error)
    kept = [entry for entry in found.entries if _shown(entry, show)] if found else []
    judging = shown(request, "counterpart", form)
    return render(
        request,
        "counterparts.html",
        status=form.status if form else lacking.status if lacking else 200,
        found=found,
        lacking=lacking,
        a=first,
        b=second,
        show=show,
        shown=SHOWN,
        kinds=MANDATES,
        chosen=wanted.kind,
        tally={one: sum(_shown(entry, one) for entry in found.entries) for one in SHOWN} if found else {},
        cut=cut(kept, wanted.page, PAGE_SIZE),
        marked=marked,
        changes=changes,
        documents=document_names(view),
        link=partial(link_of(request), judge=""),
        opens=lambda entry: judging["opened"] in _further(entry),
        place_of=_place_of(view),
        page_of=page_links(view),
        words_of=words_links(view),
        **judging,
    )


@router.api_route("/gaps", methods=READ)
@reads(*JUDGED)
def gaps(
    request: Request,
    view: Current,
    document: str = "",
    plan: Annotated[tuple[str, ...], Query()] = (),
    kind: Annotated[tuple[str, ...], Query()] = (),
    show: Literal["all", "missing"] = "all",
    page: str = "",
) -> HTMLResponse:
    """Show which mandates of a document have a counterpart in which plans, or the form to choose them.

    The form stands also where a document is unknown or known by citation only (status 404) and where its name
    is of several (409), with what may be meant.
    """
    asked = document.strip()
    plans = tuple(one.strip() for one in plan if one.strip())
    found = lacking = None
    try:
        if asked:
            found = laid_out(view, asked, plans, kind, verdicts_of(request))
    except UNUSABLE as error:
        lacking = misnamed(request, view, error)
    kept = [row for row in found.rows if row.is_gap or show == "all"] if found else []
    return render(
        request,
        "gaps.html",
        status=lacking.status if lacking else 200,
        found=found,
        lacking=lacking,
        asked=asked,
        plans=plans,
        show=show,
        kinds=MANDATES,
        chosen=kind,
        cut=cut(kept, page),
        pair_of=_pair_of(found, kind) if found else None,
        missing=sum(row.is_gap for row in found.rows) if found else 0,
        documents=document_names(view),
        link=link_of(request),
        place_of=_place_of(view),
        page_of=page_links(view),
        words_of=words_links(view),
    )


@router.api_route("/carried", methods=READ)
@reads(*JUDGED)
def carried_page(request: Request, view: Current, document: str = "", page: str = "") -> HTMLResponse:
    """Show which tasks of later documents may repeat those of earlier years, all or those of a document."""
    return _carried(request, view, document.strip(), page)


@router.post("/carried")
def judge_carried(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    document: str = "",
    page: str = "",
) -> Response:
    """Keep a verdict on a suggestion and lead back to it (303); what is wrong is told above the list."""
    return answer(
        request,
        "counterpart",
        form,
        check=partial(check_mandates, view),
        place=lambda *things, **done: f"{link_of(request)(**done)}#{anchor('counterpart', *things)}",
        again=lambda told: _carried(request, view, document.strip(), page, told),
    )


def _carried(request: Request, view: View, asked: str, page: str, form: Sent | None = None) -> HTMLResponse:
    too_many = not asked and view.corpus.figures["tasks"] > MOST_TASKS
    found: tuple[Carried, ...] = ()
    lacking = None
    try:
        if not too_many:
            found = carried_over(view, asked, verdicts_of(request))
    except UNUSABLE as error:
        lacking = misnamed(request, view, error)
    return render(
        request,
        "carried.html",
        status=form.status if form else lacking.status if lacking else 200,
        lacking=lacking,
        found=cut(found, page, PAGE_SIZE),
        too_many=MOST_TASKS if too_many else 0,
        asked=asked,
        marked=marked,
        documents=document_names(view),
        link=link_of(request),
        action=link_of(request)(),
        place_of=_place_of(view),
        page_of=page_links(view),
        words_of=words_links(view),
        **shown(request, "counterpart", form),
    )


def _pair_of(found: Matrix, kinds: Sequence[str]) -> Callable[[Row, Thing], str]:
    """Give what finds a mandate beside what is nearest to it in a plan; a page may show 1,200 pairs."""
    starts = {
        plan.iri: urlencode([("a", found.document.iri), ("b", plan.iri), *(("kind", one) for one in kinds)])
        for plan in found.plans
    }
    ends = {}
    for place, row in enumerate(found.rows):
        page = place // PAGE_SIZE + 1
        further = f"&page={page}" if page > 1 else ""
        ends[row.mandate.iri] = f"{further}#{anchor('counterpart', row.mandate.iri)}"
    return lambda row, plan: f"/counterparts?{starts[plan.iri]}{ends[row.mandate.iri]}"


def _shown(entry: Entry, show: Show) -> bool:
    likely = bool(entry.matches) and entry.matches[0].is_likely
    judged = bool(entry.different) or any(match.verdict for match in entry.matches)
    return {"all": True, "likely": likely, "none": not likely, "judged": judged}[show]


def _further(entry: Entry) -> set[str]:
    """Give the anchors of the pairs of a mandate with all but its best match."""
    return {anchor("counterpart", entry.here.iri, match.there.iri) for match in entry.matches[1:]}


def document_names(view: View) -> list[str]:
    """List the names that are offered where a document is asked for."""
    return view.directory.labels(500)


def _place_of(view: View) -> Callable[[Provision], str]:
    return lambda one: place_of(one.iri, view.base) or ""


def page_links(view: View) -> Callable[[str], str]:
    """Give what finds the page of an IRI."""
    return lambda iri: place_of(iri, view.base) or ""


def words_links(view: View) -> Callable[[Provision], str]:
    """Give what finds the words of a mandate in the text of its document."""

    page_of = cache(page_links(view))

    def words(one: Provision) -> str:
        """Give the address of the first words of a mandate in the text of its document."""
        page = page_of(one.document)
        if not (page and one.evidence):
            return ""
        return text_place(page, one.evidence[0].start, one.evidence[0].end)

    return words


def marked(text: str, other: str) -> Markup:
    """Give a text as HTML with the words marked that another text has too."""
    made = []
    at = 0
    for start, end in shared_spans(text, other)[0]:
        made += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
        at = end
    return Markup("".join([*made, escape(text[at:])]))  # noqa: S704 - every piece is escaped
