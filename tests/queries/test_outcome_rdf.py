"""Accepted outcomes as RDF: marked as verdicts, with name, reason and moment, in a graph of their own."""

from __future__ import annotations

import pyoxigraph as ox

from queries.outcome_rdf import as_nquads, graph_name
from queries.verdicts import Verdict, Verdicts

BASE = "https://w3id.org/nhiemvu/"
NV = f"{BASE}ontology#"
TASK, DECREE = f"{BASE}id/task/byt/2022/qd-2182/b/3.2", f"{BASE}id/document/cp/2025/nd-15"


def triples(*given: Verdict) -> set[tuple[str, str]]:
    read = list(ox.parse(b"".join(as_nquads(Verdicts(given), BASE)), format=ox.RdfFormat.N_QUADS))
    assert {quad.graph_name.value for quad in read} <= {graph_name(BASE)}
    return {(quad.predicate.value, getattr(quad.object, "value", "")) for quad in read}


def test_an_accepted_outcome_says_who_decided_and_why() -> None:
    at = "2026-01-31T08:00:00+07:00"
    told = triples(Verdict("outcome", TASK, "accepted", 'đã "ban hành"\nrồi', "Lê Văn An", DECREE, at))
    assert {
        (f"{NV}judgedTask", TASK),
        (f"{NV}acceptedOutcome", DECREE),
        (f"{NV}judgedBy", "Lê Văn An"),
        ("http://www.w3.org/2000/01/rdf-schema#comment", 'đã "ban hành"\nrồi'),
        ("http://www.w3.org/ns/prov#generatedAtTime", at),
        ("http://www.w3.org/1999/02/22-rdf-syntax-ns#type", f"{NV}OutcomeVerdict"),
    } <= told


def test_only_the_last_word_counts_and_only_acceptance_is_told() -> None:
    yes = Verdict("outcome", TASK, "accepted", "có", "An", DECREE)
    no = Verdict("outcome", TASK, "rejected", "không", "Bình", DECREE)
    finding = Verdict("finding", "urn:f", "accepted", "đúng", "An")
    assert triples(yes, no, finding) == set()
    assert (f"{NV}judgedBy", "An") in triples(no, yes)


def test_a_day_alone_is_no_moment_and_what_is_no_iri_is_left_out() -> None:
    told = triples(Verdict("outcome", TASK, "accepted", "có", "An", DECREE, "2026-01-31"))
    assert "http://www.w3.org/ns/prov#generatedAtTime" not in {predicate for predicate, _ in told}
    assert triples(Verdict("outcome", "not an iri", "accepted", "có", "An", DECREE)) == set()
