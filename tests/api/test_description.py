"""The service description: what the endpoint says of itself and of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox
import pytest
from rdflib import DCAT, RDF, SKOS, VOID, Literal, URIRef
from rdflib import Graph as Triples

from api.description import SD

if TYPE_CHECKING:
    from tests.api.conftest import Running


@pytest.mark.conformance
@pytest.mark.parametrize("address", ["/sparql", "/.well-known/void"])
def test_the_description_names_the_service_its_languages_and_its_graphs(
    small_server: Running, address: str
) -> None:
    response = small_server.client.get(address, headers={"Accept": "text/turtle"})
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/turtle; charset=utf-8"
    triples = Triples().parse(data=response.content, format="turtle")
    service = URIRef(f"{small_server.url}/sparql")
    assert (service, RDF.type, SD.Service) in triples
    assert (service, SD.endpoint, service) in triples
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in triples
    assert (service, SD.supportedLanguage, SD.SPARQL11Update) not in triples
    assert (service, SD.feature, SD.UnionDefaultGraph) in triples
    search = URIRef("https://w3id.org/nhiemvu/function#search")
    assert list(triples.objects(service, SD.propertyFeature)) == [search]
    assert {text.language for text in triples.objects(search, SKOS.definition)} == {"vi", "en"}  # type: ignore[attr-defined]
    dataset = triples.value(service, SD.defaultDataset)
    assert (dataset, RDF.type, DCAT.Dataset) in triples
    assert triples.value(dataset, VOID.triples) == Literal(3)
    named = {triples.value(node, SD.name) for node in triples.objects(dataset, SD.namedGraph)}
    assert named == {URIRef(f"http://example.org/graph/{name}") for name in "abc"}
    part = triples.value(dataset, VOID.propertyPartition)
    assert triples.value(part, VOID.property) == URIRef("http://example.org/name")
    assert triples.value(part, VOID.triples) == Literal(3)


@pytest.mark.parametrize(
    "accept",
    [
        "text/turtle",
        "application/n-triples",
        "application/rdf+xml",
        "application/ld+json",
        "application/trig",
        "application/n-quads",
    ],
)
def test_it_comes_in_every_format_of_rdf(small_server: Running, accept: str) -> None:
    response = small_server.client.get("/.well-known/void", headers={"Accept": accept})
    assert response.headers["content-type"].startswith(accept)
    read = ox.parse(response.content, format=ox.RdfFormat.from_media_type(accept))
    assert len(list(read)) > 20


def test_a_description_that_the_client_has_is_not_sent_again(small_server: Running) -> None:
    turtle, xml = (
        small_server.client.get("/.well-known/void", headers={"Accept": kind}).headers["etag"]
        for kind in ("text/turtle", "application/rdf+xml")
    )
    assert turtle != xml
    for tag, status in ((turtle, 304), (xml, 200), ("*", 304)):
        fields = {"Accept": "text/turtle", "If-None-Match": tag}
        assert small_server.client.get("/.well-known/void", headers=fields).status_code == status


def test_wrong_requests(small_server: Running) -> None:
    client = small_server.client
    assert client.get("/.well-known/void", headers={"Accept": "image/png"}).status_code == 406
    assert client.post("/.well-known/void").status_code == 405
    head = client.head("/.well-known/void")
    assert (head.status_code, head.content) == (200, b"")
    assert client.get("/sparql", headers={"Accept": "text/html"}).status_code == 303
    assert client.get("/sparql?query=").status_code == 400
