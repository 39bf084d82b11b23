"""The pool of query workers, as the web server sees it.

Every query runs in a process of its own for as long as it runs. At its deadline, or when the client has
gone, that process is killed, and another takes its place when there is need. Nothing of this blocks the
event loop: all methods must be called in its thread.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import logging
import os
import signal
import socket
import subprocess
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from api.exchange import Answer, Change, LateTables, Query
from api.fork_link import ForkProcess, begin
from api.limits import limits_of
from api.outline import may_call_service
from api.protocol import ClientGone
from api.query_errors import (
    CallFailed,
    NestedTooDeeply,
    OutOfMemory,
    QueryTimeout,
    ServerBusy,
    SpoolFull,
    WorkerFault,
)
from api.query_worker import CROSSING
from api.settings import Settings
from api.under_way import Gone, UnderWay
from api.wire import Closed, Frame, Inbox, pack
from api.worker_link import Worker, WorkerGone

_log = logging.getLogger("nhiemvu.workers")
_UNMADE = "No query worker can be made: %s."
_SHORTEST_DEEP = 1_000
"""Bytes of a request below which no nesting overflows a stack of 8 MB: from 8,200 on some did (braces)."""
_KEEP_SECONDS = 10.0  # how long a worker above the usual number stays idle before it ends


@dataclass
class Tally:
    """What a pool has done: queries taken, workers killed at work, queries that failed by kind of error."""

    queries: int = 0
    killed: int = 0
    failed: Counter[str] = field(default_factory=Counter)


class WorkerPool:
    """Run queries in up to `size` processes; further ones wait in a queue of limited length.

    `begun` is the process that makes them, where it was started before.
    """

    def __init__(
        self, settings: Settings, *, asks_union: bool = False, begun: ForkProcess | None = None
    ) -> None:
        self.size = settings.query_workers or default_workers(settings.query_memory)
        self.spooled = 0
        self.tally = Tally()
        self._limits = limits_of(settings, asks_union=asks_union)
        self._begun = begun
        self._spool_limit = settings.spool_limit
        self._queue_limit = settings.query_queue
        self._keep = min(self.size, os.cpu_count() or 1)
        self._numbers = itertools.count(1)
        self._workers: dict[int, Worker] = {}  # all that run, busy or idle
        self._writing: set[int] = set()  # the numbers of those that make changes
        self._idle: list[Worker] = []  # the last to work is the first to work again
        self._queue: deque[tuple[asyncio.Future[Worker], Path]] = deque()
        self._store: Path | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._control: socket.socket | None = None
        self._burials: set[asyncio.Future[None]] = set()
        self._closing = False
        self._trimmer: asyncio.TimerHandle | None = None

    @property
    def fork_server_process(self) -> int | None:
        """Give the number of the process that is the parent of the workers; None before the first query."""
        return self._process.pid if self._process is not None else None

    @property
    def idle(self) -> int:
        """Count the workers that wait for a query."""
        return len(self._idle)

    @property
    def busy(self) -> int:
        """Count the workers that are at work."""
        return len(self._workers) - len(self._idle)

    @property
    def queued(self) -> int:
        """Count the queries that wait for a worker."""
        return len(self._queue)

    # Queries

    async def run(
        self,
        query: Query,
        timeout: float,
        gone: Gone | None = None,
        meanwhile: Callable[[], object] | None = None,
    ) -> Answer:
        """Answer a query within `timeout` seconds, the time in the queue included.

        `meanwhile` is called when a worker has the query: what it does costs the client no time.

        Cancelling stops the query, and so does the end of `gone`, with ClientGone. Raises QueryTimeout,
        OutOfMemory, NestedTooDeeply, ResultTooLarge, SpoolFull, ServerBusy, ServiceRefused, WorkerFault, and
        the errors of `graph_build.store`.
        """
        self.tally.queries += 1
        watch = UnderWay(timeout, gone, self._demote)
        try:
            return await self._run(query, watch, meanwhile)
        except ClientGone:
            raise
        except Exception as error:
            self.tally.failed[type(error).__name__] += 1
            calls = self._limits.service_hosts and isinstance(error, QueryTimeout)
            if calls and may_call_service(query.sparql):
                raise QueryTimeout(timeout, calls=True) from error
            raise
        finally:
            watch.close()

    async def _run(
        self, query: Query, watch: UnderWay, meanwhile: Callable[[], object] | None = None
    ) -> Answer:
        while True:
            worker = self._at_once(query.store) or await self._in_turn(query.store, watch)
            watch.begin(worker)
            try:
                return self._answer(await worker.ask(query.frame, meanwhile))
            except WorkerGone:
                continue
            except (QueryTimeout, ClientGone, asyncio.CancelledError):
                self.tally.killed += 1
                raise
            finally:
                self._release(worker)

    async def change(self, change: Change | LateTables, timeout: float) -> list[bool]:
        """Make changes in a copy of a database, in a process that is killed after `timeout` seconds.

        Gives what `graph_build.changes.Checkpoint.apply` gives for each. Raises its errors and those of
        `run` that a change can have. Cancelling kills the process, which counts as none of the `size`.
        """
        if self._closing:
            raise ServerBusy(1)
        worker = self._spawn(change.source, write=True)
        try:
            async with asyncio.timeout(timeout):
                outcome = await worker.ask(change.frame())
        except WorkerGone as error:
            raise WorkerFault("it ended before it began") from error
        except TimeoutError as error:
            raise QueryTimeout(timeout, bool(self._limits.service_hosts) and change.may_call) from error
        finally:
            self._end(worker)
        _raise_reported(outcome)
        return list(outcome.header["new"])

    def _let_go(self, size: int) -> None:
        self.spooled -= size

    def _answer(self, frame: Frame) -> Answer:
        _raise_reported(frame)
        header = frame.header
        if frame.file is not None:
            self.spooled += header["size"]
        answer = Answer(header["kind"], header["size"], frame.body, frame.file, self._let_go)
        if self.spooled > self._spool_limit:
            answer.close()
            raise SpoolFull("other answers are still being fetched")
        return answer

    def _at_once(self, store: Path) -> Worker | None:
        if self._closing:
            raise ServerBusy(1)
        return None if self._queue else self._take(store)

    async def _in_turn(self, store: Path, watch: UnderWay) -> Worker:
        if len(self._queue) >= self._queue_limit:
            raise ServerBusy(1)
        waiting: asyncio.Future[Worker] = asyncio.get_running_loop().create_future()
        self._queue.append((waiting, store))
        watch.queue(waiting)
        try:
            return await waiting
        except BaseException:
            self._give_back(waiting)
            raise

    def _give_back(self, waiting: asyncio.Future[Worker]) -> None:
        """Take a waiting query out of the queue, and back the worker that it may just have been given."""
        if waiting.done() and not waiting.cancelled() and waiting.exception() is None:
            self._release(waiting.result())
        else:
            waiting.cancel()
            self._queue = deque(entry for entry in self._queue if entry[0] is not waiting)

    def _take(self, store: Path) -> Worker | None:
        for worker in reversed(self._idle):
            if worker.store == store:
                self._idle.remove(worker)
                return worker
        if self._asking >= self.size and self._idle:
            self._end(self._idle.pop(0))
        return self._spawn(store) if self._asking < self.size else None

    def _release(self, worker: Worker) -> None:
        fit = worker.alive and worker.reusable and not worker.demoted
        if fit and worker.store == self._store and not self._closing:
            worker.idle_since = asyncio.get_running_loop().time()
            self._idle.append(worker)
        else:
            self._end(worker)
        self._hand_out()

    def _hand_out(self, *, warm: bool = True) -> None:
        while self._queue and not self._closing:
            waiting, store = self._queue[0]
            if not waiting.done():
                try:
                    worker = self._take(store)
                except ServerBusy as error:
                    waiting.set_exception(error)
                else:
                    if worker is None:
                        return
                    waiting.set_result(worker)
            self._queue.popleft()
        if warm and not self._closing:
            self._warm()

    def _warm(self) -> None:
        """Have as many workers as are kept, so that one in place of one that ended is ready for a query."""
        if self._store is not None and self._asking < self._keep:
            with contextlib.suppress(ServerBusy):  # `_trim` tries again
                self._idle.append(self._spawn(self._store))

    # Processes

    def use(self, store: Path) -> None:
        """Answer later queries from this database; workers of another one end when they are done."""
        self._store = store
        for worker in [worker for worker in self._idle if worker.store != store]:
            self._idle.remove(worker)
            self._end(worker)
        self._trim()

    def _spawn(self, store: Path, *, write: bool = False) -> Worker:
        """Have a worker made; raises ServerBusy where the system has no process or socket to give."""
        number = next(self._numbers)
        frame = pack({"fork": number, "store": str(store), "file": True, "write": write})
        try:
            ours, theirs = socket.socketpair()
            try:
                self._send_along(frame, theirs)
            except OSError:
                ours.close()
                raise
            finally:
                theirs.close()
        except OSError as error:
            _log.error(_UNMADE, error.strerror or str(error))
            raise ServerBusy(1) from error
        ours.setblocking(False)
        worker = Worker(number, store, ours)
        worker.idle_since = asyncio.get_running_loop().time()
        self._workers[number] = worker
        if write:
            self._writing.add(number)
        return worker

    def _send_along(self, frame: bytes, end: socket.socket) -> None:
        control = self._fork_server()
        try:
            socket.send_fds(control, [frame], [end.fileno()])
        except OSError:  # it has just ended; the next one is asked
            self._drop_fork_server(control)
            socket.send_fds(self._fork_server(), [frame], [end.fileno()])

    @property
    def _asking(self) -> int:
        return len(self._workers) - len(self._writing)

    def _end(self, worker: Worker) -> None:
        self._writing.discard(worker.number)
        if self._workers.pop(worker.number, None) is not None:
            self._command({"kill": worker.number})
            worker.close()

    def _demote(self, worker: Worker) -> None:
        worker.demoted = True  # a process cannot raise its priority again, so it ends with this query
        self._command({"demote": worker.number})

    def _command(self, command: dict[str, int]) -> None:
        if self._control is not None:
            with contextlib.suppress(OSError):  # the fork server has just ended, and the worker with it
                self._control.send(pack(command))

    def _trim(self) -> None:
        """Keep the usual number of workers ready and end others that are idle for long; look again later.

        Those that hold more memory than fresh ones end too, and fresh ones take their places.
        """
        loop = asyncio.get_running_loop()
        spare = len(self._idle) - self._keep
        long_idle = [worker for worker in self._idle if worker.idle_since < loop.time() - _KEEP_SECONDS]
        for place, worker in enumerate(sorted(long_idle, key=lambda one: not one.grown)):
            if place >= spare and not worker.grown:
                break
            self._idle.remove(worker)
            self._end(worker)
        with contextlib.suppress(ServerBusy):  # tried again below
            while self._store and len(self._idle) < self._keep and self._asking < self.size:
                self._idle.append(self._spawn(self._store))
        if self._trimmer is not None:
            self._trimmer.cancel()
        self._trimmer = loop.call_later(_KEEP_SECONDS / 2, self._trim)

    def _fork_server(self) -> socket.socket:
        if self._control is not None:
            return self._control
        begun, self._begun = self._begun or begin(self._limits), None
        self._process, self._control = begun.process, begun.control
        asyncio.get_running_loop().add_reader(self._control, self._told, self._control, Inbox(self._control))
        return self._control

    def _told(self, control: socket.socket, inbox: Inbox) -> None:
        """Hear from the fork server which workers began and ended; where it has ended itself, all have."""
        try:
            for frame in inbox.read():
                if worker := self._workers.get(frame.header.get("forked", 0)):
                    worker.process = frame.header["process"]
                elif worker := self._workers.get(frame.header.get("exit", 0)):
                    if why := frame.header.get("unmade"):
                        _log.error(_UNMADE, why)
                        worker.fail(ServerBusy(1))
                    self._ended(worker, frame.header.get("status"))
        except BlockingIOError:
            pass
        except (Closed, ConnectionError):
            self._drop_fork_server(control)
            if not self._closing:
                _log.error("The process that makes query workers has ended; another one is started.")
            for worker in list(self._workers.values()):
                self._ended(worker, None)

    def _ended(self, worker: Worker, status: int | None) -> None:
        reasons: dict[int | None, Exception] = {
            -signal.SIGABRT: OutOfMemory(self._limits.memory),
            -signal.SIGKILL: OutOfMemory(
                self._limits.memory
            ),  # by the kernel: what we kill is not in the table
        }
        if worker.asked > _SHORTEST_DEEP:
            reasons |= dict.fromkeys((-signal.SIGSEGV, -signal.SIGBUS), NestedTooDeeply())
        worker.fail(reasons.get(status) or WorkerFault(f"it ended with status {status}"))
        if worker in self._idle:
            self._idle.remove(worker)
            self._end(worker)
            # one that ended before its first query may do so again: the next query or `_trim` makes another
            self._hand_out(warm=worker.reusable)

    def _drop_fork_server(self, control: socket.socket) -> None:
        asyncio.get_running_loop().remove_reader(control)
        control.close()
        self._control = None
        if self._process is not None:
            self._burials.add(asyncio.ensure_future(_bury(self._process)))
            self._process = None

    def stop(self) -> None:
        """Take no more queries and end those under way and waiting; they fail with ServerBusy."""
        self._closing = True
        if self._trimmer is not None:
            self._trimmer.cancel()
        for waiting, _ in self._queue:
            if not waiting.done():
                waiting.set_exception(ServerBusy(1))
        for worker in list(self._workers.values()):
            worker.fail(ServerBusy(1))
            self._end(worker)
        self._idle.clear()

    async def close(self) -> None:
        """Stop, and wait until all processes are gone."""
        self.stop()
        if self._control is not None:
            self._drop_fork_server(self._control)
        await asyncio.gather(*self._burials)


def _raise_reported(frame: Frame) -> None:
    """Raise the error that a worker reports."""
    if name := frame.header.get("error"):
        error = CROSSING[name](*frame.header["arguments"])
        if isinstance(error, WorkerFault):
            _log.error("A worker failed: %s", error.reason)
        if isinstance(error, CallFailed):
            _log.warning("Another server that a request calls failed: %s", error.reason)
        raise error


async def _bury(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a fork server whose control socket is closed; one that hangs is killed."""
    try:
        await asyncio.to_thread(process.wait, 5)
    except subprocess.TimeoutExpired:
        process.kill()
        await asyncio.to_thread(process.wait)


def default_workers(memory: int) -> int:
    """Choose how many queries run at once: half of the machine's memory shared out, from 2 to 16."""
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        total = 8 << 30
    return max(2, min(16, total // 2 // memory))
