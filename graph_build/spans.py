"""Many spans of one text, ready for the question whether another overlaps them.

The answer takes time that grows with the logarithm of their number, so a document with thousands of tables,
tasks or lines is read in time that grows with its length.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate


class Spans:
    """Spans (start, end excluded) in any order; they may overlap each other."""

    def __init__(self, spans: Iterable[tuple[int, int]]) -> None:
        ordered = sorted(spans)
        self._starts = [start for start, _ in ordered]
        self._reach = list(accumulate((end for _, end in ordered), max))

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether one of the spans shares a code point with `start` to `end`."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._reach[before - 1] > start
