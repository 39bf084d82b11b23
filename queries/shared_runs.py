"""Runs of one to three syllables of many texts as arrays: who holds which, and what texts share.

A run is named by a number that holds for one table only. NumPy is slow to import: import this where needed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from queries.likeness import tokens

Ints: TypeAlias = NDArray[np.int64]
Floats: TypeAlias = NDArray[np.float64]

_LONGEST: Final = 3


class RunTable:
    """The different runs of some texts: entries ordered by text and run.

    `text`, `run` and `times` are the columns; the entries of a text stand from `first[text]` to
    `first[text + 1]`. `length` and `often` tell of a run its syllables, and how many texts hold it.
    """

    def __init__(self, texts: Sequence[str]) -> None:
        numbers: dict[str, int] = {}
        found = [[numbers.setdefault(one.key, len(numbers)) for one in tokens(text)] for text in texts]
        owner = np.repeat(np.arange(len(texts)), [len(one) for one in found])
        syllables: Ints = np.array([number for one in found for number in one], dtype=np.int64)
        named, sizes = _numbered(syllables, owner, len(numbers))
        runs = max(1, sum(sizes))
        held = np.concatenate([at * runs + run for at, run in named])
        entries, times = np.unique(held, return_counts=True)
        self.text: Ints = entries // runs
        self.run: Ints = entries % runs
        self.times: Ints = times
        self.first: Ints = np.searchsorted(self.text, np.arange(len(texts) + 1))
        self.length: Ints = np.repeat(np.arange(1, _LONGEST + 1), sizes)
        self.often: Ints = np.bincount(self.run, minlength=sum(sizes))

    def entries(self, text: int) -> slice:
        """Give the place of the entries of a text."""
        return slice(int(self.first[text]), int(self.first[text + 1]))


def _numbered(syllables: Ints, owner: Ints, different: int) -> tuple[list[tuple[Ints, Ints]], list[int]]:
    """Number the runs of every length: for each the texts they stand in and their numbers, and how many.

    A run is told by the number of the run that is shorter by its last syllable, and that syllable.
    """
    named = [(owner, syllables)]
    sizes = [different]
    shorter, at = syllables, np.arange(len(syllables))
    below = 0
    for size in range(2, _LONGEST + 1):
        inside = at + size - 1 < len(syllables)
        shorter, at = shorter[inside], at[inside]
        inside = owner[at] == owner[at + size - 1]
        shorter, at = shorter[inside], at[inside]
        unique, shorter = np.unique(
            shorter * max(1, different) + syllables[at + size - 1], return_inverse=True
        )
        below += sizes[-1]
        named.append((owner[at], shorter + below))
        sizes.append(len(unique))
    return named, sizes


class Postings:
    """Which of `width` texts hold a run, each with a weight, to add up what a text shares with all."""

    def __init__(self, runs: Ints, places: Ints, weights: Floats, width: int, different: int) -> None:
        order = np.argsort(runs, kind="stable")
        self._places, self._weights, self._width = places[order], weights[order], width
        self._first = np.concatenate(([0], np.cumsum(np.bincount(runs, minlength=different))))

    def shared(self, runs: Ints, weights: Floats) -> Floats:
        """Give for every text the sum over shared runs of the product of both weights."""
        first = self._first[runs]
        sizes = self._first[runs + 1] - first
        ends = np.cumsum(sizes)
        entries = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - sizes), sizes)
        products = self._weights[entries] * np.repeat(weights, sizes)
        sums: Floats = np.bincount(self._places[entries], products, self._width).astype(np.float64)
        return sums
