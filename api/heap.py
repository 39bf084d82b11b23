"""The heap of the process that serves, where glibc keeps it: few arenas, and free pages given back.

glibc gives threads arenas of their own (mallopt(3), M_ARENA_MAX) and keeps what is freed between blocks that
are held. A server whose threads take turns gains nothing by arenas, and holds tens of megabytes more.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache
from typing import Final

_ARENA_MAX: Final = -8  # M_ARENA_MAX in malloc.h


def keep_one_arena() -> None:
    """Let threads that begin from now on share the heap; does nothing under another C library."""
    if (call := _of_glibc("mallopt")) is not None:
        call(_ARENA_MAX, 1)


def give_back() -> None:
    """Give free pages of the heap back to the system; does nothing under another C library."""
    if (call := _of_glibc("malloc_trim")) is not None:
        call(0)


@cache
def _of_glibc(name: str) -> Callable[..., int] | None:
    try:
        library = ctypes.CDLL(None)
        return library[name] if hasattr(library, "gnu_get_libc_version") else None
    except (OSError, TypeError, AttributeError):
        return None
