"""What a worker of a Dask cluster does: read one document that was sent to it, and send back all it gave.

A document is read by a reading process of this machine (`graph_build.reading`), with the limits that it has
in a local build: one that crashes, hangs or asks for all memory ends that process, never the worker.
What comes in and goes out are bytes in MessagePack, so that neither the scheduler nor Dask's own
serialisation has anything to do with their content.
"""

from __future__ import annotations

import hashlib
import platform
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from graph_build import cache, snapshots
from graph_build.jobs import Job, Outcome, Setting
from graph_build.pieces import Piece
from graph_build.reading import ReadingProcess

IDLE_SECONDS = 60.0
"""How long a reading process stays for the next document of the same build."""

LOOK_SECONDS = 1.0
"""How long a reading process may go on, at most, when its document is not wanted any more."""

LIBRARIES = (
    "nhiemvu",
    "defusedxml",
    "msgspec",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pypdfium2",
    "python-calamine",
    "selectolax",
)
"""The distributions whose versions can change what is read."""


class RegisterFile(msgspec.Struct, frozen=True):
    """A file of further units: the ending of its name, and its bytes."""

    suffix: str
    data: bytes


class Session(msgspec.Struct, frozen=True):
    """What all documents of a build are read with, and what a worker must agree in to read for it."""

    identifier: str
    base: str
    register: tuple[RegisterFile, ...]
    fingerprint: str
    versions: dict[str, str]


class Parcel(msgspec.Struct, frozen=True):
    """What came of one document, with all that it wrote; or why the worker does not read for the build."""

    refusal: str | None = None
    outcome: Outcome | None = None
    record: bytes = b""
    text: bytes = b""
    quads: bytes | None = None
    facts: bytes | None = None


_SESSION = msgspec.msgpack.Decoder(Session)
_JOB = msgspec.msgpack.Decoder(Job)


def versions() -> dict[str, str]:
    """Give the versions of Python and of the `LIBRARIES` here; a missing one has the version "no"."""
    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "no"
    return found


def keep(session: bytes) -> bytes:
    """Be the task whose result is the session, so that it reaches each worker once."""
    return session


def work(session: bytes, request: bytes) -> bytes:
    """Read the document of a Job for a Session; gives a Parcel. All three are MessagePack.

    Runs as a task in a thread of a Dask worker. A document that nobody wants any more, after Ctrl-C in the
    build, is dropped within `LOOK_SECONDS`.
    """
    from distributed import Reschedule, get_worker  # noqa: PLC0415 - of an optional extra

    worker = get_worker()
    key = worker.get_current_task()
    dropped = False

    def wanted() -> bool:
        nonlocal dropped
        task = worker.state.tasks.get(key)
        dropped = task is None or task.state == "cancelled"
        return not dropped

    try:
        site = _site(session, worker.local_directory)
        parcel = Parcel(site.refusal) if site.refusal else site.read(_JOB.decode(request), wanted)
    except Exception as error:  # told in words: not every exception survives the way to the build
        parcel = Parcel(f"fails in {worker.local_directory} ({type(error).__name__}: {error})")
    if dropped:  # if somebody has come to want it after all, it is read again
        raise Reschedule
    if parcel.refusal is not None:
        parcel = Parcel(f"its worker {worker.address} {parcel.refusal}")
    return msgspec.msgpack.encode(parcel)


class _Reader:
    """A reading process with a folder of its own, which is empty between two documents."""

    def __init__(self, base: str, register: tuple[str, ...], fingerprint: str, directory: str) -> None:
        self._temporary = tempfile.TemporaryDirectory(
            prefix="nhiemvu-", dir=directory, ignore_cleanup_errors=True
        )
        self._folder = Path(self._temporary.name)
        self._pieces = self._folder / "pieces"
        for part in (snapshots.TEXTS, snapshots.RECORDS, self._pieces.name):
            (self._folder / part).mkdir()
        folder, pieces = str(self._folder), str(self._pieces)
        self._process = ReadingProcess(Setting(base, register, folder, pieces, None, fingerprint))
        self.idle: threading.Timer | None = None

    def read(self, job: Job, wanted: Callable[[], bool]) -> Parcel:
        """Read a document and take what it wrote; raises OSError where it cannot write."""
        with _ended_unless(wanted, self._process.end):
            outcome = self._process.run(job)
        if outcome.cannot_write is not None:
            raise OSError(*outcome.cannot_write)
        record, text = b"", b""
        if outcome.identity is not None:
            identity = outcome.identity
            record, text = cache.take(self._folder, identity.sha256, identity.text_sha256)
        quads, facts = self._piece(outcome.quads), self._piece(outcome.facts)
        for path in self._pieces.iterdir():
            path.unlink()
        return Parcel(None, outcome, record, text, quads, facts)

    def _piece(self, piece: Piece | None) -> bytes | None:
        if piece is None:
            return None
        with (self._pieces / piece.file).open("rb") as file:
            file.seek(piece.start)
            return file.read(piece.length)

    def close(self) -> None:
        self._process.close()
        self._temporary.cleanup()


class _Site:
    """The reading processes of a build on this worker: as many as it has documents at once."""

    def __init__(self, session: Session, directory: str) -> None:
        self._temporary = tempfile.TemporaryDirectory(
            prefix="nhiemvu-", dir=directory, ignore_cleanup_errors=True
        )
        self._session = session
        self._directory = directory
        self._register = tuple(self._write(file) for file in session.register)
        self._idle: list[_Reader] = []
        self._lock = threading.Lock()
        self.refusal = self._compare()

    def _write(self, file: RegisterFile) -> str:
        name = hashlib.sha256(file.data).hexdigest() + file.suffix
        path = Path(self._temporary.name) / name
        path.write_bytes(file.data)
        return str(path)

    def _compare(self) -> str | None:
        """Say why this machine would not read as the one that builds; None where it would."""
        here, there = versions(), self._session.versions
        other = [
            f"{name} {here.get(name)} and not {there[name]}"
            for name in there
            if here.get(name) != there[name]
        ]
        if other:
            return f"has {', '.join(other)}: install the same versions on every machine"
        if cache.fingerprint(self._session.base, [*map(Path, self._register)]) != self._session.fingerprint:
            return (
                "has other code, rules or another OCR program than this machine, so it could read otherwise: "
                "install the same on both"
            )
        return None

    def read(self, job: Job, wanted: Callable[[], bool]) -> Parcel:
        """Read a document in a process that is idle, or in a new one; raises OSError."""
        with self._lock:
            reader = self._idle.pop() if self._idle else None
        if reader is None:
            session = self._session
            reader = _Reader(session.base, self._register, session.fingerprint, self._directory)
        elif reader.idle is not None:
            reader.idle.cancel()
        try:
            parcel = reader.read(job, wanted)
        except BaseException:
            reader.close()
            raise
        reader.idle = threading.Timer(IDLE_SECONDS, self._let_go, (reader,))
        reader.idle.daemon = True
        with self._lock:
            self._idle.append(reader)
            reader.idle.start()
        return parcel

    def _let_go(self, reader: _Reader) -> None:
        with self._lock:
            if reader not in self._idle or reader.idle is not threading.current_thread():
                return
            self._idle.remove(reader)
        reader.close()


_SITES = threading.Lock()


def _site(session: bytes, directory: str) -> _Site:
    with _SITES:  # two threads with the first documents of a build make one
        return _known_site(session, directory)


@lru_cache(maxsize=4)
def _known_site(session: bytes, directory: str) -> _Site:
    return _Site(_SESSION.decode(session), directory)


@contextmanager
def _ended_unless(wanted: Callable[[], bool], end: Callable[[], None]) -> Iterator[None]:
    """Call `end` when what runs inside is not wanted any more."""
    done = threading.Event()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            if not wanted():
                end()
                return

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
