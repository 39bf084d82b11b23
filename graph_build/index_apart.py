"""Write the search index of a large graph in a process of its own, beside what else a snapshot needs.

The process reads a copy of the store whose files are links to those of the store (a checkpoint of RocksDB),
so that the engine may order the store's own files meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph_build.search_index import write_index
from graph_build.store import Database
from ontology.vocab import vocabulary

LARGE: Final = 200_000
"""Triples from which an index is written apart; below, the process takes longer to start than it saves."""

_COPY: Final = "store-to-index"


@contextmanager
def index_apart(store: ox.Store, folder: Path, path: Path, base: str) -> Iterator[None]:
    """Write the index of a store on disk into `path` while the block runs; it is there when the block ends.

    `folder` takes the copy while it is needed. Raises OSError where the index cannot be written.
    """
    copy = folder / _COPY
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        store.backup(copy)
        with subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-c", f"from {__name__} import main; main()", str(copy), str(path), base],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        ) as process:
            try:
                yield
                _, said = process.communicate()
            finally:
                process.kill()
        if process.returncode:
            raise _failure(said)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _failure(said: bytes) -> OSError:
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    try:
        number, words = json.loads(last)
    except ValueError:
        return OSError(None, f"the search index cannot be written: {last or 'its process was ended'}")
    return OSError(number, words)


def main() -> None:
    """Write the index of the store that is named first into the file named second, for a base."""
    copy, path, base = sys.argv[1:]
    try:
        database = Database.open_read_only(Path(copy))
        write_index(database, Path(path), vocabulary(base))
        database.close()
    except OSError as error:
        raise SystemExit(json.dumps([error.errno, error.strerror or str(error)])) from error
