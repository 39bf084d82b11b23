"""Programmes, schemes, strategies, plans and rules of work that are cited by a proper name.

Only words that show a proper name count: a name in quotation marks, one that ends with a period ("giai đoạn
2021-2030, tầm nhìn đến năm 2045"), a name known from the subject of an act cited by number, or a scheme known
by its number ("Đề án 06"). Reads the plain view of a text; gives ranges of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph_build.act_names import NamedAct
from graph_build.plain import PlainText

_PROGRAMME = re.compile(
    r"""
    (?P<kind>Chương[ \n]trình[ \n]mục[ \n]tiêu[ \n]quốc[ \n]gia|Chương[ \n]trình|Đề[ \n]án|Chiến[ \n]lược
      |Quy[ \n]hoạch|Kế[ \n]hoạch|Dự[ \n]án|Khung[ \n]chính[ \n]sách)
    (?![^\W\d_])
    """,
    re.VERBOSE,
)
_QUOTED = re.compile(r"[ \n]?[“\"](?P<words>[^”\"|\t]{8,300})[”\"]")
_NUMBERED = re.compile(r"[ ](?:số[ ])?\d{2}(?![\d/.,%-]|[ \n](?:tháng|ngày|năm|tỷ|triệu|dự|tỉnh))")
_PERIOD = re.compile(
    r"""
    (?P<words>[ \n][^.;:|\t()“”\"]{3,220}?[ \n])
    (?:(?:giai[ \n]đoạn|thời[ \n]kỳ)[ \n](?:đến[ \n]năm[ \n]\d{4}|(?:19|20)\d\d[ ]?-[ ]?(?:19|20)\d\d)
      |đến[ \n]năm[ \n](?:19|20)\d\d)
    (?:,?[ \n](?:và[ \n])?(?:tầm[ \n]nhìn|định[ \n]hướng)[ \n](?:đến[ \n])?(?:năm[ \n])?(?:19|20)\d\d)?
    """,
    re.VERBOSE,
)
_SUBJECT = re.compile(
    r"""
    [ \n]{1,2}(?:(?:về[ \n](?:việc[ \n])?)?(?:ban[ \n]hành|phê[ \n]duyệt)|về)[ \n]
    (?P<name>(?:chương[ \n]trình|đề[ \n]án|chiến[ \n]lược|dự[ \n]án)[ \n][^.;:|\t()“”\"]{8,200}?)
    (?=[.;:|\t()“”\"]|\n\n
      |[ \n](?:trên[ \n]địa[ \n]bàn|với|như[ \n]sau|gồm|và[ \n]kế)[ \n]
      |,[ \n](?:bộ|ủy|ban)[ \n])
    """,
    re.VERBOSE,
)
_ACT_WORDS = re.compile(
    r"(?:nghị quyết|quyết định|nghị định|chỉ thị|kết luận|thông tư|luật|kế hoạch|chương trình|đề án) "
)
_LONGEST_NAME = 16
_WORK_RULES = re.compile(
    r"""
    (?<=căn[ \n]cứ[ \n])
    quy[ \n]chế[ \n](?:làm[ \n]việc|hoạt[ \n]động)[ \n]của[ \n](?:[^;.:|\t()“”\"\n]|\n(?!\n)){4,160}?
    (?=[;.](?:[ \n]|\Z)|\n\n)
    """,
    re.VERBOSE,
)  # "Căn cứ Quy chế làm việc của Bộ Chính trị;": a basis that is known by its body alone


def named_programmes(plain: PlainText, taken: Iterable[tuple[int, int]]) -> Iterator[NamedAct]:
    """Find programmes, schemes, strategies and plans cited by a proper name, in order.

    `taken` are the ranges of acts cited by number or as laws; the subject of such an act ("ban hành Chương
    trình …") is part of that citation and is not given again, but the name is known everywhere.
    """
    spans = sorted(taken)
    learned, subjects = _learn(plain, spans)
    occupied = sorted(spans + subjects)
    position = index = 0
    for start, end, kind in sorted({*_known(plain, learned), *_proper(plain)}, key=lambda f: (f[0], -f[1])):
        while index < len(occupied) and occupied[index][1] <= start:
            index += 1
        limit = occupied[index][0] if index < len(occupied) else len(plain.text)
        if start < position or end > limit:
            continue
        name = re.sub('[“”"]', "", plain.words(start, end))
        yield NamedAct(start, end, kind, name[0].upper() + name[1:], core=kind == "Chiến lược")
        position = end


def _learn(plain: PlainText, spans: list[tuple[int, int]]) -> tuple[set[str], list[tuple[int, int]]]:
    """Learn names from the subjects of cited acts; give them with the ranges of the subjects."""
    names: set[str] = set()
    subjects: list[tuple[int, int]] = []
    for _, end in spans:
        match = _SUBJECT.match(plain.lower, end)
        if match is None:
            continue
        subjects.append(match.span("name"))
        words = " ".join(match["name"].split())
        if len(words.split()) <= _LONGEST_NAME and not _ACT_WORDS.search(words, len("chương trình ")):
            names.add(words)
    return names, subjects


def _known(plain: PlainText, names: set[str]) -> Iterator[tuple[int, int, str]]:
    """Find the names that were learned, in any letter case."""
    lower = plain.lower.replace("\n", " ")
    for name in names:
        kind = " ".join(name.split()[:2]).capitalize()
        start = lower.find(name)
        while start >= 0:
            end = start + len(name)
            if not (lower[start - 1 : start].isalpha() or lower[end : end + 1].isalpha()):
                yield start, end, kind
            start = lower.find(name, end)


def _proper(plain: PlainText) -> Iterator[tuple[int, int, str]]:
    """Find names that show themselves as proper: quoted, numbered, with a period, or rules of a body."""
    for rules in _WORK_RULES.finditer(plain.lower):
        yield rules.start(), rules.end(), "Quy chế"
    for match in _PROGRAMME.finditer(plain.text):
        kind = " ".join(match["kind"].split())
        if plain.text[match.start() - 1 : match.start()].isalpha():
            continue
        quoted = _QUOTED.match(plain.text, match.end())
        if quoted is not None:
            yield match.start(), quoted.end(), kind
            continue
        numbered = _NUMBERED.match(plain.lower, match.end()) if kind == "Đề án" else None
        if numbered is not None:
            yield match.start(), numbered.end(), kind
            continue
        period = _PERIOD.match(plain.lower, match.end())
        if period is None or "\n\n" in period["words"] or _ACT_WORDS.search(period["words"]):
            continue
        yield match.start(), period.end(), kind
