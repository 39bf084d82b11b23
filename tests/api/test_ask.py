"""Questions built from parts: the page, its addresses and files, the JSON, the command."""

from __future__ import annotations

import csv
import json
import re
import subprocess
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest
from icalendar import Calendar
from openpyxl import load_workbook

from api.ask_api import today
from tests.api.command_line import inside

if TYPE_CHECKING:
    from tests.api.conftest import Running

ROOT = Path(__file__).resolve().parents[2]
DPM = "Cục Y tế dự phòng"
LED = {"unit": DPM, "role": "lead", "under": "38/NQ-CP", "due": "quý IV/2022"}
SENTENCE = (
    "Các nhiệm vụ do Cục Y tế dự phòng chủ trì, thuộc Nghị quyết 38/NQ-CP và các văn bản triển khai, có hạn"
    " trong quý IV năm 2022; mỗi dòng là một nhiệm vụ."
)


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def page(server: Running, fields: Any, status: int = 200) -> str:
    """Open the page as a browser does, in Vietnamese unless told."""
    answer = server.client.get("/ask", params={"lang": "vi", **fields}, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text
    return answer.text


def rows(html: str) -> int:
    found = re.search(r'class="tally">([\d.]+) dòng', html)
    return int(found[1].replace(".", "")) if found else -1


def test_the_page_says_lists_and_quotes(server: Running) -> None:
    html = page(server, LED)
    assert SENTENCE in html
    assert rows(html) == html.count("<tr><td") > 5
    assert "/documents/byt/2022/qd-2182/text?at=" in html
    query = re.search(r"<code>(# .*?)</code>", html, re.DOTALL)
    assert query
    found = server.client.get("/sparql", params={"query": unescape(query[1])}, headers={"Accept": "text/csv"})
    assert len(list(csv.reader(StringIO(found.text)))) == rows(html) + 1
    assert "lang=en" in html
    assert "Tasks led by Cục Y tế dự phòng" in page(server, {**LED, "lang": "en"})


def test_nothing_is_asked_until_there_is_a_question(server: Running) -> None:
    assert rows(page(server, {})) == -1
    assert rows(page(server, {**LED, "rows": "no"})) == -1
    assert SENTENCE in page(server, {**LED, "rows": "no"})
    assert rows(page(server, {"go": "1"})) > 100


def test_pages_and_files_hold_the_same_rows(server: Running) -> None:
    everything = page(server, {"go": "1"})
    second = page(server, {"go": "1", "page": "2"})
    total = rows(everything)
    assert everything.count("<tr><td") == 100
    assert second.count("<tr><td") == min(100, total - 100)
    links = re.findall(r'href="(/ask\?[^"]*format=(\w+)[^"]*)"', everything)
    files = {form: server.client.get(unescape(href)) for href, form in links}
    assert set(files) == {"csv", "xlsx", "json", "ics"}
    assert all("Cookie" in answer.headers["vary"] for answer in files.values())  # headings are in a language
    table = list(csv.reader(StringIO(files["csv"].content.decode("utf-8-sig"))))
    assert len(table) == len(files["json"].json()) + 1 == total + 1
    book = load_workbook(BytesIO(files["xlsx"].content))
    answer, question = book.worksheets
    assert answer.max_row == total + 1
    assert question["A1"].value == "Tất cả các nhiệm vụ; mỗi dòng là một nhiệm vụ."


@pytest.mark.parametrize(
    "fields",
    [
        {"list": "unit", "under": "38/NQ-CP"},
        {"list": "document", "words": "y tế"},
        {"list": "month", "from": "2022-12-15", "unit": DPM},
        {"list": "output", "in": "2182/QĐ-BYT"},
    ],
)
def test_a_figure_opens_just_its_tasks(server: Running, fields: dict[str, str]) -> None:
    html = page(server, fields)
    found = re.findall(r'<td[^>]*class="num"><a[^>]*href="(/ask\?[^"]*)">([\d.]+)</a>', html)
    assert found
    for href, figure in found[:6] + found[-2:]:
        opened = server.client.get(unescape(href), headers={"Accept": "text/html"}).text
        assert rows(opened) == int(figure.replace(".", "")), href


def test_a_question_about_today_names_the_day(server: Running) -> None:
    led = server.client.get("/ask", params={"timing": "overdue", "unit": DPM}, follow_redirects=False)
    assert led.status_code == 303
    assert f"on={today()}" in led.headers["location"]
    assert rows(page(server, {"timing": "overdue", "on": "2023-06-30"})) > 0


def test_a_period_stands_in_its_box_as_readers_write_it(server: Running) -> None:
    for written in ("2022-Q4", "quý IV/2022"):
        box = re.search(r'name="due"[^>]*value="([^"]*)"', server.page("/ask?" + urlencode({"due": written})))
        assert box is not None
        assert box[1] == "quý IV/2022"


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"unit": "Cục Y tế dự phong"}, 200, DPM),
        ({"unit": "Cục Y tế dự phongf"}, 404, "unit=C%E1%BB%A5c+Y+t%E1%BA%BF+d%E1%BB%B1+ph%C3%B2ng"),
        ({"under": ["38/NQ-CP", "39/NQ-CPP"]}, 404, "under=38%2FNQ-CP&amp;under="),
        ({"due": "mai"}, 400, "Không dùng được thời hạn “mai”"),
        ({"due": "2022", "to": "2023"}, 400, "bỏ trống “Hạn từ”"),
        ({"role": "none", "unit": DPM}, 400, "bỏ trống đơn vị"),
        ({"words": "a\\u000Ab"}, 400, "dấu gạch chéo ngược"),
        ({"words": "<script>"}, 200, "&lt;script&gt;"),
        ({"colour": "done"}, 400, "colour"),
        ({"status": "xong"}, 400, "in-progress"),
        ({"outcome": "xong"}, 400, "accepted"),
        ({"outcome": "none", "status": "none"}, 200, "chưa có văn bản nào được gợi ý"),
        ({"unit": ["a", "b"]}, 400, "cần một giá trị"),
        ({"page": "x", "go": "1"}, 200, "1"),
    ],
)
def test_what_cannot_be_understood_is_told(server: Running, fields: Any, status: int, said: str) -> None:
    html = page(server, fields, status)
    assert said in html
    assert "<script>" not in html.partition("<main")[2]


def test_json_tells_sentence_rules_query_and_rows(server: Running) -> None:
    found = server.client.get("/api/ask", params=LED).json()
    assert found["sentence"]["vi"] == SENTENCE
    assert found["rules"]["en"][0].startswith("A task counts once")
    assert found["total"] == len(found["rows"]) == rows(page(server, LED))
    assert {"exact", "start", "end", "source"} <= set(found["rows"][0]["evidence"])
    part = server.client.get("/api/ask", params={**LED, "limit": 2, "offset": 1}).json()
    assert part["rows"] == found["rows"][1:3]
    told = server.client.get("/api/ask", params={**LED, "limit": 0}).json()
    assert (told["total"], told["rows"], told["sparql"]) == (None, [], found["sparql"])


def test_json_refuses_with_the_nearest(server: Running) -> None:
    unknown = server.client.get("/api/ask", params={"under": "38/NQ-CPP"})
    assert unknown.status_code == 404
    assert "38/NQ-CP" in unknown.json()["nearest"]
    assert server.client.get("/api/ask", params={"when": "2022"}).status_code == 400
    assert server.client.get("/api/ask", params={"limit": "-1"}).status_code == 400
    assert server.client.get("/api/ask", params={"timing": "overdue"}).json()["asked"]["on"] == [str(today())]


def asked(graph: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return inside("ask", "-g", graph, *arguments)


def test_the_command(sample_graph: Path) -> None:
    parts = ("--led-by", DPM, "--under", "38/NQ-CP", "--due", "2022-Q4")
    table = asked(sample_graph, *parts, "--lang", "vi")
    assert table.returncode == 0, table.stderr
    assert table.stdout.startswith(SENTENCE)
    found = asked(sample_graph, *parts, "--format", "json")
    assert f"{len(json.loads(found.stdout))} dòng." in table.stdout
    assert found.stderr.startswith("Tasks led by")
    query = asked(sample_graph, *parts, "--show-query").stdout
    lines = inside("query", "-g", sample_graph, "--format", "json", "--sparql", query)
    assert json.loads(lines.stdout) == json.loads(found.stdout)


@pytest.mark.parametrize(
    ("arguments", "status", "said"),
    [
        (("--due", "mai"), 2, "due: 'mai' is not"),
        (("--led-by", "A", "--unit", "B"), 2, "give --unit and --role, or"),
        (("--list", "people"), 2, "one of tasks, unit"),
        (("--led-by", "Cục Y tế dự phongf"), 1, f"Did you mean: {DPM}"),
    ],
)
def test_the_command_refuses(sample_graph: Path, arguments: tuple[str, ...], status: int, said: str) -> None:
    run = asked(sample_graph, *arguments)
    assert run.returncode == status
    assert said in run.stderr.replace("\n", " ")


def test_deadlines_are_a_calendar(server: Running) -> None:
    query = {**LED, "lang": "vi"}
    address = re.search(r'href="([^"]*format=ics[^"]*)"', page(server, LED))
    assert address
    answer = server.client.get(unescape(address[1]))
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert ".ics" in answer.headers["content-disposition"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert len(events) == rows(page(server, query))
    assert {str(event["SUMMARY"])[:5] for event in events} == {"Hạn: "}
    assert server.client.get(str(events[0]["URL"]), headers={"Accept": "text/html"}).status_code == 200
    english = server.client.get("/ask", params={**LED, "lang": "en", "format": "ics"})
    assert "SUMMARY:Due: " in english.text
    refused = page(server, {"list": "month", "format": "ics"}, 400)
    assert "list=tasks" in refused
    assert "format=ics" not in page(server, {"list": "month"})
