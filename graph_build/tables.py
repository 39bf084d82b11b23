"""From the rows of a table as printed to its logical rows.

A printed table is cut by pages: the header is repeated, a row goes on below with its first cells empty,
a heading takes two rows, a section heading takes a row of its own, merged cells leave gaps. This stage
undoes that and keeps for every logical cell the places in the snapshot that it came from.

Reads the text, one `Table` record and what the columns mean; gives `Grid`s for
`graph_build.tasks` and `graph_build.indicators`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import dropwhile, takewhile

from msgspec.structs import replace

from graph_build.column_cells import settle_columns
from graph_build.grids import Grid
from graph_build.headings import (
    columns_of,
    continues_header,
    folded_rows,
    is_header,
    numbers_columns,
    repeats,
    spread,
    takes_two_rows,
)
from graph_build.matrices import legend_of, marked_columns
from graph_build.parallel import parted
from graph_build.records import Cell, Table
from graph_build.table_rows import TableRows
from graph_build.text import fold
from graph_build.time_marks import settle_periods

_RECIPIENTS = re.compile(r"[\s*]*nơi\s+nhận(?!\w)", re.IGNORECASE)
_HEADING_ROWS, _NARROWEST = 3, 3
"""Among how many rows a header said twice stands, and how many columns it has at least."""
_BETWEEN = " \t\n\f\u00a0\u200b*_"
"""What may stand between two printed tables that are one."""


def _own(row: Sequence[Cell]) -> Sequence[Cell]:
    """Blank the positions of a row that belong to a merged cell above or to the left."""
    if not any(cell.merged for cell in row):
        return row
    return [Cell(text="", start=c.start, end=c.start) if c.merged else c for c in row]


def _closes(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds who receives the document and who signs it, and no more rows follow."""
    return next((bool(_RECIPIENTS.match(cell.text)) for cell in row if cell.text), False)


def _turned(table: Table) -> Table | None:
    """Turn a table whose first column is its header, so that each row is a task; None for any other."""
    widths = {len(row) for row in table.rows}
    if len(widths) != 1 or min(widths) < 2 or any(cell.merged for row in table.rows for cell in row):
        return None
    if not is_header([row[0] for row in table.rows]) or any(is_header(row) for row in table.rows):
        return None
    return replace(table, rows=tuple(zip(*table.rows, strict=True)))


def _side_by_side(table: Table) -> list[Table]:
    """Part two tables that stand side by side, the same header over both; any other is given alone."""
    for row in table.rows[:_HEADING_ROWS]:
        heads = [fold(cell.text) for cell in row]
        if len(heads) < 2 * _NARROWEST or heads.count(heads[0]) != 2 or not heads[0]:
            continue
        cut = heads.index(heads[0], 1)
        left, right = [head for head in heads[:cut] if head], [head for head in heads[cut:] if head]
        if left == right and len(left) >= _NARROWEST and is_header(row[:cut]):
            return [_of_columns(table, 0, cut), _of_columns(table, cut, len(row))]
    return [table]


def _of_columns(table: Table, first: int, last: int) -> Table:
    return replace(table, rows=tuple(row[first:last] for row in table.rows if row[first:last]))


class _Reader:
    """Reads the tables of a document one after the other; a table may go on in the next one."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.done: list[TableRows] = []
        self.open: TableRows | None = None
        self.heading: list[Sequence[Cell]] = []
        self.end = 0
        self.explained: frozenset[str] = frozenset()

    def read(self, table: Table, number: int) -> None:
        """Read one more printed table."""
        turned = _turned(table)
        table = turned or table
        rows = [_own(row) for row in table.rows]
        if not self._goes_on(table, rows):
            self.open, self.heading = None, []
        self.end = table.end
        self.explained = legend_of(self.text, table)
        if self.open is not None:
            self.open.turn_to(table, number)
        index = 0
        while index < len(rows) and not _closes(rows[index]):
            taken = self._header(table, number, rows, index)
            if taken and self.open is not None:
                self.open.turned = turned is not None
            if not taken and self.open is not None:
                for part in self._cut(table, index):
                    self.open.add(part, index + 1)
            index += taken or 1

    def _cut(self, table: Table, index: int) -> list[Sequence[Cell]]:
        """Cut a row that is longer than the table is wide: the row after it was not set apart.

        Only where the format leaves merged cells out. What follows is a section row, perhaps with the
        header printed once more.
        """
        row = table.rows[index]
        width = len(self.open.grid.columns) if self.open is not None else 0
        rest = list(dropwhile(lambda cell: not cell.text, row[width:]))
        if table.aligned or not rest:
            return [row]
        heads = [place for place in range(1, len(rest)) if is_header(rest[place:])]
        return [row[:width], rest[: heads[0]] if heads else rest]

    def _goes_on(self, table: Table, rows: Sequence[Sequence[Cell]]) -> bool:
        """Tell whether the table before goes on here: nothing between, and the same columns."""
        if self.open is None or self.text[self.end : table.start].strip(_BETWEEN) or table.start < self.end:
            return False
        if repeats(rows[0], self.heading[0]) or is_header(rows[0]):
            return True
        width = len(self.open.grid.columns)
        return not any(is_header(row) for row in rows) and max(map(len, rows)) == width

    def _header(self, table: Table, number: int, rows: Sequence[Sequence[Cell]], index: int) -> int:
        """Read a header at a row, new or repeated; gives the number of rows that it takes."""
        again = self._repeated(rows[index:])
        if again:
            return again + (index + again < len(rows) and numbers_columns(rows[index + again]))
        following = rows[index + 1] if index + 1 < len(rows) else None
        printed = list(rows[index : index + 3])
        folded = _folded(printed)
        row, following = (rows[index], following) if folded is None else folded
        under = rows if folded is None else [*rows[:index], *folded, *rows[index + 3 :]]
        marked = marked_columns(under, index, self.explained)
        if not is_header(row, marked):
            return 0
        spread_out = spread(row, following) if following is not None and not table.aligned else None
        if spread_out is not None:
            row, following = spread_out
        second = following if following is not None and takes_two_rows(row, following) else None
        self.heading = printed if folded is not None else [row] if second is None else [row, second]
        columns = columns_of(row, second, marked)
        if self.open is None or not continues_header(self.open.grid.columns, columns):
            filled = [cell for line in self.heading for cell in line if cell.text]
            span = min(cell.start for cell in filled), max(cell.end for cell in filled)
            self.open = TableRows(self.text, table, number, columns, span)
            self.done.append(self.open)
        taken = len(self.heading)
        return taken + (index + taken < len(rows) and numbers_columns(rows[index + taken]))

    def _repeated(self, rows: Sequence[Sequence[Cell]]) -> int:
        """Count the first rows that print the header again."""
        pairs = zip(rows, self.heading, strict=False)
        return sum(1 for _ in takewhile(lambda pair: repeats(*pair), pairs))


def _folded(rows: Sequence[Sequence[Cell]]) -> tuple[Sequence[Cell], Sequence[Cell]] | None:
    """Make two rows of a header of three; None for any other."""
    if len(rows) < 3 or not (rows[1] and rows[2]) or rows[1][0].text or rows[2][0].text:
        return None
    if not is_header(rows[0]) or not takes_two_rows(rows[0], rows[1]):
        return None
    return folded_rows(rows[0], rows[1], rows[2])


def understand(text: str, tables: Iterable[tuple[int, Table]]) -> list[Grid]:
    """Read printed tables as logical ones, in their order.

    Each comes with its place in the document, from 1. A table may be one logical table, several where the
    header changes midway, or the rest of the one before where nothing stands between the two. A table
    without a header that names what is done or measured gives none.
    """
    reader = _Reader(text)
    for number, table in tables:
        for part in _side_by_side(table):
            reader.read(part, number)
    for assembler in reader.done:
        grid = assembler.grid
        grid.drop_rest()
        grid.repeat_dittos()
        grid.rows = [part for row in grid.rows for part in parted(row, grid.columns)]
        settle_columns(grid)
        settle_periods(grid)
    return [assembler.grid for assembler in reader.done]
