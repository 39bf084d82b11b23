"""Answer the questions about tasks of a unit, a resolution and a period from the table of a snapshot.

The rows, and their order, are those of `questions/tasks-led.rq`, `tasks-coordinated.rq` and `tasks-due.rq`.
The table (`graph_build.task_table`) says which tasks only the engine can weigh; a question that meets one is
left to SPARQL.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Final

import msgspec

from graph_build.store import Store
from graph_build.task_table import COORDINATES, LEADS, Deadline, Told, shown
from graph_build.task_terms import Value
from graph_build.terms import Iri, Literal, Row, Term, iri, literal
from ontology.vocab import XSD, vocabulary
from queries.task_database import NoTable, open_table

_PLACE: Final = 10  # digits of a place in a proof, as the questions write them

_UNDER: Final = """
WITH RECURSIVE under(id) AS (
  SELECT id FROM document WHERE iri = :resolution
  UNION SELECT above.document FROM above JOIN under ON above.above = under.id
)
"""
_OF_UNIT: Final = """
SELECT task.iri, document.iri, task.place, task.told, part.proof
FROM unit JOIN part ON part.unit = unit.id AND part.role = :role
JOIN task ON task.id = part.task LEFT JOIN document ON document.id = task.document
WHERE unit.iri = :unit
"""
_DUE_OF_UNIT: Final = """
SELECT DISTINCT task.iri, document.iri, task.place, task.told, NULL
FROM unit JOIN part ON part.unit = unit.id AND part.role IN (:role, :other)
JOIN task ON task.id = part.task LEFT JOIN document ON document.id = task.document
WHERE unit.iri = :unit
"""
_DUE: Final = """
SELECT DISTINCT task.iri, document.iri, task.place, task.told, NULL
FROM due JOIN task ON task.id = due.task JOIN document ON document.id = task.document
WHERE due.day BETWEEN :from AND :to
"""
_IN_RESOLUTION: Final = "AND (task.told IS NULL OR task.document IN under)"
_TOLD: Final = msgspec.json.Decoder(Told)

_Given = Mapping[str, Term]
_Sorted = tuple[tuple[object, ...], Row]


class _OnlyTheEngine(Exception):
    """Say that a task is met that the table tells nothing of."""


def task_rows(store: Store, question: str, terms: _Given) -> tuple[Row, ...] | None:
    """Give the rows of a question about tasks with parameters as terms, in the order of its columns.

    None where the question is another, the store has no table, or the table does not tell enough.
    """
    answer = _QUESTIONS.get(question)
    if answer is None:
        return None
    try:
        with open_table(store) as (table, about):
            return tuple(row for _, row in sorted(answer(table, terms, about), key=lambda one: one[0]))
    except (NoTable, KeyError, msgspec.DecodeError, UnicodeDecodeError, _OnlyTheEngine):
        return None


def _led(table: sqlite3.Connection, terms: _Given, _about: Mapping[str, str]) -> Iterator[_Sorted]:
    return _taken(table, terms, LEADS)


def _coordinated(table: sqlite3.Connection, terms: _Given, _about: Mapping[str, str]) -> Iterator[_Sorted]:
    return _taken(table, terms, COORDINATES)


def _taken(table: sqlite3.Connection, terms: _Given, role: int) -> Iterator[_Sorted]:
    given: dict[str, str | int] = {"unit": _iri(terms["unit"]), "role": role}
    for task, document, place, told, proof in _found(table, _OF_UNIT, given, terms):
        if proof is None or told.leads is None:
            continue
        stated = {(one.due, one.start, one.text) for one in told.deadlines} or {(None, None, None)}
        for due, start, text in stated:
            row = (
                *(thing(task), *map(stated_term, (told.code, told.section, told.title))),
                *(literal(told.leads), literal(told.coordinators or "")),
                *map(stated_term, (start, due, text, told.output)),
                *(thing(document), stated_term(told.number), *proof_terms(proof)),
            )
            yield (document, place, task, *map(shown, (due, start, text))), row


def _due(table: sqlite3.Connection, terms: _Given, about: Mapping[str, str]) -> Iterator[_Sorted]:
    first, last = _day(terms["from"]), _day(terms["to"])
    given: dict[str, str | int] = {"from": first, "to": last}
    query = _DUE
    if "unit" in terms:
        names = vocabulary(about["base"])
        roles = {names.role("lead"): LEADS, names.role("coordinate"): COORDINATES}
        role = roles.get(_iri(terms["role"])) if "role" in terms else None
        if "role" in terms and role is None:
            return
        given |= {"unit": _iri(terms["unit"])}
        given |= {"role": LEADS, "other": COORDINATES} if role is None else {"role": role, "other": role}
        query = _DUE_OF_UNIT
    elif about["odd"] != "0":
        raise _OnlyTheEngine
    for task, document, place, told, _ in _found(table, query, given, terms):
        for one in told.deadlines:
            if one.latest is not None and one.proof is not None and first <= one.latest <= last:
                key = (one.latest, document, place, task, *map(shown, (one.due, one.start, one.text)))
                yield key, _due_row(task, document, told, one)


def _due_row(task: str, document: str, told: Told, one: Deadline) -> Row:
    return (
        *(thing(task), *map(stated_term, (told.code, told.section, told.title))),
        *(literal(told.leads or ""), literal(told.coordinators or "")),
        *map(stated_term, (one.start, one.due)),
        literal(one.latest or "", datatype=XSD.date),
        *map(stated_term, (one.text, told.output)),
        *(thing(document), stated_term(told.number), *proof_terms((one.proof or "")[1:])),
    )


_QUESTIONS: Final[
    Mapping[str, Callable[[sqlite3.Connection, _Given, Mapping[str, str]], Iterator[_Sorted]]]
] = {
    "tasks-led": _led,
    "tasks-coordinated": _coordinated,
    "tasks-due": _due,
}


def _found(
    table: sqlite3.Connection, query: str, given: Mapping[str, str | int], terms: _Given
) -> Iterator[tuple[str, str, int, Told, str | None]]:
    """Give the tasks of a query, only those of the resolution where one is given, that a row can tell of."""
    if "resolution" in terms:
        query = f"{_UNDER}{query}{_IN_RESOLUTION}"
        given = {**given, "resolution": _iri(terms["resolution"])}
    for task, document, place, told, proof in table.execute(query, given):
        if told is None:
            raise _OnlyTheEngine
        if told:
            yield task, document, place, _TOLD.decode(told), proof


def _iri(term: Term) -> str:
    if not isinstance(term, Iri):
        raise _OnlyTheEngine
    return term.value


def _day(term: Term) -> str:
    if not (
        isinstance(term, Literal) and term.datatype.value == XSD.date and len(term.value) == len("2022-08-24")
    ):
        raise _OnlyTheEngine
    return term.value


def proof_terms(proof: str) -> tuple[Term, ...]:
    """Take a proof apart, as the questions do, into the words, their first and last place, and the file."""
    first, last, rest = proof[:_PLACE], proof[_PLACE : 2 * _PLACE], proof[2 * _PLACE :]
    file, _, words = rest.partition("|")
    return literal(words), _number(int(first)), _number(int(last)), literal(file)


def _number(value: int) -> Term:
    return literal(str(value), datatype=XSD.integer)


@lru_cache(maxsize=1 << 12)
def thing(name: str) -> Term:
    """Give the term of an IRI."""
    return iri(name)


def stated_term(value: Value) -> Term | None:
    """Give the term of what the table states."""
    if value is None:
        return None
    if isinstance(value, str):
        return literal(value)
    said, form = value
    return literal(said, language=form[1:]) if form.startswith("@") else literal(said, datatype=form)
