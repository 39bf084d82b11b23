"""Two calendars of load: tasks active in every month, and deadlines at the precision that is stated.

Both take the tasks of a scope, or those of one actor in it under a reading of collectives; docs/load.md says
when a task is active.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph_build.load_table import NO_MONTH, LoadTable, Numbers
from queries.load import Filters, scope
from queries.load_counts import Mask
from queries.load_parts import active_spans, dated, has_due, parts, period_name, reach
from queries.load_rules import Reading


@dataclass(frozen=True, slots=True)
class Month:
    """The tasks active in one month: all of them, and of one actor those it leads and those it coordinates.

    Without an actor, `led` and `coordinated` are 0.
    """

    name: str
    tasks: int
    led: int = 0
    coordinated: int = 0


@dataclass(frozen=True, slots=True)
class Stated:
    """The tasks whose due time is stated as just these months, which count from year 0."""

    first: int
    last: int
    tasks: int


@dataclass(frozen=True, slots=True)
class Calendar:
    """Every month from the first to the last with an active task; deadlines by stated time; what has none.

    `undated` tasks have no stated time at all, `open` ones no due time.
    """

    months: tuple[Month, ...]
    deadlines: tuple[Stated, ...]
    tasks: int
    undated: int
    open: int


def calendar(table: LoadTable, reading: Reading = "once", filters: Filters | None = None) -> Calendar:
    """Count both calendars; `filters.unit` makes them those of one actor.

    Raises InvalidValue where the months would be more than MOST_PERIODS, and what `parts` raises.
    """
    filters = filters or Filters()
    among = scope(table, filters)
    if filters.unit is None:
        return _calendar(table, among)
    number = table.actors.index(filters.unit) if filters.unit in table.actors else -1
    led, coordinated = (
        _tasks_of(table, parts(table, pairs, reading).pairs, number) & among
        for pairs in (table.leads, table.coordinates)
    )
    return _calendar(table, led | coordinated, led, coordinated)


def _calendar(
    table: LoadTable, among: Mask, led: Mask | None = None, coordinated: Mask | None = None
) -> Calendar:
    spans = active_spans(table, among)
    months: tuple[Month, ...] = ()
    if len(spans):
        low, high = reach(int(spans[:, 1].min()), int(spans[:, 2].max()), "month")
        counts = [
            _active(spans, mask, low, high) if mask is not None else [0] * (high - low + 1)
            for mask in (among, led, coordinated)
        ]
        months = tuple(
            Month(period_name(low + place, "month"), *of)
            for place, of in enumerate(zip(*counts, strict=True))
        )
    stated, times = _stated(spans)
    return Calendar(
        months=months,
        deadlines=tuple(
            Stated(first, last, count)
            for (first, last), count in zip(stated.tolist(), times.tolist(), strict=True)
        ),
        tasks=int(among.sum()),
        undated=int((among & ~dated(table)).sum()),
        open=int((among & ~has_due(table)).sum()),
    )


def _tasks_of(table: LoadTable, pairs: Numbers, actor: int) -> Mask:
    mask = np.zeros(table.tasks, dtype=bool)
    mask[pairs[pairs[:, 0] == actor, 1]] = True
    return mask


def _stated(spans: Numbers) -> tuple[Numbers, Numbers]:
    """Give the stated due times (first and last month), sorted, and how many tasks have each."""
    due = spans[spans[:, 4] != NO_MONTH][:, [0, 3, 4]]
    often = _repeated(due[:, 0])
    due = np.concatenate((due[~often], np.unique(due[often], axis=0)))
    width = int(due[:, 2].max(initial=0)) + 1
    keys, times = np.unique(due[:, 1] * width + due[:, 2], return_counts=True)
    return np.column_stack((keys // width, keys % width)), times


def _repeated(tasks: Numbers) -> Mask:
    """Tell of every row whether another row is of the same task."""
    return np.bincount(tasks)[tasks] > 1


def _active(spans: Numbers, tasks: Mask, low: int, high: int) -> list[int]:
    """Count the tasks of a mask in every month from `low` to `high`; one with several spans counts once.

    Only the ends of spans are counted (difference array); of several spans of a task, what an earlier one
    holds already is cut off.
    """
    spans = spans[tasks[spans[:, 0]]]
    often = _repeated(spans[:, 0])
    several = spans[often]
    several = several[np.lexsort((several[:, 1], several[:, 0]))]
    width = high - low + 2
    begin, end = several[:, 0] * width + several[:, 1] - low, several[:, 0] * width + several[:, 2] - low
    begin[1:] = np.maximum(begin[1:], np.maximum.accumulate(end)[:-1] + 1)
    left = begin <= end
    first = np.concatenate((spans[~often, 1] - low, begin[left] % width))
    last = np.concatenate((spans[~often, 2] - low, end[left] % width))
    steps = np.bincount(first, minlength=width) - np.bincount(last + 1, minlength=width)
    found: list[int] = np.cumsum(steps)[:-1].tolist()
    return found
