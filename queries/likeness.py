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

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import entry_points
from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from graph_build.citations import find_citations
from graph_build.text import bare, word_spans
from queries.bilingual import one_of
from queries.errors import InvalidValue

if TYPE_CHECKING:
    from queries.shared_runs import Floats

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


_folded = lru_cache(maxsize=16384)(bare)  # the language has fewer syllables than that


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
    for first, last in word_spans(text, start, end):
        yield Token(_folded(text[first:last]), first, last)


def runs(found: Sequence[Token], longest: int = _LONGEST_RUN) -> Iterator[Run]:
    """Give every run of one to `longest` tokens that stand together."""
    keys = [token.key for token in found]
    for size in range(1, longest + 1):
        yield from zip(*(islice(keys, first, None) for first in range(size)), strict=False)


class Syllables:
    """The lexical measure: cosine of saturated, weighted runs of syllables."""

    def scores(self, left: Sequence[str], right: Sequence[str]) -> list[list[float]]:
        """Give the cosine of every pair; what a run weighs is learned from all texts of both lists."""
        return [row.tolist() for row in self.rows(left, right)]

    def rows(self, left: Sequence[str], right: Sequence[str]) -> Iterator[Floats]:
        """Give the rows of `scores` one after the other, as arrays, so that not all are held."""
        import numpy as np  # noqa: PLC0415 - slow to import

        from queries.shared_runs import Postings, RunTable  # noqa: PLC0415

        table = RunTable([*left, *right])
        texts = len(left) + len(right)
        saturated = table.times * (_SATURATION + 1) / (table.times + _SATURATION)
        weights = saturated * np.log(1 + (texts - table.often + 0.5) / (table.often + 0.5))[table.run]
        lengths = np.sqrt(np.bincount(table.text, weights=weights**2, minlength=texts))
        weights /= lengths[table.text]
        there = slice(int(table.first[len(left)]), None)
        places = table.text[there] - len(left)
        postings = Postings(table.run[there], places, weights[there], len(right), len(table.often))
        for text in range(len(left)):
            row = table.entries(text)
            yield np.minimum(1.0, postings.shared(table.run[row], weights[row]))


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
    raise InvalidValue("method", name, one_of(methods()))


def shared_spans(left: str, right: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
    """Give the spans of two texts that stand, as runs of two or three syllables, in the other one too.

    A citation that both name is such a span by itself.
    """
    return _spans(tokens(left), _telling(right)), _spans(tokens(right), _telling(left))


@lru_cache(maxsize=256)
def _telling(text: str) -> frozenset[Run]:
    """Give the runs of a text that say something; those of a page are kept, as one text meets several."""
    return frozenset(run for run in runs(tokens(text)) if len(run) > 1 or run[0].startswith("§"))


def _spans(found: Sequence[Token], shared: frozenset[Run]) -> list[tuple[int, int]]:
    keys = [token.key for token in found]
    taken = [False] * len(found)
    for size in range(1, _LONGEST_RUN + 1):
        for first, run in enumerate(zip(*(islice(keys, skip, None) for skip in range(size)), strict=False)):
            if run in shared:
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
