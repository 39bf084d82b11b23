"""The status page, its API and its command: suggestions quoted, verdicts kept, strangers refused."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from api import status_pages
from api.cli import app
from graph_build.store import open_snapshot
from graph_build.terms import Iri
from queries import outcome_states, stated_tasks, task_status
from queries.load import table_of
from queries.names import Names
from queries.stated_tasks import tasks_led
from queries.task_status import Filter, scope_of
from queries.task_status_table import COLUMNS
from queries.verdicts import read_verdicts
from tests.api.conftest import refused, writable_copy

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
D2182 = "2182/QĐ-BYT"


@pytest.fixture(scope="module")
def server(serve: Serve, answered_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with writable_copy(serve, answered_graph, tmp_path_factory.mktemp("status"), TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def no_verdicts(server: Running) -> None:
    for name in ("verdicts.jsonl", "status.jsonl"):
        (server.directory / name).unlink(missing_ok=True)


def listed(server: Running, **fields: str) -> dict[str, Any]:
    answer = server.client.get("/api/status", params=fields)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def post(server: Running, headers: dict[str, str] | None = None, **changes: str) -> httpx.Response:
    first = listed(server)["rows"][0]
    form = {"task": first["task"]["iri"], "outcome": first["outcome"]["iri"]}
    form |= {"verdict": "accepted", "reason": "vì <b>", "by": "An", "token": TOKEN} | changes
    return server.client.post("/status?state=suggested&lang=en", data=form, headers=headers or {})


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_both_quotes_stand_in_their_texts(server: Running) -> None:
    page = server.client.get("/status").text
    rows = listed(server)["rows"]
    assert page.count('<li class="finding"') == len(rows) == 4
    for row in rows:
        for quote in (row["task"]["quote"], row["outcome"]["quote"]):
            assert f"<mark>{html.escape(quote['exact'], quote=False)}" in page
    assert "style=" not in page


@pytest.mark.parametrize(
    ("fields", "rows"),
    [
        ({"document": D2182}, 1),
        ({"resolution": "38/NQ-CP"}, 1),
        ({"document": "164/QĐ-BYT", "state": "suggested"}, 3),
        ({"document": "164/QĐ-BYT", "resolution": "38/NQ-CP"}, 0),
        ({"unit": "Vụ Pháp chế"}, 0),
        ({"state": "accepted"}, 0),
    ],
)
def test_filters_narrow_page_api_and_command(server: Running, fields: dict[str, str], rows: int) -> None:
    assert len(listed(server, **fields)["rows"]) == rows
    assert server.client.get("/status", params=fields).text.count('<li class="finding"') == rows
    options = [part for name, value in fields.items() for part in (f"--{name}", value)]
    told = run("status", *options, "-g", server.directory, "--format", "json")
    assert told.exit_code == 0, told.output
    assert len(json.loads(told.stdout)["rows"]) == rows


def test_a_verdict_is_kept_and_leads_back(server: Running) -> None:
    answer = post(server)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/status?state=suggested&lang=en&saved=o-")
    assert post(server, verdict="rejected", by="Bình").status_code == 303
    (kept,) = read_verdicts(server.directory)
    assert (kept.kind, kept.verdict, kept.by) == ("outcome", "rejected", "Bình")
    assert "vì &lt;b&gt;" in server.client.get("/status?state=rejected").text
    told = run("status", "--state", "rejected", "-g", server.directory, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(told.stdout))
    assert tuple(row) == COLUMNS
    assert (row["state"], row["by"]) == ("rejected", "Bình")
    assert "4 with a suggested outcome (3 suggested, 0 accepted, 1 rejected)" in told.stderr


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"token": "wrong"}, 403, "The write token is wrong"),
        ({"verdict": "same"}, 400, "Choose one"),
        ({"reason": "  "}, 400, "Give a reason"),
        ({"by": ""}, 400, "Give your name"),
        ({"task": "https://example.org/none"}, 404, "no such task"),
        ({"outcome": ""}, 404, "no such task"),
    ],
)
def test_a_wrong_form_keeps_nothing(server: Running, changes: dict[str, str], status: int, told: str) -> None:
    refused(post(server, {"Accept": "text/html"}, **changes), status, told, TOKEN)
    assert not len(read_verdicts(server.directory))


def test_other_sites_are_refused(server: Running) -> None:
    assert post(server, {"Origin": "http://evil.example"}).status_code == 403
    assert not len(read_verdicts(server.directory))


def test_a_read_only_server_shows_a_command_that_works(serve: Serve, server: Running) -> None:
    with serve(server.directory, query_workers=1) as reading:
        page = html.unescape(reading.client.get("/status?lang=en").text)
        assert 'method="post"' not in page
        assert post(reading).status_code == 403
    row = listed(server)["rows"][0]
    command = f"verdict add outcome {row['task']['iri']} {row['outcome']['iri']} accepted"
    assert f"nhiemvu {command}" in page
    told = run(*command.split(), "--reason", "đã ban hành", "--by", "An", "-g", server.directory)
    assert told.exit_code == 0, told.output
    assert listed(server, state="accepted")["rows"][0]["task"] == row["task"]


def test_tasks_without_an_outcome_are_asked_for(server: Running) -> None:
    """The page leads to the tasks of which nothing is known; a verdict changes what a question finds."""

    def total(**fields: str) -> int:
        found: int = server.client.get("/api/ask", params=fields).json()["total"]
        return found

    every, without = total(words=""), total(outcome="none")
    assert (total(outcome="suggested"), total(outcome="accepted"), every - without) == (4, 0, 4)
    assert post(server).status_code == 303
    assert (total(outcome="suggested"), total(outcome="accepted"), total(outcome="any")) == (3, 1, 4)
    assert post(server, verdict="rejected").status_code == 303
    assert (total(outcome="accepted"), total(outcome="none")) == (0, without + 1)
    told = run("ask", "-g", server.directory, "--outcome", "any", "--format", "json")
    assert len(json.loads(told.stdout)) == total(outcome="any") == 3
    page = server.client.get("/status", params={"document": D2182, "unit": "Vụ Pháp chế"}).text
    (link,) = (one for one in page.split('"') if one.startswith("/ask?") and "outcome" in one)
    answer = server.client.get(html.unescape(link))
    assert answer.status_code == 200
    assert "do Vụ Pháp chế chủ trì, nêu tại Quyết định 2182/QĐ-BYT" in answer.text


def test_a_document_that_nothing_suggests_can_be_named(server: Running) -> None:
    told = run(
        *("verdict", "add", "outcome", f"{D2182} B/1.3", "20/2025/TT-BYT", "accepted"),
        *("--reason", "x", "--by", "An", "-g", server.directory),
    )
    assert told.exit_code == 0, told.output
    (row,) = listed(server, state="accepted")["rows"]
    assert (row["ground"], row["outcome"]["quote"]) == ("person", None)
    assert "Named by a person" in server.client.get("/status?state=accepted&lang=en").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"document": "9999/QĐ-BYT"}, 404),
        ({"unit": "Cục Không Có"}, 404),
        ({"state": "maybe"}, 400),
        ({"page": "99999999999"}, 200),
    ],
)
def test_wrong_addresses(server: Running, fields: dict[str, str], status: int) -> None:
    for address in ("/status", "/api/status"):
        assert server.client.get(address, params=fields).status_code == status


def test_wrong_usage(server: Running) -> None:
    for options in (("--document", "9999/QĐ-BYT"), ("--unit", "Cục Không Có"), ("--state", "maybe")):
        assert run("status", *options, "-g", server.directory).exit_code == 2
    assert run("status", "-g", server.directory / "none").exit_code == 1


SHEET = """Mã nhiệm vụ;Trạng thái;Ngày;Ghi chú;Người cập nhật
B/3.2;Đang thực hiện;15/01/2023;đã <b>trình</b>;An
B/1.3;70%;;;
"""


def write(folder: Path, text: str, name: str = "tien-do.csv") -> Path:
    (folder / name).write_text(text, encoding="utf-8-sig")
    return folder / name


def test_a_sheet_is_shown_where_the_task_is(server: Running, tmp_path: Path) -> None:
    sheet = write(tmp_path, SHEET)
    told = run("status", "import", sheet, "--document", D2182, "-g", server.directory)
    assert told.exit_code == 0, told.output
    assert "Kept the status of 2 tasks from tien-do.csv." in told.stdout
    assert "the list of statuses has them not: 70%" in told.stderr
    rows = listed(server, state="reported")["rows"]
    assert [(row["task"]["code"], row["reported"]["status"]) for row in rows] == [
        ("B/1.3", None),
        ("B/3.2", "in-progress"),
    ]
    assert [row["state"] for row in rows] == ["reported", "suggested"]
    assert listed(server)["counts"]["reported"] == {"in-progress": 1, "other": 1}
    page = server.client.get("/status?state=reported&lang=en").text
    assert "Offices report on 2 tasks." in page
    for path in ("/tasks/byt/2022/qd-2182/b/3.2?lang=en", "/status?state=reported&lang=en"):
        page = server.client.get(path).text
        assert "The office reports</strong>: in progress" in page
        assert "đã &lt;b&gt;trình&lt;/b&gt;" in page
    assert "The office reports: in progress" in server.client.get("/documents/byt/2022/qd-2182?lang=en").text
    table = run("status", "-g", server.directory, "--state", "reported", "--format", "csv").stdout
    found = list(csv.DictReader(io.StringIO(table)))
    assert [(row["reported_as_written"], row["reported_row"], row["outcome_iri"] != "") for row in found] == [
        ("70%", "3", False),
        ("Đang thực hiện", "2", True),
    ]
    assert (
        "The office reports on 2 (1 in-progress, 1 as written)."
        in run("status", "-g", server.directory).stdout
    )
    assert f"<{rows[1]['task']['iri']}>" in run("status", "rdf", "-g", server.directory).stdout
    sheets = run("status", "list", "-g", server.directory)
    assert ("tien-do.csv" in sheets.stdout, sheets.stderr) == (True, "")
    out = tmp_path / "report.html"
    assert run("report", "38/NQ-CP", "-g", server.directory, "-o", out, "--lang", "en").exit_code == 0
    for report in (
        out.read_text(encoding="utf-8"),
        server.client.get("/api/report?resolution=38/NQ-CP").text,
    ):
        assert "Đang thực hiện (2023-01-15; An; tien-do.csv [2])" in report
    assert run("status", "import", sheet, "--document", D2182, "-g", server.directory).exit_code == 0
    undone = run("status", "undo", "-g", server.directory, "--lang", "vi")
    assert "Đã rút lại tien-do.csv nhập lúc" in undone.stdout
    assert listed(server, state="reported")["rows"] == []
    assert run("status", "undo", "-g", server.directory).exit_code == 1
    sheets = run("status", "list", "-g", server.directory)
    assert (len(sheets.stdout.splitlines()), "No sheet" in sheets.stderr) == (1, True)


def test_nothing_is_kept_unless_every_row_is_joined(server: Running, tmp_path: Path) -> None:
    sheet = write(tmp_path, SHEET + "99.9;Hoàn thành;;;\n")
    command = ("status", "import", sheet, "--document", D2182, "-g", server.directory)
    told = run(*command)
    assert told.exit_code == 2
    assert "Row 4: no task in Quyết định 2182/QĐ-BYT bears the code '99.9'." in told.stderr
    assert "1 of 3 rows names no task for certain; nothing was kept." in told.stderr
    empty = run("status", "import", write(tmp_path, " \n", "trong.csv"), "-g", server.directory)
    assert "trong.csv is empty." in empty.stderr
    assert "1 trong 3 dòng không chỉ đúng một nhiệm vụ" in run(*command, "--lang", "vi").stderr
    assert not (server.directory / "status.jsonl").exists()
    assert "Kept the status of 2 tasks from tien-do.csv; 1 row left out." in run(*command, "--partial").stdout


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        ("a,b\n1,2\n", (), 2),
        ("", (), 2),
        (SHEET, ("--document", "9999/QĐ-BYT"), 2),
        ("Code,Status\n99.9,Done\n", ("--partial",), 2),
    ],
)
def test_wrong_sheets(
    server: Running, tmp_path: Path, text: str, options: tuple[str, ...], code: int
) -> None:
    told = run("status", "import", write(tmp_path, text), *options, "-g", server.directory)
    assert told.exit_code == code, told.output
    assert not (server.directory / "status.jsonl").exists()


def test_damaged_reports_are_told(server: Running, tmp_path: Path) -> None:
    (server.directory / "status.jsonl").write_text("{}\n", encoding="utf-8")
    for path in ("/status", "/api/status"):
        assert server.client.get(path).status_code == 503
    for path in ("/tasks/byt/2022/qd-2182/b/3.2", "/documents/byt/2022/qd-2182"):
        assert "The file of statuses beside the graph is damaged" in server.client.get(f"{path}?lang=en").text
    assert run("status", "-g", server.directory).exit_code == 1
    told = run("status", "import", write(tmp_path, SHEET), "--document", D2182, "-g", server.directory)
    assert told.exit_code == 1
    assert "line 1: not a sheet" in str(told.exception)


def test_the_blank_sheet_of_a_document_is_taken_in_again(server: Running, tmp_path: Path) -> None:
    told = run("status", "sheet", D2182, "-g", server.directory)
    assert told.exit_code == 0, told.output
    header, *rows = csv.reader(io.StringIO(told.stdout))
    written = io.StringIO()
    csv.writer(written, delimiter=";").writerows([header, *([*row[:2], "Xong", *row[3:]] for row in rows)])
    command = ("status", "import", write(tmp_path, written.getvalue()), "--document", D2182)
    taken = run(*command, "-g", server.directory)
    assert f"Kept the status of {len(rows)} tasks" in taken.stdout
    assert "mean nothing" not in taken.stderr
    assert len(listed(server, document=D2182, state="reported")["rows"]) == len(rows) > 50
    assert run("status", "sheet", "9999/QĐ-BYT", "-g", server.directory).exit_code == 2


def test_of_a_large_graph_only_a_part_is_looked_at(
    serve: Serve, server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, part = listed(server), listed(server, document=D2182)
    most = part["counts"]["tasks"]
    assert part["rows"]
    assert most < whole["counts"]["tasks"]
    monkeypatch.setattr(status_pages, "MOST_TASKS", most)
    monkeypatch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
    with serve(server.directory, query_workers=1, writable=True) as large:
        for address in ("/api/status", "/api/status?state=accepted", "/api/ask?outcome=any"):
            refused = large.client.get(address, headers={"Accept-Language": "en"})
            assert refused.status_code == 422
            assert refused.json()["type"].endswith("/too-many-tasks")
            assert f"for {most} at most" in refused.json()["detail"]
        page = large.client.get("/status?lang=vi", headers={"Accept": "text/html"})
        assert page.status_code == 422
        assert f"tối đa {most}" in page.text
        assert 'name="document"' in page.text
        assert listed(large, document=D2182) == part
        assert large.client.get("/status", params={"document": D2182}).text.count('<li class="finding"')
        form = {"task": part["rows"][0]["task"]["iri"], "outcome": part["rows"][0]["outcome"]["iri"]}
        form |= {"verdict": "accepted", "reason": "đã ban hành", "by": "An", "token": TOKEN}
        assert large.client.post("/status", params={"document": D2182}, data=form).status_code == 303
        assert listed(large, document=D2182, state="accepted")["rows"]
        monkeypatch.setattr(status_pages, "MOST_TASKS", most - 1)
        assert large.client.get("/api/status", params={"document": D2182}).status_code == 422


def test_of_a_large_graph_a_question_looks_at_the_tasks_that_its_other_parts_ask_for(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {"in": D2182, "outcome": "any", "lang": "en"}
    whole = server.client.get("/api/ask", params=asked).json()
    tasks = listed(server, document=D2182)["counts"]["tasks"]
    rows = [row["task"] for row in whole["rows"]]
    assert rows
    monkeypatch.setattr(stated_tasks, "MANY", tasks)
    monkeypatch.setattr(outcome_states, "MANY", tasks)
    monkeypatch.setattr(status_pages, "MOST_TASKS", tasks)
    part = server.client.get("/api/ask", params=asked).json()
    assert [row["task"] for row in part["rows"]] == rows
    assert any(f"Of {tasks} tasks that the rest" in rule for rule in part["rules"]["en"])
    assert not any("Of " in rule and "the rest" in rule for rule in whole["rules"]["en"])
    told = run("ask", "--in", D2182, "--outcome", "any", "--format", "json", "-g", server.directory)
    assert [row["task"] for row in json.loads(told.stdout)] == rows
    monkeypatch.setattr(stated_tasks, "MANY", tasks - 1)
    monkeypatch.setattr(outcome_states, "MANY", tasks - 1)
    assert server.client.get("/api/ask", params=asked).status_code == 422  # as many as the whole graph may be


def test_the_tasks_that_a_unit_leads_are_those_that_the_engine_finds(
    answered_graph: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_snapshot(answered_graph) as store:
        names, table = Names(store), table_of(store)
        query = "SELECT DISTINCT ?unit { ?unit <https://w3id.org/nhiemvu/ontology#leads> ?task }"
        units = [term.value for (term,) in store.query(query) if isinstance(term, Iri)]
        told = {unit: tasks_led(store, unit) for unit in units}
        monkeypatch.setattr(task_status, "tasks_led", lambda *_: None)
        assert told == {unit: scope_of(store, lambda: table, names, Filter(unit=unit)) for unit in units}
    assert any(told.values())
