"""The graph that is served now, and its replacement when a build has published another.

The server looks at the file CURRENT of the build's output directory at an interval, and at once on SIGHUP.
A new snapshot is opened and asked once before it takes the place of the old one; where that fails the old
one stays. Queries under way end on the snapshot that they began on, which is held on the disk for them.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from api.exchange import Query
from api.pooled_store import PooledStore
from api.settings import Settings
from api.workers import WorkerPool
from graph_build import snapshots
from graph_build.errors import NhiemvuError
from graph_build.store import Store, open_snapshot
from graph_build.store_errors import SnapshotBroken
from queries.catalogue import Question, library
from queries.names import Names

_WARM_UP = 60.0  # seconds for the first worker of a snapshot, on however busy a machine
_log = logging.getLogger("nhiemvu.live")


@dataclass(eq=False)
class Graph:
    """What a request needs of the snapshot that is live when it comes.

    `directory` is the output directory of the build, `database` the store's folder in the snapshot.
    """

    store: Store
    snapshot_id: str
    directory: Path
    database: Path
    catalogue: Mapping[str, Question]

    @cached_property
    def names(self) -> Names:
        """The names of units and documents; must first be asked for in a thread, for it asks the store."""
        return Names(self.store)


def check(directory: Path) -> snapshots.Hold:
    """Open the live snapshot, ask it one query and close it; give a hold on it.

    Raises what `open_snapshot` raises, and SnapshotBroken where it does not answer.
    """
    while True:
        hold = snapshots.Hold(directory)
        with open_snapshot(directory) as store:
            if not store.query("ASK {}").boolean:
                raise SnapshotBroken(directory, "it does not answer")
            if store.snapshot == hold.folder:
                return hold


class Live:
    """Keep the graph of one output directory; `graph` is the one to use for a new request.

    `changed` is called with each snapshot that is taken up.
    """

    def __init__(
        self, directory: Path, settings: Settings, pool: WorkerPool, changed: Callable[[Graph], None]
    ) -> None:
        self.directory = directory
        self._changed = changed
        self._turn = asyncio.Lock()
        self._settings = settings
        self._pool = pool
        self._look = asyncio.Event()
        self._seen: tuple[int, ...] | None = None
        self._failed = ""
        self.graph: Graph | None = None

    async def open(self) -> Graph:
        """Open the live snapshot, let the pool work on it, and wait for its first answer.

        Raises what `check` and `WorkerPool.run` raise.
        """
        async with self._turn:
            before = self.graph
            graph = await self._open()
            if before is None or graph.snapshot_id != before.snapshot_id or self._settings.store:
                _log.info("Serving snapshot %s.", graph.snapshot_id)
                self._changed(graph)
            return graph

    async def _open(self) -> Graph:
        self._seen = self._stamp()
        hold = await asyncio.to_thread(check, self.directory)
        snapshot = hold.folder
        database = snapshot / snapshots.STORE
        loop = asyncio.get_running_loop()
        store = PooledStore(self.directory, snapshot, self._pool, self._settings.query_timeout, loop, hold)
        warm = await self._pool.run(Query("ASK {}", "text/csv", database), _WARM_UP)
        warm.close()
        self._pool.use(database)
        self.graph = Graph(store, snapshot.name, self.directory, database, library())
        return self.graph

    def look_now(self) -> None:
        """Look for a new snapshot without waiting for the interval to end."""
        self._seen = None
        self._look.set()

    async def watch(self) -> None:
        """Look for new snapshots for ever, and take each one up."""
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._look.wait(), self._settings.watch_interval)
            self._look.clear()
            if self._stamp() != self._seen:
                await self.take_up()

    async def take_up(self) -> None:
        """Serve the live snapshot from now on; one that cannot be served is logged, and the old one stays."""
        try:
            await self.open()
        except (NhiemvuError, OSError) as error:
            self._seen = None  # it may be half-copied: look again at the next interval
            if str(error) != self._failed:
                _log.error("The new snapshot cannot be served, the old one stays: %s", error)
            self._failed = str(error)
            return
        self._failed = ""

    def _stamp(self) -> tuple[int, ...] | None:
        """Give what changes when a build replaces CURRENT."""
        try:
            found = (self.directory / snapshots.CURRENT).stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_ino, found.st_size)
