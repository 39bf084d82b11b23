"""Tables of RTF: rows are runs of paragraphs that end with \\row (RTF 1.9.1, "Table Definitions").

Cells state where they end on the page (\\cellx), so that the columns of a table are the places at which any
cell of its rows ends, and a cell covers those between its two sides. Nested rows are told by the depth of
their paragraphs (\\itap) and end with \\nestcell and \\nestrow.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_build.errors import LimitExceeded
from graph_build.readers.blocks import Paragraph, Slot, TableBlock
from graph_build.readers.limits import MAX_CELLS, MAX_ELEMENTS, MAX_TABLE_DEPTH

Block = Paragraph | TableBlock
_NEAR = 40
"""Twips (0.7 mm) within which two cells end at the same place: less than any column with words in it."""


class Edge(NamedTuple):
    """Where a cell ends, in twips from the margin, and whether it is the later part of a merged one."""

    right: int
    joins_left: bool
    joins_above: bool
    deleted: bool


@dataclass
class Definition:
    """What a row states of its cells; \\trowd begins a new one, and rows without one keep the last."""

    left: int = 0
    edges: tuple[Edge, ...] = ()
    _read: list[Edge] = field(default_factory=list)
    _flags: set[str] = field(default_factory=set)

    def control(self, word: str, number: int | None) -> None:
        """Take a control word of a row."""
        if word == "trleft":
            self.left = number or 0
        elif word == "cellx":
            flags = self._flags
            self._read.append(Edge(number or 0, "clmrg" in flags, "clvmrg" in flags, "cldel" in flags))
            self._flags = set()
        else:
            self._flags.add(word)

    def row(self, cells: Sequence[tuple[Block, ...]]) -> Row:
        """Make a row of these cells; rows of as many cells share the edges of their definition."""
        count = min(len(cells), len(self._read))
        if len(self.edges) != count:
            self.edges = tuple(self._read[:count])
        return Row(self.left, self.edges, tuple(cells))


ROW_WORDS = frozenset({"trleft", "cellx", "clmgf", "clmrg", "clvmgf", "clvmrg", "cldel"})
"""The control words that a definition takes."""


class Row(NamedTuple):
    """A row as it is stated: its left side, the ends of its cells, and what they hold."""

    left: int
    edges: tuple[Edge, ...]
    cells: tuple[tuple[Block, ...], ...]


@dataclass
class _Level:
    """A depth of tables: what its open cell (or the text around all tables) holds, and the rows before."""

    blocks: list[Block] = field(default_factory=list)
    cells: list[tuple[Block, ...]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    definition: Definition = field(default_factory=Definition)


@dataclass
class Flow:
    """A run of paragraphs and tables while it is read: the text, a note, a text box."""

    name: str
    levels: list[_Level] = field(default_factory=lambda: [_Level()])
    count: int = 0

    def define(self, depth: int) -> Definition:
        """Begin the definition of a row at a depth."""
        definition = Definition()
        self._reach(depth).definition = definition
        return definition

    def paragraph(self, depth: int, words: str) -> None:
        """Take a paragraph; one that is less deep than the last ends the tables in between."""
        if not words.strip():
            if depth < len(self.levels) - 1:
                self._reach(depth)
            return
        self._counted(MAX_ELEMENTS, "the number of paragraphs")
        self._reach(depth).blocks.append(Paragraph(words))

    def cell(self, depth: int, words: str) -> None:
        """End a cell with its last paragraph."""
        level = self._reach(depth)
        if words.strip():
            level.blocks.append(Paragraph(words))
        level.cells.append(tuple(level.blocks))
        level.blocks = []
        self._counted(MAX_ELEMENTS, "the number of paragraphs")

    def row(self, depth: int, definition: Definition | None = None) -> None:
        """End a row."""
        level = self._reach(depth)
        if level.blocks:  # words behind the last cell of a row
            level.cells.append(tuple(level.blocks))
            level.blocks = []
        if level.cells:
            level.rows.append((definition or level.definition).row(level.cells))
            level.cells = []

    def end(self) -> list[Block]:
        """End the run, and give what it holds."""
        return self._reach(0).blocks

    def _counted(self, limit: int, what: str) -> None:
        self.count += 1
        if self.count > limit:
            raise LimitExceeded(self.name, what, self.count, limit)

    def _reach(self, depth: int) -> _Level:
        if depth > MAX_TABLE_DEPTH:
            raise LimitExceeded(self.name, "the depth of tables in tables", depth, MAX_TABLE_DEPTH)
        while len(self.levels) - 1 > depth:
            last = len(self.levels) - 1
            self.row(last)
            rows = self.levels.pop().rows
            if rows:
                self.levels[-1].blocks.append(_table(self.name, rows))
        while len(self.levels) - 1 < depth:
            self.levels.append(_Level())
        return self.levels[depth]


@dataclass
class _Cell:
    """A cell of a table while later parts are joined to it."""

    blocks: list[Block]
    across: int
    down: int = 1


def _table(name: str, rows: Sequence[Row]) -> TableBlock:
    """Lay rows out on the columns that their cells make together."""
    rows = [row for row in rows if not _deleted(row)]
    columns = _columns(rows)
    count = 0
    above: dict[int, _Cell] = {}
    slots: list[list[_Cell]] = []
    for row in rows:
        slots.append([])
        here: dict[int, _Cell] = {}
        for column, end, joins_above, blocks in _places(row, columns):
            origin = above.get(column) if joins_above else None
            if origin is None:
                origin = _Cell(list(blocks), end - column)
                slots[-1].append(origin)
            else:
                origin.down += 1
                origin.blocks += blocks
            here[column] = origin
            count += end - column
            if count > MAX_CELLS:
                raise LimitExceeded(name, "the number of table cells", count, MAX_CELLS)
        above = here
    return TableBlock(
        tuple(tuple(Slot(tuple(one.blocks), one.down, one.across) for one in line) for line in slots)
    )


def _deleted(row: Row) -> bool:
    """Tell a row that a revision deletes: all its cells are marked so."""
    edges = row.edges[: len(row.cells)]
    return bool(edges) and len(edges) == len(row.cells) and all(edge.deleted for edge in edges)


def _columns(rows: Sequence[Row]) -> list[int]:
    """Give the places at which columns end; places near each other are one, told by the leftmost."""
    places = sorted({edge.right for row in rows for edge in row.edges[: len(row.cells)]})
    columns: list[int] = []
    for place in places:
        if not columns or place - columns[-1] > _NEAR:
            columns.append(place)
    return columns


def _places(row: Row, columns: Sequence[int]) -> Iterator[tuple[int, int, bool, list[Block]]]:
    """Give the cells of a row: first column, the one behind the last, whether it joins above, its blocks.

    A row that begins further right than other cells end has an empty cell there. Cells that the definition
    does not place take a column each where they hold something.
    """
    start = bisect_right(columns, row.left + _NEAR) if row.edges else 0
    if start:
        yield 0, start, False, []
    waiting: tuple[int, int, bool, list[Block]] | None = None
    for index, blocks in enumerate(row.cells):
        edge = row.edges[index] if index < len(row.edges) else None
        if row.edges and edge is None and not blocks:
            continue
        end = start + 1 if edge is None else max(start + 1, bisect_right(columns, edge.right))
        if waiting and edge is not None and edge.joins_left:
            waiting[3].extend(blocks)
            waiting = (waiting[0], end, waiting[2], waiting[3])
        else:
            if waiting:
                yield waiting
            waiting = (start, end, edge is not None and edge.joins_above, list(blocks))
        start = end
    if waiting:
        yield waiting
