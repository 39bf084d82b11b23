"""The corpus as a whole: its figures, its documents, its units."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from api.page_data.directory import ActorRef, Directory, DocumentRef
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
    issuer: ActorRef | None
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
        rows = self._graph.ask("figures").rows
        counted = {row["what"]: int(row["count"]) for row in rows if row["what"]}
        counted["units"] = sum(ref.kind == "unit" for ref in self._directory.actors.values())
        return {name: counted.get(name, 0) for name in FIGURES}

    @cached_property
    def actors(self) -> tuple[ActorLoad, ...]:
        """Every actor with its load, by name."""
        load: dict[str, dict[str, int]] = {}
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
        return tuple(one for one in self._summaries if one.ref.in_corpus)

    @cached_property
    def cited(self) -> tuple[DocumentSummary, ...]:
        """The documents that are only cited, the latest first."""
        return tuple(one for one in self._summaries if not one.ref.in_corpus)

    @cached_property
    def latest(self) -> tuple[DocumentSummary, ...]:
        """The documents that a first page shows: of a graph of very many, no others are read for it."""
        documents = self._directory.documents
        if not documents.are_many:
            return self.documents[:LATEST]
        refs = documents.latest(LATEST)
        rows = (
            self._graph.ask("documents-mandates-of", document=[ref.iri for ref in refs]).rows if refs else ()
        )
        return tuple(self._counted(refs, rows))

    @cached_property
    def sparql(self) -> dict[str, str]:
        """The queries behind figures and lists."""
        return {name: self._graph.sparql(name) for name in ("figures", "documents-mandates", "actors-load")}

    def read(self) -> None:
        """Read what pages show first: of a graph of very many documents, no list of them."""
        _ = self.figures, self.actors, self.latest

    @cached_property
    def _summaries(self) -> list[DocumentSummary]:
        rows = self._graph.ask("documents-mandates").rows
        found = self._counted(self._directory.documents.values(), rows)
        return sorted(found, key=lambda one: (one.ref.date, one.ref.label), reverse=True)

    def _counted(self, refs: Iterable[DocumentRef], rows: Iterable[Row]) -> list[DocumentSummary]:
        states: dict[str, dict[str, int]] = {}
        for row in rows:
            kind = row["kind"].removeprefix(self._graph.term("")).lower()
            states.setdefault(row["document"], {})[kind] = int(row["count"])
        return [_summary(ref, states.get(ref.iri, {}), self._directory) for ref in refs]


def _summary(ref: DocumentRef, counts: dict[str, int], directory: Directory) -> DocumentSummary:
    issuer = directory.actor(ref.issuer) if ref.issuer else None
    return DocumentSummary(
        ref=ref,
        issuer=issuer,
        words=bare(" ".join((ref.label, ref.number, ref.title, issuer.label if issuer else ""))),
        tasks=counts.get("task", 0),
        duties=counts.get("duty", 0),
        measures=counts.get("measure", 0),
        indicators=counts.get("indicator", 0),
    )
