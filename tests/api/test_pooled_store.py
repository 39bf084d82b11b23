"""The store that pages ask: equal to the embedded one, under the limits of the pool."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.page_data.graph import Graph
from api.pooled_store import _ROWS, PooledStore
from api.query_errors import QueryTimeout, ResultTooLarge
from api.query_worker import decode_term, encode_term
from graph_build.results import read_answer
from graph_build.store import Database, EmbeddedStore, open_snapshot
from graph_build.store_errors import QueryEvaluationError, QuerySyntaxError, TextMissing
from graph_build.terms import Term, iri, literal
from ontology.vocab import XSD
from tests.waiting import PATIENCE, beside

if TYPE_CHECKING:
    from tests.api.conftest import Serve

A = "http://example.org/graph/a"


@pytest.fixture(scope="module")
def stores(serve: Serve, small_directory: Path) -> Iterator[tuple[PooledStore, EmbeddedStore]]:
    with serve(small_directory, query_workers=1) as server, open_snapshot(small_directory) as embedded:
        yield server.app.state.graph.store, embedded


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("SELECT ?s ?name ?none { ?s <http://example.org/name> ?name } ORDER BY ?s", {}),
        ("SELECT ?name { ?s ?p ?name }", {"default_graph": [A]}),
        ("SELECT ?name { GRAPH ?g { ?s ?p ?name } }", {"named_graphs": [A]}),
        ("SELECT ?s ?name { ?s ?p ?name }", {"bindings": {"name": literal("b", language="vi")}}),
        ("SELECT ?s ?name { ?s ?p ?name }", {"bindings": {"s": iri("http://example.org/c")}}),
        ("SELECT (1.50 AS ?n) (true AS ?b) ('đ' AS ?t) {}", {}),
        ("CONSTRUCT WHERE { ?s ?p ?o }", {}),
        ("DESCRIBE <http://example.org/a>", {}),
    ],
)
def test_answers_are_those_of_the_embedded_store(
    stores: tuple[PooledStore, EmbeddedStore], query: str, options: dict[str, object]
) -> None:
    found, wanted = (store.query(query, **options) for store in stores)  # type: ignore[arg-type]
    assert (found.kind, found.variables) == (wanted.kind, wanted.variables)
    assert sorted(map(str, found)) == sorted(map(str, wanted))


_TERMS = st.one_of(
    st.none(),
    st.builds(literal, st.text(st.characters(exclude_categories=["Cs"]))),
    st.builds(
        literal, st.text(st.characters(exclude_categories=["Cs"])), language=st.sampled_from(["vi", "en-GB"])
    ),
    st.builds(
        literal,
        st.sampled_from(["7", "007", "+7", "-0", "7.0", ".5", "1e3", "1E+03", "true", "1", "NaN", "x", ""]),
        datatype=st.sampled_from(
            [
                XSD.integer,
                XSD.decimal,
                "http://www.w3.org/2001/XMLSchema#double",
                XSD.boolean,
                XSD.date,
                "urn:own",
            ]
        ),
    ),
    st.builds(iri, st.sampled_from(["urn:a", "http://example.org/đơn-vị?x=1&y='2'#c1-2"])),
)


@given(st.integers(1, 3).flatmap(lambda width: st.lists(st.lists(_TERMS, min_size=width, max_size=width))))
def test_rows_come_back_as_they_were(rows: list[list[Term | None]]) -> None:
    width = len(rows[0]) if rows else 1
    names = " ".join(f"?v{number}" for number in range(width))
    values = " ".join(f"({' '.join('UNDEF' if term is None else str(term) for term in row)})" for row in rows)
    query = f"SELECT {names} {{ VALUES ({names}) {{ {values} }} }}"
    wanted = list(Database().query(query))
    written = Database().query(query).serialize(_ROWS)
    found = read_answer(written, _ROWS)
    assert found.variables == tuple(f"v{number}" for number in range(width))
    assert list(found) == wanted


def test_queries_asked_side_by_side_come_back_in_their_order(
    stores: tuple[PooledStore, EmbeddedStore],
) -> None:
    queries = [f"SELECT ({number} AS ?n) {{}}" for number in range(7)]
    queries += ["ASK {}", "CONSTRUCT WHERE { ?s ?p ?o }"]
    *counted, asked, made = stores[0].query_all(queries)
    assert [int(row[0].value) for result in counted for row in result if row[0] is not None] == [*range(7)]
    assert asked.boolean
    assert len(list(made)) == 3
    assert stores[0].query_all([]) == []


def test_one_of_many_that_fails_fails_them_all(stores: tuple[PooledStore, EmbeddedStore]) -> None:
    with pytest.raises(QuerySyntaxError):
        stores[0].query_all(["ASK {}", "oops", "SELECT * { ?s ?p ?o }"])
    assert stores[0].query("ASK {}").boolean


def test_page_queries_are_put_side_by_side(
    stores: tuple[PooledStore, EmbeddedStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    pooled, embedded = stores
    asked = {"document": {"document": "urn:a"}, "snapshot": {"document": "urn:a"}}
    wanted = Graph(embedded, "http://example.org/").ask_all(asked)
    monkeypatch.setattr(PooledStore, "query", None)
    assert Graph(pooled, "http://example.org/").ask_all(asked) == wanted
    assert [*wanted] == [*asked]


def test_booleans_serialising_and_names(stores: tuple[PooledStore, EmbeddedStore]) -> None:
    pooled, embedded = stores
    assert pooled.query("ASK { ?s ?p ?o }").boolean is True
    assert pooled.query("ASK { <x:y> ?p ?o }").boolean is False
    for media_type in ("text/turtle", "application/ld+json", "application/n-triples"):
        written = [store.query("DESCRIBE <http://example.org/a>").serialize(media_type) for store in stores]
        assert written[0] == written[1]
    assert pooled.snapshot_id == embedded.snapshot_id
    with pytest.raises(TextMissing):
        pooled.text("0" * 64)


def test_errors_come_through(stores: tuple[PooledStore, EmbeddedStore]) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        stores[0].query("SELECT * {\n  oops }")
    assert caught.value.line == 2
    with pytest.raises(ValueError, match="union"):
        stores[0].query("ASK {}", use_default_graph_as_union=False)


def test_asking_from_the_event_loop_is_a_fault_and_no_deadlock(
    stores: tuple[PooledStore, EmbeddedStore],
) -> None:
    pooled = stores[0]

    async def ask() -> None:
        with pytest.raises(RuntimeError, match="from a thread"):
            pooled.query("ASK {}")

    asyncio.run_coroutine_threadsafe(ask(), pooled._loop).result(PATIENCE)


def test_the_limits_of_the_pool_hold(
    serve: Serve, large_directory: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (
        serve(large_directory, query_workers=1, query_timeout=0.5) as server,
        pytest.raises(QueryTimeout),
    ):
        server.app.state.graph.store.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
    with serve(large_directory, query_workers=1) as server:
        store = server.app.state.graph.store
        monkeypatch.setattr("api.pooled_store._LARGEST", 1000)
        with pytest.raises(ResultTooLarge):
            store.query("SELECT * { ?s ?p ?o } LIMIT 100")
        assert server.app.state.pool.spooled == 0


@pytest.mark.parametrize(
    "term",
    [
        iri("http://example.org/đ"),
        literal('a "quoted"\n line'),
        literal("đ", language="vi"),
        literal("2022", datatype="http://www.w3.org/2001/XMLSchema#gYear"),
    ],
)
def test_terms_cross_unchanged(term: Term) -> None:
    assert decode_term(encode_term(term)) == term


def test_what_is_no_answer_is_refused() -> None:
    for media_type in ("application/sparql-results+json", "application/n-triples"):
        with pytest.raises(QueryEvaluationError):
            list(read_answer(b"<html>", media_type))


@pytest.mark.filterwarnings("error::pytest.PytestUnraisableExceptionWarning")
def test_an_answer_that_was_read_may_end_in_another_thread() -> None:
    held = [read_answer(b"?a\n<urn:x>\n", _ROWS), read_answer(b"?a\n<urn:x>\n", _ROWS)]
    assert list(held[0]) == [(iri("urn:x"),)]
    assert next(iter(held[1])) == (iri("urn:x"),)
    beside(held.clear).result(PATIENCE)
    gc.collect()
