"""Vietnamese text in the encodings from before Unicode: TCVN3 (the fonts ".Vn"), VNI, VISCII, Windows-1258.

Names of fonts tell TCVN3 and VNI where a format keeps them. Otherwise none marks itself: each is tried, and
is taken only where it turns the bytes into words that every Vietnamese text is full of. UTF-16 without a byte
order mark is known by where its bytes are those of letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

_TCVN3 = MappingProxyType(
    dict(
        zip(
            "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
            "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
            strict=True,
        )
    )
)
"""TCVN 5712:1993, VN3, over Latin-1. Capitals with tone marks share the codes of small letters."""

_TCVN3_LETTERS = str.maketrans(dict(_TCVN3))

_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII: Mapping[str, str] = MappingProxyType(
    dict(zip(map(chr, range(0x80, 0x100)), _VISCII_HIGH, strict=True))
    | {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}
)
"""RFC 1456."""

_TONES, _CROWNED, _BREVE = "ùøûõï", "áàåãä", "éèúüë"
_VNI: Mapping[str, str] = MappingProxyType(
    {
        base + mark: letter
        for base, marks, letters in (
            ("a", "â" + _CROWNED, "âấầẩẫậ"),
            ("a", "ê" + _BREVE, "ăắằẳẵặ"),
            ("a", _TONES, "áàảãạ"),
            ("e", "â" + _CROWNED, "êếềểễệ"),
            ("e", _TONES, "éèẻẽẹ"),
            ("o", "â" + _CROWNED, "ôốồổỗộ"),
            ("o", _TONES, "óòỏõọ"),
            ("ô", _TONES, "ớờởỡợ"),
            ("u", _TONES, "úùủũụ"),
            ("ö", _TONES, "ứừửữự"),
            ("y", _TONES[:4], "ýỳỷỹ"),
            ("", "íìæóòôöîñ", "íìỉĩịơưỵđ"),
        )
        for mark, letter in zip(marks, letters, strict=True)
    }
)
"""The fonts "VNI-", over Windows-1252: a letter and after it its marks, as a letter of its own."""
_VNI_CAPITALS = {
    first + second: letter.upper()
    for pair, letter in _VNI.items()
    for first in {pair[0], pair[0].upper()}
    for second in {pair[1:], pair[1:].upper()}
    if (first + second) != pair and first.isupper()
}
_VNI_LETTERS = {**_VNI, **_VNI_CAPITALS}
_VNI_PAIR = re.compile("|".join(sorted(map(re.escape, _VNI_LETTERS), key=len, reverse=True)))

_COMMON = re.compile(
    r"\b(?:của|và|các|được|quyết|định|số|ngày|tháng|năm|việt|độc|lập|hạnh|phúc|bộ|thực|hiện|nhiệm|vụ|tổ|chức"
    r"|quản|lý|kế|hoạch|tỉnh|với|những|này|để|là|người|một|đã|không|phải|tại|điều|xã|hội|tác|phối|hợp)\b"
)
"""Words that Vietnamese administrative texts are full of, most of them with marks."""
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 200_000
"""Characters that are looked at to know an encoding."""
_LEAST_WORDS, _LEAST_SHARE = 4, 0.08


class Decoded(NamedTuple):
    """A text and the encoding it was in."""

    text: str
    encoding: str


def _mapped(table: Mapping[str, str]) -> Callable[[bytes], str]:
    translation = str.maketrans(dict(table))
    return lambda data: data.decode("latin-1").translate(translation)


def _in_capitals(match: re.Match[str]) -> str:
    """Write a word in capitals where its letters without marks are: TCVN3 has no capitals with tone marks."""
    bare = [letter for letter in match[0] if letter.isascii()]
    return match[0].upper() if len(bare) > 1 and all(map(str.isupper, bare)) else match[0]


def _of_tcvn3(text: str) -> str:
    return _WORD.sub(_in_capitals, text.translate(_TCVN3_LETTERS))


_ENCODINGS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "TCVN3": lambda data: _of_tcvn3(data.decode("latin-1")),
        "VISCII": _mapped(_VISCII),
        "Windows-1258": lambda data: unicodedata.normalize("NFC", data.decode("cp1258")),
    }
)


_FONTS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {
        "TCVN3": _of_tcvn3,
        "VNI": lambda text: _VNI_PAIR.sub(lambda match: _VNI_LETTERS[match[0]], text),
    }
)


def font_encoding(font: str) -> str:
    """Give the encoding that a font with this name shows, or nothing: ".VnTime" TCVN3, "VNI-Times" VNI."""
    name = font.rpartition("+")[2].casefold()
    return "TCVN3" if name.startswith(".vn") else "VNI" if name.startswith("vni-") else ""


def in_unicode(text: str, encoding: str, font: str = "") -> str:
    """Give the letters that a font shows for a text in an encoding that `font_encoding` names.

    The fonts of TCVN3 whose names end in H show small letters as capitals.
    """
    shown = _FONTS[encoding](text)
    return shown.upper() if encoding == "TCVN3" and font.casefold().endswith("h") else shown


def shown_by_fonts(text: str) -> frozenset[str]:
    """Tell which encodings of fonts make more Vietnamese words of a text than it has as it stands."""
    plain = _share(text[:_LOOKED_AT])
    return frozenset(n for n, shown in _FONTS.items() if _share(shown(text[:_LOOKED_AT])) > plain)


def font_encoding_of(text: str) -> str:
    """Give the encoding of fonts that a text without names of fonts is in, or nothing.

    The text has nearly no Vietnamese word as it stands, and as many in that encoding as texts have.
    """
    head = text[:_LOOKED_AT]
    if _share(head) >= _LEAST_SHARE / 4:
        return ""
    share, name = max((_share(shown(head)), name) for name, shown in _FONTS.items())
    return name if share >= _LEAST_SHARE else ""


def decode_legacy(data: bytes) -> Decoded | None:
    """Decode bytes that are no UTF-8; None where no encoding makes Vietnamese words of them."""
    if (wide := _without_mark(data)) is not None:
        return wide
    if b"\x00" in data[:_LOOKED_AT]:
        return None
    best: tuple[float, str] = (0.0, "")
    for name, decode in _ENCODINGS.items():
        try:
            share = _share(decode(data[:_LOOKED_AT]))
        except UnicodeDecodeError:
            continue
        best = max(best, (share, name))
    share, name = best
    if share < _LEAST_SHARE:
        return None
    try:
        return Decoded(_ENCODINGS[name](data), name)
    except UnicodeDecodeError:
        return None


def vietnamese(text: str) -> bool:
    """Tell whether a text has the common words of Vietnamese with their marks."""
    return _share(text) >= _LEAST_SHARE / 2


def _share(text: str) -> float:
    """Give the share of the words of a text that are common words with marks; 0 for fewer than a handful."""
    count = sum(1 for _ in _WORD.finditer(text))
    known = sum(1 for _ in _COMMON.finditer(text.casefold()))
    return known / count if known >= _LEAST_WORDS else 0.0


def _without_mark(data: bytes) -> Decoded | None:
    """Decode UTF-16 that has no byte order mark, where nearly all of it is Latin letters."""
    if len(data) < 8 or len(data) % 2:
        return None
    head = data[: min(len(data), 4096)]
    for name, zero in (("utf-16-le", 1), ("utf-16-be", 0)):
        if head[zero::2].count(0) < 0.4 * len(head) / 2 or head[1 - zero :: 2].count(0) > 0:
            continue
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        sample = text[:2048]
        latin = sum(
            char < "\u0250" or "\u0300" <= char < "\u0370" or "\u1e00" <= char < "\u2100" for char in sample
        )
        if latin > 0.98 * len(sample) and "\x00" not in text:
            return Decoded(text, name.upper())
    return None
