"""The corpus as a whole: its figures, its documents, its units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from api.page_data import corpus_file
from api.page_data.directory import ActorRef, Directory, DocumentRef, document_ref
from api.page_data.filters import Cut, cut, cut_of
from api.page_data.graph import Graph, Row
from graph_build.text import bare

FIGURES: Final = (
    "documents",
    "tasks",
    "assignments",
    "units",
    "duties",
    "measures",
    "indicators",
    "citations",
)


LATEST: Final = 12
"""Documents that the first page lists."""


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """A document in a list, with how much it states of every kind; `words` is what a filter looks at."""

    ref: DocumentRef
    issuers: tuple[ActorRef, ...]
    words: str
    tasks: int = 0
    duties: int = 0
    measures: int = 0
    indicators: int = 0


@dataclass(frozen=True, slots=True)
class ActorLoad:
    """An actor in a list, with how many tasks it leads and coordinates."""

    ref: ActorRef
    leads: int
    coordinates: int


class Corpus:
    """The figures and lists of one snapshot, each made once, when it is first asked for."""

    def __init__(self, graph: Graph, directory: Directory) -> None:
        self._graph = graph
        self._directory = directory

    @cached_property
    def figures(self) -> dict[str, int]:
        """How much the snapshot holds, by kind."""
        counted = corpus_file.figures(self._graph.store)
        if counted is None:
            rows = self._graph.ask("figures").rows
            counted = {row["what"]: int(row["count"]) for row in rows if row["what"]}
        counted["units"] = sum(ref.kind == "unit" for ref in self._directory.actors.values())
        return {name: counted.get(name, 0) for name in FIGURES}

    @property
    def holds_mandates(self) -> bool:
        """Whether anything here is a document or a task of the vocabulary."""
        return any(self.figures[name] for name in ("documents", "tasks"))

    @cached_property
    def actors(self) -> tuple[ActorLoad, ...]:
        """Every actor with its load, by name."""
        load = corpus_file.load(self._graph.store)
        if load is None:
            load = {}
            for row in self._graph.ask("actors-load").rows:
                how = row["how"].removeprefix(self._graph.term(""))
                load.setdefault(row["actor"], {})[how] = int(row["count"])
        return tuple(
            ActorLoad(ref, load.get(iri, {}).get("leads", 0), load.get(iri, {}).get("coordinates", 0))
            for iri, ref in self._directory.actors.items()
        )

    @cached_property
    def documents(self) -> tuple[DocumentSummary, ...]:
        """The documents that were read, the latest first."""
        return self._of_kind(in_corpus=True)

    @cached_property
    def cited(self) -> tuple[DocumentSummary, ...]:
        """The documents that are only cited, the latest first."""
        return self._of_kind(in_corpus=False)

    @cached_property
    def latest(self) -> tuple[DocumentSummary, ...]:
        """The documents that a first page shows: of a graph of very many, no others are read for it."""
        documents = self._directory.documents
        if not documents.are_many:
            return self.documents[:LATEST]
        told = corpus_file.matching(self._graph.store, (), in_corpus=True)
        if told is not None:
            return tuple(self._told(one) for one in told[1](0, LATEST))
        return summaries(self._graph, self._directory, documents.latest(LATEST))

    def listed(self, words: Sequence[str], page: str, *, in_corpus: bool) -> Cut[DocumentSummary]:
        """Give a page of the documents that were read, or only cited, and have all of some words.

        Words are as `bare` writes them. Of a graph of very many with a table, that page alone is read.
        """
        if self._directory.documents.are_many:
            asked = [(word, self._issuers_with(word)) for word in words]
            told = corpus_file.matching(self._graph.store, asked, in_corpus=in_corpus)
            if told is not None:
                number, read = told
                return cut_of(number, page, lambda first, most: tuple(map(self._told, read(first, most))))
        listed = self.documents if in_corpus else self.cited
        return cut([one for one in listed if all(word in one.words for word in words)], page)

    @cached_property
    def totals(self) -> dict[str, int]:
        """How many documents were read, and how many are only cited."""
        if self._directory.documents.are_many:
            read, cited = (corpus_file.count(self._graph.store, in_corpus=one) for one in (True, False))
            if read is not None and cited is not None:
                return {"read": read, "cited": cited}
        return {"read": len(self.documents), "cited": len(self.cited)}

    @cached_property
    def sparql(self) -> dict[str, str]:
        """The queries behind figures and lists."""
        return {name: self._graph.sparql(name) for name in ("figures", "documents-mandates", "actors-load")}

    def read(self) -> None:
        """Read what pages show first: of a graph of very many documents, no list of them."""
        _ = self.figures, self.actors, self.latest

    def _issuers_with(self, word: str) -> list[str]:
        return [told for told, names in self._issuers.items() if word in names]

    @cached_property
    def _issuers(self) -> dict[str, str]:
        issuers = corpus_file.issuers(self._graph.store) or {}
        return {
            told: bare(" ".join(one.label for one in self._directory.actors_of(iris)))
            for told, iris in issuers.items()
        }

    def _of_kind(self, *, in_corpus: bool) -> tuple[DocumentSummary, ...]:
        told = corpus_file.matching(self._graph.store, (), in_corpus=in_corpus)
        if told is not None:
            number, read = told
            return tuple(map(self._told, read(0, number)))
        return tuple(one for one in self._summaries if one.ref.in_corpus == in_corpus)

    def _told(self, one: corpus_file.Stated) -> DocumentSummary:
        return _summary(document_ref(one.document, self._graph.base), one.states, self._directory)

    @cached_property
    def _summaries(self) -> list[DocumentSummary]:
        rows = self._graph.ask("documents-mandates").rows
        found = _counted(self._directory.documents.values(), rows, self._graph, self._directory)
        return sorted(found, key=lambda one: (one.ref.date, one.ref.label), reverse=True)


def summaries(graph: Graph, directory: Directory, refs: Sequence[DocumentRef]) -> tuple[DocumentSummary, ...]:
    """Count what some documents state, in their order."""
    if not refs:
        return ()
    rows = graph.ask("documents-mandates-of", document=[ref.iri for ref in refs]).rows
    return tuple(_counted(refs, rows, graph, directory))


def _counted(
    refs: Iterable[DocumentRef], rows: Iterable[Row], graph: Graph, directory: Directory
) -> list[DocumentSummary]:
    states: dict[str, dict[str, int]] = {}
    for row in rows:
        kind = row["kind"].removeprefix(graph.term("")).lower()
        states.setdefault(row["document"], {})[kind] = int(row["count"])
    return [_summary(ref, states.get(ref.iri, {}), directory) for ref in refs]


def _summary(ref: DocumentRef, counts: dict[str, int], directory: Directory) -> DocumentSummary:
    issuers = directory.actors_of(ref.issuers)
    return DocumentSummary(
        ref=ref,
        issuers=issuers,
        words=bare(" ".join((ref.label, ref.number, ref.title, *(one.label for one in issuers)))),
        tasks=counts.get("task", 0),
        duties=counts.get("duty", 0),
        measures=counts.get("measure", 0),
        indicators=counts.get("indicator", 0),
    )
