"""The number or bullet that opens a line, and its style.

Numbering follows Nghị định 30/2020/NĐ-CP, Phụ lục I, part II.5 (phần, chương, mục, điều, khoản, điểm) and
the habits of plans and programmes: A., I., 1., 1.1., a), -.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, NamedTuple

from graph_build.text import UPPER

Style = Literal[
    "annex",
    "part",
    "chapter",
    "article",
    "letter",
    "roman",
    "decimal",
    "alpha",
    "dash",
    "plus",
    "paren",
    "title",
]

_MARKERS: tuple[tuple[Style, re.Pattern[str]], ...] = (
    ("annex", re.compile(r"(?:PHỤ\s+LỤC|Phụ\s+lục)\b(?:\s+(?:số\s+)?(\d{1,2}|[IVX]{1,5}|[A-Z])\b)?")),
    ("part", re.compile(r"(?:PHẦN|Phần)\s+(?:THỨ\s+|thứ\s+)?(\d{1,2}|[IVX]{1,5}|\w+)\b")),
    ("chapter", re.compile(r"(?:CHƯƠNG|Chương|MỤC|Mục)\s+(\d{1,2}|[IVX]{1,6})\b[.:]?")),
    ("article", re.compile(r"Điều[\s*]+(\d{1,3}[a-zđ]?)[\s*]*[.:]")),
    ("roman", re.compile(r"([IVX]{1,6})\s*(?:[.):]|/(?![Vv](?!\w))|\s-(?=\s)|-(?=\s+[^\W\d_a-z]))\s*(?=\S)")),
    ("letter", re.compile(r"([A-HK-UĐ])\s*[.)/]\s+(?=\S)")),
    ("letter", re.compile(rf"([A-HK-UĐ])\s?[-\u2013]\s+(?=[*]*[{UPPER}]{{2}})")),  # "B- TỔ CHỨC THỰC HIỆN"
    ("decimal", re.compile(r"(\d{1,2}(?:\.\d{1,2}){1,4})(?:[.):]\s*|\s+)(?=[^\W\d_]|[*“\"(])")),
    ("decimal", re.compile(r"(\d{1,3})\s*[.):]\s*(?=[^\W\d_]|[*“\"(])")),
    (
        "decimal",
        re.compile(rf"(\d{{1,2}})-\s+(?=[*]*[{UPPER}])"),
    ),  # "1- Các cấp ủy …" of Party documents
    (
        "decimal",
        re.compile(rf"(\d{{1,2}})/(?:\s+(?=[*]*[{UPPER}])|(?=[{UPPER}][^\W\d_A-Z]))"),
    ),  # 1/ Sở A
    ("alpha", re.compile(rf"([a-zđ])[./]\s+(?=[*]*[{UPPER}])")),  # "a. Chủ trì …", "b/ Phối hợp …"
    ("alpha", re.compile(r"([a-zđ]{1,2}|[a-zđ]\.\d{1,2})\)\s*(?=\S)")),
    ("dash", re.compile(r"[-\u2010-\u2015\u2212•●▪◦](?![-\d])\s*(?=[^\s-])")),
    ("plus", re.compile(r"\+\s*(?=\S)")),
    (
        "paren",
        re.compile(rf"\((?:[ivx]{{1,5}}|[a-zđ]|\d{{1,2}})\)\s+(?=[*]*[{UPPER}])"),
    ),  # "(i) Khẩn trương …"
)
BULLETS = frozenset({"dash", "plus", "paren"})
"""Styles that are bullets, and number nothing."""
_HASHES = re.compile(r"[ \t\u00a0*]*(#{1,6})[ \t\u00a0*]+(?=[^\s#*])")
"""The marks before a heading of Markdown (CommonMark, section 4.2)."""
_HANDS_OUT = re.compile(
    r"[\s*#]*(?:tổ\s+chức\s+(?:triển\s+khai\s+)?thực\s+hiện|phân\s+công\s+(?:nhiệm\s+vụ|thực\s+hiện|trách\s+nhiệm"
    r"|tổ\s+chức\s+thực\s+hiện))[\s*:]*",
    re.IGNORECASE,
)
"""A heading, whole, below which a plan hands work out."""
_NO_TITLE = re.compile(
    r"[\s*#]*(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|QUYẾT ĐỊNH|CHỈ THỊ|CÔNG ĐIỆN|NGHỊ QUYẾT|THÔNG BÁO)\b"
)
"""The line of the kind of a document, which is no heading in it."""
_BEGINS = {
    "annex": "P",
    "part": "P",
    "chapter": "CM",
    "article": "Đ",
    "roman": "IVX",
    "plus": "+",
    "paren": "(",
}
"""What the styles with few first letters begin with."""
_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


@lru_cache(maxsize=256)
def _opened_by(first: str) -> tuple[tuple[Style, re.Pattern[str]], ...]:
    """Give the markers that may begin with a character, a few of all, in their order."""
    may = {style: first in letters for style, letters in _BEGINS.items()}
    may |= {"decimal": first.isdecimal(), "letter": first.isupper(), "alpha": first.islower()}
    return tuple(one for one in _MARKERS if may.get(one[0], True))


class Marker(NamedTuple):
    """The number or bullet that opens a block: its style, its value ("II", "1.1", "a") and length."""

    style: Style
    value: str
    length: int


def roman_value(text: str) -> int | None:
    """Read a Roman numeral up to the hundreds; None where it is not well-formed."""
    total, last = 0, 0
    for char in reversed(text):
        value = _ROMAN.get(char)
        if value is None:
            return None
        total += value if value >= last else -value
        last = max(last, value)
    return total or None


def marker_of(text: str) -> Marker | None:
    """Find the number or bullet at the beginning of a line.

    `length` counts from the beginning of `text`, leading spacing and marks of Markdown included.
    """
    lead = len(text) - len(text.lstrip(" \t\u00a0*#"))
    for style, pattern in _opened_by(text[lead : lead + 1]):
        match = pattern.match(text, lead)
        if match is None:
            continue
        rest = text[match.end() :].strip(" \t*.:-")
        if style == "annex" and rest and not (rest.isupper() or rest.startswith("(")):
            return None
        if style == "part" and not text[lead:].isupper() and match.end() < len(text.rstrip()) - 60:
            return None
        if style == "roman" and roman_value(match.group(1)) is None:
            continue
        value = match.group(1) if match.groups() and match.group(1) else ""
        return Marker(style, value, match.end())
    return None


class Titles:
    """Finds headings without a number: "Tổ chức thực hiện" alone on its line, and headings of Markdown.

    Those of Markdown count where one of them hands work out: else a page may show them around a text.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        marked = [line for line in lines if line.lstrip(" \t\u00a0*").startswith("#")]
        self._ranked = any(_HANDS_OUT.fullmatch(_unnumbered(line)) for line in marked)

    def marker(self, line: str) -> Marker | None:
        """Give the marker of a line that is a heading without a number; its value is the depth."""
        hashes = _HASHES.match(line)
        if hashes is not None and self._ranked and not _NO_TITLE.match(line):
            return Marker("title", str(len(hashes[1])), hashes.end())
        if hashes is None and _HANDS_OUT.fullmatch(line):
            return Marker("title", "1", 0)
        return None


def _unnumbered(line: str) -> str:
    """Give a heading without its hashes and number."""
    marker = marker_of(line)
    return line[marker.length :] if marker is not None else line
