"""Accepted outcomes as RDF: a named graph of their own, each marked as what a person decided, and why.

Rejected ones are left out, and so are suggestions on which nobody decided. The graph is labelled as decided
by readers, which no document states.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from graph_build.nquads import Quads
from graph_build.terms import is_iri
from ontology.vocab import PROV, RDFS, XSD, vocabulary
from queries.verdicts import Verdict, Verdicts

LABEL: Final = {
    "vi": "Kết quả nhiệm vụ do người đọc xác nhận; không phải điều văn bản nêu",
    "en": "Outcomes of tasks as decided by readers; not stated by documents",
}


def graph_name(base: str) -> str:
    """Give the name of the graph of accepted outcomes."""
    return f"{base}graph/verdicts"


def lines(verdicts: Verdicts, base: str) -> list[str]:
    """Give the accepted outcomes as sorted lines of N-Quads; what is named by no IRI is left out."""
    graph, nv = graph_name(base), vocabulary(base).nv
    quads = Quads(graph)
    accepted = [one for one in verdicts if one.kind == "outcome" and one.verdict == "accepted"]
    told = [one for one in accepted if is_iri(one.first) and is_iri(one.second)]
    if told:
        for language, label in LABEL.items():
            quads.text(graph, RDFS.label, label, language)
    for one in told:
        subject = f"{base}id/verdict/{_name(one)}"
        quads.type(subject, nv.OutcomeVerdict, PROV.Entity)
        quads.link(subject, nv.judgedTask, one.first)
        quads.link(subject, nv.acceptedOutcome, one.second)
        quads.text(subject, nv.judgedBy, one.by)
        quads.text(subject, RDFS.comment, one.reason)
        if len(one.at) > len("2026-01-31"):
            moment = datetime.fromisoformat(one.at).isoformat()
            quads.typed(subject, PROV.generatedAtTime, moment, XSD.dateTime)
    return quads.lines()


def _name(verdict: Verdict) -> str:
    told = json.dumps(verdict.as_object(), sort_keys=True)
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def as_nquads(verdicts: Verdicts, base: str) -> Iterable[bytes]:
    """Give the lines as they are written to a file."""
    return (f"{line}\n".encode("utf-8", "surrogatepass") for line in lines(verdicts, base))
