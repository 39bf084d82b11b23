"""The measure of growth tells work in line from the square, also beside busy threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.growth import assert_in_line
from tests.waiting import PATIENCE, beside


def once(size: int) -> int:
    return sum(number * number for number in range(size))


def ordered(size: int) -> list[int]:
    return sorted(range(size), key=lambda number: number * 7919 % size)


def square(size: int) -> int:
    return sum(1 for first in range(size) for second in range(size) if first == second)


@contextmanager
def busy(threads: int = 2) -> Iterator[None]:
    stop = threading.Event()

    def turn() -> None:
        while not stop.is_set():
            once(1000)

    running = [beside(turn) for _ in range(threads)]
    try:
        yield
    finally:
        stop.set()
        for one in running:
            one.result(PATIENCE)


@pytest.mark.parametrize(("work", "size"), [(once, 100_000), (ordered, 20_000)])
def test_work_in_line_passes_on_a_busy_machine(work: Callable[[int], object], size: int) -> None:
    with busy():
        assert_in_line(work, size)


def test_a_square_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.growth.TRIES", 3)
    with pytest.raises(AssertionError, match="4 times the size took"):
        assert_in_line(square, 2400)


def test_a_first_look_disturbed_by_others_is_not_the_last_word(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    times = iter([1.0, 1.0, 20.0, 1.0, 1.0, 4.0])

    def seconds(work: Callable[[], object]) -> float:
        work()
        return next(times)

    monkeypatch.setattr("tests.growth.thread_seconds", seconds)
    assert_in_line(seen.append, 400)
    assert seen == [100, 99, 400, 98, 97, 392]
