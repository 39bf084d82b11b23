"""Find documents by their names in the table that publication writes of them (`graph_build.called_table`).

Every function gives None where a snapshot has no such table; all names are read from the graph then.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from difflib import get_close_matches
from typing import TypeVar

from graph_build.called_table import BARE, LAYOUT
from graph_build.corpus_table import FILE
from graph_build.corpus_table import LAYOUT as CORPUS_LAYOUT
from graph_build.store import Store
from graph_build.text import bare
from queries.task_database import NoTable, open_table

T = TypeVar("T")

_CALLED = "SELECT iri FROM called JOIN document USING (place) WHERE how = ? AND folded = ?"
_LIKE_LONG = (
    "SELECT DISTINCT folded FROM called"
    " WHERE how = ? AND length(folded) * 7 >= ? * 3 AND ? * 7 >= length(folded) * 3"
)
_LIKENESS = 0.6


def number(store: Store) -> int | None:
    """Count the documents of a graph."""
    return _of(store, lambda table: int(table.execute("SELECT count(*) FROM document").fetchone()[0]))


def called(store: Store, ways: Iterable[tuple[int, str]]) -> list[str] | None:
    """Give the documents that are called by one of some folded texts, by IRI in order."""

    def read(table: sqlite3.Connection) -> list[str]:
        return sorted({iri for way in ways for (iri,) in table.execute(_CALLED, way)})

    return _of(store, read)


def nearest(store: Store, written: str, most: int) -> list[tuple[str, str]] | None:
    """List the folded names that look most like a written one, each with the first document called so.

    Names of which the lengths alone tell that they are too unlike are passed over.
    """

    def read(table: sqlite3.Connection) -> list[tuple[str, str]]:
        wanted = bare(written)
        folded = (text for (text,) in table.execute(_LIKE_LONG, (BARE, len(wanted), len(wanted))))
        near = get_close_matches(wanted, folded, n=most, cutoff=_LIKENESS)
        return [(text, min(iri for (iri,) in table.execute(_CALLED, (BARE, text)))) for text in near]

    return _of(store, read)


def _of(store: Store, read: Callable[[sqlite3.Connection], T]) -> T | None:
    try:
        with open_table(store, FILE, CORPUS_LAYOUT) as (table, about):
            return read(table) if about.get("names") == LAYOUT else None
    except NoTable:
        return None
