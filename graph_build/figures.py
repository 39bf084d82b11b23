"""Plain figures of table cells, for adding up: "1.234,5", "12 345", "07", "35%".

Only a cell that holds one figure and nothing else is read, as Vietnamese prints it: points between
thousands, a comma before decimals. "12.5" and "1,234.5" are no Vietnamese figures and are not read, as
adding them up would be guessing.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from graph_build.records import Cell

_FIGURE = re.compile(r"(\d{1,3}(?:[. ]\d{3}){1,5}|\d{1,15})(?:,(\d{1,6}))?(\s?%)?")


class Figure(NamedTuple):
    """A figure of a cell: its value, the number of decimals printed, whether "%" follows, and the cell."""

    value: Decimal
    places: int
    percent: bool
    cell: Cell


def parse_figure(cell: Cell) -> Figure | None:
    """Read the one figure that a cell holds; None for anything else."""
    if not cell.text or cell.merged or len(cell.text) > 40:
        return None
    match = _FIGURE.fullmatch(cell.text.replace("\u00a0", " ").strip("* "))
    if match is None:
        return None
    decimals = match[2] or ""
    value = Decimal(re.sub(r"[. ]", "", match[1]) + ("." + decimals if decimals else ""))
    return Figure(value, len(decimals), match[3] is not None, cell)
