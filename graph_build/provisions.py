"""The provision of an act that a citation points to: "điểm a khoản 1 Điều 3 Nghị định số …".

Points, clauses and articles are cited from the smallest to the largest, before the act. Only what stands
directly before the act, joined to it by nothing more than "của", "tại" or "kèm theo", is its provision; an
article of a regulation issued with the act keeps the name of that regulation. Reads
the plain view of a text; gives ranges of it.
"""

from __future__ import annotations

import re
from typing import Final

from graph_build.plain import PlainText

_UNIT: Final = (
    r"(?:(?<!địa[ \n])(?<!thời[ \n])(?<!quan[ \n])điểm|khoản|điều|tiết|đoạn|(?:tiểu[ \n])?mục|chương|phần"
    r"|(?:phụ[ \n]lục|mẫu|biểu)(?:[ \n]số)?)"
)
_LABEL: Final = (
    r"(?:(?:[ivxlc]{1,6}|\d{1,3}[a-zđ]?)(?:[.-]\d{1,3}){0,3}|[a-zđ]\d{0,2})(?![^\W_])"  # 3a | II.8 | đ
)
_AND: Final = r"(?:,|[ \n]và|,[ \n]và|[ \n]hoặc)[ \n]"
_PIECE: Final = rf"(?:{_UNIT}[ \n]{_LABEL}(?:{_AND}{_LABEL})*|phụ[ \n]lục)"
_WITH: Final = r"(?:được[ \n])?(?:(?:ban[ \n]hành|đính)[ \n])?kèm[ \n]theo"
_ANNEXED: Final = (
    r"(?:quy[ \n](?:chế|định|trình|chuẩn)|điều[ \n]lệ|danh[ \n]mục|kế[ \n]hoạch|chương[ \n]trình|đề[ \n]án)"
)
"""What is issued with an act, and has articles of its own."""
_OPENING: Final = re.compile(rf"(?<![^\W\d_])(?:các[ \n])?{_UNIT}(?=[ \n])")
_PROVISION: Final = re.compile(
    rf"""
    (?P<words>
      (?:các[ \n])?{_PIECE}
      (?:(?:[ \n]|,?[ \n](?:của|tại|và|thuộc)[ \n]|,[ \n])(?:các[ \n])?{_PIECE}){{0,12}}
      (?:[ \n](?:của[ \n])?{_ANNEXED}(?:[ \n][^\W_]+,?){{0,16}}?(?=[ \n]{_WITH}))?)  # Điều 3 Quy chế …
    (?:[ \n](?:của|tại|thuộc|trong|{_WITH}))?(?:[ \n]các)?[ \n]
    """,
    re.VERBOSE,
)
_REACH: Final = 200


def provision_before(plain: PlainText, floor: int, position: int) -> tuple[int, int] | None:
    """Give the range of the provision that ends where an act begins at `position`, None where there is none.

    `floor` is where the act before it ends.
    """
    first = max(floor, position - _REACH)
    for opening in _OPENING.finditer(plain.lower, first, position):
        found = _PROVISION.fullmatch(plain.lower, opening.start(), position)
        if found is not None:
            headed = plain.text[opening.start() - 1 : opening.start()] in ("", "\n")
            if headed and plain.text[found.end("words")] == "\n":  # an article whose text cites the act
                return None
            return found.span("words")
    return None
