"""Read and extract files: from the cache where nothing changed, here, or in worker processes.

A record is cached under the hash of its file, with a fingerprint of all that the reading depends on:
the code and data of the package, the register, the base IRI. Workers are processes of their own that
speak over pipes; one that dies or hangs takes one file with it, never the build.
"""

from __future__ import annotations

import hashlib
import os
import queue
import struct
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import msgspec

from graph_build import snapshots
from graph_build.errors import ReadError, TextMissing
from graph_build.issues import skipped, unreadable
from graph_build.readers import archive
from graph_build.records import DocumentRecord, Issue
from ontology.register import load_register

if TYPE_CHECKING:
    from graph_build.unit_book import UnitBook

MINIMUM_FOR_WORKERS = 1_000_000
"""Bytes of uncached files from which worker processes pay for their start (measured: docs/decisions)."""

FILE_SECONDS = 300.0
"""How long a worker may take for one file before it is ended and the file is noted as failed."""


WORKER = ("-m", "graph_build.reading")
"""What the interpreter runs as a worker."""


class Request(msgspec.Struct, frozen=True):
    """One file for a worker to read."""

    path: str
    base: str
    register: str | None


class Reading(msgspec.Struct, frozen=True):
    """What came of one file: a record with its text, or the reason why there is none.

    The record's evidence counts in `text`.
    """

    path: str
    record: DocumentRecord | None = None
    text: str = ""
    problem: Issue | None = None
    from_cache: bool = False


class CachedRecord(msgspec.Struct, frozen=True):
    """A record as kept with a snapshot: under which fingerprint, and from which kind of file."""

    fingerprint: str
    suffix: str
    record: DocumentRecord


_CACHED = msgspec.json.Decoder(CachedRecord)


class Cache:
    """The records of the snapshot before, for files whose bytes have not changed."""

    def __init__(self, snapshot: Path | None, fingerprint: str) -> None:
        self._snapshot = snapshot
        self._fingerprint = fingerprint

    def find(self, path: Path, sha256: str | None) -> Reading | None:
        """Give the reading of a file with this hash from the cache; None where the file must be read.

        A cache that is damaged or was made under other circumstances is as good as none.
        """
        if self._snapshot is None or sha256 is None:
            return None
        try:
            kept = _CACHED.decode((self._snapshot / snapshots.RECORDS / f"{sha256}.json").read_bytes())
            if (kept.fingerprint, kept.suffix) != (self._fingerprint, path.suffix):
                return None
            text = snapshots.read_text(self._snapshot, kept.record.text_sha256)
        except (OSError, msgspec.DecodeError, TextMissing):
            return None
        record = msgspec.structs.replace(kept.record, source_name=archive.member_name(path))
        return Reading(str(path), record, text, from_cache=True)

    def keep(self, reading: Reading, folder: Path) -> None:
        """Write the record and the text of a reading into the folder of a new snapshot."""
        record = reading.record
        if record is None:
            return
        kept = CachedRecord(self._fingerprint, Path(reading.path).suffix, record)
        (folder / snapshots.RECORDS / f"{record.sha256}.json").write_bytes(msgspec.json.encode(kept))
        (folder / snapshots.TEXTS / f"{record.text_sha256}.txt").write_bytes(reading.text.encode("utf-8"))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except OSError:  # a member of an archive, or what the reader will explain
        return 0


def _hash_file(path: Path) -> str | None:
    """Give the SHA-256 of a file's bytes; None where it cannot be read, which the reader will explain."""
    try:
        if archive.is_member(path):
            return hashlib.sha256(archive.load_member(path)).hexdigest()
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ReadError):
        return None


def fingerprint(base: str, register: Path | None) -> str:
    """Hash all that a record depends on besides its file."""
    digest = hashlib.sha256(base.encode("utf-8"))
    for package in ("ontology", "graph_build"):
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".ttl"}:
                digest.update(path.relative_to(root).as_posix().encode("utf-8") + b"\0" + path.read_bytes())
    digest.update(register.read_bytes() if register else b"")
    return digest.hexdigest()


@lru_cache(maxsize=2)
def _unit_book(register: str | None, base: str) -> UnitBook:
    from graph_build.unit_book import UnitBook  # noqa: PLC0415

    return UnitBook(load_register(Path(register) if register else None, base))


def read_one(request: Request) -> Reading:
    """Read and extract one file; whatever goes wrong becomes a ledger entry."""
    from graph_build.extract import extract  # noqa: PLC0415 - a cached build needs neither
    from graph_build.readers import read  # noqa: PLC0415

    try:
        source = read(Path(request.path))
        book = _unit_book(request.register, request.base)
        return Reading(request.path, extract(source, book, request.base), source.text)
    except ReadError as error:
        return Reading(request.path, problem=unreadable(error))
    except Exception as error:
        why = f"{request.path}: {type(error).__name__}: {error}"
        return Reading(request.path, problem=skipped("reading-failed", why))


_FRAME = struct.Struct("<Q")
_REQUEST = msgspec.msgpack.Decoder(Request)
_READING = msgspec.msgpack.Decoder(Reading)


def _send(stream: IO[bytes], message: msgspec.Struct) -> None:
    data = msgspec.msgpack.encode(message)
    stream.write(_FRAME.pack(len(data)) + data)
    stream.flush()


def _receive(stream: IO[bytes]) -> bytes | None:
    head = stream.read(_FRAME.size)
    if len(head) < _FRAME.size:
        return None
    (length,) = _FRAME.unpack(head)
    data = stream.read(length)
    return data if len(data) == length else None


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Be a worker: answer requests until their pipe is closed, which the end of the build does."""
    while (data := _receive(requests)) is not None:
        _send(answers, read_one(_REQUEST.decode(data)))


class _Worker:
    """A process that reads files, started again when it died."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, request: Request) -> Reading:
        process = self._process or self._start()
        guard = threading.Timer(FILE_SECONDS, process.kill)
        guard.start()
        data = None
        try:
            if process.stdin is not None and process.stdout is not None:
                _send(process.stdin, request)
                data = _receive(process.stdout)
        except OSError:  # the worker died: its pipe is broken
            data = None
        finally:
            guard.cancel()
        if data is not None:
            return _READING.decode(data)
        self.close()
        why = (
            f"{request.path}: the reading process ended without an answer or took over {FILE_SECONDS:.0f} s."
        )
        return Reading(request.path, problem=skipped("reading-failed", why))

    def _start(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, *WORKER]
        self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        return self._process

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()


class Settings(NamedTuple):
    """How files are read.

    `register` is the path of a file of further units. `workers` is the number of reading processes: below
    2 everything is read in this one; None takes one a processor where the files are together larger than
    `MINIMUM_FOR_WORKERS`.
    """

    base: str
    register: str | None
    workers: int | None


def read_files(
    files: Sequence[Path], settings: Settings, cache: Cache, progress: Callable[[int], None]
) -> list[Reading]:
    """Read files, from the cache where they have not changed; files with the same bytes are read once.

    Gives one reading a file, in their order. `progress` is called with the number of files done.
    """
    hashes = {path: _hash_file(path) for path in files}
    leaders: dict[tuple[str, str], Path] = {}
    leader = {
        path: leaders.setdefault((sha256 or str(path), path.suffix), path) for path, sha256 in hashes.items()
    }
    known = {path: cache.find(path, hashes[path]) for path in leaders.values()}
    requests = [
        Request(str(path), settings.base, settings.register) for path, found in known.items() if not found
    ]
    done = len(files) - len(requests)
    progress(done)

    def note() -> None:
        nonlocal done
        done += 1
        progress(done)

    fresh = {Path(one.path): one for one in read_all(requests, settings.workers, note)}
    return [_under_name(known[leader[path]] or fresh[leader[path]], path) for path in files]


def _under_name(reading: Reading, path: Path) -> Reading:
    if reading.record is None or reading.path == str(path):
        return reading
    record = msgspec.structs.replace(reading.record, source_name=archive.member_name(path))
    return msgspec.structs.replace(reading, path=str(path), record=record)


def read_all(requests: Sequence[Request], workers: int | None, done: Callable[[], None]) -> list[Reading]:
    """Read files here or in worker processes; gives the readings in the order of the requests.

    `workers` below 2 reads here; None takes one a processor where the files are together larger than
    `MINIMUM_FOR_WORKERS`. `done` is called after every file, in the calling thread.
    """
    if workers is None:
        small = sum(_size(request.path) for request in requests) < MINIMUM_FOR_WORKERS
        workers = 1 if small else os.cpu_count() or 1
    if workers < 2 or len(requests) < 2:
        return [_noted(read_one(request), done) for request in requests]
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[int, Reading]] = queue.SimpleQueue()
    for index in range(len(requests)):
        todo.put(index)
    pool = [_Worker() for _ in range(min(workers, len(requests)))]
    threads = [
        threading.Thread(target=_drain, args=(worker, requests, todo, finished), daemon=True)
        for worker in pool
    ]
    try:
        for thread in threads:
            thread.start()
        readings: dict[int, Reading] = {}
        while len(readings) < len(requests):
            index, reading = finished.get()
            readings[index] = _noted(reading, done)
    finally:
        for worker in pool:
            worker.close()
    return [readings[index] for index in range(len(requests))]


def _drain(
    worker: _Worker,
    requests: Sequence[Request],
    todo: queue.SimpleQueue[int],
    finished: queue.SimpleQueue[tuple[int, Reading]],
) -> None:
    for index in _items(todo):
        finished.put((index, worker.read(requests[index])))


def _items(todo: queue.SimpleQueue[int]) -> Iterator[int]:
    while True:
        try:
            yield todo.get_nowait()
        except queue.Empty:
            return


def _noted(reading: Reading, done: Callable[[], None]) -> Reading:
    done()
    return reading


def main() -> None:
    """Serve over the standard streams; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
