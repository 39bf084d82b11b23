"""From which day a document is in force, and until when, as its own words say.

Luật Ban hành văn bản quy phạm pháp luật has every act state the day; "kể từ ngày ký" is the day of the
document, "từ ngày được thông qua" the day on which an assembly adopted it. A day that hangs on something else
("sau 45 ngày kể từ ngày ký", "kể từ ngày đăng Công báo") is none that a document states, and goes to the
ledger; so do two days of which the last is before the first.

Reads the plain view of a text; gives ISO dates and the words that state them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from graph_build.act_dates import DATE, iso
from graph_build.plain import PlainText
from graph_build.records import Evidence
from graph_build.text import evidence

_END: Final = r"(?![^\W\d_])"
_SELF: Final = (
    r"(?:luật|pháp[ \n]lệnh|nghị[ \n](?:quyết|định)|quyết[ \n]định|thông[ \n]tư(?:[ \n]liên[ \n]tịch)?"
    r"|chỉ[ \n]thị|quy[ \n](?:định|chế)|hướng[ \n]dẫn|thông[ \n]báo|kế[ \n]hoạch|văn[ \n]bản)[ \n]này"
)
_IN_FORCE: Final = r"có[ \n]hiệu[ \n]lực(?:[ \n](?:thi|thực)[ \n]h(?:ành|iện))?(?:[ \n]thi[ \n]hành)?"
_CLAUSE: Final = re.compile(
    rf"""
    (?:
      (?:này|định|tư|quyết)[ \n]{_IN_FORCE}                          # Nghị định này có hiệu lực …
    | (?:\A|\n|[.;:][ \n])nghị[ \n]quyết[ \n](?:này[ \n])?(?:đã[ \n])?được[ \n]
      (?:(?!\n\n)[^.;:|\t]){{1,300}}?thông[ \n]qua(?:(?!\n\n)[^.;:|\t]){{0,80}}?
      (?:[ \n]và|,(?:[ \n]và)?)[ \n]{_IN_FORCE}                       # … được … thông qua … và có …
    | (?:\A|\n|[.;:][ \n])(?:\d{{1,2}}[.)][ ])?{_SELF}[ \n](?:(?!\n\n)[^.;:|\t]){{1,400}}?
      (?:[ \n]và|,(?:[ \n]và)?)[ \n](?:đồng[ \n]thời[ \n])?{_IN_FORCE}  # … này thay thế … và có hiệu lực …
    )
    (?P<when>,?[ \n]kể[ \n]từ[ \n]|,?[ \n]từ[ \n]|,?[ \n]sau[ \n](?=\d))
    """,
    re.VERBOSE,
)
_OF_DOCUMENT: Final = re.compile(r"ngày[ \n](?:ký|ban[ \n]hành)" + _END)
_OF_ADOPTION: Final = re.compile(
    r"ngày[ \n](?:được[ \n])?(?:[^.;:,|\t\n]{0,60}[ \n])?(?:biểu[ \n]quyết[ \n])?thông[ \n]qua" + _END
)
_LATER: Final = re.compile(r"(?:ngày|khi|thời[ \n]điểm|năm|\d{1,3})(?![^\W_])")
_ADOPTED: Final = re.compile(r"thông[ \n]qua[ \n](?=ngày)")
_UNTIL: Final = re.compile(
    r"(?:,?[ \n](?:và[ \n])?(?:được[ \n])?(?:(?:thực[ \n]hiện|áp[ \n]dụng|kéo[ \n]dài)[ \n])?"
    r"(?:cho[ \n])?đến[ \n](?:hết[ \n]|hết[ \n]hiệu[ \n]lực[ \n])?)(?=ngày)"
)
_REST: Final = re.compile(r"[^.;|\t\n]{0,160}")
_AT_THE_END: Final = 3000


class Effect(NamedTuple):
    """The days of effect and of its end (ISO), each None where none is stated, and the words on them."""

    day: str | None = None
    until: str | None = None
    words: Evidence | None = None


def read_effect(plain: PlainText, start: int, end: int, date: str | None) -> Effect:
    """Read the first clause of a range of the view that says from when the document is in force.

    `date` is that of the document. Words without a day that can be told give an effect without a day.
    """
    for clause in _CLAUSE.finditer(plain.lower, start, end):
        found = _day(plain, clause, end, date)
        if found is None:
            continue
        day, stop = found
        until = _until(plain, stop, end) if day is not None else None
        last = until[1] if until is not None else stop
        words = evidence(plain.source, *plain.span(_opening(plain, clause), last))
        if day is not None and until is not None and _is_before(until[0], day):
            return Effect(words=words)
        return Effect(day, until[0] if until is not None else None, words)
    return Effect()


def _is_before(day: str, other: str) -> bool:
    """Tell whether a day is before another, as far as both are stated (ISO, years and months too)."""
    stated = min(len(day), len(other))
    return day[:stated] < other[:stated]


def adoption(plain: PlainText, end: int) -> str | None:
    """Give the day of the clause of adoption at the end of a resolution, None where there is none."""
    for adopted in _ADOPTED.finditer(plain.lower, max(0, end - _AT_THE_END), end):
        date = DATE.match(plain.lower, adopted.end())
        if date is not None:
            return iso(date)
    return None


def _opening(plain: PlainText, clause: re.Match[str]) -> int:
    """Give where the words of a clause begin, without the stop or the number before them."""
    start = clause.start()
    while not plain.text[start].isalpha():
        start += 1
    return start


def _day(
    plain: PlainText, clause: re.Match[str], end: int, date: str | None
) -> tuple[str | None, int] | None:
    """Read what stands behind "kể từ": a day and where its words end; None where it is no time at all."""
    position = clause.end()
    if "sau" not in clause["when"]:
        stated = DATE.match(plain.lower, position)
        if stated is not None:
            return iso(stated), stated.end()
        signed = _OF_DOCUMENT.match(plain.lower, position)
        if signed is not None:
            return date, signed.end()
        adopted = _OF_ADOPTION.match(plain.lower, position)
        if adopted is not None:
            return adoption(plain, end), adopted.end()
    if _LATER.match(plain.lower, position) is None:
        return None
    rest = _REST.match(plain.lower, position)
    return None, rest.end() if rest else position


def _until(plain: PlainText, position: int, end: int) -> tuple[str, int] | None:
    """Read "đến hết ngày 31 tháng 12 năm 2026" behind the day of effect."""
    until = _UNTIL.match(plain.lower, position, end)
    stated = DATE.match(plain.lower, until.end()) if until is not None else None
    day = iso(stated) if stated is not None else None
    return (day, stated.end()) if stated is not None and day is not None else None
