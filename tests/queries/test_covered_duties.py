"""Leads without a duty, and duties without a task, are not told where a collective with one covers them."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.store import EmbeddedStore
from queries.catalogue import find
from queries.run import ask
from tests.queries.conftest import BASE, make_small_graph

_DUTY = """
@prefix nv: <{base}ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{base}> .
<id/group/some> a nv:ActorGroup ; skos:prefLabel "{name}"@vi ; nv:groupContext <id/unit/{context}> ;
  nv:unitKind <codes/unit-kind/{kind}> .
<id/unit/bo-y-te/vu-phap-che> nv:unitKind <codes/unit-kind/department> .
<id/duty/some> a nv:Duty ; nv:dutyOf <id/group/some> ; nv:statedIn <id/document/byt/2022/qd-2182> .
"""

_TASK = """
@prefix nv: <{base}ontology#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@base <{base}> .
<id/group/some> a nv:ActorGroup ; skos:prefLabel "{name}"@vi ; nv:groupContext <id/unit/{context}> ;
  nv:unitKind <codes/unit-kind/{kind}> ; nv:leads <id/task/some> .
<id/task/some> a nv:Task ; nv:statedIn <id/document/byt/2022/qd-2182> .
<id/unit/bo-y-te/vu-mau> a nv:Unit ; skos:prefLabel "{unit}"@vi ;
  nv:unitKind <codes/unit-kind/department> ; org:subOrganizationOf <id/unit/bo-y-te> .
<id/duty/some> a nv:Duty ; nv:dutyOf <id/unit/bo-y-te/vu-mau> ; nv:statedIn <id/document/byt/2022/qd-2182> ;
  prov:wasQuotedFrom <id/evidence/some> .
<id/evidence/some> oa:hasSource <id/snapshot/some> ; oa:hasSelector <id/quoted/some>, <id/placed/some> .
<id/snapshot/some> nv:fileName "a.txt" .
<id/quoted/some> oa:exact "Trồng cây" .
<id/placed/some> oa:start 1 ; oa:end 10 .
"""

# name, context and kind of a collective that has a duty; whether it covers the Vụ Pháp chế of the Bộ Y tế
COLLECTIVES = [
    ("Các đơn vị thuộc Bộ Y tế", "bo-y-te", "collective", True),
    ("Các Vụ thuộc Bộ Y tế", "bo-y-te", "department", True),
    ("Vụ Tài vụ/Pháp chế", "bo-y-te", "department", True),
    ("Các Cục thuộc Bộ Y tế", "bo-y-te", "department", False),
    ("Các Vụ thuộc Bộ Y tế", "bo-y-te", "institute", False),
    ("Các Vụ thuộc Bộ Xây dựng", "bo-xay-dung", "department", False),
    ("Các đơn vị thuộc Bộ Xây dựng", "bo-xay-dung", "collective", False),
    ("Các đơn vị liên quan", "bo-y-te", "collective", False),
]


def _told(more: str, gap: str) -> bool:
    made = make_small_graph(BASE)
    made.load_turtle(more.encode(), f"{BASE}graph/document/more", "more")
    store = EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), made)
    answer = ask(store, find("assignment-gaps"), {})
    at = answer.variables.index("gap")
    return any(gap in str(row[at]) for row in answer.rows)


@pytest.mark.parametrize(("name", "context", "kind", "covers"), COLLECTIVES)
@pytest.mark.parametrize(
    ("stated", "gap"), [(_DUTY, "task-without-duty"), (_TASK, "duty-without-task")], ids=["duty", "task"]
)
def test_a_collective_that_has_one_covers_its_bodies(
    name: str, context: str, kind: str, covers: bool, stated: str, gap: str
) -> None:
    more = stated.format(base=BASE, name=name, context=context, kind=kind, unit="Vụ Pháp chế mẫu")
    assert _told(more, gap) is not covers


@pytest.mark.parametrize(("unit", "covers"), [("Vụ Pháp chế quốc gia", False), ("Vụ Pháp chế tỉnh", True)])
def test_the_bodies_of_places_are_not_the_one_of_the_country(unit: str, covers: bool) -> None:
    name = "Vụ Pháp chế các tỉnh"
    more = _TASK.format(base=BASE, name=name, context="bo-y-te", kind="department", unit=unit)
    assert _told(more, "duty-without-task") is not covers
