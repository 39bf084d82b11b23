"""Real servers behind the command line and behind our own server; and their end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from api.settings import SettingInvalid
from graph_build.push import graph_store_of, push
from graph_build.remote_store import Address, RemoteStore, open_remote
from graph_build.store import EmbeddedStore, open_snapshot
from graph_build.store_errors import StoreRefused, StoreUnreachable
from ontology.vocab import DEFAULT_BASE
from tests.api.conftest import running
from tests.stores.conftest import oxigraph_program
from tests.stores.fakes import TRUE, Fake, drip, reply
from tests.stores.servers import Server, free_port, is_running, oxigraph
from tests.waiting import PATIENCE, wait_until

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
OURS, STALE, THEIRS = f"{DEFAULT_BASE}graph/a", f"{DEFAULT_BASE}graph/gone", "http://example.org/theirs"


ROW = {
    "head": {"vars": ["s", "p", "o"]},
    "results": {"bindings": [{name: {"type": "uri", "value": f"urn:{name}"} for name in "spo"}]},
}


def graphs(store: RemoteStore) -> set[str]:
    return {g.value for (g,) in store.query("SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }") if g}


def quad(name: str, graph: str) -> str:
    return f'<urn:s> <urn:p> "{name}" .\n<urn:s> <urn:q> <urn:o> .\n'.replace(" .\n", f" <{graph}> .\n")


def test_a_push_replaces_our_graphs_and_leaves_others(
    tmp_path: Path, publish_quads: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    with oxigraph(oxigraph_program(), tmp_path) as server, RemoteStore(Address(server.url)) as remote:
        with pytest.raises(StoreRefused, match="holds no graph"):
            open_remote(server.url)
        told: list[tuple[int, int]] = []
        for names in ((OURS, STALE, THEIRS), (OURS,)):
            publish_quads(tmp_path / "graph", "".join(quad(str(len(names)), name) for name in names))
            with open_snapshot(tmp_path / "graph") as source:
                done = push(source, DEFAULT_BASE, remote, report=lambda *so_far: told.append(so_far))
        assert (done.graphs, done.removed, done.triples) == (1, 1, 2)
        assert told[:4] == [(0, 3), (1, 3), (2, 3), (3, 3)]
        assert graphs(remote) == {OURS, THEIRS}
        now = remote.query("SELECT ?o WHERE { ?s <urn:p> ?o }", default_graph=[OURS])
        assert [o.value for (o,) in now if o] == ["1"]
        assert [
            o.value for (o,) in remote.query(f"SELECT ?o WHERE {{ GRAPH <{OURS}> {{ ?s <urn:p> ?o }} }}") if o
        ] == ["1"]
        with open_snapshot(tmp_path / "graph") as source, pytest.raises(StoreUnreachable):
            push(source, DEFAULT_BASE, remote, graph_store=f"{server.url}/nowhere")
        process = server.process
        assert is_running(process)
    assert not is_running(process)


def test_oxigraph_that_always_takes_the_union(tmp_path: Path, publish_quads: Callable[..., str]) -> None:
    publish_quads(tmp_path / "graph", quad("a", OURS) + quad("b", THEIRS).splitlines()[0])
    with oxigraph(oxigraph_program(), tmp_path, "--union-default-graph") as server:
        with RemoteStore(Address(server.url)) as remote, open_snapshot(tmp_path / "graph") as source:
            push(source, DEFAULT_BASE, remote)
        with open_remote(server.url) as store:
            assert not store.asks_union
            assert [n.value for (n,) in store.query(COUNT) if n] == ["3"]


@pytest.mark.parametrize(
    ("endpoint", "server", "expected"),
    [
        ("http://h:1/query", "Oxigraph/0.5", "http://h:1/store"),
        ("https://h/a/sparql/", "", "https://h/a/store"),
        ("http://h/sparql", "Virtuoso/07.20", "http://h/sparql-graph-crud-auth"),
    ],
)
def test_where_graphs_are_put(endpoint: str, server: str, expected: str) -> None:
    assert graph_store_of(endpoint, server) == expected


def test_virtuoso_wants_a_password_and_says_when_it_cuts(
    virtuoso_server: Server, embedded: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_remote(virtuoso_server.url) as store:
        with pytest.raises(StoreRefused, match="credentials"):
            push(embedded, DEFAULT_BASE, store)
        with pytest.raises(StoreRefused, match="cut the answer"):
            list(store.query("SELECT * WHERE { ?s ?p ?o }"))


def test_the_command_line_asks_a_server(oxigraph_server: Server, sample_graph: Path) -> None:
    ask = ["query", "coordination-load", "--format", "csv"]
    there = CliRunner().invoke(app, [*ask, "--store", oxigraph_server.url])
    here = CliRunner().invoke(app, [*ask, "-g", str(sample_graph)])
    assert there.exit_code == here.exit_code == 0
    assert there.stdout == here.stdout
    plain = CliRunner().invoke(app, ["query", "--store", oxigraph_server.url, "--sparql", "ASK {}"])
    assert plain.stdout == "true\n"
    wrong = CliRunner().invoke(app, ["query", "--store", "http://a:b@c/", "--sparql", "ASK {}"])
    assert wrong.exit_code == 2
    down = f"http://127.0.0.1:{free_port()}/query"
    failed = CliRunner().invoke(app, ["push", "--store", down, "-g", str(sample_graph)])
    assert isinstance(failed.exception, StoreUnreachable)


def test_our_server_asks_another_one(
    tmp_path: Path, sample_graph: Path, publish_quads: Callable[..., str]
) -> None:
    with pytest.raises(StoreUnreachable), running(sample_graph, store=f"http://127.0.0.1:{free_port()}/"):
        pass
    publish_quads(tmp_path / "graph", quad("there", OURS))
    with oxigraph(oxigraph_program(), tmp_path) as other:
        with RemoteStore(Address(other.url)) as remote, open_snapshot(tmp_path / "graph") as source:
            push(source, DEFAULT_BASE, remote)
        with running(sample_graph, store=other.url, query_timeout=PATIENCE) as ours:
            answer = ours.query("SELECT ?o WHERE { ?s <urn:p> ?o }", accept="text/csv")
            assert answer.text == "o\r\nthere\r\n"
            assert "etag" not in answer.headers
            assert ours.query("ASK { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }").status_code == 403
            assert ours.query("ASK {").json()["line"] == 1
            assert ours.client.get("/store", headers={"accept": "application/n-quads"}).text.count(OURS) == 2
            assert ours.client.get("/ready").status_code == 200
            other.stop()
            gone = ours.query("ASK {}")
            assert gone.status_code == 502
            assert gone.json()["type"].endswith("/store-unreachable")
            assert "127.0.0.1" not in gone.text
            page = ours.client.get("/", headers={"accept": "text/html"})
            assert page.status_code == 502


def test_our_server_tells_that_another_one_is_slow_and_goes_on(fake: Fake, sample_graph: Path) -> None:
    def well(request: BaseHTTPRequestHandler) -> None:
        asked = fake.seen[-1][1]["query"][0]
        reply(request, json.dumps(ROW).encode() if asked.startswith("SELECT") else TRUE)

    fake.answer = well
    with running(sample_graph, store=fake.url, query_timeout=1.0) as ours:
        assert wait_until(lambda: ours.query("ASK { ?s ?p 1 }").json().get("boolean") is True)
        for slow in (lambda request: time.sleep(2.5), drip):
            fake.answer = slow
            late = ours.query("ASK { ?s ?p 2 }")
            assert late.status_code == 504
            assert late.json()["type"].endswith(("/query-timeout", "/store-timeout"))
            assert "127.0.0.1" not in late.text
            assert ours.client.get("/health").status_code == 200
            page = ours.client.get("/", headers={"accept": "text/html"})
            assert page.status_code == 504
            assert page.headers["content-type"].startswith("text/html")
        fake.answer = well
        assert wait_until(lambda: ours.query("ASK { ?s ?p 3 }").json().get("boolean") is True)


def test_a_server_with_a_remote_store_takes_no_writes(
    sample_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", "x" * 40)
    with (
        pytest.raises(SettingInvalid, match="another server"),
        running(sample_graph, store="http://127.0.0.1:9/", writable=True),
    ):
        pass
