"""The lines of print in a cell of a table put together to words.

Reads lines and the box of the cell in points; gives words in which a line break stands only where the writer
began a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.readers.print_lines import Line

_BEGUN_YEAR = re.compile(r"(?<!\d)(?:0?[1-9]|1[0-2])[/.-]((?:1|19|2|20)\d?)$")
_YEAR_DIGITS = 4
_LEAST_INSET = 6.0
"""Points of white that a cell is taken to keep at each side, where its lines stand nearer to the rule."""


def rejoined(lines: Sequence[Line], box: Sequence[float]) -> str:
    """Join the lines of a cell; `box` is its left, top, right and bottom.

    List items and lines that the writer began keep their line; words broken at a hyphen come together.
    """
    begun = _begun(lines, box)
    text = before = ""
    for number, line in enumerate(one.text for one in lines):
        if not text:
            text = line
        elif number in begun or re.match(r"^[-+•]\s", line):
            text += "\n" + line
        elif (re.search(r"\w[-/]$", text) and re.match(r"\w", line)) or _breaks_year(before, line):
            text += line
        else:
            text += " " + line
        before = line
    return text


def _begun(lines: Sequence[Line], box: Sequence[float]) -> frozenset[int]:
    """Give the lines that the writer began: the line above had room for their first word."""
    inset = min((line.left for line in lines), default=box[0]) - box[0]
    room = box[2] - box[0] - 2 * max(inset, _LEAST_INSET)
    return frozenset(
        number
        for number, (above, line) in enumerate(pairwise(lines), 1)
        if line.text[0].isupper()
        and above.bottom <= (line.top + line.bottom) / 2
        and above.right - above.left + _opening_width(line) < room
    )


def _opening_width(line: Line) -> float:
    """Give the width in points that the first word of a line and a space take."""
    letters = len(line.text.split(maxsplit=1)[0]) + 1
    return letters * (line.right - line.left) / len(line.text)


def _breaks_year(before: str, after: str) -> bool:
    """Tell whether a narrow cell breaks the year of a date in two: "10/10/20" over "24".

    Only what fills a line is broken, so the date stands alone on its line, or its end does: "3/20" over
    "24 xã" may be a share and a number.
    """
    begun, rest = _BEGUN_YEAR.search(before), re.match(r"(\d{1,3})(?!\d)(\W*$)?", after)
    if begun is None or rest is None or (" " in before.strip() and rest[2] is None):
        return False
    return len(begun[1] + rest[1]) == _YEAR_DIGITS
