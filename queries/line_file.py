"""Files of JSON objects, one a line, that several people add to and nobody takes anything out of."""

from __future__ import annotations

import fcntl
import io
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any


def whole_lines(data: bytes) -> bytes:
    """Give the lines that were written whole, each with its end.

    A last line without its end is what a crash left of one that nobody was told is kept; it counts only where
    it is JSON, as an editor may leave it.
    """
    end = data.rfind(b"\n") + 1
    try:
        json.loads(data[end:])
    except (ValueError, RecursionError):
        return data[:end]
    return data + b"\n"


class LineFile:
    """A file that is held for adding to; `text` is what its whole lines were when it was taken hold of."""

    def __init__(self, held: io.BufferedRandom) -> None:
        self._held = held
        held.seek(0)
        data = held.read()
        self.text = whole_lines(data)
        self._end = min(len(self.text), len(data))
        self._owed = b"\n" if len(self.text) > len(data) else b""

    def add(self, objects: Iterable[Mapping[str, Any]]) -> int:
        """Write objects, on disk when this returns; gives their number."""
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in objects)
        if lines:
            data = self._owed + lines.encode("utf-8", "surrogatepass")
            self._owed = b""
            self._held.truncate(self._end)
            self._held.seek(self._end)
            self._end += self._held.write(data)
            self._held.flush()
            os.fsync(self._held.fileno())
        return lines.count("\n")


@contextmanager
def adding(path: Path, *, create: bool = True) -> Iterator[LineFile]:
    """Hold a file for adding to while nobody else does; a line that a crash left half-written is cut off.

    Raises OSError, FileNotFoundError where it is missing and not to be made.
    """
    while True:
        with path.open("a+b" if create else "r+b") as held:
            fcntl.flock(held, fcntl.LOCK_EX)
            if not _is_at(path, held):
                continue  # it was removed while this waited
            yield LineFile(held)
            return


def _is_at(path: Path, held: io.BufferedRandom) -> bool:
    try:
        return os.path.samestat(path.stat(), os.fstat(held.fileno()))
    except FileNotFoundError:
        return False
