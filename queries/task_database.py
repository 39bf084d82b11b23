"""Open a table that lies beside the store of a snapshot, such as that of tasks (`graph_build.task_table`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path

from graph_build.store import Store
from graph_build.task_table import FILE, LAYOUT


class NoTable(Exception):
    """Say that a store has no table that can be read, so that the engine must be asked."""


@contextmanager
def open_table(
    store: Store, file: str = FILE, layout: str = LAYOUT
) -> Iterator[tuple[sqlite3.Connection, Mapping[str, str]]]:
    """Open a table of a store for reading, with what it tells about itself; raises NoTable.

    `file` is the name of its file, `layout` the version that is read.
    """
    snapshot = getattr(store, "snapshot", None)
    if not isinstance(snapshot, Path):
        raise NoTable
    address = f"{(snapshot / file).absolute().as_uri()}?immutable=1&mode=ro"
    try:
        with closing(sqlite3.connect(address, uri=True)) as table:
            about = dict(table.execute("SELECT key, value FROM about"))
            if about.get("layout") != layout:
                raise NoTable
            yield table, about
    except sqlite3.Error as error:
        raise NoTable from error
