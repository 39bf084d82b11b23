"""What columns mean whose heading leaves it open, by what stands in their cells.

"Đơn vị" heads units of measure and those who act alike; "Giai đoạn" heads periods ("2026 - 2028") and stages
of the work ("Chuẩn bị").

Reads the rows of a logical table; gives its columns.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from graph_build.align import names_actors
from graph_build.columns import ColumnKind, is_period, names_bodies
from graph_build.grids import Grid
from graph_build.headings import Column
from graph_build.post_items import names_post

_MOMENT = re.compile(
    r"(?<!\d)(?:19|20)\d\d(?!\d)|(?:tháng|quý|ngày|năm|tuần)\s+(?:[\dIV]|đầu)|h[àằ]ng\s|thường\s+xuyên|định\s+kỳ"
    r"|(?<!\d)\d{1,2}\s*/\s*\d{1,2}(?!\d)",
    re.IGNORECASE,
)
_LEADING: frozenset[ColumnKind] = frozenset({"lead", "perform", "mark"})
_FEWEST_ROWS = 2
_SHARE = 0.6
"""Of the filled cells of a column, how many must say the same of it."""


def settle_columns(grid: Grid) -> None:
    """Give the columns of a table the meaning that their cells bear out."""
    leads = any(column.kind in _LEADING for column in grid.columns)
    settled: list[Column] = []
    for column in grid.columns:
        kind = column.kind
        if kind == "due" and is_period(column.heading) and not _most(grid, column, _dated_below(column)):
            kind = "other"
        if not leads and kind in {"unit_of_measure", "other"} and names_bodies(column.heading):
            kind = "perform" if _most(grid, column, _acting) else kind
        settled.append(replace(column, kind=kind))
    grid.columns = tuple(settled)


def names_many(grid: Grid) -> bool:
    """Tell whether a table says what is done and has a column of unknown meaning that names who acts."""
    if grid.column("title") is None or len(grid.rows) < _FEWEST_ROWS:
        return False
    return any(column.kind == "other" and _most(grid, column, _acting) for column in grid.columns)


def unread_bodies(grid: Grid) -> list[Column]:
    """Give the columns of no known meaning whose cells name bodies ("Cơ quan thẩm định")."""
    return [column for column in grid.columns if column.kind == "other" and _most(grid, column, _acting)]


def _dated_below(column: Column) -> Callable[[str], bool]:
    """Tell cells that give a time: by themselves, or below a heading that says of what ("Tháng" over "5")."""
    return lambda text: bool(_MOMENT.search(f"{column.heading} {text}"))


def states_moment(text: str) -> bool:
    """Tell whether a cell gives a time."""
    return bool(_MOMENT.search(text))


def _acting(text: str) -> bool:
    return names_actors(text) or names_post(text)


def _most(grid: Grid, column: Column, says: Callable[[str], bool]) -> bool:
    told = [row.cells[column.index].text for row in grid.rows if column.index in row.cells]
    return bool(told) and sum(map(says, told)) >= _SHARE * len(told)
