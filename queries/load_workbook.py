"""A load report as an XLSX workbook: the rows, and beside them how they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any, Final

from queries.bilingual import Language
from queries.cells import cell, table_sheet
from queries.load import LoadReport
from queries.load_format import COLUMNS, heading, notes, summaries

_WIDTHS: Final = {"actor": 40, "name": 44}


def write_workbook(
    report: LoadReport, output: IO[bytes], language: Language, about: Sequence[tuple[str, str]] = ()
) -> None:
    """Write the rows in their order under headings in a language; a second sheet has `about` and the rule.

    Figures are numbers at full precision, texts are never formulas.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    book = Workbook(write_only=True)
    add_load_sheet(book, report, language)
    beside = book.create_sheet("Cách đếm" if language == "vi" else "How it was counted")
    beside.column_dimensions["A"].width, beside.column_dimensions["B"].width = 28, 100
    for label, value in about:
        beside.append([cell(beside, label, bold=True), cell(beside, value)])
    for words in (*notes(report, language), *summaries(report, language)):
        beside.append([None, cell(beside, words)])
    book.save(output)


def add_load_sheet(book: Any, report: LoadReport, language: Language) -> None:
    """Add a sheet of the rows to a write-only workbook."""
    headings = [heading(name, language) for name in COLUMNS]
    widths = [_WIDTHS.get(name, 14) for name in COLUMNS]
    sheet = table_sheet(book, "Khối lượng" if language == "vi" else "Load", headings, widths)
    for row in report.rows:
        sheet.append([cell(sheet, getattr(row, name)) for name in COLUMNS])
