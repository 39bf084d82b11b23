"""Pages and API of scenarios: tried in the address, kept with a token, never mixed with facts."""

from __future__ import annotations

import csv
import hashlib
import html
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import httpx
import openpyxl
import pytest

from queries.scenario_changes import Merge, Move
from queries.scenario_notation import as_text
from queries.scenarios import read_scenario, scenario_names
from tests.waiting import side_by_side

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
BASE = "https://w3id.org/nhiemvu/id/unit/bo-y-te/"
DPM, LEGAL = f"{BASE}cuc-y-te-du-phong", f"{BASE}vu-phap-che"
MERGE = as_text(Merge((DPM, LEGAL), name="Cục | 100% mới"))
ADD = {"new-do": "add", "new-by": "An", "token": TOKEN}
MERGED = {"new-kind": "merge", "new-unit": ["Cục Y tế dự phòng", "vu phap che"], "new-name": "Cục mới"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    copy = tmp_path_factory.mktemp("scenarios") / "graph"
    shutil.copytree(sample_graph, copy, copy_function=shutil.copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with serve(copy, query_workers=1, writable=True) as running:
            yield running


@pytest.fixture(autouse=True)
def no_scenarios(server: Running) -> None:
    shutil.rmtree(server.directory / "scenarios", ignore_errors=True)


def post(
    server: Running, address: str, headers: dict[str, str] | None = None, /, **form: Any
) -> httpx.Response:
    given = {"new-title": "Thử", "new-by": "An", "token": TOKEN} | form
    return server.client.post(address, data=given, headers={"Accept": "text/html", **(headers or {})})


def alert(page: str) -> str:
    found = re.search(r'role="alert">(.*?)</div>', page, re.DOTALL)
    return re.sub(r"<[^>]+>", " ", found[1]) if found else ""


def test_a_visitor_tries_changes_in_the_address(server: Running) -> None:
    """Each form leads to an address that holds all changes so far; taking one back is a link."""
    page = server.client.get("/scenarios/try", params=MERGED)
    assert page.status_code == 303
    held = page.headers["location"]
    shown = server.client.get(held).text
    assert "Giả định." in shown
    assert "Hợp nhất" in shown
    assert "đơn vị giả định" in shown
    more = {"new-kind": "move", "new-source": "Cục mới", "new-target": "Bộ Y tế", "new-role": "lead"}
    page = server.client.get(f"{held}&{httpx.QueryParams(more)}")
    assert page.headers["location"].startswith(f"{held}&change=move")
    both = server.client.get(page.headers["location"] + "&lang=en").text
    assert both.count('<li value="') == 2
    backs = re.findall(r'<a class="small" href="([^"]+)" aria-label="Take back', both)
    assert [back.count("change=") for back in backs] == [1, 1]
    assert "The graph has no unit" in server.client.get(backs[0].replace("&amp;", "&") + "&lang=en").text
    assert scenario_names(server.directory) == []


def test_both_sides_are_those_of_the_load(server: Running) -> None:
    found = server.client.get(
        "/api/scenarios/try", params={"change": MERGE, "period": "year", "lang": "en"}
    ).json()
    facts = server.client.get("/api/load", params={"period": "year"}).json()
    before = {(row["period"], row["actor"]): row["load"]["before"] for row in found["rows"]}
    assert all(before[row["period"], row["actor"]] == pytest.approx(row["load"]) for row in facts["rows"])
    assert found["hypothetical"] is True
    assert found["notice"].startswith("This is a hypothetical scenario")
    new = [row for row in found["rows"] if row["actor"] == "new:cuc-100-moi"]
    assert new
    assert {row["name"] for row in new} == {"Cục | 100% mới"}


def test_files_say_that_they_are_hypothetical(server: Running) -> None:
    table = server.client.get("/api/scenarios/try", params={"change": MERGE, "format": "csv"})
    rows = list(csv.DictReader(io.StringIO(table.content.decode("utf-8-sig"))))
    assert {row["scenario"] for row in rows} == {"try"}
    book = server.client.get("/api/scenarios/try", params={"change": MERGE, "format": "xlsx"}).content
    sheets = openpyxl.load_workbook(io.BytesIO(book))
    assert "giả định" in str(sheets["Kịch bản"]["A1"].value)


def test_the_graph_of_a_scenario_is_a_file_and_leads_to_its_page(server: Running) -> None:
    post(server, "/scenarios", change=[MERGE])
    name = "https://w3id.org/nhiemvu/graph/scenario/thu"
    for form, kind, ending in (
        ("turtle", "text/turtle", "ttl"),
        ("trig", "application/trig", "trig"),
        ("nquads", "application/n-quads", "nq"),
    ):
        answer = server.client.get("/api/scenarios/thu", params={"format": form})
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["content-disposition"].endswith(f'scenario-thu.{ending}"')
        assert name in answer.text
    page = server.client.get("/graphs/scenario/thu")
    assert (page.status_code, page.headers["location"]) == (303, "/scenarios/thu")
    query = {"query": f"SELECT ?s {{ GRAPH <{name}> {{ ?s ?p ?o }} }}"}
    assert server.client.get("/sparql", params=query, headers={"Accept": "text/csv"}).text.strip() == "s"
    tried = server.client.get("/api/scenarios/try", params={"format": "turtle", "change": MERGE}).text
    assert "nv:SupposedUnit" in tried
    assert "prov:Agent" not in tried


def test_kept_changed_taken_back_and_removed(server: Running) -> None:
    assert post(server, "/scenarios").headers["location"] == "/scenarios/thu"
    assert post(server, "/scenarios/thu", **ADD, **MERGED).status_code == 303
    again = {"new-kind": "move", "new-source": "Vụ Pháp chế", "new-target": "Bộ Y tế", "new-role": "both"}
    answer = post(server, "/scenarios/thu?lang=en", **ADD, **again)
    assert answer.status_code == 409
    assert "Change 1 already merges Vụ Pháp chế" in alert(answer.text)
    assert 'value="Vụ Pháp chế"' in answer.text
    moved = {**again, "new-source": "Cục mới"}
    assert post(server, "/scenarios/thu?period=year", **ADD, **moved).headers["location"].endswith("=year")
    back = {"new-do": "undo", "new-number": "1"}
    assert "Change 2 rests on this one" in alert(post(server, "/scenarios/thu?lang=en", **back).text)
    assert post(server, "/scenarios/thu", **{**back, "new-number": "2"}).status_code == 303
    twice = post(server, "/scenarios/thu?lang=en", **{**back, "new-number": "2"})
    assert twice.status_code == 404
    (only,) = read_scenario(server.directory, "thu").changes
    assert (only.number, only.stamp.by) == (1, "An")
    assert "Thử" in server.client.get("/scenarios").text
    assert post(server, "/scenarios/thu", **{"new-do": "remove"}).headers["location"] == "/scenarios"
    assert server.client.get("/scenarios/thu").status_code == 404


def test_what_was_tried_is_kept_whole(server: Running) -> None:
    answer = post(server, "/scenarios", change=[MERGE, as_text(Move("new:cuc-100-moi", BASE[:-1]))])
    assert answer.status_code == 303
    assert [one.number for one in read_scenario(server.directory, "thu").changes] == [1, 2]
    wrong = post(server, "/scenarios?lang=en", change=[MERGE, MERGE], **{"new-title": "Khác"})
    assert wrong.status_code == 409
    assert scenario_names(server.directory) == ["thu"]


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"token": "wrong"}, 403, "The write token is wrong"),
        ({"token": ""}, 403, "The write token is wrong"),
        ({"new-by": " "}, 400, "200 characters"),
        ({"new-name": ""}, 400, "either the unit to merge into"),
        ({"new-name": "x" * 10_000}, 400, "200 characters"),
        ({"new-name": "Bộ Y tế"}, 400, "merge into it instead"),
        ({"new-unit": ["", ""]}, 400, "A needed field is empty"),
        ({"new-unit": ["x" * 10_000, "Vụ Pháp chế"]}, 404, "no unit called"),
        ({"new-unit": "Vụ Pháp chế"}, 400, "different units"),
        ({"new-kind": "burn"}, 400, "makes no sense"),
        ({"new-kind": "split"}, 400, "two units or more"),
        ({"new-kind": "split", "new-part": ["Cục A", "Vụ Pháp chế"]}, 400, "a name of its own"),
        ({"new-kind": "split", "new-part": ["A", "B", "C"], "new-rule": "role"}, 400, "just two units"),
        ({"new-kind": "split", "new-part": ["A", "B"], "new-row": "B/1.3"}, 400, "the number of a unit"),
        ({"new-kind": "split", "new-part": ["A", "B"], "new-rule": "first"}, 409, "no task goes to B"),
        ({"new-do": "burn"}, 400, "makes no sense"),
        ({"new-do": "undo", "new-number": "x"}, 404, "nothing called"),
        ({"new-kind": "move"}, 400, "A needed field is empty"),
        (
            {"new-kind": "move", "new-source": "Cục YTDP", "new-target": "Vụ Pháp chế", "new-role": "x"},
            404,
            "",
        ),
        ({"new-kind": "deadline", "new-task": "2182/QĐ-BYT B/1.3", "new-due": "mai"}, 400, "no deadline"),
        ({"new-kind": "deadline", "new-task": "2182/QĐ-BYT Z/9", "new-due": "2023"}, 404, "nothing called"),
        ({"new-kind": "deadline", "new-task": "2182/QĐ-BYT B/1.3", "new-due": "1999"}, 409, "before the"),
        ({"new-kind": "no-deadline", "new-task": "2182/QĐ-BYT Z/9"}, 404, "nothing called"),
        ({"new-kind": "no-deadline"}, 400, "A needed field is empty"),
    ],
)
def test_a_wrong_form_keeps_nothing(server: Running, changes: dict[str, Any], status: int, told: str) -> None:
    post(server, "/scenarios")
    held = (server.directory / "scenarios" / "thu.jsonl").read_bytes()
    answer = post(server, "/scenarios/thu?lang=en", **{**ADD, **MERGED, **changes})
    assert answer.status_code == status, alert(answer.text)
    assert told in alert(answer.text)
    assert TOKEN not in answer.text
    assert (server.directory / "scenarios" / "thu.jsonl").read_bytes() == held


def test_a_name_that_does_not_do_is_mended_by_a_link(server: Running) -> None:
    """Of a scenario in the address the link makes the change; of one that is kept it fills the form in."""
    post(server, "/scenarios")
    wrong = {**ADD, **MERGED, "new-unit": ["Cuc Y te du phon", "Vụ Pháp chế"]}
    answer = post(server, "/scenarios/thu?lang=en", **wrong)
    offered = re.search(r'<li><a [^>]*href="([^"]*)">Cục Y tế dự phòng<', answer.text)
    assert offered is not None
    address = html.unescape(offered[1])
    assert "new-by" not in address
    assert TOKEN not in address
    held = (server.directory / "scenarios" / "thu.jsonl").read_bytes()
    filled = server.page(address)
    assert 'name="new-unit" maxlength="300" autocomplete="off" list="s-units" required value="Cục Y' in filled
    assert (server.directory / "scenarios" / "thu.jsonl").read_bytes() == held

    told = server.page("/scenarios/try?" + urlencode({**wrong, "new-do": ""}, doseq=True), 404)
    tried = re.search(r'<li><a [^>]*href="([^"]*)">Cục Y tế dự phòng<', told)
    assert tried is not None
    assert server.client.get(html.unescape(tried[1]), follow_redirects=False).status_code == 303


def test_titles_that_cannot_be_and_those_that_are_taken(server: Running) -> None:
    assert post(server, "/scenarios").status_code == 303
    taken = post(server, "/scenarios?lang=en")
    assert (taken.status_code, "already" in alert(taken.text)) == (409, True)
    for title in ("", "…", "try", "x" * 10_000):
        answer = post(server, "/scenarios?lang=en", **{"new-title": title})
        assert answer.status_code == 400
        assert "200 characters" in alert(answer.text)
    assert scenario_names(server.directory) == ["thu"]


def test_other_sites_and_other_bodies_are_refused(server: Running) -> None:
    assert post(server, "/scenarios", {"Origin": "http://evil.example"}).status_code == 403
    assert server.client.post("/scenarios", json={}).status_code == 415
    assert post(server, "/scenarios", **{"new-title": "x" * 70_000}).status_code == 413
    assert scenario_names(server.directory) == []


def test_two_people_at_once_lose_nothing(server: Running) -> None:
    post(server, "/scenarios")
    tasks = [row["task"] for row in _tasks(server)]

    def add(task: str) -> int:
        form = {"new-kind": "deadline", "new-task": task, "new-due": "2035"}
        return post(server, "/scenarios/thu", **ADD, **form).status_code

    assert set(side_by_side(add, tasks[:8])) == {303}
    assert len(read_scenario(server.directory, "thu").changes) == 8


def _tasks(server: Running) -> list[dict[str, str]]:
    query = (
        "PREFIX nv: <https://w3id.org/nhiemvu/ontology#> SELECT ?task { ?task a nv:Task ; nv:statedIn ?d }"
    )
    answer = server.client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_damaged_scenario_is_told_and_others_are_shown(server: Running) -> None:
    post(server, "/scenarios")
    post(server, "/scenarios", **{"new-title": "Khác"})
    file = server.directory / "scenarios" / "thu.jsonl"
    file.write_text("{}\n", encoding="utf-8")
    assert server.client.get("/scenarios/thu").status_code == 503
    assert post(server, "/scenarios/thu", **ADD, **MERGED).status_code == 503
    assert file.read_text(encoding="utf-8") == "{}\n"
    page = server.client.get("/scenarios?lang=en").text
    assert "The scenario “thu” cannot be read" in page
    assert "/scenarios/khac" in page
    assert {"name": "thu", "title": None} in server.client.get("/api/scenarios").json()


def test_a_task_that_is_gone_is_named_on_the_page(server: Running) -> None:
    post(server, "/scenarios")
    post(server, "/scenarios/thu", **ADD, **MERGED)
    file = server.directory / "scenarios" / "thu.jsonl"
    gone = {"kind": "deadline", "task": "https://w3id.org/nhiemvu/id/task/gone", "due": "2023"}
    line = {"number": 2, "change": gone, "by": "An", "at": "2026-01-31", "snapshot": "000001-0a1b2c3d"}
    file.write_text(file.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    page = server.client.get("/scenarios/thu?lang=en").text
    assert "Not applied: The graph has no task task/gone (any more)." in page
    assert "made up" in page


def test_the_facts_stay_as_they_are(server: Running) -> None:
    """Queries, exports and files of the snapshot are the same whatever is supposed."""

    def facts() -> tuple[str, ...]:
        every = {"query": "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?g) AS ?graphs) { GRAPH ?g { ?s ?p ?o } }"}
        answers = [server.client.get("/sparql", params=every, headers={"Accept": "text/csv"}).text]
        answers += [server.client.get(path).text for path in ("/api/load", "/graphs")]
        snapshots = sorted((server.directory / "snapshots").rglob("*"))
        hashes = [
            f"{path} {hashlib.sha256(path.read_bytes()).hexdigest()}"
            for path in snapshots
            if path.is_file() and path.name != "LOCK"
        ]
        return (*answers, *hashes)

    before = facts()
    post(server, "/scenarios", change=[MERGE])
    server.client.get("/scenarios/thu")
    post(
        server,
        "/scenarios/thu",
        **ADD,
        **{"new-kind": "move", "new-source": "Bộ Y tế", "new-target": "Sở Y tế"},
    )
    assert facts() == before
    post(server, "/scenarios/thu", **{"new-do": "remove"})
    assert facts() == before


def test_a_read_only_server_lets_try_and_not_keep(serve: Serve, server: Running) -> None:
    post(server, "/scenarios")
    with serve(server.directory, query_workers=1) as reading:
        for address in ("/scenarios", "/scenarios/thu", "/scenarios/try"):
            page = reading.client.get(address)
            assert page.status_code == 200
            assert 'method="post"' not in page.text
        assert reading.client.get("/scenarios/try", params=MERGED).status_code == 303
        assert post(reading, "/scenarios").status_code == 403
        assert post(reading, "/scenarios/thu", **ADD, **MERGED).status_code == 403
        assert reading.client.post("/api/scenarios", json={"title": "a", "by": "An"}).status_code == 403
    assert read_scenario(server.directory, "thu").changes == ()


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/scenarios/try?change=nonsense", 400),
        ("/scenarios/try?change=merge%7Cunit=a", 400),
        ("/scenarios/try?" + "change=merge&" * 60, 400),
        ("/scenarios/try?period=week", 400),
        ("/scenarios/try?document=9999/QĐ-BYT", 404),
        ("/scenarios/try?period=year&when=1850", 404),
        ("/scenarios/none", 404),
        ("/scenarios/..%2Fthu", 404),
        ("/scenarios/" + "x" * 5000, 404),
        ("/api/scenarios/try?change=nonsense", 400),
        ("/api/scenarios/none", 404),
        ("/api/scenarios/try?resolution=9999/NQ-CP", 404),
        ("/api/scenarios/try?lead_weight=-1", 400),
    ],
)
def test_wrong_addresses(server: Running, address: str, status: int) -> None:
    answer = server.client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:300]


def test_programs_change_scenarios_with_the_token(server: Running) -> None:
    client, about = server.client, {"title": "Thử", "by": "An"}
    assert client.post("/api/scenarios", json=about).status_code == 401
    made = client.post("/api/scenarios", json=about, headers=BEARER)
    assert (made.status_code, made.headers["location"]) == (201, "/api/scenarios/thu")
    assert client.post("/api/scenarios", json=about, headers=BEARER).status_code == 409
    huge = client.post("/api/scenarios", json={**about, "by": "x" * 100_000}, headers=BEARER)
    assert huge.status_code == 413
    assert huge.headers["content-type"] == "application/problem+json"
    change = {"kind": "merge", "unit": ["Cục Y tế dự phòng", LEGAL], "name": "Cục mới"}
    body = {"by": "An", "change": change}
    added = client.post("/api/scenarios/thu/changes", json=body, headers=BEARER)
    assert (added.status_code, added.json()["number"]) == (201, 1)
    again = client.post("/api/scenarios/thu/changes", json=body, headers=BEARER)
    assert (again.status_code, "Change 1 already" in again.json()["detail"]) == (400, True)
    assert (
        client.post(
            "/api/scenarios/thu/changes", json={"by": "An", "change": [1]}, headers=BEARER
        ).status_code
        == 400
    )
    found = client.get("/api/scenarios/thu?lang=en").json()
    assert found["changes"][0]["by"] == "An"
    assert client.delete("/api/scenarios/thu/changes/1?by=An", headers=BEARER).json()["changes"] == 0
    assert client.delete("/api/scenarios/thu/changes/1?by=An", headers=BEARER).status_code == 404
    assert client.delete("/api/scenarios/thu", headers=BEARER).status_code == 204
    assert client.get("/api/scenarios").json() == []
