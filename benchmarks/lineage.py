"""Measure how fast the lineage of documents and tasks is told, beside the same SPARQL in its peers.

    .venv/bin/python benchmarks/lineage.py GRAPH [--quads FILE] [--things 300] [--peers memory server rdflib]

GRAPH is a folder that `nhiemvu import` filled from a file of `generate_lineage.py`; the peers in memory load
that file (`--quads`), the Oxigraph server serves the very files of the snapshot. Asked is the trace of
documents that were read and of tasks, half and half, drawn with a seed, both up and down with the usual
limits: in this process, and over HTTP from `nhiemvu serve` (`/api/trace`). Peers are asked the queries that
the trace asked for the same thing, one after the other; what the trace takes from the table of the snapshot
they need not answer, nor do they make the tree. Wall time of each thing and, for what runs in this process,
processor time.

Prints the 50th, 95th and 99th percentile in milliseconds. rdflib is asked for a hundredth of the things.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
from servers import about_machine, child, free_port, ours, program

from graph_build import snapshots
from graph_build.results import QueryResult
from graph_build.store import EmbeddedStore, open_snapshot
from queries.names import Names
from queries.trace import trace

NV = "PREFIX nv: <https://w3id.org/nhiemvu/ontology#>"
DOCUMENTS = f"{NV} SELECT ?d {{ ?d nv:inCorpus true }}"
TASKS = f"{NV} SELECT ?t {{ ?t nv:statedIn <DOCUMENT> }}"
Ask = Callable[[str], object]
NAMES = {"memory": "pyoxigraph in memory", "server": "Oxigraph server", "rdflib": "rdflib"}


class Listening:
    """A store that writes down what it is asked."""

    def __init__(self, store: EmbeddedStore) -> None:
        self._store = store
        self.snapshot = store.snapshot
        self.snapshot_id = store.snapshot_id
        self.asked: list[str] = []

    def query(self, sparql: str, **_: Any) -> QueryResult:
        """Answer a query and write it down."""
        self.asked.append(sparql)
        return self._store.query(sparql)


def drawn(store: EmbeddedStore, number: int, seed: int) -> list[str]:
    """Draw documents that were read and, of others, a task each; the same for a seed."""
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    documents = sorted(row[0].value for row in store.query(DOCUMENTS) if row[0] is not None)
    found = chance.sample(documents, min(number, len(documents)))
    for place in range(0, len(found), 2):
        tasks = sorted(row[0].value for row in store.query(TASKS.replace("DOCUMENT", found[place])) if row[0])
        if tasks:
            found[place] = chance.choice(tasks)
    return found


def timed(things: Sequence[str], work: Callable[[str], object]) -> tuple[list[float], list[float]]:
    """Do some work for every thing; gives wall and processor times in milliseconds."""
    wall, used = [], []
    for thing in things:
        begun, before = time.perf_counter(), time.process_time()
        work(thing)
        used.append((time.process_time() - before) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    return wall, used


def told(name: str, wall: list[float], used: list[float] | None) -> None:
    """Print one line of the table."""
    cells = [*_percentiles(wall), *(_percentiles(used) if used else ["-"] * 3)]
    print(f"{name:34}" + "".join(f"{cell:>9}" for cell in cells), flush=True)


def _percentiles(times: list[float]) -> list[str]:
    if len(times) < 2:
        return [f"{times[0]:.0f}", "-", "-"]
    cut = statistics.quantiles(times, n=100, method="inclusive")
    return [f"{cut[at - 1]:.0f}" for at in (50, 95, 99)]


def over_http(graph: Path, things: Sequence[str]) -> list[float]:
    """Ask `/api/trace` of our server over one connection; gives wall times in milliseconds."""
    with ours(graph) as server:
        client = http.client.HTTPConnection("127.0.0.1", server.port, timeout=120)

        def ask(thing: str) -> None:
            client.request("GET", f"/api/trace?thing={quote(thing, safe='')}")
            reply = client.getresponse()
            body = reply.read()
            if reply.status != 200:
                raise SystemExit(f"{thing}: {body[:300]!r}")

        ask(things[0])
        return timed(things, ask)[0]


def by_server(store: Path) -> Iterator[Ask]:
    """Give a way to ask the Oxigraph server over the files of a store."""
    port = free_port()
    command: list[str | Path] = [program("oxigraph"), "serve-read-only", "--location", store]
    command += ["--bind", f"127.0.0.1:{port}", "--union-default-graph"]
    with child("Oxigraph server", command, port, "/query"):
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

        def ask(text: str) -> object:
            headers = {
                "Content-Type": "application/x-www-form-urlencoded",
                "Accept": "application/sparql-results+json",
            }
            client.request("POST", "/query", urlencode({"query": text}), headers)
            return json.loads(client.getresponse().read())

        yield ask


def in_memory(quads: Path) -> Iterator[Ask]:
    """Give a way to ask pyoxigraph in memory."""
    held = ox.Store()
    held.bulk_load(path=quads, format=ox.RdfFormat.N_QUADS)
    yield lambda text: list(held.query(text, use_default_graph_as_union=True))  # type: ignore[arg-type]


def in_rdflib(quads: Path) -> Iterator[Ask]:
    """Give a way to ask rdflib."""
    import rdflib  # noqa: PLC0415

    held = rdflib.Dataset(default_union=True)
    held.parse(str(quads), format="nquads")
    yield lambda text: list(held.query(text))


def main() -> None:
    """Draw things, trace them, and ask the peers the same."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--quads", type=Path)
    parser.add_argument("--things", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--peers", nargs="*", choices=("memory", "server", "rdflib"), default=["server"])
    given = parser.parse_args()
    columns = "".join(f"{column:>9}" for column in ("wall 50", "95", "99", "cpu 50", "95", "99"))
    print(f"{about_machine()}\n\n{'milliseconds':34}{columns}")
    asked: dict[str, list[str]] = {}
    with open_snapshot(given.graph) as store:
        listening = Listening(store)
        names = Names(store)
        things = drawn(store, given.things, given.seed)

        def work(thing: str) -> None:
            listening.asked = asked[thing] = []
            trace(listening, thing, names=names)  # type: ignore[arg-type]

        work(things[0])
        told("nhiemvu, in process", *timed(things, work))
    told("nhiemvu, /api/trace", over_http(given.graph, things), None)
    location = snapshots.live(given.graph) / snapshots.STORE
    for peer in given.peers:
        some = things[: max(1, len(things) // 100)] if peer == "rdflib" else things
        for ask in _opened(peer, location, given.quads):

            def again(thing: str, ask: Ask = ask) -> None:
                for text in asked[thing]:
                    ask(text)

            wall, used = timed(some, again)
            told(NAMES[peer], wall, None if peer == "server" else used)


def _opened(peer: str, location: Path, quads: Path) -> Iterator[Ask]:
    if peer == "server":
        return by_server(location)
    return in_memory(quads) if peer == "memory" else in_rdflib(quads)


if __name__ == "__main__":
    main()
