"""Which tasks an actor takes part in, in order, from the table of tasks: what a long list is cut from.

The same tasks, order and parts as `api/page_queries/actor-tasks.rq` of a unit or collective, and the same
actors as those of `actor-assignments.rq`. Where a graph has no table, or a task that only the engine weighs,
those queries are asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

from graph_build.store import Store
from graph_build.task_table import ROLES
from queries.task_database import NoTable, open_table

_Placed: TypeAlias = dict[tuple[str, int, str], list[int]]

_HOW: Final = ("leads", "coordinates", *ROLES)
"""What an actor does in a task, in the order of the numbers that `_OWN` gives."""

_OWN: Final = """
WITH own (task, how) AS (
  SELECT task, role FROM part WHERE unit = :actor
  UNION SELECT task, 2 + role FROM assigned WHERE actor = :actor AND role IN (:perform, :monitor, :report)
)
"""
_TASKS: Final = """
SELECT task.iri, document.iri, task.place, own.how
FROM own JOIN task ON task.id = own.task LEFT JOIN document ON document.id = task.document
"""
_ACTORS: Final = """
SELECT iri FROM unit WHERE id IN (SELECT actor FROM assigned WHERE task IN (SELECT task FROM own))
"""


@dataclass(frozen=True, slots=True)
class ActorTasks:
    """The tasks of an actor in the order of their documents and places, and what it does in each.

    `documents` are those that state them, `actors` all who are assigned to them.
    """

    how: Mapping[str, tuple[str, ...]]
    documents: tuple[str, ...]
    actors: tuple[str, ...]


def actor_tasks(store: Store, actor: str) -> ActorTasks | None:
    """Read the tasks of a unit or collective; None where the table is missing or does not tell enough."""
    try:
        with open_table(store) as (table, _):
            number = table.execute("SELECT id FROM unit WHERE iri = ?", (actor,)).fetchone()
            given = {"actor": -1 if number is None else number[0]}
            given |= {role: ROLES.index(role) for role in ("perform", "monitor", "report")}
            placed = _in_order(table.execute(f"{_OWN}{_TASKS}", given))
            return None if placed is None else _told(placed, table.execute(f"{_OWN}{_ACTORS}", given))
    except NoTable:
        return None


def _in_order(rows: Iterable[tuple[str, str | None, int | None, int]]) -> _Placed | None:
    """Put tasks in order, each with the numbers of what is done in it; None where one is not told of.

    The table has no document for what only the engine weighs.
    """
    parts: dict[tuple[str, int, str], list[int]] = {}
    for task, document, place, part in rows:
        if document is None or place is None:
            return None
        parts.setdefault((document, place, task), []).append(part)
    return {key: parts[key] for key in sorted(parts)}


def _told(placed: _Placed, actors: Iterable[tuple[str]]) -> ActorTasks:
    return ActorTasks(
        how={task: tuple(_HOW[part] for part in sorted(parts)) for (_, _, task), parts in placed.items()},
        documents=tuple(dict.fromkeys(document for document, _, _ in placed)),
        actors=tuple(actor for (actor,) in actors),
    )
