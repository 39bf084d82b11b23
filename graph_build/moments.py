"""Points and periods of time as Vietnamese administrative texts state them.

A moment keeps the precision of its words: a day, a month, a quarter, a half year or a year. Two
conventions hold everywhere: a quarter is written as its last month ("Quý III/2025" is "2025-09"), a
half year likewise. What is not stated is not filled in; a date without a year takes one only from the
words beside it ("Tháng 10, 11/2025", "Năm 2025: quý II, quý IV"). Reads and gives plain strings.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Literal, NamedTuple

from graph_build.number_words import NUMBER_WORDS, number

Precision = Literal["year", "half_year", "quarter", "month", "day"]


class Moment(NamedTuple):
    """One stated point or period: ISO 8601 `value` at `precision`, and its span in the scanned text."""

    value: str
    precision: Precision
    start: int
    end: int


class Scan(NamedTuple):
    """What a scan found: moments, spans of dates that cannot exist, dates that lack a year or month."""

    moments: tuple[Moment, ...]
    impossible: tuple[tuple[int, int], ...]
    partial: tuple[Stated, ...]


class Stated(NamedTuple):
    """The components of one date as written; a missing one is None."""

    start: int
    end: int
    precision: Precision
    year: int | None = None
    month: int | None = None
    day: int | None = None

    def impossible(self) -> bool:
        """Tell whether no calendar has such a date (month 13, 31 April, 29 February of 2025)."""
        if self.month is not None and not 1 <= self.month <= 12:
            return True
        if self.day is None:
            return False
        longest = 31 if self.month is None else calendar.monthrange(self.year or 2000, self.month)[1]
        return not 1 <= self.day <= longest

    def moment(self) -> Moment | None:
        """Give the moment, or None where a component that its precision needs is not stated."""
        if self.year is None:
            return None
        if self.precision == "year":
            return Moment(f"{self.year:04}", "year", self.start, self.end)
        if self.month is None or (self.precision == "day" and self.day is None):
            return None
        value = f"{self.year:04}-{self.month:02}"
        if self.day is not None and self.precision == "day":
            value += f"-{self.day:02}"
        return Moment(value, self.precision, self.start, self.end)

    def order(self) -> tuple[int, int]:
        """Give month and day for comparing two dates of one year."""
        return (self.month or 0, self.day or 0)


_YEAR = r"(?:19|20|21)\d\d(?!\d)"
_MONTH_WORDS = {
    "giêng": 1, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "sáu": 6, "bảy": 7, "bẩy": 7,
    "tám": 8, "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_WORDS = "|".join(sorted((w.replace(" ", r"\s") for w in _MONTH_WORDS), key=len, reverse=True))
_OF_YEAR = rf"(?:\s?[/.,–—-]?\s?(?:của\s)?(?:năm\s)?({_YEAR}))"
# Roman numerals of quarters; "l" and "|" stand for "I" after OCR ("Quý lV", "Quý Il").
_ROMAN = r"(?:[Il|]?V|[Il|]{1,3}|[ⅠⅡⅢⅣ])(?:(?![\w|])|(?=20\d\d(?!\d)))"
_QUARTER_WORD = r"(?:qu[ýíỳ]|qúy|qúi|quy)"

_DATE = re.compile(
    rf"""(?=[\dTQNSBCI])(?<![\w/])(?<!\d[.,])(?:   # the first letters of what follows, for speed
      (?P<iso>(?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)(?!\d)(?:-(?P<iso_d>\d\d)(?!\d)(?:[T\s]\d\d:\d\d(?::\d\d)?)?)?)
                                                                          # 2025-12-31, 2025-12-31 00:00:00
    | (?:ngày\s)?(?:m[ùồ]ng\s)?(?:                                        # ngày 9/7/2021
          (?P<dmy>(?P<dmy_d>\d{{1,2}})\s?(?P<sep>[/.–-])\s?(?P<dmy_m>\d{{1,2}})\s?
             (?:(?P=sep)|năm)\s?(?P<dmy_y>\d{{4}}|\d\d)(?![\w/]))       # 08/7/2021, 31.12.2025, 31/12/25
        | (?P<words>(?P<words_d>\d{{1,2}})\s?(?:tháng\s?|/\s?tháng\s?)(?P<words_m>\d{{1,2}})(?!\d)
             {_OF_YEAR}?)                                                 # 30 tháng 6 năm 2025
        | (?P<dm>(?P<dm_d>\d{{1,2}})\s?/\s?(?P<dm_m>\d{{1,2}}))(?![\w/]|[.,]\d) # trước 30/6
      )
    | (?P<bareday>(?P<bareday_d>\d{{1,2}})
         (?=\s?[–-]\s?\d{{1,2}}\s?/\s?\d{{1,2}}(?:\s?/\s?{_YEAR}|(?![\d/]))))    # 20-25/8/2025, 20-25/8
    | (?P<numeric>(?:tháng\s?|T\.?\s?)?(?P<numeric_m>\d{{1,2}})\s?[/–-]\s?(?P<numeric_y>{_YEAR}))(?![\w/])
                                                                          # Tháng 4/2022, 4/2022, T4/2022
    | (?P<month>(?:tuần\s(?:thứ\s)?\w{{1,4}}\s(?:của\s)?)?                # tuần 1 tháng 5/2025
         tháng\s?(?P<month_m>\d{{1,2}})(?!\d|\s?lần){_OF_YEAR}?)                # tháng 8 năm 2022, tháng 8
    | (?P<spelt>(?:ngày\s(?:m[ùồ]ng\s)?(?P<spelt_d>\d{{1,2}}|{NUMBER_WORDS})\s)?
         tháng\s(?P<spelt_m>{_WORDS})\snăm\s(?P<spelt_y>{_YEAR}))   # tháng mười hai năm 2025
    | (?P<bare>(?:T\.?\s?)?(?P<bare_m>\d{{1,2}})(?=\s?[–-]\s?(?:T\.?\s?)?\d{{1,2}}/{_YEAR}))  # 10-12/2025
    | (?P<quarter>(?:{_QUARTER_WORD}\s?|Q\.?\s?(?=[\dIVl|Ⅰ-Ⅳ]))
         (?P<quarter_n>{_ROMAN}|0?[1-4](?!\d)|(?:{_WORDS})(?=\s?(?:/|năm)))
         {_OF_YEAR}?)                                                # Quý IV/2025, quý 4 năm 2025, Q1/2026
    | (?P<roman>(?P<roman_n>I{{1,3}}|IV)\s?/\s?(?P<roman_y>{_YEAR}))(?![\w/])    # IV/2025
    | (?P<part>(?P<part_n>\d{{1,2}}|sáu|ba|chín)\stháng\s(?P<part_end>đầu|cuối)(?:\scủa)?(?:\snăm)?
         (?:\s?[/,]?\s?(?P<part_y>{_YEAR}))?)                             # 6 tháng cuối năm 2025
    | (?P<half>nửa\s(?:năm\s)?(?P<half_end>đầu|cuối)(?:\scủa)?(?:\snăm)?(?:\s?/?\s?(?P<half_y>{_YEAR}))?)
    | (?P<day>ngày\s(?:m[ùồ]ng\s)?(?P<day_d>\d{{1,2}})(?![\d/]))          # ngày 30
    | (?P<dayof>(?P<dayof_d>\d{{1,2}})(?=\s(?:hằng|hàng|mỗi|của)\s(?:tháng|quý)))  # 15 hằng tháng
    | (?P<year>(?:năm\s(?:học\s)?)?(?P<year_y>{_YEAR})(?![\w%]|/\d{{1,2}}(?!\d)|[.,]\d))   # Năm 2025, 2026
    | (?P<now>năm\snay)(?!\w)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE_MONTHS = re.compile(
    rf"""\s?(?:,|;|[–—-]|và\s|hoặc\s|đến\s|tới\s|\+|&)\s?(?:và\s)?
    (?P<element>(?:tháng\s)?(?P<n>\d{{1,2}})
      (?!\w|\s?[/.–-]\s?\d{{1,2}}(?!\d)|\s(?:lần|đợt|kỳ|ngày|giờ|%|tháng))(?P<y>{_OF_YEAR})?)""",
    re.VERBOSE | re.IGNORECASE,
)
_MORE_QUARTERS = re.compile(
    rf"""\s?(?:,|;|[–—-]|/|và\s|hoặc\s|đến\s|tới\s|\+|&)\s?(?:và\s)?
    (?P<element>(?:{_QUARTER_WORD}\s?)?(?P<n>{_ROMAN}|[1-4](?![\w/.])|[1-4](?=/{_YEAR}))(?P<y>{_OF_YEAR})?)""",
    re.VERBOSE | re.IGNORECASE,
)
_CONNECTOR = re.compile(
    r"""(?:\s|,|;|[–—-]|→|~|÷|\+|&|và|hoặc|đến|tới|cho|hết|trước|trong|từ|đầu|giữa|cuối|khoảng|các)*""",
    re.VERBOSE | re.IGNORECASE,
)
_JOINED = re.compile(r"\s?[,(]?\s?(?:của|trong)?\s?", re.IGNORECASE)
_REACH = 200
RANGE_GAP = re.compile(
    r"""\s?(?:[–—-]{1,3}|→|~|÷|(?:cho\s)?(?:đến|tới))(?:\s(?:hết|cuối|đầu|giữa|khoảng|trước|ngày|thời\sđiểm))*\s?""",
    re.VERBOSE | re.IGNORECASE,
)
"""The words between the two ends of a range: "-", "đến", "đến hết", "tới trước"."""


def scan(text: str, *, document_date: str | None = None, stated_year: int | None = None) -> Scan:
    """Find every date, month, quarter, half year and year stated in `text`, in order.

    `text` has single spaces (see `graph_build.deadlines.tidy`). `document_date` (ISO) serves only
    words that point at it: "năm nay", and a year of two digits. A date that lacks a year is completed
    from its neighbours in one list or range, from a year named before it, or from `stated_year`; else it is
    `partial`.
    """
    stated: list[Stated] = []
    position = 0
    while match := _DATE.search(text, position):
        found = _components(match, document_date)
        stated.append(found)
        position = found.end
        more = {"month": _MORE_MONTHS, "quarter": _MORE_QUARTERS}.get(found.precision)
        while more and (following := more.match(text, position)):
            if (stated[-1].year and not following["y"]) or _may_be_month(text, stated[-1], following):
                break
            stated.append(_element(following, found.precision))
            position = following.end()
    completed = _complete(text, [s for s in stated if not s.impossible()])
    if stated_year:
        dated = [s._replace(year=stated_year) if s.year is None and s.month else s for s in completed]
        completed = _complete(text, dated)  # the day before "31/5" in "25-31/5"
    impossible = tuple((s.start, s.end) for s in (*stated, *completed) if s.impossible())
    completed = [s for s in completed if not s.impossible()]
    moments = [(s, s.moment()) for s in completed]
    return Scan(
        tuple(m for _, m in moments if m is not None),
        impossible,
        tuple(s for s, m in moments if m is None),
    )


def _may_be_month(text: str, before: Stated, following: re.Match[str]) -> bool:
    """Tell "3/2026" behind a quarter from the end of "quý 2-3/2026": else it may be March."""
    if before.precision != "quarter" or not following["n"].isdigit() or not following["y"]:
        return False
    joint = text[following.start() : following.start("element")].strip()
    return (
        before.year is not None
        or joint not in ("-", "–", "—", "&", "+")
        or not text[before.end - 1].isdigit()
    )


def _components(match: re.Match[str], document_date: str | None) -> Stated:
    group = match.lastgroup and next(g for g in _READERS if match[g] is not None)
    if group is None:
        raise ValueError(f"no alternative of the date grammar for {match[0]!r}")
    return _READERS[group](match, document_date)


def _read_iso(match: re.Match[str], _: str | None) -> Stated:
    day = match["iso_d"]
    precision: Precision = "day" if day else "month"
    return Stated(
        *match.span(), precision, int(match["iso_y"]), int(match["iso_m"]), int(day) if day else None
    )


def _read_dmy(match: re.Match[str], document_date: str | None) -> Stated:
    year: int | None = int(match["dmy_y"])
    if len(match["dmy_y"]) == 2:
        year = int(document_date[:2]) * 100 + int(match["dmy_y"]) if document_date else None
    return Stated(*match.span(), "day", year, int(match["dmy_m"]), int(match["dmy_d"]))


def _read_words(match: re.Match[str], _: str | None) -> Stated:
    year = _year_in(match["words"])
    return Stated(*match.span(), "day", year, int(match["words_m"]), int(match["words_d"]))


def _read_dm(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "day", None, int(match["dm_m"]), int(match["dm_d"]))


def _read_numeric(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "month", int(match["numeric_y"]), int(match["numeric_m"]))


def _read_month(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "month", _year_in(match["month"]), int(match["month_m"]))


def _read_spelt(match: re.Match[str], _: str | None) -> Stated:
    month, day = _MONTH_WORDS[_plain(match["spelt_m"])], match["spelt_d"]
    precision: Precision = "day" if day else "month"
    return Stated(*match.span(), precision, int(match["spelt_y"]), month, number(day) if day else None)


def _read_bare(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "month", None, int(match["bare_m"]))


def _read_quarter(match: re.Match[str], _: str | None) -> Stated:
    month = 3 * _quarter_number(match["quarter_n"])
    return Stated(*match.span(), "quarter", _year_in(match["quarter"]), month)


def _read_roman(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "quarter", int(match["roman_y"]), 3 * _quarter_number(match["roman_n"]))


def _read_bareday(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "day", None, None, int(match["bareday_d"]))


def _read_part(match: re.Match[str], _: str | None) -> Stated:
    count = {"sáu": 6, "ba": 3, "chín": 9}.get(match["part_n"].lower())
    months = count if count is not None else int(match["part_n"])
    precision: Precision = "half_year" if months == 6 else "quarter" if months == 3 else "month"
    month = months if match["part_end"].lower() == "đầu" else 12
    year = match["part_y"]
    return Stated(*match.span(), precision, int(year) if year else None, month)


def _read_half(match: re.Match[str], _: str | None) -> Stated:
    year = match["half_y"]
    month = 6 if match["half_end"].lower() == "đầu" else 12
    return Stated(*match.span(), "half_year", int(year) if year else None, month)


def _read_day(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "day", None, None, int(match["day_d"] or match["dayof_d"]))


def _read_year(match: re.Match[str], _: str | None) -> Stated:
    return Stated(*match.span(), "year", int(match["year_y"]))


def _read_now(match: re.Match[str], document_date: str | None) -> Stated:
    return Stated(*match.span(), "year", int(document_date[:4]) if document_date else None)


_READERS = {
    "iso": _read_iso, "dmy": _read_dmy, "words": _read_words, "dm": _read_dm, "bareday": _read_bareday,
    "numeric": _read_numeric, "month": _read_month, "spelt": _read_spelt, "bare": _read_bare, "quarter":
    _read_quarter, "roman": _read_roman, "part": _read_part, "half": _read_half, "day": _read_day,
    "dayof": _read_day, "year": _read_year, "now": _read_now,
}  # fmt: skip


def _element(match: re.Match[str], precision: Precision) -> Stated:
    number = match["n"]
    month = int(number) if precision == "month" else 3 * _quarter_number(number)
    return Stated(*match.span("element"), precision, _year_in(match["y"] or ""), month)


def _plain(word: str) -> str:
    return re.sub(r"\s", " ", word.lower())


def _year_in(words: str) -> int | None:
    found = re.search(rf"{_YEAR}$", words)
    return int(found[0]) if found else None


def _quarter_number(numeral: str) -> int:
    plain = _plain(numeral)
    if plain in _MONTH_WORDS:
        return _MONTH_WORDS[plain]
    if plain.isdecimal():
        return int(plain)
    if plain in "ⅰⅱⅲⅳ":
        return "ⅰⅱⅲⅳ".index(plain) + 1
    roman = plain.replace("l", "i").replace("|", "i")
    return {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(roman, 5)  # a lone "V" is no quarter: month 15


def _complete(text: str, stated: list[Stated]) -> list[Stated]:
    """Give dates of one list or range the year and month that only one of them states."""
    done = list(stated)
    for i in range(len(done) - 2, -1, -1):
        this, following = done[i], done[i + 1]
        gap = text[this.end : following.start]
        if this.year is not None or following.year is None or not _CONNECTOR.fullmatch(gap):
            continue
        if following.precision == "year":
            if _JOINED.fullmatch(gap) and this.month is not None:  # "30/6, năm 2025"
                done[i : i + 2] = [this._replace(year=following.year, end=following.end)]
        else:
            done[i] = _from_following(this, following)
    heading: Stated | None = None
    for i, this in enumerate(done):
        if this.precision == "year":
            heading = this
        elif this.year is not None:
            heading = None
        elif this.month is not None and heading is not None and _governs(text, heading, this):
            done[i] = this._replace(year=heading.year)  # "Năm 2025: quý II trình, quý IV ban hành"
        elif i and _CONNECTOR.fullmatch(text[done[i - 1].end : this.start]):
            done[i] = _from_preceding(this, done[i - 1])
    return done


def _governs(text: str, heading: Stated, this: Stated) -> bool:
    """Tell whether a year named before a date still holds for it: near, in the same paragraph."""
    return this.start - heading.end <= _REACH and "\n\n" not in text[heading.end : this.start]


def _from_following(this: Stated, following: Stated) -> Stated:
    if this.month is None:  # "ngày 5 - 10/6/2025"
        if following.day is not None and (this.day or 0) <= following.day:
            return this._replace(year=following.year, month=following.month)
    elif this.order() <= following.order():  # "Tháng 10, 11/2025"
        return this._replace(year=following.year)
    return this


def _from_preceding(this: Stated, before: Stated) -> Stated:
    if before.year and before.precision == this.precision and before.order() < this.order():
        return this._replace(year=before.year)  # "Tháng 3/2025, tháng 6"
    if before.precision == "month" and this.day is not None and this.month == before.month:
        return this._replace(year=before.year)  # "Tháng 12/2025, trước ngày 20/12"
    return this


def bounds(moment: str, precision: str) -> tuple[date, date]:
    """Give the earliest and the latest day of a stated period.

    `moment` is an ISO string ("2025", "2025-09", "2025-09-30"), `precision` one of year, half_year,
    quarter, month, day. Any month of a quarter or half year stands for the whole of it. The days bound
    the period; they are no claim that the document names a day. Raises ValueError for a moment that
    lacks what its precision needs, and for a precision that is not known.
    """
    parts = [int(part) for part in moment.split("-")]
    needed = {"year": 1, "half_year": 2, "quarter": 2, "month": 2, "day": 3}.get(precision)
    if needed is None:
        raise ValueError(f"unknown precision {precision!r} of the moment {moment!r}")
    if len(parts) < needed or (needed == 2 and not 1 <= parts[1] <= 12):
        raise ValueError(f"the moment {moment!r} does not state a {precision}")
    if precision == "day":
        day = date(*parts[:3])
        return day, day
    length = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}[precision]
    month = parts[1] if needed == 2 else 1
    first = (month - 1) // length * length + 1
    last = first + length - 1
    return date(parts[0], first, 1), date(parts[0], last, calendar.monthrange(parts[0], last)[1])
