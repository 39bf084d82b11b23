"""The graph of one document while it is being written."""

from __future__ import annotations

from typing import NamedTuple

from graph_build.evidence_triples import EvidenceWriter
from graph_build.nquads import Quads
from graph_build.shared_triples import Actors
from ontology.iris import DocumentId
from ontology.vocab import Vocabulary


class Draft(NamedTuple):
    """What every part of the writing needs; all writers of one document share one draft."""

    document: DocumentId
    vocabulary: Vocabulary
    quads: Quads
    proofs: EvidenceWriter
    actors: Actors

    @property
    def iri(self) -> str:
        """Give the IRI of the document."""
        return self.document.iri(self.vocabulary.base)
