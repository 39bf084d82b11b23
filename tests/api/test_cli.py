"""The command line as a stranger meets it: output, streams, exit statuses, bad input."""

from __future__ import annotations

import csv
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import pytest

from api.cli import main
from queries.status_log import Row, Sheet, add_sheet
from queries.verdicts import Verdict, add_verdicts
from tests.waiting import PATIENCE

ROOT = Path(__file__).resolve().parents[2]
DPM = "Cục Y tế dự phòng"
LED = ["query", "tasks-led", "--resolution", "38/NQ-CP", "--unit", DPM]

DOCUMENT = """\
BỘ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/QĐ-BYT
Hà Nội, ngày 5 tháng 3 năm 2022
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch thử nghiệm
"""


def nhiemvu(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with no terminal."""
    environment = {key: text for key, text in os.environ.items() if not key.startswith("NHIEMVU_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "api.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**environment, **variables},
    )


def inside(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which saves its start: for what needs no process of its own."""
    given = [str(argument) for argument in arguments]
    status: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(StringIO()) as out:
        for name in [name for name in os.environ if name.startswith("NHIEMVU_")]:
            patch.delenv(name)
        patch.setattr(sys, "argv", ["nhiemvu", *given])
        patch.chdir(ROOT)
        with redirect_stderr(StringIO()) as err:
            try:
                main()
            except SystemExit as end:
                status = end.code
    assert isinstance(status, int)
    return subprocess.CompletedProcess(given, status, out.getvalue(), err.getvalue())


def one_sentence(run: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """Give what a failed command told, which is one line on standard error and nothing else."""
    assert run.returncode == status, run.stderr
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("Error: ")
    assert run.stderr.count("\n") == 1
    return run.stderr.removeprefix("Error: ").rstrip("\n")


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
    shown = " ".join(nhiemvu("query", "tasks-led", "--help").stdout.split())
    assert '--unit UNIT leading unit (đơn vị chủ trì), such as "Cục Y tế dự phòng" [required]' in shown
    assert "--resolution DOCUMENT-NUMBER" in shown


def test_query_alone_lists_the_library() -> None:
    run = nhiemvu("query")
    assert run.returncode == 0
    assert "tasks-led  Tasks led by a unit" in run.stdout
    assert '--unit "Cục Y tế dự phòng"' in run.stdout
    assert "tasks-led  Nhiệm vụ do một đơn vị chủ trì" in nhiemvu("query", "--lang", "vi").stdout


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
    run = nhiemvu("query", "tasks-due", "--from", "tomorrow", "--to", "2022-12-31", "-g", sample_graph)
    assert run.returncode == 2
    assert "from: 'tomorrow' is not a day such as 2022-08-24" in run.stderr


# Bad input ends with 1, one sentence and no traceback


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
@pytest.mark.parametrize("arguments", [LED, ["query", "--sparql", "ASK {}"]])
def test_no_graph(make: object, said: str, arguments: list[str], tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    assert callable(make)
    make(graph)
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


def test_the_rest_of_a_build_goes_on(tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "good.txt").write_text(DOCUMENT, encoding="utf-8")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(b"\x7fELF\x00\x00\x00\x00\x00\x00")
    run = nhiemvu("build", folder, "-o", tmp_path / "graph")
    assert run.returncode == 0
    assert "12/QĐ-BYT" in run.stdout
    left_out = [line for line in run.stderr.splitlines() if line.startswith("Left out: ")]
    assert len(left_out) == 2
    assert any("empty.txt is empty" in line for line in left_out)
    assert nhiemvu("build", folder, "-o", tmp_path / "graph", "--strict").returncode == 1
    assert from_cache(tmp_path / "graph") == [True]
    missing = nhiemvu("build", folder, tmp_path / "nowhere", "-o", tmp_path / "graph", "--full")
    assert missing.returncode == 1
    assert from_cache(tmp_path / "graph") == [False]
    assert "12/QĐ-BYT" in missing.stdout


# Results


def test_the_main_question_as_csv(sample_graph: Path) -> None:
    run = nhiemvu(*LED, "-g", sample_graph, "--format", "csv")
    assert run.returncode == 0
    assert run.stderr == ""
    read = list(csv.DictReader(StringIO(run.stdout, newline="")))
    assert len(read) == 26
    assert len(run.stdout.splitlines()) == 27
    assert all(DPM in row["leads"] and row["quote"] and row["source"] for row in read)


def test_the_main_question_as_json(sample_graph: Path) -> None:
    rows = json.loads(nhiemvu(*LED, "-g", sample_graph, "--format", "json").stdout)
    assert len(rows) == 26
    assert rows[0]["task"].startswith("https://w3id.org/nhiemvu/id/task/byt/2022/qd-2182/")
    assert rows[0]["evidence"].keys() == {"exact", "start", "end", "source"}


def test_the_main_question_as_a_table(sample_graph: Path) -> None:
    run = nhiemvu(*LED, "-g", sample_graph)
    assert run.returncode == 0
    assert run.stdout.startswith(f"Tasks led by a unit: resolution 38/NQ-CP, unit {DPM}\n")
    assert run.stdout.endswith("26 rows.\n")
    assert "\x1b" not in run.stdout
    narrow = nhiemvu(*LED, "-g", sample_graph, "--lang", "vi", COLUMNS="60")
    assert max(map(len, narrow.stdout.splitlines()[1:])) <= 60
    assert narrow.stdout.endswith("26 dòng.\n")


def test_options_may_stand_before_the_question(sample_graph: Path) -> None:
    after = nhiemvu(*LED, "-g", sample_graph, "--format", "csv")
    assert nhiemvu("query", "-g", str(sample_graph), "--format", "csv", *LED[1:]).stdout == after.stdout
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
    run = nhiemvu("query", "-g", sample_graph, "--sparql", sparql, "--format", form)
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == shown
    (tmp_path / "q.rq").write_text(sparql, encoding="utf-8")
    assert nhiemvu("query", "-g", sample_graph, "--file", tmp_path / "q.rq", "--format", form).stdout == shown


def test_a_file_of_the_library_is_plain_sparql(sample_graph: Path) -> None:
    load = ROOT / "queries" / "questions" / "coordination-load.rq"
    plain = nhiemvu("query", "-g", sample_graph, "--file", load, "--format", "csv")
    assert plain.returncode == 0
    assert plain.stdout == nhiemvu("query", "coordination-load", "-g", sample_graph, "--format", "csv").stdout


def test_registers_add_up_and_a_bad_one_is_refused_with_its_line(tmp_path: Path) -> None:
    first, second, bad = tmp_path / "a.csv", tmp_path / "b.csv", tmp_path / "bad.csv"
    first.write_text("name,parent\nCục Hạ tầng,Bộ Y tế\n", encoding="utf-8")
    second.write_text("name;aliases\nCục Hạ tầng;CHT|Cơ quan nọ\n", encoding="utf-8-sig")
    bad.write_text("name,kind\nCục Hạ tầng,king\n", encoding="utf-8")
    plan = tmp_path / "plan.txt"
    plan.write_text(
        f"{DOCUMENT}\nIII. TỔ CHỨC THỰC HIỆN\n1. Cơ quan nọ\n- Tổng hợp, báo cáo.\n", encoding="utf-8"
    )
    run = nhiemvu("extract", plan, "--register", first, "--register", second)
    assert [duty["unit"] for duty in json.loads(run.stdout)["duties"]] == ["Cục Hạ tầng"]
    commands: list[list[str | Path]] = [["extract", plan], ["build", plan, "-o", tmp_path / "graph"]]
    for command in commands:
        run = inside(*command, "--register", bad)
        assert run.returncode == 2
        assert "'king' in line 2 of bad.csv is none of the kinds" in run.stderr
    assert not (tmp_path / "graph").exists()


def test_extract_prints_one_record(sample_dir: Path) -> None:
    run = nhiemvu("extract", sample_dir / "qd-164-byt-2024.txt")
    record = json.loads(run.stdout)
    assert record["document"]["number"] == "164/QĐ-BYT"
    assert (len(record["tasks"]), len(record["indicators"])) == (6, 10)
    assert record["tasks"][0]["evidence"]["exact"]
    told = nhiemvu("extract", sample_dir / "qd-164-byt-2024.txt", "--format", "text").stdout
    assert told.startswith("Quyết định 164/QĐ-BYT\n")
    assert told.count("\ntask ") == 6
    assert told.count("\nindicator ") == 10


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


# Ends that come from outside


def test_a_closed_pipe_ends_quietly(sample_graph: Path) -> None:
    command = [sys.executable, "-m", "api.cli", "query", "--format", "csv", "-g", str(sample_graph)]
    everything = "SELECT * WHERE { ?a ?b ?c . ?d ?e ?f } LIMIT 300000"
    with subprocess.Popen(
        [*command, "--sparql", everything], stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT
    ) as run:
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.readline()
        run.stdout.close()
        assert run.stderr.read() == b""
        assert run.wait(PATIENCE) != 0


@pytest.mark.slow
def test_ctrl_c_ends_with_130_and_no_trace(sample_graph: Path) -> None:
    endless = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?c < ?f && ?f < ?i) }"
    command = [sys.executable, "-m", "api.cli", "query", "-g", str(sample_graph), "--sparql", endless]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT) as run:
        try:
            time.sleep(4)  # long enough for the store to be at work, also on a busy machine
            run.send_signal(signal.SIGINT)
            out, err = run.communicate(timeout=PATIENCE)
        finally:
            run.kill()
    assert run.returncode == 130
    assert b"Traceback" not in err
    assert out == b""


def test_reports_of_offices_are_exported_when_asked_for(sample_graph: Path, tmp_path: Path) -> None:
    graph = tmp_path / "graph"
    shutil.copytree(sample_graph, graph, symlinks=True)
    task = "https://w3id.org/nhiemvu/id/task/byt/2022/qd-2182/b/1.1"
    add_sheet(graph, Sheet("a.csv", "0" * 64, "UTF-8", (Row(2, task, "1.1", "done", "Xong"),)))
    decree = "https://w3id.org/nhiemvu/id/document/cp/2025/nd-15"
    add_verdicts(graph, [Verdict("outcome", task, "accepted", "đã ban hành", "An", decree)])
    plain, whole, merged = (tmp_path / name for name in ("plain.nq", "whole.nq", "merged.ttl"))
    assert nhiemvu("export", "-g", graph, "-o", plain).returncode == 0
    assert nhiemvu("export", "-g", graph, "-o", whole, "--with-status").returncode == 0
    added = set(whole.read_text("utf-8").splitlines()) - set(plain.read_text("utf-8").splitlines())
    assert any("#reportOn>" in line and task in line for line in added)
    assert any("#acceptedOutcome>" in line and decree in line for line in added)
    assert all(line.endswith(("/graph/status> .", "/graph/verdicts> .")) for line in added)
    assert nhiemvu("export", "-g", graph, "-o", merged, "--with-status").returncode == 2
    assert not merged.exists()
