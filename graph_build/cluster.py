"""Read documents on a Dask cluster: the same jobs as in `graph_build.reading`, with the same result.

Documents are sent as bytes, so the machines need no file system in common; what they give comes back and is
written here as it comes. Only a bounded number of documents and of bytes is on its way, which bounds the
memory of the scheduler. Of the library `distributed` only this module and `cluster_worker` know.
"""

from __future__ import annotations

import hashlib
import logging
import queue
import secrets
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import msgspec

from graph_build import cache, cluster_worker, readers
from graph_build.cluster_worker import Parcel, RegisterFile, Session
from graph_build.errors import ClusterUnusable, ExecutorInvalid
from graph_build.jobs import Job, Outcome, Sent, Setting, failed, unread
from graph_build.pieces import PieceWriter
from graph_build.reading import run_jobs, size_of

if TYPE_CHECKING:
    from distributed import Client, Future

LOCAL = "local"
"""The executor that is this machine."""

CONNECT_SECONDS = 10.0
"""How long the scheduler may take to answer, at the start and whenever it is asked."""

WORKER_SECONDS = 30.0
"""How long the cluster may be without any worker."""

A_THREAD = 2
"""Documents on their way for each thread of the workers: one that is read, one that waits for it."""

BYTES_AT_ONCE = 256 * 1024 * 1024
"""Bytes of documents on their way; one document is always allowed."""

_LOOK_SECONDS = 1.0
_PARCEL = msgspec.msgpack.Decoder(Parcel)


def scheduler_of(executor: str) -> str | None:
    """Give the address of a scheduler as Dask writes it ("tcp://host:port"); None for `LOCAL`.

    Raises ExecutorInvalid.
    """
    if executor == LOCAL:
        return None
    try:
        parts = urlsplit(executor)
        host, port = parts.hostname, parts.port
    except ValueError as error:
        raise ExecutorInvalid(executor) from error
    protocol = {"dask": "tcp", "tls": "tls"}.get(parts.scheme)
    extra = parts.path.strip("/") or parts.query or parts.fragment or "@" in parts.netloc
    if protocol is None or not host or not port or extra or not executor.isprintable() or " " in executor:
        raise ExecutorInvalid(executor)
    return f"{protocol}://[{host}]:{port}" if ":" in host else f"{protocol}://{host}:{port}"


@contextmanager
def connected(executor: str) -> Iterator[Cluster]:
    """Connect to the cluster of an executor; whatever is not finished at the end is cancelled there.

    Raises ClusterUnusable, and ExecutorInvalid as `scheduler_of` does.
    """
    address = scheduler_of(executor) or ""
    try:
        import dask  # noqa: PLC0415 - of an optional extra
        from distributed import Client  # noqa: PLC0415
    except ImportError as error:
        reason = "the library distributed is missing; install the extra: pip install 'nhiemvu[dask]'"
        raise ClusterUnusable(executor, reason) from error
    if address.startswith("tls"):
        _check_certificates(executor)
    # Its warning of large tasks is about other shapes of work; its log says what we say in a sentence.
    settings = {"distributed.admin.large-graph-warning-threshold": BYTES_AT_ONCE}
    with dask.config.set(settings), _quiet("distributed", "distributed.client"):
        try:
            client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False, name="nhiemvu")
        except (OSError, TimeoutError) as error:
            raise ClusterUnusable(executor, f"no scheduler answers there ({_line(error)})") from error
        except Exception as error:
            raise ClusterUnusable(executor, f"connecting to its scheduler failed ({_line(error)})") from error
        try:
            yield Cluster(executor, client)
        finally:
            with suppress(Exception):  # it may be gone already
                client.close(timeout=CONNECT_SECONDS)


def _check_certificates(executor: str) -> None:
    """Find out whether Dask's settings name certificates that can be used; raises ClusterUnusable."""
    from distributed import Security  # noqa: PLC0415 - of an optional extra

    hint = "set DASK_DISTRIBUTED__COMM__TLS__CA_FILE, …__TLS__CLIENT__CERT and …__TLS__CLIENT__KEY"
    try:
        context = Security().get_connection_args("client")["ssl_context"]
    except OSError as error:
        raise ClusterUnusable(
            executor, f"its certificates cannot be read ({_line(error)}); {hint}"
        ) from error
    if context is None:
        raise ClusterUnusable(executor, f"TLS needs certificates; {hint}")


class Cluster:
    """A cluster that one build is connected to."""

    def __init__(self, executor: str, client: Client) -> None:
        self.executor = executor
        self.client = client

    def run_jobs(
        self, jobs: Sequence[Job], setting: Setting, workers: int | None, done: Callable[[], None]
    ) -> list[Outcome]:
        """Do jobs on the cluster, but here where the snapshot before has the record; as `reading.run_jobs`.

        Raises ClusterUnusable where the cluster does not answer or would read otherwise than this machine,
        OSError where the snapshot cannot be written.
        """
        here = [place for place, job in enumerate(jobs) if _is_kept(job, setting)]
        outcomes = dict(
            zip(here, run_jobs([jobs[place] for place in here], setting, workers, done), strict=True)
        )
        rest = {place: job for place, job in enumerate(jobs) if place not in outcomes}
        if rest:
            outcomes |= _Reading(self, rest, setting, done).run()
        return [outcomes[place] for place in range(len(jobs))]

    def fail(self, reason: str, cause: BaseException | None = None) -> ClusterUnusable:
        """Make the error that says what is wrong with the cluster."""
        error = ClusterUnusable(self.executor, reason)
        error.__cause__ = cause
        return error

    def threads(self) -> int:
        """Count the threads of all workers; raises ClusterUnusable."""
        client = self.client
        if client.status != "running" or client.scheduler is None:
            raise self.fail("the connection to its scheduler was lost")
        try:
            identity = client.sync(client.scheduler.identity, n_workers=0, callback_timeout=CONNECT_SECONDS)
        except (OSError, TimeoutError) as error:
            raise self.fail(f"its scheduler does not answer any more ({_line(error)})", error) from error
        return int(identity["total_threads"])


class _Reading:
    """One run over jobs: what waits, what is on its way, what has come back."""

    def __init__(
        self, cluster: Cluster, jobs: dict[int, Job], setting: Setting, done: Callable[[], None]
    ) -> None:
        self.cluster = cluster
        self.jobs = jobs
        self.setting = setting
        self.done = done
        self.waiting = deque(sorted(jobs, key=lambda place: -size_of(jobs[place], setting)))
        self.suspected: deque[int] = deque()
        self.alone: int | None = None
        self.flying: dict[int, tuple[Future[bytes], Sent]] = {}
        self.back: queue.SimpleQueue[int] = queue.SimpleQueue()
        self.outcomes: dict[int, Outcome] = {}
        self.pieces = PieceWriter(Path(setting.pieces))
        self.identifier = secrets.token_hex(8)
        self.room = 0
        self.looked = 0.0
        self.without_worker: float | None = None

    def run(self) -> dict[int, Outcome]:
        """Send, receive and write until every job has an outcome."""
        session = self._submit("session", cluster_worker.keep, msgspec.msgpack.encode(self._session()))
        try:
            while len(self.outcomes) < len(self.jobs):
                self._look()
                self._send(session)
                if self.flying or not self.room:
                    with suppress(queue.Empty):
                        self._receive(self.back.get(timeout=_LOOK_SECONDS))
        finally:
            self.pieces.close()
            self._cancel([session, *(future for future, _ in self.flying.values())])
        return self.outcomes

    def _session(self) -> Session:
        files = [Path(name) for name in self.setting.register]
        register = tuple(RegisterFile(file.suffix, file.read_bytes()) for file in files)
        setting = self.setting
        versions = cluster_worker.versions()
        return Session(self.identifier, setting.base, register, setting.fingerprint, versions)

    def _submit(self, name: str, function: Callable[..., bytes], *arguments: Any) -> Future[bytes]:
        key = f"nhiemvu-{name}-{self.identifier}"
        return self.cluster.client.submit(function, *arguments, key=key, pure=False)

    def _cancel(self, futures: list[Future[bytes]]) -> None:
        client = self.cluster.client
        if client.status == "running":
            with suppress(Exception):  # closing the connection lets go of them as well
                client.sync(client._cancel, futures, force=True, callback_timeout=CONNECT_SECONDS)

    def _look(self) -> None:
        """Ask now and then how many threads there are; raises ClusterUnusable where that is none for long."""
        now = time.monotonic()
        if now - self.looked < _LOOK_SECONDS:
            return
        threads = self.cluster.threads()
        self.looked = time.monotonic()
        self.room = threads * A_THREAD
        if threads:
            self.without_worker = None
        elif self.without_worker is None:
            self.without_worker = now
        elif now - self.without_worker > WORKER_SECONDS:
            raise self.cluster.fail(f"it has had no worker for {WORKER_SECONDS:.0f} s")

    def _send(self, session: Future[bytes]) -> None:
        """Send documents while there is room; those that may have killed workers last, each alone."""
        while self.waiting and len(self.flying) < self.room:
            place = self.waiting[0]
            on_its_way = sum(len(sent.data) for _, sent in self.flying.values())
            if self.flying and on_its_way + size_of(self.jobs[place], self.setting) > BYTES_AT_ONCE:
                return
            self.waiting.popleft()
            self._send_one(place, session)
        if self.suspected and self.room and not (self.waiting or self.flying):
            self.alone = self.suspected.popleft()
            self._send_one(self.alone, session)

    def _send_one(self, place: int, session: Future[bytes]) -> None:
        job = self.jobs[place]
        try:
            sent = Sent(readers.name_of(Path(job.path)), readers.load(Path(job.path)))
        except Exception as error:  # as in a local build: what is wrong with one file is its own problem
            self._finish(place, unread(job, error))
            return
        request = msgspec.msgpack.encode(msgspec.structs.replace(job, sent=sent))
        turn = "alone-" if place == self.alone else ""
        future = self._submit(f"{turn}{place}", cluster_worker.work, session, request)
        self.flying[place] = future, sent
        future.add_done_callback(lambda _: self.back.put(place))

    def _receive(self, place: int) -> None:
        future, sent = self.flying[place]
        if future.status == "error":
            del self.flying[place]
            self._judge(place, future)
            return
        try:
            data = future.result(timeout=CONNECT_SECONDS)
        except TimeoutError:  # its worker died with the result, which is made again
            future.add_done_callback(lambda _: self.back.put(place))
            return
        except Exception as error:
            self.cluster.threads()
            raise self.cluster.fail(f"its scheduler dropped a document ({_line(error)})", error) from error
        del self.flying[place]
        self._finish(place, self._unpack(self.jobs[place], sent, _PARCEL.decode(data)))

    def _judge(self, place: int, future: Future[bytes]) -> None:
        """Say what the failure of a task means: for its document, or for the cluster."""
        from distributed import KilledWorker  # noqa: PLC0415

        error = future.exception(timeout=CONNECT_SECONDS)
        if not isinstance(error, KilledWorker):
            hint = "install the same nhiemvu[dask] on its scheduler and workers"
            reason = f"one of its machines could not run this program ({_line(error)}); {hint}"
            raise self.cluster.fail(reason, error)
        if place != self.alone:
            self.suspected.append(place)
            return
        job = self.jobs[place]
        why = "every worker of the cluster that read it ended without an answer."
        self._finish(place, Outcome(job.path, problem=failed(job.path, why)))

    def _unpack(self, job: Job, sent: Sent, parcel: Parcel) -> Outcome:
        """Write what a worker sent into the snapshot; raises ClusterUnusable where that is no answer."""
        outcome = parcel.outcome
        if outcome is None:
            raise self.cluster.fail(parcel.refusal or "a worker sent an empty answer")
        identity = outcome.identity
        if identity is not None:
            hashes = (hashlib.sha256(data).hexdigest() for data in (sent.data, parcel.text))
            if (*hashes,) != (identity.sha256, identity.text_sha256):
                raise self.cluster.fail(f"what a worker sent for {job.path} is damaged")
            folder = Path(self.setting.folder)
            cache.put(folder, identity.sha256, parcel.record, identity.text_sha256, parcel.text)
        quads = None if parcel.quads is None else self.pieces.add(parcel.quads)
        facts = None if parcel.facts is None else self.pieces.add(parcel.facts)
        return msgspec.structs.replace(outcome, quads=quads, facts=facts)

    def _finish(self, place: int, outcome: Outcome) -> None:
        self.outcomes[place] = outcome
        self.done()


def _is_kept(job: Job, setting: Setting) -> bool:
    suffix = Path(job.path).suffix
    return (
        job.iri is not None or cache.find(setting.before, job.sha256, suffix, setting.fingerprint) is not None
    )


def _line(error: BaseException | None) -> str:
    """Give what an error of the library says in one line."""
    words = " ".join(str(error).split())[:200].rstrip(" .")
    return words or type(error).__name__


@contextmanager
def _quiet(*names: str) -> Iterator[None]:
    """Keep loggers from writing, but for what is critical."""
    loggers = [logging.getLogger(name) for name in names]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)
