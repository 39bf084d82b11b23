"""`nhiemvu trace` as a stranger meets it: forms, filters, and names that mean nothing or too much."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.api.command_line import inside

ROOT = Path(__file__).resolve().parents[2]


def traced(graph: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return inside("trace", "-g", graph, *arguments)


def test_a_tree_as_usual(sample_graph: Path) -> None:
    run = traced(sample_graph, "38/NQ-CP")
    assert run.returncode == 0, run.stderr
    first, *others = run.stdout.splitlines()
    assert first.startswith("Nghị quyết 38/NQ-CP")
    assert first.endswith("[known by citation only]")
    assert any("is implemented by: Quyết định 2182/QĐ-BYT" in line for line in others)
    assert any("qd-2182-byt-2022.txt" in line for line in others)
    assert "được triển khai bởi" in traced(sample_graph, "38/NQ-CP", "--lang", "vi").stdout


def test_json_and_turtle(sample_graph: Path) -> None:
    found = json.loads(traced(sample_graph, "2182/QĐ-BYT", "--format", "json").stdout)
    assert found["number"] == "2182/QĐ-BYT"
    assert {"up", "down", "counts", "cycles"} <= set(found)
    (ground,) = (node for node in found["up"] if node["number"] == "38/NQ-CP")
    assert set(ground["evidence"][0]) >= {"exact", "start", "end", "source", "iri"}
    narrowed = traced(sample_graph, "2182/QĐ-BYT", "--format", "json", "--kind", "task", "--depth", "1")
    assert {node["kind"] for node in json.loads(narrowed.stdout)["down"]} == {"task"}
    assert "nv:statedIn" in traced(sample_graph, "2182/QĐ-BYT", "--format", "turtle").stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["39/NQ-CP"], "Did you mean"),
        (["38/NQ-CP", "--depth", "-1"], "--depth"),
        (["38/NQ-CP", "--kind", "unit"], "one of document, task"),
        (["38/NQ-CP", "--direction", "sideways"], "--direction"),
    ],
)
def test_wrong_usage(sample_graph: Path, arguments: list[str], said: str) -> None:
    run = traced(sample_graph, *arguments)
    assert run.returncode == 2
    assert run.stdout == ""
    assert said in run.stderr
    assert "Traceback" not in run.stderr


def test_no_graph_is_a_failed_job(tmp_path: Path) -> None:
    run = traced(tmp_path / "none", "38/NQ-CP")
    assert run.returncode == 1
    assert run.stderr.startswith("Error: ")


@pytest.mark.parametrize(
    ("ending", "beginning"),
    [
        ("html", b"<!doctype html>"),
        ("docx", b"PK"),
        ("txt", "Nghị quyết 38/NQ-CP".encode()),
        ("ttl", b"@prefix"),
        ("json", b"{"),
    ],
)
def test_the_ending_of_a_file_says_the_format(
    sample_graph: Path, tmp_path: Path, ending: str, beginning: bytes
) -> None:
    file = tmp_path / f"memo.{ending}"
    run = traced(sample_graph, "38/NQ-CP", "--depth", "1", "-o", str(file))
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""
    assert file.read_bytes().startswith(beginning)


def test_a_file_of_no_known_ending_is_wrong_usage(sample_graph: Path, tmp_path: Path) -> None:
    run = traced(sample_graph, "38/NQ-CP", "-o", str(tmp_path / "memo.zip"))
    assert run.returncode == 2
    assert ".docx" in run.stderr
