"""Which tasks a question built from parts asks for, and how many, from the table of a snapshot.

The table (`graph_build.task_table`) tells who leads and coordinates a task, where it is stated, when it is
due, its title and its output. A question about anything else, and any question of a graph with tasks that
only the engine can weigh, is left to SPARQL (`queries.asked_sparql`), which gives the same.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graph_build.store import Store
from graph_build.task_table import COORDINATES, LEADS
from queries.asked import Named, Parts
from queries.asked_clauses import is_plain
from queries.asked_sparql import found_sparql, kinds_sparql
from queries.asked_words import holds, kind_named
from queries.format import text
from queries.task_database import NoTable, open_table

_ROLES: Final[Mapping[str, str]] = {
    "lead": json.dumps([LEADS]),
    "coordinate": json.dumps([COORDINATES]),
    "either": json.dumps([LEADS, COORDINATES]),
}
_ONE_OF: Final = "task.iri IN (SELECT value FROM json_each(?))"
_NONE_OF: Final = "task.iri NOT IN (SELECT value FROM json_each(?))"
_TAKEN: Final = "task.id IN (SELECT task FROM part WHERE role IN (SELECT value FROM json_each(?)))"
_UNDER: Final = """
under(id) AS (
  SELECT id FROM document WHERE iri IN (SELECT value FROM json_each(?))
  UNION SELECT above.document FROM above JOIN under ON above.above = under.id
), """
_MATCHED: Final = """
matched(id, iri, document, place, told, day) AS (
  SELECT DISTINCT task.id, task.iri, document.iri, task.place, task.told, {day}
  FROM task JOIN document ON document.id = task.document {due}
  WHERE task.told <> '' {conditions}
)
"""


def _said(told: str, place: int) -> str:
    """Write what gives the text at a place of what is told of a task, which may stand with its language."""
    first, whole = (f"json_extract({told}, '$[{place}]{at}')" for at in ("[0]", ""))
    return f"CASE WHEN {told} <> '' THEN coalesce({first}, {whole}) END"


_OF_UNIT: Final = """
SELECT part.task FROM part JOIN unit ON unit.id = part.unit
WHERE unit.iri = ? AND part.role IN (SELECT value FROM json_each(?))
"""
_BY_PLACE: Final = (
    "SELECT iri, document, told, day FROM matched ORDER BY document, place, iri LIMIT ? OFFSET ?"
)
_BY_DAY: Final = (
    "SELECT iri, document, told, day FROM matched ORDER BY day, document, place, iri LIMIT ? OFFSET ?"
)
_COUNTS: Final = {
    "month": """
        SELECT coalesce(substr(due.day, 1, 7), 'none') AS month, count(DISTINCT matched.id)
        FROM matched LEFT JOIN due ON due.task = matched.id GROUP BY month ORDER BY month""",
    "document": "SELECT document, count(DISTINCT id) FROM matched GROUP BY document",
    "unit": """
        SELECT unit.iri, count(DISTINCT CASE part.role WHEN ? THEN matched.id END),
          count(DISTINCT CASE part.role WHEN ? THEN matched.id END), count(DISTINCT matched.id)
        FROM matched JOIN part ON part.task = matched.id JOIN unit ON unit.id = part.unit
        GROUP BY unit.iri""",
    "output": f"""
        SELECT coalesce(kind, CASE WHEN output IS NULL THEN 'none' ELSE 'other' END) AS output_name,
          count(DISTINCT id)
        FROM (SELECT id, {_said("told", 3)} AS output, output_kind({_said("told", 3)}) AS kind FROM matched)
        GROUP BY output_name""",  # noqa: S608 - places alone
}
"""What is counted for each list but that of tasks."""


@dataclass(slots=True)
class _Query:
    """Conditions on tasks, with what they need of other tables and the values of their marks in order."""

    opening: str = ""
    conditions: list[str] = field(default_factory=list)
    opening_values: list[str] = field(default_factory=list)
    values: list[str | int] = field(default_factory=list)
    is_dated: bool = False

    def add(self, condition: str, *values: str | int) -> None:
        self.conditions.append(f"AND {condition}")
        self.values += values

    def write(self, then: str) -> str:
        due, day = ("JOIN due ON due.task = task.id", "due.day") if self.is_dated else ("", "NULL")
        matched = _MATCHED.format(day=day, due=due, conditions=" ".join(self.conditions))
        return f"WITH RECURSIVE {self.opening}{matched} {then}"


def is_dated(parts: Parts) -> bool:
    """Tell whether a question asks for the time by which tasks are due."""
    return parts.due is not None or parts.on is not None


def count(store: Store, parts: Parts) -> int | None:
    """Count the tasks of a question; None where the table does not tell.

    Whether words prove a task is told of the part of a unit alone: of other questions tasks without any are
    counted, which SPARQL leaves out.
    """
    found = _read(store, parts, "SELECT count(DISTINCT id) FROM matched")
    return None if found is None else int(found[0][0])


def some(store: Store, parts: Parts, first: int, most: int) -> list[tuple[Any, ...]] | None:
    """Give some tasks in the order of their rows: IRI, document, what is told of it (JSON), and the day.

    The day is that of a deadline that is asked for, one row for each, or None. None as in `count`.
    """
    return _read(store, parts, _BY_DAY if is_dated(parts) else _BY_PLACE, most, first)


def counts(store: Store, parts: Parts) -> list[tuple[Any, ...]] | None:
    """Give the rows of a list that counts tasks: what is counted by, and the figures; None as in `count`."""
    then = _COUNTS.get(parts.listed)
    values = (LEADS, COORDINATES) if parts.listed == "unit" else ()
    return None if then is None else _read(store, parts, then, *values)


def _read(store: Store, parts: Parts, then: str, *values: int) -> list[tuple[Any, ...]] | None:
    query = _query(parts)
    if query is None:
        return None
    try:
        with open_table(store) as (table, about):
            if about.get("odd") != "0" or _is_unproved(table, parts):
                return None
            if parts.finding:
                query.add(_ONE_OF, _found(store, about["base"]))
            _add_words(table, query, store, parts, about["base"])
            given = (*query.opening_values, *query.values, *values)
            return table.execute(query.write(then), given).fetchall()
    except NoTable:
        return None


def _is_unproved(table: sqlite3.Connection, parts: Parts) -> bool:
    """Tell whether the unit that is asked for has a part that no words prove; SPARQL weighs those."""
    if parts.unit is None:
        return False
    given = (parts.unit.iri, _ROLES[parts.role or "either"])
    return table.execute(f"{_OF_UNIT} AND part.proof IS NULL LIMIT 1", given).fetchone() is not None


def _query(parts: Parts) -> _Query | None:
    """Write what is asked for; None where the table has not all of it."""
    if parts.partner or parts.role == "joint" or (parts.timing is not None and parts.on is None):
        return None
    query = _Query(is_dated=is_dated(parts))
    for condition, *values in _conditions(parts):
        query.add(condition, *values)
    if parts.under:
        query.opening = _UNDER
        query.opening_values = [_iris(parts.under)]
        query.add("document.id IN under")
    return query


def _found(store: Store, base: str) -> str:
    """Give what a contradiction or gap was found in; few things of a graph."""
    return json.dumps([text(task) for (task,) in store.query(found_sparql(base))], ensure_ascii=False)


def _conditions(parts: Parts) -> Iterator[tuple[Any, ...]]:
    """Give conditions with the values of their marks."""
    if parts.unit is not None:
        yield f"task.id IN ({_OF_UNIT})", parts.unit.iri, _ROLES[parts.role or "either"]
    elif parts.role == "none":
        yield "task.id NOT IN (SELECT task FROM part WHERE role = ?)", LEADS
    elif parts.role is not None:
        yield _TAKEN, _ROLES[parts.role]
    if parts.stated_in:
        yield "document.iri IN (SELECT value FROM json_each(?))", _iris(parts.stated_in)
    if parts.due is not None and parts.due.first is not None:
        yield "due.day >= ?", parts.due.first.isoformat()
    if parts.due is not None and parts.due.last is not None:
        yield "due.day <= ?", parts.due.last.isoformat()
    if parts.on is not None:
        yield f"due.day {'<' if parts.timing == 'overdue' else '>='} ?", parts.on.isoformat()
    if parts.reported is not None:
        told = json.dumps(list(parts.reported.tasks), ensure_ascii=False)
        yield _NONE_OF if parts.reported.status == "none" else _ONE_OF, told
    if parts.outcome is not None:
        told = json.dumps(list(parts.outcome.tasks), ensure_ascii=False)
        yield _NONE_OF if parts.outcome.state == "none" else _ONE_OF, told
    yield from _of_words(parts)


def _of_words(parts: Parts) -> Iterator[tuple[Any, ...]]:
    """Give conditions on titles and outputs."""
    if parts.words:
        yield f"holds({_said('task.told', 0)}, ?)", parts.words
    if parts.output == "any":
        yield (f"{_said('task.told', 3)} IS NOT NULL",)
    if parts.output == "none":
        yield (f"{_said('task.told', 3)} IS NULL",)
    if parts.output_kind is not None:
        yield f"is_of_kind(output_kind({_said('task.told', 3)}), ?)", parts.output_kind.iri
    if parts.output_words:
        yield f"holds({_said('task.told', 3)}, ?)", parts.output_words


def _add_words(table: sqlite3.Connection, query: _Query, store: Store, parts: Parts, base: str) -> None:
    """Let a query of an open table look at titles and outputs; of a kind that the graph lacks are none."""
    table.create_function(
        "holds",
        2,
        lambda text, words: text is not None and holds(text, words, is_plain=is_plain(words)),
        deterministic=True,
    )
    if parts.output_kind is None and parts.listed != "output":
        return
    kinds = [(text(kind), text(name)) for kind, name in store.query(kinds_sparql(base))]
    names = {name for _, name in kinds}
    if parts.output_kind is not None and all(kind != parts.output_kind.iri for kind, _ in kinds):
        query.add("0")

    def output_kind(output: str | None) -> str | None:
        return None if output is None else kind_named(output, names)

    table.create_function("output_kind", 1, output_kind, deterministic=True)
    table.create_function("is_of_kind", 2, lambda name, kind: (kind, name) in kinds, deterministic=True)


def _iris(things: Sequence[Named]) -> str:
    return json.dumps([thing.iri for thing in things], ensure_ascii=False)
