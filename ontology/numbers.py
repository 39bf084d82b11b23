"""Split the number of a document into serial, year, kind and issuer, as far as names need it.

Only the shape of a number is read here, to mint an IRI; finding numbers in running text is the work of
`graph_build`. Source of the rule: Nghị định 30/2020/NĐ-CP, Phụ lục I, Phần II, Mục I.3 (number and
symbol), and the forms of the National Assembly, the Party and joint acts.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

KIND_ABBREVIATIONS: frozenset[str] = frozenset(
    re.findall(
        r"\S+",
        """
        NQ QĐ CT QC QYĐ TC TB HD CTR KH PA ĐA DA BC BB TTR HĐ CĐ BGN BTT GUQ GM GGT GNP PG PC PB
        NĐ TT TTLT NQLT PL L KL CV CL QH ĐL QT QCVN TCVN
        """,
    )
)
"""Abbreviations of document kinds in numbers, in capitals (Phụ lục III, and those of legal acts)."""

_NATIONAL_CODES: frozenset[str] = frozenset(
    re.findall(
        r"\S+",
        # organs of the State and the Party; ministries and their equals, present and past; bodies below
        # the government and general departments; country-wide political and social organisations
        """
        CP TTG CTN TW TANDTC VKSNDTC KTNN VPCP VPQH VPCTN VPTW HĐTP HĐBCQG
        BCA BCT BGDĐT BGTVT BKHĐT BKHCN BLĐTBXH BNG BNN BNNPTNT BNNMT BNV BQP BTC BTNMT BTP BTTTT
        BVHTTDL BXD BYT BDTTG UBDT TTCP NHNN
        BHXH TTXVN ĐTHVN ĐTNVN VHLKHXH VHLKHCNVN TCTK TCHQ TCT KBNN BCY
        MTTW TLĐ HCCB TƯĐTN
        """,
    )
)
_ASSEMBLY_CODE = re.compile(r"(?:UBTV)?QH[0-9]{0,2}")

_NUMBER = re.compile(
    r"""
    (?P<serial>[0-9]+(?:\.[0-9]+)?[A-ZĐ]?)   # 2182, 05, 12A, 66.2
    (?:/(?P<year>(?:19|20)[0-9]{2}))?    # /2017
    (?P<join>[/-])                       # /QĐ-BYT, -KL/TW
    (?P<symbol>CODE(?:[-/&,]CODE)*)      # QĐ-BYT, KL/TW, QH15, UBND.HC-KGVX
    """.replace("CODE", r"[A-ZĐƯƠÔĂÂÊ][A-ZĐƯƠÔĂÂÊ.]*[0-9]*"),
    re.VERBOSE,
)
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-") | {"\u00d0": "Đ"})

_DISTINCT_SLUGS = {"ĐA": "de-an", "HĐ": "hop-dong"}
"""Abbreviations that lose their difference from another one (DA, HD) once the marks are gone."""


@lru_cache(maxsize=1024)
def slug(text: str) -> str:
    """Fold a name to lower-case ASCII words joined by hyphens: "Cục Y tế dự phòng" to cuc-y-te-du-phong.

    Gives an empty string where the text holds no letter or digit of the Latin script.
    """
    folded = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).lower())
    folded = folded.replace("đ", "d").replace("\u00f0", "d")
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


@dataclass(frozen=True, slots=True)
class NumberParts:
    """A document number taken apart: "75/2017/NĐ-CP" is serial 75, year 2017, kind NĐ, issuers (CP,).

    `kind` is empty in acts of the National Assembly (30/2021/QH15) and in official letters, whose
    drafting department is `suffix` (1234/BYT-DP). All parts are in capitals. `is_party` holds for the
    numbers of Party documents, which put a hyphen after the serial (25-KL/TW).
    """

    serial: str
    year: str
    kind: str
    issuers: tuple[str, ...]
    suffix: str = ""
    is_party: bool = False

    @property
    def is_national(self) -> bool:
        """Tell whether every issuer code belongs to one body in the whole country."""
        return bool(self.issuers) and all(
            code in _NATIONAL_CODES or _ASSEMBLY_CODE.fullmatch(code) for code in self.issuers
        )

    @property
    def slug(self) -> str:
        """Give the last part of a document's path: qd-2182, nd-75, 30."""
        lead = self.kind or self.suffix
        word = _DISTINCT_SLUGS.get(lead) or slug(lead)
        return f"{word}-{slug(self.serial)}" if word else slug(self.serial)


def number_key(number: str) -> str:
    """Fold a document number for comparison: NFC, capitals, no spaces, plain dashes, Ð as Đ."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", number).translate(_DASHES).upper())


def split_number(number: str) -> NumberParts | None:
    """Take a document number apart; None where it does not have the shape of one."""
    match = _NUMBER.fullmatch(number_key(number))
    if match is None:
        return None
    parts = [part for part in re.split(r"[-/&,]", match["symbol"]) if part]
    kind, suffix = "", ""
    if len(parts) > 1 and parts[0] in KIND_ABBREVIATIONS:
        kind, parts = parts[0], parts[1:]
    elif len(parts) > 1:
        parts, suffix = parts[:1], "-".join(parts[1:])
    return NumberParts(match["serial"], match["year"] or "", kind, tuple(parts), suffix, match["join"] == "-")


def unnumbered_slug(kind: str, title: str, issuer: str, date: str) -> str:
    """Name a document that has no number: kind, first words of its title, 8 hexadecimal digits.

    The title gives at most 48 characters, cut between words; the digits are those of the SHA-256 of
    issuer, date and title (NFC, single spaces), so that two plans with one opening stay apart.
    """
    words: list[str] = []
    for word in slug(title).split("-"):
        if len("-".join([*words, word])) > 48:
            break
        words.append(word)
    fields = (" ".join(unicodedata.normalize("NFC", field).split()) for field in (issuer, date, title))
    digest = hashlib.sha256("\n".join(fields).encode()).hexdigest()[:8]
    return "-".join(part for part in (slug(kind) or "van-ban", *words, digest) if part)
