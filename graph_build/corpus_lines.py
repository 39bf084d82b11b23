"""What the table of the corpus counts, from statements that were gathered from the lines of a graph.

Queries of `corpus_queries/` say what it is; a test compares both. They take the
engine long and much memory: it looks up every task of the graph, and holds all of them to count each once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Final, TypeAlias

from graph_build.task_lines import Gathered
from ontology.vocab import Vocabulary

Rows: TypeAlias = Iterator[dict[str, str]]
Counted: TypeAlias = Mapping[str, Sequence[dict[str, str]]]
"""The rows of queries by their names; they take little memory beside what they are counted from."""

_FIGURES: Final = {
    **{"tasks": ("Task",), "assignments": ("Assignment",), "duties": ("Duty",), "measures": ("Measure",)},
    **{"indicators": ("Indicator", "Goal"), "citations": ("Citation",)},
}
_MANDATES: Final = {
    **{"Task": ("Task",), "Duty": ("Duty",), "Measure": ("Measure",)},
    "Indicator": ("Indicator", "Goal"),
}
"""What is counted, and the classes that count as it: a goal in prose as an indicator."""


def _figures(facts: Gathered, _names: Vocabulary) -> Rows:
    """Give all figures but the number of documents, which few statements tell."""
    for what, kinds in _FIGURES.items():
        if things := sum(len(facts.things[kind]) for kind in kinds):
            yield {"what": what, "count": str(things)}


def _load(facts: Gathered, names: Vocabulary) -> Rows:
    for how in ("leads", "coordinates"):
        tasks = Counter(actor for task in facts.tasks for actor in facts.listed(how, task))
        for actor, count in tasks.items():
            yield {"actor": _value(actor), "how": f"{names.base}ontology#{how}", "count": str(count)}


def _mandates(facts: Gathered, names: Vocabulary) -> Rows:
    for kind, classes in _MANDATES.items():
        stated = (facts.of("statedIn", thing) for name in classes for thing in facts.things[name])
        for document, count in Counter(one for documents in stated for one in documents).items():
            if document.startswith(b'"'):
                continue
            about = {"document": _value(document), "kind": f"{names.base}ontology#{kind}"}
            yield {**about, "count": str(count)}


_COUNTS: Final[Mapping[str, Callable[[Gathered, Vocabulary], Rows]]] = {
    "figures": _figures,
    "actors-load": _load,
    "documents-mandates": _mandates,
}


def count(facts: Gathered, names: Vocabulary) -> Counted:
    """Give the rows of the queries of `corpus_queries/` that count, by name."""
    return {name: list(rows(facts, names)) for name, rows in _COUNTS.items()}


def _value(term: bytes) -> str:
    """Give the IRI of a term, or the label of a blank node."""
    return (term[1:-1] if term.startswith(b"<") else term[2:]).decode("utf-8")
