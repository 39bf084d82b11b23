"""The query operation of the SPARQL 1.1 Protocol, over a socket."""

from __future__ import annotations

import gzip
import json
import re
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import httpx
import pytest

from tests.waiting import PATIENCE, beside

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

A, B, C = (f"http://example.org/graph/{name}" for name in "abc")
NAMES = "SELECT ?name { ?s <http://example.org/name> ?name } ORDER BY ?name"
NAMED = "SELECT ?name { GRAPH ?g { ?s <http://example.org/name> ?name } } ORDER BY ?name"
CONSTRUCT = "CONSTRUCT WHERE { ?s <http://example.org/name> ?name }"
JSON, XML = "application/sparql-results+json", "application/sparql-results+xml"
FORM = "application/x-www-form-urlencoded"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def names(response: httpx.Response) -> list[str]:
    assert response.status_code == 200, response.text
    return [row["name"]["value"] for row in response.json()["results"]["bindings"]]


def problem(response: httpx.Response) -> dict[str, object]:
    assert response.headers["content-type"] == "application/problem+json"
    content: dict[str, object] = response.json()
    assert content["status"] == response.status_code
    assert str(content["type"]).startswith("https://")
    assert "Traceback" not in response.text
    assert not re.search(r"/(?:tmp|home|root|usr|work|var)/", response.text)
    return content


# Ways to ask


def test_get(small_server: Running) -> None:
    assert names(small_server.query(NAMES)) == ["a", "b", "c"]


def test_post_of_a_form(small_server: Running) -> None:
    assert names(small_server.client.post("/sparql", data={"query": NAMES})) == ["a", "b", "c"]


@pytest.mark.parametrize("kind", ["application/sparql-query", "Application/SPARQL-Query; charset=UTF-8"])
def test_post_of_a_query(small_server: Running, kind: str) -> None:
    response = small_server.client.post("/sparql", content=NAMES, headers={"Content-Type": kind})
    assert names(response) == ["a", "b", "c"]


def test_the_endpoint_answers_with_a_slash_at_its_end(small_server: Running) -> None:
    assert names(small_server.client.get("/sparql/", params={"query": NAMES})) == ["a", "b", "c"]


def test_head_is_get_without_the_body(small_server: Running) -> None:
    got = small_server.query(NAMES)
    head = small_server.client.head("/sparql", params={"query": NAMES})
    assert (head.status_code, head.content) == (200, b"")
    for field in ("content-type", "content-length", "etag", "vary"):
        assert head.headers[field] == got.headers[field]


def test_options_tells_the_methods(small_server: Running) -> None:
    response = small_server.client.options("/sparql")
    assert response.status_code == 204
    assert set(response.headers["allow"].split(", ")) == {"GET", "HEAD", "POST", "OPTIONS"}
    taken = "application/sparql-query, application/x-www-form-urlencoded"
    assert response.headers["accept-post"] == taken
    assert "text/turtle" in small_server.client.options("/store").headers["accept-post"]


def test_text_outside_ascii_comes_back_as_it_went(small_server: Running) -> None:
    text = 'Đề án số 38 – "trẻ em" \\ 🇻🇳'
    literal = json.dumps(text, ensure_ascii=False)
    for response in (
        small_server.query(f"SELECT ({literal} AS ?name) {{}}"),
        small_server.client.post("/sparql", data={"query": f"SELECT ({literal} AS ?name) {{}}"}),
    ):
        assert names(response) == [text]


def test_relative_iris_are_resolved_against_the_address_of_the_endpoint(small_server: Running) -> None:
    assert names(small_server.query("SELECT (STR(<a>) AS ?name) {}")) == [f"{small_server.url}/a"]
    assert names(small_server.query("BASE <http://b.example/> SELECT (STR(<a>) AS ?name) {}")) == [
        "http://b.example/a"
    ]


# The dataset


@pytest.mark.parametrize(
    ("query", "fields", "wanted"),
    [
        (NAMES, {}, ["a", "b", "c"]),
        (NAMED, {}, ["a", "b", "c"]),
        (NAMES, {"default-graph-uri": [A]}, ["a"]),
        (NAMES, {"default-graph-uri": [A, C]}, ["a", "c"]),
        (NAMED, {"default-graph-uri": [A]}, []),
        (NAMES, {"named-graph-uri": [A]}, []),
        (NAMED, {"named-graph-uri": [A, B]}, ["a", "b"]),
        (NAMES, {"default-graph-uri": [B], "named-graph-uri": [A]}, ["b"]),
        (NAMES, {"default-graph-uri": ["http://example.org/graph/unknown"]}, []),
        (NAMES.replace("{", f"FROM <{A}> {{", 1), {}, ["a"]),
        (NAMES.replace("{", f"FROM <{A}> {{", 1), {"default-graph-uri": [B]}, ["b"]),  # the protocol wins
        (NAMED.replace("{", f"FROM NAMED <{A}> {{", 1), {}, ["a"]),
    ],
)
@pytest.mark.parametrize("method", ["get", "form", "direct"])
def test_datasets(
    small_server: Running, query: str, fields: dict[str, list[str]], wanted: list[str], method: str
) -> None:
    client = small_server.client
    if method == "get":
        response = client.get("/sparql", params={"query": query, **fields})
    elif method == "form":
        response = client.post("/sparql", data={"query": query, **fields})
    else:
        kind = {"Content-Type": "application/sparql-query"}
        response = client.post("/sparql", params=fields, content=query, headers=kind)
    assert names(response) == wanted


def test_a_graph_of_another_server_is_never_fetched(small_server: Running) -> None:
    hits: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as other:
        threading.Thread(target=other.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{other.server_port}/data.ttl"
        assert names(small_server.query(NAMES.replace("{", f"FROM <{place}> {{", 1))) == []
        for clause in ("SERVICE", "SERVICE SILENT", "service"):
            response = small_server.query(f"SELECT * {{ {clause} <{place}> {{ ?s ?p ?o }} }}")
            assert response.status_code == 403
            assert place in str(problem(response)["detail"])
        other.shutdown()
    assert hits == []


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("ASK { FILTER('a' = \"service\") }", 200),
        ("# service\nASK {}", 200),
        ("ASK { ?service <http://example.org/service> ?x }", 200),
        ("PREFIX service: <http://example.org/> ASK { ?s service:name 'service' }", 200),
        ("ASK { { SELECT * { OPTIONAL { SERVICE <http://example.org/> { ?s ?p ?o } } } } }", 403),
        ("ASK { FILTER NOT EXISTS { SERVICE ?x { ?s ?p ?o } } }", 403),
        ("ASK { FILTER(?a<'b>c') SERVICE ?x {} FILTER(?z = 'q') }", 403),
        ("PREFIX ex: <http://example.org/> ASK { SERVICE ex:a {} }", 403),
        ("ASK { SERVICE \\u003chttp://example.org/> {} }", 400),
        # the engine reads keywords without a space after them; the judge of SERVICE does not, and refuses
        ("PREFIX ex: <http://example.org/> ASK { SERVICEex:a {} }", 400),
        ("ASK { ?s ?p trueSERVICE <http://example.org/> {} }", 400),
    ],
)
def test_service_is_found_in_the_syntax_tree(small_server: Running, query: str, status: int) -> None:
    assert small_server.query(query).status_code == status


def test_a_host_that_is_allowed_is_called_and_no_other(
    serve: Serve, small_server: Running, small_directory: Path
) -> None:
    query = """PREFIX ex: <http://example.org/ns#> SELECT ?name {{ SERVICE <{}/sparql> {{
        ?s <http://example.org/name> ?name FILTER(?s != ex:none && ?name != '#') }} }} ORDER BY ?name"""
    with serve(small_directory, query_workers=1, service_hosts=(f"127.0.0.1:{small_server.port}",)) as server:
        assert names(server.query(query.format(small_server.url))) == ["a", "b", "c"]
        for other in (server.url, small_server.url.replace("127.0.0.1", "localhost")):
            assert server.query(query.format(other)).status_code == 403


def test_a_host_that_is_allowed_and_fails(serve: Serve, small_directory: Path) -> None:
    """It is told as its failure and not as one of this server; nobody is called that it redirects to."""
    asked: list[str] = []
    redirects = [f"/{status}" for status in (301, 302, 303, 307, 308)]
    ways = [*redirects, "/404", "/500", "/html", "/broken"]

    class Failing(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.path)
            if self.path == "/slow":
                ended.wait(PATIENCE)
            self.send_response(int(self.path[1:]) if self.path[1:].isdecimal() else 200)
            self.send_header("Location", "/200")
            self.send_header(
                "Content-Type", "text/html" if self.path == "/html" else "application/sparql-results+json"
            )
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"secret")

        do_GET = do_POST

        def log_message(self, *_: object) -> None:
            pass

    ended = threading.Event()
    with ThreadingHTTPServer(("127.0.0.1", 0), Failing) as failing:
        answering = beside(failing.serve_forever)
        host = f"127.0.0.1:{failing.server_port}"
        query = "ASK {{ SERVICE {}<http://{}{}> {{ ?s ?p ?o }} }}"
        try:
            with serve(small_directory, query_workers=1, service_hosts=(host,)) as server:
                for way in ways:
                    told = server.query(query.format("", host, way))
                    assert (told.status_code, told.json()["type"].rpartition("/")[2]) == (502, "call-failed")
                    assert f"<http://{host}{way}>" in told.json()["detail"]
                    assert "secret" not in told.text
                    assert server.query(query.format("SILENT ", host, way)).status_code == 200
            with serve(small_directory, query_timeout=1.0, service_hosts=(host,)) as server:
                late = server.query(query.format("", host, "/slow"))
                assert late.status_code == 504
                assert "calls another server" in late.json()["detail"]
        finally:
            ended.set()
            failing.shutdown()
        answering.result(PATIENCE)
    assert asked == [way for way in ways for _ in range(2)] + ["/slow"]


# What is refused


@pytest.mark.parametrize(
    ("query", "line", "column"),
    [
        ("SELECT * {", 1, None),
        ("SELECT *\n{ ?s ?p ?o .\n  FILTER( }", 3, None),
        ("SELECT * { ?s unknown:x ?o }", 1, None),
        ("", None, None),
        ("hello", 1, None),
        ("ASK {} ASK {}", 1, None),
        ("SELECT * WHERE {" + "{" * 30_000 + "}" * 30_000 + "}", None, None),
    ],
)
def test_a_malformed_query_is_told_with_its_place(
    small_server: Running, query: str, line: int | None, column: int | None
) -> None:
    response = small_server.client.post(
        "/sparql", content=query, headers={"Content-Type": "application/sparql-query"}
    )
    content = problem(response)
    assert response.status_code == 400
    assert content["detail"]
    if line is not None:
        assert content["line"] == line
        assert isinstance(content["column"], int)


@pytest.mark.parametrize(
    ("method", "address", "body", "kind", "status"),
    [
        ("GET", "/sparql?query", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&query=ASK%20%7B%7D", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&update=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=%FF%FE", None, None, 400),
        ("GET", "/sparql?query=ASK%20%7B%7D&default-graph-uri=relative", None, None, 400),
        ("GET", "/sparql?update=CLEAR%20ALL", None, None, 400),
        ("GET", "/sparql?query=INSERT%20DATA%20%7B%7D", None, None, 400),
        ("POST", "/sparql", b"update=CLEAR%20ALL", FORM, 403),
        ("POST", "/sparql", b"CLEAR ALL", "application/sparql-update", 403),
        ("POST", "/sparql", b"ASK {}", None, 415),
        ("POST", "/sparql", b"ASK {}", "text/plain", 415),
        ("POST", "/sparql", b"query=ASK%20%7B%7D", "multipart/form-data; boundary=x", 415),
        ("POST", "/sparql", b"ASK {}", "application/sparql-query; charset=utf-16", 415),
        ("POST", "/sparql", b"ASK { ?s ?p '\xe9' }", "application/sparql-query", 400),
        ("POST", "/sparql", b"query=%FF", FORM, 400),
        ("POST", "/sparql", b"", FORM, 400),
        ("PUT", "/sparql?query=ASK%20%7B%7D", None, None, 405),
        ("PATCH", "/sparql", None, None, 405),
        ("DELETE", "/sparql", None, None, 405),
    ],
)
def test_wrong_requests(
    small_server: Running, method: str, address: str, body: bytes | None, kind: str | None, status: int
) -> None:
    headers = {"Content-Type": kind} if kind else {}
    response = small_server.client.request(method, address, content=body, headers=headers)
    assert response.status_code == status, response.text
    assert str(problem(response)["detail"]).endswith((".", "'."))
    if status == 405:
        assert response.headers["allow"] == "GET, HEAD, POST, OPTIONS"
    if status == 403:
        assert "read-only" in response.text
    if status == 415:
        assert "application/sparql-query" in response.headers["accept"]
        assert response.headers["accept-post"] == response.headers["accept"]
    assert {"Accept", "Accept-Language"} <= set(response.headers["vary"].split(", "))


@pytest.mark.parametrize("packed", ["gzip", "zstd", "identity"])
def test_a_body_that_is_packed_is_refused_as_such(small_server: Running, packed: str) -> None:
    body = gzip.compress(b"ASK {}") if packed == "gzip" else b"ASK {}"
    headers = {"Content-Type": "application/sparql-query", "Content-Encoding": packed}
    response = small_server.client.post("/sparql", content=body, headers=headers)
    assert response.status_code == (200 if packed == "identity" else 415)
    if packed != "identity":
        assert "Content-Encoding" in str(problem(response)["detail"])
        assert response.headers["accept-encoding"] == "identity"


@pytest.mark.parametrize(
    ("query", "accept"),
    [(NAMES, "text/turtle"), (NAMES, "image/png"), (CONSTRUCT, JSON), (NAMES, "*/*;q=0")],
)
def test_no_acceptable_format(small_server: Running, query: str, accept: str) -> None:
    response = small_server.query(query, Accept=accept)
    assert response.status_code == 406
    assert "It comes as" in str(problem(response)["detail"])
    assert small_server.client.get("/sparql", params={"query": query, "format": "xlsx"}).status_code == 406


def test_a_body_over_the_limit(serve: Serve, small_directory: object) -> None:
    with serve(small_directory, request_limit=2048) as server:
        kind = {"Content-Type": "application/sparql-query"}
        fits = server.client.post("/sparql", content="ASK {}" + " " * 2042, headers=kind)
        assert fits.status_code == 200
        stated = server.client.post("/sparql", content="ASK {}" + " " * 2043, headers=kind)
        chunked = server.client.post("/sparql", content=iter([b"ASK {}", b" " * 5000]), headers=kind)
        for response in (stated, chunked):
            assert response.status_code == 413
            assert "2 KB" in str(problem(response)["detail"])


def test_browsers_are_sent_to_the_page(small_server: Running) -> None:
    for query in ("", "?query=ASK%20%7B%7D"):
        response = small_server.client.get(f"/sparql{query}", headers={"Accept": BROWSER})
        assert (response.status_code, response.headers["location"]) == (303, f"/query{query}")
    asked = f"/sparql?query={quote(NAMES)}&format=csv"  # a link to a download stays one
    assert small_server.client.get(asked, headers={"Accept": BROWSER}).status_code == 200


def test_what_comes_over_a_raw_socket_is_answered(small_server: Running) -> None:
    for request, status in (
        (b"GET /sparql?query=ASK%20%7B%7D HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n", b"200"),
        (
            b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nASK{}",
            b"415",
        ),
        (b"nonsense\r\n\r\n", b"400"),
    ):
        with socket.create_connection(("127.0.0.1", small_server.port), 5) as raw:
            raw.sendall(request)
            assert raw.recv(65536).split(b" ")[1] == status
