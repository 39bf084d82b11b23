"""What the load table asks of a graph, from statements that were gathered from its lines.

The queries of `load_queries/` with the names of `ROWS` say what it is; a test compares both. Going through
lines takes a fraction of what the engine takes for a database on disk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import product
from typing import Final, TypeAlias

from graph_build.task_lines import Gathered
from graph_build.task_terms import Odd, value

TextRow: TypeAlias = tuple[str | None, ...]

_OF_DEADLINE: Final = (
    *("startEarliest", "start", "startPrecision"),
    *("dueEarliest", "dueLatest", "due", "precision"),
)


def _tasks(facts: Gathered) -> Iterator[TextRow]:
    for task in facts.tasks:
        for document in facts.of("statedIn", task):
            yield _text(task), _text(document)


def _leads(facts: Gathered) -> Iterator[TextRow]:
    return _taking_part(facts, "leads")


def _coordinates(facts: Gathered) -> Iterator[TextRow]:
    return _taking_part(facts, "coordinates")


def _taking_part(facts: Gathered, name: str) -> Iterator[TextRow]:
    for task in facts.lists[name]:
        for actor in facts.listed(name, task):
            yield _text(actor), _text(task)


def _deadlines(facts: Gathered) -> Iterator[TextRow]:
    for task in facts.first["deadline"]:
        for deadline in facts.of("deadline", task):
            told = [facts.of(name, deadline) or (None,) for name in _OF_DEADLINE]
            for row in product(*told):
                yield (_text(task), *map(_text, row))


ROWS: Final[Mapping[str, Callable[[Gathered], Iterator[TextRow]]]] = {
    "tasks": _tasks,
    "leads": _leads,
    "coordinates": _coordinates,
    "deadlines": _deadlines,
}
"""Gives the rows of a query of `load_queries/` as texts, an IRI without brackets.

Raises Odd for a literal that the engine may change."""


def _text(term: bytes | None) -> str | None:
    if term is None:
        return None
    if term.startswith(b"<"):
        return term[1:-1].decode("utf-8")
    said = value(term)
    if said is None:
        raise Odd
    return said if isinstance(said, str) else said[0]
