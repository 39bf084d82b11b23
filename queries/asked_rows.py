"""The rows of a question built from parts, from the table of a snapshot and a few small queries.

They are those of its SPARQL (`queries.asked_sparql`). What the table does not tell (names of documents and
units, words that prove a task) is asked for by SPARQL, for the rows of a page alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from graph_build.store import Store
from graph_build.task_table import Deadline, Told, shown
from graph_build.terms import Row, Term, literal
from ontology.vocab import XSD
from queries.asked import Parts
from queries.asked_sparql import names_sparql, words_sparql
from queries.asked_table import counts, is_dated, some
from queries.format import text
from queries.task_rows import proof_terms, stated_term, thing
from queries.trace_kept import Kept

_TOLD: Final = msgspec.json.Decoder(Told)
_NO_DEADLINE: Final = Deadline(None, None, None, None, None)


def task_rows(
    store: Store, parts: Parts, first: int, most: int, base: str, kept: Kept | None = None
) -> tuple[Row, ...] | None:
    """Give so many rows of a list of tasks, from row `first` (0-based) on; None where SPARQL has to.

    Where no unit is asked for or a time is, words must state every task of the graph. Words that are `kept`
    of its snapshot are read once.
    """
    found = some(store, parts, first, most)
    if found is None:
        return None
    told = [(task, document, _TOLD.decode(row), day) for task, document, row, day in found]
    if is_dated(parts) and any(len(row.deadlines) > 1 for _, _, row, _ in told):
        return None
    proofs = {} if is_dated(parts) else _proofs(store, parts, [task for task, *_ in told], base, kept)
    names = _named(store, dict.fromkeys(document for _, document, *_ in told), base)
    if names is None:
        return None
    rows = []
    for task, document, row, _ in told:
        for one in sorted(row.deadlines or [_NO_DEADLINE], key=_order):
            proof = (one.proof or "")[1:] if is_dated(parts) else proofs.get(task, "")
            if proof:
                rows.append(_row(task, document, row, one, names[document], proof))
    return tuple(rows)


def count_rows(store: Store, parts: Parts, base: str) -> tuple[Row, ...] | None:
    """Give the rows of a list that counts tasks; None where SPARQL has to."""
    found = counts(store, parts)
    if found is None:
        return None
    figures = {name: numbers for name, *numbers in found}
    if parts.listed == "month":
        return tuple((literal(month), *map(_number, numbers)) for month, numbers in figures.items())
    if parts.listed == "output":
        ordered = sorted(figures.items(), key=lambda one: (-one[1][0], one[0]))
        return tuple((literal(name), *map(_number, numbers)) for name, numbers in ordered)
    if any(name.startswith("_:") for name in figures):
        return None
    named = store.query(names_sparql(parts.listed, list(figures), base)) if figures else ()

    def order(row: Row) -> tuple[object, ...]:
        tasks, *others = (-number for number in reversed(figures[text(row[0])]))
        name, led = (text(row[1]), others[-1]) if parts.listed == "unit" else ("", 0)
        return tasks, led, name, text(row[0])

    return tuple((*row, *map(_number, figures[text(row[0])])) for row in sorted(named, key=order))


def _number(value: int) -> Term:
    return literal(str(value), datatype=XSD.integer)


def _order(one: Deadline) -> tuple[str, ...]:
    return one.latest or "", *map(shown, (one.due, one.start, one.text))


def task_words(store: Store, tasks: Sequence[str], base: str, kept: Kept | None) -> dict[str, str]:
    """Give the words that state tasks, by IRI, as rows have them where neither unit nor time is asked for."""
    return _proofs(store, Parts(), tasks, base, kept)


def _proofs(store: Store, parts: Parts, tasks: Sequence[str], base: str, kept: Kept | None) -> dict[str, str]:
    def ask(missing: Sequence[str]) -> dict[str, str]:
        rows = store.query(words_sparql(parts, missing, base)) if missing else ()
        return {text(task): text(proof) for task, proof in rows}

    if kept is None or parts.unit is not None or parts.partner is not None:
        return ask(tasks)
    return kept.read("task-words", tasks, ask)


def _named(store: Store, documents: Mapping[str, None], base: str) -> dict[str, Term] | None:
    """Give the names of documents; None where one has none or several."""
    rows = tuple(store.query(names_sparql("document", list(documents), base))) if documents else ()
    names = {text(document): name for document, _, name in rows if name is not None}
    return names if len(rows) == len(names) == len(documents) else None


def _row(task: str, document: str, told: Told, one: Deadline, name: Term, proof: str) -> Row:
    return (
        *(thing(task), *map(stated_term, (told.code, told.section, told.title))),
        *(literal(told.leads or ""), literal(told.coordinators or "")),
        *(stated_term(one.start), stated_term(one.due)),
        None if one.latest is None else literal(one.latest, datatype=XSD.date),
        *(stated_term(one.text), stated_term(told.output)),
        *(thing(document), stated_term(told.number), name),
        *proof_terms(proof),
    )
