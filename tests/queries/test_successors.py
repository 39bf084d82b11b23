"""What units have become: mergers, chains, divisions, and the load in both readings of units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.store import EmbeddedStore, open_snapshot
from ontology.register import load_register, successors
from ontology.vocab import DEFAULT_BASE
from queries.errors import InvalidValue
from queries.load import Filters, LoadReport, load, table_of
from queries.load_format import as_csv, as_object, notes
from queries.load_rows import Choice, counted, sparql
from queries.load_rules import PERIODS, READINGS, LoadSettings
from queries.load_time import ReadTable, load_read, moved, read_as_of, read_by
from queries.successors import UnitChange, predecessors, read_changes, successions
from queries.unit_readings import moved_words, shown_day, units_day, units_rule

UNITS = f"{DEFAULT_BASE}id/unit/bo-y-te"
DPM, LEGAL = f"{UNITS}/cuc-y-te-du-phong", f"{UNITS}/vu-phap-che"


def change(day: str, originals: str, results: str, act: str = "1/NQ-CP") -> UnitChange:
    """Make a change of units that are called by single letters."""
    return UnitChange(f"change:{day}/{originals}-{results}", day, tuple(originals), tuple(results), act, act)


def became(changes: Iterable[UnitChange], day: str = "2026-01-01") -> dict[str, str | None]:
    """Tell the successor of every changed unit."""
    return {unit: one.successor for unit, one in successions(changes, day).items()}


def test_a_merger_gives_one_successor_from_its_day_on() -> None:
    merger = change("2025-03-01", "AB", "C")
    assert became([merger]) == {"A": "C", "B": "C"}
    assert became([merger], "2025-03-01") == {"A": "C", "B": "C"}
    assert became([merger], "2025-02-28") == {}


def test_a_body_that_goes_on_as_itself_has_no_other() -> None:
    found = successions([change("2025-03-01", "AB", "B")], "2026-01-01")
    assert {unit: one.successor for unit, one in found.items()} == {"A": "B"}
    assert [one.unit for one in predecessors(found, "B")] == ["A"]


def test_changes_are_followed_to_their_end_and_prove_it() -> None:
    way = [change("2025-07-01", "B", "C"), change("2020-01-01", "A", "B")]
    found = successions(way, "2026-01-01")["A"]
    assert (found.successor, [one.date for one in found.changes]) == ("C", ["2020-01-01", "2025-07-01"])
    assert became(way, "2024-01-01") == {"A": "B"}


@pytest.mark.parametrize(
    ("changes", "results", "hindrance"),
    [
        ([change("2025-03-01", "A", "BC")], ("B", "C"), "several"),
        ([change("2025-03-01", "A", "B"), change("2025-03-01", "A", "C")], ("B", "C"), "several"),
        ([change("2025-03-01", "A", "AB")], ("A", "B"), "several"),
        ([change("2025-03-01", "A", "")], (), "none"),
        ([change("", "A", "B")], ("B",), "undated"),
        ([change("2025", "A", "B")], ("B",), "undated"),
        ([change("2024-03-01", "A", "B"), change("2025-03-01", "B", "CD")], ("C", "D"), "several"),
    ],
)
def test_what_cannot_be_given_to_one_stays(
    changes: list[UnitChange], results: tuple[str, ...], hindrance: str
) -> None:
    one = successions(changes, "2026-01-01")["A"]
    assert (one.successor, one.results, one.hindrance) == (None, results, hindrance)


def test_a_name_taken_up_again_comes_to_an_end() -> None:
    back = [change("2010-01-01", "A", "B"), change("2020-01-01", "B", "A")]
    assert became(back) == {"B": "A"}
    assert became(back, "2015-01-01") == {"A": "B"}


_CHANGES = st.lists(
    st.builds(
        change,
        st.sampled_from(["", "2020-01-01", "2021-01-01", "2022-01-01"]),
        st.text("ABCDE", min_size=1, max_size=3),
        st.text("ABCDE", max_size=3),
    ),
    max_size=8,
)


@given(_CHANGES, st.sampled_from(["2019-12-31", "2020-01-01", "2021-06-01", "2030-01-01"]))
def test_every_unit_has_one_successor_or_a_reason(changes: list[UnitChange], day: str) -> None:
    """Order does not matter, every answer has its proof, and nothing after the day counts."""
    found = successions(changes, day)
    assert successions(reversed(changes), day).keys() == found.keys()
    for one in found.values():
        assert (one.successor is None) == (one.hindrance is not None)
        assert one.changes
        assert all(step.date <= day for step in one.changes)
        if one.successor is not None:
            assert (one.unit, one.successor) != (one.successor, one.unit)
            assert (one.successor,) == one.results


@pytest.fixture
def merged(small_graph: EmbeddedStore) -> ReadTable:
    """Give the table of the small graph after a merger of its two departments into one of them."""
    merger = UnitChange("change:1", "2025-03-01", (DPM, LEGAL), (LEGAL,), "act:1", "10/QĐ-BYT")
    return read_by(table_of(small_graph), [merger], "2026-01-01")


def _rows(report: LoadReport) -> dict[str, tuple[int, int, int, float]]:
    return {row.actor: (row.led, row.coordinated, row.tasks, row.load) for row in report.rows}


def test_load_in_both_readings(small_graph: EmbeddedStore, merged: ReadTable) -> None:
    """A task that both departments lead, or that ties them, counts once for what they have become."""
    written = read_as_of(small_graph, table_of(small_graph), "")
    assert load_read(written) == load(table_of(small_graph))
    now = load_read(merged)
    # DPM leads 5 and coordinates 1, LEGAL leads 2 and coordinates 1: of these they lead one together, and
    # two tasks have one of them as lead and the other as coordinator.
    health = f"{DEFAULT_BASE}id/group/so-y-te"
    assert _rows(now) == {LEGAL: (6, 2, 6, 6 + 0.5 + 1), health: (0, 2, 2, 0.5 + 1)}
    assert (
        load_read(merged, filters=Filters(unit=DPM)).rows
        == load_read(merged, filters=Filters(unit=LEGAL)).rows
    )
    assert now.tasks == load(table_of(small_graph)).tasks


def test_figure_rows_and_sparql_agree_in_the_reading(small_graph: EmbeddedStore, merged: ReadTable) -> None:
    for period in PERIODS[:1]:
        for reading in READINGS:
            settings = LoadSettings(period, reading)
            for row in load_read(merged, settings).rows:
                for figure in ("tasks", "led", "coordinated", "due"):
                    choice = Choice(figure, row.actor)
                    tasks = counted(merged.table, settings, Filters(), choice).tasks
                    text = sparql(merged.table, settings, Filters(), choice, DEFAULT_BASE, merged.stands_for)
                    asked = list(small_graph.query(text))
                    assert len(tasks) == len(asked) == getattr(row, figure), (reading, figure)


def test_the_reading_is_named_in_every_form(merged: ReadTable) -> None:
    report = load_read(merged)
    assert [line.rstrip().split(",")[-2:] for line in as_csv(report)] == [
        ["units", "as_of"],
        *[["2026-01-01", ""]] * 2,
    ]
    told = as_object(report)
    assert told["units"] == "2026-01-01"
    assert [one["successor"] for one in told["moved"]] == [LEGAL]
    assert "Units: as of 2026-01-01; a unit that was merged" in notes(report)[1]
    assert notes(report, "vi")[2] == "Cục Y tế dự phòng → Vụ Pháp chế (từ 1/3/2025, theo 10/QĐ-BYT)."
    assert notes(load(merged.written))[1] == "Units: as written in the documents."


def test_what_is_divided_or_unknown_stays_and_is_named(small_graph: EmbeddedStore) -> None:
    table = table_of(small_graph)
    divided = UnitChange("change:1", "2025-03-01", (DPM,), (LEGAL, "unit:x"), "", "")
    read = read_by(table, [divided, replace(divided, originals=(LEGAL,), results=("unit:y",))], "2026-01-01")
    assert _rows(load_read(read)) == _rows(load(table))
    assert [moved_words(one) for one in moved(read)] == [
        "Cục Y tế dự phòng: kept as written, divided among several: Vụ Pháp chế, unit:x (since 2025-03-01)",
        "Vụ Pháp chế: kept as written, the graph does not describe its successor: unit:y (since 2025-03-01)",
    ]


def test_the_shipped_register_is_read_from_the_graph(sample_graph: Path) -> None:
    register = load_register()
    with open_snapshot(sample_graph) as store:
        found = successions(read_changes(store, DEFAULT_BASE), "2026-01-01")
    iris = {unit.name: unit.iri for unit in register.units}
    assert len(found) > 30
    for name, iri in iris.items():
        (after,) = successors(register, name, "2026-01-01")
        assert (found[iri].successor if iri in found else iri) == iris[after]
    ministry = found[iris["Bộ Thông tin và Truyền thông"]]
    assert (ministry.changes[0].date, ministry.changes[0].act_label) == ("2025-03-01", "176/2025/QH15")


def test_readings_are_understood() -> None:
    today = date(2026, 11, 22)
    assert [units_day(one, today) for one in ("", "as-written", "as-of-today", "1/3/2025")] == [
        *("", "", "2026-11-22", "2025-03-01")
    ]
    for wrong in ("today", "2025", "2025-02-30", "as written"):
        with pytest.raises(InvalidValue, match="as-of-today"):
            units_day(wrong, today)
    assert [shown_day(one, "vi") for one in ("2025-03-01", "2025-02-09", "2025-11-22")] == [
        *("1/3/2025", "9/2/2025", "22/11/2025")
    ]
    assert units_rule("as-written", "vi") == "Đơn vị: theo tên nêu trong văn bản."
