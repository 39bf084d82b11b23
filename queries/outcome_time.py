"""Dates as stated, at their precision: which lies behind another, and whether one keeps a deadline."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple

from queries.outcome_read import Due

Timing = Literal["on-time", "late", "unknown"]


class InTime(NamedTuple):
    """Whether a document came by the deadline; `why` names what is not known."""

    timing: Timing
    why: str = ""


@lru_cache(maxsize=4096)
def span(stated: str) -> tuple[date, date] | None:
    """Give the first and the last day of an ISO date at its precision: a year, a month, a day."""
    try:
        if len(stated) == 4:
            return date(int(stated), 1, 1), date(int(stated), 12, 31)
        if len(stated) == 7:
            year, month = int(stated[:4]), int(stated[5:])
            following = date(year + month // 12, month % 12 + 1, 1)
            return date(year, month, 1), following - timedelta(days=1)
        day = date.fromisoformat(stated[:10])
    except ValueError:
        return None
    return day, day


def in_time(issued: str, due: Sequence[Due]) -> InTime:
    """Tell whether what was issued on a stated date came by a task's deadline.

    Unknown where no deadline is stated (`no-deadline`), several are (`several`), it recurs (`recurring`), it
    is no date (`no-date`), or the dates are too coarse to tell (`imprecise`).
    """
    if not due:
        return InTime("unknown", "no-deadline")
    if len(due) > 1:
        return InTime("unknown", "several")
    stated, found = due[0], span(issued)
    if stated.recurs:
        return InTime("unknown", "recurring")
    until = span(stated.latest or stated.due)
    if until is None:
        return InTime("unknown", "no-date")
    last = until[1] - timedelta(days=stated.comparator == "<")
    if found is None or found[0] <= last < found[1] or (stated.comparator == "<" and found[0] == until[1]):
        return InTime("unknown", "imprecise")
    return InTime("on-time" if found[1] <= last else "late")
