"""The frame of a Word 97-2003 file ([MS-DOC]): its streams, its header (FIB) and its text in pieces.

Every offset and count comes from the file and is checked here; what lies outside the file makes it broken.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from graph_build.errors import BrokenFile, EncryptedFile
from graph_build.readers.compound import CompoundFile

KIND = "Word 97-2003"
_WORD_97, _OLDER = 0xA5EC, frozenset({0xA5DB, 0xA5DC})
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
_PAIRS = 0x9A
"""Where the offsets and lengths of the parts begin in the FIB of all versions since 97 (2.5.1)."""
_LENGTHS = 0x4C
_COMPRESSED = 0x40000000
_AT_ONCE = 0x10000


class Part(IntEnum):
    """Parts of the table stream, by their place in FibRgFcLcb97 (2.5.6)."""

    STYLES = 1
    FOOTNOTE_MARKS = 2
    FOOTNOTE_TEXTS = 3
    SECTIONS = 6
    CHARACTER_PAGES = 12
    PARAGRAPH_PAGES = 13
    FONTS = 15
    PIECES = 33
    SHAPES = 40
    ENDNOTE_MARKS = 46
    ENDNOTE_TEXTS = 47
    DRAWINGS = 50
    BOX_TEXTS = 56
    LISTS = 73
    LIST_USES = 74


class Story(IntEnum):
    """The texts that follow each other in the character positions of a file (2.4.1), in their order."""

    MAIN = 0
    FOOTNOTES = 1
    HEADERS = 2
    COMMENTS = 4
    ENDNOTES = 5
    BOXES = 6
    HEADER_BOXES = 7


class Piece(NamedTuple):
    """Characters `start` to `end` and where they lie in the main stream, `width` bytes each (2.9.177)."""

    start: int
    end: int
    offset: int
    width: int
    change: int


@dataclass(frozen=True)
class DocFile:
    """The streams of a file and its pieces; `changes` are the properties that pieces refer to (2.9.209)."""

    name: str
    main: bytes
    table: bytes
    data: bytes
    pieces: tuple[Piece, ...]
    changes: tuple[bytes, ...]
    text: str
    starts: dict[Story, tuple[int, int]]

    def broken(self, reason: str) -> BrokenFile:
        """Give the error that says what is wrong with the file."""
        return BrokenFile(self.name, KIND, reason)

    def part(self, part: Part) -> bytes:
        """Give the bytes of a part, none where it is missing. Raises BrokenFile for one outside the file."""
        return _part(self.name, self.main, self.table, part)

    def after(self, part: Part) -> bytes:
        """Give the bytes of the table stream that follow a part."""
        offset, length = _pair(self.main, part)
        return self.table[offset + length :] if length else b""

    def story(self, story: Story) -> tuple[int, int]:
        """Give the first character of a text and the one after its last."""
        return self.starts[story]

    def places(self, start: int, end: int) -> Iterator[tuple[Piece, int, int]]:
        """Give where the characters `start` to `end` lie: the piece, and the characters of it, in order."""
        at = bisect_right(self.pieces, start, key=lambda piece: piece.start) - 1
        for number in range(max(at, 0), len(self.pieces)):
            piece = self.pieces[number]
            if piece.start >= end:
                return
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                yield piece, first, last


def plc(content: bytes, size: int) -> tuple[Sequence[int], tuple[bytes, ...]]:
    """Take a PLC apart: n + 1 positions and n data of `size` bytes each (2.2.2)."""
    count = (len(content) - 4) // (4 + size)
    if count < 1:
        return (), ()
    positions = struct.unpack_from(f"<{count + 1}I", content)
    at = 4 * (count + 1)
    return positions, tuple(content[at + size * n : at + size * (n + 1)] for n in range(count))


def open_doc(name: str, data: bytes) -> DocFile:
    """Open a file. Raises BrokenFile, also for the formats before Word 97, and EncryptedFile."""
    container = CompoundFile(name, data, KIND)
    main = container.read("WordDocument")
    if len(main) < 32:
        raise BrokenFile(name, KIND, "it has no document")
    mark, flags = struct.unpack_from("<H8xH", main)
    if mark in _OLDER:
        raise BrokenFile(name, KIND, "it is of Word 6 or 95 or older; save it as DOCX")
    if mark != _WORD_97:
        raise BrokenFile(name, KIND, "its document has no header of Word")
    if flags & _ENCRYPTED:
        raise EncryptedFile(name)
    if len(main) < _PAIRS + 8 * (Part.LIST_USES + 1):
        raise BrokenFile(name, KIND, "its header is cut short")
    table = container.read("1Table" if flags & _TABLE_1 else "0Table")
    pieces, changes = _pieces(name, main, _part(name, main, table, Part.PIECES))
    text = "".join(_characters(main, piece) for piece in pieces)
    return DocFile(
        name, main, table, container.read("Data"), pieces, changes, text, _stories(main, len(text))
    )


def _pair(main: bytes, part: Part) -> tuple[int, int]:
    offset, length = struct.unpack_from("<II", main, _PAIRS + 8 * part)
    return offset, length


def _part(name: str, main: bytes, table: bytes, part: Part) -> bytes:
    offset, length = _pair(main, part)
    if length and offset + length > len(table):
        raise BrokenFile(name, KIND, f"the part {part.name.lower()} lies outside of it")
    return table[offset : offset + length]


def _stories(main: bytes, length: int) -> dict[Story, tuple[int, int]]:
    """Give where each text begins and ends (2.5.4); none reaches past the pieces."""
    counts = struct.unpack_from("<8i", main, _LENGTHS)
    starts: dict[Story, tuple[int, int]] = {}
    start = 0
    for story in Story:
        end = min(start + max(counts[story], 0), length)
        starts[story] = (start, end)
        start = end
    return starts


def _pieces(name: str, main: bytes, clx: bytes) -> tuple[tuple[Piece, ...], tuple[bytes, ...]]:
    """Read the piece table and the properties before it (2.9.38)."""
    changes: list[bytes] = []
    at = 0
    while clx[at : at + 1] == b"\x01":  # Prc, 2.9.209
        size = int.from_bytes(clx[at + 1 : at + 3], "little")
        changes.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if clx[at : at + 1] != b"\x02":  # Pcdt, 2.9.178
        raise BrokenFile(name, KIND, "it has no table of pieces")
    size = int.from_bytes(clx[at + 1 : at + 5], "little")
    positions, data = plc(clx[at + 5 : at + 5 + size], 8)
    pieces: list[Piece] = []
    room = len(main)
    for start, end, pcd in zip(positions, positions[1:], data, strict=False):
        place, change = struct.unpack_from("<2xIH", pcd)
        packed = bool(place & _COMPRESSED)
        offset, width = (place & 0x3FFFFFFF) // (2 if packed else 1), 1 if packed else 2
        room -= (end - start) * width
        if (
            start != (pieces[-1].end if pieces else 0)
            or end < start
            or offset + (end - start) * width > len(main)
        ):
            raise BrokenFile(name, KIND, "its table of pieces is damaged")
        if room < 0:
            raise BrokenFile(name, KIND, "its pieces hold more text than the file")
        pieces.append(Piece(start, end, offset, width, change))
    return tuple(pieces), tuple(changes)


_ANSI = str.maketrans(
    {
        code: bytes([code]).decode("cp1252")
        for code in range(0x80, 0xA0)
        if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
    }
)


def _characters(main: bytes, piece: Piece) -> str:
    """Decode a piece, a character a code unit: UTF-16, or one byte each as in Windows-1252 (2.9.73)."""
    content = main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
    if piece.width == 1:
        return content.decode("latin-1").translate(_ANSI)
    return "".join(
        "".join(map(chr, struct.unpack(f"<{len(part) // 2}H", part)))
        for part in (content[at : at + _AT_ONCE] for at in range(0, len(content), _AT_ONCE))
    )
