"""The main pages on a phone: a menu that opens by keyboard and without script, in both languages."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.faults import WHOLE, faults, overflow

pytestmark = pytest.mark.browser

SMALL = {"viewport": {"width": 375, "height": 740}}


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    "visitor", [{**SMALL, "java_script_enabled": False}], ids=["without-script"], indirect=True
)
def test_the_menu_opens_by_keyboard_and_leads_on(visitor: Any, language: str) -> None:
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": visitor.origin}])
    page = visitor.open("/load")
    menu = page.locator(".menu")
    menu.locator("summary").focus()
    assert not menu.get_by_role("link").first.is_visible()
    page.keyboard.press("Enter")
    assert menu.get_by_role("link").count() == 11
    assert menu.locator("[aria-current=page]").get_attribute("href") == "/load"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents")


@pytest.mark.parametrize("visitor", [{**SMALL, "color_scheme": "dark"}], ids=["dark"], indirect=True)
@pytest.mark.parametrize("address", ["/", "/query"])
def test_the_opened_menu_has_no_fault_and_takes_no_line_more(visitor: Any, address: str) -> None:
    page = visitor.open(address)
    if address == "/query":
        page.wait_for_selector(".cm-scroller")
    closed = page.locator("header.top").bounding_box()["height"]
    assert closed <= 120
    page.locator(".menu > summary").click()
    assert page.locator("header.top").bounding_box()["height"] == closed
    assert page.get_by_role("navigation").count() == 1
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    assert overflow(page) <= 0


def test_wide_windows_show_all_main_pages_at_once(visitor: Any) -> None:
    page = visitor.open("/load")
    assert page.locator("header nav:visible a").count() == 11
    assert not page.locator(".menu").is_visible()
    visitor.open("/trace")
    tools = page.locator("header nav:visible [aria-current]")
    assert tools.get_attribute("href") == "/#tools"
    tools.click()
    page.locator("#tools").get_by_role("link", name="Quy định chưa có nhiệm vụ").click()
    page.wait_for_url("**/untaken")
