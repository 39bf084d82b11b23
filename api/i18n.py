"""The two languages of the pages: messages, numbers and dates.

Messages stand in `locales/vi.json` and `locales/en.json`, one flat object each with the same keys. A
message may hold `{name}` places; a message that depends on a count has the keys `….one` and
`….other`. A word that depends on one of several counts stands as `{name:task|tasks}`: what is before the bar
where the count is 1, else what is behind it. Words of documents are data and are never translated.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from typing import Any, Final

from queries.period import MONTHS

LANGUAGES: Final = ("vi", "en")
DEFAULT_LANGUAGE: Final = "vi"

_ROMAN: Final = ("I", "II", "III", "IV")
# An ISO 8601 moment at the precision of a year, a month or a day: 2022, 2022-08, 2022-08-24.
_MOMENT = re.compile(r"(?P<year>\d{4})(?:-(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12]\d|3[01]))?)?")
_QUARTER = re.compile(r"(?P<year>\d{4})-Q(?P<quarter>[1-4])")
# The months from one to another, as ISO 8601 writes an interval: 2022-07/2022-09.
_STRETCH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])/(\d{4})-(0[1-9]|1[0-2])")
_STRETCHES: Final = {3: "quarter", 6: "half-year", 12: "year"}


class _Filling(Formatter):
    """Fill the places of a message; `{n:task|tasks}` gives the word that fits the count `n`."""

    def format_field(self, value: Any, format_spec: str) -> Any:
        """Choose the word by a count, which may be written already (`"1"`)."""
        one, bar, other = format_spec.partition("|")
        if not bar:
            return super().format_field(value, format_spec)
        return one if str(value) == "1" else other


_FILLING: Final = _Filling()


class Catalogue:
    """The messages of one language, with the ways it writes numbers and dates."""

    def __init__(self, language: str, messages: Mapping[str, str]) -> None:
        self.language = language
        self.messages = messages

    def text(self, key: str, **values: object) -> str:
        """Give a message with its places filled; raises KeyError for a key that no catalogue has."""
        message = self.messages[key]
        if not values:
            return message
        # `str.format` fills the same places in a fifth of the time; words that fit a count it cannot choose
        return _FILLING.vformat(message, (), values) if "|" in message else message.format(**values)

    def count(self, key: str, number: int) -> str:
        """Give the message of `key` that fits a count, with the count written in it as `{n}`."""
        form = "one" if number == 1 else "other"
        return self.messages[f"{key}.{form}"].format(n=self.number(number))

    def has(self, key: str) -> bool:
        """Tell whether the catalogue holds a message, for keys that come from data."""
        return key in self.messages

    def number(self, value: float | str) -> str:
        """Write a number as the reader's country does: 1.234,5 in Vietnamese, 1,234.5 in English.

        A string is a decimal with a point and keeps its own digits; one that is no number is given back.
        """
        if type(value) is int:
            return f"{value:,}".replace(",", ".") if self.language == "vi" else f"{value:,}"
        written = str(value)
        match = re.fullmatch(r"([+-]?)(\d+)(?:\.(\d+))?", written)
        if match is None:
            return written
        sign, whole, fraction = match.groups()
        grouped = f"{int(whole):,}"
        if self.language == "vi":
            grouped = grouped.replace(",", ".")
        point = "," if self.language == "vi" else "."
        return sign + grouped + (point + fraction if fraction else "")

    def moment(self, value: str, precision: str = "") -> str:
        """Write an ISO date in words at the precision that it has; no day or month is ever added.

        `precision` (year, half-year, quarter, month, day) tells a quarter from its last month. Text that
        is no ISO date is given back as it is.
        """
        match = _MOMENT.fullmatch(value)
        if match is None:
            return value
        year = match["year"]
        month = int(match["month"]) if match["month"] else None
        if month is None:
            return self.text("moment.year", year=year)
        if precision == "quarter":
            return self.text("moment.quarter", quarter=_quarter(month, self.language), year=year)
        if precision in {"half-year", "half_year"}:
            return self.text("moment.half.first" if month <= 6 else "moment.half.second", year=year)
        names = {"month": month, "month_name": MONTHS[month - 1], "year": year}
        if match["day"] is None:
            return self.text("moment.month", **names)
        return self.text("moment.day", day=int(match["day"]), **names)

    def period(self, name: str) -> str:
        """Write a period of load in words: "2022-Q3" as its quarter, "2022-07/2022-10" as its two ends.

        "" and "whole" are the whole; text that names no period is given back as it is.
        """
        if name in {"", "whole"}:
            return self.text("load.period.whole")
        if match := _QUARTER.fullmatch(name):
            return self.moment(f"{match['year']}-{3 * int(match['quarter']):02d}", "quarter")
        match = _STRETCH.fullmatch(name)
        if match is None:
            return self.moment(name)
        first, last = (12 * int(match[year]) + int(match[month]) for year, month in ((1, 2), (3, 4)))
        precision = _STRETCHES.get(last - first + 1, "")
        if precision and last % (last - first + 1) == 0:
            end = f"{match[3]}-{match[4]}"
            return self.moment(match[3] if precision == "year" else end, precision)
        ends = (self.moment(f"{match[year]}-{match[month]}") for year, month in ((1, 2), (3, 4)))
        return self.text("load.stretch", **dict(zip(("first", "last"), ends, strict=True)))


def _quarter(month: int, language: str) -> str:
    number = (month - 1) // 3
    return _ROMAN[number] if language == "vi" else str(number + 1)


@cache
def catalogue(language: str) -> Catalogue:
    """Load the catalogue of a language; raises KeyError for a language that the pages do not have."""
    if language not in LANGUAGES:
        raise KeyError(language)
    source = files("api") / "locales" / f"{language}.json"
    return Catalogue(language, json.loads(source.read_text(encoding="utf-8")))
