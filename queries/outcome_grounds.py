"""What the words of a document say about an act: that it takes its place, or amends it.

Only words that say it of a whole act count. A document says it of itself in its title ("sửa đổi, bổ sung
một số điều của Nghị định số …"), or where it calls itself "Nghị định này" and puts the act out of force; an
article that is repealed or amended in passing is not the act. Another document says it by naming both acts
side by side ("Nghị định số 85/2023/NĐ-CP … sửa đổi, bổ sung một số điều của Nghị định số 115/2020/NĐ-CP").

Reads the plain view of a text and where it cites what; gives ranges of the view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from graph_build.plain import PlainText
from queries.promises import CHANGING, Change

_KIND: Final = (
    r"(?:bộ[ ]luật|luật|pháp[ ]lệnh|nghị[ ](?:quyết|định)|quyết[ ]định|chỉ[ ]thị"
    r"|thông[ ]tư(?:[ ]liên[ ]tịch)?|kế[ ]hoạch|văn[ ]bản)(?![^\W\d_])"
)
_SELF: Final = rf"{_KIND}[ ]này"
_JOINED: Final = r"(?:,|;|[ ]và)[ ](?:các[ ])?"
_REPLACING: Final = re.compile(
    rf"""
    {_SELF}[ ](?:(?!này)[^.;])*?(?<![^\W\d_])(?:thay[ ]thế(?:[ ]cho)?|bãi[ ]bỏ(?:[ ]toàn[ ]bộ)?)
    [ ](?:các[ ])?(?:{_KIND}[^.]*?{_JOINED})?\Z
    """,
    re.VERBOSE,
)
_ITEM: Final = re.compile(rf"(?:(?:.*{_JOINED})|[ ]*(?:\d{{1,2}}\.|[a-zđ]\)|-)?[ ]*)\Z", re.VERBOSE)
_OUT_OF_FORCE: Final = re.compile(
    rf"[^.;]{{0,300}}?hết[ ]hiệu[ ]lực(?:[ ]thi[ ]hành)?[ ](?:kể[ ])?từ[ ](?:ngày[ ]|thời[ ]điểm[ ])?"
    rf"{_SELF}[ ]có[ ]hiệu[ ]lực",
    re.VERBOSE,
)
_SENTENCE: Final = re.compile(r"[.;][ \n]|\n\n|\||:[ \n]|\n(?=\d{1,2}\.[ ]|[a-zđ]\)[ ])")
_TITLE_OPENS: Final = re.compile(r"[ \n]*(?:(?:về[ ]việc|v/v:?|về)[ ])?", re.VERBOSE)
_CHANGING: Final = re.compile(CHANGING, re.VERBOSE)
_ACTIVE: Final = re.compile(rf"[ ]?(?:\([^()]{{0,200}}\)[ ]?)?{CHANGING}[ ]?", re.VERBOSE)
_PASSIVE: Final = re.compile(
    r"""
    [ ,]*\(?(?:đã[ ])?được[ ](?:
        (?P<replaces>thay[ ]thế)|(?P<amends>sửa[ ]đổi(?:,?[ ]bổ[ ]sung)?(?:[ ]một[ ]số[ ]điều)?)
    )[ ](?:bởi|bằng|tại|theo)[ ]
    """,
    re.VERBOSE,
)
_REACH: Final = 600


class Range(NamedTuple):
    """Positions in a plain view, the end excluded."""

    start: int
    end: int


class Said(NamedTuple):
    """What words say is done to an act, and where they stand."""

    way: Change
    words: Range


def of_itself(plain: PlainText, cited: Range, title: Range | None) -> Said | None:
    """Tell what a document says it does to an act that it cites at `cited`; `title` is its title's place."""
    if title and title.start <= cited.start and cited.end <= title.end:
        return _in_title(plain, cited, title)
    floor = max(0, cited.start - _REACH)
    breaks = list(_SENTENCE.finditer(plain.lower, floor, cited.start))
    start = breaks[-1].end() if breaks else floor
    before = _line(plain.lower[start : cited.start])
    if _REPLACING.search(before):
        return Said("replaces", Range(start, cited.end))
    after = plain.lower[cited.end : cited.end + _REACH]
    if _ITEM.match(before) and (found := _OUT_OF_FORCE.match(after.replace("\n", " "))):
        return Said("replaces", Range(start, cited.end + found.end()))
    return None


def _in_title(plain: PlainText, cited: Range, title: Range) -> Said | None:
    """Read "về việc sửa đổi, bổ sung một số điều của" and nothing more before the act."""
    before = _line(plain.lower[title.start : cited.start])
    opening = _TITLE_OPENS.match(before)
    change = _CHANGING.fullmatch(before[opening.end() if opening else 0 :].strip())
    if change is None:
        return None
    return Said("replaces" if change["replaces"] else "amends", title)


def of_another(plain: PlainText, cited: Sequence[Range], act: int, other: int) -> Said | None:
    """Tell what words between two citations that stand side by side say `other` does to `act`."""
    first, second = cited[min(act, other)], cited[max(act, other)]
    between = _line(plain.lower[first.end : second.start])
    found = (_ACTIVE if other < act else _PASSIVE).fullmatch(between)
    if found is None:
        return None
    return Said("replaces" if found["replaces"] else "amends", Range(first.start, second.end))


def _line(text: str) -> str:
    return text.replace("\n", " ")
