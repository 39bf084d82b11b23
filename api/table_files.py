"""A list of findings or suggestions as a file: CSV or an XLSX workbook, with a name to be kept under."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Final, Literal, TypeVar

from fastapi.responses import Response

from queries.bilingual import Language
from queries.cells import for_spreadsheets

T = TypeVar("T")
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(
    listed: T,
    form: Literal["csv", "xlsx"],
    name: str,
    as_csv: Callable[[T], str],
    write_workbook: Callable[[T, BytesIO, Language], object],
    language: str,
) -> Response:
    """Answer a list as a file; headings of a workbook are Vietnamese but where English is asked for."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Vary": "Cookie"}
    if form == "csv":
        text = "".join(for_spreadsheets([as_csv(listed)])).encode("utf-8", "surrogatepass")
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
    written = BytesIO()
    write_workbook(listed, written, "en" if language == "en" else "vi")
    return Response(written.getvalue(), media_type=XLSX, headers=headers)
