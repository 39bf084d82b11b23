"""Properties of characters and paragraphs of a Word 97-2003 file ([MS-DOC] 2.4.6, 2.6).

Properties are lists of modifiers (Prl): a code and an operand each. They stand in styles, in pages of 512
bytes that are found by offset (FKP), and beside pieces; later ones win. Only what reading needs is kept.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from graph_build.errors import LimitExceeded
from graph_build.readers.doc_file import DocFile, Part, Piece, plc
from graph_build.readers.doc_modifiers import Modifier, modifiers
from graph_build.readers.doc_styles import Styles
from graph_build.readers.doc_tables import Definition, defined
from graph_build.readers.limits import MAX_BYTES

_PAGE = 512
_MOST_PAGES = 1_000
"""Pages that are kept apart at a time; text is read from its beginning to its end."""
_HUGE = frozenset({0x6645, 0x6646})
_STYLE, _LEVEL, _LIST = 0x4600, 0x260A, 0x460B
_IN_TABLE, _ROW_END, _DEPTH = 0x2416, 0x2417, 0x6649
_INNER_CELL, _INNER_ROW = 0x244B, 0x244C
_MOST_LIST = 0x07FE
_VANISH, _CAPITALS, _DELETED = 0x083C, 0x083B, 0x0800
_TOGGLES = frozenset({_VANISH, _CAPITALS})
_CHARACTER_STYLE, _FONT, _SYMBOL, _SPECIAL = 0x4A30, 0x4A4F, 0x6A09, 0x0855
_PLAIN, _PICTURE, _DATA = 0x2A33, 0x6A03, 0x0806
_SHORT: Mapping[int, int] = MappingProxyType(
    {0x0C: _LEVEL, 0x18: _IN_TABLE, 0x19: _ROW_END, 0x41: _DELETED, 0x47: _DATA, 0x53: _PLAIN}
    | {0x5B: _CAPITALS, 0x5C: _VANISH, 0x75: _SPECIAL}
)
"""Codes of the modifiers that a piece may state in short (Prm0, 2.9.215)."""
_OF_STYLES = frozenset(
    {_LEVEL, _LIST, _IN_TABLE, _ROW_END, _DEPTH, _INNER_CELL, _INNER_ROW, _VANISH, _CAPITALS, _DELETED}
    | {_CHARACTER_STYLE, _FONT, _SYMBOL, _SPECIAL, _PLAIN, _PICTURE, _DATA}
)
"""Codes of the modifiers in styles that count here."""
_MOST_PROPERTIES, _KEPT = MAX_BYTES, 64
"""Bytes of different properties that one file may have, and what keeping them adds to each."""


class ParagraphLook(NamedTuple):
    """What a paragraph is: its style, its list, its place in tables; `row` is how a row is divided."""

    style: int
    list_use: int = 0
    level: int = 0
    depth: int = 0
    cell_end: bool = False
    row_end: bool = False
    row: Definition = Definition()


class Look(NamedTuple):
    """How characters are shown, as far as reading goes; `data` is where a picture or a field has its data."""

    hidden: bool = False
    deleted: bool = False
    capitals: bool = False
    special: bool = False
    font: str = ""
    symbol: int = 0
    data: int = -1
    binary: bool = False


class Properties:
    """The properties of the characters and paragraphs of a file."""

    def __init__(self, file: DocFile) -> None:
        self._file = file
        self._styles = Styles(file, _OF_STYLES)
        self._pages = {part: plc(file.part(part), 4) for part in (Part.PARAGRAPH_PAGES, Part.CHARACTER_PAGES)}
        self._limits: dict[int, tuple[int, ...]] = {}
        self._paragraphs: dict[tuple[bytes, int], ParagraphLook] = {}
        self._looks: dict[tuple[int, bytes, int], Look] = {}
        self._read = 0

    def paragraph(self, last: int) -> ParagraphLook:
        """Give what the paragraph is whose last character is at `last` (2.4.6.1)."""
        for piece, start, _ in self._file.places(last, last + 1):
            page, entry, _ = self._entry(
                Part.PARAGRAPH_PAGES, piece.offset + (start - piece.start) * piece.width
            )
            content = self._paragraph_content(page, entry)
            key = (content, piece.change)
            if key not in self._paragraphs:
                self._paragraphs[key] = self._paragraph_look(content, piece)
            return self._paragraphs[key]
        return ParagraphLook(0)

    def runs(self, start: int, end: int, style: int) -> Iterator[tuple[int, int, Look]]:
        """Give how the characters `start` to `end` of a paragraph look, run by run (2.4.6.2)."""
        for piece, first, last in self._file.places(start, end):
            at = first
            while at < last:
                offset = piece.offset + (at - piece.start) * piece.width
                page, entry, limit = self._entry(Part.CHARACTER_PAGES, offset)
                content = self._character_content(page, entry)
                after = min(last, at + max(1, -(-(limit - offset) // piece.width)))
                yield at, after, self._look(content, piece, style)
                at = after

    def shows(self, style: int) -> Look:
        """Give how a paragraph style shows its characters."""
        return self._look(b"", Piece(0, 0, 0, 1, 0), style)

    def _entry(self, part: Part, offset: int) -> tuple[int, int, int]:
        """Find the page for an offset: where it is, its entry, and the offset at which that ends.

        Where there is none the page is -1 (PlcBtePapx 2.8.6, PlcBteChpx 2.8.5).
        """
        positions, numbers = self._pages[part]
        which = bisect_right(positions, offset) - 1
        if not 0 <= which < len(numbers):
            return -1, 0, max(positions[0], offset + 1) if positions and offset < positions[0] else 1 << 32
        page = (int.from_bytes(numbers[which], "little") & 0x3FFFFF) * _PAGE
        limits = self._page_limits(page)
        entry = bisect_right(limits, offset) - 1
        if not 0 <= entry < len(limits) - 1:
            return -1, 0, limits[0] if limits and offset < limits[0] else positions[which + 1]
        return page, entry, limits[entry + 1]

    def _page_limits(self, page: int) -> tuple[int, ...]:
        if page not in self._limits:
            if len(self._limits) >= _MOST_PAGES:
                self._limits.clear()
            main = self._file.main
            if page + _PAGE > len(main):
                raise self._file.broken("a page of properties lies outside of it")
            count = main[page + _PAGE - 1]
            if 4 * (count + 1) > _PAGE:
                raise self._file.broken("a page of properties is damaged")
            self._limits[page] = struct.unpack_from(f"<{count + 1}I", main, page)
        return self._limits[page]

    def _character_content(self, page: int, entry: int) -> bytes:
        if page < 0:
            return b""
        content = self._file.main[page : page + _PAGE]
        place = 4 * len(self._limits[page]) + entry
        at = 2 * content[place] if place < _PAGE else 0
        return content[at + 1 : at + 1 + content[at]] if at else b""

    def _paragraph_content(self, page: int, entry: int) -> bytes:
        """Give the number of a style and the modifiers after it (PapxInFkp, 2.9.181)."""
        if page < 0:
            return b""
        content = self._file.main[page : page + _PAGE]
        place = 4 * len(self._limits[page]) + 13 * entry
        at = 2 * content[place] if place < _PAGE else 0
        if not 0 < at < _PAGE - 1:
            return b""
        if content[at]:
            return content[at + 1 : at + 2 * content[at]]
        return content[at + 2 : at + 2 + 2 * content[at + 1]]

    def _paragraph_look(self, content: bytes, piece: Piece) -> ParagraphLook:
        style = int.from_bytes(content[:2], "little")
        own = [*self._with_huge(content[2:]), *self._of_piece(piece)]
        style = next((one.number for one in reversed(own) if one.code == _STYLE), style)
        found = {one.code: one.number for one in (*self._styles.paragraph(style), *own)}
        depth = max(found.get(_DEPTH, 1), 1) if found.get(_IN_TABLE) else 0
        use = found.get(_LIST, 0)
        return ParagraphLook(
            style=style,
            list_use=use if 1 <= use <= _MOST_LIST else 0,
            level=found.get(_LEVEL, 0),
            depth=depth,
            cell_end=depth > 1 and bool(found.get(_INNER_CELL)),
            row_end=bool(found.get(_ROW_END)) or (depth > 1 and bool(found.get(_INNER_ROW))),
            row=defined(own),
        )

    def _with_huge(self, content: bytes) -> Iterator[Modifier]:
        """Give modifiers, with those that are too many for a page and lie in the data stream (2.6.2)."""
        self._spend(content)
        for one in modifiers(content):
            yield one
            if one.code in _HUGE:
                data = self._file.data[one.number : one.number + 2 + 0x7FFF]
                more = data[2 : 2 + int.from_bytes(data[:2], "little")]
                self._spend(more)
                yield from modifiers(more)

    def _of_piece(self, piece: Piece) -> Iterator[Modifier]:
        """Give the modifiers that a piece has for what lies in it (2.9.214)."""
        if piece.change & 1:
            number = piece.change >> 1
            if number >= len(self._file.changes):
                raise self._file.broken("a piece refers to properties that are missing")
            self._spend(self._file.changes[number])
            yield from modifiers(self._file.changes[number])
        elif code := _SHORT.get(piece.change >> 1 & 0x7F):
            yield Modifier(code, bytes([piece.change >> 8]))

    def _spend(self, content: bytes) -> None:
        self._read += len(content) + _KEPT
        if self._read > _MOST_PROPERTIES:
            what = "the bytes of its properties"
            raise LimitExceeded(self._file.name, what, self._read, _MOST_PROPERTIES)

    def _look(self, content: bytes, piece: Piece, style: int) -> Look:
        key = (style, content, piece.change)
        if key not in self._looks:
            self._spend(content)
            self._looks[key] = self._make_look(content, piece, style)
        return self._looks[key]

    def _make_look(self, content: bytes, piece: Piece, style: int) -> Look:
        around: dict[int, Modifier] = {}
        _apply(around, self._styles.paragraph_characters(style), around)
        own = [*modifiers(content), *self._of_piece(piece)]
        named = next((one.number for one in reversed(own) if one.code == _CHARACTER_STYLE), None)
        if named is not None:
            _apply(around, self._styles.characters(named), around)
        found = dict(around)
        _apply(found, own, around)

        def number(code: int, default: int = 0) -> int:
            return found[code].number if code in found else default

        return Look(
            hidden=bool(number(_VANISH)),
            deleted=bool(number(_DELETED)),
            capitals=bool(number(_CAPITALS)),
            special=bool(number(_SPECIAL)),
            font=self._styles.font(number(_FONT)) if _FONT in found else "",
            symbol=number(_SYMBOL) >> 16,
            data=number(_PICTURE, -1),
            binary=bool(number(_DATA)),
        )


def _apply(
    found: dict[int, Modifier], own: Iterator[Modifier] | list[Modifier], style: Mapping[int, Modifier]
) -> None:
    """Let modifiers change what is found; those that switch may do so against the style (2.9.327)."""
    for one in own:
        if one.code in _TOGGLES and one.number & 0x80:
            on = bool(style[one.code].number) if one.code in style else False
            found[one.code] = Modifier(one.code, bytes([on ^ (one.number & 1)]))
        elif one.code == _PLAIN:
            for code in [code for code in found if code in _TOGGLES or code == _FONT]:
                found.pop(code)
            found.update({code: style[code] for code in (_VANISH, _CAPITALS, _FONT) if code in style})
        else:
            found[one.code] = one
