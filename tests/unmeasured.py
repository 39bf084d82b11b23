"""Let work go on without the tracer of coverage, which more than doubles its time.

Up to Python 3.11 coverage is told of every line of every program, of those too that it does not measure.
What of ours is called inside is not counted. So it is for programs of others, and for tests of sizes, of
chance and of whole graphs, whose lines other tests run as well: the marker `unmeasured` is for those.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def unmeasured() -> Iterator[None]:
    """Stop tracing this thread until the block ends, and the threads that are started inside."""
    tracer, for_threads = sys.gettrace(), threading.gettrace()
    sys.settrace(None)
    threading.settrace(None)
    try:
        yield
    finally:
        threading.settrace(for_threads)
        sys.settrace(tracer)
