"""Ties, PageRank and the calendars are what plain loops over tasks and months count."""

from __future__ import annotations

from collections import Counter
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.load_table import NO_MONTH, LoadTable
from queries.load_calendar import Month, calendar
from queries.load_network import DAMPING, Role, pagerank, ties
from queries.load_parts import period_name

ACTORS, TASKS, LOW = 5, 4, 12 * 2022
FAR = 60_000
"""So many actors that a pair of them no longer fits into 32 bits."""

_PAIRS = st.lists(st.tuples(st.integers(0, ACTORS - 1), st.integers(0, TASKS - 1)), max_size=14, unique=True)
_SPAN = st.lists(st.integers(LOW, LOW + 9), min_size=2, max_size=2).map(sorted)
_STATED = st.one_of(st.just([NO_MONTH, NO_MONTH]), _SPAN)
_SPANS = st.lists(st.tuples(st.integers(0, TASKS - 1), _STATED, _STATED), max_size=12)


def _pairs(rows: list[tuple[int, int]]) -> np.ndarray:
    array = np.array(rows, dtype=np.int64).reshape(-1, 2)
    return array[np.lexsort((array[:, 0], array[:, 1]))]


@given(_PAIRS, _PAIRS, st.sampled_from(["all", "lead", "joint"]), st.sampled_from([1, FAR // ACTORS]))
def test_ties(leads: list[tuple[int, int]], coordinates: list[tuple[int, int]], role: Role, far: int) -> None:
    """A pair is tied by every task once, however many roles tie it there and of however many actors."""
    tied: set[tuple[int, int, int]] = set()
    for others in (leads if role != "lead" else [], coordinates if role != "joint" else []):
        for (one, task), (other, same) in product(leads, others):
            tied |= {(one * far, other * far, task)} if task == same and one != other else set()
    spread = [_pairs([(actor * far, task) for actor, task in rows]) for rows in (leads, coordinates)]
    found = ties(spread[0], spread[1], ACTORS * far, TASKS, role)
    directed = Counter((one, other) for one, other, _ in tied)
    pairs = Counter((one, other) for one, other, _ in {(min(a, b), max(a, b), t) for a, b, t in tied})
    assert found.directed.tolist() == [[*pair, times] for pair, times in sorted(directed.items())]
    assert found.pairs.tolist() == [[*pair, times] for pair, times in sorted(pairs.items())]


def test_pagerank_of_ties_in_a_ring() -> None:
    """A ring moves slowest: it ends, and all are alike; who has no tie out passes on to all."""
    ring = np.array([(n, (n + 1) % 6, 3) for n in range(6)])
    assert pagerank(ring, 6).tolist() == pytest.approx([1 / 6] * 6, abs=1e-12)
    one_way = pagerank(np.array([(0, 1, 7)]), 2)
    assert one_way.tolist() == pytest.approx([1 / (2 + DAMPING), (1 + DAMPING) / (2 + DAMPING)], abs=1e-11)
    assert pagerank(np.zeros((0, 3), dtype=np.int64), 3).tolist() == pytest.approx([1 / 3] * 3)
    assert pagerank(np.zeros((0, 3), dtype=np.int64), 0).tolist() == []


def _active(span: tuple[int, ...]) -> range:
    """Give the months in which docs/load.md has a task active."""
    _, start, start_last, due_first, due = span
    first = due_first if start == NO_MONTH else start
    last = start_last if due == NO_MONTH else due
    return range(due_first if last < first else first, last + 1)


@given(_SPANS)
def test_calendar(rows: list[tuple[int, list[int], list[int]]]) -> None:
    """Months and deadlines are those of a loop, also where a task has several spans that overlap."""
    none = [NO_MONTH, NO_MONTH]
    spans = {(task, *start, *due) for task, start, due in rows if [*start, *due] != none * 2}
    table = LoadTable(
        actors=("urn:a",),
        names=(),
        documents=("urn:d",),
        tasks=TASKS,
        faces=np.zeros((0, 3), dtype=np.int64),
        leads=_pairs([]),
        coordinates=_pairs([]),
        stated=_pairs([(task, 0) for task in range(TASKS)]),
        above=_pairs([]),
        spans=np.array(sorted(spans), dtype=np.int64).reshape(-1, 5),
        members=_pairs([]),
    )
    counts = Counter(month for _, month in {(span[0], month) for span in spans for month in _active(span)})
    reach = range(min(counts), max(counts) + 1) if counts else ()
    stated = Counter(due for _, due in {(span[0], span[3:]) for span in spans if span[3] != NO_MONTH})
    found = calendar(table)
    assert found.months == tuple(Month(period_name(month, "month"), counts[month]) for month in reach)
    found_due = [(one.first, one.last, one.tasks) for one in found.deadlines]
    assert found_due == [(*due, times) for due, times in sorted(stated.items())]
