"""The words that prove the hops of a trace.

A relation between documents is proved by the citation in the text of the one that rests on the other, a
change of a document by the sentence that states it, everything else by the words of the part itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from graph_build.text import bare
from queries.trace_model import CHANGES, MANDATES, RELATIONS, STRENGTH, Quote, stated
from queries.trace_read import Pair, Thing, TraceReader

_ROLE_OF: Final = {relation.name: relation.role for relation in RELATIONS}
"""The role of the citations that state a relation."""


@dataclass(slots=True)
class Proofs:
    """The quotes of things, citations and changes, read for all hops at once; `things` may still grow."""

    reader: TraceReader
    things: Mapping[str, Thing]
    quotes: dict[str, tuple[Quote, ...]] = field(default_factory=dict)
    _citations: dict[Pair, list[tuple[str, str]]] = field(default_factory=dict)
    _changes: dict[str, tuple[Quote, ...]] = field(default_factory=dict)

    def read(self, names: Iterable[str], hops: Iterable[Pair]) -> None:
        """Read the words of things, and those by which one thing of each hop states to rest on the other."""
        self._citations = self.reader.citations((self._document_of(first), second) for first, second in hops)
        cited = [one for found in self._citations.values() for one in found]
        self.quotes = self.reader.quotes([*names, *(citation for citation, _ in cited)])
        self._changes = self.reader.changes(citation for citation, role in cited if role in CHANGES)

    def of_hop(self, name: str, other: str, links: Sequence[str], *, upwards: bool) -> tuple[Quote, ...]:
        """Give the words that state a hop from one thing to another, along relations, the strongest first."""
        if links[0] == "statedIn":
            return self._own_words(name)
        if links[0] not in STRENGTH:
            return self._own_words(other)
        resting, ground = (name, other) if upwards else (other, name)
        if self.things[resting].kind == "annex" and resting.partition("#")[0] == ground:
            return self.quotes.get(resting, ())
        found = self._citations.get((self._document_of(resting), ground), [])
        within = self.quotes.get(resting, ()) if self.things[resting].kind in MANDATES else ()
        return tuple(
            replace(quote, link=link) for link in links for quote in self._said(found, stated(link), within)
        )

    def _document_of(self, name: str) -> str:
        """Give the document in whose text a thing stands: itself, where it is one."""
        thing = self.things.get(name)
        if thing is None or thing.kind == "document":
            return name
        return str(thing.facts.get("document") or name.partition("#")[0])

    def _own_words(self, name: str) -> tuple[Quote, ...]:
        """Give the quotes of a part: those that are its name, then the others, each in the text's order."""
        quotes = self.quotes.get(name, ())
        if len(quotes) < 2:
            return quotes
        return self.reader.kept.read("own words", [name], lambda _: {name: self._ordered(name)})[name]

    def _ordered(self, name: str) -> tuple[Quote, ...]:
        label = bare(self.things[name].label)
        return tuple(sorted(self.quotes[name], key=lambda quote: bare(quote.exact) not in label))

    def _said(
        self, found: list[tuple[str, str]], relation: str, within: tuple[Quote, ...]
    ) -> Iterable[Quote]:
        """Give the quotes of the citations in the role of a relation, else those of all of them."""
        in_role = [one for one, role in found if role == _ROLE_OF[relation]] or [one for one, _ in found]
        quotes = [quote for one in in_role for quote in self._words(one)]
        inside = [q for q in quotes if any(w.start <= q.start and q.end <= w.end for w in within)]
        return sorted(dict.fromkeys(inside or quotes), key=lambda quote: (quote.start, quote.end))

    def _words(self, citation: str) -> tuple[Quote, ...]:
        """Give the words of change of a citation, and the citation where it stands apart from them."""
        changes = self._changes.get(citation, ())
        named = self.quotes.get(citation, ())
        return *changes, *(
            q for q in named if not any(c.start <= q.start and q.end <= c.end for c in changes)
        )
