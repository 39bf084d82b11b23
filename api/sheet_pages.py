"""The sheets of offices: which are in force, taking one in, and taking the last one back.

`/status/sheets` lists them. Where the server is writable, a form takes in a file; its rows are joined to
tasks by code, and those that name no task for certain are listed and keep the whole sheet out, unless it is
asked to leave them out.
"""

from __future__ import annotations

from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.forms import posted_form
from api.misnamed import Choices, choices
from api.pages import Current
from api.posted_file import LARGEST_FILE, PostedFile, posted_file
from api.refusals import TokenRefused, TokenRequired
from api.rendering import READ, language_of, render
from api.site import View
from api.writing import Writer
from queries.bilingual import Language
from queries.errors import AmbiguousName, UnknownName
from queries.status_intake import Taken, read_bytes, take_in
from queries.status_log import NothingToUndo, NotLast, Sheet, read_log, undo_last
from queries.status_sheet import HEADINGS, MOST_ROWS, BadSheet

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)

PAGE: Final = "/status/sheets"
_MOST_LISTED: Final = 200
_LARGEST_MB: Final = LARGEST_FILE // 1024**2
_ENDS: Final = frozenset({"kept", "same", "undone"})
_STATUS: Final = {"unjoined": 409, "nothing": 409}


def taken_in(request: Request, view: View, sent: PostedFile, document: str, *, partial: bool) -> Taken:
    """Take in a file beside the graph that is served; raises BadSheet, UnknownDocument and AmbiguousName."""
    graph = request.app.state.graph.directory
    read = read_bytes(sent.name or "sheet", sent.data)
    return take_in(graph, view.graph.store, read, document, partial=partial, names=view.names)


def taken_back(request: Request, name: str) -> Sheet:
    """Take back the last sheet in force, which must be of a name; raises NothingToUndo and NotLast."""
    return undo_last(request.app.state.graph.directory, name)


@router.api_route(PAGE, methods=READ)
def sheets(request: Request, view: Current, kept: str = "", document: str = "") -> HTMLResponse:
    """List the sheets in force, the last first; the form may stand filled in with a document."""
    return _page(request, view, {"document": document}, kept=kept)


@router.post(PAGE)
def take(request: Request, view: Current, sent: Annotated[PostedFile, Depends(posted_file)]) -> Response:
    """Take a sheet in and lead back to the list (303); what is wrong with it is told above the form."""
    fields, language = sent.fields, _spoken(request)
    if problem := _stranger(request, fields.get("token", "")):
        return _page(request, view, fields, status=403, problem=problem)
    if not sent.data:
        return _page(request, view, fields, status=400, problem="file")
    try:
        taken = taken_in(
            request, view, sent, fields.get("document", ""), partial=fields.get("partial") == "yes"
        )
    except BadSheet as error:
        return _page(request, view, fields, status=400, problem="sheet", told=error.told(language))
    except (UnknownName, AmbiguousName) as error:
        near = choices(view, error, lambda meant: f"{PAGE}?{urlencode({'document': meant})}")
        status = 404 if isinstance(error, UnknownName) else 409
        return _page(request, view, fields, status=status, problem="document", told=near)
    if taken.end in _STATUS:
        return _page(request, view, fields, status=_STATUS[taken.end], problem=taken.end, taken=taken)
    return RedirectResponse(f"{PAGE}?kept={taken.end}", status_code=303)


@router.post(f"{PAGE}/undo")
def undo(request: Request, view: Current, form: Annotated[Any, Depends(posted_form)]) -> Response:
    """Take the last sheet back and lead to the list (303)."""
    fields = dict(form)
    if problem := _stranger(request, fields.get("token", "").strip()):
        return _page(request, view, status=403, problem=problem)
    try:
        taken_back(request, fields.get("sheet", "").strip() or "-")
    except (NothingToUndo, NotLast):
        return _page(request, view, status=409, problem="not-last")
    return RedirectResponse(f"{PAGE}?kept=undone", status_code=303)


def _stranger(request: Request, token: str) -> str:
    """Name what keeps a form from writing, "" where nothing does; raises WritingOff."""
    writer: Writer = request.app.state.writer
    try:
        writer.admit_token(token)
    except (TokenRequired, TokenRefused):
        return "token"
    return ""


def _spoken(request: Request) -> Language:
    return "en" if language_of(request) == "en" else "vi"


def _page(
    request: Request,
    view: View,
    fields: dict[str, str] | Any = None,
    *,
    status: int = 200,
    problem: str = "",
    told: tuple[str, ...] | Choices = (),
    taken: Taken | None = None,
    kept: str = "",
) -> HTMLResponse:
    held = read_log(request.app.state.graph.directory).sheets
    writer: Writer = request.app.state.writer
    return render(
        request,
        "sheets.html",
        status=status,
        sheets=held[::-1][:_MOST_LISTED],
        total=len(held),
        in_force={one.sheet.name for one in read_log(request.app.state.graph.directory).reported.values()},
        problem=problem,
        told=() if isinstance(told, Choices) else told,
        nearest=told if isinstance(told, Choices) else None,
        unjoined=[one.told(_spoken(request)) for one in taken.joined.unjoined] if taken else [],
        fitting=len(taken.joined.rows) if taken else 0,
        kept=kept if kept in _ENDS and not problem and (held or kept == "undone") else "",
        posted=dict(fields or {}),
        writable=writer.takes_changes,
        documents=view.directory.labels(500),
        headings=HEADINGS,
        largest=_LARGEST_MB,
        most_rows=MOST_ROWS,
    )
