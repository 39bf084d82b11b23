"""The unit register: its content against the hand-made list, and a user's own file merged in."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ontology import register_files
from ontology.iris import GroupId, UnitId, parse, slug
from ontology.register import RegisterError, Unit, load_register, successors
from ontology.register_entries import clean
from ontology.register_triples import register_nquads
from ontology.vocab import DCTERMS, NV, ORG, RDF, SKOS, XSD

GRAPH = "https://example.org/graph"
ISSUER_OF_FILE = {
    "000": "Bộ Y tế",
    "001": "Bộ Y tế",
    "002": "Ủy ban nhân dân tỉnh Bắc Giang",
    "004": "Ban chỉ đạo triển khai Chiến dịch tiêm chủng vắc xin phòng COVID-19 toàn quốc",
}


def by_name(extension: Path | None = None) -> dict[str, Unit]:
    return {unit.name: unit for unit in load_register([extension] if extension else []).units}


KEPT_APART = {
    # the hand-made list merges these phrases of a province or a government into one collective; each
    # says something of its own, so the register leaves them to be kept as written
    "cac-bo-nganh-lien-quan",
    "cac-so-ban-nganh-doan-the-tinh",
    "cac-so-nganh-lien-quan",
    "cac-so-nganh-khac",
    "cac-so-nganh-don-vi-lien-quan",
}


def meant_by(name: str, units: dict[str, Unit]) -> Unit:
    """Find the unit of a listed name: its own, or the one that bears it in one issuer's documents."""
    bearers = [unit for unit in units.values() if name in {form for form, _ in unit.scoped_names}]
    return units[name] if name in units else bearers[0]


def test_register_holds_what_the_hand_made_list_holds(gold_dir: Path) -> None:
    listed = json.loads((gold_dir / "units.json").read_text("utf-8"))
    units = by_name()
    assert len(listed) == 115
    assert {meant_by(entry["name"], units).name for entry in listed} <= set(units)
    for entry in listed:
        unit = meant_by(entry["name"], units)
        assert (unit.kind, unit.parent, unit.is_group) == (
            entry["kind"],
            entry["parent"],
            entry["is_collective"],
        )
        known = {slug(form) for form in (unit.name, *unit.aliases, *(form for form, _ in unit.scoped_names))}
        assert {slug(alias) for alias in entry["aliases"]} - KEPT_APART <= known
        scoped = {
            (alias, ISSUER_OF_FILE[file])
            for file, names in entry["scoped_aliases"].items()
            for alias in names
        }
        assert scoped <= set(unit.scoped_names)


def test_iris_are_those_that_names_and_parents_give() -> None:
    units = by_name()
    assert units["Cục Y tế dự phòng"].iri.endswith("/id/unit/bo-y-te/cuc-y-te-du-phong")
    assert units["Sở Y tế"].iri.endswith("/id/group/uy-ban-nhan-dan-tinh-thanh-pho/so-y-te")
    for unit in units.values():
        chain: list[str] = []
        parent = unit.parent
        while parent is not None:
            chain.insert(0, parent)
            parent = units[parent].parent
        kind = GroupId if unit.is_group else UnitId
        assert parse(unit.iri) == kind.of(unit.name, chain)
    assert len({unit.iri for unit in units.values()}) == len(units)


def test_names_that_are_misprints_are_hidden_but_known() -> None:
    quads = {
        str(quad) for quad in ox.parse(register_nquads(load_register(), GRAPH), format=ox.RdfFormat.N_QUADS)
    }
    assert any(SKOS.hiddenLabel in quad and "Cục Quản lý được" in quad for quad in quads)
    assert "Cục Quản lý được" in by_name()["Cục Quản lý Dược"].aliases


def test_another_base_moves_every_iri() -> None:
    register = load_register(base="http://localhost/")
    assert all(unit.iri.startswith("http://localhost/id/") for unit in register.units)
    assert all(change.iri.startswith("http://localhost/id/change/") for change in register.changes)
    lines = register_nquads(register, "http://localhost/graph/units", "http://localhost/")
    assert b"w3id.org" not in lines


def test_the_shipped_register_is_its_turtle_and_no_more() -> None:
    lines = register_nquads(load_register(), GRAPH).decode("utf-8").splitlines()
    assert lines == sorted(lines)
    units = sum(f"<{RDF.type}> <{NV.Unit}>" in line for line in lines)
    groups = sum(f"<{RDF.type}> <{NV.ActorGroup}>" in line for line in lines)
    known = load_register().units
    assert (units, groups) == (sum(not u.is_group for u in known), sum(u.is_group for u in known))
    assert not any("_:" in line.split(" ")[0] for line in lines)


CSV = """name,kind,parent,alias,alias 2
Cục Hạ tầng,authority,Bộ Y tế,Cục HT|CHT,
Phòng Máy chủ,office,Cục Hạ tầng,,
Các nhóm dự án,collective,Cục Hạ tầng,các nhóm,

Vụ Kế hoạch-Tài chính,,,Vụ KHTC,
"""


def test_a_csv_file_adds_units_and_names(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(CSV, "utf-8-sig")
    units = by_name(file)
    assert len(units) == len(by_name()) + 3
    new = units["Cục Hạ tầng"]
    assert new.iri.endswith("/id/unit/bo-y-te/cuc-ha-tang")
    assert (new.kind, new.parent, new.aliases) == ("authority", "Bộ Y tế", ("Cục HT", "CHT"))
    assert units["Phòng Máy chủ"].iri.endswith("/id/unit/bo-y-te/cuc-ha-tang/phong-may-chu")
    assert units["Các nhóm dự án"].is_group
    # an alias of the register leads to the unit that bears it
    assert units["Vụ Kế hoạch - Tài chính"].aliases == ("Vụ Kế hoạch-Tài chính", "Vụ KHTC")


def test_added_units_are_described_beside_the_shipped_ones(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(CSV, "utf-8")
    shipped = set(register_nquads(load_register(), GRAPH).splitlines())
    lines = {
        line.decode("utf-8")
        for line in set(register_nquads(load_register([file]), GRAPH).splitlines()) - shipped
    }
    base = "https://w3id.org/nhiemvu/"
    unit = f"<{base}id/unit/bo-y-te/cuc-ha-tang>"
    group = f"<{base}id/group/bo-y-te/cuc-ha-tang/cac-nhom-du-an>"
    finance = f"<{base}id/unit/bo-y-te/vu-ke-hoach-tai-chinh>"
    for said in (
        f"{unit} <{RDF.type}> <{NV.Unit}>",
        f"{unit} <{ORG.subOrganizationOf}> <{base}id/unit/bo-y-te>",
        f"{unit} <{NV.unitKind}> <{base}codes/unit-kind/authority>",
        f'{unit} <{SKOS.altLabel}> "CHT"@vi',
        f"{group} <{NV.groupContext}> {unit}",
        f'{finance} <{SKOS.altLabel}> "Vụ KHTC"@vi',
    ):
        assert f"{said} <{GRAPH}> ." in lines
    assert not any(finance in line and SKOS.prefLabel in line for line in lines)


TURTLE = """
@prefix nv: <https://w3id.org/nhiemvu/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <https://w3id.org/nhiemvu/> .
<id/unit/bo-tai-chinh> a nv:Unit ; skos:prefLabel "Bộ Tài chính"@vi ; skos:altLabel "BTC"@vi ;
    org:subOrganizationOf <id/unit/chinh-phu> ; nv:unitKind <codes/unit-kind/ministry> .
<id/unit/bo-tai-chinh/vu-ngan-sach> a nv:Unit ; skos:prefLabel "Vụ Ngân sách"@vi ;
    org:subOrganizationOf <id/unit/bo-tai-chinh> .
<id/unit/bo-tai-chinh/vu-ngan-sach#named-by/bo-y-te> a nv:ScopedName ; skos:altLabel "NS"@vi ;
    nv:nameOf <id/unit/bo-tai-chinh/vu-ngan-sach> ; nv:scopeIssuer <id/unit/bo-y-te> .
"""


def test_a_turtle_file_points_at_shipped_units(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(TURTLE, "utf-8")
    units = by_name(file)
    assert units["Bộ Tài chính"].parent == "Chính phủ"
    assert units["Bộ Tài chính"].kind == "ministry"
    assert units["Vụ Ngân sách"].kind == "other"
    assert units["Vụ Ngân sách"].scoped_names == (("NS", "Bộ Y tế"),)
    lines = register_nquads(load_register([file]), GRAPH).decode("utf-8")
    assert 'vu-ngan-sach#named-by/bo-y-te> <http://www.w3.org/2004/02/skos/core#altLabel> "NS"@vi' in lines


def test_a_turtle_file_moves_with_the_base(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(TURTLE, "utf-8")
    units = {unit.name: unit for unit in load_register([file], "http://localhost/").units}
    assert units["Bộ Tài chính"].iri == "http://localhost/id/unit/bo-tai-chinh"


CHANGED = "name,changed_into,changed_on,act,act_date\n"
EVENT = """
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix nv: <https://w3id.org/nhiemvu/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/nhiemvu/> .
<id/unit/bo-noi-vu> skos:altLabel "Bộ N.V"@vi ; dcterms:source <https://example.org/a> .
<id/unit/vu-cu> a nv:Unit ; skos:prefLabel "Vụ Cũ"@vi ; dcterms:source "12/QĐ-BNV" .
<id/change/2025-03-01/bo-noi-vu-x> a org:ChangeEvent ; dcterms:date "2025-03-01"^^xsd:date ;
    nv:legalAct <id/document/bnv/2025/qd-12> ; org:originalOrganization <id/unit/vu-cu> ;
    org:resultingOrganization <id/unit/bo-noi-vu> .
<id/document/bnv/2025/qd-12> dcterms:identifier "12/QĐ-BNV" ; dcterms:issued "2025-02-20"^^xsd:date .
"""

BAD = [
    ("own.csv", "name,kind\nA,king\n", "'king' in line 2 of own.csv is none of the kinds"),
    ("own.csv", "name,parent\nCục A,Bộ Z\n", "'Bộ Z', the parent in line 2 of own.csv"),
    ("own.csv", "name,kind\n,office\n", "no name in line 2 of own.csv"),
    ("own.csv", "name\nCục A, B\n", "more cells than columns in line 2 of own.csv"),
    ("own.csv", "ten,loai\nA,B\n", "columns of own.csv must be"),
    ("own.csv", "", "columns of own.csv must be .* not none"),
    ("own.csv", 'name\n"Cục A\n', "not well-formed CSV"),
    ("own.csv", "name\nCục A\nCục B\nCỤC A\n", "'CỤC A' in line 4 of own.csv stands in line 2 of own.csv"),
    ("own.csv", "name,aliases\nCục A,TTXVN\n", "'ttxvn', is one of 'Thông tấn xã Việt Nam' too"),
    ("own.csv", "name,aliases,aliases\nCục A,B,C\n", "each once, not name, aliases, aliases"),
    ("own.csv", "name,changed_into\nCục A,Bộ Y tế\n", "needs changed_on and act too in line 2"),
    ("own.csv", f"{CHANGED}Cục A,Cục B,2025-03-01,1/QĐ-BYT,\n", "'Cục B', an end of the change in line 2"),
    ("own.csv", f"{CHANGED}Cục A,Cục A,2025-03-01,1/QĐ-BYT,\n", "changed into itself in line 2"),
    ("own.csv", f"{CHANGED}Cục A,Bộ Y tế,2025-02-29,1/QĐ-BYT,\n", "'2025-02-29', the changed_on in line 2"),
    ("own.csv", f"{CHANGED}Cục A,Bộ Y tế,1/3/2025,1/QĐ-BYT,mai\n", "'mai', the act_date in line 2"),
    ("own.csv", f"{CHANGED}Cục A,Các bệnh viện,1/3/2025,1/QĐ-BYT,\n", "is a collective; only units change"),
    (
        "own.csv",
        f"{CHANGED}Cục A,Bộ Y tế,1/3/2025,1/QĐ-BYT,\nCục B,Bộ Y tế,1/3/2025,2/QĐ-BYT,\n",
        "line 3 of own.csv and line 2 of own.csv tell two changes into 'Bộ Y tế'",
    ),
    ("own.csv", "name\nA\0B\n", r"Line 2 of own\.csv holds .*x00"),
    ("own.ttl", " \n", "own.ttl is empty"),
    ("own.ttl", EVENT.replace("nv:legalAct", "nv:cites"), "needs one day as dcterms:date, one nv:legalAct"),
    ("own.ttl", EVENT.replace("2025-03-01", "2025-03"), "needs one day"),
    ("own.ttl", EVENT.replace("unit/bo-noi-vu", "unit/no-such"), "has no skos:prefLabel there"),
    ("own.csv", "name,parent\nCục A,Cục B\nCục B,Cục A\n", "stands above itself"),
    ("own.csv", "name\n…\n", "cannot be used"),
    ("own.csv", "name,kind,parent\nCục-Y-tế dự phòng,,Bộ Y tế\n", "gives the IRI of 'Cục Y tế dự phòng'"),
    ("own.csv", "name,kind\nBộ Y tế,office\n", "contradicts the register"),
    ("own.csv", "name,kind,parent\nCục Dân số,authority,Bộ Nội vụ\n", "contradicts the register"),
    ("own.ttl", "<a> <b> ", "own.ttl is not well-formed Turtle"),
    ("own.ttl", TURTLE.replace('"Bộ Tài chính"@vi', '""@vi'), "no name in <.*> of own.ttl"),
    ("own.ttl", TURTLE.replace("unit/chinh-phu", "unit/no-such"), "has no skos:prefLabel there"),
    (
        "own.ttl",
        TURTLE.replace("<id/unit/bo-tai-chinh> a", "<http://a.vn/x> a"),
        "an IRI that cannot be used",
    ),
    (
        "own.ttl",
        TURTLE.replace("vu-ngan-sach> a nv:Unit", "vu-ngan-sach> a nv:ActorGroup"),
        "must begin with",
    ),
    ("own.xlsx", "x", "must be a .ttl or a .csv file"),
]


@pytest.mark.parametrize(("name", "text", "message"), BAD, ids=[message for _, _, message in BAD])
def test_a_bad_file_is_refused_with_its_place(name: str, text: str, message: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_text(text, "utf-8")
    with pytest.raises(RegisterError, match=message):
        load_register([file])


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RegisterError, match="cannot be read"):
        load_register([tmp_path / "missing.csv"])
    (tmp_path / "latin.csv").write_bytes("name\nC\xf4ng an".encode("latin-1"))
    with pytest.raises(RegisterError, match="not UTF-8 at byte 6"):
        load_register([tmp_path / "latin.csv"])


def test_a_file_that_is_too_large_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "own.csv"
    file.write_text(CSV, "utf-8")
    monkeypatch.setattr(register_files, "MAX_BYTES", 2**20)
    assert load_register([file]).units
    file.write_text(CSV + "\n" * 2**20, "utf-8")
    with pytest.raises(RegisterError, match=r"own\.csv is larger than 1 MB"):
        load_register([file])


MERGED = """name;kind;parent;aliases;code;source;changed_into;changed_on;act;act_date
Cục Số liệu;authority;Bộ Y tế;CSL|Cục SL;CSL;Quyết định 12/QĐ-BYT;Cục Hạ tầng;1/3/2025;12/QĐ-BYT;20/02/2025
Cục Máy tính;authority;BYT;;;https://example.org/a;Cục Hạ tầng;1/3/2025;12/QĐ-BYT;20/02/2025
Cục Hạ tầng;authority;Bộ Y tế;;;;;;;
"""


def test_rows_that_say_the_same_of_their_end_are_one_change(tmp_path: Path) -> None:
    file = tmp_path / "own.csv"
    file.write_text(MERGED, "utf-8-sig")
    register = load_register([file])
    units = {unit.name: unit for unit in register.units}
    (change,) = register.changes[len(load_register().changes) :]
    assert (change.date, change.originals, change.results) == (
        "2025-03-01",
        ("Cục Số liệu", "Cục Máy tính"),
        ("Cục Hạ tầng",),
    )
    assert change.act.iri.endswith("/id/document/byt/2025/qd-12")
    assert change.iri.endswith("/id/change/2025-03-01/bo-y-te/cuc-ha-tang")
    assert units["Cục Số liệu"].aliases == ("CSL", "Cục SL")
    assert units["Cục Số liệu"].notations == ("CSL",)
    assert units["Cục Số liệu"].sources == ("Quyết định 12/QĐ-BYT",)
    assert units["Cục Máy tính"].parent == "Bộ Y tế"
    assert units["Cục Hạ tầng"].sources == ("own.csv",)
    assert successors(register, "CSL", "2026-01-01") == ("CSL",)
    assert successors(register, "Cục Số liệu", "2026-01-01") == ("Cục Hạ tầng",)
    lines = register_nquads(register, GRAPH).decode("utf-8")
    for said in (
        f'<{change.iri}> <{DCTERMS.date}> "2025-03-01"^^<{XSD.date}>',
        f"<{change.iri}> <{NV.legalAct}> <{change.act.iri}>",
        f"<{change.iri}> <{ORG.originalOrganization}> <{units['Cục Máy tính'].iri}>",
        f"<{change.iri}> <{ORG.resultingOrganization}> <{units['Cục Hạ tầng'].iri}>",
        f'<{change.act.iri}> <{DCTERMS.identifier}> "12/QĐ-BYT"',
        f"<{units['Cục Máy tính'].iri}> <{DCTERMS.source}> <https://example.org/a>",
        f'<{units["Cục Hạ tầng"].iri}> <{DCTERMS.source}> "own.csv"',
        f'<{units["Cục Số liệu"].iri}> <{SKOS.notation}> "CSL"',
    ):
        assert f"{said} <{GRAPH}> ." in lines


def test_a_turtle_file_tells_changes_and_names_of_shipped_units(tmp_path: Path) -> None:
    file = tmp_path / "own.ttl"
    file.write_text(EVENT, "utf-8")
    register = load_register([file])
    assert successors(register, "Vụ Cũ", "2025-03-01") == ("Bộ Nội vụ",)
    home = next(unit for unit in register.units if unit.name == "Bộ Nội vụ")
    assert "Bộ N.V" in home.aliases
    assert "https://example.org/a" in home.sources
    change = register.changes[-1]
    assert (change.act.number, change.act.date) == ("12/QĐ-BNV", "2025-02-20")
    assert f"<{change.iri}> <{RDF.type}> <{ORG.ChangeEvent}>" in register_nquads(register, GRAPH).decode()


def test_files_are_merged_one_after_the_other(tmp_path: Path) -> None:
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("name,parent\nCục A,Bộ Y tế\n", "utf-8")
    second.write_text("name,parent,aliases\nPhòng B,Cục A,\nCục A,,CA1\n", "utf-8")
    units = {unit.name: unit for unit in load_register([first, second]).units}
    assert units["Phòng B"].iri.endswith("/id/unit/bo-y-te/cuc-a/phong-b")
    assert units["Cục A"].aliases == ("CA1",)
    with pytest.raises(RegisterError, match=r"line 2 of a\.csv contradicts the register"):
        load_register([second, first])


names = st.lists(
    st.text("ABCđĐươéạ 019&/,-\"'\t;|\n", min_size=1, max_size=12)
    .map(clean)
    .filter(lambda name: slug(name) and not set(name) & set(";|")),
    min_size=2,
    max_size=6,
    unique_by=slug,
)


@given(names=names, delimiter=st.sampled_from(",;\t"), sign=st.booleans())
def test_what_a_csv_file_says_comes_back(names: list[str], delimiter: str, sign: bool) -> None:
    known = {clean(form).casefold() for unit in load_register().units for form in (unit.name, *unit.aliases)}
    assume(not known & {name.casefold() for name in names})
    name, *aliases = names
    written = io.StringIO(newline="")
    rows = csv.writer(written, delimiter=delimiter)
    rows.writerow(["name", "aliases", "kind", "source"])
    rows.writerow([name, "; ".join(aliases), "office", "1/QĐ-BYT"])
    with TemporaryDirectory() as folder:
        file = Path(folder) / "own.csv"
        file.write_text(written.getvalue(), "utf-8-sig" if sign else "utf-8", newline="")
        made = load_register([file]).units[-1]
    assert (made.name, made.kind, made.sources) == (name, "office", ("1/QĐ-BYT",))
    assert made.aliases == tuple(aliases)
