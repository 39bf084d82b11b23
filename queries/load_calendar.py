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
            _active(table, spans, mask, low, high) if mask is not None else [0] * (high - low + 1)
            for mask in (among, led, coordinated)
        ]
        months = tuple(
            Month(period_name(low + place, "month"), *of)
            for place, of in enumerate(zip(*counts, strict=True))
        )
    due = spans[spans[:, 4] != NO_MONTH][:, [0, 3, 4]]
    stated, times = np.unique(np.unique(due, axis=0)[:, 1:], axis=0, return_counts=True)
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


def _active(table: LoadTable, spans: Numbers, tasks: Mask, low: int, high: int) -> list[int]:
    """Count the tasks of a mask in every month from `low` to `high`; one with several spans counts once."""
    spans = spans[tasks[spans[:, 0]]]
    often = np.bincount(spans[:, 0], minlength=table.tasks)[spans[:, 0]] > 1
    once, several = spans[~often], spans[often]
    steps = np.bincount(once[:, 1] - low, minlength=high - low + 2)
    steps -= np.bincount(once[:, 2] + 1 - low, minlength=high - low + 2)
    counts = np.cumsum(steps)[:-1]
    held = {(task, month) for task, first, last, *_ in several.tolist() for month in range(first, last + 1)}
    for _, month in held:
        counts[month - low] += 1
    found: list[int] = counts.tolist()
    return found
