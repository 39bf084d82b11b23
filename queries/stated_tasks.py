"""List all tasks of a graph with the words that may promise a document, and nothing else of them.

The table of tasks tells it where a snapshot has one, but for what only the engine weighs; else the engine is
asked, for some documents at a time, so that no query grows with the graph.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import msgspec

from graph_build import corpus_table
from graph_build.store import Store
from graph_build.task_table import LEADS, shown
from graph_build.task_terms import Value
from queries.outcome_read import TaskFacts, read_tasks, rows, rows_of
from queries.task_database import NoTable, open_table

MANY: Final = 50_000
"""Tasks of a graph over which outcomes are looked for in the part that is asked for, and not in the whole."""

_DOCUMENTS_ASKED: Final = 50


@dataclass(frozen=True, slots=True)
class StatedTask:
    """A task, the document that states it, and its words; `output` is "" where none is stated."""

    iri: str
    document: str
    title: str
    output: str


class _Words(msgspec.Struct, array_like=True, frozen=True):
    """The first fields of `graph_build.task_table.Told`."""

    title: Value
    code: Value
    section: Value
    output: Value


_WORDS: Final = msgspec.json.Decoder(_Words)


def stated_tasks(store: Store, base: str, among: frozenset[str] | None = None) -> list[StatedTask]:
    """List all tasks, or those among some, in the order of their documents and IRIs."""
    try:
        found, weighed = _of_table(store, among)
    except NoTable:
        if among is None:
            found, weighed = list(_of_documents(store, base, _documents(store, base))), []
        else:
            found, weighed = [], list(among)
    found += map(_stated, read_tasks(store, base, weighed))
    return sorted(found, key=lambda one: (one.document, one.iri))


def are_many(store: Store) -> bool:
    """Tell whether a graph has more than `MANY` tasks, as far as the table of its corpus tells."""
    query = "SELECT number FROM figure WHERE what = 'tasks' AND number > ?"
    try:
        with open_table(store, corpus_table.FILE, corpus_table.LAYOUT) as (table, _):
            return table.execute(query, [MANY]).fetchone() is not None
    except NoTable:
        return False


def placed_tasks(store: Store) -> dict[str, tuple[str, int]] | None:
    """Give every task with its document and place there, from the table of tasks.

    None where there is no table, or a task of which it does not tell both.
    """
    query = "SELECT task.iri, document.iri, place FROM task LEFT JOIN document ON document.id = task.document"
    try:
        with open_table(store) as (table, _):
            placed = {task: (document, place) for task, document, place in table.execute(query)}
    except NoTable:
        return None
    return None if any(None in told for told in placed.values()) else placed


def tasks_of(store: Store, base: str, document: str) -> tuple[TaskFacts, ...]:
    """Read the tasks that a document states, in the order of their IRIs."""
    found = (one.iri for one in _of_documents(store, base, [document]))
    return tuple(one for one in read_tasks(store, base, found) if one.document == document)


def tasks_led(store: Store, unit: str) -> frozenset[str] | None:
    """Give the tasks that a unit leads, from the table of tasks.

    None where there is no table, or one of them is stated in no document that it tells.
    """
    query = (
        "SELECT task.iri, task.document FROM unit JOIN part ON part.unit = unit.id"
        " JOIN task ON task.id = part.task WHERE unit.iri = ? AND part.role = ?"
    )
    try:
        with open_table(store) as (table, _):
            led = dict(table.execute(query, (unit, LEADS)))
    except NoTable:
        return None
    return None if None in led.values() else frozenset(led)


def _of_table(store: Store, among: frozenset[str] | None) -> tuple[list[StatedTask], list[str]]:
    """Give what the table tells of tasks, and the tasks of which it tells nothing; raises NoTable."""
    found: list[StatedTask] = []
    weighed: list[str] = []
    query = "SELECT task.iri, document.iri, told FROM task LEFT JOIN document ON document.id = task.document"
    given: tuple[str, ...] = ()
    if among is not None:
        query += " WHERE task.iri IN (SELECT value FROM json_each(?))"
        given = (json.dumps(sorted(among), ensure_ascii=False),)
    with open_table(store) as (table, _):
        for task, document, told in table.execute(query, given):
            if not told or document is None:
                weighed.append(task)
                continue
            try:
                words = _WORDS.decode(told)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                raise NoTable from error
            found.append(StatedTask(task, document, shown(words.title), shown(words.output)))
    return found, weighed


def _documents(store: Store, base: str) -> list[str]:
    return sorted(row["document"] for row in rows(store, "outcome-stating", base))


def _of_documents(store: Store, base: str, documents: Iterable[str]) -> Iterator[StatedTask]:
    """Ask the engine for the tasks of documents; of several documents, titles or outputs the first counts."""
    first: dict[str, tuple[str, str, str]] = {}
    for row in rows_of(store, "outcome-stated", base, "document", documents, _DOCUMENTS_ASKED):
        told = row["document"], row["title"], row.get("output", "")
        first[row["task"]] = min(told, first.get(row["task"], told))
    return (StatedTask(task, *told) for task, told in first.items())


def _stated(task: TaskFacts) -> StatedTask:
    return StatedTask(task.iri, task.document, task.title, task.output)
