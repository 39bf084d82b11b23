"""Changes of a scenario: as people write them, as they are kept, and on a graph."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.errors import NhiemvuError
from graph_build.store import EmbeddedStore
from queries.errors import InvalidValue, UnknownTask, UnknownUnit
from queries.scenario_changes import BadChange, Change, Merge, Move, Reschedule, Split, Unschedule
from queries.scenario_notation import as_object, as_text, from_object, from_text
from queries.scenario_read import ChangeRefused, ScenarioReader, moment
from queries.scenario_share import RULES
from queries.scenario_words import change_words, problem_words

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
        (["Cục A", "Cục B"], ["²: 2182/QĐ-BYT 1.1"], BadChange),
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
