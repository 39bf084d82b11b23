"""Acts cited by number, with what stands before and behind the number.

A citation runs from the word of its kind, or from "số", to the last of number, date and issuer. Reads the
plain view of a text; gives acts whose positions are those of the view.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec.structs import replace

from graph_build.act_dates import DATE, date_after, iso
from graph_build.act_issuers import FIXED, issuer_end
from graph_build.act_names import law_name_end
from graph_build.document_codes import KIND_OF_WORD, WORDS_PATTERN
from graph_build.document_numbers import (
    DocumentNumber,
    find_numbers,
    has_joint_code,
    issuer_count,
    shared_serials,
)
from graph_build.extent import NUMBER_LINE
from graph_build.letter_case import from_capitals
from graph_build.plain import PlainText
from graph_build.records import CitationRole

_WORD_START = r"(?<![^\W\d_])"
_SIGN = re.compile(r"(?:mang[ \n])?s[ốô](?:[ \n]hiệu)?[ \n]?[:.]?\Z")
_KIND_AT_END = re.compile(rf"{_WORD_START}(?:{WORDS_PATTERN})\Z", re.IGNORECASE)
_KIND = re.compile(rf"{_WORD_START}(?:{WORDS_PATTERN})(?![^\W\d_])", re.IGNORECASE)
_BARRIER = re.compile(r"[;|\t()“”\"]|\.[ \n]|\n\n")
_AT = re.compile(r"[ \n]tại(?![^\W\d_])")
_OF = re.compile(r"[ \n]?,?[ \n]của[ \n](?:liên[ \n](?=bộ[ \n]))?")
_BESIDE = re.compile(r"[ \n]?[-,;][ \n]?|,?[ \n]và[ \n]")  # "của Bộ Tài chính - Bộ Y tế và Bộ Nội vụ"
_DECREED = re.compile(r"[ \n](?:đã[ \n])?(?:ký[ \n]ban[ \n]hành|ban[ \n]hành|ký|có|phê[ \n]duyệt)[ \n]\Z")
_LAWS = ("Luật", "Bộ luật", "Pháp lệnh", "Hiến pháp")
_GENERIC = ("Văn bản",)
_NO_ACT_OF_ASSEMBLY = frozenset({"quy hoạch", "thỏa thuận", "chiến lược", "dự án"})
"""Words of kinds that end the names of laws, and that the National Assembly gives no number."""
_WHOLE_LAW = re.compile(rf"{_WORD_START}(?:bộ[ \n]luật|luật|pháp[ \n]lệnh)(?![^\W\d_])")
_ASIDE = re.compile(r"[ \n]\([^\W\d_]{2,12}\)\Z")  # "Luật Bảo hiểm y tế (BHYT) số …"
_LAW_OF = ("pháp ", "pháp\n", "kỷ ", "kỷ\n", "định ", "định\n")  # "pháp luật" is no law by itself
_WINDOW = 240


@dataclass(slots=True)
class Act:
    """A citation in the making; positions are those of the plain view."""

    start: int
    end: int
    number: DocumentNumber | None = None
    kind: str | None = None
    date: str | None = None
    issuer: str | None = None
    issuer_first: bool = False
    """Whether the issuer stands before the number, for all behind it: "của Ban Bí thư: số …, số …"."""
    joint: tuple[str, ...] = ()
    name: str | None = None
    core: bool = True
    provision: tuple[int, int] | None = None
    own_kind: bool = False
    role: CitationRole = "cites"
    outer: Act | None = field(default=None, repr=False)


def numbered_acts(plain: PlainText, first: int, last: int) -> list[Act]:
    """Find the acts cited by number in a range of the view; the document's own number line is none."""
    acts: list[Act] = []
    for match in find_numbers(plain.text):
        if match.start < first or match.end > last:
            continue
        floor = max(first, acts[-1].end if acts else 0, match.start - _WINDOW)
        acts += _sharing(plain, floor, match.start, match.number)
        floor = max(floor, acts[-1].end if acts else 0)
        act = _opened(plain, floor, match.start, match.number)
        act.end = match.end
        _close(plain, act)
        if act.end == match.end and not act.own_kind and _is_own_line(plain, act.start):
            continue
        _decreed_before(plain, act, floor)
        _extend_to_amending(plain, act, floor)
        acts.append(act)
    return acts


def _sharing(plain: PlainText, floor: int, position: int, number: DocumentNumber) -> list[Act]:
    """Read the serials before a number that share its codes: "các Nghị quyết số 01, 02/NQ-CP"."""
    acts: list[Act] = []
    for serial, start in shared_serials(plain.text, position):
        if start >= floor:
            act = _opened(plain, acts[-1].end if acts else floor, start, replace(number, serial=serial))
            act.end = start + len(serial)
            acts.append(act)
    return acts


def _is_own_line(plain: PlainText, start: int) -> bool:
    """Tell the document's own number: "Số:" with a capital, opening a line or a cell."""
    opening = max(0, start - 1)
    while opening and plain.text[opening - 1] == "\n":
        opening -= 1
    return plain.text[start] == "S" and NUMBER_LINE.match(plain.text, opening) is not None


def _opened(plain: PlainText, floor: int, position: int, number: DocumentNumber) -> Act:
    """Read what stands before a number: "số", the word of the kind, a law's name or an issuer."""
    before = plain.lower[floor:position].rstrip()
    sign = _SIGN.search(before)
    act = Act(start=position, end=position, number=number)
    if sign is not None:
        act.start = floor + sign.start()
        before = before[: sign.start()].rstrip()
    kind = _KIND_AT_END.search(before)
    if kind is not None and _can_be(kind.group(), before[: kind.start()], number):
        act.start = floor + kind.start()
        act.kind, act.own_kind = KIND_OF_WORD[" ".join(kind.group().split())], True
    elif sign is not None:
        _open_at_distance(plain, act, floor, before)
    if act.kind in _GENERIC and number.kind is not None:
        act.kind = number.kind
    return act


def _can_be(word: str, before: str, number: DocumentNumber) -> bool:
    """Tell whether a word of a kind can be that of a number: the words of a law's name may end with one.

    As in "Luật Quy hoạch số …" and "Luật Ban hành văn bản quy phạm pháp luật số …".
    """
    if word == "luật" and before.endswith(_LAW_OF):
        return False
    return number.form != "assembly" or " ".join(word.split()) not in _NO_ACT_OF_ASSEMBLY


def _open_at_distance(plain: PlainText, act: Act, floor: int, before: str) -> None:
    """Find the word of the kind where words stand between it and "số".

    "Luật Đất đai số …" (the words are the name), "Nghị quyết của Quốc hội: số …" (the issuer), "Báo cáo thẩm
    tra số …" (a few words without a comma).
    """
    if _open_at_law(plain, act, floor, _ASIDE.sub("", before)) or _open_at_date(plain, act, floor, before):
        return
    for kind in reversed(list(_KIND.finditer(before, _after_barrier(before)))):
        if act.number is not None and not _can_be(kind.group(), before[: kind.start()], act.number):
            continue
        word = KIND_OF_WORD[" ".join(kind.group().split())]
        between = before[kind.end() :]
        start = floor + kind.start()
        if word in _LAWS:
            if plain.text[start].isupper() and len(between.split()) <= 24 and ":" not in between:
                act.start, act.kind, act.own_kind = start, word, True
                act.name = " ".join(plain.text[start : floor + len(before)].split())
            return
        of = _OF.match(before, kind.end())
        if of is not None:
            end = issuer_end(plain.text, plain.lower, floor + of.end())
            if end is not None and plain.lower[end : floor + len(before)].strip() in ("", ":"):
                act.start, act.kind, act.own_kind = start, word, True
                act.issuer = from_capitals(plain.words(floor + of.end(), end), plain)
                act.issuer_first = before.endswith(":")
            return
        if len(between.split()) <= 8 and not re.search(r"[,:]", between) and plain.text[start].isupper():
            act.start, act.kind, act.own_kind = start, word, True
        return


def _open_at_date(plain: PlainText, act: Act, floor: int, before: str) -> bool:
    """Open an act at its kind where the date stands before the number: "Quyết định ngày 05/3/2024 số …"."""
    for kind in reversed(list(_KIND.finditer(before, _after_barrier(before)))):
        dated = date_after(plain.lower, floor + kind.end())
        if dated is None or dated[1] > floor + len(before):
            continue
        of = _OF.match(plain.lower, dated[1])
        end = issuer_end(plain.text, plain.lower, of.end()) if of is not None else None
        if plain.lower[end or dated[1] : floor + len(before)].strip(" \n,:"):
            return False
        act.start, act.own_kind, act.date = floor + kind.start(), True, dated[0]
        act.kind = KIND_OF_WORD[" ".join(kind.group().split())]
        if of is not None and end is not None:
            act.issuer = from_capitals(plain.words(of.end(), end), plain)
        return True
    return False


def _open_at_law(plain: PlainText, act: Act, floor: int, before: str) -> bool:
    """Open an act at the law whose name ends where the words before "số" end, if there is one.

    The name may hold words of other kinds: "Luật Ban hành văn bản quy phạm pháp luật số …".
    """
    for law in reversed(list(_WHOLE_LAW.finditer(before, _after_barrier(before)))):
        start = floor + law.start()
        if plain.text[start].isupper() and law_name_end(plain, floor + law.end()) == floor + len(before):
            act.start, act.own_kind = start, True
            act.kind = KIND_OF_WORD[" ".join(law.group().split())]
            act.name = " ".join(plain.text[start : floor + len(before)].split())
            return True
    return False


def _after_barrier(before: str) -> int:
    end = 0
    for barrier in _BARRIER.finditer(before):
        end = barrier.end()
    return end


def _close(plain: PlainText, act: Act) -> None:
    """Read the date and the issuer behind a number, in either order."""
    for _ in range(2):
        dated = None if act.date else date_after(plain.lower, act.end)
        if dated is not None:
            act.date, act.end = dated
        of = _OF.match(plain.lower, act.end)
        if of is not None and (act.issuer is None or not act.own_kind):
            end = issuer_end(plain.text, plain.lower, of.end())
            if end is None or ("," in of.group() and _AT.match(plain.lower, end)):
                return  # "…, của Ban Bí thư tại văn bản số …" goes on with another act
            act.issuer, act.end = from_capitals(plain.words(of.end(), end), plain), end
            _close_joint(plain, act)
        elif dated is None:
            return


def _close_joint(plain: PlainText, act: Act) -> None:
    """Read the issuers of a joint document behind the first, as many as its number has codes at most."""
    number = str(act.number)
    count = issuer_count(number, "")[1] if has_joint_code(number) else None
    while len(act.joint) + 1 < (count or 0):
        between = _BESIDE.match(plain.text, act.end)
        if between is None:
            return
        start, head = between.end(), ""
        end = issuer_end(plain.text, plain.lower, start)
        if end is None:  # "của liên Bộ Tài chính - Y tế"
            head = "Bộ "
            field = FIXED.match(f"bộ {plain.lower[start : start + _WINDOW]}")
            end = start + field.end() - len(head) if field is not None else None
        if end is None:
            return
        act.joint = (*act.joint, head + from_capitals(plain.words(start, end), plain))
        act.end = end


_AMENDING = re.compile(
    rf"{_WORD_START}(?:luật|pháp[ \n]lệnh)[ \n]sửa[ \n]đổi(?:,[ \n]bổ[ \n]sung)?[ \n]"
    r"(?:một[ \n]số[ \n]điều[ \n])?(?:của[ \n])?(?P<several>(?:\d{1,3}|các)[ \n])?\Z"
)


def _extend_to_amending(plain: PlainText, act: Act, floor: int) -> None:
    """Give number and date to the amending law in "Luật sửa đổi … của Luật A số … ngày …".

    With a date behind the number both are the amending law's, and so is a number behind several laws ("37
    Luật có liên quan …"); else a number alone is taken for the law named last.
    """
    if act.kind not in _LAWS or act.name is None:
        return
    amending = _AMENDING.search(plain.lower, floor, act.start)
    if amending is not None and (act.date is not None or amending["several"]):
        words = plain.text[amending.start() : act.start]
        act.start, act.name = amending.start(), " ".join(f"{words}{act.name}".split())


def _decreed_before(plain: PlainText, act: Act, floor: int) -> None:
    """Take date and issuer from "Ngày 24/6/2021, Bộ trưởng Bộ Y tế ký Quyết định số …"."""
    if not act.own_kind or act.date or act.issuer:
        return
    decreed = _DECREED.search(plain.lower, floor, act.start)
    if decreed is None:
        return
    for date in DATE.finditer(plain.lower, floor, decreed.start()):
        start = date.end() + len(", ") if plain.lower.startswith(",", date.end()) else date.end() + 1
        if issuer_end(plain.text, plain.lower, start) == decreed.start():
            act.date, act.issuer = iso(date), from_capitals(plain.words(start, decreed.start()), plain)
