"""Scenarios as data: kept, taken back, damaged, added to by two people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from queries.bilingual import Text
from queries.scenario_changes import BadChange, Change, Merge, Move
from queries.scenario_notation import as_object
from queries.scenarios import (
    FOLDER,
    Scenario,
    ScenarioDamaged,
    ScenarioExists,
    Stamp,
    UnknownChange,
    UnknownScenario,
    add,
    begin,
    read_scenario,
    remove,
    scenario_names,
    undo,
)
from tests.permissions import run_bound
from tests.waiting import side_by_side

AN = Stamp("An", "2026-01-31T08:00:00+07:00", "000001-0a1b2c3d")


def _let(_: Scenario) -> None:
    return None


def _add(graph: Path, change: Change, name: str = "thu") -> Scenario:
    return add(graph, name, change, AN, _let)


def test_kept_and_taken_back(tmp_path: Path) -> None:
    begun = begin(tmp_path, "Thử", AN)
    assert begun == read_scenario(tmp_path, "thu") == Scenario("thu", "Thử", AN)
    merge, move = Merge(("urn:a", "urn:b"), into="urn:b"), Move("urn:b", "urn:c")
    _add(tmp_path, merge)
    _add(tmp_path, move)
    assert read_scenario(tmp_path, "thu").numbered == ((1, merge), (2, move))
    assert undo(tmp_path, "thu", 1, AN, _let).numbered == ((2, move),)
    assert _add(tmp_path, merge).numbered == ((2, move), (3, merge))
    assert undo(tmp_path, "thu", None, AN, _let) == read_scenario(tmp_path, "thu")
    with pytest.raises(UnknownChange, match=r"no change '1'\. Its changes are 2"):
        undo(tmp_path, "thu", 1, AN, _let)
    assert scenario_names(tmp_path) == ["thu"]
    assert len((tmp_path / FOLDER / "thu.jsonl").read_text(encoding="utf-8").splitlines()) == 6
    remove(tmp_path, "thu")
    assert scenario_names(tmp_path) == []
    assert list((tmp_path / FOLDER).iterdir()) == []


def test_what_a_check_refuses_is_not_kept(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)

    def refuse(_: Scenario) -> None:
        raise BadChange(Text(vi="không", en="no"))

    with pytest.raises(BadChange):
        add(tmp_path, "thu", Move("urn:a", "urn:b"), AN, refuse)
    assert read_scenario(tmp_path, "thu").changes == ()


def test_many_at_a_time_lose_nothing_and_see_one_another(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)
    seen: list[int] = []

    def see(scenario: Scenario) -> None:
        seen.append(len(scenario.changes))

    side_by_side(lambda n: add(tmp_path, "thu", Move("urn:a", f"urn:b{n}"), AN, see), range(40))
    assert [one.number for one in read_scenario(tmp_path, "thu").changes] == list(range(1, 41))
    assert seen == list(range(1, 41))


def test_one_of_two_who_begin_the_same_is_told(tmp_path: Path) -> None:
    def attempt(_: int) -> bool:
        try:
            begin(tmp_path, "Thử", AN)
        except ScenarioExists:
            return False
        return True

    assert sum(side_by_side(attempt, range(8))) == 1
    assert read_scenario(tmp_path, "thu").title == "Thử"


def test_nothing_is_added_to_a_scenario_that_is_removed(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)
    remove(tmp_path, "thu")
    for act in (
        lambda: _add(tmp_path, Move("urn:a", "urn:b")),
        lambda: undo(tmp_path, "thu", None, AN, _let),
        lambda: remove(tmp_path, "thu"),
        lambda: read_scenario(tmp_path, "thu"),
    ):
        with pytest.raises(UnknownScenario, match="no scenario 'thu'"):
            act()
    assert scenario_names(tmp_path) == []


def test_a_line_that_a_crash_cut_does_not_count_and_goes_with_the_next(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)
    _add(tmp_path, Move("urn:a", "urn:b"))
    file = tmp_path / FOLDER / "thu.jsonl"
    whole = file.read_bytes()
    for cut in range(1, len(whole.splitlines()[1])):
        file.write_bytes(whole[:-cut])
        if cut == 1:
            continue
        assert read_scenario(tmp_path, "thu").changes == ()
    assert _add(tmp_path, Move("urn:a", "urn:c")).numbered == ((1, Move("urn:a", "urn:c")),)
    assert read_scenario(tmp_path, "thu").last == 1


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"no JSON",
        b"[1]",
        b"\xff\xfe",
        b'{"number": 1}',
        b'{"number": 7, "change": {"kind": "move"}, "by": "An", "at": "2026-01-31", "snapshot": ""}',
        b'{"undo": 4, "by": "An", "at": "2026-01-31", "snapshot": ""}',
        b'{"undo": true}',
        b"[" * 100_000,
    ],
)
def test_a_damaged_file_is_told_and_stays_as_it_is(tmp_path: Path, line: bytes) -> None:
    begin(tmp_path, "Thử", AN)
    begin(tmp_path, "Khác", AN)
    file = tmp_path / FOLDER / "thu.jsonl"
    file.write_bytes(file.read_bytes() + line + b"\n")
    held = file.read_bytes()
    with pytest.raises(ScenarioDamaged, match=r"'thu' cannot be read. Line 2"):
        read_scenario(tmp_path, "thu")
    with pytest.raises(ScenarioDamaged):
        _add(tmp_path, Move("urn:a", "urn:b"))
    assert file.read_bytes() == held
    assert read_scenario(tmp_path, "khac").title == "Khác"


def test_an_empty_file_is_damaged(tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    (tmp_path / FOLDER / "thu.jsonl").touch()
    with pytest.raises(ScenarioDamaged, match="Line 1"):
        read_scenario(tmp_path, "thu")


@pytest.mark.parametrize(
    "title", ["", "  ", "…", "a\nb", "x" * 201, "Thử" * 10_000, "try", "Try!", "\ud800a", "a\0b"]
)
def test_titles_that_cannot_be(tmp_path: Path, title: str) -> None:
    with pytest.raises(BadChange) as told:
        begin(tmp_path, title, AN)
    assert len(str(told.value)) < 200
    assert scenario_names(tmp_path) == []


@pytest.mark.parametrize("name", ["", "..", "../x", "a/b", "A", "x" * 5000, "-a", "\0", "thu.jsonl"])
def test_names_that_cannot_be(tmp_path: Path, name: str) -> None:
    with pytest.raises(UnknownScenario) as told:
        read_scenario(tmp_path, name)
    assert len(str(told.value)) < 900


def test_near_names_are_told(tmp_path: Path) -> None:
    begin(tmp_path, "Hợp nhất hai cục", AN)
    with pytest.raises(UnknownScenario, match="Did you mean: hop-nhat-hai-cuc"):
        read_scenario(tmp_path, "hop-nhat-2-cuc")


def test_a_nameless_person_adds_nothing(tmp_path: Path) -> None:
    with pytest.raises(BadChange, match="who says so"):
        begin(tmp_path, "Thử", Stamp(" "))
    begin(tmp_path, "Thử", AN)
    with pytest.raises(BadChange, match="who says so"):
        add(tmp_path, "thu", Move("urn:a", "urn:b"), Stamp("x" * 10_000), _let)


BEGIN = """
import sys
from pathlib import Path
from graph_build.errors import WritingFailed
from queries.scenarios import Stamp, begin

try:
    begin(Path(sys.argv[1]), "Thử", Stamp("An", "2026-01-31T08:00:00+07:00"))
except WritingFailed as error:
    print(type(error).__name__)
"""


def test_a_folder_that_takes_nothing(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert run_bound(BEGIN, tmp_path) == "WritingFailed"
    tmp_path.chmod(0o700)


def test_a_scenario_does_not_grow_without_end(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)
    file = tmp_path / FOLDER / "thu.jsonl"
    with file.open("a", encoding="utf-8") as held:
        for number in range(1, 201):
            change = as_object(Move("urn:a", f"urn:b{number}"))
            stamp = {"by": "An", "at": AN.at, "snapshot": ""}
            held.write(json.dumps({"number": number, "change": change, **stamp}) + "\n")
    with pytest.raises(BadChange, match="200 changes at most"):
        _add(tmp_path, Move("urn:a", "urn:b"))
