"""The findings page: contradictions and gaps with their quotes side by side, and what people decided.

The address holds everything that is shown: `/findings?kind=two-leads&severity=high&document=…&state=open`.
Where the server is writable, a form keeps a verdict (`api.judging`).
"""

from __future__ import annotations

import hashlib
import shlex
from io import BytesIO
from typing import Annotated, Final, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from api.compare_pages import verdicts_of
from api.errors import ThingMissing
from api.judging import LONGEST, keep, posted_verdict, problem_of, told_in
from api.links import place_of, text_place
from api.page_data.filters import cut
from api.pages import Current
from api.rendering import READ, render
from api.site import View
from api.writing import Writer
from graph_build.finding_codes import CODES
from queries.cells import for_spreadsheets
from queries.errors import QuestionError
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
from queries.findings_table import as_csv, as_object, write_workbook
from queries.verdicts import Verdict

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

Severity = Literal["", "high", "medium", "low"]
Shown = Literal["", "open", "accepted", "rejected"]
Form = Literal["json", "csv", "xlsx"]
PAGE_SIZE: Final = 25
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def found_in(view: View) -> tuple[Found, ...]:
    """Give the findings of a snapshot, read once."""
    return view.keep(("findings",), lambda: read_findings(view.graph.store))


def asked(
    view: Current,
    kind: Annotated[str, Query(description="Only this kind, by its code.", examples=["two-leads"])] = "",
    severity: Annotated[Severity, Query(description="Only this severity.")] = "",
    document: Annotated[str, Query(description="Only those that quote it: number, name or IRI.")] = "",
    state: Annotated[Shown, Query(description="Only those that are open, accepted or rejected.")] = "",
) -> Filter:
    """Read a filter; raises QuestionError for an unknown kind, UnknownDocument and AmbiguousName."""
    kind, document = kind.strip(), document.strip()
    if kind and kind not in CODES and all(kind != one.code for one in found_in(view)):
        raise QuestionError(f"{kind[:60]!r} is no kind of finding; /lists/finding lists them.")
    return Filter(kind, severity, view.names.document(document).value if document else "", state)


Asked = Annotated[Filter, Depends(asked)]


def export(listed: list[Judged], form: Form, language: str) -> Response:
    """Answer findings as a file, or as JSON."""
    if form == "json":
        return JSONResponse(as_object(listed))
    headers = {"Content-Disposition": f'attachment; filename="findings.{form}"'}
    if form == "csv":
        text = "".join(for_spreadsheets([as_csv(listed)])).encode("utf-8", "surrogatepass")
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
    written = BytesIO()
    write_workbook(listed, written, "en" if language == "en" else "vi")
    return Response(written.getvalue(), media_type=XLSX, headers=headers)


@router.api_route("/findings", methods=READ)
def findings(request: Request, view: Current, wanted: Asked, page: str = "") -> HTMLResponse:
    """List findings, the severest first, with every quote in its surroundings."""
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
    verdicts = verdicts_of(request)
    found = found_in(view)
    every = judged(found, verdicts)
    alike = [one for one in every if wanted.takes(one, any_state=True)]
    kept = [one for one in alike if wanted.takes(one)]
    kinds = {one.code: (one.kind_vi, one.kind_en) for one in found}
    writer: Writer = request.app.state.writer
    return render(
        request,
        "findings.html",
        status=status,
        cut=cut(kept, page, PAGE_SIZE),
        total=len(every),
        states=[("", len(alike)), *((one, sum(j.state == one for j in alike)) for one in STATES)],
        wanted=wanted,
        document=request.query_params.get("document", "")[:300],
        kinds=sorted(kinds.items(), key=lambda one: one[1]),
        severities=SEVERITIES,
        documents=[one.ref.label for one in view.corpus.documents][:500],
        lost=without_finding(found, verdicts),
        writable=writer.takes_changes,
        longest=LONGEST,
        problem=problem,
        posted=posted or {},
        anchor=anchor,
        link=lambda **changes: _address(request, changes),
        in_text=lambda spots: in_text(view.graph.store, spots),
        page_of=lambda iri: place_of(iri, view.base) or "",
        text_place=text_place,
        command=_command,
    )


def anchor(iri: str) -> str:
    """Give the fragment of a finding on the page."""
    return "f-" + hashlib.sha256(iri.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _address(request: Request, changes: dict[str, object]) -> str:
    names = ("kind", "severity", "document", "state", "page", "lang")
    fields = {name: request.query_params.get(name, "") for name in names} | changes
    query = urlencode({name: value for name, value in fields.items() if value != ""})
    return "/findings" + (f"?{query}" if query else "")


def _command(iri: str) -> str:
    return f'nhiemvu verdict add finding {shlex.quote(iri)} accepted --reason "…" --by "…" -g DIR'


@router.post("/findings")
def judge(
    request: Request,
    view: Current,
    form: Annotated[dict[str, str], Depends(posted_verdict)],
    wanted: Asked,
    page: str = "",
) -> Response:
    """Keep a verdict and lead back to the list (303); what is wrong with the form is told above the list."""
    told = told_in(form, ("finding",))
    status, problem = problem_of(request, "finding", form, told)
    if problem:
        return _page(request, view, wanted, page, status=status, problem=problem, posted=told)
    if all(one.iri != told["finding"] for one in found_in(view)):
        raise ThingMissing("The graph has no such finding (any more).")
    verdict = Verdict("finding", told["finding"], told["verdict"], told["reason"], told["by"])
    keep(request, verdict)
    return RedirectResponse(_address(request, {}) + "#" + anchor(verdict.first), status_code=303)
