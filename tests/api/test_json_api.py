"""The JSON API and the addresses for whatever watches the server, over the graph of the bundled sample."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from graph_build.store import open_snapshot
from queries import run
from queries.catalogue import find, library

if TYPE_CHECKING:
    from tests.api.conftest import Running

UNIT = "Cục Y tế dự phòng"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def problem(response: httpx.Response, status: int) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    content: dict[str, Any] = response.json()
    assert content["status"] == status
    return content


def test_the_mandate_question(server: Running) -> None:
    fields = {"resolution": "38/NQ-CP", "unit": UNIT}
    content = server.client.get("/api/questions/tasks-led", params=fields).json()
    assert len(content["rows"]) == 26
    assert content["parameters"]["unit"].endswith("id/unit/bo-y-te/cuc-y-te-du-phong")
    for row in content["rows"]:
        evidence = row["evidence"]
        assert evidence["exact"]
        assert evidence["end"] - evidence["start"] == len(evidence["exact"])
    again = server.query(content["sparql"]).json()["results"]["bindings"]
    assert len(again) == 26


def test_questions_are_listed_with_their_parameters(server: Running) -> None:
    listed = {one["name"]: one for one in server.client.get("/api/questions").json()}
    assert set(listed) == set(library())
    for question in listed.values():
        assert question["title"]["vi"]
        assert question["title"]["en"]
    parameters = {one["name"]: one for one in listed["tasks-led"]["parameters"]}
    assert parameters["unit"]["required"] is True


@pytest.mark.parametrize("name", library())
def test_every_example_is_answered_as_by_the_library(server: Running, sample_graph: Path, name: str) -> None:
    example = dict(find(name).example)
    response = server.client.get(f"/api/questions/{name}", params=example)
    assert response.status_code == 200
    with open_snapshot(sample_graph) as store:
        wanted = run.ask(store, find(name), example)
    assert len(response.json()["rows"]) == len(wanted.rows)
    assert response.json()["columns"] == list(wanted.variables)


def test_wrong_questions_are_told_with_what_comes_near(server: Running) -> None:
    get = server.client.get
    assert problem(get("/api/questions/task-led"), 404)["nearest"][0] == "tasks-led"
    unknown = problem(
        get("/api/questions/tasks-led", params={"resolution": "38/NQ-CP", "unit": "Cục Y tế dự phònq"}), 404
    )
    assert UNIT in " ".join(unknown["nearest"])
    problem(get("/api/questions/tasks-led", params={"resolution": "38/NQ-CP", "unit": UNIT, "x": "1"}), 400)
    problem(get("/api/questions/tasks-led", params={"resolution": "38/NQ-CP"}), 400)
    problem(get("/api/questions/tasks-led?unit=a&unit=b"), 400)
    problem(get("/api/questions/tasks-led", params={"resolution": "99/NQ-CP", "unit": UNIT}), 404)


def test_documents_and_tasks(server: Running) -> None:
    listed = {
        one["number"]: one for one in server.client.get("/api/documents").json()["rows"] if one["number"]
    }
    assert listed["2182/QĐ-BYT"]["tasks"] == 97
    assert listed["2182/QĐ-BYT"]["inCorpus"] is True
    assert listed["38/NQ-CP"]["inCorpus"] is False
    document = server.client.get("/api/documents/byt/2022/qd-2182").json()
    assert len({task["task"] for task in document["tasks"]}) == 97
    task = server.client.get("/api/tasks/byt/2022/qd-2182/b/2.7").json()
    assert task["due"] == "2023-12"
    roles = [one["role"].rpartition("/")[2] for one in task["assignments"]]
    assert (roles.count("focal"), roles.count("coordinate")) == (1, 6)
    assert all(one["evidence"]["exact"] for one in task["assignments"])


@pytest.mark.parametrize(
    "address",
    [
        "/api/documents/byt/2022/none",
        "/api/tasks/none",
        "/api/tasks/a%20b<>",
        "/api/nothing",
        "/api/questions/",
    ],
)
def test_what_is_not_there(server: Running, address: str) -> None:
    response = server.client.get(address, follow_redirects=True)
    if address.endswith("/questions/"):
        assert response.status_code == 200
    else:
        problem(response, 404)


def test_health_and_readiness(server: Running) -> None:
    for method in ("GET", "HEAD"):
        for address in ("/health", "/ready"):
            assert server.client.request(method, address).status_code == 200
    problem(server.client.post("/health"), 405)


def test_head_is_get_without_the_body(server: Running) -> None:
    paths = server.client.get("/api/openapi.json").json()["paths"]
    read = [path for path, operations in paths.items() if "get" in operations and "{" not in path]
    assert "/api/documents" in read
    assert not [path for path, operations in paths.items() if "head" in operations]
    for path in read:
        got, head = server.client.get(path), server.client.head(path)
        assert (head.status_code, head.content) == (got.status_code, b""), path
    refused = server.client.delete("/api/documents")
    assert (refused.status_code, refused.headers["allow"]) == (405, "GET, HEAD")
    two = server.client.put("/scenarios")  # its routes for GET and POST stand apart
    assert (two.status_code, two.headers["allow"]) == (405, "GET, HEAD, POST")


def test_a_trace_with_its_proof(server: Running) -> None:
    found = server.client.get(
        "/api/trace", params={"thing": "38/NQ-CP", "kind": "task", "direction": "down"}
    ).json()
    assert found["iri"].endswith("id/document/cp/2022/nq-38")
    assert found["up"] == []
    assert found["counts"]["down"]["task"] > 20
    assert all(node["evidence"][0]["source"].endswith(".txt") for node in found["down"])


@pytest.mark.parametrize(("form", "beginning"), [("html", b"<!doctype html>"), ("docx", b"PK")])
def test_a_trace_as_a_citation_pack(server: Running, form: str, beginning: bytes) -> None:
    answer = server.client.get("/api/trace/pack", params={"thing": "38/NQ-CP", "depth": "1", "format": form})
    assert answer.status_code == 200
    assert answer.content.startswith(beginning)
    assert answer.headers["content-disposition"] == f'attachment; filename="nghi-quyet-38-nq-cp.{form}"'
    assert server.client.get("/api/trace/pack", params={"thing": "1/NQ-CP"}).status_code == 404
    assert (
        server.client.get("/api/trace/pack", params={"thing": "38/NQ-CP", "format": "pdf"}).status_code == 400
    )


def test_what_cannot_be_traced(server: Running) -> None:
    def asked(**fields: str) -> httpx.Response:
        return server.client.get("/api/trace", params=fields)

    assert "38/NQ-CP" in problem(asked(thing="39/NQ-CP"), 404)["nearest"]
    assert len(problem(asked(thing="1"), 409)["candidates"]) > 1
    assert "depth" in problem(asked(thing="38/NQ-CP", depth="-1"), 400)["detail"]
    assert "kind" in problem(asked(thing="38/NQ-CP", kind="unit"), 400)["detail"]
    problem(asked(), 400)
