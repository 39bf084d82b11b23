"""Statements in files of N-Quads or N-Triples that others wrote, read line by line.

They are as in `graph_build.quad_lines` where a file is laid out so. Of another layout, of blank nodes and of
forms that the engine may change `LayoutUnusual` is raised; the engine can be asked instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from graph_build.quad_lines import Statement, unescaped
from graph_build.task_lines import LayoutUnusual, parts_of
from graph_build.task_terms import Odd, value
from ontology.vocab import XSD

_OBJECT: Final = re.compile(
    rb'(?:<(?P<iri>[^<>]*)>|(?P<literal>"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
    rb"(?:@[A-Za-z0-9-]+|\^\^<(?P<datatype>[^<>]*)>)?))(?: <[^<>]*>)? \."
)
_STRING: Final = XSD.string.encode()


def statements_of_others(paths: Iterable[Path]) -> Iterator[Statement]:
    """Go through the statements of files, packed where they end in `.gz`.

    Raises LayoutUnusual and OSError.
    """
    last, met = b"", set[bytes]()
    for path in paths:
        for part in parts_of(path, is_canonical=False):
            for line in part.split(b"\n"):
                try:
                    subject, predicate, rest = line.split(b" ", 2)
                except ValueError:
                    if line:
                        raise LayoutUnusual from None
                    continue
                if subject != last:
                    _check(subject)
                    last = subject
                if predicate not in met:
                    _check(predicate)
                    met.add(predicate)
                yield last, predicate, rest


def iri_of(rest: bytes) -> bytes:
    """Give the IRI that begins the rest of a line, in brackets; raises LayoutUnusual for another term."""
    if not rest.startswith(b"<"):
        raise LayoutUnusual
    return rest[: rest.index(b">") + 1]


def value_of_others(rest: bytes) -> str:
    """Give the IRI or the lexical form that begins the rest of a line; raises LayoutUnusual."""
    match = _OBJECT.fullmatch(rest)
    if match is None:
        raise LayoutUnusual
    iri, literal, text, datatype = match.group("iri", "literal", "text", "datatype")
    if iri is not None:
        return iri.decode("utf-8")
    if datatype is not None and datatype != _STRING:
        try:
            value(literal)  # a form that comes back from the engine as it was
        except Odd:
            raise LayoutUnusual from None
    return unescaped(text.decode("utf-8"))


def _check(term: bytes) -> None:
    if not (term.startswith(b"<") and term.find(b">") == len(term) - 1):
        raise LayoutUnusual
