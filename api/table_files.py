"""A list of findings or suggestions as a file: CSV or an XLSX workbook, with a name to be kept under."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence, Sized
from io import BytesIO, StringIO
from typing import Final, Literal, TypeVar

from fastapi.responses import Response, StreamingResponse

from api.refusals import WorkbookTooLarge
from queries.bilingual import Language
from queries.cells import cell, for_spreadsheets, sheets_for_rows

T = TypeVar("T", bound=Sized)
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_WIDTH: Final = 30

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


def shown_file(
    columns: Sequence[str],
    rows: Iterable[Sequence[str | float]],
    count: int,
    form: Literal["csv", "xlsx"],
    name: str,
) -> Response:
    """Answer a table as a page shows it as a file, in the words of the page; `count` is how many rows it has.

    Raises WorkbookTooLarge where so many rows are wanted as a workbook.
    """
    headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Vary": "Cookie"}
    if form == "csv":
        text = for_spreadsheets(_csv_lines(columns, rows))
        return StreamingResponse(text, media_type="text/csv; charset=utf-8", headers=headers)
    check_workbook(count, len(columns))
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most pages do without

    book = Workbook(write_only=True)
    sheets = sheets_for_rows(book, name[:28], columns, [_WIDTH] * len(columns))
    if not count:
        next(sheets)
    for row, sheet in zip(rows, sheets, strict=False):
        sheet.append([cell(sheet, one) for one in row])
    written = BytesIO()
    book.save(written)
    return Response(written.getvalue(), media_type=XLSX, headers=headers)


def _csv_lines(columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> Iterator[str]:
    held = StringIO()
    writer = csv.writer(held)
    writer.writerow(columns)
    for row in rows:
        writer.writerow(row)
        yield held.getvalue()
        held.seek(0)
        held.truncate()
    yield held.getvalue()
