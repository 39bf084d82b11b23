"""Measure coordination load against SPARQL and networkx on a made-up graph of tasks, all in one process.

    .venv/bin/python benchmarks/load.py [--tasks N] [--units N] [--rounds N] [--rdflib-tasks N]

Contestants for the two aggregate questions: pyoxigraph with the graph in memory, rdflib on a smaller graph,
and the table, read from its file once. For betweenness and PageRank: networkx on the
same ties. Medians of the rounds; trust the ratios.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import networkx as nx
import numpy as np
import rdflib

from graph_build.load_table import LoadTable, read_graph, read_table, write_table
from graph_build.store import Database
from ontology.vocab import DEFAULT_BASE
from queries.catalogue import find
from queries.load import load
from queries.load_counts import co_work_pairs, coordination_load
from queries.load_network import centrality, ties
from queries.load_rules import PERIODS, LoadSettings

T = TypeVar("T")
NV = f"{DEFAULT_BASE}ontology#"
KIND = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"


def quads(tasks: int, units: int) -> str:
    """Make tasks with one lead and up to six coordinators, some units more often, with a due month."""
    chosen = random.Random(20)  # noqa: S311 - nothing secret
    weights = [1 / (1 + n) ** 0.5 for n in range(units)]
    lines = []
    for n in range(units):
        unit = f"<{DEFAULT_BASE}id/unit/u{n}>"
        lines.append(f"{unit} {KIND} <{NV}Unit> <urn:g> .")
        lines.append(f'{unit} <http://www.w3.org/2004/02/skos/core#prefLabel> "Vụ {n}"@vi <urn:g> .')
    for n in range(tasks):
        task = f"<{DEFAULT_BASE}id/task/t{n}>"
        lines.append(f"{task} {KIND} <{NV}Task> <urn:g> .")
        lines.append(f"{task} <{NV}statedIn> <{DEFAULT_BASE}id/document/d{n // 30}> <urn:g> .")
        lead, *others = dict.fromkeys(chosen.choices(range(units), weights, k=chosen.randint(1, 7)))
        lines.append(f"<{DEFAULT_BASE}id/unit/u{lead}> <{NV}leads> {task} <urn:g> .")
        lines += [f"<{DEFAULT_BASE}id/unit/u{one}> <{NV}coordinates> {task} <urn:g> ." for one in others]
        deadline, month = f"<urn:l{n}>", f"20{chosen.randint(22, 25)}-{chosen.randint(1, 12):02d}"
        lines.append(f"{task} <{NV}deadline> {deadline} <urn:g> .")
        day = f'"{month}-01"^^<http://www.w3.org/2001/XMLSchema#date>'
        lines.append(f"{deadline} <{NV}dueLatest> {day} <urn:g> .")
    return "\n".join(lines) + "\n"


def median(work: Callable[[T], object], given: T, rounds: int) -> float:
    """Give the median time of some work on what is given, in milliseconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        work(given)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def show(what: str, ours: float, peers: dict[str, float]) -> None:
    """Print one line: our time, and how many times ours every peer takes."""
    ratios = ", ".join(f"{name} {taken:,.0f} ms = {taken / ours:,.0f} times" for name, taken in peers.items())
    print(f"{what:<24}{ours:>10,.1f} ms   {ratios}", flush=True)


def questions(table: LoadTable, database: Database, arguments: argparse.Namespace) -> None:
    """Compare the two aggregate questions, all rows made on every side."""
    few = quads(arguments.rdflib_tasks, arguments.units)
    small, few_in_memory = rdflib.Dataset(default_union=True), Database()
    small.parse(data=few, format="nquads")
    few_in_memory.load_nquads(few.encode(), "made up")
    few_table = read_graph(few_in_memory)
    counted: dict[str, Callable[[LoadTable], Sequence[object]]] = {
        "coordination-load": coordination_load,
        "co-work-pairs": co_work_pairs,
    }
    for name, ours in counted.items():
        sparql = find(name).bind({}, DEFAULT_BASE)
        assert len(ours(table)) == len(list(database.query(sparql)))  # noqa: S101
        engine = median(lambda text: list(database.query(text)), sparql, arguments.rounds)
        show(name, median(ours, table, arguments.rounds), {"pyoxigraph in memory": engine})
        reference = median(lambda text: list(small.query(text)), sparql, 1)
        show(
            f"  {arguments.rdflib_tasks} tasks",
            median(ours, few_table, arguments.rounds),
            {"rdflib": reference},
        )


def networks(table: LoadTable, rounds: int) -> None:
    """Compare the measures of the network."""
    found = ties(table.leads, table.coordinates, len(table.actors), table.tasks)
    plain, directed = nx.Graph(), nx.DiGraph()
    plain.add_weighted_edges_from(found.pairs.tolist())
    directed.add_weighted_edges_from(found.directed.tolist())
    everyone = np.arange(len(table.actors))
    show(
        "all network measures",
        median(lambda ends: centrality(ends, everyone, len(table.actors)), found, rounds),
        {"networkx, betweenness alone": median(nx.betweenness_centrality, plain, 1)},
    )
    print(f"{'  ties':<24}{len(found.pairs):>10,} pairs")


def main() -> None:
    """Make the graph, and print one line a comparison."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tasks", type=int, default=20_000)
    parser.add_argument("--units", type=int, default=500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rdflib-tasks", type=int, default=20)
    arguments = parser.parse_args()
    database = Database()
    database.load_nquads(quads(arguments.tasks, arguments.units).encode(), "made up")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "load.npz")
        begun = time.perf_counter()
        write_table(database, file)
        print(f"{'write the table':<24}{(time.perf_counter() - begun) * 1000:>10,.1f} ms")
        print(f"{'read the table':<24}{median(read_table, file, arguments.rounds):>10,.1f} ms")
        table = read_table(file)
    questions(table, database, arguments)
    networks(table, arguments.rounds)
    for period in PERIODS[:2]:
        taken = median(lambda size: load(table, LoadSettings(period=size)), period, 1)
        print(f"{f'whole report, {period}':<24}{taken:>10,.1f} ms")


if __name__ == "__main__":
    main()
