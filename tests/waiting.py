"""Waiting for what a test expects: until it is so, and on the slowest machine as well."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 120.0
"""Seconds after which what has not happened is taken to hang; a busy machine needs a few of them."""


def wait_until(true: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    """Wait until something is true; False when it is not in time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.02)
    return true()
