"""How alike two texts are: the measure that counterparts are ranked by, and where another can be plugged in.

The measure that comes with nhiemvu is lexical and made for Vietnamese, where spaces part syllables and not
words: it compares runs of one to three syllables, marks off, so that words of one to three syllables count
and a slip in a mark does not. Runs that many of the texts hold weigh little (inverse document frequency), a
run that a text repeats weighs little more than once (saturation as in BM25: Robertson and Zaragoza,
*Foundations and Trends in Information Retrieval* 3, 2009), and the weights are compared by their cosine. A
citation is one mark, however long its name: the act that two texts carry out is no likeness in itself.

Another measure (an embedding model, say) is a class with the attributes of `Likeness`, named by an installed
distribution as an entry point in the group `nhiemvu.likeness`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from itertools import islice
from typing import Final, Protocol

from graph_build.citations import find_citations
from graph_build.text import bare, words
from queries.errors import InvalidValue

ENTRY_POINTS: Final = "nhiemvu.likeness"
USUAL: Final = "syllables"
_LONGEST_RUN: Final = 3
_SATURATION: Final = 1.2

Run = tuple[str, ...]


class Likeness(Protocol):
    """A measure of likeness between the texts of two lists."""

    def scores(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        """Give a row for each text of `left` and in it a number from 0 to 1 for each text of `right`."""
        ...


@dataclass(frozen=True, slots=True)
class Token:
    """A syllable, or a citation as a whole: what it is compared by, and where it stands in its text."""

    key: str
    start: int
    end: int


@lru_cache(maxsize=8192)
def tokens(text: str) -> tuple[Token, ...]:
    """List the syllables and citations of a text; offsets count its code points, ends excluded.

    Those of texts that were asked for last are kept.
    """
    found: list[Token] = []
    at = 0
    for citation in sorted(find_citations(text), key=lambda one: (one.start, -one.end)):
        if citation.start >= at:
            found += _syllables(text, at, citation.start)
            key = citation.number or citation.name or citation.surface
            found.append(Token(f"§{bare(key)}", citation.start, citation.end))
            at = citation.end
    return (*found, *_syllables(text, at, len(text)))


def _syllables(text: str, start: int, end: int) -> Iterator[Token]:
    for word in words(text, start, end):
        yield Token(bare(text[word.start : word.end]), word.start, word.end)


def runs(found: Sequence[Token], longest: int = _LONGEST_RUN) -> Iterator[Run]:
    """Give every run of one to `longest` tokens that stand together."""
    keys = [token.key for token in found]
    for size in range(1, longest + 1):
        yield from zip(*(islice(keys, first, None) for first in range(size)), strict=False)


class Syllables:
    """The lexical measure: cosine of saturated, weighted runs of syllables."""

    def scores(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        """Give the cosine of every pair; what a run weighs is learned from all texts of both lists."""
        counted = [Counter(runs(tokens(text))) for text in (*left, *right)]
        held = Counter(run for counts in counted for run in counts)
        weighed = [_weighed(counts, held, len(counted)) for counts in counted]
        postings: dict[Run, list[tuple[int, float]]] = {}
        for place, weights in enumerate(weighed[len(left) :]):
            for run, weight in weights.items():
                postings.setdefault(run, []).append((place, weight))
        return [_row(weights, postings, len(right)) for weights in weighed[: len(left)]]


def _weighed(counts: Counter[Run], held: Counter[Run], texts: int) -> dict[Run, float]:
    """Weigh the runs of a text so that the squares of the weights add up to 1."""
    weights = {
        run: times
        * (_SATURATION + 1)
        / (times + _SATURATION)
        * math.log(1 + (texts - held[run] + 0.5) / (held[run] + 0.5))
        for run, times in counts.items()
    }
    length = math.hypot(*weights.values())
    return {run: weight / length for run, weight in weights.items()} if length else {}


def _row(weights: dict[Run, float], postings: dict[Run, list[tuple[int, float]]], width: int) -> list[float]:
    row = [0.0] * width
    for run, weight in weights.items():
        for place, other in postings.get(run, ()):
            row[place] += weight * other
    return [min(1.0, score) for score in row]


def methods() -> list[str]:
    """List the names of the measures that can be asked for."""
    return sorted({USUAL, *(point.name for point in entry_points(group=ENTRY_POINTS))})


def likeness(name: str = USUAL) -> Likeness:
    """Give the measure of a name. Raises InvalidValue where none is installed under it."""
    if name == USUAL:
        return Syllables()
    for point in entry_points(group=ENTRY_POINTS, name=name):
        made: Likeness = point.load()()
        return made
    raise InvalidValue("method", name, f"one of {', '.join(methods())}")


def shared_spans(left: str, right: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give the spans of two texts that stand, as runs of two or three syllables, in the other one too.

    A citation that both name is such a span by itself.
    """
    of_left, of_right = tokens(left), tokens(right)
    return _spans(of_left, set(_telling(of_right))), _spans(of_right, set(_telling(of_left)))


def _telling(found: Sequence[Token]) -> Iterator[Run]:
    for run in runs(found):
        if len(run) > 1 or run[0].startswith("§"):
            yield run


def _spans(found: Sequence[Token], shared: set[Run]) -> list[tuple[int, int]]:
    taken = [False] * len(found)
    for size in range(1, _LONGEST_RUN + 1):
        for first in range(len(found) - size + 1):
            if tuple(token.key for token in found[first : first + size]) in shared:
                taken[first : first + size] = [True] * size
    spans: list[tuple[int, int]] = []
    for place, token in enumerate(found):
        if not taken[place]:
            continue
        if place and taken[place - 1]:
            spans[-1] = (spans[-1][0], token.end)
        else:
            spans.append((token.start, token.end))
    return spans
