"""What the units and documents of a graph are called, and which one a written name means.

A written name is compared in three steps, each only when the one before found nothing: the spelling
apart from case, dashes and the place of tone marks among preferred names; the same among aliases; and
without any marks ("cuc y te du phong"). One IRI found in a step is the answer. Several are an error
that lists them: an answer that silently took two units of one name for one would be wrong. An IRI
written in full always names what it names.

A snapshot tells beside its store how its documents are called (`graph_build.called_table`): then those alone
are read that a written name can mean. Without it, and for units, all names are read once and kept.

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

from graph_build.called_table import BARE, folded_ways, without_kind_words
from graph_build.corpus_table import longest
from graph_build.search_index import Asked
from graph_build.store import Store
from graph_build.terms import Iri, Literal, iri, is_iri
from graph_build.text import bare, fold
from graph_build.told_apart import Called, told_apart
from ontology.codes import codes
from ontology.numbers import number_key
from ontology.vocab import DEFAULT_BASE
from queries import called
from queries.catalogue import rebase
from queries.errors import AmbiguousName, UnknownDocument, UnknownUnit

_BUILD_GRAPH = "graph/build"
_NEAREST = 3
_AT_ONCE = 1000
"""Documents that are asked for by IRI at a time; a graph of no more has all its names read ahead."""
_KEPT = 1000
"""Written names of documents whose meaning is kept at most."""
_VERY_MANY = 20_000
"""Documents from which on it is quicker to ask about all."""
_ALL = "?document a nv:Document ."
_SLOT = "VALUES ?document { UNDEF }"

_SHORT = re.compile(r"(?P<kind>[^\W\d_]+)\.?[\s-]*(?:s[oố][\s.]+)?(?P<serial>\d+)")
"""A kind in short with a serial number: nq38, NQ 38, QĐ số 2530."""

_Folding = Callable[[str], str]
_Row = tuple[str, ...]


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


class _Spelt:
    """Some names, found by what a folding makes of them; what that is is made once, as there may be many."""

    def __init__(self, names: Sequence[Name]) -> None:
        self._names = names
        self._by_text: dict[_Folding | None, Mapping[str, list[Name]]] = {}

    def called(self, folding: _Folding | None) -> Mapping[str, list[Name]]:
        """Give the names by their folded text, or by thing without a folding."""
        if folding not in self._by_text:
            by_text: dict[str, list[Name]] = {}
            for name in self._names:
                if key := folding(name.text) if folding else name.thing:
                    by_text.setdefault(key, []).append(name)
            self._by_text[folding] = by_text
        return self._by_text[folding]

    def found(self, what: str, written: str, steps: Iterable[tuple[_Folding, bool]]) -> Iri | None:
        """Give the thing that is called so; None for none, AmbiguousName is raised for several."""
        for folding, only_preferred in steps:
            alike = self.called(folding).get(folding(written), [])
            found = {name.thing: name for name in reversed(alike) if name.preferred or not only_preferred}
            if len(found) > 1:
                raise AmbiguousName(what, written, self._labels(found))
            if found:
                return iri(next(iter(found)))
        return None

    def _labels(self, found: Mapping[str, Name]) -> list[str]:
        labels: dict[str, str] = {}
        for name in self._names:
            if name.thing in found:
                labels.setdefault(name.thing, name.label)
        return [f"{label} <{thing}>" for thing, label in sorted(labels.items())]


class Names:
    """The names of one graph, read from it when they are first needed."""

    def __init__(self, store: Store, base: str | None = None) -> None:
        self._store = store
        self.base = base_of(store) if base is None else base
        self._meant: dict[str, Iri] = {}

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
        return self._names(self._look_up("documents.rq"))

    @cached_property
    def _units_spelt(self) -> _Spelt:
        return _Spelt(self.units)

    @cached_property
    def _documents_spelt(self) -> _Spelt:
        return _Spelt(self.documents)

    def _names(self, rows: Sequence[_Row]) -> tuple[Name, ...]:
        """Make the names of documents from rows of document, number, label and file."""
        found: dict[Name, None] = {}
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
        for document, date, issuer in self._of("documents-alike.rq", alike):
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

    def _called(self, ways: Sequence[tuple[int, str]]) -> tuple[Name, ...] | None:
        """Read the names of those documents alone that one of some folded texts can mean.

        None where only reading all names tells, or all were read already.
        """
        if "documents" in vars(self) or (found := called.called(self._store, ways)) is None:
            return None
        return self._names_of(found)

    def _names_of(self, documents: Sequence[str]) -> tuple[Name, ...]:
        """Read the names of some documents, told apart from all others that are called as they are."""
        rows = self._of("documents.rq", documents)
        labels = {document: label for document, key, label, _ in rows if key}
        alike = {(BARE, bare(label)) for label in labels.values()}
        mates = called.called(self._store, alike) or []
        own = set(documents)
        rows += self._of("documents.rq", [one for one in mates if one not in own])
        names = self._names(sorted(rows, key=lambda row: row[0]))
        return tuple(name for name in names if name.thing in own)

    def prepare(self) -> None:
        """Read now what the first who asks would wait for; the names of very many documents are not read."""
        self._units_spelt.called(None)
        number = called.number(self._store)
        if number is None or number <= _AT_ONCE:
            self._documents_spelt.called(None)

    def unit(self, written: str) -> Iri:
        """Give the unit or collective that is called so.

        Raises UnknownUnit with the nearest names, and AmbiguousName.
        """
        spelt = self._units_spelt
        if written in spelt.called(None):
            return iri(written)
        found = spelt.found("unit", written, ((fold, True), (fold, False), (bare, False)))
        if found is None:
            raise UnknownUnit(written, _nearest(written, spelt.called(bare)))
        return found

    def document(self, written: str) -> Iri:
        """Give the document with that number ("38/nq-cp", "Nghị quyết số 38/NQ-CP"), name or file name.

        Raises UnknownDocument with the nearest numbers and names, and AmbiguousName.
        """
        if written not in self._meant:
            if len(self._meant) >= _KEPT:
                self._meant.clear()
            self._meant[written] = self._document(written)
        return self._meant[written]

    def _document(self, written: str) -> Iri:
        if self._is_document(written):
            return iri(written)
        few = self._called(folded_ways(written))
        spelt = self._documents_spelt if few is None else _Spelt(few)
        found = spelt.found(
            "document", written, ((number_key, True), (_without_kind_words, False), (bare, False))
        )
        if found is None:
            raise UnknownDocument(written, self._nearest_documents(written))
        return found

    def _is_document(self, written: str) -> bool:
        if "documents" in vars(self):
            return written in self._documents_spelt.called(None)
        return is_iri(written) and bool(self._of("documents.rq", [written]))

    def _nearest_documents(self, written: str) -> list[str]:
        near, written = None, _in_full(written)
        if "documents" not in vars(self):
            near = called.nearest(self._store, written, 3 * _NEAREST)
        if near is None:
            return _nearest(written, self._documents_spelt.called(bare))
        return _likest([self._first_called(text, document) for text, document in near])

    def _first_called(self, folded: str, document: str) -> Name:
        return next(name for name in self._names_of([document]) if bare(name.text) == folded)

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
        names = self.documents if "documents" in vars(self) else self._alike(iri)
        own = next((name.label for name in names if name.thing == iri), iri)
        alike = {name.thing for name in names if name.label == own}
        tail = iri.removeprefix(f"{self.base}id/document/")
        return own if len(alike) < 2 else f"{own} ({tail})"

    def _alike(self, document: str) -> tuple[Name, ...]:
        """Read the names of a document and of those with a label like its own."""
        own = next((name.label for name in self._names_of([document])), "")
        rows = self._of("documents.rq", [document])
        labels = {label for _, _, label, _ in rows if own.startswith(label)}
        few = self._called([(BARE, bare(label)) for label in labels])
        return self.documents if few is None else few

    def _of(self, file: str, documents: Sequence[str]) -> list[_Row]:
        """Ask about documents, in the order of their IRIs; where they are very many, about others too."""
        if len(documents) > _VERY_MANY:
            return self._look_up(file, _ALL)
        rows: list[_Row] = []
        for first in range(0, len(documents), _AT_ONCE):
            some = " ".join(str(iri(one)) for one in documents[first : first + _AT_ONCE])
            rows += self._look_up(file, f"VALUES ?document {{ {some} }}")
        return rows

    def _look_up(self, file: str, which: str = "") -> list[_Row]:
        text = rebase(_lookup(file), self.base).replace(_SLOT, which)
        rows = self._store.query(text)
        return [tuple(term.value if isinstance(term, Iri | Literal) else "" for term in row) for row in rows]


def _lookup(file: str) -> str:
    return (files("queries") / "lookups" / file).read_text(encoding="utf-8")


def _without_kind_words(text: str) -> str:
    return fold(without_kind_words(text))


def _in_full(written: str) -> str:
    """Write the kind out of a document called by kind in short and serial: "nq38" to "Nghị quyết 38"."""
    if short := _SHORT.fullmatch(written.strip()):
        for kind in codes("document-kind"):
            if kind.notation and bare(kind.notation) == bare(short["kind"]):
                return f"{kind.vi} {short['serial']}"
    return written


def _nearest(written: str, spelt: Mapping[str, Sequence[Name]]) -> list[str]:
    """List up to three names that look most like the written one, each of another thing.

    `spelt` are the names by their folded text.
    """
    near = get_close_matches(bare(written), spelt, n=3 * _NEAREST, cutoff=0.6)
    return _likest([spelt[folded][0] for folded in near])


def _likest(names: Iterable[Name]) -> list[str]:
    """Give the texts of the first names, each of another thing."""
    near: dict[str, str] = {}
    for name in names:
        near.setdefault(name.thing, name.text)
    return list(near.values())[:_NEAREST]
