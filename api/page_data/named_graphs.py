"""What pages tell of named graphs: their kind, their document, and what stands in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from api.page_data.directory import Directory, DocumentRef
from api.page_data.graph import Graph, Row
from api.query_errors import QueryTimeout

KINDS: Final = ("ontology", "units", "inferred", "findings", "build")
"""The graphs that a build makes beside those of documents, as the end of their names."""


@dataclass(frozen=True, slots=True)
class GraphLine:
    """A named graph: `kind` is one of `KINDS`, "document", or "other" where no build made it.

    `triples` is None where counting took too long.
    """

    iri: str
    kind: str
    document: DocumentRef | None
    triples: int | None


@dataclass(frozen=True, slots=True)
class GraphList:
    """All named graphs, and the SPARQL that counted them."""

    lines: tuple[GraphLine, ...]
    sparql: str


@dataclass(frozen=True, slots=True)
class GraphPage:
    """One named graph: the classes of the things that it types, most frequent first, and its parts.

    `parts` are the statements about things that are named within the graph's own name (`graph/build#run`).
    """

    line: GraphLine
    classes: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, tuple[Row, ...]], ...]
    sparql: str


def listed(graph: Graph, directory: Directory) -> GraphList:
    """Count the triples of every named graph: those of the build first, then documents, then others."""
    answer = graph.ask("graphs")
    start = f"{graph.base}graph/document/"
    stated = (row["graph"] for row in answer.rows if row["graph"].startswith(start))
    directory.documents.read(f"{graph.base}id/document/{one.removeprefix(start)}" for one in stated)
    lines = [_line(row["graph"], int(row["triples"]), graph, directory) for row in answer.rows]
    order = (*KINDS, "document", "other")
    lines.sort(key=lambda line: (order.index(line.kind), line.iri))
    return GraphList(tuple(lines), answer.sparql)


def named_graph(graph: Graph, directory: Directory, iri: str) -> GraphPage | None:
    """Describe one named graph; None where there is none of that name."""
    try:
        answer = graph.ask("graph", graph=iri)
        classes = tuple(
            (row["class"], int(row["things"])) for row in graph.ask("graph-classes", graph=iri).rows
        )
    except QueryTimeout:
        return GraphPage(_line(iri, None, graph, directory), (), (), graph.sparql("graph", graph=iri))
    triples = int(answer.rows[0]["triples"])
    if not triples:
        return None
    line = _line(iri, triples, graph, directory)
    parts: dict[str, list[Row]] = {}
    if line.kind == "build":
        for row in graph.ask("graph-parts", graph=iri).rows:
            parts.setdefault(row["part"].removeprefix(f"{iri}#"), []).append(row)
    return GraphPage(line, classes, tuple((name, tuple(rows)) for name, rows in parts.items()), answer.sparql)


def _line(iri: str, triples: int | None, graph: Graph, directory: Directory) -> GraphLine:
    kind, _, rest = iri.removeprefix(f"{graph.base}graph/").partition("/")
    if iri.startswith(f"{graph.base}graph/") and kind == "document" and rest:
        return GraphLine(iri, kind, directory.document(f"{graph.base}id/document/{rest}"), triples)
    return GraphLine(iri, kind if kind in KINDS and not rest else "other", None, triples)
