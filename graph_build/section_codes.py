"""The codes of section rows: their levels, and which stands under which."""

from __future__ import annotations

import re

LETTERS = "ABCDĐEGHIKLMNOPQRSTUVXY"
"""The letters that number sections, in the order of the Vietnamese alphabet."""


def code_rank(code: str) -> str:
    """Name the level of a code: letter, roman, decimal0, decimal1, alpha, or none."""
    if re.fullmatch(r"[IVX]+", code):
        return "roman"
    if code.isalpha():
        return "letter" if code.isupper() else "alpha"
    return f"decimal{code.count('.')}" if code else "none"


def next_letter(code: str) -> str:
    """Give the letter that comes after a section's: I after H, which is no Roman numeral there."""
    place = LETTERS.find(code) if len(code) == 1 else -1
    return LETTERS[place + 1] if 0 <= place < len(LETTERS) - 1 else ""


def nests(outer: str, inner: str, rank: str) -> bool:
    """Tell whether a section row stands under the one before it."""
    above = code_rank(outer)
    if above == rank or next_letter(outer) == inner:
        return False
    order = ["none", "letter", "roman", "decimal0", "decimal1", "decimal2", "decimal3", "alpha"]
    return order.index(above) < order.index(rank) if rank in order and above in order else False
