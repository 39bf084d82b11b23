"""Pieces of a graph on disk: what every document gave, written by whichever process read it.

A process appends to a file of its own and hands on where a piece stands; the build fetches the pieces in the
order of its documents, one at a time. So no process holds more than one document, and the order of
reading leaves no trace.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import IO

import msgspec


class Piece(msgspec.Struct, frozen=True):
    """Where bytes stand: the name of a file in the folder of pieces, and the span in it."""

    file: str
    start: int
    length: int


class PieceWriter:
    """A file of pieces that one process writes, made with the first piece."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._file: IO[bytes] | None = None

    def add(self, data: bytes) -> Piece:
        """Append bytes, on their way to the disk when this returns; raises OSError."""
        file = self._file
        if file is None:
            name = f"{os.getpid()}-{secrets.token_hex(4)}"
            file = self._file = (self.folder / name).open("xb")
        start = file.tell()
        file.write(data)
        file.flush()
        return Piece(Path(file.name).name, start, len(data))

    def close(self) -> None:
        """Let go of the file; a further piece begins another."""
        if self._file is not None:
            self._file.close()
            self._file = None


class PieceReader:
    """The pieces in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, IO[bytes]] = {}

    def fetch(self, piece: Piece) -> bytes:
        """Give the bytes of a piece; raises OSError where the file is not there or is cut off."""
        file = self._files.get(piece.file)
        if file is None:
            file = self._files[piece.file] = (self._folder / piece.file).open("rb")
        file.seek(piece.start)
        data = file.read(piece.length)
        if len(data) < piece.length:
            raise OSError(f"{piece.file} ends within a piece")
        return data

    def __enter__(self) -> PieceReader:
        return self

    def __exit__(self, *exception: object) -> None:
        for file in self._files.values():
            file.close()
