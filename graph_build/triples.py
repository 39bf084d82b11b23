"""Records to quads: the only place, with its three neighbours, that knows how a record becomes RDF.

A document gives one named graph. What it says about things that are not its own (units that the
register lacks, documents it cites) is handed on as facts, because other documents speak of them too;
`shared_triples` makes one description of each. Nothing here reads a clock, a file or another document,
so the same record and text give the same lines.

Reads a resolved `DocumentRecord` and the text of its snapshot; gives a `DocumentGraph`.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_build.draft import Draft
from graph_build.evidence_triples import EvidenceWriter, TextSource
from graph_build.mandate_triples import MandateWriter, SectionNames, sections_of
from graph_build.naming import named
from graph_build.nquads import Quads
from graph_build.records import Citation, DocumentRecord, Header, Issue, Person, Signer
from graph_build.shared_triples import ActorFact, Actors, DocumentFact, NameToIri, describe_document
from ontology.iris import (
    CitationId,
    DocumentGraphId,
    DocumentId,
    LedgerId,
    PartId,
    PersonId,
    SnapshotId,
)
from ontology.numbers import number_key
from ontology.vocab import DCTERMS, FOAF, RDFS, Vocabulary


def document_relation(record: DocumentRecord, citation: Citation) -> str:
    """Name the relation between two documents that a citation states.

    A document implements what its title or opening names, is based on what its "Căn cứ" items open with,
    and is annexed to the act that its title or its annex says it goes with; it amends, corrects, replaces or
    consolidates what its own words do that to (`act_changes`). A clause deep in a task ("… triển khai Nghị
    quyết …") says that of the task, not of the document: there the document only cites.
    """
    if any(citation.start == one.start for one in record.implements):
        return "implements"
    if any(citation.start == one.start for one in record.legal_basis):
        return "basedOn"
    if citation.number is not None and _is_annexed(record.header, citation):
        return "annexOf"
    return citation.role if citation.change is not None else "cites"


def _is_annexed(header: Header, citation: Citation) -> bool:
    own = header.attached_to
    if own is not None and own.start <= citation.start and citation.end <= own.end:
        return True
    named = (annex.number_as_cited == citation.number for annex in header.annexes)
    return citation.role == "annexed_to" and any(named)


@dataclass(frozen=True, slots=True)
class DocumentGraph:
    """What one document says, ready for the store.

    `lines` are sorted canonical N-Quads, all in the named graph `graph`; `actors` and `cited` are what
    the document says about things that it does not own.
    """

    iri: str
    graph: str
    lines: list[str]
    actors: frozenset[ActorFact]
    cited: tuple[DocumentFact, ...]


def document_graph(
    record: DocumentRecord, text: str, vocabulary: Vocabulary, kind_class: NameToIri
) -> DocumentGraph:
    """Turn a resolved record into the quads of its document.

    `kind_class` gives the class of a kind of document as written ("Quyết định"). Raises RecordInvalid
    where the record has no identity or a quote is not what the text holds at its place, and ValueError
    where a date or IRI is malformed: each is a fault of an earlier stage.
    """
    document = named(record.iri, DocumentId, vocabulary.base, record.source_name)
    quads = Quads(DocumentGraphId(document).iri(vocabulary.base))
    source = TextSource(text, record.text_sha256)
    proofs = EvidenceWriter(quads, vocabulary, document, source)
    draft = Draft(document, vocabulary, quads, proofs, Actors(quads, vocabulary))
    writer = _DocumentWriter(draft)
    writer.header(record.header, kind_class, record.source_name)
    writer.signature(record.header)
    writer.snapshot(record, len(text))
    writer.annexes(record.header)
    cited = writer.citations(record)
    sections = SectionNames(document, vocabulary, sections_of(record))
    sections.write(quads)
    MandateWriter(draft, sections).write(record, {fact.key: fact.iri for fact in cited if fact.key})
    writer.ledger(record.skipped)
    return DocumentGraph(draft.iri, quads.graph, quads.lines(), draft.actors.facts(), cited)


class _DocumentWriter:
    """Write what the document says about itself and about other documents."""

    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.quads = draft.quads
        self.proofs = draft.proofs
        self.vocabulary = draft.vocabulary
        self.nv = draft.vocabulary.nv
        self.document = draft.document
        self.iri = draft.iri

    def header(self, header: Header, kind_class: NameToIri, file: str) -> None:
        quads, nv, iri = self.quads, self.nv, self.iri
        number = header.number or ""
        kind, date, whose = header.type or "", header.date or "", header.issuer or ""
        fact = DocumentFact(iri, number_key(number), number, kind, date, whose, header.title)
        describe_document(quads, self.vocabulary, fact, kind_class)
        if not (number or kind or header.title):
            quads.text(iri, RDFS.label, file)
        quads.flag(iri, nv.inCorpus, True)
        if header.issuer_iri and header.issuer:
            issuer = ActorFact(header.issuer_iri, "unit", header.issuer, parent=header.parent_issuer or "")
            quads.link(iri, nv.issuedBy, self.draft.actors.named(issuer))
        for one in header.joint_issuers:
            if one.iri:
                joint = ActorFact(one.iri, "unit", one.name, parent=header.parent_issuer or "")
                quads.link(iri, nv.issuedBy, self.draft.actors.named(joint))
            self.proofs.prove(iri, one.evidence)
        quads.text(iri, nv.place, header.place)
        quads.text(iri, nv.proposedBy, header.proposed_by)
        quads.text(iri, nv.effectiveText, header.effective)
        quads.date(iri, nv.expiresOn, header.expires)
        for recipient in header.recipients:
            quads.text(iri, nv.recipient, recipient)
        self.proofs.prove(
            iri,
            header.number_evidence,
            header.date_evidence,
            header.title_evidence,
            header.issuer_evidence,
            header.effective_evidence,
        )

    def signature(self, header: Header) -> None:
        """State who signed; of a joint document each signer holds the post in the body signed for."""
        for signer in (header.signer, *header.joint_signers):
            if signer is not None:
                body = signer.organisation if header.joint_issuers else header.issuer
                self._signer(signer, body, header)

    def _signer(self, signer: Signer, body: str | None, header: Header) -> None:
        quads, nv, iri = self.quads, self.nv, self.iri
        quads.text(iri, nv.signerPost, signer.post)
        quads.text(iri, nv.signsFor, signer.signs_for)
        self.proofs.prove(iri, signer.evidence)
        if not signer.name:
            return
        person = PersonId.of(signer.name, body).iri(self.vocabulary.base)
        quads.type(person, FOAF.Person)
        quads.text(person, FOAF.name, signer.name)
        quads.link(iri, nv.signedBy, person)
        if header.joint_issuers and body is not None:
            issuers = {header.issuer: header.issuer_iri} | {one.name: one.iri for one in header.joint_issuers}
            self.draft.actors.place(
                Person(name=signer.name, post=signer.post, organisation=body, organisation_iri=issuers[body]),
                person,
            )

    def snapshot(self, record: DocumentRecord, characters: int) -> None:
        quads, nv = self.quads, self.nv
        snapshot = SnapshotId.of(record.text_sha256).iri(self.vocabulary.base)
        quads.link(self.iri, nv.hasSnapshot, snapshot)
        quads.type(snapshot, nv.TextSnapshot)
        quads.text(snapshot, nv.sha256, record.sha256)
        quads.text(snapshot, nv.textSha256, record.text_sha256)
        quads.number(snapshot, nv.characterCount, characters)
        quads.text(snapshot, DCTERMS.format, record.media_type)
        quads.text(snapshot, nv.fileName, record.source_name)

    def annexes(self, header: Header) -> None:
        for number, annex in enumerate(header.annexes, 1):
            part = PartId(self.document, f"annex-{number}").iri(self.vocabulary.base)
            self.quads.type(part, self.nv.Annex)
            self.quads.text(part, RDFS.label, annex.title or annex.type, "vi")
            self.quads.link(part, self.nv.annexOf, self.iri)
            self.proofs.prove_span(part, annex.start, annex.end)

    def citations(self, record: DocumentRecord) -> tuple[DocumentFact, ...]:
        facts: dict[DocumentFact, None] = {}
        for citation in (*record.implements, *record.legal_basis, *record.citations):
            self._citation(citation, document_relation(record, citation))
            if citation.iri and citation.iri != self.iri:
                facts[DocumentFact.of(citation)] = None
        return tuple(facts)

    def _citation(self, citation: Citation, relation: str) -> None:
        quads, nv, vocabulary = self.quads, self.nv, self.vocabulary
        subject = CitationId(self.document, citation.start, citation.end).iri(vocabulary.base)
        quads.type(subject, nv.Citation)
        quads.link(subject, nv.citingDocument, self.iri)
        quads.link(subject, nv.citedDocument, citation.iri)
        if citation.iri is None:
            quads.text(subject, nv.citedName, citation.name or citation.surface)
        quads.link(subject, nv.citationRole, vocabulary.citation_role(citation.role))
        quads.text(subject, nv.asWritten, citation.surface)
        self.proofs.prove_span(subject, citation.start, citation.end)
        if citation.provision is not None:
            words = citation.provision.exact.replace("*", "")
            quads.text(subject, nv.citedProvision, " ".join(words.split()))
            self.proofs.quote(subject, nv.provisionQuote, citation.provision)
        if citation.change is not None:
            self.proofs.quote(subject, nv.changeQuote, citation.change)
            quads.text(subject, nv.changeDay, citation.change_day)
        if citation.iri != self.iri:
            quads.link(self.iri, getattr(nv, relation), citation.iri)

    def ledger(self, issues: tuple[Issue, ...]) -> None:
        quads, nv = self.quads, self.nv
        for number, issue in enumerate(issues, 1):
            entry = LedgerId(self.document, number).iri(self.vocabulary.base)
            quads.type(entry, nv.LedgerEntry)
            quads.text(entry, nv.issueCode, issue.code)
            quads.text(entry, nv.reason, issue.why)
            quads.text(entry, nv.asWritten, issue.text)
            quads.flag(entry, nv.kept, issue.kept)
            quads.link(entry, nv.inDocument, self.iri)
            quads.number(entry, nv.startOffset, issue.start)
            quads.number(entry, nv.endOffset, issue.end)
