"""Where tasks stand, for programs: `GET /api/status`, as JSON or CSV."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response

from api.pages import Current
from api.read_router import ReadRouter
from api.status_pages import Asked, status_in
from queries.cells import for_spreadsheets
from queries.task_status_table import as_csv, as_object

router = ReadRouter(tags=["status"])

StatusForm = Literal["json", "csv"]


@router.get(
    "/status",
    responses={200: {"content": {"application/json": {}, "text/csv": {}}}},
    response_class=JSONResponse,
)
def status_api(
    request: Request,
    view: Current,
    wanted: Asked,
    form: Annotated[StatusForm, Query(alias="format")] = "json",
) -> Response:
    """List later documents that may be the outcome of tasks, with the words on both sides and the verdict.

    They are suggestions until somebody accepts one. Counts are of all tasks looked at, whatever the state
    asked for. An unknown document or unit is 404 with the nearest names, an ambiguous one 409 with the
    candidates.
    """
    found = status_in(request, view, wanted)
    if form == "json":
        return JSONResponse(as_object(found))
    text = "".join(for_spreadsheets([as_csv(found.rows)])).encode("utf-8", "surrogatepass")
    headers = {"Content-Disposition": 'attachment; filename="status.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
