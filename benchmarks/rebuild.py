"""Measure what a build costs where few documents changed, and deriving beside a reasoner.

    .venv/bin/python benchmarks/rebuild.py [FOLDER] [--copies 4] [--workers 2] [--triples 100000] [--owlrl]

First the same copies as in `throughput.py` are built from nothing and again with 0, 1, 10 and 40 changed
documents (a line more in each); the peer is a build that knows the files and loads and derives all anew, as
where `graphs.json` is missing. CPU seconds are those of all processes; the last column is in parts of the
full build's.

Then a made graph (`generate.py`) is derived from: as a whole, with what a document less changes, and, with
`--owlrl`, by owlrl, which takes a minute or more for 100,000 triples. owlrl is given what the rules that are
not OWL conclude (who leads by an assignment, which acts are the State's); what it concludes about things in
terms of our vocabulary must be the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from build_seeds import ROOT
from generate import INFERRED, Maker
from throughput import WILD, Measured, build_command, copy_differently, measure

sys.path.insert(0, str(ROOT))

import owlrl
import pyoxigraph as ox
import rdflib

from graph_build import increment, rederive, snapshots
from graph_build.closure import closure
from graph_build.nquads import graph_of
from ontology import load
from ontology.vocab import RDF, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable

NAMES = vocabulary()
LINE = "\n\nDòng thêm {}.\n"


def change(texts: Path, count: int, turn: int) -> None:
    """Write a line more into some documents."""
    every = sorted(texts.iterdir())
    for path in every[:: len(every) // count][:count] if count else []:
        path.write_bytes(path.read_bytes() + LINE.format(turn).encode())


def show(name: str, measured: Measured, full: Measured) -> None:
    """Print a row of the table of builds."""
    print(
        f"{name:44} {measured.seconds:7.1f} {measured.cpu:7.1f} {measured.memory / 2**20:9.0f} "
        f"{measured.cpu / full.cpu:8.2f}",
        flush=True,
    )


def builds(documents: Path, copies: int, workers: int) -> None:
    """Measure builds from nothing and again."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        texts, graph = folder / "texts", folder / "graph"
        size = copy_differently(documents, texts, copies)
        count = len(list(texts.iterdir()))
        print(f"{count} documents, {size / 1e6:.1f} MB, {workers} workers, {os.cpu_count()} cores")
        print(f"{'':44} {'wall s':>7} {'CPU s':>7} {'peak MiB':>9} {'of full':>8}")
        command = build_command(texts, graph, workers)
        full = measure(command)
        show("from nothing", full, full)
        for turn, changed in enumerate((0, 1, 10, 40)):
            change(texts, changed, turn)
            show(f"again, {changed} changed", measure(command), full)
        change(texts, 1, 9)
        (snapshots.live(graph) / increment.FILE).unlink()
        show("again, 1 changed, loaded and derived anew", measure(command), full)


def timed(name: str, work: Callable[[], object], whole: float | None = None) -> float:
    """Do something once and print a row; gives its CPU seconds (other jobs disturb them less)."""
    started = time.process_time()
    work()
    seconds = time.process_time() - started
    ratio = f"{seconds / whole:10.2f}" if whole else f"{1:10.2f}"
    print(f"{name:44} {seconds:9.3f} {ratio}", flush=True)
    return seconds


def deriving(triples: int, *, beside_owlrl: bool) -> None:
    """Measure deriving from a made graph."""
    stated = "".join(Maker(triples, 20).parts()).splitlines(keepends=True)
    stated = [line for line in stated if not line.endswith(INFERRED)]
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "graph.nq"
        data = "".join(stated).encode() + load.nquads(*load.VOCABULARY_FILES, graph=NAMES.graph_ontology)
        path.write_bytes(data)
        derived: list[str] = []
        print(f"\n{len(data.splitlines())} triples\n{'':44} {'CPU s':>9} {'of rules':>10}")
        whole = timed("rules, the whole graph", lambda: derived.extend(closure(path, NAMES)))
        before, after = (ox.Store(Path(name) / part) for part in ("before", "after"))
        for store in (before, after):
            store.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)
            store.bulk_load("\n".join(derived).encode(), ox.RdfFormat.N_QUADS)
            store.optimize()
        sizes = Counter(graph_of(line) for line in stated)
        graph = ox.NamedNode(sorted(name for name, size in sizes.items() if 2_000 < size < 4_000)[0])
        gone = {increment.fact_of(quad) for quad in after.quads_for_pattern(None, None, None, graph)}
        after.remove_graph(graph)
        lost = [fact for fact in gone if not any(after.quads_for_pattern(*fact))]
        title = f"rules, a document of {len(gone)} triples less"
        timed(title, lambda: rederive.update(before, after, lost, [], NAMES), whole)
        print(f"{len(derived)} triples derived")
        if beside_owlrl:
            owlrl_beside(data, derived, whole)


def owlrl_beside(data: bytes, derived: list[str], whole: float) -> None:
    """Measure owlrl on the same triples, and compare what both conclude."""
    nv, namespace = NAMES.nv, NAMES.nv.namespace
    given = {
        f"<{name}>" for name in (nv.leads, nv.coordinates, nv.participatesIn, nv.implementsStateDocument)
    }
    graph = rdflib.Graph()
    stated = [line.rsplit(" <", 1)[0] for line in data.decode().splitlines()]
    ours = {line.rsplit(" <", 1)[0] for line in derived}
    told = [triple for triple in ours if triple.split(" ", 2)[1] in given]
    graph.parse(data="".join(f"{triple} .\n" for triple in (*stated, *told)), format="nt")
    known = set(graph)
    seconds = timed(
        "owlrl, the whole graph",
        lambda: owlrl.DeductiveClosure(owlrl.OWLRL_Semantics).expand(graph),
        whole,
    )
    theirs = {
        " ".join(term.n3() for term in triple)
        for triple in graph
        if triple not in known
        and isinstance(triple[0], rdflib.URIRef)
        and isinstance(triple[2], rdflib.URIRef)
        and (
            str(triple[1]).startswith(namespace)
            or (str(triple[1]) == RDF.type and str(triple[2]).startswith(namespace))
        )
        and not str(triple[0]).startswith(namespace)
    }
    more, less = len(theirs - ours), len(ours - set(told) - theirs)
    print(f"owlrl / rules: {seconds / whole:.0f}; concluded by owlrl only: {more}, by the rules only: {less}")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description="Measure builds again, and deriving.")
    parser.add_argument("documents", nargs="?", type=Path, default=WILD)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--triples", type=int, nargs="*", default=[100_000])
    parser.add_argument("--owlrl", action="store_true", help="beside owlrl, on the first of the graphs")
    options = parser.parse_args()
    if options.copies:
        builds(options.documents, options.copies, options.workers)
    for number, triples in enumerate(options.triples):
        deriving(triples, beside_owlrl=options.owlrl and number == 0)


if __name__ == "__main__":
    main()
