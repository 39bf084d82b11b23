"""Code lists: complete, labelled, and equal to what records and numbers carry."""

from __future__ import annotations

from typing import get_args

import pytest
import rdflib
from rdflib import RDF, SKOS

from graph_build.records import CitationRole, MandateRole
from ontology.codes import codes, document_kind, kind_class
from ontology.load import turtle
from ontology.numbers import KIND_ABBREVIATIONS
from ontology.vocab import NV, Vocabulary

GRAPH = rdflib.Graph().parse(data=turtle("codes"), format="turtle")
CONCEPTS = [rdflib.URIRef(name) for name in sorted(map(str, GRAPH.subjects(RDF.type, SKOS.Concept)))]

ABBREVIATIONS = {
    # Nghị định 30/2020/NĐ-CP, Phụ lục III
    "NQ": "Resolution",
    "QĐ": "Decision",
    "CT": "Directive",
    "QC": "Regulation",
    "QyĐ": "Rules",
    "TC": "Communique",
    "TB": "Announcement",
    "HD": "Guideline",
    "CTr": "Programme",
    "KH": "Plan",
    "PA": "OperationalPlan",
    "ĐA": "Scheme",
    "DA": "Project",
    "BC": "Report",
    "BB": "Minutes",
    "TTr": "Proposal",
    "HĐ": "Contract",
    "CĐ": "OfficialTelegram",
    "BGN": "Memorandum",
    "BTT": "Agreement",
    "GUQ": "PowerOfAttorney",
    "GM": "InvitationLetter",
    "GGT": "IntroductionLetter",
    "GNP": "LeaveSlip",
    "PG": "DispatchSlip",
    "PC": "TransferSlip",
    "PB": "NoticeSlip",
    # legal acts
    "NĐ": "Decree",
    "TT": "Circular",
    "TTLT": "JointCircular",
    "NQLT": "JointResolution",
    "PL": "Ordinance",
    "L": "Order",
    "KL": "Conclusion",
}


@pytest.mark.parametrize("concept", CONCEPTS, ids=lambda concept: str(concept).partition("codes/")[2])
def test_every_code_is_labelled_in_both_languages_and_listed(concept: rdflib.URIRef) -> None:
    labels = [label for label in GRAPH.objects(concept, SKOS.prefLabel) if isinstance(label, rdflib.Literal)]
    assert sorted(label.language or "" for label in labels) == ["en", "vi"]
    scheme = str(concept).rpartition("/")[0]
    assert [str(found) for found in GRAPH.objects(concept, SKOS.inScheme)] == [scheme]
    assert (rdflib.URIRef(scheme), RDF.type, SKOS.ConceptScheme) in GRAPH


@pytest.mark.parametrize("scheme", Vocabulary.SCHEMES)
def test_notations_are_distinct_within_a_list(scheme: str) -> None:
    notations = [code.notation for code in codes(scheme) if code.notation]
    assert len(set(notations)) == len(notations)
    assert codes(scheme)


def test_an_unknown_list_is_refused() -> None:
    with pytest.raises(ValueError, match="citation-role"):
        codes("rank")


def test_document_kinds_carry_the_abbreviations_of_the_decree_on_records_work() -> None:
    found = {kind.notation: kind.document_class for kind in codes("document-kind") if kind.notation}
    assert found == {short: NV.namespace + name for short, name in ABBREVIATIONS.items()}
    assert {short.upper() for short in ABBREVIATIONS} <= KIND_ABBREVIATIONS


def test_every_kind_class_is_the_class_of_one_kind() -> None:
    classes = [kind.document_class for kind in codes("document-kind")]
    assert len(set(classes)) == len(classes)
    ontology = rdflib.Graph().parse(data=turtle("nhiemvu"), format="turtle")
    of_origin = {NV.StateDocument, NV.PartyDocument}
    below = {
        str(term)
        for term in ontology.transitive_subjects(rdflib.RDFS.subClassOf, rdflib.URIRef(NV.Document))
        if str(term) not in {NV.Document, *of_origin}
    }
    assert set(classes) == below


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("Quyết định", "Decision"),
        ("QUYẾT  ĐỊNH", "Decision"),
        ("Kế hoạch hành động", "Plan"),
        ("Chương trình công tác", "Programme"),
        ("Ke\u0302\u0301 hoa\u0323ch", "Plan"),
        ("Tin tức", "NewsItem"),
        ("Bài thơ", None),
        ("", None),
        (None, None),
    ],
)
def test_a_kind_is_found_by_its_name(name: str | None, wanted: str | None) -> None:
    assert kind_class(name, "http://localhost/") == (
        f"http://localhost/ontology#{wanted}" if wanted else None
    )


def test_a_kind_knows_its_concept() -> None:
    plan = document_kind("Kế hoạch")
    assert plan is not None
    assert (plan.name, plan.notation, plan.en) == ("plan", "KH", "Plan")
    assert plan.other_names == ("Kế hoạch hành động",)


def test_lists_equal_what_records_carry() -> None:
    assert {code.notation for code in codes("role")} == set(get_args(MandateRole))
    assert {code.notation for code in codes("citation-role")} == set(get_args(CitationRole))
    for scheme in (
        "role",
        "citation-role",
        "precision",
        "recurrence",
        "unit-kind",
        "ledger",
        "finding",
        "task-status",
    ):
        for code in codes(scheme):
            assert code.iri == Vocabulary().code(scheme, code.notation)
