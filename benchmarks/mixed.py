"""Keep a writable server busy with everything at once, and see whether it errs or grows.

    .venv/bin/python benchmarks/mixed.py [--minutes 10] [--clients 6] [--documents FOLDER] [--seed 1]

Builds the documents (default: the bundled sample), serves the graph, and lets clients do what is drawn from
`MIX`: small queries, 10,000 rows, searches, pages, traces, load, questions, hostile queries, updates (each
of which is a new snapshot), and requests whose client goes away. A build of the same documents runs beside
them every two minutes. An error is an answer whose status is not one of those that its kind may have; 503
with Retry-After counts as busy. Told twice a minute: requests, errors, and what the server and its
processes hold. Growth is the last quarter of the run beside the second one, for the first fills caches.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, deque
from collections.abc import Callable
from pathlib import Path
from typing import Final
from urllib.parse import quote

import httpx
from hostile import QUERY, cases
from processes import Held, held
from servers import Server, about_machine, ours

SAMPLE = Path(__file__).parent.parent / "graph_build" / "sample"
TOKEN = "only-for-this-run"  # noqa: S105 - of a server on loopback that ends with the run
ROWS = "SELECT * { ?s ?p ?o } LIMIT 10000"
SMALL = "SELECT ?s { ?s a <https://w3id.org/nhiemvu/ontology#Task> } LIMIT 5"
PAGES = (
    "/",
    "/documents",
    "/units",
    "/questions",
    "/load",
    "/query",
    "/search?q=tiêm chủng",
    "/static/pages.css",
)
WORDS = ("tiêm chủng", "y te", "38/NQ-CP", "đường sắt", "bộ y tế kind:unit", "kế hoạch", "x" * 200)
INTERVAL: Final = 30.0
BUILDS: Final = 120.0

Wanted = frozenset[int]
OK: Wanted = frozenset({200})


class Client:
    """One of the clients: does one thing after another until told to stop, and counts what it saw."""

    def __init__(self, server: Server, seed: int, tally: Counter[str], errors: deque[str]) -> None:
        self._random = random.Random(seed)  # noqa: S311 - it draws a load, no secret
        self._server, self._tally, self._errors = server, tally, errors
        self._hostile = cases()
        self._http = httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=90)

    def work(self, stop: threading.Event) -> None:
        """Do what is drawn until the end."""
        kinds = list(MIX)
        weights = [MIX[kind][0] for kind in kinds]
        while not stop.is_set():
            (kind,) = self._random.choices(kinds, weights)
            try:
                MIX[kind][1](self)
            except (httpx.HTTPError, OSError) as error:
                self._fail(kind, f"{type(error).__name__}: {error}")
            self._tally[kind] += 1
        self._http.close()

    def _fail(self, kind: str, what: str) -> None:
        self._tally["errors"] += 1
        self._errors.append(f"{kind}: {what[:300]}")

    def _judge(self, kind: str, response: httpx.Response, wanted: Wanted = OK) -> None:
        if response.status_code == 503 and "retry-after" in response.headers:
            self._tally["busy"] += 1
        elif response.status_code not in wanted:
            self._fail(kind, f"{response.request.url} {response.status_code} {response.text}")

    def _get(self, kind: str, address: str, wanted: Wanted = OK, **parameters: str) -> httpx.Response:
        response = self._http.get(address, params=parameters or None)
        self._judge(kind, response, wanted)
        return response

    def small(self) -> None:
        """Ask a small query."""
        self._get("small", "/sparql", query=SMALL)

    def rows(self) -> None:
        """Fetch ten thousand rows."""
        answer = self._get("rows", "/sparql", query=ROWS)
        if answer.status_code == 200 and len(answer.json()["results"]["bindings"]) < 1000:
            self._fail("rows", "too few")

    def search(self) -> None:
        """Search."""
        self._get("search", "/api/search", q=self._random.choice(WORDS))

    def page(self) -> None:
        """Open a page."""
        self._get("page", self._random.choice(PAGES), frozenset({200, 303}))

    def trace(self) -> None:
        """Trace a document."""
        self._get("trace", "/api/trace", frozenset({200, 404, 409}), thing=self._random.choice(WORDS[2:4]))

    def load(self) -> None:
        """Ask for load."""
        self._get("load", "/api/load")

    def question(self) -> None:
        """Ask a question of the library."""
        self._get("question", "/api/questions/tasks-led", resolution="38/NQ-CP", unit="Cục Y tế dự phòng")

    def figures(self) -> None:
        """Look at the server as those do who watch it."""
        for address in ("/health", "/ready", "/metrics"):
            self._get("figures", address)

    def hostile(self) -> None:
        """Ask what takes too much."""
        case = self._random.choice(self._hostile)
        if case.media_type == QUERY:
            response = self._http.post(
                "/sparql", content=case.text.encode(), headers={"Content-Type": case.media_type}
            )
            self._judge("hostile", response, case.statuses | {503, 504})

    def update(self) -> None:
        """Change the graph."""
        number = self._random.randrange(50)
        verb = self._random.choice(("INSERT", "DELETE"))
        text = f'{verb} DATA {{ GRAPH <urn:mixed> {{ <urn:thing:{number}> <urn:says> "số {number}" }} }}'
        headers = {"Content-Type": "application/sparql-update", "Authorization": f"Bearer {TOKEN}"}
        self._judge(
            "update",
            self._http.post("/sparql", content=text.encode(), headers=headers),
            frozenset({200, 204}),
        )

    def leave(self) -> None:
        """Ask for something and go away before the answer or in the middle of it."""
        query = self._random.choice((ROWS, SMALL, self._hostile[3].text, self._hostile[14].text))
        with socket.create_connection(("127.0.0.1", self._server.port), 30) as connection:
            connection.sendall(
                f"GET /sparql?query={quote(query)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
            )
            time.sleep(self._random.random() / 4)
            connection.settimeout(0.05)
            if self._random.random() < 0.5:
                try:
                    connection.recv(1000)
                except TimeoutError:
                    return


MIX: Final[dict[str, tuple[int, Callable[[Client], None]]]] = {
    "small": (400, Client.small),
    "rows": (20, Client.rows),
    "search": (60, Client.search),
    "page": (60, Client.page),
    "trace": (30, Client.trace),
    "load": (20, Client.load),
    "question": (40, Client.question),
    "figures": (10, Client.figures),
    "hostile": (15, Client.hostile),
    "update": (6, Client.update),
    "leave": (20, Client.leave),
}
"""What clients do: how often beside the others, and how."""


def build(documents: Path, graph: Path) -> None:
    """Build the documents; stops the program where that fails."""
    command: list[str | Path] = [sys.executable, "-m", "api.cli", "build", documents, "-o", graph]
    command.append("--replace-changes")  # those of the clients
    ran = subprocess.run(command, capture_output=True, check=False)
    if ran.returncode:
        raise SystemExit(f"the build failed: {ran.stderr.decode()}")


def run(server: Server, documents: Path, graph: Path, minutes: float, clients: int, seed: int) -> None:
    """Keep the server busy and tell."""
    stop, tally, errors, seen = threading.Event(), Counter[str](), deque[str](maxlen=20), list[Held]()
    threads = [
        threading.Thread(target=Client(server, seed + number, tally, errors).work, args=(stop,))
        for number in range(clients)
    ]
    for thread in threads:
        thread.start()
    started, built = time.monotonic(), time.monotonic()
    try:
        while (passed := time.monotonic() - started) < minutes * 60:
            time.sleep(min(INTERVAL, minutes * 60 / 8))
            if time.monotonic() - built > BUILDS:
                build(documents, graph)
                built = time.monotonic()
                tally["builds"] += 1
            seen.append(held(server.process))
            kept = sum(1 for _ in (graph / "snapshots").iterdir())
            done = sum(tally[kind] for kind in MIX)
            print(
                f"{passed:5.0f} s {done:7} requests {tally['errors']} errors {kept} snapshots; {seen[-1]}",
                flush=True,
            )
    finally:
        stop.set()
        for thread in threads:
            thread.join()
    print(dict(tally))
    print("\n".join(errors) or "no error")
    time.sleep(15)
    print(f"quiet again: {held(server.process)}")
    quarter = len(seen) // 4
    early, late = seen[quarter : 2 * quarter], seen[-quarter:]
    for name in Held._fields if quarter else ():
        before, after = (statistics.median(getattr(one, name) for one in part) for part in (early, late))
        change = after / before - 1
        print(f"{name}: {before:,.0f} in the second quarter, {after:,.0f} in the last ({change:+.0%})")


def main() -> None:
    """Build, serve, run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clients", type=int, default=6)
    parser.add_argument("--documents", type=Path, default=SAMPLE)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(about_machine(), flush=True)
    os.environ["NHIEMVU_WRITE_TOKEN"] = TOKEN
    with tempfile.TemporaryDirectory() as name:
        graph, said = Path(name) / "graph", Path(name) / "stderr"
        build(given.documents, graph)
        flags = ("--writable", "--query-timeout", "10", "--query-memory", "512MB")
        with ours(graph, *flags, errors=said) as server:
            run(server, given.documents, graph, given.minutes, given.clients, given.seed)
        print(f"said on standard error: {said.read_text(encoding='utf-8')[-3000:] or 'nothing'}")


if __name__ == "__main__":
    main()
