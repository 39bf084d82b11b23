"""Vietnamese text in the encodings from before Unicode: TCVN3 (the fonts ".Vn"), VISCII, Windows-1258.

None of them marks itself, so each is tried, and is taken only where it turns the bytes into words that every
Vietnamese text is full of. UTF-16 without a byte order mark is known by where its bytes are those of letters.
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

_VISCII_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲÕắằặấầẩậẽẹếềểễệốồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳĐứÒÓÔạỷừửÙÚỹỵÝỡưàáâãảăữẫèéêẻìíĩỉđựòóôõỏọụùúũủýợỮ"
)
_VISCII: Mapping[str, str] = MappingProxyType(
    dict(zip(map(chr, range(0x80, 0x100)), _VISCII_HIGH, strict=True))
    | {"\x02": "Ẳ", "\x05": "Ẵ", "\x06": "Ẫ", "\x14": "Ỷ", "\x19": "Ỹ", "\x1e": "Ỵ"}
)
"""RFC 1456."""

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


_ENCODINGS: Mapping[str, Callable[[bytes], str]] = MappingProxyType(
    {
        "TCVN3": _mapped(_TCVN3),
        "VISCII": _mapped(_VISCII),
        "Windows-1258": lambda data: unicodedata.normalize("NFC", data.decode("cp1258")),
    }
)


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
