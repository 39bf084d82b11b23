"""Measure how much text a second `nhiemvu build` turns into a graph, and the memory that this takes.

    .venv/bin/python benchmarks/throughput.py [FOLDER] [--copies 1 4 16] [--workers 2]

FOLDER holds documents in plain text or markdown (default: ../shared/corpus/wild). Every copy of the folder is
made of other documents: their numbers, and so their IRIs and hashes, differ, so nothing is read once for
many or found in a cache. Everything counts: starting Python, imports, reading, emission, inference,
validation, the store on disk. The peers do a part of the same work on the same bytes in the same run; CPU
seconds a megabyte are less noisy than megabytes a second. Memory is that of all processes together.
Linux only: it reads /proc.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from build_seeds import EXPORT, LOAD_IN_OXIGRAPH, LOAD_IN_RDFLIB, ROOT, SAMPLING, memory_of_session, python

WILD = ROOT.parent / "shared" / "corpus" / "wild"
NUMBER = re.compile(r"(?<![\d/.,])\d{1,4}(?=/(?:\d{4}/)?[A-ZĐ]{2})")

WORDS = """
import pathlib, re, sys
words = re.compile(r"\\w+")
for path in pathlib.Path(sys.argv[1]).iterdir():
    words.findall(path.read_text(encoding="utf-8"))
"""
FOLDED_WORDS = """
import pathlib, re, sys, unicodedata
words = re.compile(r"\\w+")
for path in pathlib.Path(sys.argv[1]).iterdir():
    text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
    " ".join(unicodedata.normalize("NFD", word).casefold() for word in words.findall(text))
"""


class Measured(NamedTuple):
    """What one command took: seconds of wall time and of all its processes' CPU, bytes of memory at most."""

    seconds: float
    cpu: float
    memory: int


def measure(command: list[str]) -> Measured:
    """Run a command to its end; stop with what it said where it fails."""
    with tempfile.TemporaryFile() as said:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=said, stderr=said, start_new_session=True, cwd=ROOT)
        most = 0
        while True:
            most = max(most, memory_of_session(process.pid))
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            time.sleep(max(SAMPLING, (time.perf_counter() - started) / 50))  # looking costs time itself
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise SystemExit(f"{command} failed:\n{said.read().decode(errors='replace')}")
        return Measured(time.perf_counter() - started, usage.ru_utime + usage.ru_stime, most)


def renumber(text: str, copy: int) -> str:
    """Give every document number in a text another serial."""
    return NUMBER.sub(lambda match: str(int(match[0]) + 10_000 * copy), text)


def copy_differently(documents: Path, folder: Path, copies: int) -> int:
    """Write every document `copies` times under other numbers; gives the bytes written."""
    total = 0
    folder.mkdir()
    for path in sorted(documents.iterdir()):
        if path.suffix not in {".md", ".txt"}:
            continue
        text = path.read_text(encoding="utf-8")
        for copy in range(copies):
            other = renumber(text, copy)
            data = f"{other}\n\nBản {copy}.\n".encode()
            (folder / f"{path.stem}-{copy}{path.suffix}").write_bytes(data)
            total += len(data)
    return total


def build_command(documents: Path, out: Path, workers: int) -> list[str]:
    """Give the command of a build with a number of reading processes."""
    code = "import pathlib, sys; from graph_build.pipeline import build\n"
    code += "build([pathlib.Path(sys.argv[1])], pathlib.Path(sys.argv[2]), workers=int(sys.argv[3]))"
    return python(code, str(documents), str(out), str(workers))


def peers(documents: Path, graph: Path, folder: Path) -> list[tuple[str, list[str]]]:
    """Name programs that do a part of the work: over the same texts, and over the finished graph."""
    quads = str(folder / "graph.nq")
    current = (graph / "CURRENT").read_text(encoding="utf-8").strip()
    subprocess.run(python(EXPORT, str(graph / "snapshots" / current / "store"), quads), check=True)
    return [
        ("python: read, re.findall of words", python(WORDS, str(documents))),
        ("python: read, NFC, fold every word", python(FOLDED_WORDS, str(documents))),
        ("pyoxigraph: load and optimize the graph", python(LOAD_IN_OXIGRAPH, quads, str(folder / "loaded"))),
        ("rdflib: load the graph", python(LOAD_IN_RDFLIB, quads)),
    ]


def show(name: str, size: int, measured: Measured, build: Measured) -> None:
    """Print one row of the table."""
    speed, cpu = size / 1e6 / measured.seconds, measured.cpu / (size / 1e6)
    print(
        f"{name:42} {size / 1e6:7.1f} {measured.seconds:7.1f} {speed:7.2f} {cpu:9.2f} "
        f"{measured.memory / 2**20:9.0f} {measured.cpu / build.cpu:9.2f}",
        flush=True,
    )


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description="Measure the throughput and memory of builds.")
    parser.add_argument("documents", nargs="?", type=Path, default=WILD)
    parser.add_argument("--copies", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    if not options.documents.is_dir():
        raise SystemExit(f"no folder of documents at {options.documents}")
    print(f"{options.workers} workers, {os.cpu_count()} cores, Python {sys.version.split()[0]}")
    print(f"{'':42} {'MB':>7} {'wall s':>7} {'MB/s':>7} {'CPU s/MB':>9} {'peak MiB':>9} {'of build':>9}")
    for copies in options.copies:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            texts = folder / "texts"
            size = copy_differently(options.documents, texts, copies)
            build = measure(build_command(texts, folder / "graph", options.workers))
            show(f"nhiemvu build, {copies} copies", size, build, build)
            if copies == options.copies[0]:
                for title, command in peers(texts, folder / "graph", folder):
                    show(title, size, measure(command), build)


if __name__ == "__main__":
    main()
