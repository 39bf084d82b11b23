"""A load report as an XLSX workbook: the rows, and beside them how they were counted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any, Final

from queries.catalogue import Language
from queries.load import LoadReport
from queries.load_format import COLUMNS, heading, notes, summaries

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
_WIDTHS: Final = {"actor": 40, "name": 44}


def write_workbook(
    report: LoadReport, output: IO[bytes], language: Language, about: Sequence[tuple[str, str]] = ()
) -> None:
    """Write the rows in their order under headings in a language; a second sheet has `about` and the rule.

    Figures are numbers at full precision, texts are never formulas.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = Workbook(write_only=True)

    def cell(sheet: Any, value: object, *, bold: bool = False) -> Any:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
            if made.value.startswith(_FORMULA):
                made.data_type = "s"
            made.alignment = Alignment(wrap_text=True, vertical="top")
        made.font = Font(bold=bold)
        return made

    sheet = book.create_sheet("Khối lượng" if language == "vi" else "Load")
    sheet.freeze_panes = "A2"
    for place, name in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(name, 14)
    sheet.append([cell(sheet, heading(name, language), bold=True) for name in COLUMNS])
    for row in report.rows:
        sheet.append([cell(sheet, getattr(row, name)) for name in COLUMNS])
    beside = book.create_sheet("Cách đếm" if language == "vi" else "How it was counted")
    beside.column_dimensions["A"].width, beside.column_dimensions["B"].width = 28, 100
    for label, value in about:
        beside.append([cell(beside, label, bold=True), cell(beside, value)])
    for words in (*notes(report, language), *summaries(report, language)):
        beside.append([None, cell(beside, words)])
    book.save(output)
