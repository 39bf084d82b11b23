"""Numbers in words: every number below 100 as it is said, and the other forms of some."""

from __future__ import annotations

import re

import pytest

from graph_build.number_words import COUNT, number

ONES = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def _said(value: int) -> str:
    ten, one = divmod(value, 10)
    tens = "" if not ten else "mười" if ten == 1 else f"{ONES[ten]} mươi"
    last = {1: "mốt" if ten > 1 else "một", 5: "lăm" if ten else "năm"}.get(one, ONES[one])
    return f"{tens} {last}".strip()


def test_every_number_below_a_hundred() -> None:
    for value in range(1, 100):
        words = _said(value)
        assert re.fullmatch(COUNT, words), words
        assert number(words) == value


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("15", 15),
        ("Năm (05)", 5),
        ("05 (năm)", 5),
        ("hai mươi tư", 24),
        ("ba mươi bẩy", 37),
        ("mười bốn", 14),
    ],
)
def test_other_forms(words: str, value: int) -> None:
    assert re.fullmatch(COUNT, words, re.IGNORECASE)
    assert number(words) == value
