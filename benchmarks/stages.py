"""Say which stage of a build takes the time: CPU seconds a megabyte of text, wall seconds, peak memory.

    .venv/bin/python benchmarks/stages.py [FOLDER] [--copies 4] [--workers 2]

The same copies as in `throughput.py`. The stages are the functions that `build` calls, each timed from
outside; reading counts the reading processes when they have ended. CPU seconds are those of this process and
its ended children; what runs at the same time is counted in each. Memory is the most that this process has
had by the end of the stage (it never goes down), beside the most that any one child had.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from build_seeds import ROOT
from throughput import WILD, copy_differently

sys.path.insert(0, str(ROOT))

from graph_build import pipeline, search_index, snapshots


def cpu() -> float:
    """Give the CPU seconds of this process and its ended children."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in each)


class Stages:
    """Times named functions; prints a row for each call."""

    def __init__(self, size: int) -> None:
        self.size = size

    def time(self, owner: Any, name: str, shown: str) -> None:
        """Replace a function of a module or class by itself with a clock."""
        function: Callable[..., Any] = getattr(owner, name)

        def timed(*args: Any, **keywords: Any) -> Any:
            before, wall = cpu(), time.perf_counter()
            given = function(*args, **keywords)
            self.row(shown, cpu() - before, time.perf_counter() - wall)
            return given

        setattr(owner, name, timed)

    def row(self, shown: str, seconds: float, wall: float) -> None:
        """Print a row of the table."""
        own, child = (
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(
            f"{shown:28} {seconds:8.2f} {seconds / (self.size / 1e6):9.3f} "
            f"{wall:8.2f} {own:9.0f} {child:9.0f}",
            flush=True,
        )


def main() -> None:
    """Build once and print the stages."""
    parser = argparse.ArgumentParser(description="Time the stages of a build.")
    parser.add_argument("documents", nargs="?", type=Path, default=WILD)
    parser.add_argument("--copies", type=int, default=4)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        size = copy_differently(options.documents, folder / "texts", options.copies)
        stages = Stages(size)
        run = pipeline._Run
        for stage in (
            "read",
            "tell_apart",
            "write",
            "write_shared",
            "write_findings",
            "infer",
            "describe",
            "finish",
        ):
            stages.time(run, stage, stage.replace("_", " "))
        for owner, function, shown in (
            (search_index, "write_index", "search index"),
            (pipeline, "validate_file", "validate"),
            (pipeline, "_load", "load"),
        ):
            stages.time(owner, function, f"  with others: {shown}")
        stages.time(snapshots, "publish", "publish")
        before, wall = cpu(), time.perf_counter()
        print(
            f"{options.copies} copies, {size / 1e6:.1f} MB, {options.workers} workers, {os.cpu_count()} cores"
        )
        print(f"{'':28} {'CPU s':>8} {'CPU s/MB':>9} {'wall s':>8} {'peak MiB':>9} {'child MiB':>9}")
        report = pipeline.build([folder / "texts"], folder / "graph", workers=options.workers)
        stages.row("all", cpu() - before, time.perf_counter() - wall)
        print(f"{len(report.rows)} documents, {report.triples} quads")


if __name__ == "__main__":
    main()
