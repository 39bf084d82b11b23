"""Write the search index and the tables of a snapshot that was published without them.

A change of a large graph takes less time than reading these from it, so it is published first. Each file
comes to its place whole, by one rename; until then readers make what they need in memory. `manifest` does not
list these files: a snapshot is whole without them. The table of tasks comes last, as it takes most memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Final

from graph_build import citation_table, corpus_table, load_table, search_index, task_table
from graph_build.snapshots import STORE
from graph_build.store import Database
from ontology.vocab import vocabulary

_UNFINISHED: Final = ".new"


def write_late_tables(snapshot: Path) -> None:
    """Write the files that the folder of a snapshot lacks; one writer at a time.

    Raises OSError and RuntimeError where the database cannot be read or a file not be written.
    """
    database = Database.open_read_only(snapshot / STORE)
    base = search_index.told_base(database)
    writers: dict[str, Callable[[Path], object]] = {
        search_index.FILE: lambda path: search_index.write_index(database, path, vocabulary(base)),
        load_table.FILE: lambda path: load_table.write_table(database, path, base),
        citation_table.FILE: lambda path: citation_table.write_table(database, path, base),
        corpus_table.FILE: lambda path: corpus_table.write_table(database, path, base),
        task_table.FILE: lambda path: task_table.write_own_table(database, path, vocabulary(base)),
    }
    for name, write in writers.items():
        if not (snapshot / name).exists():
            _write_whole(snapshot / name, write)
    database.close()


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Let a file be written beside its place and bring it there; a writer may find that there is none."""
    unfinished = path.with_name(f"{path.name}{_UNFINISHED}")
    unfinished.unlink(missing_ok=True)
    try:
        write(unfinished)
        if unfinished.exists():
            with unfinished.open("r+b") as file:
                os.fsync(file.fileno())
            unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
