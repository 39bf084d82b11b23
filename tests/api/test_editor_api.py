"""What the query editor asks for: the vocabulary, and the names of IRIs."""

from __future__ import annotations

import httpx
import pytest

from tests.api.conftest import Running

BASE = "https://w3id.org/nhiemvu/"
UNIT = f"{BASE}id/unit/bo-y-te/cuc-y-te-du-phong"


@pytest.fixture(scope="module")
def client(sample_server: Running) -> httpx.Client:
    """Give a client of a server over the bundled sample."""
    return sample_server.client


def test_the_vocabulary_has_labels_in_both_languages_and_terms_of_standards(client: httpx.Client) -> None:
    answer = client.get("/api/vocabulary")
    terms = {term["iri"]: term for term in answer.json()["terms"]}
    leads = terms[f"{BASE}ontology#leads"]
    assert leads["label"] == {"vi": "chủ trì", "en": "leads"}
    assert leads["kind"] == "property"
    assert leads["definition"]["vi"]
    assert terms[f"{BASE}codes/role/lead"]["kind"] == "code"
    assert terms["http://www.w3.org/2004/02/skos/core#Concept"]["kind"] == "class"
    assert answer.json()["prefixes"]["nv"] == f"{BASE}ontology#"
    again = client.get("/api/vocabulary", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_things_are_named_in_the_language_asked_for(client: httpx.Client) -> None:
    leads = f"{BASE}ontology#leads"
    unknown = f"{BASE}id/unit/no-such"
    asked = [UNIT, UNIT, leads, unknown, "http://example.org/x", "no iri", "http://exa mple/", ""]
    named = client.post("/api/labels", json={"iris": asked, "lang": "en"}).json()["labels"]
    assert named[UNIT] == {"label": "Cục Y tế dự phòng", "page": "/units/bo-y-te/cuc-y-te-du-phong"}
    assert named[leads] == {"label": "leads", "page": "/ontology#leads"}
    assert named[unknown]["label"] == ""
    assert set(named) == {UNIT, leads, unknown}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 400),
        (b"[]", 400),
        (b'{"iris": ["http://a', 400),
        (b'{"iris": 7}', 400),
        (b'{"iris": ["\xff"]}', 400),
        (b'{"iris": [' + b",".join([b'"http://example.org/"'] * 1001) + b"]}", 400),
        (b'{"a":' * 5000, 400),
        (b" " * (1 << 20) + b"{}", 413),
        (b'{"iris": []}', 200),
    ],
    ids=["empty", "list", "cut", "number", "encoding", "many", "deep", "huge", "none"],
)
def test_a_bad_request_for_names_is_refused(client: httpx.Client, body: bytes, status: int) -> None:
    response = client.post("/api/labels", content=body)
    assert response.status_code == status
    assert response.headers["content-type"] in {"application/problem+json", "application/json"}
