"""How a line of a document begins and ends, as far as it tells whether the words go on in the next one."""

from __future__ import annotations

import re

_TERMINAL = ".;:!?…"
_DANGLING = re.compile(
    r"(?:,|(?<!\w)(?:của|với|và|do|cho|tại|các|những|về|theo|số|hoặc|là|Bộ|Sở|Việt)"
    r"|(?<!cơ quan )(?<!đơn vị )chủ trì, phối hợp)[\s*]*$"
)
"""Ends of a line after which the words go on: a comma, a linking word, half of a name."""
_LONGEST_DANGLING = 24
_GLANCE = 64


def unfinished(text: str) -> bool:
    """Tell whether a line ends without a stop."""
    stripped = text.rstrip(" \t\u00a0*_")
    return bool(stripped) and stripped[-1] not in _TERMINAL


def starts_low(text: str) -> bool:
    """Tell whether a line begins in lower case, quotes and stars aside."""
    first = text.lstrip(' \t*“"(')[:1]
    return first.islower()


def caps(text: str) -> bool:
    """Tell whether a line is in capitals: nine letters of ten, and more than three."""
    if sum(map(str.islower, text[:_GLANCE])) > 0.1 * len(text):  # no need to look at all of a long line
        return False
    letters = sum(map(str.isalpha, text))
    return letters > 3 and sum(map(str.isupper, text)) >= 0.9 * letters


def dangles(text: str) -> bool:
    """Tell whether a line breaks off behind a comma, a linking word or half of a name."""
    last = len(text.rstrip("* \t\u00a0\n"))
    return _DANGLING.search(text, max(0, last - _LONGEST_DANGLING)) is not None
