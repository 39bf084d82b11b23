"""Servers to measure side by side, each a child process on a free port of loopback, and a client for them."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import selectors
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from urllib.parse import quote

from graph_build import snapshots
from graph_build.store import Database

JSON = "application/sparql-results+json"
_LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")
_START = 120.0  # seconds that a server may take until it answers


@dataclass(frozen=True)
class Server:
    """A server that runs: its name in tables, its process, its port and the address that takes queries."""

    name: str
    process: int
    port: int
    path: str

    def request(self, query: str, fields: str = "") -> bytes:
        """Write a query by GET that asks for JSON; `fields` are further header fields, with line ends."""
        target = f"{self.path}?query={quote(query)}"
        head = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nAccept: {JSON}\r\n{fields}\r\n"
        return head.encode("ascii")


@dataclass
class Reply:
    """What came back on a connection: the bytes so far, and when the request was sent."""

    sent: float = 0.0
    data: bytearray = field(default_factory=bytearray)
    _body: int = -1  # where it begins
    _needs: int | None = None  # how long it is; None for one in chunks

    def take(self, data: bytes) -> bool:
        """Take bytes; say whether the reply is whole."""
        self.data += data
        if self._body < 0:
            end = self.data.find(b"\r\n\r\n")
            if end < 0:
                return False
            self._body = end + 4
            length = _LENGTH.search(self.data, 0, end)
            self._needs = int(length[1]) if length else None
        if self._needs is None:
            return self.data.endswith(b"0\r\n\r\n")
        return len(self.data) - self._body >= self._needs

    @property
    def status(self) -> int:
        """Give the status."""
        found = _STATUS.match(self.data)
        return int(found[1]) if found else 0

    @property
    def body(self) -> bytes:
        """Give the body, without the lengths of its chunks."""
        raw = bytes(self.data[self._body :])
        if self._needs is not None:
            return raw[: self._needs]
        parts = []
        while raw:
            length, _, raw = raw.partition(b"\r\n")
            size = int(length.partition(b";")[0] or b"0", 16)
            parts.append(raw[:size])
            raw = raw[size + 2 :] if size else b""
        return b"".join(parts)


def ask(server: Server, query: str, *, timeout: float = 120.0) -> Reply:
    """Ask one query over a connection of its own; raises OSError, TimeoutError among them."""
    reply = Reply(time.perf_counter())
    with socket.create_connection(("127.0.0.1", server.port), timeout) as connection:
        connection.sendall(server.request(query, "Connection: close\r\n"))
        whole = False
        while not whole and (data := connection.recv(1 << 18)):
            whole = reply.take(data)
    return reply


def repeat(server: Server, query: str, clients: int, seconds: float) -> list[float]:
    """Let so many clients ask one query again and again; give the seconds that each answer took.

    Each client has one open connection and sends its next request when it has its answer. Stops the program
    where an answer is not 200.
    """
    request = server.request(query)
    taken: list[float] = []
    with selectors.DefaultSelector() as selector, contextlib.ExitStack() as stack:
        for _ in range(clients):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            connection.sendall(request)
            selector.register(connection, selectors.EVENT_READ, Reply(time.perf_counter()))
        end = time.perf_counter() + seconds
        while time.perf_counter() < end or not taken:
            for key, _ in selector.select(1):
                reply = key.data
                connection = cast("socket.socket", key.fileobj)
                if not reply.take(connection.recv(1 << 18)):
                    continue
                now = time.perf_counter()
                taken.append(now - reply.sent)
                if reply.status != 200:
                    raise SystemExit(f"{server.name} answered {bytes(reply.data[:300])!r}")
                connection.sendall(request)
                selector.modify(connection, selectors.EVENT_READ, Reply(now))
    return taken


@contextlib.contextmanager
def child(
    name: str,
    command: Sequence[str | Path],
    port: int,
    path: str,
    *,
    memory: int = 0,
    errors: Path | None = None,
) -> Iterator[Server]:
    """Run a server until the block ends; with `memory`, at most so many bytes of its own (RLIMIT_DATA)."""

    with contextlib.ExitStack() as stack:
        said = stack.enter_context(errors.open("wb")) if errors else subprocess.DEVNULL
        process = stack.enter_context(
            subprocess.Popen(
                [str(part) for part in command],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=said,
            )
        )
        try:
            if memory:
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (memory, memory))
            _wait_for(process, port)
            yield Server(name, process.pid, port, path)
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + _START
    while time.monotonic() < end:
        if process.poll() is not None:
            raise SystemExit(f"{process.args!r} ended with status {process.returncode}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.1)
    raise SystemExit(f"{process.args!r} does not answer")


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def program(name: str) -> Path:
    """Find a program of this environment; stops where it is missing."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
    if found is None:
        raise SystemExit(f"{name} is missing: install the peers with `uv sync --group bench`")
    return Path(found)


def ours(
    graph: Path, *flags: str, errors: Path | None = None, name: str = "nhiemvu"
) -> contextlib.AbstractContextManager[Server]:
    """Run `nhiemvu serve` over a built graph; `name` is for tables."""
    port = free_port()
    command: list[str | Path] = [sys.executable, "-m", "api.cli", "serve", graph, "--port", str(port), *flags]
    return child(name, command, port, "/sparql", errors=errors)


def oxigraph(
    quads: Path, folder: Path, *flags: str, memory: int = 0
) -> contextlib.AbstractContextManager[Server]:
    """Run the Oxigraph server over quads, loaded and optimized in a folder of their own."""
    store, port = folder / "oxigraph", free_port()
    if not store.exists():
        server = program("oxigraph")
        subprocess.run(
            [server, "load", "--location", store, "--file", quads], check=True, capture_output=True
        )
        subprocess.run([server, "optimize", "--location", store], check=True, capture_output=True)
    command: list[str | Path] = [program("oxigraph"), "serve-read-only", "--location", store]
    command += ["--bind", f"127.0.0.1:{port}", "--union-default-graph", *flags]
    return child("Oxigraph server", command, port, "/query", memory=memory)


def rdflib_endpoint(quads: Path, store: str, memory: int = 0) -> contextlib.AbstractContextManager[Server]:
    """Run rdflib-endpoint over quads in memory; `store` is "oxigraph" or "default", which is rdflib's own."""
    port = free_port()
    command: list[str | Path] = [
        program("rdflib-endpoint"),
        "serve",
        "--port",
        str(port),
        "--store",
        store,
        quads,
    ]
    name = f"rdflib-endpoint, {'Oxigraph' if store == 'oxigraph' else 'rdflib'} store"
    return child(name, command, port, "/", memory=memory)


def export(graph: Path, quads: Path) -> int:
    """Write the quads of a built graph for the peers, and count them."""
    database = Database.open_read_only(snapshots.live(graph) / snapshots.STORE)
    with quads.open("wb") as file:
        database.dump_to(file, "application/n-quads")
    with quads.open("rb") as file:
        return sum(1 for _ in file)


def about_machine() -> str:
    """Describe the machine in one line."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text(encoding="utf-8"))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    name = cpu[1] if cpu else "unknown processor"
    return f"{os.cpu_count()} cores of {name}, {memory:.0f} GB, Python {sys.version.split()[0]}"
