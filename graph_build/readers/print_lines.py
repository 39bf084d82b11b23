"""Lines of print: the characters of a page put together, footnote marks left out, columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

_COLUMN_GAP = 22.0
"""Points of white between two columns of a line."""
_SMALL = 0.82
"""A character below this share of its line's size is a footnote mark."""

_MARKER_GAP = 80.0
"""Points of white that may follow the mark of a list item."""
_MARKER = re.compile(
    r"[-–+•●▪*]|\(?(?:\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđA-ZĐ]|[IVXLC]{1,6})[.)]|\d{1,3}(?:\.\d{1,3}){1,4}"
)
"""What opens an item of a list: "1.", "2.1", "a)", "II.", "-"."""

_LONGEST_MARKER = 12

Char = dict[str, Any]
"""A character as pdfplumber gives it: its text, its size, and its box in points."""


@dataclass
class Line:
    """A line of print: its words, its place in points from the top left, and its type size.

    `noted` tells that a footnote mark stands before the words.
    """

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float
    noted: bool = False


def within(char: Char, box: Sequence[float]) -> bool:
    """Tell whether the middle of a character lies in a box of left, top, right and bottom."""
    across, down = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def lines_of(chars: Sequence[Char]) -> list[Line]:
    """Put characters together to lines of print, footnote marks left out, columns apart."""
    found: list[Line] = []
    for line in rows_of_print(chars):
        size = median(char["size"] for char in line)
        kept = [char for char in line if not (char["size"] < _SMALL * size and char["text"].isdigit())]
        first = next((char for char in line if char["text"].strip()), None)
        noted = bool(kept) and first is not None and first not in kept[:1] and first["text"].isdigit()
        for some in _columns(kept):
            text = spell(some)
            if text:
                left, right = min(char["x0"] for char in some), max(char["x1"] for char in some)
                top, bottom = min(char["top"] for char in some), max(char["bottom"] for char in some)
                found.append(Line(text, left, right, top, bottom, size, noted))
                noted = False
    return found


def rows_of_print(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Group characters whose middles are on one height, a raised mark with its line."""
    some: list[Char] = []
    for char in sorted(chars, key=lambda one: (one["top"] + one["bottom"]) / 2):
        if some:
            height = max(one["bottom"] - one["top"] for one in some[-8:])
            apart = (char["top"] + char["bottom"]) / 2 - (some[-1]["top"] + some[-1]["bottom"]) / 2
            if apart > 0.45 * height:
                yield sorted(some, key=lambda one: one["x0"])
                some = []
        some.append(char)
    if some:
        yield sorted(some, key=lambda one: one["x0"])


def _columns(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Part the characters of a line where the white between two of them is as wide as a column gap."""
    some: list[Char] = []
    for char in chars:
        ink = [one for one in some if one["text"].strip()]
        if char["text"].strip() and ink and char["x0"] - ink[-1]["x1"] > _gap_after(ink):
            yield some
            some = []
        some.append(char)
    if some:
        yield some


def _gap_after(ink: Sequence[Char]) -> float:
    """Give the white that parts what follows from these characters: a tab after a mark parts nothing."""
    marker = len(ink) <= _LONGEST_MARKER and _MARKER.fullmatch("".join(one["text"] for one in ink))
    return _MARKER_GAP if marker else _COLUMN_GAP


def spell(chars: Sequence[Char]) -> str:
    """Write characters down, with a space where the white between two says so."""
    text = ""
    last: Char | None = None
    for char in chars:
        wide = last is not None and char["x0"] - last["x1"] > 0.12 * char["size"]
        if wide and text and not text.endswith(" ") and char["text"] != " ":
            text += " "
        text += char["text"]
        last = char
    return " ".join(text.split())
