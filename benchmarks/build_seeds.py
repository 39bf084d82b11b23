"""Measure a whole `nhiemvu build` against named peers, all as child processes of one run.

    .venv/bin/python benchmarks/build_seeds.py [FOLDER] [--rounds N]

FOLDER holds the documents (default: the five full texts of ../shared/corpus/seeds). Everything counts:
starting Python, imports, reading, the store on disk. Every round runs each contestant once, in turn, so that
the noise of the machine falls on all of them; trust the ratios of the medians. Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SEEDS = ROOT.parent / "shared" / "corpus" / "seeds"
SAMPLING = 0.02  # seconds between two looks at the memory

EXPORT = """
import sys, pyoxigraph
pyoxigraph.Store.read_only(sys.argv[1]).dump(sys.argv[2], format=pyoxigraph.RdfFormat.N_QUADS)
"""
LOAD_IN_RDFLIB = """
import sys, rdflib
rdflib.Dataset().parse(sys.argv[1], format="nquads")
"""
LOAD_IN_OXIGRAPH = """
import sys, pyoxigraph
store = pyoxigraph.Store(sys.argv[2])
store.bulk_load(path=sys.argv[1], format=pyoxigraph.RdfFormat.N_QUADS)
store.optimize()
"""


@dataclass
class Contestant:
    """A command to measure, with what was measured: seconds of wall time, and bytes of memory."""

    name: str
    command: list[str]
    seconds: list[float] = field(default_factory=list)
    memory: list[int] = field(default_factory=list)


def processes_of_session(session: int) -> list[int]:
    """List the processes of a session by what /proc says (the sixth field of `stat`)."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[3]) == session:
                found.append(int(entry.name))
    return found


def memory_of_session(session: int) -> int:
    """Add up the memory of a session's processes, pages shared by several counted once (Pss), in bytes."""
    total = 0
    for pid in processes_of_session(session):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="utf-8").splitlines()
        except OSError:
            continue
        total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    return total


def measure(contestant: Contestant) -> None:
    """Run a contestant once, to its end, and note its time and the most memory it was seen with."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(contestant.command, stdout=said, stderr=said, start_new_session=True)
        most = 0
        while process.poll() is None:
            most = max(most, memory_of_session(process.pid))
            time.sleep(SAMPLING)
        contestant.seconds.append(time.perf_counter() - started)
        contestant.memory.append(most)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{contestant.name} failed:\n{said.read().decode(errors='replace')}")


def prepare(documents: Path, folder: Path) -> list[Contestant]:
    """Name the build and its peers; `folder` takes what they write."""
    quads = str(folder / "graph.nq")
    build = [str(ROOT / ".venv" / "bin" / "nhiemvu"), "build", str(documents), "-o"]
    subprocess.run([*build, str(folder / "graph")], check=True, stdout=subprocess.DEVNULL)
    current = (folder / "graph" / "CURRENT").read_text(encoding="utf-8").strip()
    store = str(folder / "graph" / "snapshots" / current / "store")
    subprocess.run([sys.executable, "-c", EXPORT, store, quads], check=True)
    return [
        Contestant("python: imports of rdflib and pyoxigraph", python("import rdflib, pyoxigraph")),
        Contestant("rdflib: load the finished graph", python(LOAD_IN_RDFLIB, quads)),
        Contestant("pyoxigraph: load and optimize it", python(LOAD_IN_OXIGRAPH, quads, "{fresh}")),
        Contestant("nhiemvu build, from the documents", [*build, "{fresh}"]),
    ]


def python(code: str, *arguments: str) -> list[str]:
    """Give the command that runs a piece of Python in this environment."""
    return [sys.executable, "-c", code, *arguments]


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description="Measure a whole build against named peers.")
    parser.add_argument("documents", nargs="?", type=Path, default=SEEDS)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    if not options.documents.is_dir():
        raise SystemExit(f"no folder of documents at {options.documents}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        contestants = prepare(options.documents, folder)
        plain = [list(contestant.command) for contestant in contestants]
        for number in range(options.rounds):
            for contestant, command in zip(contestants, plain, strict=True):
                fresh = str(folder / f"fresh-{number}-{len(contestant.name)}")
                contestant.command = [fresh if part == "{fresh}" else part for part in command]
                measure(contestant)
    show(contestants, options.rounds)


def show(contestants: list[Contestant], rounds: int) -> None:
    """Print medians, the spread, and each median as a multiple of the build's."""
    build = statistics.median(contestants[-1].seconds)
    print(f"{rounds} rounds, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"{'':42} {'median s':>9} {'min':>7} {'max':>7} {'peak MiB':>9} {'of build':>9}")
    for contestant in contestants:
        median = statistics.median(contestant.seconds)
        spread = f"{min(contestant.seconds):7.2f} {max(contestant.seconds):7.2f}"
        peak = max(contestant.memory) / 2**20
        print(f"{contestant.name:42} {median:9.2f} {spread} {peak:9.0f} {median / build:9.2f}")


if __name__ == "__main__":
    main()
