"""What is read of a snapshot once and kept: the same answers, no second query, and a limit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_build.store import open_snapshot
from queries.counterparts import counterparts
from queries.names import Names
from queries.trace import Asked, trace
from queries.trace_kept import Kept

MINISTRY = "2182/QĐ-BYT"


class Counting:
    """A store that counts what it is asked, and tells that it answers two queries at a time."""

    side_by_side = 2

    def __init__(self, store: Any) -> None:
        self._store = store
        self.asked = 0

    def query(self, *given: Any, **named: Any) -> Any:
        self.asked += 1
        return self._store.query(*given, **named)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


@pytest.fixture
def store(sample_graph: Path) -> Iterator[Counting]:
    with open_snapshot(sample_graph) as opened:
        yield Counting(opened)


def asked_of(limit: int, *kinds: str) -> Asked:
    return Asked.read(kinds=",".join(kinds), limit=str(limit))


@pytest.mark.parametrize("asked", [Asked(), asked_of(500, "document", "citation"), asked_of(7), asked_of(60)])
def test_what_is_kept_changes_no_trace(store: Counting, asked: Asked) -> None:
    names, kept = Names(store), Kept()
    alone = trace(store, MINISTRY, asked, names=names)
    trace(store, MINISTRY, names=names, kept=kept)
    assert trace(store, MINISTRY, asked, names=names, kept=kept) == alone
    assert trace(store, MINISTRY, asked, names=names, kept=kept) == alone


def test_what_was_read_is_not_asked_for_again(store: Counting) -> None:
    names, kept = Names(store), Kept()
    trace(store, MINISTRY, names=names, kept=kept)
    first = store.asked
    assert first > 5
    trace(store, MINISTRY, names=names, kept=kept)
    assert store.asked == first
    counterparts(store, MINISTRY, "164/QĐ-BYT", names=names, kept=kept)
    before = store.asked
    counterparts(store, MINISTRY, "164/QĐ-BYT", names=names, kept=kept)
    assert store.asked == before


def test_what_a_limit_cut_is_not_taken_for_the_whole(store: Counting) -> None:
    names, kept = Names(store), Kept()
    cut = trace(store, MINISTRY, asked_of(5), names=names, kept=kept)
    assert cut.more_down
    assert trace(store, MINISTRY, names=names, kept=kept) == trace(store, MINISTRY, names=names)


def test_the_least_used_are_forgotten() -> None:
    kept, told = Kept(most=4), []

    def ask(names: list[str]) -> dict[str, str]:
        told.extend(names)
        return {name: name.upper() for name in names if name != "nothing"}

    assert kept.read("letter", ["a", "b", "nothing"], ask) == {"a": "A", "b": "B"}
    assert kept.read("letter", ["a", "nothing"], ask) == {"a": "A"}
    assert told == ["a", "b", "nothing"]
    assert kept.read("letter", ["c", "d"], ask) == {"c": "C", "d": "D"}
    assert len(kept) == 4
    assert kept.read("letter", ["b", "a"], ask) == {"a": "A", "b": "B"}
    assert told == ["a", "b", "nothing", "c", "d", "b"]
