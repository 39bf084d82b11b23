"""Put the cells of a short row under the right columns.

Where a format leaves merged cells out, a row that a merged cell reaches into has fewer cells than the
table has columns, and nothing says which are missing. What the cells say decides: names of units
belong under who leads, a date under the deadline, a sentence under what is to be done. Of all ways to
keep the cells in order, the one that fits best is taken; where several fit alike, it is said which cells
are uncertain.

Reads the texts of the cells and what the columns mean; gives the column of every cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from graph_build.columns import ColumnKind
from graph_build.text import fold, words
from graph_build.unit_names import GROUP_ARTICLES, GROUP_NOUNS, HEADS, no_name, starts_with

_CODE = re.compile(r"^\W*(?:[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)\W*$")
_DATE = re.compile(
    r"\d{1,2}\s*/\s*(?:\d{1,2}\s*/\s*)?(?:19|20)\d\d|(?:19|20)\d\d"
    r"|quý|tháng|hằng|hàng|thường xuyên|năm|kỳ họp",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"kinh phí|ngân sách|nguồn vốn|vốn|chi thường xuyên|đầu tư công|xã hội hóa", re.IGNORECASE
)
_ACTOR_KINDS = frozenset({"lead", "coordinate", "perform", "monitor"})
_BODIES = frozenset(fold(w) for w in ("UBND", "HĐND"))
_LONGEST_DATE = 160
_LONGEST_ACTORS = 700


def names_actors(text: str) -> bool:
    """Tell whether a cell reads as a list of units or collectives."""
    if len(text) > _LONGEST_ACTORS:
        return False
    listed = words(text)
    keys = [word.key for word in listed]
    if not keys:
        return False
    if no_name(keys, 1 if keys[0] in GROUP_ARTICLES else 0):
        return False
    if keys[0] in GROUP_ARTICLES:
        return bool(starts_with(keys, 1, GROUP_NOUNS))
    head = starts_with(keys, 0, HEADS)
    if not head or not text[listed[0].start].isupper():
        return False
    return head > 1 or keys[0] in _BODIES or (len(listed) > 1 and text[listed[1].start].isupper())


def fit(text: str, kind: ColumnKind) -> int:
    """Score how well a cell's words fit a kind of column, from -4 (hardly) to 4 (surely)."""
    code = bool(_CODE.match(text))
    if kind == "number":
        return 4 if code else -4
    if code:
        return -4
    actors, dated = names_actors(text), len(text) <= _LONGEST_DATE and bool(_DATE.search(text))
    if kind in _ACTOR_KINDS:
        return 3 if actors else -2
    if kind in {"start", "due"}:
        return 3 if dated else -1
    if kind == "funding":
        return 3 if _MONEY.search(text) else -2
    if kind in {"title", "output"}:
        return -1 if actors else (1 if len(text) < 20 else 2)
    return 0


class Alignment(NamedTuple):
    """The column of every cell, and the cells that fit another column just as well."""

    columns: tuple[int, ...]
    uncertain: frozenset[int]


def align(cells: Sequence[str], kinds: Sequence[ColumnKind]) -> Alignment:
    """Choose a column for every cell, in order, so that the sum of `fit` is greatest.

    Needs no more cells than columns; runs in time proportional to their product.
    """
    count, width = len(cells), len(kinds)
    fits = [[fit(cell, kind) for kind in kinds] for cell in cells]
    worst = -(10**6)
    best = [[worst] * (width + 1) for _ in range(count + 1)]
    best[count] = [0] * (width + 1)
    for row in range(count - 1, -1, -1):
        for column in range(width - 1, -1, -1):
            take = fits[row][column] + best[row + 1][column + 1]
            best[row][column] = max(take, best[row][column + 1])
    first, last = list[int](), list[int]()
    for chosen, step in ((first, next), (last, max)):
        column = 0
        for row in range(count):
            left = best[row][column]
            column = step(c for c in range(column, width) if fits[row][c] + best[row + 1][c + 1] == left)
            chosen.append(column)
            column += 1
    uncertain = frozenset(i for i, (a, b) in enumerate(zip(first, last, strict=True)) if a != b)
    return Alignment(tuple(first), uncertain)
