"""Automatic numbers of a Word 97-2003 file ([MS-DOC] 2.4.6.3): lists (LSTF), levels (LVL), uses (LFO)."""

from __future__ import annotations

import struct
from collections.abc import Mapping
from types import MappingProxyType

from graph_build.readers.doc_file import DocFile, Part
from graph_build.readers.numbering import Level, Lists

_FORMS: Mapping[int, str] = MappingProxyType(
    {1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}
    | {23: "bullet", 255: "none"}
)
"""Forms of numbers ([MS-OSHARED] 2.2.1.3); all others are written in digits."""
_GAPS = (" ", " ", "")
_LIST, _USE, _LEVEL = 28, 16, 28
_LEVELS = 9
_MOST_NUMBER = 100_000


def lists_of(file: DocFile) -> Lists:
    """Read the lists of a file; their uses are known by their number from 1 as text."""
    levels = _levels(file)
    abstract: dict[str, str] = {}
    starts: dict[str, dict[int, int]] = {}
    own: dict[str, dict[int, Level]] = {}
    uses = file.part(Part.LIST_USES)
    count = min(int.from_bytes(uses[:4], "little"), max(0, len(uses) - 4) // _USE)
    at = 4 + _USE * count
    for number in range(1, count + 1):
        identifier, changes = struct.unpack_from("<i8xB", uses, 4 + _USE * (number - 1))
        key = str(number)
        abstract[key] = str(identifier)
        at += 4
        for _ in range(changes):
            if at + 8 > len(uses):
                break
            start, flags = struct.unpack_from("<iI", uses, at)  # LFOLVL, 2.9.132
            at += 8
            if flags & 0x20:
                level, at = _level(uses, at, flags & 0xF)
                if level is not None:
                    own.setdefault(key, {})[flags & 0xF] = level
                    start = level.start
            if flags & 0x10:
                starts.setdefault(key, {})[flags & 0xF] = max(0, min(start, _MOST_NUMBER))
    return Lists(levels, abstract, own, starts)


def _levels(file: DocFile) -> dict[str, dict[int, Level]]:
    """Read the levels of all lists, which follow their table (PlfLst, 2.9.189)."""
    table = file.part(Part.LISTS)
    count = min(int.from_bytes(table[:2], "little"), max(0, len(table) - 2) // _LIST)
    rest, at = file.after(Part.LISTS), 0
    found: dict[str, dict[int, Level]] = {}
    for number in range(count):
        identifier, flags = struct.unpack_from("<i22xB", table, 2 + _LIST * number)
        levels = found.setdefault(str(identifier), {})
        for depth in range(1 if flags & 1 else _LEVELS):
            level, at = _level(rest, at, depth)
            if level is not None:
                levels[depth] = level
    return found


def _level(content: bytes, at: int, depth: int) -> tuple[Level | None, int]:
    """Read a level (LVL, 2.9.149); give it and where the next begins, or nothing where it is cut short."""
    if at + _LEVEL + 2 > len(content):
        return None, len(content)
    start, form, flags, places, gap, marks, own, restart = struct.unpack_from("<iBB9sB8xBBB", content, at)
    at += _LEVEL + marks + own
    length = int.from_bytes(content[at : at + 2], "little")
    text = content[at + 2 : at + 2 + 2 * length].decode("utf-16-le", "replace")
    for place in sorted({one for one in places if 0 < one <= len(text)}, reverse=True):
        if (level := ord(text[place - 1])) < _LEVELS:
            text = f"{text[: place - 1]}%{level + 1}{text[place:]}"
    shown = Level(
        start=max(0, min(start, _MOST_NUMBER)),
        form=_FORMS.get(form, "decimal"),
        text=text,
        gap=_GAPS[gap] if gap < len(_GAPS) else " ",
        restart=restart if flags & 0x08 else depth,
        plain=bool(flags & 0x04),
        style=None,
    )
    return shown, at + 2 + 2 * length
