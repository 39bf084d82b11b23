"""The small graph with tasks that differ in output and time, for questions built from parts."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.store import Database, EmbeddedStore
from ontology.load import turtle
from queries.names import Names

_MORE = """
@prefix nv: <https://w3id.org/nhiemvu/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/nhiemvu/> .
<id/task/d2> a nv:Task ; dcterms:title "Trình ban hành"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 2 ;
  nv:output "- Dự thảo Nghị quyết liên tịch; tờ trình"@vi ; prov:wasQuotedFrom <id/evidence/d1> .
<id/task/d3> a nv:Task ; dcterms:title "Họp giao ban"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 3 ;
  nv:deadline <id/deadline/d3> ; prov:wasQuotedFrom <id/evidence/i1-40> .
<id/deadline/d3> nv:deadlineText "Hằng tháng, từ 2023"@vi ; nv:schedule <id/schedule/d3> ; nv:openEnded true .
<id/task/d4> a nv:Task ; dcterms:title "Phần mềm"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 4 ;
  nv:output "Phần mềm"@vi ; prov:wasQuotedFrom <id/evidence/i1-40> .
"""


@pytest.fixture(scope="session")
def nquads(small_graph_nquads: str) -> str:
    """Give the small graph with the code lists and tasks that differ in output and time."""
    more = Database()
    more.load_turtle(_MORE.encode(), "https://w3id.org/nhiemvu/graph/more", "more")
    more.load_turtle(turtle("codes").encode(), "https://w3id.org/nhiemvu/graph/ontology", "codes")
    kinds = (
        line
        for line in more.nquads()
        if "/graph/more" in line or "<https://w3id.org/nhiemvu/codes/document-kind" in line
    )
    return "\n".join((small_graph_nquads, *kinds))


@pytest.fixture(scope="session")
def store(nquads: str) -> EmbeddedStore:
    database = Database()
    database.load_nquads(nquads.encode(), "test")
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)


@pytest.fixture(scope="session")
def names(store: EmbeddedStore) -> Names:
    return Names(store)
