"""Findings to quads: one named graph for all of them, beside the graphs of the documents.

Reads findings and the documents they quote; gives canonical N-Quads. A quote in another document keeps
the evidence IRI of that document, so that a finding and a task that rest on the same words share them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from graph_build.evidence_triples import EvidenceWriter, TextSource
from graph_build.finding_codes import CODES, Source
from graph_build.naming import named
from graph_build.nquads import Quads
from graph_build.records import Finding
from ontology.iris import DocumentId, FindingId
from ontology.vocab import RDFS, Vocabulary


def findings_triples(
    findings: Iterable[Finding], sources: Sequence[Source], vocabulary: Vocabulary
) -> list[str]:
    """Write findings as sorted lines of the graph for findings.

    A finding belongs to the document of its first quote and counts there from 1. Raises KeyError for a
    quote of a document that is not among `sources`, and RecordInvalid where the words do not stand there.
    """
    quads, nv = Quads(vocabulary.graph_findings), vocabulary.nv
    documents, writers = _writers(quads, sources, vocabulary)
    counts: Counter[str] = Counter()
    for finding in findings:
        first = finding.quotes[0].document
        counts[first] += 1
        subject = FindingId(documents[first], counts[first]).iri(vocabulary.base)
        quads.type(subject, nv.Finding)
        quads.text(subject, nv.findingCode, finding.code)
        quads.text(subject, nv.severity, finding.severity)
        quads.text(subject, RDFS.label, CODES[finding.code].name_vi, "vi")
        quads.text(subject, RDFS.label, CODES[finding.code].name_en, "en")
        quads.text(subject, nv.message, finding.message_vi, "vi")
        quads.text(subject, nv.message, finding.message_en, "en")
        for quote in finding.quotes:
            quads.link(subject, nv.foundIn, quote.document)
            writers[quote.document].prove(subject, quote.evidence)
    return quads.lines()


def _writers(
    quads: Quads, sources: Sequence[Source], vocabulary: Vocabulary
) -> tuple[Mapping[str, DocumentId], Mapping[str, EvidenceWriter]]:
    documents: dict[str, DocumentId] = {}
    writers: dict[str, EvidenceWriter] = {}
    for source in sources:
        document = named(source.record.iri, DocumentId, vocabulary.base, source.record.source_name)
        text = TextSource(source.text, source.record.text_sha256)
        documents[source.name] = document
        writers[source.name] = EvidenceWriter(quads, vocabulary, document, text)
    return documents, writers
