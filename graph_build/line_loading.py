"""Bulk-load N-Triples and N-Quads in parts, several at a time, with memory that does not grow with the file.

A statement of these formats stands on one line, so a file can be cut at any line end, and the parts can be
parsed, sorted and written by several processors. Only blank nodes reach from one line to another: their
labels mean something in one load alone. Lines that may hold one are left out of the parts, put into a file
of their own, and loaded at the end in one piece.
"""

from __future__ import annotations

import os
import re
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

import pyoxigraph as ox

from graph_build.store import LOADED_AT_ONCE

FORMATS: Final = (ox.RdfFormat.N_QUADS, ox.RdfFormat.N_TRIPLES)

MOST_AT_A_TIME: Final = 4
"""Parts that are loaded at the same time; each takes about five times its size in memory."""

_BLANK: Final = b"_:"
_LINE: Final = re.compile(r"\bline (\d+)")


def pass_mark(data: IO[bytes]) -> bool:
    """Pass over the byte order mark that editors put ahead of UTF-8, and say whether there is one.

    The engine takes it for a part of the first name, but in XML and JSON.
    """
    if data.read(len(BOM_UTF8)) == BOM_UTF8:
        return True
    data.seek(0)
    return False


def load_lines(
    store: ox.Store,
    data: IO[bytes],
    rdf_format: ox.RdfFormat,
    graph: ox.NamedNode | ox.DefaultGraph | None,
    scratch: Path,
) -> None:
    """Load N-Quads, or N-Triples into `graph`.

    Lines with blank nodes are kept in a file in the folder `scratch` meanwhile. Raises SyntaxError with the
    place of the first line that is at fault, ValueError, and the errors of reading. What was loaded before
    an error stays.
    """
    running: deque[tuple[int, Future[None]]] = deque()
    workers = min(MOST_AT_A_TIME, os.cpu_count() or 1)
    with (
        TemporaryFile(dir=scratch) as kept,
        ThreadPoolExecutor(workers, thread_name_prefix="load") as pool,
    ):
        try:
            before = written = 0
            for part in _parts(data):
                count = part.count(b"\n")
                if _BLANK in part:
                    kept.write(b"\n" * (before - written))
                    part = _without_blank_nodes(part, kept)  # noqa: PLW2901 - the whole part is not needed again
                    written = before + count
                if len(running) > workers:
                    _finish(*running.popleft())
                running.append((before, pool.submit(store.bulk_load, part, rdf_format, to_graph=graph)))
                before += count
            while running:
                _finish(*running.popleft())
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
        if kept.tell():
            kept.seek(0)
            store.bulk_load(kept, rdf_format, to_graph=graph)


def _parts(data: IO[bytes]) -> Iterator[bytes]:
    while part := data.read(LOADED_AT_ONCE):
        yield part + data.readline()


def _without_blank_nodes(part: bytes, kept: IO[bytes]) -> bytes:
    """Move lines that may hold blank nodes over; an empty line stands for each on the other side.

    So the number of a line in an error is right on both sides.
    """
    lines = part.split(b"\n")
    kept.write(b"\n".join(line if _BLANK in line else b"" for line in lines))
    return b"\n".join(b"" if _BLANK in line else line for line in lines)


def _finish(before: int, loaded: Future[None]) -> None:
    try:
        loaded.result()
    except SyntaxError as error:
        message = _LINE.sub(lambda found: f"line {int(found[1]) + before}", error.msg)
        raise SyntaxError(message) from error
