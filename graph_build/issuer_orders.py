"""Work that the issuer gives out inside a paragraph: "Về việc này, Chủ tịch UBND tỉnh giao Sở A chủ trì …".

Letters and directives of few words have no items: one sentence says who asks, who is asked, and for what.
Who asks must be the issuer, or who signs for it; what another body asked in an earlier document ("Tại Công
văn số …, Bộ B đề nghị …") is told of, and gives nothing out.

Reads text and the issuer of the document; gives the spans of who is asked with the work.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.duty_signs import SENTENCE_END
from graph_build.opening_actors import opening_actors
from graph_build.spellings import full_name
from graph_build.text import UPPER, fold

_ASKS = re.compile(rf"(?<=\w)\s+(?:giao|yêu\s+cầu|đề\s+nghị)\s+(?:cho\s+)?(?=[{UPPER}]|các\s|tất\s+cả\s)")
_STOP = re.compile(r"[.;,:]\s+")
_TOLD = re.compile(r"\W*(?:tại|ngày|trước\s+đó|trong\s+khi)(?!\w)", re.IGNORECASE)
"""How a sentence opens that tells what was asked elsewhere, or before."""
_OFFICE = re.compile(
    r"\W*(?:(?:phó\s+)?thủ\s+tướng|chính\s+phủ|(?:phó\s+)?(?:chủ\s+tịch|giám\s+đốc)|(?:bộ|thứ)\s+trưởng|lãnh\s+đạo"
    r"|thường\s+trực)(?!\w)[^,.;:]{0,90}$",
    re.IGNORECASE,
)
"""Who speaks for the issuer of a letter, which an office may sign."""
_LEVELS = {
    "government": re.compile(r"(?<!\w)(?:thủ\s+tướng|chính\s+phủ)(?!\w)", re.IGNORECASE),
    "ministry": re.compile(
        r"(?<!\w)(?:(?<!cán\s)(?<!đảng\s)bộ|thứ\s+trưởng)(?!\w|\s+(?:tư\s+lệnh|chỉ\s+huy|phận))",
        re.IGNORECASE,
    ),
    "province": re.compile(r"(?<!\w)(?:tỉnh|(?<!cơ\s)(?<!trụ\s)sở)(?!\w)", re.IGNORECASE),
    "district": re.compile(r"(?<!\w)(?:huyện|quận|thị\s+xã)(?!\w)", re.IGNORECASE),
    "commune": re.compile(
        r"(?<!\w)(?:(?<!thị\s)(?<!tác\s)xã(?!\s+hội)|phường|thị\s+trấn|đặc\s+khu)(?!\w)", re.IGNORECASE
    ),
}
"""What tells the level of a body, the highest first; "thành phố" may be of two, "xã hội" is of none."""
_POLITE = re.compile(r"\s+(?:trân\s+trọng|xin)$", re.IGNORECASE)

_LONGEST_ASKER = 160
"""The words for who asks have at most so many code points."""


class IssuerOrder(NamedTuple):
    """A clause that gives work out: where its sentence begins, where who is asked stands, and its end."""

    start: int
    asked: int
    end: int


def issuer_orders(context: ActorContext, text: str) -> tuple[IssuerOrder, ...]:
    """Find the clauses of a paragraph in which the issuer asks somebody to do something, in order."""
    stops = [0, *(stop.end() for stop in _STOP.finditer(text))]
    sentences = [0, *(stop.end() for stop in SENTENCE_END.finditer(text))]
    found: list[tuple[int, int]] = []
    for match in _ASKS.finditer(text):
        begin = stops[bisect_right(stops, match.start()) - 1]
        sentence = sentences[bisect_right(sentences, match.start()) - 1]
        asker = text[begin : match.start()] if match.start() - begin <= _LONGEST_ASKER else ""
        if not _TOLD.match(text, sentence) and _speaks(context, _POLITE.sub("", asker)):
            found.append((begin, match.end()))
    ends = [*(begin for begin, _ in found), len(text)][1:]
    return tuple(IssuerOrder(begin, asked, end) for (begin, asked), end in zip(found, ends, strict=True))


def _speaks(context: ActorContext, words: str) -> bool:
    """Tell whether words name the issuer, or an office that speaks for it, and nothing else.

    An office of another level ("Chủ tịch UBND tỉnh" in a document of a commune) does not.
    """
    if _OFFICE.match(words):
        return not of_another_level(context, words)
    heads = opening_actors(context, words)
    if heads is None or words[heads.end :].strip(" *") or len(heads.actors) != 1 or context.issuer is None:
        return False
    return fold(full_name(context.issuer)).startswith(fold(full_name(heads.actors[0].name)))


def of_another_level(context: ActorContext, words: str) -> bool:
    """Tell whether words name a body or an office of another level of the state than the issuer's."""
    own, level = _level(context.issuer or ""), _level(words)
    return own is not None and level is not None and own != level


def _level(name: str) -> str | None:
    """Give the level of the body that a name is of; None where its words do not tell."""
    return next((level for level, words in _LEVELS.items() if words.search(name)), None)
