"""The grammar of Vietnamese document numbers ("số, ký hiệu") as a value object.

State documents: serial, year for legal normative documents, code of the kind, code of the issuer
("30/2020/NĐ-CP", "2182/QĐ-BYT"); letters have the issuer and the unit that drafted them instead of a kind
("11306/VPCP-NN"): Nghị định 30/2020/NĐ-CP, Article 8 and Annexes I and III. Acts of the National Assembly
number by term ("30/2021/QH15"): Luật Ban hành văn bản quy phạm pháp luật. Party documents put a dash before
the kind and a slash before the organ ("25-KL/TW"): Hướng dẫn 36-HD/VPTW of 2018.

Parsing and printing are inverse. Reads a text; gives numbers with their places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from msgspec.structs import replace

from graph_build.document_codes import (
    CANONICAL_CODES,
    ISSUERS,
    JOINT_KINDS,
    JOINT_LETTER,
    JOINT_WORDS,
    KINDS,
    LOCAL_ISSUER,
    NUMBERED_ISSUER,
    WORDS_PATTERN,
    kind_word_before,
)
from graph_build.records import Record
from graph_build.text import LOWER

Form = Literal["state", "party", "assembly"]

_CODE = r"[^\W\d_]{1,16}(?:&[^\W\d_]{1,6}|\d{1,4}[^\W\d_]{0,4})?"  # NQ | QH15 | BCĐQG1237 | K2ĐT | QLN&CS
_DASH = (  # a break on one side at most: "TT- BYT", "NQ-\nCP"; between known codes on both: "QĐ - UBND"
    r"(?:[ \n]-(?![ \n])|-[ \n]?"
    r"|(?<=QĐ|NQ|NĐ|CT|KH|TB|BC|CV|HD|CĐ|Tr)[ ]-[ ](?=(?-i:UBND|CTUBND|HĐND|UB|CP|TTg)(?![^\W_]))"
    r"|[.](?=(?-i:UB|UBND|HĐND)(?![^\W_])))"  # "QĐ.UB"
)
_SLASH = r"[ \n]{0,2}/[ \n]?"
_KIND = (
    r"(?-i:QĐ|NQ|NĐ|CT|TT|TB|KH|HD|BC|CV|CĐ|KL|QC|TTr|CTr|TTLT|TTLB|TTLN|NQLT|QCPH|KHPH|KHLN|KHLT|CTPH|CTrPH"
    r"|HDLN)"
)

NUMBER = re.compile(
    rf"""
    (?P<serial>\d
      (?:(?<![\w/.,+-]\d)|(?<=[sS][ốỐ]\d))        # not inside a word or a number; "số357/TTr-CP"
      \d{{0,5}}(?:\.\d{{1,3}})?[a-zđ]?)           # 38 | 010 | 66.2 | 15a
    (?:
      [ \n]?-[ \n]?(?P<kind>{_CODE}){_SLASH}       # Party: 25-KL/TW | 12- CTr/BCĐ
      (?P<organ>{_CODE}(?:{_DASH}{_CODE}){{0,3}})  #        574-QĐ/TWĐTN-TCKT
    |
      {_SLASH}(?:(?P<year>(?:19|20)\d\d){_SLASH})? # 75/2017/NĐ-CP
      (?P<codes>(?:{_KIND}/(?!\d))?{_CODE}(?:{_DASH}{_CODE}){{0,4}})  # NQ-CP | QH15 | TTLT/BYT-BNV | VPCP-NN
    |
      (?:-|[ ](?=(?-i:HĐBT|HĐCP)))(?P<old>(?-i:HĐBT|HĐCP|CP|TTg))(?!/)  # 149-HĐBT | 91-CP, of before 1998
    |
      [ ]?(?P<spaced>{_KIND}[ ]?[/-][ ]?{_CODE}(?:{_DASH}{_CODE}){{0,3}})  # 1986 QĐ/UB | 12 TT/LB, typed
    |
      -(?P<organs>{_CODE}(?:-{_CODE}){{1,3}}/{_KIND})  # 01-TANDTC-VKSNDTC/TTLT, organs before the kind
    )
    (?![^\W_])
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SHARED = re.compile(
    r"""
    (?P<head>.*?)(?:[ \n]từ)?[ \n]s[ốô](?:[ \n]hiệu)?[ ]?:?[ \n]?
    (?P<serials>(?:\d{1,5}[a-zđ]?(?:[ \n]?[,;][ \n]|[ \n](?:và|[-–])[ \n]|__TO__)){1,12})\Z
    """.replace("__TO__", rf"[ \n](?:đến|tới)[ \n](?:(?:{WORDS_PATTERN})[ \n])?(?:số[ ]?:?[ \n])?"),
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)  # "số 01, 02/NQ-CP", "từ số 01 đến số 05/NQ-CP": serials that share what stands behind the last
_SHARED_REACH = 120
_SEGMENT = re.compile(rf"({_DASH})?({_CODE})", re.IGNORECASE)
_CYRILLIC = str.maketrans("АВСЕНІКМОРТХУ", "ABCEHIKMOPTXY")  # letters that look alike, typed by mistake
_PARTED = re.compile(r"[sS][ốỐ][ ]?:?[ \n]?(?P<digits>(?:\d{1,3}[ ]){1,5})\Z")
"""Digits of a serial that spaces part, as OCR leaves them: "số 1 2 0 7/QĐ-UBND"."""
_OTHER_NUMBER = re.compile(r"(?:mẫu|biểu|bảng|phụ[ \n]lục|mục|phiếu|tờ|hình|bài|câu)[ \n]\Z", re.IGNORECASE)
"""What has a number of its own, which an act's may follow: "Mẫu số 02 30/2020/NĐ-CP"."""
_KNOWN = "|".join(sorted((*ISSUERS, "UBND", "HĐND", "TW"), key=len, reverse=True))
_RUN_INTO = re.compile(
    rf"""
    (?P<code>{_KNOWN}|(?:UBTV)?QH\d{{1,2}})
    (?:ngày|của|về|năm|do|[^\W\d_][{LOWER}]+)
    """,
    re.VERBOSE,
)
_FOOTNOTE = re.compile(r"(?<=\D)\d{1,2}\Z")


class DocumentNumber(Record, frozen=True):
    """A document number taken apart.

    `serial` is kept as printed, leading zeros and all. `kind_code` is None for letters and acts of the
    National Assembly; `issuer_code` is None where the number ends with the kind ("63/SL"). `tail` holds
    what follows the issuer: the drafting unit, or the other issuers of a joint document.
    """

    serial: str
    year: int | None = None
    kind_code: str | None = None
    issuer_code: str | None = None
    tail: tuple[str, ...] = ()
    form: Form = "state"

    def __str__(self) -> str:
        """Print the number in the layout of its form."""
        organs = "-".join(code for code in (self.issuer_code, *self.tail) if code)
        head = self.serial if self.year is None else f"{self.serial}/{self.year}"
        if self.form == "party":
            return f"{head}-{self.kind_code}/{organs}"
        return f"{head}/" + "-".join(part for part in (self.kind_code, organs) if part)

    @property
    def key(self) -> str:
        """The number in capitals without spaces: what two spellings of one number share."""
        return str(self).upper()

    @property
    def kind(self) -> str | None:
        """The kind that the number denotes ("Nghị quyết"), None where it denotes none."""
        if self.kind_code is not None:
            return KINDS.get(self.kind_code)
        return "Công văn" if self.form == "state" and self.tail else None

    @property
    def issuer(self) -> str | None:
        """The issuer's full name where its code is unique in the country, else None."""
        code = self.issuer_code or ""
        if code.startswith("UBTVQH"):
            return "Ủy ban Thường vụ Quốc hội"
        if code.startswith("QH"):
            return "Quốc hội"
        return ISSUERS.get(code)


class NumberMatch(Record, frozen=True):
    """A number found in a text, with the range it covers there."""

    number: DocumentNumber
    start: int
    end: int


def parse(text: str) -> DocumentNumber | None:
    """Read one document number from a text that holds nothing else, None where it is none.

    Spaces inside, other letter cases, "Ð" for "Đ", a missing dash between known codes and footnote digits
    stuck to a known code are put right.
    """
    match = NUMBER.fullmatch(" ".join(text.split()).replace("Ð", "Đ"))
    found = _read(match, anchored=True, alone=True) if match else None
    return found.number if found else None


def find_numbers(text: str) -> tuple[NumberMatch, ...]:
    """Find every document number of a plain text, in order.

    A number whose first code is neither a known kind nor a known issuer counts only behind "số" or the word
    of a kind, so that fractions and units of measure are left alone. Expects the text of a `PlainText`.
    """
    found = tuple(_candidates(text))
    plain = {match.number.key for match in found}
    return tuple(_without_footnote(match, plain) for match in found)


def shared_serials(text: str, start: int) -> tuple[tuple[str, int], ...]:
    """Give the serials that stand before a number and share its codes, each with its place in the text.

    In "các Nghị quyết số 01, 02/NQ-CP" that is 01. Only behind the word of a kind and "số"; empty else.
    """
    first = max(0, start - _SHARED_REACH)
    found = _SHARED.fullmatch(text, first, start)
    if found is None or not kind_word_before(found["head"]):
        return ()
    begin = found.start("serials")
    return tuple(
        (serial.group().lower(), begin + serial.start())
        for serial in re.finditer(r"\d{1,5}[a-zđ]?", found["serials"], re.IGNORECASE)
    )


def has_joint_code(number: str | None) -> bool:
    """Tell a number whose code says that several bodies issued the document ("TTLT", "KHLN", "LN")."""
    parts = parse(number) if number else None
    return parts is not None and (parts.kind_code in JOINT_KINDS or parts.issuer_code == JOINT_LETTER)


def issuer_count(number: str | None, title: str) -> tuple[bool, int | None]:
    """Tell whether a document is a joint one, and how many issuers its number names (None: not told).

    The code of the kind tells it ("TTLT", "KHLN"), else the kind and the title ("Kế hoạch liên ngành"): then
    what stands behind the first issuer of the number are further issuers, and no drafting unit.
    """
    parts = parse(number) if number else None
    if not has_joint_code(number) and JOINT_WORDS.search(title.lower()) is None:
        return False, None
    codes = [code for code in (parts.issuer_code, *parts.tail) if code] if parts is not None else []
    return True, len([code for code in codes if code != JOINT_LETTER]) or None


def _candidates(text: str) -> Iterator[NumberMatch]:
    for match in NUMBER.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()].rstrip()
        anchored = before[-2:].lower() == "số" or before[-3:].lower() == "số:" or kind_word_before(before)
        found = _read(match, anchored=anchored or bool(shared_serials(text, match.start())))
        if found is not None:
            yield _with_parted_digits(text, found)


def _with_parted_digits(text: str, match: NumberMatch) -> NumberMatch:
    """Give a serial the digits before it that spaces part from it, back to the word "số"."""
    before = _PARTED.search(text, max(0, match.start - 20), match.start)
    if before is None or _OTHER_NUMBER.search(text, max(0, before.start() - 10), before.start()):
        return match
    serial = before["digits"].replace(" ", "") + match.number.serial
    return replace(match, number=replace(match.number, serial=serial), start=before.start("digits"))


def _without_footnote(match: NumberMatch, plain: set[str]) -> NumberMatch:
    """Take a stuck footnote digit from a committee's code where the number also stands without it."""
    number = match.number
    bare = _FOOTNOTE.sub("", number.issuer_code or "")
    if number.tail or bare == number.issuer_code or not bare.endswith("BCĐ"):
        return match
    without = DocumentNumber(
        serial=number.serial,
        year=number.year,
        kind_code=number.kind_code,
        issuer_code=bare,
        form=number.form,
    )
    if without.key not in plain:
        return match
    digits = len(number.issuer_code or "") - len(bare)
    return NumberMatch(number=without, start=match.start, end=match.end - digits)


def _canonical(code: str) -> str:
    upper = code.upper().translate(_CYRILLIC)
    if upper in CANONICAL_CODES:
        return CANONICAL_CODES[upper]
    return upper if code.islower() else code.translate(_CYRILLIC)


def _is_code(printed: str) -> bool:
    """Tell a code from a word: known, or at least half in capitals."""
    if _canonical(_FOOTNOTE.sub("", printed)) in CANONICAL_CODES.values():
        return True
    if NUMBERED_ISSUER.match(printed.upper()):
        return True
    letters = [c for c in printed if c.isalpha()]
    return 2 * sum(c.isupper() for c in letters) > len(letters)


def _codes(printed: str, *, alone: bool, trusted: bool = False) -> tuple[list[str], int]:
    """Split codes at their dashes; give them with the length of what was read.

    Reading stops before a segment that is a word, and inside one that ends with footnote digits. Behind a
    known code (`trusted`: one was read before) a number that stands alone may have any segment.
    """
    codes: list[str] = []
    end = 0
    for segment in _SEGMENT.finditer(printed):
        code = segment.group(2)
        own = _before_run_in(code)
        if own is not None:
            codes.append(own)
            end = segment.start(2) + len(own)
            break
        known = trusted or (bool(codes) and (codes[0] in KINDS or codes[0] in ISSUERS))
        if not (_is_code(code) or (alone and known)):
            break
        codes.append(_canonical(code))
        end = segment.end()
        bare = _FOOTNOTE.sub("", code)
        if bare != code and _takes_no_digits(_canonical(bare)):
            codes[-1] = _canonical(bare)
            end -= len(code) - len(bare)
            break
    return codes, end


def _before_run_in(code: str) -> str | None:
    """Give the code that a word runs into ("UBNDLào Cai", "CPngày", "QH13ngày"); None where none does."""
    if _canonical(code) in CANONICAL_CODES.values() or code.isupper():
        return None
    found = _RUN_INTO.fullmatch(code)
    return found["code"] if found is not None else None


def _takes_no_digits(code: str) -> bool:
    known = code in KINDS or code in ISSUERS or code in ("TW", "UBND", "HĐND")
    return known and not NUMBERED_ISSUER.match(code)


def _read(match: re.Match[str], *, anchored: bool, alone: bool = False) -> NumberMatch | None:
    serial = match["serial"].lower()
    if match["kind"]:
        kind = _canonical(match["kind"])
        organs, length = _codes(match["organ"], alone=alone, trusted=kind in KINDS)
        if not organs or not _is_code(match["kind"]) or not (anchored or kind in KINDS):
            return None
        number = DocumentNumber(
            serial=serial, kind_code=kind, issuer_code=organs[0], tail=tuple(organs[1:]), form="party"
        )
        return NumberMatch(number=number, start=match.start(), end=match.start("organ") + length)
    if match["organs"] or match["spaced"]:
        return _read_old(match, serial, anchored=anchored or alone)
    if match["old"]:
        old = _state_number(serial, None, [match["old"]], anchored=anchored or alone)
        return NumberMatch(number=old, start=match.start(), end=match.end()) if old is not None else None
    codes, length = _codes(match["codes"], alone=alone)
    year = int(match["year"]) if match["year"] else None
    number_or_none = _state_number(serial, year, codes, anchored=anchored)
    if number_or_none is None:
        return None
    return NumberMatch(number=number_or_none, start=match.start(), end=match.start("codes") + length)


def _read_old(match: re.Match[str], serial: str, *, anchored: bool) -> NumberMatch | None:
    """Read a number with a space for its slash, or with the organs before the kind; only where it is one."""
    group = "organs" if match["organs"] else "spaced"
    codes, length = _codes(re.sub(r"[ ]?/[ ]?", "-", match[group]), alone=True)
    if not anchored or len(codes) < 2:
        return None
    if group == "organs":
        codes = [codes[-1], *codes[:-1]]
    number = _state_number(serial, None, codes, anchored=True)
    whole = length == len(re.sub(r"[ ]?/[ ]?", "-", match[group]))
    return NumberMatch(number=number, start=match.start(), end=match.end(group)) if number and whole else None


def _state_number(
    serial: str, year: int | None, codes: list[str], *, anchored: bool
) -> DocumentNumber | None:
    """Give the parts of a state number their roles: kind or none, issuer, tail."""
    if len(codes) == 1:
        codes = _split_code(codes[0])
    if not codes:
        return None
    first, rest = codes[0], codes[1:]
    if not rest:
        return _single_code(serial, year, first, anchored=anchored)
    if first in KINDS and not _names_an_office(first, rest[0]):
        if rest == ["TW"] and year is None:  # "57/NQ-TW" for "57-NQ/TW"
            return DocumentNumber(serial=serial, kind_code=first, issuer_code="TW", form="party")
        return DocumentNumber(
            serial=serial, year=year, kind_code=first, issuer_code=rest[0], tail=tuple(rest[1:])
        )
    if not (anchored or first in ISSUERS) or len(first) < 2:
        return None
    return DocumentNumber(serial=serial, year=year, issuer_code=first, tail=tuple(rest))


def _single_code(serial: str, year: int | None, code: str, *, anchored: bool) -> DocumentNumber | None:
    if NUMBERED_ISSUER.match(code):  # 30/2021/QH15
        return DocumentNumber(serial=serial, year=year, issuer_code=code, form="assembly")
    if not anchored:
        return None
    if code in KINDS:  # 63/SL
        return DocumentNumber(serial=serial, year=year, kind_code=code)
    if code in ISSUERS:  # 142/HĐBT
        return DocumentNumber(serial=serial, year=year, issuer_code=code)
    return None


def _split_code(code: str) -> list[str]:
    """Split a code that lost its dash ("NQCP") where both halves are known."""
    if code in KINDS or code in ISSUERS or NUMBERED_ISSUER.match(code):
        return [code]
    for cut in range(len(code) - 1, 0, -1):
        kind, issuer = _canonical(code[:cut]), _canonical(code[cut:])
        if kind in KINDS and (issuer in ISSUERS or LOCAL_ISSUER.match(issuer)):
            return [kind, issuer]
    return [code]


def _names_an_office(kind: str, issuer: str) -> bool:
    """Tell "5331/CT-CS" (a tax office and its unit) from "17/CT-TTg" (a directive)."""
    if kind != "CT":
        return False
    return not (issuer in ISSUERS or LOCAL_ISSUER.match(issuer) or issuer == "TW")
