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
from queries.carried import LIKELY, SURE, carried, contained, weighed
from queries.errors import UnknownDocument

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
    weights = weighed({str(place): text for place, text in enumerate(texts)})
    for left in weights.values():
        for right in weights.values():
            assert 0 <= contained(left, right) <= 1
            assert contained(left, right) == pytest.approx(contained(right, left))
        assert not left or contained(left, left) == pytest.approx(1)
    assert 0 < LIKELY < SURE < 1


def test_a_short_text_says_too_little() -> None:
    weights = weighed({"a": "Báo cáo quý", "b": "Báo cáo quý về tình hình thu ngân sách của tỉnh"})
    assert contained(weights["a"], weights["b"]) == 0
