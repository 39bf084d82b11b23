"""The page of questions built from parts in a browser: said while it is filled in, asked, restored."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser

WORDS = {
    "vi": ("Đơn vị", "Vai trò", "Hạn trong", "Hỏi", "do Cục Y tế dự phòng chủ trì", "quý IV năm 2022"),
    "en": ("Unit", "Role", "Due in", "Ask", "led by Cục Y tế dự phòng", "fourth quarter of 2022"),
}


@pytest.mark.parametrize("language", WORDS)
def test_a_question_is_said_while_it_is_filled_in(visitor: Any, language: str) -> None:
    unit, role, due, go, who, when = WORDS[language]
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": visitor.origin}])
    page = visitor.open("/ask")
    box = page.get_by_label(unit, exact=True)
    box.press_sequentially("cuc y te du ph")
    page.locator("#a-unit-list li:first-child").filter(has_text="Cục Y tế dự phòng").wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    assert box.input_value() == "Cục Y tế dự phòng"
    page.get_by_label(role, exact=True).select_option("lead")
    page.get_by_label(due, exact=True).fill("quý IV/2022")
    page.locator(".ask-words", has_text=when).wait_for()
    assert who in page.locator(".ask-words").inner_text()
    assert not page.locator("table.answer").count()
    page.locator(".ask-form").get_by_role("button", name=go, exact=True).click()
    page.locator("table.answer").wait_for()
    count = page.locator("table.answer tbody tr").count()
    assert count > 5
    assert "=&" not in page.url
    restored = visitor.context.new_page()
    restored.goto(page.url)
    assert restored.locator("table.answer tbody tr").count() == count
    assert restored.get_by_label(due, exact=True).input_value() == "quý IV/2022"


def test_what_is_wrong_is_told_while_typing(visitor: Any) -> None:
    page = visitor.open("/ask")
    page.get_by_label("Hạn trong", exact=True).fill("mai kia")
    page.get_by_role("alert").wait_for()
    assert "mai kia" in page.get_by_role("alert").inner_text()
    page.get_by_label("Hạn trong", exact=True).fill("2022")
    page.locator(".ask-words", has_text="trong năm 2022").wait_for()
    assert not page.get_by_role("alert").count()


@pytest.mark.parametrize(
    "visitor", [{"java_script_enabled": False, "viewport": {"width": 390, "height": 844}}], indirect=True
)
def test_it_all_works_on_a_phone_without_scripts(visitor: Any) -> None:
    page = visitor.open("/ask")
    page.get_by_label("Đơn vị", exact=True).fill("Cục Y tế dự phòng")
    page.locator(".ask-form").get_by_role("button", name="Hỏi", exact=True).click()
    page.locator("table.answer").wait_for()
    assert page.locator("table.answer tbody tr").count() > 5
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("link", name="Mở trong trang SPARQL").click()
    page.wait_for_url(f"{visitor.origin}/query?**")
