"""Contradictions and gaps of a document as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from api.links import words_place
from api.page_data.directory import Directory, DocumentRef
from api.page_data.graph import Row

_RANK: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class FoundQuote:
    """Words that a finding rests on: the document they stand in, and the address of their place."""

    words: str
    document: DocumentRef
    place: str


@dataclass(frozen=True, slots=True)
class FindingLine:
    """A finding: its kind and message by language ("vi", "en"), its severity, and every quoted spot."""

    severity: str
    kind: dict[str, str]
    message: dict[str, str]
    quotes: tuple[FoundQuote, ...]


def finding_lines(rows: Iterable[Row], directory: Directory) -> tuple[FindingLine, ...]:
    """Gather the rows of a query for findings into lines, the severest first."""
    rows = list(rows)
    directory.documents.read(row["quoted"] for row in rows)
    once: dict[str, Row] = {}
    quotes: dict[str, list[FoundQuote]] = {}
    for row in rows:
        once.setdefault(row["finding"], row)
        document = directory.document(row["quoted"])
        place = words_place(document.url or "", row)
        quotes.setdefault(row["finding"], []).append(FoundQuote(row["quote"], document, place))
    lines = [
        FindingLine(
            severity=row["severity"],
            kind={"vi": row["kind_vi"], "en": row["kind_en"]},
            message={"vi": row["message_vi"], "en": row["message_en"]},
            quotes=tuple(quotes[name]),
        )
        for name, row in once.items()
    ]
    return tuple(sorted(lines, key=lambda line: _RANK.index(line.severity)))
