"""Times that the words of a mandate name and its deadline does not hold: entries of the ledger.

A deadline holds one time. What else the words say of when work is to be done ("hằng tuần báo cáo …", "đến
31/12/2025 đạt …", "tổng kết vào năm 2030") is told of, save what lies in the past, days of cited acts and
periods that only name a programme or a budget ("giai đoạn 2026 - 2030", "dự toán hằng năm").

Reads mandates and the entries made for them; gives entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph_build.deadlines import hide_references
from graph_build.issues import skipped
from graph_build.moments import bounds, scan
from graph_build.plain import PlainText
from graph_build.records import Deadline, Duty, Issue, Task
from graph_build.recurrences import CALENDAR, occurrences
from graph_build.spans import Spans

_WHY = "The words set a time, and none was read as the deadline of the work."
_BESIDE = "The words set this time too, which the deadline does not hold."
_AGAIN = re.compile(
    r"(?:\A|[;.]\s)\W*(?P<when>(?:hằng|hàng|mỗi)\s+(?:ngày|tuần|tháng|quý|năm))(?!\w)", re.IGNORECASE
)
"""How often work comes again, where that opens a clause: "…; hằng tuần báo cáo …"."""
_BY_TERMS = re.compile(
    r"(?<!\w)báo\s+cáo\s+[^.;:,\d]{0,40}?(?P<when>(?:0?6|sáu)\s+tháng(?:(?:,|\s+và)\s+(?:(?:một|hằng|hàng|01|1|cả)\s+)?năm)?)(?!\w)(?!\s+(?:đầu|cuối))",
    re.IGNORECASE,
)
"""Reports of half years and years: "báo cáo 6 tháng, năm"."""
_OPENING = re.compile(r"(?:\A|[;.,:(]\s|\s[-–+]\s)\W*$")
_CLOSING = re.compile(r"\s*(?:[.;,)]|$|và\s+(?:đột\s+xuất|khi\s+có)(?!\w))")
_OF_A_THING = re.compile(
    r"(?<!\w)(?:kế\s+hoạch|chương\s+trình|dự\s+toán|kinh\s+phí|ngân\s+sách|chi|phí|lương|định\s+mức|chỉ\s+tiêu|mục\s+tiêu"
    r"|nhu\s+cầu|số\s+liệu|danh\s+mục|bình\s+quân|tăng|giảm|nhiệm\s+vụ|giai\s+đoạn|trợ\s+cấp|sản\s+lượng|điều\s+kiện)\s+$",
    re.IGNORECASE,
)
"""What a period says of the thing before it, and not of work: "kế hoạch hằng năm"."""
_IN_YEAR = re.compile(r"(?<!\w)(?:vào|trong)\s+(?:(?:cuối|đầu|giữa|dịp)\s+)?$", re.IGNORECASE)
_CONCLUDES = re.compile(r"(?<!\w)(?:sơ|tổng)\s+kết(?!\w)[^.;]*$", re.IGNORECASE)
_OF_AN_ACT = re.compile(r"\d[/-][A-ZĐƯ]\S*\s$")
"""The number of an act, whose day stands behind it also where that is misspelt."""
_NEAR = 60
_OF_TIME = frozenset({"unbound-time", "earlier-time", "unparsed-deadline", "start-after-due"})


def lost_times(mandates: Iterable[Duty | Task], made: Iterable[Issue], date: str | None) -> Iterator[Issue]:
    """Enter the times of duties and tasks that no deadline holds and no entry tells of.

    `made` are the entries made so far, `date` is that of the document (ISO), before which times lie in the
    past.
    """
    known = Spans(
        (one.start, one.end)
        for one in made
        if one.code in _OF_TIME and one.start is not None and one.end is not None
    )
    for one in mandates:
        start, text = one.evidence.start, one.evidence.exact
        held = one.deadline.due_evidence
        none = one.deadline == Deadline()
        spans = [match.span("when") for match in _AGAIN.finditer(text)] if none else []
        if not one.evidence.parts:
            spans += _named(text, date, one.deadline)
        for first, last in sorted({*spans}):
            at = start + first, start + last
            if known.overlap(*at) or (held is not None and held.start < at[1] and at[0] < held.end):
                continue
            yield skipped(
                "unbound-time", _WHY if none else _BESIDE, text=text[first:last], start=at[0], end=at[1]
            )


def _named(text: str, date: str | None, deadline: Deadline) -> list[tuple[int, int]]:
    """Give the days, months and quarters to come, and the periods by which work recurs."""
    view = PlainText(text)
    hidden = hide_references(view.text)
    spans: list[tuple[int, int]] = []
    for moment in scan(hidden, document_date=date).moments if date is not None else ():
        past = bounds(moment.value, moment.precision)[1].isoformat() < (date or "")
        if past or _OF_AN_ACT.search(view.text, max(0, moment.start - _NEAR), moment.start):
            continue
        if moment.precision != "year" or (
            deadline == Deadline() and _binds(hidden, moment.start, moment.end)
        ):
            spans.append((moment.start, moment.end))
    if deadline.recurrence is None:
        spans += [one.span("when") for one in _BY_TERMS.finditer(hidden)]
        for again in occurrences(hidden):
            stands = _OPENING.search(hidden, 0, again.start) or _CLOSING.match(hidden, again.end)
            thing = _OF_A_THING.search(hidden, max(0, again.start - _NEAR), again.start)
            if again.kind in CALENDAR and stands and not thing:
                spans.append((again.start, again.end))
    apart: list[tuple[int, int]] = []
    for first, last in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not apart or first >= apart[-1][1]:
            apart.append((first, last))
    return [view.span(first, last) for first, last in apart]


def _binds(text: str, start: int, end: int) -> bool:
    """Tell whether a year alone says when work is done: "tổng kết vào năm 2030", "… trong năm 2026."."""
    near = max(0, start - _NEAR)
    if _IN_YEAR.search(text, near, start) is None:
        return False
    return _CLOSING.match(text, end) is not None or _CONCLUDES.search(text, near, start) is not None
