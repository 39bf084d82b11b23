"""What single lines show about the cells of a row that is written cell by cell.

A name of a unit opens a line or reaches over a line end; a line begins in lower case, or comes after a comma
or "của"; a moment or an act stands at its beginning.

Reads the lines of one part of a row; gives `Signs`, which `graph_build.linear_cells` weighs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.post_items import names_post
from graph_build.units import Mention, find_mentions

OPEN_END = re.compile(
    r"(?:[,/(“–-]|(?<!\w)(?:của|và|về|các|với|(?<!tiếp )theo|số|ngày|(?<!hằng )(?<!hàng )(?:tháng|năm|quý)"
    r"|cho|để|tại|trong|từ|đến|do|bằng|thuộc|là|hoặc|khi|trình|gửi|giao|được|những|một|nghị quyết"
    r"|quyết định|giai đoạn|điều|khoản|ủy ban))$",
    re.IGNORECASE,
)
DATE_START = re.compile(
    r"(?:tháng|quý|năm|thường|hằng|hàng|trước|sau|trong|từ|đến|giai|ngày|định|theo|kỳ|cuối|đầu|hoàn|chậm|khi"
    r"|sau|(?:nhiệm vụ|công việc|việc|thực hiện|triển khai) (?:thường xuyên|hằng năm|hàng năm|định kỳ))"
    r"(?!\w)|\d{1,2}\s?[/.-]\s?\d|(?:19|20)\d\d(?!\w)|[IV]{1,3}\s?/\s?(?:19|20)\d\d|Q[1-4]",
    re.IGNORECASE,
)
DATE_WHOLE = re.compile(
    r"(?:tháng|quý|năm|giai đoạn|trước|ngày|\d|[/.,–\s-]|(?<![\w])[IV]{1,3}(?!\w)|đến|từ|và|hằng|hàng"
    r"|thường xuyên)+",
    re.IGNORECASE,
)
ACT_START = re.compile(
    r"(?:Nghị quyết|Nghị định|Quyết định|Chỉ thị|Kết luận|Thông báo|Chương|Chương trình|Kế hoạch|Luật"
    r"|Công văn|Công điện|Thông tư|Khoản|Điều|Điểm|Mục)(?!\w)"
)
_ACT_NUMBER = re.compile(r"\d[\d/]{0,12}[-/][A-ZĐƯ][A-ZĐƯa-z0-9-]*")
COUNTED = re.compile(
    r"\d[\d.,]*\s+(?!(?:ngày|tháng|quý|năm|tuần|giờ|lần|đến|và)(?!\w))[^\W\d_]", re.IGNORECASE
)
"""What opens words about a number of things ("02 hồ sơ"), and is no part of a moment."""
BULLET = re.compile(r"[-+•]\s")
AUTHORITY = re.compile(
    r"(?:Chính phủ|Thủ tướng|Quốc hội|Ủy ban|UBND|HĐND|Hội đồng|Bộ trưởng|Bộ Chính trị|Ban |Cấp |Chủ tịch"
    r"|Giám đốc|Lãnh đạo|Trung ương)"
)
"""What opens the name of who decides on a draft."""
NUMBER = re.compile(r"[<>≥≤~]?\s?(?:(?:trên|dưới|tối thiểu|ít nhất|đạt)\s)?\d[\d.,]*\s?%?", re.IGNORECASE)
MONEY = re.compile(r"ngân sách|kinh phí|vốn|xã hội hóa|chi thường xuyên", re.IGNORECASE)


_NUMBERED = re.compile(r"\d{1,2}[.)]\s+")
"""What numbers the bodies that share a task: "1. Bộ Nội vụ chủ trì: …", "2. Bộ Y tế chủ trì: …"."""
_BY_FUNCTION = re.compile(
    r"theo\s+(?:đúng\s+)?(?:chức\s+năng|nhiệm\s+vụ|thẩm\s+quyền)(?:,?\s+(?:và\s+)?(?:nhiệm\s+vụ|quyền\s+hạn|thẩm\s+quyền))*"
    r"(?:\s+(?:được\s+(?:phân\s+công|giao)|của\s+mình))?",
    re.IGNORECASE,
)
"""What says of bodies how they share a task, and is no name."""
_RUN_ON = re.compile(
    r"(?<=[^\W\d_])[ \u00a0](?=(?:Các|Thường\s+xuyên|(?:Hằng|Hàng)\s+năm|Nhiệm\s+vụ\s+thường)(?!\w)"
    r"|(?:Quý|Tháng|Năm)\s+[IVX\d])"
)
"""Where the next cell may follow a name within a line."""


class Fragment(NamedTuple):
    """A line, or a part of it between wide white, with what stands before it."""

    text: str
    start: int
    end: int
    gap: str


@dataclass
class Signs:
    """What the lines of one part of a row show, line by line."""

    parts: Sequence[Fragment]
    boundary: list[float] = field(default_factory=list)
    starts: list[bool] = field(default_factory=list)
    covered: list[float] = field(default_factory=list)
    bracketed: list[bool] = field(default_factory=list)
    broken: list[float] = field(default_factory=list)
    listed: list[bool] = field(default_factory=list)
    """Whether a name opens the line and the one before ends with a semicolon."""
    numbered: list[bool] = field(default_factory=list)
    """Whether a number and a name open the line: "2. Bộ Y tế chủ trì: …"."""
    waits: list[bool] = field(default_factory=list)
    """Whether the line before ends with a word that leads on to more, and is no name's last."""


def parted(context: ActorContext, line: Fragment, above: str) -> list[Fragment]:
    """Part a line in which the next cell follows a name with no mark: "Bộ Tài chính Các bộ, ngành".

    The name may begin in the line `above`.
    """
    for match in _RUN_ON.finditer(line.text):
        before = line.text[: match.start()]
        if _named(context, before) or (above[:1].isupper() and _named(context, f"{above}\n{before}")):
            first = line._replace(text=before, end=line.start + match.start())
            return [first, Fragment(line.text[match.end() :], line.start + match.end(), line.end, "wide")]
    return [line]


def _named(context: ActorContext, words: str) -> bool:
    """Tell whether words are names of those who act and nothing else."""
    found = find_mentions(context.book, words, context.issuer)
    return bool(found) and found[0].start == 0 and found[-1].end == len(words)


_SHARED_OUT = 1.5
"""The weight for a new cell at a name after words that say how the names before share a task."""
_WAITS, _WAITS_AT_CUT = -4.0, -2.0
"""The weights against the end of a cell after a word like "của"; the second where a page may end."""


def signs_of(context: ActorContext, parts: Sequence[Fragment], after: str = "") -> Signs:
    """Gather the signs of the lines of one part of a row; `after` is the first line beyond the page's end.

    The end of a page cuts a cell after any word, so that a line before a name may wait for its rest there,
    and a line that ends with a comma before any capital. A name may be whole only with that line beyond.
    """
    text = "\n".join(_without_numbers(part.text) for part in parts)
    mentions = (*find_mentions(context.book, text, context.issuer), *_posts(context, text))
    signs = Signs(parts)
    ends = {m.end for m in mentions if m.known}
    functions = [match.span() for match in _BY_FUNCTION.finditer(text)]
    position, depth, before, joined, numbered = 0, 0, "", False, False
    for index, part in enumerate(parts):
        end = position + len(part.text)
        inside = [m for m in mentions if m.start < end and m.end > position]
        crossing = any(m.start < position and _holds(text, m, position, before) for m in inside)
        letters = sum(min(m.end, end) - max(m.start, position) for m in inside)
        letters += sum(max(0, min(b, end) - max(a, position)) for a, b in functions)
        number = _NUMBERED.match(part.text)
        lead = number.end() if number else len(part.text) - len(part.text.lstrip("-+• "))
        explained, joined = joined, bool(after) and _reaches_over(context, part.text, after)
        signs.starts.append(joined or any(position <= m.start <= position + lead for m in inside))
        shared = number is not None and signs.starts[-1]
        signs.numbered.append(shared)
        signs.listed.append(signs.starts[-1] and (before.endswith(";") or (numbered and shared)))
        numbered = shared or (numbered and part.text[:1].islower())
        covered = letters / max(1, len(part.text.rstrip(" ,;.")) - lead)
        signs.covered.append(1.0 if joined or numbered else covered)
        signs.bracketed.append(depth > 0)
        waits = bool(OPEN_END.search(before)) and position - 1 not in ends and not explained
        named = signs.starts[-1] and before[-1:].isalpha()
        cut_off = bool(after) and part.text[:1].isupper() and (named or before[-1:] == ",")
        signs.waits.append(waits and not cut_off)
        waiting = (_WAITS_AT_CUT if cut_off else _WAITS) if waits else 0.0
        unbroken = _unbroken(waiting, crossing=crossing, depth=depth) if index else 0.0
        signs.broken.append(unbroken)
        shared_out = position - 1 in {last for _, last in functions} and signs.starts[-1]
        opening = _opening(part, before) + (_SHARED_OUT if shared_out else 0.0)
        signs.boundary.append(opening + unbroken if index else 0.0)
        depth = max(0, depth + part.text.count("(") - part.text.count(")"))
        before = part.text
        position = end + 1
    return signs


_SEVERAL = "Các "


def _posts(context: ActorContext, text: str) -> Iterator[Mention]:
    """Find whom lines name that open with people by their post or with a collective, each by itself."""
    position = 0
    for line in text.split("\n"):
        if line[:1].isupper() and (line.startswith(_SEVERAL) or names_post(line)):
            for one in find_mentions(context.book, line, context.issuer, listed=True):
                yield one._replace(start=one.start + position, end=one.end + position)
        position += len(line) + 1


def _reaches_over(context: ActorContext, line: str, after: str) -> bool:
    """Tell whether a line that ends with a comma opens a collective that goes on in the line after."""
    if line[-1:] != "," or not line[:1].isupper():
        return False
    found = find_mentions(context.book, f"{line}\n{after}", context.issuer)
    return any(one.kind == "group" and one.start == 0 and one.end > len(line) + 1 for one in found)


def _without_numbers(line: str) -> str:
    """Blank what names no unit though it may look like it: moments, and the letters of an act's number."""
    if DATE_WHOLE.fullmatch(line):
        return ";" * len(line)
    return _ACT_NUMBER.sub(lambda match: ";" * len(match.group()), line)


def _holds(text: str, mention: Mention, position: int, before: str) -> bool:
    """Tell whether a name that reaches over a line end is proof that a cell does.

    By its grammar alone a name may take in the capital that opens the next cell ("Sở Tài chính", "Quý II").
    """
    line = text[position:].partition("\n")[0]
    strayed = line[:1].isupper() and (
        DATE_START.match(line)
        or ACT_START.match(line)
        or (text[mention.end : mention.end + 1] == " " and mention.end < position + len(line))
    )
    whole_above = len(text[mention.start : position].split()) >= 3 and not OPEN_END.search(before)
    return mention.known or not (strayed and whole_above)


def _opening(part: Fragment, before: str) -> float:
    """Weigh the signs that a cell begins with a line."""
    score = {"wide": 0.5, "blank": 2.0}.get(part.gap, 0.0)
    first = part.text.lstrip("“\"'*")[:1]
    if first.islower() or part.text.startswith("Và "):
        score -= 4.0
    elif first.isupper():
        score += 1.0
    if before[-1:] in {".", ";"} and not BULLET.match(part.text):
        score += 0.5
    return score


def _unbroken(waiting: float, *, crossing: bool, depth: int) -> float:
    """Weigh the signs against the end of a cell at a line end, on top of that of a line that waits."""
    score = waiting - (3.0 if crossing else 0.0)
    return score - (4.0 if depth > 0 else 0.0)
