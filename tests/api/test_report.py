"""`nhiemvu report` and `/api/report`: both forms, and what is wrong told in a sentence."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api.cli import main

if TYPE_CHECKING:
    from tests.api.conftest import Running


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["nhiemvu", "report", *map(str, arguments)])
    with pytest.raises(SystemExit) as ended:
        main()
    return int(ended.value.code or 0)


@pytest.mark.parametrize(("name", "beginning"), [("a.html", b"<!doctype html>"), ("c.xlsx", b"PK")])
def test_both_forms(
    sample_graph: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, beginning: bytes
) -> None:
    out = tmp_path / name
    out.write_bytes(b"an older one")
    assert run(monkeypatch, "01/NQ-CP", "-g", sample_graph, "-o", out) == 0
    assert out.read_bytes().startswith(beginning)
    assert list(tmp_path.iterdir()) == [out]


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (["39/NQ-CP", "-o", "a.html"], 2, "Did you mean: 38/NQ-CP"),
        (["--document", "39/NQ-CP", "-o", "a.html", "--lang", "vi"], 2, "Gần giống: 38/NQ-CP"),
        (["Phụ lục", "-o", "a.html", "--lang", "vi"], 2, "không có văn bản"),
        (["39/NQ-CP", "-o", "a.html", "--lang", "en"], 2, "Did you mean: 38/NQ-CP"),
        (["38/NQ-CP", "-o", "a.pdf"], 2, ".html or .xlsx"),
        (["-o", "a.html"], 2, "name a resolution"),
        (["38/NQ-CP", "-o", "missing/a.html"], 1, "missing/a.html: No such file"),
        (["38/NQ-CP", "-o", "folder.html"], 2, "is a folder"),
        (["168/NQ-CP", "-o", "a.html"], 0, "No task was found in the documents read"),
    ],
)
def test_what_cannot_be_reported(
    sample_graph: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    status: int,
    said: str,
) -> None:
    (tmp_path / "folder.html").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run(monkeypatch, *arguments, "-g", sample_graph) == status
    assert said in capsys.readouterr().err
    assert (tmp_path / "a.html").exists() == (status == 0)


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


@pytest.mark.parametrize(("form", "beginning"), [("html", b"<!doctype html>"), ("xlsx", b"PK")])
def test_over_http(server: Running, form: str, beginning: bytes) -> None:
    answer = server.client.get("/api/report", params={"resolution": "01/NQ-CP", "format": form})
    assert answer.status_code == 200
    assert answer.content.startswith(beginning)
    assert answer.headers["content-disposition"].endswith(f'nghi-quyet-01-nq-cp.{form}"')


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"resolution": "39/NQ-CP"}, 404),
        ({"document": "1/NQ-CP"}, 404),
        ({}, 400),
        ({"resolution": "38/NQ-CP", "format": "pdf"}, 400),
    ],
)
def test_what_http_refuses(server: Running, fields: dict[str, str], status: int) -> None:
    answer = server.client.get("/api/report", params=fields)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_document_page_leads_to_its_report(server: Running) -> None:
    page = server.client.get("/documents/cp/2024/nq-01").text
    assert "/api/report?resolution=" in page
    assert "format=xlsx" in page
