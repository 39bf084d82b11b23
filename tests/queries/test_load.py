"""Coordination load: counted by hand on the small graph, against networkx, and by its own laws."""

from __future__ import annotations

import json
from dataclasses import astuple, replace
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from graph_build.load_table import NO_MONTH, LoadTable, read_graph
from graph_build.store import Database, EmbeddedStore, open_snapshot
from ontology.vocab import DEFAULT_BASE
from queries import load_network, load_parts
from queries.errors import InvalidValue
from queries.load import Filters, LoadReport, load, measure_networks, table_of
from queries.load_format import as_csv, as_json, as_object, notes
from queries.load_network import centrality, gini, ties
from queries.load_rules import PERIODS, READINGS, LoadSettings, Period, Reading
from queries.trace_kept import Kept

NV = f"{DEFAULT_BASE}ontology#"
UNITS = f"{DEFAULT_BASE}id/unit/bo-y-te"
DPM, LEGAL = f"{UNITS}/cuc-y-te-du-phong", f"{UNITS}/vu-phap-che"
HEALTH = f"{DEFAULT_BASE}id/group/so-y-te"


def _by_actor(report: LoadReport, period: str = "whole") -> dict[str, Any]:
    return {row.actor: row for row in report.rows if row.period == period}


def test_counted_by_hand(small_graph: EmbeddedStore) -> None:
    """Loads, shares, partners and deadlines of the small graph are those that its table of tasks gives."""
    report = load(table_of(small_graph))
    rows = _by_actor(report)
    assert list(rows) == [DPM, LEGAL, HEALTH]
    dpm, legal, health = rows.values()
    assert (dpm.led, dpm.led_alone, dpm.coordinated, dpm.tasks, dpm.due) == (5, 4, 1, 6, 2)
    assert (legal.led, legal.led_alone, legal.coordinated, legal.tasks, legal.due) == (2, 1, 1, 3, 2)
    assert (health.led, health.coordinated, health.due, health.kind) == (0, 2, 1, "group")
    assert (dpm.load, legal.load, health.load) == (4 + 0.5 + 1, 1 + 0.5 + 0.5, 0.5 + 1)
    # b1: DPM - LEGAL, DPM - HEALTH; b6: both lead; c1: LEGAL - DPM
    assert (dpm.partners, dpm.strength, legal.strength, health.strength) == (2, 4, 3, 1)
    assert (dpm.betweenness, legal.betweenness) == (1.0, 0.0)
    assert [round(row.share, 12) for row in report.rows] == [0.25, 0.25, 0.5]
    (whole,) = report.periods
    assert (whole.tasks, whole.due, whole.coordinations, whole.top3_share) == (8, 3, 4, 1.0)
    assert report.undated == 5
    assert whole.gini_coordination == pytest.approx(1 / 6)


def test_periods_keep_the_stated_precision(small_graph: EmbeddedStore) -> None:
    """A task of August to December is in both quarters; one due in 2023 is due in no quarter."""
    table = table_of(small_graph)
    year = load(table, LoadSettings(period="year"))
    assert [(one.period, one.tasks, one.due) for one in year.periods] == [("2022", 2, 2), ("2023", 1, 1)]
    quarters = load(table, LoadSettings(period="quarter"))
    assert [(one.period, one.tasks, one.due) for one in quarters.periods] == [
        *(("2022-Q3", 1, 0), ("2022-Q4", 2, 2)),
        *((f"2023-Q{n}", 1, 0) for n in range(1, 5)),
    ]
    rows = _by_actor(quarters, "2023-Q1")
    assert (rows[DPM].change, rows[LEGAL].change) == (-0.5, 0.0)
    assert all(row.change is None for row in quarters.rows if row.period == "2022-Q3")
    months = load(table, LoadSettings(period="month"))
    assert [one.period for one in months.periods][:6] == [f"2022-{n:02d}" for n in (8, 9, 10, 11, 12)] + [
        "2023-01"
    ]


def test_filters(small_graph: EmbeddedStore) -> None:
    """A resolution takes what implements it along, a document does not; a unit only chooses rows."""
    table = table_of(small_graph)
    r38 = f"{DEFAULT_BASE}id/document/cp/2022/nq-38"
    d2182 = f"{DEFAULT_BASE}id/document/byt/2022/qd-2182"
    assert load(table, filters=Filters(resolution=r38)).tasks == 7
    assert load(table, filters=Filters(resolution=d2182)).tasks == 7
    assert load(table, filters=Filters(document=d2182)).tasks == 5
    assert load(table, filters=Filters(document=r38)).rows == ()
    (legal,) = load(table, filters=Filters(unit=LEGAL)).rows
    assert legal == _by_actor(load(table))[LEGAL]


def test_expanded_by_stated_members(small_graph: EmbeddedStore) -> None:
    """The share of a collective goes to its members in equal parts, and the band shows what that changes."""
    table = table_of(small_graph)
    number = {actor: place for place, actor in enumerate(table.actors)}
    pairs = np.array([[number[HEALTH], number[LEGAL]], [number[HEALTH], number[DPM]]])
    known = _with(table, members=pairs)
    rows = _by_actor(load(known, LoadSettings(collectives="expanded")))
    assert list(rows) == [DPM, LEGAL]
    assert (rows[DPM].load, rows[LEGAL].load) == (5.5 + 0.75, 2.0 + 0.75)
    assert (rows[LEGAL].coordinated, rows[LEGAL].load_low, rows[LEGAL].load_high) == (2, 2.0, 2.75)
    assert load(table, LoadSettings(collectives="expanded")).not_expanded == ("Sở Y tế",)
    assert HEALTH not in _by_actor(load(table, LoadSettings(collectives="excluded")))


def _with(table: LoadTable, **changed: Any) -> LoadTable:
    names = LoadTable.__slots__
    return LoadTable(**{name: changed.get(name, getattr(table, name)) for name in names})


_PAIRS = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 7)), max_size=40, unique=True)
_MONTH = st.integers(2020 * 12, 2021 * 12 + 11)


@st.composite
def _tables(draw: st.DrawFn) -> LoadTable:
    """Make a table of seven actors, the last two of them collectives, and eight tasks."""

    def pairs(rows: list[tuple[int, int]]) -> Any:
        array = np.array(rows, dtype=np.int64).reshape(-1, 2)
        return array[np.lexsort((array[:, 0], array[:, 1]))]

    spans = []
    for task in range(8):
        start = sorted(draw(st.tuples(_MONTH, _MONTH))) if draw(st.booleans()) else [NO_MONTH] * 2
        due = sorted(draw(st.tuples(_MONTH, _MONTH))) if draw(st.booleans()) else [NO_MONTH] * 2
        if start != due:
            spans.append((task, *start, *due))
    members = draw(st.lists(st.tuples(st.integers(5, 6), st.integers(0, 4)), max_size=8, unique=True))
    return LoadTable(
        actors=tuple(f"urn:a{n}" for n in range(7)),
        names=tuple((f"Vụ {n}", "@vi") for n in range(7)),
        documents=("urn:d",),
        tasks=8,
        faces=np.array([(n, int(n > 4), n) for n in range(7)]),
        leads=pairs(draw(_PAIRS)),
        coordinates=pairs(draw(_PAIRS)),
        stated=pairs([(n, 0) for n in range(8)]),
        above=pairs([]),
        spans=np.array(spans, dtype=np.int64).reshape(-1, 5),
        members=pairs(sorted(members)),
    )


@given(_tables(), st.floats(0, 5), st.floats(0, 5))
def test_loads_add_up(table: LoadTable, lead: float, coordinate: float) -> None:
    """A task gives its whole weight away in "once" and in "expanded"; "excluded" never gives more."""
    whole = lead * len(set(table.leads[:, 1].tolist()))
    whole += coordinate * len(set(table.coordinates[:, 1].tolist()))
    sums = {}
    for reading in READINGS:
        rows = load(table, LoadSettings("whole", reading, lead, coordinate)).rows
        sums[reading] = sum(row.load for row in rows)
        assert all(row.load_low - 1e-9 <= row.load <= row.load_high + 1e-9 for row in rows)
        assert sum(row.share for row in rows) == pytest.approx(
            1.0 if any(row.coordinated for row in rows) else 0.0
        )
    assert sums["once"] == pytest.approx(whole)
    assert sums["expanded"] == pytest.approx(whole)
    assert sums["excluded"] <= whole + 1e-9


@pytest.mark.unmeasured
@given(_tables())
def test_periods_hold_each_other(table: LoadTable) -> None:
    """A task active or due in a month is so in its quarter and year; all dated tasks are in some period."""
    seen = {period: load(table, LoadSettings(period=period)).periods for period in PERIODS}
    for year in seen["year"]:
        months = [one for one in seen["month"] if one.period.startswith(year.period)]
        assert sum(one.due for one in months) <= year.due
        assert max(one.tasks for one in months) <= year.tasks <= sum(one.tasks for one in months)
    report = load(table)
    assert bool(seen["month"]) == (report.undated < report.tasks)


@pytest.mark.unmeasured
@given(_tables(), st.sampled_from(PERIODS), st.sampled_from(READINGS))
def test_one_period_is_that_of_the_whole(table: LoadTable, period: Period, reading: Reading) -> None:
    """A period, a unit and the periods without rows are cut from the whole, and no figure differs."""
    settings = LoadSettings(period, reading)
    whole = load(table, settings)
    assert load(table, settings, Filters(when="")).periods == whole.periods
    assert load(table, settings, Filters(when="")).rows == ()
    for one in whole.periods:
        alone = load(table, settings, Filters(when=one.period))
        assert alone.periods == (one,)
        assert alone.rows == tuple(row for row in whole.rows if row.period == one.period)
    own = load(table, settings, Filters(unit="urn:a1"))
    assert own.rows == tuple(row for row in whole.rows if row.actor == "urn:a1")
    assert load(table, settings, Filters(when="1999-01")).rows == ()


@given(_tables())
def test_network_equals_networkx(table: LoadTable) -> None:
    """Betweenness and PageRank are networkx's on the same ties; ties are those of a plain loop over tasks."""
    found = ties(table.leads, table.coordinates, 7, 8)
    weights: dict[tuple[int, int], set[int]] = {}
    for task in range(8):
        leads = {a for a, t in table.leads.tolist() if t == task}
        others = leads | {a for a, t in table.coordinates.tolist() if t == task}
        for lead in leads:
            for other in others - {lead}:
                weights.setdefault((lead, other), set()).add(task)
    directed = nx.DiGraph()
    directed.add_nodes_from(range(7))
    directed.add_weighted_edges_from((a, b, len(tasks)) for (a, b), tasks in weights.items())
    assert {(a, b): n for a, b, n in found.directed.tolist()} == {k: len(v) for k, v in weights.items()}
    assert {(a, b): n for a, b, n in found.pairs.tolist()} == {
        (a, b): len(both)
        for a, b in combinations(range(7), 2)
        if (both := weights.get((a, b), set()) | weights.get((b, a), set()))
    }
    measured = centrality(found, np.arange(7), 7)
    between = nx.betweenness_centrality(directed.to_undirected())
    ranks = _pagerank_python(directed, tol=1e-13, max_iter=1000)
    assert measured.betweenness.tolist() == pytest.approx([between[n] for n in range(7)], abs=1e-9)
    assert measured.pagerank.tolist() == pytest.approx([ranks[n] for n in range(7)], abs=1e-9)
    assert measured.partners.tolist() == [directed.to_undirected().degree(n) for n in range(7)]


def counted(monkeypatch: Any) -> list[int]:
    """Put a list of the sizes of the networks that are measured in the place of their communities."""
    measured: list[int] = []

    def count(pairs: Any, nodes: int) -> list[int]:
        measured.append(nodes)
        return [1] * nodes

    monkeypatch.setattr(load_network, "_communities", count)
    return measured


def test_a_network_is_measured_once_for_all_weights(sample_graph: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(load_network, "KEPT", Kept())
    measured = counted(monkeypatch)
    with open_snapshot(sample_graph) as store:
        table = table_of(store)
    weights = [load(table, LoadSettings(lead_weight=one)).rows for one in (1.0, 2.0)]
    assert len(measured) == 1
    between = [{row.actor: row.betweenness for row in rows} for rows in weights]
    assert between[0] == between[1]
    load(table, LoadSettings(collectives="excluded"))
    assert len(measured) == 2


def test_the_networks_of_many_months_are_measured_once(monkeypatch: Any) -> None:
    monkeypatch.setattr(load_network, "KEPT", Kept(4 * load_network.MOST_KEPT))
    measured = counted(monkeypatch)
    months = 132
    for _ in range(2):
        for month in range(months):
            found = ties(np.array([[0, 0], [1, 0]]), np.array([[2, 0]] * (month + 1)), 3 + month, 1)
            centrality(found, np.arange(3 + month), 3 + month)
    assert len(measured) == months


def test_networks_measured_before_are_there_for_the_load_of_a_unit(
    sample_graph: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(load_network, "KEPT", Kept(4 * load_network.MOST_KEPT))
    measured = counted(monkeypatch)
    with open_snapshot(sample_graph) as store:
        table = table_of(store)
    settings = LoadSettings(period="quarter")
    assert sum(1 for _ in measure_networks(table, settings)) > 1
    before = len(measured)
    assert before
    busiest = load(table, settings).rows[0].actor
    assert load(table, settings, Filters(unit=busiest)).rows
    assert len(measured) == before


def test_sample_equals_networkx(sample_graph: Any) -> None:
    """Betweenness and PageRank of the sample are those of networkx on ties read by SPARQL."""
    with open_snapshot(sample_graph) as store:
        rows = load(table_of(store)).rows
        leads, coordinates = (
            {(str(u)[1:-1], str(t)) for u, t in store.query(f"SELECT ?u ?t {{ ?u <{NV}{role}> ?t }}")}
            for role in ("leads", "coordinates")
        )
    graph = nx.DiGraph()
    known = {row.actor for row in rows}
    graph.add_nodes_from(known)
    for lead, task in leads:
        for other, also in leads | coordinates:
            if task == also and lead != other and {lead, other} <= known:
                weight = graph.get_edge_data(lead, other, {"tasks": set()})["tasks"] | {task}
                graph.add_edge(lead, other, tasks=weight, weight=len(weight))
    between = nx.betweenness_centrality(graph.to_undirected())
    ranks = _pagerank_python(graph, tol=1e-13, max_iter=1000)
    assert {r.actor: r.betweenness for r in rows} == pytest.approx(between, abs=1e-9)
    assert {r.actor: r.pagerank for r in rows} == pytest.approx(ranks, abs=1e-9)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=30))
def test_gini_is_the_mean_difference(values: list[float]) -> None:
    """Half the mean difference of all pairs over the mean, and 0 where nothing is given out."""
    mean = sum(values) / len(values)
    pairs = sum(abs(a - b) for a in values for b in values) / len(values) ** 2
    assert gini(np.array(values)) == pytest.approx(pairs / (2 * mean) if mean else 0.0, abs=1e-9)


def test_same_data_same_answer(sample_graph: Any) -> None:
    """Two runs give the same report, communities included."""
    with open_snapshot(sample_graph) as store:
        settings = LoadSettings("month", "expanded")
        assert load(table_of(store), settings) == load(read_graph(store), settings)


@pytest.mark.parametrize("weight", [-1.0, float("nan"), float("inf"), 1e300])
def test_bad_weights(weight: float) -> None:
    """Weights that are negative, no numbers or huge are refused."""
    with pytest.raises(InvalidValue, match="from 0 to"):
        LoadSettings(lead_weight=weight)


def test_empty_graph() -> None:
    """A graph without a task has no rows, in any period and reading, and still says its rule."""
    table = read_graph(Database())
    for period in PERIODS:
        for reading in READINGS:
            report = load(table, LoadSettings(period, reading))
            assert report.rows == ()
            assert report.tasks == 0
            assert len(list(as_csv(report))) == 1
            assert "a task counts once" in notes(report)[0]
            assert as_object(report)["rows"] == []


@pytest.mark.parametrize(("due", "problem"), [("9999-12-31", "dates reach"), ("0001-01-01", "dates reach")])
def test_dates_far_apart(due: str, problem: str) -> None:
    """One absurd date makes no million rows: it is said, and longer periods or the whole still answer."""
    database = Database()
    turtle = "".join(
        f"<urn:t{n}> a <{NV}Task> ; <{NV}statedIn> <urn:d> ; <{NV}deadline> <urn:l{n}> . "
        f'<urn:l{n}> <{NV}dueLatest> "{day}"^^<http://www.w3.org/2001/XMLSchema#date> .\n'
        for n, day in enumerate(("2022-05-04", due))
    )
    database.load_turtle(turtle.encode(), "urn:g", "made up")
    table = read_graph(database)
    with pytest.raises(InvalidValue, match=problem):
        load(table, LoadSettings(period="month"))
    assert load(table).periods[0].due == 2


def test_rows_are_made_from_their_columns(small_graph: EmbeddedStore) -> None:
    """Rows are a sequence like any other, in every period; JSON in pieces is that of the object."""
    for period in PERIODS:
        report = load(table_of(small_graph), LoadSettings(period=period))
        rows = list(report.rows)
        assert len(rows) == len(report.rows) > 0
        assert [report.rows[place] for place in range(-len(rows), len(rows))] == rows + rows
        assert (report.rows[1:], report.rows[::-1]) == (tuple(rows[1:]), tuple(rows[::-1]))
        assert report == replace(report, rows=tuple(rows))
        assert report != replace(report, rows=tuple(rows[1:]))
        assert {type(value) for row in rows for value in astuple(row)} <= {str, int, float, type(None)}
        with pytest.raises(IndexError):
            report.rows[len(rows)]
        for at_once in (1, 256):
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr("queries.load_format._ROWS_AT_ONCE", at_once)
                pieces = "".join(as_json(report, "vi", "one"))
            assert json.loads(pieces) == {"snapshot": "one", **as_object(report, "vi")}


def test_periods_are_cut_one_by_one(small_graph: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Up to the one asked for, with the one before it; none is kept that was summed."""
    cut: list[str] = []
    name = load_parts.period_name

    def noted(month: int, period: Period) -> str:
        cut.append(name(month, period))
        return cut[-1]

    monkeypatch.setattr(load_parts, "period_name", noted)
    table = table_of(small_graph)
    report = load(table, LoadSettings(period="quarter"), Filters(when="2022-Q4"))
    assert cut == ["2022-Q3", "2022-Q4"]
    assert [one.period for one in report.periods] == ["2022-Q4"]
    assert all(row.change is not None for row in report.rows)
    assert load(table, LoadSettings(period="quarter"), Filters(when="1999-Q4")).periods == ()
