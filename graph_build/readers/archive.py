"""ZIP archives of documents: every member is a document of its own.

A member is named by a path that goes on behind its archive: "plans.zip/2025/plan.docx". Nothing is ever
written to disk, so a member's name can lead nowhere; names that try to are refused all the same.
"""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO
from zipfile import ZipFile, ZipInfo

from graph_build.errors import ForbiddenContent, LimitExceeded, ReadError, UnreadableFile
from graph_build.readers.files import open_regular, printable
from graph_build.readers.formats import format_of, package_format
from graph_build.readers.limits import MAX_ARCHIVE_BYTES, MAX_ARCHIVE_DEPTH
from graph_build.readers.packages import UNPACKING_ERRORS, open_package, unpack

_KIND = "ZIP"
_SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06")


def is_archive(path: Path) -> bool:
    """Tell whether a file is an archive of documents, and not a document that is packed as one."""
    try:
        with open_regular(path) as file:
            head = file.read(200)
            if not head.startswith(_SIGNATURES):
                return False
            file.seek(0)
            with open_package(str(path), file, _KIND) as package:
                return package_format(package.namelist(), head) == "zip"
    except UnreadableFile:
        return False
    except ReadError:
        return not _says_document(path)
    except (OSError, ValueError):
        return False


def _says_document(path: Path) -> bool:
    """Tell whether a package that cannot be opened began as a document."""
    with open_regular(path) as file:
        return format_of(file.read(65_536)) != "zip"


def is_member(path: Path) -> bool:
    """Tell whether a path leads into an archive."""
    return _archive_of(path) is not None


def member_name(path: Path) -> str:
    """Give a file's name; for a member with the name of its archive before it: "plans.zip/2025/plan.docx"."""
    outer = _archive_of(path)
    return printable(path.name if outer is None else f"{outer.name}/{path.relative_to(outer).as_posix()}")


def documents(path: Path) -> tuple[list[Path], list[ReadError]]:
    """List the documents of an archive, each once, ordered by name; and what cannot be one, with the reason.

    Archives in the archive are looked into as deep as the limit allows. Folders, hidden members and the
    notes that macOS leaves are passed over.
    """
    found: list[Path] = []
    errors: list[ReadError] = []
    budget = [MAX_ARCHIVE_BYTES]
    try:
        with open_regular(path) as file:
            _list(path, file, 1, budget, found, errors)
    except OSError as error:
        errors.append(UnreadableFile(path, error.strerror or str(error)))
    return sorted(found, key=str), errors


def _list(
    place: Path, file: IO[bytes], depth: int, budget: list[int], found: list[Path], errors: list[ReadError]
) -> None:
    """List the members of one archive; `budget` holds the bytes that may still be unpacked."""
    try:
        if depth > MAX_ARCHIVE_DEPTH:
            raise LimitExceeded(place, "the depth of archives in archives", depth, MAX_ARCHIVE_DEPTH)
        with open_package(str(place), file, _KIND) as package:
            seen: set[str] = set()
            for name, member in _members(package):
                here = place / name
                budget[0] -= member.file_size
                if budget[0] < 0:
                    raise LimitExceeded(place, "the unpacked size in bytes", -budget[0], MAX_ARCHIVE_BYTES)
                if reason := _unsafe(name, member, seen):
                    errors.append(ForbiddenContent(place, reason))
                elif _packed(package, member):
                    data = unpack(str(place), package, member, _KIND)
                    if format_of(data) == "zip":
                        _list(here, io.BytesIO(data), depth + 1, budget, found, errors)
                    else:
                        found.append(here)
                else:
                    found.append(here)
                seen.add(name)
    except ReadError as error:
        errors.append(error)


def _members(package: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
    """Go through the members that may be documents, each with its name as printed."""
    for member in package.infolist():
        name = _printed_name(member)
        parts = name.split("/")
        hidden = any(part.startswith(".") and part not in {".", ".."} for part in parts)
        if not member.is_dir() and not hidden and parts[0] != "__MACOSX":
            yield name, member


def _printed_name(member: ZipInfo) -> str:
    """Give a member's name; UTF-8 that was packed without saying so is put right."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _unsafe(name: str, member: ZipInfo, seen: set[str]) -> str:
    """Say what is wrong with a member before it is unpacked; empty where nothing is."""
    parts = name.split("/")
    if "\\" in name or ":" in parts[0] or any(part in {"", ".", ".."} for part in parts):
        return f"a member with the path {name!r}"
    if not name.isprintable():
        return f"a member with control characters in its name {name!r}"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"a symbolic link, {name!r}"
    return f"two members with the name {name!r}" if name in seen else ""


def _packed(package: ZipFile, member: ZipInfo) -> bool:
    """Tell whether a member is itself a ZIP container, by its first bytes."""
    try:
        with package.open(member) as file:
            return file.read(4).startswith(_SIGNATURES)
    except UNPACKING_ERRORS:  # reading the member will say it
        return False


def load_member(path: Path) -> bytes:
    """Unpack the member that a path names.

    Raises UnreadableFile where there is none, and what is wrong with an archive on the way.
    """
    outer = _archive_of(path)
    if outer is None:
        raise UnreadableFile(path, "it is in no archive")
    try:
        with outer.open("rb") as file:
            return _find(path, outer, file, path.relative_to(outer).parts, 1)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error


def _find(path: Path, place: Path, file: IO[bytes], parts: tuple[str, ...], depth: int) -> bytes:
    """Find a member by the parts of its name, through archives in archives."""
    if depth > MAX_ARCHIVE_DEPTH:
        raise LimitExceeded(path, "the depth of archives in archives", depth, MAX_ARCHIVE_DEPTH)
    with open_package(str(place), file, _KIND) as package:
        members = dict(reversed([*_members(package)]))
        for length in range(len(parts), 0, -1):
            member = members.get(str(PurePosixPath(*parts[:length])))
            if member is None:
                continue
            data = unpack(str(place), package, member, _KIND)
            if length == len(parts):
                return data
            inner = place.joinpath(*parts[:length])
            return _find(path, inner, io.BytesIO(data), parts[length:], depth + 1)
    raise UnreadableFile(path, "the archive has no such member")


def _archive_of(path: Path) -> Path | None:
    """Find the file that a path goes on behind; None where the path itself is there, or nothing is."""
    try:
        if path.exists():
            return None
        return next((parent for parent in path.parents if parent.is_file()), None)
    except OSError:
        return None
