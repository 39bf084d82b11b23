"""What documents state, as traces and comparisons read it, in the file of the table of tasks.

To look up one mandate with the words that prove it takes the engine some twenty single reads, and the matrix
of a plan needs those of five hundred. The writer of the table of tasks adds, from the same statements,

    mandate    IRI, document, place of the kind in `KINDS`, and what is told of it (`Told`) as JSON, NULL
               where the graph says something that only the engine weighs, such as two names or two kinds;
               such a mandate has a row for each of its documents and kinds

and "mandates" in `about` tells the version of it; of a graph with blank nodes for mandates or documents it
writes none.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from graph_build.task_lines import Gathered
from graph_build.task_terms import Odd, number, text
from ontology.vocab import XSD

LAYOUT: Final = "2"
"""The version of what is told of mandates; a reader takes no other."""

KINDS: Final = ("Task", "Duty", "Measure", "Indicator", "Goal")
NOWHERE: Final = -1
"""Stands for the document of a mandate that is stated in none."""

_OTHERS: Final = ("Document", "Annex")
_SCHEMA: Final = """
CREATE TABLE mandate (iri TEXT NOT NULL, document INTEGER NOT NULL, kind INTEGER NOT NULL, told TEXT);
"""
INDEXES: Final = """
CREATE INDEX mandate_iri ON mandate (iri);
CREATE INDEX mandate_document ON mandate (document);
"""
_FLAGS: Final = {f'"{said}"^^<{XSD.boolean}>'.encode(): said for said in ("true", "false")}


class Quoted(msgspec.Struct, array_like=True, frozen=True):
    """Words that prove a mandate: their evidence, the text they stand in, and where (code points from 0).

    The two IRIs are written as `shortened` does.
    """

    evidence: str
    snapshot: str
    exact: str
    start: int
    end: int


class Told(msgspec.Struct, array_like=True, frozen=True):
    """What is told of a mandate; texts are "" where the graph says nothing, and `sequence` but of a task."""

    label: str
    code: str
    section: str
    section_title: str
    output: str
    sequence: str
    is_lead: str
    quotes: tuple[Quoted, ...]


class _Unnamed(Exception):
    """Say that a mandate or its document has no IRI."""


def shortened(iri: str, base: str) -> str:
    """Write an IRI with "~" for the base; no IRI begins so."""
    return f"~{iri.removeprefix(base)}" if iri.startswith(base) else iri


def lengthened(written: str, base: str) -> str:
    """Give the IRI that `shortened` wrote."""
    return base + written[1:] if written.startswith("~") else written


def fill(made: sqlite3.Connection, facts: Gathered, base: str, numbered: Callable[[bytes], int]) -> None:
    """Write the mandates that were gathered; `numbered` gives the number of a document in the table."""
    telling = _Telling(facts, base)
    made.execute(_SCHEMA)
    made.execute("SAVEPOINT mandates")
    try:
        made.executemany("INSERT INTO mandate VALUES (?, ?, ?, CAST(? AS TEXT))", telling.rows(numbered))
        made.execute("INSERT INTO about VALUES ('mandates', ?)", [LAYOUT])
    except _Unnamed:
        made.execute("ROLLBACK TO mandates")
    made.execute("RELEASE mandates")


class _Telling:
    """Tells of single mandates; raises `Odd` for what only the engine weighs."""

    def __init__(self, facts: Gathered, base: str) -> None:
        self._facts, self._base = facts, base

    def rows(self, numbered: Callable[[bytes], int]) -> Iterator[tuple[str, int, int, bytes | None]]:
        """Give the rows of the table; raises _Unnamed."""
        for kind, name in enumerate(KINDS):
            for mandate in self._facts.things[name]:
                if not mandate.startswith(b"<"):
                    raise _Unnamed
                documents = self._facts.of("statedIn", mandate)
                if any(not one.startswith(b"<") for one in documents):
                    raise _Unnamed
                told = None
                if len(documents) < 2 and self._has_one_kind(mandate):
                    told = self._told(mandate, kind)
                for number_ in map(numbered, documents) if documents else (NOWHERE,):
                    yield mandate[1:-1].decode("utf-8"), number_, kind, told

    def _has_one_kind(self, mandate: bytes) -> bool:
        return sum(mandate in self._facts.things[kind] for kind in (*KINDS, *_OTHERS)) == 1

    def _told(self, mandate: bytes, kind: int) -> bytes | None:
        """Write what is told of a mandate; None where only the engine can."""
        try:
            title, sequence = (self._only(name, mandate) for name in ("title", "sequence"))
            told = Told(
                label=self._text("label", mandate) or ("" if title is None else text(title)),
                code=self._text("code", mandate),
                section=self._text("sectionPath", mandate),
                section_title=self._section_title(mandate),
                output=self._text("output", mandate),
                sequence="" if sequence is None or KINDS[kind] != "Task" else str(number(sequence)),
                is_lead=self._flag(mandate),
                quotes=tuple(self._quotes(mandate)),
            )
        except Odd:
            return None
        return msgspec.json.encode(told)

    def _flag(self, mandate: bytes) -> str:
        flag = self._only("isLead", mandate)
        if flag is not None and flag not in _FLAGS:
            raise Odd
        return "" if flag is None else _FLAGS[flag]

    def _section_title(self, mandate: bytes) -> str:
        section = self._only("inSection", mandate)
        return "" if section is None else self._text("label", section)

    def _quotes(self, mandate: bytes) -> Iterator[Quoted]:
        facts = self._facts
        for evidence in facts.of("quoted", mandate):
            selectors = facts.listed("hasSelector", evidence)
            said = [one for selector in selectors for one in facts.of("exact", selector)]
            spans = [
                (opens, closes)
                for selector in selectors
                for opens in facts.of("opens", selector)
                for closes in facts.of("closes", selector)
            ]
            sources = facts.of("hasSource", evidence)
            if not (said and spans and sources):
                continue
            if len(said) + len(spans) + len(sources) > 3:
                raise Odd
            (words,), ((opens, closes),) = said, spans
            yield Quoted(
                self._named(evidence), self._named(sources[0]), text(words), number(opens), number(closes)
            )

    def _named(self, term: bytes) -> str:
        if not term.startswith(b"<"):
            raise Odd
        return shortened(term[1:-1].decode("utf-8"), self._base)

    def _text(self, name: str, subject: bytes) -> str:
        value = self._only(name, subject)
        return "" if value is None else text(value)

    def _only(self, name: str, subject: bytes) -> bytes | None:
        found = self._facts.of(name, subject)
        if len(found) > 1:
            raise Odd
        return found[0] if found else None
