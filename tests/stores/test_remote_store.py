"""Bad stores are normal: down, slow, broken, of another kind; and what is sent there."""

from __future__ import annotations

import base64
import json
import time
from http.server import BaseHTTPRequestHandler

import pytest

from graph_build.errors import NhiemvuError
from graph_build.remote_store import _NUMBERS, Address, RemoteStore, canonical, open_remote
from graph_build.store import Database
from graph_build.store_errors import (
    QuerySyntaxError,
    StoreAddressInvalid,
    StoreRefused,
    StoreTimeout,
    StoreUnreachable,
    TextMissing,
)
from graph_build.terms import iri, literal
from tests.stores.fakes import TRUE, Fake, Handler, drip, reply
from tests.stores.servers import free_port
from tests.waiting import PATIENCE

ROWS = {"head": {"vars": ["n"]}, "results": {"bindings": [{"n": {"type": "literal", "value": "1"}}] * 3}}


@pytest.mark.parametrize(
    ("answer", "error", "words"),
    [
        (lambda r: reply(r, b"", 503), StoreUnreachable, "status 503"),
        (lambda r: reply(r, b"", 404), StoreUnreachable, "status 404"),
        (lambda r: reply(r, b"", 504), StoreTimeout, "within"),
        (lambda r: reply(r, b"", 307, location="http://192.0.2.1/"), StoreUnreachable, "another address"),
        (lambda r: reply(r, b"", 403), StoreRefused, "credentials"),
        (lambda r: reply(r, b"<html>hello</html>"), StoreUnreachable, "not SPARQL"),
        (lambda r: reply(r, TRUE), StoreUnreachable, "boolean where solutions"),
        (lambda r: reply(r, b"it broke", 500), StoreRefused, "it broke"),
        (lambda r: reply(r, b"too hard " * 5000, 400), StoreRefused, "too hard"),
        (lambda r: reply(r, json.dumps(ROWS).encode()[:-30]), StoreUnreachable, "not SPARQL"),
        (lambda r: reply(r, json.dumps(ROWS).encode(), X_SPARQL_MaxRows="3"), StoreRefused, "cut the answer"),
        (lambda r: reply(r, json.dumps(ROWS).encode()[:-30], length=9999), StoreUnreachable, "reached"),
        (lambda r: r.connection.close(), StoreUnreachable, "reached"),
        (lambda r: time.sleep(1.2), StoreTimeout, "0.5 s"),
        (drip, StoreTimeout, "0.5 s"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_bad_store_is_told_in_one_sentence(
    fake: Fake, answer: Handler, error: type[NhiemvuError], words: str
) -> None:
    def answer_and_end(request: BaseHTTPRequestHandler) -> None:
        request.close_connection = True
        answer(request)

    fake.answer = answer_and_end
    seconds = 0.5 if words == "0.5 s" else PATIENCE
    with RemoteStore(Address(fake.url, seconds)) as store, pytest.raises(error) as told:
        list(store.query("SELECT ?n WHERE { ?s ?p ?n }"))
    assert words in str(told.value)
    assert len(str(told.value)) < 600
    assert error(*told.value.args).args == told.value.args  # it crosses from a worker to the server


def test_a_store_that_is_down() -> None:
    with pytest.raises(StoreUnreachable, match="refused"):
        open_remote(f"http://127.0.0.1:{free_port()}/query")


@pytest.mark.parametrize(
    "url",
    ["http://me:secret@localhost/query", "http://secret@localhost/q", "ftp://x/", "localhost:7878", "http://",
     "http://localhost/q?key=secret", "http://localhost:99999/", "http://[::1/q"],
)  # fmt: skip
def test_an_address_that_cannot_be_used_is_not_repeated(url: str) -> None:
    with pytest.raises(StoreAddressInvalid) as told:
        Address(url)
    assert "secret" not in str(told.value)


def test_a_token_comes_from_the_environment(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NHIEMVU_STORE_TOKEN", "s3cret")
    with RemoteStore(Address(fake.url)) as store:
        assert store.query("ASK {}").boolean
        fake.answer = lambda request: reply(request, b"", 401)
        with pytest.raises(StoreRefused) as told:
            store.query("ASK {}")
    assert fake.seen[0][0]["authorization"] == "Bearer s3cret"
    assert "s3cret" not in f"{told.value}{told.value.args}"


def test_a_password_is_sent_in_the_scheme_that_is_asked_for(
    fake: Fake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIEMVU_STORE_USER", "me")
    monkeypatch.setenv("NHIEMVU_STORE_PASSWORD", "pässword")
    asked = ["Basic realm=x"]

    def answer(request: BaseHTTPRequestHandler) -> None:
        if "authorization" in request.headers:
            reply(request, TRUE)
        else:
            reply(request, b"", 401, www_authenticate=asked[0])

    fake.answer = answer
    with RemoteStore(Address(fake.url)) as store:
        assert store.query("ASK {}").boolean
        assert store.query("ASK {}").boolean
    assert "authorization" not in fake.seen[0][0]
    told = [headers["authorization"] for headers, _ in fake.seen[1:]]
    assert told == ["Basic " + base64.b64encode("me:pässword".encode()).decode()] * 2
    asked[0] = 'Digest realm="x", nonce="n", qop="auth", algorithm=MD5'
    with RemoteStore(Address(fake.url)) as store:
        assert store.query("ASK {}").boolean
    assert fake.seen[-1][0]["authorization"].startswith('Digest username="me"')


@pytest.mark.parametrize(
    "sparql",
    ["INSERT DATA { <a:a> <a:b> <a:c> }", 'define get:soft "soft" ASK {}', "DROP ALL", "ASK {", ""],
)
def test_nothing_but_a_query_is_sent(fake: Fake, sparql: str) -> None:
    with RemoteStore(Address(fake.url)) as store, pytest.raises(QuerySyntaxError) as told:
        store.query(sparql)
    assert told.value.line == 1
    assert fake.seen == []


def test_what_is_sent(fake: Fake) -> None:
    with RemoteStore(Address(fake.url), asks_union=True) as store:
        store.query("ASK {} # end", bindings={"x": iri("urn:x"), "y": literal('a"\n', language="vi")})
        store.query("ASK {}", default_graph=["urn:g"], named_graphs=["urn:h", "urn:i"], base="http://e/")
        store.query("ASK FROM <urn:g> {}")
        with pytest.raises(StoreRefused, match="union"):
            store.query("ASK {}", use_default_graph_as_union=False)
        with pytest.raises(TextMissing):
            store.text("ab")
    forms = [form for _, form in fake.seen]
    assert forms[0] == {
        "query": ['ASK {} # end\nVALUES (?x ?y) { (<urn:x> "a\\"\\n"@vi) }'],
        "union-default-graph": ["true"],
    }
    assert forms[1] == {
        "query": ["BASE <http://e/>\nASK {}"],
        "default-graph-uri": ["urn:g"],
        "named-graph-uri": ["urn:h", "urn:i"],
    }
    assert forms[2] == {"query": ["ASK FROM <urn:g> {}"]}


@pytest.mark.parametrize(("rows", "words"), [([], "holds no graph"), ([1], "not the union")])
def test_a_store_of_another_kind_is_refused_when_it_is_opened(
    fake: Fake, rows: list[int], words: str
) -> None:
    term = {"type": "uri", "value": "urn:x"}
    found = {
        "head": {"vars": ["s", "p", "o"]},
        "results": {"bindings": [dict.fromkeys("spo", term) for _ in rows]},
    }

    def answer(request: BaseHTTPRequestHandler) -> None:
        select = fake.seen[-1][1]["query"][0].startswith("SELECT")
        reply(request, json.dumps(found).encode() if select else TRUE.replace(b"true", b"false"))

    fake.answer = answer
    with pytest.raises(StoreRefused, match=words):
        open_remote(fake.url)


def test_booleans_written_as_numbers_wherever_the_pieces_end() -> None:
    typed = '"datatype": "http://www.w3.org/2001/XMLSchema#boolean", "value": "1"'
    text = json.dumps(typed)
    lines = f'{{ "a": {{ {typed} }} }},\n{{ "text": {text} }}\n{{ {typed.replace("1", "0", 1)} '.encode()
    lines = lines.replace(b'"value": "1" } },', b'"value": "0" } },')
    whole = b"".join(canonical(iter([lines]), _NUMBERS["solutions"]))
    assert b'"value": "false" } },' in whole
    assert text.encode() in whole
    for size in (1, 7, 50):
        pieces = (lines[i : i + size] for i in range(0, len(lines), size))
        assert b"".join(canonical(pieces, _NUMBERS["solutions"])) == whole
    triple = b'<a:a> <a:b> "1"^^<http://www.w3.org/2001/XMLSchema#boolean> .\n<a:a> <a:b> "\\"1\\"^^<x" .\n'
    assert b"".join(canonical(iter([triple]), _NUMBERS["triples"])) == triple.replace(b' "1"', b' "true"')
    Database().load_ntriples(triple, "urn:g", "test")
