"""Small answers that are kept: as often as they may be, and never where another answer could be right."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.answer_cache import LARGEST, AnswerCache
from api.exchange import Answer

if TYPE_CHECKING:
    from tests.api.conftest import Serve

QUADS = '<urn:a> <urn:b> "{}" <urn:g> .\n'


def answer(body: bytes) -> Answer:
    return Answer("solutions", len(body), body, None, lambda _: None)


def test_the_latest_used_answers_are_kept_within_the_limit() -> None:
    cache = AnswerCache(10_000)
    for number in range(100):
        cache.keep(str(number), answer(b"x" * 1000))
        assert cache.get("0") is not None
    assert 3 <= len(cache) <= 10
    assert cache.get("50") is None
    assert cache.get("99") is not None


@pytest.mark.parametrize(
    ("limit", "kept"),
    [
        (0, answer(b"x")),
        (1 << 30, answer(b"x" * (LARGEST + 1))),
        (1 << 30, Answer("triples", 9, b"", 3, print)),
    ],
    ids=["no room", "large answer", "answer in a file"],
)
def test_what_is_not_kept(limit: int, kept: Answer) -> None:
    cache = AnswerCache(limit)
    cache.keep("tag", kept)
    assert cache.get("tag") is None


@pytest.mark.parametrize(
    ("query", "fields", "ran"),
    [
        ("SELECT * { ?s ?p ?o }", [{}, {}], 1),
        ("SELECT * { ?s ?p ?o }", [{}, {"Accept": "text/csv"}], 2),
        ("SELECT (UUID() AS ?u) {}", [{}, {}], 2),
        ("SELECT (NOW#\n() AS ?u) {}", [{}, {}], 2),
        ("ASK { ?s ?p 'SERVICE' }", [{}, {}], 2),
    ],
)
def test_a_query_runs_again_where_its_answer_may_differ(
    serve: Serve,
    small_directory: Path,
    query: str,
    fields: list[dict[str, str]],
    ran: int,
) -> None:
    with serve(small_directory, query_workers=1) as server:
        before = server.app.state.pool.tally.queries
        for field in fields:
            assert server.query(query, **field).status_code == 200
        assert server.app.state.pool.tally.queries - before == ran


def test_a_new_snapshot_has_its_own_answers(
    serve: Serve, publish_quads: Callable[..., str], until: Callable[..., bool], tmp_path: Path
) -> None:
    publish_quads(tmp_path, QUADS.format("old"))
    with serve(tmp_path, query_workers=1, watch_interval=0.05) as server:
        query = "SELECT ?o { ?s ?p ?o }"
        assert "old" in server.query(query).text
        assert "old" in server.query(query).text
        assert "old" in server.query(query, Accept="text/csv").text
        assert len(server.app.state.answers) == 2
        publish_quads(tmp_path, QUADS.format("new"), "cd" * 32)
        assert until(lambda: "new" in server.query(query).text)
        assert len(server.app.state.answers) == 1
