"""Read a user's file of units, in UTF-8: Turtle (`ontology.register_turtle`) or CSV (`register_csv`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from ontology.register_csv import read_csv
from ontology.register_entries import Contents, RegisterError
from ontology.register_turtle import read_turtle
from ontology.vocab import DEFAULT_BASE, vocabulary

MAX_BYTES = 32 * 2**20
"""The largest register file that is read: about 200,000 units."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def read_register_file(path: Path, called: Mapping[str, str], base: str = DEFAULT_BASE) -> Contents:
    """Read a register file by its ending, .ttl or .csv.

    `called` gives the names of units that the file may point at by IRI. Raises `RegisterError`.
    """
    ending = path.suffix.lower()
    if ending not in {".csv", ".ttl"}:
        raise RegisterError(f"The register {path.name} must be a .ttl or a .csv file.")
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise RegisterError(f"The register {path.name} cannot be read: {error.strerror}.") from error
    if len(content) > MAX_BYTES:
        raise RegisterError(f"The register {path.name} is larger than {MAX_BYTES // 2**20} MB.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise RegisterError(
            f"The register {path.name} is not UTF-8 at byte {error.start}; save it as UTF-8 text."
        ) from error
    if found := _CONTROL.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise RegisterError(f"Line {line} of {path.name} holds {found.group()!r}, which no text holds.")
    if ending == ".csv":
        return read_csv(text, path.name, base)
    if not text.strip():
        raise RegisterError(f"The register {path.name} is empty.")
    return read_turtle([text.replace(DEFAULT_BASE, base)], path.name, called, vocabulary(base))
