"""A table for people at a terminal: names and figures stay whole; what has no room is left out and named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from queries.bilingual import Language

if TYPE_CHECKING:
    from rich.table import Table

LEAST_NAME: Final = 24
"""Cells that a column of names has at least; names wrap in it."""

_GAP: Final = 3
_LEFT_OUT: Final = {
    "vi": "Không đủ chỗ cho: {columns}. Tệp --format csv có mọi cột.",
    "en": "No room for: {columns}. --format csv has every column.",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, its cells, whether it holds names, and how soon it gives way (0 never)."""

    heading: str
    cells: Sequence[str]
    is_name: bool = False
    gives_way: int = 0

    @property
    def width(self) -> int:
        """The cells of a terminal that it needs."""
        from rich.cells import cell_len  # noqa: PLC0415 - tables are only wanted by people at a terminal

        widest = max(map(cell_len, (self.heading, *self.cells)), default=0)
        return min(widest, LEAST_NAME) if self.is_name else widest


def fitted(columns: Sequence[Column], width: int, language: Language, title: str = "") -> Table:
    """Lay columns out in a width; those that give way are left out, the greatest number first, and named."""
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    kept = list(columns)
    yielding = sorted((one for one in columns if one.gives_way), key=lambda one: -one.gives_way)
    while yielding and sum(one.width + _GAP for one in kept) > width:
        kept.remove(yielding.pop(0))
    left_out = [one.heading for one in columns if one not in kept]
    table = Table(
        box=box.SIMPLE_HEAD,
        pad_edge=False,
        title=Text(title) if title else None,
        caption=_LEFT_OUT[language].format(columns=", ".join(left_out)) if left_out else None,
        caption_justify="left",
    )
    for one in kept:
        table.add_column(
            Text(one.heading),
            justify="left" if one.is_name else "right",
            overflow="fold",
            no_wrap=not one.is_name,
            min_width=one.width,
        )
    for cells in zip(*(one.cells for one in kept), strict=True):
        table.add_row(*map(Text, cells))
    return table
