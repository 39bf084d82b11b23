"""What every answer carries, and what requests and pages of other sites cannot do."""

from __future__ import annotations

import json
import re
import socket
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.connections import HEAD_LIMIT, BoundedProtocol
from api.security import host_name, names_for
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

ADDRESSES = ["/", "/health", "/sparql?query=ASK%20%7B%7D", "/sparql", "/nothing/here", "/api/openapi.json"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_answer_carries_the_headers(small_server: Running, address: str) -> None:
    headers = small_server.client.get(address).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert "server" not in headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    for sources in policy.values():
        assert "http" not in sources
        assert "unsafe" not in sources
        assert "*" not in sources


@pytest.mark.parametrize(
    ("accept", "kind"), [("text/html", "text/html"), ("*/*", "application/problem+json")]
)
@pytest.mark.parametrize("place", ["api.pages.cut", "api.app.Compression.__call__"])
def test_the_answer_to_a_fault_carries_the_headers(
    small_server: Running, monkeypatch: pytest.MonkeyPatch, place: str, accept: str, kind: str
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("the secret cause in /etc")

    monkeypatch.setattr(place, fail)
    answer = small_server.client.get("/units", headers={"Accept": accept})
    assert answer.status_code == 500
    assert answer.headers["content-type"].startswith(kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"
    assert re.match(
        r"default-src 'self'; script-src 'self' 'nonce-", answer.headers["content-security-policy"]
    )
    assert answer.headers["x-request-id"]
    assert "secret" not in answer.text


def test_the_nonce_is_another_one_each_time(small_server: Running) -> None:
    policies = [small_server.client.get("/health").headers["content-security-policy"] for _ in range(20)]
    nonces = {
        match[1] for policy in policies if (match := re.search(r"script-src[^;]*'nonce-([^']+)'", policy))
    }
    assert len(nonces) == 20
    assert all(len(nonce) >= 20 for nonce in nonces)


@pytest.mark.parametrize(
    ("field", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8000", 200),
        ("localhost:80", 200),
        ("LocalHost", 200),
        ("[::1]:8000", 200),
        ("evil.example", 400),
        ("localhost.evil.example", 400),
        ("127.0.0.1@evil.example", 400),
        ("", 400),
    ],
)
def test_on_loopback_only_names_of_loopback_are_served(
    small_server: Running, field: str, status: int
) -> None:
    response = small_server.client.get("/health", headers={"Host": field})
    assert response.status_code == status
    if status == 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert "x-content-type-options" in response.headers


def test_two_host_fields_or_none_are_refused(small_server: Running) -> None:
    for fields in (b"Host: 127.0.0.1\r\nHost: localhost\r\n", b"X-None: 1\r\n"):
        with socket.create_connection(("127.0.0.1", small_server.port), 5) as raw:
            raw.sendall(b"GET /health HTTP/1.1\r\n" + fields + b"Connection: close\r\n\r\n")
            assert raw.recv(65536).split(b" ")[1] == b"400"


@pytest.mark.parametrize(
    ("host", "allowed", "names"),
    [
        ("127.0.0.1", (), {"localhost", "127.0.0.1", "[::1]"}),
        ("::1", (), {"localhost", "127.0.0.1", "[::1]"}),
        ("192.0.2.7", (), None),
        ("127.0.0.1", ("graph.example", "B.example"), {"graph.example", "b.example"}),
        ("127.0.0.1", ("*",), None),
    ],
)
def test_the_names_that_are_served(host: str, allowed: tuple[str, ...], names: set[str] | None) -> None:
    assert names_for(host, allowed) == names


@pytest.mark.parametrize(
    ("field", "name"),
    [("a:1", "a"), ("A", "a"), ("[::1]:1", "[::1]"), ("[::1]", "[::1]"), ("a:b", "a:b"), ("", "")],
)
def test_the_port_is_no_part_of_the_name(field: str, name: str) -> None:
    assert host_name(field) == name


def test_pages_of_other_sites_read_answers_only_where_it_is_set(
    serve: Serve, small_directory: Path, small_server: Running
) -> None:
    origin = {"Origin": "https://tools.example"}
    ask = {"query": "ASK {}"}
    assert (
        "access-control-allow-origin"
        not in small_server.client.get("/sparql", params=ask, headers=origin).headers
    )
    with serve(small_directory, cors_origins=("https://tools.example",)) as server:
        allowed = server.client.get("/sparql", params=ask, headers=origin)
        assert allowed.headers["access-control-allow-origin"] == "https://tools.example"
        other = server.client.get("/sparql", params=ask, headers={"Origin": "https://evil.example"})
        assert "access-control-allow-origin" not in other.headers
        asked = {
            **origin,
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type",
        }
        preflight = server.client.options("/sparql", headers=asked)
        assert preflight.status_code == 200
        assert "POST" in preflight.headers["access-control-allow-methods"]


def test_the_head_of_a_request_is_bounded(small_server: Running) -> None:
    with socket.create_connection(("127.0.0.1", small_server.port), 10) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: ")
        for _ in range(4 * HEAD_LIMIT // 65536):
            raw.sendall(b"x" * 65536)
        assert_problem(whole(raw), 431, "head-too-large")
    assert small_server.client.get("/health").status_code == 200


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ",
        b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
        b"Content-Length: 99\r\n\r\nASK {",
        b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /health HTTP/1.1\r\n",
    ],
    ids=["nothing", "half a head", "half a body", "half a further head"],
)
def test_a_request_that_never_becomes_whole_ends(
    small_server: Running, sent: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProtocol, "head_seconds", 0.2)
    monkeypatch.setattr(BoundedProtocol, "body_seconds", 0.2)
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        raw.sendall(sent)
        answer = b""
        while more := raw.recv(65536):
            answer += more
    assert answer.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\nGET")


def test_line_ends_between_requests_hold_no_connection_open(
    small_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProtocol, "head_seconds", 0.2)
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert raw.recv(65536).startswith(b"HTTP/1.1 200")
        raw.sendall(b"\r\n")
        while raw.recv(65536):
            pass


def test_an_answer_that_takes_long_is_waited_for(
    small_server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BoundedProtocol, "head_seconds", 0.05)
    monkeypatch.setattr(BoundedProtocol, "body_seconds", 0.05)
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        product = " . ".join(f"?s{number} ?p{number} ?o{number}" for number in range(12))
        body = f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}".encode()
        raw.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: %d\r\n\r\n%sGET /hea" % (len(body), body)
        )
        assert raw.recv(65536).startswith(b"HTTP/1.1 ")


def whole(raw: socket.socket) -> bytes:
    """Read until the server sends no more."""
    answer = b""
    while more := raw.recv(65536):
        answer += more
    return answer


def assert_problem(answer: bytes, status: int, slug: str) -> None:
    """See that an answer is a problem of that type, with the fields that every answer carries."""
    head, _, body = answer.partition(b"\r\n\r\n")
    line, *fields = head.decode("ascii").lower().split("\r\n")
    told = dict(field.split(": ", 1) for field in fields)
    assert line.startswith(f"http/1.1 {status} ")
    assert told["content-type"] == "application/problem+json"
    assert {"content-security-policy", "x-content-type-options", "x-request-id"} <= set(told)
    assert told["connection"] == "close"
    problem = json.loads(body)
    assert (problem["status"], problem["type"].rpartition("/")[2]) == (status, slug)


@pytest.mark.parametrize(
    ("sent", "status", "slug"),
    [
        (b"FOO /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "method-unknown"),
        (b"get /sparql HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "method-unknown"),
        (b"CONNECT other:443 HTTP/1.1\r\nHost: localhost\r\n\r\n", 501, "method-unknown"),
        (b"nonsense\r\n\r\n", 400, "bad-request"),
        (b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n", 400, "bad-request"),
        (b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n", 400, "bad-request"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400, "bad-request"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n"
            b"Content-Type: application/sparql-query\r\n\r\nno size\r\n",
            400,
            "bad-request",
        ),
    ],
)
def test_what_is_no_request_is_answered_by_a_problem(
    small_server: Running, sent: bytes, status: int, slug: str
) -> None:
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        raw.sendall(sent)
        assert_problem(whole(raw), status, slug)


def test_nonsense_behind_a_request_is_answered_after_it(small_server: Running) -> None:
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        ask = b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
        raw.sendall(ask + ask + b"nonsense\r\n\r\n" + b"more of it\r\n" * 100)
        *_, first, second, last = whole(raw).split(b"HTTP/1.1 ")
    assert first.startswith(b"200 ")
    assert second.startswith(b"200 ")
    assert_problem(b"HTTP/1.1 " + last, 400, "bad-request")


@pytest.mark.parametrize("asked", [b"h2c", b"websocket"])
@pytest.mark.parametrize("pieces", [1, 2])
def test_a_wish_for_another_protocol_is_passed_over(small_server: Running, asked: bytes, pieces: int) -> None:
    """The client of Java's library, which Jena uses, wishes for HTTP/2."""
    head = (
        b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
        b"Upgrade: %b\r\nHTTP2-Settings: AAEAAEAAAAIAAAAB\r\nAccept: text/csv\r\n"
        b"Content-Type: application/sparql-query\r\nContent-Length: 6\r\n\r\n"
    ) % asked
    after = b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small_server.port), PATIENCE) as raw:
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if pieces == 1:
            raw.sendall(head + b"ASK {}" + after)
        else:
            raw.sendall(head[:80])
            raw.sendall(head[80:] + b"AS")
            raw.sendall(b"K {}" + after)
        *_, first, second = whole(raw).split(b"HTTP/1.1 ")
    assert first.startswith(b"200 ")
    assert first.rstrip().endswith(b"true")
    assert second.startswith(b"200 ")


def test_a_long_query_by_get_and_a_longer_body_pass_the_bound(small_server: Running) -> None:
    padding = " " * 60_000
    assert small_server.query(f"ASK {{{padding}}}").status_code == 200
    body = "ASK {" + " " * (HEAD_LIMIT + 1000) + "}"
    for _ in range(2):  # the second comes on the same connection
        response = small_server.client.post(
            "/sparql", content=body, headers={"Content-Type": "application/sparql-query"}
        )
        assert response.status_code == 200


def test_no_page_of_documentation_loads_from_elsewhere(small_server: Running) -> None:
    assert small_server.client.get("/docs").status_code == 404
    assert small_server.client.get("/redoc").status_code == 404
    description = small_server.client.get("/api/openapi.json").json()
    assert {"/health", "/ready", "/api/questions", "/api/questions/{name}", "/api/documents"} <= set(
        description["paths"]
    )
