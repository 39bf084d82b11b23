"""What a process and all that it started hold, by what /proc says (Linux)."""

from __future__ import annotations

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

_PSS = re.compile(r"^Pss:\s+(\d+) kB", re.MULTILINE)
_THREADS = re.compile(r"^Threads:\s+(\d+)", re.MULTILINE)
_GONE = (FileNotFoundError, ProcessLookupError, PermissionError)


class Held(NamedTuple):
    """What a process and its descendants hold: `memory` in bytes, shared pages by their share (PSS).

    `own` is the memory of the first process alone, `files` what it has open.
    """

    processes: int
    threads: int
    files: int
    memory: int
    own: int

    def __str__(self) -> str:
        return (
            f"{self.processes} processes, {self.threads} threads, {self.files} files, "
            f"{self.memory / 2**20:.0f} MiB ({self.own / 2**20:.0f} of it in the first process)"
        )


def fields_of(process: int) -> list[str]:
    """Give the fields of /proc/N/stat from the third, the state, on."""
    return Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()


def family(process: int) -> list[int]:
    """List a process and its descendants; those that have ended and were not buried count too."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                children[int(fields_of(int(entry.name))[1])].append(int(entry.name))
            except _GONE:
                continue
    return list(_with_descendants(process, children))


def _with_descendants(process: int, children: dict[int, list[int]]) -> Iterator[int]:
    yield process
    for child in children[process]:
        yield from _with_descendants(child, children)


def held(process: int) -> Held:
    """Measure a process and its descendants."""
    members = family(process)
    return Held(
        processes=len(members),
        threads=sum(_number(member, "status", _THREADS) for member in members),
        files=_files(process),
        memory=sum(_number(member, "smaps_rollup", _PSS) << 10 for member in members),
        own=_number(process, "smaps_rollup", _PSS) << 10,
    )


def _number(process: int, name: str, wanted: re.Pattern[str]) -> int:
    try:
        found = wanted.search(Path(f"/proc/{process}/{name}").read_text(encoding="utf-8"))
    except _GONE:
        return 0
    return int(found[1]) if found else 0


def _files(process: int) -> int:
    try:
        return sum(1 for _ in Path(f"/proc/{process}/fd").iterdir())
    except _GONE:
        return 0


def processor_seconds(*processes: int) -> float:
    """Give the processor time that processes have taken until now."""
    ticks = 0
    for process in processes:
        try:
            fields = fields_of(process)
        except _GONE:
            continue
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
