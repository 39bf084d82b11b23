"""Tasks carried over between years: what is suggested, on which ground, and what a person decides."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli import app
from graph_build.store import open_snapshot
from queries.carried import SURE, carried
from queries.errors import InvalidValue, UnknownDocument
from queries.shares import LIKELY, Shares, Source

runner = CliRunner()
TASK = "https://w3id.org/nhiemvu/id/task/ttg"


def test_the_seeds_repeat_three_mandates(seed_graph: Path) -> None:
    """164/QĐ-BYT of 2024 has three tasks of 2182/QĐ-BYT of 2022, each due a year later."""
    with open_snapshot(seed_graph) as store:
        found = carried(store)
        assert carried(store, "164/QĐ-BYT") == carried(store, "2182/QĐ-BYT") == found
        assert carried(store, "1025/KH-BCĐ") == ()
        with pytest.raises(UnknownDocument):
            carried(store, "9/QĐ-XYZ")
    assert [(one.later.place, one.earlier.place, one.ground) for one in found] == [
        ("PL2/4", "B/3.2", "words"),
        ("PL2/6", "B/3.1", "words"),
        ("PL2/5", "B/3.3", "lead"),
    ]
    assert {one.changes["deadline"]["change"] for one in found} == {"later"}
    assert all(one.later.evidence and one.earlier.evidence for one in found)


def test_the_command_tells_what_changed(years_graph: Path) -> None:
    made = runner.invoke(app, ["carried", "-g", str(years_graph), "--format", "csv"])
    assert (made.exit_code, "2 suggestions, not facts" in made.stderr) == (0, True)
    rows = list(csv.DictReader(StringIO(made.stdout)))
    assert [(row["later_task"], row["earlier_task"]) for row in rows] == [
        (f"{TASK}/2024/qd-25/pl/1", f"{TASK}/2022/qd-11/pl/1"),
        (f"{TASK}/2024/qd-25/pl/2", f"{TASK}/2022/qd-11/pl/3"),
    ]
    assert [(row["deadline_change"], row["lead_change"]) for row in rows] == [
        *(("later", "same"), ("later", "other"))
    ]
    told = json.loads(runner.invoke(app, ["carried", "-g", str(years_graph), "--format", "json"]).stdout)
    assert [(one["suggestion"], one["score"]) for one in told] == [(True, 1.0)] * 2
    assert told[0]["later"]["evidence"][0]["source"] == "ke-hoach-2024.txt"
    assert "PL/1" in runner.invoke(app, ["carried", "-g", str(years_graph)]).stdout
    assert runner.invoke(app, ["carried", "9/QĐ-XYZ", "-g", str(years_graph)]).exit_code == 2


_TEXTS = st.lists(st.sampled_from(["một", "hai", "ba", "bốn", "năm", "sáu", "bảy"]), max_size=9).map(" ".join)


@given(st.lists(_TEXTS, min_size=2, max_size=6))
def test_what_is_contained_is_a_share_and_the_same_both_ways(texts: list[str]) -> None:
    shares = Shares({str(place): text for place, text in enumerate(texts)}, {})
    names = [str(place) for place in range(len(texts))]
    for one in names:
        for other in names:
            assert 0 <= shares.contained(one, other) <= 1
            assert shares.contained(one, other) == pytest.approx(shares.contained(other, one))
        assert shares.contained(one, one) in [0, pytest.approx(1)]
    assert 0 < LIKELY < SURE < 1


def test_a_short_text_says_too_little() -> None:
    shares = Shares({"a": "Báo cáo quý", "b": "Báo cáo quý về tình hình thu ngân sách của tỉnh"}, {})
    assert shares.contained("a", "b") == 0
    assert shares.contained("b", "b") == pytest.approx(1)


@given(st.lists(st.tuples(st.sampled_from("abcd"), _TEXTS), max_size=12), st.sampled_from([None, "b", "d"]))
def test_what_comes_near_is_found_without_comparing_all(
    written: list[tuple[str, str]], asked: str | None
) -> None:
    """Documents a, b and c of one issuer follow each other, d is of another."""
    sources = {name: Source(name, name, "x" if name < "d" else "y", f"202{name}") for name in "abcd"}
    texts = {f"{source}{place}": text for place, (source, text) in enumerate(written)}
    tasks = {source: [name for name in texts if name[0] == source] for source in sources}
    pairs = [
        (sources[later], sources[earlier])
        for later, earlier in (("b", "a"), ("c", "a"), ("c", "b"))
        if asked in (None, later, earlier)
    ]
    shares = Shares(texts, tasks)
    assert shares.near(pairs, asked) == {
        (later.iri, one, earlier.iri, other)
        for later, earlier in pairs
        for one in tasks[later.iri]
        for other in tasks[earlier.iri]
        if shares.contained(one, other) >= LIKELY
    }


def test_of_too_many_tasks_a_document_must_be_named(years_graph: Path) -> None:
    with open_snapshot(years_graph) as store:
        assert carried(store, most_tasks=100) == carried(store)
        with pytest.raises(InvalidValue, match="document"):
            carried(store, most_tasks=3)
