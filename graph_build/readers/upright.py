"""The way round that the letters of a page stand (ISO 32000-1, 8.3.3 and 9.4.4: a matrix turns every letter).

A page whose letters lie on their side or on their head is read as if it were turned. Letters that then still
stand another way are a watermark, a note up the margin or a turned heading of a column: read line by line
they would run into the words that they cross, so that they are left out, with their words for the ledger.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from statistics import median
from typing import Any

from graph_build.readers.print_lines import Char

_SKEW = 0.2
"""Height over width of a base line from which letters stand another way (11 degrees)."""
_HUGE = 3.5
"""Times the usual size from which letters are those of a watermark."""
_FEWEST = 20
"""Letters that make a page one that stands another way."""


def turned_upright(page: Any) -> Any:
    """Give a page of pdfplumber the way round that most of its letters stand."""
    turns = Counter(_turn(char) for char in page.chars if char["text"].strip())
    turn, count = max(turns.items(), key=lambda one: one[1], default=(0, 0))
    if not turn or count < _FEWEST:
        return page
    rotation = (int(page.rotation) + turn) % 360
    page.page_obj.attrs["Rotate"] = page.page_obj.rotate = rotation
    again = type(page)(page.pdf, page.page_obj, page.page_number, page.initial_doctop)
    page.close()
    return again


def standing(chars: Sequence[Char]) -> tuple[list[Char], str]:
    """Part the letters that stand upright from the words of the others, and of those too large for a text."""
    kept: list[Char] = []
    other: list[str] = []
    sizes = [char["size"] for char in chars if char["text"].strip()]
    most = _HUGE * median(sizes) if sizes else 0.0
    for char in chars:
        if _turn(char) == 0 and char["size"] <= most:
            kept.append(char)
        else:
            other.append(char["text"])
    return kept, " ".join("".join(other).split())


def _turn(char: Char) -> int | None:
    """Give the degrees, clockwise, by which a page must be turned to show a letter upright; None for none."""
    if "matrix" not in char:
        return 0
    across, up = char["matrix"][:2]
    if abs(up) <= _SKEW * abs(across):
        return 0 if across >= 0 else 180
    if abs(across) <= _SKEW * abs(up):
        return 90 if up > 0 else 270
    return None
