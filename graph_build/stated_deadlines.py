"""When the words of a mandate say that it is due: the last time they set, else how often it recurs.

Of several times ("hoàn thành trong quý II …; báo cáo trước ngày …") the last one counts, as in a cell of a
table, if each of the works has one; the earlier ones are entries in the ledger. A time that may not be that
of the work (`graph_build.bound_times`) is an entry in the ledger and no deadline. A time before the
document's own date is told of the past, and no deadline; a term whose beginning is not stated, or a day
without a year, stays words with an entry in the ledger.

Reads the words of a mandate; gives its deadline with the words that prove it, and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.bound_times import LATER, SEVERAL, closes_all, ends_all, is_numbered, why_unbound
from graph_build.deadline_phrases import find_deadline_phrases
from graph_build.deadlines import parse_deadline, parse_moment
from graph_build.issues import doubtful_at, skipped_at
from graph_build.moments import bounds
from graph_build.passage import Passage
from graph_build.prose_signs import DUE_AT_END
from graph_build.records import Deadline, Issue
from graph_build.recurrences import CALENDAR

_CLAUSE = re.compile(r"[^.;]+(?:[.;](?!\s|$)[^.;]*)*")
_AIM = re.compile(r"(?:vào|đến)\s", re.IGNORECASE)
"""How a phrase opens that tells an aim, where it names only a year ("vào năm 2030 có tối thiểu …")."""

_MONTH_OR_WEEK = re.compile(r"tháng|tuần", re.IGNORECASE)
_NEAR = 100
"""How many code points before a time may tell what it is for."""
_PURPOSE = re.compile(r"(?<!\w)(?:để|nhằm|phục\s+vụ)(?!\w)", re.IGNORECASE)
_DAYS = re.compile(r"(?<!\w)(?:ngày\s+\d|thứ\s+(?:hai|ba|tư|năm|sáu|bảy|[2-7])(?!\w)|chủ\s+nhật)", re.I)
_DAYS_LOST = "The words name a day of the week or several days, which only the words keep."


class _Stated(NamedTuple):
    """A phrase that sets a time, and what it says."""

    start: int
    end: int
    deadline: Deadline
    issues: tuple[Issue, ...]

    def last(self) -> str:
        """Give the last day of the period by which the work is due, ISO."""
        return bounds(self.deadline.due or "", self.deadline.due_precision or "day")[1].isoformat()


def stated_deadline(
    passage: Passage, document_date: str | None, own: Collection[str] = ()
) -> tuple[Deadline, tuple[Issue, ...]]:
    """Read the deadline that the words of a mandate set; an empty deadline where they set none.

    `document_date` (ISO) tells what lies in the past; it never fills in a year that is not stated. `own`
    are the names of those on whom the work is laid, as written.
    """
    text = passage.text.replace("*", " ")
    found = [_read(text, *span, document_date) for span in _spans(text, document_date)]
    found = [one for one in found if one.deadline.due is None or not _is_past(one.last(), document_date)]
    doubts: list[Issue] = []
    bound: list[_Stated] = []
    for one in found:
        why = why_unbound(text, one.start, one.end, own)
        if why is None:
            bound.append(one)
        else:
            doubts.append(skipped_at("unbound-time", passage.quote(one.start, one.end), why))
    dated = [one for one in bound if one.deadline.due is not None]
    if dated:
        chosen = max(dated, key=lambda one: (one.last(), one.deadline.due_precision == "day", -one.start))
        if _goes_on(text, chosen, dated):
            doubts.extend(skipped_at("unbound-time", passage.quote(o.start, o.end), SEVERAL) for o in dated)
            return Deadline(), tuple(doubts)
        earlier = [one for one in dated if one.last() < chosen.last()]
        doubts.extend(skipped_at("earlier-time", passage.quote(one.start, one.end)) for one in earlier)
    elif bound:
        chosen = _most_told(bound)
    else:
        return Deadline(), tuple(doubts)
    quote = passage.quote(chosen.start, chosen.end)
    doubts.extend(replace(one, text=quote.exact, start=quote.start, end=quote.end) for one in chosen.issues)
    if _loses_days(chosen.deadline):
        doubts.append(doubtful_at("unparsed-deadline", quote, _DAYS_LOST))
    return replace(chosen.deadline, due_evidence=quote), tuple(doubts)


def _is_past(last: str, document_date: str | None) -> bool:
    return document_date is not None and last < document_date


def _goes_on(text: str, chosen: _Stated, dated: list[_Stated]) -> bool:
    """Tell whether work goes on after the last of the times: another one, or one that has no time."""
    spans = [(one.start, one.end) for one in dated]
    several = len({one.last() for one in dated}) > 1 or is_numbered(text)
    if several and not closes_all(text, chosen.start, chosen.end) and not ends_all(text, spans):
        return True
    for later in LATER.finditer(text, chosen.end):
        moment = parse_moment(later[0])
        aim = _PURPOSE.search(text, max(chosen.end, later.start() - _NEAR), later.start())
        if moment is None or aim is not None or why_unbound(text, *later.span()) is not None:
            continue
        if bounds(moment.value, moment.precision)[1].isoformat() > chosen.last():
            return True
    return False


def _most_told(undated: list[_Stated]) -> _Stated:
    """Choose the first that recurs, or one of the same kind that names its day; else the first."""
    recurring = [one for one in undated if one.deadline.recurrence is not None]
    kinds = [one.deadline.recurrence.kind for one in recurring if one.deadline.recurrence is not None]
    alike = [one for one, kind in zip(recurring, kinds, strict=True) if kind == kinds[0]]
    dayed = [one for one in alike if one.deadline.recurrence and one.deadline.recurrence.latest_day]
    return (dayed or recurring or undated)[0]


def _loses_days(deadline: Deadline) -> bool:
    """Tell whether the words of a recurring deadline name days that its record cannot hold."""
    recurrence = deadline.recurrence
    if recurrence is None or deadline.due is not None or recurrence.latest_day is not None:
        return False
    return recurrence.kind in CALENDAR and _DAYS.search(deadline.due_text) is not None


def _spans(text: str, document_date: str | None) -> list[tuple[int, int]]:
    """Find the phrases that set a time, and times at the end of a clause beside them."""
    spans = [
        (one.start, one.end)
        for one in find_deadline_phrases(text, document_date=document_date)
        if not (_AIM.match(one.text) and not _MONTH_OR_WEEK.search(one.text))
    ]
    if document_date is None:
        return spans
    for clause in _CLAUSE.finditer(text):
        end = DUE_AT_END.search(text, *clause.span())
        if end is None:
            continue
        first, last = end.span("when")
        if not any(start < last and first < stop for start, stop in spans):
            spans.append((first, last))
    return sorted(spans)


def _read(text: str, start: int, end: int, document_date: str | None) -> _Stated:
    deadline, issues = parse_deadline("", text[start:end], document_date=document_date)
    return _Stated(start, end, deadline, issues)
