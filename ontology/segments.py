"""The parts of a path that names a thing: which may stand in it, and how words become one."""

from __future__ import annotations

import re

from ontology.numbers import slug
from ontology.vocab import DEFAULT_BASE

UNKNOWN = "_"
"""Stands in a path for a name that the document does not give."""

_DD = "dd"
_POINT_DD = re.compile(r"\W*[đĐ\u00f0\u00d0]\W*")
_SEGMENT = re.compile(r"(?!\.+\Z)[a-z0-9_.-]+")


class IriError(ValueError):
    """A part that cannot stand in a path, or an IRI that names none of our things."""


class Resource:
    """A thing with an IRI below the base."""

    __slots__ = ()

    @property
    def path(self) -> str:
        """Give the path below the base, such as `id/document/byt/2022/qd-2182`."""
        raise NotImplementedError

    def iri(self, base: str = DEFAULT_BASE) -> str:
        """Print the IRI under a base that ends in a slash."""
        return base + self.path


def check_segments(*segments: str) -> None:
    """Raise `IriError` for a segment that a path cannot hold."""
    for segment in segments:
        if not _SEGMENT.fullmatch(segment):
            raise IriError(f"{segment!r} cannot be a part of an IRI path.")


def check_numbers(*numbers: int | None) -> None:
    """Raise `IriError` for a count or offset below zero."""
    for number in numbers:
        if number is not None and (number < 0 or isinstance(number, bool)):
            raise IriError(f"{number!r} is not a count or an offset.")


def fold_segment(text: str) -> str:
    """Fold one section number or code, keeping inner dots: "IV.3" to iv.3, "a)" to a.

    A point "đ" becomes dd: it stands beside point d in the lists of Vietnamese acts (a, b, c, d, đ, e).
    """
    parts = (_DD if _POINT_DD.fullmatch(part) else slug(part) for part in text.split("."))
    return ".".join(filter(None, parts))


def fold_tail(*texts: str) -> str:
    """Fold section paths and codes to path segments; nothing at all becomes the unknown mark."""
    segments = (fold_segment(part) for text in texts for part in text.split("/"))
    return "/".join(filter(None, segments)) or UNKNOWN
