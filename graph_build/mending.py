"""Read a document with torn words as if they were whole, and quote it as it is printed.

Grammars read a text in which the spaces inside torn syllables are taken out (`mended`). What they find is
brought back to the text of the file (`as_printed`): every span counts there, and evidence holds its words
as they stand, torn. Names, titles and the like are given whole. A document without torn words goes
through unchanged.

Reads a source text; gives another one, and the way back for records.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import fields, replace

from graph_build.issues import doubtful
from graph_build.records import Cell, Citation, DocumentRecord, Evidence, Issue, Record, SourceText, Table
from graph_build.text import CONTEXT, joined
from graph_build.torn_words import Join, torn_words

_EXAMPLES = 8


class Mended(NamedTuple):
    """A source text without the spaces inside torn syllables, and how to find back what stood where.

    `gaps` are the places of those spaces in the text as printed, in order; `closed` where each of them
    is in the mended text.
    """

    printed: SourceText
    source: SourceText
    joins: tuple[Join, ...]
    gaps: tuple[int, ...]
    closed: tuple[int, ...]

    def offset(self, position: int) -> int:
        """Give the place in the printed text of a character of the mended one."""
        return position + bisect_right(self.closed, position)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span in the printed text of a span of the mended one."""
        first = self.offset(start)
        return (first, self.offset(end - 1) + 1) if end > start else (first, first)


def mended(source: SourceText) -> Mended | None:
    """Take the spaces out of torn words; None where there are none.

    The hashes stay those of the file and of its text.
    """
    joins = tuple(torn_words(source.text))
    if not joins:
        return None
    text = source.text
    gaps = [at for one in joins for at in range(one.start, one.end) if text[at] == " "]
    starts = [0, *(gap + 1 for gap in gaps)]
    pieces = [text[start:end] for start, end in zip(starts, [*gaps, len(text)], strict=True)]
    closed = tuple(gap - before for before, gap in enumerate(gaps))

    return Mended(source, _closed_up(source, "".join(pieces), joins, gaps), joins, tuple(gaps), closed)


def _closed_up(source: SourceText, text: str, joins: Sequence[Join], gaps: Sequence[int]) -> SourceText:
    """Set the mended text for the printed one, with the tables and pages where they stand in it."""
    starts = [one.start for one in joins]

    def moved(offset: int) -> int:
        return offset - bisect_left(gaps, offset)

    def cell(one: Cell) -> Cell:
        inside = joins[bisect_left(starts, one.start) : bisect_left(starts, one.end)]
        words = _mended_words(one.text, source.text, inside) if inside else one.text
        return replace(one, text=words, start=moved(one.start), end=moved(one.end))

    def table(one: Table) -> Table:
        rows = tuple(tuple(map(cell, row)) for row in one.rows)
        return replace(one, start=moved(one.start), end=moved(one.end), rows=rows)

    return replace(
        source,
        text=text,
        tables=tuple(map(table, source.tables)),
        page_starts=tuple(map(moved, source.page_starts)),
        issues=(),
    )


def _mended_words(words: str, printed: str, joins: Sequence[Join]) -> str:
    """Mend the words of a cell, whose layout may differ from that of the text: join by join, in order."""
    done = 0
    for one in joins:
        torn = printed[one.start : one.end]
        at = words.find(torn, done)
        if at >= 0:
            words = words[:at] + one.whole + words[at + len(torn) :]
            done = at + len(one.whole)
    return words


def as_printed(record: DocumentRecord, mend: Mended) -> DocumentRecord:
    """Bring the record of a mended text back to the text as printed, with an entry in the ledger."""
    brought: DocumentRecord = _brought(record, mend)
    return replace(brought, skipped=(*mend.printed.issues, _told(mend), *brought.skipped))


def _told(mend: Mended) -> Issue:
    text, first = mend.printed.text, mend.joins[0]
    examples = dict.fromkeys(f'"{text[one.start : one.end]}" as "{one.whole}"' for one in mend.joins)
    shown = [*list(examples)[:_EXAMPLES], *(["…"] if len(examples) > _EXAMPLES else [])]
    times = "once" if len(mend.joins) == 1 else f"{len(mend.joins)} times"
    why = f"Words torn by spaces are read whole {times}: {', '.join(shown)}."
    return doubtful("torn-words", why, text=text[first.start : first.end], start=first.start, end=first.end)


def _brought(value: Any, mend: Mended) -> Any:
    """Bring a value of a record back, and all that it holds: whatever has a start and an end has a span."""
    if isinstance(value, tuple):
        return tuple(_brought(one, mend) for one in value)
    if not isinstance(value, Record):
        return value
    changed = {
        field.name: _brought(old, mend)
        for field in fields(value)
        if isinstance(old := getattr(value, field.name), tuple | Record)
    }
    start, end = getattr(value, "start", None), getattr(value, "end", None)
    if isinstance(start, int) and isinstance(end, int):
        changed |= _quoted(value, start, end, mend)
    return replace(value, **changed) if changed else value


def _quoted(value: Record, start: int, end: int, mend: Mended) -> dict[str, Any]:
    """Give the span of a value in the printed text, and its words as they stand there."""
    text = mend.printed.text
    first, last = mend.span(start, end)
    found: dict[str, Any] = {"start": first, "end": last}
    if isinstance(value, Evidence):
        around = {"prefix": text[max(0, first - CONTEXT) : first], "suffix": text[last : last + CONTEXT]}
        return found | {"exact": text[first:last]} | around
    for name in ("surface",) * isinstance(value, Citation) + ("text",) * isinstance(value, Issue):
        read = mend.source.text[start:end]
        for form in (str, joined):
            if getattr(value, name) == form(read):
                found[name] = form(text[first:last])
                break
    return found
