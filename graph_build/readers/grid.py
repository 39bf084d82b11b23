"""Tables of Word documents: cells that stand at columns of a grid and may go on from the row above."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from graph_build.readers.blocks import Paragraph, Slot, TableBlock


class GridCell(NamedTuple):
    """A cell before vertical merges are settled: its first column, and whether it goes on from above."""

    column: int
    span: int
    goes_on: bool
    blocks: tuple[Paragraph | TableBlock, ...]


def settled(rows: Sequence[Mapping[int, GridCell]]) -> TableBlock:
    """Make a table of rows of cells by their first columns.

    Cells that go on from above lengthen the cell in which they begin.
    """
    slots: list[list[Slot]] = []
    for index, cells in enumerate(rows):
        slots.append([])
        for cell in cells.values():
            if not cell.goes_on or index == 0 or cell.column not in rows[index - 1]:
                slots[-1].append(Slot(cell.blocks, _rows_down(rows, index, cell), cell.span))
    return TableBlock(tuple(map(tuple, slots)))


def _rows_down(rows: Sequence[Mapping[int, GridCell]], index: int, cell: GridCell) -> int:
    """Count the rows that a cell covers."""
    down = 1
    while index + down < len(rows):
        below = rows[index + down].get(cell.column)
        if below is None or not below.goes_on:
            break
        down += 1
    return down
