"""What tables written cell by cell are recognised by: the names of the columns, and the count of the rows.

Reads lines; gives the split of a header into column names, and whether a number may come next.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.columns import kind_of
from graph_build.markers import roman_value
from graph_build.section_codes import LETTERS

BULLETS = frozenset("-+•–")
"""What stands alone in the column of numbers before a part of the row above."""
_JOINED = frozenset({"due", "title", "lead", "coordinate", "perform"})
"""The kinds of which a table has one column each."""
_LONGEST_NAME = 40


def heads(code: str, following: str) -> bool:
    """Tell whether a row heads the rows after it: a letter or numeral before 1, or 2 before 2.1."""
    if code[0].isdigit():
        return following.startswith(f"{code}.")
    return code not in BULLETS and (following[0].isdigit() or following == "I")


class Counter:
    """Knows which codes may come next: 1.2 or 2 after 1.1, 1 after a section, II after I, B after A."""

    def __init__(self) -> None:
        self.last: tuple[int, ...] = ()
        self.roman = 0
        self.letter = ""
        self.fresh = True
        self.midway = False  # whether the rows begin in the middle of a count

    def begin(self, numbers: Sequence[str]) -> None:
        """Set the count where the rows begin in its middle: the numbers that open lines go 96, 97.

        The pages before may be missing, or hold a table of their own with another header.
        """
        told = [int(number) for number in numbers if number.isdecimal()]
        if told and told[0] > 1 and told[0] + 1 in told[1:]:
            self.last, self.midway = (told[0] - 1,), True

    def take(self, code: str, *, alone: bool, page: bool = False) -> bool:
        """Tell whether a code may come next, and step on to it where it does.

        Alone at the top of a page (`page`) a code like 4.4 may come after 2.2: pages may be missing. A table
        may begin in the middle of a count ("H"), so that its first letter or numeral may be any.
        """
        begun = bool((self.last and not self.midway) or self.roman or self.letter)
        value = roman_value(code)
        if self.midway and not begun and value is not None and value > 1:
            self.roman = value
            return True
        if not begun and len(code) == 1 and code.isalpha() and code not in {"I", "V", "X", "L", "C"}:
            self.letter = code
            return True
        if code[0].isdigit():
            number = tuple(int(part) for part in code.split("."))
            if page and alone and len(number) == len(self.last) > 1 and number > self.last:
                self.last, self.fresh = number, False
                return True
            return self._number(number, alone=alone)
        following = LETTERS[LETTERS.find(self.letter) + 1 :][:1] if self.letter else "A"
        if self.letter and code == following and not (code == "I" and self.roman):
            self.letter, self.fresh, self.roman = code, True, 0
            return True
        if value is not None and value == self.roman + 1:
            self.roman, self.fresh = value, True
            return True
        if code == following:
            self.letter, self.fresh, self.roman = code, True, 0
            return True
        return False

    def _number(self, code: tuple[int, ...], *, alone: bool) -> bool:
        following = [(*self.last, 1)] if self.last else []
        following += [(*self.last[:depth], self.last[depth] + 1) for depth in range(len(self.last))]
        if self.fresh and alone | (code == (1,)):
            following += [(1,), (1, 1)]
        if code not in following:
            return False
        self.last, self.fresh = code, False
        return True


def split_header(words: Sequence[str]) -> list[tuple[int, int]] | None:
    """Split the lines of a header into column names; None where that cannot be done.

    A name takes up to four lines. Of all splits the one is taken in which most names are known, and of
    those the one with the fewest names, as long as no name is known twice.
    """
    count = len(words)
    best: list[tuple[float, list[tuple[int, int]]]] = [(0.0, []), *(((-1e9, []),) * count)]
    for last in range(1, count + 1):
        for first in range(max(0, last - 4), last):
            if best[first][0] < -1e8 or (first == 0 and last > 1):
                continue
            value = best[first][0] + _name_score(words[first:last])
            if value > best[last][0]:
                best[last] = (value, [*best[first][1], (first, last)])
    cells = _joined(words, best[count][1])
    kinds = [kind_of(" ".join(words[first:last])) for first, last in cells]
    known = [kind for kind in kinds if kind != "other"]
    if len(cells) < 3 or len(kinds) - len(known) > 1 or kinds[0] != "number":
        return None
    single = [kind for kind in known if kind not in {"target", "note", "basis", "output", "funding"}]
    return cells if len(set(single)) == len(single) else None


def _joined(words: Sequence[str], cells: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Join neighbours that name one column, each by itself too: "Thời hạn" and "Hoàn thành"."""
    joined: list[tuple[int, int]] = []
    for first, last in cells:
        if joined:
            names = [" ".join(words[a:b]) for a, b in (joined[-1], (first, last), (joined[-1][0], last))]
            kinds = {kind_of(name) for name in names}
            if len(kinds) == 1 and kinds <= _JOINED and len(names[-1]) <= _LONGEST_NAME:
                joined[-1] = (joined[-1][0], last)
                continue
        joined.append((first, last))
    return joined


def _name_score(lines: Sequence[str]) -> float:
    """Score how well some lines make one column name: a known name, unbroken sense, few lines."""
    name = " ".join(lines)
    score = 2.0 if kind_of(name) != "other" else -3.0
    if lines[0].lstrip("*( ")[:1].islower() or lines[0].startswith("("):
        score -= 4.0
    for line in lines[1:]:
        score += 0.0 if line.lstrip("*( ")[:1].islower() or line.startswith("(") else -1.0
        if kind_of(line) == kind_of(name) and line[:1].isupper() and kind_of(lines[0]) != "other":
            score -= 3.0
    return score - 0.2 * (len(lines) - 1)
