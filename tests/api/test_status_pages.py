"""The status page, its API and its command: suggestions quoted, verdicts kept, strangers refused."""

from __future__ import annotations

import csv
import html
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from queries.task_status_table import COLUMNS
from queries.verdicts import read_verdicts

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
D2182 = "2182/QĐ-BYT"


@pytest.fixture(scope="module")
def server(serve: Serve, answered_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    copy = tmp_path_factory.mktemp("status") / "graph"
    shutil.copytree(answered_graph, copy, copy_function=shutil.copy)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with serve(copy, query_workers=1, writable=True) as running:
            yield running


@pytest.fixture(autouse=True)
def no_verdicts(server: Running) -> None:
    (server.directory / "verdicts.jsonl").unlink(missing_ok=True)


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
    assert answer.headers["location"].startswith("/status?state=suggested&lang=en#o-")
    assert post(server, verdict="rejected", by="Bình").status_code == 303
    (kept,) = read_verdicts(server.directory)
    assert (kept.kind, kept.verdict, kept.by) == ("outcome", "rejected", "Bình")
    assert "vì &lt;b&gt;" in server.client.get("/status?state=rejected").text
    told = run("status", "--state", "rejected", "-g", server.directory, "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(told.stdout))
    assert tuple(row) == COLUMNS
    assert (row["state"], row["by"]) == ("rejected", "Bình")
    assert "4 have a suggested outcome (3 suggested, 0 accepted, 1 rejected)" in told.stderr


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
    answer = post(server, {"Accept": "text/html"}, **changes)
    assert answer.status_code == status, answer.text[:300]
    assert told in answer.text
    assert TOKEN not in answer.text
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
