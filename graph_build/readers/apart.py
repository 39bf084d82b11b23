"""Read a file in a process of its own, with limits on its memory and time.

For parsers in native code that a damaged or hostile file can send round in circles or bring to ask for all
memory: their process dies, and the file has its line in the ledger.
"""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import NoReturn, cast

import msgspec

from graph_build import errors
from graph_build.errors import BrokenFile, ReadError
from graph_build.readers.content import Content, Reader
from graph_build.readers.limits import CPU_SECONDS, READING_MEMORY

SECONDS = 300.0
"""How long the process may take by the clock, busy machines included, unless a format is given more."""

_limited = False
"""Whether this process has limits of its own, so that no further one is needed."""


class _Question(msgspec.Struct):
    module: str
    function: str
    name: str
    data: bytes
    seconds: float


class _Answer(msgspec.Struct):
    """What came of it: the content, or the class and arguments of a ReadError."""

    content: Content | None = None
    error: str = ""
    arguments: tuple[str | int, ...] = ()


def limit_process(cpu_seconds: float | None = None) -> None:
    """Hold this process to `READING_MEMORY`, and to seconds of processor time where they are given.

    Readers run in it directly from then on. Where a limit is already lower it stays.
    """
    global _limited  # noqa: PLW0603 - a fact about the process
    limits = [(resource.RLIMIT_AS, READING_MEMORY)]
    if cpu_seconds is not None:
        limits.append((resource.RLIMIT_CPU, int(cpu_seconds)))
    for what, limit in limits:
        _, hard = resource.getrlimit(what)
        least = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(what, (least, hard))
    _limited = True


class TookTooLong(Exception):
    """Stop the reading of a file that has used up its processor time."""


@contextmanager
def cpu_limit() -> Iterator[None]:
    """Raise TookTooLong in what runs inside once it has used `CPU_SECONDS` of processor time.

    Signals reach the main thread only, and stop regular expressions too; in other threads nothing is limited.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> NoReturn:
        raise TookTooLong(f"it took over {CPU_SECONDS} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def read_apart(reader: Reader, name: str, data: bytes, kind: str, *, seconds: float = SECONDS) -> Content:
    """Run a reader, a function of a module, in a process of its own, unless this one has limits already.

    Raises what the reader raises, and BrokenFile where the process takes too much or dies. `seconds` counts
    by the clock; processor time is limited to `CPU_SECONDS` as well.
    """
    if _limited:
        return reader(name, data)
    question = _Question(reader.__module__, reader.__name__, name, data, seconds)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        done = subprocess.run(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-c", f"from {__name__} import main; main()"],
            input=msgspec.msgpack.encode(question),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=seconds,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise BrokenFile(name, kind, f"reading it took over {seconds:.0f} s") from error
    if done.returncode:
        raise BrokenFile(name, kind, "reading it failed or took too much memory")
    answer = msgspec.msgpack.decode(done.stdout, type=_Answer)
    if answer.content is None:
        raise cast(Callable[..., ReadError], getattr(errors, answer.error))(*answer.arguments)
    return answer.content


def main() -> None:
    """Answer the one question on standard input."""
    question = msgspec.msgpack.decode(sys.stdin.buffer.read(), type=_Question)
    limit_process(min(question.seconds, CPU_SECONDS))
    reader = cast(Reader, getattr(import_module(question.module), question.function))
    try:
        answer = _Answer(content=reader(question.name, question.data))
    except ReadError as error:
        answer = _Answer(error=type(error).__name__, arguments=error.args)
    sys.stdout.buffer.write(msgspec.msgpack.encode(answer))
