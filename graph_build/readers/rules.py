"""Ruled lines of a scanned page: finding them, taking them out, and setting the page straight.

A ruled line is a run of dark pixels longer than any stroke of a letter. Runs are found in the rows of a
picture, and in its columns by turning it; runs in neighbouring rows make one line. All of it is done on
bytes, so that the page of a scanner (4 million pixels) takes some tenths of a second.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageOps

from graph_build.readers.ocr import Box

_DARK = 140
"""Grey values below this one are ink."""
_CONTRAST = 45
"""How much darker than the paper a ruled line is: thin lines come out of a scanner grey."""
_LEAST = 0.3
"""Inches from which a run is no stroke of a letter."""
_SHORT = 0.12
"""Inches from which a run counts that goes from one ruled line to another."""
_NEAR = 0.04
"""Inches within which two lines meet."""
_PIECE = 0.06
"""Inches of each piece of a run that specks of the scanner have broken."""
_THICK = 0.06
"""Inches from which a dark strip is no line but a filled area, of which only the outline counts."""
_STEEPEST = 5.0
"""Degrees up to which a page that lies askew is set straight."""
_SMALL_ANGLE = 0.15
_MAX_RUNS = 200_000
"""Runs in one picture: a picture of noise or of hatching has no ruled lines worth finding."""


class Rules(NamedTuple):
    """The ruled lines of a picture as boxes of their ink, and the filled areas."""

    across: tuple[Box, ...] = ()
    down: tuple[Box, ...] = ()
    areas: tuple[Box, ...] = ()


def find_rules(picture: Image.Image, dpi: int) -> Rules:
    """Find the ruled lines of an upright grey picture."""
    limit = _paper(picture) - _CONTRAST
    ink = picture.point(lambda grey: 0 if grey < limit else 255)
    across = _strips(ink, round(_SHORT * dpi), dpi)
    down = [
        Box(top, left, bottom, right)
        for left, top, right, bottom in _strips(
            ink.transpose(Image.Transpose.TRANSPOSE), round(_LEAST * dpi), dpi
        )
    ]
    across = [box for box in across if box.right - box.left >= _LEAST * dpi or _held(box, down, _NEAR * dpi)]
    thick = _THICK * dpi
    return Rules(
        tuple(box for box in across if box.bottom - box.top <= thick),
        tuple(box for box in down if box.right - box.left <= thick),
        tuple(box for box in across if box.bottom - box.top > thick),
    )


def without_rules(picture: Image.Image, rules: Rules) -> Image.Image:
    """Give the picture with its ruled lines painted over."""
    plain = picture.copy()
    draw = ImageDraw.Draw(plain)
    for box in (*rules.across, *rules.down):
        draw.rectangle((box.left - 1, box.top - 1, box.right + 1, box.bottom + 1), fill=255)
    return plain


def straight(picture: Image.Image) -> Image.Image:
    """Turn a grey picture that lies askew by up to some degrees, so that its lines of print lie level."""
    small = ImageOps.invert(picture.copy())
    small.thumbnail((900, 900), Image.Resampling.BILINEAR)
    small = small.point(lambda grey: 255 if grey > 255 - _DARK else 0)
    best = _best(small, [step / 2 for step in range(int(-2 * _STEEPEST), int(2 * _STEEPEST) + 1)])
    best = _best(small, [best + step / 10 for step in range(-4, 5)])
    if abs(best) < _SMALL_ANGLE:
        return picture
    return picture.rotate(best, Image.Resampling.BICUBIC, expand=True, fillcolor=255)


def _paper(picture: Image.Image) -> int:
    """Give the grey value that most of a picture has: that of its paper."""
    counts = picture.histogram()
    return max(range(_DARK, 256), key=counts.__getitem__)


def _best(picture: Image.Image, angles: Iterable[float]) -> float:
    """Find the angle at which the rows of a picture differ most from their neighbours."""
    return max(angles, key=lambda angle: (_contrast(picture.rotate(angle)), -abs(angle)))


def _contrast(picture: Image.Image) -> int:
    rows = picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()
    return sum((a - b) ** 2 for a, b in pairwise(rows))


def _held(box: Box, down: Sequence[Box], near: float) -> bool:
    """Tell whether a short strip goes from one line down the page to another, as in a narrow column."""
    beside = [one for one in down if one.top - near < box.top < one.bottom + near]
    return any(abs(one.right - box.left) < near or abs(one.left - box.left) < near for one in beside) and any(
        abs(one.left - box.right) < near or abs(one.right - box.right) < near for one in beside
    )


def _strips(ink: Image.Image, least: int, dpi: int) -> list[Box]:
    """Find long runs of ink, over gaps of two pixels; runs of neighbouring rows that touch are one."""
    width, height = ink.size
    rows = ink.tobytes()
    least, piece = max(8, least), max(4, int(_PIECE * dpi))
    runs = re.compile(rb"\x00{%d,}(?:\xff{1,2}\x00{%d,})*" % (piece, piece))
    done: list[Box] = []
    growing: list[list[int]] = []  # left, top, right, bottom
    count = 0
    for y in range(height):
        still: list[list[int]] = []
        for match in runs.finditer(rows, y * width, (y + 1) * width):
            if match.end() - match.start() < least:
                continue
            count += 1
            if count > _MAX_RUNS:
                return []
            left, right = match.start() - y * width, match.end() - y * width
            touched = [one for one in growing if one[0] < right and left < one[2] and one[3] >= y]
            strip = [left, y, right, y + 1]
            for one in touched:
                strip = [min(strip[0], one[0]), min(strip[1], one[1]), max(strip[2], one[2]), y + 1]
            growing = [one for one in growing if one not in touched]
            still.append(strip)
        done += [Box(*one) for one in growing]
        growing = still
    return [*done, *(Box(*one) for one in growing)]
