"""The graph views in a browser: they draw, are searched, dragged, saved, and restored by address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from views import publish, quads

from tests.browser.conftest import Visitor, Watch, running
from tests.browser.test_pages import DOCUMENT, PHONE, UNIT, WHOLE, faults, overflow

pytestmark = pytest.mark.browser

VIEWS = {
    "all": "/network?direction=1",
    "documents": "/network/documents",
    "lineage": "/network/documents?document=2182/QĐ-BYT",
    "tasks": f"{DOCUMENT}/network",
    "around": f"{UNIT}/network",
}
WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


def shown(page: Any) -> Any:
    """Wait until the picture is drawn."""
    page.wait_for_selector("#network[data-drawn]")
    return page


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_searched_saved_and_works_alone(
    visitor: Any, name: str, language: str, tmp_path: Path
) -> None:
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": visitor.origin}])
    page = shown(visitor.open(VIEWS[name]))
    box = page.locator("#net-search")
    box.fill("zzz")
    assert page.locator("#net-none").inner_text()
    box.fill("2182" if "ocuments" in name or name == "lineage" else "so y te")
    box.press("Enter")
    label = page.locator("#net-chosen-name").inner_text()
    assert label
    assert "focus=" in page.url
    page.reload()
    shown(page)
    assert page.locator("#net-chosen-name").inner_text() == label
    page.locator("#network").press("Escape")
    assert "focus=" not in page.url
    for button, opening in (("#net-svg", b"<svg "), ("#net-png", b"\x89PNG")):
        with page.expect_download() as download:
            page.click(button)
        assert Path(download.value.path()).read_bytes().startswith(opening)
    with page.expect_download() as download:
        page.click("#net-file")
    download.value.save_as(tmp_path / "view.html")
    alone = visitor.context.new_page()
    visitor.watch.watch(alone)
    alone.goto((tmp_path / "view.html").as_uri())
    shown(alone)
    alone.locator("#net-search").fill(label[:12])
    alone.locator("#net-search").press("Enter")
    assert alone.locator("#net-chosen-name").inner_text()


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "around"])
def test_a_view_has_no_serious_accessibility_fault(visitor: Any, name: str) -> None:
    page = shown(visitor.open(VIEWS[name]))
    assert faults(page, {"type": "tag", "values": WHOLE}) == []


@pytest.mark.parametrize("visitor", [PHONE], ids=["phone"], indirect=True)
@pytest.mark.parametrize("name", ["all", "tasks", "lineage"])
def test_a_view_fits_a_phone(visitor: Any, name: str) -> None:
    assert overflow(shown(visitor.open(VIEWS[name]))) <= 0


@pytest.fixture(scope="module")
def large(
    browser: Browser, chromium_path: Path, chromium_arguments: list[str], tmp_path_factory: Any
) -> Iterator[Visitor]:
    """Give a window with WebGL at a network that is too large for a canvas."""
    directory = tmp_path_factory.mktemp("large") / "graph"
    directory.mkdir()
    publish(directory, quads(320, 1600))
    arguments = [one for one in chromium_arguments if one != "--disable-gpu"] + WEBGL
    with running(directory) as origin:
        drawing = browser.browser_type.launch(executable_path=chromium_path, args=arguments)
        watch = Watch(origin)
        context = drawing.new_context(viewport={"width": 1280, "height": 900})
        context.route("**/*", watch.route)
        page = context.new_page()
        watch.watch(page)
        yield Visitor(context, page, origin, watch)
        drawing.close()
    assert watch.outside == []
    assert [one for one in watch.complaints if "GPU stall" not in one] == []


@pytest.mark.slow
def test_a_large_view_is_drawn_with_webgl_dragged_and_restored(large: Visitor) -> None:
    page = shown(large.open("/network"))
    frame = page.locator("#network")
    assert frame.get_attribute("data-drawn") == "true"
    assert frame.get_attribute("data-renderer") == "webgl"
    box = frame.bounding_box()
    assert box is not None
    before = frame.screenshot()
    page.mouse.move(box["x"] + 30, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 180, box["y"] + 120, steps=4)
    page.mouse.up()
    page.wait_for_timeout(200)
    assert frame.screenshot() != before
    page.locator("#net-search").fill("so 7")
    page.locator("#net-search").press("Enter")
    name = page.locator("#net-chosen-name").inner_text()
    page.reload()
    assert shown(page).locator("#net-chosen-name").inner_text() == name
    with page.expect_download() as download:
        page.click("#net-svg")
    assert Path(download.value.path()).read_text(encoding="utf-8").count("<circle") == 320
    assert page.locator("#network-twin tbody tr").count() == 50
