"""Tell apart the documents of one build: equal texts, and different texts with one number.

Two files with the same text are one document: it is read once, and the ledger names the other file.
Two files with different texts that bear the same number, issuer and year (a draft and the issued text,
a full text and a digest) are two documents: both are kept, each in a graph of its own, the later one by
file path under an IRI with a number added. Nothing is merged in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace as with_parts

from msgspec.structs import replace

from graph_build.issues import doubtful
from graph_build.naming import named
from graph_build.records import Citation, DocumentRecord, Issue
from ontology.iris import (
    DocumentId,
    DutyId,
    IndicatorId,
    MeasureId,
    Tails,
    TaskId,
    parse,
)


def tell_apart(records: Sequence[DocumentRecord], base: str) -> list[DocumentRecord]:
    """Give the distinct documents among resolved records, in the same order, each with an IRI of its own.

    Raises RecordInvalid for a record whose IRI does not name a document.
    """
    first: dict[str, DocumentRecord] = {}
    repeats: dict[str, list[str]] = {}
    for record in records:
        if first.setdefault(record.text_sha256, record) is not record:
            repeats.setdefault(record.text_sha256, []).append(record.source_name)
    slugs: dict[tuple[str, str], Tails] = {}
    owners: dict[str, str] = {}
    kept = []
    for record in first.values():
        document = named(record.iri, DocumentId, base, record.source_name)
        taken = slugs.setdefault((document.issuer, document.year), Tails())
        own = with_parts(document, slug=taken.take(document.slug))
        notes = [_same_text(name) for name in repeats.get(record.text_sha256, ())]
        if own != document:
            notes.append(_same_number(record, owners[document.iri(base)]))
            record = move(record, own, base)  # noqa: PLW2901 - the same document under its own name
        owners.setdefault(own.iri(base), record.source_name)
        kept.append(replace(record, skipped=(*record.skipped, *notes)))
    return kept


def _same_text(name: str) -> Issue:
    return doubtful("duplicate-file", f"{name} holds the same text and was not read again.", text=name)


def _same_number(record: DocumentRecord, owner: str) -> Issue:
    number = record.header.number or record.header.title
    return doubtful("duplicate-document", f"{owner} bears {number!r} as well; both are kept.", text=number)


def move(record: DocumentRecord, document: DocumentId, base: str) -> DocumentRecord:
    """Give a record, and everything in it that belongs to its document, another document's IRI."""
    old, new = record.iri, document.iri(base)

    def own(iri: str | None) -> str | None:
        thing = parse(iri, base) if iri else None
        if isinstance(thing, (TaskId, DutyId, MeasureId, IndicatorId)):
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
    )
