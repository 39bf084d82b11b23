"""What the commands give: answers in every format, plain SPARQL, records, builds, exports."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path

import pytest

from queries.status_log import Row, Sheet, add_sheet
from queries.verdicts import Verdict, add_verdicts
from tests.api.command_line import DOCUMENT, DPM, LED, ROOT, inside, nhiemvu


def test_the_main_question_as_csv(sample_graph: Path) -> None:
    run = inside(*LED, "-g", sample_graph, "--format", "csv")
    assert run.returncode == 0
    assert run.stderr == ""
    read = list(csv.DictReader(StringIO(run.stdout, newline="")))
    assert len(read) == 26
    assert len(run.stdout.splitlines()) == 27
    assert all(DPM in row["leads"] and row["quote"] and row["source"] for row in read)


def test_the_main_question_as_json(sample_graph: Path) -> None:
    rows = json.loads(inside(*LED, "-g", sample_graph, "--format", "json").stdout)
    assert len(rows) == 26
    assert rows[0]["task"].startswith("https://w3id.org/nhiemvu/id/task/byt/2022/qd-2182/")
    assert rows[0]["evidence"].keys() == {"exact", "start", "end", "source"}


def test_the_main_question_as_a_table(sample_graph: Path) -> None:
    run = inside(*LED, "-g", sample_graph)
    assert run.returncode == 0
    assert run.stdout.startswith(f"Tasks led by a unit: resolution 38/NQ-CP, unit {DPM}\n")
    assert run.stdout.endswith("26 rows.\n")
    assert "\x1b" not in run.stdout
    narrow = nhiemvu(*LED, "-g", sample_graph, "--lang", "vi", COLUMNS="60")
    assert max(map(len, narrow.stdout.splitlines()[1:])) <= 60
    assert narrow.stdout.endswith("26 dòng.\n")


def test_options_may_stand_before_the_question(sample_graph: Path) -> None:
    after = inside(*LED, "-g", sample_graph, "--format", "csv")
    assert inside("query", "-g", str(sample_graph), "--format", "csv", *LED[1:]).stdout == after.stdout
    assert nhiemvu(*LED, "--format", "csv", NHIEMVU_GRAPH=str(sample_graph)).stdout == after.stdout


@pytest.mark.parametrize(
    ("sparql", "form", "shown"),
    [
        ("ASK { ?s ?p ?o }", "table", "true\n"),
        ("SELECT (1 AS ?a) ('b' AS ?c) {}", "csv", "a,c\n1,b\n"),
        ("SELECT (1 AS ?a) ('b' AS ?c) {}", "json", '[\n  {"a": 1, "c": "b"}\n]\n'),
        ("SELECT ?a { FILTER(false) }", "json", "[]\n"),
        ("SELECT ?a { FILTER(false) }", "table", "0 rows.\n"),
        ("CONSTRUCT { <a:s> <a:p> 'o' } {}", "table", '<a:s> <a:p> "o" .\n'),
        ("CONSTRUCT { <a:s> <a:p> 'o' } {}", "csv", "subject,predicate,object\na:s,a:p,o\n"),
    ],
)
def test_plain_sparql(sparql: str, form: str, shown: str, sample_graph: Path, tmp_path: Path) -> None:
    run = inside("query", "-g", sample_graph, "--sparql", sparql, "--format", form)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == shown
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    assert inside("query", "-g", sample_graph, "--file", tmp_path / "q.rq", "--format", form).stdout == shown


def test_a_file_of_the_library_is_plain_sparql(sample_graph: Path) -> None:
    load = ROOT / "queries" / "questions" / "coordination-load.rq"
    plain = inside("query", "-g", sample_graph, "--file", load, "--format", "csv")
    assert plain.returncode == 0
    assert plain.stdout == inside("query", "coordination-load", "-g", sample_graph, "--format", "csv").stdout


def test_registers_add_up_and_a_bad_one_is_refused_with_its_line(tmp_path: Path) -> None:
    first, second, bad = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "bad.csv"
    first.write_text("name,parent\nCục Hạ tầng,Bộ Y tế\n", encoding="utf-8")
    second.write_text("name;aliases\nCục Hạ tầng;CHT|Cơ quan nọ\n", encoding="utf-8-sig")
    bad.write_text("name,kind\nCục Hạ tầng,king\n", encoding="utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text(
        f"{DOCUMENT}\nIII. TỔ CHỨC THỰC HIỆN\n1. Cơ quan nọ\n- Tổng hợp, báo cáo.\n", encoding="utf-8"
    )
    run = inside("extract", plan, "--register", first, "--register", second)
    assert [duty["unit"] for duty in json.loads(run.stdout)["duties"]] == ["Cục Hạ tầng"]
    commands: list[list[str | Path]] = [["extract", plan], ["build", plan, "-o", tmp_path / "graph"]]
    for command in commands:
        run = inside(*command, "--register", bad)
        assert run.returncode == 2
        assert "'king' in line 2 of bad.csv is none of the kinds" in run.stderr
    assert not (tmp_path / "graph").exists()


def test_extract_prints_one_record(sample_dir: Path) -> None:
    run = inside("extract", sample_dir / "qd-164-byt-2024.txt")
    record = json.loads(run.stdout)
    assert record["document"]["number"] == "164/QĐ-BYT"
    assert (len(record["tasks"]), len(record["indicators"])) == (6, 10)
    assert record["tasks"][0]["evidence"]["exact"]
    told = inside("extract", sample_dir / "qd-164-byt-2024.txt", "--format", "text").stdout
    assert told.startswith("Quyết định 164/QĐ-BYT\n")
    assert told.count("\ntask ") == 6
    assert told.count("\nindicator ") == 10
    assert "\n  due: trước ngày 20 tháng cuối quý\n" in told


def test_build_of_the_sample_reports_what_it_did(tmp_path: Path) -> None:
    run = nhiemvu("build", "--sample", "-o", tmp_path / "graph")
    assert run.returncode == 0
    summary = {line.split()[0]: line.split()[1:] for line in run.stdout.splitlines() if line.strip()}
    assert summary["2182/QĐ-BYT"][:4] == ["97", "431", "102", "329"]
    assert "5 documents" in run.stdout
    assert "\x1b" not in run.stdout + run.stderr
    assert "%" not in run.stderr


def test_output_is_utf8_whatever_the_locale(sample_graph: Path) -> None:
    run = nhiemvu(*LED, "-g", sample_graph, "--format", "csv", LC_ALL="C", PYTHONIOENCODING="ascii")
    assert run.returncode == 0
    assert DPM in run.stdout


def test_reports_of_offices_are_exported_when_asked_for(sample_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(sample_graph, graph, symlinks=True)
    task = "https://w3id.org/nhiemvu/id/task/byt/2022/qd-2182/b/1.1"
    add_sheet(graph, Sheet("a.csv", "0" * 64, "UTF-8", (Row(2, task, "1.1", "done", "Xong"),)))
    decree = "https://w3id.org/nhiemvu/id/document/cp/2025/nd-15"
    add_verdicts(graph, [Verdict("outcome", task, "accepted", "đã ban hành", "An", decree)])
    plain, whole, merged = (tmp_path / name for name in ("plain.nq", "whole.nq", "merged.ttl"))
    assert inside("export", "-g", graph, "-o", plain).returncode == 0
    assert inside("export", "-g", graph, "-o", whole, "--with-status").returncode == 0
    added = set(whole.read_text("utf-8").splitlines()) - set(plain.read_text("utf-8").splitlines())
    assert any("#reportOn>" in line and task in line for line in added)
    assert any("#acceptedOutcome>" in line and decree in line for line in added)
    assert all(line.endswith(("/graph/status> .", "/graph/verdicts> .")) for line in added)
    assert inside("export", "-g", graph, "-o", merged, "--with-status").returncode == 2
    assert not merged.exists()
