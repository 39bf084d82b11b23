"""The list of what a snapshot holds, by which a whole one is told from one that was copied in part.

`snapshot.json` in the folder of a snapshot, written when all else is there:

    layout     version of the layout of the folder
    changes    how many changes users have made to the graph since a build or import made it
    files      the size of every file at the top and in the database, but the engine's notes
    counts     how many files each other folder holds

The engine itself opens a database whose own list of files was cut short as an empty one, and says nothing.
Sizes are what copying in part changes; they cost one look a file, so texts and the like, of which there may
be very many, are only counted. What is damaged inside a file is found by the engine's checksums on reading.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

FILE: Final = "snapshot.json"
"""The name of the list in the folder of a snapshot."""

LAYOUT: Final = 1
"""The layout that is written; no other is read."""

_SIZED: Final = "store"
_NOTES: Final = ("LOG", "LOCK")  # files of the engine that hold no data, and that readers may touch


class NotWhole(Exception):
    """Say why a folder is no whole snapshot, as a clause without a full stop."""


class OtherLayout(Exception):
    """Say that a folder is of another layout, which is the argument."""


class Manifest(msgspec.Struct, frozen=True):
    """The content of the list; its fields are told above."""

    layout: int
    changes: int
    files: dict[str, int]
    counts: dict[str, int]


class _Layout(msgspec.Struct):
    layout: int


class _Changes(msgspec.Struct):
    changes: int


def write(folder: Path, changes: int) -> None:
    """List a finished folder; raises OSError."""
    made = Manifest(LAYOUT, changes, dict(sorted(_sizes(folder))), _counts(folder))
    (folder / FILE).write_bytes(msgspec.json.encode(made))


def check(folder: Path) -> None:
    """See that a folder holds all that its list names; raises NotWhole, OtherLayout, and OSError else."""
    try:
        listed = _read(folder)
        for name, size in listed.files.items():
            found = (folder / name).stat().st_size
            if found != size:
                raise NotWhole(f"{name} has {found} bytes and should have {size}")
        found_counts = _counts(folder)
        for part, wanted in listed.counts.items():
            if found_counts.get(part, 0) < wanted:
                raise NotWhole(f"{part} has {found_counts.get(part, 0)} files and should have {wanted}")
    except FileNotFoundError as error:
        raise NotWhole(f"{_inside(folder, error)} is missing") from error


def changes(folder: Path) -> int:
    """Tell how many changes a snapshot holds, of whatever layout; 0 where it does not tell."""
    try:
        return msgspec.json.decode((folder / FILE).read_bytes(), type=_Changes).changes
    except (OSError, msgspec.DecodeError, UnicodeDecodeError):
        return 0


def _read(folder: Path) -> Manifest:
    written = (folder / FILE).read_bytes()
    try:
        layout = msgspec.json.decode(written, type=_Layout).layout
        if layout != LAYOUT:
            raise OtherLayout(layout)
        return msgspec.json.decode(written, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NotWhole(f"{FILE} cannot be understood ({error})") from error


def _sizes(folder: Path) -> Iterator[tuple[str, int]]:
    for place in (folder, folder / _SIZED):
        for path in place.iterdir():
            if path.is_file() and not path.name.startswith((*_NOTES, FILE)):
                yield path.relative_to(folder).as_posix(), path.stat().st_size


def _counts(folder: Path) -> dict[str, int]:
    apart = sorted(path for path in folder.iterdir() if path.is_dir() and path.name != _SIZED)
    return {path.name: sum(1 for _ in os.scandir(path)) for path in apart}


def _inside(folder: Path, error: OSError) -> str:
    name = Path(os.fsdecode(error.filename)) if error.filename else folder
    return name.relative_to(folder).as_posix() if name.is_relative_to(folder) and name != folder else "it"
