"""Findings with their verdicts as CSV, XLSX and JSON; a row for each finding, two quotes side by side."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from queries.bilingual import Language
from queries.cells import cell, table_sheet
from queries.findings import Judged, Spot

_QUOTE: Final = ("document", "file", "place", "quote")
_HEADINGS: Final[dict[str, tuple[str, str]]] = {
    "state": ("Trạng thái", "State"),
    "severity": ("Mức độ", "Severity"),
    "code": ("Mã loại", "Kind"),
    "kind_vi": ("Loại", "Kind (Vietnamese)"),
    "kind_en": ("Loại (tiếng Anh)", "Kind (English)"),
    "message_vi": ("Nội dung", "Message (Vietnamese)"),
    "message_en": ("Nội dung (tiếng Anh)", "Message (English)"),
    "document_1": ("Văn bản 1", "Document 1"),
    "file_1": ("Tệp 1", "File 1"),
    "place_1": ("Vị trí 1", "Place 1"),
    "quote_1": ("Trích dẫn 1", "Quote 1"),
    "document_2": ("Văn bản 2", "Document 2"),
    "file_2": ("Tệp 2", "File 2"),
    "place_2": ("Vị trí 2", "Place 2"),
    "quote_2": ("Trích dẫn 2", "Quote 2"),
    "more_quotes": ("Trích dẫn khác", "Further quotes"),
    "reason": ("Lý do", "Reason"),
    "by": ("Người xem xét", "Judged by"),
    "at": ("Lúc", "At"),
    "finding": ("IRI", "IRI"),
}
COLUMNS: Final = tuple(_HEADINGS)
_WIDE: Final = ("kind", "message", "quote", "more", "reason")


def row(one: Judged) -> tuple[str, ...]:
    """Give the cells of a finding in the order of `COLUMNS`; places are code points, the end excluded."""
    found, verdict = one.found, one.verdict
    first, second = (_quoted(found.spots, place) for place in (0, 1))
    more = "\n".join(f"{spot.label} [{spot.start}-{spot.end}]: {spot.words}" for spot in found.spots[2:])
    said = (verdict.reason, verdict.by, verdict.at) if verdict else ("", "", "")
    kind = (found.severity, found.code, found.kind_vi, found.kind_en, found.message_vi, found.message_en)
    return (one.state, *kind, *first, *second, more, *said, found.iri)


def _quoted(spots: Sequence[Spot], place: int) -> tuple[str, ...]:
    if place >= len(spots):
        return ("",) * len(_QUOTE)
    spot = spots[place]
    return (spot.label, spot.file, f"{spot.start}-{spot.end}", spot.words)


def as_csv(listed: Iterable[Judged]) -> str:
    """Give findings as CSV (RFC 4180) under the names of `COLUMNS`."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(map(row, listed))
    return written.getvalue()


def as_object(listed: Iterable[Judged]) -> list[dict[str, Any]]:
    """Give findings as JSON carries them, each with all its quotes and its verdict or null."""
    return [
        {
            "iri": one.found.iri,
            "code": one.found.code,
            "severity": one.found.severity,
            "kind": {"vi": one.found.kind_vi, "en": one.found.kind_en},
            "message": {"vi": one.found.message_vi, "en": one.found.message_en},
            "state": one.state,
            "verdict": one.verdict.as_object() if one.verdict else None,
            "quotes": [
                {
                    "document": {"iri": spot.document, "label": spot.label},
                    "source": spot.file,
                    "start": spot.start,
                    "end": spot.end,
                    "exact": spot.words,
                }
                for spot in one.found.spots
            ],
        }
        for one in listed
    ]


def write_workbook(listed: Iterable[Judged], output: IO[bytes], language: Language) -> None:
    """Write findings as a sheet of an XLSX workbook, with headings in a language; no text is a formula."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    book = Workbook(write_only=True)
    title = "Phát hiện" if language == "vi" else "Findings"
    headings = [_HEADINGS[name][language == "en"] for name in COLUMNS]
    sheet = table_sheet(book, title, headings, [50 if name.startswith(_WIDE) else 18 for name in COLUMNS])
    for one in listed:
        sheet.append([cell(sheet, text) for text in row(one)])
    book.save(output)
