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
_GAZETTE = "CÔNG BÁO/Số "
_GAZETTE_LINES = re.compile(
    r"^(?:(?P<above>[ \t\f]*\d{1,4}[ \t]*\n)?(?P<head>[ \t\f]*CÔNG BÁO/Số [^\n]{0,60}$)"
    r"(?:\n(?P<below>[ \t]*\d{1,4}[ \t]*$))?"
    r"|(?P<stamp>(?:Ký bởi|Người ký): CÔNG|(?:Ngày|Thời gian) ký: \d|Cơ quan: VĂN PHÒNG CHÍNH PHỦ[ \t]*$))",
    re.MULTILINE,
)
PAGE_MARK = (
    r"(?:[-=_*#~]{2,12}|[-=_*#~]{0,12}[\[<{]!?[-=]{0,12})[ \t]*"
    r"(?i:page[ _-]?break|new[ _-]?page|end[ ]of[ ]page(?:[ ]\d{1,4})?|ngắt[ ]trang"
    r"|(?:page|trang)[ :_-]{0,3}\d{1,4}(?:[ ]?(?:/|of)[ ]?\d{1,4})?)"
    r"[ \t]*[-=_*#~\]>}]{1,12}"
)
"""A line by which a program that recognises or converts pages marks where one ends: "--- PAGE BREAK ---"."""
_PAGE_MARK_LINE = re.compile(rf"^[ \t]*{PAGE_MARK}[ \t]*$", re.MULTILINE)
_GLANCE = 64
_WANTS_FIGURE = re.compile(r"(?<!\w)(?:ngày|tháng|năm|khoản|điều|điểm)[\s*]*$", re.IGNORECASE)
_WANTS_NUMBER = re.compile(r"(?<!\w)(?:số|khoản|điểm)[\s*]*$", re.IGNORECASE)
_OPENS_WITH_A_BODY = re.compile(
    r"^(?:\W*|\d{1,2}[.)]\s*)(?:các|bộ|sở|[uủ][yỷ]\s+ban|UBND|HĐND|hội\s+đồng|thủ\s+trưởng|bộ\s+trưởng|chủ\s+tịch|giám\s+đốc"
    r"|công\s+an|ban|văn\s+phòng|cơ\s+quan|đơn\s+vị)\s",
    re.IGNORECASE,
)
_BOLD_NUMBER = re.compile(r"\s*\*\*[^*]+\*\*[ \t\u00a0]*(?=[^\W\d_])")


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


def breaks_before_figure(before: str, line: str) -> bool:
    """Tell whether a line breaks within a date or a reference: "… ngày", and "17 tháng 5 …" below."""
    last = len(before.rstrip("* \t\u00a0\n"))
    wanted = _WANTS_FIGURE.search(before, max(0, last - _LONGEST_DANGLING)) is not None
    return wanted and line.lstrip("* \t\u00a0")[:1].isdigit()


def breaks_before_number(before: str) -> bool:
    """Tell whether a line breaks off where only a number can follow: "… Mẫu số", and "01: …" below."""
    last = len(before.rstrip("* \t\u00a0\n"))
    return _WANTS_NUMBER.search(before, max(0, last - _LONGEST_DANGLING)) is not None


def lists_bodies(before: str, line: str) -> bool:
    """Tell whether two lines are of one list of bodies: "Các bộ, cơ quan ngang bộ;", "Ủy ban …" below."""
    if not before.rstrip(" *\t\u00a0").endswith(";"):
        return False
    return _OPENS_WITH_A_BODY.match(before) is not None and _OPENS_WITH_A_BODY.match(line) is not None


def runs_in(line: str) -> bool:
    """Tell whether a numbered line has its number alone in bold, and plain words run in behind it."""
    return _BOLD_NUMBER.match(line) is not None


def marks_pages(text: str) -> bool:
    """Tell whether a text has marks of programs for the end of a page."""
    return _PAGE_MARK_LINE.search(text) is not None


def running_heads(text: str) -> frozenset[int]:
    """Give where the lines begin that a page bears beside its text.

    They are the marks of programs for the end of a page and, in the official gazette, the running head with
    the number of the page and the stamp of the electronic signature.
    """
    found = {match.start() for match in _PAGE_MARK_LINE.finditer(text)}
    if _GAZETTE in text:
        for match in _GAZETTE_LINES.finditer(text):
            found.update(match.start(name) for name in ("above", "head", "below", "stamp") if match[name])
    return frozenset(found)
