"""Leads without a duty are not told where a collective that has one covers them."""

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


@pytest.mark.parametrize(("name", "context", "kind", "covers"), COLLECTIVES)
def test_a_collective_with_a_duty_covers_its_bodies(name: str, context: str, kind: str, covers: bool) -> None:
    made = make_small_graph(BASE)
    duty = _DUTY.format(base=BASE, name=name, context=context, kind=kind)
    made.load_turtle(duty.encode(), f"{BASE}graph/document/duty", "duty")
    store = EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), made)
    answer = ask(store, find("assignment-gaps"), {})
    at = answer.variables.index("gap")
    told = [row for row in answer.rows if "task-without-duty" in str(row[at])]
    assert (not told) is covers
