"""What a trace is made of: nodes that hang together by relations, each with the words that prove its hop.

A `Node` stands for one hop: the thing that is reached, the relation that leads to it from the node
above, and its proof. Plain data; nothing here asks a store.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from queries.as_of import ALL, AsOf

Direction = Literal["up", "down", "both"]
"""Towards what a thing rests on, towards what rests on it, or both."""

KINDS: Final = ("document", "task", "duty", "measure", "indicator", "assignment", "deadline", "citation")
"""What a trace can be narrowed to. A "citation" is a document that is reached by being named only."""
USUAL_KINDS: Final = tuple(kind for kind in KINDS if kind != "citation")
"""What a trace shows unless it is told: documents that are merely named in passing are left out."""
MANDATES: Final = ("task", "duty", "measure")
STATED: Final = (*MANDATES, "indicator")
"""What documents state, and is told of where it stands in them."""
DEEPEST: Final = 100
"""Hops at most, whatever is asked."""
USUAL_LIMIT: Final = 500
"""Documents and mandates in one direction, unless more are asked for."""
MOST: Final = 10_000
"""Documents and mandates in one direction, whatever is asked."""
More = Mapping[str, int]
"""How many documents and mandates below a thing a limit left out; empty where none."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation between documents: its term, its name read downwards, and the citations that prove it."""

    name: str
    downwards: str
    role: str


RELATIONS: Final = (
    Relation("implements", "implementedBy", "implements"),
    Relation("basedOn", "basisOf", "legal-basis"),
    Relation("annexOf", "hasAnnex", "annexed-to"),
    Relation("amends", "amendedBy", "amends"),
    Relation("corrects", "correctedBy", "corrects"),
    Relation("replaces", "replacedBy", "replaces"),
    Relation("consolidates", "consolidatedBy", "consolidates"),
    Relation("establishedBy", "establishes", "established-by"),
    Relation("cites", "citedBy", "cites"),
)
"""The relations that a trace follows, the strongest first; `cites` only where citations are asked for."""
CHANGES: Final = frozenset({"amends", "corrects", "replaces", "consolidates"})
"""The relations, and roles of citations, whose words say what is done to a document."""
STRENGTH: Final[Mapping[str, int]] = {
    name: place for place, relation in enumerate(RELATIONS) for name in (relation.name, relation.downwards)
}


def stated(link: str) -> str:
    """Give the relation that a hop goes along, whichever way it is read."""
    return next((one.name for one in RELATIONS if link in {one.name, one.downwards}), link)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document: `start` and `end` count code points of the NFC text from 0, the end excluded.

    `source` is the name of the file, `sha256` the hash of its text, by which a store gives it, `document`
    the document that the text is. `link` is the relation that the words prove, where a hop has several.
    """

    exact: str
    start: int
    end: int
    source: str
    iri: str
    document: str = ""
    sha256: str = ""
    link: str = ""

    def cut(self, most: int) -> str:
        """Give at most so many characters on one line, "…" for the rest.

        A sentence of change is cut in its middle, for what is done often stands behind what it is done to.
        """
        words = " ".join(self.exact.split())
        if len(words) <= most:
            return words
        tail = most * 2 // 5 if stated(self.link) in CHANGES else 0
        head = words[: most - tail - 1].rstrip()
        return f"{head}…{words[len(words) - tail :]}"

    def as_object(self) -> dict[str, Any]:
        """Give the quote as JSON carries it."""
        held: dict[str, Any] = {"exact": self.exact, "start": self.start, "end": self.end}
        held |= {"source": self.source, "iri": self.iri, "document": self.document, "sha256": self.sha256}
        return held | ({"link": self.link} if self.link else {})


@dataclass(frozen=True, slots=True)
class Node:
    """A thing on the way, and how it is reached.

    `kind` is one of `KINDS` without "citation", or "annex". `link` is the relation from the node above,
    `links` all of them, strongest first. `facts` are what is told of the thing beside its name (number,
    code, section, role …). A thing is followed where it is reached first; elsewhere it is `repeated`, and
    `cyclic` where following it would lead round. `more` counts what a limit left out below it.
    """

    iri: str
    kind: str
    label: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    link: str = ""
    links: tuple[str, ...] = ()
    evidence: tuple[Quote, ...] = ()
    children: tuple[Node, ...] = ()
    repeated: bool = False
    cyclic: bool = False
    more: More = field(default_factory=dict)

    @property
    def filed_under(self) -> str:
        """Name the kind that a filter goes by."""
        if self.kind == "annex":
            return "document"
        return "citation" if self.kind == "document" and self.link in {"cites", "citedBy"} else self.kind

    def walk(self) -> Iterator[Node]:
        """Give this node and all below it, each before its children."""
        yield self
        for child in self.children:
            yield from child.walk()

    def as_object(self) -> dict[str, Any]:
        """Give the node and all below it as JSON carries them."""
        return {
            **{"iri": self.iri, "kind": self.kind, "label": self.label},
            **self.facts,
            **({"link": self.link, "links": list(self.links)} if self.link else {}),
            **({"repeated": True} if self.repeated else {}),
            **({"cycle": True} if self.cyclic else {}),
            **({"more": dict(self.more)} if self.more else {}),
            "evidence": [quote.as_object() for quote in self.evidence],
            "children": [child.as_object() for child in self.children],
        }


@dataclass(frozen=True, slots=True)
class Trace:
    """The lineage of one thing: what it rests on and what rests on it.

    `cycles` lists each circle of documents found, as IRIs in the order in which one rests on the next.
    `complete` is false where limits of hops or things cut the trace; `more_up` and `more_down` count what
    they left out right above and below the root. `as_of` names the day as of which documents were followed,
    and those on the way that were left out or whose day is not known.
    """

    root: Node
    up: tuple[Node, ...]
    down: tuple[Node, ...]
    cycles: tuple[tuple[str, ...], ...] = ()
    complete: bool = True
    as_of: AsOf = ALL
    more_up: More = field(default_factory=dict)
    more_down: More = field(default_factory=dict)

    @property
    def nodes(self) -> Iterator[Node]:
        """Give every node, the root first."""
        yield self.root
        for one in (*self.up, *self.down):
            yield from one.walk()

    def as_object(self) -> dict[str, Any]:
        """Give the trace as JSON carries it: the root's own fields, `up`, `down` and counts."""
        held = self.root.as_object()
        del held["children"]
        return {
            **held,
            "up": [node.as_object() for node in self.up],
            "down": [node.as_object() for node in self.down],
            "counts": {"up": counts(self.up), "down": counts(self.down)},
            "more": {"up": dict(self.more_up), "down": dict(self.more_down)},
            "cycles": [list(cycle) for cycle in self.cycles],
            "complete": self.complete,
            **({"as_of": self.as_of.as_object()} if self.as_of.day else {}),
        }


def counts(nodes: tuple[Node, ...]) -> dict[str, int]:
    """Count the different things below, by kind; sections of duties and documents not read are told apart."""
    met: dict[str, Node] = {}
    for one in nodes:
        for node in one.walk():
            met.setdefault(node.iri, node)
    found = Counter(node.kind for node in met.values())
    sections = {
        (node.facts.get("document"), node.facts.get("section"))
        for node in met.values()
        if node.kind == "duty"
    }
    if sections:
        found["duty_section"] = len(sections)
    if unread := sum(node.facts.get("in_corpus") is False for node in met.values()):
        found["known_by_citation"] = unread
    order = ("document", "known_by_citation", "annex", *STATED, "duty_section", "assignment", "deadline")
    return {kind: found[kind] for kind in order if kind in found}


def left_out_of(trace: Trace) -> dict[str, int]:
    """Count by kind what limits left out anywhere in a trace; what two things lead to counts for both."""
    found: Counter[str] = Counter()
    for more in (trace.more_up, trace.more_down, *(node.more for node in trace.nodes)):
        found.update(more)
    return dict(sorted(found.items()))


def narrowed(nodes: tuple[Node, ...], kinds: frozenset[str]) -> tuple[Node, ...]:
    """Keep nodes of some kinds, and those on the way to them."""
    kept = []
    for node in nodes:
        below = narrowed(node.children, kinds)
        if below or node.filed_under in kinds:
            kept.append(replace(node, children=below) if node.children else node)
    return tuple(kept)


_ORDER: Final = {
    kind: place for place, kind in enumerate((*STATED, "deadline", "assignment", "annex", "document"))
}


def place_among(node: Node) -> tuple[Any, ...]:
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
