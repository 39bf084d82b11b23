"""Stretches of days as people write them: a day, a month, a quarter, a year, or from one to another.

| Written | Means |
|---|---|
| 2022, năm 2022 | the year |
| 2022-Q4, Q4/2022, quý IV/2022, quý 4 năm 2022 | the quarter |
| 2022-10, 10/2022, tháng 10 năm 2022, October 2022 | the month |
| 2022-10-31, 31/10/2022, ngày 31 tháng 10 năm 2022, 31 October 2022 | the day |
| 2022-07-01/2022-12-31 (ISO 8601), 7/2022 - 12/2022, từ quý II/2022 đến năm 2023 | both ends and between |
| this-month, tháng này, next quarter, năm sau | the period of a day, or the next one (`seen_from`) |
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import Final

from graph_build.text import bare, fold, normalise
from queries.bilingual import Text
from queries.errors import InvalidValue

EXPECTED: Final = Text(
    vi="một ngày, tháng, quý hoặc năm, hay từ lúc này đến lúc kia, như 31/12/2022, 10/2022, quý IV/2022, 2022"
    " hoặc 2022-07-01/2022-12-31",
    en="a day, month, quarter or year, or from one to another, such as 31/12/2022, 2022-10, 2022-Q4, quý"
    " IV/2022, 2022 or 2022-07-01/2022-12-31",
)

MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_QUARTERS: Final = ("I", "II", "III", "IV")
_ORDINALS: Final = ("first", "second", "third", "fourth")

# All forms after `bare`, which takes off marks, punctuation and case.
_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?:nam )?(?P<year>[0-9]{4})",  # 2022, năm 2022
        r"quy (?P<quarter>iv|i{1,3}|[1-4]) (?:nam )?(?P<year>[0-9]{4})",  # quý IV/2022
        r"q(?P<quarter>[1-4]) (?P<year>[0-9]{4})",  # Q4/2022
        r"(?P<year>[0-9]{4}) ?q(?P<quarter>[1-4])",  # 2022-Q4
        r"(?:thang )?(?P<month>[0-9]{1,2}) (?:nam )?(?P<year>[0-9]{4})",  # 10/2022
        r"(?P<year>[0-9]{4}) (?P<month>[0-9]{2})",  # 2022-10
        # 31/10/2022
        r"(?:ngay )?(?P<day>[0-9]{1,2}) (?:thang )?(?P<month>[0-9]{1,2}) (?:nam )?(?P<year>[0-9]{4})",
        r"(?P<year>[0-9]{4}) (?P<month>[0-9]{2}) (?P<day>[0-9]{2})",  # 2022-10-31
        # 31 October 2022, October 2022
        rf"(?:(?P<day>[0-9]{{1,2}}) )?(?P<month>{'|'.join(MONTHS).lower()}) (?P<year>[0-9]{{4}})",
    )
)
# Between two ends: "..", the slash of ISO 8601 before a year, a dash between spaces, "đến", "to".
_BETWEEN = re.compile(r"\.\.|/(?=[0-9]{4})|\s[-–—]\s|\s(?:đến hết|đến|to)\s", re.IGNORECASE)
# After `bare`: this month, next quarter, tháng này, quý tới, năm sau.
_NEAR = re.compile(
    r"(?P<which>this|next) (?P<unit>month|quarter|year)"
    r"|(?P<don_vi>thang|quy|nam) (?P<nao>nay|toi|sau)"
)
_NEXT: Final = ("next", "toi", "sau")
_SAU: Final = tuple(map(fold, ("tháng sau", "quý sau", "năm sau", "quy sau", "nam sau")))
"""With marks, and without where it cannot be another word: "thang sau" may be "tháng sáu", June."""
_NEAR_MONTHS: Final = {"month": 1, "thang": 1, "quarter": 3, "quy": 3, "year": 12, "nam": 12}
_FROM = re.compile(r"\s*(?:từ|from)\s", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, both included; None where that side is open, never on both."""

    first: date | None
    last: date | None

    @property
    def words(self) -> Text:
        """Tell when, to stand after a verb: "trong quý IV năm 2022", "in the fourth quarter of 2022"."""
        first, last = self.first, self.last
        if first is None or last is None:
            return _half_open(first, last)
        if first == last:
            return Text(vi=f"vào {day_words(first).vi}", en=f"on {day_words(first).en}")
        whole = _whole(first, last)
        if whole is not None:
            return Text(vi=f"trong {whole.vi}", en=f"in {whole.en}")
        return Text(
            vi=f"từ {day_words(first).vi} đến hết {day_words(last).vi}",
            en=f"from {day_words(first).en} to {day_words(last).en}",
        )


def read_period(parameter: str, written: str) -> Period:
    """Read a period as people write it; raises InvalidValue under the name of the parameter."""
    text = normalise(written).strip()
    whole = _read(text)
    if whole is not None:
        return Period(*whole)
    for between in _BETWEEN.finditer(text):
        begins, ends = _read(_FROM.sub("", text[: between.start()])), _read(text[between.end() :])
        if begins and ends and begins[0] <= ends[1]:
            return Period(begins[0], ends[1])
    raise InvalidValue(parameter, written, EXPECTED)


def seen_from(written: str, today: date) -> str:
    """Give the month (2022-10), quarter (2022-Q4) or year that is this or the next one on a day.

    What names no such period is given as it is written.
    """
    said = normalise(written)
    match = _NEAR.fullmatch(bare(said))
    if match is None or (match["nao"] == "sau" and fold(said) not in _SAU):
        return written
    months = _NEAR_MONTHS[match["unit"] or match["don_vi"]]
    number = (today.year * 12 + today.month - 1) // months + ((match["which"] or match["nao"]) in _NEXT)
    year, part = divmod(number, 12 // months)
    return {1: f"{year:04}-{part + 1:02}", 3: f"{year:04}-Q{part + 1}", 12: f"{year:04}"}[months]


def day_words(day: date) -> Text:
    """Write a day: "ngày 01/02/2022", as Nghị định 30/2020/NĐ-CP has days below 10 and months below 3."""
    month = f"{day.month:02}" if day.month < 3 else f"{day.month}"
    return Text(
        vi=f"ngày {day.day:02}/{month}/{day.year}", en=f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    )


def _read(text: str) -> tuple[date, date] | None:
    folded = bare(text)
    match = next(filter(None, (form.fullmatch(folded) for form in _FORMS)), None)
    if match is None:
        return None
    said = match.groupdict()
    quarter = said.get("quarter") or ""
    first = (3 * _number(quarter) - 2) if quarter else month_number(said.get("month") or "1")
    last = first + 2 if quarter else month_number(said.get("month") or "12")
    year = int(said["year"])
    try:
        if said.get("day"):
            day = date(year, first, int(said["day"]))
            return day, day
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None


def month_number(month: str) -> int:
    """Read a month written as a number or by its English name."""
    return int(month) if month.isdigit() else [name.lower() for name in MONTHS].index(month.lower()) + 1


def _number(quarter: str) -> int:
    return int(quarter) if quarter.isdigit() else _QUARTERS.index(quarter.upper()) + 1


def _whole(first: date, last: date) -> Text | None:
    """Name the year, quarter or month that two days bound; None where they bound another stretch."""
    ends_month = last.day == monthrange(last.year, last.month)[1]
    if first.day != 1 or not ends_month or first.year != last.year:
        return None
    year, months = first.year, last.month - first.month + 1
    if months == 12:
        return Text(vi=f"năm {year}", en=f"{year}")
    if months == 3 and last.month % 3 == 0:
        quarter = last.month // 3 - 1
        return Text(
            vi=f"quý {_QUARTERS[quarter]} năm {year}", en=f"the {_ORDINALS[quarter]} quarter of {year}"
        )
    if months == 1:
        return Text(vi=f"tháng {first.month} năm {year}", en=f"{MONTHS[first.month - 1]} {year}")
    return None


def _half_open(first: date | None, last: date | None) -> Text:
    if first is not None:
        return Text(vi=f"từ {day_words(first).vi} trở đi", en=f"on or after {day_words(first).en}")
    if last is not None:
        return Text(vi=f"đến hết {day_words(last).vi}", en=f"on or before {day_words(last).en}")
    raise ValueError("a period has at least one end")
