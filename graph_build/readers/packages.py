"""ZIP containers, opened with care: DOCX, XLSX, ODS and archives of documents alike.

The central directory states how large every member becomes, and unpacking stops at that size, so that the
limits can be checked before anything is unpacked.
"""

from __future__ import annotations

import io
import struct
import zlib
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from graph_build.errors import BrokenFile, EncryptedFile, LimitExceeded
from graph_build.readers.limits import (
    MAX_ARCHIVE_BYTES,
    MAX_BYTES,
    MAX_DIRECTORY_BYTES,
    MAX_MEMBERS,
    MAX_RATIO,
    SMALL_MEMBER,
)

UNPACKING_ERRORS = (
    BadZipFile,
    zlib.error,
    EOFError,
    ValueError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What unpacking a damaged member may raise."""

_ENCRYPTED = 0x1
_END, _LARGE_END = b"PK\x05\x06", b"PK\x06\x06"
_SEE_LARGE = 0xFFFFFFFF
_TAIL = 65_557 + 76
"""Bytes in which the end record stands with its comment, and the records of large containers before it."""


def open_package(name: str, file: IO[bytes], kind: str) -> ZipFile:
    """Open a ZIP container of the format `kind` and check its directory against the limits.

    Raises BrokenFile where it has no whole directory, EncryptedFile where a member is encrypted,
    LimitExceeded for too many members, too much content, or a member packed beyond belief.
    """
    _limit(name, "the size of its directory in bytes", directory_size(file), MAX_DIRECTORY_BYTES)
    try:
        package = ZipFile(file)
    except (BadZipFile, ValueError, OverflowError, EOFError, NotImplementedError) as error:
        raise BrokenFile(name, kind, _said(error)) from error
    members = package.infolist()
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise EncryptedFile(name)
    _limit(name, "the number of members", len(members), MAX_MEMBERS)
    _limit(name, "the unpacked size in bytes", sum(m.file_size for m in members), MAX_ARCHIVE_BYTES)
    for member in members:
        if member.file_size > SMALL_MEMBER:
            ratio = member.file_size // max(1, member.compress_size)
            _limit(f"{name}/{member.filename}", "the packing ratio", ratio, MAX_RATIO)
    return package


def unpack(name: str, package: ZipFile, member: ZipInfo | str, kind: str) -> bytes:
    """Unpack one member.

    Raises BrokenFile where it is missing or damaged, LimitExceeded above `MAX_BYTES`.
    """
    try:
        info = package.getinfo(member) if isinstance(member, str) else member
        _limit(f"{name}/{info.filename}", "the unpacked size in bytes", info.file_size, MAX_BYTES)
        return package.read(info)
    except KeyError as error:
        raise BrokenFile(name, kind, f"it has no {member}") from error
    except UNPACKING_ERRORS as error:
        raise BrokenFile(name, kind, _said(error)) from error


def _limit(name: str, what: str, value: int, limit: int) -> None:
    if value > limit:
        raise LimitExceeded(name, what, value, limit)


def directory_size(file: IO[bytes]) -> int:
    """Give the size of a container's directory in bytes, as its end states; 0 where there is no end.

    The end record stands in the last 64 KB; the one of large containers (ZIP64) right before it
    (APPNOTE 6.3.10, sections 4.3.14 to 4.3.16).
    """
    file.seek(0, io.SEEK_END)
    size = file.tell()
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(_END)
    if at < 0 or at + 22 > len(tail):
        return 0
    (stated,) = struct.unpack_from("<L", tail, at + 12)
    large = tail.rfind(_LARGE_END, 0, at)
    if large >= 0 and large + 56 <= len(tail):
        (of_large,) = struct.unpack_from("<Q", tail, large + 40)
        return max(int(stated) if stated != _SEE_LARGE else 0, int(of_large))
    return int(stated)


def _said(error: Exception) -> str:
    """Give what the unpacker said, on one line."""
    words = " ".join(str(error).split()).rstrip(".") or type(error).__name__
    return words[:1].lower() + words[1:]
