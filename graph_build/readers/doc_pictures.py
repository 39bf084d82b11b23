"""Pictures of a Word 97-2003 file, as far as to tell which may hold a page ([MS-DOC] 2.9.190, [MS-ODRAW])."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from graph_build.readers.doc_file import DocFile, Part, plc

_LARGE = 3_969
"""Length of both sides, in twentieths of a point, from which a picture may hold a page: 7 cm, as in DOCX."""
_PLACE = 26
_SHAPE, _OPTIONS = 0xF00A, 0xF00B
_PICTURE = 0x104
_CONTAINER = 0xF
_HEAD = 8
_DEEPEST = 20


def is_large(data: bytes, at: int) -> bool:
    """Tell whether the picture at a place of the data stream is large enough to hold words (PICF)."""
    if not 0 <= at <= len(data) - 36:
        return False
    wide, high, across, down = struct.unpack_from("<hhHH", data, at + 28)
    return bool(min(wide * across, high * down) >= _LARGE * 1000)


def large_shapes(file: DocFile) -> int:
    """Count the pictures beside the text that are large enough to hold words (PlcfSpa, 2.8.37)."""
    large = set()
    for place in plc(file.part(Part.SHAPES), _PLACE)[1]:
        shape, left, top, right, bottom = struct.unpack_from("<5i", place)
        if right - left >= _LARGE and bottom - top >= _LARGE:
            large.add(shape)
    return len(large & set(_pictures(file.part(Part.DRAWINGS)))) if large else 0


def _pictures(drawings: bytes) -> Iterator[int]:
    """Give the identifiers of the shapes that show a picture (OfficeArtContent, 2.9.172).

    The drawings of the text and of the running heads each stand after a byte of their own.
    """
    ends = [len(drawings)]
    at, shape = 0, 0
    while at + _HEAD <= len(drawings):
        head, kind, length = struct.unpack_from("<HHI", drawings, at)
        if len(ends) == 1 and kind < 0xF000:
            at += 1
            continue
        at += _HEAD
        if head & 0xF == _CONTAINER and len(ends) < _DEEPEST:
            ends.append(at + length)
        elif kind == _SHAPE:
            shape = int.from_bytes(drawings[at : at + 4], "little")
            at += length
        elif kind == _OPTIONS:
            options = drawings[at : at + min(length, 6 * (head >> 4))]
            if any(
                int.from_bytes(options[n : n + 2], "little") & 0x3FFF == _PICTURE
                for n in range(0, len(options), 6)
            ):
                yield shape
            at += length
        else:
            at += length
        while len(ends) > 1 and at >= ends[-1]:
            ends.pop()
