"""The date of an act, as a citation or a header states it.

Forms: Nghị định 30/2020/NĐ-CP, Annex I, part II, point 4 ("ngày 05 tháng 01 năm 2024"), and the short form
with slashes, dots or dashes. Patterns expect the lower-case text of a `PlainText`; dates come back in ISO
8601 at the precision stated.
"""

from __future__ import annotations

import re

_PART = r"\d[ ]?\d|\d"  # OCR parts digits: "tháng 0 6"

LONG_DATE = rf"""
    ngày[ \n]?(?P<day>{_PART})?[.…_]*[ \n]?          # ngày 09 | ngày … (left blank)
    tháng[ \n]?(?P<month>{_PART})?[.…_]*[ \n]?       # tháng 7 | tháng …
    n[ăá]m[ \n]?(?P<year>(?:1[ ]?9|2[ ]?0)[ ]?\d[ ]?\d)(?!\d)  # năm 2021 | năm 2 0 2 1
"""
SHORT_DATE = r"""
    ngày[ \n]?(?P<day2>\d{1,2})[ ]?[/.-][ ]?(?P<month2>\d{1,2})[ ]?[/.-][ ]?(?P<year2>(?:19|20)[ ]?\d\d)(?!\d)
"""  # ngày 17/3/2022 | ngày 17.3.2022 | ngày 17-03-2022
DATE = re.compile(rf"{LONG_DATE}|{SHORT_DATE}", re.VERBOSE)

_AFTER_NUMBER = re.compile(
    rf"""
    [ \n]?\(?,?[ \n]?(?:(?:ban[ \n]hành|ký)[ \n])?
    (?:(?:hồi|lúc|vào[ \n]lúc)[ \n]\d{{1,2}}[ ]?(?:giờ|h)(?:[ ]?\d{{1,2}})?(?:[ ]?phút)?,?[ \n])?  # hồi …
    (?:{LONG_DATE}|{SHORT_DATE})   # , ngày 22/12/2024
  | ,?[ \n](?:ban[ \n]hành[ \n])?năm[ \n](?P<only>(?:19|20)\d\d)(?!\d|[ ]?-)       # năm 2019
    """,
    re.VERBOSE,
)
_BARE_YEAR = re.compile(
    r"[ \n](?:(?P<only>(?:19|20)\d\d)(?![\d/.-])|\([ ]?(?P<aside>(?:19|20)\d\d)[ ]?\))"
)  # Luật Đất đai 2024 | Luật Giáo dục đại học (2012)


def iso(match: re.Match[str]) -> str | None:
    """Give a matched date at its stated precision; None where no calendar has it."""
    year = (match["year"] or match["year2"]).replace(" ", "")
    month = _two_digits(match["month"] or match["month2"])
    day = _two_digits(match["day"] or match["day2"])
    if month is None:
        return year
    if not "01" <= month <= "12":
        return None
    if day is None:
        return f"{year}-{month}"
    longest = 29 if month == "02" else 30 if month in ("04", "06", "09", "11") else 31
    if not 1 <= int(day) <= longest or (month + day == "0229" and int(year) % 4):
        return None
    return f"{year}-{month}-{day}"


def _two_digits(part: str | None) -> str | None:
    return part.replace(" ", "").zfill(2) if part else None


def date_after(lower: str, position: int, *, bare_year: bool = False) -> tuple[str | None, int] | None:
    """Read the date that follows a number or a name; give it with the position behind it.

    The date is None where its words name no day of the calendar. With `bare_year`, a year alone counts
    too, as behind the name of a law.
    """
    match = _AFTER_NUMBER.match(lower, position)
    if match is None and bare_year:
        match = _BARE_YEAR.match(lower, position)
    if match is None:
        return None
    only = match.groupdict().get("only") or match.groupdict().get("aside")
    return (only or iso(match)), match.end()
