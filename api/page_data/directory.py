"""The names of things: every document and actor of a snapshot by IRI, and the names nearest to a wrong one.

A directory is made once for a snapshot and kept while that snapshot is served. Searching is the work of
the full-text index (`queries.search`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from threading import Lock
from typing import Final
from urllib.parse import urlencode

from api.links import page_of
from api.page_data import corpus_file
from api.page_data.graph import Graph, Row
from graph_build.corpus_table import Described, described, longest
from graph_build.terms import is_iri
from graph_build.text import bare, fold
from graph_build.told_apart import Called, told_apart
from ontology.vocab import FOAF, ORG, RDFS, SKOS

LONGEST_SEARCH: Final = 200
"""Code points of a search that are looked at; more than any name or title needs."""

MANY: Final = 20_000
"""Documents of a graph above which a page reads those alone that it shows; `documents-many.rq` has it too."""

_READ_AT_ONCE: Final = 200
"""Documents that one query reads by their IRIs."""

_MOST_KEPT: Final = 50_000
"""Documents of a graph of very many that are held once they were read."""

_WORDS_COMPARED: Final = 12
_DOCUMENTS_COMPARED: Final = 2000
"""Words that were typed, and documents of a graph of very many, that are looked at for near names."""

ACTOR_KINDS: Final = ("unit", "group", "person", "post")


@dataclass(frozen=True, slots=True)
class Ref:
    """A thing that can be named and linked; `url` is None where there is no page about it."""

    iri: str
    kind: str
    label: str
    url: str | None


@dataclass(frozen=True, slots=True)
class DocumentRef(Ref):
    """A document with what a list shows of it; `in_corpus` is false for one known by citation only."""

    number: str = ""
    title: str = ""
    date: str = ""
    issuers: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    in_corpus: bool = False


@dataclass(frozen=True, slots=True)
class ActorRef(Ref):
    """A unit, collective, person or post; `within` is the IRI of the body that it belongs to."""

    other_names: tuple[str, ...] = ()
    within: str = ""


class Documents(Mapping[str, DocumentRef]):
    """The documents of a snapshot by IRI, those that were read first.

    Of a graph with very many documents, those alone are read that are asked for by IRI; who goes through all
    of them has all of them read, there too.
    """

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._reading = Lock()
        self._whole: dict[str, DocumentRef] | None = None
        self._found: dict[str, DocumentRef | None] = {}

    @cached_property
    def are_many(self) -> bool:
        """Tell whether there are too many documents to read all of them for one page."""
        told = corpus_file.count(self._graph.store)
        return bool(self._graph.ask("documents-many").rows) if told is None else told > MANY

    def read(self, iris: Iterable[str]) -> None:
        """Read documents side by side that will be asked for one by one."""
        if self._whole is not None or not self.are_many:
            return
        wanted = [one for one in dict.fromkeys(iris) if one not in self._found and is_iri(one)]
        if len(self._found) + len(wanted) > _MOST_KEPT:
            self._found = {}
        for start in range(0, len(wanted), _READ_AT_ONCE):
            some = wanted[start : start + _READ_AT_ONCE]
            known = self._named(some)
            self._found.update({one: known.get(one) for one in some})

    def latest(self, most: int) -> list[DocumentRef]:
        """Give documents that were read, the latest first.

        Of a graph of very many without a table, 500 at most, and none without a date.
        """
        if self._whole is None and self.are_many:
            told = corpus_file.listed(self._graph.store, most=most)
            if told is not None:
                return [document_ref(one, self._graph.base) for one in told]
            read = list(self._latest)
        else:
            read = [one for one in self.values() if one.in_corpus]
        read.sort(key=lambda one: (one.date, one.label), reverse=True)
        return read[:most]

    def alike(self, labels: Set[str]) -> list[DocumentRef]:
        """Give the documents with a number that are called by one of some labels, in the order of lists."""
        if self._whole is None and self.are_many:
            told = corpus_file.called(self._graph.store, labels)
            found = [document_ref(one, self._graph.base) for one in told or ()]
        else:
            found = [one for one in self.values() if one.label in labels]
        return [one for one in found if one.number]

    @cached_property
    def _latest(self) -> tuple[DocumentRef, ...]:
        iris = [row["document"] for row in self._graph.ask("documents-latest").rows]
        self.read(iris)
        return tuple(self[one] for one in dict.fromkeys(iris) if one in self)

    def _named(self, iris: list[str]) -> dict[str, DocumentRef]:
        told = corpus_file.named(self._graph.store, iris)
        if told is None:
            return _documents(self._graph, self._graph.ask("documents-named", document=iris).rows)
        return {one.iri: document_ref(one, self._graph.base) for one in told}

    def __getitem__(self, iri: str) -> DocumentRef:
        if self._whole is not None or not self.are_many:
            return self._all()[iri]
        if iri not in self._found:
            self.read([iri])
        known = self._found.get(iri)
        if known is None:
            raise KeyError(iri)
        return known

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def _all(self) -> dict[str, DocumentRef]:
        if self._whole is None:
            with self._reading:
                if self._whole is None:
                    told = corpus_file.every(self._graph.store)
                    self._whole = (
                        _documents(self._graph, self._graph.ask("documents").rows)
                        if told is None
                        else {one.iri: document_ref(one, self._graph.base) for one in told}
                    )
        return self._whole


def _list_of(name: str) -> Ref:
    return Ref("", "unit", name, "/units?" + urlencode({"words": name}))


class Directory:
    """The documents, actors and codes of one snapshot by IRI."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.base = graph.base
        self._reading = Lock()
        self.documents = Documents(graph)
        self._actors: dict[str, ActorRef] | None = None

    @property
    def actors(self) -> dict[str, ActorRef]:
        """The actors by IRI; listed once, when they are first asked for."""
        if self._actors is None:
            with self._reading:
                if self._actors is None:
                    self._actors = _actors(self.graph)
        return self._actors

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """The labels of codes and classes: IRI to language to label."""
        labels: dict[str, dict[str, str]] = {}
        for row in self.graph.ask("code-labels").rows:
            labels.setdefault(row["concept"], {}).setdefault(row["language"], row["label"])
        return labels

    @cached_property
    def called(self) -> Mapping[str, Ref]:
        """What a folded name leads to: the actor of that name, or the list of those that share it."""
        by_name: dict[str, list[ActorRef]] = {}
        for ref in self.actors.values():
            by_name.setdefault(fold(ref.label), []).append(ref)
        return {
            name: refs[0] if len(refs) == 1 else _list_of(refs[0].label) for name, refs in by_name.items()
        }

    def document(self, iri: str) -> DocumentRef:
        """Give a document; one that the graph does not describe is named by the end of its IRI."""
        known = self.documents.get(iri)
        return known or DocumentRef(iri, "document", _last_part(iri), page_of(iri, self.base))

    def actor(self, iri: str) -> ActorRef:
        """Give an actor; one that the graph does not describe is named by the end of its IRI."""
        known = self.actors.get(iri)
        return known or ActorRef(iri, _kind_in(iri, self.base), _last_part(iri), page_of(iri, self.base))

    def actors_of(self, iris: Iterable[str]) -> tuple[ActorRef, ...]:
        """Give actors in the order of their names, every one once."""
        return tuple(sorted({self.actor(iri) for iri in iris if iri}, key=lambda ref: _order(ref.label)))

    def body_of(self, ref: Ref) -> str:
        """Name the body that an actor belongs to; "" for what belongs to none."""
        return self.actor(ref.within).label if isinstance(ref, ActorRef) and ref.within else ""

    def numbers(self, most: int) -> list[str]:
        """Give the numbers of documents that were read, the latest first."""
        documents = self.documents
        latest = documents.latest(most if documents.are_many else len(documents))
        apart = self._told_apart(latest)
        return [apart.get(one.iri, one.number) for one in latest if one.number][:most]

    def labels(self, most: int) -> list[str]:
        """Name documents that were read, the latest first, those called alike by what tells them apart."""
        latest = self.documents.latest(most)
        apart = self._told_apart(latest)
        return [apart.get(one.iri, one.label) for one in latest]

    def _told_apart(self, some: Sequence[DocumentRef]) -> dict[str, str]:
        """Give labels that no other document has, as `Names` knows them, for those that share theirs."""
        alike = self.documents.alike({one.label for one in some if one.number})
        root = f"{self.base}id/document/"
        return told_apart(
            {
                one.iri: Called(
                    one.label,
                    one.date,
                    "; ".join(sorted(self.actor(iri).label for iri in one.issuers)),
                    one.iri.removeprefix(root),
                )
                for one in alike
            }
        )

    def code(self, iri: str, language: str) -> str:
        """Give the label of a code or class in a language, else in the other one, else its local name."""
        labels = self.codes.get(iri, {})
        return labels.get(language) or next(iter(labels.values()), "") or _last_part(iri)

    def nearest(self, typed: str, kinds: Iterable[str], limit: int = 5) -> tuple[Ref, ...]:
        """Give the things of some kinds whose names are likest to what was typed, likest first.

        A document is also known by the end of its address ("nq-385"), whose order is not that of its number.
        Of a graph of very many documents, those are looked at whose names share most with what was typed.
        """
        wanted = bare(typed[:LONGEST_SEARCH])
        pools: list[Mapping[str, list[str]]] = []
        kinds = set(kinds)
        if "document" in kinds:
            pools.append(self._documents_like(wanted))
        if kinds & set(ACTOR_KINDS):
            pools.append(
                {iri: names for iri, names in self._actor_names.items() if self.actors[iri].kind in kinds}
            )
        if not wanted or not pools:
            return ()
        scored = [
            (max(_likeness(wanted, name) for name in names), iri)
            for pool in pools
            for iri, names in pool.items()
        ]
        best = sorted((pair for pair in scored if pair[0] > 0.5), key=lambda pair: (-pair[0], pair[1]))
        return tuple(self._any(iri) for _, iri in best[:limit])

    def _any(self, iri: str) -> Ref:
        return self.documents[iri] if iri in self.documents else self.actors[iri]

    def _documents_like(self, wanted: str) -> Mapping[str, list[str]]:
        """Give the names of documents that may be near to what was typed."""
        if not self.documents.are_many:
            return self._document_names
        words = sorted(set(wanted.split()), key=lambda word: (-len(word), word))[:_WORDS_COMPARED]
        likely = corpus_file.having_most(self.graph.store, words, most=_DOCUMENTS_COMPARED)
        if likely is None:
            return {one.iri: _names_of(one) for one in self.documents.latest(_DOCUMENTS_COMPARED)}
        return {one.iri: _names_of(document_ref(one, self.base)) for one in likely}

    @cached_property
    def _document_names(self) -> dict[str, list[str]]:
        return {iri: _names_of(ref) for iri, ref in self.documents.items()}

    @cached_property
    def _actor_names(self) -> dict[str, list[str]]:
        return {iri: [bare(n) for n in (ref.label, *ref.other_names)] for iri, ref in self.actors.items()}


def _names_of(ref: DocumentRef) -> list[str]:
    names = [bare(name) for name in (ref.label, ref.number, ref.title) if name]
    return [*names[:2], bare(ref.iri.rpartition("/")[2])]


def document_ref(one: Described, base: str) -> DocumentRef:
    """Make of what names a document what pages show of it."""
    return DocumentRef(
        iri=one.iri,
        kind="document",
        label=one.label,
        url=page_of(one.iri, base),
        number=one.number,
        title=one.title,
        date=one.date,
        issuers=one.issuers,
        classes=one.classes,
        in_corpus=one.in_corpus,
    )


def _documents(graph: Graph, rows: Iterable[Row]) -> dict[str, DocumentRef]:
    return {one.iri: document_ref(one, graph.base) for one in described(rows, graph.base)}


def _actors(graph: Graph) -> dict[str, ActorRef]:
    rows = graph.ask("actors").rows
    kinds = {
        graph.term("Unit"): "unit",
        graph.term("ActorGroup"): "group",
        FOAF.Person: "person",
        ORG.Post: "post",
    }
    kind_of = {row["actor"]: kinds[row["kind"]] for row in rows}
    found = {}
    for iri, said in _facts(rows, "actor", "name").items():
        naming = FOAF.name if kind_of[iri] == "person" else SKOS.prefLabel
        label = longest(said.get(naming)) or longest(said.get(RDFS.label))
        if not label:
            continue
        above = (
            said.get(ORG.subOrganizationOf) or said.get(ORG.postIn) or said.get(graph.term("groupContext"))
        )
        found[iri] = ActorRef(
            iri=iri,
            kind=kind_of[iri],
            label=label,
            url=page_of(iri, graph.base),
            other_names=tuple(sorted(said.get(SKOS.altLabel, ()))),
            within=longest(above),
        )
    return dict(sorted(found.items(), key=lambda pair: (bare(pair[1].label), pair[0])))


def _facts(rows: Iterable[Row], subject: str, value: str) -> dict[str, dict[str, set[str]]]:
    """Gather property rows: thing to property to the set of its values."""
    facts: dict[str, dict[str, set[str]]] = {}
    for row in rows:
        facts.setdefault(row[subject], {}).setdefault(row["property"], set()).add(row[value])
    return facts


@lru_cache(maxsize=8192)
def _order(label: str) -> str:
    """Give what a label is sorted by; pages name the same actors again and again."""
    return bare(label)


def _last_part(iri: str) -> str:
    return iri.rstrip("/").replace("#", "/").rpartition("/")[2]


def _kind_in(iri: str, base: str) -> str:
    kind = iri.removeprefix(f"{base}id/").partition("/")[0]
    return kind if kind in ACTOR_KINDS else "unit"


def _likeness(wanted: str, name: str) -> float:
    matcher = SequenceMatcher(None, wanted, name[:LONGEST_SEARCH], autojunk=False)
    if matcher.real_quick_ratio() <= 0.5 or matcher.quick_ratio() <= 0.5:
        return 0.0
    return matcher.ratio()
