"""Which provinces have a document that implements another, counted by hand on a small graph."""

from __future__ import annotations

from pathlib import Path

import pyoxigraph as ox
import pytest

from graph_build.store import Database, EmbeddedStore
from queries.catalogue import find
from queries.format import text
from queries.run import ask

DATA = """
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX kind: <https://w3id.org/nhiemvu/codes/unit-kind/>
PREFIX d: <https://w3id.org/nhiemvu/id/document/>
PREFIX u: <https://w3id.org/nhiemvu/id/unit/>
GRAPH <https://w3id.org/nhiemvu/graph/x> {
  u:a nv:unitKind kind:peoples-committee ; nv:inRegister true ;
    org:subOrganizationOf u:gov ; skos:prefLabel "UBND A"@vi .
  u:b nv:unitKind kind:peoples-committee ; nv:inRegister true ;
    org:subOrganizationOf u:gov ; skos:prefLabel "UBND B"@vi .
  u:c nv:unitKind kind:peoples-committee ; nv:inRegister true ;
    org:subOrganizationOf u:gov ; skos:prefLabel "UBND C"@vi .
  u:d nv:unitKind kind:peoples-committee ; nv:inRegister true ;
    org:subOrganizationOf u:a ; skos:prefLabel "UBND huyện D"@vi .
  u:e nv:unitKind kind:peoples-committee ; org:subOrganizationOf u:gov ; skos:prefLabel "UBND E"@vi .
  u:gov skos:prefLabel "Chính phủ"@vi .
  u:health-b org:subOrganizationOf u:b ; skos:prefLabel "Sở Y tế B"@vi .
  <x:merger> org:originalOrganization u:b, u:c ; org:resultingOrganization u:c ; dcterms:date "2025-07-01" .
  d:nq a nv:Document ; rdfs:label "Nghị quyết 9/NQ-CP"@vi ; nv:number "9/NQ-CP" ; nv:numberKey "9/nq-cp" .
  d:a a nv:Document ; rdfs:label "Kế hoạch 1/KH-UBND"@vi ; nv:number "1/KH-UBND" ; nv:issuedBy u:a ;
    nv:dateIssued "2022-05-01" ; nv:implements d:nq .
  d:b a nv:Document ; rdfs:label "Kế hoạch 2/KH-SYT"@vi ; nv:issuedBy u:health-b ; nv:implements d:nq .
  d:d a nv:Document ; rdfs:label "Kế hoạch 3/KH-UBND"@vi ; nv:issuedBy u:c ; nv:cites d:nq .
  <x:cite> nv:citingDocument d:a ; nv:citedDocument d:nq ; prov:wasQuotedFrom <x:words> .
  <x:words> oa:hasSource <x:text> ; oa:hasSelector <x:q>, <x:p> .
  <x:text> nv:fileName "a.txt" .
  <x:q> oa:exact "Nghị quyết số 9/NQ-CP" . <x:p> oa:start 12 ; oa:end 33 .
}
"""


@pytest.fixture(scope="module")
def store() -> EmbeddedStore:
    database = Database()
    quads = ox.serialize(ox.parse(DATA, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    database.load_nquads(quads, "test")
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)


def test_every_province_of_the_register_is_told_with_its_documents_and_without(store: EmbeddedStore) -> None:
    answer = ask(store, find("provinces"), {"document": "https://w3id.org/nhiemvu/id/document/nq"})
    columns = ("state", "name", "ended", "document_label", "quote", "quote_start", "source")
    places = [answer.variables.index(name) for name in columns]
    assert [tuple(text(row[place]) for place in places) for row in answer.rows] == [
        ("implements", "UBND A", "", "Kế hoạch 1/KH-UBND", "Nghị quyết số 9/NQ-CP", "12", "a.txt"),
        ("implements", "UBND B", "2025-07-01", "Kế hoạch 2/KH-SYT", "", "", ""),
        ("none here", "UBND C", "", "", "", "", ""),
    ]
