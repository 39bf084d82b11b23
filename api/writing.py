"""Changes to the graph that is served: who may make them, and how one follows another.

Every change is made in a checkpoint of the live snapshot, by a process that can be killed, and then
published as the next snapshot, as a build publishes one. So a change is there whole or not at all, is on
the disk before it is acknowledged, and disturbs no reader. Changes follow one another; while a build writes
into the same directory they are refused.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from fastapi import Request
from starlette.datastructures import Headers

from api.exchange import Change, LateTables
from api.live import Graph, Live
from api.pooled_store import PooledStore
from api.query_errors import ServerBusy
from api.refusals import WritingOff
from api.settings import Settings
from api.workers import WorkerPool
from api.write_token import WriteToken
from graph_build import snapshots
from graph_build.changes import Operation
from graph_build.errors import NhiemvuError
from graph_build.store import Store
from graph_build.store_errors import SearchIndexMissing

_log = logging.getLogger("nhiemvu.writing")

Condition = Callable[[Graph], Awaitable[None]]
"""What raises an error where the graph that a change would be made to is not in the state that it is for."""

TRIED_AGAIN_AFTER: Final = 60.0
"""Seconds after which tables that could not be written are begun again by a search."""


class Writer:
    """Make changes to the graph that `live` serves, one after another.

    Without a `token` nobody may: the server is read-only.
    """

    def __init__(self, live: Live, pool: WorkerPool, settings: Settings, token: WriteToken | None) -> None:
        self._live = live
        self._pool = pool
        self._timeout = settings.write_timeout
        self._queue_limit = settings.query_queue
        self._token = token
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._tasks: set[asyncio.Task[list[bool]]] = set()
        self._adding: asyncio.Task[None] | None = None
        self._adding_to = ""
        self._lacking: tuple[str, float] | None = None  # the snapshot whose tables failed, and when

    def admit(self, headers: Headers) -> None:
        """Raise WritingOff where the server is read-only, TokenRequired and TokenRefused for a stranger."""
        if self._token is None:
            raise WritingOff
        self._token.check(headers.get("authorization", ""))

    @property
    def takes_changes(self) -> bool:
        """Tell whether the server is writable."""
        return self._token is not None

    def admit_token(self, shown: str) -> None:
        """Do what `admit` does for a token that a form shows."""
        if self._token is None:
            raise WritingOff
        self._token.check(f"Bearer {shown}")

    async def apply(self, operations: Sequence[Operation], condition: Condition | None = None) -> list[bool]:
        """Make changes, all or none, and publish them; when this returns they are served and on the disk.

        The condition is judged when all changes before this one are made; nothing is changed where it raises.
        Gives what `Checkpoint.apply` gives for each. A change that has begun is not stopped by its client's
        going away. Raises what `WorkerPool.change` raises, BuildLocked, WritingFailed, OutputUnusable, and
        ServerBusy where too many wait.
        """
        if self._waiting >= self._queue_limit:
            raise ServerBusy(1)
        task = asyncio.ensure_future(self._in_turn(operations, condition))
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return await asyncio.shield(task)

    def _done(self, task: asyncio.Task[list[bool]]) -> None:
        self._tasks.discard(task)
        if not task.cancelled():
            task.exception()  # told to the client; one that has gone need not be told

    async def _in_turn(self, operations: Sequence[Operation], condition: Condition | None) -> list[bool]:
        self._waiting += 1
        try:
            async with self._turn:
                return await self._apply(operations, condition)
        finally:
            self._waiting -= 1

    async def _apply(self, operations: Sequence[Operation], condition: Condition | None) -> list[bool]:
        directory = self._live.directory
        with snapshots.writing(directory), snapshots.locked(directory):
            before = snapshots.live(directory)
            if condition is not None:
                served = self._live.graph
                if served is None or served.snapshot_id != before.name:
                    served = await self._live.open()
                await condition(served)
            with snapshots.new_snapshot(directory) as folder:
                await asyncio.to_thread(snapshots.share, before, folder)
                change = Change(before / snapshots.STORE, folder / snapshots.STORE, operations)
                outcome = await self._pool.change(change, self._timeout)
                content = hashlib.sha256(f"{before.name}\0{operations!r}".encode("utf-8", "surrogatepass"))
                name = snapshots.next_name(directory, content.hexdigest())
                await asyncio.to_thread(
                    partial(snapshots.publish, directory, folder, name, changes_on=before)
                )
        _log.info("Published snapshot %s with %d changes.", name, len(operations))
        await self._live.take_up()
        self._add_tables(directory / snapshots.SNAPSHOTS / name)
        return outcome

    def see_to_tables(self, store: Store) -> None:
        """See that the search index and the tables of the snapshot that is served are being written.

        To be called in a thread. Raises SearchIndexMissing where writing them failed
        less than TRIED_AGAIN_AFTER ago.
        """
        if not isinstance(store, PooledStore):
            raise SearchIndexMissing("it has no search index")
        lacking, failed = self._lacking or ("", 0.0)
        if lacking == store.snapshot_id and time.monotonic() - failed < TRIED_AGAIN_AFTER:
            raise SearchIndexMissing("it has no search index, and making one failed")
        store.call_soon(lambda: self._see_to_tables(store))

    def _see_to_tables(self, store: PooledStore) -> None:
        graph = self._live.graph
        if graph is not None and graph.store is store:  # nobody will search one that was replaced meanwhile
            self._add_tables(store.snapshot)

    def _add_tables(self, snapshot: Path) -> None:
        """Begin to write what makes readers of the new snapshot fast; the same for an older one ends."""
        if self._adding is not None:
            if self._adding_to == snapshot.name and not self._adding.done():
                return
            self._adding.cancel()
        self._adding_to = snapshot.name
        self._adding = asyncio.ensure_future(self._write_tables(snapshot))

    async def _write_tables(self, snapshot: Path) -> None:
        try:
            await self._pool.change(LateTables(snapshot / snapshots.STORE), self._timeout)
        except NhiemvuError as error:
            self._lacking = snapshot.name, time.monotonic()
            _log.warning("Snapshot %s stays without search index or load table: %s", snapshot.name, error)

    async def close(self) -> None:
        """Wait until the changes under way are published; let the tables be."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._adding is not None:
            self._adding.cancel()
            await asyncio.gather(self._adding, return_exceptions=True)


def admitted(request: Request) -> None:
    """Let a request that shows the write token pass; raises WritingOff, TokenRequired and TokenRefused."""
    writer: Writer = request.app.state.writer
    writer.admit(request.headers)
