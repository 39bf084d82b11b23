"""Words as search compares them: folded keys, keys that keep the marks, numbers, initials, abbreviations.

A word has two keys. The bare one (`graph_build.text.bare`) finds: "duong", "đường" and "ĐƯỜNG" are one
word. The marked one ranks: it keeps the marks, the tone first as a digit ("1đương"), so that the beginning
of a word is the beginning of its key wherever the tone mark stands ("1phon" begins "1phong", phòng).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final, NamedTuple

from graph_build.text import bare, fold_word
from ontology.codes import codes
from ontology.numbers import split_number

_WORD: Final = re.compile(r"(?:[^\W_]|[\u0300-\u036f])+")
_TONES: Final = frozenset("\u0300\u0301\u0303\u0309\u0323")
_SYLLABLE: Final = re.compile(r"[bcdghklmnpqrstvx]{0,3}[aeiouy]{1,3}(?:c|ch|m|n|ng|nh|p|t)?")
_LINKING: Final = frozenset({"và", "của", "cho", "về"})
_MOST_INITIALS: Final = 8

_SHORT_FORMS: Final = """
UBND     Ủy ban nhân dân
HĐND     Hội đồng nhân dân
BCĐ      Ban Chỉ đạo
MTTQ     Mặt trận Tổ quốc
TW       Trung ương
CP       Chính phủ
TTg      Thủ tướng Chính phủ
TTgCP    Thủ tướng Chính phủ
VPCP     Văn phòng Chính phủ
BHXH     bảo hiểm xã hội
BHYT     bảo hiểm y tế
ATTP     an toàn thực phẩm
ATGT     an toàn giao thông
ANTT     an ninh trật tự
PCCC     phòng cháy, chữa cháy
PCTT     phòng, chống thiên tai
CNTT     công nghệ thông tin
CĐS      chuyển đổi số
CCHC     cải cách hành chính
TTHC     thủ tục hành chính
DVC      dịch vụ công
CBCC     cán bộ, công chức
CBCCVC   cán bộ, công chức, viên chức
KCB      khám bệnh, chữa bệnh
YTDP     y tế dự phòng
KTXH     kinh tế - xã hội
QPPL     quy phạm pháp luật
GDĐT     giáo dục và đào tạo
KHCN     khoa học và công nghệ
TNMT     tài nguyên và môi trường
PTNT     phát triển nông thôn
NTM      nông thôn mới
NSNN     ngân sách nhà nước
TP       thành phố
"""
# Abbreviations that offices use in running text; those of kinds of documents come from the code list.


class Key(NamedTuple):
    """A word as search compares it; `start` and `end` are its place in the text it comes from."""

    bare: str
    marked: str
    start: int
    end: int

    @property
    def has_marks(self) -> bool:
        """Tell whether the word was written with a mark, or with đ."""
        return self.bare != self.marked


@lru_cache(maxsize=65536)
def _keys(word: str) -> tuple[tuple[str, str], ...]:
    found = bare(word)
    if found == word:
        return ((found, found),)
    parts = found.split()
    if len(parts) != 1:  # a letter that folds to a sign and others
        return tuple((part, part) for part in parts)
    marked = fold_word(word)
    if any(mark in _TONES for mark in unicodedata.normalize("NFD", word)) and marked[-1].isdigit():
        marked = marked[-1] + marked[:-1]
    return ((found, marked if " " not in marked else found),)


def keys(text: str) -> list[Key]:
    """List the words of a text in NFC with both keys; the order of the bare ones is that of `bare(text)`."""
    return [
        Key(plain, marked, match.start(), match.end())
        for match in _WORD.finditer(text)
        for plain, marked in _keys(match.group())
    ]


def initials(name: str) -> str:
    """Give the initials of a name of three to eight words, as offices form them ("BGDĐT"); else "".

    A name of two words, or one with words that are no words, has none: they would mean too much.
    """
    parts = [part for part in re.findall(r"[^\W\d_]+", name) if part.lower() not in _LINKING]
    if not 3 <= len(parts) <= _MOST_INITIALS:
        return ""
    return "".join(part[0] for part in parts).upper()


def number_forms(number: str) -> Iterator[str]:
    """Give the ways in which people write the number of a document, the number itself first.

    "38/NQ-CP" is also "Nghị quyết 38", "Nghị quyết số 38/NQ-CP", "NQ 38" and "38NQCP"; "01/NQ-CP" also
    "1/NQ-CP".
    """
    yield number
    yield re.sub(r"[\W_]+", "", number)
    parts = split_number(number)
    if parts is None:
        return
    short = parts.serial.lstrip("0")
    serials = [parts.serial, *([short] if short and short != parts.serial else [])]
    kind = _kind_names().get(parts.kind, "")
    for serial in serials:
        written = serial + number[len(parts.serial) :]
        if serial != parts.serial:
            yield written
        if parts.kind:
            yield f"{parts.kind} {serial}"
            yield f"{serial} {parts.kind}"
            yield f"{parts.kind} {written}"
        if kind:
            yield f"{kind} {serial}"
            yield f"{kind} {written}"
            yield f"{kind} số {serial}"
            yield f"{kind} số {written}"


def date_forms(date: str) -> Iterator[str]:
    """Give an ISO date as stored and as Vietnamese write it: 4/8/2022, "ngày 4 tháng 8 năm 2022"."""
    yield date
    if match := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", date):
        year, month, day = match.groups()
        yield f"{int(day)}/{int(month)}/{year}"
        yield f"{day}/{month}/{year}"
        yield f"ngày {int(day)} tháng {int(month)} năm {year}"


@cache
def _kind_names() -> dict[str, str]:
    return {code.notation.upper(): code.vi for code in codes("document-kind") if code.notation}


@cache
def abbreviations() -> dict[str, tuple[Key, ...]]:
    """Give common abbreviations by their bare key, with the words that each stands for.

    One that is also a syllable without its marks (ĐA, "đa") is left out: words come first.
    """
    listed = [line.split(maxsplit=1) for line in _SHORT_FORMS.strip().splitlines()]
    listed += [[code.notation, code.vi] for code in codes("document-kind") if len(code.notation) > 1]
    found: dict[str, tuple[Key, ...]] = {}
    for short, full in listed:
        if not _SYLLABLE.fullmatch(bare(short)):
            found.setdefault(bare(short), tuple(keys(full)))
    return found


@cache
def written_out() -> dict[tuple[str, ...], str]:
    """Give the bare words of what has an abbreviation, with the bare abbreviation."""
    return {tuple(key.bare for key in full): short for short, full in reversed(abbreviations().items())}


def word_pairs(text: str) -> list[tuple[str, str]]:
    """Give the bare key and the marked key of every word of a text."""
    return [pair for word in _WORD.findall(text) for pair in _keys(word)]
