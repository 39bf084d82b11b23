"""Measure load over a million assignments of 5,000 units, in one process, by processor time.

    .venv/bin/python benchmarks/load_large.py [--assignments N] [--units N] [--rounds N] [--peers]

The table is made up, the same for a seed: some units far more often than others, tasks of one lead or several
and up to six coordinators, each with a start and a due month within five years. With --peers, networkx and
rustworkx do the same on the same ties, which they are given; PageRank must then be that of networkx to 1e-9.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable

import networkx as nx
import numpy as np
import rustworkx as rx
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python

from graph_build.load_table import LoadTable, Numbers
from queries.load import Filters
from queries.load_calendar import calendar
from queries.load_network import DAMPING, Ties, degrees, pagerank, ties

SEED = 20


def made(assignments: int, units: int) -> LoadTable:
    """Make a table of about so many assignments (actor, task), each once."""
    chosen = np.random.default_rng(SEED)
    tasks = assignments // 4
    size = chosen.integers(1, 8, tasks)
    often = 1 / (1 + np.arange(units)) ** 0.5
    actor = chosen.choice(units, size=int(size.sum()), p=often / often.sum())
    keys, first = np.unique(np.repeat(np.arange(tasks), size) * units + actor, return_index=True)
    named_first = np.zeros(len(actor), dtype=bool)
    named_first[np.cumsum(size) - size] = True
    leads = named_first[first] | (chosen.random(len(keys)) < 0.05)
    pairs = np.column_stack((keys % units, keys // units))
    start, length = 2022 * 12 + chosen.integers(0, 48, tasks), chosen.integers(0, 12, tasks)
    every, none = np.arange(tasks), np.zeros((0, 2), dtype=np.int64)
    return LoadTable(
        actors=tuple(f"urn:unit:{number:06d}" for number in range(units)),
        names=tuple((f"Vụ {number}", "@vi") for number in range(units)),
        documents=("urn:document",),
        tasks=tasks,
        faces=np.column_stack((np.arange(units), np.zeros_like(np.arange(units)), np.arange(units))),
        leads=pairs[leads],
        coordinates=pairs[~leads],
        stated=np.column_stack((every, np.zeros_like(every))),
        above=none,
        spans=np.column_stack((every, start, start, start + length, start + length)),
        members=none,
    )


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Give the median processor time of some work, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.process_time()
        work()
        times.append(time.process_time() - begun)
    return statistics.median(times)


def show(what: str, seconds: float) -> None:
    """Print one line."""
    print(f"{what:<52}{seconds * 1000:>12,.0f} ms", flush=True)


def directed_graph(rows: Numbers) -> rx.PyDiGraph:
    """Make a graph of rustworkx of ties."""
    graph = rx.PyDiGraph(multigraph=False)
    graph.add_nodes_from(range(int(rows[:, :2].max()) + 1))
    graph.add_edges_from([(one, other, float(tasks)) for one, other, tasks in rows.tolist()])
    return graph


def peers(found: Ties, units: int) -> None:
    """Do the same with networkx and rustworkx, and hold the ranks equal."""
    plain, directed = nx.Graph(), nx.DiGraph()
    plain.add_nodes_from(range(units))
    directed.add_nodes_from(range(units))
    rows = found.pairs.tolist()
    show("networkx: graph of the ties", cpu(lambda: plain.add_weighted_edges_from(rows), 1))
    show("networkx: weighted degrees", cpu(lambda: dict(plain.degree(weight="weight")), 1))
    directed.add_weighted_edges_from(found.directed.tolist())
    ranks: dict[int, float] = {}
    show(
        "networkx: PageRank",
        cpu(lambda: ranks.update(_pagerank_python(directed, alpha=DAMPING, tol=1e-13, max_iter=1000)), 1),
    )
    graph = directed_graph(found.directed)
    show("rustworkx: graph of the ties", cpu(lambda: directed_graph(found.directed), 1))
    show(
        "rustworkx: PageRank",
        cpu(lambda: rx.pagerank(graph, alpha=DAMPING, weight_fn=float, tol=1e-12, max_iter=1000), 1),
    )
    apart = np.abs(pagerank(found.directed, units) - [ranks[unit] for unit in range(units)]).max()
    strengths = dict(plain.degree(weight="weight"))
    assert apart < 1e-9, apart  # noqa: S101
    assert degrees(found, units)[1].tolist() == [strengths[unit] for unit in range(units)]  # noqa: S101
    print(f"PageRank differs from that of networkx by at most {apart:.1e}; weighted degrees are equal")


def main() -> None:
    """Make the table, and print one line a measurement."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--assignments", type=int, default=1_000_000)
    parser.add_argument("--units", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    given = parser.parse_args()
    table = made(given.assignments, given.units)
    units = len(table.actors)
    found = ties(table.leads, table.coordinates, units, table.tasks)
    print(f"{len(table.leads) + len(table.coordinates):,} assignments, {len(found.directed):,} directed ties")
    work: dict[str, Callable[[], object]] = {
        "ties": lambda: ties(table.leads, table.coordinates, units, table.tasks),
        "weighted degrees": lambda: degrees(found, units),
        "PageRank": lambda: pagerank(found.directed, units),
        "calendar of months and deadlines": lambda: calendar(table),
    }
    taken = {what: cpu(one, given.rounds) for what, one in work.items()}
    for what, seconds in taken.items():
        show(what, seconds)
    show("together", sum(taken.values()))
    show(
        "calendar of one unit",
        cpu(lambda: calendar(table, "once", Filters(unit=table.actors[0])), given.rounds),
    )
    if given.peers:
        peers(found, units)


if __name__ == "__main__":
    main()
