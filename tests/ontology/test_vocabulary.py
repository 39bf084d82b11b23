"""The vocabulary: constants and Turtle are equal, and every term says what it means in both languages."""

from __future__ import annotations

import pytest
import rdflib
from rdflib import OWL, RDF, RDFS, SKOS

from ontology import vocab
from ontology.load import REGISTER_FILES, turtle
from ontology.vocab import DEFAULT_BASE, NV, BaseError, Namespace, Terms, Vocabulary, check_base

ELI = rdflib.Namespace("http://data.europa.eu/eli/ontology#")


def graph(name: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=turtle(name), format="turtle")


ONTOLOGY = graph("nhiemvu")
ALIGNMENT = graph("alignment")
TERMS = [rdflib.URIRef(name) for name in sorted(map(str, set(ONTOLOGY.subjects()))) if NV.namespace in name]
KINDS = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}


def test_constants_and_turtle_name_the_same_terms() -> None:
    assert {str(term) for term in TERMS} == {NV.namespace + name for name in Terms.names()}


def test_a_constant_is_the_iri_of_its_term() -> None:
    assert NV.leads == "https://w3id.org/nhiemvu/ontology#leads"
    assert Vocabulary("http://localhost/a/").nv.Task == "http://localhost/a/ontology#Task"


@pytest.mark.parametrize("term", TERMS, ids=lambda term: str(term).rpartition("#")[2])
def test_every_term_is_labelled_and_defined_in_vietnamese_and_english(term: rdflib.URIRef) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        texts = [text for text in ONTOLOGY.objects(term, predicate) if isinstance(text, rdflib.Literal)]
        assert sorted(text.language or "" for text in texts) == ["en", "vi"]
        assert all(text.strip() for text in texts)
    assert len(KINDS & set(ONTOLOGY.objects(term, RDF.type))) == 1
    assert ONTOLOGY.value(term, RDFS.isDefinedBy) == rdflib.URIRef(f"{DEFAULT_BASE}ontology")


def test_no_two_terms_share_a_definition() -> None:
    definitions = [str(text) for text in ONTOLOGY.objects(None, SKOS.definition)]
    derived = {text for text in definitions if definitions.count(text) > 1}
    assert not derived


def test_axioms_speak_of_terms_that_exist() -> None:
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf, OWL.inverseOf, RDFS.domain, RDFS.range):
        for target in ONTOLOGY.objects(None, predicate):
            assert target in TERMS or not str(target).startswith(NV.namespace)
    for name in ("subClassOf", "domain"):
        for target in ONTOLOGY.objects(None, RDFS[name]):
            assert target not in TERMS or (target, RDF.type, OWL.Class) in ONTOLOGY


def test_inverses_are_declared_from_both_ends() -> None:
    pairs = set(ONTOLOGY.subject_objects(OWL.inverseOf))
    assert pairs == {(there, here) for here, there in pairs}
    assert len(pairs) == 24


def test_classes_and_properties_of_values_fit_their_kind() -> None:
    for term in ONTOLOGY.subjects(RDF.type, OWL.DatatypeProperty):
        for target in ONTOLOGY.objects(term, RDFS.range):
            assert "XMLSchema#" in str(target), term
    for term in ONTOLOGY.subjects(RDF.type, OWL.ObjectProperty):
        for target in ONTOLOGY.objects(term, RDFS.range):
            assert "XMLSchema#" not in str(target), term


def test_implementing_is_transitive_and_mentioning_does_not_follow_from_it() -> None:
    implements = rdflib.URIRef(NV.implements)
    assert (implements, RDF.type, OWL.TransitiveProperty) in ONTOLOGY
    assert ONTOLOGY.value(implements, RDFS.subPropertyOf) is None


def test_ontology_states_version_and_licence() -> None:
    header = rdflib.URIRef(f"{DEFAULT_BASE}ontology")
    assert (header, RDF.type, OWL.Ontology) in ONTOLOGY
    assert ONTOLOGY.value(header, OWL.versionInfo)
    assert "apache.org/licenses/LICENSE-2.0" in str(ONTOLOGY.value(header, rdflib.DCTERMS.license))


def test_alignment_goes_upwards_only() -> None:
    statements = {
        (subject, predicate, target)
        for subject, predicate, target in ALIGNMENT
        if str(subject).startswith(NV.namespace)
    }
    assert {predicate for _, predicate, _ in statements} == {RDFS.subClassOf, RDFS.subPropertyOf}
    assert {subject for subject, _, _ in statements} <= set(TERMS)
    assert not any(str(target).startswith(NV.namespace) for _, _, target in statements)
    assert not any(
        True
        for name in ("nhiemvu", "alignment")
        for _ in graph(name).triples((None, OWL.equivalentClass, None))
    )


def test_alignment_avoids_the_traps_of_the_standards() -> None:
    aligned = set(ALIGNMENT.objects())
    deprecated = {ELI.implements, ELI.implemented_by}
    too_narrow = {ELI.passed_by, ELI.title, ELI.date_document, ELI.cited_by}
    assert not aligned & (deprecated | too_narrow)
    assert ELI.ensures_implementation_of in aligned
    party = rdflib.URIRef(NV.PartyDocument)
    above = set((ONTOLOGY + ALIGNMENT).transitive_objects(party, RDFS.subClassOf))
    assert ELI.Work in above
    assert ELI.LegalResource not in above


@pytest.mark.parametrize(
    "kind", ["Resolution", "Decision", "Directive", "Conclusion", "Plan", "OfficialLetter"]
)
def test_kinds_that_the_party_uses_too_are_no_legal_resources_by_themselves(kind: str) -> None:
    above = set(
        (ONTOLOGY + ALIGNMENT).transitive_objects(rdflib.URIRef(NV.namespace + kind), RDFS.subClassOf)
    )
    assert rdflib.URIRef(NV.Document) in above
    assert ELI.LegalResource not in above


@pytest.mark.parametrize(
    "kind", ["Constitution", "Code", "Law", "Ordinance", "Order", "Decree", "JointCircular"]
)
def test_legal_acts_of_the_state_are_legal_resources(kind: str) -> None:
    above = set(
        (ONTOLOGY + ALIGNMENT).transitive_objects(rdflib.URIRef(NV.namespace + kind), RDFS.subClassOf)
    )
    assert ELI.LegalResource in above


def test_prefix_table_and_files_agree() -> None:
    table = Vocabulary().prefixes()
    assert list(table) == sorted(table)
    for name in ("nhiemvu", "alignment", "codes", *REGISTER_FILES, "shapes"):
        for line in turtle(name).splitlines():
            if line.startswith("@prefix "):
                _, prefix, iri, _ = line.split()
                known = table.get(prefix.rstrip(":"))
                assert known is None or f"<{known}>" == iri, line


def test_standard_namespaces_hold_the_terms_that_rdflib_knows() -> None:
    """A slip in a name of PROV, ORG, SKOS, FOAF, DCTERMS, TIME or XSD would be silent otherwise."""
    closed = {
        "DCTERMS": rdflib.DCTERMS,
        "FOAF": rdflib.FOAF,
        "ORG": rdflib.ORG,
        "OWL": rdflib.OWL,
        "PROV": rdflib.PROV,
        "RDF": rdflib.RDF,
        "RDFS": rdflib.RDFS,
        "SKOS": rdflib.SKOS,
        "TIME": rdflib.TIME,
        "XSD": rdflib.XSD,
    }
    for name, known in closed.items():
        ours = getattr(vocab, name)
        assert isinstance(ours, Namespace)
        for term in ours.names():
            assert str(known[term]) == getattr(ours, term)
            assert known[term] in known, f"{name} has no {term}"


@pytest.mark.parametrize(
    "base",
    [
        "",
        "w3id.org/",
        "https://",
        "https://a.vn",
        "ftp://a.vn/",
        "https://a.vn/?q=/",
        "https://a.vn/#/",
        "https://a b/",
    ],
)
def test_a_base_that_cannot_carry_names_is_refused(base: str) -> None:
    with pytest.raises(BaseError, match="base"):
        check_base(base)


def test_codes_are_named_within_their_list() -> None:
    names = Vocabulary("http://localhost/")
    assert names.role("lead") == "http://localhost/codes/role/lead"
    assert names.citation_role("legal_basis") == "http://localhost/codes/citation-role/legal-basis"
    assert names.unit_kind("peoples_committee") == "http://localhost/codes/unit-kind/peoples-committee"
    with pytest.raises(ValueError, match="document-kind"):
        names.code("rank", "high")
