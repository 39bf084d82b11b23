"""A scanned page with the attributes of a page of pdfplumber, made of words and ruled lines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import Any, cast

from pdfplumber.container import Container
from pdfplumber.page import Page
from pdfplumber.table import Table, TableFinder, TableSettings

from graph_build.readers.ocr import Box, Word
from graph_build.readers.rules import Rules

POINTS = 72.0
"""Points in an inch."""
_GAP = 22.0
"""Points of white between two columns of a line."""
_NEAR = 6.0
"""Points within which words stand in one line."""

Object = dict[str, Any]


class ScanPage(Container):
    """A scanned page with the attributes of a page of pdfplumber; lengths in points from the top left."""

    def __init__(self, number: int, width: float, height: float, found: dict[str, list[Object]]) -> None:
        self.page_number = number
        self.width = width
        self.height = height
        self.bbox = (0.0, 0.0, width, height)
        self._found = found

    @property
    def objects(self) -> dict[str, list[Object]]:
        """Give characters, lines and areas by their kinds."""
        return self._found

    def find_tables(self, table_settings: Any = None) -> list[Table]:
        """Find the tables that ruled lines enclose."""
        return list(TableFinder(cast(Page, self), TableSettings.resolve(table_settings)).tables)

    def close(self) -> None:
        """Do nothing: a scanned page keeps no file open."""


def is_table(table: Table) -> bool:
    """Tell a table from a frame around words."""
    return len(table.rows) > 1 or len(table.rows[0].cells) > 2


def scan_page(number: int, size: tuple[int, int], words: Sequence[Word], rules: Rules, dpi: int) -> ScanPage:
    """Make a page of what was found in a picture of a width and height in pixels."""
    scale = POINTS / dpi
    heights = [word.line.bottom - word.line.top for word in words]
    usual = median(heights) * scale if heights else 0.0
    found = {
        "char": [char for word in _side_by_side(words) for char in _chars(word, scale, usual)],
        "line": _lines(rules, scale),
        "rect": [_drawn("rect", box, scale) for box in rules.areas],
    }
    return ScanPage(number, size[0] * scale, size[1] * scale, found)


def _side_by_side(read: Sequence[Word]) -> Iterator[Word]:
    """Give words with boxes that leave a gap between neighbours in a line: OCR lets them overlap at times."""
    last: Word | None = None
    for word in read:
        if last is not None:
            gap = 0.2 * (word.line.bottom - word.line.top)
            if last.line == word.line and word.box.left < last.box.right + gap:
                if word.box.left - gap > last.box.left + gap:
                    last = last._replace(box=last.box._replace(right=word.box.left - gap))
                else:
                    left = last.box.right + gap
                    word = word._replace(  # noqa: PLW2901
                        box=word.box._replace(left=left, right=max(word.box.right, left + gap))
                    )
            yield last
        last = word
    if last is not None:
        yield last


def _chars(word: Word, scale: float, usual: float) -> Iterator[Object]:
    """Spread the characters of a word over its width; `usual` is the height of most lines, in points.

    The height of a line depends on its letters, so that lines of about the usual height count as that.
    """
    left, step = word.box.left * scale, (word.box.right - word.box.left) * scale / len(word.text)
    top, bottom = word.line.top * scale, word.line.bottom * scale
    size = usual if 0.7 * usual < bottom - top < 1.4 * usual else bottom - top
    for index, letter in enumerate(word.text):
        x0 = left + index * step
        yield {
            "object_type": "char",
            "text": letter,
            "fontname": "",
            "size": size,
            "upright": True,
            "x0": x0,
            "x1": x0 + step,
            "top": top,
            "bottom": bottom,
            "doctop": top,
            "width": step,
            "height": bottom - top,
        }


def _lines(rules: Rules, scale: float) -> list[Object]:
    """Give ruled lines as lines without thickness, along their middle."""
    across = [
        box._replace(top=(box.top + box.bottom) / 2, bottom=(box.top + box.bottom) / 2)
        for box in rules.across
    ]
    down = [
        box._replace(left=(box.left + box.right) / 2, right=(box.left + box.right) / 2) for box in rules.down
    ]
    return [_drawn("line", box, scale) for box in (*across, *down)]


def _drawn(kind: str, box: Box, scale: float) -> Object:
    left, top, right, bottom = (value * scale for value in box)
    return {
        "object_type": kind,
        "x0": left,
        "x1": right,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": right - left,
        "height": bottom - top,
    }


def rows_with_gaps(page: ScanPage) -> int:
    """Count the lines across a page with two gaps or more that are as wide as those between columns."""
    lines: dict[int, list[Object]] = {}
    for char in page.chars:
        lines.setdefault(round((char["top"] + char["bottom"]) / 2 / _NEAR), []).append(char)
    count = 0
    for line in lines.values():
        line.sort(key=lambda char: char["x0"])
        count += sum(b["x0"] - a["x1"] > _GAP for a, b in pairwise(line)) > 1
    return count
