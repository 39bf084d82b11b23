"""Which queries name their own dataset."""

from __future__ import annotations

import pytest

from graph_build.query_text import has_dataset_clause


@pytest.mark.parametrize(
    ("sparql", "expected"),
    [
        ("SELECT * FROM <http://example.org/g> { ?s ?p ?o }", True),
        ("select * from named <http://example.org/g> where { ?s ?p ?o }", True),
        ("SELECT *\nFROM<http://example.org/g>{?s ?p ?o}", True),
        ("PREFIX g: <http://example.org/> ASK FROM g:a { ?s ?p ?o }", True),
        ("SELECT * { ?s ?p ?o } # FROM here on", False),
        ('SELECT * { ?s ?p "FROM" }', False),
        ('SELECT * { ?s ?p "a \\" FROM b" }', False),
        ('SELECT * { ?s ?p """two\n" FROM lines""" }', False),
        ("SELECT * { ?s ?p 'FROM'@en }", False),
        ("SELECT ?from { ?from ?p ?o }", False),
        ("PREFIX from: <http://example.org/> SELECT * { ?s from:from ?o }", False),
        ("SELECT * { <http://example.org/FROM> ?p ?o }", False),
        ("SELECT * { ?s ?p ?o FILTER(?o < 3 && ?o > 1) }", False),
        ("SELECT * FROM <http://example.org/#frag> { ?s ?p 'x#y' }", True),
    ],
)
def test_a_dataset_clause_is_seen_only_where_it_is_one(sparql: str, expected: bool) -> None:
    assert has_dataset_clause(sparql) is expected
