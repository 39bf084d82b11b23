"""The order of all tasks is the same by the table of tasks and by the engine, whatever the graph says."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.page_data.graph import Graph
from api.page_data.load_rows_page import asked_places
from graph_build.store import Database, open_snapshot
from graph_build.task_table import FILE, write_own_table
from ontology.vocab import DEFAULT_BASE, vocabulary
from queries.stated_tasks import placed_tasks
from tests.queries.made_tasks import TRIPLE, WHOLE, made


def by_table(database: Database) -> dict[str, tuple[str, int]] | None:
    with TemporaryDirectory() as folder:
        write_own_table(database, Path(folder) / FILE, vocabulary(DEFAULT_BASE))
        held: Any = SimpleNamespace(snapshot=Path(folder))
        return placed_tasks(held)


def by_engine(database: Any) -> dict[str, tuple[str, int]]:
    return asked_places(Graph(database, DEFAULT_BASE))


@given(st.lists(TRIPLE, max_size=6), st.sets(st.integers(0, 80), max_size=4))
@settings(max_examples=100)
def test_any_graph(triples: list[tuple[str, str, str]], without: set[int]) -> None:
    database = made(triples, without)
    told = by_table(database)
    assert told is None or told == by_engine(database)


def test_the_whole_graph() -> None:
    database = Database()
    database.load_turtle(WHOLE.encode(), "urn:h", "made up")
    assert by_table(database) == by_engine(database) == {"urn:t": ("urn:d", 2), "urn:w": ("urn:c", 1)}


@pytest.mark.parametrize("name", ["sample_graph", "seed_graph", "years_graph"])
def test_built_graphs(name: str, request: pytest.FixtureRequest) -> None:
    with open_snapshot(request.getfixturevalue(name)) as store:
        told = placed_tasks(store)
        assert told
        assert told == by_engine(store)
