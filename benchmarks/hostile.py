"""Fire hostile queries, eight at a time, under a limit of two seconds, and see what becomes of the server.

    .venv/bin/python benchmarks/hostile.py GRAPH [--timeout 2] [--at-once 8] [--peers] [-- FLAG …]

GRAPH is the folder of a built graph of at least 100,000 triples; the flags are given to `nhiemvu serve`.
The queries are those of `hostile_queries.toml`. Told is, of every server: how many answers had a status
that is right, how many came later than half a second after the limit, how long an ordinary query beside
them took, and what processes, threads, files and memory there are before and after. With `--peers` the
Oxigraph server (its own `--timeout-s`) and rdflib-endpoint go through the same, each with 6 GB of memory at
most, for they have no limit of their own; updates are not sent to them. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import re
import statistics
import tempfile
import threading
import time
import tomllib
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import httpx
import pyoxigraph as ox
from processes import Held, family, held, processor_seconds
from servers import Server, about_machine, export, ours, oxigraph, rdflib_endpoint

CASES = Path(__file__).parent / "hostile_queries.toml"
QUERY = "application/sparql-query"
ORDINARY = "SELECT ?s ?o { ?s <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> ?o } LIMIT 10"
PROBLEM = "application/problem+json"
MARGIN = 32 << 20
"""Bytes by which memory may differ afterwards: what allocators keep of the server's own work."""

_CROSS = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i ."
_WRITTEN = re.compile(r"\[\[(\d+)\|((?:(?!\[\[).)*?)\]\](?!\])", re.DOTALL)  # the innermost
_ACCEPT = "application/sparql-results+json, application/n-triples"
_PEER_MEMORY = 6 << 30
_PATIENCE = 60.0  # seconds that one answer is waited for
_QUIET = 30.0  # seconds at most after the last answer until what is left is measured


@dataclass(frozen=True)
class Case:
    """A hostile query: its text, the media type of its body, and the statuses that are right."""

    name: str
    text: str
    media_type: str
    statuses: frozenset[int]


@dataclass(frozen=True)
class Outcome:
    """What became of a case: the status (0 where the connection broke), the seconds, what is wrong."""

    case: Case
    status: int
    seconds: float
    fault: str


def cases() -> list[Case]:
    """Read the queries."""
    table = tomllib.loads(CASES.read_text(encoding="utf-8"))
    return [
        Case(name, written(row["text"]), row.get("type", QUERY), frozenset(row["statuses"]))
        for name, row in table.items()
    ]


def written(text: str) -> str:
    """Write a text of the table in full."""

    def repeated(found: re.Match[str]) -> str:
        return "".join(_numbered(found[2], number) for number in range(int(found[1])))

    text, count = text.replace("CROSS", _CROSS), 1
    while count:
        text, count = _WRITTEN.subn(repeated, text)
    return text


def _numbered(text: str, number: int) -> str:
    return text.replace("+%", str(number + 1)).replace("%", str(number))


def fire(server: Server, case: Case, client: httpx.Client) -> Outcome:
    """Send a case and judge the answer."""
    started = time.perf_counter()
    headers = {"Content-Type": case.media_type, "Accept": _ACCEPT}
    try:
        response = client.post(server.path, content=case.text.encode(), headers=headers)
    except httpx.HTTPError as error:
        return Outcome(case, 0, time.perf_counter() - started, f"{type(error).__name__}: {error}")
    took = time.perf_counter() - started
    fault = fault_of(response, case.statuses)
    return Outcome(case, response.status_code, took, fault)


def fault_of(response: httpx.Response, statuses: frozenset[int]) -> str:
    """Say what is wrong with an answer; "" for nothing."""
    kind = response.headers.get("content-type", "")
    if response.status_code not in statuses:
        return f"status {response.status_code}: {response.text[:200]}"
    if response.status_code != 200:
        return "" if kind == PROBLEM else f"an error as {kind}"
    try:
        if kind.startswith("application/n-triples"):
            for _ in ox.parse(response.content, format=ox.RdfFormat.N_TRIPLES):
                pass
        else:
            solutions = ox.parse_query_results(response.content, format=ox.QueryResultsFormat.JSON)
            if not isinstance(solutions, ox.QueryBoolean):
                for _ in solutions:
                    pass
    except (SyntaxError, ValueError) as error:
        return f"status 200 with a broken body: {error}"
    return ""


class Beside:
    """An ordinary client that goes on asking while hostile ones do: the seconds and faults of its answers."""

    def __init__(self, server: Server, query: str = ORDINARY) -> None:
        self.seconds: list[float] = []
        self.faults: Counter[str] = Counter()
        self._server, self._query = server, query
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _ask(self) -> None:
        with client_of(self._server) as client:
            while not self._stop.wait(0.05):
                started = time.perf_counter()
                try:
                    response = client.get(
                        self._server.path, params={"query": self._query}, headers={"Accept": _ACCEPT}
                    )
                except httpx.HTTPError as error:
                    self.faults[type(error).__name__] += 1
                    if isinstance(error, httpx.ConnectError):
                        return
                else:
                    if fault := fault_of(response, frozenset({200})):
                        self.faults[fault] += 1
                self.seconds.append(time.perf_counter() - started)


def client_of(server: Server) -> httpx.Client:
    """Make a client of a server."""
    return httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=_PATIENCE)


def volley(server: Server, fired: Sequence[Case], at_once: int) -> list[Outcome]:
    """Send cases, so many at a time."""
    with client_of(server) as client, ThreadPoolExecutor(at_once) as pool:
        return list(pool.map(lambda case: fire(server, case, client), fired))


def warm(server: Server) -> None:
    """Ask ordinary queries at once, so that all that serves them is there; raises on an answer but 200.

    The first ones take long enough for every worker that waits to get one, for it opens the store only then.
    """
    with client_of(server) as client, ThreadPoolExecutor(os.cpu_count()) as pool:
        for response in pool.map(
            lambda query: client.get(server.path, params={"query": query}, headers={"Accept": _ACCEPT}),
            [f"SELECT (COUNT(*) AS ?n{i}) {{ ?s ?p ?o }}" for i in range(8)] + [ORDINARY] * 200,
        ):
            response.raise_for_status()


def settled(process: int, before: Held, seconds: float) -> Held:
    """Wait until a server holds no more than before, with the margin of memory; give what it holds then."""
    end = time.monotonic() + seconds
    while True:
        now = held(process)
        if (
            now.processes <= before.processes
            and now.threads <= before.threads
            and now.files <= before.files
            and now.memory <= before.memory + MARGIN
        ) or time.monotonic() > end:
            return now
        time.sleep(0.5)


def measure(server: Server, fired: Sequence[Case], at_once: int, timeout: float) -> None:
    """Put a server through it and tell."""
    warm(server)
    with Beside(server) as warming:
        time.sleep(1)
    before = held(server.process)
    started = time.perf_counter()
    with Beside(server) as beside:
        outcomes = volley(server, fired, at_once)
    took = time.perf_counter() - started
    after = settled(server.process, before, _QUIET)
    working = processor_seconds(*family(server.process))
    time.sleep(2)
    burnt = (processor_seconds(*family(server.process)) - working) / 2
    late = [outcome for outcome in outcomes if outcome.seconds > timeout + 0.5]
    faults = [outcome for outcome in outcomes if outcome.fault]
    statuses = Counter(outcome.status for outcome in outcomes)
    print(f"\n{server.name}: {len(outcomes)} hostile queries in {took:.1f} s")
    print(f"  statuses {dict(sorted(statuses.items()))}; {len(faults)} not right")
    slowest = max(outcome.seconds for outcome in outcomes)
    print(f"  later than {timeout + 0.5:g} s: {len(late)}; slowest {slowest:.2f} s")
    print(
        f"  ordinary query beside them: {len(beside.seconds)} times, median "
        f"{statistics.median(beside.seconds) * 1000:.0f} ms, slowest {max(beside.seconds):.2f} s "
        f"(before: {max(warming.seconds):.2f} s), faults {dict(beside.faults)}"
    )
    print(f"  before: {before}\n  after:  {after}\n  processor in use after: {burnt:.0%} of one core")
    for outcome in sorted({*faults, *late}, key=lambda outcome: outcome.case.name):
        print(f"    {outcome.case.name}: {outcome.seconds:.2f} s, {outcome.fault[:150] or outcome.status}")


def peers(graph: Path, timeout: float) -> Iterator[contextlib.AbstractContextManager[Server]]:
    """Give one peer after another, each over the same quads."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        quads = folder / "graph.nq"
        export(graph, quads)
        yield oxigraph(quads, folder, "--timeout-s", f"{timeout:g}", memory=_PEER_MEMORY)
        yield rdflib_endpoint(quads, "oxigraph", memory=_PEER_MEMORY)


def main() -> None:
    """Measure our server, and the peers where they are wanted."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--timeout", type=float, default=2)
    parser.add_argument("--at-once", type=int, default=8)
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("flags", nargs="*", help="flags for `nhiemvu serve`, after --")
    given = parser.parse_args()
    print(about_machine())
    listed = cases()
    with ours(given.graph, "--query-timeout", f"{given.timeout:g}", *given.flags) as server:
        measure(server, listed, given.at_once, given.timeout)
    if given.peers:
        queries = [case for case in listed if case.media_type == QUERY]
        for running in peers(given.graph, given.timeout):
            with running as server:
                measure(server, queries, given.at_once, given.timeout)


if __name__ == "__main__":
    main()
