"""Numbers of lists as they are printed, counted in document order as a word processor does."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

_LONGEST = 255
"""Characters of a level's text that are shown: thousands of paragraphs may share one text."""
_PLACE = re.compile(r"%([1-9])")

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def in_roman(number: int) -> str:
    """Write a number as an upper-case Roman numeral; one that has none (below 1, above 3999) in digits."""
    if not 1 <= number <= 3999:
        return str(number)
    written = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written.append(letters * count)
    return "".join(written)


def in_letters(number: int) -> str:
    """Write a number as word processors letter lists: a to z, then aa, bb; one below 1 in digits."""
    if not 1 <= number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


@dataclass(frozen=True)
class Level:
    """One level of a list: where it starts, how its number is written, and after which level it restarts.

    `text` has %1 to %9 where the numbers of the first to the ninth level stand.
    """

    start: int
    form: str
    text: str
    gap: str
    restart: int
    plain: bool
    style: str | None


class Lists:
    """The lists of one Word document, counting as paragraphs go by.

    `abstract` gives the abstract list of each list, `levels` the levels of an abstract list; lists of one
    abstract list go on counting together, unless a list states `starts` or levels of its own (`overrides`).
    """

    def __init__(
        self,
        levels: Mapping[str, Mapping[int, Level]],
        abstract: Mapping[str, str],
        overrides: Mapping[str, Mapping[int, Level]],
        starts: Mapping[str, Mapping[int, int]],
    ) -> None:
        self._levels = levels
        self._abstract = abstract
        self._overrides = overrides
        self._starts = starts
        self._reached: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, number: str, level: int) -> str:
        """Count a paragraph of a list and give its number as shown with the gap after it; empty for none."""
        abstract = self._abstract.get(number)
        if abstract is None:
            return ""
        levels = {**self._levels.get(abstract, {}), **self._overrides.get(number, {})}
        if level not in levels:
            return ""
        reached = self._reached.setdefault(abstract, {})
        self._count(number, level, levels, reached)
        return _shown(level, levels, reached)

    def _count(self, number: str, level: int, levels: Mapping[int, Level], reached: dict[int, int]) -> None:
        override = self._starts.get(number, {}).get(level)
        if override is not None and (number, level) not in self._begun:
            reached[level] = override
        else:
            reached[level] = reached[level] + 1 if level in reached else levels[level].start
        self._begun.add((number, level))
        for deeper in [n for n in reached if n > level]:
            restart = levels[deeper].restart if deeper in levels else deeper
            if restart > level:
                del reached[deeper]


def _shown(level: int, levels: Mapping[int, Level], reached: Mapping[int, int]) -> str:
    """Write the number of a paragraph as its level says."""
    own = levels[level]
    if own.form == "bullet":
        mark = own.text.strip()
        return (mark if mark in {"-", "+", "*", "–", "—"} else "•" if mark else "") + (
            own.gap if mark else ""
        )
    if own.form == "none" and not own.text:
        return ""

    def number(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        if at not in levels:
            return ""
        count = reached.get(at, levels[at].start)
        return _written(count, "decimal" if own.plain and levels[at].form != "none" else levels[at].form)

    words = _PLACE.sub(number, own.text[:_LONGEST])
    return words + own.gap if words.strip() else ""


def _written(number: int, form: str) -> str:
    """Write a number in one of the forms of ISO 29500-1, 17.18.59; forms of other scripts in digits."""
    if form == "upperRoman":
        return in_roman(number)
    if form == "lowerRoman":
        return in_roman(number).lower()
    if form == "upperLetter":
        return in_letters(number).upper()
    if form == "lowerLetter":
        return in_letters(number)
    if form == "decimalZero":
        return f"{number:02d}"
    return "" if form == "none" else str(number)
