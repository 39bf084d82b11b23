"""Tell how the time of some work grows with its size, whatever else the machine does meanwhile.

A clock on the wall tells of the other programs too, and one look at the processor's time tells of its caches
and of a busy neighbour. So the processor time of the calling thread alone is taken, with the garbage
collector off; a small and a large piece of work are timed in turn and the least time of each is kept, until
what was seen is growth in line with the size. What really grows with the square stays beyond the bound in
every try. The tracer of coverage is off meanwhile: it costs more than the work.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from functools import partial
from math import inf

from tests.unmeasured import unmeasured

TIMES = 4
"""How many times larger the large piece is: work in line takes 4 times as long, that of the square 16."""
BOUND = TIMES**1.6
"""Growth that passes, about 9: sorting and caches that overflow stay below it."""
SLACK = 0.02
"""Seconds in which a machine's clock and interrupts are heard more than the work."""
TRIES = 8


def thread_seconds(work: Callable[[], object]) -> float:
    """Give the processor time, in seconds, that this thread takes for some work."""
    on = gc.isenabled()
    gc.disable()
    try:
        with unmeasured():
            started = time.thread_time()
            work()
            return time.thread_time() - started
    finally:
        if on:
            gc.enable()


def assert_in_line(work: Callable[[int], object], size: int) -> None:
    """Fail when the time of `work(n)` grows with more than about n^1.6 up to n = `size`.

    The sizes differ a little from try to try, so that work which remembers its last answers is done anew.
    The small piece is timed twice: were its time too long, growth would pass that should not.
    """
    small = large = inf
    for turn in range(TRIES):
        part = max(1, size // TIMES - 2 * turn)
        small = min(small, *(thread_seconds(partial(work, part - less)) for less in (0, 1)))
        large = min(large, thread_seconds(partial(work, part * TIMES)))
        if large <= small * BOUND + SLACK:
            return
    raise AssertionError(
        f"{TIMES} times the size took {large / small:.1f} times as long in the best of {TRIES} tries"
        f" ({small:.3f} s and {large:.3f} s)"
    )
