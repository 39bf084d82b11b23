"""Tell apart the documents of one build: equal texts, and different texts with one number.

Two files with the same text are one document: it is read once, and the ledger names the other file. So are
two files with the same words in the same order that bear the same number: one document in two formats.
Two files with different texts that bear the same number, issuer and year (a draft and the issued text,
a full text and a digest) are two documents: both are kept, each in a graph of its own, the later one by
file path under an IRI with a number added. Nothing is merged in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_parts
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from graph_build.issues import doubtful
from graph_build.naming import named
from graph_build.records import Citation, DocumentRecord, Issue
from ontology.iris import (
    DocumentId,
    DutyId,
    GoalId,
    IndicatorId,
    MeasureId,
    Tails,
    TaskId,
    parse,
)


class Identity(msgspec.Struct, frozen=True):
    """What tells a document from others: its IRI, the hashes of text and file, and names for the ledger."""

    iri: str | None
    text_sha256: str
    sha256: str
    source_name: str
    label: str
    words_sha256: str = ""

    @classmethod
    def of(cls, record: DocumentRecord) -> Identity:
        """Take the identity out of a record."""
        label = record.header.number or record.header.title
        return cls(
            record.iri, record.text_sha256, record.sha256, record.source_name, label, record.words_sha256
        )


class Distinct(NamedTuple):
    """A document that is none of the others: its place among the identities, its own IRI, what to note."""

    place: int
    iri: str
    notes: tuple[Issue, ...]


def tell_apart(identities: Sequence[Identity], base: str) -> list[Distinct]:
    """Find the distinct documents among identities, in the same order, each with an IRI of its own.

    Raises RecordInvalid for an IRI that does not name a document.
    """
    first: dict[tuple[str, str], int] = {}
    repeats: dict[int, list[Issue]] = {}
    for index, one in enumerate(identities):
        text, words = ("", one.text_sha256), (one.iri or "", one.words_sha256)
        known = first.setdefault(text, first.get(words, index) if all(words) else index)
        if all(words):
            first.setdefault(words, known)
        if known == index:
            repeats[index] = []
        else:
            same = identities[known].text_sha256 == one.text_sha256
            repeats[known].append((_same_text if same else _same_words)(one.source_name))
    slugs: dict[tuple[str, str], Tails] = {}
    owners: dict[str, str] = {}
    kept = []
    for index, notes in repeats.items():
        one = identities[index]
        document = named(one.iri, DocumentId, base, one.source_name)
        taken = slugs.setdefault((document.issuer, document.year), Tails())
        own = with_parts(document, slug=taken.take(document.slug))
        if own != document:
            notes.append(_same_number(one.label, owners[document.iri(base)]))
        iri = own.iri(base)
        owners.setdefault(iri, one.source_name)
        kept.append(Distinct(index, iri, tuple(notes)))
    return kept


def _same_text(name: str) -> Issue:
    return doubtful("duplicate-file", f"{name} holds the same text and was not read again.", text=name)


def _same_words(name: str) -> Issue:
    why = f"{name} holds the same words in another format and was not read again."
    return doubtful("duplicate-format", why, text=name)


def _same_number(number: str, owner: str) -> Issue:
    return doubtful("duplicate-document", f"{owner} bears {number!r} as well; both are kept.", text=number)


def move(record: DocumentRecord, document: DocumentId, base: str) -> DocumentRecord:
    """Give a record, and everything in it that belongs to its document, another document's IRI."""
    old, new = record.iri, document.iri(base)

    def own(iri: str | None) -> str | None:
        thing = parse(iri, base) if iri else None
        if isinstance(thing, (TaskId, DutyId, MeasureId, IndicatorId, GoalId)):
            return with_parts(thing, document=document).iri(base)
        return iri

    def cited(citations: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(replace(one, iri=new) if one.iri == old else one for one in citations)

    return replace(
        record,
        iri=new,
        implements=cited(record.implements),
        legal_basis=cited(record.legal_basis),
        citations=cited(record.citations),
        tasks=tuple(replace(one, iri=own(one.iri)) for one in record.tasks),
        duties=tuple(replace(one, iri=own(one.iri)) for one in record.duties),
        measures=tuple(replace(one, iri=own(one.iri)) for one in record.measures),
        indicators=tuple(replace(one, iri=own(one.iri)) for one in record.indicators),
        goals=tuple(replace(one, iri=own(one.iri)) for one in record.goals),
    )
