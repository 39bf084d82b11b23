"""The sheets of offices, for programs: `/api/status/sheets`, and the sheet of a document to be filled in."""

from __future__ import annotations

from typing import Annotated, Any, Final

from fastapi import Depends, Query, Request, Response
from fastapi.responses import JSONResponse

from api.pages import Current
from api.posted_file import PostedFile, sent_file
from api.read_router import ReadRouter
from api.sheet_pages import taken_back, taken_in
from api.writing import admitted
from queries.cells import for_spreadsheets
from queries.status_intake import NotJoined, blank_sheet
from queries.status_log import Sheet, read_log

router = ReadRouter(tags=["status"])

_FILE: Final[dict[str, Any]] = {
    "requestBody": {
        "required": True,
        "description": "The sheet: CSV, or a workbook (XLSX, XLS, ODS).",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


_SAME: Final[dict[int | str, dict[str, Any]]] = {
    200: {"description": "The last sheet had the same rows; nothing changed."}
}


async def sent_sheet(
    request: Request,
    file: Annotated[str, Query(description="The name of the file, to be kept with its rows.")] = "",
) -> PostedFile:
    """Let a request with the write token pass, then read its body."""
    admitted(request)
    return await sent_file(request, file)


@router.get("/status/sheets")
def sheets(request: Request) -> dict[str, Any]:
    """List the sheets of offices in force, the last first."""
    return {"sheets": [_object(one) for one in reversed(read_log(request.app.state.graph.directory).sheets)]}


def _object(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "file": sheet.file,
        "sha256": sheet.sha256,
        "at": sheet.at,
        "rows": len(sheet.rows),
        "left_out": sheet.left_out,
    }


@router.post(
    "/status/sheets", openapi_extra=_FILE, response_class=JSONResponse, status_code=201, responses=_SAME
)
def take(
    request: Request,
    view: Current,
    sent: Annotated[PostedFile, Depends(sent_sheet)],
    document: Annotated[str, Query(description="The document of rows that name none themselves.")] = "",
    partial: Annotated[
        bool, Query(description="Keep the rows that name a task, and leave the others out.")
    ] = False,
) -> Response:
    """Take in the status sheet of an office, joined to tasks by code; needs the write token.

    Nothing is kept unless every row names one task (409 with the rows that do not, and the nearest tasks),
    but for `partial`. The same sheet again changes nothing (200).
    """
    taken = taken_in(request, view, sent, document.strip(), partial=partial)
    if taken.end in ("unjoined", "nothing"):
        raise NotJoined(taken)
    return JSONResponse(taken.as_object(), 201 if taken.end == "kept" else 200)


@router.delete("/status/sheets/{name}", dependencies=[Depends(admitted)])
def take_back(request: Request, name: str) -> dict[str, Any]:
    """Take the last sheet in force back; what it replaced is in force again. Needs the write token.

    A sheet that is not the last is 409.
    """
    return _object(taken_back(request, name))


@router.get("/status/blank", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def blank(
    request: Request,
    view: Current,
    document: Annotated[str, Query(description="A document: number, name, file name or IRI.")],
) -> Response:
    """Give the sheet of a document's tasks as CSV, with the status reported now, to be filled in and sent."""
    log = read_log(request.app.state.graph.directory)
    text = "".join(for_spreadsheets([blank_sheet(view.graph.store, document, log, view.names)]))
    headers = {"Content-Disposition": 'attachment; filename="status-sheet.csv"'}
    body = text.encode("utf-8", "surrogatepass")
    return Response(body, media_type="text/csv; charset=utf-8", headers=headers)
