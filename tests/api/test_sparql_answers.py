"""What the endpoint answers: rows, triples and booleans in every format, and validators."""

from __future__ import annotations

import csv
import gzip
import io
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
from rdflib import Graph

from tests.api.test_sparql import CONSTRUCT, JSON, NAMES, XML, A, names
from tests.waiting import wait_until

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        ("*/*", JSON),
        (XML, XML),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        (f"{XML};q=0.3, text/csv;q=0.8", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
    ],
)
def test_rows_in_every_format(small_server: Running, accept: str, wanted: str) -> None:
    response = small_server.query(NAMES, Accept=accept)
    assert response.headers["content-type"] == wanted
    assert "Accept" in response.headers["vary"]
    kind = wanted.partition(";")[0]
    if kind.endswith("json"):
        found = names(response)
    elif kind == XML:
        literals = ET.fromstring(response.text).iter("{http://www.w3.org/2005/sparql-results#}literal")  # noqa: S314
        found = [str(literal.text) for literal in literals]
    elif kind == "text/csv":
        found = [row["name"] for row in csv.DictReader(io.StringIO(response.text))]
    else:
        found = [line.partition('"')[2].partition('"')[0] for line in response.text.splitlines()[1:]]
    assert found == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("query", "format_name", "wanted"),
    [
        (NAMES, "csv", "text/csv; charset=utf-8"),
        (NAMES, XML, XML),
        ("ASK {}", "json", JSON),
        (CONSTRUCT, "nt", "application/n-triples"),
        (CONSTRUCT, "json", "application/ld+json"),
        (CONSTRUCT, "xml", "application/rdf+xml"),
    ],
)
def test_the_parameter_format_wins_over_accept(
    small_server: Running, query: str, format_name: str, wanted: str
) -> None:
    fields = {"query": query, "format": format_name}
    response = small_server.client.get("/sparql", params=fields, headers={"Accept": "image/png"})
    assert (response.status_code, response.headers["content-type"]) == (200, wanted)


@pytest.mark.parametrize(
    ("accept", "parser"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", None),
        ("application/trig", None),
        ("application/n-quads", None),
    ],
)
def test_triples_in_every_format(small_server: Running, accept: str, parser: str | None) -> None:
    for query in (CONSTRUCT, "DESCRIBE <http://example.org/a> <http://example.org/b> <http://example.org/c>"):
        response = small_server.query(query, Accept=accept)
        assert response.status_code == 200
        assert response.headers["content-type"].partition(";")[0] == accept
        if parser is None:
            parsed = ox.parse(response.content, format=ox.RdfFormat.from_media_type(accept))
            found = [quad.object.value for quad in parsed]
        else:
            found = [str(o) for o in Graph().parse(data=response.content, format=parser).objects()]
        assert sorted(found) == ["a", "b", "c"]


@pytest.mark.parametrize(("query", "wanted"), [("ASK {}", True), ("ASK { <x:y> ?p ?o }", False)])
def test_booleans(small_server: Running, query: str, wanted: bool) -> None:
    assert small_server.query(query).json()["boolean"] is wanted
    root = ET.fromstring(small_server.query(query, Accept=XML).text)  # noqa: S314
    assert root.findtext("{http://www.w3.org/2005/sparql-results#}boolean") == str(wanted).lower()


def test_a_large_answer_has_its_length_and_is_compressed_on_demand(
    serve: Serve, large_directory: object
) -> None:
    with serve(large_directory, query_workers=1) as server:
        query = {"query": "SELECT * { ?s ?p ?o }"}
        whole = server.client.get("/sparql", params=query, headers={"Accept-Encoding": "identity"})
        assert len(whole.json()["results"]["bindings"]) == 30_000
        assert int(whole.headers["content-length"]) == len(whole.content) > 1 << 20
        request = server.client.build_request(
            "GET", "/sparql", params=query, headers={"Accept-Encoding": "gzip"}
        )
        squeezed = server.client.send(request, stream=True)
        raw = b"".join(squeezed.iter_raw())
        assert squeezed.headers["content-encoding"] == "gzip"
        assert len(raw) < len(whole.content) / 4
        assert gzip.decompress(raw) == whole.content
        pool = server.app.state.pool
        assert wait_until(lambda: pool.spooled == 0)  # counted after the last byte is on its way


# Validators


def test_an_answer_that_the_client_has_is_not_sent_again(small_server: Running) -> None:
    first = small_server.query(NAMES)
    tag = first.headers["etag"]
    again = small_server.query(NAMES, **{"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert small_server.query(NAMES, **{"If-None-Match": '"other"'}).status_code == 200
    anything = small_server.query(NAMES, **{"If-None-Match": "*"})
    assert (anything.status_code, anything.headers["etag"], anything.content) == (304, tag, b"")


@pytest.mark.parametrize(
    ("query", "field", "value", "status"),
    [
        ("ASK {", "If-None-Match", "*", 400),  # preconditions hold for what would succeed (RFC 9110, 13.2.1)
        ("ASK {", "If-Match", '"other"', 400),
        ("SELECT (RAND() AS ?r) {}", "If-None-Match", "*", 304),
        ("SELECT (RAND() AS ?r) {}", "If-None-Match", '"other"', 200),
        (NAMES, "If-Match", "*", 200),
        (NAMES, "If-Match", '"other"', 412),
        (NAMES, "If-Match", "no tag", 412),
    ],
)
def test_preconditions(small_server: Running, query: str, field: str, value: str, status: int) -> None:
    answer = small_server.query(query, **{field: value})
    assert answer.status_code == status
    head = small_server.client.head("/sparql", params={"query": query}, headers={field: value})
    assert head.status_code == status


def test_a_weak_tag_is_none_of_if_match(small_server: Running) -> None:
    tag = small_server.query(NAMES).headers["etag"]
    assert tag.startswith("W/")
    refused = small_server.query(NAMES, **{"If-Match": tag})
    assert refused.status_code == 412
    assert refused.json()["type"].endswith("/problem/precondition-failed")


def test_tags_tell_queries_formats_datasets_and_snapshots_apart(
    serve: Serve, publish_quads: object, tmp_path: object, small_server: Running
) -> None:
    client = small_server.client
    responses = [
        small_server.query(NAMES),
        small_server.query(NAMES + " "),
        small_server.query(NAMES, Accept=XML),
        client.get("/sparql", params={"query": NAMES, "default-graph-uri": A}),
        client.get("/sparql", params={"query": NAMES, "named-graph-uri": A}),
    ]
    publish_quads(tmp_path, "<x:s> <x:p> <x:o> <x:g> .", "cd" * 32)  # type: ignore[operator]
    with serve(tmp_path) as other:
        responses.append(other.query(NAMES))
    assert len({response.headers["etag"] for response in responses}) == len(responses)


@pytest.mark.parametrize("call", ["NOW()", "RAND()", "UUID()", "STRUUID ()", "BNODE()"])
def test_what_changes_by_itself_has_no_tag(small_server: Running, call: str) -> None:
    response = small_server.query(f"SELECT ({call} AS ?x) {{}}")
    assert response.status_code == 200
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"
