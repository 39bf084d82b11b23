"""Styles and fonts of a Word 97-2003 file ([MS-DOC] 2.9.271, 2.9.135)."""

from __future__ import annotations

import struct
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from graph_build.readers.doc_file import DocFile, Part
from graph_build.readers.doc_modifiers import Modifier, modifiers

_NO_STYLE = 0xFFF
_PARAGRAPH, _CHARACTER = 1, 2
_DEEPEST = 12
"""Styles that may be based on each other in a row; Word allows 11."""
_MOST_STYLES = 0x0FFE
_FONT = 0x4A4F
_NAME_AT = 39
"""Bytes of a font before its name (FFN)."""


@dataclass(frozen=True)
class _Style:
    base: int
    paragraph: tuple[Modifier, ...]
    characters: tuple[Modifier, ...]


class Styles:
    """The styles of a file, each with those that it is based on, and its fonts.

    Of the modifiers of a style those are kept whose codes are `wanted`, of each code the last one.
    """

    def __init__(self, file: DocFile, wanted: Collection[int]) -> None:
        self._fonts = _fonts(file.part(Part.FONTS))
        self._styles: dict[int, _Style] = {}
        self._defaults: tuple[Modifier, ...] = ()
        sheet = file.part(Part.STYLES)
        size = int.from_bytes(sheet[:2], "little")
        head = sheet[2 : 2 + size]
        if len(head) < 18:
            return
        count, base = struct.unpack_from("<HH", head)
        self._defaults = (Modifier(_FONT, head[12:14]),)
        at = 2 + size
        for number in range(min(count, _MOST_STYLES)):
            length = int.from_bytes(sheet[at : at + 2], "little")
            if length >= 10 and at + 2 + length <= len(sheet):
                self._styles[number] = _style(sheet[at + 2 : at + 2 + length], base, wanted)
            at += 2 + length + length % 2

    def font(self, number: int) -> str:
        """Give the name of a font, empty where there is none of that number."""
        return self._fonts[number] if number < len(self._fonts) else ""

    def paragraph(self, number: int) -> Iterator[Modifier]:
        """Give what a style says of paragraphs, from the style farthest below to its own."""
        for style in self._chain(number):
            yield from style.paragraph

    def paragraph_characters(self, number: int) -> Iterator[Modifier]:
        """Give what the document and a paragraph style say of characters, in the order in which it counts."""
        yield from self._defaults
        yield from self.characters(number)

    def characters(self, number: int) -> Iterator[Modifier]:
        """Give what a style says of characters, from the style farthest below to its own."""
        for style in self._chain(number):
            yield from style.characters

    def _chain(self, number: int) -> list[_Style]:
        chain: list[_Style] = []
        while number in self._styles and len(chain) < _DEEPEST:
            chain.append(self._styles[number])
            number = chain[-1].base
        return chain[::-1]


def _style(content: bytes, base: int, wanted: Collection[int]) -> _Style:
    """Read a style (STD, 2.9.260): its base, and what it says of paragraphs and characters."""
    (kind_and_base,) = struct.unpack_from("<H", content, 2)
    kind, below = kind_and_base & 0xF, kind_and_base >> 4
    updates = list(_updates(content, base)) if kind in {_PARAGRAPH, _CHARACTER} else []
    paragraph: tuple[Modifier, ...] = ()
    if kind == _PARAGRAPH and updates:
        paragraph = _last(updates.pop(0)[2:], wanted)  # after the number of the style itself
    characters = _last(updates[0], wanted) if updates else ()
    return _Style(below, paragraph, characters)


def _last(content: bytes, wanted: Collection[int]) -> tuple[Modifier, ...]:
    """Give of each code that is wanted the last modifier, in their order."""
    found: dict[int, Modifier] = {}
    for one in modifiers(content):
        if one.code in wanted:
            found.pop(one.code, None)
            found[one.code] = one
    return tuple(found.values())


def _updates(content: bytes, base: int) -> Iterator[bytes]:
    """Give the lists of modifiers after the name of a style, each at an even place (LPUpxPapx, LPUpxChpx)."""
    at = base + 2 + 2 * int.from_bytes(content[base : base + 2], "little") + 2
    while at + 2 <= len(content):
        size = int.from_bytes(content[at : at + 2], "little")
        yield content[at + 2 : at + 2 + size]
        at += 2 + size + size % 2


def _fonts(table: bytes) -> tuple[str, ...]:
    """Read the names of fonts (SttbfFfn)."""
    names: list[str] = []
    at = 4
    for _ in range(int.from_bytes(table[:2], "little")):
        if at >= len(table):
            break
        font = table[at + 1 : at + 1 + table[at]]
        name = font[_NAME_AT:].decode("utf-16-le", "replace")
        names.append(name.partition("\0")[0])
        at += 1 + table[at]
    return tuple(names)
