"""A visitor tries a scenario in a browser: by forms, with the whole of it in the address."""

from __future__ import annotations

from typing import Any

import pytest

pytestmark = pytest.mark.browser


def test_a_visitor_merges_moves_and_takes_back(visitor: Any) -> None:
    page = visitor.open("/units/bo-y-te/cuc-y-te-du-phong?lang=vi")
    page.get_by_role("link", name="Thử sáp nhập, chia tách đơn vị này").click()
    assert page.locator("#a-merge-unit").input_value() == "Cục Y tế dự phòng"
    page.locator("#a-merge-unit1").fill("vu phap che")
    page.locator("#a-merge-name").fill("Cục Phòng bệnh")
    page.locator("#a-merge-name").press("Enter")
    page.wait_for_url("**change=merge**")
    new = page.locator("tr", has_text="Cục Phòng bệnh").first
    assert new.locator(".supposed-tag").inner_text() == "đơn vị giả định"
    assert page.locator(".hypothetical").is_visible()

    page.get_by_text("Chuyển nhiệm vụ", exact=True).click()
    page.locator("#a-move-source").fill("Cục Phòng bệnh")
    page.locator("#a-move-target").fill("Bộ Y tế")
    page.locator("#a-move-role").select_option("coordinate")
    page.locator("#a-move-role").press("Enter")
    page.locator("form:has(#a-move-role) button").click()
    page.wait_for_url("**change=move**")
    assert page.locator(".supposed > li").count() == 2
    held, rows = page.url, page.locator(".scenario-table").first.inner_text()

    page.get_by_role("link", name="Bỏ thay đổi 2").click()
    assert page.locator(".supposed > li").count() == 1
    page.goto(held)
    assert page.locator(".scenario-table").first.inner_text() == rows


def test_a_visitor_splits_a_unit(visitor: Any) -> None:
    page = visitor.open("/scenarios/try?lang=vi")
    page.get_by_text("Chia, tách đơn vị", exact=True).click()
    page.locator("#a-split-unit").fill("Cục Y tế dự phòng")
    page.locator("#a-split-part").fill("Cục Y tế dự phòng")
    page.locator("#a-split-part1").fill("Cục Phòng bệnh")
    page.locator("#a-split-rule").select_option("first")
    page.locator("#a-split-row").fill("2: 2182/QĐ-BYT B/1.3")
    page.locator("form:has(#a-split-row) button").click()
    page.wait_for_url("**change=split**")
    assert (
        "Tách Cục Phòng bệnh ra khỏi Cục Y tế dự phòng (Bộ Y tế), đơn vị này vẫn còn"
        in page.locator(".supposed").inner_text()
    )
    new = page.locator("tr", has_text="Cục Phòng bệnh").first
    assert new.locator(".supposed-cell").first.inner_text() == "1"
    new.locator(".supposed-cell a").first.click()
    page.wait_for_url("**/scenarios/try/rows**")
    assert page.locator(".hypothetical").is_visible()
    page.go_back()
    page.get_by_role("link", name="Bỏ thay đổi 1").click()
    assert page.locator(".supposed > li").count() == 0


def test_what_is_wrong_is_told_and_what_was_typed_stays(visitor: Any) -> None:
    page = visitor.open("/scenarios/try?lang=en")
    page.get_by_text("Change a deadline").click()
    page.locator("#a-deadline-task").fill("2182/QĐ-BYT B/1.3")
    page.locator("#a-deadline-due").fill("mai")
    page.locator("#a-deadline-due").press("Enter")
    page.wait_for_selector("[role=alert]")
    assert "This is no deadline" in page.locator("[role=alert]").inner_text()
    assert page.locator("#a-deadline-task").input_value() == "2182/QĐ-BYT B/1.3"
    page.locator("#a-deadline-due").fill("2035-Q2")
    page.locator("#a-deadline-due").press("Enter")
    page.wait_for_url("**precision=quarter**")
    assert "June 2035" in page.locator("section:has(#months-head)").inner_text()
