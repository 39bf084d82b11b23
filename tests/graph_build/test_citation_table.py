"""The table of what very many documents cite: it says what the graph says."""

from __future__ import annotations

from pathlib import Path

from graph_build.citation_table import FILE, LISTED, count, much_cited, write_table
from graph_build.store import Database, EmbeddedStore
from queries.trace_cited import cited_by
from queries.trace_read import TraceReader

BASE = "https://w3id.org/nhiemvu/"
LAW, DECREE = f"{BASE}id/document/qh/law", f"{BASE}id/document/cp/decree"


def graph() -> Database:
    """Make a law that 30 documents cite, the fourth of them thrice, and a decree that five cite."""
    pairs = [(number, LAW) for number in [*range(30), 3, 3]] + [(number, DECREE) for number in range(5)]
    lines = [f"@prefix nv: <{BASE}ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> ."]
    for place, (number, cited) in enumerate(pairs):
        citing = f"<{BASE}id/document/d{number:02}>"
        lines.append(f'{citing} a nv:Document ; rdfs:label "Kế hoạch {number}"@vi .')
        lines.append(f"<{BASE}id/citation/{place}> nv:citingDocument {citing} ; nv:citedDocument <{cited}> .")
    database = Database()
    database.load_turtle("\n".join(lines).encode(), f"{BASE}graph/x", "x")
    return database


def test_only_what_very_many_cite_is_counted() -> None:
    counted = count(graph())
    assert list(counted) == [LAW]
    assert counted[LAW].documents == 30
    assert len(counted[LAW].first) == LISTED
    assert (counted[LAW].first[0].label, counted[LAW].first[0].times) == ("Kế hoạch 3", 3)
    assert counted[LAW].first[1].iri.endswith("d00")


def test_a_trace_tells_the_same_with_and_without_the_table(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path, "000001-00000000", tmp_path, graph())
    asked = [LAW, DECREE, f"{BASE}id/document/nobody"]
    reader = TraceReader(store, BASE)
    without = cited_by(reader, asked)
    write_table(graph(), tmp_path / FILE)
    assert cited_by(reader, asked) == without
    assert without[LAW]["cited_by_count"] == 30
    assert without[DECREE]["cited_by_count"] == 5


def test_a_table_that_cannot_be_read_is_none(tmp_path: Path) -> None:
    assert much_cited(None) is None
    assert much_cited(tmp_path) is None
    (tmp_path / FILE).write_text('{"layout": 99, "cited": {}}', encoding="utf-8")
    assert much_cited(tmp_path) is None
    (tmp_path / FILE).write_text("half a t", encoding="utf-8")
    assert much_cited(tmp_path) is None
