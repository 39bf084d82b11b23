"""Legends beside tables: "SYT: Sở Y tế; STC: Sở Tài chính", "C: chủ trì; P: phối hợp".

An annex says once what the letters in its cells stand for: in a note over the table or below it. Two
entries beside each other make a legend, or one behind words that open one ("Ghi chú").

Reads a text; gives letters with the words that they stand for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

_ENTRY = re.compile(
    r"(?<![\w.&-])(?P<letters>(?:(?:Sở|Bộ|Ban|Phòng|UBND|Cục|Vụ)[ ])?[A-ZĐ][A-ZĐ&]{1,10}(?:-[A-ZĐ]{1,6})?)"
    r"[\"”]?[ \t]*"
    r"(?:[:=]|[\u2013-](?=\s)|là(?=\s)|viết\s+tắt\s+(?:của|cho)(?=\s))[ \t]*[\"“]?"
    r"(?=(?P<long>[A-ZĐ][^\n|:;=.()]{3,120}))"
)
_OPENS = re.compile(r"(?:ghi\s+chú|chú\s+(?:thích|giải)|viết\s+tắt|ký\s+hiệu)[^\n]{0,40}$", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s*;,.•+-]*")
_NEXT = re.compile(r",\s*(?=[^,;\n]{1,16}(?:[:=]|là\s))")
"""A comma before the next entry, where no other sign parts them."""
_MARKS = frozenset({"CT", "PH", "TH"})
"""Letters that are marks of a part in a task wherever they stand."""
_SIGN = r"[A-ZĐ]{1,3}"
_MARK = re.compile(
    rf"(?<![\w.])(?P<sign>{_SIGN})[\"”)\]]*\s*(?:[:=]|[\u2013-]\s|là\s)\s*[\"“(]?"
    r"(?i:(?:(?:đơn\s+vị|cơ\s+quan)\s+)?(?:chủ\s+trì|đầu\s+mối|phối\s+hợp|tham\s+gia|theo\s+dõi|giám\s+sát|thực\s+hiện))"
)


def entries(text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Find the entries of legends of names: the match, whose `letters` stand for the words given."""
    found = [
        (match, _NEXT.split(match["long"])[0].strip(' *,"”'))
        for match in _ENTRY.finditer(text)
        if match["letters"] not in _MARKS
    ]
    beside = [False, *(_adjoin(text, one, other) for one, other in pairwise(found)), False]
    for at, (match, words) in enumerate(found):
        if beside[at] or beside[at + 1] or _OPENS.search(text, max(0, match.start() - 60), match.start()):
            yield match, words


def _adjoin(text: str, one: tuple[re.Match[str], str], other: tuple[re.Match[str], str]) -> bool:
    end = one[0].start("long") + len(one[1])
    return end <= other[0].start() and bool(_BETWEEN.fullmatch(text, end, other[0].start()))


def explained_marks(text: str, spans: Sequence[tuple[int, int]]) -> frozenset[str]:
    """Find the letters that a legend within one of the spans says the part of a unit by: "C: chủ trì"."""
    return frozenset(match["sign"] for span in spans for match in _MARK.finditer(text, *span))
