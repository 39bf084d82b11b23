"""Findings to quads: one named graph for all of them, beside the graphs of the documents.

Reads findings and the facts of the documents they quote; gives canonical N-Quads. A quote in another
document keeps the evidence IRI of that document, so that a finding and a task that rest on the same words
share them.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping

from graph_build.evidence_triples import EvidenceWriter, TextSource
from graph_build.finding_codes import CODES
from graph_build.finding_facts import Facts
from graph_build.naming import named
from graph_build.nquads import Quads
from graph_build.records import Finding
from ontology.iris import DocumentId, FindingId
from ontology.vocab import RDFS, Vocabulary


def findings_triples(
    findings: Iterable[Finding], facts: Iterable[Facts], vocabulary: Vocabulary
) -> list[str]:
    """Write findings as sorted lines of the graph for findings.

    A finding belongs to the document of its first quote. Its name rests on what it says and on the words of
    that quote with those around, neither on its place among others nor on where the words stand, so that what
    people decided about it holds while other findings come and go. Its quotes were checked when the facts
    were taken. Raises KeyError for a quote of a document that is not among `facts`.
    """
    quads, nv = Quads(vocabulary.graph_findings), vocabulary.nv
    documents, writers = _writers(quads, facts, vocabulary)
    same: Counter[tuple[DocumentId, str]] = Counter()
    for finding in findings:
        document, digest = documents[finding.quotes[0].document], _digest(finding)
        same[document, digest] += 1
        name = FindingId.of(document, finding.code, digest, same[document, digest])
        subject = name.iri(vocabulary.base)
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
    quads: Quads, facts: Iterable[Facts], vocabulary: Vocabulary
) -> tuple[Mapping[str, DocumentId], Mapping[str, EvidenceWriter]]:
    documents: dict[str, DocumentId] = {}
    writers: dict[str, EvidenceWriter] = {}
    for one in facts:
        document = named(one.document, DocumentId, vocabulary.base, one.source_name)
        documents[one.document] = document
        source = TextSource(None, one.text_sha256)
        writers[one.document] = EvidenceWriter(quads, vocabulary, document, source)
    return documents, writers


def _digest(finding: Finding) -> str:
    odd = finding.quotes[0].evidence
    told = (finding.code, *finding.values, odd.prefix, odd.exact, odd.suffix)
    joined = "\0".join(" ".join(words.split()) for words in told)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()
