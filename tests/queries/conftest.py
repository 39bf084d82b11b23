"""A graph of a few made-up tasks, in the shape of a built one, small enough to count by hand.

    38/NQ-CP      cited only
    2182/QĐ-BYT   implements 38/NQ-CP: tasks b1 b6 c1 c2 c3, one measure
    99/KH-SYT     implements 2182/QĐ-BYT, so 38/NQ-CP too: tasks i1 i2
    7/QĐ-BYT      implements nothing: task d1
    01/QĐ-UBND    two documents of two provinces bear this number
    (no number)   a plan, known by its file name

What a build derives (shortcuts, transitive implements) stands ready-made in the graph of derived facts.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from graph_build.store import Database, EmbeddedStore
from ontology.vocab import DEFAULT_BASE

BASE = DEFAULT_BASE
DPM = f"{BASE}id/unit/bo-y-te/cuc-y-te-du-phong"
LEGAL = f"{BASE}id/unit/bo-y-te/vu-phap-che"
HEALTH_DEPARTMENTS = f"{BASE}id/group/so-y-te"
POST = f"{BASE}id/post/bo-y-te/cuc-y-te-du-phong/pho-cuc-truong"
R38 = f"{BASE}id/document/cp/2022/nq-38"
D2182 = f"{BASE}id/document/byt/2022/qd-2182"
D99 = f"{BASE}id/document/so-y-te-tinh-bac-giang/2022/kh-99"
D7 = f"{BASE}id/document/byt/2023/qd-7"
PLAN = f"{BASE}id/document/uy-ban-nhan-dan-tinh-bac-giang/2022/ke-hoach-0a1b2c3d"

_PREFIXES = """
@prefix nv: <{base}ontology#> .
@prefix role: <{base}codes/role/> .
@prefix citrole: <{base}codes/citation-role/> .
@prefix kind: <{base}codes/unit-kind/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <{base}> .
"""

_UNITS = """
<id/unit/bo-y-te> a nv:Unit ; skos:prefLabel "Bộ Y tế"@vi .
<id/unit/bo-y-te/cuc-y-te-du-phong> a nv:Unit ; skos:prefLabel "Cục Y tế dự phòng"@vi ;
  skos:altLabel "Cục YTDP"@vi ;
  org:subOrganizationOf <id/unit/bo-y-te> ; nv:unitKind kind:department .
kind:department skos:prefLabel "cục"@vi, "department"@en .
<id/unit/bo-y-te/vu-phap-che> a nv:Unit ; skos:prefLabel "Vụ Pháp chế"@vi ;
  org:subOrganizationOf <id/unit/bo-y-te> .
<id/group/so-y-te> a nv:ActorGroup ; skos:prefLabel "Sở Y tế"@vi .
<id/unit/so-y-te-tinh-bac-giang> a nv:Unit ; skos:prefLabel "Sở Y tế tỉnh Bắc Giang"@vi .
<id/unit/so-y-te-tinh-bac-giang/van-phong> a nv:Unit ; skos:prefLabel "Văn phòng"@vi ;
  org:subOrganizationOf <id/unit/so-y-te-tinh-bac-giang> .
<id/unit/bo-y-te/van-phong> a nv:Unit ; skos:prefLabel "Văn phòng"@vi ;
  org:subOrganizationOf <id/unit/bo-y-te> .
<id/post/bo-y-te/cuc-y-te-du-phong/pho-cuc-truong> a org:Post ; rdfs:label "Phó Cục trưởng"@vi ;
  org:postIn <id/unit/bo-y-te/cuc-y-te-du-phong> .
<id/person/le-van-a/cuc-y-te-du-phong> a foaf:Person ; foaf:name "Lê Văn A" ;
  org:holds <id/post/bo-y-te/cuc-y-te-du-phong/pho-cuc-truong> .
"""

_DOCUMENTS = """
<id/document/cp/2022/nq-38> a nv:Document ; rdfs:label "Nghị quyết 38/NQ-CP"@vi ; nv:number "38/NQ-CP" ;
  nv:numberKey "38/NQ-CP" ; nv:dateIssued "2022-03-17"^^xsd:date ; nv:inCorpus false .
<id/document/byt/2022/qd-2182> a nv:Document ; rdfs:label "Quyết định 2182/QĐ-BYT"@vi ;
  nv:number "2182/QĐ-BYT" ;
  nv:numberKey "2182/QĐ-BYT" ; nv:inCorpus true ; nv:hasSnapshot <id/snapshot/2182> ;
  nv:implements <id/document/cp/2022/nq-38> .
<id/snapshot/2182> nv:fileName "qd-2182.txt" .
<id/document/so-y-te-tinh-bac-giang/2022/kh-99> a nv:Document ; rdfs:label "Kế hoạch 99/KH-SYT"@vi ;
  nv:number "99/KH-SYT" ; nv:numberKey "99/KH-SYT" ; nv:inCorpus true ; nv:hasSnapshot <id/snapshot/99> ;
  nv:implements <id/document/byt/2022/qd-2182> .
<id/snapshot/99> nv:fileName "kh-99.txt" .
<id/document/byt/2023/qd-7> a nv:Document ; rdfs:label "Quyết định 7/QĐ-BYT"@vi ; nv:number "7/QĐ-BYT" ;
  nv:numberKey "7/QĐ-BYT" ; nv:inCorpus true ; nv:hasSnapshot <id/snapshot/7> .
<id/snapshot/7> nv:fileName "qd-7.txt" .
<id/document/uy-ban-nhan-dan-tinh-bac-giang/2022/qd-01> a nv:Document ;
  rdfs:label "Quyết định 01/QĐ-UBND"@vi ;
  nv:number "01/QĐ-UBND" ; nv:numberKey "01/QĐ-UBND" .
<id/document/uy-ban-nhan-dan-tinh-ha-nam/2022/qd-01> a nv:Document ; rdfs:label "Quyết định 01/QĐ-UBND"@vi ;
  nv:number "01/QĐ-UBND" ; nv:numberKey "01/QĐ-UBND" .
<id/document/uy-ban-nhan-dan-tinh-bac-giang/2022/ke-hoach-0a1b2c3d> a nv:Document ;
  rdfs:label "Kế hoạch Tiêm chủng"@vi ; nv:inCorpus true ; nv:hasSnapshot <id/snapshot/plan> .
<id/snapshot/plan> nv:fileName "kh-bac-giang.txt" .
<id/citation/1> a nv:Citation ; nv:citingDocument <id/document/byt/2022/qd-2182> ;
  nv:citedDocument <id/document/cp/2022/nq-38> ; nv:citationRole citrole:implements ;
  prov:wasQuotedFrom <id/evidence/cited> .
"""

_MEASURE = """
<id/measure/1> a nv:Measure ; rdfs:label "Nâng cao năng lực dự báo"@vi ; nv:sectionPath "II" ;
  nv:statedIn <id/document/byt/2022/qd-2182> ; prov:wasQuotedFrom <id/evidence/measure> .
<id/duty/1> a nv:Duty ; nv:dutyOf <id/unit/bo-y-te/cuc-y-te-du-phong> ;
  nv:statedIn <id/document/byt/2022/qd-2182> ; nv:dutyText "Giám sát, báo cáo"@vi ; nv:sectionPath "III/1" ;
  nv:deadline <id/duty/1#deadline> .
<id/duty/1#deadline> a nv:Deadline ; nv:deadlineText "trong quý III năm 2022" ;
  nv:due "2022-09"^^xsd:gYearMonth ; nv:dueLatest "2022-09-30"^^xsd:date ;
  prov:wasQuotedFrom <id/evidence/duty-due> .
"""

_DERIVED = """
<id/document/so-y-te-tinh-bac-giang/2022/kh-99> nv:implements <id/document/cp/2022/nq-38> .
<id/unit/bo-y-te/cuc-y-te-du-phong> nv:leads <id/task/b1>, <id/task/b6>, <id/task/i1>, <id/task/i2>,
  <id/task/d1> ;
  nv:coordinates <id/task/c1> .
<id/post/bo-y-te/cuc-y-te-du-phong/pho-cuc-truong> nv:leads <id/task/i2> .
<id/unit/bo-y-te/vu-phap-che> nv:leads <id/task/b6>, <id/task/c1> ; nv:coordinates <id/task/b1> .
<id/group/so-y-te> nv:coordinates <id/task/b1>, <id/task/c2> .
"""

# Task, document, order, section, code, title, parts as (role, assignee, words, starts of the pieces of the
# words), facts of its deadline.
_TASKS: tuple[tuple[str, str, int, str, str, str, list[tuple[str, str, str, list[int]]], str], ...] = (
    (
        "b1",
        D2182,
        1,
        "B/1",
        "1.1",
        "Mua vắc xin",
        [
            ("lead", DPM, "Cục Y tế dự phòng", [998, 1002]),
            ("coordinate", HEALTH_DEPARTMENTS, "Sở Y tế", [1100]),
            ("coordinate", LEGAL, "Vụ Pháp chế", [1050]),
        ],
        'nv:startText "Tháng 8/2022" ; nv:start "2022-08"^^xsd:gYearMonth ; '
        'nv:deadlineText "Tháng 12/2022" ; nv:due "2022-12"^^xsd:gYearMonth ; '
        'nv:dueLatest "2022-12-31"^^xsd:date ; '
        "prov:wasQuotedFrom <id/evidence/start>, <id/evidence/due>",
    ),
    (
        "b6",
        D2182,
        2,
        "B/6",
        "6.1",
        "Xây dựng đề án",
        [("lead", LEGAL, "Vụ Pháp chế", [2000]), ("lead", DPM, "Cục Y tế dự phòng", [2020])],
        'nv:deadlineText "2023" ; nv:due "2023"^^xsd:gYear ; nv:dueLatest "2023-12-31"^^xsd:date',
    ),
    (
        "c1",
        D2182,
        3,
        "C",
        "1",
        "Sửa luật",
        [("lead", LEGAL, "Vụ Pháp chế", [3000]), ("coordinate", DPM, "Cục YTDP", [3050])],
        "",
    ),
    ("c2", D2182, 4, "C", "2", "Giám sát", [("coordinate", HEALTH_DEPARTMENTS, "Sở Y tế", [3500])], ""),
    ("c3", D2182, 5, "C", "3", "Không giao ai", [], 'nv:dueLatest "2022-12-31"^^xsd:date'),
    ("i1", D99, 1, "I", "1", "Tiêm chủng", [("perform", DPM, "Cục Y tế dự phòng", [40])], ""),
    (
        "i2",
        D99,
        2,
        "I",
        "2",
        "Trực",
        [("lead", POST, "Ông Lê Văn A, Phó Cục trưởng Cục Y tế dự phòng", [90])],
        "",
    ),
    ("d1", D7, 1, "A", "1", "Việc khác", [("lead", DPM, "Cục Y tế dự phòng", [10])], ""),
)

_SNAPSHOTS: Mapping[str, str] = {D2182: "2182", D99: "99", D7: "7"}


def _evidence(name: str, snapshot: str, start: int, words: str) -> str:
    return f"""
<id/evidence/{name}> a oa:SpecificResource ; oa:hasSource <id/snapshot/{snapshot}> ;
  oa:hasSelector <id/evidence/{name}#quote>, <id/evidence/{name}#position> .
<id/evidence/{name}#quote> oa:exact "{words}" .
<id/evidence/{name}#position> oa:start {start} ; oa:end {start + len(words)} .
"""


def _assignment(task: str, number: int, part: tuple[str, str, str, list[int]], snapshot: str) -> str:
    role, assignee, words, starts = part
    names = [f"{task}-{start}" for start in starts]
    person = "nv:assigneePerson <id/person/le-van-a/cuc-y-te-du-phong> ;" if assignee == POST else ""
    quoted = ", ".join(f"<id/evidence/{name}>" for name in names)
    pieces = [words[: len(words) // 2], words[len(words) // 2 :]] if len(starts) > 1 else [words]
    return f"""
<id/assignment/{task}/{number}> a nv:Assignment ; nv:task <id/task/{task}> ; nv:assignee <{assignee}> ;
  {person}
  nv:role role:{role} ; nv:asWritten "{words}" ; prov:wasQuotedFrom {quoted} .
""" + "".join(
        _evidence(name, snapshot, at, piece) for name, at, piece in zip(names, starts, pieces, strict=True)
    )


def _task(row: tuple[Any, ...]) -> str:
    task, document, sequence, section, code, title, parts, deadline = row
    snapshot = _SNAPSHOTS[document]
    text = f"""
<id/task/{task}> a nv:Task ; rdfs:label "{title}"@vi ; dcterms:title "{title}"@vi ; nv:code "{code}" ;
  nv:sectionPath "{section}" ; nv:statedIn <{document}> ; nv:sequence {sequence} ; nv:output "Báo cáo"@vi ;
  prov:wasQuotedFrom <id/evidence/{task}> .
"""
    text += _evidence(task, snapshot, 5000 + sequence * 100, title)
    if deadline:
        text += f"<id/task/{task}> nv:deadline <id/deadline/{task}> .\n"
        text += f"<id/deadline/{task}> a nv:Deadline ; {deadline} .\n"
    return text + "".join(_assignment(task, n, part, snapshot) for n, part in enumerate(parts, start=1))


_FINDINGS = """
<id/finding/byt/2022/qd-2182/1> a nv:Finding ; nv:findingCode "act-with-two-dates" ; nv:severity "high" ;
  rdfs:label "Một văn bản được dẫn với hai ngày"@vi , "An act is cited with two dates"@en ;
  nv:message "Hai ngày."@vi , "Two dates."@en ;
  nv:foundIn <id/document/byt/2022/qd-2182> , <id/document/byt/2023/qd-7> ;
  prov:wasQuotedFrom <id/evidence/cited> , <id/evidence/d1> .
<id/finding/byt/2022/qd-2182/2> a nv:Finding ; nv:findingCode "due-before-document" ; nv:severity "medium" ;
  rdfs:label "Thời hạn trước ngày ban hành"@vi , "A deadline before the document's date"@en ;
  nv:message "Đã qua."@vi , "It has passed."@en ; nv:foundIn <id/document/byt/2022/qd-2182> ;
  prov:wasQuotedFrom <id/evidence/due> .
"""


def make_small_graph(base: str) -> Database:
    """Make the graph in memory, its names under `base`."""
    stated = _DOCUMENTS + _MEASURE + "".join(_task(row) for row in _TASKS)
    stated += _evidence("start", "2182", 1300, "Tháng 8/2022") + _evidence(
        "due", "2182", 1320, "Tháng 12/2022"
    )
    stated += _evidence("duty-due", "2182", 1500, "trong quý III năm 2022")
    stated += _evidence("cited", "2182", 12, "Nghị quyết số 38/NQ-CP")
    stated += _evidence("measure", "2182", 700, "Nâng cao năng lực dự báo")
    graphs = {
        "graph/document/all": stated,
        "graph/units": _UNITS,
        "graph/findings": _FINDINGS,
        "graph/inferred": _DERIVED,
        "graph/build": "<id/run> a prov:Activity .",
    }
    database = Database()
    for name, triples in graphs.items():
        turtle = (_PREFIXES.format(base=BASE) + triples).replace(BASE, base)
        database.load_turtle(turtle.encode(), base + name, name)
    return database


def open_small_graph(base: str) -> EmbeddedStore:
    """Make the graph and open it as if it were a snapshot on disk."""
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), make_small_graph(base))


@pytest.fixture(scope="session")
def small_graph() -> EmbeddedStore:
    """Give the small graph under the default base; tests only read it."""
    return open_small_graph(BASE)


@pytest.fixture(scope="session")
def rebased_graph() -> EmbeddedStore:
    """Give the small graph under another base IRI."""
    return open_small_graph("https://mandates.example.vn/")


@pytest.fixture(scope="session")
def small_graph_nquads() -> str:
    """Give the small graph as N-Quads, for other engines."""
    return "\n".join(make_small_graph(BASE).nquads())
