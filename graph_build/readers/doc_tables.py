"""Tables of a Word 97-2003 file ([MS-DOC] 2.4.3): cells end with marks, and the mark of a row defines it.

A row states the edges of its cells only; the columns of a table are what the edges of all its rows leave.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_build.readers.blocks import Paragraph, TableBlock
from graph_build.readers.doc_modifiers import DEFINE_TABLE, Modifier
from graph_build.readers.grid import GridCell, settled

_VERTICAL, _MERGE, _SPLIT = 0xD62B, 0x5624, 0x5625
_FLAGS = 20
_MERGED = 1
_GOES_ON = 1
_MOST_CELLS = 256
"""Cells that a definition can tell of: it counts them in a byte."""
_WIDTH = 567
_NEAR = 30
"""Edges this near to each other are one, in twentieths of a point; Word lets 3 pass, other writers more."""

Blocks = list[Paragraph | TableBlock]


class Definition(NamedTuple):
    """How a row is divided: the edges of its cells, in twentieths of a point, and which cells go on.

    `merged` and `below` tell of a cell, by its number from 0, whether it goes on from the left or from above;
    those behind their ends do not.
    """

    edges: tuple[int, ...] = ()
    merged: bytes = b""
    below: bytes = b""


_NO_DEFINITION = Definition()


class _Cell(NamedTuple):
    """A cell as its row defines it: its edges, and whether it goes on from the left or from above."""

    left: int
    right: int
    merged: bool
    goes_on: bool


@dataclass
class _Row:
    cells: Sequence[_Cell]
    blocks: list[Blocks]


@dataclass
class OpenTable:
    """A table while it is read: rows that have ended, cells of the row at hand, and the cell at hand."""

    rows: list[_Row] = field(default_factory=list)
    cells: list[Blocks] = field(default_factory=list)
    blocks: Blocks = field(default_factory=list)

    def end_cell(self) -> None:
        """End the cell at hand."""
        self.cells.append(self.blocks)
        self.blocks = []

    def end_row(self, definition: Definition = _NO_DEFINITION, *, deleted: bool = False) -> None:
        """End the row at hand, as its mark defines it; a row that is deleted leaves nothing."""
        if self.blocks:
            self.end_cell()
        if self.cells and not deleted:
            self.rows.append(_Row(_divided(definition, len(self.cells)), self.cells))
        self.cells = []

    def close(self) -> TableBlock:
        """Lay the rows out on common columns."""
        self.end_row()
        edges = _edges(cell for row in self.rows for cell in row.cells)
        return settled([_laid_out(row, edges) for row in self.rows])


def defined(modifiers: Iterable[Modifier]) -> Definition:
    """Read how a row is divided (TDefTableOperand, 2.9.321; sprmTMerge, sprmTSplit, 2.6.3)."""
    edges: tuple[int, ...] = ()
    merged, below = bytearray(_MOST_CELLS), bytearray(_MOST_CELLS)
    for one in modifiers:
        if one.code == DEFINE_TABLE and one.operand:
            number = one.operand[0]
            if len(one.operand) < 1 + 2 * (number + 1):
                continue
            edges = struct.unpack_from(f"<{number + 1}h", one.operand, 1)
            flags = one.operand[1 + 2 * (number + 1) :]
            for index in range(min(number, len(flags) // _FLAGS)):
                bits = int.from_bytes(flags[_FLAGS * index : _FLAGS * index + 2], "little")
                merged[index], below[index] = bits & 3 == _MERGED, bits >> 5 & 3 == _GOES_ON
        elif one.code == _VERTICAL and len(one.operand) == 2:
            below[one.operand[0]] = one.operand[1] == _GOES_ON
        elif one.code in {_MERGE, _SPLIT} and len(one.operand) == 2:
            first, limit = one.operand
            length = max(0, limit - first - 1)
            merged[first + 1 : first + 1 + length] = bytes([one.code == _MERGE]) * length
    return (
        Definition(edges, bytes(merged), bytes(below))
        if edges or any(merged) or any(below)
        else _NO_DEFINITION
    )


def _divided(definition: Definition, count: int) -> list[_Cell]:
    """Give the cells of a row; those that its definition does not place are 1 cm wide."""
    edges = list(definition.edges)
    while len(edges) <= count:
        edges.append(edges[-1] + _WIDTH if edges else 0)
    merged, below = (flags[:count].ljust(count, b"\0") for flags in (definition.merged, definition.below))
    return [_Cell(edges[n], edges[n + 1], bool(merged[n]), bool(below[n])) for n in range(count)]


def _edges(cells: Iterable[_Cell]) -> list[int]:
    """Give the edges of all rows from left to right, those that are near to each other once."""
    found: list[int] = []
    for edge in sorted({edge for cell in cells for edge in (cell.left, cell.right)}):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _laid_out(row: _Row, edges: Sequence[int]) -> dict[int, GridCell]:
    """Put the cells of a row at their columns; one that is merged into the cell on its left lengthens it."""
    laid: dict[int, GridCell] = {}
    column = bisect_right(edges, row.cells[0].left) - 1
    if column > 0:
        laid[0] = GridCell(0, column, goes_on=False, blocks=())
    last = column
    for cell, blocks in zip(row.cells, row.blocks, strict=True):
        end = max(bisect_right(edges, cell.right) - 1, column + 1)
        if cell.merged and last in laid and column > last:
            laid[last] = laid[last]._replace(span=end - last)
        else:
            laid[column] = GridCell(column, end - column, cell.goes_on, tuple(blocks))
            last = column
        column = end
    return laid
