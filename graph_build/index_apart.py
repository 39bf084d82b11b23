"""Write search index and tables of a large graph in processes of their own, beside other work.

The processes read a copy of the store whose files are links to those of the store (a checkpoint of RocksDB),
so that the engine may order the store's own files meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph_build import corpus_lines, corpus_table, load_table, search_index, task_table
from graph_build.store import Database
from ontology.vocab import vocabulary

LARGE: Final = 200_000
"""Triples from which a file is written apart; below, the process takes longer to start than it saves."""

_COPY: Final = "store-to-index"


@contextmanager
def index_apart(store: ox.Store, folder: Path, base: str, lines: Sequence[Path]) -> Iterator[None]:
    """Write index and tables of a store on disk into `folder` while the block runs; at its end all are there.

    `folder` takes the copy while it is needed; `lines` are the files that the store was loaded from, where
    all are N-Quads or N-Triples. Raises OSError where a file cannot be written.
    """
    copy = folder / _COPY
    try:
        store.backup(copy)
        with ExitStack() as running:
            processes = [
                running.enter_context(_writing(copy, folder / name, base, lines))
                for name in (search_index.FILE, task_table.FILE)
            ]
            try:
                yield
                ends = [process.communicate()[1] for process in processes]
            finally:
                for process in processes:
                    process.kill()
        for process, said in zip(processes, ends, strict=True):
            if process.returncode:
                raise _failure(said)
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _writing(copy: Path, path: Path, base: str, lines: Sequence[Path]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
        [
            *(sys.executable, "-c", f"from {__name__} import main; main()"),
            *(str(copy), str(path), base, *(str(file.absolute()) for file in lines)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def _failure(said: bytes) -> OSError:
    last = said.decode("utf-8", "replace").strip().rpartition("\n")[2]
    try:
        number, words = json.loads(last)
    except ValueError:
        return OSError(None, f"the search index cannot be written: {last or 'its process was ended'}")
    return OSError(number, words)


def main() -> None:
    """Write what comes of a store: the arguments are its copy, the file, the base, and files of its lines.

    The tables of load and of the corpus are written beside that of tasks, from the same lines.
    """
    copy, name, base, *files = sys.argv[1:]
    path, lines = Path(name), list(map(Path, files))
    try:
        database = Database.open_read_only(Path(copy))
        if path.name == task_table.FILE:
            facts = task_table.write_from(lines, database, path, vocabulary(base))
            load_table.write_table(database, path.with_name(load_table.FILE), base, facts)
            counted = None if facts is None else corpus_lines.count(facts, vocabulary(base))
            del facts  # of a large graph more than a gigabyte
            corpus_table.write_table(database, path.with_name(corpus_table.FILE), base, counted)
        else:
            search_index.write_from(lines, database, path, vocabulary(base))
        database.close()
    except OSError as error:
        raise SystemExit(json.dumps([error.errno, error.strerror or str(error)])) from error
