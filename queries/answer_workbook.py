"""The rows of an answer as a workbook: one sheet with them, and one that tells what was asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Final

from graph_build.terms import Row
from queries.bilingual import Language
from queries.cells import cell, sheets_for_rows
from queries.columns import COLUMNS, Column, Kind
from queries.format import text, value

_WIDTHS: Final = {"title": 60, "leads": 36, "coordinators": 48, "output": 36, "quote": 48, "name": 48}
_WIDTH: Final = 16


def write_rows(
    variables: Sequence[str],
    rows: Iterable[Row],
    told: Iterable[str],
    output: IO[bytes],
    language: Language,
) -> None:
    """Write rows under headings in a language, numbers as numbers, and lines beside them on a sheet.

    Rows that a sheet has no room for go on in a next one.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    book = Workbook(write_only=True)
    columns = [COLUMNS.get(name, Column(name, name)) for name in variables]
    headings = [column.vi if language == "vi" else column.en for column in columns]
    widths = [_WIDTHS.get(name, _WIDTH) for name in variables]
    sheets = sheets_for_rows(book, "Trả lời" if language == "vi" else "Answer", headings, widths)
    numbers = [column.kind is Kind.NUMBER for column in columns]
    for sheet, row in zip(sheets, rows, strict=False):
        held = (value(term) if number else text(term) for term, number in zip(row, numbers, strict=True))
        sheet.append([cell(sheet, one) for one in held])
    beside = book.create_sheet("Câu hỏi" if language == "vi" else "Question")
    beside.column_dimensions["A"].width = 120
    for words in told:
        beside.append([cell(beside, words)])
    book.save(output)
