"""The organs named in the heading of a document: one over another, or several side by side in a joint one.

The issuer's column names the organ above and, under it, the issuer (Nghị định 30/2020/NĐ-CP, Annex I, part
II, point 2). A joint document ("thông tư liên tịch", "kế hoạch liên ngành") names its issuers one below the
other or with a dash between, and its number has a code for each. Reads the plain view of a text; gives
ranges of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from graph_build.act_dates import DATE
from graph_build.act_issuers import FIXED, HEAD, issuer_end
from graph_build.extent import NATION, NUMBER_LINE, PARTY
from graph_build.plain import PlainText
from graph_build.text import LOWER, UPPER

Range = tuple[int, int]

PIECE = re.compile(r"[\n|\t]|-{3,}|_{3,}|\*{3,}")
"""What parts the lines and cells of a heading."""

_MOTTO = re.compile(r"độc[ \n]{1,2}lập[ \n]?-[ \n]?tự[ \n]{1,2}do[ \n]?-[ \n]?hạnh[ \n]{1,2}phúc")
_PLACE_OF_DATE = re.compile(
    rf"(?<![^\s|])(?:TP\.?[ ])?"
    rf"(?:[{UPPER}](?:[{LOWER}]+|(?=[ ,]))[ ]?[-\u2013]?[ ]?){{1,6}},\s*\Z"
)
"""The place before a date ("Thành phố Hồ Chí Minh, ngày …"); an organ's name stands in capitals."""
_LONGEST_PLACE = 60
_STAMPS = ("VIỆT NAM", "DỰ THẢO", "MẬT", "TỐI MẬT", "HỎA TỐC", "KHẨN", "THƯỢNG KHẨN")
_PEOPLES_COMMITTEE = re.compile(r"(?:ubnd|ủy[ ]ban[ ]nhân[ ]dân)[ ]")
_UNDER_COMMITTEE = re.compile(
    r"(?<=[ ])(?:sở|chi[ ]cục|trung[ ]tâm|văn[ ]phòng|thanh[ ]tra|ban[ ]quản[ ]lý)(?=[ ])"
)
_OFFICE = re.compile(r"(?:sở|phòng)[ ]")
_UNDER_OFFICE = re.compile(r"(?<=[ ])(?:trường|bệnh[ ]viện|trung[ ]tâm|chi[ ]cục)(?=[ ])")
_UNFINISHED = (
    *("văn phòng", "thanh tra", "ban thường vụ", "ban chấp hành", "thường trực", "ban quản lý", "hội đồng"),
    *("ủy ban", "trung tâm", "ban chỉ đạo", "đoàn chủ tịch", "ban thường trực"),
)
_NO_ORGAN_ALONE = ("thành phố", "tỉnh", "trung ương")
_DASH = re.compile(r"[ ]-[ ]|[ ]-(?=[^ -])|(?<=[^ -])-[ ]")
_BETWEEN = re.compile(r"[\s#*-]*")
_DASH_BEHIND = re.compile(r"[ ]?-(?!-)[ ]?(?=[\n|\t]|\Z|[^ -])")
_DASH_BEFORE = re.compile(r"(?<![- ])[ ]?-[ ]?\Z")
_AREA = re.compile(
    r"(?:tỉnh|thành[ ]phố|tp\.?|quận|huyện|thị[ ]xã|thị[ ]trấn|phường|xã|đặc[ ]khu)[ ](?=[^\W\d_])"
)
_OF_AN_AREA = re.compile(
    r"(?:ủy[ ]ban|hội[ ]đồng)[ ]nhân[ ]dân|ubnd|hđnd|ban[ ]thường[ ]trực|ủy[ ]ban|thường[ ]trực"
)
_LEAGUE = re.compile(r"liên[ ](?P<head>bộ|sở)(?:[ ]?:)?(?:[ ]|\Z)")
"""What opens names that leave out the word for what the bodies are: "LIÊN BỘ TÀI CHÍNH - Y TẾ"."""
INTERSECTOR = re.compile(r"liên[ ]ngành(?:[ ]?:)?(?:[ ]|\Z)")
"""What stands before the names of bodies, or of fields alone: "LIÊN NGÀNH Y TẾ - GIÁO DỤC"."""
_BETWEEN_NAMES = re.compile(r"[ ]?[-,;][ ]?|[ ]và[ ]")
_OVER_OTHERS = re.compile(r"(?:ủy[ ]ban|hội[ ]đồng)[ ]nhân[ ]dân|ubnd|hđnd")
_UNDER = re.compile(r"(?:sở|phòng|công[ ]an|trường|trạm|ban|bảo[ ]hiểm|chi[ ]cục|trung[ ]tâm)[ ]")


class Organ(NamedTuple):
    """An organ of a heading: the ranges of its lines, and of the area and the word that others share."""

    lines: tuple[Range, ...]
    area: Range | None = None
    head: Range | None = None

    def words(self, plain: PlainText) -> str:
        """Give the name as the heading prints it, as one line."""
        name = plain.text[self.lines[0][0] : self.lines[0][1]]
        for (_, before), (first, last) in pairwise(self.lines):
            name += (" - " if _dashed(plain, before, first) else " ") + plain.text[first:last]
        if self.head is not None:
            name = f"{plain.text[slice(*self.head)]} {name}"
        return f"{name} {plain.text[slice(*self.area)]}" if self.area is not None else name


def is_capital(words: str) -> bool:
    """Tell words in capitals; a single letter is none."""
    letters = [c for c in words if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)


def organs(plain: PlainText, start: int, end: int) -> list[Organ]:
    """Give the organs named in a heading (a range of the view), the highest first."""
    found: list[list[Range]] = []
    for line in _organ_lines(plain, start, end):
        if found and not _begins_organ(plain, found[-1], line[0]):
            found[-1].append(line)
        else:
            found.extend([part] for part in _divide(plain, *line))
    return [Organ(tuple(lines)) for lines in found]


def joint_organs(
    plain: PlainText, start: int, end: int, count: int | None
) -> tuple[Sequence[Organ], Sequence[Organ]]:
    """Give the organs above the issuers in a joint document's heading, and the issuers, in order.

    `count` is how many issuers the number names, None where it does not tell; those that a dash joins all
    issue, whatever it says. Both are empty where the heading names no two issuers.
    """
    printed = _organ_lines(plain, start, end)
    league = _league(plain, printed)
    if league:
        first = next(at for at, one in enumerate(league) if one.head is not None)
        return league[:first], league[first:]
    found: list[tuple[list[Range], Joint]] = []
    for line in printed:
        for first, last, joint in _segments(plain, line):
            if found and not _begins_joint(plain, found[-1][0], first, joint):
                found[-1][0].append((first, last))
            else:
                found.extend(([part], joint) for part in _divide(plain, first, last))
    above = _above(plain, found, count)
    lines = [one for one, _ in found]
    named = [Organ(tuple(one)) for one in lines]
    return (named[:above], _with_area(plain, lines[above:])) if len(named) - above > 1 else ([], [])


def names_several(name: str) -> bool:
    """Tell whether one name holds several bodies: "HĐND - UBND xã An Sơn", "Liên ngành y tế - giáo dục"."""
    words = name.lower()
    behind = (dash.end() for dash in _DASH.finditer(words))
    return INTERSECTOR.match(words) is not None or any(HEAD.match(words, at) for at in behind)


def parts_of(plain: PlainText, organ: Organ) -> list[Range]:
    """Give the ranges that prove an organ's name: its lines, between the word and the area that it shares.

    Lines that follow each other are one range; what stands beside them in another column is left out.
    """
    lines = organ.lines if organ.head is None else (organ.head, *organ.lines)
    parts = [lines[0]]
    for first, last in lines[1:]:
        if _BETWEEN.fullmatch(plain.text, parts[-1][1], first):
            parts[-1] = (parts[-1][0], last)
        else:
            parts.append((first, last))
    return [*parts, organ.area] if organ.area is not None else parts


Joint = Literal["line", "dash"]
"""What parts an organ from the one before it: a new line, or a dash."""


def _above(plain: PlainText, found: Sequence[tuple[list[Range], Joint]], count: int | None) -> int:
    """Count the organs of a joint heading that stand above its issuers."""
    if count is not None:
        counted = range(max(0, len(found) - count), 0, -1)
        return next((at for at in counted if at < len(found) and found[at][1] == "line"), 0)
    if not found:
        return 0
    first = next((place for place, (_, joint) in enumerate(found) if joint == "dash"), None)
    if first is not None:
        return first - 1
    heads = [plain.lower[lines[0][0] : lines[-1][1]] for lines, _ in found]
    under = [_UNDER.match(words) is not None for words in heads[1:]]
    return 1 if under and all(under) and _OVER_OTHERS.match(heads[0]) else 0


def _organ_lines(plain: PlainText, start: int, end: int) -> list[Range]:
    """Give the pieces of a heading that name organs, without nation, motto, number, place and date."""
    others = [
        match.span()
        for pattern in (NATION, PARTY, _MOTTO, DATE)
        for match in pattern.finditer(plain.lower, max(0, start - 1), end)
    ]
    for date in DATE.finditer(plain.lower, start, end):
        first = max(start, date.start() - _LONGEST_PLACE)
        place = _PLACE_OF_DATE.search(plain.text[first : date.start()])
        if place is not None:
            others.append((first + place.start(), date.start()))
    for number in NUMBER_LINE.finditer(plain.text, max(0, start - 1), end):
        stop = PIECE.search(plain.text, number.end(), end)
        others.append((number.start(), stop.start() if stop else end))
    cuts = sorted([*others, *(m.span() for m in PIECE.finditer(plain.text, start, end))])
    lines: list[Range] = []
    position = start
    nation = NATION.search(plain.lower, start, end)
    torn = nation is not None and not nation.group().endswith("nam")
    for first, behind in [*cuts, (end, end)]:
        last = first
        if torn and plain.text[position:first].rstrip().endswith(" VIỆT NAM"):
            last = plain.text.rindex(" VIỆT NAM", position, first)
        line = _organ_words(plain, position, last)
        position = max(position, behind)
        line = _behind_intersector(plain, line) if line is not None else None
        if line is not None:
            lines.append(line)
    return lines


def _behind_intersector(plain: PlainText, line: Range) -> Range | None:
    """Leave out "LIÊN NGÀNH" before the names of bodies; before fields it is part of their one name."""
    opening = INTERSECTOR.match(plain.lower, *line)
    if opening is None:
        return line
    if opening.end() == line[1]:
        return None
    return (opening.end(), line[1]) if _opens(plain, opening.end()) else line


def names_league(plain: PlainText, start: int, end: int) -> bool:
    """Tell whether a heading names its issuers as "LIÊN BỘ …" or "LIÊN SỞ …"."""
    return any(_LEAGUE.match(plain.lower, *line) for line in _organ_lines(plain, start, end))


def _league(plain: PlainText, lines: Sequence[Range]) -> list[Organ]:
    """Read "LIÊN BỘ TÀI CHÍNH - Y TẾ", over one line or more: organs that share the word for what they are.

    The organs above come first. Empty where no line opens so, or it names fewer than two.
    """
    at = next((at for at, line in enumerate(lines) if _LEAGUE.match(plain.lower, *line)), None)
    opening = _LEAGUE.match(plain.lower, *lines[at]) if at is not None else None
    if at is None or opening is None:
        return []
    own = [one for one in ((opening.end(), lines[at][1]), *lines[at + 1 :]) if one[0] < one[1]]
    words, places = "", list[int]()
    for at_line, (first, last) in enumerate(own):
        dashed = bool(at_line) and _dashed(plain, own[at_line - 1][1], first)
        between = " - " if dashed else " " if at_line else ""
        words += between + plain.lower[first:last]
        places += [first] * len(between) + list(range(first, last))
    found: list[Organ] = []
    for first, last in _fields(words):
        name = tuple(
            (max(a, places[first]), min(b, places[last - 1] + 1))
            for a, b in own
            if a < places[last - 1] + 1 and b > places[first]
        )
        found.append(Organ(name, head=opening.span("head")))
    return [*(Organ((line,)) for line in lines[:at]), *found] if len(found) > 1 else []


def _fields(words: str) -> list[Range]:
    """Part the fields of ministries; one that holds a dash or a comma itself is known by its name."""
    found: list[Range] = []
    position = 0
    while position < len(words):
        known = FIXED.match(f"bộ {words[position:]}")
        end = position + known.end() - len("bộ ") if known is not None else None
        between = _BETWEEN_NAMES.match(words, end) if end is not None else None
        if end is None or (between is None and end < len(words)):
            between = _DASH.search(words, position)
            end = between.start() if between is not None else len(words)
        found.append((position, end))
        position = between.end() if between is not None else len(words)
    return found


def _segments(plain: PlainText, line: Range) -> list[tuple[int, int, Joint]]:
    """Part a line at the dashes behind which an organ begins ("BỘ TÀI CHÍNH - BỘ Y TẾ")."""
    start, end = line
    segments: list[tuple[int, int, Joint]] = []
    joint: Joint = "line"
    for dash in _DASH.finditer(plain.text, start, end):
        if _opens(plain, dash.end()) and dash.start() > start:
            segments.append((start, dash.start(), joint))
            start, joint = dash.end(), "dash"
    return [*segments, (start, end, joint)]


def _opens(plain: PlainText, start: int) -> bool:
    """Tell whether the name of an organ begins here."""
    if FIXED.match(plain.lower, start):
        return True
    head = HEAD.match(plain.lower, start)
    return head is not None and head.group() not in _NO_ORGAN_ALONE


def _begins_joint(plain: PlainText, before: list[Range], start: int, joint: Joint) -> bool:
    if joint == "dash" or _dashed(plain, before[-1][1], start):
        return _opens(plain, start)
    return not _goes_on(plain, before) and _opens(plain, start)


def _dashed(plain: PlainText, before: int, start: int) -> bool:
    """Tell whether a dash stands at the end of one line of a heading, or opens the next one."""
    return (
        _DASH_BEHIND.match(plain.text, before) is not None
        or _DASH_BEFORE.search(plain.text, max(before, start - 3), start) is not None
    )


def _with_area(plain: PlainText, found: Sequence[list[Range]]) -> list[Organ]:
    """Give the issuers their area where the last line names it for all of them ("TỈNH ĐẮK LẮK")."""
    last = found[-1][-1]
    if len(found[-1]) < 2 or _AREA.match(plain.lower, *last) is None:
        return [Organ(tuple(lines)) for lines in found]
    named: list[Organ] = []
    for lines in found[:-1]:
        words = plain.lower[lines[0][0] : lines[-1][1]]
        shares = _OF_AN_AREA.match(words) is not None and _AREA.search(words) is None
        named.append(Organ(tuple(lines), last if shares else None))
    return [*named, Organ(tuple(found[-1]))]


def _divide(plain: PlainText, start: int, end: int) -> list[Range]:
    """Divide a line that names an organ and one under it: "BỘ TÀI CHÍNH CỤC THUẾ"."""
    fixed = FIXED.match(plain.lower, start, end)
    under = None
    if fixed is not None and fixed.end() < end:
        under = HEAD.match(plain.lower, fixed.end() + 1, end)
    elif _PEOPLES_COMMITTEE.match(plain.lower, start, end):
        under = _UNDER_COMMITTEE.search(plain.lower, start + 1, end)
    elif _OFFICE.match(plain.lower, start, end):
        under = _UNDER_OFFICE.search(plain.lower, start + 1, end)
    if under is None:
        return [(start, end)]
    return [(start, start + len(plain.text[start : under.start()].rstrip())), (under.start(), end)]


def _organ_words(plain: PlainText, start: int, end: int) -> Range | None:
    """Narrow a piece of the heading to words in capitals, None where it holds something else."""
    while end > start and not plain.text[end - 1].isalnum():
        end -= 1
    while start < end and not plain.text[start].isalpha():
        start += 1
    words = plain.text[start:end]
    if words in _STAMPS or "/" in words or len(words) < 2:
        return None
    named = is_capital(words) or issuer_end(plain.text, plain.lower, start) == end
    return (start, end) if named else None


def _begins_organ(plain: PlainText, before: list[Range], start: int) -> bool:
    """Tell whether a line names an organ of its own and does not go on with the line above."""
    if _goes_on(plain, before):
        return False
    head = HEAD.match(plain.lower, start) or INTERSECTOR.match(plain.lower, start)
    return head is not None and head.group() not in _NO_ORGAN_ALONE


def _goes_on(plain: PlainText, lines: list[Range]) -> bool:
    """Tell whether the lines of an organ are no whole name yet."""
    words = " ".join(plain.lower[slice(*line)] for line in lines)
    return words.endswith((" và", ",", "-", " về", " của")) or words in _UNFINISHED or " " not in words
