"""Trace a mandate across levels: what a document or task rests on, and what rests on it, with proof.

Upwards a mandate leads to the document that states it, and that to what it implements, is based on, is
annexed to, amends, corrects or replaces. Downwards a document leads to the documents of which that holds, to
its tasks, duties and measures, and those to assignments and deadlines. Only relations that a text states
are followed, none that are derived, so that every hop has its quote. A document that was not read is
in the lineage as known by citation, with who cites it and how often.

Reads a `Store` by a number of queries that grows with the levels and not with the things; gives a `Trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graph_build.store import Store
from graph_build.text import bare
from queries.as_of import AsOf, as_of_day, documents_as_of
from queries.errors import InvalidValue
from queries.names import Names
from queries.trace_model import (
    DEEPEST,
    KINDS,
    MANDATES,
    RELATIONS,
    STRENGTH,
    USUAL_KINDS,
    Direction,
    Node,
    Quote,
    Trace,
    narrowed,
)
from queries.trace_read import ROLE_OF, Thing, TraceReader
from queries.trace_thing import find_thing
from queries.trace_ways import Links, first_reached, pairs
from queries.trace_ways import cycles as cycles_in

_DOWNWARDS = {relation.name: relation.downwards for relation in RELATIONS}
_MOST_DOCUMENTS = 10_000
_ORDER = {
    kind: place for place, kind in enumerate((*MANDATES, "deadline", "assignment", "annex", "document"))
}


@dataclass(frozen=True, slots=True)
class Asked:
    """How far a trace goes: `depth` hops at most, and what kinds of things it keeps.

    Raises InvalidValue for a negative depth, an unknown kind or direction. Documents that are merely named
    are followed only where the kind "citation" is asked for. With `as_of` (a day, ISO) documents that were
    not issued by then, or were replaced, are left out with all that is reached through them alone.
    """

    direction: Direction = "both"
    depth: int | None = None
    kinds: frozenset[str] = field(default_factory=lambda: frozenset(USUAL_KINDS))
    as_of: str = ""

    def __post_init__(self) -> None:
        if self.direction not in {"up", "down", "both"}:
            raise InvalidValue("direction", self.direction, "up, down or both")
        if self.depth is not None and self.depth < 0:
            raise InvalidValue("depth", str(self.depth), "a whole number from 0 upwards")
        if unknown := sorted(self.kinds - set(KINDS)):
            raise InvalidValue("kind", unknown[0], f"one of {', '.join(KINDS)}")

    @classmethod
    def read(cls, direction: str = "", depth: str = "", kinds: str = "", as_of: str = "") -> Asked:
        """Read the fields of a command or address as written; an empty one stands for the usual.

        Raises InvalidValue.
        """
        if depth and not (depth.removeprefix("-").isdecimal() and len(depth) < 10):
            raise InvalidValue("depth", depth[:40], "a whole number from 0 upwards")
        named = frozenset(kind.strip().lower() for kind in kinds.split(",") if kind.strip())
        way: Any = direction or "both"
        return cls(way, int(depth) if depth else None, named or frozenset(USUAL_KINDS), as_of_day(as_of))

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
        """List the kinds of mandates to read: those kept, and tasks where something below them is."""
        below_task = bool(self.kinds & {"assignment", "deadline"})
        return tuple(kind for kind in MANDATES if kind in self.kinds or (kind == "task" and below_task))


def trace(store: Store, written: str, asked: Asked | None = None, *, names: Names | None = None) -> Trace:
    """Trace what is written: a document's number, name or file name, a task, or an IRI.

    `names` saves reading the names of the graph again. Raises UnknownThing, UnknownTask and AmbiguousName
    with the names that come near, and QueryError for what fails in the store.
    """
    names = names or Names(store)
    reader = TraceReader(store, names.base)
    root = find_thing(reader, names, written)
    asked = asked or Asked()
    return _Tracer(reader, asked, documents_as_of(store, asked.as_of, names)).trace(root)


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
        self.quotes: dict[str, tuple[Quote, ...]] = {}
        self.citations: dict[tuple[str, str], list[tuple[str, str]]] = {}
        self.cited: dict[str, list[dict[str, Any]]] = {}

    def trace(self, root: str) -> Trace:
        self.things = self.reader.things([root])
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
        return Trace(self._node(root), trees[0], trees[1], tuple(cycles), self.complete, told)

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
            found: set[str] = set()
            if depth == 0 and owner:
                links.add(root, owner, "statedIn")
                found.add(owner)
            for first, relation, second in self._there(self.reader.above(level, self.asked.relations), 2):
                links.add(first, second, relation)
                found.add(second)
            level = self._next(found, met)
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
            stated = self.reader.mandates(level, self.asked.mandates)
            for document, mandates in stated.items():
                for mandate in mandates:
                    links.add(document, mandate, "states")
            tasks = [mandate for mandates in stated.values() for mandate in mandates if mandate not in met]
            met.update(tasks)
            found: set[str] = set()
            for first, relation, second in self._there(self.reader.below(level, self.asked.relations), 0):
                links.add(second, first, _DOWNWARDS[relation])
                found.add(first)
            level = self._next(found, met)
            depth += 1
        self._note_end(level, depth)

    def _next(self, found: set[str], met: set[str]) -> list[str]:
        fresh = sorted(found - met)
        room = max(0, _MOST_DOCUMENTS - len(met))
        if len(fresh) > room:
            self.complete = False
            fresh = fresh[:room]
        met.update(fresh)
        return fresh

    def _note_end(self, level: list[str], depth: int) -> None:
        if level and depth >= DEEPEST and (self.asked.depth is None or self.asked.depth > DEEPEST):
            self.complete = False

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
        named = [(self._document_of(first), second) for first, second in pairs]
        self.citations = self.reader.citations(named)
        cited = [citation for found in self.citations.values() for citation, _ in found]
        self.quotes = self.reader.quotes([*names, *cited])
        unread = [name for name in names if self._is_unread(name)]
        self.cited = self.reader.cited_by(unread)

    def _is_unread(self, name: str) -> bool:
        thing = self.things.get(name)
        return thing is None or thing.facts.get("in_corpus") is False

    def _document_of(self, name: str) -> str:
        """Give the document in whose text a thing stands: itself, where it is one."""
        thing = self.things.get(name)
        if thing is None or thing.kind == "document":
            return name
        return str(thing.facts.get("document") or name.partition("#")[0])

    def _tree(self, root: str, links: Links) -> tuple[Node, ...]:
        """Make the tree of one direction: a thing is followed where it is first reached, by fewest hops."""
        upwards = all(
            _is_upward(link) for seconds in links.hops.values() for one in seconds.values() for link in one
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
                        evidence=self._proof(name, other, relations, upwards=upwards),
                        children=below(other) if first else (),
                        repeated=not first,
                        cyclic=(name, other) in rounds,
                    )
                )
            return tuple(sorted(made, key=_place))

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
    ) -> Node:
        thing = self.things.get(name) or Thing(
            name, "document", name.rpartition("/id/")[2] or name, {"in_corpus": False}
        )
        facts: Mapping[str, Any] = thing.facts
        if self._is_unread(name):
            facts = {**facts, "known_by_citation": True, "cited_by": self.cited.get(name, [])}
        kept = tuple(links)
        return Node(
            name,
            thing.kind,
            thing.label,
            facts,
            link=kept[0] if kept else "",
            links=kept,
            evidence=self.quotes.get(name, ()) if evidence is None else evidence,
            children=children,
            repeated=repeated,
            cyclic=cyclic,
        )

    def _proof(self, name: str, other: str, links: list[str], *, upwards: bool) -> tuple[Quote, ...]:
        """Give the words that state a hop.

        A relation between documents is proved by the citation in the text of the one that rests on the other,
        everything else by the words of the part itself.
        """
        if links[0] == "statedIn":
            return self._own_words(name)
        if links[0] not in STRENGTH:
            return self._own_words(other)
        resting, ground = (name, other) if upwards else (other, name)
        if self.things[resting].kind == "annex" and resting.partition("#")[0] == ground:
            return self.quotes.get(resting, ())
        found = self.citations.get((self._document_of(resting), ground), [])
        within = self.quotes.get(resting, ()) if self.things[resting].kind in MANDATES else ()
        return tuple(
            _marked(quote, link) for link in links for quote in self._said(found, _stated(link), within)
        )

    def _own_words(self, name: str) -> tuple[Quote, ...]:
        """Give the quotes of a part: those that are its name, then the others, each in the text's order."""
        label = bare(self.things[name].label)
        quotes = self.quotes.get(name, ())
        return tuple(sorted(quotes, key=lambda quote: bare(quote.exact) not in label))

    def _said(self, found: list[tuple[str, str]], relation: str, within: tuple[Quote, ...]) -> list[Quote]:
        """Give the quotes of the citations in the role of a relation, else those of all of them."""
        in_role = [one for one, role in found if role == ROLE_OF[relation]] or [one for one, _ in found]
        quotes = [quote for one in in_role for quote in self.quotes.get(one, ())]
        inside = [q for q in quotes if any(w.start <= q.start and q.end <= w.end for w in within)]
        return sorted(inside or quotes, key=lambda quote: (quote.start, quote.end))


def _stated(link: str) -> str:
    return next((one.name for one in RELATIONS if link in {one.name, one.downwards}), link)


def _is_upward(link: str) -> bool:
    return link == "statedIn" or any(link == relation.name for relation in RELATIONS)


def _marked(quote: Quote, link: str) -> Quote:
    return Quote(
        quote.exact, quote.start, quote.end, quote.source, quote.iri, quote.document, quote.sha256, link
    )


def _place(node: Node) -> tuple[Any, ...]:
    """Order siblings: mandates as in the text, then documents by strength of the relation and day."""
    at = node.evidence[0].start if node.evidence else 0
    if node.kind in {"document", "annex"}:
        return (
            _ORDER[node.kind],
            STRENGTH.get(node.link, 0),
            node.facts.get("date", ""),
            node.label,
            node.iri,
        )
    return (_ORDER.get(node.kind, 9), node.facts.get("sequence", 0), at, node.label, node.iri)
