"""Tables that give each unit of a task a line of its own, and mark its part in a column for the part.

    TT | Nhiệm vụ | Đơn vị       | Chủ trì | Phối hợp
    1  | …        | Sở Tài chính | x       |
       |          | Sở Xây dựng  |         | x

Reads logical rows; gives assignments, each proved by the name and the mark in its line.
"""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors, unknown_units
from graph_build.align import names_actors
from graph_build.columns import ColumnKind, names_bodies
from graph_build.grids import Grid, Row
from graph_build.headings import Column
from graph_build.issues import skipped_at
from graph_build.matrices import is_tick
from graph_build.passage import Passage
from graph_build.records import Assignment, Issue, MandateRole

_PARTS: tuple[tuple[ColumnKind, MandateRole], ...] = (
    ("lead", "lead"),
    ("coordinate", "coordinate"),
    ("monitor", "monitor"),
    ("perform", "perform"),
)
_WHY_UNMARKED = "Its line has no mark, or several, in the columns that say who has which part."


class UnitRows(NamedTuple):
    """The column of names, and the columns of marks with the part that each stands for."""

    names: Column
    marks: tuple[tuple[Column, MandateRole], ...]

    @property
    def places(self) -> frozenset[int]:
        """The columns that this reading takes up."""
        return frozenset({self.names.index, *(column.index for column, _ in self.marks)})


def unit_rows(grid: Grid) -> UnitRows | None:
    """Find the columns of such a table; None for any other."""
    marks = tuple((c, role) for kind, role in _PARTS for c in grid.every(kind) if _holds_ticks(grid, c))
    names = [
        column
        for column in grid.columns
        if names_bodies(column.heading)
        and any(names_actors(row.cells[column.index].text) for row in grid.rows if column.index in row.cells)
    ]
    return UnitRows(names[0], marks) if marks and len(names) == 1 else None


def _holds_ticks(grid: Grid, column: Column) -> bool:
    told = [row.cells[column.index].text for row in grid.rows if column.index in row.cells]
    return bool(told) and all(is_tick(sign) for text in told for sign in text.split())


def read_unit_rows(
    context: ActorContext, row: Row, columns: UnitRows
) -> tuple[list[Assignment], list[Issue]]:
    """Read who takes part in a row, line by line; a name with no mark of its own goes to the ledger."""
    found: list[Assignment] = []
    issues: list[Issue] = []
    cell = row.cells.get(columns.names.index)
    for piece in cell.pieces if cell is not None else ():
        line = Passage(cell.source, (piece,), cell.table, cell.page) if cell is not None else None
        if line is None or not line:
            continue
        marked = [
            (Passage(line.source, (sign,), line.table, line.page), role, column)
            for column, role in columns.marks
            for sign in (row.cells[column.index].pieces if column.index in row.cells else ())
            if sign.row == piece.row
        ]
        if len(marked) != 1:
            issues.append(skipped_at("unread-actor", line.quote(), _WHY_UNMARKED))
            continue
        ((sign, role, column),) = marked
        some, doubts = read_actors(context, line, role, column.heading)
        proof = sign.quote()
        found.extend(
            replace(one, role=role, evidence=replace(one.evidence, parts=(*one.evidence.parts, proof)))
            for one in some
        )
        issues.extend((*doubts, *unknown_units(some)))
    return found, issues
