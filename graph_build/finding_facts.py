"""What the rules for findings look at: a document with its text, and the little that is kept of it.

A rule within one document sees a `Source`. A rule between documents sees only `Facts`, which hold no text:
a build can let every document go as soon as its facts are taken.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_build.evidence_triples import check_quote
from graph_build.records import DocumentRecord, Evidence, Finding, Quote
from graph_build.text import evidence


class Source(NamedTuple):
    """A document to look at: its record, and the text that the record's offsets count in."""

    record: DocumentRecord
    text: str

    @property
    def name(self) -> str:
        """The document's IRI, or its file where it has none yet."""
        return self.record.iri or self.record.source_name

    def quote(self, start: int, end: int) -> Quote:
        """Quote `text[start:end]`; raises ValueError for an empty span."""
        return Quote(document=self.name, evidence=evidence(self.text, start, end))

    def proof(self, words: Evidence) -> Quote:
        """Quote words that the record already holds; raises RecordInvalid where the text has others."""
        return Quote(document=self.name, evidence=check_quote(self.text, words, self.record.source_name))


class ActDate(NamedTuple):
    """The date that a document usually gives a national act, at the first spot that does."""

    iri: str
    number: str
    date: str
    quote: Quote


class PersonNamed(NamedTuple):
    """A spelling of a person's name with one post: how often it is printed, and where first."""

    name: str
    post: str
    body: str
    times: int
    quote: Quote


class UnitNamed(NamedTuple):
    """A spelling of a unit's name, as whom it was read, and where it is printed first."""

    written: str
    name: str
    known: bool
    quote: Quote


class Facts(NamedTuple):
    """What is kept of one document: the findings within it, and what findings between documents need.

    Every quote was checked against the text when the facts were taken. `text_sha256` names the text.
    """

    document: str
    source_name: str
    text_sha256: str
    findings: tuple[Finding, ...]
    acts: tuple[ActDate, ...]
    people: tuple[PersonNamed, ...]
    units: tuple[UnitNamed, ...]
