"""Write the proof of facts: quoted spans of a text snapshot (Web Annotation Data Model, section 4.2).

Every quote is checked against the text before it is written: a graph never shows words as proof that
the document does not hold at that place.
"""

from __future__ import annotations

from typing import NamedTuple

from graph_build.errors import RecordInvalid
from graph_build.nquads import Quads
from graph_build.records import Evidence
from graph_build.text import evidence
from ontology.iris import DocumentId, EvidenceId, PartId, SnapshotId
from ontology.vocab import OA, PROV, Vocabulary


class TextSource(NamedTuple):
    """The text that is quoted from, and the SHA-256 of its UTF-8 bytes.

    The text is None where every quote was checked against it when it was made (`check_quote`), so that
    the text need not be kept until its quotes are written.
    """

    text: str | None
    sha256: str


def check_quote(text: str, proof: Evidence, source_name: str) -> Evidence:
    """Give the evidence back where all its pieces stand in the text at their places.

    Raises RecordInvalid, named after the document, where one does not.
    """
    for piece in (proof, *proof.parts):
        if not 0 <= piece.start < piece.end or text[piece.start : piece.end] != piece.exact:
            place = f"{piece.start}-{piece.end}"
            raise RecordInvalid(source_name, f"{piece.exact[:60]!r} does not stand at {place}")
    return proof


class EvidenceWriter:
    """Write evidence of one document into its graph, each span once."""

    def __init__(
        self, quads: Quads, vocabulary: Vocabulary, document: DocumentId, source: TextSource
    ) -> None:
        self._quads = quads
        self._nv = vocabulary.nv
        self._base = vocabulary.base
        self._document = document
        self._text = source.text
        self._snapshot = SnapshotId.of(source.sha256).iri(self._base)
        self._written: dict[EvidenceId, Evidence] = {}

    def prove(self, fact: str, *proofs: Evidence | None) -> None:
        """Say that a fact was quoted from spans of the text, every piece of a broken one included.

        Raises RecordInvalid where a quote does not stand in the text at its place.
        """
        for proof in proofs:
            if proof is None:
                continue
            if self._text is not None:
                check_quote(self._text, proof, self._document.path)
            for piece in (proof, *proof.parts):
                self._quads.link(fact, PROV.wasQuotedFrom, self._write(piece))

    def quote(self, fact: str, relation: str, proof: Evidence) -> None:
        """Link a fact to a quote by another relation than proof; raises RecordInvalid as `prove` does."""
        if self._text is not None:
            check_quote(self._text, proof, self._document.path)
        self._quads.link(fact, relation, self._write(proof))

    def prove_span(self, fact: str, start: int, end: int) -> None:
        """Say that a fact was quoted from `text[start:end]`; raises ValueError where no text is at hand."""
        self.prove(fact, evidence(self._text or "", start, end))

    def _write(self, piece: Evidence) -> str:
        name = EvidenceId(self._document, piece.start, piece.end, piece.table, piece.row, piece.column)
        subject = name.iri(self._base)
        if name in self._written:
            return subject
        self._written[name] = piece
        quads, nv = self._quads, self._nv
        quote = PartId(name, "quote").iri(self._base)
        position = PartId(name, "position").iri(self._base)
        quads.type(subject, OA.SpecificResource)
        quads.link(subject, OA.hasSource, self._snapshot)
        quads.link(subject, OA.hasSelector, quote)
        quads.link(subject, OA.hasSelector, position)
        quads.type(quote, OA.TextQuoteSelector)
        quads.text(quote, OA.exact, piece.exact)
        quads.text(quote, OA.prefix, piece.prefix)
        quads.text(quote, OA.suffix, piece.suffix)
        quads.type(position, OA.TextPositionSelector)
        quads.number(position, OA.start, piece.start)
        quads.number(position, OA.end, piece.end)
        quads.number(subject, nv.page, piece.page)
        quads.number(subject, nv.tableNumber, piece.table)
        quads.number(subject, nv.rowNumber, piece.row)
        quads.number(subject, nv.columnNumber, piece.column)
        return subject
