"""Who takes part in which task with which weight, under the three readings of collectives; and when.

Reads a `LoadTable`; gives arrays. A `Parts` is one reading: pairs (actor, task), each once, sorted by task,
with the share of the role that falls on the actor.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph_build.load_table import NO_MONTH, LoadTable, Numbers
from queries.bilingual import Text, not_that_many
from queries.errors import InvalidValue
from queries.load_counts import Mask
from queries.load_rules import Period, Reading

Floats = npt.NDArray[np.float64]

MOST_PARTS = 50_000_000
"""Pairs that a reading may come to; beyond it the memory of an ordinary machine would not do."""

MOST_PERIODS = 1200
"""Periods that are told apart: a hundred years of months."""

_MONTHS = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """One role under one reading: pairs (actor, task) and the share of each, at most 1 a task in all."""

    pairs: Numbers
    shares: Floats

    def among(self, tasks: Mask) -> Parts:
        """Keep what belongs to the tasks in a mask."""
        kept = np.flatnonzero(tasks[self.pairs[:, 1]])
        return Parts(self.pairs.take(kept, axis=0), self.shares.take(kept))

    def load(self, actors: int) -> Floats:
        """Sum the shares of every actor."""
        load: Floats = np.bincount(self.pairs[:, 0], weights=self.shares, minlength=actors).astype(np.float64)
        return load

    def tasks(self, actors: int) -> Numbers:
        """Count the tasks of every actor."""
        return np.bincount(self.pairs[:, 0], minlength=actors)


def parts(table: LoadTable, pairs: Numbers, reading: Reading) -> Parts:
    """Read the pairs of one role; a share is one part in as many as the document names in the role.

    Raises InvalidValue where expanding the collectives comes to more than MOST_PARTS pairs.
    """
    named = np.bincount(pairs[:, 1], minlength=table.tasks)
    shares = 1.0 / named[pairs[:, 1]] if len(pairs) else np.zeros(0)
    if reading == "once":
        return Parts(pairs, shares)
    if reading == "excluded":
        kept = ~collectives(table)[pairs[:, 0]]
        return Parts(pairs[kept], shares[kept])
    return _expanded(table, pairs, shares)


def collectives(table: LoadTable) -> Mask:
    """Tell of every actor whether it is a collective; one that is also a unit is a unit."""
    mask = np.zeros(len(table.actors), dtype=bool)
    mask[table.faces[table.faces[:, 1] == 1, 0]] = True
    mask[table.faces[table.faces[:, 1] == 0, 0]] = False
    return mask


def _expanded(table: LoadTable, pairs: Numbers, shares: Floats) -> Parts:
    order = np.argsort(table.members[:, 0], kind="stable")
    members = table.members[order, 1]
    size = np.bincount(table.members[:, 0], minlength=len(table.actors))
    size[~collectives(table)] = 0
    starts = np.cumsum(np.bincount(table.members[:, 0], minlength=len(table.actors)))
    starts -= np.bincount(table.members[:, 0], minlength=len(table.actors))
    times = np.maximum(size[pairs[:, 0]], 1)
    if int(times.sum()) > MOST_PARTS:
        raise InvalidValue("collectives", "expanded", not_that_many(MOST_PARTS, Text(vi="phần", en="parts")))
    ends = np.cumsum(times)
    inside = np.arange(int(times.sum())) - np.repeat(ends - times, times)
    actor, task = np.repeat(pairs[:, 0], times), np.repeat(pairs[:, 1], times)
    is_group = size[actor] > 0
    actor[is_group] = members[starts[actor[is_group]] + inside[is_group]]
    keys, back = np.unique(task * len(table.actors) + actor, return_inverse=True)
    summed = np.bincount(back, weights=np.repeat(shares / times, times), minlength=len(keys))
    count = max(len(table.actors), 1)
    return Parts(np.column_stack((keys % count, keys // count)), summed.astype(np.float64))


@dataclass(frozen=True, slots=True, eq=False)
class Slice:
    """One period: its name ("2022", "2022-Q3", "2022-08", "whole"), the tasks active and those due in it."""

    name: str
    active: Mask
    due: Mask


def dated(table: LoadTable) -> Mask:
    """Tell of every task whether a start or a due time is stated for it."""
    mask = np.zeros(table.tasks, dtype=bool)
    mask[table.spans[:, 0]] = True
    return mask


def has_due(table: LoadTable) -> Mask:
    """Tell of every task whether a due time is stated for it."""
    mask = np.zeros(table.tasks, dtype=bool)
    mask[table.spans[table.spans[:, 4] != NO_MONTH, 0]] = True
    return mask


def active_spans(table: LoadTable, among: Mask) -> Numbers:
    """Give rows (task, first month, last month, first and last month of the due time) of the dated tasks.

    A task is active from the first month of its stated start to the last month of its stated due time; in the
    stated time alone where only one is stated, or where the due time lies before the start.
    """
    spans = table.spans[among[table.spans[:, 0]]]
    task, start, start_last, due_first, due = spans.T
    first = np.where(start == NO_MONTH, due_first, start)
    last = np.where(due == NO_MONTH, start_last, due)
    first = np.where(last < first, due_first, first)
    return np.column_stack((task, first, last, due_first, due))


def slices(table: LoadTable, among: Mask, period: Period) -> Iterator[Slice]:
    """Give the periods that tasks of a mask are active in, in order; none where no task is dated.

    Each is cut when it is asked for: the masks of all the months of a large graph take 100 MB. Raises
    InvalidValue before the first, where the periods would be more than MOST_PERIODS.
    """
    if period == "whole":
        return iter((Slice("whole", among, among & has_due(table)),))
    spans = active_spans(table, among)
    if not len(spans):
        return iter(())
    months = _MONTHS[period]
    first, last = spans[:, 1] // months, spans[:, 2] // months
    return _cut(
        spans, table.tasks, period, *reach(int(first.min()) * months, int(last.max()) * months, period)
    )


def _cut(spans: Numbers, tasks: int, period: Period, low: int, high: int) -> Iterator[Slice]:
    task, first, last, due_first, due = np.ascontiguousarray(spans.T)
    months = _MONTHS[period]
    first, last = first // months, last // months
    # The one period in which the whole of the due time lies; none where there is no such period.
    due_in = np.where((due != NO_MONTH) & (due_first // months == due // months), due // months, low - 1)
    for number in range(low, high + 1):
        active, ends = np.zeros(tasks, dtype=bool), np.zeros(tasks, dtype=bool)
        active[task[np.flatnonzero((first <= number) & (number <= last))]] = True
        ends[task[np.flatnonzero(due_in == number)]] = True
        if active.any():
            yield Slice(period_name(number * months, period), active, ends)


def reach(first: int, last: int, period: Period) -> tuple[int, int]:
    """Number the periods of two months; raises InvalidValue where they are MOST_PERIODS apart."""
    months = _MONTHS[period]
    if last // months - first // months >= MOST_PERIODS:
        years = first // 12, last // 12
        raise InvalidValue(
            "period",
            period,
            Text(
                vi=f"kỳ dài hơn hoặc ít văn bản hơn: thời gian trải từ năm {years[0]} đến {years[1]}",
                en=f"possible here: the dates reach from {years[0]} to {years[1]};"
                " take longer periods or fewer documents",
            ),
        )
    return first // months, last // months


def period_name(month: int, period: Period) -> str:
    """Name the period that a month lies in: "2022", "2022-Q3", "2022-08"."""
    year, rest = divmod(month, 12)
    if period == "year":
        return f"{year:04d}"
    return f"{year:04d}-Q{rest // 3 + 1}" if period == "quarter" else f"{year:04d}-{rest + 1:02d}"


_NAMED = re.compile(
    r"""
    (?P<year>[0-9]{4})
    (?: -Q(?P<quarter>[1-4])                        # 2022-Q3
      | -(?P<month>0[1-9]|1[0-2])                   # 2022-08
        (?: /(?P<to_year>[0-9]{4})-(?P<to_month>0[1-9]|1[0-2]) )?   # 2022-07/2022-09 (ISO 8601-1, 5.5.1)
    )?
    """,
    re.VERBOSE,
)


_PERIOD = Text(
    vi="một kỳ như 2022, 2022-Q3, 2022-08 hoặc 2022-07/2022-09",
    en="a period such as 2022, 2022-Q3, 2022-08 or 2022-07/2022-09",
)


def months_of(name: str) -> tuple[int, int]:
    """Give the first and last month of a named period; raises InvalidValue for what names none."""
    match = _NAMED.fullmatch(name)
    if match is None:
        raise InvalidValue("when", name[:40], _PERIOD)
    start = 12 * int(match["year"])
    if match["quarter"]:
        return start + 3 * int(match["quarter"]) - 3, start + 3 * int(match["quarter"]) - 1
    if match["month"] is None:
        return start, start + 11
    first = start + int(match["month"]) - 1
    if match["to_year"] is None:
        return first, first
    last = 12 * int(match["to_year"]) + int(match["to_month"]) - 1
    if last < first:
        raise InvalidValue(
            "when",
            name[:40],
            Text(vi="kỳ có cuối không trước đầu", en="a period whose end is not before its beginning"),
        )
    return first, last
