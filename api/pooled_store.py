"""A store whose queries run in the pool of workers, for the pages and the JSON API.

They run in threads and wait there; the time, memory and size limits are those of the SPARQL endpoint, so no
page can keep the server busy for longer than a query could.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, Final, TypeVar, Unpack

from api.exchange import Query
from api.outline import form_of
from api.query_errors import ResultTooLarge
from api.query_worker import encode_term
from api.workers import WorkerPool
from graph_build import snapshots
from graph_build.results import QueryResult, read_answer
from graph_build.store import Asked

T = TypeVar("T")

_ROWS: Final = "text/tab-separated-values"
"""How rows come: in half the bytes and half the time to read of JSON."""
_BOOLEAN: Final = "application/sparql-results+json"
_TRIPLES: Final = "application/n-triples"
_LARGEST: Final = 64 << 20
"""Bytes of an answer that the server itself reads; the SPARQL endpoint hands larger ones on unread."""


class PooledStore:
    """One published snapshot, asked through the pool; implements `graph_build.store.Store`.

    `directory` is the output directory of the build; `snapshot` the folder of the snapshot in it;
    `side_by_side` the number of queries that one page may have answered at a time.
    """

    def __init__(
        self,
        directory: Path,
        snapshot: Path,
        pool: WorkerPool,
        timeout: float,
        loop: asyncio.AbstractEventLoop,
        hold: snapshots.Hold | None = None,
    ) -> None:
        self.directory = directory
        self.snapshot = snapshot
        self.side_by_side = min(pool.size, os.cpu_count() or 1)
        self._pool = pool
        self._timeout = timeout
        self._loop = loop
        self._hold = hold  # the snapshot stays while a request has this store

    @property
    def snapshot_id(self) -> str:
        """Name the snapshot that is asked; a later build has another name."""
        return self.snapshot.name

    def query(self, sparql: str, **asked: Unpack[Asked]) -> QueryResult:
        """Answer a SPARQL 1.1 query; dataset, bindings and errors are as in `Database.query`.

        Raises also what `WorkerPool.run` raises, and ResultTooLarge for an answer of more than 64 MB. Must
        not be called in the thread of the event loop, which would wait for itself: RuntimeError. Only the
        union of all graphs can be the default graph.
        """
        if not asked.get("use_default_graph_as_union", True):
            raise ValueError("a pooled store always takes the union of all graphs as default graph")
        default_graph, named_graphs = asked.get("default_graph"), asked.get("named_graphs")
        media_type = _media_type(sparql)
        query = Query(
            sparql,
            media_type,
            self.snapshot / snapshots.STORE,
            None if default_graph is None else list(default_graph),
            None if named_graphs is None else list(named_graphs),
            {name: encode_term(term) for name, term in (asked.get("bindings") or {}).items()},
        )
        return read_answer(self._wait(self._run(query)), media_type)

    def query_all(self, queries: Sequence[str]) -> list[QueryResult]:
        """Answer queries, so many side by side as `side_by_side` says.

        Errors are those of `query`; the first stops the others.
        """
        types = [_media_type(sparql) for sparql in queries]
        asked = [
            Query(sparql, media_type, self.snapshot / snapshots.STORE)
            for sparql, media_type in zip(queries, types, strict=True)
        ]
        answers = self._wait(self._run_all(asked))
        return [read_answer(answer, media_type) for answer, media_type in zip(answers, types, strict=True)]

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        try:
            here = asyncio.get_running_loop()
        except RuntimeError:
            here = None
        if here is self._loop:
            work.close()
            raise RuntimeError("a page must ask the graph from a thread, not from the event loop")
        try:
            return asyncio.run_coroutine_threadsafe(work, self._loop).result()
        finally:
            work.close()  # it has ended, unless the loop was closed and never began it

    async def _run(self, query: Query) -> bytes:
        answer = await self._pool.run(query, self._timeout)
        try:
            if answer.size > _LARGEST:
                raise ResultTooLarge(_LARGEST)
            return answer.read()
        finally:
            answer.close()

    async def _run_all(self, queries: Sequence[Query]) -> list[bytes]:
        turns = asyncio.Semaphore(self.side_by_side)

        async def run(query: Query) -> bytes:
            async with turns:
                return await self._run(query)

        running = [asyncio.ensure_future(run(query)) for query in queries]
        try:
            return await asyncio.gather(*running)
        finally:
            for one in running:
                one.cancel()

    def dump_to(self, output: IO[bytes], media_type: str, prefixes: Mapping[str, str] | None = None) -> None:
        """Write all quads in a media type for datasets, without prefixes; errors are as in `query`."""
        output.write(self._wait(self._run(Query("", media_type, self.snapshot / snapshots.STORE, dump=True))))

    def text(self, sha256: str) -> str:
        """Give a text snapshot by the hash of its UTF-8 bytes.

        Raises TextMissing where the snapshot holds none with this hash.
        """
        return snapshots.read_text(self.snapshot, sha256)

    def call_soon(self, begin: Callable[[], object]) -> None:
        """Let the thread of the event loop do something; for other threads."""
        self._loop.call_soon_threadsafe(begin)

    def close(self) -> None:
        """Do nothing: the workers belong to the pool."""


def _media_type(sparql: str) -> str:
    form = form_of(sparql)
    return _TRIPLES if form in ("construct", "describe") else _BOOLEAN if form == "ask" else _ROWS
