"""Cells of workbooks that are written row by row: numbers as such, texts never as formulas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

LONGEST_CELL: Final = 32_767
"""Characters, the limit of Excel (ECMA-376, part 1, section 18.3.1.4)."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What a text begins with that programs take for a formula."""


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
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    made = WriteOnlyCell(sheet, None)
    if isinstance(value, str):
        made.value = fitting(value)
        if made.value.startswith(FORMULA):
            made.data_type = "s"
        made.alignment = Alignment(wrap_text=True, vertical="top")
    else:
        made.value = value
    made.font = Font(bold=bold)
    return made


def table_sheet(book: Any, title: str, headings: Sequence[str], widths: Sequence[int]) -> Any:
    """Add a sheet whose first row is bold headings that stay in view; widths count characters."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.append([cell(sheet, words, bold=True) for words in headings])
    return sheet
