"""`nhiemvu scenario` as a stranger meets it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from api.cli import app

DPM, LEGAL = "Cục Y tế dự phòng", "Vụ Pháp chế"
TASK = "2182/QĐ-BYT B/1.3"


@pytest.fixture(scope="module")
def folder(sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the sample's graph that may be written to."""
    place = tmp_path_factory.mktemp("scenario") / "graph"
    return Path(shutil.copytree(sample_graph, place, copy_function=shutil.copy))


@pytest.fixture
def graph(folder: Path) -> Path:
    """Give that copy with one scenario called "thu"."""
    shutil.rmtree(folder / "scenarios", ignore_errors=True)
    assert run("new", "Thử", "-g", folder).stdout == "thu\n"
    return folder


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(
        app, ["scenario", *(str(one) for one in arguments)], env={"NHIEMVU_USER": "An", "COLUMNS": "200"}
    )


def done(*arguments: str | Path) -> str:
    told = run(*arguments)
    assert told.exit_code == 0, told.output
    return told.stdout


def files(folder: Path) -> dict[str, str]:
    """Give a hash of every file of the facts."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "scenarios" not in path.parts and path.name != "LOCK"
    }


def test_from_beginning_to_end_and_the_facts_stay(graph: Path, tmp_path: Path) -> None:
    before, load = files(graph), CliRunner().invoke(app, ["load", "-g", str(graph), "--format", "csv"]).stdout
    said = done("merge", "thu", DPM, LEGAL, "--new", "Cục Phòng bệnh", "-g", graph)
    assert said.startswith("1. Merge Cục Y tế dự phòng")
    assert "into a new unit “Cục Phòng bệnh”" in said
    said = done("move", "thu", "--from", "cuc phong benh", "--to", "Bộ Y tế", "--role", "lead", "-g", graph)
    assert said.startswith("2. Move all tasks (leading) from Cục Phòng bệnh to Bộ Y tế")
    assert done("deadline", "thu", TASK, "quý 4/2030", "-g", graph).startswith("3. Make the task")
    shown = done("load", "thu", "-g", graph, "--lang", "vi")
    assert shown.startswith("Kịch bản giả định: Thử. Đây là kịch bản giả định, không phải nội dung văn bản")
    assert "Hợp nhất Cục Y tế dự phòng" in shown
    assert "Cách đếm" in shown
    found = json.loads(done("load", "thu", "-g", graph, "--format", "json", "--period", "quarter"))
    assert found["hypothetical"] is True
    assert [one["applied"] for one in found["changes"]] == [True] * 3
    (late,) = [one for one in found["periods"] if one["period"] == "2030-Q4"]
    assert (late["before"], late["after"]["due"]) == (None, 1)
    table = done("load", "thu", "-g", graph, "--format", "csv")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(table))}
    facts = {row["name"]: row for row in csv.DictReader(io.StringIO(load))}
    assert all(rows[name]["load_before"] == facts[name]["load"] for name in facts)
    assert (rows[DPM]["load_after"], rows[DPM]["scenario"]) == ("0.0", "Thử")
    written = tmp_path / "thu.nq"
    done("export", "thu", "-g", graph, "-o", written)
    lines = written.read_text(encoding="utf-8").splitlines()
    assert lines
    assert all(line.endswith(" <https://w3id.org/nhiemvu/graph/scenario/thu> .") for line in lines)
    assert "a nv:Scenario" in done("export", "thu", "-g", graph)
    for number in ("", "2", ""):
        done("undo", "thu", *([number] if number else []), "-g", graph)
    assert "changes the tasks, load and partners of no unit" in done("load", "thu", "-g", graph)
    assert done("list", "-g", graph).startswith("thu\t0\tThử\tAn\t")
    book = tmp_path / "load.xlsx"
    done("load", "thu", "-g", graph, "-o", book, "--lang", "vi")
    assert openpyxl.load_workbook(book).sheetnames == ["Giả định", "Kịch bản"]
    done("remove", "thu", "-g", graph)
    assert done("list", "-g", graph) == ""
    assert files(graph) == before
    assert CliRunner().invoke(app, ["load", "-g", str(graph), "--format", "csv"]).stdout == load


def test_a_unit_is_split_and_put_together_again(graph: Path) -> None:
    said = done("split", "thu", DPM, "--part", "Cục A", "--part", "Cục B", "--rule", "document", "-g", graph)
    assert said == f"1. Split {DPM} (Bộ Y tế) into Cục A and Cục B: tasks of one document together.\n"
    found = json.loads(done("load", "thu", "-g", graph, "--format", "json"))
    rows = {row["name"]: row for row in found["rows"]}
    parts = [rows[name]["tasks"]["after"] for name in ("Cục A", "Cục B")]
    assert min(parts) > 0
    assert (sum(parts), rows[DPM]["tasks"]["after"]) == (rows[DPM]["tasks"]["before"], 0)
    again = run("move", "thu", "--from", DPM, "--to", LEGAL, "-g", graph)
    assert (again.exit_code, "already splits" in " ".join(again.output.split())) == (2, True)
    assert "nv:splitsUnit" in done("export", "thu", "-g", graph)
    done("undo", "thu", "-g", graph)
    assert "changes the tasks, load and partners of no unit" in done("load", "thu", "-g", graph)


def test_a_deadline_is_taken_away_once(graph: Path) -> None:
    said = done("no-deadline", "thu", TASK, "-g", graph)
    assert said.startswith("1. Take the deadline of the task")
    again = run("no-deadline", "thu", TASK, "-g", graph)
    assert (again.exit_code, "already changes the deadline" in " ".join(again.output.split())) == (2, True)
    found = json.loads(done("load", "thu", "-g", graph, "--format", "json"))
    (whole,) = found["periods"]
    assert whole["after"]["due"] == whole["before"]["due"] - 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("new", "Thử"), "There is a scenario 'thu' already"),
        (("new", "x" * 10_000), "200 characters at most"),
        (("new", "…"), "with a letter or digit"),
        (("new", "Khác", "--by", " "), "who says so"),
        (("merge", "none", DPM, LEGAL, "--into", DPM), "no scenario 'none'"),
        (("merge", "../thu", DPM, LEGAL, "--into", DPM), "no scenario '../thu'"),
        (("merge", "thu", DPM, "Cục Bịa đặt", "--into", DPM), "no unit 'Cục Bịa đặt'"),
        (("merge", "thu", DPM, LEGAL), "either a unit to merge into or the name of a new one"),
        (("merge", "thu", DPM, LEGAL, "--into", DPM, "--new", "Mới"), "either a unit to merge into"),
        (("merge", "thu", DPM, "--new", "Mới"), "two different units"),
        (("merge", "thu", DPM, LEGAL, "--new", "Bộ Y tế"), "merge into it instead"),
        (("merge", "thu", DPM, LEGAL, "--new", "x" * 10_000), "200 characters at most"),
        (("move", "thu", "--from", DPM, "--to", DPM), "both are the same"),
        (("move", "thu", "--from", DPM, "--to", LEGAL, "--task", "2182/QĐ-BYT Z/99"), "knows no task"),
        (("move", "thu", "--from", DPM, "--to", LEGAL, "--document", "9/QĐ-BYT"), "no document '9/QĐ-BYT'"),
        (("move", "thu", "--from", "Bộ Quốc phòng", "--to", LEGAL, "--role", "lead"), "has no such task"),
        (("deadline", "thu", TASK, "mai"), "a time such as 2023"),
        (("deadline", "thu", TASK, "1999"), "before the stated start"),
        (("deadline", "thu", "x" * 10_000, "2023"), "knows no"),
        (("undo", "thu"), "It has no changes."),
        (("undo", "thu", "7"), "It has no changes."),
        (("remove", "none"), "no scenario 'none'"),
        (("load", "none"), "no scenario 'none'"),
        (("load", "thu", "--resolution", "9/NQ-CP"), "no document '9/NQ-CP'"),
        (("load", "thu", "-o", "load.odt"), ".csv, .json, .xlsx"),
        (("export", "thu", "-o", "thu.rdf"), ".ttl, .trig, .nq"),
        (("export", "none"), "no scenario 'none'"),
    ],
)
def test_wrong_usage_keeps_nothing(graph: Path, arguments: tuple[str, ...], said: str) -> None:
    held = (graph / "scenarios" / "thu.jsonl").read_bytes()
    told = run(*arguments, "-g", graph)
    assert told.exit_code == 2, told.output
    assert said in " ".join(told.stderr.split())
    assert [path.name for path in (graph / "scenarios").iterdir()] == ["thu.jsonl"]
    assert (graph / "scenarios" / "thu.jsonl").read_bytes() == held


def test_contradictions_are_refused(graph: Path) -> None:
    done("merge", "thu", DPM, LEGAL, "--into", DPM, "-g", graph)
    told = run("move", "thu", "--from", LEGAL, "--to", "Bộ Y tế", "-g", graph)
    assert told.exit_code == 2
    assert "Change 1 already merges Vụ Pháp chế" in told.stderr
    done("move", "thu", "--from", DPM, "--to", "Bộ Y tế", "-g", graph)
    told = run("move", "thu", "--from", "Bộ Y tế", "--to", DPM, "-g", graph)
    assert "take that change back instead" in told.stderr


def test_a_task_that_is_gone_is_named_and_left_out(graph: Path) -> None:
    done("move", "thu", "--from", DPM, "--to", LEGAL, "-g", graph)
    file = graph / "scenarios" / "thu.jsonl"
    deadline = {"kind": "deadline", "task": "https://w3id.org/nhiemvu/id/task/gone", "due": "2023"}
    line = {"number": 2, "change": deadline, "by": "An", "at": "2026-01-31", "snapshot": "000001-0a1b2c3d"}
    file.write_text(file.read_text(encoding="utf-8") + json.dumps(line) + "\n", encoding="utf-8")
    shown = done("load", "thu", "-g", graph)
    assert "NOT APPLIED: The graph has no task task/gone (any more)." in " ".join(shown.split())
    assert len(file.read_text(encoding="utf-8").splitlines()) == 3
    done("undo", "thu", "2", "-g", graph)


def test_a_damaged_scenario_is_a_failed_job_and_others_are_listed(graph: Path) -> None:
    done("new", "Khác", "-g", graph)
    (graph / "scenarios" / "thu.jsonl").write_text("{}\n", encoding="utf-8")
    told = run("list", "-g", graph)
    assert told.stdout.startswith("khac\t0\t")
    assert "'thu' cannot be read" in told.stderr
    assert run("load", "thu", "-g", graph).exit_code == 1


def test_no_graph_no_scenario(tmp_path: Path) -> None:
    for arguments in (("new", "Thử"), ("list",), ("remove", "thu"), ("load", "thu")):
        assert run(*arguments, "-g", tmp_path).exit_code == 1
    assert list(tmp_path.iterdir()) == []


def test_what_is_wrong_with_a_change_is_told_in_vietnamese(graph: Path) -> None:
    spoken = ("--lang", "vi", "-g", graph)
    for command, said in (
        (("new", "Thử"), "Đã có kịch bản 'thu'"),
        (("merge", "thu", DPM, DPM, "--into", DPM), "Sáp nhập cần hai đơn vị khác nhau."),
        (("split", "thu", DPM, "--part", "Cục một"), "Một đơn vị được chia thành hai phần trở lên"),
        (("deadline", "thu", TASK, "mai"), "cần một thời hạn như 2023"),
        (("undo", "thu"), "Kịch bản chưa có thay đổi nào."),
    ):
        told = run(*command, *spoken)
        assert told.exit_code == 2, told.output
        assert said in " ".join(told.output.split())
    assert done("merge", "thu", DPM, LEGAL, "--into", DPM, *spoken).startswith("1. ")
    assert done("undo", "thu", *spoken) == "Đã rút lại; còn 0 thay đổi.\n"
