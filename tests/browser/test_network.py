"""The network around a thing in a browser: drawn alike each time, used by keyboard, saved as a picture."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.browser.test_pages import UNIT

pytestmark = pytest.mark.browser


def painted_pixels(page: Any) -> int:
    """Count the pixels of the picture that are not of its background."""
    return int(
        page.evaluate(
            """() => {
              const canvas = document.querySelector("#network canvas");
              const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
              let count = 0;
              for (let i = 3; i < data.length; i += 4) { if (data[i] > 0) { count += 1; } }
              return count;
            }"""
        )
    )


def test_the_network_is_drawn_the_same_every_time(visitor: Any) -> None:
    pictures = []
    for _ in range(2):
        page = visitor.open(f"{UNIT}/network")
        page.wait_for_selector("#network[data-drawn]")
        pictures.append(page.evaluate("document.querySelector('#network canvas').toDataURL()"))
        assert painted_pixels(page) > 5000
    assert pictures[0] == pictures[1]
    twin = page.locator("#network-twin tbody tr")
    data = json.loads(page.locator("#network-data").text_content())
    assert twin.count() == len(data["nodes"]) - 1


def test_the_network_is_used_by_keyboard(visitor: Any) -> None:
    page = visitor.open(f"{UNIT}/network")
    page.wait_for_selector("#network[data-drawn]")
    page.locator("#network").focus()
    page.keyboard.press("n")
    page.keyboard.press("n")
    name = page.locator("#net-chosen-name").inner_text()
    assert name in page.locator("#network-twin").inner_text()
    before = page.evaluate("document.querySelector('#network canvas').toDataURL()")
    page.get_by_role("button", name="Phóng to").press("Enter")
    page.wait_for_function("b => document.querySelector('#network canvas').toDataURL() !== b", arg=before)
    page.get_by_role("link", name="Đặt vào giữa hình").click()
    assert name in page.locator("h1").inner_text()


def test_the_network_answers_its_settings_and_its_address_restores_them(visitor: Any) -> None:
    page = visitor.open(f"{UNIT}/network")
    rows = page.locator("#network-twin tbody tr")
    everyone = rows.count()
    page.get_by_label("Nhóm đơn vị").select_option("0")
    page.get_by_label("Ít nhất mấy nhiệm vụ chung").fill("5")
    with page.expect_navigation():
        page.get_by_role("button", name="Lọc").click()
    fewer = rows.count()
    assert 0 < fewer < everyone
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    assert rows.count() == fewer
    assert page.get_by_label("Nhóm đơn vị").input_value() == "0"


def test_the_network_is_saved_as_a_picture_and_as_one_file(visitor: Any, tmp_path: Path) -> None:
    page = visitor.open(f"{UNIT}/network")
    page.wait_for_selector("#network[data-drawn]")
    with page.expect_download() as picture:
        page.get_by_role("button", name="Lưu ảnh PNG").click()
    saved = tmp_path / picture.value.suggested_filename
    picture.value.save_as(saved)
    assert saved.name == "cuc-y-te-du-phong-network.png"
    assert saved.read_bytes().startswith(b"\x89PNG")
    with page.expect_download() as export:
        page.get_by_role("link", name="Tải tệp HTML dùng ngoại tuyến").click()
    saved = tmp_path / "network.html"
    export.value.save_as(saved)
    alone = visitor.context.new_page()
    visitor.watch.watch(alone)
    alone.goto(saved.as_uri())
    alone.wait_for_selector("#network[data-drawn]")
    assert painted_pixels(alone) > 5000
