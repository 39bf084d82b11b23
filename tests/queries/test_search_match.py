"""The order of what a search finds is that of weighing every entry by itself and sorting them all."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graph_build.search_index import _COLUMN_OF, _NAME_RANKS, FILE, write_index
from graph_build.search_words import Key, keys
from graph_build.store import Database
from ontology.vocab import vocabulary
from queries.errors import BadSearch
from queries.search import SearchIndex
from queries.search_match import Ranked
from queries.search_terms import Condition, Row, Search, understand

WORDS = ("đường", "đương", "duong", "sắt", "bò", "bộ", "bở", "ban", "UBND", "ủy ban nhân dân", "38/NQ-CP")
WEIGHTS = {"number": 10, "name": 6, "alias": 6, "body": 2, "context": 1}
TEXT = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@dataclass(frozen=True)
class Written:
    """An entry of an index with its texts, each with its role."""

    number: int
    kind: str
    texts: list[tuple[str, list[Key]]]

    def hits(self, row: Row) -> Iterator[tuple[str, int]]:
        """Give the role of the text and the place in it wherever a row of words stands."""
        for role, words in self.texts:
            for at in range(len(words) - len(row.words) + 1):
                if fits(words[at : at + len(row.words)], row):
                    yield role, at

    def fulfils(self, condition: Condition) -> bool:
        return all(any(next(self.hits(row), None) for row in part) for part in condition)

    @property
    def size(self) -> int:
        return sum(len(words) for _, words in self.texts)


def fits(words: list[Key], row: Row) -> bool:
    pairs = [(word.bare, plain) for word, plain in zip(words, row.words, strict=True)]
    if row.marked:
        pairs += [(word.marked, marked) for word, marked in zip(words, row.marked, strict=True)]
    last = {len(row.words) - 1, len(pairs) - 1}
    return all(
        word == asked or (row.is_open and at in last and word.startswith(asked))
        for at, (word, asked) in enumerate(pairs)
    )


def by_sorting_all(entries: list[Written], search: Search) -> list[int]:
    """Rank as the documentation of `queries.search` says, entry by entry."""
    average = sum(entry.size for entry in entries) / len(entries)
    idf = {}
    for row in (row for part in search.matching for row in part):
        holding = sum(entry.fulfils(((row,),)) for entry in entries)
        idf[row] = max(math.log((len(entries) - holding + 0.5) / (holding + 0.5)), 1e-6)
    nearer = {search.in_row(prefix=False), search.in_row(prefix=True), search.whole} - {search.matching}

    def place(entry: Written) -> tuple[object, ...]:
        named = [
            _NAME_RANKS[role]
            for role, words in entry.texts
            if role in _NAME_RANKS and " ".join(word.bare for word in words) in search.names
        ]
        names = {"number", "name", "alias"}
        begins = any(not at and _COLUMN_OF[role] in names for role, at in entry.hits(search.typed_row))
        score = 0.0
        for row, rarity in idf.items():
            weight = sum(WEIGHTS[_COLUMN_OF[role]] for role, _ in entry.hits(row))
            score += rarity * weight * 2.2 / (weight + 1.2 * (0.25 + 0.75 * entry.size / average))
        lacking = sum(not entry.fulfils(condition) for condition in nearer)
        marks = not entry.fulfils(search.with_marks)
        order = marks, min(named, default=9), (not begins) + lacking
        return *order, -float(f"{score:.10g}"), entry.number

    found = [entry for entry in entries if entry.fulfils(search.matching)]
    return [entry.number for entry in sorted(found, key=place)]


def written(file: Path) -> list[Written]:
    with sqlite3.connect(file) as reading:
        rows = reading.execute("SELECT id, kind, texts FROM entry ORDER BY id").fetchall()
    reading.close()
    return [
        Written(number, kind, [(role, keys(text)) for role, text in json.loads(texts)])
        for number, kind, texts in rows
    ]


@pytest.mark.unmeasured
@given(
    titles=st.lists(st.tuples(TEXT, st.lists(TEXT, max_size=2)), min_size=1, max_size=12),
    asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=3),
    cut=st.integers(0, 3),
    form=st.sampled_from(("{}", '"{}"', "{} kind:unit")),
)
@example(  # a word that all have weighs next to nothing
    titles=[
        (f"{4 * 'đường '}38/NQ-CP", ["đường ủy ban nhân dân", f"38/NQ-CP {3 * 'đường '}ủy ban nhân dân"]),
        (f"{4 * 'đường '}38/NQ-CP 38/NQ-CP", []),
        (f"{4 * 'đường '}38/NQ-CP", [" ".join(6 * ["đường"])]),
        ("đường ủy ban nhân dân", [" ".join(6 * ["đường"]), f"{4 * 'đường '}ủy ban nhân dân 38/NQ-CP"]),
        ("38/NQ-CP đường", []),
    ],
    asked=["38/NQ-CP"],
    cut=0,
    form="{}",
)
@settings(max_examples=200, deadline=None)
def test_the_first_are_those_of_sorting_all(
    titles: list[tuple[str, list[str]]],
    asked: list[str],
    cut: int,
    form: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    lines = [
        "@prefix nv: <https://w3id.org/nhiemvu/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <https://w3id.org/nhiemvu/id/> .",
    ]
    for number, (title, aliases) in enumerate(titles):
        kind, naming = ("unit", "skos:prefLabel") if aliases else ("task", "dcterms:title")
        lines += [f'<{kind}/{number}> a nv:{kind.title()} ; {naming} "{title}" .']
        lines += [f'<{kind}/{number}> skos:altLabel "{alias}" .' for alias in aliases]
        lines += [f"<{kind}/{number}> nv:statedIn <unit/0> ."] if number % 3 == 1 else []
    file = tmp_path_factory.getbasetemp() / FILE
    file.unlink(missing_ok=True)
    database = Database()
    database.load_turtle("\n".join(lines).encode(), "https://w3id.org/nhiemvu/graph/test", "test")
    write_index(database, file, vocabulary())
    typed = " ".join(asked)
    try:
        search = understand(form.format(typed[: len(typed) - cut]))
    except BadSearch:
        return
    entries = written(file)
    kinds = {entry.number: entry.kind for entry in entries}
    every = by_sorting_all(entries, search)
    wanted = [number for number in every if not search.kinds or kinds[number] in search.kinds]
    index = SearchIndex(file)
    iris = index.iris(search, 100)
    assert len(iris) == len(wanted)
    numbers = [int(iri.rpartition("/")[2]) for iri in iris]
    assert numbers == [numbered(file)[number] for number in wanted]
    for limit, offset in ((1, 0), (2, 0), (2, 3), (4, 1)):
        found = index.find(search, limit=limit, offset=offset)
        assert [hit.iri for hit in found.hits] == iris[offset : offset + limit]
        assert found.total == len(wanted)
        assert sum(found.kinds.values()) == len(every)


def numbered(file: Path) -> dict[int, int]:
    """Give the number that ends the IRI of every entry."""
    with sqlite3.connect(file) as reading:
        rows = dict(reading.execute("SELECT id, iri FROM entry").fetchall())
    reading.close()
    return {number: int(iri.rpartition("/")[2]) for number, iri in rows.items()}


@given(
    weighed=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=60),
    limit=st.integers(0, 20),
    offset=st.integers(0, 70),
)
def test_a_page_is_cut_from_the_whole_order(weighed: list[tuple[int, int]], limit: int, offset: int) -> None:
    levels, scores = (np.array([one[at] for one in weighed], np.int64) for at in (0, 1))
    ranked = Ranked(np.arange(len(weighed)) + 1, levels, scores.astype(np.float64), {})
    order = sorted(range(len(weighed)), key=lambda at: (levels[at], -scores[at], at))
    page = [at + 1 for at in order][offset : offset + limit]
    assert [number for number, _ in ranked.first(limit, offset)] == page


def test_places_written_in_parts_are_those_written_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = [
        f'<https://w3id.org/nhiemvu/id/task/{number}> <http://purl.org/dc/terms/title> "{WORDS[number % 7]}'
        f' {WORDS[number % 5]} đường sắt" . <https://w3id.org/nhiemvu/id/task/{number}> a'
        " <https://w3id.org/nhiemvu/ontology#Task> ."
        for number in range(50)
    ]
    database = Database()
    database.load_turtle("\n".join(lines).encode(), "https://w3id.org/nhiemvu/graph/test", "test")
    written_at = []
    for name, most in (("once", 4_000_000), ("parts", 9)):
        monkeypatch.setattr("graph_build.search_places._MOST_HELD", most)
        write_index(database, tmp_path / name, vocabulary())
        with sqlite3.connect(tmp_path / name) as reading:
            written_at.append(reading.execute("SELECT * FROM word, size ORDER BY bare, marked").fetchall())
        reading.close()
    assert written_at[0]
    assert written_at[0] == written_at[1]
