"""Findings for programs: `GET /api/findings`, with what people decided, as JSON, CSV or XLSX."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request
from fastapi.responses import JSONResponse, Response

from api.findings_pages import Asked, Form, export, found_in
from api.judging import verdicts_of
from api.pages import Current
from api.read_router import ReadRouter
from api.table_files import XLSX
from queries.bilingual import Language
from queries.findings import judged

router = ReadRouter(tags=["findings"])

_FORMS: dict[int | str, dict[str, object]] = {
    200: {"content": {"application/json": {}, "text/csv": {}, XLSX: {}}}
}


@router.get("/findings", responses=_FORMS, response_class=JSONResponse)
def findings(
    request: Request,
    view: Current,
    wanted: Asked,
    form: Annotated[Form, Query(alias="format")] = "json",
    lang: Annotated[Language, Query(description="Language of the headings of the sheet.")] = "vi",
) -> Response:
    """List contradictions and gaps in documents, the severest first, each with its quotes and its verdict.

    An unknown document is 404 with the nearest names, an ambiguous one 409 with the candidates.
    """
    listed = [one for one in judged(found_in(view), verdicts_of(request)) if wanted.takes(one)]
    return export(listed, form, lang)
