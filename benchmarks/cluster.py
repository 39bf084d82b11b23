"""Read the same files with two local reading processes and with two Dask workers; print the ratios.

    .venv/bin/python benchmarks/cluster.py [FOLDER] [--copies 1] [--workers 2] [--rounds 3]

The copies of `throughput.py`. Both read everything anew, up to the point where the record and quads of every
document are on disk here. Scheduler and workers run on loopback, are started by this script and have read a
document before the clock runs, as the machines of a cluster have; local processes are started within their
time. The last row is what Dask itself takes for as many tasks that get the same bytes and do nothing.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from build_seeds import ROOT
from throughput import WILD, copy_differently

sys.path.insert(0, str(ROOT))

from graph_build import cache, cluster, snapshots
from graph_build.jobs import Setting
from graph_build.reading import Runner, read_files, run_jobs
from ontology.vocab import DEFAULT_BASE


@contextlib.contextmanager
def dask_cluster(workers: int, folder: Path) -> Iterator[str]:
    """Run a scheduler and workers with one thread each; gives the scheduler's port as an executor."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    here = ["--host", "127.0.0.1", "--no-dashboard"]
    commands = [["dask_scheduler", "--port", str(port), *here]]
    for name in range(workers):
        options = ["--nthreads", "1", "--no-nanny", "--memory-limit", "0", "--local-directory"]
        commands.append(["dask_worker", f"127.0.0.1:{port}", *options, str(folder / str(name)), *here])
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with contextlib.ExitStack() as stack:
        for module, *options in commands:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *options],
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            stack.callback(process.wait)
            stack.callback(process.terminate)
        yield f"dask://127.0.0.1:{port}"


def read(files: list[Path], run_all: Runner, workers: int) -> float:
    """Read files as a build does; gives the seconds."""
    with tempfile.TemporaryDirectory() as name:
        pieces = Path(name) / "pieces"
        for folder in (pieces, Path(name) / snapshots.TEXTS, Path(name) / snapshots.RECORDS):
            folder.mkdir()
        setting = Setting(DEFAULT_BASE, (), name, str(pieces), None, cache.fingerprint(DEFAULT_BASE, ()))
        started = time.perf_counter()
        outcomes = read_files(files, setting, workers, lambda done: None, run_all)
        seconds = time.perf_counter() - started
        if any(outcome.problem for outcome in outcomes):
            raise SystemExit("a document could not be read")
        return seconds


def tasks_alone(connection: cluster.Cluster, files: list[Path], at_once: int) -> float:
    """Send every file through a task that does nothing, a few at once; gives the seconds."""
    started = time.perf_counter()
    flying = []
    for file in files:
        flying.append(connection.client.submit(len, file.read_bytes(), pure=False))
        if len(flying) == at_once:
            flying.pop(0).result()
    for future in flying:
        future.result()
    return time.perf_counter() - started


def main() -> None:
    """Measure in turns and print one table."""
    parser = argparse.ArgumentParser(description="Compare a Dask cluster with local reading processes.")
    parser.add_argument("documents", nargs="?", type=Path, default=WILD)
    parser.add_argument("--copies", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, dask_cluster(options.workers, Path(name)) as executor:
        size = copy_differently(options.documents, Path(name) / "texts", options.copies)
        files = sorted((Path(name) / "texts").iterdir())
        warming = [Path(shutil.copy(file, Path(name) / f"warm-{file.name}")) for file in files[:4]]
        with cluster.connected(executor) as connection:
            connection.client.wait_for_workers(options.workers, timeout=60)
            read(warming, connection.run_jobs, options.workers)
            local, remote, alone = [], [], []
            for _ in range(options.rounds):
                local.append(read(files, run_jobs, options.workers))
                remote.append(read(files, connection.run_jobs, options.workers))
                alone.append(tasks_alone(connection, files, options.workers * cluster.A_THREAD))
    print(f"{len(files)} documents, {size / 1e6:.1f} MB, {options.workers} workers, {os.cpu_count()} cores")
    print(f"{'median of ' + str(options.rounds):34} {'seconds':>8} {'ms a document':>14} {'of local':>9}")
    base = statistics.median(local)
    for shown, times in (
        ("local processes", local),
        ("Dask", remote),
        ("Dask, tasks that do nothing", alone),
    ):
        middle = statistics.median(times)
        print(f"{shown:34} {middle:8.2f} {1000 * middle / len(files):14.1f} {middle / base:9.2f}")


if __name__ == "__main__":
    main()
