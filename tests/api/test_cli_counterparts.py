"""`nhiemvu counterparts` and `nhiemvu verdict` as a stranger meets them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app

PROVINCE = "kh-bac-giang-nq38-2022.txt"
PAIR = ("2182/QĐ-BYT B/1.3", "2182/QĐ-BYT B/1.4")
WHY = ("--reason", "vì …", "--by", "An")


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    """Give a copy of the sample's graph that may be written to."""
    return Path(shutil.copytree(sample_graph, tmp_path / "graph", copy_function=shutil.copy))


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(one) for one in arguments])


def test_json_has_text_section_and_matches(sample_graph: Path) -> None:
    told = run(
        "counterparts", PROVINCE, "2182/QĐ-BYT", "-g", sample_graph, "--format", "json", "--limit", "2"
    )
    assert told.exit_code == 0, told.stderr
    found = json.loads(told.stdout)
    assert all({"text", "section", "matches"} <= set(entry) for entry in found)
    assert {"code", "section", "title", "score"} <= set(found[3]["matches"][0])
    assert told.stderr == ""


def test_documents_that_share_no_mandate_are_said_to(sample_graph: Path) -> None:
    told = run("counterparts", "164/QĐ-BYT", "1025/KH-BCĐ", "-g", sample_graph, "--limit", "1")
    assert told.exit_code == 0
    assert "rest on no common act; the highest score found is 0." in told.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ("counterparts", "1/QĐ-BYT", "2182/QĐ-BYT"),
        ("counterparts", PROVINCE, "2182/QĐ-BYT", "--kind", "idea"),
        ("counterparts", PROVINCE, "2182/QĐ-BYT", "--limit", "0"),
        ("verdict", "add", "counterpart", PAIR[0], "same", *WHY),
        ("verdict", "add", "counterpart", *PAIR, "sam", *WHY),
        ("verdict", "add", "counterpart", PAIR[0], "nothing", "same", *WHY),
        ("verdict", "add", "finding", "https://example.org/none", "accepted", *WHY),
    ],
)
def test_wrong_usage(graph: Path, arguments: tuple[str, ...]) -> None:
    told = run(*arguments, "-g", graph)
    assert told.exit_code == 2, told.output
    assert not (graph / "verdicts.jsonl").exists()


def test_verdicts_go_out_and_come_back(graph: Path, tmp_path: Path) -> None:
    assert run("verdict", "add", "counterpart", *PAIR, "narrower", *WHY, "-g", graph).exit_code == 0
    listed = run("verdict", "list", "-g", graph).stdout
    file = tmp_path / "verdicts.csv"
    file.write_text(listed, encoding="utf-8", newline="")
    (graph / "verdicts.jsonl").unlink()
    assert "Kept 1" in run("verdict", "import", file, "-g", graph).stdout
    assert run("verdict", "list", "-g", graph).stdout == listed


def test_a_verdict_is_taken_back_and_that_is_kept(graph: Path) -> None:
    undo = ("verdict", "undo", "counterpart", *PAIR, "--by", "Bình", "-g", graph)
    told = run(*undo)
    assert (told.exit_code, "no verdict to take back" in told.stderr) == (2, True)
    for said in ("narrower", "same"):
        run("verdict", "add", "counterpart", *PAIR, said, *WHY, "-g", graph)
    assert "in force again: narrower." in run(*undo).stdout
    assert "không có kết luận nào" in run(*undo, "--lang", "vi").stdout
    listed = run("verdict", "list", "-g", graph)
    assert (len(listed.stdout.splitlines()), listed.stderr) == (1, "No verdict is in force.\n")
    told = run("verdict", "list", "--history", "-g", graph)
    history = told.stdout
    assert told.stderr == ""
    assert [line.split(",")[3] for line in history.splitlines()[1:]] == [
        "narrower",
        "same",
        *["withdrawn"] * 2,
    ]
    refused = run("verdict", "add", "counterpart", *PAIR, "withdrawn", *WHY, "-g", graph)
    assert (refused.exit_code, "use nhiemvu verdict undo" in refused.stderr) == (2, True)


def test_verdicts_on_unknown_things_are_refused_whole(graph: Path, tmp_path: Path) -> None:
    file = tmp_path / "verdicts.csv"
    file.write_text(
        "kind,first,second,verdict,reason,by\ncounterpart,urn:a,no iri,same,r,An\n", encoding="utf-8"
    )
    told = run("verdict", "import", file, "-g", graph)
    assert told.exit_code == 2
    assert "knows nothing of" in " ".join(told.output.split())
    assert run("verdict", "import", file, "-g", graph, "--unknown").exit_code == 0


def test_what_is_wrong_is_told_in_vietnamese(graph: Path, tmp_path: Path) -> None:
    spoken = ("-g", graph, "--lang", "vi")
    for command, said in (
        (("trace", "39/NQ-CP"), "Đồ thị không có văn bản hoặc nhiệm vụ '39/NQ-CP'. Gần giống"),
        (("gaps", "38/NQ-CP"), "chỉ biết qua viện dẫn: chưa đọc lời văn"),
        (("status", "--unit", "Không đâu"), "Đồ thị không có đơn vị 'Không đâu'"),
        (("status", "sheet", "39/NQ-CP"), "Đồ thị không có văn bản '39/NQ-CP'"),
        (("verdict", "add", "counterpart", "1", "2", "same", *WHY), "là tên của 4 nhiệm vụ"),
        (("verdict", "add", "finding", "same", *WHY), "kết luận về finding nêu 1 đối tượng"),
    ):
        told = run(*command, *spoken)
        assert told.exit_code == 2, told.output
        assert said in " ".join(told.output.replace("│", " ").split())
    for asked, words in (
        (("query", "tasks-led", "--unit", "Không đâu"), "Lỗi: Đồ thị không có đơn vị 'Không đâu'"),
        (("ask", "--led-by", "Không đâu"), "Lỗi: Đồ thị không có đơn vị 'Không đâu'"),
        (("status", "undo"), "Lỗi: Không có bảng tình trạng nào"),
    ):
        told = run(*asked, *spoken)
        assert told.exit_code == 1, told.output
        assert words in told.stderr
    assert "Đã lưu: narrower" in run("verdict", "add", "counterpart", *PAIR, "narrower", *WHY, *spoken).stdout


def test_gaps_in_three_forms(sample_graph: Path) -> None:
    told = {
        form: run("gaps", "2182/QĐ-BYT", "-g", sample_graph, "--format", form) for form in ("json", "csv")
    }
    found = json.loads(told["json"].stdout)
    lines = told["csv"].stdout.splitlines()
    assert len(found["rows"]) == len(lines) - 1 == 97
    missing = json.loads(
        run("gaps", "2182/QĐ-BYT", "-g", sample_graph, "--format", "json", "--missing").stdout
    )
    assert len(missing["rows"]) == 97 - found["plans"][0]["covered"]
    assert "without a likely counterpart" in run("gaps", "2182/QĐ-BYT", "-g", sample_graph).stdout
    unread = run("gaps", "38/NQ-CP", "-g", sample_graph)
    assert unread.exit_code == 2
    assert "known by citation only" in " ".join(unread.output.split())


def test_tables_and_notes_speak_vietnamese(sample_graph: Path) -> None:
    pair = ("164/QĐ-BYT", "1025/KH-BCĐ")
    told = run("counterparts", *pair, "-g", sample_graph, "--lang", "vi")
    assert "không cùng dựa trên văn bản nào; điểm cao nhất tìm được là 0." in told.stderr
    assert "Tương ứng nhất" in told.stdout
    gaps = run("gaps", "2182/QĐ-BYT", "-g", sample_graph, "--lang", "vi").stdout
    assert "chưa có chỗ nào có vẻ tương ứng" in gaps
    carried = run("carried", "-g", sample_graph, "--lang", "vi")
    assert "gợi ý, không phải dữ kiện" in carried.stderr
    traced = run("trace", "164/QĐ-BYT", "-g", sample_graph, "--lang", "vi", "--kind", "indicator").stdout
    assert "được thực hiện qua: 13 chỉ tiêu" in traced
    status = run("status", "-g", sample_graph, "--lang", "vi").stdout
    assert "nhiệm vụ có kết quả được gợi ý" in status
