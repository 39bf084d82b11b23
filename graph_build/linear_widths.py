"""How wide the columns of a table are that is written cell by cell, told by the rows that are certain.

Reads rows whose cells were told apart; gives widths in code points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

Widths = dict[int, int]
"""The width of a column in code points, where its cells are broken over lines."""


class Cells(NamedTuple):
    """A row that was read: its printed rows as spans by column, and how sure that is.

    `taken` counts the fragments that belong to the row. `several` tells whether a further name follows in
    the cell of who leads with no mark before it; `leaning` that none does elsewhere, which decided.
    """

    rows: tuple[dict[int, tuple[int, int]], ...]
    lengths: tuple[tuple[int, int, int], ...]
    taken: int
    certain: bool
    why: str = ""
    several: bool = False
    leaning: bool = False


def widths_of(rows: Sequence[Cells]) -> Widths:
    """Estimate the widths of columns whose cells are broken over lines, from rows that are certain."""
    lines: defaultdict[int, list[int]] = defaultdict(list)
    broken: defaultdict[int, int] = defaultdict(int)
    for row in rows:
        if row.certain:
            for column, length, again in row.lengths:
                lines[column].append(length)
                broken[column] += again
    return {
        column: sorted(some)[int(0.9 * (len(some) - 1))]
        for column, some in lines.items()
        if broken[column] >= 3 and 3 * broken[column] >= len(some)
    }
