"""Files: their bytes, whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from graph_build.errors import LimitExceeded, UnreadableFile
from graph_build.readers.limits import MAX_BYTES


def load(path: Path) -> bytes:
    """Read a file's bytes.

    Raises UnreadableFile where the file system refuses, or where the file grew or shrank while it was
    read, and LimitExceeded above `MAX_BYTES`.
    """
    try:
        if not path.is_file():
            path.stat()
            raise UnreadableFile(path, "it is not a regular file")
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > MAX_BYTES:
                raise LimitExceeded(path, "size in bytes", size, MAX_BYTES)
            data = file.read(size + 1)
    except OSError as error:
        raise UnreadableFile(path, error.strerror or str(error)) from error
    if len(data) != size:
        raise UnreadableFile(path, "it changed while it was being read")
    return data
