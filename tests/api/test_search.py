"""`/api/search`, the page `/search`, `nvf:search` over HTTP, and `nhiemvu search`."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.i18n import catalogue
from graph_build.search_index import _COLUMN_OF, KINDS
from graph_build.store import open_snapshot
from queries.search import index_of
from queries.search_terms import understand
from tests.waiting import PATIENCE

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

UNIT = "https://w3id.org/nhiemvu/id/unit/bo-y-te/cuc-y-te-du-phong"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def find(server: Running, **asked: Any) -> dict[str, Any]:
    response = server.client.get("/api/search", params=asked)
    assert response.status_code == 200, response.text
    content: dict[str, Any] = response.json()
    return content


def test_the_answer_of_the_api(server: Running) -> None:
    content = find(server, q="cuc y te du phong", limit=3)
    assert (content["query"], content["limit"], content["offset"]) == ("cuc y te du phong", 3, 0)
    assert len(content["hits"]) == 3 < content["total"] == sum(content["kinds"].values())
    first = content["hits"][0]
    assert (first["iri"], first["kind"], first["page"]) == (UNIT, "unit", "/units/bo-y-te/cuc-y-te-du-phong")
    assert first["exact"] is True
    assert first["kind_label"] == "Đơn vị"
    assert [first["label"][start:end] for start, end in first["highlights"]] == [
        "Cục",
        "Y",
        "tế",
        "dự",
        "phòng",
    ]
    assert first["context"] == {
        "iri": "https://w3id.org/nhiemvu/id/unit/bo-y-te",
        "label": "Bộ Y tế",
        "page": "/units/bo-y-te",
    }


def test_the_alias_is_named_in_the_language_asked_for(server: Running) -> None:
    (hit, *_) = find(server, q="BYT", lang="en")["hits"]
    assert (hit["label"], hit["kind_label"]) == ("Bộ Y tế", "Unit")
    assert hit["matched"]["text"] == "BYT"
    assert hit["matched"]["field_label"] in {"initials", "other name"}  # the register may list it or not


def test_kinds_and_pages(server: Running) -> None:
    content = find(server, q="tiem chung", kind="task,duty", limit=2, offset=1)
    assert {hit["kind"] for hit in content["hits"]} <= {"task", "duty"}
    whole = find(server, q="tiem chung kind:task kind:duty", limit=100)
    assert content["total"] == whole["total"] == len(whole["hits"])
    assert content["hits"] == whole["hits"][1:3]


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"q": ""},
        {"q": "  -/- "},
        {"q": "a" * 301},
        {"q": "a " * 50},
        {"q": "a", "kind": "dog"},
        {"q": "kind:dog a"},
        {"q": "a", "limit": "0"},
        {"q": "a", "limit": "101"},
        {"q": "a", "offset": "-1"},
        {"q": "a", "offset": "x"},
        {"q": "a", "lang": "fr"},
    ],
)
def test_what_cannot_be_searched_for_is_a_problem(server: Running, asked: dict[str, str]) -> None:
    response = server.client.get("/api/search", params=asked)
    assert response.status_code == 400
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["title"] == "Wrong parameter"
    assert response.json()["detail"].endswith(".")


@pytest.mark.parametrize(
    "raw", ["%00a", "%FFa", "%ED%A0%80a", "a%0D%0A", "%F0%9F%92%A5a", "a'--", 'a"OR"b', "a*^"]
)
def test_odd_bytes_are_searched_for(server: Running, raw: str) -> None:
    assert httpx.get(f"{server.url}/api/search?q={raw}", timeout=PATIENCE).status_code == 200
    assert httpx.get(f"{server.url}/search?q={raw}", timeout=PATIENCE).status_code == 200


def test_the_answer_is_tagged_by_the_snapshot(server: Running) -> None:
    first = server.client.get("/api/search", params={"q": "y te"})
    tag = first.headers["etag"]
    again = server.client.get("/api/search", params={"q": "y te"}, headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    other = server.client.get(
        "/api/search", params={"q": "y te", "lang": "en"}, headers={"If-None-Match": tag}
    )
    assert other.status_code == 200
    assert first.json()["snapshot"] == server.app.state.graph.snapshot_id


def test_the_api_is_described(server: Running) -> None:
    described = server.client.get("/api/openapi.json").json()
    operation = described["paths"]["/api/search"]["get"]
    assert {one["name"] for one in operation["parameters"]} == {"q", "kind", "limit", "offset", "lang"}
    assert "SearchAnswer" in json.dumps(operation["responses"]["200"])
    assert "highlights" in described["components"]["schemas"]["SearchHit"]["properties"]


def test_every_kind_and_field_has_a_name() -> None:
    for language in ("vi", "en"):
        messages = catalogue(language)
        assert all(messages.has(f"kind.{kind}") for kind in KINDS)
        assert all(messages.has(f"field.{role}") for role in set(_COLUMN_OF) - {"hidden"})


def test_the_page_narrows_and_turns(server: Running) -> None:
    page = server.client.get("/search", params={"q": "y te", "lang": "en"}).text
    assert "<mark>Y</mark> <mark>tế</mark>" in page
    assert 'href="/search?q=y+te&amp;kind=task"' in page
    assert 'rel="next"' in page
    last = server.client.get("/search", params={"q": "y te", "page": "9999"}).text
    assert 'rel="prev"' in last
    assert 'rel="next"' not in last
    tasks = server.client.get("/search", params={"q": "y te", "kind": "task", "lang": "en"}).text
    assert ">Task</span>" in tasks
    assert ">Unit</span>" not in tasks


def test_the_page_offers_the_nearest_names(server: Running) -> None:
    page = server.client.get("/search", params={"q": "Cuc Y te du phonk"}).text
    assert 'href="/units/bo-y-te/cuc-y-te-du-phong"' in page


def test_a_graph_without_an_index_is_searched(serve: Serve, small_directory: Path) -> None:
    with serve(small_directory, query_workers=1) as running:
        response = running.client.get("/api/search", params={"q": "a"})
        assert (response.status_code, response.json()["total"]) == (200, 0)
        assert running.client.get("/search", params={"q": "a"}).status_code == 200
        query = 'SELECT ?a { ?a <https://w3id.org/nhiemvu/function#search> "a" }'
        assert running.query(query).json()["results"]["bindings"] == []


def test_sparql_over_http(server: Running) -> None:
    search = '(?t ?rank) <https://w3id.org/nhiemvu/function#search> "cuc y te du phong"'
    query = f"SELECT ?t ?rank {{ {search} }} ORDER BY ?rank"
    rows = server.query(query).json()["results"]["bindings"]
    assert rows[0]["t"]["value"] == UNIT
    wrong = server.query(query.replace("cuc y te du phong", "kind:dog"))
    assert (wrong.status_code, wrong.json()["title"]) == (400, "Wrong parameter")
    wrong = server.query(query.replace('"cuc y te du phong"', "?x"))
    assert (wrong.status_code, wrong.json()["title"], wrong.json()["line"]) == (400, "Malformed query", 1)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["search", *arguments])


def test_the_command_prints_json_csv_and_a_table(sample_graph: Path) -> None:
    graph = ("-g", str(sample_graph))
    with open_snapshot(sample_graph) as store:
        found = index_of(store).find(understand("y te du phong"), limit=5)
    result = run("y", "te", "du", "phong", *graph, "--limit", "5", "--format", "json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json.loads(json.dumps([hit.as_object() for hit in found.hits]))
    assert f"5 of {found.total} entries" in result.stderr
    result = run("y te du phong", *graph, "--limit", "5", "--format", "csv")
    assert [row["iri"] for row in csv.DictReader(result.stdout.splitlines())] == [
        hit.iri for hit in found.hits
    ]
    result = run("BYT", *graph, "--lang", "vi")
    assert "BYT" in result.stdout
    assert "Thuộc" in result.stdout
    assert run("zzzzzz", *graph).stdout.strip() == "Nothing was found."
    assert run("zzzzzz", *graph, "--format", "json").stdout.strip() == "[]"


@pytest.mark.parametrize(
    "arguments", [["-/-"], ["kind:dog a"], ["a", "--kind", "dog"], ["a", "--limit", "0"], []]
)
def test_wrong_usage_of_the_command(sample_graph: Path, arguments: list[str]) -> None:
    assert run(*arguments, "-g", str(sample_graph)).exit_code == 2


def test_the_command_without_a_graph(tmp_path: Path) -> None:
    result = run("a", "-g", str(tmp_path / "none"))
    assert result.exit_code == 1


def test_a_duty_that_is_found_leads_to_its_words(server: Running) -> None:
    page = server.client.get("/search", params={"q": "y te du phong", "kind": "duty"}).text
    places = re.findall(r'<p class="row-title statement"><a[^>]* href="([^"]*)"', page)
    assert places
    for place in places:
        led = re.fullmatch(r"(/documents/[^?]*/text)\?at=(\d+-\d+)#c\2", place)
        assert led
        assert f'id="c{led[2]}"' in server.client.get(led[1], params={"at": led[2]}).text


def test_near_names_tell_what_they_belong_to(server: Running) -> None:
    page = server.client.get("/search", params={"q": "Cuc Y te du phonk"}).text
    assert re.search(r"Cục Y tế dự phòng</a> <span[^>]*>[^<]*</span> <span[^>]*><span[^>]*>Bộ Y tế<", page)
