"""Why an entry was found: the words of its texts that match a search, and the text that shows it best.

Places are code points from 0, the end excluded, counted in the very text that they stand beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from graph_build.search_words import Key, keys
from queries.search_terms import Search, Term

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


def highlights(text: str, search: Search) -> tuple[Span, ...]:
    """Give the places in a text that match a search."""
    return _places(text, search)[0]


def best(texts: Sequence[tuple[str, str]], search: Search) -> Matched | None:
    """Choose the text that shows best why an entry was found: the first of those with most of the terms.

    Gives None where that is a spelling kept for matching only, or where no text holds a term by itself.
    """
    role, text, most = "", "", 0
    for one_role, one in texts:
        held = _places(one, search)[1]
        if held > most:
            role, text, most = one_role, one, held
    if not most or role == _HIDDEN:
        return None
    return Matched(role, snippet(text, search))


def snippet(text: str, search: Search, size: int = SNIPPET) -> Shown:
    """Cut a text around its first match, between words where it can be, and mark what matches."""
    places = highlights(text, search)
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


def _places(text: str, search: Search) -> tuple[tuple[Span, ...], int]:
    """Give the places that match, and how many of the terms are there."""
    words = _words(text)
    found: set[Span] = set()
    held = 0
    for term in search.terms:
        places = _places_of(term, words)
        held += bool(places)
        found |= places
    return _united(found), held


@lru_cache(maxsize=256)
def _words(text: str) -> tuple[Key, ...]:
    """Give the words of a text; those of an entry are looked at several times, one soon after the other."""
    return tuple(keys(text))


def _places_of(term: Term, words: Sequence[Key]) -> set[Span]:
    found: set[Span] = set()
    for number, row in enumerate(term.rows):
        asked, last = [key.bare for key in row], len(row) - 1
        is_open = term.prefix and number == 0
        for at, word in enumerate(words[: len(words) - last]):
            begins = word.bare == asked[0] or (is_open and not last and word.bare.startswith(asked[0]))
            if begins and (not last or _fits(words[at : at + last + 1], asked, prefix=is_open)):
                found |= {(key.start, key.end) for key in words[at : at + last + 1]}
    return found


def _fits(words: Sequence[Key], asked: Sequence[str], *, prefix: bool) -> bool:
    last = len(asked) - 1
    return all(
        word.bare.startswith(wanted) if prefix and place == last else word.bare == wanted
        for place, (word, wanted) in enumerate(zip(words, asked, strict=True))
    )


def _united(places: set[Span]) -> tuple[Span, ...]:
    made: list[Span] = []
    for start, end in sorted(places):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return tuple(made)
