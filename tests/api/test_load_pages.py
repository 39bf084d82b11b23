"""The pages of coordination load: figures and their rows, addresses, downloads, and what cannot be asked."""

from __future__ import annotations

import csv
import re
from html import unescape
from io import BytesIO, StringIO
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest
from openpyxl import load_workbook

from api.i18n import catalogue
from api.page_data.load_charts import chart, deadline_lines, heat
from queries.load_calendar import Month, Stated

if TYPE_CHECKING:
    from tests.api.conftest import Running

DPM = "https://w3id.org/nhiemvu/id/unit/bo-y-te/cuc-y-te-du-phong"
HEADING = re.compile(r"<h1>([\d.]+)")


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def figures(html: str) -> list[tuple[str, int]]:
    """List the whole figures that open their rows: the address and the number, as a reader sees it."""
    found = re.findall(r'<a(?: class="(?:fig|big)")? href="(/load/rows\?[^"]*)"[^>]*>([\d.]+)</a>', html)
    return [(unescape(href), int(text.replace(".", ""))) for href, text in found]


def test_the_rows_of_a_figure_are_saved_with_the_part_of_each(server: Running) -> None:
    """All pages of them stand in the file, in the order of the page, and the parts add up to the load."""
    for query in (urlencode({"unit": DPM}), "figure=tasks"):
        html = server.page(f"/load/rows?{query}")
        assert f"{query}&amp;format=xlsx" in html
        saved = server.client.get(f"/load/rows?{query}&page=1&format=csv").text.lstrip("\ufeff")
        rows = list(csv.DictReader(StringIO(saved)))
        found = HEADING.search(html)
        assert found
        assert len(rows) == int(found[1].replace(".", ""))
        assert rows[0]["Chủ trì"]
        book = load_workbook(BytesIO(server.client.get(f"/load/rows?{query}&format=xlsx").content))
        assert [row[1] for row in book.worksheets[0].values][1:] == [row["Nhiệm vụ"] for row in rows]
        said = re.search(r"Khối lượng ([\d.,]+) là tổng", html)
        if said:
            total = sum(float(row["Phần"]) for row in rows)
            assert f"{total:.2f}".replace(".", ",") == said[1]
    assert len(rows) > 100
    assert "XLSX và CSV" in server.page(f"/load/rows?unit={quote(DPM)}&figure=ties&format=csv", 400)


@pytest.mark.parametrize(
    "query",
    [
        {"resolution": "38/NQ-CP"},
        {"period": "quarter", "collectives": "expanded"},
        {"period": "year", "unit": DPM, "collectives": "excluded"},
    ],
)
def test_a_figure_opens_exactly_its_rows(server: Running, query: dict[str, str]) -> None:
    """A figure is the number of rows on the page that it opens: cards, ranks, months, pairs."""
    listed = figures(server.page(f"/load?{urlencode(query)}"))
    assert len(listed) > 40
    for address, number in dict(listed[:20] + listed[20::9]).items():
        opened = server.page(address)
        found = HEADING.search(opened)
        assert found
        if "figure=ties" in address:
            shown = re.search(r"Cường độ ([\d.]+)", opened)
            assert shown is None or number in {int(found[1]), int(shown[1].replace(".", ""))}, address
            continue
        assert int(found[1].replace(".", "")) == number, address
        if number <= 100:
            assert opened.count('class="task-row"') == number, address


def test_figures_counted_by_hand(server: Running) -> None:
    """In 2182/QĐ-BYT, as counted from its table by hand (docs/load.md)."""
    html = server.page("/load?document=2182/QĐ-BYT&sort=-coordinated")
    ranks = {
        unescape(name): (int(led), int(coordinated))
        for name, led, coordinated in re.findall(
            r'href="/(?:units|groups)/[^"]*">([^<]+)</a>.*?figure=led[^>]*>(\d+)</a>.*?figure=coordinated[^>]*>(\d+)<',
            html[html.index('id="ranking"') :],
            re.DOTALL,
        )
    }
    assert ranks["Sở Y tế"][1] == 65
    assert ranks["Viện Vệ sinh dịch tễ/Pasteur"][1] == 32
    assert ranks["Cục Quản lý Khám, chữa bệnh"][1] == 27
    assert ranks["Vụ Kế hoạch - Tài chính"][1] == 21
    assert ranks["Cục Y tế dự phòng"][0] == 26


def test_downloads_hold_what_the_page_shows(server: Running) -> None:
    """All rows of the table in its order and under its filters, in three formats that agree."""
    address = "/load?resolution=38/NQ-CP&period=quarter&when=2022-Q3&sort=-coordinated"
    html = server.page(address)
    answers = {form: server.client.get(f"{address}&format={form}") for form in ("csv", "json", "xlsx")}
    assert all("Cookie" in answer.headers["vary"] for answer in answers.values())
    rows = list(csv.DictReader(StringIO(answers["csv"].text.removeprefix("\ufeff"))))
    whole = answers["json"].json()
    assert [row["actor"] for row in rows] == [row["actor"] for row in whole["rows"]]
    assert {row["period"] for row in rows} == {"2022-Q3"}
    assert [int(row["coordinated"]) for row in rows] == sorted(
        (int(r["coordinated"]) for r in rows), reverse=True
    )
    assert f'class="tally">{len(rows)}<' in html
    book = load_workbook(BytesIO(answers["xlsx"].content))
    sheet, beside = book.worksheets
    assert [cell.value for cell in sheet["B"]][1:] == [row["actor"] for row in rows]
    assert any("mỗi nhiệm vụ tính một lần" in str(cell.value) for cell in beside["B"])
    assert answers["csv"].headers["content-disposition"] == 'attachment; filename="load-2022-Q3.csv"'


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ("unit=Cuc+Y+te+du+phon", 404, "Cục Y tế dự phòng</a>"),
        ("resolution=38/NQ-CPP", 404, ">Nghị quyết 38/NQ-CP</a>"),
        ("period=year&when=2031", 404, ">2024</a>"),
        ("period=year&when=soon", 400, "2022-Q3"),
        ("period=week", 400, "quý hoặc tháng"),
        ("collectives=some", 400, "một trong ba"),
        ("lead_weight=-1", 400, "từ 0 đến"),
        ("coordinate_weight=nan", 400, "từ 0 đến"),
        ("lead_weight=1e999", 400, "từ 0 đến"),
        ("sort=__class__", 400, "__class__"),
        ("page=99999", 404, "chỉ có 2 trang"),
        ("page=0", 400, "số trang"),
        ("page=" + "9" * 40, 400, "số trang"),
        ("unit=a&unit=b", 400, "hai lần"),
        ("unit=" + "a" * 5000, 400, "300 ký tự"),
        ("unit=%00%3Cscript%3E", 404, "&lt;script&gt;"),
        ("format=exe", 400, "CSV, XLSX và JSON"),
    ],
)
def test_what_cannot_be_asked(server: Running, query: str, status: int, said: str) -> None:
    """Has a page with one sentence, the form, and what comes near, under the status that fits."""
    html = server.page(f"/load?{query}", status)
    assert said in html
    assert 'role="alert"' in html
    assert 'class="filter load-form"' in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("figure=led", 400),
        ("figure=all", 400),
        ("figure=stated&when=x", 400),
        ("page=9", 404),
        ("unit=zzz", 404),
    ],
)
def test_rows_that_cannot_be_asked(server: Running, query: str, status: int) -> None:
    """The page of rows refuses in the same way."""
    assert 'role="alert"' in server.page(f"/load/rows?{query}", status)


def test_a_period_of_another_length_is_said(server: Running) -> None:
    """Who changes the length of periods keeps the page, which says what it shows instead."""
    assert "năm 2022" not in (html := server.page("/load?period=quarter&when=2022"))
    assert "“2022” không hợp" in html


def test_languages_and_weights(server: Running) -> None:
    """The rule beside the figures says the weights, a decimal comma is understood, and English is English."""
    assert "0,5 điểm chia đều cho các bên phối hợp" in server.page("/load?coordinate_weight=0,5")
    html = server.page("/load?lang=en&unit=" + quote(DPM) + "&period=month")
    assert "Counting rule" in html
    assert "Load calendar" in html


def test_the_page_of_a_unit_draws_its_load(server: Running) -> None:
    """And leads to the load page of the unit; who takes part in nothing has no chart."""
    html = server.page("/units/bo-y-te/cuc-y-te-du-phong")
    assert 'class="load-chart"' in html
    assert f"/load?{urlencode({'unit': DPM, 'period': 'quarter'})}".replace("&", "&amp;") in html
    assert 'class="load-chart"' not in server.page("/units/bo-y-te")


def test_deadlines_keep_their_stated_precision() -> None:
    """A month, a quarter, a half year, a year and another stretch each stand in cells of their own length."""
    year = 2022 * 12
    spans = ((8, 8), (6, 8), (6, 11), (0, 11), (0, 23))
    lines, others = deadline_lines([Stated(year + first, year + last, 3) for first, last in spans])
    assert [(line.precision, len(line.cells)) for line in lines] == [
        *(("month", 12), ("quarter", 4), ("half-year", 2), ("year", 1)),
    ]
    assert [[cell.tasks for cell in line.cells] for line in lines[1:]] == [[0, 0, 3, 0], [0, 3], [3]]
    assert lines[1].cells[2].when == "2022-07/2022-09"
    assert others == (("2022-01/2023-12", 3),)


@pytest.mark.parametrize("largest", [1, 3, 5, 6, 97, 1_000_001])
def test_bars_fit_the_chart(largest: int) -> None:
    """Bars end within the drawing, at most five lines stand over the base, and shades reach the last only."""
    drawn = chart([Month("2022-01", largest, largest, 0), Month("2022-02", 0)], is_split=True)
    assert drawn is not None
    assert 0 <= drawn.bars[0].top < drawn.base
    assert len(drawn.lines) <= 6
    assert drawn.lines[-1][1] >= largest
    assert (heat(largest, largest), heat(0, largest), heat(1, 1000)) == (8, 0, 1)


@pytest.mark.parametrize(
    ("name", "vi", "en"),
    [
        ("whole", "toàn bộ", "the whole"),
        ("2022", "năm 2022", "2022"),
        ("2022-Q3", "quý III/2022", "Q3 2022"),
        ("2022-08", "tháng 8/2022", "August 2022"),
        ("2022-07/2022-09", "quý III/2022", "Q3 2022"),
        ("2022-01/2022-06", "6 tháng đầu năm 2022", "first half of 2022"),
        ("2022-01/2022-12", "năm 2022", "2022"),
        ("2022-02/2022-04", "tháng 2/2022 đến tháng 4/2022", "February 2022 to April 2022"),
        ("soon", "soon", "soon"),
    ],
)
def test_periods_in_words(name: str, vi: str, en: str) -> None:
    """Periods are written as people do in both languages."""
    assert (catalogue("vi").period(name), catalogue("en").period(name)) == (vi, en)
