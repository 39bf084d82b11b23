"""Compound files ([MS-CFB]), the containers of Word and Excel until 2003, opened with care.

The library follows chains of sectors as far as sizes in the file tell it to; so the sizes are checked against
the file first, by which chains in a circle end and no file takes more memory than a few times its own size.
"""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

from graph_build.errors import BrokenFile

if TYPE_CHECKING:
    from olefile import OleFileIO

_HEADER = struct.Struct("<30xHH10xI16xI4xI")
"""Shift of a sector's size and of a small one's, number of sectors of the FAT, mini FAT and DIFAT (2.2)."""
_STREAM = 2
_SHIFTS = frozenset({(9, 6), (12, 6)})
_DAMAGE = (
    OSError,
    ValueError,
    IndexError,
    TypeError,
    AttributeError,
    RecursionError,
    OverflowError,
    struct.error,
)
"""What the library raises for damaged files."""


class CompoundFile:
    """A compound file: the names of the streams at its root, and what is in them.

    Raises BrokenFile, with `name` and `kind`, where the directory or the chains of sectors are damaged.
    """

    def __init__(self, name: str, data: bytes, kind: str) -> None:
        self._name, self._kind, self._size = name, kind, len(data)
        self._check_header(data)
        from olefile import OleFileIO  # noqa: PLC0415 - only the files that are in this container need it

        try:
            self._file: OleFileIO = OleFileIO(io.BytesIO(data))
        except _DAMAGE as error:
            raise self._broken("its directory is damaged") from error
        if self._file.root is None or self._file.root.size > self._size:
            raise self._broken("its directory is damaged")
        self._entries = {one.name: one for one in self._file.root.kids if one.entry_type == _STREAM}
        self.streams = frozenset(self._entries)

    def _broken(self, reason: str) -> BrokenFile:
        return BrokenFile(self._name, self._kind, reason)

    def _check_header(self, data: bytes) -> None:
        if len(data) < 1536:  # the header and a sector each for the FAT and the directory
            raise self._broken("it ends within its directory")
        shift, small, fat, mini_fat, chain = _HEADER.unpack_from(data)
        if (shift, small) not in _SHIFTS:
            raise self._broken("its header is damaged")
        if max(fat, mini_fat, chain) > len(data) >> shift:
            raise self._broken("its header states more sectors than the file has")

    def read(self, stream: str) -> bytes:
        """Give the bytes of a stream at the root; none where there is no such stream."""
        entry = self._entries.get(stream)
        if entry is None:
            return b""
        if entry.size > self._size:
            raise self._broken("its directory states more bytes than the file has")
        try:
            content: bytes = self._file.openstream(stream).read()
        except _DAMAGE as error:
            raise self._broken(f"the chain of {stream} is damaged") from error
        if len(content) < entry.size or self._goes_round(entry.isectStart, entry.size):
            raise self._broken(f"the chain of {stream} is damaged")
        return content

    def _goes_round(self, sector: int, size: int) -> bool:
        """Tell whether the chain of a stream comes back to a sector that it has passed."""
        small = size < self._file.minisectorcutoff
        chain = self._file.minifat if small else self._file.fat
        count = -(-size // (self._file.minisectorsize if small else self._file.sectorsize))
        passed = set()
        for _ in range(count):
            if sector in passed or sector >= len(chain):
                return True
            passed.add(sector)
            sector = chain[sector]
        return False
