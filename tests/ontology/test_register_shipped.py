"""The shipped register: each unit has a source, each change both ends, act and day; no name means two."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
import rdflib

from graph_build.document_codes import ISSUERS
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from graph_build.validate import read_report, reference_engine
from ontology.iris import ChangeId, DocumentId, parse
from ontology.load import REGISTER_FILES, turtle
from ontology.register import load_register, successors
from ontology.register_triples import register_nquads
from ontology.vocab import ORG

GRAPH_NAME = "https://example.org/graph"
REGISTER = load_register()
UNITS = {unit.name: unit for unit in REGISTER.units}
BOOK = UnitBook(REGISTER.units)
GRAPH = rdflib.Graph()
for text in map(turtle, REGISTER_FILES):
    GRAPH.parse(data=text, format="turtle")

MINISTRIES = """
Bộ Quốc phòng; Bộ Công an; Bộ Ngoại giao; Bộ Nội vụ; Bộ Tư pháp; Bộ Tài chính; Bộ Công Thương;
Bộ Nông nghiệp và Môi trường; Bộ Xây dựng; Bộ Văn hóa, Thể thao và Du lịch; Bộ Khoa học và Công nghệ;
Bộ Giáo dục và Đào tạo; Bộ Y tế; Bộ Dân tộc và Tôn giáo; Thanh tra Chính phủ; Ngân hàng Nhà nước Việt Nam;
Văn phòng Chính phủ
"""
GONE = """
Bộ Kế hoạch và Đầu tư; Bộ Tài nguyên và Môi trường; Bộ Nông nghiệp và Phát triển nông thôn;
Bộ Giao thông vận tải; Bộ Thông tin và Truyền thông; Bộ Lao động - Thương binh và Xã hội; Ủy ban Dân tộc
"""


def listed(names: str) -> set[str]:
    return {" ".join(name.split()) for name in names.split(";")}


def test_the_government_is_that_of_the_resolutions() -> None:
    by_source = {
        number: {unit.name for unit in UNITS.values() if any(s.endswith(number) for s in unit.sources)}
        for number in ("qh15/2025/176", "qh15/2021/08")
    }
    assert by_source["qh15/2025/176"] == listed(MINISTRIES)
    assert len(by_source["qh15/2021/08"]) == 18 + 4
    assert listed(GONE) == by_source["qh15/2021/08"] - by_source["qh15/2025/176"]


def test_provinces_are_63_before_and_34_after() -> None:
    committees = {
        name for name, unit in UNITS.items() if unit.kind == "peoples_committee" and not unit.is_group
    }
    on = {
        day: {one for name in committees for one in successors(REGISTER, name, day)}
        for day in ("2024-12-31", "2025-01-01", "2025-06-30", "2025-07-01")
    }
    hue = "Ủy ban nhân dân thành phố Huế"
    assert len(on["2024-12-31"] - {hue}) == len(on["2025-01-01"]) == len(on["2025-06-30"]) == 63
    assert len(on["2025-07-01"]) == 34
    assert sum("thành phố" in name.lower() for name in on["2025-07-01"]) == 6


def test_every_entry_has_a_source_that_is_described() -> None:
    for unit in UNITS.values():
        assert unit.sources, unit.name
        for source in unit.sources:
            if source.startswith("https://w3id.org/nhiemvu/"):
                assert isinstance(parse(source), DocumentId)
                assert GRAPH.value(rdflib.URIRef(source), rdflib.DCTERMS.bibliographicCitation), source
            else:
                assert source.startswith("https://"), source


def test_described_documents_have_the_iri_of_their_number() -> None:
    for document, number in GRAPH.subject_objects(rdflib.DCTERMS.identifier):
        made = DocumentId.of(number=str(number), date=None, issuer=None, kind=None)
        named = parse(str(document))
        assert isinstance(named, DocumentId)
        assert named.slug == made.slug
        issued = GRAPH.value(document, rdflib.DCTERMS.issued)
        assert issued is None or str(issued).startswith(named.year)


def test_every_change_has_both_ends_an_act_and_a_day() -> None:
    assert len(REGISTER.changes) == 6 + 23 + 1
    for change in REGISTER.changes:
        assert change.originals
        assert change.results
        assert set(change.originals) - set(change.results)
        assert change.act.number
        assert change.act.date <= change.date
        assert isinstance(parse(change.iri), ChangeId)
        assert f"/{change.date}/" in change.iri


def test_no_unit_ends_twice() -> None:
    ended = [name for change in REGISTER.changes for name in change.originals if name not in change.results]
    assert len(ended) == len(set(ended)) == 7 + 29 + 1


def test_no_name_means_two_units_in_the_same_documents() -> None:
    bearers: defaultdict[tuple[str, str | None], set[str]] = defaultdict(set)
    for unit in UNITS.values():
        for form in (unit.name, *unit.aliases):
            bearers[fold(form), None].add(unit.name)
        for form, issuer in unit.scoped_names:
            bearers[fold(form), issuer].add(unit.name)
    assert {form: names for form, names in bearers.items() if len(names) > 1} == {}


def test_notations_are_the_codes_that_citations_are_read_by() -> None:
    notations = {code: unit.name for unit in UNITS.values() for code in unit.notations}
    assert len(notations) == sum(len(unit.notations) for unit in UNITS.values())
    both = notations.keys() & ISSUERS.keys()
    assert len(both) > 30
    assert {code: notations[code] for code in both} == {code: ISSUERS[code] for code in both}


@pytest.mark.parametrize("name", sorted(listed(GONE)))
def test_an_old_name_stays_a_unit_of_its_own(name: str) -> None:
    unit = BOOK.canonical(name)
    assert unit is not None
    assert unit.name == name
    (after,) = successors(REGISTER, name, "2025-03-01")
    assert after in listed(MINISTRIES)
    assert successors(REGISTER, name, "2025-02-28") == (name,)
    assert UNITS[after].iri != unit.iri


def test_a_body_that_keeps_its_name_is_its_own_successor() -> None:
    assert successors(REGISTER, "Bộ Tài chính", "2026-01-01") == ("Bộ Tài chính",)
    assert successors(REGISTER, "Phòng không có", "2026-01-01") == ("Phòng không có",)


def test_the_register_keeps_its_own_shapes(tmp_path: Path) -> None:
    data = register_nquads(REGISTER, GRAPH_NAME)
    file = tmp_path / "register.nq"
    file.write_bytes(data)
    spoken = {violation.shape for violation in read_report(reference_engine(file, turtle("shapes")))}
    # rules make a unit an actor; nothing is inferred here
    assert spoken <= {"ScopedName-nameOf"}
    assert data.count(ORG.ChangeEvent.encode()) == len(REGISTER.changes)
