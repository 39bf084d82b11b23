"""What every answer carries, and what requests and pages of other sites cannot do."""

from __future__ import annotations

import contextlib
import json
import re
import select
import socket
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.connections import HEAD_LIMIT
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


@pytest.fixture(scope="module")
def hasty(serve: Serve, large_directory: Path) -> Iterator[Running]:
    """Give a server that waits for nobody."""
    with serve(large_directory, client_timeout=0.2, client_rate=1 << 40) as server:
        yield server


POSTED = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"


@pytest.mark.parametrize(
    ("sent", "more", "told"),
    [
        (b"", b"", 0),
        (b"", b"\r\n", 0),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ", b"", 408),
        (b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Half: ", b"x", 408),
        (POSTED + b"Content-Length: 9999\r\n\r\nASK {", b"", 408),
        (POSTED + b"Content-Length: 9999\r\n\r\nASK {", b" ", 408),
        (POSTED + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 408),
        (b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\nGET /health HTTP/1.1\r\n", b"", 408),
    ],
    ids=["nothing", "line ends", "half a head", "head by bytes", "half a body", "body by bytes",
         "body by chunks", "half a further head"],
)  # fmt: skip
def test_a_request_that_never_becomes_whole_ends(hasty: Running, sent: bytes, more: bytes, told: int) -> None:
    answer = b""
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE) as raw:
        raw.sendall(sent)
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                raw.sendall(more)
            if select.select([raw], [], [], 0.02 if more else PATIENCE)[0]:
                got = raw.recv(65536)
                if not got:
                    break
                answer += got
        else:
            pytest.fail("the connection stays open")
    assert answer.count(b"HTTP/1.1 200") == sent.count(b"\r\n\r\nGET")
    if told:
        assert_problem(b"HTTP/1.1 " + answer.rpartition(b"HTTP/1.1 ")[2], told, "request-late")
    else:
        assert answer.count(b"HTTP/1.1") == answer.count(b"HTTP/1.1 200")


def test_line_ends_between_requests_hold_no_connection_open(hasty: Running) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE) as raw:
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert raw.recv(65536).startswith(b"HTTP/1.1 200")
        raw.sendall(b"\r\n")
        assert whole(raw) == b""


def test_a_body_that_comes_slowly_and_steadily_is_waited_for(serve: Serve, small_directory: Path) -> None:
    with (
        serve(small_directory, client_timeout=0.5, client_rate=1) as server,
        socket.create_connection(("127.0.0.1", server.port), PATIENCE) as raw,
    ):
        raw.sendall(POSTED + b"Connection: close\r\nContent-Length: 14\r\n\r\nASK {")
        for byte in b"        }":
            time.sleep(0.1)
            raw.sendall(bytes([byte]))
        assert whole(raw).startswith(b"HTTP/1.1 200")


def test_an_answer_that_is_not_taken_is_given_up(hasty: Running, until: Callable[..., bool]) -> None:
    pool, metrics = hasty.app.state.pool, hasty.app.state.metrics
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.settimeout(PATIENCE)
        raw.connect(("127.0.0.1", hasty.port))
        raw.sendall(
            b"GET /sparql?query=SELECT*%7B?a?b?c.?d?e?f%7DLIMIT+20000 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        assert raw.recv(1)
        assert until(lambda: metrics.under_way == 0)
        assert pool.spooled == 0
        with pytest.raises(ConnectionResetError):
            whole(raw)


def test_an_answer_that_takes_long_is_waited_for(hasty: Running) -> None:
    with socket.create_connection(("127.0.0.1", hasty.port), PATIENCE) as raw:
        product = " . ".join(f"?s{number} ?p{number} ?o{number}" for number in range(12))
        body = f"SELECT (COUNT(*) AS ?n) WHERE {{ {product} }}".encode()
        raw.sendall(POSTED + b"Content-Length: %d\r\n\r\n%sGET /hea" % (len(body), body))
        assert not select.select([raw], [], [], 1.0)[0]


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
