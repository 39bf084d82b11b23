"""From a resolution, a document or a unit to its tasks: what is due near today, files, a calendar."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from openpyxl import load_workbook

from api import table_files

if TYPE_CHECKING:
    from tests.api.conftest import Running

RESOLUTION = "/documents/cp/2022/nq-38"
DECISION = "/documents/byt/2022/qd-2182"
UNIT = "/units/bo-y-te/cuc-y-te-du-phong"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def page(server: Running, path: str) -> str:
    answer = server.client.get(path, headers={"Accept": "text/html", "Cookie": "lang=vi"})
    assert answer.status_code == 200, answer.text
    return answer.text


def way(shown: str, part: str) -> str:
    """Give the address of the one link under /ask that has some field."""
    (found,) = {one for one in re.findall(r'href="(/ask\?[^"]*)"', shown) if part in one}
    return unescape(found).partition("#")[0]


def listed(server: Running, address: str) -> int:
    return len(list(csv.DictReader(StringIO(server.client.get(address).text))))


def test_a_resolution_that_is_only_cited_tells_who_carries_it_out_and_how_much(server: Running) -> None:
    shown = page(server, RESOLUTION)
    section = shown.partition('<section aria-labelledby="implementing"')[2].partition("</section>")[0]
    row = next(one for one in section.split("<tr>") if f'href="{DECISION}"' in one)
    tasks = re.search(r'data-label="Nhiệm vụ">(\d+)<', row)
    assert tasks
    assert int(tasks[1]) == listed(server, way(page(server, DECISION), "format=csv"))
    assert re.search(r'data-label="Quan hệ với văn bản này">Triển khai, Căn cứ', row)
    assert shown.count(f'href="{DECISION}"') == 1, "told once, not in every list of relations"
    assert listed(server, way(section, "format=csv")) >= int(tasks[1])


def test_a_resolution_leads_to_the_provinces_with_and_without_a_plan(server: Running) -> None:
    (address,) = re.findall(r'href="(/questions/provinces\?[^"]*)"', page(server, RESOLUTION))
    answer = page(server, unescape(address))
    states = re.findall(r'data-label="Tình trạng"><span class="said">([^<]*)<', answer)
    assert states.count("có văn bản triển khai") == 1
    assert states.count("không thấy trong kho") > 30
    assert re.search(r'data-label="Văn bản"><a[^>]* href="/documents/uy-ban-nhan-dan-tinh-bac-giang/', answer)
    assert re.search(r'href="/documents/[^"]*/text\?at=', answer)


def test_a_document_that_nothing_carries_out_has_no_such_list(server: Running) -> None:
    assert 'id="implementing"' not in page(server, DECISION)


@pytest.mark.parametrize("path", [UNIT, DECISION])
def test_all_tasks_of_a_table_come_as_files_and_calendar(server: Running, path: str) -> None:
    shown = page(server, path)
    total = re.search(r'<h2 id="tasks">[^<]*<span class="tally">(\d+)<', shown)
    assert total
    assert listed(server, way(shown, "format=csv")) == int(total[1])
    assert server.client.get(way(shown, "format=ics")).headers["content-type"].startswith("text/calendar")


def test_the_answer_to_a_ready_question_comes_as_a_workbook(server: Running) -> None:
    fields = {"resolution": "38/NQ-CP", "unit": "Cục Y tế dự phòng", "lang": "vi"}
    rows = listed(server, "/questions/tasks-led?" + urlencode({**fields, "format": "csv"}))
    answer = server.client.get("/questions/tasks-led", params={**fields, "format": "xlsx"})
    assert answer.headers["content-disposition"].endswith('"tasks-led.xlsx"')
    assert "Cookie" in answer.headers["vary"]
    sheet, question = load_workbook(BytesIO(answer.content)).worksheets
    assert sheet.max_row == rows + 1 > 10
    assert {"Nhiệm vụ", "Chủ trì"} <= {cell.value for cell in sheet[1]}
    assert "unit: Cục Y tế dự phòng" in [row[0].value for row in question.rows]


@pytest.mark.parametrize(
    "address",
    [
        "/questions/tasks-led?resolution=38%2FNQ-CP&unit=C%E1%BB%A5c+Y+t%E1%BA%BF+d%E1%BB%B1+ph%C3%B2ng",
        "/ask?list=tasks",
        "/api/findings",
    ],
)
def test_a_list_too_long_for_a_workbook_is_offered_as_csv(
    server: Running, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_files, "CELLS", 40)
    where = f"{address}&" if "?" in address else f"{address}?"
    answer = server.client.get(f"{where}format=xlsx")
    assert answer.status_code == 422
    assert "workbooks of 2 at most" in answer.json()["detail"] or "workbooks of 3 " in answer.json()["detail"]
    assert "format=csv" in answer.json()["detail"]
    assert listed(server, f"{where}format=csv") > 3


@pytest.mark.parametrize(
    ("part", "named"),
    [
        ("due=next-month", r"due=\d{4}-\d\d\b"),
        ("due=this-quarter", r"due=\d{4}-Q\d"),
        ("timing=overdue", "on="),
    ],
)
def test_what_is_due_near_today_leads_to_an_address_that_names_the_days(
    server: Running, part: str, named: str
) -> None:
    answer = server.client.get(way(page(server, UNIT), part), headers={"Accept": "text/html"})
    assert answer.status_code == 303
    assert re.search(named, answer.headers["location"])
    assert server.client.get(answer.headers["location"]).status_code == 200
