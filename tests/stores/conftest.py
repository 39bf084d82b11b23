"""The stores that the same questions are put to: the snapshot, an Oxigraph server and a Virtuoso server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_build.push import push
from graph_build.remote_store import Address, RemoteStore
from graph_build.store import EmbeddedStore, open_snapshot
from queries.names import base_of
from tests.api.conftest import publish_quads
from tests.conftest import lacking
from tests.stores.fakes import Fake
from tests.stores.servers import Server, find, oxigraph, virtuoso

__all__ = ["publish_quads"]


@pytest.fixture(scope="session")
def embedded(sample_graph: Path) -> Iterator[EmbeddedStore]:
    """Give the snapshot of the sample, whose answers are the measure of the others."""
    with open_snapshot(sample_graph) as store:
        yield store


def oxigraph_program() -> str:
    """Find Oxigraph's server; the test says so where there is none."""
    program = find("oxigraph")
    if program is None:
        lacking("no Oxigraph server was found (run 'make setup', which installs the package oxigraph)")
    return program


@pytest.fixture(scope="session")
def oxigraph_server(embedded: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give an Oxigraph server that the sample was pushed to."""
    with oxigraph(oxigraph_program(), tmp_path_factory.mktemp("oxigraph")) as server:
        push_to(server, embedded)
        yield server


@pytest.fixture(scope="session")
def virtuoso_server(embedded: EmbeddedStore, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Give a Virtuoso server that the sample was pushed to."""
    program = find("virtuoso-t")
    if program is None:
        lacking("no Virtuoso was found (run 'make test' as root, or install virtuoso-opensource-7-bin)")
    with virtuoso(program, tmp_path_factory.mktemp("virtuoso")) as server:
        push_to(server, embedded)
        yield server


def push_to(server: Server, source: EmbeddedStore) -> None:
    """Push the sample to a server, with the credentials that it wants."""
    with pytest.MonkeyPatch.context() as environment, RemoteStore(Address(server.url, 60)) as remote:
        for name, value in server.credentials.items():
            environment.setenv(name, value)
        push(source, base_of(source), remote)


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> Iterator[Fake]:
    """Give a server that answers as the test says; nobody has credentials for it."""
    for name in ("USER", "PASSWORD", "TOKEN"):
        monkeypatch.delenv(f"NHIEMVU_STORE_{name}", raising=False)
    server = Fake()
    yield server
    server.server.shutdown()
    server.server.server_close()
