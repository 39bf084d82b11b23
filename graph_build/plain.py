"""A text without markup and layout noise, with the way back to its offsets.

Grammars of numbers, dates and names are written once, against the plain view; evidence needs the
offsets of the snapshot. The view is lossless in one direction only: every offset of the view maps to
an offset of the source.

Reads a source text; gives a `PlainText`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from graph_build.line_forms import PAGE_MARK, marks_pages

_NOISE = re.compile(
    r"""
    (?:[*][*]?)?(?:<[bB][rR][ ]?/?>[ *]*)+  # a line break in a cell of Markdown, "A<br>**B"
  | [\s*\u200b-\u200d\ufeff]{2,}        # "**  **", " \n\n ", "*\n"
  | [*\t\r\f\v\u00a0\u2000-\u200d\u202f\u3000\ufeff]   # a single star, tab or no-break space
    """,
    re.VERBOSE,
)
_GAZETTE_HEAD = "CÔNG BÁO/Số "
_NOISE_OF_PAGES = re.compile(
    r"""
    # running heads of the official gazette with page numbers, "CÔNG BÁO/Số 12/Ngày 01-02-2026 \n 7 \n"
    (?:\A|(?<=\S)[ \f]*\n)
    (?:\s*(?:(?:\d{1,4}[ ]*\n[ \f]*)?CÔNG[ ]BÁO/Số[ ][^\n]{0,60}(?:\n[ \f]*\d{1,4}[ ]*(?=\n|\Z))?|"""
    + PAGE_MARK
    + r"""[ \t]*)(?=\n|\Z))+\s*
  |"""
    + _NOISE.pattern,
    re.VERBOSE,
)
_SAME_LENGTH = (
    ("\u00ad", "-"),  # soft hyphen, which converters leave for a hyphen at the end of a line
    ("\ufffe", "-"),  # what PDF libraries give for the same
    ("\u2010", "-"),  # hyphen
    ("\u2011", "-"),  # non-breaking hyphen
    ("\u2012", "-"),  # figure dash
    ("\u2013", "-"),  # en dash
    ("\u2014", "-"),  # em dash
    ("\u2212", "-"),  # minus sign
    ("\u00d0", "\u0110"),  # the letter eth, printed for Đ
    ("\u00f0", "\u0111"),
    ("\u0189", "\u0110"),
    ("\u2044", "/"),  # fraction slash
    ("\u2215", "/"),  # division slash
)
_TONES = (  # the tone mark on the second vowel, as older spelling has it, in the words that grammars look for
    ("uỷ", "ủy"),
    ("oá ", "óa "),
    ("oá,", "óa,"),
    ("oà ", "òa "),
)


def _replacement(noise: str) -> str:
    """Give what stands for a run of noise: a break of paragraph, line or cell, a space, or nothing."""
    if any(map(str.isalpha, noise)):
        return "\n"
    breaks = noise.count("\n") + noise.count("\f")
    if breaks:
        return "\n\n" if breaks > 1 else "\n"
    if "\t" in noise:
        return "\t"
    return " " if any(c.isspace() for c in noise) else ""


class PlainText:
    """A view of a source text: no stars, single spaces, plain dashes, Đ for Ð.

    `text` has " " for a run of spaces, "\\n" for a line break, "\\n\\n" for a blank line (however long)
    and "\\t" for a tab between cells; `lower` is `text` in lower case with "uỷ" as "ủy" and the like, of the
    same length.
    """

    __slots__ = ("_plain", "_printed", "_source", "lower", "source", "text")

    def __init__(self, source: str) -> None:
        pieces: list[str] = []
        self._plain = [0]
        self._source = [0]
        self.source = source
        length = last = 0
        noise = _NOISE_OF_PAGES if _GAZETTE_HEAD in source or marks_pages(source) else _NOISE
        for match in noise.finditer(source):
            stand_in = _replacement(match.group())
            pieces.append(source[last : match.start()])
            pieces.append(stand_in)
            length += match.start() - last + len(stand_in)
            last = match.end()
            self._plain.append(length)
            self._source.append(last)
        pieces.append(source[last:])
        self._printed = text = "".join(pieces)
        for letter, plain in _SAME_LENGTH:
            text = text.replace(letter, plain)
        self.text = text
        lower = self.text.lower()
        if len(lower) != len(self.text):  # a letter whose lower case has two code points, as "İ"
            lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in self.text)
        for old, new in _TONES:
            lower = lower.replace(old, new)
        self.lower = lower

    def words(self, start: int, end: int) -> str:
        """Give the words of a range as one line, with the dashes and letters that the source prints."""
        return " ".join(self._printed[start:end].split())

    def offset(self, position: int) -> int:
        """Give the source offset of the character at a position of the view."""
        i = bisect_right(self._plain, position) - 1
        return self._source[i] + position - self._plain[i]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the source offsets of a non-empty range of the view; the end is excluded."""
        return self.offset(start), self.offset(end - 1) + 1

    def position(self, offset: int) -> int:
        """Give the position in the view of a source offset, the nearest before it where it was noise."""
        i = bisect_right(self._source, offset) - 1
        position = self._plain[i] + offset - self._source[i]
        return min(position, self._plain[i + 1] if i + 1 < len(self._plain) else len(self.text))


@lru_cache(maxsize=2)
def plain_text(source: str) -> PlainText:
    """Give the plain view of a source text; the last ones are kept, as every grammar asks for the same."""
    return PlainText(source)
