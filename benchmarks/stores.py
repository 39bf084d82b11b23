"""Measure loading and questions on made graphs, against named peers, in one run.

    .venv/bin/python benchmarks/stores.py [--sizes 100000 1000000 10000000] [--out stores.json] [--rounds N]

Every contestant runs in a process of its own (`contestants.py`), one after the other, under the same limits
of memory and time; what is ended by a limit, or is known not to fit, is reported as such. Loading means all
that a contestant does until it can be asked: for nhiemvu the whole command with its search index and its
tables. Peers: rdflib and oxrdflib in memory, pyoxigraph in memory, the Oxigraph server (`oxigraph load`
and `optimize`, asked over HTTP), Virtuoso (bulk loader and checkpoint, asked over HTTP). Then

    .venv/bin/python benchmarks/chart.py stores.json

writes the tables and figures. Linux only.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from contestants import CONTESTANTS, MEGABYTE

HERE = Path(__file__).resolve().parent
LARGEST = {"rdflib": 5_000_000, "oxrdflib": 5_000_000}
"""Sizes above which a contestant runs only where told to; rdflib needs about 1.9 GB a million triples."""
QUESTIONS_UP_TO = {"rdflib": 100_000}
"""Sizes above which a contestant is only loaded: its aggregates take more than the time for a question."""


def machine() -> dict[str, Any]:
    """Describe the machine and the versions."""
    named = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    versions = {"Python": platform.python_version()}
    for package in ("pyoxigraph", "oxigraph", "rdflib", "oxrdflib", "numpy"):
        try:
            versions[package] = version(package)
        except PackageNotFoundError:
            versions[package] = "none"
    found = shutil.which("virtuoso-t")
    if found:
        told = subprocess.run([found, "-?"], capture_output=True, text=True, check=False)
        words = (told.stdout + told.stderr).partition("Version ")[2].split()
        versions["Virtuoso"] = words[0] if words else "unknown"
    return {
        "processor": named[0].partition(":")[2].strip() if named else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gb": round(memory / (1 << 30), 1),
        "system": platform.platform(),
        "versions": versions,
    }


def contest(name: str, graph: Path, folder: Path, limits: argparse.Namespace) -> list[dict[str, Any]]:
    """Run one contestant and give what it measured, with the load of the machine when it began."""
    process = subprocess.Popen(
        [sys.executable, str(HERE / "contestants.py"), name, str(graph), str(folder)],
        cwd=HERE.parent,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={**os.environ, "PYTHONPATH": str(HERE.parent), "MEMORY_GB": str(limits.memory_gb)},
    )
    found: list[dict[str, Any]] = [{"what": "begin", "others": round(os.getloadavg()[0], 1)}]
    try:
        said, complained = process.communicate(timeout=limits.minutes * 60)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGTERM)
        time.sleep(2)
        os.killpg(process.pid, signal.SIGKILL)
        said, complained = process.communicate()
        found.append({"what": "failed", "why": f"ended after {limits.minutes} minutes"})
    found += [json.loads(line) for line in said.splitlines() if line.startswith("{")]
    if process.returncode and not any(one["what"] == "failed" for one in found):
        last = complained.strip().splitlines()[-1:] or [f"exit status {process.returncode}"]
        found.append({"what": "failed", "why": last[0][:300]})
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the graphs, run everybody, write the results after every contestant."""
    parser = argparse.ArgumentParser(description="Measure loading and questions against named peers.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    parser.add_argument("--only", nargs="+", default=list(CONTESTANTS), choices=list(CONTESTANTS))
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--memory-gb", type=int, default=12)
    parser.add_argument("--minutes", type=int, default=30, help="for one contestant and size")
    parser.add_argument(
        "--every-size", action="store_true", help="run rdflib and oxrdflib above 5 million triples, too"
    )
    parser.add_argument("--out", type=Path, default=Path("stores.json"))
    parser.add_argument("--work", type=Path, help="folder for graphs and stores; by default a temporary one")
    given = parser.parse_args(arguments)
    if given.work:
        given.work.mkdir(parents=True, exist_ok=True)
    results: dict[str, Any] = {"machine": machine(), "limits": {"memory_gb": given.memory_gb}, "runs": []}
    with tempfile.TemporaryDirectory(dir=given.work) as work:
        for size in given.sizes:
            graph = (given.work or Path(work)) / f"made-{size}" / "graph.nq"
            graph.parent.mkdir(exist_ok=True)
            if not graph.exists():
                make = [sys.executable, str(HERE / "generate.py"), "--triples", str(size), "-o", str(graph)]
                subprocess.run(make, check=True)
            with graph.open("rb") as lines:
                triples = sum(part.count(b"\n") for part in iter(lambda: lines.read(MEGABYTE), b""))
            for _ in range(given.rounds):
                one_round(size, triples, graph, Path(work), given, results)


def one_round(
    size: int, triples: int, graph: Path, work: Path, given: argparse.Namespace, results: dict[str, Any]
) -> None:
    """Run every contestant once on one graph, in turn."""
    questions = "{}"
    for name in given.only:
        told: list[dict[str, Any]]
        if size > LARGEST.get(name, size) and not given.every_size:
            told = [{"what": "skipped", "why": f"not run above {LARGEST[name]:,} triples"}]
        else:
            with tempfile.TemporaryDirectory(dir=work) as folder:
                if name != "nhiemvu":
                    asked = questions if size <= QUESTIONS_UP_TO.get(name, size) else "{}"
                    Path(folder, "questions.json").write_text(asked, encoding="utf-8")
                told = contest(name, graph, Path(folder), given)
                if name == "nhiemvu" and Path(folder, "questions.json").exists():
                    questions = Path(folder, "questions.json").read_text(encoding="utf-8")
        results["runs"].append({"contestant": name, "size": size, "triples": triples, "measured": told})
        given.out.write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for one in told:
            print(f"{size:>10,} {name:<22} {json.dumps(one, ensure_ascii=False)}", flush=True)


if __name__ == "__main__":
    main()
