"""Dates that cannot be: days of no calendar, weekdays of other days, periods that end before they begin.

Reads sources; gives findings that quote the words as they stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from graph_build.finding_codes import found
from graph_build.finding_facts import Source
from graph_build.records import Finding

_YEAR = r"(?:19|20)\d\d"


def _after(words: Sequence[str], rest: str) -> tuple[re.Pattern[str], ...]:
    """Compile one pattern for every spelling of a first word; a text is searched fastest for a literal."""
    return tuple(re.compile(rf"{word}(?i:{rest})") for word in words)


_WRITTEN = _after(
    ("ngày", "Ngày", "NGÀY"),
    r"\s{1,4}(\d{1,2})(?:\s?[/.]\s?(\d{1,2})\s?[/.]\s?|\s{1,4}tháng\s{1,4}(\d{1,2})\s{1,4}năm\s{1,4})"
    rf"({_YEAR})(?!\d)",
)
_MONTH = _after(("tháng", "Tháng"), rf"\s{{1,4}}(\d\d)\s?(?:/\s?|năm\s)({_YEAR})(?!\d)")
_QUARTER = _after(
    ("quý", "Quý"), rf"\s{{1,4}}((?-i:VI{{0,3}}|IX|XI{{0,2}})|[5-9])\s?(?:/\s?|năm\s|-\s?){_YEAR}(?!\d)"
)
_DAYS = ("hai", "ba", "tư", "năm", "sáu", "bảy")
_WEEKDAY = _after(
    ("thứ", "Thứ", "chủ nhật", "Chủ nhật", "Chủ Nhật"),
    r"(?:(?<=thứ)\s(hai|ba|tư|năm|sáu|bảy|[2-7])|(?<=nhật))\s?[,(]?\s?(?:ngày\s)?"
    rf"(\d{{1,2}})(?:\s?/\s?(\d{{1,2}})\s?/\s?|\stháng\s(\d{{1,2}})\snăm\s)({_YEAR})(?!\d)",
)
_DAY = rf"(?:(\d{{1,2}})\s?/\s?(\d{{1,2}})\s?/\s?|(\d{{1,2}})\stháng\s(\d{{1,2}})\snăm\s)({_YEAR})(?!\d)"
_FROM_TO = _after(("từ", "Từ"), rf"\s(?:ngày\s)?{_DAY}\s(?:cho\s)?đến\s(?:hết\s)?(?:ngày\s)?{_DAY}")
_YEARS = _after(
    ("giai đoạn", "Giai đoạn", "GIAI ĐOẠN", "thời kỳ", "nhiệm kỳ", "từ năm", "Từ năm"),
    rf"\s(?:từ\snăm\s)?({_YEAR})\s?(?:[-–—]|đến(?:\snăm)?)\s?({_YEAR})(?![\d/])",
)


def _each(patterns: Sequence[re.Pattern[str]], text: str) -> Iterator[re.Match[str]]:
    for pattern in patterns:
        yield from pattern.finditer(text)


def impossible_dates(source: Source) -> Iterator[Finding]:
    """Find written dates that no calendar has, such as 31/02/2022, tháng 13/2022 or quý V/2022."""
    seen = set()
    for match in _each(_WRITTEN, source.text):
        day, month, year = int(match[1]), int(match[2] or match[3]), int(match[4])
        if _day(year, month, day) is None and (day, month, year) not in seen:
            seen.add((day, month, year))
            yield found("impossible-date", [source.quote(*match.span())], odd=f"{day}/{month}/{year}")
    for match in _each(_MONTH, source.text):
        if not 1 <= int(match[1]) <= 12:
            yield found("impossible-date", [source.quote(*match.span())], odd=f"{match[1]}/{match[2]}")
    for match in _each(_QUARTER, source.text):
        yield found("impossible-date", [source.quote(*match.span())], odd=" ".join(match[0].split()))


def weekdays_of_other_days(source: Source) -> Iterator[Finding]:
    """Find days given with a weekday that they do not fall on ("thứ Hai, ngày 05/3/2024")."""
    for match in _each(_WEEKDAY, source.text):
        day = _day(int(match[5]), int(match[3] or match[4]), int(match[2]))
        stated = _weekday(match[1])
        if day is not None and day.weekday() != stated:
            values = {"odd": _named(stated), "usual": _named(day.weekday()), "date": _local(day)}
            yield found("weekday-against-date", [source.quote(*match.span())], **values)


def _weekday(word: str | None) -> int:
    """Give the number of a weekday, 0 for Monday ("thứ Hai", the second day); no word is Sunday."""
    if word is None:
        return 6
    return int(word) - 2 if word.isdigit() else _DAYS.index(word.lower())


def _named(weekday: int) -> str:
    return "Chủ nhật" if weekday == 6 else f"thứ {_DAYS[weekday].capitalize()}"


def reversed_periods(source: Source) -> Iterator[Finding]:
    """Find periods that end before they begin ("giai đoạn 2030 - 2025", "từ 15/4/2024 đến 01/4/2024")."""
    for match in _each(_FROM_TO, source.text):
        start, end = (
            _day(int(match[at + 4]), int(match[at + 1] or match[at + 3]), int(match[at] or match[at + 2]))
            for at in (1, 6)
        )
        if start and end and end < start:
            values = {"odd": _local(end), "usual": _local(start)}
            yield found("period-reversed", [source.quote(*match.span())], **values)
    for match in _each(_YEARS, source.text):
        if match[2] < match[1]:
            yield found("period-reversed", [source.quote(*match.span())], odd=match[2], usual=match[1])


def _local(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
