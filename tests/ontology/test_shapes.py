"""Shapes: a sound graph passes, and every fault is caught by the shape that is meant to catch it.

Every case is a copy of one small sound graph, under names of its own, with one thing changed. All copies
are validated together; a result belongs to the copy whose name its focus or value carries.
"""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pyshacl
import pytest
import rdflib

from ontology.load import turtle
from tests.unmeasured import unmeasured

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")

SOUND = (Path(__file__).parent / "cases" / "sound.ttl").read_text("utf-8")

# what is changed, into what, and the shapes that must speak: (old, new, shapes)
_BOTH = (
    "SupposedAssignment Assignment Assignment-task Assignment-role Assignment-asWritten Assignment-evidence"
)

CASES = [
    ("", "", ""),
    # documents
    ('rdfs:label "Quyết định 1/QĐ-BYT"@vi ; ', "", "Document-label"),
    ('nv:number "38/NQ-CP"', 'nv:number "số ba mươi tám"', "Document-number"),
    ('nv:numberKey "1/QĐ-BYT"', 'nv:numberKey "1 / QĐ-BYT"', "Document-numberKey"),
    ('"2022-08-24"^^xsd:date', '"2022-02-30"^^xsd:date', "Document-dateIssued"),
    ('"2022-08-24"^^xsd:date', '"2022-08"^^xsd:gYearMonth , "2022"^^xsd:gYear', "Document-dateIssued"),
    ("nv:inCorpus true", 'nv:inCorpus true ; nv:expiresOn "2026-02-30"^^xsd:date', "Document-expiresOn"),
    ("nv:issuedBy :unit", 'nv:issuedBy "Bộ Y tế"', "Document-issuedBy"),
    ("nv:inCorpus true", "nv:inCorpus true , false", "Document-inCorpus"),
    ("nv:StateDocument ;", "nv:StateDocument , nv:PartyDocument ;", "Document-origin"),
    # mandates
    ('rdfs:label "Xây dựng đề án"@vi ; ', "", "Mandate-label"),
    ('rdfs:label "Xây dựng đề án"@vi', 'rdfs:label ""@vi', "Mandate-label"),
    ("nv:statedIn :doc ; nv:sequence 1", "nv:sequence 1", "Mandate-statedIn"),
    ("nv:statedIn :doc ; nv:sequence 1", "nv:statedIn :doc , :old ; nv:sequence 1", "Mandate-statedIn"),
    ("nv:submittedTo :unit ; prov:wasQuotedFrom :proof", "nv:submittedTo :unit", "Mandate-evidence"),
    ("nv:sequence 1", "nv:sequence 0", "Task-sequence"),
    ("nv:deadline :deadline", "nv:deadline :deadline , :unit", "Task-deadline"),
    ("nv:submittedTo :unit", 'nv:submittedTo "Chính phủ"', "Task-submittedTo"),
    ('"row-without-lead"', '"unparsed-date"', "Tasks-assigned"),
    ("nv:dutyOf :unit ; ", "", "Duty-dutyOf"),
    ("nv:isLead true ;", "", "Duty-isLead"),
    ("nv:isLead true ;", "nv:isLead true ; nv:deadline :deadline , :unit ;", "Duty-deadline"),
    # assignments
    (
        "a nv:Assignment ; nv:task :task ; nv:role role:perform",
        "a nv:Assignment ; nv:role role:perform",
        "Assignment-task",
    ),
    (
        "nv:task :task ; nv:role role:perform",
        "nv:task :task , :quiet ; nv:role role:perform",
        "Assignment-task Tasks-leads-given",
    ),
    ("nv:role role:perform ; nv:assignee :group", "nv:role role:perform", "Assignment"),
    (
        "nv:role role:perform ; nv:assignee :group",
        "nv:role role:perform ; nv:assignee :group , :unit",
        "Assignment-assignee",
    ),
    (
        "nv:role role:perform ; nv:assignee :group",
        'nv:role role:perform ; nv:assignee "Các Vụ"',
        "Assignment-assignee",
    ),
    (
        "nv:role role:perform ; nv:assignee :group",
        "nv:role role:perform ; nv:assignee []",
        "Assignment-assignee",
    ),
    ("nv:assigneePerson :person", "nv:assigneePerson :group", "Assignment-assigneePerson"),
    ("nv:role role:perform", "nv:role role:boss", "Assignment-role"),
    ("nv:role role:perform", "nv:role role:perform , role:report", "Assignment-role"),
    ("nv:role role:perform ; ", "", "Assignment-role"),
    (
        "nv:assigneePerson :person ; prov:wasQuotedFrom :proof",
        "nv:assigneePerson :person",
        "Assignment-evidence",
    ),
    ('nv:asWritten "Cục trưởng"', 'nv:asWritten " "', "Assignment-asWritten"),
    # shortcuts and assignments, both ways
    (":post nv:leads :task .", "", "Tasks-leads-given"),
    (":unit nv:leads :task .", ":group nv:leads :task .", "Tasks-leads-shown"),
    (":group nv:coordinates :task .", "", "Tasks-coordinates-given"),
    (
        ":group nv:coordinates :task .",
        ":group nv:coordinates :task . :unit nv:coordinates :task .",
        "Tasks-coordinates-shown",
    ),
    ("nv:role role:lead", "nv:role role:focal", ""),
    ("nv:role role:lead", "nv:role role:monitor", "Tasks-leads-shown Tasks-leads-given"),
    # evidence
    ("oa:hasSource :text ; ", "", "Evidence-source"),
    (":quote , :position", ":position", "Evidence-quote"),
    (":quote , :position", ":quote", "Evidence-position"),
    ('oa:exact "Cục trưởng"', 'oa:exact ""', "Quote-exact"),
    ("oa:start 10", "oa:start -1", "Position-start"),
    ("oa:start 10", "oa:start 20", "Position-start"),
    (" ; oa:end 20", "", "Position-end"),
    ('nv:textSha256 "0123', 'nv:textSha256 "X123', "Snapshot-textSha256"),
    ('nv:sha256 "0123', 'nv:sha256 "', "Snapshot-sha256"),
    ("nv:characterCount 100", "nv:characterCount 0", "Snapshot-characterCount"),
    # deadlines
    ('nv:start "2022-07-01"^^xsd:date', 'nv:start "tháng 7"', "Deadline-start StartPrecision"),
    ('nv:startPrecision "day"', 'nv:startPrecision "month"', "StartPrecision"),
    (
        'nv:startEarliest "2022-07-01"^^xsd:date',
        'nv:startEarliest "2022-07"^^xsd:gYearMonth',
        "Deadline-startEarliest Deadline-order",
    ),
    ('nv:due "2022-12"^^xsd:gYearMonth', 'nv:due "2022-13"^^xsd:gYearMonth', "Deadline-due DuePrecision"),
    ('nv:due "2022-12"^^xsd:gYearMonth', 'nv:due "2022-12-31"^^xsd:date', "DuePrecision"),
    ('nv:precision "quarter"', 'nv:precision "year"', "DuePrecision"),
    ('nv:due "2022-12"^^xsd:gYearMonth ; ', "", "DuePrecision"),
    ('nv:dueEarliest "2022-10-01"', 'nv:dueEarliest "2023-10-01"', "Deadline-dueEarliest"),
    (' ;\n    nv:dueEarliest "2022-10-01"^^xsd:date', "", "DuePrecision"),
    (
        'nv:dueLatest "2022-12-31"^^xsd:date',
        'nv:dueLatest "2022-12-31"^^xsd:date , "2023-01-31"^^xsd:date',
        "Deadline-dueLatest",
    ),
    ('nv:startEarliest "2022-07-01"^^xsd:date', 'nv:startEarliest "2023-07-01"^^xsd:date', "Deadline-order"),
    # indicators
    ("nv:hasTarget :target ; ", "", "Indicator-hasTarget"),
    ("nv:hasTarget  :target ;", "", "Goal-hasTarget"),
    ("nv:indicatorLead :unit", 'nv:indicatorLead "Cục Dân số"', "Indicator-lead"),
    ('nv:valueText "Trên 95%"', 'nv:valueText ""', "Target-valueText"),
    ("schema:value 95.0", 'schema:value "95%"', "Target-value"),
    ('nv:comparator ">"', 'nv:comparator "trên"', "Target-comparator"),
    ('"2024"^^xsd:gYear', '"năm 2024"^^xsd:gYear', "Target-year"),
    # citations
    ("nv:citingDocument :doc ; ", "", "Citation-citingDocument"),
    ("nv:citedDocument :old", "nv:citedDocument :old , :doc", "Citation-citedDocument"),
    ("nv:citedDocument :old ; ", "", "Citation"),
    ("nv:citedDocument :old", 'nv:citedName "Chương trình"', ""),
    ("citrole:implements", "citrole:praises", "Citation-role"),
    ('nv:asWritten "Nghị quyết số 38/NQ-CP" ; ', "", "Citation-asWritten"),
    ('38/NQ-CP" ; prov:wasQuotedFrom :proof', '38/NQ-CP"', "Citation-evidence"),
    # actors, persons, posts
    ('skos:prefLabel "Các Vụ, Cục"@vi', 'skos:prefLabel "Các Vụ, Cục"@vi , "Các Vụ"@vi', "Actor-prefLabel"),
    (' ; skos:prefLabel "Các Vụ, Cục"@vi', "", "Actor-prefLabel"),
    ('"Bộ Y tế"@vi .', '"Bộ Y tế"@vi ; nv:unitKind "bộ" .', "Actor-unitKind"),
    ("a nv:ActorGroup", "a nv:ActorGroup , org:FormalOrganization", "ActorGroup"),
    ("a nv:ActorGroup", "a nv:ActorGroup , nv:Unit", "ActorGroup"),
    ('foaf:name "An" ; ', "", "Person-name"),
    ('rdfs:label "Cục trưởng"@vi ; ', "", "Post-label"),
    ("org:postIn :unit", "org:holds :unit", "Post-postIn Tasks-leads-shown"),
    ("nv:nameOf :unit ; ", "", "ScopedName-nameOf"),
    ("nv:scopeIssuer :unit", "nv:scopeIssuer :group", "ScopedName-scopeIssuer"),
    (' ; skos:altLabel "Bộ"@vi', "", "ScopedName-label"),
    # the register
    ("    dcterms:source :doc ; nv:inRegister true", "    nv:inRegister true", "RegisterEntry"),
    ("nv:unitKind <https://w3id.org/nhiemvu/codes/unit-kind/authority> ;", "", "RegisterEntry"),
    ("dcterms:source :doc ; nv:inRegister true", "nv:inRegister false", ""),
    ('dcterms:date "2025-03-01"^^xsd:date ; ', "", "ChangeEvent-date"),
    ('"2025-03-01"^^xsd:date', '"2025"^^xsd:gYear', "ChangeEvent-date"),
    ("nv:legalAct :act ;", "", "ChangeEvent-legalAct ChangeEvent-actNumber"),
    ('dcterms:identifier "12/NQ-CP"', 'dcterms:bibliographicCitation "Nghị quyết"', "ChangeEvent-actNumber"),
    ("org:originalOrganization :before ; ", "", "ChangeEvent-original"),
    ("org:resultingOrganization :after", "org:resultingOrganization :group", "ChangeEvent-resulting"),
    # the ledger
    (
        'nv:issueCode "row-without-lead"',
        'nv:issueCode "row-without-lead" , "empty-cell"',
        "LedgerEntry-issueCode",
    ),
    ('nv:reason "The row names nobody."', 'nv:reason ""', "LedgerEntry-reason"),
    ("nv:inDocument :doc", "nv:inDocument :doc , :old", "LedgerEntry-inDocument"),
    # findings
    ('nv:findingCode "act-with-two-dates"', 'nv:findingCode "Two dates"', "Finding-findingCode"),
    ('nv:severity "high"', 'nv:severity "grave"', "Finding-severity"),
    (' , "Two dates."@en', "", "Finding-message"),
    ("nv:foundIn :doc", "nv:foundIn :unit", "Finding-foundIn"),
    ("nv:foundIn :doc ; prov:wasQuotedFrom :proof", "nv:foundIn :doc", "Finding-evidence"),
    # scenarios
    ('rdfs:label "Hợp nhất"@vi ; ', "", "Scenario-label"),
    (' , "Hypothetical."@en', "", "Scenario-comment"),
    (
        "a nv:SupposedAssignment",
        "a nv:SupposedAssignment , nv:Assignment",
        _BOTH,
    ),
    ("nv:supposedTask :task ; nv:supposedActor", "nv:supposedActor", "SupposedAssignment-task"),
    ("nv:supposedActor :unit", 'nv:supposedActor "Cục"', "SupposedAssignment-actor"),
    (" ; nv:supposedRole role:lead", "", "SupposedAssignment-role"),
    ("a nv:SupposedDeadline", "a nv:SupposedDeadline , nv:Deadline", "SupposedDeadline"),
    ("nv:supposedTask :task ; nv:supposedDue", "nv:supposedDue", "SupposedDeadline-task"),
    ('"2023"^^xsd:gYear .', '"năm 2023" .', "SupposedDeadline-due"),
]


@pytest.fixture(scope="module")
def verdicts() -> dict[int, set[str]]:
    """Validate all copies; give the names of the shapes that spoke, by copy (inner results left out)."""
    data = rdflib.Graph()
    for number, (old, new, _) in enumerate(CASES):
        assert old in SOUND, old
        data.parse(data=SOUND.replace(old, new, 1).replace("COPY", str(number)), format="turtle")
    shapes = rdflib.Graph().parse(data=turtle("shapes"), format="turtle")
    with unmeasured():
        _, report, _ = pyshacl.validate(data, shacl_graph=shapes)
    assert isinstance(report, rdflib.Graph)
    found: defaultdict[int, set[str]] = defaultdict(set)
    for result in report.objects(None, SH.result):
        about = f"{report.value(result, SH.focusNode)} {report.value(result, SH.value)}"
        copy = re.search(r"https://example.org/(\d+)/", about)
        assert copy, about
        source = report.value(result, SH.sourceConstraint) or report.value(result, SH.sourceShape)
        found[int(copy[1])].add(str(source).rpartition("#")[2])
    return found


@pytest.mark.parametrize("number", range(len(CASES)), ids=[f"{new or old:.50}" for old, new, _ in CASES])
def test_the_shape_meant_for_the_fault_speaks(number: int, verdicts: dict[int, set[str]]) -> None:
    assert verdicts.get(number, set()) == set(CASES[number][2].split())


def test_every_property_shape_has_a_case() -> None:
    shapes = rdflib.Graph().parse(data=turtle("shapes"), format="turtle")
    named = {
        str(shape).rpartition("#")[2]
        for kind in (SH.PropertyShape, SH.SPARQLConstraint)
        for shape in shapes.subjects(rdflib.RDF.type, kind)
    }
    bounds = {"DueBounds", "DueEarliestBound", "StartBound"}
    assert named - bounds <= {name for _, _, names in CASES for name in names.split()}


def test_every_message_is_in_both_languages() -> None:
    shapes = rdflib.Graph().parse(data=turtle("shapes"), format="turtle")
    for shape in set(shapes.subjects(SH.message)):
        languages = sorted(
            text.language or ""
            for text in shapes.objects(shape, SH.message)
            if isinstance(text, rdflib.Literal)
        )
        assert languages == ["en", "vi"], shape
