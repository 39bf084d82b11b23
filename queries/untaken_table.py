"""Provisions that no task takes up as CSV and XLSX: a row for each, with the nearest task beside it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import IO, Final

from queries.bilingual import Language
from queries.untaken import GAP, Untaken

_HEADINGS: Final[dict[str, tuple[str, str, int]]] = {
    "gap": ("Loại", "Kind", 18),
    "scope": ("Phạm vi", "Scope", 10),
    "document": ("Văn bản", "Document", 24),
    "section": ("Mục", "Section", 12),
    "section_title": ("Tiêu đề mục", "Section title", 30),
    "kinds": ("Loại quy định", "Kinds", 14),
    "text": ("Quy định", "Provision", 60),
    "source": ("Tệp", "File", 18),
    "quote_start": ("Từ ký tự", "Start", 10),
    "quote_end": ("Đến ký tự", "End", 10),
    "tasks": ("Số nhiệm vụ đã so", "Tasks compared", 10),
    "compared": ("So với", "Compared with", 30),
    "score": ("Điểm cao nhất", "Highest score", 10),
    "nearest_place": ("Nhiệm vụ gần nhất", "Nearest task", 12),
    "nearest_title": ("Nội dung nhiệm vụ gần nhất", "Text of the nearest task", 50),
    "nearest_document": ("IRI văn bản của nhiệm vụ", "IRI of its document", 30),
    "provisions": ("IRI quy định", "IRIs of the provisions", 30),
    "nearest": ("IRI nhiệm vụ", "IRI of the task", 30),
}
COLUMNS: Final = tuple(_HEADINGS)

Cell = str | int | float


def row(one: Untaken) -> tuple[Cell, ...]:
    """Give the cells of a suggestion in the order of `COLUMNS`; places are code points, the end excluded."""
    quote = one.near.evidence[0] if one.near.evidence else None
    there = one.nearest.there if one.nearest else None
    return (
        *(GAP, one.scope, one.document.name, one.section, one.near.section_title),
        "; ".join(sorted({each.kind for each in one.stated})),
        "\n".join(each.text for each in one.stated),
        *((quote.source, quote.start, quote.end) if quote else ("", "", "")),
        *(one.tasks, "; ".join(each.name for each in one.compared)),
        round(one.nearest.score, 4) if one.nearest else 0,
        *((there.place, there.text, there.document) if there else ("", "", "")),
        "\n".join(each.iri for each in one.stated),
        there.iri if there else "",
    )


def as_csv(found: Iterable[Untaken]) -> str:
    """Give suggestions as CSV (RFC 4180) under the names of `COLUMNS`."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(map(row, found))
    return written.getvalue()


def write_workbook(found: Iterable[Untaken], output: IO[bytes], language: Language) -> None:
    """Write suggestions as a sheet of an XLSX workbook, with headings in a language; no text is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    from queries.cells import cell, table_sheet  # noqa: PLC0415

    book = Workbook(write_only=True)
    title = "Quy định chưa có nhiệm vụ" if language == "vi" else "Provisions with no task"
    headings = [en if language == "en" else vi for vi, en, _ in _HEADINGS.values()]
    sheet = table_sheet(book, title, headings, [width for *_, width in _HEADINGS.values()])
    for one in found:
        sheet.append([cell(sheet, value) for value in row(one)])
    book.save(output)
