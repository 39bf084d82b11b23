"""What was typed into a search, understood: words, phrases, numbers, kinds.

    cuc y te du phong        every word must be there; the last one may be the beginning of a word
    "y tế dự phòng"          the words in this order, next to each other
    38/NQ-CP                 a number: its parts next to each other
    kind:task kind:unit …    only entries of these kinds
    UBND huyện               an abbreviation also means what it stands for, and the other way round

What is asked of the index is made of folded keys only, which hold letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, product
from typing import Final, TypeAlias

from graph_build.search_index import KINDS
from graph_build.search_words import Key, abbreviations, keys, written_out
from graph_build.text import normalise
from queries.bilingual import Text
from queries.errors import BadSearch

LONGEST: Final = 300
"""Characters that a search may have."""

MOST_WORDS: Final = 40
"""Words that a search may have."""

_PIECE: Final = re.compile(
    r"""
      ["“”„«»] (?P<phrase>[^"“”„«»]*) (?:["“”„«»]|\Z)   # "y tế dự phòng", closed or not
    | kind: (?P<kind>[^\s"“”„«»]*)                      # kind:task, kind:task,duty
    | (?P<chunk>[^\s"“”„«»]+)                           # cuc, 38/NQ-CP
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MOST_VARIANTS: Final = 8


@dataclass(frozen=True, slots=True)
class Row:
    """Words next to each other in a text, as bare keys; `is_open` leaves the last word open.

    `marked` holds their marked keys where the marks must be there too; else it is empty.
    """

    words: tuple[str, ...]
    marked: tuple[str, ...] = ()
    is_open: bool = False


Condition: TypeAlias = tuple[tuple[Row, ...], ...]
"""What an entry fulfils that holds one row of every part."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that an entry must hold: a row of words side by side, or another row that means the same.

    `rows` lists them, as typed first. With `prefix` the last word of the first row may be the beginning of
    a word.
    """

    rows: tuple[tuple[Key, ...], ...]
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """A search as understood; `kinds` is empty where all kinds are wanted."""

    typed: str
    terms: tuple[Term, ...]
    kinds: tuple[str, ...] = ()
    words: tuple[Key, ...] = field(default=(), repr=False)

    @property
    def matching(self) -> Condition:
        """Give what every entry to find fulfils."""
        return tuple(map(_any, self.terms))

    @property
    def with_marks(self) -> Condition:
        """Give what entries with the marks as typed fulfil; nothing where no mark was typed."""
        return tuple(part for term in self.terms for part in _any_marked(term))

    def in_row(self, *, prefix: bool) -> Condition:
        """Give what entries fulfil that hold all words next to each other, in the order typed."""
        ends_open = prefix and self.terms[-1].prefix
        return (tuple(dict.fromkeys(Row(_plain(row), is_open=ends_open) for row in self._variants())),)

    @property
    def typed_row(self) -> Row:
        """Give all words as typed, next to each other."""
        return Row(_plain(next(self._variants())), is_open=self.terms[-1].prefix)

    @property
    def whole(self) -> Condition:
        """Give what entries fulfil that hold every word whole."""
        return tuple(_any(Term(term.rows)) for term in self.terms)

    @property
    def names(self) -> tuple[str, ...]:
        """Give the folded names that the search may be as a whole."""
        rows = [" ".join(_plain(row)) for row in self._variants()]
        return tuple(dict.fromkeys(rows))

    def _variants(self) -> Iterator[tuple[Key, ...]]:
        every = product(*(term.rows for term in self.terms))
        for rows in islice(every, _MOST_VARIANTS):
            yield tuple(key for row in rows for key in row)


def understand(typed: str, kinds: Sequence[str] = ()) -> Search:
    """Understand what was typed, with further kinds to which the search is held.

    Raises BadSearch where there is no word to search for, too much text, or an unknown kind.
    """
    text = normalise(typed.encode("utf-8", "replace").decode("utf-8"))
    if len(text) > LONGEST:
        raise BadSearch(
            Text(
                vi=f"Câu tìm có {len(text)} ký tự; chỉ nhận nhiều nhất {LONGEST}.",
                en=f"The search has {len(text)} characters; at most {LONGEST} are taken.",
            )
        )
    wanted = [kind for given in kinds for kind in _kinds(given)]
    pieces: list[tuple[list[Key], bool]] = []
    for match in _PIECE.finditer(text):
        if match["kind"] is not None:
            wanted += _kinds(match["kind"])
        else:
            pieces += _pieces(match)
    if not pieces:
        raise BadSearch(
            Text(
                vi="Câu tìm không có chữ cái hay chữ số nào. Hãy gõ từ, số hoặc tên.",
                en="The search holds no letter and no digit. Type words, a number or a name.",
            )
            if text.strip()
            else Text(
                vi="Chưa gõ gì để tìm. Hãy gõ từ, số hoặc tên.",
                en="The search is empty. Type words, a number or a name.",
            )
        )
    words = tuple(key for row, _ in pieces for key in row)
    if len(words) > MOST_WORDS:
        raise BadSearch(
            Text(
                vi=f"Câu tìm có {len(words)} từ; chỉ nhận nhiều nhất {MOST_WORDS}.",
                en=f"The search has {len(words)} words; at most {MOST_WORDS} are taken.",
            )
        )
    return Search(text, tuple(_terms(pieces)), tuple(dict.fromkeys(wanted)), words)


def _pieces(match: re.Match[str]) -> Iterator[tuple[list[Key], bool]]:
    """Give the rows of words of a piece; false beside a row says that it stands between quotes."""
    if match["phrase"] is not None:
        found = keys(match["phrase"])
        if found:
            yield found, False
        return
    found = keys(match["chunk"])
    if len(found) > 1 and any(character.isdigit() for character in match["chunk"]):
        yield found, True
    else:
        yield from (([key], True) for key in found)


def _terms(pieces: list[tuple[list[Key], bool]]) -> Iterator[Term]:
    """Make the terms: abbreviations get what they stand for, what has an abbreviation gets that."""
    longest = max(map(len, written_out()), default=0)
    at = 0
    while at < len(pieces):
        row, is_open = pieces[at]
        for size in range(min(longest, len(pieces) - at), 1, -1):
            run = pieces[at : at + size]
            words = tuple(key for one, _ in run for key in one)
            short = written_out().get(tuple(_plain(words)))
            if short and all(len(one) == 1 and loose for one, loose in run):
                yield Term((words, (Key(short, short, 0, 0),)), prefix=at + size == len(pieces))
                at += size
                break
        else:
            full = abbreviations().get(row[0].bare) if len(row) == 1 and is_open else None
            rows = (tuple(row), full) if full else (tuple(row),)
            at += 1
            yield Term(rows, prefix=is_open and at == len(pieces))


def _kinds(given: str) -> list[str]:
    found = []
    for name in filter(None, given.lower().split(",")):
        known = name if name in KINDS else {"people": "person"}.get(name, name.removesuffix("s"))
        if known not in KINDS:
            raise BadSearch(
                Text(
                    vi=f"Không có loại {name[:40]!r}. Các loại: {', '.join(KINDS)}.",
                    en=f"There is no kind {name[:40]!r}. Kinds: {', '.join(KINDS)}.",
                )
            )
        found.append(known)
    if not found:
        raise BadSearch(
            Text(
                vi=f"'kind:' không nêu loại nào. Các loại: {', '.join(KINDS)}.",
                en=f"'kind:' names no kind. Kinds: {', '.join(KINDS)}.",
            )
        )
    return found


def _plain(row: Sequence[Key]) -> tuple[str, ...]:
    return tuple(key.bare for key in row)


def _any(term: Term) -> tuple[Row, ...]:
    """Say that one of the rows of a term is there."""
    return tuple(Row(_plain(row), is_open=term.prefix and not n) for n, row in enumerate(term.rows))


def _any_marked(term: Term) -> Iterator[tuple[Row, ...]]:
    """Say that each word that was typed with marks is there with these, or one of the other rows."""
    typed, *others = term.rows
    further = tuple(Row(_plain(row), tuple(key.marked for key in row)) for row in others)
    for place, key in enumerate(typed):
        if key.has_marks:
            is_open = term.prefix and place == len(typed) - 1
            yield (Row((key.bare,), (key.marked,), is_open), *further)
