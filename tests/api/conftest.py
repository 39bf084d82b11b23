"""Servers to test over a socket: the real application on uvicorn, each on a free port of loopback."""

from __future__ import annotations

import contextlib
import select
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.serving import Server
from api.settings import Settings
from graph_build import snapshots
from graph_build.store import Database
from tests.api.cookies import no_cookies
from tests.waiting import PATIENCE, wait_until

A, B, C = (f"http://example.org/graph/{name}" for name in "abc")
SMALL = "".join(
    f'<http://example.org/{graph[-1]}> <http://example.org/name> "{graph[-1]}"@vi <{graph}> .\n'
    for graph in (A, B, C)
)


def many(count: int) -> str:
    """Write quads that join with one another many times: what hostile queries feed on."""
    lines = []
    for i in range(count):
        thing, graph = f"<http://example.org/thing/{i}>", f"<http://example.org/graph/{i % 7}>"
        lines.append(
            f"{thing} <http://example.org/next> <http://example.org/thing/{(i * 7 + 1) % count}> {graph} .\n"
        )
        lines.append(f"{thing} <http://example.org/kind> <http://example.org/kind/{i % 5}> {graph} .\n")
        lines.append(f'{thing} <http://example.org/label> "Nhiệm vụ số {i}: rà soát văn bản"@vi {graph} .\n')
    return "".join(lines)


def publish(directory: Path, nquads: str, content: str = "ab" * 32) -> str:
    """Publish a snapshot of N-Quads as a build does, and give its name."""
    with snapshots.locked(directory), snapshots.new_snapshot(directory) as folder:
        database = Database()
        database.load_nquads(nquads.encode(), "test")
        database.saved(folder / snapshots.STORE).close()
        (folder / snapshots.REPORT).write_text("{}", encoding="utf-8")
        name = snapshots.next_name(directory, content)
        snapshots.publish(directory, folder, name)
        return name


def _client(url: str) -> httpx.Client:
    """Make a client that keeps no cookies: what one test asks is nothing to the next."""
    return httpx.Client(base_url=url, timeout=PATIENCE, cookies=no_cookies())


@dataclass
class Running:
    """A server under test: its address, a client that talks to it, and the application."""

    url: str
    client: httpx.Client
    app: FastAPI
    directory: Path

    @property
    def port(self) -> int:
        return httpx.URL(self.url).port or 0

    def query(self, sparql: str, **headers: str) -> httpx.Response:
        """Send a query by GET."""
        return self.client.get("/sparql", params={"query": sparql}, headers=headers)

    def page(self, address: str, status: int = 200) -> str:
        """Open a page as a browser does and give its HTML."""
        answer = self.client.get(address, headers={"Accept": "text/html"})
        assert answer.status_code == status, address
        return answer.text

    @contextlib.contextmanager
    def lasting(self, sparql: str) -> Iterator[Callable[[], bool]]:
        """Have a query at work until the block ends and its client goes; give whether it has an answer."""
        pool = self.app.state.pool
        busy = pool.busy
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as raw:
            raw.sendall(f"GET /sparql?query={quote(sparql)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
            assert wait_until(lambda: pool.busy > busy)
            yield lambda: bool(select.select([raw], [], [], 0)[0])

    def workers(self) -> dict[int, int]:
        """Give the processes of the query workers, by number, with the memory that each holds in bytes."""
        return children(self.app.state.pool.fork_server_process)


def children(parent: int) -> dict[int, int]:
    """Give the children of a process, by number, with the memory that each holds in bytes."""
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,rss=,stat="], check=True, capture_output=True, text=True
    ).stdout
    rows = (line.split() for line in listed.splitlines())
    return {int(row[0]): int(row[2]) << 10 for row in rows if int(row[1]) == parent and row[3][0] != "Z"}


@contextlib.contextmanager
def running(directory: Path, **settings: Any) -> Iterator[Running]:
    """Run the application on a free port, in a thread of this process, until the block ends."""
    chosen = Settings(shutdown_timeout=2.0, **settings)
    app = create_app(directory, chosen)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        server = Server(app, chosen)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        try:
            assert wait_until(lambda: server.started or not thread.is_alive())
            with _client(f"http://127.0.0.1:{port}") as client:
                yield Running(f"http://127.0.0.1:{port}", client, app, directory)
        finally:
            server.should_exit = True
            thread.join(PATIENCE)
    assert not thread.is_alive()


Serve = Callable[..., contextlib.AbstractContextManager[Running]]


@pytest.fixture(scope="session")
def serve() -> Serve:
    """Give the context manager that runs a server: `with serve(directory, query_timeout=2.0) as server`."""
    return running


@pytest.fixture(scope="session")
def publish_quads() -> Callable[..., str]:
    """Give the function that publishes N-Quads into a directory."""
    return publish


@pytest.fixture(scope="session")
def until() -> Callable[..., bool]:
    """Give the function that waits until something is true."""
    return wait_until


@pytest.fixture(scope="session")
def small_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph of three named graphs with one triple each; the default graph is empty."""
    directory = tmp_path_factory.mktemp("small")
    publish(directory, SMALL)
    return directory


@pytest.fixture(scope="session")
def large_directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a graph of 30,000 triples that join with one another."""
    directory = tmp_path_factory.mktemp("large")
    publish(directory, many(10_000))
    return directory


@pytest.fixture(scope="session")
def small_server(small_directory: Path) -> Iterator[Running]:
    """Give a server over the small graph; tests only read it."""
    with running(small_directory, query_workers=2) as server:
        yield server


@pytest.fixture(scope="session")
def running_sample(sample_graph: Path) -> Iterator[Running]:
    """Run a server over the bundled sample, for all modules."""
    with running(sample_graph, query_workers=2) as server:
        yield server


@pytest.fixture(scope="module")
def sample_server(running_sample: Running) -> Iterator[Running]:
    """Give that server with a client of the module's own; tests only read."""
    with _client(running_sample.url) as client:
        yield replace(running_sample, client=client)


@contextlib.contextmanager
def writable_copy(serve: Serve, graph: Path, folder: Path, token: str) -> Iterator[Running]:
    """Serve a copy of a graph, in a folder, to which those who have the token may write."""
    copy = folder / "graph"
    shutil.copytree(graph, copy, copy_function=shutil.copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", token)
        with serve(copy, query_workers=1, writable=True) as running:
            yield running


def refused(answer: httpx.Response, status: int, told: str, secret: str) -> None:
    """Check that an answer refuses with a status and words, and does not give the secret back."""
    assert answer.status_code == status, answer.text[:300]
    assert told in answer.text
    assert secret not in answer.text
