"""Numbers in words, as terms and periods state them: "mười lăm", "năm (05)", "hai mươi mốt".

Reads text with single spaces; gives a pattern for the words and the number that they name, 1 to 99.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = {
    "một": 1, "mốt": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "lăm": 5, "sáu": 6, "bảy": 7,
    "bẩy": 7, "tám": 8, "chín": 9,
}  # fmt: skip
_ONES: Final = "một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
NUMBER_WORDS: Final = (
    rf"(?:(?:hai|ba|bốn|năm|sáu|bảy|tám|chín)\s)?(?:mười|mươi)(?:\s(?:{_ONES}|mốt|tư|lăm)(?!\w))?|{_ONES}"
)
"""Words for a number below 100; without groups, for patterns in verbose mode too."""
COUNT: Final = rf"(?:\d{{1,3}}|{NUMBER_WORDS})(?:\s?\(\w[\w\s]{{0,29}}\))?"
"""A number in digits or words, with the other in parentheses: "15", "mười lăm", "năm (05)", "05 (năm)"."""


def number(words: str) -> int:
    """Give the number that words or digits name, without what stands in parentheses.

    Raises KeyError for other words.
    """
    plain = re.split(r"\s?\(", words.lower(), maxsplit=1)[0].split()
    if len(plain) == 1 and plain[0].isdecimal():
        return int(plain[0])
    ten = next((at for at, word in enumerate(plain) if word in ("mười", "mươi")), None)
    if ten is None:
        return _DIGITS[plain[0]]
    tens = _DIGITS[plain[0]] if ten else 1
    return 10 * tens + (_DIGITS[plain[ten + 1]] if ten + 1 < len(plain) else 0)
