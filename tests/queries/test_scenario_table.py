"""Changes of a scenario on load tables: by hand on the small graph, and by their laws on random tables."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.load_table import NO_MONTH, LoadTable
from graph_build.store import EmbeddedStore
from ontology.vocab import DEFAULT_BASE
from queries.load import Filters, LoadReport, load
from queries.load_rules import READINGS, LoadSettings
from queries.scenario_changes import Change, Merge, Move, Reschedule, Split, Unschedule
from queries.scenario_compare import compare, months
from queries.scenario_read import ScenarioReader
from queries.scenario_share import RULES
from queries.scenario_table import Facts, Supposed, suppose
from tests.queries.test_load import _tables as tables

UNITS = f"{DEFAULT_BASE}id/unit/bo-y-te"
DPM, LEGAL = f"{UNITS}/cuc-y-te-du-phong", f"{UNITS}/vu-phap-che"
OFFICE = f"{UNITS}/van-phong"
HEALTH = f"{DEFAULT_BASE}id/group/so-y-te"
TASK = f"{DEFAULT_BASE}id/task/"
PLAN_7 = f"{DEFAULT_BASE}id/document/byt/2023/qd-7"


def _rows(report: LoadReport) -> dict[str, Any]:
    return {row.actor: row for row in report.rows}


def _supposed(store: EmbeddedStore, *changes: Change) -> tuple[Facts, Supposed]:
    return ScenarioReader(store).suppose(list(enumerate(changes, start=1)))


def _after(store: EmbeddedStore, *changes: Change) -> dict[str, Any]:
    _, supposed = _supposed(store, *changes)
    assert not supposed.problems
    return _rows(load(supposed.table))


def test_merged_by_hand(small_graph: EmbeddedStore) -> None:
    """b6, which both lead, counts once; b1 and c1 are led and coordinated by the one unit that is left."""
    rows = _after(small_graph, Merge((DPM, LEGAL), into=LEGAL))
    assert list(rows) == [LEGAL, HEALTH]
    legal = rows[LEGAL]
    assert (legal.led, legal.led_alone, legal.coordinated, legal.tasks, legal.due) == (6, 6, 2, 6, 2)
    assert legal.load == 6 + 0.5 + 1
    facts, supposed = _supposed(small_graph, Merge((DPM, LEGAL), name="Cục mới"))
    found = compare(facts, supposed)
    new = next(row for row in found.rows if row.shown.actor == "new:cuc-moi")
    assert (new.before, new.shown.name, new.figure("led")) == (None, "Cục mới", (0, 6, 6))
    assert found.internal == (0, 2)
    assert {row.shown.actor for row in found.changed} == {DPM, LEGAL, "new:cuc-moi"}


def test_moved_by_hand(small_graph: EmbeddedStore) -> None:
    some = _after(small_graph, Move(DPM, OFFICE, "lead", (f"{TASK}b1", f"{TASK}i1")))
    assert (some[OFFICE].led, some[OFFICE].coordinated, some[DPM].led, some[DPM].coordinated) == (2, 0, 3, 1)
    every = _after(small_graph, Move(DPM, OFFICE))
    assert DPM not in every
    assert (every[OFFICE].led, every[OFFICE].coordinated) == (5, 1)
    stated = _after(small_graph, Move(DPM, OFFICE, document=PLAN_7))
    assert (stated[OFFICE].led, stated[DPM].led) == (1, 4)
    shared = _after(small_graph, Move(LEGAL, DPM, "lead", (f"{TASK}b6",)))
    assert (shared[DPM].led, shared[DPM].led_alone, shared[LEGAL].led) == (5, 5, 1)


def test_split_by_hand(small_graph: EmbeddedStore) -> None:
    """Five tasks that the unit leads and one that it only coordinates are shared out; others keep theirs."""
    two = _after(small_graph, Split(DPM, ("Cục A", "Cục B")))
    assert DPM not in two
    assert sorted((two[unit].led, two[unit].coordinated) for unit in ("new:cuc-a", "new:cuc-b")) == [
        (2, 1),
        (3, 0),
    ]
    before = _rows(load(ScenarioReader(small_graph).facts.table))
    assert (two[LEGAL].led, two[LEGAL].load) == (before[LEGAL].led, before[LEGAL].load)
    assert two["new:cuc-a"].load + two["new:cuc-b"].load == pytest.approx(before[DPM].load)
    by_role = _after(small_graph, Split(DPM, ("Cục A", "Cục B"), "role"))
    assert (by_role["new:cuc-a"].led, by_role["new:cuc-b"].led, by_role["new:cuc-b"].coordinated) == (5, 0, 1)
    stays = _after(small_graph, Split(DPM, (DPM, "Cục B"), "first", (f"2 {PLAN_7}",)))
    assert (stays[DPM].led, stays[DPM].coordinated, stays["new:cuc-b"].led) == (4, 1, 1)
    by_hand = _after(small_graph, Split(DPM, (DPM, "Cục B"), "first", (f"2 {TASK}b1", f"2 {TASK}i1")))
    assert (by_hand[DPM].led, by_hand["new:cuc-b"].led) == (3, 2)


def test_a_split_goes_on(small_graph: EmbeddedStore) -> None:
    """The parts can be merged and moved to; a row that names nothing of the unit is told."""
    split = Split(DPM, ("Cục A", "Cục B"), "first", (f"2 {TASK}b1", f"2 {TASK}c2", "1 urn:none"))
    _, supposed = _supposed(small_graph, split, Merge(("new:cuc-b", LEGAL), into=LEGAL))
    assert [one.problem for one in supposed.outcomes] == [None, None]
    assert supposed.outcomes[0].missing == (f"{TASK}c2", "urn:none")
    rows = _rows(load(supposed.table))
    assert "new:cuc-b" not in rows
    assert rows["new:cuc-a"].led == 4


def test_rescheduled_by_hand(small_graph: EmbeddedStore) -> None:
    """A quarter is due in its quarter and no month; the stated start stays."""
    facts, supposed = _supposed(small_graph, Reschedule(f"{TASK}b1", "2022-09", "quarter"))
    old, new = (load(table, LoadSettings(period="quarter")) for table in (facts.table, supposed.table))
    assert [(one.period, one.due) for one in old.periods][:2] == [("2022-Q3", 0), ("2022-Q4", 2)]
    assert [(one.period, one.due) for one in new.periods][:2] == [("2022-Q3", 1), ("2022-Q4", 1)]
    counted, *_ = months(facts, supposed, "once", Filters())
    assert [(one.name, one.before, one.after) for one in counted if one.before != one.after] == [
        ("2022-10", 1, 0),
        ("2022-11", 1, 0),
        ("2022-12", 2, 1),
    ]
    dated = _supposed(small_graph, Reschedule(f"{TASK}c1", "2022-10-05"))[1]
    assert load(dated.table).undated == load(facts.table).undated - 1


def test_a_deadline_taken_away_by_hand(small_graph: EmbeddedStore) -> None:
    """What has a start is active in it alone, what has none is undated; nobody's tasks change."""
    facts, started = _supposed(small_graph, Unschedule(f"{TASK}b1"))
    old, new = (load(table, LoadSettings(period="quarter")) for table in (facts.table, started.table))
    told = [[(one.period, one.tasks, one.due) for one in report.periods[:2]] for report in (old, new)]
    assert told[0] == [("2022-Q3", 1, 0), ("2022-Q4", 2, 2)]
    assert told[1] == [("2022-Q3", 1, 0), ("2022-Q4", 1, 1)]
    assert new.undated == old.undated
    (due_only,) = [facts.tasks[task] for task, start, *_ in facts.table.spans.tolist() if start == NO_MONTH][
        :1
    ]
    undated = _supposed(small_graph, Unschedule(due_only))[1]
    before, after = load(facts.table), load(undated.table)
    assert after.undated == before.undated + 1
    assert after.periods[0].due == before.periods[0].due - 1
    assert [(row.actor, row.load) for row in after.rows] == [(row.actor, row.load) for row in before.rows]


@pytest.mark.parametrize(
    ("changes", "code", "other"),
    [
        ([Merge((DPM, "urn:none"), into=DPM)], "unit-gone", 0),
        ([Merge((DPM, HEALTH), into=DPM)], "collective", 0),
        ([Merge((DPM, LEGAL), into=DPM), Merge((LEGAL, OFFICE), into=OFFICE)], "merged", 1),
        ([Merge((DPM, LEGAL), into=DPM), Move(LEGAL, OFFICE)], "merged", 1),
        ([Merge((DPM, LEGAL), into=DPM), Move(OFFICE, LEGAL)], "merged", 1),
        ([Merge((DPM, LEGAL), name="Cục"), Merge((OFFICE, "new:cuc"), name="cục")], "name-taken", 1),
        ([Split("urn:none", ("A", "B"))], "unit-gone", 0),
        ([Split(HEALTH, ("A", "B"))], "collective", 0),
        ([Split(OFFICE, ("A", "B"))], "no-part", 0),
        ([Split(DPM, ("A", "B"), "first")], "part-empty", 0),
        ([Split(DPM, ("A", "B")), Move(DPM, OFFICE)], "split", 1),
        ([Split(DPM, ("A", "B")), Split(DPM, ("C", "D"))], "split", 1),
        ([Split(DPM, ("A", "B")), Split("new:a", ("B", "C"))], "name-taken", 1),
        ([Split(DPM, (DPM, "B")), Move("new:b", DPM)], "moved-back", 1),
        ([Move(DPM, OFFICE, tasks=(f"{TASK}none",))], "tasks-gone", 0),
        ([Move(DPM, OFFICE, "coordinate", (f"{TASK}b1",))], "no-part", 0),
        ([Move(OFFICE, DPM)], "no-part", 0),
        ([Move(DPM, OFFICE, document="urn:none")], "document-gone", 0),
        ([Move(DPM, OFFICE), Move(OFFICE, DPM)], "moved-back", 1),
        ([Reschedule(f"{TASK}none", "2023")], "task-gone", 0),
        ([Reschedule(f"{TASK}b1", "2023"), Reschedule(f"{TASK}b1", "2024")], "dated", 1),
        ([Reschedule(f"{TASK}b1", "2022-07")], "before-start", 0),
        ([Unschedule(f"{TASK}none")], "task-gone", 0),
        ([Unschedule(f"{TASK}c1")], "no-due", 0),
        ([Unschedule(f"{TASK}b1"), Unschedule(f"{TASK}b1")], "dated", 1),
        ([Reschedule(f"{TASK}b1", "2023"), Unschedule(f"{TASK}b1")], "dated", 1),
        ([Unschedule(f"{TASK}b1"), Reschedule(f"{TASK}b1", "2023")], "dated", 1),
        ([Reschedule(f"{TASK}b1", "2021")], "before-start", 0),
    ],
)
def test_what_cannot_be_carried_out_is_left_out_and_named(
    small_graph: EmbeddedStore, changes: list[Change], code: str, other: int
) -> None:
    _, supposed = _supposed(small_graph, *changes)
    problem = supposed.outcomes[-1].problem
    assert problem is not None
    assert (problem.code, problem.other) == (code, other)
    without = _supposed(small_graph, *changes[:-1])[1].table
    assert _rows(load(supposed.table)) == _rows(load(without))


def test_a_deadline_in_the_month_of_the_start_but_before_its_day() -> None:
    table = _table_of_one_task()
    facts = Facts(table, ("urn:t",), {"urn:t": "2022-08-20"})
    early, late = (suppose(facts, [(1, Reschedule("urn:t", day))]) for day in ("2022-08-05", "2022-08-25"))
    assert early.outcomes[0].problem is not None
    assert late.outcomes[0].problem is None
    assert suppose(facts, [(1, Reschedule("urn:t", "2022-08"))]).outcomes[0].problem is None


def test_tasks_that_are_gone_are_told_and_the_rest_is_moved(small_graph: EmbeddedStore) -> None:
    listed = (f"{TASK}b1", f"{TASK}none", f"{TASK}c2")
    _, supposed = _supposed(small_graph, Move(DPM, OFFICE, "lead", listed))
    (one,) = supposed.outcomes
    assert (one.problem, one.missing, len(one.parts)) == (None, (f"{TASK}none", f"{TASK}c2"), 1)
    assert _rows(load(supposed.table))[OFFICE].led == 1


# Laws


_ACTORS = st.integers(0, 4).map(lambda n: f"urn:a{n}")
_TASKS = tuple(f"urn:t{n}" for n in range(8))


@st.composite
def _changes(draw: st.DrawFn) -> list[Change]:
    made: list[Change] = []
    for _ in range(draw(st.integers(1, 5))):
        one, other = draw(st.lists(_ACTORS, min_size=2, max_size=2, unique=True))
        match draw(st.integers(0, 5)):
            case 0:
                made.append(Merge((one, other), into=other))
            case 1:
                made.append(Merge((one, other), name=f"Cục {len(made)}"))
            case 2:
                tasks = tuple(draw(st.lists(st.sampled_from(_TASKS), max_size=3, unique=True)))
                made.append(Move(one, other, draw(st.sampled_from(("lead", "coordinate", "both"))), tasks))
            case 3:
                names = (f"Cục {len(made)}a", draw(st.sampled_from((one, f"Cục {len(made)}b"))))
                rule = draw(st.sampled_from(RULES))
                rows = tuple(f"2 {task}" for task in draw(st.sets(st.sampled_from(_TASKS), max_size=3)))
                made.append(Split(one, names, rule, rows))
            case 4:
                made.append(Unschedule(draw(st.sampled_from(_TASKS))))
            case _:
                year, month = draw(st.integers(2020, 2022)), draw(st.integers(1, 12))
                made.append(Reschedule(draw(st.sampled_from(_TASKS)), f"{year}-{month:02}"))
    return made


def _numbered(changes: list[Change]) -> list[tuple[int, Change]]:
    return list(enumerate(changes, start=1))


def _same(one: LoadTable, other: LoadTable) -> bool:
    return all(
        np.array_equal(getattr(one, field.name), getattr(other, field.name))
        if isinstance(getattr(one, field.name), np.ndarray)
        else getattr(one, field.name) == getattr(other, field.name)
        for field in fields(LoadTable)
    )


@given(tables(), _changes())
def test_the_facts_stay_and_undoing_gives_the_load_before(table: LoadTable, changes: list[Change]) -> None:
    arrays = {f.name: np.copy(getattr(table, f.name)) for f in fields(LoadTable) if f.name not in _PLAIN}
    facts, before = Facts(table, _TASKS), []
    for size in range(len(changes) + 1):
        before.append(suppose(facts, _numbered(changes[:size])).table)
    assert _same(before[0], table)
    assert all(np.array_equal(getattr(table, name), array) for name, array in arrays.items())
    for size in range(len(changes), -1, -1):  # taken back one by one, the last first
        assert _same(suppose(facts, _numbered(changes[:size])).table, before[size])
    refused = {one.number for one in suppose(facts, _numbered(changes)).outcomes if one.problem}
    kept = [(number, change) for number, change in _numbered(changes) if number not in refused]
    assert _same(suppose(facts, kept).table, before[-1])


@settings(max_examples=30)
@given(tables(), st.lists(_ACTORS, min_size=2, max_size=3, unique=True), st.booleans())
def test_a_merger_counts_as_names_replaced(table: LoadTable, merged: list[str], is_new: bool) -> None:
    """Another way to the same figures: replace the names in all rows, and count those."""
    change = Merge(tuple(merged), name="Cục mới") if is_new else Merge(tuple(merged), into=merged[0])
    supposed = suppose(Facts(table, _TASKS), [(1, change)])
    number = {actor: place for place, actor in enumerate(supposed.table.actors)}
    target, sources = number[change.result], {number[one] for one in merged}

    def replaced(rows: Any, column: int) -> Any:
        told = {
            tuple(target if at == column and value in sources else value for at, value in enumerate(row))
            for row in rows.tolist()
        }
        ordered = sorted(told, key=lambda row: (row[1], row[0]))
        return np.array(ordered, dtype=np.int64).reshape(-1, 2)

    oracle = replace(
        supposed.table,
        leads=replaced(table.leads, 0),
        coordinates=replaced(table.coordinates, 0),
        members=replaced(table.members, 1),
    )
    for reading in READINGS:
        asked = LoadSettings(period="year", collectives=reading)
        assert load(supposed.table, asked) == load(oracle, asked)


@settings(max_examples=30)
@given(tables(), st.sampled_from(RULES), st.integers(2, 4))
def test_a_split_and_its_parts_merged_again_are_the_facts(table: LoadTable, rule: Any, parts: int) -> None:
    names = tuple(f"Cục {place}" for place in range(2 if rule == "role" else parts))
    split = Split("urn:a0", names, rule)
    changes: list[Change] = [split, Merge(split.results, name="Vụ 0")]
    supposed = suppose(Facts(table, _TASKS), _numbered(changes))
    if any(one.problem for one in supposed.outcomes):
        assert _same(supposed.table, table)
        return
    for reading in READINGS:
        asked = LoadSettings(period="year", collectives=reading)
        old, new = (_named_rows(load(one, asked)) for one in (table, supposed.table))
        assert new == pytest.approx(old)


def _named_rows(report: LoadReport) -> dict[Any, float]:
    return {
        (row.period, row.name, figure): float(getattr(row, figure))
        for row in report.rows
        for figure in ("led", "coordinated", "tasks", "load", "due", "partners", "strength")
    }


@settings(max_examples=30)
@given(tables(), st.integers(2, 4))
def test_an_even_split_is_even(table: LoadTable, parts: int) -> None:
    split = Split("urn:a0", tuple(f"Cục {place}" for place in range(parts)))
    (one,) = suppose(Facts(table, _TASKS), [(1, split)]).outcomes
    if one.problem:
        return
    got = [
        len(set(one.parts[one.parts[:, 3] == actor, 0].tolist())) for actor in set(one.parts[:, 3].tolist())
    ]
    assert len(got) == parts
    assert max(got) - min(got) <= 1


@settings(max_examples=30)
@given(tables(), _changes())
def test_a_comparison_says_what_both_reports_say(table: LoadTable, changes: list[Change]) -> None:
    facts = Facts(table, _TASKS)
    supposed = suppose(facts, _numbered(changes))
    found = compare(facts, supposed, LoadSettings(period="year"))
    assert {row.before for row in found.rows if row.before} == set(found.before.rows)
    assert {row.after for row in found.rows if row.after} == set(found.after.rows)
    for row in found.rows:
        before, after, change = row.figure("load")
        assert change == pytest.approx(after - before, abs=1e-8)
    if not any(len(one.parts) or isinstance(one.change, Reschedule | Unschedule) for one in found.outcomes):
        assert not found.changed


_PLAIN = {"actors", "names", "documents", "tasks"}


def _table_of_one_task() -> LoadTable:
    month = 2022 * 12 + 7
    none = np.zeros((0, 2), dtype=np.int64)
    return LoadTable(
        actors=("urn:a",),
        names=(("Vụ", "@vi"),),
        documents=("urn:d",),
        tasks=1,
        faces=np.array([(0, 0, 0)]),
        leads=np.array([(0, 0)]),
        coordinates=none,
        stated=np.array([(0, 0)]),
        above=none,
        spans=np.array([(0, month, month, month + 1, month + 1)]),
        members=none,
    )
