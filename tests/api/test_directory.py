"""What is asked of the graph for the names of documents and actors, and by which answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from api.page_data.graph import Answer, Graph

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

WHOLE = {"documents", "actors"}
"""The page queries that read every document and every actor."""


@pytest.fixture
def server(serve: Serve, sample_graph: Path) -> Iterator[Running]:
    with serve(sample_graph, query_workers=2) as running:
        yield running


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Give the names of the page queries that are asked from now on, filled as they are."""
    names: list[str] = []
    ask = Graph.ask

    def told(graph: Graph, name: str, **things: Any) -> Answer:
        names.append(name)
        return ask(graph, name, **things)

    monkeypatch.setattr(Graph, "ask", told)
    return names


@pytest.mark.parametrize(
    "address",
    [
        "/api/trace?thing=38/NQ-CP",
        "/api/trace/pack?thing=38/NQ-CP&depth=1",
        "/api/ask?under=38/NQ-CP&limit=2",
        "/trace?thing=38/NQ-CP",
    ],
)
def test_traces_and_answers_list_no_directory(server: Running, asked: list[str], address: str) -> None:
    assert server.client.get(address).status_code == 200
    assert not WHOLE & set(asked)


def test_what_shows_lists_reads_each_once(server: Running, asked: list[str]) -> None:
    for _ in range(2):
        assert server.client.get("/units").status_code == 200
        assert server.client.get("/documents").status_code == 200
    assert sorted(name for name in asked if name in WHOLE) == sorted(WHOLE)
