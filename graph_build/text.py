"""Vietnamese text: one normal form for keeping, two foldings for comparing.

Text is kept as written, in NFC with "\\n" as line end (`normalise`). Comparison goes through
`fold`, which makes spellings of the same words equal: letter case, the place of the tone mark
(hoà, hòa), the letter Đ typed as Ð, every dash, quotes and spacing. Search goes through `bare`,
which also drops all marks ("đường" and "duong" are equal). Neither folding is ever stored in place of
the words of a document.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from typing import NamedTuple

from graph_build.records import Evidence

LOWER = "abcdefghijklmnopqrstuvwxyzàáâãèéêìíòóôõùúýăđĩũơư" + "".join(
    chr(code) for code in range(0x1EA0, 0x1EFA) if chr(code).islower()
)
UPPER = LOWER.upper()
"""The letters of Vietnamese, for classes of patterns: a range such as "À-Ỹ" holds small letters too."""

CONTEXT = 32
"""Code points of text kept before and after a quoted span (`Evidence.prefix`, `.suffix`)."""

_TONES = {"\u0300": "1", "\u0301": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_WORD = re.compile(r"[^\W_]+", re.UNICODE)


def normalise(text: str) -> str:
    """Bring raw text to the kept form: no byte order mark, "\\n" line ends, Unicode NFC.

    NFC may change the number of code points, so every offset counts in the text returned here.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def fold_word(word: str) -> str:
    """Fold one word: lower case, Ð as đ, and its tone mark moved to the end as a digit.

    "Hoà", "hòa" and "HÒA" all give "hoa1", whatever letter the mark stands on; marks that make
    letters (ă, â, ê, ô, ơ, ư) stay.
    """
    decomposed = unicodedata.normalize("NFD", word.replace("Ð", "Đ").replace("ð", "đ").casefold())
    tone = "".join(_TONES[c] for c in decomposed if c in _TONES)
    return unicodedata.normalize("NFC", "".join(c for c in decomposed if c not in _TONES)) + tone


def fold(text: str) -> str:
    """Fold text for comparison: folded words with single spaces, and nothing else.

    Punctuation, dashes, quotes and markdown stars all count as spacing, so that
    "Vụ Kế hoạch - Tài chính" and "Vụ Kế hoạch-Tài chính" are equal.
    """
    return " ".join(map(fold_word, _WORD.findall(text)))


def words_hash(text: str) -> str:
    """Give the SHA-256 of the folded words of a text, which its layout and markup do not change."""
    return sha256(fold(text).encode("utf-8")).hexdigest()


def padded(text: str) -> str:
    """Fold text and set a space before and after it, so that whole words can be looked for with `in`."""
    return f" {fold(text)} "


_phrase = lru_cache(maxsize=1024)(padded)


def holds_phrase(words: str, phrases: Iterable[str]) -> bool:
    """Tell whether `padded` words hold one of a grammar's phrases, which are folded here, once for all."""
    return any(_phrase(phrase) in words for phrase in phrases)


def bare(text: str) -> str:
    """Fold text for search: lower-case ASCII-like words, all marks off, đ as d."""
    text = unicodedata.normalize("NFD", text.casefold().replace("đ", "d").replace("ð", "d"))
    return " ".join(_WORD.findall("".join(c for c in text if not unicodedata.combining(c))))


class Word(NamedTuple):
    """A word of a text: its folded form, where it stands, and the raw characters before it."""

    key: str
    start: int
    end: int
    gap: str


def words(text: str, start: int = 0, end: int | None = None) -> list[Word]:
    """List the words of `text[start:end]` with offsets into `text`.

    `gap` holds what stands between the word and the one before it (punctuation and spacing).
    """
    found: list[Word] = []
    last = start
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        found.append(Word(fold_word(match.group()), match.start(), match.end(), text[last : match.start()]))
        last = match.end()
    return found


def word_spans(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Give where the words of `text[start:end]` stand, for those who need no more of them."""
    for match in _WORD.finditer(text, start, len(text) if end is None else end):
        yield match.span()


class Line(NamedTuple):
    """A line of a text: its content without the line end, and where it stands."""

    text: str
    start: int
    end: int


@lru_cache(maxsize=2)
def lines(text: str) -> tuple[Line, ...]:
    """List the lines of a text with their offsets; the last ones are kept, for reader and outline."""
    found: list[Line] = []
    start = 0
    for raw in text.split("\n"):
        end = start + len(raw)
        found.append(Line(raw, start, end))
        start = end + 1
    return tuple(found)


def trim(text: str, start: int, end: int, drop: str = " \t\n\u00a0\u200b*") -> tuple[int, int]:
    """Narrow a span until it neither begins nor ends with one of the characters in `drop`."""
    while start < end and text[start] in drop:
        start += 1
    while end > start and text[end - 1] in drop:
        end -= 1
    return start, end


def mostly_capitals(text: str) -> bool:
    """Tell a text whose letters are capitals but for a few."""
    letters = [c for c in text if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) > 0.8 * len(letters)


def brief(text: str, most: int) -> str:
    """Give at most so many characters of a text, "…" for the rest; it ends with a word that is whole."""
    if len(text) <= most:
        return text
    words = text[: most + 1].rpartition(" ")[0].rstrip()
    return f"{words if 2 * len(words) > most else text[:most]}…"


def joined(text: str) -> str:
    """Give a span's words as one line: runs of spacing and line ends become one space, stars go."""
    return " ".join(text.replace("*", "").split())


def evidence(
    text: str,
    start: int,
    end: int,
    *,
    page: int | None = None,
    table: int | None = None,
    row: int | None = None,
    column: int | None = None,
) -> Evidence:
    """Quote `text[start:end]` with its position and its surroundings.

    Raises ValueError for an empty or reversed span: a fact without words is a bug.
    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words at {start}-{end} of a text of {len(text)} code points")
    return Evidence(
        exact=text[start:end],
        start=start,
        end=end,
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
        page=page,
        table=table,
        row=row,
        column=column,
    )
