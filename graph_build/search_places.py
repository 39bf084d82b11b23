"""Where the words of a full-text index stand: its postings, in two tables of the SQLite file of the index.

    word    a word with its bare and its marked key (`graph_build.search_words`), and all its places
    size    one row: how many words each entry has, as 32-bit integers in the order of the entries

A place is a 64-bit integer, and those of a word are a BLOB of them in ascending order, through which NumPy
seeks as a whole. The bits of a place, the lowest last:

    30 entry | 3 column | 29 offset in the column | 1 whether a text begins here

Between two texts of a column an offset is left out, so that no words are neighbours across them.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

Places = npt.NDArray[np.int64]
"""Places of a word, ascending."""

SCHEMA: Final = (
    "CREATE TABLE word (bare TEXT NOT NULL, marked TEXT NOT NULL, places BLOB NOT NULL)",
    "CREATE TABLE size (words BLOB NOT NULL)",
    "CREATE TEMP TABLE part (word INTEGER, part INTEGER, places BLOB, PRIMARY KEY (word, part))",
)
INDEX: Final = "CREATE UNIQUE INDEX word_bare ON word (bare, marked)"

PLACES_AS: Final = "<i8"
SIZES_AS: Final = "<i4"
_MOST_HELD: Final = 4_000_000  # words of texts that are kept in memory before their places are written
_OFFSETS: Final = 29


def entries_of(places: Places) -> Places:
    """Give the number of the entry of each place."""
    return places >> (_OFFSETS + 4)


def columns_of(places: Places) -> Places:
    """Give the number of the column of each place."""
    return (places >> (_OFFSETS + 1)) & 7


def in_order(places: Places) -> Places:
    """Give places as numbers that differ by one where words are neighbours."""
    return places >> 1


def begins_text(places: Places) -> npt.NDArray[np.bool_]:
    """Tell of each place whether a text begins there."""
    return (places & 1).astype(np.bool_)


class WordPlaces:
    """The places of words on their way into an index; entries come in the order of their numbers."""

    def __init__(self, made: sqlite3.Connection) -> None:
        """Prepare the tables in a database that is being made."""
        self._made = made
        for statement in SCHEMA:
            made.execute(statement)
        self._words: dict[tuple[str, str], int] = {}
        self._held = array("i")
        self._starts, self._lengths, self._sizes = array("q"), array("i"), array("i")
        self._parts = 0

    def add(self, entry: int, columns: Mapping[int, Iterable[Sequence[tuple[str, str]]]]) -> None:
        """Add the texts of an entry by the number of their column, each as the keys of its words."""
        before = len(self._held)
        for column, texts in columns.items():
            offset = 0
            for pairs in texts:
                self._held.extend([self._words.setdefault(pair, len(self._words)) for pair in pairs])
                self._starts.append(((entry << 3 | column) << _OFFSETS) + offset)
                self._lengths.append(len(pairs))
                offset += len(pairs) + 1
        self._sizes.append(len(self._held) - before)
        if len(self._held) >= _MOST_HELD:
            self._put_down()

    def write(self) -> None:
        """Write the tables; the object is of no use afterwards."""
        self._put_down()
        parts = "SELECT places FROM part WHERE word = ? ORDER BY part"
        for pair in sorted(self._words):
            places = b"".join(blob for (blob,) in self._made.execute(parts, (self._words[pair],)))
            self._made.execute("INSERT INTO word VALUES (?, ?, ?)", (*pair, places))
        sizes = np.asarray(self._sizes, dtype=SIZES_AS)
        self._made.execute("INSERT INTO size VALUES (?)", (sizes.tobytes(),))
        self._made.execute(INDEX)

    def _put_down(self) -> None:
        """Write the places that are held, sorted by word, and hold none."""
        if not self._held:
            return
        words, lengths = np.asarray(self._held), np.asarray(self._lengths)
        ends = np.cumsum(lengths)
        shift = np.repeat(np.asarray(self._starts) - (ends - lengths), lengths)
        places = (shift + np.arange(len(words))) << 1
        places[(ends - lengths)[lengths > 0]] |= 1
        order = np.lexsort((places, words))
        words, places = words[order], places[order].astype(PLACES_AS)
        firsts = np.flatnonzero(np.diff(words, prepend=-1))
        self._made.executemany(
            "INSERT INTO part VALUES (?, ?, ?)",
            (
                (int(words[first]), self._parts, places[first:last].tobytes())
                for first, last in zip(firsts, [*firsts[1:], len(words)], strict=True)
            ),
        )
        self._parts += 1
        self._held = array("i")
        self._starts, self._lengths = array("q"), array("i")
