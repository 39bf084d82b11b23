"""Bad input to the command line ends with 1, one sentence and no traceback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.command_line import DOCUMENT, DPM, LED, ROOT, inside, nhiemvu, one_sentence
from tests.waiting import program


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.txt", None, "no such file or"),
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n\t\n", "is empty"),
        ("binary.txt", b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00", "is not text"),
        ("broken.txt", "Quyết định".encode() + b"\xff\xfe\xfd" + b" s\xe1\xba" * 3, "is not"),
    ],
)
@pytest.mark.parametrize("command", ["extract", "build"])
def test_a_bad_document(command: str, name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)
    graph = tmp_path / "graph"
    run = inside(command, file, *(["-o", str(graph)] if command == "build" else []))
    told = one_sentence(run)
    assert said in told.lower()
    assert str(file) in told
    assert not (graph / "CURRENT").exists()


def test_a_folder_is_no_document(tmp_path: Path) -> None:
    assert str(tmp_path) in one_sentence(inside("extract", tmp_path))
    assert "no file" in one_sentence(inside("build", tmp_path, "-o", tmp_path / "graph"))


def test_a_folder_that_is_not_ours_is_no_place_for_a_graph(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    assert "Cannot build into" in one_sentence(inside("build", "--sample", "-o", tmp_path))
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "it does not exist"),
        (lambda path: path.write_text("x", encoding="utf-8"), "it is not a folder"),
        (lambda path: path.mkdir(), "no build was ever made there"),
    ],
)
def test_no_graph(make: object, said: str, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert callable(make)
    make(graph)
    for arguments in (LED, ["query", "--sparql", "ASK {}"]):
        assert said in one_sentence(inside(*arguments, "-g", graph))
    assert said in one_sentence(nhiemvu("serve", graph))


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tasks-led", "--unit", "Cục Y tế dự fòng"], "Did you mean: Cục Y tế dự phòng"),
        (["tasks-led", "--unit", DPM, "--resolution", "39/NQ-CP"], "'39/NQ-CP'. Did you mean: "),
        (["document-lineage", "--document", "9999/ZZ-ZZZ"], "knows no document '9999/ZZ-ZZZ'"),
        (["--sparql", "SELECT WHERE"], "not valid SPARQL at line 1"),
        (["--sparql", "INSERT DATA { <a:a> <a:a> <a:a> }"], "not valid SPARQL"),
        (["--file", "nowhere.rq"], "nowhere.rq: No such file"),
    ],
)
def test_a_question_that_cannot_be_answered(arguments: list[str], said: str, sample_graph: Path) -> None:
    assert said in one_sentence(inside("query", "-g", sample_graph, *arguments))


def from_cache(graph: Path) -> list[bool]:
    name = (graph / "CURRENT").read_text().strip()
    report = json.loads((graph / "snapshots" / name / "report.json").read_text(encoding="utf-8"))
    return [row["from_cache"] for row in report["rows"]]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["load", "--period", "week"], "'--period': 'week' is not one of 'whole', 'year', 'quarter',"),
        (["scenario", "load", "a", "--period", "week"], "'--period': 'week' is not one of"),
        (["trace", "a", "--limit", "many"], "'--limit': it must be a valid integer\n"),
        (["trace", "a", "--limit", "0"], "'--limit': it must be greater than or equal to 1"),
    ],
)
def test_a_wrong_value_is_told_in_our_words(arguments: list[str], said: str) -> None:
    run = inside(*arguments)
    assert run.returncode == 2
    assert f"Error: Invalid value for {said}" in run.stderr


def test_the_rest_of_a_build_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(DOCUMENT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "also-empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x00\x00\x00\x00\x00\x00")
    run = inside("build", folder, "-o", tmp_path / "graph")
    assert run.returncode == 0
    assert "12/QĐ-BYT" in run.stdout
    left_out = [line for line in run.stderr.splitlines() if line.startswith("Left out: ")]
    assert len(left_out) == 3
    assert any("/empty.txt is empty" in line for line in left_out)
    assert any("/also-empty.txt is empty" in line for line in left_out)
    assert inside("build", folder, "-o", tmp_path / "graph", "--strict").returncode == 1
    assert from_cache(tmp_path / "graph") == [True]
    missing = inside("build", folder, tmp_path / "nowhere", "-o", tmp_path / "graph", "--full")
    assert missing.returncode == 1
    assert from_cache(tmp_path / "graph") == [False]
    assert "12/QĐ-BYT" in missing.stdout


def test_control_characters_in_the_name_of_a_file_are_escaped(tmp_path: Path) -> None:
    hostile = tmp_path / "a\nError: \x1b[31mb.txt"
    hostile.write_bytes(b"")
    for more in (["extract"], ["build", "-o", str(tmp_path / "graph")]):
        told = one_sentence(inside(*more, hostile))
        assert r"/a\x0aError: \x1b[31mb.txt is empty." in told


# Where output cannot go


def redirected(redirection: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in a shell that redirects its streams."""
    command = ["sh", "-c", f'exec "$0" -m api.cli "$@" {redirection}', sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)


@pytest.mark.parametrize("arguments", [["search", "y te"], ["trace", "38/NQ-CP", "--format", "json"]])
def test_standard_output_that_is_full(arguments: list[str], sample_graph: Path) -> None:
    run = redirected("> /dev/full", *arguments, "-g", sample_graph)
    assert run.returncode == 1
    assert run.stderr == "Error: Not all of the answer could be written: No space left on device.\n"


@pytest.mark.parametrize("closed", [">&-", "<&- >&- 2>&-"])
def test_streams_that_are_closed(closed: str, sample_graph: Path, tmp_path: Path) -> None:
    for arguments in (["search", "y te"], ["trace", "38/NQ-CP", "--format", "json"]):
        run = redirected(closed, *arguments, "-g", sample_graph)
        assert (run.returncode, run.stderr) == (0, "")
    (tmp_path / "plan.txt").write_text(DOCUMENT, encoding="utf-8")
    assert redirected(closed, "build", tmp_path / "plan.txt", "-o", tmp_path / "graph").returncode == 0
    assert inside("search", "12", "-g", tmp_path / "graph").returncode == 0


def test_a_pipe_is_written_into_and_stays(sample_graph: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "table.csv"
    os.mkfifo(pipe)
    with program(["cat", pipe], stdout=subprocess.PIPE) as reader:
        run = inside("export", "-g", sample_graph, "--table", "units", "-o", pipe)
        assert run.returncode == 0
        assert pipe.is_fifo()
        out, _ = reader.communicate()
    assert "Cục Y tế dự phòng".encode() in out


# Words that are no UTF-8


@pytest.mark.parametrize("arguments", [["trace"], [*LED[:4], "--unit"]])
def test_a_name_that_is_no_utf8(arguments: list[str], sample_graph: Path) -> None:
    command: list[str | bytes] = [
        sys.executable,
        "-m",
        "api.cli",
        *arguments,
        b"\xff",
        "-g",
        str(sample_graph),
    ]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert run.returncode in {1, 2}
    assert "Traceback" not in run.stderr
    assert r"\udcff" in run.stderr


def test_a_folder_that_is_no_utf8_is_told_escaped() -> None:
    command: list[str | bytes] = [sys.executable, "-m", "api.cli", "search", "x", "-g", b"nowhere\xff"]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, cwd=ROOT)
    assert r"nowhere\udcff" in one_sentence(run)
