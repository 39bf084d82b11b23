"""Reports for programs and for the links of pages: `GET /api/report`."""

from __future__ import annotations

import io
import re
from typing import Annotated, Final, Literal

from fastapi import Query, Request
from fastapi.responses import Response

from api.pages import Current
from api.read_router import ReadRouter
from graph_build.text import bare
from queries.bilingual import Language

router = ReadRouter(tags=["report"])

ReportForm = Literal["html", "xlsx"]
REPORT_TYPES: Final = {
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@router.get(
    "/report",
    response_class=Response,
    responses={200: {"content": {key: {} for key in REPORT_TYPES.values()}}},
)
def report_api(
    request: Request,
    view: Current,
    resolution: Annotated[
        str, Query(description="What is carried out, with all that carries it out.", examples=["38/NQ-CP"])
    ] = "",
    document: Annotated[str, Query(description="Only what this document states.")] = "",
    form: Annotated[ReportForm, Query(alias="format", description="One HTML file, or a workbook.")] = "html",
    lang: Annotated[Language, Query(description="Language of the words between the quotes.")] = "vi",
) -> Response:
    """Give the state of a resolution: who carries it out, tasks by unit, deadlines, load and findings.

    One of `resolution` and `document` is needed (400 without). An unknown one is 404 with the nearest names,
    an ambiguous one 409 with the candidates.
    """
    from queries.load import table_of  # noqa: PLC0415 - NumPy is slow to import
    from queries.report import report  # noqa: PLC0415
    from queries.report_html import as_html  # noqa: PLC0415
    from queries.report_workbook import write_report  # noqa: PLC0415
    from queries.status_log import read_log  # noqa: PLC0415

    store = view.graph.store
    table = view.keep_whole(("load-table",), lambda: table_of(store))
    log = read_log(request.app.state.graph.directory)
    made = report(store, table, resolution, document, names=view.names, log=log)
    if form == "html":
        content = as_html(made, lang).encode("utf-8", "surrogatepass")
    else:
        written = io.BytesIO()
        write_report(made, written, lang)
        content = written.getvalue()
    name = (
        re.sub(r"[^A-Za-z0-9]+", "-", bare((made.only or made.subject).label)).strip("-")[:60] or "document"
    )
    headers = {"Content-Disposition": f'attachment; filename="report-{name}.{form}"'}
    return Response(content, media_type=REPORT_TYPES[form], headers=headers)
