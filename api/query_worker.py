"""What a query worker does: open one snapshot, then answer one query after another.

A worker is a process of its own, so that a query can be stopped at any moment by killing it. It reads
requests from its socket and writes an answer to each:

    {"query", "default_graph", "named_graphs", "union", "dump", "media_type", "bindings", "base"}
    {"kind", "size", "file", "spent", "grown"}  and the answer itself: in the frame, or in a file sent along
    {"error", "arguments", "spent", "grown"}    the name of an error class below and its arguments

A large answer is written, by the engine's own serialisation, into a file without a name; nothing of it
stays in memory, and nothing stays on disk once the server has let go of it.
"""

from __future__ import annotations

import os
import resource
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from api.confine import die_with_parent, forbid_sockets, limit_memory
from api.federation import ServiceRefused, failing, refuse_calls
from api.limits import Limits
from api.query_errors import CallFailed, OutOfMemory, ResultTooLarge, SpoolFull, WorkerFault
from api.wire import Closed, Inbox, pack, send
from graph_build.errors import NhiemvuError, WritingFailed
from graph_build.store import Database
from graph_build.store_errors import (
    DataInvalid,
    FormatUnsupported,
    GraphMissing,
    QueryEvaluationError,
    QuerySyntaxError,
    SearchIndexMissing,
    StoreRefused,
    StoreTimeout,
    StoreUnreachable,
    UpdateFailed,
)
from graph_build.terms import Literal, Term, iri, literal
from queries import search_sparql
from queries.errors import BadSearch
from queries.search import SearchIndex, open_index

if TYPE_CHECKING:
    from graph_build.remote_store import RemoteStore

INLINE = 1 << 18
"""Answers up to this many bytes are kept in memory and sent in the frame."""

RETIRE_ABOVE = 256 << 20
"""Bytes of memory from which a worker is spent, as from half of what a query may take: allocators keep what
a query made them take, and the next query would have so much less."""

GROWN_BY = 64 << 20
"""Bytes of memory beyond those after opening from which an idle worker gives its place to a fresh one."""

_A_MOMENT = 0.001  # seconds, in which a process can fill some megabytes
_AT_LEAST_EVERY = 32

CROSSING: Mapping[str, type[NhiemvuError]] = {
    kind.__name__: kind
    for kind in (
        BadSearch,
        CallFailed,
        DataInvalid,
        FormatUnsupported,
        GraphMissing,
        OutOfMemory,
        QueryEvaluationError,
        QuerySyntaxError,
        ResultTooLarge,
        SearchIndexMissing,
        ServiceRefused,
        SpoolFull,
        StoreRefused,
        StoreTimeout,
        StoreUnreachable,
        UpdateFailed,
        WorkerFault,
        WritingFailed,
    )
}
"""The errors that a worker reports, by name."""


class Output:
    """Collect an answer: in memory while it is small, in a file without a name when it grows."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._parts: list[bytes] = []
        self.file: IO[bytes] | None = None
        self.size = 0

    def write(self, chunk: bytes) -> int:
        """Take a piece; raises ResultTooLarge past the limit, SpoolFull where the disk fails."""
        self.size += len(chunk)
        if self.size > self.limits.result:
            raise ResultTooLarge(self.limits.result)
        try:
            if self.file is not None:
                self.file.write(chunk)
                return len(chunk)
            self._parts.append(chunk)
            if self.size > INLINE:
                self.file = tempfile.TemporaryFile(dir=self.limits.spool or None, buffering=1 << 20)  # noqa: SIM115
                self.file.writelines(self._parts)
                self._parts.clear()
        except OSError as error:
            raise SpoolFull(error.strerror or "the system refuses") from error
        return len(chunk)

    def flush(self) -> None:
        """Do nothing: the engine flushes at the end, `finish` when all is written."""

    def finish(self) -> bytes:
        """Give what is in memory, and bring what is in the file to the system."""
        try:
            if self.file is not None:
                self.file.flush()
        except OSError as error:
            raise SpoolFull(error.strerror or "the system refuses") from error
        return b"".join(self._parts)

    def close(self) -> None:
        """Let go of the file."""
        if self.file is not None:
            self.file.close()


def encode_term(term: Term) -> list[str | None]:
    """Write a term as JSON can carry it: an IRI as one text, a literal as text, language and datatype."""
    if isinstance(term, Literal):
        return [term.value, term.language, None if term.language else term.datatype.value]
    return [term.value]


def decode_term(parts: list[str | None]) -> Term:
    """Read a term back."""
    value = cast("str", parts[0])
    return iri(value) if len(parts) == 1 else literal(value, language=parts[1], datatype=parts[2])


def answer(
    database: Database | RemoteStore, request: Mapping[str, Any], output: Output, snapshot: Path
) -> str:
    """Run one request on the database in the folder `snapshot`; write its answer and give its kind."""
    sparql = request["query"]
    if request["dump"]:
        database.dump_to(cast("IO[bytes]", output), request["media_type"])
        return "quads"
    called = refuse_calls(sparql, output.limits.service_hosts)
    query = partial(
        database.query,
        default_graph=request["default_graph"],
        named_graphs=request["named_graphs"],
        use_default_graph_as_union=request["union"],
        bindings={name: decode_term(parts) for name, parts in request["bindings"].items()},
        base=request["base"],
    )
    with failing(called):
        result = search_sparql.ask(query, sparql, lambda: _index(snapshot, database))
        result.serialize(request["media_type"], cast("IO[bytes]", output))
    return result.kind


@lru_cache(maxsize=1)
def _index(snapshot: Path, database: Database | RemoteStore) -> SearchIndex:
    return open_index(snapshot, database)


def serve(connection: socket.socket, store: Path, limits: Limits) -> None:
    """Answer requests until the server closes the connection; runs in the worker's process."""
    die_with_parent()
    limit_memory(limits.memory)
    database: Database | RemoteStore | None = None
    with suppress(NhiemvuError, OSError, RuntimeError, MemoryError):  # the first request tells what is wrong
        database = _open(store, limits)  # ahead of it: opening takes longer than most queries
    fullness = Fullness(min(RETIRE_ABOVE, limits.memory // 2))
    for request in requests(connection):
        fullness.begin()
        output = Output(limits)
        reply: dict[str, Any]
        body = b""
        try:
            if database is None:
                database = _open(store, limits)
            kind = answer(database, request, output, store.parent)
            body = output.finish()
            reply = {"kind": kind, "size": output.size, "file": output.file is not None}
        except Exception as error:  # the last handler of this process: the server reports it
            reply = report(error, limits)
        reply["spent"] = fullness.is_spent()
        reply["grown"] = fullness.has_grown
        try:
            send(
                connection,
                pack(reply, body),
                output.file.fileno() if reply.get("file") and output.file else None,
            )
        finally:
            output.close()


def _open(store: Path, limits: Limits) -> Database | RemoteStore:
    if limits.remote:
        from graph_build.remote_store import Address, RemoteStore  # noqa: PLC0415 - else not needed

        return RemoteStore(Address(limits.remote, limits.seconds), asks_union=limits.asks_union)
    database = Database.open_read_only(store)
    if not limits.service_hosts:
        forbid_sockets()
    return database


def report(error: Exception, limits: Limits) -> dict[str, Any]:
    """Write an error for the server: by name where it knows the class, else as a fault of the worker."""
    if isinstance(error, MemoryError):
        return {"error": OutOfMemory.__name__, "arguments": [limits.memory]}
    if type(error).__name__ in CROSSING:
        return {"error": type(error).__name__, "arguments": list(error.args)}
    return {"error": WorkerFault.__name__, "arguments": [f"{type(error).__name__}: {error}"]}


def requests(connection: socket.socket) -> Iterator[Mapping[str, Any]]:
    """Read one request after another until the server closes the connection."""
    inbox = Inbox(connection)
    while True:
        try:
            for frame in inbox.read():
                yield frame.header
        except (Closed, ConnectionError):
            return


class Fullness:
    """Tell when a worker has held `most` bytes of memory, and when GROWN_BY more than at first.

    The system is asked after a query that took a moment, and after every so many that did not: none of
    these can have taken much.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._first = self._peak = peak_memory()
        self._began = 0.0
        self._unasked = 0

    def begin(self) -> None:
        """Note that a query begins."""
        self._began = time.perf_counter()

    def is_spent(self) -> bool:
        """Say whether the worker is to end with the query that began last."""
        self._unasked += 1
        if self._unasked < _AT_LEAST_EVERY and time.perf_counter() - self._began < _A_MOMENT:
            return False
        self._unasked = 0
        self._peak = peak_memory()
        return self._peak >= self._most

    @property
    def has_grown(self) -> bool:
        """Say whether the worker holds so much that a fresh one is to take its place when it is idle."""
        return self._peak >= self._first + GROWN_BY


def peak_memory() -> int:
    """Give the most memory that the process ever held, in bytes."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


Work = Callable[[socket.socket, Path, Limits], None]
"""What a worker does with its socket, the database of a snapshot and its limits."""


def run(work: Work, connection: socket.socket, store: Path, limits: Limits) -> None:
    """Be a worker: work, then end the process without the clean-up of the one that it was forked from."""
    status = 1
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):  # the engine writes a report when memory ends; the server has its own
        os.dup2(nowhere, standard)
    try:
        work(connection, store, limits)
        status = 0
    finally:
        os._exit(status)
