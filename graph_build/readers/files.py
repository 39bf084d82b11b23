"""Files: their bytes, whole or not at all."""

from __future__ import annotations

import os
import stat
from io import BufferedReader
from pathlib import Path

from graph_build.errors import LimitExceeded, UnreadableFile
from graph_build.readers.limits import MAX_BYTES


def open_regular(path: Path) -> BufferedReader:
    """Open a regular file, without ever waiting for the other end of a pipe.

    Raises UnreadableFile for anything else (a folder, a pipe, a device), also where it takes the place of a
    file that was there a moment ago; OSError where the file system refuses.
    """
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UnreadableFile(path, "it is not a regular file")
    return os.fdopen(handle, "rb")


def printable(name: str) -> str:
    """Give a file's name as text; bytes in it that are no UTF-8 become "\\udcff"."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def load(path: Path) -> bytes:
    """Read a file's bytes.

    Raises UnreadableFile where the file system refuses, or where the file grew or shrank while it was
    read, and LimitExceeded above `MAX_BYTES`.
    """
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise LimitExceeded(path, "size in bytes", size, MAX_BYTES)
            data = file.read(size + 1)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    except ValueError as error:  # a null character in the name
        raise UnreadableFile(path, str(error)) from error
    if len(data) != size:
        raise UnreadableFile(path, "it changed while it was being read")
    return data
