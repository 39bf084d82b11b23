"""What a citation is for: legal basis, implementation, annexation, amendment, correction, replacement.

The role comes from the words before the citation in its clause, the nearest deciding. Acts joined by commas
or "và" alone share the role of the first. An item of the legal basis ("Căn cứ …") and a clause of
implementation ("Thực hiện …") may name several acts; what those acts themselves amend or implement is theirs.

Reads the plain view of a text and ranges of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.act_issuers import any_of
from graph_build.plain import PlainText
from graph_build.provisions import provision_before
from graph_build.records import CitationRole

Range = tuple[int, int]

CONNECTOR = re.compile(
    r"[ \n]*[,;:]?[ \n]*(?:(?:và|hoặc|cùng|cùng[ \n]với|đến|tới)[ \n]+)?"
    r"(?:các[ \n]+)?(?:của[ \n]+)?(?:số[ \n]+)?"
)
"""What may stand between two acts of one list."""

_BASIS = re.compile(r"Căn[ \n]cứ[ \n](?:[Cc]ăn[ \n]cứ[ \n])?(?:vào[ \n])?|CĂN[ \n]CỨ[ \n]")
_ITEM_START = re.compile(r"(?:\A|[\n|\t]|[;.:][ \n])[ \n]*(?:[-+•][ ]?|\d{1,2}[.)][ ])?\Z")
_ITEM_END = re.compile(
    r"""
    [;.]\n(?!số|và|luật|nghị|quyết)    # the line ends, and the next one does not go on with the list
  | [;.]?\n\n | [|\t]
  | \n(?=điều[ \n]\d{1,3}[.:])
  | [;.][ ](?=căn[ \n]cứ)              # several items in one line
    """,
    re.VERBOSE,
)
_LOOK_BEHIND = 16
"""Characters behind the next item in which what ends an item may look for words."""
_SECTION = re.compile(
    r"""
    \n[ #]*(?:(?P<roman>[ivx]{1,4})|(?P<other>[a-d]|\d{1,2}))[.)/][ ]
    (?:các[ ])?
    (?:(?:cơ[ ]sở|căn[ ]cứ)[ ]pháp[ ]lý|căn[ ]cứ[ ](?:xây[ ]dựng|lập|ban[ ]hành)|căn[ ]cứ(?=[ ]?:?\n))
    [^\n]{0,80}(?=\n)
    """,
    re.VERBOSE,
)  # "I. CĂN CỨ PHÁP LÝ"
_NEXT_ROMAN = re.compile(r"\n[ #]*[ivx]{1,4}[.)/][ ]")
_NEXT_HEADING = re.compile(r"\n[ #]*(?:[ivx]{1,4}|[a-d])[.)/][ ]")
_LISTED = re.compile(r"\n[ ]*(?:[-+•][ ]?|\d{1,2}[.)][ ])(?!căn[ \n]cứ)")
_CLAUSE_END = re.compile(r"\.[ \n]|[;|\t]|\n\n|:\n")
_NESTING_WORDS = (
    *("sửa đổi", "thay thế", "bãi bỏ", "thực hiện", "triển khai", "thi hành", "quy định chi tiết"),
    *("hướng dẫn", "kèm theo", "hợp nhất", "điều chỉnh"),
)
_NESTING = re.compile(rf"(?<![^\W\d_])(?:{any_of(_NESTING_WORDS)})(?![^\W\d_])")
_STRONG_JOINT = re.compile(r"[;:][ \n]*(?:(?:và|các)[ \n]+)*\Z")
_WEAK_JOINT = re.compile(r"(?:,|[ \n]và)[ \n]*(?:các[ \n]+)?\Z")
_JOINT = re.compile(r",?[ \n](?:và[ \n])?")
_TRIGGER = re.compile(
    r"""
    (?<![^\W\d_])(?:
      (?P<annexed_to>(?<=[(\n])(?:(?:ban[ \n]hành|đính)[ \n])?kèm[ \n]theo)       # (Ban hành kèm theo …
    | (?P<replaces>thay[ \n]thế(?:[ \n]cho)?|bãi[ \n]bỏ|hủy[ \n]bỏ|thay[ \n]cho)
    | (?P<corrects>đính[ \n]chính)
    | (?P<amends>sửa[ \n]đổi(?:,[ \n]bổ[ \n]sung)?|sửa                          # sửa đổi, bổ sung …
        |(?<!phạm[ \n]vi[ \n])(?<!đối[ \n]tượng[ \n])điều[ \n]chỉnh)              # not "Phạm vi điều chỉnh"
    | (?P<implements>thực[ \n]hiện|triển[ \n]khai|thi[ \n]hành)                   # triển khai thực hiện …
    )(?![^\W\d_])
    """,
    re.VERBOSE,
)
_PASSIVE = re.compile(
    r"(?<![^\W\d_])(?:được|bị)[ \n]\Z"
)  # what is "được sửa đổi bởi" an act is changed by it
_PASSIVE_REACH = len(" được ")
_BY = re.compile(r"(?<![^\W\d_])bởi(?![^\W\d_])")
_PART = re.compile(
    r"""
    (?<![^\W\d_])(?:
      điều|khoản|điểm|tiết|chương|mục|phụ[ \n]lục|biểu|mẫu    # bãi bỏ khoản 2 Điều 5 …
    | một[ \n]số|cụm[ \n]từ|nội[ \n]dung|quy[ \n]định
    )(?![^\W\d_])
    """,
    re.VERBOSE,
)
_ESTABLISHING = re.compile(r"[ \n](?:về[ \n])?(?:việc[ \n])?(?:thành[ \n]lập|kiện[ \n]toàn)(?![^\W\d_])")
_REACH = {"annexed_to": 40, "replaces": 90, "amends": 90, "corrects": 120, "implements": 220}


def basis_items(plain: PlainText) -> list[Range]:
    """Give the ranges of the items of the legal basis, from behind their opening words to the item's end.

    An item opens with "Căn cứ" at the start of a line, possibly behind a bullet, or behind a stop; or it is
    an entry of a list under a heading such as "Căn cứ pháp lý".
    """
    openings = [
        match
        for match in _BASIS.finditer(plain.text)
        if _ITEM_START.search(plain.text, max(0, match.start() - 8), match.start()) is not None
    ]
    items = _items(plain, [(match.start(), match.end()) for match in openings], len(plain.text))
    items = [(start - 1, end) for start, end in items]
    for start, end in basis_sections(plain):
        entries = [(entry.start(), entry.end()) for entry in _LISTED.finditer(plain.lower, start, end)]
        items += _items(plain, entries, end)
    return items


def _items(plain: PlainText, openings: Sequence[Range], last: int) -> list[Range]:
    """Give the items that openings begin, from behind them; none goes on into the next or behind `last`."""
    items: list[Range] = []
    for (_, start), (following, _) in pairwise([*openings, (last, last)]):
        end = _ITEM_END.search(plain.lower, start, min(len(plain.lower), following + _LOOK_BEHIND))
        items.append((start, min(following, end.start()) if end else following))
    return items


def basis_sections(plain: PlainText) -> list[Range]:
    """Give the ranges of sections that list the legal basis under a heading of their own; none overlap."""
    sections: list[Range] = []
    behind = 0
    for match in _SECTION.finditer(plain.lower):
        if match.start() < behind:
            continue
        following = _NEXT_ROMAN if match["roman"] else _NEXT_HEADING
        end = following.search(plain.lower, match.end())
        behind = end.start() + 1 if end else len(plain.text)
        sections.append((match.start(), behind))
    return sections


def leading(plain: PlainText, start: int, acts: Sequence[Range], numbered: Sequence[bool]) -> list[bool]:
    """Tell which acts of a clause are named by the clause itself and not by another act of it.

    `start` is where the clause begins, `acts` are its acts in order, `numbered` tells those with a number. In
    "Luật A được sửa đổi bởi Luật B; Luật C" the first and the third lead, and so they do in "Nghị định số
    1/2020/NĐ-CP hướng dẫn Luật A và Quyết định số 2/QĐ-TTg": a bare law does not go on with a decision.
    """
    flags: list[bool] = []
    position = start
    level = False  # that of the last act with a number
    for (act_start, act_end), has_number in zip(acts, numbered, strict=True):
        gap = plain.lower[position : _with_provision(plain, position, act_start)]
        bare_before = bool(flags) and not flags[-1] and not numbered[len(flags) - 1]
        if not flags:
            flags.append(_NESTING.search(gap) is None)
        elif _STRONG_JOINT.search(gap):
            flags.append(flags[0])
        elif bare_before and has_number and _JOINT.fullmatch(gap) and not _is_law(plain, act_start):
            flags.append(level)
        elif CONNECTOR.fullmatch(gap) or (act_start < position):
            flags.append(flags[-1])
        else:
            joined = _WEAK_JOINT.search(gap) is not None
            flags.append(joined and flags[-1] and _NESTING.search(gap) is None)
        position = max(position, act_end)
        level = flags[-1] if has_number else level
    return flags


def _with_provision(plain: PlainText, floor: int, start: int) -> int:
    """Give where an act begins with its provision: that of a further act is part of the list of acts."""
    provision = provision_before(plain, floor, start) if floor else None
    return provision[0] if provision is not None else start


def _is_law(plain: PlainText, start: int) -> bool:
    return plain.lower.startswith(("luật", "bộ luật", "pháp lệnh"), start)


def role_of(plain: PlainText, floor: int, act: Range, inherited: CitationRole | None) -> CitationRole:
    """Give the role of an act that is no legal basis.

    `floor` is where the act before it ends, `inherited` that act's role (None at the first of a text).
    """
    lower, (start, end) = plain.lower, act
    if inherited is not None and floor and CONNECTOR.fullmatch(lower, floor, start):
        return inherited
    clause = _clause_start(lower, max(floor, start - 400), start)
    last = None
    for match in _TRIGGER.finditer(lower, clause, start):
        if match.lastgroup != "annexed_to" or plain.text[match.start()].isupper():
            last = match
    if last is not None and start - last.end() <= _REACH[last.lastgroup or ""]:
        return _role(lower, last, start)
    return "established_by" if _ESTABLISHING.match(lower, end) else "cites"


def _role(lower: str, trigger: re.Match[str], start: int) -> CitationRole:
    """Give the role that words state of an act: who changes it, wholly or in part, or is changed by it."""
    match trigger.lastgroup:
        case "annexed_to" | "implements" as name:
            return name
        case "replaces" | "amends" | "corrects" as name:
            before = max(0, trigger.start() - _PASSIVE_REACH)
            if _PASSIVE.search(lower, before, trigger.start()) or _BY.search(lower, trigger.end(), start):
                return "cites"
            is_part = name == "replaces" and _PART.search(lower, trigger.end(), start) is not None
            return "amends" if is_part else name
        case name:
            raise ValueError(f"no role is named {name!r}")


def _clause_start(lower: str, floor: int, position: int) -> int:
    start = floor
    for match in _CLAUSE_END.finditer(lower, floor, position):
        start = match.end()
    return start
