"""Laws that are cited by name, without a number.

A law's name ends where the list of known names says so, else by the grammar of names. An amending law names
the laws it amends; the date behind them is its own. Reads the plain view of a text; gives ranges of it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from graph_build.act_dates import date_after
from graph_build.act_issuers import any_of
from graph_build.law_names import LAW_NAMES
from graph_build.plain import PlainText

_END = r"(?![^\W\d_])"
_WORD = re.compile(r"(?:[ \n]?-[ \n]?|[ \n]|,[ \n])(?P<word>[^\W_][\w/]*)")
_LAW = re.compile(
    r"(?:Bộ[ \n][lL]uật|Luật|Pháp[ \n]lệnh|Hiến[ \n]pháp|Điều[ \n]lệ[ \n]Đảng"
    rf"|BỘ[ \n]LUẬT|LUẬT|PHÁP[ \n]LỆNH|HIẾN[ \n]PHÁP){_END}"
)
_OTHER_LAW = re.compile(r"(?:pháp|kỷ|định)[ \n]\Z")  # "pháp luật", "kỷ luật"
_KNOWN = re.compile(rf"[ \n](?:{any_of(LAW_NAMES)}){_END}")
_ROW = re.compile(
    rf"(?<![^\W\d_])[cC]ác[ \n](?P<word>[lL]uật[ \n]?:?)(?=[ \n](?:{any_of(LAW_NAMES)}){_END})", re.IGNORECASE
)
_NEXT = re.compile(rf"(?:[,;]|,?[ \n]và)(?P<name>[ \n](?:{any_of(LAW_NAMES)}){_END})")
_ABBREVIATED = re.compile(
    r"[ \n][A-ZĐ]{2,8}(?:(?:,[ ]?|[ ]?&[ ]?)[A-ZĐ]{2,8}){0,4}[ ]?&[ ]?[A-ZĐ]{2,8}(?![^\W_])"
)  # "KH, CN&ĐMST": the "&" shows that the letters are one name
_CONSTITUTION = re.compile(
    r"(?:[ \n]nước[ \n]cộng[ \n]hòa[ \n]xã[ \n]hội[ \n]chủ[ \n]nghĩa[ \n]việt[ \n]nam)?"
)
_CHARTER = re.compile(r"(?:[ \n]Cộng[ \n]sản[ \n]Việt[ \n]Nam)?(?![ \n]?(?:bộ|viên|ủy|đoàn)(?![^\W\d_]))")
_AMENDING = re.compile(
    r"""
    [ \n]sửa[ \n]đổi(?:,[ \n]bổ[ \n]sung)?                # sửa đổi | sửa đổi, bổ sung
    (?:[ \n](?:một[ \n]số[ \n]điều|\d{1,3}))?(?:[ \n]của)?  # một số điều của | 11
    (?:[ \n]các)?[ \n]
    """,
    re.VERBOSE,
)
_AMENDED = re.compile(r"[ \n]?\(?(?:sửa[ \n]đổi)\)?(?![ \n,]*(?:bổ[ \n]sung|một|theo|tại|bởi|bằng))")
_SEVERAL = re.compile(
    r"""
    (?:(?:\d{1,3}|các)[ \n])?luật[ \n](?:có[ \n])?liên[ \n]quan[ \n](?:đến|tới)
    (?:[ \n][^\W\d_]+){1,10}?(?=[ \n](?:ngày|năm|số)(?![^\W\d_])|[,;.|\t()]|\n\n|\Z)
    """,
    re.VERBOSE,
)  # 37 Luật có liên quan đến quy hoạch
_LINK = re.compile(r",?[ \n](?P<last>và[ \n])?|,[ \n]?")
_STOPS = (
    *("và", "về", "quy định", "được", "có", "để", "theo", "trong", "tại", "năm", "ngày", "số", "của", "là"),
    *("do", "đã", "này", "các", "những", "hoặc", "thì", "khi", "với", "cho", "từ", "trên", "sau", "như"),
    *("phải", "không", "nêu", "hiện hành", "chưa", "sửa đổi", "bổ sung", "hướng dẫn", "trước", "quá"),
    *("thuộc", "trình", "báo cáo", "ban hành", "luật", "bộ luật", "nghị định", "đến", "bằng", "nhằm"),
)
_STOP = re.compile(rf"(?:{any_of(_STOPS)}){_END}")


class NamedAct(NamedTuple):
    """A range of the plain view that names an act; `inner` are the acts that the name itself amends."""

    start: int
    end: int
    kind: str
    name: str
    date: str | None = None
    core: bool = True
    inner: tuple[NamedAct, ...] = ()


def named_laws(plain: PlainText, taken: Iterable[tuple[int, int]]) -> Iterator[NamedAct]:
    """Find laws cited by name, outside the ranges taken by acts cited by number."""
    rows = list(_laws_in_a_row(plain, taken := list(taken)))
    yield from rows
    spans = sorted([*taken, *((law.start, law.end) for law in rows)])
    position = index = 0
    for match in _LAW.finditer(plain.text):
        start = match.start()
        while index < len(spans) and spans[index][1] <= start:
            index += 1
        if start < position or (index < len(spans) and spans[index][0] <= start):
            continue
        if plain.text[start - 1 : start].isalpha() or _OTHER_LAW.search(
            plain.lower, max(0, start - 6), start
        ):
            continue
        limit = spans[index][0] if index < len(spans) else len(plain.text)
        act = _law(plain, match, limit)
        if act is not None:
            yield act
            position = act.end


def _laws_in_a_row(plain: PlainText, taken: Iterable[tuple[int, int]]) -> Iterator[NamedAct]:
    """Find laws that share one word: "các Luật: Dược, Bảo hiểm y tế và Đất đai"; two names at least.

    Only names that are known, and that begin with a capital, are told apart by the commas between them.
    """
    ends = sorted(taken)
    for row in _ROW.finditer(plain.lower):
        names = [known for known in (_KNOWN.match(plain.lower, row.end()),) if known is not None]
        while names and (following := _NEXT.match(plain.lower, names[-1].end())) is not None:
            names.append(following)
        places = [
            (name.end() - len((name.groupdict().get("name") or name.group()).lstrip()), name.end())
            for name in names
        ]
        if len(names) < 2 or not all(plain.text[first].isupper() for first, _ in places):
            continue
        begins = [row.start("word"), *(first for first, _ in places[1:])]
        for start, (first, last) in zip(begins, places, strict=True):
            at = bisect_left(ends, (last, 0))
            if at == 0 or ends[at - 1][1] <= start:
                yield NamedAct(start, last, "Luật", f"Luật {_words(plain, first, last)}")


def _law(plain: PlainText, match: re.Match[str], limit: int) -> NamedAct | None:
    kind = " ".join(match.group().split()).capitalize()
    charter = _CHARTER.match(plain.text, match.end()) if kind == "Điều lệ đảng" else None
    if kind == "Điều lệ đảng":
        last = charter.end() if charter is not None else limit + 1
        return _dated(plain, match.start(), last, "Điều lệ") if last <= limit else None
    amending = _AMENDING.match(plain.lower, match.end())
    if amending is not None:
        return _amending_law(plain, match, amending.end(), limit)
    end = law_name_end(plain, match.end(), constitution=kind == "Hiến pháp")
    if end is None or end > limit:
        return None
    return _dated(plain, match.start(), end, kind)


def _dated(plain: PlainText, start: int, end: int, kind: str) -> NamedAct:
    """Add what stands behind a law's name: "(sửa đổi)", a date, a year."""
    name = _words(plain, start, end)
    revised = _AMENDED.match(plain.lower, end)
    inner: tuple[NamedAct, ...] = ()
    if revised is not None:
        inner = (NamedAct(start, end, kind, name),)
        end = revised.end()
        name = _words(plain, start, end)
    dated = date_after(plain.lower, end, bare_year=True)
    date = None
    if dated is not None:
        date, end = dated
    return NamedAct(start, end, kind, name, date, inner=inner)


def _amending_law(plain: PlainText, match: re.Match[str], position: int, limit: int) -> NamedAct | None:
    """Read "Luật sửa đổi, bổ sung một số điều của Luật A, Luật B và Luật C ngày …".

    The date is the amending law's. Laws behind a comma are amended too only where "và" closes the list or a
    date follows; in a plain enumeration they stand for themselves.
    """
    inner: list[NamedAct] = []
    closed = False
    while True:
        law = _LAW.match(plain.text, position)
        end = law_name_end(plain, law.end()) if law else None
        if law is None or end is None or end > limit:
            break
        kind = " ".join(law.group().split()).capitalize()
        inner.append(NamedAct(position, end, kind, _words(plain, position, end)))
        link = _LINK.match(plain.lower, end)
        if link is None:
            break
        closed = closed or link["last"] is not None
        position = link.end()
    if not inner:
        return _amending_several(plain, match, position, limit)
    dated = date_after(plain.lower, inner[-1].end, bare_year=True)
    if not closed and dated is None:
        inner = inner[:1]
    name = _words(plain, match.start(), inner[-1].end)
    date, end_of_all = dated if dated is not None else (None, inner[-1].end)
    return NamedAct(match.start(), end_of_all, "Luật", name, date, inner=tuple(inner))


def _amending_several(plain: PlainText, match: re.Match[str], position: int, limit: int) -> NamedAct | None:
    """Read "Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch ngày …"."""
    found = _SEVERAL.match(plain.lower, position)
    if found is None or found.end() > limit:
        return None
    dated = date_after(plain.lower, found.end(), bare_year=True)
    date, end = dated if dated is not None else (None, found.end())
    return NamedAct(match.start(), end, "Luật", _words(plain, match.start(), found.end()), date)


def law_name_end(plain: PlainText, position: int, *, constitution: bool = False) -> int | None:
    """Give where the name of a law ends that begins behind its first word, None where none is there."""
    lower = plain.lower
    if constitution:
        match = _CONSTITUTION.match(lower, position)
        return match.end() if match else None
    known = _KNOWN.match(lower, position)
    if known is not None:
        return known.end()
    abbreviated = _ABBREVIATED.match(plain.text, position)
    if abbreviated is not None:
        return abbreviated.end()
    if plain.text[position - 2 : position].isupper():  # capitals show no end of a name
        return None
    end = None
    for count in range(14):
        match = _WORD.match(lower, position)
        if match is None or _STOP.match(lower, match.start("word")):
            break
        capital = plain.text[match.start("word")].isupper()
        if count == 0 and not capital:
            return None
        if plain.text[match.start()] == "," and capital is (count <= 2):
            break
        if plain.text[match.start()] == "\n" and capital and count:
            break
        end = position = match.end()
    return end


def _words(plain: PlainText, start: int, end: int) -> str:
    return plain.words(start, end)
