"""The heap of the server: free pages go back to the system; other C libraries than glibc are left alone."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from api import heap

BLOCK = 10_000
BLOCKS = 4_000


@pytest.fixture(autouse=True)
def asked_anew() -> Iterator[None]:
    """Look the functions of the library up again, before a test and after it."""
    heap._of_glibc.cache_clear()
    yield
    heap._of_glibc.cache_clear()


def resident() -> int:
    """Give the memory that this process holds, in bytes."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.skipif(heap._of_glibc("malloc_trim") is None, reason="the C library is not glibc")
def test_free_pages_between_held_blocks_go_back_to_the_system() -> None:
    library = ctypes.CDLL(None)
    library.malloc.restype, library.malloc.argtypes = ctypes.c_void_p, [ctypes.c_size_t]
    library.free.restype, library.free.argtypes = None, [ctypes.c_void_p]
    blocks = [library.malloc(BLOCK) for _ in range(BLOCKS)]
    for block in blocks:
        ctypes.memset(block, 1, BLOCK)
    held = blocks.pop()  # glibc gives the end of the heap back of itself
    for block in blocks:
        library.free(block)
    before = resident()
    heap.give_back()
    assert before - resident() > BLOCK * BLOCKS // 2
    library.free(held)


class Library:
    """A C library that notes what it is asked for."""

    def __init__(self, *, glibc: bool, names: tuple[str, ...]) -> None:
        self.asked: list[tuple[str, tuple[int, ...]]] = []
        self.names = names
        if glibc:
            self.gnu_get_libc_version = None

    def __getitem__(self, name: str) -> object:
        if name not in self.names:
            raise AttributeError(name)
        return lambda *given: self.asked.append((name, given))


@pytest.mark.parametrize(
    ("glibc", "names", "asked"),
    [
        (True, ("mallopt", "malloc_trim"), [("mallopt", (-8, 1)), ("malloc_trim", (0,))]),
        (True, ("mallopt",), [("mallopt", (-8, 1))]),
        (False, ("mallopt", "malloc_trim"), []),
    ],
    ids=["glibc", "an old glibc", "another C library"],
)
def test_only_glibc_is_asked(
    glibc: bool,
    names: tuple[str, ...],
    asked: list[object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    library = Library(glibc=glibc, names=names)
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    heap.keep_one_arena()
    heap.give_back()
    assert library.asked == asked


@pytest.mark.parametrize("error", [OSError, TypeError])
def test_a_system_that_tells_no_library_is_left_alone(
    error: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: None) -> None:
        raise error

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    heap.keep_one_arena()
    heap.give_back()
