"""`nvf:search` in SPARQL: replaced where it stands as it should, refused elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.store import EmbeddedStore, open_snapshot
from graph_build.store_errors import QuerySyntaxError
from queries.errors import BadSearch
from queries.search import SearchIndex, index_of
from queries.search_sparql import ask, expand
from queries.search_terms import understand

PREFIXES = """
PREFIX nvf: <https://w3id.org/nhiemvu/function#>
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
"""


@pytest.fixture(scope="module")
def store(sample_graph: Path) -> EmbeddedStore:
    return open_snapshot(sample_graph)


@pytest.fixture(scope="module")
def index(store: EmbeddedStore) -> SearchIndex:
    return index_of(store)


def rows(store: EmbeddedStore, index: SearchIndex, query: str) -> list[list[str]]:
    found = ask(store.query, PREFIXES + query, lambda: index)
    return [[getattr(term, "value", "") for term in row] for row in found]


def tasks(index: SearchIndex, typed: str) -> list[str]:
    return index.iris(understand(f"{typed} kind:task"), 1000)


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?t { ?t nvf:search "tiem chung kind:task" }',
        'SELECT ?t { ?t nvf:search "tiem chung kind:task" . ?t nv:statedIn ?d }',
        'SELECT ?t { ?t nvf:search "tiem chung kind:task" ; nv:statedIn ?d . }',
        'SELECT ?t { ?t nv:statedIn ?d . (?t) nvf:search """tiem chung kind:task""" }',
        "SELECT ?t { ?t nvf:search 'ti\\u00eam ch\\u1ee7ng kind:task' FILTER(true) }",
        'SELECT ?t { { ?t nvf:search "tiem chung kind:task" } UNION { ?t nvf:search "zzzzzzzz" } }',
        'SELECT ?t { ?t <https://w3id.org/nhiemvu/function#search> "tiem chung kind:task" . # a "note"\n }',
        'PREFIX my: <http://my.example/function#> SELECT ?t { ?t my:search "tiem chung kind:task" }',
        'SELECT ?t { ?t a nv:Task FILTER EXISTS { ?t nvf:search "tiem chung" } }',
    ],
)
def test_a_search_joins_like_any_statement(store: EmbeddedStore, index: SearchIndex, query: str) -> None:
    found = {row[0] for row in rows(store, index, query)}
    assert found == set(tasks(index, "tiem chung"))
    assert len(found) > 5


def test_the_rank_is_the_order_of_the_search(store: EmbeddedStore, index: SearchIndex) -> None:
    search = '(?t ?rank) nvf:search "tiem chung kind:task"'
    query = f"SELECT ?t ?rank {{ {search} . ?t dcterms:title ?title }} ORDER BY ?rank"
    found = rows(store, index, query)
    assert [row[0] for row in found] == tasks(index, "tiem chung")
    assert [row[1] for row in found] == [str(rank) for rank in range(1, len(found) + 1)]


def test_nothing_found_is_no_row(store: EmbeddedStore, index: SearchIndex) -> None:
    assert rows(store, index, 'SELECT ?t { ?t nvf:search "zzzzzz" }') == []
    assert rows(store, index, 'SELECT ?t ?r { (?t ?r) nvf:search "zzzzzz" }') == []


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?t { ?t a nv:Task ; nvf:search "y te" }',
        "SELECT ?t { ?t nvf:search ?words }",
        'SELECT ?t { nv:x nvf:search "y te" }',
        'SELECT ?t { ?t nvf:search "y te", "duong" }',
        'SELECT ?t { ?t nvf:search "y te"@vi }',
        'SELECT ?t { (?t ?r ?s) nvf:search "y te" }',
        'SELECT ?t { (?t ?r) nvf:search "y te" ; a nv:Task }',
        'SELECT ?t { ?t nvf:search+ "y te" }',
        "SELECT ?t { ?t ?p nvf:search }",
        "ASK { nvf:search ?p ?o }",
    ],
)
def test_another_use_of_the_predicate_is_refused(
    store: EmbeddedStore, index: SearchIndex, query: str
) -> None:
    with pytest.raises(QuerySyntaxError, match="a statement of its own") as caught:
        rows(store, index, query)
    assert caught.value.line == 5
    assert caught.value.column == query.index("nvf:search") + 1


def test_what_cannot_be_searched_for_is_told(store: EmbeddedStore, index: SearchIndex) -> None:
    with pytest.raises(BadSearch, match="no kind"):
        rows(store, index, 'SELECT ?t { ?t nvf:search "kind:dog a" }')


def test_a_malformed_query_is_explained_by_its_own_places(store: EmbeddedStore, index: SearchIndex) -> None:
    query = 'SELECT ?t { ?t nvf:search "y te" . } LIMIT x'
    with pytest.raises(QuerySyntaxError) as caught:
        rows(store, index, query)
    assert (caught.value.line, caught.value.column) == (5, query.index("LIMIT x") + 7)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o } LIMIT 1",
        'SELECT * { ?s ?p "nvf:search function#search" } # ?s nvf:search "x"',
        'SELECT * { ?s nvf:fold "function#" }',
        "PREFIX nvf: <http://example.org/other#> SELECT * { ?s nvf:search 'function#' }",
        '"""unclosed function# ?s nvf:search',
    ],
)
def test_other_queries_stay_as_they_are(query: str) -> None:
    def never() -> SearchIndex:
        raise AssertionError

    assert expand(query, never) == query


def test_text_in_the_query_cannot_leave_its_quotes(store: EmbeddedStore, index: SearchIndex) -> None:
    assert rows(store, index, 'SELECT ?t { ?t nvf:search "zzzz\\" } UNION { ?t a nv:Task } #" }') == []
