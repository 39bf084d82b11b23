"""What the load page shows: the ranking of a period, its summary, the matrix of pairs, and the calendars.

Importing this imports NumPy, which only pages that count load should wait for. What is counted is kept for
the life of a snapshot; a page sorts and cuts what is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from api.heap import give_back
from api.page_data.directory import ActorRef
from api.page_data.load_charts import Chart, Line, chart, deadline_lines, month_lines
from api.page_data.load_query import Asked, LoadProblem
from api.site import View
from graph_build.load_table import LoadTable
from graph_build.text import bare
from queries.as_of import AsOf, documents_as_of
from queries.errors import InvalidValue
from queries.load import (
    Filters,
    LoadReport,
    LoadRow,
    PeriodSummary,
    measure_networks,
    scope,
    table_of,
)
from queries.load_calendar import Calendar, calendar
from queries.load_matrix import Matrix, matrix
from queries.load_parts import months_of, period_name
from queries.load_rows import Choice, in_time
from queries.load_rules import Period
from queries.load_time import ReadTable, load_read, read_as_of

PAGE_SIZE: Final = 25
MATRIX_SIZE: Final = 12
"""Rows and columns that the matrix shows at most."""

MOST_MEASURED: Final = 1000
"""Actors of a graph whose networks of all periods are measured ahead; one then takes up to some 50 ms."""

_FOLLOWED: Final[tuple[Period, ...]] = ("quarter", "year", "month")
"""Lengths of periods, the one first that a link to the load of one unit asks for."""

_LENGTHS: Final = {"year": 12, "quarter": 3, "month": 1}


@dataclass(frozen=True, slots=True)
class Calendars:
    """Both calendars of a scope as they are drawn; `too_long` where its months are too many to draw."""

    counted: Calendar | None
    chart: Chart | None
    active: tuple[Line, ...]
    deadlines: tuple[Line, ...]
    other_deadlines: tuple[tuple[str, int], ...]

    @property
    def too_long(self) -> bool:
        """Tell whether the dates lie too far apart for a calendar."""
        return self.counted is None


@dataclass(frozen=True, slots=True)
class LoadPage:
    """A state of the load page. `when` is "" where one unit is shown in every period.

    `report` holds exactly the rows of the ranking as sorted, of all its pages, and the periods they are of.
    """

    asked: Asked
    report: LoadReport
    rows: tuple[LoadRow, ...]
    page: int
    pages: int
    when: str
    fallback: str
    periods: tuple[PeriodSummary, ...]
    summary: PeriodSummary | None
    top: tuple[LoadRow, ...]
    communities: tuple[tuple[int, tuple[LoadRow, ...]], ...]
    most_load: float
    unit: ActorRef | None
    matrix: Matrix | None
    calendars: Calendars

    @property
    def alone(self) -> int:
        """How many actors of the period are in no community with another."""
        actors = self.summary.actors if self.summary else 0
        return actors - sum(len(members) for _, members in self.communities)


def load_table(view: View) -> LoadTable:
    """Give the table of the snapshot, read once."""
    return view.keep_whole(("load-table",), lambda: table_of(view.graph.store))


def count_ahead(view: View) -> None:
    """Count the page as it opens, so that it is there for who asks first; raises what `load_page` raises."""
    load_page(view, Asked())


def measure_ahead(view: View, wait: Callable[[], None]) -> None:
    """Measure the networks of all periods, so that nobody waits for those who follow a unit over time.

    Waits before each; does nothing where many take part. Raises what `queries.load.load` raises.
    """
    asked = Asked()
    table = read_table(view, asked).table
    if len(table.actors) > MOST_MEASURED:
        return
    for length in _FOLLOWED:
        wait()
        for _ in measure_networks(table, replace(asked.settings, period=length)):
            wait()


def read_table(view: View, asked: Asked) -> ReadTable:
    """Give the table of the snapshot in the reading of units that is asked for."""
    table = load_table(view)
    return view.keep(("load-read", asked.units), lambda: read_as_of(view.graph.store, table, asked.units))


def documents_then(view: View, asked: Asked) -> AsOf:
    """Give the states of documents on the day as of which they count, read once a day asked for."""
    key = ("documents-as-of", asked.as_of)
    return view.keep(key, lambda: documents_as_of(view.graph.store, asked.as_of, view.names))


def filters_of(view: View, asked: Asked, unit: str | None = None) -> Filters:
    """Give the filters that a request means, and with them a unit."""
    return Filters(asked.resolution, asked.document, unit, documents_then(view, asked).left_out)


def now_named(read: ReadTable, asked: Asked) -> Asked:
    """Put what has taken the place of the units that are asked for into a request."""
    return replace(asked, unit=read.named(asked.unit), partner=read.named(asked.partner))


def load_page(view: View, asked: Asked) -> LoadPage:
    """Count what is asked for; raises LoadProblem for a period or page that there is not."""
    read = read_table(view, asked)
    asked, table = now_named(read, asked), read.table
    overview = whole_report(view, asked, when="")
    when, fallback = _period(asked, overview)
    report = whole_report(view, asked, when=when) if when else whole_report(view, asked, unit=asked.unit)
    own = report.rows
    shown = own if asked.unit is None else [row for row in own if row.actor == asked.unit]
    shown = _sorted(shown, asked)
    pages = max(1, -(-len(shown) // PAGE_SIZE))
    if asked.page > pages:
        raise LoadProblem(
            "load.bad.page-beyond",
            "page",
            str(asked.page),
            status=404,
            pages=str(pages),
            nearest=((str(pages), str(pages)),),
        )
    summary = next((one for one in overview.periods if one.period == when), None)
    periods = (summary,) if summary else overview.periods
    return LoadPage(
        asked=asked,
        report=replace(report, rows=tuple(shown), periods=periods),
        rows=tuple(shown[(asked.page - 1) * PAGE_SIZE : asked.page * PAGE_SIZE]),
        page=asked.page,
        pages=pages,
        when=when,
        fallback=fallback,
        periods=overview.periods,
        summary=summary,
        top=tuple(sorted(own, key=lambda r: (-r.coordinated, r.actor))[:3]) if when else (),
        communities=_communities(own) if when else (),
        most_load=max((row.load for row in shown), default=0.0),
        unit=view.directory.actor(asked.unit) if asked.unit else None,
        matrix=_matrix(view, table, asked, when) if when else None,
        calendars=calendars(view, asked, when),
    )


def whole_report(view: View, asked: Asked, *, unit: str | None = None, when: str | None = None) -> LoadReport:
    """Count all units in all periods of the scope, or show those of one unit or period (`Filters`).

    Raises LoadProblem where the periods are too many.
    """
    filters = replace(filters_of(view, asked, unit), when=when)

    def count() -> LoadReport:
        read = read_table(view, asked)
        report = load_read(read, asked.settings, filters, documents_then(view, asked))
        give_back()  # of a large graph tens of megabytes of arrays
        return report

    try:
        key = ("load-report", *asked.scope, unit or "", "every" if when is None else when)
        return view.keep(key, count)
    except InvalidValue as error:
        raise LoadProblem("load.bad.too-many", error.parameter, error.written) from error


def months_shown(asked: Asked, when: str) -> tuple[int, int] | None:
    """Give the months of the period that is shown; None for the whole."""
    return None if asked.settings.period == "whole" or not when else months_of(when)


def calendars(view: View, asked: Asked, when: str = "") -> Calendars:
    """Count and draw the calendars of a scope, or of the unit that is asked for."""

    def count() -> Calendars:
        filters = filters_of(view, asked, asked.unit)
        try:
            counted = calendar(read_table(view, asked).table, asked.settings.collectives, filters)
        except InvalidValue:
            return Calendars(None, None, (), (), ())
        deadlines, others = deadline_lines(counted.deadlines)
        return Calendars(counted, None, month_lines(counted.months), deadlines, others)

    key = (
        *(asked.settings.collectives, asked.resolution or "", asked.document or ""),
        *(asked.unit or "", asked.units, asked.as_of),
    )
    made = view.keep(("load-calendars", *key), count)
    if made.counted is None:
        return made
    months = months_shown(asked, when)
    names = [period_name(month, "month") for month in months] if months else ["", ""]
    drawn = chart(made.counted.months, is_split=asked.unit is not None, shown=(names[0], names[1]))
    return replace(made, chart=drawn)


def _period(asked: Asked, report: LoadReport) -> tuple[str, str]:
    """Choose the period to show, and say which asked-for one does not fit the length of the others."""
    kind = asked.settings.period
    names = [one.period for one in report.periods]
    if kind == "whole":
        return "whole", "" if asked.when in {"", "whole"} else asked.when
    fallback = ""
    if asked.when:
        try:
            first, last = months_of(asked.when)
        except InvalidValue as error:
            raise LoadProblem("load.bad.when", "when", asked.when) from error
        if last - first + 1 == _LENGTHS[kind] and first % _LENGTHS[kind] == 0 and "/" not in asked.when:
            if asked.when not in names:
                near = sorted(names, key=lambda name: (abs(months_of(name)[0] - first), name))[:3]
                pairs = tuple((name, name) for name in near)
                raise LoadProblem("load.bad.no-data", "when", asked.when, status=404, nearest=pairs)
            return asked.when, ""
        fallback = asked.when
    if asked.unit is not None or not names:
        return "", fallback
    busiest = max(report.periods, key=lambda one: one.tasks)
    return busiest.period, fallback


def _sorted(rows: Sequence[LoadRow], asked: Asked) -> list[LoadRow]:
    """Sort by a column, equal rows by period and name; what has no value comes last either way."""
    ordered = sorted(rows, key=lambda row: (row.period, bare(row.name), row.actor))
    if asked.sort == "name":
        ordered.sort(key=lambda row: bare(row.name), reverse=asked.descending)
        return ordered
    if asked.sort == "period" or (asked.unit and asked.sort == "load" and asked.written["sort"] == "-load"):
        is_turned = asked.sort == "period" and asked.descending
        return ordered[::-1] if is_turned else ordered
    known = [row for row in ordered if getattr(row, asked.sort) is not None]
    unknown = [row for row in ordered if getattr(row, asked.sort) is None]
    known.sort(key=lambda row: _rounded(getattr(row, asked.sort)), reverse=asked.descending)
    return known + unknown


def _rounded(value: float) -> float:
    return round(value, 9)


def _communities(rows: Sequence[LoadRow]) -> tuple[tuple[int, tuple[LoadRow, ...]], ...]:
    """Gather communities of two and more, the largest first, in each the greatest load first."""
    found: dict[int, list[LoadRow]] = {}
    for row in rows:
        found.setdefault(row.community, []).append(row)
    return tuple((number, tuple(members)) for number, members in sorted(found.items()) if len(members) > 1)


def _matrix(view: View, table: LoadTable, asked: Asked, when: str) -> Matrix:
    def count() -> Matrix:
        among = scope(table, filters_of(view, asked))
        active = among & in_time(table, Choice(months=months_shown(asked, when)))
        return matrix(table, asked.settings.collectives, active, MATRIX_SIZE, asked.unit)

    return view.keep(("load-matrix", *asked.scope, asked.unit or "", when), count)
