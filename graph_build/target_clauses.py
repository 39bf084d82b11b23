"""What one clause of prose sets as a target: how much of what, and by which year.

Plans state targets in few forms, read here in this order:

- a level behind its verb, "tỷ lệ người dân có hồ sơ sức khỏe đạt trên 90% vào năm 2030", also of two years
  ("đạt 80% vào năm 2027 và 90% vào năm 2030");
- a share of those who are to be so, "trên 98% các nhóm dễ bị tổn thương được bảo vệ";
- a rate with its bound and no verb, "duy trì tỷ lệ tiêm chủng đầy đủ trên 95%";
- a share behind what is done, "bố trí ít nhất 30% ngân sách cho y tế dự phòng", named by the whole clause.

A change ("giảm 20% so với năm 2020"), several shares in one clause and a number of things ("có 200 công
trình") are no level that a value could be compared with; they have a reason in place of a value.

Reads one clause on one line; gives `Aim` tuples with offsets into it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from graph_build.quantities import COMPARATOR_WORDS, Comparator, parse_quantity


class Aim(NamedTuple):
    """One target: the span of its name, of its value and what the value says.

    `value` is a decimal string as in `graph_build.quantities`, None where `reason` says why there is none;
    `unit` is the unit of measure as written ("%", "bác sĩ"), `year` the year that the clause itself names.
    """

    name: tuple[int, int]
    level: tuple[int, int]
    value: str | None = None
    comparator: Comparator | None = None
    unit: str = ""
    year: int | None = None
    reason: str | None = None


SEVERAL = "the words hold several values, and which belongs to what is not certain"
COUNTED = "the words set a number of things, and what is counted is not certain"
CHANGED = "the words state a change, not a level"
OF_WHAT = "what the share is of is not certain"
NO_UNIT = "the unit of the value is not certain"
LONGEST = 1200
"""How long a clause may be, in code points; a longer one is no target."""

_TIME = (
    r"(?:(?:tính\s+)?(?:đến|tới|vào|trong|hết|cuối)\s+)?(?:(?:hết|cuối|thời\s+điểm)\s+)?năm\s+(?P<y>20\d\d)"
)
_FIRST_TIME = re.compile(rf"(?:phấn\s+đấu[,:]?\s+)?{_TIME}\s*[,:]?\s+", re.IGNORECASE)
_PERIOD = re.compile(r"(?:trong\s+)?giai\s+đoạn\s+20\d\d\s*[-–—]\s*(?:20\d\d|\d\d)\s*[,:]?\s+", re.IGNORECASE)
_NUMBERED = re.compile(r"\(\d{1,2}\)\s*|(?:\d{1,2}[.)]|[a-zđ]\)|[-–—+*•])\s+")
_URGING = re.compile(
    r"(?:(?:và|trong\s+đó|cụ\s+thể|thực\s+hiện|đạt)[,:]?\s+)?(?:mục\s+tiêu|chỉ\s+tiêu|phấn\s+đấu|bảo\s+đảm|đảm\s+bảo|duy\s+trì"
    r"|trong\s+đó|có|đạt|hoàn\s+thành)[,:]?\s+",
    re.IGNORECASE,
)
_CHANGING = re.compile(r"(?:kéo\s+)?(?:giảm|tăng|nâng|đưa|hạ)\s+", re.IGNORECASE)
_CHANGED = re.compile(
    r"(?<!\w)(?:giảm|tăng|vượt|bổ\s+sung)(?:\s+(?:thêm|bình\s+quân|trung\s+bình|ít\s+nhất))*$", re.IGNORECASE
)
_CHANGE_ITSELF = re.compile(r"mức\s+(?:giảm|tăng)(?!\w)", re.IGNORECASE)
_NUMBER = r"\d+(?:[.,]\d+)*(?:\s\d{3}(?!\d))*"
_SIGN = r"(?:[%‰]|phần\s+trăm(?!\w))"
_COMPARED = rf"(?:(?:{COMPARATOR_WORDS})\s*(?:mức\s+)?)?"
_ABOUT = r"(?:(?:khoảng|gần|xấp\s+xỉ)\s+)?"
_LEVEL_AHEAD = rf"(?={_COMPARED}\s*{_ABOUT}(?:từ\s+)?\d)"
_VERB = re.compile(
    rf"""(?<!\w)(?:(?:phấn\s+đấu\s+)?(?:đạt|chiếm|gấp|còn|bằng|ở\s+mức|xuống|lên)
    (?:\s+(?:mức|tỷ\s+trọng|còn|ở\s+mức|bình\s+quân|trung\s+bình|được))*\s++){_LEVEL_AHEAD}""",
    re.VERBOSE | re.IGNORECASE,
)
_COLON = re.compile(
    rf"(?:(?:tỷ|tỉ)\s+(?:lệ|suất|trọng|số)|số|tổng|mức|tuổi|chỉ\s+số|tốc\s+độ|diện\s+tích|sản\s+lượng|thu\s+nhập|độ)\s[^:]+"
    rf"(?P<colon>:\s*+){_LEVEL_AHEAD}",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    rf"{_COMPARED}{_ABOUT}(?:từ\s+)?{_NUMBER}(?:\s*{_SIGN})?"
    rf"(?:\s*(?:[-–—÷]|đến|tới)\s*{_NUMBER}(?:\s*{_SIGN})?)?(?:\s+trở\s+(?:lên|xuống))?",
    re.IGNORECASE,
)
_SHARE = re.compile(
    rf"(?<![\w.,/-]){_COMPARED}{_ABOUT}(?:từ\s+)?(?:{_NUMBER}\s*%?\s*(?:[-–—÷]|đến|tới)\s*)?"
    rf"{_NUMBER}\s*{_SIGN}(?:\s+trở\s+(?:lên|xuống))?",
    re.IGNORECASE,
)
_RATE = re.compile(
    r"(?<!\w)(?:(?:tỷ|tỉ)\s+(?:lệ|suất|trọng|số)|độ\s+(?:bao|che)\s+phủ|mức\s+độ)(?!\w)", re.IGNORECASE
)
_UNIT_END = re.compile(
    r"[,;.():]|\s(?=(?:vào|đến|tới|trong|theo|so\s+với|tại|ở|cho|để|do|và|với|nhằm|trước|từ|năm\s+20\d\d|của|được|có|là|trên|hoặc"
    r"|khi|nếu|mỗi|hằng|hàng|bằng|cao|thấp|tính)(?!\w))|$",
    re.IGNORECASE,
)
_PER = re.compile(
    r"\s+trên\s+(?:một\s+)?(?:[\d.]+|vạn|nghìn|triệu)(?:\s+(?:vạn|nghìn|triệu))?\s+\w+", re.IGNORECASE
)
_PART = re.compile(r"\s*/\s*\d")
_PER_MANY = re.compile(r"\s*/\s*1(?:00|0{0,2}(?:[.]?000){1,2})(?![\d,/]|[.]\d)")
"""Of how many a level is: "40/100.000 ca"; another number there makes a fraction."""
_LAST_TIME = re.compile(rf"\s*[,(]?\s*{_TIME}\)?", re.IGNORECASE)
_WITHIN_TIME = re.compile(
    r"(?<!so\svới\s)(?<!\w)(?:đến|vào)\s+(?:hết\s+|cuối\s+)?năm\s+(20\d\d)(?!\w)", re.IGNORECASE
)
_AT_LAST = re.compile(r"\svào\s+(?:cuối\s+)?năm\s+(?P<y>20\d\d)[\s.,;]*$", re.IGNORECASE)
_AGAIN = re.compile(
    rf"\s*[,;]?\s*(?:và\s+)?(?:phấn\s+đấu\s+)?(?:(?:đạt|lên|còn|xuống)\s+)*{_LEVEL_AHEAD}", re.IGNORECASE
)
_REMARK = re.compile(r"\([^()]*\)")
_COUNT = re.compile(
    rf"(?<!\w)(?:(?:{COMPARATOR_WORDS})\s*\d[\d.]*|(?:có|đạt|thành\s+lập|xây\s+dựng|đào\s+tạo|phát\s+triển|hình\s+thành|hoàn\s+thành)"
    r"\s+(?:thêm\s+)?\d[\d.]*)\s+(?!tuổi|tháng|năm|ngày|giờ|dân|%)[^\W\d]"
    r"|(?<!\w)(?:(?:nhóm|top|tốp)\s+\d|(?:xếp|vị\s+trí|đứng)\s+(?:thứ|hạng)\s+(?:hạng\s+)?(?:thứ\s+)?\d)[\d.]*(?!\w)"
    r"|(?<![\w/.,-])[1-9]/[1-9](?![\w/])",
    re.IGNORECASE,
)
_LONGEST_UNIT = 40
_LONGEST_LEAD = 60


def read_aims(clause: str, *, shares_only: bool = False) -> list[Aim]:
    """Read the targets of one clause; none where it sets none, one with a reason where it is not certain.

    With `shares_only` levels in other units than a share ("đạt 76 tuổi") and counts are passed over: outside
    a section of targets they are mostly none.
    """
    if len(clause) > LONGEST or not any(map(str.isdigit, clause)):
        return []
    plain = _without_remarks(clause)
    start, year = _opening(plain)
    found = [
        aim._replace(name=_span(clause, *aim.name), level=_span(plain, *aim.level))
        for aim in _levels(plain, start, year) or _shares(plain, start, year)
    ]
    if shares_only:
        found = [aim for aim in found if aim.reason or aim.unit[:1] in ("%", "‰")]
        return found if _SHARE.search(plain) else []
    if not found and (count := _COUNT.search(plain)):
        return [Aim(_span(clause, min(start, count.start()), len(clause)), count.span(), reason=COUNTED)]
    if not found and (share := _SHARE.search(clause)):  # in a remark alone: "toàn bộ (100%) cán bộ"
        return [Aim(_span(clause, start, len(clause)), share.span(), reason=OF_WHAT)]
    return found


def _without_remarks(clause: str) -> str:
    """Blank what stands in parentheses; offsets stay."""
    return _REMARK.sub(lambda remark: " " * len(remark[0]), clause)


def _opening(plain: str) -> tuple[int, int | None]:
    """Pass over marks, times and words of urging; give where the target begins, and the year named there."""
    at, year = 0, None
    moved = True
    while moved:
        moved = False
        for form in (_NUMBERED, _FIRST_TIME, _PERIOD):
            if match := form.match(plain, at):
                at, moved = match.end(), True
                year = int(match["y"]) if form is _FIRST_TIME else year
        if (match := _URGING.match(plain, at)) and not _VERB.match(plain, at):
            at, moved = match.end(), True
    return at, year


def _levels(plain: str, start: int, year: int | None) -> list[Aim]:
    """Read "… đạt trên 90% vào năm 2030", with what follows of the same kind."""
    first = match.end() if (match := _CHANGING.match(plain, start)) else start
    if colon := _COLON.match(plain, first):
        name, at = (first, colon.start("colon")), colon.end()
    elif verb := _VERB.search(plain, start):
        name, at = (first, verb.start()), verb.end()
    else:
        return []
    if len(plain[slice(*name)].strip()) < len("số ca") or _SHARE.search(plain, *name):
        return _shares(plain, start, year)
    found: list[Aim] = []
    while True:
        aim, at = _level(plain, name, at, year if year is not None else _year_within(plain, *name))
        found.append(aim)
        following = _AGAIN.match(plain, at)
        if following is None or aim.year is None:
            break
        at = following.end()
    if _SHARE.search(plain, at) or _VERB.search(plain, at):
        return [Aim(name, found[0].level, reason=SEVERAL)]
    return found


def _level(plain: str, name: tuple[int, int], at: int, year: int | None) -> tuple[Aim, int]:
    """Read one level with its unit and year, from where it begins; tell where it ends."""
    level = _LEVEL.match(plain, at)
    if level is None:
        return Aim(name, (at, at + 1), reason="no number was recognised"), at
    words = " ".join(level[0].split())
    quantity = parse_quantity(words)
    many = _PER_MANY.match(plain, level.end())
    if many is None and _PART.match(plain, level.end()):
        return Aim(name, level.span(), reason=OF_WHAT), level.end()
    behind = _UNIT_END.search(plain, many.end() if many else level.end())
    end = behind.start() if behind else len(plain)
    if per := _PER.match(plain, end):
        end = per.end()
    more = " ".join(plain[level.end() : end].split())
    share = next((sign for sign in ("%", "‰") if sign in words.replace("phần trăm", "%")), "")
    if len(more) > _LONGEST_UNIT:
        more, end = "", level.end()
    glued = share and more and not more.startswith("/")
    unit = f"{share} {more}" if glued else share + more
    if time := _LAST_TIME.match(plain, end):
        year, end = int(time["y"]), time.end()
    if quantity.value is None or not unit:
        return Aim(name, level.span(), reason=quantity.reason or NO_UNIT), end
    return Aim(name, (level.start(), end), quantity.value, quantity.comparator, unit, year), end


def _shares(plain: str, start: int, year: int | None) -> list[Aim]:
    """Read "trên 98% các nhóm …", "tỷ lệ … trên 95%" and "bố trí ít nhất 30% …"."""
    shares = list(_SHARE.finditer(plain, start))
    if not shares:
        return []
    level = shares[0]
    whole = start, len(plain)
    read = [parse_quantity(" ".join(one[0].split())) for one in shares]
    if len({(one.comparator, one.value) for one in read}) > 1:
        return [Aim(whole, level.span(), reason=SEVERAL)]
    quantity = read[0]
    if quantity.value is None:
        return [Aim(whole, level.span(), reason=quantity.reason)]
    unit = "‰" if "‰" in level[0] else "%"
    lead = plain[start : level.start()].strip()
    if _CHANGED.search(lead) or _CHANGE_ITSELF.match(lead):
        return [Aim(whole, level.span(), reason=CHANGED)]
    if not lead:
        name = level.end(), len(plain)
    elif _RATE.search(lead):
        first = match.end() if (match := _CHANGING.match(plain, start)) else start
        name = first, level.start()
    elif len(lead) <= _LONGEST_LEAD:
        name = whole
    else:
        return [Aim(whole, level.span(), reason=OF_WHAT)]
    if not plain[slice(*name)].strip(" *.,;:") or (name == whole and not _says_of_what(plain[level.end() :])):
        return [Aim(whole, level.span(), reason=OF_WHAT)]
    if time := _LAST_TIME.match(plain, level.end()):
        year = int(time["y"])
    if year is None:
        year = _year_within(plain, start, level.start())
    if year is None and (late := _AT_LAST.search(plain, level.end())):
        year = int(late["y"])
    return [Aim(name, level.span(), quantity.value, quantity.comparator, unit, year)]


def _says_of_what(behind: str) -> bool:
    """Tell whether words behind a share say what it is of, and not only by when."""
    return any(character.isalpha() for character in _LAST_TIME.sub("", behind))


def _year_within(plain: str, start: int, end: int) -> int | None:
    years = set(_WITHIN_TIME.findall(plain, start, end))
    return int(years.pop()) if len(years) == 1 else None


def _span(words: str, start: int, end: int) -> tuple[int, int]:
    """Trim a span of white and of marks that end a clause."""
    while start < end and (words[start].isspace() or words[start] in "*:,;"):
        start += 1
    while start < end and (words[end - 1].isspace() or words[end - 1] in "*.,;:"):
        end -= 1
    return start, end


_SENTENCE_END = re.compile(r"\.\s+(?=[^\W\da-z_])")
_STOP = re.compile(r";\s+")
_NEXT_SHARE = re.compile(
    rf",\s+(?=(?:và\s+)?(?:(?:{COMPARATOR_WORDS})\s*)?{_NUMBER}\s*%\s+[^\W\d])"
    r"|(?:,|(?<!\s)\s+và)\s+(?=(?:(?:tỷ|tỉ)\s+(?:lệ|suất|trọng))(?!\w))",
    re.IGNORECASE,
)
_NEXT_SUBJECT = re.compile(r",\s+(?:và\s+)?|(?<!\s)\s+và\s+", re.IGNORECASE)


def clauses(text: str) -> Iterator[tuple[int, int]]:
    """Part a paragraph on one line into clauses of at most one target each, where that can be told.

    Shares of one value that are told one after another are one clause: "100% A; 100% B được tăng cường" may
    say of both what stands behind the second.
    """
    for sentence in _parts(text, 0, len(text), _SENTENCE_END):
        pieces = [
            last
            for part in _parts(text, *sentence, _STOP)
            for piece in _shares_apart(text, *part)
            for last in _levels_apart(text, *piece)
        ]
        opens = [share_that_opens(text[start:end]) for start, end in pieces]
        begin = pieces[0][0]
        for index, (_, end) in enumerate(pieces):
            following = pieces[index + 1] if index + 1 < len(pieces) else None
            if following is None or opens[index] is None or opens[index] != opens[index + 1]:
                yield begin, end
                begin = following[0] if following else end


def _shares_apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part a clause where the next share or rate begins, if it opens with a share itself or holds a level.

    What is longer than a target can be ends there too, so that no words are looked at again and again.
    """
    for stop in _NEXT_SHARE.finditer(text, start, end):
        left = text[start : stop.start()]
        if len(left) > LONGEST or _holds_share_or_level(left):
            yield start, stop.start() + 1
            start = stop.end()
    yield start, end


def _holds_share_or_level(words: str) -> bool:
    if share_that_opens(words) or _VERB.search(words):
        return True
    return bool(_RATE.search(words) and _SHARE.search(words))


def _levels_apart(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Part "A đạt 75 tuổi, B đạt 68 năm", but not "A đạt 80% năm 2027 và đạt 90% năm 2030"."""
    plain = _without_remarks(text[start:end])
    first = 0
    for before, after in pairwise(_VERB.finditer(plain)):
        stop = _NEXT_SUBJECT.search(plain, before.end(), after.start())
        if stop and len(_LAST_TIME.sub("", plain[stop.end() : after.start()]).split()) > 1:
            yield start + first, start + stop.start()
            first = stop.end()
    yield start + first, end


def year_that_opens(clause: str) -> int | None:
    """Give the year by which what a clause says is to be so, where it begins with one ("Đến năm 2030, …")."""
    return _opening(clause)[1]


def share_that_opens(clause: str) -> str | None:
    """Give the share that a clause begins with, behind times and words of urging, or None."""
    start, _ = _opening(clause)
    share = _SHARE.match(clause, start)
    return " ".join(share[0].casefold().split()) if share else None


def _parts(text: str, start: int, end: int, stop: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    for match in stop.finditer(text, start, end):
        yield start, match.start() + 1
        start = match.end()
    if start < end:
        yield start, end
