"""Lists of property modifiers (Prl) of Word 97-2003 files ([MS-DOC] 2.2.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

_OPERAND = (1, 1, 2, 4, 2, 2, 0, 3)
"""Bytes of an operand by the last three bits of its code; 0 where its first byte says it (2.2.5.1)."""
DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615


class Modifier(NamedTuple):
    """One change of a property."""

    code: int
    operand: bytes

    @property
    def number(self) -> int:
        """The operand as a number without sign."""
        return int.from_bytes(self.operand[:4], "little")


def modifiers(content: bytes) -> Iterator[Modifier]:
    """Take a list of modifiers apart; what is cut short at its end is left out."""
    at = 0
    while at + 2 < len(content):
        code = int.from_bytes(content[at : at + 2], "little")
        at += 2
        size, lead = _OPERAND[code >> 13], 0
        if code == DEFINE_TABLE:
            lead, size = 2, int.from_bytes(content[at : at + 2], "little") - 1
        elif not size:
            lead, size = 1, content[at]
            if code == _CHANGE_TABS and size == 0xFF:
                size = _tabs(content, at + 1)
        if size < 0 or at + lead + size > len(content):
            return
        yield Modifier(code, content[at + lead : at + lead + size])
        at += lead + size


def _tabs(content: bytes, at: int) -> int:
    """Measure tab stops that are too many for one byte to say their length (2.9.182)."""
    gone = 1 + 4 * content[at] if at < len(content) else 1
    return gone + (1 + 3 * content[at + gone] if at + gone < len(content) else 1)
