"""The command line as a stranger meets it: help, wrong usage, and ends that come from outside."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from api.cli import app
from queries.catalogue import library
from tests.api.command_line import ROOT, inside, nhiemvu
from tests.waiting import PATIENCE, program, wait_until

# Help


@pytest.mark.parametrize(
    "command", ["build", "extract", "query", "serve", "query tasks-led", "query unassigned"]
)
def test_every_command_has_help_with_an_example(command: str) -> None:
    run = inside(*command.split(), "--help")
    assert run.returncode == 0
    assert "Example" in run.stdout
    assert f"nhiemvu {command} " in run.stdout
    assert "\x1b" not in run.stdout


def test_help_of_a_question_shows_its_parameters_with_examples() -> None:
    shown = " ".join(inside("query", "tasks-led", "--help").stdout.split())
    assert '--unit UNIT leading unit (đơn vị chủ trì), such as "Cục Y tế dự phòng" [required]' in shown
    assert "--resolution DOCUMENT-NUMBER" in shown


def test_query_alone_lists_the_library() -> None:
    run = inside("query")
    assert run.returncode == 0
    assert "tasks-led  Tasks led by a unit" in run.stdout
    assert '--unit "Cục Y tế dự phòng"' in run.stdout
    assert "tasks-led  Nhiệm vụ do một đơn vị chủ trì" in inside("query", "--lang", "vi").stdout


def test_version() -> None:
    run = nhiemvu("--version")
    assert run.returncode == 0
    assert run.stdout.startswith("nhiemvu 0.")


def test_help_needs_no_engine() -> None:
    slow = {"pyoxigraph", "rdflib", "rich", "fastapi", "msgspec"}
    code = f"import sys; import api.cli; print({slow} & set(sys.modules) or 'none')"
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert run.stdout.strip() == "none"


# Wrong usage ends with 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["frobnicate"], "No such command 'frobnicate'"),
        (["build", "x.txt"], "Missing option '-o'"),
        (["build", "-o", "graph"], "give at least one document"),
        (["build", "x.txt", "-o", "graph", "--workers", "0"], "--workers"),
        (["build", "x.txt", "-o", "graph", "--reasoner", "magic"], "--reasoner"),
        (["build", "x.txt", "-o", "graph", "--base", "nonsense"], "base IRI 'nonsense'"),
        (["build", "x.txt", "-o", "graph", "--base", "http://example.org/\udcff/"], "is not in UTF-8"),
        (["ask", "--led-by", "", "-g", "nowhere"], "given without a value"),
        (["extract", "x.txt", "--format", "xml"], "--format"),
        (["query", "tasks-let"], "Did you mean: tasks-led"),
        (["query", "tasks-led"], "Missing option '--unit'"),
        (["query", "tasks-led", "--unit", "x", "--year", "2022"], "No such option: --year"),
        (["query", "--sparql", "ASK {}", "--file", "x.rq"], "give one of the two"),
        (["query", "--sparql", "ASK {}", "tasks-led", "--unit", "x"], "not both"),
        (["serve", "graph", "--port", "http"], "a whole number"),
        (["serve", "graph", "--query-timeout", "0"], "at least"),
    ],
)
def test_wrong_usage(arguments: list[str], said: str, tmp_path: Path) -> None:
    run = inside(*arguments)
    assert run.returncode == 2
    assert said in " ".join(run.stderr.split())
    assert run.stdout == ""
    assert "Traceback" not in run.stderr


def test_a_date_that_is_none_is_wrong_usage(sample_graph: Path) -> None:
    run = inside("query", "tasks-due", "--from", "tomorrow", "--to", "2022-12-31", "-g", sample_graph)
    assert run.returncode == 2
    assert "from: 'tomorrow' is not a day such as 2022-08-24" in run.stderr


# Ends that come from outside


def test_a_closed_pipe_ends_quietly(sample_graph: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "query", "--format", "csv", "-g", str(sample_graph)]
    everything = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 300000"
    with program(
        [*command, "--sparql", everything], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(PATIENCE) != 0


def processor_seconds(process: int) -> int:
    """Give the whole seconds that a process has worked, which `ps` writes as [hours:]minutes:seconds."""
    told = subprocess.run(
        ["ps", "-o", "time=", "-p", str(process)], check=True, capture_output=True, text=True
    ).stdout
    return sum(int(float(part)) * 60**place for place, part in enumerate(reversed(told.split(":"))))


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_no_trace(sample_graph: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"
    command = [sys.executable, "-m", "api.cli", "query", "-g", str(sample_graph), "--sparql", endless]
    with program(command, 2 * PATIENCE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as run:
        assert wait_until(lambda: processor_seconds(run.pid) >= 3)  # to start takes one
        run.send_signal(signal.SIGINT)
        out, err = run.communicate(timeout=PATIENCE)
    assert run.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


def _commands() -> list[tuple[str, ...]]:
    def below(group: Any, names: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        yield names
        for name in sorted(getattr(group, "commands", {})):
            yield from below(group.commands[name], (*names, name))

    return [*below(get_command(app), ()), *(("query", name) for name in library())]


@pytest.mark.parametrize("command", _commands(), ids=" ".join)
def test_the_help_of_a_command_fits_a_terminal_and_is_whole(command: tuple[str, ...]) -> None:
    shown = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "80", "TERMINAL_WIDTH": "80"})
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    data = '{"mcpServers"', "Cục Số liệu,"  # one line of a file, which a break would spoil
    assert [one for one in lines if len(one) > 80 and not one.strip().startswith(data)] == []
    assert [one for one in lines[1:] if one.endswith("...")] == []
