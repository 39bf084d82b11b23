"""The corpus as a whole: its figures, its documents, its units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.page_data.directory import ActorRef, Directory, DocumentRef
from api.page_data.graph import Graph
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


@dataclass(frozen=True, slots=True)
class Corpus:
    """The figures and lists of one snapshot; made once for it."""

    figures: dict[str, int]
    documents: tuple[DocumentSummary, ...]
    cited: tuple[DocumentSummary, ...]
    actors: tuple[ActorLoad, ...]
    sparql: dict[str, str]


def corpus(graph: Graph, directory: Directory) -> Corpus:
    """Count what a snapshot holds."""
    answers = {name: graph.ask(name) for name in ("figures", "documents-mandates", "actors-load")}
    counted = {row["what"]: int(row["count"]) for row in answers["figures"].rows if row["what"]}
    counted["units"] = sum(ref.kind == "unit" for ref in directory.actors.values())
    states: dict[str, dict[str, int]] = {}
    for row in answers["documents-mandates"].rows:
        kind = row["kind"].removeprefix(graph.term("")).lower()
        states.setdefault(row["document"], {})[kind] = int(row["count"])
    load: dict[str, dict[str, int]] = {}
    for row in answers["actors-load"].rows:
        load.setdefault(row["actor"], {})[row["how"].removeprefix(graph.term(""))] = int(row["count"])
    summaries = [_summary(ref, states.get(ref.iri, {}), directory) for ref in directory.documents.values()]
    summaries.sort(key=lambda one: (one.ref.date, one.ref.label), reverse=True)
    return Corpus(
        figures={name: counted.get(name, 0) for name in FIGURES},
        documents=tuple(s for s in summaries if s.ref.in_corpus),
        cited=tuple(s for s in summaries if not s.ref.in_corpus),
        actors=tuple(
            ActorLoad(ref, load.get(iri, {}).get("leads", 0), load.get(iri, {}).get("coordinates", 0))
            for iri, ref in directory.actors.items()
        ),
        sparql={name: answer.sparql for name, answer in answers.items()},
    )


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
