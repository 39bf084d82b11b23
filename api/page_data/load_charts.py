"""Geometry of the load charts, and the rows of the calendars; templates draw them as they are.

Lengths are in the units of the drawing, which are CSS pixels where it is shown at its own size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from queries.load_calendar import Month, Stated

HEIGHT: Final = 230
_TOP, _BASE, _LEFT, _RIGHT = 14, 188, 40, 12
_WIDTH: Final = 1260
_LEAST_STEP, _MOST_STEP = 20, 56
HEAT: Final = 8
"""The shades of a heatmap, from 1; 0 is an empty cell."""


STRIP: Final = 800
"""How wide a strip of whole years may be on paper, unless one year is wider: much more makes words tiny."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a bar: whose class of colour it has, where it begins and how tall it is."""

    kind: str
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Bar:
    """One month: its name, place and pieces; `shown` where it belongs to the period that the page shows."""

    month: Month
    x: float
    pieces: tuple[Piece, ...]
    top: float
    shown: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of bars; `lines` are heights with their values, `years` places with a year and its end."""

    width: float
    step: float
    base: float
    left: float
    bars: tuple[Bar, ...]
    lines: tuple[tuple[float, int], ...]
    years: tuple[tuple[float, float, str], ...]
    is_split: bool

    @property
    def height(self) -> int:
        """How tall the drawing is."""
        return HEIGHT

    @property
    def strips(self) -> tuple[tuple[float, float], ...]:
        """Give where the strips begin that paper shows one below the other, and how wide they are.

        Nothing where the whole is as narrow as one of them.
        """
        most = max(int(STRIP // (12 * self.step)), 1)
        parts = [self.years[place : place + most] for place in range(0, len(self.years), most)]
        begins = [0.0, *(part[0][0] for part in parts[1:])]
        wide = zip(begins, parts, strict=True)
        return tuple((x, round(part[-1][1] - x, 2)) for x, part in wide) if len(parts) > 1 else ()


def chart(months: Sequence[Month], *, is_split: bool, shown: tuple[str, str] = ("", "")) -> Chart | None:
    """Draw the tasks active in every month, or those led and coordinated; None where there are no months.

    `shown` names the first and last month of the period that the page shows.
    """
    if not months:
        return None
    sizes = [one.led + one.coordinated if is_split else one.tasks for one in months]
    unit, count = _ticks(max(sizes))
    top = unit * count
    step = min(max((_WIDTH - _LEFT - _RIGHT) / len(months), _LEAST_STEP), _MOST_STEP)
    scale = (_BASE - _TOP) / top
    bars = []
    for place, one in enumerate(months):
        parts = (("lead", one.led), ("coordinate", one.coordinated)) if is_split else (("task", one.tasks),)
        pieces, height = [], 0.0
        for kind, tasks in parts:
            if tasks:
                height += tasks * scale
                pieces.append(Piece(kind, round(_BASE - height, 2), round(tasks * scale, 2)))
        bars.append(
            Bar(
                month=one,
                x=round(_LEFT + place * step, 2),
                pieces=tuple(pieces),
                top=round(_BASE - height, 2),
                shown=shown[0] <= one.name <= shown[1],
            )
        )
    years: dict[str, list[float]] = {}
    for bar in bars:
        years.setdefault(bar.month.name[:4], []).append(bar.x)
    return Chart(
        width=round(_LEFT + len(months) * step + _RIGHT, 2),
        step=round(step, 2),
        base=_BASE,
        left=_LEFT,
        bars=tuple(bars),
        lines=tuple((round(_BASE - n * unit * scale, 2), n * unit) for n in range(count + 1)),
        years=tuple((places[0], round(places[-1] + step, 2), year) for year, places in years.items()),
        is_split=is_split,
    )


def _ticks(largest: int) -> tuple[int, int]:
    """Give a round distance of lines and how many there are above 0, at most five."""
    unit = 1
    while True:
        for factor in (1, 2, 5):
            if unit * factor * 5 >= largest:
                return unit * factor, max(-(-largest // (unit * factor)), 1)
        unit *= 10


def heat(value: int, top: int) -> int:
    """Give the shade of a cell: 0 for nothing, else 1 to HEAT by its part of the largest."""
    return -(-HEAT * value // top) if top and value > 0 else 0


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a calendar: the months it spans, and how many tasks stand in it."""

    months: int
    when: str
    tasks: int
    heat: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a calendar: its year, the precision of its cells, and cells for all twelve months."""

    year: str
    precision: str
    cells: tuple[Cell, ...]


_PRECISIONS: Final = ((1, "month"), (3, "quarter"), (6, "half-year"), (12, "year"))


def month_lines(months: Sequence[Month]) -> tuple[Line, ...]:
    """Lay the active tasks out as a row of twelve months a year; years without any are left out."""
    tasks = {one.name: one.tasks for one in months}
    top = max(tasks.values(), default=0)
    years = sorted({one.name[:4] for one in months if one.tasks})
    return tuple(
        Line(
            year,
            "month",
            tuple(
                Cell(1, name, tasks.get(name, 0), heat(tasks.get(name, 0), top))
                for name in (f"{year}-{month:02d}" for month in range(1, 13))
            ),
        )
        for year in years
    )


def deadline_lines(deadlines: Sequence[Stated]) -> tuple[tuple[Line, ...], tuple[tuple[str, int], ...]]:
    """Lay deadlines out by their stated precision: rows of months, quarters, half years and years.

    Also gives those that are stated as other stretches of time: their name and tasks.
    """
    top = max((one.tasks for one in deadlines), default=0)
    held: dict[tuple[int, int], int] = {}
    others = []
    for one in deadlines:
        length = one.last - one.first + 1
        if any(length == months and one.first % months == 0 for months, _ in _PRECISIONS):
            held[one.first, length] = one.tasks
        else:
            others.append((_span(one.first, length), one.tasks))
    lines = []
    for year in sorted({first // 12 for first, _ in held}):
        for months, precision in _PRECISIONS:
            places = range(year * 12, year * 12 + 12, months)
            if any((first, months) in held for first in places):
                counts = [(first, held.get((first, months), 0)) for first in places]
                cells = tuple(Cell(months, _span(first, months), n, heat(n, top)) for first, n in counts)
                lines.append(Line(f"{year:04d}", precision, cells))
    return tuple(lines), tuple(others)


def _span(first: int, months: int) -> str:
    ends = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in (first, first + months - 1)]
    return ends[0] if months == 1 else "/".join(ends)
