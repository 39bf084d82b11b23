"""How documents stand to one another: what carries out, rests on, goes with, amends, replaces what.

Reads a `Store`; gives a `Picture` in rows, what others rest on above what rests on it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from graph_build.store import Store
from graph_build.terms import iri, is_iri
from queries.catalogue import rebase
from queries.layers import in_rows, levels, ordered
from queries.patterns import query_text
from queries.picture import MOST_EDGES, Edge, Node, Picture

RELATIONS: Final = ("implements", "basedOn", "annexOf", "amends", "corrects", "replaces", "consolidates")
"""The relations, by the local names of their terms; each runs from the later document to the earlier one."""

MOST_DOCUMENTS: Final = 1_500
MOST_DEPTH: Final = 9
MOST_AROUND: Final = 20_000
"""Documents that are looked at around one, where not all relations of the graph are read."""
_ASKED: Final = 3500  # pairs of document and relation
_ACROSS: Final = 215.0
_DOWN: Final = 150.0


@dataclass(frozen=True, slots=True)
class Relation:
    """One document that says of another how it stands to it."""

    source: str
    kind: str
    target: str


def sparql(base: str) -> str:
    """Give the query of all relations between documents."""
    return rebase(query_text("lookups", "document-network"), base)


def relations(store: Store, base: str) -> tuple[Relation, ...]:
    """Read the relations that documents state, in the order of their IRIs."""
    return _in_order(_read(store, sparql(base)))


def relations_around(
    store: Store, base: str, focus: str, depth: int, among: Collection[str] = RELATIONS
) -> tuple[Relation, ...] | None:
    """Read the relations of some kinds between the documents that `document_network` draws around one.

    None where those are more than `MOST_AROUND`.
    """
    near = {focus}
    for slot in ("from", "to"):
        edge = {focus}
        for _ in range(depth):
            found = _of(store, base, slot, edge, among)
            edge = {one.target if slot == "from" else one.source for one in found} - near
            near |= edge
            if len(found) > MOST_AROUND or len(near) > MOST_AROUND:
                return None
    return _in_order(one for one in _of(store, base, "from", near, among) if one.target in near)


def _of(store: Store, base: str, slot: str, things: Iterable[str], among: Collection[str]) -> set[Relation]:
    """Read the relations that run from things, or to them; of more than `MOST_AROUND` so many and one."""
    text = rebase(query_text("lookups", "document-network-around"), base).replace("?thing", f"?{slot}")
    terms = [
        f"({iri(one)} <{base}ontology#{kind}>)" for one in sorted(things) for kind in among if is_iri(one)
    ]
    found: set[Relation] = set()
    for start in range(0, len(terms), _ASKED):
        values = " ".join(terms[start : start + _ASKED])
        found |= _read(store, f"{text.replace('UNDEF', values)}LIMIT {MOST_AROUND + 1}\n")
        if len(found) > MOST_AROUND:
            break
    return found


def _read(store: Store, query: str) -> set[Relation]:
    result = store.query(query)
    place = {name: index for index, name in enumerate(result.variables)}
    found = set()
    for row in result:
        source, relation, target = (row[place[name]] for name in ("from", "relation", "to"))
        if source is not None and relation is not None and target is not None:
            kind = relation.value.rpartition("#")[2]
            found.add(Relation(source.value, kind, target.value))
    return found


def _in_order(found: Iterable[Relation]) -> tuple[Relation, ...]:
    return tuple(sorted(found, key=lambda one: (one.source, RELATIONS.index(one.kind), one.target)))


def document_network(
    found: Iterable[Relation],
    kinds: Callable[[Sequence[str]], Mapping[str, str]],
    *,
    focus: str | None = None,
    depth: int = 2,
    among: Collection[str] = RELATIONS,
) -> Picture:
    """Draw the relations of some kinds; around a document those within `depth` steps up or down from it.

    `kinds` tells of the documents that are drawn what they are drawn as. Steps up lead only further up, and
    steps down only further down, so that documents that merely rest on the same law stay out.
    """
    kept = [one for one in found if one.kind in among and one.source != one.target]
    if focus is not None:
        near = _around(kept, focus, depth)
        kept = [one for one in kept if one.source in near and one.target in near]
    else:
        near = {end for one in kept for end in (one.source, one.target)}
    ties: dict[str, int] = {}
    for one in kept:
        for end in (one.source, one.target):
            ties[end] = ties.get(end, 0) + 1
    names = sorted(near, key=lambda name: (name != focus, -ties.get(name, 0), name))
    shown = names[:MOST_DOCUMENTS]
    place = {name: number for number, name in enumerate(shown)}
    inside = [one for one in kept if one.source in place and one.target in place]
    edges = [Edge(place[one.source], place[one.target], one.kind) for one in inside[:MOST_EDGES]]
    arrows = [(edge.source, edge.target) for edge in edges]
    level = levels(len(shown), arrows)
    rows: list[list[int]] = [[] for _ in range(max(level, default=-1) + 1)]
    for number, row in enumerate(_lowered(level, arrows)):
        rows[row].append(number)
    at = in_rows(ordered([row for row in rows if row], arrows), _ACROSS, _DOWN, 8)
    drawn = kinds(shown)
    return Picture(
        tuple(
            Node(name, drawn.get(name, "cited"), float(ties.get(name, 0)), *at[number])
            for number, name in enumerate(shown)
        ),
        tuple(edges),
        nodes_left_out=len(names) - len(shown),
        edges_left_out=len(kept) - len(edges),
    )


def _lowered(level: list[int], arrows: list[tuple[int, int]]) -> list[int]:
    """Bring what nothing stands under, such as a cited law, down to just above what points to it."""
    below: dict[int, int] = {}
    points = {source for source, _ in arrows}
    for source, target in arrows:
        below[target] = min(below.get(target, level[source]), level[source])
    return [
        max(below[number] - 1, 0) if number in below and number not in points else own
        for number, own in enumerate(level)
    ]


def _around(found: Iterable[Relation], focus: str, depth: int) -> set[str]:
    up: dict[str, list[str]] = {}
    down: dict[str, list[str]] = {}
    for one in found:
        up.setdefault(one.source, []).append(one.target)
        down.setdefault(one.target, []).append(one.source)
    near = {focus}
    for way in (up, down):
        edge = {focus}
        for _ in range(depth):
            edge = {other for name in edge for other in way.get(name, ())} - near
            near |= edge
    return near
