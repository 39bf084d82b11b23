"""Which queries name their own dataset."""

from __future__ import annotations

import pytest

from graph_build.query_text import explain_syntax, has_dataset_clause
from tests.growth import assert_in_line


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


@pytest.mark.parametrize("part", ['\\"', "\\'", '"""', "'''", '"\\', "<", ":", "#"])
def test_time_is_in_line_with_the_length(part: str) -> None:
    assert_in_line(lambda size: has_dataset_clause("from" + part * size), 4_000)


@pytest.mark.parametrize(
    ("sparql", "line", "column", "engine_says", "expected"),
    [
        (
            "SELECT *\nWHERE { ?s ?p }",
            2,
            16,
            "expected one of LATERAL, SERVICE, [_]",
            "after 'SELECT * WHERE { ?s ?p }'",
        ),
        ("SELECT * { ?s ex:p ?o }", 1, 20, "expected OPTIONAL", "the prefix ex: is not declared"),
        ("SELECT * { ?s ?p :o }", 1, 21, "expected OPTIONAL", "the prefix : is not declared"),
        ("PREFIX ex: <http://a/> SELECT * { ?s ex:p }", 1, 43, "expected [_]", "after '…"),
        (
            "SELECT * { ?s <a b> ?o }",
            1,
            20,
            "expected one of IRI parsing failed, OPTIONAL",
            "IRI parsing failed",
        ),
        (
            "SELECT ?a (COUNT(*) AS ?n) {?a ?b ?c}",
            1,
            38,
            "expected one of The SELECT contains a variable that is unbound, [_]",
            "the SELECT contains a variable that is unbound",
        ),
        ("", 1, 1, "expected one of ASK, [_]", "it does not begin like a query"),
        ("FOO", 1, 4, "expected one of ASK, [_]", "after 'FOO'"),
    ],
)
def test_a_malformed_query_is_explained_by_the_words_around(
    sparql: str, line: int, column: int, engine_says: str, expected: str
) -> None:
    assert expected in explain_syntax(sparql, line, column, engine_says)
