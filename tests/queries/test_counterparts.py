"""Counterparts: ranking, what is compared with what, verdicts, and what changed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from graph_build.store import open_snapshot
from queries.counterparts import Comparison, _best, _scores, changes, counterparts
from queries.counterparts_text import COLUMNS, as_csv
from queries.errors import DocumentUnread, InvalidValue, UnknownDocument
from queries.likeness import Syllables
from queries.provisions import Provision
from queries.verdicts import Verdict, Verdicts

MINISTRY = "2182/QĐ-BYT"
PROVINCE = "kh-bac-giang-nq38-2022.txt"


@pytest.fixture(scope="module")
def compared(sample_graph: Path) -> Comparison:
    with open_snapshot(sample_graph) as store:
        return counterparts(store, PROVINCE, MINISTRY)


def test_every_mandate_in_the_order_of_the_text(compared: Comparison) -> None:
    starts = [entry.here.evidence[0].start for entry in compared.entries]
    assert starts == sorted(starts)
    assert {entry.here.kind for entry in compared.entries} == {"measure"}
    assert {match.there.kind for entry in compared.entries for match in entry.matches} == {"task"}
    assert "Nghị quyết 38/NQ-CP" in {thing.label for thing in compared.shared}


def test_like_words_come_first(compared: Comparison) -> None:
    (entry,) = (one for one in compared.entries if one.here.text.startswith("Xét nghiệm kịp thời"))
    best, *others = entry.matches
    assert best.there.text.startswith("Xét nghiệm kịp thời")
    assert best.is_likely
    assert all(best.score > other.score for other in others)
    assert entry.as_object()["matches"][0]["words"][0].startswith("Xét nghiệm kịp thời")


def test_a_document_answers_to_itself(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        found = counterparts(store, MINISTRY, MINISTRY, limit=1)
    assert all(entry.matches[0].there.text == entry.here.text for entry in found.entries)


def test_like_headings_raise_the_score_of_like_words() -> None:
    here, same, other = (
        Provision(f"urn:{title}", "task", "urn:d", text, section_title=title)
        for title, text in (
            ("Y tế cơ sở", "Lập trạm y tế"),
            ("Y tế cơ sở", "Lập trạm tiêm"),
            ("Giao thông", "Lập trạm tiêm"),
        )
    )
    ((best, least),) = _scores([here], [same, other], Syllables())
    assert 1 > best > least > 0
    assert _scores([here], [], Syllables()) == [[]]


@pytest.mark.parametrize(("limit", "found"), [(9, "cbd"), (2, "cb")])
def test_equal_scores_stay_in_order_and_what_has_nothing_in_common_is_no_match(
    limit: int, found: str
) -> None:
    there = cast("Sequence[Provision]", "abcd")
    assert "".join(str(match.there) for match in _best([0.0, 0.5, 0.7, 0.5], there, limit)) == found


def test_verdicts_stand_above_scores(sample_graph: Path, compared: Comparison) -> None:
    entry = compared.entries[3]
    first, last = entry.matches[0], entry.matches[-1]
    said = [
        Verdict("counterpart", entry.here.iri, "different", "r", "An", first.there.iri),
        Verdict("counterpart", last.there.iri, "broader", "r", "An", entry.here.iri),
    ]
    with open_snapshot(sample_graph) as store:
        found = counterparts(store, PROVINCE, MINISTRY, verdicts=Verdicts(said))
    matches = found.entries[3].matches
    assert matches[0].there.iri == last.there.iri
    assert matches[0].verdict is not None
    assert matches[0].verdict.verdict == "narrower"
    assert first.there.iri not in {match.there.iri for match in matches}


def test_duties_where_asked_for(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        found = counterparts(store, PROVINCE, MINISTRY, kinds=("duty",), limit=2)
    assert {entry.here.kind for entry in found.entries} == {"duty"}
    assert max(len(entry.matches) for entry in found.entries) == 2


@pytest.mark.parametrize(
    ("first", "options", "error"),
    [
        ("9999/QĐ-BYT", {}, UnknownDocument),
        ("38/NQ-CP", {}, DocumentUnread),
        (PROVINCE, {"kinds": ("idea",)}, InvalidValue),
        (PROVINCE, {"limit": 0}, InvalidValue),
        (PROVINCE, {"method": "magic"}, InvalidValue),
    ],
)
def test_wrong_questions(
    sample_graph: Path, first: str, options: dict[str, object], error: type[Exception]
) -> None:
    with open_snapshot(sample_graph) as store, pytest.raises(error):
        counterparts(store, first, MINISTRY, **options)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("here", "there", "change"),
    [
        ("2022-12", "2022-12", "same"),
        ("2022-06", "2022-12", "earlier"),
        ("2023-01-15", "2022-12-31", "later"),
        ("2022", "2022-12", "unclear"),
        ("2022", "", "only-here"),
    ],
)
def test_deadlines(here: str, there: str, change: str) -> None:
    pair = [Provision("urn:x", "task", "urn:d", "Tiêm", due=due) for due in (here, there)]
    assert changes(*pair)["deadline"]["change"] == change


def test_wording_tells_both_sides() -> None:
    here = Provision("urn:a", "measure", "urn:d", "Lập 03 trạm tại tỉnh", leads=(("urn:u", "Sở Y tế"),))
    there = Provision("urn:b", "task", "urn:e", "Lập 05 trạm tại vùng sâu", leads=(("urn:v", "Cục A"),))
    told = changes(here, there)
    assert told["wording"] == [{"here": "03", "there": "05"}, {"here": "tỉnh", "there": "vùng sâu"}]
    assert told["lead"] == {"here": ["Sở Y tế"], "there": ["Cục A"], "change": "other"}


def test_a_row_a_match(compared: Comparison) -> None:
    lines = as_csv(compared).splitlines()
    assert lines[0].split(",") == list(COLUMNS)
    assert len(lines) == 1 + sum(max(1, len(entry.matches)) for entry in compared.entries)
