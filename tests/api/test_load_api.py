"""Coordination load from the command line and over HTTP."""

from __future__ import annotations

import csv
import json
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from typer.testing import CliRunner

from api.cli import app

if TYPE_CHECKING:
    from tests.api.conftest import Running

runner = CliRunner()


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def test_command_forms(sample_graph: Path) -> None:
    """The three forms hold the same figures, and each comes with the counting rule."""
    given = ["load", "-g", str(sample_graph), "--resolution", "38/NQ-CP"]
    made = {form: runner.invoke(app, [*given, "--format", form]) for form in ("table", "csv", "json")}
    assert {one.exit_code for one in made.values()} == {0}
    whole = json.loads(made["json"].stdout)
    rows = list(csv.DictReader(StringIO(made["csv"].stdout)))
    assert [row["actor"] for row in rows] == [row["actor"] for row in whole["rows"]]
    first = next(row for row in rows if row["name"] == "Cục Y tế dự phòng")
    assert first["led"] == "26"
    assert "Counting rule: a task counts once" in whole["rule"]
    assert "Counting rule: a task counts once" in made["csv"].stderr
    assert "Counting rule: a task counts once" in made["table"].stdout
    assert "Counting" not in made["csv"].stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--unit", "Cục Y tế dự fòng"], "Did you mean: Cục Y tế dự phòng"),
        (["--resolution", "38/NQ-CPP"], "Did you mean: 38/NQ-CP"),
        (["--document", "999999/ABC"], "knows no document"),
        (["--lead-weight", "-1"], "from 0 to 1000000"),
        (["--coordinate-weight", "1e300"], "from 0 to 1000000"),
        (["--coordinate-weight", "nan"], "from 0 to 1000000"),
        (["--period", "week"], "week"),
    ],
)
def test_wrong_usage(sample_graph: Path, words: list[str], told: str) -> None:
    """What does not fit is wrong usage, told with the nearest names or what would fit."""
    made = runner.invoke(app, ["load", "-g", str(sample_graph), *words], env={"COLUMNS": "500"})
    assert made.exit_code == 2
    assert told in made.stderr


def test_over_http(server: Running) -> None:
    """The answer is that of the command, is known again by its tag, and changes its tag with a parameter."""
    client = server.client
    answer = client.get("/api/load", params={"resolution": "38/NQ-CP", "period": "year", "lang": "en"})
    assert answer.status_code == 200
    found = answer.json()
    assert {row["period"] for row in found["rows"]} == {one["period"] for one in found["periods"]}
    assert found["rule"].startswith("Counting rule")
    tag = answer.headers["etag"]
    again = {"resolution": "38/nq-cp", "period": "year", "lang": "en"}
    assert client.get("/api/load", params=again, headers={"If-None-Match": tag}).status_code == 304
    assert client.get("/api/load", params={"period": "month"}).headers["etag"] != tag


def test_a_large_answer_is_sent_as_it_is_made(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """It says the same, has the same tag, and is not kept."""
    monkeypatch.setattr("api.load_api.LARGEST", 100)
    asked = {"period": "quarter", "lead_weight": "0.7"}
    streamed = server.client.get("/api/load", params=asked)
    assert "content-length" not in streamed.headers
    monkeypatch.undo()
    whole = server.client.get("/api/load", params=asked)
    assert "content-length" in whole.headers
    assert (streamed.content, streamed.headers["etag"]) == (whole.content, whole.headers["etag"])


@pytest.mark.parametrize(
    ("query", "status"),
    [("unit=nobody", 404), ("resolution=1%2FX", 404), ("lead_weight=-1", 400), ("lead_weight=nan", 400)],
)
def test_wrong_requests(server: Running, query: str, status: int) -> None:
    """Unknown names are 404, weights that cannot be are 400, both as problem details."""
    answer = server.client.get(f"/api/load?{query}")
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
