"""What the units and documents of a graph are called, and which one a written name means.

A written name is compared in three steps, each only when the one before found nothing: the spelling
apart from case, dashes and the place of tone marks among preferred names; the same among aliases; and
without any marks ("cuc y te du phong"). One IRI found in a step is the answer. Several are an error
that lists them: an answer that silently took two units of one name for one would be wrong. An IRI
written in full always names what it names.

Reads a `Store`; gives IRIs, or raises UnknownUnit, UnknownDocument or AmbiguousName.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files

from graph_build.corpus_table import longest
from graph_build.search_index import Asked
from graph_build.store import Store
from graph_build.terms import Iri, Literal, iri
from graph_build.text import bare, fold
from ontology.numbers import number_key
from ontology.vocab import DEFAULT_BASE
from queries.catalogue import rebase
from queries.errors import AmbiguousName, UnknownDocument, UnknownName, UnknownUnit
from queries.told_apart import Called, told_apart

_BUILD_GRAPH = "graph/build"
_NEAREST = 3
_AT_ONCE = 1000
"""Documents that are asked for by IRI; where more are called alike, all are read."""
_ALL = "?document a nv:Document ."
_KIND_WORDS = re.compile(r"\b(?:số|so)\b\s*:?", re.IGNORECASE)


def base_of(store: Asked) -> str:
    """Give the base IRI of a graph, told by the name of the graph that describes its build.

    A graph without one (data from elsewhere) is taken to stand under the default base.
    """
    found = store.query(_lookup("bases.rq"))
    bases = sorted(
        graph.value.removesuffix(_BUILD_GRAPH)
        for (graph,) in found
        if isinstance(graph, Iri) and graph.value.endswith("/" + _BUILD_GRAPH)
    )
    return bases[0] if bases else DEFAULT_BASE


@dataclass(frozen=True, slots=True)
class Name:
    """One way to call a thing: `text` as the graph has it, `label` how the thing is shown to people."""

    thing: str
    text: str
    preferred: bool
    label: str


class Names:
    """The names of one graph, read from it when they are first needed."""

    def __init__(self, store: Store, base: str | None = None) -> None:
        self._store = store
        self.base = base_of(store) if base is None else base
        self._by_text: dict[tuple[str, Callable[[str], str] | None], Mapping[str, list[Name]]] = {}

    @cached_property
    def units(self) -> tuple[Name, ...]:
        """List the names of units and collectives; the label of one below another names that too."""
        found = []
        for actor, name, preferred, above in self._look_up("actors.rq"):
            label = f"{name} ({above})" if above and preferred == "true" else name
            found.append(Name(actor, name, preferred == "true", label))
        return tuple(found)

    @cached_property
    def documents(self) -> tuple[Name, ...]:
        """List numbers, names and file names of documents; a number is the preferred name."""
        found: dict[Name, None] = {}
        rows = self._look_up("documents.rq")
        apart = self._told_apart({document: label for document, key, label, _ in rows if key})
        for document, key, label, file in rows:
            shown = apart.get(document) or (label if key or not file else f"{label} ({file})")
            if document in apart:
                found[Name(document, shown, False, shown)] = None
            if key:
                found[Name(document, key, True, shown)] = None
            found[Name(document, label, False, shown)] = None
            if file:
                found[Name(document, file, False, shown)] = None
        return tuple(found)

    def _told_apart(self, labels: Mapping[str, str]) -> dict[str, str]:
        """Give the labels that tell apart the documents with a number that share theirs."""
        count = Counter(labels.values())
        alike = [document for document, label in labels.items() if count[label] > 1]
        dates: dict[str, set[str]] = {}
        issuers: dict[str, set[str]] = {}
        if alike:
            few = len(alike) <= _AT_ONCE
            which = f"VALUES ?document {{ {' '.join(str(iri(one)) for one in alike)} }}" if few else _ALL
            for document, date, issuer in self._look_up("documents-alike.rq", which):
                dates.setdefault(document, set()).add(date)
                issuers.setdefault(document, set()).update({issuer} if issuer else ())
        root = f"{self.base}id/document/"
        return told_apart(
            {
                one: Called(
                    labels[one], longest(dates[one]), "; ".join(sorted(issuers[one])), one.removeprefix(root)
                )
                for one in alike
            }
        )

    def prepare(self) -> None:
        """Read all names now, so that the first who asks for one need not wait."""
        for what, names in (("unit", self.units), ("document", self.documents)):
            self._called(what, names, None)

    def unit(self, written: str) -> Iri:
        """Give the unit or collective that is called so.

        Raises UnknownUnit with the nearest names, and AmbiguousName.
        """
        steps: tuple[tuple[Callable[[str], str], bool], ...] = ((fold, True), (fold, False), (bare, False))
        return self._find("unit", written, self.units, steps, UnknownUnit)

    def document(self, written: str) -> Iri:
        """Give the document with that number ("38/nq-cp", "Nghị quyết số 38/NQ-CP"), name or file name.

        Raises UnknownDocument with the nearest numbers and names, and AmbiguousName.
        """
        steps: tuple[tuple[Callable[[str], str], bool], ...] = (
            (number_key, True),
            (_without_kind_words, False),
            (bare, False),
        )
        return self._find("document", written, self.documents, steps, UnknownDocument)

    def unit_label(self, iri: str) -> str:
        """Say what a unit is called, with the one above it where several have that name."""
        preferred = [name for name in self.units if name.preferred]
        own = next((name for name in preferred if name.thing == iri), None)
        if own is None:
            return iri
        alike = {name.thing for name in preferred if fold(name.text) == fold(own.text)}
        return own.text if len(alike) == 1 else own.label

    def document_label(self, iri: str) -> str:
        """Say what a document is called, with the end of its IRI where several are called so."""
        own = next((name.label for name in self.documents if name.thing == iri), iri)
        alike = {name.thing for name in self.documents if name.label == own}
        tail = iri.removeprefix(f"{self.base}id/document/")
        return own if len(alike) < 2 else f"{own} ({tail})"

    def _find(
        self,
        what: str,
        written: str,
        names: tuple[Name, ...],
        steps: Iterable[tuple[Callable[[str], str], bool]],
        unknown: type[UnknownName],
    ) -> Iri:
        if written in self._called(what, names, None):
            return iri(written)
        for folding, only_preferred in steps:
            called = self._called(what, names, folding).get(folding(written), [])
            found = {name.thing: name for name in reversed(called) if name.preferred or not only_preferred}
            if len(found) > 1:
                shown = self._labels(names, found)
                raise AmbiguousName(what, written, shown)
            if found:
                return iri(next(iter(found)))
        raise unknown(written, _nearest(written, self._called(what, names, bare)))

    def _called(
        self, what: str, names: tuple[Name, ...], folding: Callable[[str], str] | None
    ) -> Mapping[str, list[Name]]:
        """Give names by their folded text, or by thing without a folding; made once, as there may be many."""
        if (what, folding) not in self._by_text:
            by_text: dict[str, list[Name]] = {}
            for name in names:
                if key := folding(name.text) if folding else name.thing:
                    by_text.setdefault(key, []).append(name)
            self._by_text[what, folding] = by_text
        return self._by_text[what, folding]

    @staticmethod
    def _labels(names: tuple[Name, ...], found: Mapping[str, Name]) -> list[str]:
        labels: dict[str, str] = {}
        for name in names:
            if name.thing in found:
                labels.setdefault(name.thing, name.label)
        return [f"{label} <{thing}>" for thing, label in sorted(labels.items())]

    def _look_up(self, file: str, which: str = "") -> list[tuple[str, ...]]:
        text = rebase(_lookup(file), self.base).replace("VALUES ?document { UNDEF }", which)
        rows = self._store.query(text)
        return [tuple(term.value if isinstance(term, Iri | Literal) else "" for term in row) for row in rows]


def _lookup(file: str) -> str:
    return (files("queries") / "lookups" / file).read_text(encoding="utf-8")


def _without_kind_words(text: str) -> str:
    return fold(_KIND_WORDS.sub(" ", text))


def _nearest(written: str, called: Mapping[str, Sequence[Name]]) -> list[str]:
    """List up to three names that look most like the written one, each of another thing.

    `called` are the names by their folded text.
    """
    near: dict[str, str] = {}
    for folded in get_close_matches(bare(written), called, n=3 * _NEAREST, cutoff=0.6):
        name = called[folded][0]
        near.setdefault(name.thing, name.text)
    return list(near.values())[:_NEAREST]
