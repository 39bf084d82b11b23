"""Target values of indicator tables: comparator, number, unit and footnote mark.

Vietnamese texts write a decimal comma and thousand points ("1.234,5"); spreadsheets and foreign software
bring the reverse. A form that the Vietnamese rule cannot read but the other can is read by the other
("12.5", "1,234.5"); one that both read, differently, and that looks foreign ("10,000") has no value and
a reason. Reads one cell in NFC; gives a `Quantity`.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Literal, NamedTuple

Comparator = Literal["=", ">", "<", ">=", "<="]


class Quantity(NamedTuple):
    """One target as read.

    `value` is a decimal string with a point, digits as written ("18.0"), without exponent; None where
    nothing certain was read, and `reason` then says why (None for an empty cell). `upper` is the far end
    of a range ("30 - 40": `value` "30", comparator ">="). `unit` is what follows the number ("%",
    "tỷ đồng"), `mark` the footnote sign ("*", "(1)"), `year` the year that the cell itself names.
    """

    comparator: Comparator | None = None
    value: str | None = None
    upper: str | None = None
    unit: str = ""
    mark: str | None = None
    year: int | None = None
    approximate: bool = False
    reason: str | None = None


_LONGEST = 200
_EMPTY = re.compile(r"[\s\-–—.…/_]*")
_MARK = re.compile(r"\s?(\*{1,4}|\(\*{1,4}\)|\([1-9]\)|\[\d{1,2}\]|[¹²³⁴-⁹]{1,2})\Z")
_NUMBER = r"\d[\d.,]*(?:\s\d{3}(?!\d))*(?:,\d+)?"
_COMPARATORS: tuple[tuple[str, Comparator], ...] = (
    (r"≥|>=|=>|tối\sthiểu|ít\snhất|thấp\snhất|không\s(?:dưới|thấp\shơn|ít\shơn|nhỏ\shơn|kém)", ">="),
    (
        r"≤|<=|=<|tối\sđa|nhiều\snhất|cao\snhất|không\s(?:quá|vượt|vượt\squá|cao\shơn|lớn\shơn|nhiều\shơn|trên)",
        "<=",
    ),
    (r">|trên|hơn|lớn\shơn|cao\shơn|nhiều\shơn|vượt", ">"),
    (r"<|dưới|nhỏ\shơn|ít\shơn|thấp\shơn|kém\shơn", "<"),
    (r"=|bằng|đúng", "="),
)
COMPARATOR_WORDS = "|".join(words for words, _ in _COMPARATORS)
"""What may stand before a number to compare with it, as alternatives of a regular expression."""
_OPENING = re.compile(
    r"(?:(?:phấn\sđấu\s)?(?:đạt|hoàn\sthành|đảm\sbảo|bảo\sđảm|duy\strì|ở\smức|mức)(?:\sở\smức)?\s)?"
    r"(?:(?P<about>khoảng|gần|xấp\sxỉ|ước|chừng|~|≈)\s?)?(?:"
    + "|".join(rf"(?P<c{i}>{words})" for i, (words, _) in enumerate(_COMPARATORS))
    + r")?\s?(?:mức\s)?(?:(?P<about2>khoảng|~|≈)\s?)?(?P<from>từ\s)?(?=[-−]?\d)",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"(?:tăng|giảm|bổ\ssung|cắt\sgiảm)(?!\w)", re.IGNORECASE)
_RANGE = re.compile(rf"\s?%?\s?(?:[-–—~÷]|đến|tới)\s?(?P<upper>{_NUMBER})", re.IGNORECASE)
_ONWARDS = re.compile(r"\s?%?\s?trở\s(?P<way>lên|xuống)", re.IGNORECASE)
_YEAR = re.compile(
    r"\s?[,;(]?\s?(?:vào\s|trong\s|đến\s|tính\sđến\s)?(?:hết\s|cuối\s)?năm\s(?P<year>(?:19|20|21)\d\d)\)?",
    re.IGNORECASE,
)
_OTHER_NUMBER = re.compile(r"(?<![/\w.,])\d")


def parse_quantity(text: str) -> Quantity:
    """Read the target value in a cell of an indicator table.

    Numbers that two rules read differently, several numbers that are no range, fractions, and changes
    ("tăng 5%") have no value and a reason.
    """
    words = " ".join(text[: 4 * _LONGEST].split())
    if len(words) > _LONGEST or len(text) > 4 * _LONGEST:
        return Quantity(reason="the cell is too long for a target value")
    words = _unadorned(words)
    mark = _MARK.search(words)
    if mark:
        words = words[: mark.start()]
    sign = mark[1] if mark else None
    if _EMPTY.fullmatch(words):
        return Quantity(mark=sign)
    opening = _OPENING.match(words)
    if opening is None:
        why = "the cell states a change, not a level" if _CHANGE.match(words) else "no number was recognised"
        return Quantity(mark=sign, reason=why)
    return _measure(words, opening)._replace(mark=sign)


def _unadorned(words: str) -> str:
    """Drop markdown stars that stand on both sides; stars on the right alone are a footnote mark."""
    if not words.strip("*"):
        return words
    left = len(words) - len(words.lstrip("*"))
    right = len(words) - len(words.rstrip("*"))
    pairs = min(left, right)
    return words[pairs : len(words) - pairs].strip() if pairs else words


def _measure(words: str, opening: re.Match[str]) -> Quantity:
    negative = words[opening.end()] in "-−"
    found = re.compile(_NUMBER).match(words, opening.end() + negative)
    if found is None:
        return Quantity(reason="no number was recognised")
    digits = found[0].rstrip(".,")
    end = found.start() + len(digits)
    value, why = _number(digits)
    comparator: Comparator = next((c for i, (_, c) in enumerate(_COMPARATORS) if opening[f"c{i}"]), "=")
    upper = None
    number_end = end
    if ranged := _RANGE.match(words, end):
        far = ranged["upper"].rstrip(".,")
        upper, far_why = _number(far)
        why = why or far_why
        end = ranged.start("upper") + len(far)
        number_end, comparator = end, ">="
        if value and upper and Decimal(upper) < Decimal(value):
            why = why or "the range runs backwards"
    if onwards := _ONWARDS.match(words, end):
        comparator = ">=" if onwards["way"].lower() == "lên" else "<="
        end = onwards.end()
    rest = ("%" if "%" in words[number_end:end] else "") + words[end:].strip()
    year = _YEAR.search(rest)
    if year:
        rest = (rest[: year.start()] + rest[year.end() :]).strip()
    if _OTHER_NUMBER.search(rest) or re.match(r"/\d", rest):
        why = why or "the cell holds several numbers"
    if why:
        return Quantity(reason=why)
    return Quantity(
        comparator=comparator,
        value=f"-{value}" if negative else value,
        upper=upper,
        unit=rest.strip(" ,;.()"),
        year=int(year["year"]) if year else None,
        approximate=bool(opening["about"] or opening["about2"]),
    )


def _number(digits: str) -> tuple[str | None, str | None]:
    """Read a number by the Vietnamese rule, else by the other; give the value, or why there is none."""
    if re.fullmatch(r"\d+", digits):
        return digits, None
    if re.fullmatch(r"[1-9]\d{0,2}(?:[.\s]\d{3})+(?:,\d+)?", digits):  # 1.234,5
        return re.sub(r"[.\s]", "", digits).replace(",", "."), None
    if re.fullmatch(r"[1-9]\d{0,2},\d{3}", digits):
        return None, f"{digits!r} may be a decimal or thousands"
    if re.fullmatch(r"\d+[.,]\d+", digits):  # 94,1 and, from a spreadsheet, 94.1
        return digits.replace(",", "."), None
    if re.fullmatch(r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?", digits):  # 1,234.5
        return digits.replace(",", ""), None
    return None, f"{digits!r} is no number by any rule"
