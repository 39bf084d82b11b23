"""Why an entry was found: the words of its texts that match a search, and the text that shows it best.

Places are code points from 0, the end excluded, counted in the very text that they stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from graph_build.search_words import keys
from queries.search_terms import Search

SNIPPET: Final = 240
"""Characters of a text that are shown; a longer one is cut around its first match."""

_BEFORE: Final = 60
_HIDDEN: Final = "hidden"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """A text, or a piece of one, with the places in it that match.

    `starts` and `ends` tell whether the piece begins and ends where the text does.
    """

    text: str
    highlights: tuple[Span, ...] = ()
    starts: bool = True
    ends: bool = True

    @property
    def parts(self) -> list[tuple[str, bool]]:
        """Cut the text into parts that match and parts that do not, in order."""
        cut, at = [], 0
        for start, end in self.highlights:
            cut += [(self.text[at:start], False), (self.text[start:end], True)]
            at = end
        return [(text, marked) for text, marked in (*cut, (self.text[at:], False)) if text]


@dataclass(frozen=True, slots=True)
class Matched:
    """The text of an entry that matches best: its role (`label`, `alias`, `number` …) and a piece of it."""

    role: str
    shown: Shown = field(default_factory=lambda: Shown(""))


class Highlighter:
    """Marks what one search matches in texts, many of which entries share: each is gone through once."""

    def __init__(self, search: Search) -> None:
        """Mark what a search matches."""
        self._rows = [
            [([key.bare for key in row], term.prefix and not number) for number, row in enumerate(term.rows)]
            for term in search.terms
        ]
        self._known: dict[str, tuple[tuple[Span, ...], int]] = {}

    def highlights(self, text: str) -> tuple[Span, ...]:
        """Give the places in a text that match."""
        return self._places(text)[0]

    def best(self, texts: Sequence[tuple[str, str]]) -> Matched | None:
        """Choose the text that shows best why an entry was found: the first of those with most of the terms.

        Gives None where that is a spelling kept for matching only, or where no text holds a term by itself.
        """
        role, text, most = "", "", 0
        for one_role, one in texts:
            held = self._places(one)[1]
            if held > most:
                role, text, most = one_role, one, held
        if not most or role == _HIDDEN:
            return None
        return Matched(role, self.snippet(text))

    def snippet(self, text: str, size: int = SNIPPET) -> Shown:
        """Cut a text around its first match, between words where it can be, and mark what matches."""
        places = self.highlights(text)
        if len(text) <= size:
            return Shown(text, places)
        start = max(0, places[0][0] - _BEFORE) if places else 0
        if start:
            space = text.find(" ", start, start + _BEFORE)
            start = space + 1 if space >= 0 else start
        end = min(len(text), start + size)
        if end < len(text):
            space = text.rfind(" ", max(start, end - _BEFORE), end)
            end = space if space > start else end
        inside = tuple((a - start, b - start) for a, b in places if a >= start and b <= end)
        return Shown(text[start:end], inside, start == 0, end == len(text))

    def _places(self, text: str) -> tuple[tuple[Span, ...], int]:
        """Give the places that match, and how many of the terms are there."""
        if text not in self._known:
            words = keys(text)
            plain = [word.bare for word in words]
            found = [
                {
                    (key.start, key.end)
                    for asked, is_open in rows
                    for at in _begins(asked, plain, is_open=is_open)
                    for key in words[at : at + len(asked)]
                }
                for rows in self._rows
            ]
            self._known[text] = _united(set().union(*found)), sum(map(bool, found))
        return self._known[text]


def _begins(asked: Sequence[str], plain: Sequence[str], *, is_open: bool) -> Iterator[int]:
    """Give the places in a text where the words asked for begin; the last may be open."""
    size = len(asked)
    if not is_open:
        yield from (
            at for at, word in enumerate(plain) if word == asked[0] and plain[at : at + size] == asked
        )
        return
    *before, last = asked
    for end, word in enumerate(plain[size - 1 :], start=size - 1):
        if word.startswith(last) and plain[end + 1 - size : end] == before:
            yield end + 1 - size


def _united(places: set[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for start, end in sorted(places):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)
