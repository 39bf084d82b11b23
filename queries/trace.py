"""Trace a mandate across levels: what a document or task rests on, and what rests on it, with proof.

Upwards a mandate leads to the document that states it, and that to what it implements, is based on, is
annexed to, amends, corrects, replaces or consolidates. Downwards a document leads to the documents of which
that holds, to its tasks, duties and measures, and those to assignments and deadlines. Only relations that a
text states are followed, none that are derived, so that every hop has its quote. A document that was not
read is in the lineage as known by citation, with who cites it and how often.

Reads a `Store` by a number of queries that grows with the levels and not with the things; gives a `Trace`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_build.store import Store
from queries.as_of import AsOf, as_of_day, documents_as_of
from queries.bilingual import one_of, whole_number
from queries.errors import InvalidValue
from queries.names import Names
from queries.trace_cited import cited_by
from queries.trace_kept import Kept
from queries.trace_model import (
    DEEPEST,
    KINDS,
    MOST,
    RELATIONS,
    STATED,
    STRENGTH,
    USUAL_KINDS,
    USUAL_LIMIT,
    Direction,
    More,
    Node,
    Quote,
    Trace,
    narrowed,
    place_among,
)
from queries.trace_proof import Proofs
from queries.trace_read import Thing, TraceReader
from queries.trace_thing import find_thing
from queries.trace_ways import Links, first_reached, is_upward, pairs
from queries.trace_ways import cycles as cycles_in

_DOWNWARDS = {relation.name: relation.downwards for relation in RELATIONS}
_ROWS_BEYOND = 2000
"""Hops below a level that are read although there may be no room for them, so that few need counting."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a trace goes: `depth` hops at most, and what kinds of things it keeps.

    `limit` is the number of documents and mandates in one direction, those reached by fewest hops first.
    Raises InvalidValue for a negative depth, a limit that is not from 1 to 10,000, an unknown kind or
    direction. Documents that are merely named are followed only where the kind "citation" is asked for. With
    `as_of` (a day, ISO) documents that were not issued by then, or were replaced, are left out with all that
    is reached through them alone.
    """

    direction: Direction = "both"
    depth: int | None = None
    kinds: frozenset[str] = field(default_factory=lambda: frozenset(USUAL_KINDS))
    as_of: str = ""
    limit: int = USUAL_LIMIT

    def __post_init__(self) -> None:
        if self.direction not in {"up", "down", "both"}:
            raise InvalidValue("direction", self.direction, one_of(("up", "down", "both")))
        if self.depth is not None and self.depth < 0:
            raise InvalidValue("depth", str(self.depth), whole_number(0))
        if not 1 <= self.limit <= MOST:
            raise InvalidValue("limit", str(self.limit), whole_number(1, MOST))
        if unknown := sorted(self.kinds - set(KINDS)):
            raise InvalidValue("kind", unknown[0], one_of(KINDS))

    @classmethod
    def read(
        cls, direction: str = "", depth: str = "", kinds: str = "", as_of: str = "", limit: str = ""
    ) -> Asked:
        """Read the fields of a command or address as written; an empty one stands for the usual.

        Raises InvalidValue.
        """
        if depth and not (depth.removeprefix("-").isdecimal() and len(depth) < 10):
            raise InvalidValue("depth", depth[:40], whole_number(0))
        if limit and not (limit.isdecimal() and len(limit) < 10):
            raise InvalidValue("limit", limit[:40], whole_number(1, MOST))
        named = frozenset(kind.strip().lower() for kind in kinds.split(",") if kind.strip())
        way: Any = direction or "both"
        kept, most = named or frozenset(USUAL_KINDS), int(limit) if limit else USUAL_LIMIT
        return cls(way, int(depth) if depth else None, kept, as_of_day(as_of), most)

    @property
    def hops(self) -> int:
        """Give the number of hops, which is never without end."""
        return DEEPEST if self.depth is None else min(self.depth, DEEPEST)

    @property
    def relations(self) -> tuple[str, ...]:
        """List the relations between documents that are followed."""
        names = (relation.name for relation in RELATIONS)
        return tuple(name for name in names if name != "cites" or "citation" in self.kinds)

    @property
    def mandates(self) -> tuple[str, ...]:
        """List what to read of what documents state: the kinds kept, and tasks where something below is."""
        below_task = bool(self.kinds & {"assignment", "deadline"})
        return tuple(kind for kind in STATED if kind in self.kinds or (kind == "task" and below_task))


def trace(
    store: Store,
    written: str,
    asked: Asked | None = None,
    *,
    names: Names | None = None,
    kept: Kept | None = None,
) -> Trace:
    """Trace what is written: a document's number, name or file name, a task, or an IRI.

    `names` saves reading the names of the graph again, what is `kept` of it asking for its things. Raises
    UnknownThing, UnknownTask and AmbiguousName with the names that come near, and QueryError for what fails
    in the store.
    """
    names = names or Names(store)
    reader = TraceReader(store, names.base, kept)
    root = find_thing(reader, names, written)
    asked = asked or Asked()
    return _Tracer(reader, asked, documents_as_of(store, asked.as_of, names)).trace(root)


def thing_named(store: Store, written: str, *, names: Names | None = None, kept: Kept | None = None) -> str:
    """Give the IRI of what is written, as `trace` understands it; raises what is wrong with a name."""
    names = names or Names(store)
    return find_thing(TraceReader(store, names.base, kept), names, written)


class _Tracer:
    """Collect the hops level by level, then what is told of the things, then make the trees."""

    def __init__(self, reader: TraceReader, asked: Asked, as_of: AsOf) -> None:
        self.reader = reader
        self.as_of = as_of
        self.named: set[str] = set()
        self.asked = asked
        self.complete = True
        self.parts: dict[str, Thing] = {}
        self.things: dict[str, Thing] = {}
        self.proofs = Proofs(reader, self.things)
        self.cited: dict[str, dict[str, Any]] = {}

    def trace(self, root: str) -> Trace:
        self.things |= self.reader.things([root])
        up, down = Links(), Links()
        if self.asked.direction != "down":
            self._collect_above(root, up)
        if self.asked.direction != "up":
            self._collect_below(root, down)
        self._describe(root, (up, down))
        trees = [self._tree(root, links) for links in (up, down)]
        cycles = {
            cycle: None for links, turned in ((up, False), (down, True)) for cycle in cycles_in(links, turned)
        }
        told = self.as_of.told(frozenset(self.named | {root}))
        more = [links.more.get(root, {}) for links in (up, down)]
        complete = self.complete and not up.more and not down.more
        return Trace(self._node(root), trees[0], trees[1], tuple(cycles), complete, told, more[0], more[1])

    def _there(self, hops: list[tuple[str, str, str]], end: int) -> list[tuple[str, str, str]]:
        """Keep the hops to documents that were there on the day, and note all that were named."""
        self.named.update(hop[end] for hop in hops)
        return [hop for hop in hops if hop[end] not in self.as_of.left_out]

    def _collect_above(self, root: str, links: Links) -> None:
        level = [root]
        met = {root}
        owner = self.things[root].facts.get("document")
        depth = 0
        while level and depth < self.asked.hops:
            hops = self._there(self.reader.above(level, self.asked.relations), 2)
            found = {second for _, _, second in hops}
            if depth == 0 and owner:
                links.add(root, owner, "statedIn")
                found.add(owner)
            kept = self._kept(found, met)
            for first, relation, second in hops:
                if second in kept or second in met:
                    links.add(first, second, relation)
            links.leave_out_beyond("document", [(first, second) for first, _, second in hops], kept | met)
            level = sorted(kept)
            met |= kept
            depth += 1
        self._note_end(level, depth)

    def _collect_below(self, root: str, links: Links) -> None:
        kind = self.things[root].kind
        level = [root] if kind in {"document", "annex"} else []
        tasks = [root] if kind == "task" else []
        met = {root}
        depth = 0
        while (level or tasks) and depth < self.asked.hops:
            for task, parts in self.reader.parts(tasks, self.asked.kinds).items():
                for part in parts:
                    links.add(task, part.iri, part.kind)
                    self.parts[part.iri] = part
            further = self._collect_documents(level, links, met)
            tasks = self._collect_mandates(level, links, met)
            level = further
            depth += 1
        self._note_end(level, depth)

    def _collect_mandates(self, level: list[str], links: Links, met: set[str]) -> list[str]:
        """Add the mandates that documents state, as far as there is room; gives those not met before."""
        room = self._room(met)
        found = self.reader.mandates(level, self.asked.mandates, room + 1)
        fresh = [(one, mandate) for one, held in found.items() for mandate in held if mandate not in met]
        if sum(map(len, found.values())) > room:
            fresh = fresh[:room]
            held = Counter(document for document, _ in fresh)
            for document, number in self.reader.count_mandates(level, self.asked.mandates).items():
                links.leave_out(document, "mandate", number - held[document])
        for document, mandate in fresh:
            links.add(document, mandate, "states")
        met.update(mandate for _, mandate in fresh)
        return [mandate for _, mandate in fresh]

    def _collect_documents(self, level: list[str], links: Links, met: set[str]) -> list[str]:
        """Add the documents that rest on those of a level, as far as there is room; gives those to follow."""
        most = self._room(met) + _ROWS_BEYOND
        read = self.reader.below(level, self.asked.relations, None if self.asked.as_of else most + 1)
        hops = self._there(read, 0)
        kept = self._kept({first for first, _, _ in hops}, met)
        for first, relation, second in hops:
            if first in kept or first in met:
                links.add(second, first, _DOWNWARDS[relation])
        if len(read) > most and not self.asked.as_of:
            for document, number in self.reader.count_below(level, self.asked.relations).items():
                shown = sum(first in kept or first in met for first in links.hops.get(document, ()))
                links.leave_out(document, "document", number - shown)
        else:
            links.leave_out_beyond("document", [(second, first) for first, _, second in hops], kept | met)
        met |= kept
        return sorted(kept)

    def _room(self, met: set[str]) -> int:
        return max(0, self.asked.limit + 1 - len(met))

    def _kept(self, found: set[str], met: set[str]) -> set[str]:
        return set(sorted(found - met)[: self._room(met)])

    def _note_end(self, level: list[str], depth: int) -> None:
        deeper = self.asked.depth is None or self.asked.depth > DEEPEST
        self.complete &= not (level and depth >= DEEPEST and deeper)

    def _describe(self, root: str, both: Iterable[Links]) -> None:
        names = {thing for links in both for thing in links.things()} | {root}
        self.things |= self.reader.things(names - set(self.parts) - {root})
        self.things |= self.parts
        pairs = [
            (first, second) if upwards else (second, first)
            for links, upwards in zip(both, (True, False), strict=True)
            for first, seconds in links.hops.items()
            for second, relations in seconds.items()
            if relations[0] in STRENGTH
        ]
        self.proofs.read(names, pairs)
        unread = [name for name in names if self._is_unread(name)]
        self.cited = cited_by(self.reader, unread)

    def _is_unread(self, name: str) -> bool:
        thing = self.things.get(name)
        return thing is None or thing.facts.get("in_corpus") is False

    def _tree(self, root: str, links: Links) -> tuple[Node, ...]:
        """Make the tree of one direction: a thing is followed where it is first reached, by fewest hops."""
        upwards = all(
            is_upward(link) for seconds in links.hops.values() for one in seconds.values() for link in one
        )
        owner = first_reached(root, links)
        rounds = {pair for cycle in cycles_in(links, turned=False) for pair in pairs(cycle)}

        def below(name: str) -> tuple[Node, ...]:
            made = []
            for other, relations in links.hops.get(name, {}).items():
                if self.asked.hops <= 0:
                    continue
                first = owner.get(other) == name
                made.append(
                    self._node(
                        other,
                        relations,
                        evidence=self.proofs.of_hop(name, other, relations, upwards=upwards),
                        children=below(other) if first else (),
                        repeated=not first,
                        cyclic=(name, other) in rounds,
                        more=links.more.get(other, {}) if first else {},
                    )
                )
            return tuple(sorted(made, key=place_among))

        return narrowed(below(root), self.asked.kinds)

    def _node(
        self,
        name: str,
        links: Iterable[str] = (),
        *,
        evidence: tuple[Quote, ...] | None = None,
        children: tuple[Node, ...] = (),
        repeated: bool = False,
        cyclic: bool = False,
        more: More | None = None,
    ) -> Node:
        thing = self.things.get(name) or Thing(
            name, "document", name.rpartition("/id/")[2] or name, {"in_corpus": False}
        )
        facts: Mapping[str, Any] = thing.facts
        if self._is_unread(name):
            nobody = {"cited_by": [], "cited_by_count": 0}
            facts = {**facts, "known_by_citation": True, **self.cited.get(name, nobody)}
        kept = tuple(links)
        return Node(
            name,
            thing.kind,
            thing.label,
            facts,
            link=kept[0] if kept else "",
            links=kept,
            evidence=self.proofs.quotes.get(name, ()) if evidence is None else evidence,
            children=children,
            repeated=repeated,
            cyclic=cyclic,
            more=more or {},
        )
