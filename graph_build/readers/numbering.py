"""Numbers of lists as they are printed: Roman numerals and letters."""

from __future__ import annotations

_ROMAN = (
    *((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL")),
    *((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")),
)


def in_roman(number: int) -> str:
    """Write a number as an upper-case Roman numeral; one that has none (below 1, above 3999) in digits."""
    if not 1 <= number <= 3999:
        return str(number)
    written = []
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        written.append(letters * count)
    return "".join(written)


def in_letters(number: int) -> str:
    """Write a number as word processors letter lists: a to z, then aa, bb; one below 1 in digits."""
    if not 1 <= number <= 780:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
