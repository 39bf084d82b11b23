"""A figure of load, the tasks behind it and its SPARQL are the same; calendars and the matrix too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from graph_build.load_table import LoadTable, read_graph
from graph_build.store import Database, EmbeddedStore, open_snapshot
from ontology.vocab import DEFAULT_BASE
from queries.errors import InvalidValue
from queries.load import Filters, load, scope, table_of
from queries.load_calendar import Stated, calendar
from queries.load_matrix import matrix
from queries.load_network import ties
from queries.load_parts import months_of, parts, period_name
from queries.load_rows import Choice, counted, sparql
from queries.load_rules import PERIODS, READINGS, LoadSettings

DPM = f"{DEFAULT_BASE}id/unit/bo-y-te/cuc-y-te-du-phong"
HEALTH = f"{DEFAULT_BASE}id/group/so-y-te"
R38 = f"{DEFAULT_BASE}id/document/cp/2022/nq-38"
D2182 = f"{DEFAULT_BASE}id/document/byt/2022/qd-2182"


def _same(
    store: Any, table: LoadTable, choice: Choice, settings: LoadSettings, filters: Filters, figure: int
) -> None:
    tasks = counted(table, settings, filters, choice).tasks
    asked = list(store.query(sparql(table, settings, filters, choice)))
    assert (len(tasks), len(asked)) == (figure, figure), choice


def _agree(store: Any, settings: LoadSettings, filters: Filters, rows: int) -> None:
    table = table_of(store)
    report = load(table, settings, filters)
    whole = settings.period == "whole"
    for one in report.periods:
        months = None if whole else months_of(one.period)
        _same(store, table, Choice("tasks", months=months), settings, filters, one.tasks)
        _same(store, table, Choice("due", months=months), settings, filters, one.due)
    for row in report.rows[:rows]:
        months = None if whole else months_of(row.period)
        for figure in ("tasks", "led", "coordinated", "due"):
            choice = Choice(figure, row.actor, months=months)
            _same(store, table, choice, settings, filters, getattr(row, figure))
        whole_load, led, coordinated = (
            counted(table, settings, filters, Choice(figure, row.actor, months=months)).load.sum()  # type: ignore
            for figure in ("tasks", "led", "coordinated")
        )
        assert whole_load == pytest.approx(row.load)
        assert led + coordinated == pytest.approx(row.load)
    _same(store, table, Choice("undated"), settings, filters, report.undated)


@pytest.mark.parametrize("period", PERIODS)
@pytest.mark.parametrize("reading", READINGS)
def test_small_graph(small_graph: EmbeddedStore, period: Any, reading: Any) -> None:
    """In every period and reading, for every actor, with either filter."""
    for filters in (Filters(), Filters(resolution=R38), Filters(document=D2182)):
        _agree(small_graph, LoadSettings(period, reading, 2.0, 0.5), filters, 9)


def test_sample(sample_graph: Path) -> None:
    """On the bundled sample: its first ranks, the cells of the matrix, and the ties of one actor."""
    with open_snapshot(sample_graph) as store:
        table = table_of(store)
        for period, reading in (("whole", "expanded"), ("quarter", "once"), ("year", "excluded")):
            _agree(store, LoadSettings(period, reading), Filters(), 12)  # type: ignore[arg-type]
        for reading in READINGS:
            settings, none = LoadSettings(collectives=reading), Filters()
            shown = matrix(table, reading, scope(table, none), 4)
            for lead, cells in zip(shown.leads, shown.cells, strict=True):
                for coordinator, tasks in zip(shown.coordinators, cells, strict=True):
                    _same(store, table, Choice("led", lead, coordinator), settings, none, tasks)
            leads, coordinates = (
                parts(table, one, reading).pairs for one in (table.leads, table.coordinates)
            )
            for one, other, tasks in (
                ties(leads, coordinates, len(table.actors), table.tasks).pairs[:20].tolist()
            ):
                choice = Choice("tasks", table.actors[one], table.actors[other])
                _same(store, table, choice, settings, none, tasks)


def test_calendars(small_graph: EmbeddedStore) -> None:
    """Months hold what the periods hold; deadlines keep their stated months."""
    table = table_of(small_graph)
    found = calendar(table)
    active = {one.name: one.tasks for one in found.months if one.tasks}
    assert active == {one.period: one.tasks for one in load(table, LoadSettings("month")).periods}
    year = (2023 * 12, 2023 * 12 + 11)
    assert Stated(*year, 1) in found.deadlines
    for one in found.deadlines:
        choice = Choice("stated", months=(one.first, one.last))
        _same(small_graph, table, choice, LoadSettings(), Filters(), one.tasks)
    assert sum(one.tasks for one in found.deadlines) + found.open == found.tasks
    _same(small_graph, table, Choice("open"), LoadSettings(), Filters(), found.open)
    own = calendar(table, "once", Filters(unit=DPM))
    rows = {r.period: r for r in load(table, LoadSettings("month"), Filters(unit=DPM)).rows}
    assert {m.name: (m.tasks, m.led, m.coordinated) for m in own.months if m.tasks} == {
        name: (row.tasks, row.led, row.coordinated) for name, row in rows.items()
    }


def test_matrix_says_what_it_leaves_out(small_graph: EmbeddedStore) -> None:
    """What is shown and what is not add up, an actor asked for is shown, and an empty graph has no cells."""
    table = table_of(small_graph)
    everything = scope(table, Filters())
    whole, cut = (matrix(table, "once", everything, most) for most in (9, 1))
    assert (whole.outside, cut.inside + cut.outside) == (0, whole.inside)
    assert (len(cut.leads), cut.all_leads) == (1, 2)
    assert HEALTH in matrix(table, "once", everything, 1, HEALTH).coordinators
    empty = read_graph(Database())
    assert matrix(empty, "once", scope(empty, Filters()), 9).top == 0
    assert calendar(empty).months == ()


@pytest.mark.parametrize(
    "name", ["", "2022-Q5", "2022-13", "22", "2022-09/2022-07", "2022-08-01", "whole", "９９９９"]
)
def test_what_names_no_period(name: str) -> None:
    """Text that names no period is refused in one sentence."""
    with pytest.raises(InvalidValue, match="when"):
        months_of(name)


def test_names_of_periods() -> None:
    """A name and its months are each other's inverse."""
    for period, months in (("year", 12), ("quarter", 3), ("month", 1)):
        first = 2022 * 12 + 9
        name = period_name(first, period)  # type: ignore[arg-type]
        low, high = months_of(name)
        assert (low <= first <= high, high - low + 1) == (True, months)
