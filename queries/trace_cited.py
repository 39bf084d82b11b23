"""Who cites the documents of a trace that were not read: how many, and the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from graph_build.citation_table import LISTED, much_cited
from graph_build.terms import iri
from queries.catalogue import rebase
from queries.trace_read import Row, TraceReader


def cited_by(reader: TraceReader, documents: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Tell of documents `cited_by_count`, how many others cite them, and `cited_by`, the first of those.

    These are objects with `iri`, `label`, `title` and `times`, the most frequent first. What very many cite
    is told by the table of the snapshot; the graph is asked for the rest.
    """
    return reader.kept.read("cited by", documents, lambda asked: _read(reader, set(asked)))


def _read(reader: TraceReader, asked: set[str]) -> dict[str, dict[str, Any]]:
    counted = much_cited(reader.snapshot) or {}
    found = {
        one: {
            "cited_by": [
                {"iri": by.iri, "label": by.label, "title": by.title, "times": by.times}
                for by in counted[one].first
            ],
            "cited_by_count": counted[one].documents,
        }
        for one in asked & counted.keys()
    }
    citing: dict[str, dict[str, Row]] = {}
    for row in reader.citing(asked - counted.keys()):
        citing.setdefault(row["to"], {}).setdefault(row["from"], row)
    for to, rows in citing.items():
        first = list(rows.values())[:LISTED]
        found[to] = {"cited_by": list(map(_citing, first)), "cited_by_count": len(rows)}
    return found


def sparql(document: str, base: str) -> str:
    """Give the query for all that cite a document; raises ValueError where that is no IRI."""
    text = (files("queries") / "lookups" / "trace-cited.rq").read_text(encoding="utf-8")
    return rebase(text, base).replace("{ UNDEF }", f"{{ {iri(document)} }}")


def _citing(row: Row) -> dict[str, Any]:
    held = {"iri": row["from"], "label": row.get("label", ""), "title": row.get("title", "")}
    return {**held, "times": int(row["times"])}
