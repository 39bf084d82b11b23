"""Change over time on the command line, over HTTP and on pages: the reading is chosen, and named."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner

from api.cli import app

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

runner = CliRunner()
MIC, MST = "Bộ Thông tin và Truyền thông", "Bộ Khoa học và Công nghệ"
UNIT = "https://w3id.org/nhiemvu/id/unit"


@pytest.fixture(scope="module")
def server(serve: Serve, years_graph: Path) -> Iterator[Running]:
    with serve(years_graph, query_workers=1) as running:
        yield running


def page(server: Running, address: str, status: int = 200) -> str:
    """Open a page and give its HTML with marks as characters."""
    return unescape(server.page(address, status))


def test_the_command_counts_in_both_readings(years_graph: Path) -> None:
    def led(*options: str) -> dict[str, str]:
        made = runner.invoke(app, ["load", "-g", str(years_graph), "--format", "csv", *options])
        assert made.exit_code == 0
        assert ("Units: as written" in made.stderr) != ("--units" in options)
        rows = list(csv.DictReader(StringIO(made.stdout)))
        assert {row["units"] for row in rows} == {options[1] if options else "as-written"}
        return {row["name"]: row["led"] for row in rows}

    assert led() == {MIC: "3", MST: "1", "Bộ Nội vụ": "2", "Bộ Tư pháp": "1", "Bộ Công an": "0"}
    assert led("--units", "2025-03-01") == {MST: "4", "Bộ Nội vụ": "2", "Bộ Tư pháp": "1", "Bộ Công an": "0"}
    assert led("--units", "2025-02-28") == led()
    wrong = runner.invoke(app, ["load", "-g", str(years_graph), "--units", "soon"], env={"COLUMNS": "300"})
    assert (wrong.exit_code, "as-of-today or a day" in wrong.stderr) == (2, True)


def test_the_question_gives_tasks_of_predecessors_too(years_graph: Path) -> None:
    given = ["query", "unit-tasks-over-time", "-g", str(years_graph), "--format", "json", "--unit"]
    rows = json.loads(runner.invoke(app, [*given, MST]).stdout)
    assert [
        (row["succession"], row["former_name"], row["changed_on"] or "", row["part"]) for row in rows
    ] == [
        *[("itself", MST, "", part) for part in ("coordinates", "leads", "coordinates", "coordinates")],
        *[("predecessor", MIC, "2025-03-01", part) for part in ("leads", "leads", "coordinates", "leads")],
    ]
    assert {row["change_act"] for row in rows[4:]} == {"176/2025/QH15"}
    assert all(row["evidence"]["exact"] == row["former_name"] for row in rows)
    alone = json.loads(runner.invoke(app, [*given, MIC]).stdout)
    assert [row["former_name"] for row in alone] == [MIC] * 4


def test_a_correction_is_a_relation_with_its_words(years_graph: Path) -> None:
    given = ["-g", str(years_graph), "--format", "json"]
    asked = runner.invoke(app, ["query", "document-lineage", "--document", "25/QĐ-TTg", *given])
    found = {(row["direction"], row["relation"], row["related_number"]) for row in json.loads(asked.stdout)}
    assert found >= {("below", "corrects", "40/QĐ-TTg"), ("above", "replaces", "11/QĐ-TTg")}
    traced = runner.invoke(app, ["trace", "40/QĐ-TTg", "--direction", "up", "-g", str(years_graph)])
    assert "corrects" in traced.stdout
    assert "25/QĐ-TTg" in traced.stdout


def test_over_http_the_reading_is_part_of_answer_and_tag(server: Running) -> None:
    written = server.client.get("/api/load")
    now = server.client.get("/api/load", params={"units": "1/3/2025", "lang": "vi", "unit": MIC})
    assert written.json()["units"] == "as-written"
    assert now.json()["units"] == "2025-03-01"
    assert [row["name"] for row in now.json()["rows"]] == [MST]
    assert [one["changes"][0]["act_label"] for one in now.json()["moved"]] == ["176/2025/QH15"]
    assert now.headers["etag"] != server.client.get("/api/load", params={"unit": MIC}).headers["etag"]
    wrong = server.client.get("/api/load", params={"units": "soon"})
    assert (wrong.status_code, wrong.headers["content-type"]) == (400, "application/problem+json")


def test_the_page_switches_and_every_figure_keeps_the_reading(server: Running) -> None:
    html = page(server, "/load?units=as-of-today")
    assert f"{MIC} → {MST} (từ 1/3/2025, theo 176/2025/QH15)" in html
    assert "Đơn vị: tính đến ngày " in html
    led = re.search(rf'href="(/load/rows\?[^"]*{quote(UNIT, safe="")}[^"]*figure=led[^"]*)"[^>]*>4<', html)
    assert led is not None
    opened = page(server, led[1])
    assert "<h1>4 nhiệm vụ" in opened
    assert f"{MIC} → {MST}" in opened
    assert opened.count("bo-thong-tin-va-truyen-thong") > 0
    assert "Đơn vị: theo tên nêu trong văn bản." in page(server, "/load")
    assert "as of 2025-03-01" in page(server, "/load?units=2025-03-01&lang=en")
    shown = page(server, "/load?units=2025-03-01&lang=vi")
    assert re.search(r'name="units"[^>]* value="1/3/2025" placeholder="ngày/tháng/năm"', shown)
    shown = page(server, "/load?as_of=2025-03-01&lang=en")
    assert re.search(r'name="as_of"[^>]* value="1 March 2025"', shown)
    assert "Đơn vị: theo tên nêu trong văn bản." in page(server, "/load?units=&lang=vi")
    assert "không phải cách đọc tên đơn vị" in page(server, "/load?units=soon&lang=vi", 400)


@pytest.mark.parametrize("written", ["1/3/2025", "01/03/2025", "1 March 2025", " 1-3-2025"])
@pytest.mark.parametrize(
    "address",
    [
        "/load?units=@",
        "/load?as_of=@&period=month",
        "/trace?thing=25/QĐ-TTg&as_of=@",
        "/ask?timing=overdue&on=@",
    ],
)
def test_days_are_written_as_readers_do_and_kept_as_iso(server: Running, address: str, written: str) -> None:
    answer = server.client.get(address.replace("@", quote(written)))
    assert answer.status_code == 303
    assert "=2025-03-01" in answer.headers["location"]
    assert len(answer.headers["location"].split("&")) == len(address.split("&"))
    assert server.client.get(answer.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("language", "said"), [("en", "such as 31 December 2024"), ("vi", "ngày/tháng/năm, ví dụ 31/12/2024")]
)
def test_what_is_no_day_is_told_and_stays_in_its_box(server: Running, language: str, said: str) -> None:
    shown = page(server, f"/load?as_of=31/2/2025&lang={language}", 400)
    assert said in shown
    assert re.search(r'name="as_of"[^>]* value="31/2/2025"[^>]* aria-invalid="true"', shown)


def test_downloads_name_the_reading(server: Running) -> None:
    table = server.client.get("/load?units=2025-03-01&format=csv")
    assert {row["units"] for row in csv.DictReader(StringIO(table.text.lstrip("\ufeff")))} == {"2025-03-01"}
    book = load_workbook(BytesIO(server.client.get("/load?units=2025-03-01&format=xlsx").content))
    said = [str(cell.value) for cell in book.worksheets[1]["B"]]
    assert any(words.startswith("Đơn vị: tính đến ngày 1/3/2025") for words in said)


def test_a_unit_page_tells_what_was_before_and_after(server: Running) -> None:
    before = page(server, "/units/bo-thong-tin-va-truyen-thong?lang=vi")
    assert "Từ 1/3/2025" in before
    assert "176/2025/QH15" in before
    assert "Xem tải của đơn vị kế thừa" in before
    after = page(server, "/units/bo-khoa-hoc-va-cong-nghe?lang=vi")
    assert "Xem tải tính gộp 1 đơn vị tiền thân" in after
    assert "/questions/unit-tasks-over-time?unit=" in after
    assert "Trước và sau khi sắp xếp" not in page(server, "/units/bo-tu-phap")


@pytest.mark.parametrize(
    ("day", "states"),
    [
        ("2022-01-09", ["not issued"] * 3),
        ("2024-02-04", ["in force", "not issued", "not issued"]),
        ("5/2/2024", ["replaced", "in force", "not issued"]),
        ("2024-03-01", ["replaced", "changed", "in force"]),
    ],
)
def test_documents_as_of_a_day(years_graph: Path, day: str, states: list[str]) -> None:
    given = ["query", "documents-as-of", "--date", day, "-g", str(years_graph), "--format", "json"]
    rows = json.loads(runner.invoke(app, given).stdout)
    assert [row["state"] for row in rows] == states
    for row in rows:
        assert (row["state"] in {"replaced", "changed"}) == bool(row["evidence"])


def test_load_as_of_a_day_leaves_out_what_was_not_there(years_graph: Path) -> None:
    given = ["load", "-g", str(years_graph), "--format", "json", "--as-of"]
    told = {day: json.loads(runner.invoke(app, [*given, day]).stdout) for day in ("2023-01-01", "2024-03-01")}
    assert [one["tasks"] for one in told.values()] == [4, 3]
    assert [[(out["label"], out["state"]) for out in one["as_of"]["left_out"]] for one in told.values()] == [
        [("Quyết định 25/QĐ-TTg", "not issued")],
        [("Quyết định 11/QĐ-TTg", "replaced")],
    ]
    wrong = runner.invoke(app, [*given, "soon"], env={"COLUMNS": "300"})
    assert (wrong.exit_code, "a day such as" in wrong.stderr) == (2, True)


def test_a_trace_as_of_a_day_says_what_it_left_out(years_graph: Path) -> None:
    given = ["trace", "25/QĐ-TTg", "-g", str(years_graph), "--as-of", "2024-02-10"]
    told = json.loads(runner.invoke(app, [*given, "--format", "json"]).stdout)
    assert [node["label"] for node in told["up"]] == []
    assert {one["label"]: one["by"] for one in told["as_of"]["left_out"] if "by" in one} == {
        "Quyết định 11/QĐ-TTg": "Quyết định 25/QĐ-TTg"
    }
    assert "issued on 2024-03-01" in runner.invoke(app, given).stdout
    assert runner.invoke(app, [*given[:-1], "soon"]).exit_code == 2


def test_pages_name_the_day_and_keep_it(server: Running) -> None:
    html = page(server, "/load?as_of=2024-03-01&lang=vi")
    assert "Tính đến hết ngày 1/3/2024" in html
    assert "đã bị Quyết định 25/QĐ-TTg thay thế từ 5/2/2024" in html
    opened = page(server, "/load/rows?as_of=2024-03-01&when=whole")
    assert "<h1>3 nhiệm vụ" in opened
    query = re.search(r"<pre class=\"code\"[^>]*><code>(.*?)</code>", opened, re.DOTALL)
    assert query is not None
    answer = server.query(query[1], Accept="application/sparql-results+json").json()
    assert len(answer["results"]["bindings"]) == 3
    assert page(server, "/load?as_of=soon&lang=vi", 400).count("không phải một ngày") == 1
    traced = page(server, "/trace?thing=25/QĐ-TTg&as_of=2024-02-10&lang=en")
    assert "Quyết định 40/QĐ-TTg: issued on 2024-03-01." in traced
    answer = server.client.get("/api/load?as_of=2024-03-01").json()
    assert answer["as_of"]["day"] == "2024-03-01"


def test_tasks_carried_over_for_programs(server: Running) -> None:
    found = server.client.get("/api/carried", params={"document": "25/QĐ-TTg"}).json()
    assert [(one["earlier"]["place"], one["changes"]["deadline"]["change"]) for one in found] == [
        *(("PL/1", "later"), ("PL/3", "later"))
    ]
    assert server.client.get("/api/carried", params={"document": "9/QĐ-XYZ"}).status_code == 404


def test_the_page_of_tasks_carried_over(server: Running) -> None:
    html = page(server, "/carried?lang=vi")
    assert "2 gợi ý" in html
    assert "Đây là gợi ý, chưa phải sự thật" in html
    assert html.count("muộn hơn") >= 2
    assert "Không tìm thấy nhiệm vụ nào" in page(server, "/carried?document=40/QĐ-TTg&lang=vi")
    page(server, "/carried?document=9/QĐ-XYZ", 404)
