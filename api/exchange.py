"""What the server and its workers say to each other: a query and its answer, a change and its outcome."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path

import msgspec

from api.outline import may_call_by_update
from api.wire import pack
from graph_build.changes import Operation, Update

_CHUNK = 1 << 19


class Query(msgspec.Struct, frozen=True, dict=True):
    """One query to run: the text, the dataset, and the media type of the answer.

    `store` is the database of the snapshot that it is asked of. The two lists are those of the SPARQL 1.1
    Protocol, section 2.1.4; None for both leaves the dataset to the query. `bindings` are terms as
    `api.query_worker.encode_term` writes them; relative IRIs are resolved against `base`.
    The default graph is the `union` of all graphs, or the one without a name. A `dump` is of all quads, in a
    format of datasets, and has no text.
    """

    sparql: str
    media_type: str
    store: Path
    default_graph: list[str] | None = None
    named_graphs: list[str] | None = None
    bindings: dict[str, list[str | None]] = {}
    base: str | None = None
    union: bool = True
    dump: bool = False

    @cached_property
    def frame(self) -> bytes:
        """The query as it is written for a worker; everything but `store` is in it."""
        return pack(
            {
                "query": self.sparql,
                "media_type": self.media_type,
                "default_graph": self.default_graph,
                "named_graphs": self.named_graphs,
                "union": self.union,
                "dump": self.dump,
                "bindings": self.bindings,
                "base": self.base,
            }
        )


class Answer:
    """A whole answer: its kind ("solutions", "boolean", "triples"), its size, and its bytes to be read once.

    A large one lies in a file without a name, which `close` gives back to the system.
    """

    def __init__(
        self, kind: str, size: int, body: bytes, file: int | None, let_go: Callable[[int], None]
    ) -> None:
        self.kind = kind
        self.size = size
        self.body = body
        self._file = file
        self._let_go = let_go

    async def chunks(self) -> AsyncIterator[bytes]:
        """Give the bytes in pieces of up to 512 KB; files are read in a thread."""
        if self._file is None:
            yield self.body
            return
        for start in range(0, self.size, _CHUNK):
            yield await asyncio.to_thread(os.pread, self._file, min(_CHUNK, self.size - start), start)

    def read(self) -> bytes:
        """Give all bytes at once; only for answers that are known to be small enough."""
        return self.body if self._file is None else os.pread(self._file, self.size, 0)

    def close(self) -> None:
        """Let go of the file; may be called twice."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            self._let_go(self.size)


@dataclass(frozen=True)
class Change:
    """Changes to make, in order and all or none, in a copy of a database.

    `source` is the database of the published snapshot, `target` the folder for the copy.
    """

    source: Path
    target: Path
    operations: Sequence[Operation]

    @property
    def may_call(self) -> bool:
        """Tell whether one of them could call another server."""
        return any(isinstance(one, Update) and may_call_by_update(one.sparql) for one in self.operations)

    def frame(self) -> bytes:
        """Write the change for a worker."""
        told = [{"kind": type(one).__name__, **asdict(one)} for one in self.operations]
        return pack({"source": str(self.source), "target": str(self.target), "operations": told}, default=str)


@dataclass(frozen=True)
class LateTables:
    """The search index and the load table to write for a published snapshot; `source` is its database."""

    source: Path
    may_call = False

    def frame(self) -> bytes:
        """Write the wish for a worker."""
        return pack({"tables": str(self.source.parent)})
