"""Where mandates are missing: what a plan leaves out, what rests on nothing, and what nobody's task answers.

The matrix compares one document with several: a row for each of its mandates, a column for each plan, in
each cell the best counterpart there or none that is likely. A score only says what a person should look at
first; a verdict settles it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from graph_build.store import Store
from queries.counted import stating_tasks
from queries.counterparts import SOLID, Match, matched, of_document
from queries.errors import DocumentUnread
from queries.likeness import USUAL, likeness
from queries.names import Names
from queries.provisions import Provision, provisions_of
from queries.trace_kept import Kept
from queries.trace_model import MANDATES
from queries.trace_read import Thing, TraceReader
from queries.verdicts import Verdicts

MOST_PLANS: Final = 12
_CARRYING_OUT: Final = ("implements", "annexOf")
_MOST_LEVELS: Final = 20


@dataclass(frozen=True, slots=True)
class Row:
    """A mandate and, for every plan, its best counterpart; None where none is likely.

    Of neither need be told who leads it and by when it is due.
    """

    mandate: Provision
    cells: tuple[Match | None, ...]

    @property
    def is_gap(self) -> bool:
        """Tell whether no plan answers to the mandate."""
        return not any(self.cells)


@dataclass(frozen=True, slots=True)
class Matrix:
    """A document, the plans it is compared with, a row for each of its mandates in the order of its text.

    `left_out` are plans beyond the number that is compared at a time, told as far as their names need it.
    """

    document: Thing
    plans: tuple[Thing, ...]
    rows: tuple[Row, ...]
    left_out: tuple[Thing, ...] = ()

    def covered(self, plan: int) -> int:
        """Count the mandates to which a plan answers."""
        return sum(row.cells[plan] is not None for row in self.rows)


def matrix(
    store: Store,
    document: str,
    plans: Sequence[str] = (),
    *,
    names: Names | None = None,
    kinds: Iterable[str] = (),
    method: str = USUAL,
    verdicts: Verdicts | None = None,
    kept: Kept | None = None,
) -> Matrix:
    """Compare a document with plans, or with all that carry out the same mandate where none is named.

    Raises what `queries.counterparts.counterparts` does.
    """
    names = names or Names(store)
    reader = TraceReader(store, names.base, kept)
    measure = likeness(method)
    asked = tuple(kinds)
    first, here = of_document(reader, names, document, asked, with_parts=False)
    named = {names.document(plan).value: plan for plan in plans}
    chosen = list(named) if plans else related(reader, first.iri)
    others = [plan for plan in dict.fromkeys(chosen) if plan != first.iri]
    if not plans and len(others) > MOST_PLANS:
        others = _stating(store, reader, others, asked or MANDATES)
    first_ones = others[:MOST_PLANS]
    provisions_of(reader, first_ones, asked or SOLID, with_parts=False)  # together; they are kept
    found = [
        of_document(reader, names, named.get(plan, plan), asked, with_parts=False) for plan in first_ones
    ]
    compared = [(thing, there) for thing, there in found if there or plans]
    columns = [
        [_likely(entry.matches) for entry in matched(here, there, measure, verdicts or Verdicts(), 1)]
        for _, there in compared
    ]
    rows = tuple(Row(one, tuple(column[place] for column in columns)) for place, one in enumerate(here))
    left_out = _of_documents(reader, others[MOST_PLANS:])
    return Matrix(first, tuple(thing for thing, _ in compared), rows, left_out)


def _stating(store: Store, reader: TraceReader, documents: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Keep the documents that state a mandate of some kinds; the graph is asked for those without a task."""
    known = stating_tasks(store) if "task" in kinds else frozenset()
    counted = reader.count_mandates([one for one in documents if one not in known], kinds)
    return [one for one in documents if one in known or counted.get(one)]


def _of_documents(reader: TraceReader, documents: Sequence[str]) -> tuple[Thing, ...]:
    """Describe documents that were read, so that they can be named; raises DocumentUnread for another one."""
    things = reader.outlines(documents)
    things |= reader.things(one for one, thing in things.items() if not thing.facts.get("number"))
    for one in documents:
        if one not in things or things[one].facts.get("in_corpus") is False:
            raise DocumentUnread(one)
    return tuple(things[one] for one in documents)


def _likely(matches: Sequence[Match]) -> Match | None:
    return matches[0] if matches and matches[0].is_likely else None


def related(reader: TraceReader, document: str) -> list[str]:
    """List by date the documents that were read and carry out the document, or what it carries out."""
    grounds = reached(reader, document, upwards=True)
    found: set[str] = set()
    for ground in grounds:
        found |= reached(reader, ground, upwards=False)
    things = reader.outlines(found - {document})
    read = (one for one in things.values() if one.kind == "document" and one.facts.get("in_corpus"))
    return [one.iri for one in sorted(read, key=lambda one: (str(one.facts.get("date", "")), one.iri))]


def reached(reader: TraceReader, document: str, *, upwards: bool) -> frozenset[str]:
    """Give a document and what it carries out, or what carries it out, through any number of others.

    A legal basis is not followed: a law that a thousand documents rest on makes no two of them plans for one
    thing.
    """
    met = {document}
    level = {document}
    for _ in range(_MOST_LEVELS):
        if upwards:
            level = {other for _, _, other in reader.above(level, _CARRYING_OUT)} - met
        else:
            level = {one for one, _, _ in reader.below(level, _CARRYING_OUT)} - met
        if not level:
            break
        met |= level
    return frozenset(met)
