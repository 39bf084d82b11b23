"""The load page in a browser: filtered, sorted, opened, downloaded, and restored from its address."""

from __future__ import annotations

import csv
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.browser.faults import AXE
from tests.browser.settled import settled

pytestmark = pytest.mark.browser

WORDS = {
    "vi": ("Văn bản gốc", "Chia theo kỳ", "Xem kết quả", "Phối hợp", "nhiệm vụ", "Nhóm đơn vị gọi chung"),
    "en": ("Resolution", "By period", "Show", "ates", "tasks", "Collectives"),
}


def coordinated(page: Any) -> list[int]:
    """Read the column of coordinated tasks."""
    cells = page.locator('.load-ranking tbody tr a[href*="figure=coordinated"]:not([href*="share"])')
    shown = [text for text in cells.all_inner_texts() if not text.endswith("%")]
    return [int(text.replace(".", "").replace(",", "")) for text in shown]


@pytest.mark.parametrize("language", WORDS)
def test_a_reader_filters_sorts_opens_and_comes_back(visitor: Any, language: str) -> None:
    resolution, period, count, heading, tasks, collectives = WORDS[language]
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": visitor.origin}])
    page = visitor.open("/load")
    page.get_by_label(resolution, exact=True).fill("38/NQ-CP")
    page.get_by_label(period, exact=True).select_option("quarter")
    page.get_by_label(collectives, exact=True).select_option("expanded")
    page.get_by_role("button", name=count).click()
    page.locator(".load-periods").get_by_role("link", name="2022").first.click()
    page.locator(".load-ranking thead").get_by_role("link", name=heading).first.click()
    before = coordinated(page)
    assert before == sorted(before, reverse=True)
    assert before[0] > 10
    restored = visitor.context.new_page()
    restored.goto(page.url)
    assert coordinated(restored) == before
    assert restored.get_by_label(resolution, exact=True).input_value() == "38/NQ-CP"
    restored.close()
    page.locator('.load-ranking tbody a[href*="figure=coordinated"]').first.click()
    assert page.locator("h1").inner_text().startswith(f"{before[0]} {tasks}")
    assert page.locator("tr.task-row").count() == before[0]
    page.go_back()
    assert coordinated(page) == before


def test_cells_months_and_deadlines_open_their_tasks(visitor: Any) -> None:
    for place in (".matrix td a", ".calendar td a", ".load-chart a"):
        page = visitor.open("/load?document=2182/QĐ-BYT")
        link = page.locator(place).first
        if place == ".load-chart a":
            link.locator(".chart-hit").click()
            assert page.locator("tr.task-row").count() > 0
        else:
            number = int(link.inner_text())
            link.click()
            assert page.locator("tr.task-row").count() == number


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_table_is_downloaded_as_it_is_shown(visitor: Any, form: str) -> None:
    page = visitor.open("/load?document=2182/QĐ-BYT&sort=name")
    names = page.locator(".load-ranking tbody .who-cell .said").all_inner_texts()
    with page.expect_download() as download:
        page.get_by_role("link", name=form.upper(), exact=True).click()
    path = Path(download.value.path())
    if form == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            found = [row["name"] for row in csv.DictReader(file)]
    else:
        found = [str(cell.value) for cell in load_workbook(BytesIO(path.read_bytes())).worksheets[0]["C"]][1:]
    assert found[: len(names)] == names


def test_an_unknown_unit_is_offered_the_nearest(visitor: Any) -> None:
    page = visitor.open("/load?unit=Cuc+Y+te+du+phon&period=year")
    page.get_by_role("alert").get_by_role("link", name="Cục Y tế dự phòng").click()
    assert page.locator(".load-ranking tbody tr").count() >= 3
    assert page.get_by_label("Đơn vị", exact=True).input_value() == "Cục Y tế dự phòng"


@pytest.mark.parametrize(
    "visitor", [{"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}], indirect=True
)
def test_it_all_works_on_a_phone_without_scripts(visitor: Any) -> None:
    page = visitor.open("/load?period=month&when=2022-08")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.get_by_role("link", name="Trang sau").click()
    assert page.locator(".load-ranking tbody tr").count() > 3


def test_every_landmark_has_a_name_of_its_own(visitor: Any) -> None:
    page = visitor.open("/load")
    page.evaluate(f"() => {{ {AXE} }}")
    found = settled(
        page,
        """async () => (await axe.run(document, {runOnly: {type: "rule", values: ["landmark-unique"]}}))
        .violations.flatMap((fault) => fault.nodes.map((node) => node.html.slice(0, 120)))""",
    )
    assert found == []
    assert page.locator(".table-wrap[tabindex]").count() > 0


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 390, "height": 844}}], indirect=True)
def test_a_chart_that_is_too_wide_opens_at_the_time_that_is_asked_about(visitor: Any) -> None:
    """Without a period that is this month, after all that the sample plans: its end."""
    moved = "chart => [chart.scrollLeft, chart.scrollWidth - chart.clientWidth]"
    page = visitor.open("/units/bo-y-te/cuc-y-te-du-phong")
    at, end = page.locator(".chart-scroll").first.evaluate(moved)
    assert 0 < end - 2 <= at
    page = visitor.open("/load?period=month&when=2022-09")
    at, end = page.locator(".chart-scroll").first.evaluate(moved)
    assert 0 < at < end
    shown = page.locator(".chart-scroll .is-shown").first.bounding_box()
    assert 0 <= shown["x"] <= 390
