"""Let Ctrl-C end a command at once while the store computes.

Python runs its own handler of a signal only between two of its instructions, and a query is one instruction
to it, however long the store takes. But the number of the signal is written to the wakeup file descriptor at
once (documentation of the module `signal`), and another thread can read it there.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 128 + signal.SIGINT
"""The exit status of a command that Ctrl-C ended, as shells give it."""


@contextmanager
def ends_on_interrupt() -> Iterator[None]:
    """End the process with status 130 when Ctrl-C comes, and clean nothing up: for work that only reads.

    Does nothing outside of the main thread, which alone may ask for signals.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    watcher = threading.Thread(target=_watch, args=(reading,), daemon=True)
    watcher.start()
    before = signal.set_wakeup_fd(writing)
    try:
        yield
    finally:
        signal.set_wakeup_fd(before)
        os.close(writing)
        watcher.join()
        os.close(reading)


def _watch(reading: int) -> None:
    while signals := os.read(reading, 64):
        if signal.SIGINT in signals:
            os._exit(INTERRUPTED)
