"""Lines of a document that was wrapped: which of them go on with the paragraph before.

Reads lines with their markers; gives for each whether it belongs to what was gathered before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from statistics import quantiles
from typing import NamedTuple

from graph_build.line_forms import (
    breaks_before_figure,
    breaks_before_number,
    caps,
    dangles,
    lists_bodies,
    runs_in,
    starts_low,
    unfinished,
)
from graph_build.markers import BULLETS, Marker

_ENOUGH_MARKED = 8
_RANGE_BEGINS = re.compile(r"\d[\s*]*$")
_RANGE_ENDS = re.compile(r"[\s*]*[-\u2010-\u2015]\s*\d")


class Fragment(NamedTuple):
    """A line or a part of one: where it stands, whether a blank line is before it, the width of its line."""

    start: int
    end: int
    gap: bool
    width: int


class Gathered:
    """The lines of a block so far; what they open and do not close is counted as they come."""

    def __init__(self, marker: Marker | None) -> None:
        self.pieces: list[tuple[int, int]] = []
        self.marker = marker
        self.stars = self.brackets = 0

    def add(self, line: str, fragment: Fragment) -> None:
        """Take a line in."""
        self.pieces.append((fragment.start, fragment.end))
        self.stars += line.count("**")
        self.brackets += line.count("(") - line.count(")")

    def last_line(self, text: str) -> str:
        """Give the line that came last."""
        start, end = self.pieces[-1]
        return text[start:end]


def _wrap_width(fragments: Sequence[Fragment]) -> int:
    """Estimate the width at which lines were wrapped; 0 where every line is a paragraph of its own."""
    widths = [fragment.width for fragment in fragments if fragment.width > 30]
    if len(widths) < 8:
        return 0
    high = int(quantiles(widths, n=20)[17])
    return high if high <= 130 else 0


def _spaced(fragments: Sequence[Fragment], markers: Sequence[Marker | None]) -> bool:
    """Tell whether a blank line stands before every paragraph, so that a line without one goes on."""
    marked = [one.gap for one, marker in zip(fragments, markers, strict=True) if marker is not None]
    return len(marked) >= _ENOUGH_MARKED and sum(marked) >= 0.95 * len(marked)


def _articles_run_in(text: str, fragments: Sequence[Fragment], markers: Sequence[Marker | None]) -> bool:
    """Tell whether articles have no titles: their words run in behind a bold number.

    Proved by such an article that goes on in lower case on its next line; a title is never so long.
    """
    articles = [
        (text[one.start : one.end], text[after.start : after.end])
        for (one, after), marker in zip(pairwise(fragments), markers, strict=False)
        if marker is not None and marker.style == "article" and not after.gap
    ]
    return any(runs_in(line) and unfinished(line) and starts_low(after) for line, after in articles)


class Layout(NamedTuple):
    """How the lines of a document were wrapped.

    At which width (0: not); with blank lines between paragraphs; under articles that have no titles.
    """

    width: int
    spaced: bool
    run_in: bool


def layout_of(text: str, fragments: Sequence[Fragment], markers: Sequence[Marker | None]) -> Layout:
    """Find how a document was wrapped."""
    return Layout(
        _wrap_width(fragments), _spaced(fragments, markers), _articles_run_in(text, fragments, markers)
    )


def goes_on(draft: Gathered, fragment: Fragment, marker: Marker | None, text: str, layout: Layout) -> bool:
    """Decide whether a line goes on with the block before it."""
    before, line = draft.last_line(text), text[fragment.start : fragment.end]
    in_note = marker is not None and marker.style in BULLETS and draft.brackets > 0
    in_range = bool(_RANGE_ENDS.match(line) and _RANGE_BEGINS.search(before))
    if not fragment.gap and (in_note or in_range):
        return True
    if draft.marker is not None and draft.marker.style == "annex" and marker is None:
        return caps(line) or line.startswith("**") or (not fragment.gap and caps(before))
    if marker is not None:
        return not fragment.gap and _only_looks_marked(draft.marker, marker, before, line, layout)
    if fragment.gap:
        return unfinished(before) and starts_low(line) and not caps(before)
    return _next_line_goes_on(draft, before, line, layout)


def _only_looks_marked(opener: Marker | None, marker: Marker, before: str, line: str, layout: Layout) -> bool:
    """Tell whether what looks like a bullet or letter is a word of the wrapped line before."""
    low = marker.style in BULLETS and starts_low(line[marker.length :])
    bulleted = opener is None or opener.style in BULLETS
    long_line = bool(layout.width) and len(before) >= 0.7 * layout.width
    listed = marker.style == "paren" or (bulleted and marker.style == "alpha")
    return unfinished(before) and long_line and (low or listed)


def _next_line_goes_on(draft: Gathered, before: str, line: str, layout: Layout) -> bool:
    """Decide for a line without a marker and without a blank line before it."""
    width, open_ended = layout.width, unfinished(before)
    if draft.stars % 2 == 1 or starts_low(line) or dangles(before):
        return True
    if breaks_before_figure(before, line) or (line[:1].isdigit() and breaks_before_number(before)):
        return True
    if len(draft.pieces) == 1 and lists_bodies(before, line):
        return True
    if layout.spaced and open_ended and not caps(before):
        return True
    style = draft.marker.style if draft.marker is not None else None
    if style == "article" and layout.run_in and open_ended and runs_in(before):
        return True
    if style is not None and style not in BULLETS and len(before) < 0.7 * (width or 999):
        return caps(before) and caps(line)
    if not open_ended:
        return bool(width) and len(before) >= 0.75 * width
    return bool(width) or style is not None or (caps(before) and caps(line)) or len(before) > 60
