"""Cells of workbooks and of CSV for spreadsheets: numbers as such, texts never as formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from io import StringIO
from itertools import count, repeat
from typing import Any, Final

LONGEST_CELL: Final = 32_767
"""Characters, the limit of Excel (ECMA-376, part 1, section 18.3.1.4)."""

ROWS_OF_A_SHEET: Final = 1_048_576
"""With the row of headings; the limit of Excel."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a text begins with that programs take for a formula; some read the wide forms of the signs as well."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""Without it Excel takes the UTF-8 of a CSV file for another encoding."""

_NUMBER: Final = re.compile(r"[+-]?\d[\d.,]*")
_LETTERS: Final = 1 << 16
_LONGEST_FIELD: Final = 1 << 30
"""Python reads no longer field than this; its own limit is 131,072 characters, and texts can be longer."""


def for_spreadsheets(pieces: Iterable[str]) -> Iterator[str]:
    """Give CSV as spreadsheets are to open it: with a byte order mark, and with no cell that is a formula.

    A text that begins like one gets an apostrophe in front, which Excel and LibreOffice take for the mark of
    text; signed numbers stay. What programs read (the endpoint, the command line, single tables) is left as
    it is. A piece holds whole rows.
    """
    csv.field_size_limit(_LONGEST_FIELD)
    held = StringIO(newline="")
    held.write(BYTE_ORDER_MARK)
    writer = csv.writer(held, lineterminator="\r\n")
    for row in csv.reader(line for piece in pieces for line in StringIO(piece, newline="")):
        writer.writerow([_as_text(cell) for cell in row])
        if held.tell() > _LETTERS:
            yield held.getvalue()
            held.seek(0)
            held.truncate()
    yield held.getvalue()


def _as_text(written: str) -> str:
    return f"'{written}" if written.startswith(FORMULA) and not _NUMBER.fullmatch(written) else written


def fitting(text: str) -> str:
    """Give a text as a cell can hold it: characters that XML has not are spaces, the end may be cut."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    written = str(ILLEGAL_CHARACTERS_RE.sub(" ", text))
    return written if len(written) <= LONGEST_CELL else f"{written[: LONGEST_CELL - 1]}…"


def cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
    """Make a cell of a write-only sheet.

    Characters that XML has not become spaces; text above LONGEST_CELL is cut and ends in "…".
    """
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - slow to import, and most answers do without

    made = WriteOnlyCell(sheet, None)
    wrapped, font = _styles(bold=bold)
    if isinstance(value, str):
        made.value = fitting(value)
        if made.value.startswith(FORMULA):
            made.data_type = "s"
        made.alignment = wrapped
    else:
        made.value = value
    made.font = font
    return made


@cache
def _styles(*, bold: bool) -> tuple[Any, Any]:
    """Make the styles once: they take longer than the cells."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    return Alignment(wrap_text=True, vertical="top"), Font(bold=bold)


def sheets_for_rows(book: Any, title: str, headings: Sequence[str], widths: Sequence[int]) -> Iterator[Any]:
    """Give the sheet of each further row for ever: where one is full another is added ("Tasks 2")."""
    for place in count(1):
        sheet = table_sheet(book, title if place == 1 else f"{title} {place}", headings, widths)
        yield from repeat(sheet, ROWS_OF_A_SHEET - 1)


def table_sheet(book: Any, title: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
    """Add a sheet whose first row is bold headings that stay in view; widths count characters."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([cell(sheet, words, bold=True) for words in headings])
    return sheet
