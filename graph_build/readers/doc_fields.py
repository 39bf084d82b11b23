"""Fields of a Word 97-2003 file ([MS-DOC] 2.8.25): instruction and result, between three marks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

_BEGIN, _SEPARATE, _END, _DATA = "\x13", "\x14", "\x15", "\x01"
_FORMULA = re.compile(r"\s*(?:EMBED\s+Equation|EQ\s)", re.IGNORECASE)
_LIST = re.compile(r"\s*FORMDROPDOWN", re.IGNORECASE)
_MOST_INSTRUCTION = 200
_LONGEST_CHOICE = 255
"""Characters of an entry that are shown: thousands of fields may share one. Word takes 50."""
_NO_CHOICE = 25
"""What stands for no choice; a list has at most as many entries."""


@dataclass
class _Field:
    """A field that is open: its instruction, and where the data stream has the choice of a list."""

    instruction: str = ""
    data: int = -1


@dataclass
class Fields:
    """The fields that are open at a place; `data` is the data stream, `formulas` counts those passed by."""

    data: bytes
    formulas: int = 0
    _open: list[_Field] = field(default_factory=list)
    _hidden: list[_Field] = field(default_factory=list)

    @property
    def shown(self) -> bool:
        """Whether characters here are shown, and are no instruction."""
        return not self._hidden

    def instruct(self, words: str) -> None:
        """Take words of an instruction."""
        if self._open and len(self._open[-1].instruction) < _MOST_INSTRUCTION:
            self._open[-1].instruction += words[:_MOST_INSTRUCTION]

    def take(self, mark: str, data: int) -> str:
        """Take a special character, and give what is shown there: the choice of a list at its end."""
        if mark == _BEGIN:
            self._open.append(_Field())
            self._hidden.append(self._open[-1])
        elif mark == _DATA and data >= 0 and self._open:
            self._open[-1].data = data
        elif mark == _SEPARATE and self._open:
            self._show(self._open[-1])
        elif mark == _END and self._open:
            closed = self._open.pop()
            self._show(closed)
            if closed.data >= 0 and _LIST.match(closed.instruction):
                return _choice(self.data, closed.data)
        return ""

    def end_paragraph(self) -> None:
        """End the instructions that are open: none goes on in the next paragraph."""
        while self._hidden:
            self._show(self._hidden[-1])

    def _show(self, one: _Field) -> None:
        if self._hidden and one is self._hidden[-1]:  # those that are open within it are shown already
            self._hidden.pop()
            self.formulas += bool(_FORMULA.match(one.instruction))


def _choice(data: bytes, at: int) -> str:
    """Give the entry that a list to choose from shows (FFData, 2.9.78); nothing for other kinds of fields."""
    body = at + int.from_bytes(data[at + 4 : at + 6], "little")
    bits = int.from_bytes(data[body + 4 : body + 6], "little")
    if bits & 3 != 2:
        return ""
    chosen, place = bits >> 2 & 0x1F, _after_text(data, body + 10)
    if chosen == _NO_CHOICE:
        chosen = int.from_bytes(data[place : place + 2], "little")
    if chosen >= _NO_CHOICE:
        return ""
    place += 2
    for _ in range(5):  # format, help, status, macros
        place = _after_text(data, place)
    place += 6
    for _ in range(chosen):
        place = _after_text(data, place) - 2
    length = min(int.from_bytes(data[place : place + 2], "little"), _LONGEST_CHOICE)
    return data[place + 2 : place + 2 + 2 * length].decode("utf-16-le", "replace")


def _after_text(data: bytes, at: int) -> int:
    """Give where a text with its length before it and a null after it ends (Xstz, 2.9.352)."""
    return at + 2 + 2 * int.from_bytes(data[at : at + 2], "little") + 2
