"""Pages by keyboard alone: where the focus goes, that it is seen, and what a telephone folds."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.conftest import Visitor
from tests.browser.faults import PHONE, faults

DOCUMENT = "/documents/byt/2022/qd-2182"
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const seen = style.outlineStyle !== "none" || style.boxShadow !== "none";
  return [one.tagName, seen, one.getClientRects().length > 0, one.outerHTML.slice(0, 120)];
}"""
PAGES = (
    "/",
    "/search?q=tiem",
    "/ask",
    "/load",
    "/counterparts",
    "/gaps",
    "/carried",
    "/untaken",
    "/findings",
    "/status",
    "/status/sheets",
    "/scenarios",
    "/trace",
    "/trace?thing=38/NQ-CP",
    "/nothing/here",
    DOCUMENT,
)


@pytest.mark.parametrize("address", PAGES)
def test_every_stop_of_the_keyboard_is_seen(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(45):
        page.keyboard.press("Tab")
        tag, seen, shown, html = page.evaluate(FOCUSED)
        if tag == "BODY":
            break
        assert (seen, shown) == (True, True), html


@pytest.mark.parametrize("address", PAGES)
def test_the_skip_link_leads_past_the_menu(visitor: Visitor, address: str) -> None:
    page = visitor.open(address)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('header') === null")


def test_a_trace_is_opened_by_its_headings_and_its_links_stand_below(visitor: Visitor) -> None:
    page = visitor.open("/trace?thing=38/NQ-CP")
    closed = page.locator("ul.trace details:not([open]) > summary").first
    closed.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.parentElement.open")
    assert page.locator("summary a").count() == 0
    assert faults(page, ["wcag2a", "wcag2aa"]) == []


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
def test_a_telephone_shows_the_rest_of_a_task_at_a_switch(visitor: Visitor) -> None:
    page: Any = visitor.open(DOCUMENT)
    coordinators = page.locator("table.tasks td.further").first
    assert not coordinators.is_visible()
    page.locator("#all-columns").focus()
    page.keyboard.press("Space")
    assert coordinators.is_visible()


def test_a_wide_window_has_all_columns_and_no_switch(visitor: Visitor) -> None:
    page = visitor.open(DOCUMENT)
    assert page.locator("table.tasks td.further").first.is_visible()
    assert not page.locator("#all-columns").is_visible()
