"""Read figures, loads and documents from the table of the corpus (`graph_build.corpus_table`).

Every function gives None where a snapshot has no such table; the graph is asked then.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple, TypeVar

from graph_build.corpus_table import COUNTED, FILE, LAYOUT, Described
from graph_build.store import Store
from graph_build.store_errors import SnapshotUnreadable
from queries.task_database import NoTable, open_table

T = TypeVar("T")

_NAMES: Final = ", ".join(Described._fields)
_LATEST: Final = "ORDER BY date DESC, label DESC, place LIMIT ? OFFSET ?"
_HAS_WORD: Final = "AND (instr(words, ?) OR issuers IN (SELECT value FROM json_each(?)))"


class Stated(NamedTuple):
    """A document, and how much it states of every kind."""

    document: Described
    states: dict[str, int]


def figures(store: Store) -> dict[str, int] | None:
    """Give how much the graph holds, by kind."""
    return _of(store, lambda ask: dict(ask("SELECT what, number FROM figure")))


def load(store: Store) -> dict[str, dict[str, int]] | None:
    """Give how many tasks every actor leads and coordinates."""

    def read(ask: Ask) -> dict[str, dict[str, int]]:
        found: dict[str, dict[str, int]] = {}
        for actor, how, tasks in ask("SELECT actor, how, tasks FROM load"):
            found.setdefault(actor, {})[how] = tasks
        return found

    return _of(store, read)


def count(store: Store, *, in_corpus: bool | None = None) -> int | None:
    """Count documents, all or those that were read or only cited."""
    where = "" if in_corpus is None else f" WHERE in_corpus = {int(in_corpus)}"
    return _of(store, lambda ask: ask(f"SELECT count(*) FROM document{where}")[0][0])  # noqa: S608 - a digit


def every(store: Store) -> list[Described] | None:
    """Give all documents, those that were read first."""
    query = f"SELECT {_NAMES} FROM document ORDER BY place"  # noqa: S608 - names of columns alone
    return _of(store, lambda ask: [_named(row) for row in ask(query)])


def named(store: Store, iris: Iterable[str]) -> list[Described] | None:
    """Give those of some documents that the graph describes."""
    asked = json.dumps(list(iris), ensure_ascii=False)
    query = f"SELECT {_NAMES} FROM document WHERE iri IN (SELECT value FROM json_each(?))"  # noqa: S608
    return _of(store, lambda ask: [_named(row) for row in ask(query, asked)])


def listed(store: Store, *, most: int) -> list[Described] | None:
    """Give documents that were read, the latest first."""
    query = f"SELECT {_NAMES} FROM document WHERE in_corpus = 1 {_LATEST}"  # noqa: S608
    return _of(store, lambda ask: [_named(row) for row in ask(query, most, 0)])


def called(store: Store, labels: Iterable[str]) -> list[Described] | None:
    """Give the documents that are called by one of some labels, those that were read first."""
    asked = json.dumps(list(labels), ensure_ascii=False)
    query = (
        f"SELECT {_NAMES} FROM document "  # noqa: S608 - names of columns alone
        "WHERE label IN (SELECT value FROM json_each(?)) ORDER BY place"
    )
    return _of(store, lambda ask: [_named(row) for row in ask(query, asked)])


def issuers(store: Store) -> dict[str, tuple[str, ...]] | None:
    """Give who issued documents, by IRI: those of one document together, under the words of the column."""
    query = "SELECT DISTINCT issuers FROM document"
    return _of(store, lambda ask: {told: tuple(json.loads(told)) for (told,) in ask(query)})


def matching(
    store: Store, words: Sequence[tuple[str, Sequence[str]]], *, in_corpus: bool
) -> tuple[int, Callable[[int, int], list[Stated]]] | None:
    """Count the documents that have all of some words, and give what reads so many of them from one on.

    Each word comes with the issuers whose names have it too, as `issuers` has them. The latest come first.
    Reading raises SnapshotUnreadable where the file is damaged or gone by then.
    """
    where = f"WHERE in_corpus = {int(in_corpus)} {_HAS_WORD * len(words)}"
    given = [one for word, by in words for one in (word, json.dumps(list(by), ensure_ascii=False))]

    def read(first: int, most: int) -> list[Stated]:
        query = f"SELECT {_NAMES}, {', '.join(COUNTED)} FROM document {where} {_LATEST}"  # noqa: S608
        found = _of(store, lambda ask: [_stated(row) for row in ask(query, *given, most, first)])
        if found is None:
            raise SnapshotUnreadable(FILE, "the table was counted, and its rows cannot be read")
        return found

    number = _of(store, lambda ask: ask(f"SELECT count(*) FROM document {where}", *given)[0][0])  # noqa: S608
    return None if number is None else (number, read)


def having_most(store: Store, words: Sequence[str], *, most: int) -> list[Described] | None:
    """Give documents that have some words or parts of them, those first that have most letters of them.

    Words are as `bare` writes them.
    """
    letters = " + ".join(["(instr(words, ?) > 0) * length(?)"] * len(words)) or "0"
    query = (
        f"SELECT {_NAMES} FROM (SELECT *, {letters} AS had FROM document)"  # noqa: S608 - marks alone
        " WHERE had > 0 ORDER BY had DESC, place LIMIT ?"
    )
    given = [one for word in words for one in (word, word)]
    return _of(store, lambda ask: [_named(row) for row in ask(query, *given, most)])


Ask = Callable[..., list[Any]]


def _of(store: Store, read: Callable[[Ask], T]) -> T | None:
    try:
        with open_table(store, FILE, LAYOUT) as (table, _):
            return read(lambda query, *given: table.execute(query, given).fetchall())
    except NoTable:
        return None


def _named(row: Sequence[Any]) -> Described:
    *texts, issuers, classes, in_corpus = row
    return Described._make((*texts, tuple(json.loads(issuers)), tuple(json.loads(classes)), bool(in_corpus)))


def _stated(row: Sequence[Any]) -> Stated:
    names = len(Described._fields)
    return Stated(_named(row[:names]), dict(zip(COUNTED, row[names:], strict=True)))
