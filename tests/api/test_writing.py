"""Changes over HTTP: SPARQL Update and the Graph Store Protocol, on a real server."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from api import writing
from api.graph_store import GraphStore
from api.query_errors import WorkerFault
from api.settings import SettingInvalid, Settings
from api.workers import WorkerPool
from api.write_token import WriteToken, write_token
from api.writing import Writer
from graph_build import snapshots
from graph_build.changes import Update
from graph_build.load_table import FILE as LOAD
from graph_build.search_index import FILE as SEARCH
from graph_build.store import open_snapshot
from graph_build.task_table import FILE as TASKS
from queries import search
from queries.search import open_index
from queries.search_terms import understand
from tests.waiting import side_by_side

if TYPE_CHECKING:
    from starlette.types import Scope

    from api.live import Graph
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
AUTHORIZED = {"Authorization": f"Bearer {TOKEN}"}
UPDATE = "application/sparql-update"
G = "http://example.org/graph/new"
QUADS = '<http://example.org/a> <http://example.org/name> "a"@vi <http://example.org/graph/a> .\n'


@pytest.fixture
def writable(
    tmp_path: Path, serve: Serve, publish_quads: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Running]:
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
    publish_quads(tmp_path, QUADS)
    with serve(tmp_path, query_workers=2, writable=True) as server:
        yield server


@pytest.fixture(scope="module")
def unchanged(
    tmp_path_factory: pytest.TempPathFactory, serve: Serve, publish_quads: Callable[..., str]
) -> Iterator[Running]:
    """Give a writable server to which only changes come that must have no effect."""
    folder = tmp_path_factory.mktemp("unchanged")
    publish_quads(folder, QUADS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with serve(folder, query_workers=2, writable=True) as server:
            yield server


def update(
    server: Running, sparql: str, *, headers: dict[str, str] = AUTHORIZED, **params: Any
) -> httpx.Response:
    return server.client.post(
        "/sparql", content=sparql.encode(), params=params, headers={**AUTHORIZED, "Content-Type": UPDATE}
    )


def ask(server: Running, pattern: str) -> bool:
    return server.query(f"ASK {{ {pattern} }}", Accept="text/csv").text.strip() == "true"


def test_an_update_is_served_and_on_the_disk_when_it_is_acknowledged(writable: Running) -> None:
    before = writable.client.get("/ready").json()["snapshot"]
    done = update(writable, f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x> <urn:y> 'được' }} }}")
    assert done.status_code == 204, done.text
    assert ask(writable, "GRAPH ?g { <urn:x> <urn:y> 'được' }")
    assert writable.client.get("/ready").json()["snapshot"] != before
    with open_snapshot(writable.directory) as store:
        assert store.query(f"ASK {{ GRAPH <{G}> {{ <urn:x> ?y ?z }} }}").boolean


def test_what_makes_search_fast_follows_a_change(writable: Running, until: Callable[..., bool]) -> None:
    label = "<urn:x{}> <http://www.w3.org/2000/01/rdf-schema#label> 'Kế hoạch {}'"
    for number in range(3):
        done = update(writable, f"INSERT DATA {{ GRAPH <{G}> {{ {label.format(number, number)} }} }}")
        assert done.status_code == 204
    last = snapshots.live(writable.directory)
    assert until(lambda: all((last / name).exists() for name in (LOAD, SEARCH, TASKS)), 60)
    assert open_index(last).find(understand("ke hoach")).total == 3
    assert not list(last.glob("*.new"))
    assert len(writable.client.get("/api/search?q=ke+hoach").json()["hits"]) == 3


def test_a_search_of_a_large_graph_waits_for_the_index_that_a_worker_makes(
    writable: Running, until: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    label = "<http://www.w3.org/2000/01/rdf-schema#label> 'Kế hoạch lạ'"
    address = "/api/search?q=ke+hoach+la"
    monkeypatch.setattr(search, "_SMALL", 0)
    with monkeypatch.context() as idle:
        idle.setattr(Writer, "_add_tables", lambda *_: None)
        assert update(writable, f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x> {label} }} }}").status_code == 204
        for wanted, words in (("en", "is being made"), ("vi", "đang được lập")):
            awaited = writable.client.get(address, headers={"Accept-Language": wanted})
            assert awaited.status_code == 503
            assert awaited.headers["Retry-After"] == "5"
            assert awaited.json()["type"].endswith("/search-index-awaited")
            assert words in awaited.json()["detail"]
        assert writable.client.get("/search?q=ke+hoach+la").status_code == 503
    assert writable.client.get(address).status_code == 503  # which begins to make it
    assert until(lambda: writable.client.get(address).status_code == 200, 60)
    assert [hit["iri"] for hit in writable.client.get(address).json()["hits"]][:1] == ["urn:x"]

    async def fail(*_: object) -> list[bool]:
        raise WorkerFault("it ended before it began")

    with monkeypatch.context() as broken:
        broken.setattr(WorkerPool, "change", fail)
        (snapshots.live(writable.directory) / SEARCH).unlink()
        writable.app.state.site.forget()
        assert until(lambda: "making one failed" in writable.client.get(address).text, 60)
    assert "making one failed" in writable.client.get(address).text
    monkeypatch.setattr(writing, "TRIED_AGAIN_AFTER", 0.0)
    assert until(lambda: writable.client.get(address).status_code == 200, 60)


def test_a_search_of_a_snapshot_that_was_replaced_makes_no_index_for_it(
    writable: Running, until: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(Writer, "_add_tables", lambda _, snapshot: begun.append(snapshot))
    writer, before = writable.app.state.writer, writable.app.state.graph.store
    assert update(writable, f"INSERT DATA {{ GRAPH <{G}> {{ <urn:x> <urn:y> 7 }} }}").status_code == 204
    begun.clear()
    writer.see_to_tables(before)
    writer.see_to_tables(writable.app.state.graph.store)
    assert until(lambda: begun)
    assert begun == [snapshots.live(writable.directory)]


def test_questions_about_tasks_are_right_before_and_with_their_table(
    tmp_path: Path,
    sample_graph: Path,
    serve: Serve,
    until: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
    shutil.copytree(sample_graph, tmp_path / "graph")
    title = "<http://purl.org/dc/terms/title>"
    with serve(tmp_path / "graph", writable=True) as server:
        led = "/api/questions/tasks-led?unit=C%E1%BB%A5c%20Y%20t%E1%BA%BF%20d%E1%BB%B1%20ph%C3%B2ng"
        task = server.client.get(led).json()["rows"][0]["task"]
        before, after = (f"{{ GRAPH ?g {{ <{task}> {title} {one} }} }}" for one in ("?t", "'Khác'"))
        assert update(server, f"DELETE {before} INSERT {after} WHERE {before}").status_code == 204
        first = server.client.get(led).json()
        assert {row["title"] for row in first["rows"] if row["task"] == task} == {"Khác"}
        assert until((snapshots.live(server.directory) / TASKS).exists, 60)
        assert server.client.get(led).json() == first


def test_an_update_by_form_changes_what_it_says_and_nothing_else(writable: Running) -> None:
    body = {
        "update": "DELETE { GRAPH ?g { ?s ?p ?o } } INSERT { GRAPH ?g { ?s ?p 'b' } } "
        "WHERE { GRAPH ?g { ?s ?p ?o } }"
    }
    assert writable.client.post("/sparql", data=body, headers=AUTHORIZED).status_code == 204
    with open_snapshot(writable.directory) as store:
        assert store.dump() == [
            '<http://example.org/a> <http://example.org/name> "b" <http://example.org/graph/a> .'
        ]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer \xe9\xff"},
    ],
)
def test_nothing_but_the_token_opens(unchanged: Running, headers: dict[str, str]) -> None:
    fields = {"Content-Type": UPDATE, **headers}
    raw = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
    content = b"INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    response = unchanged.client.post("/sparql", content=content, headers=raw)
    assert response.status_code == 401
    assert response.headers["www-authenticate"].startswith("Bearer")
    assert not ask(unchanged, "<urn:a> ?b ?c")
    assert TOKEN not in response.text


def test_the_scheme_of_the_token_is_written_as_one_likes(writable: Running) -> None:
    headers = {"Authorization": f"bearer {TOKEN}", "Content-Type": UPDATE}
    content = b"INSERT DATA { <urn:a> <urn:b> <urn:c> }"
    assert writable.client.post("/sparql", content=content, headers=headers).status_code == 204
    assert ask(writable, "<urn:a> ?b ?c")


@pytest.mark.parametrize(
    ("sparql", "status"),
    [
        ("INSERT DATA { <urn:x> <urn:y> }", 400),
        ("SELECT * WHERE { ?s ?p ?o }", 400),
        ("", 204),
        ("LOAD <http://127.0.0.1:9/x.ttl>", 403),
        ("LOAD SILENT <file:///etc/passwd>", 403),
        ("L\\u004FAD <http://127.0.0.1:9/x.ttl>", 400),
        ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/sparql> { ?s ?p ?o } }", 403),
        ("CREATE GRAPH <http://example.org/graph/a>", 409),
        ("INSERT DATA { <urn:x> <urn:y> 1 } ; CREATE GRAPH <http://example.org/graph/a>", 409),
        ("INSERT DATA { <urn:x> <urn:y> 1 } ; DROP GRAPH <urn:none>", 409),
    ],
)
def test_what_is_refused_or_fails_changes_nothing(unchanged: Running, sparql: str, status: int) -> None:
    before = unchanged.client.get("/ready").json()["snapshot"]
    response = update(unchanged, sparql)
    assert response.status_code == status, response.text
    with open_snapshot(unchanged.directory) as store:
        assert store.dump() == [QUADS.strip()]
    assert (unchanged.client.get("/ready").json()["snapshot"] == before) == (status != 204)


def test_the_dataset_of_the_request_is_that_of_the_where_clause(writable: Running) -> None:
    copy = "INSERT { GRAPH <urn:copy> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    assert update(writable, copy).status_code == 204
    assert not ask(writable, "GRAPH <urn:copy> { ?s ?p ?o }")  # the default graph itself holds nothing
    named: dict[str, Any] = {"using-graph-uri": "http://example.org/graph/a"}
    assert update(writable, copy, **named).status_code == 204
    assert ask(writable, "GRAPH <urn:copy> { ?s ?p 'a'@vi }")
    twice = update(writable, "WITH <urn:copy> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", **named)
    assert twice.status_code == 400


def test_a_read_only_server_takes_no_change(small_server: Running) -> None:
    assert update(small_server, "CLEAR ALL").status_code == 403
    for method in ("PUT", "POST", "DELETE"):
        answer = small_server.client.request(method, "/store?default", headers=AUTHORIZED, content=b"")
        assert answer.status_code == 403


def test_a_long_update_is_stopped_at_its_deadline(
    tmp_path: Path,
    serve: Serve,
    publish_quads: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    until: Callable[..., bool],
) -> None:
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
    publish_quads(tmp_path, "".join(f"<urn:{n}> <urn:p> <urn:{n + 1}> <urn:g> .\n" for n in range(2000)))
    cross = "INSERT { ?a ?c ?e } WHERE { GRAPH ?g { ?a ?b ?x . ?c ?d ?y . ?e ?f ?z } "
    cross += "FILTER(STRLEN(CONCAT(STR(?x), STR(?y), STR(?z))) = 1) }"
    with serve(tmp_path, writable=True, write_timeout=1.0) as server:
        response = update(server, cross)
        assert response.status_code == 504
        insert = "INSERT DATA { <urn:a> <urn:b> <urn:c> }"
        assert until(lambda: update(server, insert).status_code == 204)
    assert not list((tmp_path / "snapshots").glob("new-*"))


def test_changes_from_many_clients_follow_one_another(writable: Running) -> None:
    def write(number: int) -> int:
        return update(writable, f"INSERT DATA {{ <urn:s{number}> <urn:p> {number} }}").status_code

    assert side_by_side(write, range(12)) == [204] * 12
    found = writable.query("SELECT (COUNT(*) AS ?n) { ?s <urn:p> ?n }", Accept="text/csv").text
    assert found.split() == ["n", "12"]
    assert len(list((writable.directory / "snapshots").iterdir())) <= 4


def test_a_change_is_refused_while_a_build_writes(writable: Running) -> None:
    with snapshots.locked(writable.directory):
        response = update(writable, "CLEAR ALL")
    assert response.status_code == 503
    assert response.headers["retry-after"]
    assert str(writable.directory) not in response.text


# Graph Store Protocol


def test_a_graph_is_put_read_grown_and_removed(writable: Running) -> None:
    client, address = writable.client, "/store"
    turtle = {**AUTHORIZED, "Content-Type": "text/turtle"}
    named = {"graph": G}
    assert client.get(address, params=named).status_code == 404
    put = client.put(address, params=named, headers=turtle, content="<#a> <#b> 'ấ'.".encode())
    assert put.status_code == 201
    again = client.put(address, params=named, headers=turtle, content="<#a> <#b> 'ậ'.".encode())
    assert again.status_code == 204
    post = client.post(address, params=named, headers=turtle, content="\ufeff<#a> <#b> 'ẫ'.".encode())
    assert post.status_code == 204
    got = client.get(address, params=named, headers={"Accept": "application/n-triples"})
    assert sorted(got.text.splitlines()) == [f'<{G}#a> <{G}#b> "{mark}" .' for mark in ("ẫ", "ậ")]
    assert client.head(address, params=named).status_code == 200
    assert client.delete(address, params=named, headers=AUTHORIZED).status_code == 204
    assert client.get(address, params=named).status_code == 404
    assert client.delete(address, params=named, headers=AUTHORIZED).status_code == 404


def test_a_graph_is_changed_only_in_the_state_that_a_client_knows(writable: Running) -> None:
    client, named = writable.client, {"graph": G}
    plain = {**AUTHORIZED, "Content-Type": "application/n-triples", "Accept-Encoding": "identity"}

    def put(number: int, **fields: str) -> int:
        headers = plain | {name.replace("_", "-"): value for name, value in fields.items()}
        body = f"<urn:a> <urn:b> <urn:{number}> ."
        return client.put("/store", params=named, headers=headers, content=body).status_code

    assert put(0, If_Match="*") == 412  # there is no graph to match
    assert put(0, If_None_Match="*") == 201
    assert put(1, If_None_Match="*") == 412
    tag = client.get("/store", params=named, headers=plain).headers["etag"]
    assert not tag.startswith("W/")
    assert put(2, If_Match=f"W/{tag}") == 412
    assert put(2, If_None_Match=tag) == 412
    # of all that know the same state one succeeds
    statuses = side_by_side(lambda number: put(number, If_Match=f'"other", {tag}'), range(3, 7))
    assert sorted(statuses) == [204, 412, 412, 412]
    assert client.delete("/store", params=named, headers=plain | {"If-Match": tag}).status_code == 412
    assert client.get("/store", params=named).text.count("urn:b") == 1
    assert client.delete("/store", params=named, headers=plain | {"If-Match": "*"}).status_code == 204


def test_a_graph_that_changes_while_it_is_read_is_not_taken_for_the_new_one(
    writable: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, named = writable.client, {"graph": G}
    plain = {**AUTHORIZED, "Content-Type": "application/n-triples", "Accept-Encoding": "identity"}
    client.put("/store", params=named, headers=plain, content="<urn:a> <urn:b> <urn:old> .")
    is_there = GraphStore._is_there

    async def changed_meanwhile(store: GraphStore, scope: Scope, graph: Graph, name: str) -> bool:
        there = await is_there(store, scope, graph, name)
        change = f"CLEAR GRAPH <{G}> ; INSERT DATA {{ GRAPH <{G}> {{ <urn:a> <urn:b> <urn:new> }} }}"
        await writable.app.state.writer.apply([Update(change)])
        return there

    with monkeypatch.context() as race:
        race.setattr(GraphStore, "_is_there", changed_meanwhile)
        before = client.get("/store", params=named, headers=plain)
    after = client.get("/store", params=named, headers=plain)
    assert ("urn:old" in before.text, "urn:new" in after.text) == (True, True)
    stale = plain | {"If-Match": before.headers["etag"]}
    assert client.delete("/store", params=named, headers=stale).status_code == 412


def test_a_compressed_graph_is_known_again_by_its_weak_tag(writable: Running) -> None:
    body = "".join(f"<urn:a> <urn:b> <urn:{number}> .\n" for number in range(200))
    headers = {**AUTHORIZED, "Content-Type": "application/n-triples"}
    writable.client.put("/store", params={"graph": G}, headers=headers, content=body)
    small = {"Accept-Encoding": "gzip"}
    tag = writable.client.get("/store", params={"graph": G}, headers=small).headers["etag"]
    again = writable.client.get("/store", params={"graph": G}, headers=small | {"If-None-Match": tag})
    assert tag.startswith("W/")
    assert (again.status_code, again.headers["etag"]) == (304, tag)


def test_the_default_graph_and_the_whole_dataset(writable: Running) -> None:
    client, triple = writable.client, "<urn:a> <urn:b> <urn:c> ."

    def send(method: str, address: str, kind: str, data: str) -> httpx.Response:
        headers = {**AUTHORIZED, "Content-Type": kind}
        return client.request(method, address, headers=headers, content=data.encode())

    assert send("PUT", "/store?default", "application/n-triples", triple).status_code == 204
    default = client.get("/store?default", headers={"Accept": "application/n-triples"})
    assert default.text == f"{triple}\n"
    whole = client.get("/store", headers={"Accept": "application/n-quads"})
    assert sorted(whole.text.splitlines()) == sorted([QUADS.strip(), triple])
    assert send("POST", "/store", "application/n-quads", QUADS.replace("/a>", "/z>")).status_code == 204
    assert ask(writable, "GRAPH <http://example.org/graph/z> { ?s ?p ?o }")
    made = send("POST", "/store", "text/turtle", "<> a <urn:New> .")
    assert made.status_code == 201
    assert "urn:New" in client.get(made.headers["location"]).text


ENTITY = b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"


@pytest.mark.parametrize(
    ("method", "address", "kind", "body", "status"),
    [
        ("PUT", "/store?default", "text/turtle", b"<a> <b>", 400),
        ("PUT", "/store?default", "text/turtle", b"<urn:a> <urn:b> '\xff' .", 400),
        (
            "PUT",
            "/store?default",
            "application/rdf+xml",
            b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>",
            400,
        ),
        ("PUT", "/store?default", "image/png", b"x", 415),
        ("PUT", "/store?default", "text/turtle; charset=utf-16", b"x", 415),
        ("PUT", "/store?default", "application/n-quads", QUADS.encode(), 415),
        ("PUT", "/store", "text/turtle", b"", 400),
        ("DELETE", "/store", "text/turtle", b"", 400),
        ("PUT", "/store?graph=relative", "text/turtle", b"", 400),
        ("PUT", "/store?graph=urn:a&graph=urn:b", "text/turtle", b"", 400),
        ("PUT", "/store?graph=urn:a&default", "text/turtle", b"", 400),
        ("PATCH", "/store?default", "text/turtle", b"", 405),
        ("GET", "/store?default&format=docx", "", b"", 406),
    ],
)
def test_wrong_requests_to_the_graph_store(
    unchanged: Running, method: str, address: str, kind: str, body: bytes, status: int
) -> None:
    headers = {**AUTHORIZED, "Content-Type": kind}
    response = unchanged.client.request(method, address, headers=headers, content=body)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    with open_snapshot(unchanged.directory) as store:
        assert store.dump() == [QUADS.strip()]


def test_an_upload_over_the_limit_is_refused(
    tmp_path: Path, serve: Serve, publish_quads: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
    publish_quads(tmp_path, QUADS)
    headers = {**AUTHORIZED, "Content-Type": "text/turtle"}
    with serve(tmp_path, writable=True, upload_limit=2048) as server:
        large = b"# " + b"x" * 4096
        assert server.client.put("/store?default", headers=headers, content=large).status_code == 413
        chunks = (part for part in [b"# ", b"x" * 4096])
        assert server.client.put("/store?default", headers=headers, content=chunks).status_code == 413


@pytest.mark.parametrize("secret", [None, "", "  ", "with space ", "đ"])
def test_a_writable_server_needs_a_token(secret: str | None) -> None:
    environment = {} if secret is None else {"NHIEMVU_WRITE_TOKEN": secret}
    with pytest.raises(SettingInvalid, match="NHIEMVU_WRITE_TOKEN"):
        WriteToken.from_environment(environment)
    assert write_token(Settings()) is None
