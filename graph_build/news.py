"""A page that is no official document: news, an article, an answer to a question.

Only what such a page says of itself is taken: its heading, the date of its dateline, and the office in the
line that closes it. Reads the plain view of a text; gives a `Header` with `official` False.
"""

from __future__ import annotations

import re

from graph_build.act_issuers import MINISTRIES, any_of, proper_name
from graph_build.plain import PlainText
from graph_build.records import Header
from graph_build.text import evidence

KIND = "Tin tức"
_DATELINE = re.compile(
    r"(?:\A|\n)[ ]?(?:(?:thứ|chủ)[ ]\w+,?[ ])?(?:ngày[ ]|cập[ ]nhật:?[ ]|đăng[ ]ngày:?[ ])?"
    r"(?P<date>(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d))"
    r"(?=[ ]*(?:\n|\Z|[|,-]?[ ]*\d{1,2}[:h]\d\d|[|]))"
)
_OFFICE = re.compile(rf"(?<![^\W\d_])(?:{any_of(MINISTRIES)})(?![^\W\d_])")
_DATELINE_REACH = 800
_CLOSING = 160


_ENGLISH = re.compile(r"(?<!\w)(?:the|of|and|to|in|for|with|shall)(?!\w)")
_READ_OF = 4000
_FEWEST_WORDS = 20


def is_english(plain: PlainText) -> bool:
    """Tell a text in English, as translations of official documents are: one word in eight says so."""
    words = plain.lower[:_READ_OF].split()
    return len(words) >= _FEWEST_WORDS and 8 * len(_ENGLISH.findall(plain.lower, 0, _READ_OF)) >= len(words)


def read_news(plain: PlainText, start: int, end: int) -> Header:
    """Read title, dateline and closing line of a page that is no official document."""
    first = re.compile(r"[^\s#|*-][^\n]*").search(plain.text, start, end)
    title = plain.words(first.start(), first.end()).strip(" #|") if first else ""
    date = _DATELINE.search(plain.lower, start, min(end, start + _DATELINE_REACH))
    iso = None
    if date is not None and int(date["month"]) <= 12 and int(date["day"]) <= 31:
        iso = f"{date['year']}-{int(date['month']):02}-{int(date['day']):02}"
    issuer = _closing_office(plain, end)
    return Header(
        type=KIND,
        date=iso,
        title=title,
        issuer=proper_name(plain.text[slice(*issuer)]) if issuer else None,
        title_evidence=_quote(plain, (first.start(), first.start() + len(title)))
        if first and title
        else None,
        date_evidence=_quote(plain, date.span("date")) if date and iso else None,
        issuer_evidence=_quote(plain, issuer) if issuer else None,
        official=False,
    )


def _closing_office(plain: PlainText, end: int) -> tuple[int, int] | None:
    """Find the office in the last line, where that line is short and does nothing but name one."""
    text = plain.text[:end].rstrip(" \n.|")
    start = text.rfind("\n") + 1
    if len(text) - start > _CLOSING or not re.match(
        r"(?:Phòng|Văn phòng|Vụ|Cục|Ban|Nguồn|Theo|Trung tâm)", text[start:]
    ):
        return None
    offices = list(_OFFICE.finditer(plain.lower, start, len(text)))
    return offices[-1].span() if offices else None


def _quote(plain: PlainText, span: tuple[int, int]):  # type: ignore[no-untyped-def]
    return evidence(plain.source, *plain.span(*span))
