"""Data that users wrote: things without names, words without a place, days that are none. Pages stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.api.conftest import Running, Serve

BASE = "https://w3id.org/nhiemvu/"
DOCUMENT = f"{BASE}id/document/byt/2022/qd-1"
DATA = f"""
PREFIX nv: <{BASE}ontology#>
PREFIX dcterms: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
GRAPH <{BASE}graph/x> {{
  <{DOCUMENT}> a nv:Document ; nv:inCorpus true ; rdfs:label "Quyết định 1/QĐ-BYT" ; nv:dateIssued "2022" .
  [] a nv:Document ; nv:inCorpus true ; rdfs:label "Bản sao" ; nv:implements <{DOCUMENT}> .
  [] a nv:Document ; nv:inCorpus true ; rdfs:label "Bản sao" ; nv:basedOn <{DOCUMENT}> .
  <urn:duty> a nv:Duty ; rdfs:label "Trực đêm" ; nv:dutyText "Trực đêm" ; nv:statedIn <{DOCUMENT}> ;
    prov:wasQuotedFrom <urn:words> .
  <urn:measure> a nv:Measure ; rdfs:label "Trực ngày" ; nv:measureText "Trực ngày" ;
    nv:statedIn <{DOCUMENT}> ; prov:wasQuotedFrom <urn:words> .
  <{BASE}id/task/byt/2022/qd-1/1> a nv:Task ; rdfs:label "Trực lễ" ; dcterms:title "Trực lễ" ;
    nv:statedIn <{DOCUMENT}> ; nv:sequence 1 ;
    prov:wasQuotedFrom <urn:words> ; nv:deadline [ nv:due "soon" ; nv:dueLatest "soon" ] .
  <urn:words> oa:hasSource <urn:text> ;
    oa:hasSelector [ oa:exact "Trực" ], [ oa:start "one" ; oa:end "two" ] .
  [] a nv:Duty ; rdfs:label "Trực thay" ; nv:statedIn <{DOCUMENT}> .
}}
"""


@pytest.fixture(scope="module")
def odd(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve, publish_quads: Callable[..., str]
) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("odd")
    quads = ox.serialize(ox.parse(DATA, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    publish_quads(folder, quads.decode())
    with serve(folder) as server:
        yield server


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/", "Bản sao"),
        ("/documents", "Bản sao"),
        ("/documents/byt/2022/qd-1", "Bản sao"),
        ("/documents/byt/2022/qd-1/text", "1/QĐ-BYT"),
        ("/tasks/byt/2022/qd-1/1", "Trực lễ"),
        ("/search?q=truc", "đêm"),
        ("/ask?list=month&go=1", "<table"),
        (f"/trace?thing={DOCUMENT}", "1/QĐ-BYT"),
        (f"/gaps?document={DOCUMENT}", "1/QĐ-BYT"),
        ("/untaken", "<h1"),
    ],
)
def test_pages_stand_over_what_users_wrote(odd: Running, address: str, told: str) -> None:
    assert told in odd.page(address)
