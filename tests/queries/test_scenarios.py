"""Scenarios as data: kept, taken back, damaged, added to by two people; changes as texts and objects."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import NhiemvuError
from graph_build.store import EmbeddedStore
from queries.errors import InvalidValue, UnknownTask, UnknownUnit
from queries.scenario_changes import (
    BadChange,
    Change,
    Merge,
    Move,
    Reschedule,
    Split,
    Unschedule,
    as_object,
    as_text,
    from_object,
    from_text,
)
from queries.scenario_read import ChangeRefused, ScenarioReader, moment
from queries.scenario_share import RULES
from queries.scenario_words import change_words, problem_words
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

AN = Stamp("An", "2026-01-31T08:00:00+07:00", "000001-0a1b2c3d")


def _let(_: Scenario) -> None:
    return None


def _add(graph: Path, change: Change, name: str = "thu") -> Scenario:
    return add(graph, name, change, AN, _let)


# The file


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
        raise BadChange("no")

    with pytest.raises(BadChange):
        add(tmp_path, "thu", Move("urn:a", "urn:b"), AN, refuse)
    assert read_scenario(tmp_path, "thu").changes == ()


def test_many_at_a_time_lose_nothing_and_see_one_another(tmp_path: Path) -> None:
    begin(tmp_path, "Thử", AN)
    seen: list[int] = []

    def see(scenario: Scenario) -> None:
        seen.append(len(scenario.changes))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add(tmp_path, "thu", Move("urn:a", f"urn:b{n}"), AN, see), range(40)))
    assert [one.number for one in read_scenario(tmp_path, "thu").changes] == list(range(1, 41))
    assert seen == list(range(1, 41))


def test_one_of_two_who_begin_the_same_is_told(tmp_path: Path) -> None:
    def attempt(_: int) -> bool:
        try:
            begin(tmp_path, "Thử", AN)
        except ScenarioExists:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(attempt, range(8))) == 1
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


# Changes


_IRIS = st.from_regex(r"urn:[a-z0-9%/]{1,12}", fullmatch=True)
_NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=20).map(
    lambda text: f"Cục {text}"
)
_CHANGES = st.one_of(
    st.builds(
        lambda units, name: Merge(tuple(units), name=name),
        st.lists(_IRIS, min_size=2, max_size=4, unique=True),
        _NAMES,
    ),
    st.builds(
        lambda units: Merge(tuple(units), into=units[0]), st.lists(_IRIS, min_size=2, max_size=4, unique=True)
    ),
    st.builds(
        lambda units, role, tasks: Move(units[0], units[1], role, tuple(tasks)),
        st.lists(_IRIS, min_size=2, max_size=2, unique=True),
        st.sampled_from(("lead", "coordinate", "both")),
        st.lists(_IRIS, max_size=3),
    ),
    st.builds(
        lambda units, name, rule, stays: Split(
            units[0],
            (units[0] if stays else f"{name} một", f"{name} hai"),
            rule,
            tuple(f"{place % 2 + 1} {unit}" for place, unit in enumerate(units[1:])),
        ),
        st.lists(_IRIS, min_size=1, max_size=4, unique=True),
        _NAMES,
        st.sampled_from(RULES),
        st.booleans(),
    ),
    st.builds(lambda task, year: Reschedule(task, str(year)), _IRIS, st.integers(1945, 2199)),
    st.builds(lambda task: Reschedule(task, "2023-06", "quarter"), _IRIS),
    st.builds(Unschedule, _IRIS),
)


@given(_CHANGES)
def test_written_and_read_again(change: Change) -> None:
    assert from_text(as_text(change)) == change
    assert from_object(json.loads(json.dumps(as_object(change)))) == change
    assert all(change_words(change, {}, language) for language in ("vi", "en"))


@pytest.mark.parametrize(
    "text",
    [
        *("", "merge", "drop|unit=urn:a", "merge|unit=urn:a|into=urn:a", "merge|unit=urn:a|name=x"),
        *("merge|unit=urn:a|unit=urn:b", "merge|unit=urn:a|unit=urn:b|into=urn:a|name=x"),
        *("move|source=urn:a|target=urn:a", "move|source=urn:a", "move|source=urn:a|target=urn:b|role=boss"),
        *("move|source=urn:a|source=urn:b|target=urn:c", "move|source=a|target=b", "move|x=1", "move|x"),
        *("no-deadline", "no-deadline|task=urn:a|due=2023", "no-deadline|task=urn:a|task=urn:b"),
        *(
            "split|unit=urn:a",
            "split|unit=urn:a|part=x",
            "split|part=x|part=y",
            "split|unit=urn:a|part=x|part=X",
        ),
        *("split|unit=urn:a|part=x|part=…", "split|unit=urn:a|part=x|part=y|rule=fair"),
        *("split|unit=urn:a|part=x|part=y|part=z|rule=role", "split|unit=urn:a|part=x|part=y|row=urn:t"),
        *("split|unit=urn:a|part=x|part=y|row=3 urn:t", "split|unit=urn:a|part=x|part=y|row=1 t"),
        "split|unit=urn:a|part=x|part=y|row=1 urn:t|row=2 urn:t",
        "split|unit=urn:a" + "".join(f"|part=x{place}" for place in range(21)),
        *("deadline|task=urn:a", "deadline|task=urn:a|due=soon", "deadline|task=urn:a|due=2023-13"),
        *(
            "deadline|task=urn:a|due=2023-02-30",
            "deadline|task=urn:a|due=0000",
            "deadline|task=urn:a|due=9999",
        ),
        *("deadline|task=urn:a|due=2023-05|precision=quarter", "deadline|task=urn:a|due=2023|precision=day"),
        *("deadline|task=|due=2023", "deadline|task=urn:a b|due=2023", "merge|unit=urn:a|unit=urn:b|name=…"),
        f"merge|unit=urn:a|unit=urn:b|name={'x' * 10_000}",
        "move|source=urn:a|target=urn:b|document=urn:d|task=urn:t",
        "move|source=urn:a|target=urn:b" + "|task=urn:t" * 2001,
    ],
)
def test_texts_that_are_no_change(text: str) -> None:
    with pytest.raises(BadChange) as told:
        from_text(text)
    assert len(str(told.value)) < 250


@pytest.mark.parametrize(
    "given_object",
    [
        *(None, [], "merge", {}, {"kind": 1}, {"kind": "move"}, {"kind": "merge", "units": "urn:a"}),
        *(
            {"kind": "merge", "units": [1, 2], "into": "urn:a"},
            {"kind": "move", "source": 1, "target": "urn:b"},
        ),
        {"kind": "move", "source": "urn:a", "target": "urn:b", "more": "x"},
        {"kind": "deadline", "task": "urn:a", "due": 2023},
    ],
)
def test_objects_that_are_no_change(given_object: Any) -> None:
    with pytest.raises(BadChange):
        from_object(given_object)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        *(("2023", ("2023", "")), ("2023-06", ("2023-06", "")), ("2023-06-15", ("2023-06-15", ""))),
        *(("6/2023", ("2023-06", "")), ("15/6/2023", ("2023-06-15", "")), ("15.6.2023", ("2023-06-15", ""))),
        *(("2023-Q2", ("2023-06", "quarter")), ("quý II/2023", ("2023-06", "quarter"))),
        *(("Quý 4/2023", ("2023-12", "quarter")), ("QUÝ IV/2023", ("2023-12", "quarter"))),
        *(("2023-h1", ("2023-06", "half_year")), (" 2023-H2 ", ("2023-12", "half_year"))),
    ],
)
def test_deadlines_as_people_write_them(written: str, value: tuple[str, str]) -> None:
    assert moment(written) == value


@pytest.mark.parametrize("written", ["", "soon", "2023-Q5", "23", "2023-6", "quý V/2023", "x" * 10_000])
def test_deadlines_that_are_none(written: str) -> None:
    with pytest.raises(InvalidValue) as told:
        moment(written)
    assert len(str(told.value)) < 200


# On a graph


def test_names_as_people_write_them(small_graph: EmbeddedStore) -> None:
    reader = ScenarioReader(small_graph)
    merge = reader.merge(["cuc y te du phong", "Vụ Pháp chế"], "", "Cục Phòng bệnh")
    assert merge.name == "Cục Phòng bệnh"
    for called in ("Cục Phòng bệnh", "cục phòng bệnh", "cuc phong benh", merge.result):
        assert reader.move(called, "Sở Y tế", "lead", others=[(1, merge)]).source == "new:cuc-phong-benh"
    assert reader.move("Cục YTDP", "Sở Y tế", "lead", ["2182/QĐ-BYT 1.1"]).tasks[0].endswith("/task/b1")
    for wrong, error in (
        (lambda: reader.merge(["Cục X", "Vụ Pháp chế"], "", "Mới"), UnknownUnit),
        (lambda: reader.merge(["Cục YTDP", "Vụ Pháp chế"], "", "Bộ y tế"), BadChange),
        (lambda: reader.merge(["Cục YTDP", "Vụ Pháp chế"], "", "Văn phòng"), BadChange),
        (lambda: reader.merge(["Cục YTDP"] * 2, "Cục YTDP", ""), BadChange),
        (lambda: reader.merge(["x" * 10_000, "Vụ Pháp chế"], "", "Mới"), UnknownUnit),
        (lambda: reader.reschedule("2182/QĐ-BYT 9.9", "2023"), UnknownTask),
        (lambda: reader.reschedule("2182/QĐ-BYT", "2023"), UnknownTask),
        (lambda: reader.reschedule("2182/QĐ-BYT 1.1", "mai"), InvalidValue),
    ):
        with pytest.raises(error):
            wrong()


def test_a_split_as_people_write_it(small_graph: EmbeddedStore) -> None:
    reader = ScenarioReader(small_graph)
    split = reader.split("Cục YTDP", ["cuc y te du phong", " Cục hai "], "first", ["2: 2182/QĐ-BYT 1.1"])
    assert (split.parts[0], split.parts[1]) == (split.unit, "Cục hai")
    assert split.named[0][0] == 1
    assert split.named[0][1].endswith("/task/b1")
    reader.check_added([(1, split)])
    words = change_words(split, reader.labels([split]), "en")
    assert words.startswith("Split Cục hai off Cục Y tế dự phòng (Bộ Y tế), which stays: ")
    moved = reader.move("cục hai", "Vụ Pháp chế", "both", others=[(1, split)])
    reader.check_added([(1, split), (2, moved)])
    with pytest.raises(ChangeRefused, match="Change 2 rests on it"):
        reader.check_without([(1, split), (2, moved)], [(2, moved)])
    again = reader.split("cục hai", ["Cục hai", "Cục ba"], others=[(1, split)])
    assert again.parts == ("new:cuc-hai", "Cục ba")
    for parts, rows, error in (
        (["Cục A", "Vụ Pháp chế"], [], BadChange),
        (["Cục A", "Cục B"], ["2182/QĐ-BYT 1.1"], BadChange),
        (["Cục A", "Cục B"], ["3: 2182/QĐ-BYT 1.1"], BadChange),
        (["Cục A", "Cục B"], ["2: 2182/QĐ-BYT 9.9"], UnknownTask),
        (["Cục A"], [], BadChange),
    ):
        with pytest.raises(error):
            reader.split("Cục YTDP", parts, "even", rows)


def test_what_contradicts_is_refused_and_what_others_rest_on_stays(small_graph: EmbeddedStore) -> None:
    reader = ScenarioReader(small_graph)
    merge = reader.merge(["Cục YTDP", "Vụ Pháp chế"], "", "Cục mới")
    move = reader.move("Cục mới", "Bộ Y tế", "both", others=[(1, merge)])
    reader.check_added([(1, merge), (2, move)])
    again = reader.move("Vụ Pháp chế", "Bộ Y tế", "both")
    with pytest.raises(ChangeRefused, match="Change 1 already merges Vụ Pháp chế"):
        reader.check_added([(1, merge), (2, again)])
    with pytest.raises(ChangeRefused, match="Change 2 rests on it"):
        reader.check_without([(1, merge), (2, move)], [(2, move)])
    reader.check_without([(1, merge), (2, move)], [(1, merge)])
    reader.check_without([(1, again), (2, merge), (3, again)], [(2, merge), (3, again)])


def test_every_problem_has_words(small_graph: EmbeddedStore) -> None:
    reader = ScenarioReader(small_graph)
    gone = Move("urn:gone", "urn:other", tasks=("urn:t",))
    _, supposed = reader.suppose([(1, gone)])
    labels = reader.labels([gone])
    said = [problem_words(supposed.outcomes[0], labels, language) for language in ("vi", "en")]
    assert said == ["Đồ thị không (còn) có đơn vị urn:gone.", "The graph has no unit urn:gone (any more)."]
    assert issubclass(BadChange, NhiemvuError)
