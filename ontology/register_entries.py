"""What a register file says, before it is merged: entries of units, and changes of units."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass


class RegisterError(ValueError):
    """A register file that cannot be used; the message names the file, the place and what to mend."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a file says of one unit; `place` says where, for messages.

    `sources` are IRIs, or words that name a document.
    """

    name: str
    place: str
    kind: str = ""
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    scoped_names: tuple[tuple[str, str], ...] = ()
    is_group: bool = False
    iri: str | None = None
    notations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Act:
    """The legal act that orders a change: its IRI, number as written and date of issue (ISO, or empty)."""

    iri: str
    number: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A merger, split or renaming: the names of the units before and after, and the first day after.

    `date` is ISO 8601, a whole day. A unit that goes on under its name stands on both sides. `iri` is
    empty until the register is merged.
    """

    date: str
    originals: tuple[str, ...]
    results: tuple[str, ...]
    act: Act
    place: str
    iri: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What one register file says."""

    entries: tuple[Entry, ...] = ()
    changes: tuple[Change, ...] = ()


def clean(text: str) -> str:
    """Bring a name to the kept form: NFC, single spaces, none around it."""
    return " ".join(unicodedata.normalize("NFC", text).split())
