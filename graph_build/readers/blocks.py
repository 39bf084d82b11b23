"""From paragraphs and tables to one plain text in which every cell has its place.

HTML, DOCX and spreadsheets are read to blocks first, and all of them are written down here in the same
way: a paragraph a line with a blank line between, a table row a line with tabs between its cells. A merged
cell is written once, at its upper left corner; the other positions that it covers are left empty in the
text and refer to it in the `Table` record.

Tables that only lay out a page (the letterhead, the signature, a frame around the whole) are written as
paragraphs, cell by cell in reading order.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from msgspec.structs import replace

from graph_build.errors import LimitExceeded
from graph_build.readers.limits import MAX_CELLS
from graph_build.records import Cell, Table

_SPACING = " \t\n\u00a0\u200b"
_LETTERHEAD = re.compile(
    r"cộng\s+hòa\s+xã\s+hội\s+chủ\s+nghĩa|cộng\s+hoà\s+xã\s+hội\s+chủ\s+nghĩa|đảng\s+cộng\s+sản\s+việt\s+nam"
    r"|(?m:^\W*nơi\s+nhận\b)|(?m:^\W*(?:tm|kt|tl|tuq|q)\.\s)",
    re.IGNORECASE,
)
"""Words of the letterhead and of the signature block (Nghị định 30/2020/NĐ-CP, Phụ lục I)."""
_LIGATURE = re.compile(r"[\ufb00-\ufb06]")
"""Letters that fonts draw as one: "ﬁ"."""
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]")
"""Characters that only say where a word may be broken or joined."""
_MAX_LETTERHEAD = 8
"""Rows of a letterhead or signature block that is laid out as a table."""


@dataclass(frozen=True)
class Paragraph:
    """A paragraph, heading or list item; a line break within it is "\\n"."""

    text: str


@dataclass(frozen=True)
class Slot:
    """A cell as a format states it: what it holds, and how many rows and columns it covers."""

    blocks: tuple[Paragraph | TableBlock, ...]
    row_span: int = 1
    column_span: int = 1


@dataclass(frozen=True)
class TableBlock:
    """A table as rows of slots; positions covered by a slot to the left or above have none of their own."""

    rows: tuple[tuple[Slot, ...], ...]


@dataclass
class _Spot:
    """A position of an expanded grid: the slot there, and whether it is the slot's own corner."""

    slot: Slot
    corner: bool
    row: int
    column: int


@dataclass
class _Text:
    """A text while it is written, in NFC; `length` counts its code points."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    tables: list[Table] = field(default_factory=list)
    cells: int = 0

    def write(self, words: str) -> None:
        self.pieces.append(words)
        self.length += len(words)


def compose(name: str, blocks: Iterable[Paragraph | TableBlock]) -> tuple[str, tuple[Table, ...]]:
    """Write blocks down as one text in NFC, and give the tables in it in reading order.

    A table that stands in a cell of another has its own record, within the span of that cell. Raises
    LimitExceeded where tables have too many cells. How deep tables stand in each other is bounded by the
    readers, with MAX_TABLE_DEPTH.
    """
    text = _Text()
    for block in _unrolled(blocks):
        if text.length:
            text.write("\n\n")
        if isinstance(block, Paragraph):
            text.write(_clean(block.text))
        else:
            _write_table(name, text, block)
    return "".join(text.pieces), tuple(sorted(text.tables, key=lambda table: (table.start, -table.end)))


def respelled(
    blocks: Iterable[Paragraph | TableBlock], spell: Callable[[str], str]
) -> Iterator[Paragraph | TableBlock]:
    """Give blocks with their words spelled anew."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield Paragraph(spell(block.text))
        else:
            yield TableBlock(
                tuple(
                    tuple(
                        Slot(tuple(respelled(slot.blocks, spell)), slot.row_span, slot.column_span)
                        for slot in row
                    )
                    for row in block.rows
                )
            )


def words_of(blocks: Iterable[Paragraph | TableBlock]) -> str:
    """Give the words of blocks, a paragraph a line."""
    return "\n".join(_lines(blocks))


def _lines(blocks: Iterable[Paragraph | TableBlock]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block.text
        else:
            for row in block.rows:
                for slot in row:
                    yield from _lines(slot.blocks)


def _clean(words: str) -> str:
    """Bring a paragraph to NFC, without unseen characters and spacing around it or its line breaks."""
    words = unicodedata.normalize("NFC", _LIGATURE.sub(lambda m: unicodedata.normalize("NFKC", m[0]), words))
    words = _UNSEEN.sub("", words)
    return "\n".join(line.strip(_SPACING) for line in words.strip(_SPACING).split("\n"))


def _unrolled(blocks: Iterable[Paragraph | TableBlock]) -> Iterator[Paragraph | TableBlock]:
    """Replace tables that only lay out a page by what they hold; leave out empty paragraphs."""
    for block in blocks:
        if isinstance(block, Paragraph):
            if block.text.strip(_SPACING):
                yield block
        elif _lays_out(block):
            for row in block.rows:
                for slot in row:
                    yield from _unrolled(slot.blocks)
        else:
            yield block


def _lays_out(table: TableBlock) -> bool:
    """Tell whether a table only lays out a page."""
    width = max((sum(slot.column_span for slot in row) for row in table.rows), default=0)
    filled = [row for row in table.rows if any(words_of(slot.blocks).strip(_SPACING) for slot in row)]
    if len(filled) < 2 or width < 2 or max(len(row) for row in filled) < 2:
        return True
    if len(filled) <= _MAX_LETTERHEAD and width <= 4:
        words = unicodedata.normalize("NFC", words_of([table]))
        if _LETTERHEAD.search(words):
            return True
    inner = [b for row in table.rows for slot in row for b in slot.blocks if isinstance(b, TableBlock)]
    real = sum(len(words_of([one])) for one in inner if not _lays_out(one) or _holds_table(one))
    return 2 * real > len(words_of([table]))


def _holds_table(table: TableBlock) -> bool:
    return any(isinstance(b, TableBlock) for row in table.rows for slot in row for b in slot.blocks)


def _expand(name: str, table: TableBlock) -> list[list[_Spot]]:
    """Lay slots out on a grid; a slot never reaches past the last row."""
    height = len(table.rows)
    grid: list[dict[int, _Spot]] = [{} for _ in range(height)]
    count = 0
    for row, slots in enumerate(table.rows):
        column = 0
        for slot in slots:
            while column in grid[row]:
                column += 1
            down, across = min(max(1, slot.row_span), height - row), max(1, slot.column_span)
            count += down * across
            if count > MAX_CELLS:
                raise LimitExceeded(name, "the number of table cells", count, MAX_CELLS)
            for r in range(row, row + down):
                for c in range(column, column + across):
                    grid[r].setdefault(c, _Spot(slot, (r, c) == (row, column), row, column))
            column += across
    empty = Slot(())
    for index, spots in enumerate(grid):
        for column in range(max(spots, default=-1) + 1):
            spots.setdefault(column, _Spot(empty, True, index, column))
    return [[spots[column] for column in sorted(spots)] for spots in grid]


def _write_table(name: str, text: _Text, table: TableBlock) -> None:
    """Write a table and keep its record."""
    grid = [row for row in _expand(name, table) if any(spot.corner for spot in row)]
    text.cells += sum(map(len, grid))
    if text.cells > MAX_CELLS:
        raise LimitExceeded(name, "the number of table cells", text.cells, MAX_CELLS)
    start = text.length
    written: dict[tuple[int, int], Cell] = {}
    rows: list[tuple[Cell, ...]] = []
    for index, spots in enumerate(grid):
        if index:
            text.write("\n")
        cells: list[Cell] = []
        for place, spot in enumerate(spots):
            if place:
                text.write("\t")
            key = (spot.row, spot.column)
            if spot.corner:
                written[key] = _write_cell(name, text, spot.slot)
                cells.append(written[key])
            else:
                cells.append(replace(written[key], row_span=1, column_span=1, merged=True))
        rows.append(tuple(cells))
    text.tables.append(Table(start=start, end=text.length, rows=tuple(rows)))


def _write_cell(name: str, text: _Text, slot: Slot) -> Cell:
    """Write what a cell holds, a paragraph a line."""
    start, before = text.length, len(text.pieces)
    for index, block in enumerate(_unrolled(slot.blocks)):
        if index:
            text.write("\n")
        if isinstance(block, Paragraph):
            text.write(_clean(block.text).replace("\t", " "))
        else:
            _write_table(name, text, block)
    words = "".join(text.pieces[before:])
    lead = len(words) - len(words.lstrip(_SPACING))
    words = words.strip(_SPACING)
    start += lead
    return Cell(
        text=words,
        start=start,
        end=start + len(words),
        row_span=slot.row_span,
        column_span=slot.column_span,
    )
