"""The words by which a document puts others out of force or changes them, as a grammar over one sentence.

A document speaks for itself where it is the subject ("Nghị định này thay thế …") or where the sentence is an
order without one ("Bãi bỏ …"). Luật Ban hành văn bản quy phạm pháp luật lets an act lose force wholly or in
part, by a later act that names it; so a part ("khoản 2 Điều 5 của …") is never the whole, an exception
("trừ …") leaves some of it in force, and a condition ("khi Luật … có hiệu lực") is no end that can be dated.

Reads sentences in lower case on one line; positions are those of the sentence.
"""

from __future__ import annotations

import re
from typing import Final, Literal, NamedTuple

from graph_build.act_dates import DATE, iso

Way = Literal["replaces", "amends", "corrects"]
Limit = Literal["exception", "condition"]

_END: Final = r"(?![^\W\d_])"
_KIND: Final = (
    r"(?:bộ[ ]luật|luật|pháp[ ]lệnh|nghị[ ]quyết(?:[ ]liên[ ]tịch)?|nghị[ ]định|quyết[ ]định|chỉ[ ]thị"
    rf"|thông[ ]tư(?:[ ]liên[ ]tịch)?|kế[ ]hoạch|công[ ]văn|thông[ ]báo|quy[ ]chế|văn[ ]bản){_END}"
)
_OWN_KIND: Final = rf"(?:{_KIND}|(?:hướng[ ]dẫn|quy[ ]định|kết[ ]luận|điều[ ]lệ){_END})"
"""Kinds by which a document names itself: "quy định" of others is a rule, "Quy định này" a document."""
_SELF: Final = rf"{_OWN_KIND}[ ]này{_END}"
_NAMED: Final = re.compile(rf"(?P<kind>{_OWN_KIND})[ ]này{_END}", re.VERBOSE)
_EFFECT: Final = rf"có[ ]hiệu[ ]lực(?:[ ]thi[ ]hành)?{_END}"
_SINCE_SELF: Final = rf"(?:kể[ ])?từ[ ](?:ngày|thời[ ]điểm)[ ]{_SELF}[ ]{_EFFECT}"
_SUBJECT: Final = re.compile(
    rf"""
    (?:{_SINCE_SELF},?[ ])?
    (?:{_SELF}(?:[ ]{_EFFECT}[^.:]{{0,120}})?[,;]?(?:[ ]và)?(?:[ ]đồng[ ]thời)?[ ]
      |nay[ ]|đồng[ ]thời[ ])?
    """,
    re.VERBOSE,
)  # "Quyết định này có hiệu lực kể từ ngày ký và" | "Kể từ ngày Luật này có hiệu lực," | ""
_TITLE: Final = re.compile(rf"(?:v/v:?[ ]|(?:về[ ])?việc[ ]|về[ ])?(?:{_KIND}[ ])?", re.VERBOSE)
_TRIGGER: Final = re.compile(
    rf"""
    (?<![^\W\d_])(?:
      (?P<replaces>thay[ ]thế(?:[ ]cho)?|bãi[ ]bỏ|hủy[ ]bỏ|huỷ[ ]bỏ|thay[ ]cho
        |chấm[ ]dứt[ ]hiệu[ ]lực(?:[ ]của)?)
    | (?P<corrects>đính[ ]chính)
    | (?P<amends>sửa[ ]đổi(?:,?[ ]bổ[ ]sung)?|bổ[ ]sung|điều[ ]chỉnh)
    ){_END}
    """,
    re.VERBOSE,
)
_SCOPE: Final = (
    r"[ ]?(?:toàn[ ]bộ[ ](?:nội[ ]dung[ ])?)?(?:hiệu[ ]lực[ ](?:thi[ ]hành[ ])?(?:của[ ])?)?"
    r"(?:các[ ]|những[ ])?"
)
_WHOLE: Final = re.compile(
    rf"{_SCOPE}(?:{_KIND}[ ]?(?:quy[ ]phạm[ ]pháp[ ]luật[ ])?)?(?:số[ ])?", re.VERBOSE
)  # "toàn bộ " | "các "
_WHOLE_LISTED: Final = re.compile(
    rf"{_SCOPE}{_KIND}(?:[^:]*[ ](?:sau|sau[ ]đây|dưới[ ]đây|gồm|gồm[ ]có)[ ]?:?|[^:]*:)[ ]?", re.VERBOSE
)  # "các văn bản quy phạm pháp luật sau đây: "
_PART: Final = re.compile(
    rf"""
    (?<![^\W\d_])(?:
      (?:các[ ])?điều|khoản|điểm|tiết|đoạn|chương|mục|phụ[ ]lục|biểu|mẫu|danh[ ]mục|thủ[ ]tục
    | một[ ](?:số|phần)|cụm[ ]từ|nội[ ]dung|quy[ ]định|tiêu[ ]đề|tên|(?:ban[ ]hành[ ])?kèm[ ]theo
    ){_END}
    """,
    re.VERBOSE,
)
_FOREIGN: Final = re.compile(
    rf"(?<![^\W\d_])(?:(?<!kèm[ ])theo|căn[ ]cứ|thực[ ]hiện|triển[ ]khai|thi[ ]hành|phù[ ]hợp|hướng[ ]dẫn"
    rf"|quy[ ]định[ ]chi[ ]tiết|trình|đề[ ]xuất|rà[ ]soát){_END}",
    re.VERBOSE,
)  # what is amended is then something else, which the act only governs
_JOINED: Final = re.compile(rf"(?:[,;]?[ ](?:và|đồng[ ]thời)|;)[ ](?={_TRIGGER.pattern})", re.VERBOSE)
_INSIDE: Final = re.compile(r"[ ](?:tại|của|trong|vào|kèm[ ]theo)[ ](?:các[ ])?\Z", re.VERBOSE)
_LAPSE: Final = re.compile(
    rf"""
    (?<![^\W\d_])(?P<not>(?:đã|chưa|không|khi|chỉ)[ ])?
    (?: (?:hết|không[ ]còn)[ ]hiệu[ ]lực(?:[ ]thi[ ]hành)?(?P<partly>[ ]một[ ]phần)?(?:[ ]toàn[ ]bộ)?
      | (?:bị|được)[ ](?:bãi[ ]bỏ|hủy[ ]bỏ|thay[ ]thế(?:[ ](?:bởi|bằng)[ ]{_SELF})?)(?:[ ]toàn[ ]bộ)? )
    (?P<from>,?[ ](?:kể[ ])?(?:từ|khi)[ ][^.;:]{{1,100}})?
    (?=[ ]?(?:[.;:,]|\Z)|[ ](?:trừ|gồm)|[ ]sau[ ]đây)
    """,
    re.VERBOSE,
)  # "hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành"
_LISTED: Final = re.compile(
    rf"(?:{_SINCE_SELF},?[ ])?"
    rf"(?P<part>(?:một[ ]số[ ]|các[ ])?(?:nội[ ]dung|quy[ ]định)[^:]{{0,160}}[ ]tại[ ])?"
    rf"(?:toàn[ ]bộ[ ])?(?:các[ ]|những[ ])?(?:một[ ]số[ ])?{_KIND}[^:]{{0,160}}",
    re.VERBOSE,
)
_HEADING: Final = re.compile(rf"(?:.*[ ])?(?:các|những)[ ]{_KIND}(?:[ ]sau(?:[ ]đây)?)?[ ]?", re.VERBOSE)
_BEFORE_ACT: Final = re.compile(rf"(?:{_SINCE_SELF},?[ ])?(?:các[ ]|những[ ])?(?:{_KIND}[ ])?", re.VERBOSE)
_FROM_SELF: Final = re.compile(rf"(?:từ|khi)[ ](?:(?:ngày|thời[ ]điểm)[ ])?{_SELF}[ ]{_EFFECT}", re.VERBOSE)
_EXCEPT: Final = re.compile(
    rf"(?<![^\W\d_])(?<!(?:loại|khấu|miễn|giảm)[ ])(?:ngoại[ ])?trừ[ ]"
    rf"(?:trường|các|những|khoản|điểm|điều|quy|nội){_END}",
    re.VERBOSE,
)
_CONDITION: Final = re.compile(
    rf"(?:\A[ ,]*|,[ ])(?:nếu|cho[ ]đến[ ]khi|đến[ ]khi|trong[ ]trường[ ]hợp|khi){_END}(?![ ]{_SELF})",
    re.VERBOSE,
)


class Verb(NamedTuple):
    """What a sentence does, and where its words stand in it.

    `named` is the kind by which the document names itself ("nghị định" of "Nghị định này"), "" where the
    sentence is an order without a subject. `day` is a day of its own (ISO) from which this holds.
    """

    way: Way
    start: int
    end: int
    named: str
    day: str | None = None
    limit: Limit | None = None


def order(sentence: str, first: int, *, title: bool = False) -> Verb | None:
    """Read "[Quyết định này] bãi bỏ …", the first act beginning at `first`; None where another speaks.

    `title` takes the opening of a title for the subject ("Về việc sửa đổi …").
    """
    found = _TRIGGER.search(sentence, 0, first)
    if found is None or (_TITLE if title else _SUBJECT).fullmatch(sentence, 0, found.start()) is None:
        return None
    way = _way(found, sentence[found.end() : first])
    return None if way is None else Verb(way, found.start(), found.end(), _named(sentence[: found.start()]))


def _named(words: str) -> str:
    found = _NAMED.search(words)
    return found["kind"] if found else ""


def _way(found: re.Match[str], between: str) -> Way | None:
    """Tell a whole from a part by the words between the verb and the first act; None if they do not."""
    whole = _WHOLE.fullmatch(between) or _WHOLE_LISTED.fullmatch(between)
    part = _PART.search(between) or _INSIDE.search(between)
    match found.lastgroup:
        case "corrects":
            return "corrects"
        case "amends":
            return "amends" if (whole or part) and not _FOREIGN.search(between) else None
        case _:
            return "replaces" if whole else "amends" if part else None


def lapse(sentence: str, first: int, last: int) -> Verb | None:
    """Read "Nghị định số … hết hiệu lực kể từ …": the first act begins at `first`, the search at `last`."""
    found = _LAPSE.search(sentence, last)
    if found is None or found["not"]:
        return None
    before = sentence[:first]
    if _BEFORE_ACT.fullmatch(before):
        way: Way = "amends" if found["partly"] else "replaces"
    elif _PART.match(before):
        way = "amends"
    else:
        return None
    return _ended(sentence, found, way)


def head(sentence: str) -> Verb | None:
    """Read the line above a list: "Các nghị định sau đây hết hiệu lực …:", "Bãi bỏ các Thông tư sau:"."""
    found = _LAPSE.search(sentence)
    if found is not None and not found["not"]:
        listed = _LISTED.fullmatch(sentence, 0, found.start())
        if listed is not None:
            partly = found["partly"] or listed["part"] or "một số " in listed.group()
            return _ended(sentence, found, "amends" if partly else "replaces")
    verb = order(sentence, len(sentence))
    return verb if sentence.rstrip().endswith(":") or _HEADING.fullmatch(sentence) else None


def _ended(sentence: str, found: re.Match[str], way: Way) -> Verb:
    since = found["from"] or ""
    named = _named(sentence[: found.end()])
    day = None
    limit = limited(sentence[found.start() :])
    if since and not _FROM_SELF.search(since):
        dated = DATE.search(since)
        day = iso(dated) if dated else None
        if day is None or len(day) < len("2024-01-01"):
            day, limit = None, "condition"
    return Verb(way, found.start(), found.end(), named, day, limit)


def limited(behind: str) -> Limit | None:
    """Tell an exception or a condition in the words behind what is put out of force."""
    if _EXCEPT.search(behind):
        return "exception"
    return "condition" if _CONDITION.search(behind) else None


def item(before: str) -> Way | None:
    """Tell whether an item of a list names an act (replaces) or a part of one, by the words before it."""
    if re.fullmatch(r"(?:toàn[ ]bộ[ ])?(?:các[ ])?", before, re.VERBOSE):
        return "replaces"
    return "amends" if _PART.search(before) else None


def joined(behind: str) -> int | None:
    """Give the length of what joins a further verb to an act at once ("; và thay thế …"), if one does."""
    found = _JOINED.match(behind)
    return found.end() if found else None
