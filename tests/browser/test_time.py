"""Change over time in a browser: the switch of the reading, its address, and no fault for readers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import running, visiting
from tests.browser.faults import WHOLE, faults, overflow

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def years(years_graph: Path) -> Iterator[str]:
    """Serve the made-up decisions of several years; give the address."""
    with running(years_graph) as address:
        yield address


@pytest.fixture(params=["vi", "en"])
def reader(request: pytest.FixtureRequest, browser: Browser, years: str) -> Iterator[Any]:
    """Give a window in a language, on a narrow screen in English."""
    width = 390 if request.param == "en" else 1280
    with visiting(browser, years, viewport={"width": width, "height": 900}) as made:
        made.context.add_cookies([{"name": "lang", "value": request.param, "url": years}])
        yield made


def test_a_reader_switches_the_reading_of_units(reader: Any) -> None:
    page = reader.open("/load")
    names = page.locator(".load-ranking tbody th")
    assert names.filter(has_text="Bộ Thông tin và Truyền thông").count() == 1
    day = "1/3/2025" if page.locator("html").get_attribute("lang") == "vi" else "1 March 2025"
    page.locator("#l-units").fill(day)
    page.locator(".load-form button").click()
    assert "units=2025-03-01" in page.url
    assert page.locator("#l-units").input_value() == day
    assert names.filter(has_text="Bộ Thông tin và Truyền thông").count() == 0
    assert "176/2025/QH15" in page.locator("#rule .moved").text_content()
    led = page.locator('.load-ranking tbody a[href*="figure=led"]').first
    assert led.inner_text() == "4"
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    assert overflow(page) <= 0
    led.click()
    assert page.locator("tr.task-row").count() == 4
    restored = reader.context.new_page()
    restored.goto(page.url)
    assert restored.locator("tr.task-row").count() == 4


def test_a_reader_asks_as_of_a_day(reader: Any) -> None:
    page = reader.open("/load")
    page.locator("#l-as-of").fill("1/3/2024")
    page.locator(".load-form button").click()
    assert "as_of=2024-03-01" in page.url
    assert "11/QĐ-TTg" in page.locator(".as-of").inner_text()
    assert page.locator(".load-cards .big").first.inner_text() == "3"
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    page.goto(reader.origin + "/trace?thing=25/QĐ-TTg&as_of=2024-02-10")
    assert "40/QĐ-TTg" in page.locator(".as-of").inner_text()
    assert page.locator("#t-as-of").input_value() in {"10/2/2024", "10 February 2024"}
    assert overflow(page) <= 0


def test_carried_tasks_stand_side_by_side(reader: Any) -> None:
    page = reader.open("/carried")
    assert page.locator(".pair").count() == 2
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    assert overflow(page) <= 0
