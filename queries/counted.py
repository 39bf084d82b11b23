"""Answer the two aggregate questions of the library from the table of a snapshot, with the rows of SPARQL.

Only a published snapshot has a table (`graph_build.load_table`); a graph that was changed after its build,
and a store on another server, are asked by SPARQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph_build.store import Store
from graph_build.terms import BlankNode, Iri, Row, Term, iri, literal
from ontology.vocab import XSD

if TYPE_CHECKING:
    from graph_build.load_table import LoadTable
    from queries.load_counts import ActorLoad, CoWork

QUESTIONS: Final = ("coordination-load", "co-work-pairs")


def counted(store: Store, question: str, terms: Mapping[str, Term]) -> tuple[Row, ...] | None:
    """Give the rows of an aggregate question with parameters as terms, in the order of its columns.

    None where the question is another, or the store has no table: SPARQL is to be asked then.
    """
    if question not in QUESTIONS or not all(isinstance(term, Iri) for term in terms.values()):
        return None
    table = held_table(store)
    if table is None:
        return None
    from queries.load_counts import co_work_pairs, coordination_load  # noqa: PLC0415 - NumPy is slow to import

    given = {name: term.value for name, term in terms.items() if isinstance(term, Iri)}
    if question == "coordination-load":
        return tuple(map(_load_row, coordination_load(table, given.get("resolution"))))
    return tuple(map(_pair_row, co_work_pairs(table, given.get("resolution"), given.get("unit"))))


def stating_tasks(store: Store) -> frozenset[str]:
    """Give the documents that state a task, by IRI, as the table tells; none where the store has no table."""
    table = held_table(store)
    if table is None:
        return frozenset()
    return frozenset(table.documents[number] for number in set(table.stated[:, 1].tolist()))


def held_table(store: Store) -> LoadTable | None:
    """Give the table of a store's snapshot, the last one kept in memory; None where there is none to read."""
    from graph_build.load_table import FILE, LoadTableMissing  # noqa: PLC0415 - NumPy is slow to import

    snapshot = getattr(store, "snapshot", None)
    if not isinstance(snapshot, Path):
        return None
    try:
        return _read(snapshot / FILE, (snapshot / FILE).stat().st_mtime_ns)
    except (LoadTableMissing, OSError):
        return None


@lru_cache(maxsize=1)
def _read(path: Path, _changed: int) -> LoadTable:
    from graph_build.load_table import read_table  # noqa: PLC0415

    return read_table(path)


def _load_row(row: ActorLoad) -> Row:
    counts = (row.led, row.led_alone, row.coordinated, row.tasks)
    return (_thing(row.actor), _name(row.name), _kind(row.kind), *map(_number, counts))


def _pair_row(row: CoWork) -> Row:
    return (
        *(_thing(row.lead), _name(row.lead_name), _kind(row.lead_kind)),
        *(_thing(row.coordinator), _name(row.coordinator_name), _kind(row.coordinator_kind)),
        _number(row.tasks),
    )


# Fifty thousand pairs name the same few hundred actors over and over: their terms are made once.
@lru_cache(maxsize=1 << 14)
def _thing(text: str) -> Term:
    return BlankNode(text[2:]) if text.startswith("_:") else iri(text)


@lru_cache(maxsize=1 << 14)
def _name(name: tuple[str, str]) -> Term:
    """Make the term again that the table keeps as its text and what else it is."""
    text, form = name
    if form == "iri":
        return _thing(text)
    if form.startswith("@"):
        return literal(text, language=form[1:])
    return literal(text, datatype=form)


@lru_cache(maxsize=2)
def _kind(name: str) -> Term:
    return literal(name)


@lru_cache(maxsize=1 << 14)
def _number(value: int) -> Term:
    return literal(str(value), datatype=XSD.integer)
