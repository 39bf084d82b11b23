"""Files that a command writes: whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

import typer


def replace_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Write a file beside its place and move it there when it is whole; into a device or pipe, write at once.

    Raises BadParameter where the place is a folder, and OSError with the name of the file where it cannot be
    written.
    """
    if path.is_dir():
        raise typer.BadParameter(f"{path} is a folder", param_hint="--out")
    if path.exists() and not path.is_file():
        with path.open("wb") as device:
            write(device)
        return
    try:
        opened = NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False)  # noqa: SIM115
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(path)) from error
    with opened as beside:
        try:
            write(beside)
            beside.flush()
            Path(beside.name).chmod(0o666 & ~_umask())
            Path(beside.name).replace(path)
        except BaseException:
            Path(beside.name).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
