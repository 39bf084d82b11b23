"""What a server on a network needs: settings file, log, figures, limits, passwords, compression."""

from __future__ import annotations

import gzip
import io
import json
import logging
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from backports import zstd

from api.clients import Allowance, client_of
from api.compression import choose
from api.config_file import ConfigFileInvalid, read
from api.config_file import settings as settings_of
from api.logs import JsonLines, TextLines
from api.passwords import PasswordHash
from api.settings import SettingInvalid
from graph_build import manifest, snapshots
from graph_build.report import told_triples

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

ASK = "/sparql?query=ASK%20%7B%7D"


def written(folder: Path, text: str) -> Path:
    """Write a settings file."""
    file = folder / "server.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_flag_goes_before_the_environment_and_that_before_the_file(tmp_path: Path) -> None:
    file = written(
        tmp_path,
        'port = 1\nquery_timeout = 2\nhost = "::1"\nquery_memory = "512MB"\nwritable = true\n'
        'trusted_proxies = ["192.0.2.1", "10.0.0.0/8"]\n',
    )
    environment = {"NHIEMVU_CONFIG": str(file), "NHIEMVU_PORT": "9", "NHIEMVU_QUERY_TIMEOUT": "8"}
    made = settings_of(None, environment, query_timeout=7.0)
    assert (made.query_timeout, made.port, made.host, made.writable) == (7.0, 9, "::1", True)
    assert made.query_memory == 512 << 20
    assert made.trusted_proxies == ("192.0.2.1/32", "10.0.0.0/8")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("prot = 1", "key 'prot': there is no such setting; is it 'port'"),
        ("[serve]\nport = 1", "key 'serve': there is no such setting"),
        ('write_token = "x"', "secrets are never read"),
        ("port = [", "not TOML"),
        ("port = true", "whole number"),
        ("writable = 1", "true or false"),
        ("host = 4", "a text"),
        ('log_format = "xml"', "text or json"),
        ('trusted_proxies = ["proxy.example"]', "addresses or networks"),
        ("port = 70000", "at most 65535"),
    ],
)
def test_what_a_settings_file_cannot_hold(tmp_path: Path, text: str, told: str) -> None:
    file = written(tmp_path, text)
    with pytest.raises((ConfigFileInvalid, SettingInvalid)) as caught:
        read(file)
    assert str(file) in str(caught.value)
    assert told in str(caught.value)


def test_no_settings_file_at_all(tmp_path: Path) -> None:
    with pytest.raises(ConfigFileInvalid, match="no such file"):
        read(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/counterparts", "application/x-www-form-urlencoded"),
        ("/sparql", "application/sparql-query"),
    ],
)
def test_a_client_that_goes_while_it_sends_is_no_fault_of_the_server(
    small_server: Running,
    until: Callable[..., bool],
    caplog: pytest.LogCaptureFixture,
    address: str,
    kind: str,
) -> None:
    caplog.set_level("INFO", logger="nhiemvu")
    head = f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\nContent-Length: 99\r\n\r\n"
    with socket.create_connection(("127.0.0.1", small_server.port)) as raw:
        raw.sendall(f"{head}abc".encode())
    lines = caplog.records
    assert until(lambda: any(getattr(one, "fields", {}).get("path") == address for one in lines))
    assert [one.fields["status"] for one in lines if one.name == "nhiemvu.access"] == [499]  # type: ignore[attr-defined]
    assert not [one for one in lines if one.levelname == "ERROR"]


def test_a_line_of_the_log_stays_one_line() -> None:
    hostile = 'a\nlevel=error\x1b[2J\u2028"\u202e'
    record = logging.LogRecord("nhiemvu.x", logging.INFO, "", 1, "told %s", (hostile,), None)
    record.fields = {"path": hostile, "lone": "\ud800"}
    text = TextLines().format(record)
    assert len(text.splitlines()) == 1
    assert "\x1b" not in text
    told = json.loads(JsonLines().format(record))
    assert told["path"] == hostile
    assert len(JsonLines().format(record).splitlines()) == 1


@pytest.fixture
def access_lines() -> Iterator[io.StringIO]:
    """Give what the access log writes while a test runs."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    log = logging.getLogger("nhiemvu.access")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    yield stream
    log.removeHandler(handler)
    log.setLevel(logging.NOTSET)


def test_a_request_has_its_line_without_query_and_secrets(
    small_server: Running, access_lines: io.StringIO, until: Callable[..., bool]
) -> None:
    named = {"X-Request-ID": "abc-1", "Authorization": "Bearer hidden"}
    assert small_server.client.get(ASK, headers=named).headers["x-request-id"] == "abc-1"
    small_server.client.get("/nothing%0a%1b[2J")
    assert until(lambda: "/nothing" in access_lines.getvalue())  # a line is written when its answer is sent
    written_lines = [json.loads(line) for line in access_lines.getvalue().splitlines()]
    lines = written_lines[-2:]  # the line of an earlier test may come late
    assert [(line["path"], line["status"]) for line in lines] == [
        ("/sparql", 200),
        ("/nothing%0a%1b[2J", 404),
    ]
    assert lines[0]["request_id"] == "abc-1"
    assert lines[0]["client"] == "127.0.0.1"
    assert lines[0]["bytes"] > 0
    assert "hidden" not in access_lines.getvalue()


@pytest.mark.parametrize("given", ["", "a b", "x" * 65, 'a"b', "ộ"])
def test_an_identifier_that_is_not_well_formed_is_replaced(small_server: Running, given: str) -> None:
    answer = small_server.client.get("/health", headers={b"X-Request-ID": given.encode()})
    assert answer.headers["x-request-id"] != given
    assert len(answer.headers["x-request-id"]) == 16


def test_figures(serve: Serve, large_directory: Path) -> None:
    with serve(large_directory, query_timeout=0.5) as server:
        late = 1
        while server.query("ASK {}").status_code != 200:  # a machine may be too busy for it now
            late += 1
        server.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }")
        for i in range(20):
            server.client.get(f"/api/questions/none-{i}")
            server.client.request(f"M{i}", "/health")
        text = server.client.get("/metrics").text
    assert 'nhiemvu_http_requests_total{method="GET",route="/sparql",status="2xx"} 1.0' in text
    assert f'nhiemvu_http_requests_total{{method="GET",route="/sparql",status="5xx"}} {late}.0' in text
    assert 'nhiemvu_http_requests_total{method="GET",route="/api/questions/{name}",status="4xx"} 20.0' in text
    assert f"nhiemvu_query_timeouts_total {late}.0" in text
    assert f"nhiemvu_query_workers_killed_total {late}.0" in text
    assert "nhiemvu_triples 30000.0" in text
    assert "none-1" not in text
    assert "M1" not in text


def test_triples_that_a_build_counted_are_not_counted_again(sample_graph: Path, serve: Serve) -> None:
    with serve(sample_graph) as server:
        before = server.app.state.pool.tally.queries
        text = server.client.get("/metrics").text
        assert server.app.state.pool.tally.queries == before
        (row,) = server.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").json()["results"]["bindings"]
    assert f"nhiemvu_triples {float(row['n']['value'])}" in text


def test_triples_of_a_changed_graph_are_counted(sample_graph: Path, tmp_path: Path) -> None:
    snapshot = snapshots.live(sample_graph)
    (tmp_path / snapshots.STORE).mkdir()
    shutil.copyfile(snapshot / snapshots.REPORT, tmp_path / snapshots.REPORT)
    assert told_triples(snapshot) == told_triples(tmp_path)
    manifest.write(tmp_path, 1)
    assert told_triples(tmp_path) is None
    (tmp_path / snapshots.REPORT).write_text("{}", encoding="utf-8")
    assert told_triples(tmp_path) is None


def test_the_rate_of_a_client_is_limited(serve: Serve, small_directory: Path) -> None:
    with serve(small_directory, rate_limit=3) as server:
        forged = [{"X-Forwarded-For": f"192.0.2.{i}"} for i in range(5)]  # of no trusted proxy
        answers = [server.client.get(ASK, headers=one) for one in forged]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
        assert 0 < int(answers[3].headers["retry-after"]) <= 20
        assert answers[3].headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in answers[3].headers
        assert server.client.get("/health").status_code == 200
    with serve(small_directory, rate_limit=1, trusted_proxies=("127.0.0.1",)) as server:
        chain = ["192.0.2.1", "192.0.2.2", "9.9.9.9, 192.0.2.1", "192.0.2.2, 127.0.0.1"]
        told = [server.client.get(ASK, headers={"X-Forwarded-For": one}).status_code for one in chain]
        assert told == [200, 200, 429, 429]


def test_an_allowance_refills_and_forgets() -> None:
    now = [0.0]
    allowance = Allowance(60, most=100, clock=lambda: now[0])
    assert [allowance.take("a") for _ in range(61)].count(0) == 60
    assert allowance.take("a") == 1
    now[0] += 1.0
    assert allowance.take("a") == 0
    for i in range(1000):
        allowance.take(str(i))
    assert len(allowance) == 100


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::2", "2001:db8::/64"),
        ("x" * 9999, "unknown"),
    ],
)
def test_the_name_of_a_client(address: str, client: str) -> None:
    assert client_of({"client": (address, 0)}) == client


MAI = PasswordHash.of("mật khẩu", ln=10)


@pytest.fixture
def closed(serve: Serve, small_directory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    """Give a writable server with one user and both tokens."""
    monkeypatch.setenv("NHIEMVU_AUTH_USERS", f"mai:{MAI}")
    monkeypatch.setenv("NHIEMVU_READ_TOKEN", "for-reading")
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", "for-writing")
    with serve(small_directory, writable=True) as server:
        yield server


def test_only_who_shows_a_key_reads(closed: Running) -> None:
    for address in ("/", ASK, "/store", "/metrics", "/static/pages.css", "/api/documents", "/ready"):
        answer = closed.client.get(address)
        assert answer.status_code == 401, address
        assert answer.headers.get_list("www-authenticate")[0].startswith("Basic ")
        assert "content-security-policy" in answer.headers
    assert closed.client.get("/health").status_code == 200
    mai = httpx.BasicAuth("mai", "mật khẩu".encode())
    for _ in range(2):  # checked, then remembered
        assert closed.client.get("/", auth=mai).status_code == 200
    for token in ("for-reading", "for-writing"):
        assert closed.client.get(ASK, headers={"Authorization": f"Bearer {token}"}).status_code == 200
    update = {"update": "INSERT DATA { <urn:a> <urn:b> <urn:c> }"}
    reading = {"Authorization": "Bearer for-reading"}
    assert closed.client.post("/sparql", data=update, headers=reading).status_code == 401
    assert closed.client.post("/sparql", data=update, auth=mai).status_code == 401


def test_what_is_no_key(closed: Running) -> None:
    fields = ("", "Basic", "Basic %%%", "Basic bWFp", "Basic /////w==", "Bearer", "Bearer for", "Digest a")
    told = {field: closed.client.get("/", headers={"Authorization": field}).status_code for field in fields}
    assert told == dict.fromkeys(fields, 401)


def test_wrong_passwords_are_throttled(closed: Running) -> None:
    told = [closed.client.get("/", auth=("mai", str(i))).status_code for i in range(12)]
    assert told == [401] * 10 + [429] * 2


@pytest.mark.parametrize(
    "users",
    ["", "mai", "mai:plain", f"mai:{MAI}\nmai:{MAI}", f":{MAI}"],
    ids=["none", "no-hash", "plain", "twice", "no-name"],  # the hashes have another salt each time
)
def test_wrong_users_are_told_without_their_secret(
    serve: Serve, small_directory: Path, monkeypatch: pytest.MonkeyPatch, users: str
) -> None:
    monkeypatch.setenv("NHIEMVU_AUTH_USERS", users)
    with pytest.raises(SettingInvalid, match="NHIEMVU_AUTH_USERS") as caught, serve(small_directory):
        pass
    assert "plain" not in str(caught.value)
    assert "$scrypt" not in str(caught.value)


def test_a_password_is_kept_so_that_it_fits_in_any_form() -> None:
    assert PasswordHash.parse(str(MAI)) == MAI
    assert MAI.fits("ma\u0323\u0302t kh\u00e2\u0309u")
    assert not MAI.fits("mat khau")


@pytest.mark.parametrize(
    ("field", "coding"),
    [
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip", "gzip"),
        ("x-gzip", "gzip"),
        ("zstd;q=0.5, gzip;q=0.8", "gzip"),
        ("zstd;q=0, gzip;q=0", ""),
        ("zstd;q=0, *", "gzip"),
        ("*;q=0", ""),
        ("identity, gzip;q=0.5", ""),
        ("br", ""),
        ("gzip;q=7", ""),
        ("", ""),
    ],
)
def test_the_coding_is_chosen_by_weight(field: str, coding: str) -> None:
    assert choose(field) == coding


@pytest.mark.parametrize(("coding", "undo"), [("zstd", zstd.decompress), ("gzip", gzip.decompress)])
def test_answers_are_compressed_once(small_server: Running, coding: str, undo: object) -> None:
    assert callable(undo)
    client, accept = small_server.client, {"Accept-Encoding": coding}
    whole = client.get("/static/pages.css", headers={"Accept-Encoding": "identity"})
    assert whole.headers["vary"] == "Accept-Encoding"
    assert "content-encoding" not in whole.headers
    with client.stream("GET", "/static/pages.css", headers=accept) as small:
        assert small.headers["content-encoding"] == coding
        assert undo(b"".join(small.iter_raw())) == whole.content
    tag = small.headers["etag"]
    assert tag == f"W/{whole.headers['etag']}"
    assert client.get("/static/pages.css", headers={**accept, "If-None-Match": tag}).status_code == 304
    head = client.head("/static/pages.css", headers=accept)
    assert head.headers["content-encoding"] == coding
    assert "content-length" not in head.headers
    part = client.get("/static/pages.css", headers={**accept, "Range": "bytes=0-9"})
    assert (part.status_code, part.content) == (206, whole.content[:10])
    assert "content-encoding" not in client.get("/health", headers=accept).headers
