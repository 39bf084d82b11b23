"""What is hidden in the sheets of an Excel 97-2003 workbook ([MS-XLS]), which calamine does not tell.

A workbook is a run of records: a kind, a length and a body each (2.1.4).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from graph_build.errors import BrokenFile
from graph_build.readers.compound import CompoundFile

_SHEET, _ROW, _COLUMNS = 0x0085, 0x0208, 0x007D
_HEAD = struct.Struct("<HH")
_ROW_HIDDEN, _COLUMN_HIDDEN = 0x20, 0x01
_WIDE = 0x01


class Hidden(NamedTuple):
    """What is hidden in a sheet: rows from 0; columns as the first, from 0, and the one behind the last."""

    rows: set[int]
    columns: list[tuple[int, int]]


def hidden_in(name: str, data: bytes) -> dict[str, Hidden]:
    """Give what is hidden in each sheet by its name; nothing for a file that is damaged or of Excel 95."""
    try:
        stream = CompoundFile(name, data, "XLS").read("Workbook")
    except BrokenFile:  # what reads the values says what is wrong
        return {}
    sheets: dict[int, str] = {}
    found: dict[str, Hidden] = {}
    sheet = None
    for at, kind, body in _records(stream):
        if at in sheets:
            sheet = found.setdefault(sheets[at], Hidden(set(), []))
        if kind == _SHEET and len(body) >= 8:
            sheets[int.from_bytes(body[:4], "little")] = _title(body)
        elif sheet is not None and kind == _ROW and len(body) >= 16 and body[12] & _ROW_HIDDEN:
            sheet.rows.add(int.from_bytes(body[:2], "little"))
        elif sheet is not None and kind == _COLUMNS and len(body) >= 10 and body[8] & _COLUMN_HIDDEN:
            first, last = struct.unpack_from("<HH", body)
            sheet.columns.append((first, last + 1))
    return found


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Give the records of a workbook: where each begins, its kind and its body."""
    at = 0
    while at + _HEAD.size <= len(stream):
        kind, length = _HEAD.unpack_from(stream, at)
        if not kind and not length:  # what fills the last sector
            return
        yield at, kind, stream[at + _HEAD.size : at + _HEAD.size + length]
        at += _HEAD.size + length


def _title(body: bytes) -> str:
    """Read the name of a sheet (BoundSheet8, 2.4.28): one byte a character, or two."""
    length, wide = body[6], body[7] & _WIDE
    return body[8 : 8 + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1", "replace")
