"""Waiting for what a test expects: until it is so, on the slowest machine as well, and never for ever.

A thread that is stuck does not hold up the end of the run, and a program that is stuck is killed, so that
reading what it writes comes to an end.
"""

from __future__ import annotations

import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
S = TypeVar("S")
T = TypeVar("T")

PATIENCE = 120.0
"""Seconds after which what has not happened is taken to hang; a busy machine needs a few of them."""
HOUR = 3600.0
"""Seconds that a program may run which serves many tests."""


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until something is true; False when it is not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return true()


def beside(work: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> Future[T]:
    """Begin work in a thread of its own; `.result(PATIENCE)` gives what it gave or raises what it raised."""
    outcome: Future[T] = Future()

    def run() -> None:
        try:
            outcome.set_result(work(*arguments, **named))
        except BaseException as error:  # raised again where the outcome is asked for
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return outcome


def side_by_side(work: Callable[[S], T], given: Iterable[S]) -> list[T]:
    """Do work on every thing given, all at once; gives what it gave, in the order of the things."""
    begun = [beside(work, thing) for thing in given]
    return [one.result(PATIENCE) for one in begun]


@contextmanager
def program(
    command: Sequence[str | bytes | Path], seconds: float = PATIENCE, **options: Any
) -> Iterator[subprocess.Popen[Any]]:
    """Run a program until the block ends; it is killed then, and after `seconds` at the latest."""
    with subprocess.Popen(command, **options) as process:
        guard = threading.Timer(seconds, process.kill)
        guard.daemon = True
        guard.start()
        try:
            yield process
        finally:
            guard.cancel()
            process.kill()


@contextmanager
def connected() -> Iterator[tuple[socket.socket, socket.socket]]:
    """Give the two ends of a connection; neither waits for the other longer than PATIENCE."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.settimeout(PATIENCE)
        theirs.settimeout(PATIENCE)
        yield ours, theirs
