"""Characters of RTF: code pages of fonts, letters by their name, and the words of a paragraph.

RTF 1.9.1, sections "Character Set", "Font Table", "Unicode RTF" and "Special Characters".
"""

from __future__ import annotations

import codecs
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from graph_build.readers.legacy import font_encoding, in_unicode

_CHARSETS: Mapping[int, str] = MappingProxyType(
    {0: "cp1252", 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gbk", 136: "cp950"}
    | {161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257"}
    | {204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850"}
)
"""Code pages by the number of a font's character set (\\fcharset)."""
_MOST_NAME = 100
"""Letters of a font's name that are kept; Windows allows 31."""
_SYMBOLS = 2
"""The character set of fonts whose codes are no letters."""
_PAGES: Mapping[int, str] = MappingProxyType({65001: "utf-8", 10000: "mac_roman", 936: "gbk", 1361: "johab"})
_NAMED: Mapping[str, str] = MappingProxyType(
    {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
)

SPECIAL: Mapping[str, str] = MappingProxyType(
    {"tab": "\t", "line": "\n", "lbr": "\n", "page": "\n", "column": "\n", "emdash": "—", "endash": "–"}
    | {"emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005", "bullet": "•", "lquote": "‘"}
    | {"rquote": "’", "ldblquote": "“", "rdblquote": "”", "zwj": "\u200d", "zwnj": "\u200c"}
    | {"zwbo": "\u200b", "zwnbo": "\u2060"}
)
"""Characters that are control words."""
SYMBOL: Mapping[str, str] = MappingProxyType(
    {"~": "\u00a0", "_": "-", "-": "\u00ad", "\\": "\\", "{": "{", "}": "}"}
)
"""Characters that are control symbols."""


def code_page(number: int) -> str:
    """Give the name of a code page by its number; Windows-1252 for one that is not known."""
    name = _PAGES.get(number, f"cp{number}")
    try:
        return codecs.lookup(name).name
    except LookupError:
        return "cp1252"


@dataclass
class Font:
    """A font of the table: its name and its code page; empty where that is the document's."""

    name: str = ""
    page: str = ""
    symbols: bool = False

    @property
    def encoding(self) -> str:
        """The encoding from before Unicode that the font shows, or nothing."""
        return font_encoding(self.name.strip())


@dataclass
class Fonts:
    """The fonts of a document while and after its table is read, and its own code page."""

    page: str = "cp1252"
    default: int = 0
    table: dict[int, Font] = field(default_factory=dict)
    current: Font = field(default_factory=Font)

    def control(self, word: str, number: int | None) -> None:
        """Take a control word of the font table."""
        if word == "f":
            self.current = self.table.setdefault(number or 0, Font())
        elif word == "fcharset":
            self.current.page = _CHARSETS.get(number or 0, "")
            self.current.symbols = number == _SYMBOLS
        elif word == "cpg" and number:
            self.current.page = code_page(number)

    def named(self, data: bytes) -> None:
        """Take a piece of the name of a font; a semicolon ends it."""
        room = _MOST_NAME - len(self.current.name)
        self.current.name += data[:room].decode("latin-1").partition(";")[0]

    def head(self, word: str, number: int | None) -> bool:
        """Take a control word that states the character set of the document; False for another."""
        if word in _NAMED:
            self.page = _NAMED[word]
        elif word == "ansicpg":
            self.page = code_page(number or 1252)
        elif word == "deff":
            self.default = number or 0
        else:
            return False
        return True

    def font(self, number: int | None) -> Font:
        """Give a font by its number, or the default one; it has no name where the table lacks it."""
        return self.table.get(self.default if number is None else number) or Font()

    def decoded(self, data: bytes, font: Font) -> str:
        """Decode bytes as a font shows them.

        Fonts from before Unicode are over Windows-1252 whatever set they claim. Codes of symbol fonts are no
        letters and are left out. A byte that a code page lacks becomes a control character, which is told of
        where those are.
        """
        if font.encoding:
            return _letters(data, "cp1252")
        if font.symbols:
            return " " if data.isspace() else ""
        return _letters(data, font.page or self.page)


def _letters(data: bytes, page: str) -> str:
    try:
        return data.decode(page)
    except UnicodeDecodeError:
        if not page.startswith(("cp125", "cp8", "mac")):
            return data.decode(page, "replace")
    return "".join(_letter(byte, page) for byte in data)


def _letter(byte: int, page: str) -> str:
    try:
        return bytes((byte,)).decode(page)
    except UnicodeDecodeError:
        return chr(byte)


def unicode_letter(number: int, font: Font) -> str:
    """Give the character of \\uN, a signed number of 16 bits; halves of a pair come one by one.

    Symbol fonts have their codes from U+F000 on.
    """
    number = number + 0x10000 if number < 0 else number
    if 0xF000 <= number <= 0xF0FF:
        return _letters(bytes((number - 0xF000,)), "cp1252") if font.encoding else ""
    if number > 0x10FFFF or 0xE000 <= number <= 0xF8FF:
        return ""
    return "\n" if number in {10, 13} else chr(max(0, number))


@dataclass(slots=True)
class Piece:
    """Words of one look within a paragraph."""

    font: str = ""
    capitals: bool = False
    texts: list[str] = field(default_factory=list)


@dataclass
class Speller:
    """How the words of a document are spelled: which encodings of old fonts it is in, and which were met."""

    encodings: frozenset[str] = frozenset()
    used: set[str] = field(default_factory=set)

    def words(self, pieces: Iterable[Piece]) -> str:
        """Give the words of pieces as people read them."""
        return "".join(map(self._spelled, pieces))

    def _spelled(self, piece: Piece) -> str:
        text = "".join(piece.texts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        encoding = font_encoding(piece.font)
        if encoding in self.encodings:
            self.used.add(encoding)
            text = in_unicode(text, encoding, piece.font)
        return unicodedata.normalize("NFC", text).upper() if piece.capitals else text


def label(words: str) -> str:
    """Give the number or mark of a list item, as shown, with a space after it; a mark of a symbol is "•"."""
    mark = " ".join(words.split())
    if mark in {"", "-", "+", "*", "–", "—"}:
        return mark and f"{mark} "
    return f"{mark} " if mark != "o" and any(char.isalnum() for char in mark) else "• "
