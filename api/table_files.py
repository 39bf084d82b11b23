"""A list of findings or suggestions as a file: CSV or an XLSX workbook, with a name to be kept under."""

from __future__ import annotations

from collections.abc import Callable, Sized
from io import BytesIO
from typing import Final, Literal, TypeVar

from fastapi.responses import Response

from api.refusals import WorkbookTooLarge
from queries.bilingual import Language
from queries.cells import for_spreadsheets

T = TypeVar("T", bound=Sized)
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

CELLS: Final = 500_000
"""Of one workbook at most: the process that serves everybody writes it, in 34 µs of the processor a cell."""


def check_workbook(rows: int, columns: int) -> None:
    """Raise WorkbookTooLarge for more rows than the server writes into a workbook."""
    most = CELLS // max(columns, 1)
    if rows > most:
        raise WorkbookTooLarge(rows, most)


def table_file(
    listed: T,
    form: Literal["csv", "xlsx"],
    name: str,
    as_csv: Callable[[T], str],
    write_workbook: Callable[[T, BytesIO, Language], object],
    language: str,
    columns: int,
) -> Response:
    """Answer a list as a file; headings of a workbook are Vietnamese but where English is asked for.

    Raises WorkbookTooLarge where so many rows, of so many columns, are wanted as one.
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Vary": "Cookie"}
    if form == "csv":
        text = "".join(for_spreadsheets([as_csv(listed)])).encode("utf-8", "surrogatepass")
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
    check_workbook(len(listed), columns)
    written = BytesIO()
    write_workbook(listed, written, "en" if language == "en" else "vi")
    return Response(written.getvalue(), media_type=XLSX, headers=headers)
