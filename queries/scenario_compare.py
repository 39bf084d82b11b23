"""The load of a scenario beside that of the facts, unit by unit and as a whole.

Both sides are reports of `queries.load`; nothing is counted in another way for a scenario.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from queries.load import Filters, LoadReport, LoadRow, PeriodSummary, load
from queries.load_calendar import Calendar, calendar
from queries.load_rules import LoadSettings, Reading
from queries.scenario_table import Facts, Outcome, Supposed, internal

FIGURES: Final = (
    *("led", "coordinated", "tasks", "load", "due"),
    *("partners", "strength", "betweenness", "share"),
)
"""The figures that stand beside one another."""

_OWN: Final = ("led", "led_alone", "coordinated", "tasks", "load", "due", "partners", "strength")


@dataclass(frozen=True, slots=True)
class Difference:
    """One actor in one period: its row in the facts and in the scenario, None where it has no task."""

    before: LoadRow | None
    after: LoadRow | None

    @property
    def shown(self) -> LoadRow:
        """A row that tells period, actor, name and kind."""
        row = self.after or self.before
        assert row is not None  # noqa: S101 - one of the two is there
        return row

    def figure(self, name: str) -> tuple[float, float, float]:
        """Give a figure before, after, and what it changed by; 0 where the actor has no task."""
        one, other = (float(getattr(row, name)) if row else 0.0 for row in (self.before, self.after))
        return one, other, round(other - one, 9)

    @property
    def is_changed(self) -> bool:
        """Tell whether tasks, load or partners of the actor change; its centrality is left aside."""
        return any(self.figure(name)[2] for name in _OWN)


@dataclass(frozen=True, slots=True)
class WholeDifference:
    """One period as a whole, in the facts and in the scenario; None where no task is active."""

    name: str
    before: PeriodSummary | None
    after: PeriodSummary | None


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """A scenario beside the facts, the greatest change of load in a period first.

    `internal` counts the tasks, before and after, that one unit both leads and coordinates: where units were
    merged, coordination between them has become that.
    """

    before: LoadReport
    after: LoadReport
    rows: tuple[Difference, ...]
    periods: tuple[WholeDifference, ...]
    outcomes: tuple[Outcome, ...]
    internal: tuple[int, int]

    @property
    def changed(self) -> tuple[Difference, ...]:
        """The rows that the scenario changes."""
        return tuple(row for row in self.rows if row.is_changed)


def compare(
    facts: Facts,
    supposed: Supposed,
    settings: LoadSettings | None = None,
    filters: Filters | None = None,
    *,
    before: LoadReport | None = None,
) -> Comparison:
    """Count load in the facts and in a scenario; raises what `load` raises.

    `before` is the report of the facts under the same settings and filters, where it is known.
    """
    settings, filters = settings or LoadSettings(), filters or Filters()
    before = before or load(facts.table, settings, filters)
    after = load(supposed.table, settings, filters)
    olds, news = ({(row.period, row.actor): row for row in report.rows} for report in (before, after))
    rows = [Difference(olds.get(key), news.get(key)) for key in {**olds, **news}]
    rows.sort(key=lambda row: (row.shown.period, -abs(row.figure("load")[2]), row.shown.actor))
    old, new = ({one.period: one for one in report.periods} for report in (before, after))
    return Comparison(
        before=before,
        after=after,
        rows=tuple(rows),
        periods=tuple(WholeDifference(name, old.get(name), new.get(name)) for name in sorted({**old, **new})),
        outcomes=supposed.outcomes,
        internal=(internal(facts.table), internal(supposed.table)),
    )


@dataclass(frozen=True, slots=True)
class MonthDifference:
    """The tasks active in one month and those due in just it, in the facts and in the scenario."""

    name: str
    before: int
    after: int


def months(
    facts: Facts, supposed: Supposed, reading: Reading, filters: Filters
) -> tuple[tuple[MonthDifference, ...], Calendar, Calendar]:
    """Give every month with the tasks active in it, and both calendars; raises what `calendar` raises."""
    old, new = (calendar(table, reading, filters) for table in (facts.table, supposed.table))
    counts = [{month.name: month.tasks for month in one.months} for one in (old, new)]
    names = sorted({**counts[0], **counts[1]})
    made = tuple(MonthDifference(name, counts[0].get(name, 0), counts[1].get(name, 0)) for name in names)
    return made, old, new
