"""Records to quads: the exact shape, proof for every fact, the same bytes every time."""

from __future__ import annotations

import random
from collections import defaultdict
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph_build import nquads
from graph_build.deadline_triples import bounds
from graph_build.errors import RecordInvalid
from graph_build.mandate_triples import sections_of
from graph_build.nquads import Quads
from graph_build.records import Citation, Deadline, DocumentRecord, Evidence
from graph_build.shared_triples import (
    ActorFact,
    DocumentFact,
    actor_lines,
    choose,
    cited_lines,
    describe_document,
)
from graph_build.store import Database
from graph_build.terms import Iri, Literal
from graph_build.triples import DocumentGraph, document_graph
from ontology.codes import kind_class
from ontology.numbers import number_key
from ontology.vocab import DEFAULT_BASE, NV, OA, ORG, PROV, RDF, RDFS, SKOS, vocabulary

NAMES = vocabulary()
GOLDEN = Path(__file__).parent / "cases" / "small" / "expected.ttl"
PROVED = (NV.Assignment, NV.Deadline, NV.Citation, NV.Document, NV.Task, NV.Duty, NV.Measure, NV.Indicator)


def draw(record: DocumentRecord, text: str) -> DocumentGraph:
    return document_graph(record, text, NAMES, kind_class)


def loaded(lines: list[str]) -> Database:
    database = Database()
    database.load_nquads(nquads.document(lines), "test")
    return database


@pytest.fixture(scope="module")
def small(small_record: DocumentRecord, small_text: str) -> DocumentGraph:
    return draw(small_record, small_text)


def test_a_small_record_gives_the_golden_graph(small: DocumentGraph) -> None:
    golden = Database()
    golden.load_turtle(GOLDEN.read_bytes(), small.graph, GOLDEN.name, DEFAULT_BASE)
    expected = set(golden.nquads())
    assert {line for line in small.lines if line not in expected} == set()
    assert expected.difference(small.lines) == set()


def test_lines_are_sorted_canonical_nquads_of_one_graph(small: DocumentGraph) -> None:
    assert small.lines == sorted(set(small.lines))
    assert loaded(small.lines).nquads() == small.lines
    assert all(line.endswith(f" <{small.graph}> .") for line in small.lines)
    assert "_:" not in "".join(line.split('"')[0] for line in small.lines)


def test_every_fact_is_proved_by_words_that_stand_in_the_text(small: DocumentGraph, small_text: str) -> None:
    database = loaded(small.lines)
    query = """
        SELECT ?fact ?type ?exact ?start ?end ?prefix ?suffix {
          ?fact prov:wasQuotedFrom ?e ; a ?type .
          ?e a oa:SpecificResource ; oa:hasSource/nv:textSha256 ?sha ; oa:hasSelector ?quote, ?position .
          ?quote a oa:TextQuoteSelector ; oa:exact ?exact .
          OPTIONAL { ?quote oa:prefix ?prefix } OPTIONAL { ?quote oa:suffix ?suffix }
          ?position a oa:TextPositionSelector ; oa:start ?start ; oa:end ?end
        }"""
    for prefix, namespace in NAMES.prefixes().items():
        query = f"PREFIX {prefix}: <{namespace}>\n{query}"
    proved = defaultdict(set)
    for fact, kind, exact, first, last, prefix_, suffix in database.query(query):
        assert isinstance(kind, Iri)
        assert isinstance(exact, Literal)
        assert isinstance(first, Literal)
        assert isinstance(last, Literal)
        start, end = int(first.value), int(last.value)
        assert small_text[start:end] == exact.value
        assert small_text[:start].endswith(prefix_.value if prefix_ else "")
        assert small_text[end:].startswith(suffix.value if suffix else "")
        proved[kind.value].add(fact)
    for kind_iri in PROVED:
        every = {row[0] for row in database.query(f"SELECT ?x {{ ?x a <{kind_iri}> }}")}
        annexes = {row[0] for row in database.query(f"SELECT ?x {{ ?x <{NV.annexOf}> ?y }}")}
        assert every - annexes == proved[kind_iri], kind_iri
        assert every


def test_a_false_quote_is_never_written(small_record: DocumentRecord, small_text: str) -> None:
    task = small_record.tasks[0]
    false = Evidence(exact="Lập mạng lưới", start=task.evidence.start, end=task.evidence.start + 13)
    record = replace(small_record, tasks=(replace(task, evidence=false),))
    with pytest.raises(RecordInvalid, match="does not stand at"):
        draw(record, small_text)
    with pytest.raises(RecordInvalid, match="does not stand at"):
        draw(small_record, f" {small_text}")


def test_a_broken_cell_is_proved_by_all_its_pieces(small_record: DocumentRecord, small_text: str) -> None:
    task = small_record.tasks[1]
    piece = small_record.tasks[0].evidence
    record = replace(small_record, tasks=(replace(task, evidence=replace(task.evidence, parts=(piece,))),))
    rows = loaded(draw(record, small_text).lines).query(
        f"SELECT ?e {{ <{task.iri}> <{PROV.wasQuotedFrom}> ?e }}"
    )
    assert len(list(rows)) == 2


def test_the_deadline_of_a_duty_is_a_part_of_the_duty(small_record: DocumentRecord, small_text: str) -> None:
    (duty,) = small_record.duties
    told = Deadline(due="2022-09", due_precision="quarter", due_text="quý III", due_evidence=duty.evidence)
    graph = draw(replace(small_record, duties=(replace(duty, deadline=told),)), small_text)
    before = set(draw(small_record, small_text).lines)
    new = [line for line in graph.lines if line not in before]
    iri = f"<{duty.iri}#deadline>"
    assert any(line.startswith(f"<{duty.iri}> <{NV.deadline}> {iri}") for line in new)
    assert any(f'{iri} <{NV.dueLatest}> "2022-09-30"' in line for line in new)
    assert any(line.startswith(f"{iri} <{PROV.wasQuotedFrom}>") for line in new)
    assert any(f"<{duty.iri}#deadline-end>" in line for line in new)


@pytest.mark.parametrize("what", ["task", "duty", "measure", "indicator", "actor", "document"])
def test_what_was_not_resolved_is_refused(small_record: DocumentRecord, small_text: str, what: str) -> None:
    task = small_record.tasks[0]
    lead = task.assignments[0]
    nameless = replace(lead, actor=replace(lead.actor, iri=None))
    record = {
        "task": replace(small_record, tasks=(replace(task, iri=None),)),
        "duty": replace(small_record, duties=(replace(small_record.duties[0], iri=None),)),
        "measure": replace(small_record, measures=(replace(small_record.measures[0], iri=None),)),
        "indicator": replace(small_record, indicators=(replace(small_record.indicators[0], iri=None),)),
        "actor": replace(small_record, tasks=(replace(task, assignments=(nameless,)),)),
        "document": replace(small_record, iri=None),
    }[what]
    with pytest.raises(RecordInvalid):
        draw(record, small_text)


def test_order_and_repetition_change_nothing(small_record: DocumentRecord, small_text: str) -> None:
    mixed = replace(
        small_record,
        citations=tuple(random.Random(7).sample((*small_record.citations, *small_record.citations), 6)),  # noqa: S311
        duties=small_record.duties * 2,
    )
    assert draw(mixed, small_text).lines == draw(small_record, small_text).lines


def test_a_document_does_not_cite_itself(small_record: DocumentRecord, small_text: str) -> None:
    citation = replace(small_record.citations[0], iri=small_record.iri)
    own = replace(small_record, citations=(citation,), implements=(), legal_basis=())
    graph = draw(own, small_text)
    assert graph.cited == ()
    to_itself = [
        line for line in graph.lines if line.startswith(f"<{own.iri}>") and f"> <{own.iri}> <" in line
    ]
    assert to_itself == []


def test_a_document_that_says_nothing_of_itself_is_called_by_its_file(
    small_record: DocumentRecord, small_text: str
) -> None:
    bare = replace(small_record.header, number=None, type=None, title="")
    graph = draw(replace(small_record, header=bare), small_text)
    labels = [line for line in graph.lines if line.startswith(f"<{small_record.iri}> <{RDFS.label}>")]
    assert [line.split('"')[1] for line in labels] == [small_record.source_name]


def test_another_base_gives_other_names_only(small_record: DocumentRecord, small_text: str) -> None:
    base = "http://localhost:8000/g/"
    import msgspec

    from graph_build.records import DocumentRecord as Record

    encoded = msgspec.json.encode(small_record).replace(DEFAULT_BASE.encode(), base.encode())
    moved = msgspec.json.decode(encoded, type=Record)
    graph = document_graph(moved, small_text, vocabulary(base), lambda kind: kind_class(kind, base))
    assert (
        sorted(line.replace(base, DEFAULT_BASE) for line in graph.lines)
        == draw(small_record, small_text).lines
    )


@pytest.mark.parametrize(
    ("value", "precision", "earliest", "latest"),
    [
        ("2022", None, "2022-01-01", "2022-12-31"),
        ("2022", "year", "2022-01-01", "2022-12-31"),
        ("2022-06", "half_year", "2022-01-01", "2022-06-30"),
        ("2022-12", "half_year", "2022-07-01", "2022-12-31"),
        ("2022-03", "quarter", "2022-01-01", "2022-03-31"),
        ("2022-09", "quarter", "2022-07-01", "2022-09-30"),
        ("2024-02", None, "2024-02-01", "2024-02-29"),
        ("2022-04", "month", "2022-04-01", "2022-04-30"),
        ("2022-03-15", "day", "2022-03-15", "2022-03-15"),
    ],
)
def test_a_stated_period_has_a_first_and_a_last_day(
    value: str, precision: str | None, earliest: str, latest: str
) -> None:
    assert bounds(value, precision) == (earliest, latest)


@pytest.mark.parametrize(
    ("value", "precision"),
    [
        ("2022-04", "quarter"),
        ("2022-05", "half_year"),
        ("2022-04", "day"),
        ("2022-04-01", "month"),
        ("2022", "month"),
        ("2022-04", "year"),
        ("2022-13", None),
        ("quý III", "quarter"),
        ("2022-04", "decade"),
    ],
)
def test_a_date_at_another_precision_is_refused(value: str, precision: str | None) -> None:
    with pytest.raises(ValueError, match="is not"):
        bounds(value, precision)


def test_no_deadline_is_made_where_none_is_stated(small_record: DocumentRecord, small_text: str) -> None:
    task = replace(small_record.tasks[0], deadline=Deadline())
    lines = draw(replace(small_record, tasks=(task,)), small_text).lines
    assert not [line for line in lines if "deadline" in line]


def test_text_of_any_kind_survives() -> None:
    hostile = 'a"b\\c\nd\re\tf\x00g\x07\x7f Nghị quyết \U0001f600 }'
    quads = Quads("http://example.org/g")
    quads.text("http://example.org/s", "http://example.org/p", hostile)
    database = loaded(quads.lines())
    assert [row[0].value for row in database.query("SELECT ?o { ?s ?p ?o }") if row[0]] == [hostile]
    assert database.nquads() == quads.lines()


@pytest.mark.parametrize("iri", ["", "relative", "http://a b", "http://a/<x>", 'http://a/"', "http://a/\n"])
def test_a_malformed_iri_is_refused(iri: str) -> None:
    with pytest.raises(ValueError, match="is not an absolute IRI"):
        Quads("http://example.org/g").type("http://example.org/s", iri)


def facts_about(small: DocumentGraph, registered: set[str]) -> Database:
    return loaded(actor_lines(small.actors, NAMES, frozenset(registered)))


def test_units_that_the_register_lacks_are_described_once(small: DocumentGraph) -> None:
    base = f"{DEFAULT_BASE}id/"
    database = facts_about(small, {f"{base}unit/bo-y-te", f"{base}unit/bo-y-te/cuc-y-te-du-phong"})
    subjects = database.query("SELECT DISTINCT ?s { ?s ?p ?o }")
    described = {row[0].value.removeprefix(base) for row in subjects if row[0] is not None}
    assert described == {"unit/bo-y-te/phong-mau", "group/bo-y-te/cac-vu-cuc", "group/so-y-te"}
    room = f"{base}unit/bo-y-te/phong-mau"
    lines = [line for line in database.nquads() if line.startswith(f"<{room}>")]
    assert {line.split("> ", 2)[1].strip("<") for line in lines} == {
        RDF.type,
        ORG.subOrganizationOf,
        SKOS.prefLabel,
        NV.inRegister,
    }
    assert any("false" in line for line in lines)


def test_a_parent_that_nothing_describes_is_described_by_its_name_or_not_linked() -> None:
    base = f"{DEFAULT_BASE}id/unit/"
    named = actor_lines(
        {ActorFact(f"{base}so-mau/phong-a", "unit", "Phòng A", parent="Sở Mẫu")}, NAMES, frozenset()
    )
    assert any(line.startswith(f'<{base}so-mau> <{SKOS.prefLabel}> "Sở Mẫu"') for line in named)
    assert any(f"<{ORG.subOrganizationOf}> <{base}so-mau>" in line for line in named)
    nameless = actor_lines({ActorFact(f"{base}so-mau/phong-a", "unit", "Phòng A")}, NAMES, frozenset())
    assert not any(ORG.subOrganizationOf in line for line in nameless)


def test_the_name_used_most_is_the_label_whatever_the_order() -> None:
    iri = f"{DEFAULT_BASE}id/unit/phong-mau"
    facts = [
        ActorFact(iri, "unit", "Phòng Mẫu"),
        ActorFact(iri, "unit", "Phòng Mẫu", "Phòng mẫu"),
        ActorFact(iri, "unit", "PHÒNG MẪU"),
    ]
    for order in (facts, facts[::-1]):
        lines = actor_lines(order, NAMES, frozenset())
        assert [line.split('"')[1] for line in lines if SKOS.prefLabel in line] == ["Phòng Mẫu"]
        assert {line.split('"')[1] for line in lines if SKOS.altLabel in line} == {"PHÒNG MẪU", "Phòng mẫu"}


def test_a_cited_document_gets_one_description_in_a_graph_of_its_own(small: DocumentGraph) -> None:
    iri = f"{DEFAULT_BASE}id/document/cp/2022/nq-38"
    more = [
        DocumentFact(iri, "38/NQ-CP", "38/NQ-CP", "Nghị quyết", "2022-03", "Chính phủ"),
        DocumentFact(iri, "38/NQ-CP", "38/NQ-CP", "Nghị quyết", "2022-03", "Chính phủ"),
        DocumentFact(iri, "38/NQ-CP", "38/NQ-CP", "", "2022-03-18", ""),
    ]
    government = f"{DEFAULT_BASE}id/unit/chinh-phu"
    for facts in ([*small.cited, *more], [*more[::-1], *small.cited[::-1]]):
        lines = cited_lines(facts, NAMES, kind_class, {"Chính phủ": government}.get)
        own = [line for line in lines if line.startswith(f"<{iri}>")]
        assert all(line.endswith(f" <{DEFAULT_BASE}graph/document/cp/2022/nq-38> .") for line in own)
        values = {line.split("> ", 2)[1].strip("<"): line.split("> ", 2)[2] for line in own}
        assert values[NV.dateIssued].startswith('"2022-03-17"')
        assert values[NV.inCorpus].startswith('"false"')
        assert values[NV.issuedBy].startswith(f"<{government}>")
    assert [fact.date for fact in choose(small.cited).values()] == ["", "2022-03-17"]


def test_a_cited_joint_document_has_every_issuer_that_a_citation_names() -> None:
    iri = f"{DEFAULT_BASE}id/document/bca/2014/ttlt-2"
    said = [
        DocumentFact(iri, issuer="Bộ Công an", joint_issuers=("Bộ Tư pháp",)),
        DocumentFact(iri, issuer="Bộ Tư pháp", joint_issuers=("Bộ Công an",)),
        DocumentFact(iri, issuer="Bộ Công an"),
    ]
    units = {name: f"{DEFAULT_BASE}id/unit/{name[-2:]}" for name in ("Bộ Công an", "Bộ Tư pháp")}
    for facts in (said, said[::-1]):
        lines = cited_lines(facts, NAMES, kind_class, units.get)
        assert sum(f"<{NV.issuedBy}>" in line for line in lines) == 2


def test_a_citation_without_identity_makes_no_fact() -> None:
    with pytest.raises(RecordInvalid):
        DocumentFact.of(Citation(surface="Chương trình mẫu", start=0, end=3))


def test_the_evidence_terms_are_those_of_the_annotation_model() -> None:
    assert OA.exact == "http://www.w3.org/ns/oa#exact"
    assert PROV.wasQuotedFrom == "http://www.w3.org/ns/prov#wasQuotedFrom"


def test_a_group_of_indicators_is_a_section_below_that_of_its_table(small_record: DocumentRecord) -> None:
    (one,) = small_record.indicators
    both = (replace(one, section="PL1", group="", group_title="Chủ yếu"), replace(one, section="PL1"))
    found = {section.path: section.title for section in sections_of(replace(small_record, indicators=both))}
    assert found["PL1/Chủ yếu"] == "Chủ yếu"
    assert found["PL1/C"] == one.group_title


@pytest.mark.parametrize(
    ("number", "kind", "date", "issuer", "name", "label"),
    [
        ("5/KH-SYT", "Kế hoạch", "2022-08-05", "Sở Y tế", "Trồng cây", "Kế hoạch 5/KH-SYT"),
        ("", "Kế hoạch", "2022-08-05", "Sở Y tế", "Trồng cây", "Kế hoạch (Sở Y tế, 5/8/2022)"),
        ("", "Kế hoạch", "2022-08", "", "Trồng cây", "Kế hoạch (8/2022)"),
        ("", "Kế hoạch", "", "", "Trồng cây", "Kế hoạch (Trồng cây)"),
        ("", "Kế hoạch", "", "", "", "Kế hoạch"),
        ("", "Luật", "2016", "Quốc hội", "Luật Dược", "Luật Dược"),
        ("", "", "", "", "Trồng cây", "Trồng cây"),
    ],
)
def test_a_label_says_more_than_the_kind(
    number: str, kind: str, date: str, issuer: str, name: str, label: str
) -> None:
    iri = f"{DEFAULT_BASE}id/document/syt/2022/kh-5"
    fact = DocumentFact(iri, number_key(number), number, kind, date, issuer, name)
    quads = Quads("https://example.org/graph")
    describe_document(quads, NAMES, fact, kind_class)
    labels = [line.split('"')[1] for line in quads.lines() if "#label>" in line]
    assert labels == [label]
