"""Which entries of a full-text index a search finds, and in what order, from the places of its words.

All places of a word are taken at once, as arrays: every entry that matches is counted and weighed, and only
those that can be among the first are put in order, so the first are those of a full sort.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from functools import reduce
from itertools import zip_longest
from typing import Final

import numpy as np
import numpy.typing as npt

from graph_build.search_index import COLUMNS
from graph_build.search_places import (
    PLACES_AS,
    SIZES_AS,
    Places,
    begins_text,
    columns_of,
    entries_of,
    in_order,
)
from queries.search_terms import Condition, Row, Search

Numbers = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

_WEIGHTS: Final = np.array([10.0, 6.0, 6.0, 2.0, 1.0])  # of COLUMNS
_NAMES: Final = COLUMNS.index("alias")  # texts of the columns up to this one are names
_K1: Final = 1.2
_B: Final = 0.75
_LEAST_IDF: Final = 1e-6  # of what stands in half of all entries or more: it must not count against them
_NO_NAME: Final = 9
_CALLED: Final = """
SELECT entry, min(rank) FROM name WHERE folded IN (SELECT value FROM json_each(?)) GROUP BY entry
"""
_CLOSED: Final = "SELECT marked, places FROM word WHERE bare = :word"
_OPEN: Final = "SELECT marked, places FROM word WHERE bare >= :word AND bare < :word || char(1114111)"
_NONE: Final = np.empty(0, np.int64)


class Ranked:
    """The entries that a search finds, ascending by number; `first` puts the best in order."""

    def __init__(self, entries: Numbers, level: Numbers, score: Scores, called: dict[int, int]) -> None:
        """Take the entries, each with its level, lowest first, and its score, highest first."""
        self.entries, self._level, self._score, self._called = entries, level, score, called

    def count(self, low: int, high: int) -> int:
        """Count the entries whose numbers are in a range, both ends included."""
        return int(np.searchsorted(self.entries, high, "right") - np.searchsorted(self.entries, low))

    def of(self, ranges: Iterable[tuple[int, int]]) -> Ranked:
        """Leave out all entries but those in some ranges of numbers."""
        kept = np.zeros(len(self.entries), np.bool_)
        for low, high in ranges:
            kept[np.searchsorted(self.entries, low) : np.searchsorted(self.entries, high, "right")] = True
        return Ranked(self.entries[kept], self._level[kept], self._score[kept], self._called)

    def first(self, limit: int, offset: int) -> list[tuple[int, int | None]]:
        """Give the numbers of entries from `offset` on, best first, each with its rank as a whole name."""
        chosen = self._candidates(max(1, limit + offset))
        order = np.lexsort((self.entries[chosen], -self._score[chosen], self._level[chosen]))
        numbers = self.entries[chosen[order[offset : offset + limit]]].tolist()
        return [(number, self._called.get(number)) for number in numbers]

    def _candidates(self, most: int) -> Numbers:
        """Give the places of the best entries, `most` of them and those that equal the last one."""
        if most >= len(self.entries):
            return np.arange(len(self.entries))
        last = int(np.partition(self._level, most - 1)[most - 1])
        before, among = np.flatnonzero(self._level < last), np.flatnonzero(self._level == last)
        wanted, score = most - len(before), self._score[among]
        least = np.partition(score, len(score) - wanted)[len(score) - wanted]
        return np.concatenate([before, among[score >= least]])


class Matching:
    """One search in one index; keeps what it reads of the index until it ends.

    A set of entries is an array that tells of every number, from 0, whether it is one of them.
    """

    def __init__(self, reading: sqlite3.Connection, sizes: Scores) -> None:
        """Read from a connection; `sizes` holds the words of each entry, in parts of the average."""
        self._reading, self._sizes = reading, sizes
        self._read: dict[tuple[str, bool], list[tuple[str, Places]]] = {}
        self._rows: dict[Row, Places] = {}

    def ranked(self, search: Search) -> Ranked:
        """Find all entries that match, and weigh each."""
        matching = search.matching
        entries = np.flatnonzero(self._fulfilling(matching))
        if not len(entries):
            return Ranked(entries, entries, np.empty(0), {})
        asked = (search.in_row(prefix=False), search.in_row(prefix=True), search.whole)
        nearer = [condition for condition in dict.fromkeys(asked) if condition != matching]
        called = self._called(search)
        rank = np.full(len(self._sizes) + 1, _NO_NAME)
        rank[list(called)] = list(called.values())
        level = 10 * rank[entries] + ~self._beginning(search)[entries]
        for condition in nearer:
            level += ~self._fulfilling(condition)[entries]
        if search.with_marks:
            level += 1000 * ~self._fulfilling(search.with_marks)[entries]
        return Ranked(entries, level, self._score(matching, entries), called)

    def _fulfilling(self, condition: Condition) -> Flags:
        """Give the entries that hold one of the rows of every part."""
        found = (
            reduce(np.logical_or, [self._holding(self._places(row)) for row in part]) for part in condition
        )
        return reduce(np.logical_and, found)

    def _holding(self, places: Places) -> Flags:
        flags = np.zeros(len(self._sizes) + 1, np.bool_)
        flags[entries_of(places)] = True
        return flags

    def _score(self, condition: Condition, entries: Numbers) -> Scores:
        """Weigh entries by BM25 (Robertson and Zaragoza, 2009); a word counts as its column weighs.

        To ten digits: the last bit of a sum depends on the order of its parts, and equals keep theirs.
        """
        score = np.zeros(len(entries))
        damping = _K1 * (1 - _B + _B * self._sizes[entries - 1])
        for row in dict.fromkeys(row for part in condition for row in part):
            places = self._places(row)
            weight = np.bincount(
                entries_of(places), _WEIGHTS[columns_of(places)], minlength=len(self._sizes) + 1
            )
            holding = np.count_nonzero(weight)
            idf = max(np.log((len(self._sizes) - holding + 0.5) / (holding + 0.5)), _LEAST_IDF)
            score += idf * (weight[entries] * (_K1 + 1) / (weight[entries] + damping))
        mantissa, exponent = np.frexp(score)
        return np.ldexp(np.round(mantissa, 10), exponent)

    def _beginning(self, search: Search) -> Flags:
        """Give the entries that have a name that begins with the words as typed."""
        places = self._places(search.typed_row)
        return self._holding(places[begins_text(places) & (columns_of(places) <= _NAMES)])

    def _called(self, search: Search) -> dict[int, int]:
        """Give the entries that the search names as a whole, each with the rank of that name."""
        return dict(self._reading.execute(_CALLED, (json.dumps(search.names),)).fetchall())

    def _places(self, row: Row) -> Places:
        """Give the places where a row of words begins, starting from the word with the fewest."""
        if row not in self._rows:
            last = len(row.words) - 1
            read = [
                self._places_of(word, marked, is_open=row.is_open and at == last)
                for at, (word, marked) in enumerate(zip_longest(row.words, row.marked, fillvalue=""))
            ]
            fewest, *others = sorted(range(len(read)), key=lambda at: len(read[at]))
            begins = in_order(read[fewest]) - fewest
            for at in others:
                begins = begins[_contained(in_order(read[at]), begins + at)]
            self._rows[row] = read[0][np.searchsorted(in_order(read[0]), begins)] if others else read[0]
        return self._rows[row]

    def _places_of(self, word: str, marked: str, *, is_open: bool) -> Places:
        """Give the places of a word by its bare key, of all its spellings or of those with its marked key."""
        if (word, is_open) not in self._read:
            rows = self._reading.execute(_OPEN if is_open else _CLOSED, {"word": word}).fetchall()
            self._read[word, is_open] = [(key, np.frombuffer(blob, PLACES_AS)) for key, blob in rows]
        parts = [
            places
            for key, places in self._read[word, is_open]
            if not marked or key == marked or (is_open and key.startswith(marked))
        ]
        return parts[0] if len(parts) == 1 else np.sort(np.concatenate([_NONE, *parts]), kind="stable")


def read_sizes(reading: sqlite3.Connection) -> Scores:
    """Read how many words each entry has, in parts of the average."""
    sizes = np.frombuffer(reading.execute("SELECT words FROM size").fetchone()[0], SIZES_AS)
    return sizes / max(1.0, float(sizes.mean())) if len(sizes) else np.empty(0)


def _contained(among: Numbers, wanted: Numbers) -> Flags:
    """Tell which of some numbers an ascending array holds."""
    if not len(among):
        return np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(among, wanted), len(among) - 1)
    return np.equal(among[at], wanted)
