"""The findings page: contradictions and gaps with their quotes side by side, and what people decided.

The address holds everything that is shown: `/findings?kind=two-leads&severity=high&document=…&state=open`.
Where the server is writable, a form keeps a verdict (`api.judging`).
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.judging import JUDGED, Sent, anchor, answer, posted_verdict, shown, verdicts_of
from api.links import link_of, place_of, text_place
from api.page_data.filters import cut
from api.page_fields import reads
from api.pages import Current
from api.refusals import ThingMissing
from api.rendering import READ, render
from api.site import View
from api.table_files import table_file
from graph_build.finding_codes import CODES
from queries.bilingual import Text
from queries.errors import InvalidValue
from queries.findings import (
    SEVERITIES,
    STATES,
    Filter,
    Found,
    Judged,
    in_text,
    judged,
    read_findings,
    without_finding,
)
from queries.findings_table import COLUMNS, as_csv, as_object, write_workbook

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Severity = Literal["", "high", "medium", "low"]
Shown = Literal["", "open", "accepted", "rejected"]
Form = Literal["json", "csv", "xlsx"]
PAGE_SIZE: Final = 25


def found_in(view: View) -> tuple[Found, ...]:
    """Give the findings of a snapshot, read once."""
    return view.keep_whole(("findings",), lambda: read_findings(view.graph.store))


def asked(
    view: Current,
    kind: Annotated[str, Query(description="Only this kind, by its code.", examples=["two-leads"])] = "",
    severity: Annotated[Severity, Query(description="Only this severity.")] = "",
    document: Annotated[str, Query(description="Only those that quote it: number, name or IRI.")] = "",
    state: Annotated[Shown, Query(description="Only those that are open, accepted or rejected.")] = "",
) -> Filter:
    """Read a filter; raises InvalidValue for an unknown kind, UnknownDocument and AmbiguousName."""
    kind, document = kind.strip(), document.strip()
    if kind and kind not in CODES and all(kind != one.code for one in found_in(view)):
        raise InvalidValue(
            "kind",
            kind[:60],
            Text(
                vi="một loại phát hiện; xem danh sách ở /lists/finding",
                en="a kind of finding; /lists/finding lists them",
            ),
        )
    return Filter(kind, severity, view.names.document(document).value if document else "", state)


Asked = Annotated[Filter, Depends(asked)]


def export(listed: list[Judged], form: Form, language: str) -> Response:
    """Answer findings as a file, or as JSON."""
    if form == "json":
        return JSONResponse(as_object(listed))
    return table_file(listed, form, "findings", as_csv, write_workbook, language, len(COLUMNS))


@router.api_route("/findings", methods=READ)
@reads(*JUDGED)
def findings(request: Request, view: Current, wanted: Asked, page: str = "") -> HTMLResponse:
    """List findings, the severest first, with every quote in its surroundings."""
    return _page(request, view, wanted, page)


def _page(request: Request, view: View, wanted: Filter, page: str, form: Sent | None = None) -> HTMLResponse:
    verdicts = verdicts_of(request)
    found = found_in(view)
    every = judged(found, verdicts)
    alike = [one for one in every if wanted.takes(one, any_state=True)]
    kept = [one for one in alike if wanted.takes(one)]
    kinds = {one.code: (one.kind_vi, one.kind_en) for one in found}
    return render(
        request,
        "findings.html",
        status=form.status if form else 200,
        cut=cut(kept, page, PAGE_SIZE),
        total=len(every),
        states=[("", len(alike)), *((one, sum(j.state == one for j in alike)) for one in STATES)],
        wanted=wanted,
        document=request.query_params.get("document", "")[:300],
        kinds=sorted(kinds.items(), key=lambda one: one[1]),
        severities=SEVERITIES,
        documents=view.directory.labels(500),
        lost=without_finding(found, verdicts),
        link=link_of(request),
        in_text=lambda spots: in_text(view.graph.store, spots),
        page_of=lambda iri: place_of(iri, view.base) or "",
        text_place=text_place,
        **shown(request, "finding", form),
    )


@router.post("/findings")
def judge(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    wanted: Asked,
    page: str = "",
) -> Response:
    """Keep a verdict and lead back to the list (303); what is wrong with the form is told above the list."""

    def check(finding: str) -> None:
        if all(one.iri != finding for one in found_in(view)):
            raise ThingMissing(
                en="The graph has no such finding (any more).",
                vi="Đồ thị không có (hoặc không còn) phát hiện này.",
            )

    return answer(
        request,
        "finding",
        form,
        check=check,
        place=lambda finding, **done: f"{link_of(request)(**done)}#{anchor('finding', finding)}",
        again=lambda told: _page(request, view, wanted, page, told),
    )
