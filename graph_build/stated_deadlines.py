"""When the words of a mandate say that it is due: the last time they set, else how often it recurs.

Of several times ("hoàn thành trong quý II …; báo cáo trước ngày …") the last one counts, as in a cell of a
table. A time before the document's own date is told of the past, and no deadline; a term whose beginning is
not stated, or a day without a year, stays words with an entry in the ledger.

Reads the words of a mandate; gives its deadline with the words that prove it, and ledger entries.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.deadline_phrases import find_deadline_phrases
from graph_build.deadlines import parse_deadline
from graph_build.moments import bounds
from graph_build.passage import Passage
from graph_build.prose_signs import DUE_AT_END
from graph_build.records import Deadline, Issue

_CLAUSE = re.compile(r"[^.;]+(?:[.;](?!\s|$)[^.;]*)*")
_AIM = re.compile(r"(?:vào|đến)\s", re.IGNORECASE)
"""How a phrase opens that tells an aim, where it names only a year ("vào năm 2030 có tối thiểu …")."""


class _Stated(NamedTuple):
    """A phrase that sets a time, and what it says."""

    start: int
    end: int
    deadline: Deadline
    issues: tuple[Issue, ...]

    def last(self) -> str:
        """Give the last day of the period by which the work is due, ISO."""
        return bounds(self.deadline.due or "", self.deadline.due_precision or "day")[1].isoformat()


def stated_deadline(passage: Passage, document_date: str | None) -> tuple[Deadline, tuple[Issue, ...]]:
    """Read the deadline that the words of a mandate set; an empty deadline where they set none.

    `document_date` (ISO) tells what lies in the past; it never fills in a year that is not stated.
    """
    found = [_read(passage.text, *span, document_date) for span in _spans(passage.text, document_date)]
    dated = [one for one in found if one.deadline.due is not None]
    kept = [one for one in dated if document_date is None or one.last() >= document_date]
    undated = [one for one in found if one.deadline.due is None]
    recurring = [one for one in undated if one.deadline.recurrence is not None]
    if kept:
        chosen = max(kept, key=lambda one: (one.last(), one.deadline.due_precision == "day", -one.start))
    elif undated:
        chosen = (recurring or undated)[0]
    else:
        return Deadline(), ()
    quote = passage.quote(chosen.start, chosen.end)
    issues = tuple(replace(one, text=quote.exact, start=quote.start, end=quote.end) for one in chosen.issues)
    return replace(chosen.deadline, due_evidence=quote), issues


def _spans(text: str, document_date: str | None) -> list[tuple[int, int]]:
    """Find the phrases that set a time, and times at the end of a clause beside them."""
    spans = [
        (one.start, one.end)
        for one in find_deadline_phrases(text, document_date=document_date)
        if not (_AIM.match(one.text) and "tháng" not in one.text.lower())
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
