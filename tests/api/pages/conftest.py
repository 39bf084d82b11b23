"""A server over a graph whose every name is hostile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pyoxigraph as ox
import pytest

from graph_build import snapshots
from graph_build.store import Database
from tests.api.cookies import no_cookies
from tests.api.pages.hostile_graph import SHA, TEXT, dataset
from tests.waiting import PATIENCE


@pytest.fixture(scope="session")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the hostile graph with its text."""
    out = tmp_path_factory.mktemp("hostile")
    with snapshots.locked(out), snapshots.new_snapshot(out) as folder:
        database = Database()
        quads = ox.serialize(ox.parse(dataset(), format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
        assert quads is not None
        database.load_nquads(quads, "test")
        database.saved(folder / snapshots.STORE).close()
        (folder / snapshots.TEXTS / f"{SHA}.txt").write_bytes(TEXT.encode())
        (folder / snapshots.REPORT).write_text("{}", encoding="utf-8")
        snapshots.publish(out, folder, snapshots.next_name(out, "ab" * 32))
    return out


@pytest.fixture(scope="session")
def client(directory: Path, serve: Any) -> Iterator[httpx.Client]:
    """Give a client of the whole application that asks for pages as a browser does."""
    headers = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    with (
        serve(directory, query_workers=2) as server,
        httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE, cookies=no_cookies()) as made,
    ):
        yield made
