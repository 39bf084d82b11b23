"""Measure queries over HTTP beside rdflib-endpoint (both its stores) and the Oxigraph server.

    .venv/bin/python benchmarks/serving.py GRAPH [--seconds 4] [--rounds 3] [--clients 1 8 32] [-- FLAG …]

GRAPH is the folder of a built graph; the flags are given to `nhiemvu serve`. The peers hold the same quads;
they are installed by `uv sync --group bench`. Asked are a small query (what is said of one thing), by so
many clients at once over open connections, and 10,000 rows of JSON, by one. The order of the servers
changes from round to round, and figures are medians of the rounds. Our server is measured twice: it keeps
small answers, so that the same query does not run again while the snapshot stays, and with `--answer-cache
0` every query runs. The client is one process beside the server, so with two cores the fastest servers are
measured as slower than they are. CPU is that of our web process without its query workers. Linux only: it
reads /proc.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import tempfile
from collections import defaultdict
from pathlib import Path

from processes import processor_seconds
from servers import Server, about_machine, ask, export, ours, oxigraph, rdflib_endpoint, repeat

ANY = "SELECT ?s { ?s ?p ?o } LIMIT 1"
UNCACHED = "nhiemvu without its answer cache"
ROWS = "SELECT ?s ?p ?o { ?s ?p ?o } LIMIT 10000"


def small_query(server: Server) -> str:
    """Make the query for what is said of some thing of the graph."""
    (row,) = json.loads(ask(server, ANY).body)["results"]["bindings"]
    return f"SELECT ?p ?o {{ <{row['s']['value']}> ?p ?o }} LIMIT 5"


def check(servers: list[Server], query: str) -> None:
    """Stop where servers do not give the same number of rows."""
    counts = {
        server.name: len(json.loads(ask(server, query).body)["results"]["bindings"]) for server in servers
    }
    if len(set(counts.values())) > 1:
        raise SystemExit(f"The servers do not give the same to {query}: {counts}")


def main() -> None:
    """Serve the graph with every server, ask them in turn, and print two tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("graph", type=Path)
    parser.add_argument("--seconds", type=float, default=4)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, nargs="+", default=[1, 8, 32])
    parser.add_argument("flags", nargs="*", help="flags for `nhiemvu serve`, after --")
    given = parser.parse_args()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        quads = folder / "graph.nq"
        print(f"{export(given.graph, quads):,} quads; {about_machine()}", flush=True)
        servers = [
            stack.enter_context(context)
            for context in (
                ours(given.graph, "--answer-cache", "0", *given.flags, name=UNCACHED),
                ours(given.graph, *given.flags),
                oxigraph(quads, folder),
                rdflib_endpoint(quads, "oxigraph"),
                rdflib_endpoint(quads, "default"),
            )
        ]
        small = small_query(servers[0])
        check(servers, small)
        check(servers, ROWS)
        rates: dict[tuple[str, int], list[float]] = defaultdict(list)
        times: dict[str, list[float]] = defaultdict(list)
        costs: dict[str, list[float]] = defaultdict(list)
        for turn in range(given.rounds):
            for server in servers[turn % len(servers) :] + servers[: turn % len(servers)]:
                for clients in given.clients:
                    before = processor_seconds(server.process)
                    count = len(repeat(server, small, clients, given.seconds))
                    rates[server.name, clients].append(count / given.seconds)
                    costs[server.name].append((processor_seconds(server.process) - before) / count * 1000)
                times[server.name].append(statistics.median(repeat(server, ROWS, 1, given.seconds)))
    names = [server.name for server in servers]
    beside, fast = names[3], names[2]
    heads = "".join(f" {count:>8} {'ratio':>6}" for count in given.clients)
    print(f"small queries a second, by clients; ratio to {beside}; ms of CPU in the first process")
    print(f"{'':34}{heads} {'CPU':>7}")
    for name in names:
        row = ""
        for count in given.clients:
            rate = statistics.median(rates[name, count])
            row += f" {rate:8.0f} {rate / statistics.median(rates[beside, count]):6.2f}"
        print(f"{name:34}{row} {statistics.median(costs[name]):7.3f}")
    print(f"\n10,000 rows, one client: ms, ratio to {fast}")
    for name in names:
        taken = statistics.median(times[name])
        print(f"{name:34} {taken * 1000:8.0f} {taken / statistics.median(times[fast]):6.2f}")


if __name__ == "__main__":
    main()
