"""What questions about tasks ask of a graph, gathered in one pass over lines of N-Quads or N-Triples.

Lines must be laid out as the engine and a build write them: one statement a line, single spaces, nothing
escaped in an IRI. Of other lines `LayoutUnusual` is raised; the engine can write the graph again. Terms stay
as they are written. Of a graph of tasks six in ten statements are gathered, each in some 230 bytes of memory.
"""

from __future__ import annotations

import gzip
import re
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Final, TypeAlias

from ontology.vocab import DCTERMS, OA, ORG, PROV, RDF, RDFS, SKOS, Vocabulary

_READ_AT_ONCE: Final = 4 << 20

_ESCAPED: Final = re.compile(rb"\\[uU]")

Held: TypeAlias = dict[bytes, bytes]
Lists: TypeAlias = defaultdict[bytes, list[bytes]]

KINDS: Final = (
    *("Task", "Duty", "Measure", "Indicator", "Goal"),
    *("Assignment", "Citation", "Document", "Annex"),
)
"""Classes, by local name, whose things are gathered."""

_FROM_OBJECTS: Final = frozenset({"leads", "coordinates", "task", "implements", "annexOf"})
_LISTS: Final = frozenset({*_FROM_OBJECTS, "hasSelector"})
_LESS: Final = ord("<")
_QUOTE: Final = ord('"')


MOST_GATHERED: Final = 8_000_000
"""Statements that are gathered, with somewhat less than 2 GB of memory; of a larger graph none are."""


class TooMany(Exception):
    """Say that a graph has more statements about tasks than are gathered."""


class LayoutUnusual(Exception):
    """Say that a file has lines that are not laid out as the engine writes them."""


class Gathered:
    """The gathered statements, with terms as they are written; `things` are those of each class of `KINDS`.

    `first` holds, by property and subject, the first object that was met, `more` all of them where there is
    another. `lists` holds those of `hasSelector` by subject, and by object the subjects of `leads`,
    `coordinates`, `task`, `implements` and `annexOf`.
    """

    def __init__(self, names: Vocabulary) -> None:
        self.things: dict[str, dict[bytes, None]] = {kind: {} for kind in KINDS}
        self.tasks = self.things["Task"]
        self.first: dict[str, Held] = {}
        self.more: dict[str, Lists] = {}
        self.lists: dict[str, Lists] = {}
        for name in _properties(names):
            if name in _LISTS:
                self.lists[name] = defaultdict(list)
            else:
                self.first[name], self.more[name] = {}, defaultdict(list)

    def count(self) -> int:
        """Count what is held, but further objects of a property that has one."""
        return sum(map(len, self.first.values())) + sum(map(len, self.lists.values()))

    def of(self, name: str, subject: bytes) -> tuple[bytes, ...]:
        """Give the objects that a property has with a subject, each once."""
        value = self.first[name].get(subject)
        if value is None:
            return ()
        more = self.more[name]
        return tuple(dict.fromkeys((value, *more[subject]))) if subject in more else (value,)

    def listed(self, name: str, key: bytes) -> tuple[bytes, ...]:
        """Give what a property of `lists` has under a key, each once."""
        found = self.lists[name].get(key)
        if found is None:
            return ()
        return tuple(found) if len(found) == 1 else tuple(dict.fromkeys(found))


def gather(paths: Iterable[Path], names: Vocabulary, *, is_canonical: bool) -> Gathered:
    """Read the files of one graph; `is_canonical` says that the engine or a build wrote them.

    Files end in `.gz` where they are packed. Raises LayoutUnusual, TooMany, and OSError where one
    cannot be read.
    """
    facts = Gathered(names)
    reading = _Pass(facts, names, is_canonical=is_canonical)
    for path in paths:
        for part in parts_of(path, is_canonical=is_canonical):
            reading.take(part)
            if facts.count() > MOST_GATHERED:
                raise TooMany
    return facts


def _properties(names: Vocabulary) -> Mapping[str, str]:
    nv = names.nv
    told = ("statedIn", "sequence", "code", "sectionPath", "output", "number", "deadline", "start", "due")
    spans = ("startEarliest", "startPrecision", "dueEarliest", "precision")
    more = ("dueLatest", "deadlineText", "role", "assignee", "assigneePerson", "asWritten", "fileName")
    placed = ("inSection", "isLead")
    return {
        **{name: getattr(nv, name) for name in (*told, *more, *spans, *placed, *_FROM_OBJECTS)},
        **{"title": DCTERMS.title, "label": RDFS.label, "name": SKOS.prefLabel},
        **{"quoted": PROV.wasQuotedFrom, "post": ORG.postIn},
        **{"hasSource": OA.hasSource, "hasSelector": OA.hasSelector, "exact": OA.exact},
        **{"opens": OA.start, "closes": OA.end},
    }


def parts_of(path: Path, *, is_canonical: bool) -> Iterator[bytes]:
    """Read a file in parts that end with a line.

    Raises LayoutUnusual where the engine or a build did not write it and names may be escaped or lines may
    end in another way, and OSError.
    """
    with _open(path) as data:
        while part := data.read(_READ_AT_ONCE):
            part += data.readline()
            escaped = b"\\" in part and _ESCAPED.search(part)
            if not is_canonical and (b"\r" in part or part.startswith(BOM_UTF8) or escaped):
                raise LayoutUnusual
            yield part


def _open(path: Path) -> IO[bytes]:
    return gzip.open(path, "rb") if path.name.lower().endswith(".gz") else path.open("rb")  # type: ignore[return-value]


class _Pass:
    """Puts statements into their places; a property that was met is known by its bytes."""

    def __init__(self, facts: Gathered, names: Vocabulary, *, is_canonical: bool) -> None:
        self._facts, self._is_canonical = facts, is_canonical
        self._type = f"<{RDF.type}>".encode()
        self._kinds = {f"<{getattr(names.nv, kind)}>".encode(): held for kind, held in facts.things.items()}
        self._others: set[bytes] = set()
        self._same: Held = {}
        wanted = {name: f"<{iri}>".encode() for name, iri in _properties(names).items()}
        self._held = {wanted[name]: (held, facts.more[name]) for name, held in facts.first.items()}
        self._lists = {wanted[name]: lists for name, lists in facts.lists.items()}
        self._from_objects = {wanted[name] for name in _FROM_OBJECTS}

    def take(self, part: bytes) -> None:
        """Take the statements of a part of a file that ends with a line."""
        others, same, held, last = self._others, self._same, self._held, b""
        for line in part.split(b"\n"):
            try:
                subject, predicate, rest = line.split(b" ", 2)
            except ValueError:
                if line:
                    raise LayoutUnusual from None
                continue
            if subject == last:
                subject = last  # the same bytes stand in memory once
            else:
                self._check(subject)
                last = subject
            if predicate in others:
                continue
            if predicate not in held:
                self._take_other(subject, predicate, rest)
                continue
            first, more = held[predicate]
            sign = rest[0]
            # Graphs hold no quotation mark; what stands in a literal is looked at when it is read.
            if sign == _QUOTE:
                value = rest[: rest.find(b" ", rest.rfind(b'"') + 1)]
            elif sign == _LESS:
                value = _named(rest)
                value = same.setdefault(value, value)
            else:
                value = self._blank(rest)
            known = first.setdefault(subject, value)
            if known is not value and known != value:
                more[subject].append(value)

    def _take_other(self, subject: bytes, predicate: bytes, rest: bytes) -> None:
        if predicate != self._type and predicate not in self._lists:
            self._check(predicate)
            self._others.add(predicate)
            return
        if rest[0] == _QUOTE:
            return  # a literal is of no class, and nothing is stated of one
        value = _named(rest) if rest[0] == _LESS else self._blank(rest)
        if predicate == self._type:
            things = self._kinds.get(value)
            if things is not None:
                things[subject] = None
        else:
            value = self._same.setdefault(value, value)
            if predicate in self._from_objects:
                subject, value = value, subject
            self._lists[predicate][subject].append(value)

    def _check(self, term: bytes) -> None:
        if not (term.startswith(b"<") and term.find(b">") == len(term) - 1):
            self._blank(term)

    def _blank(self, rest: bytes) -> bytes:
        """Cut out the blank node that a text begins with; a label means something in one file alone."""
        if not (self._is_canonical and rest.startswith(b"_:")):
            raise LayoutUnusual
        return rest.split(b" ", 1)[0]


def _named(rest: bytes) -> bytes:
    """Cut out the IRI that a text begins with; raises LayoutUnusual for a triple term (RDF 1.2, N-Quads)."""
    if rest[1:2] == b"<":
        raise LayoutUnusual
    return rest[: rest.index(b">") + 1]
