"""Read files: here or in worker processes, each file of the same bytes once.

Workers are processes of their own that speak over pipes; one that dies or hangs takes one file with it,
never the build. What a file gives stays on disk (`graph_build.jobs`); only its outcome comes back.
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
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

import msgspec

from graph_build import cache
from graph_build.errors import ReadError
from graph_build.jobs import Job, Outcome, Setting, failed, run
from graph_build.pieces import PieceWriter
from graph_build.readers import archive
from graph_build.readers.apart import limit_process
from graph_build.readers.files import open_regular
from graph_build.readers.limits import FILE_SECONDS, MAX_BYTES, READING_MEMORY

MINIMUM_FOR_WORKERS = 1_000_000
"""Bytes of uncached files from which worker processes pay for their start (measured: docs/decisions)."""

CACHED_SHARE = 8
"""How many times faster a file of the cache is done than one that must be read."""

WORKER = ("-m", "graph_build.reading")
"""What the interpreter runs as a worker."""


class Runner(Protocol):
    """What does jobs: `run_jobs`, or the cluster of `graph_build.cluster`."""

    def __call__(
        self, jobs: Sequence[Job], setting: Setting, workers: int | None, done: Callable[[], None]
    ) -> list[Outcome]:
        """Do jobs; gives the outcomes in their order."""


def read_files(
    files: Sequence[Path],
    setting: Setting,
    workers: int | None,
    progress: Callable[[int], None],
    run_all: Runner,
) -> list[Outcome]:
    """Read files; those with the same bytes and the same kind of name are read once.

    Gives one outcome a file, in their order. `progress` is called with the number of files done. `workers` is
    as in `run_jobs`; `run_all` does the jobs.
    """
    hashes = {path: _hash_file(path) for path in files}
    leaders: dict[tuple[str, str], Path] = {}
    leader = {
        path: leaders.setdefault((sha256 or str(path), path.suffix), path) for path, sha256 in hashes.items()
    }
    jobs = [Job(str(path), hashes[path]) for path in leaders.values()]
    done = len(files) - len(jobs)
    progress(done)

    def note() -> None:
        nonlocal done
        done += 1
        progress(done)

    given = run_all(jobs, setting, workers, note)
    outcomes = dict(zip(leaders.values(), given, strict=True))
    return [_under_name(outcomes[leader[path]], path) for path in files]


def _under_name(outcome: Outcome, path: Path) -> Outcome:
    """Give what came of a file to another one with the same bytes; what is wrong with it names that one."""
    if outcome.path == str(path):
        return outcome
    if (problem := outcome.problem) is not None:
        told = problem.why.replace(outcome.path, str(path))
        problem = msgspec.structs.replace(problem, file=str(path), why=told)
    if outcome.identity is None:
        return msgspec.structs.replace(outcome, path=str(path), problem=problem)
    identity = msgspec.structs.replace(outcome.identity, source_name=archive.member_name(path))
    return msgspec.structs.replace(outcome, path=str(path), identity=identity, problem=problem)


def _hash_file(path: Path) -> str | None:
    """Give the SHA-256 of a file's bytes; None where it cannot be read, which the reader will explain."""
    try:
        if archive.is_member(path):
            return hashlib.sha256(archive.load_member(path)).hexdigest()
        with open_regular(path) as file:
            if os.fstat(file.fileno()).st_size > MAX_BYTES:
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (OSError, ValueError, ReadError):
        return None


def run_jobs(
    jobs: Sequence[Job], setting: Setting, workers: int | None, done: Callable[[], None]
) -> list[Outcome]:
    """Do jobs here or in worker processes; gives the outcomes in the order of the jobs.

    `workers` is the number of reading processes: below 2 everything is done in this one; None takes one a
    processor where there is more to do than `MINIMUM_FOR_WORKERS`. `done` is called after every file, in the
    calling thread. Raises OSError where the snapshot cannot be written.
    """
    sizes = [size_of(job, setting) for job in jobs]
    if workers is None:
        workers = 1 if sum(sizes) < MINIMUM_FOR_WORKERS else os.cpu_count() or 1
    if workers < 2 or len(jobs) < 2:
        return _run_here(jobs, setting, done)
    todo: queue.SimpleQueue[int] = queue.SimpleQueue()
    finished: queue.SimpleQueue[tuple[int, Outcome] | BaseException] = queue.SimpleQueue()
    for index in sorted(range(len(jobs)), key=lambda index: -sizes[index]):  # no long one at the end
        todo.put(index)
    pool = [ReadingProcess(setting) for _ in range(min(workers, len(jobs)))]
    threads = [
        threading.Thread(target=_drain, args=(worker, jobs, todo, finished), daemon=True) for worker in pool
    ]
    try:
        for thread in threads:
            thread.start()
        outcomes: dict[int, Outcome] = {}
        while len(outcomes) < len(jobs):
            told = finished.get()
            if isinstance(told, BaseException):
                raise told
            index, outcome = told
            if outcome.cannot_write is not None:
                raise OSError(*outcome.cannot_write)
            outcomes[index] = outcome
            done()
    finally:
        for _ in _items(todo):  # what nobody has begun, nobody begins any more
            pass
        for worker in pool:
            worker.close()
    return [outcomes[index] for index in range(len(jobs))]


def _run_here(jobs: Sequence[Job], setting: Setting, done: Callable[[], None]) -> list[Outcome]:
    pieces = PieceWriter(Path(setting.pieces))
    outcomes = []
    try:
        for job in jobs:
            outcomes.append(run(job, setting, pieces))
            done()
    finally:
        pieces.close()
    return outcomes


def size_of(job: Job, setting: Setting) -> int:
    """Tell how much work a file is, as bytes to read; 0 where that is not known."""
    try:
        size = Path(job.path).stat().st_size
    except OSError:  # a member of an archive, or what the reader will explain
        return 0
    known = job.iri is not None or cache.holds(setting.before, job.sha256)
    return size // CACHED_SHARE if known else size


def _drain(
    worker: ReadingProcess,
    jobs: Sequence[Job],
    todo: queue.SimpleQueue[int],
    finished: queue.SimpleQueue[tuple[int, Outcome] | BaseException],
) -> None:
    try:
        for index in _items(todo):
            finished.put((index, worker.run(jobs[index])))
    except BaseException as error:  # raised again by the thread that waits for outcomes
        finished.put(error)


def _items(todo: queue.SimpleQueue[int]) -> Iterator[int]:
    while True:
        try:
            yield todo.get_nowait()
        except queue.Empty:
            return


class ReadingProcess:
    """A process that does jobs, one at a time and within limits, started again when it died."""

    def __init__(self, setting: Setting) -> None:
        self._setting = setting
        self._process: subprocess.Popen[bytes] | None = None

    def run(self, job: Job) -> Outcome:
        """Do a job; where the process dies, hangs or is ended, that is the problem of its file."""
        guard: threading.Timer | None = None
        data = None
        try:
            process = self._process or self._start()
            guard = threading.Timer(FILE_SECONDS, process.kill)
            guard.start()
            if process.stdin is not None and process.stdout is not None:
                _send(process.stdin, job)
                data = _receive(process.stdout)
        except OSError:  # the worker died: its pipe is broken
            data = None
        finally:
            if guard is not None:
                guard.cancel()
        if data is not None:
            return _OUTCOME.decode(data)
        self.close()
        why = (
            f"the reading process ended without an answer, took over {FILE_SECONDS:.0f} s, "
            f"or needed more than {READING_MEMORY >> 30} GB of memory."
        )
        return Outcome(job.path, problem=failed(job.path, why))

    def _start(self) -> subprocess.Popen[bytes]:
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, *WORKER]
        process = self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
        )
        if process.stdin is not None:
            _send(process.stdin, self._setting)
        return process

    def end(self) -> None:
        """End the process from another thread; a job that it does is lost, the next one starts another."""
        if (process := self._process) is not None:
            process.kill()

    def close(self) -> None:
        """End the process and wait until it has gone."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(BrokenPipeError):  # it sends once more what could not be sent
                    pipe.close()


_FRAME = struct.Struct("<Q")
_SETTING = msgspec.msgpack.Decoder(Setting)
_JOB = msgspec.msgpack.Decoder(Job)
_OUTCOME = msgspec.msgpack.Decoder(Outcome)


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
    """Be a worker: take the setting, then do jobs until their pipe is closed, as the end of a build does."""
    first = _receive(requests)
    if first is None:
        return
    limit_process()
    setting = _SETTING.decode(first)
    pieces = PieceWriter(Path(setting.pieces))
    while (data := _receive(requests)) is not None:
        job = _JOB.decode(data)
        try:
            outcome = run(job, setting, pieces)
        except OSError as error:
            outcome = Outcome(job.path, cannot_write=(error.errno or 0, error.strerror or str(error)))
        if job.sent is not None:  # who sent it fetches its pieces at once
            pieces.close()
        _send(answers, outcome)


def main() -> None:
    """Serve over the standard streams; whatever else is printed goes to standard error."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
