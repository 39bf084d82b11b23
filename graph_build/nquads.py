"""Write RDF statements as lines of canonical N-Quads (RDF 1.1 N-Quads; canonical form of N-Triples).

Lines are plain strings, so that they cross process borders cheaply, and sorting them gives the same
bytes for the same statements. There is no way to write a blank node: things without a name of their
own would make two builds of one document differ.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import IO

from ontology.vocab import RDF, XSD

_NOT_IN_IRI = re.compile(r'[\x00-\x20<>"{}|^`\\]')
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_SHORT = {"\b": "\\b", "\t": "\\t", "\n": "\\n", "\f": "\\f", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class Quads:
    """The statements of one named graph, as a set of lines without line ends."""

    def __init__(self, graph: str) -> None:
        self.graph = graph
        self._end = f" {_iri(graph)} ."
        self._lines: set[str] = set()

    def __len__(self) -> int:
        return len(self._lines)

    def type(self, subject: str, *classes: str) -> None:
        """State the classes of a thing."""
        for name in classes:
            self.link(subject, RDF.type, name)

    def link(self, subject: str, predicate: str, target: str | None) -> None:
        """State a relation to another thing; None says nothing.

        Raises ValueError where a name is not an IRI.
        """
        if target is not None:
            self._lines.add(f"{_iri(subject)} {_iri(predicate)} {_iri(target)}{self._end}")

    def text(self, subject: str, predicate: str, value: str | None, language: str = "") -> None:
        """State a text, with a language tag where one is given; None and empty say nothing."""
        if not value:
            return
        if language and not _LANGUAGE.fullmatch(language):
            raise ValueError(f"{language!r} is not a language tag")
        tag = f"@{language}" if language else ""
        self._lines.add(f'{_iri(subject)} {_iri(predicate)} "{escape(value)}"{tag}{self._end}')

    def typed(self, subject: str, predicate: str, value: str | None, datatype: str) -> None:
        """State a value with the IRI of its datatype; None says nothing."""
        if value is not None:
            written = f'"{escape(value)}"^^{_iri(datatype)}'
            self._lines.add(f"{_iri(subject)} {_iri(predicate)} {written}{self._end}")

    def number(self, subject: str, predicate: str, value: int | None) -> None:
        """State a whole number; None says nothing."""
        self.typed(subject, predicate, None if value is None else str(value), XSD.integer)

    def flag(self, subject: str, predicate: str, value: bool) -> None:
        """State a truth value."""
        self.typed(subject, predicate, "true" if value else "false", XSD.boolean)

    def date(self, subject: str, predicate: str, value: str | None) -> None:
        """State an ISO date at its own precision: xsd:gYear, xsd:gYearMonth or xsd:date; None says nothing.

        Raises ValueError where the text is none of the three.
        """
        if value is not None:
            self.typed(subject, predicate, value, date_type(value))

    def lines(self) -> list[str]:
        """List the statements in code-point order."""
        return sorted(self._lines)


class GraphInFile:
    """Where the lines of one named graph stand in a file, and how many there are."""

    def __init__(self) -> None:
        self.count = 0
        self.spans: list[tuple[int, int]] = []
        self._pieces: list[bytes] = []

    def note(self, start: int, data: bytes) -> None:
        """Take in lines that stand in the file from `start` on."""
        self.count += data.count(b"\n")
        self.spans.append((start, len(data)))
        self._pieces.append(hashlib.sha256(data).digest())

    def sha256(self) -> str:
        """Give a hash of the graph's lines, for lines written in the same pieces."""
        return hashlib.sha256(b"".join(self._pieces)).hexdigest()


class QuadFile:
    """A file of N-Quads that is written piece by piece, so that no build holds all its quads at once.

    `graphs` tells what it holds, by the names of the graphs.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self.graphs: dict[str, GraphInFile] = {}
        self._size = 0
        self._file = path.open("xb")

    def add(self, graph: str, data: bytes) -> None:
        """Write whole lines of one graph."""
        if data:
            self.count += data.count(b"\n")
            self.graphs.setdefault(graph, GraphInFile()).note(self._size, data)
            self._size += self._file.write(data)

    def add_lines(self, lines: Iterable[str]) -> None:
        """Write lines without line ends, those of a graph in one piece if they come one after the other."""
        for graph, own in groupby(lines, key=graph_of):
            self.add(graph, document(own))

    def read(self, graph: str) -> bytes:
        """Read the lines of a graph again; raises OSError."""
        spans = self.graphs[graph].spans if graph in self.graphs else []
        with self.written().open("rb") as file:
            return b"".join(_span(file, *span) for span in spans)

    def written(self) -> Path:
        """Give the path of the file when all that was added can be read there."""
        if not self._file.closed:
            self._file.flush()
        return self.path

    def __enter__(self) -> QuadFile:
        return self

    def __exit__(self, *exception: object) -> None:
        self._file.close()

    def sha256(self) -> str:
        """Give a hash of the graphs that does not depend on their order."""
        every = sorted(f"{name} {graph.sha256()}\n" for name, graph in self.graphs.items())
        return hashlib.sha256("".join(every).encode("utf-8")).hexdigest()


def graph_of(line: str) -> str:
    """Name the graph of a line."""
    return line[line.rindex(" <") + 2 : line.rindex(">")]


def _span(file: IO[bytes], start: int, length: int) -> bytes:
    file.seek(start)
    return file.read(length)


def document(lines: Iterable[str]) -> bytes:
    """Join lines to the UTF-8 bytes of an N-Quads document."""
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


_DATE_TYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def date_type(value: str) -> str:
    """Name the XML Schema datatype of an ISO date by its precision; raises ValueError for any other text."""
    if not _DATE.fullmatch(value):
        raise ValueError(f"{value!r} is not an ISO year, month or day")
    return _DATE_TYPES[len(value)]


def escape(value: str) -> str:
    """Escape a text for the inside of a literal, as canonical N-Triples does."""
    return _ESCAPED.sub(_escape_character, value)


def _escape_character(match: re.Match[str]) -> str:
    character = match[0]
    return _SHORT.get(character) or f"\\u{ord(character):04X}"


@lru_cache(maxsize=4096)
def _iri(value: str) -> str:
    if not value or ":" not in value or _NOT_IN_IRI.search(value):
        raise ValueError(f"{value!r} is not an absolute IRI")
    return f"<{value}>"
