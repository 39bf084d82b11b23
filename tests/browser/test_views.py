"""The graph views in a browser: they draw, are searched, dragged, saved, and restored by address."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser
from views import publish, quads

from tests.browser.conftest import Visitor, running, visiting
from tests.browser.faults import PHONE, WHOLE, faults, overflow
from tests.browser.settled import settled
from tests.browser.test_pages import DOCUMENT, UNIT

pytestmark = pytest.mark.browser

VIEWS = {
    "all": "/network?direction=1",
    "documents": "/network/documents",
    "lineage": "/network/documents?document=2182/QĐ-BYT",
    "tasks": f"{DOCUMENT}/network",
    "around": f"{UNIT}/network",
}


SPANS = """(() => {
window.written = [];
const fill = CanvasRenderingContext2D.prototype.fillText;
CanvasRenderingContext2D.prototype.fillText = function (text, x, y) {
  const { a, e } = this.getTransform();
  const half = this.measureText(text).width / 2;
  const ratio = window.devicePixelRatio || 1;
  window.written.push([(a * (x - half) + e) / ratio, (a * (x + half) + e) / ratio]);
  return fill.call(this, text, x, y);
};
})();"""
"""Records from where to where, in pixels of the page, words are written on a canvas."""


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


def test_signs_of_a_saved_picture_have_the_shape_that_they_stand_for(visitor: Any) -> None:
    for address, sign in (
        ("/network", "l8 8l-8 8l-8 -8z"),
        ("/network/documents", 'width="20" height="14" rx="3"'),
    ):
        page = shown(visitor.open(address))
        with page.expect_download() as download:
            page.click("#net-svg")
        assert sign in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_best_match_stands_first_and_ties_say_what_they_are(visitor: Any) -> None:
    """Tasks that have the words somewhere stand behind the unit of that name."""
    page = shown(visitor.open("/documents/byt/2022/qd-2182/network?lang=vi"))
    page.locator("#net-search").fill("y te du phong")
    assert page.locator("#net-found button").first.inner_text() == "Cục Y tế dự phòng"
    page = shown(visitor.open("/network/documents?document=2182%2FQ%C4%90-BYT&lang=vi"))
    page.locator("#net-search").fill("38")
    page.locator("#net-search").press("Enter")
    ties = (" ".join(text.split()) for text in page.locator("#net-chosen-ties li").all_inner_texts())
    assert {"← 2182/QĐ-BYT thực hiện", "← 2182/QĐ-BYT căn cứ"} <= set(ties)


@pytest.mark.parametrize("name", [name for name in VIEWS if name != "around"])
def test_a_view_has_no_serious_accessibility_fault(visitor: Any, name: str) -> None:
    page = shown(visitor.open(VIEWS[name]))
    assert faults(page, {"type": "tag", "values": WHOLE}) == []


@pytest.mark.parametrize("visitor", [PHONE], ids=["phone"], indirect=True)
@pytest.mark.parametrize("name", ["all", "tasks", "lineage"])
def test_a_view_fits_a_phone(visitor: Any, name: str) -> None:
    assert overflow(shown(visitor.open(VIEWS[name]))) <= 0


def middle(page: Any) -> tuple[float, float]:
    """Give the middle of the picture, in pixels of the window."""
    page.locator("#network").scroll_into_view_if_needed()
    box = page.locator("#network").bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def drag(page: Any, start: tuple[float, float], by: tuple[float, float]) -> None:
    """Drag with the mouse."""
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(start[0] + by[0], start[1] + by[1], steps=4)
    page.mouse.up()


STILL = """async () => {
    const canvas = document.querySelector('#network canvas');
    let seen = '';
    for (let same = 0; same < 20;) {
        await new Promise(requestAnimationFrame);
        const now = canvas.toDataURL();
        same = now === seen ? same + 1 : 0;
        seen = now;
    }
    return seen;
}"""


def pixels(page: Any) -> str:
    """Give the picture as it is when nothing moves any more."""
    page.mouse.move(2, 2)
    return str(settled(page, STILL))


def still(page: Any, field: str) -> str:
    """Wait until a field stands in the address, and give the picture as it is then."""
    page.wait_for_url(lambda url: f"{field}=" in url)
    return pixels(page)


def stays(visitor: Visitor, seen: str) -> None:
    """See the same picture after a reload, in another window, and after going and coming back."""
    page = visitor.page
    page.reload()
    shown(page)
    middle(page)
    assert still(page, "view") == seen
    other = visitor.context.new_page()
    visitor.watch.watch(other)
    other.goto(page.url)
    middle(shown(other))
    assert still(other, "view") == seen
    other.close()
    visitor.open("/documents")
    page.go_back()
    middle(shown(page))
    assert still(page, "view") == seen


def test_the_address_restores_part_and_places(visitor: Visitor) -> None:
    page = shown(visitor.open(f"{UNIT}/network"))
    first = pixels(page)
    page.click("#net-in")
    page.locator("#net-search").fill("cuc y te du phong")
    page.locator("#net-search").press("Enter")  # brings the unit into the middle
    drag(page, middle(page), (90, 60))
    dragged = still(page, "moved")
    drag(page, (middle(page)[0] - 5, middle(page)[1] + 150), (-70, 40))
    seen = still(page, "view")
    assert len({first, dragged, seen}) == 3
    assert "view=" in page.locator("#net-file").get_attribute("href")
    assert "moved=" in page.locator(".languages a").last.get_attribute("href")
    stays(visitor, seen)
    page.locator("#network").press("0")
    page.wait_for_url(lambda url: "view=" not in url)
    assert "moved=" in page.url


def test_keys_move_and_zoom_and_nonsense_in_the_address_is_left_aside(visitor: Visitor) -> None:
    bad = "view=1_2_x&moved=*zz*_1_2*abc_1e999_2*%3Cscript%3E"
    page = shown(visitor.open(f"{UNIT}/network?{bad}"))
    frame = page.locator("#network")
    plain = pixels(page)
    assert pixels(shown(visitor.open(f"{UNIT}/network"))) == plain
    frame.focus()
    frame.press("+")
    page.wait_for_url(lambda url: "view=" in url)
    zoomed = frame.get_attribute("data-sight")
    frame.press("ArrowLeft")
    page.wait_for_function("old => document.querySelector('#network').dataset.sight !== old", arg=zoomed)


@pytest.fixture(scope="module")
def large(browser: Browser, tmp_path_factory: Any) -> Iterator[Visitor]:
    """Give a window at a network of more units than vis-network draws."""
    directory = tmp_path_factory.mktemp("large") / "graph"
    directory.mkdir()
    publish(directory, quads(320, 1600))
    with running(directory) as origin, visiting(browser, origin) as made:
        yield made


WRITTEN = """() => {
    globalThis.written = new Map();
    const plain = CanvasRenderingContext2D.prototype.fillText;
    CanvasRenderingContext2D.prototype.fillText = function (words, x, y) {
        globalThis.written.set(words, [x, y]);
        return plain.apply(this, [words, x, y]);
    };
}"""


def label_place(page: Any, name: str) -> list[float]:
    """Tell where in the picture the first line of a name is written now."""
    page.evaluate(WRITTEN)
    page.mouse.move(*middle(page))
    page.mouse.move(2, 2)
    page.wait_for_function("name => [...written.keys()].some((words) => name.startsWith(words))", arg=name)
    settled(page, STILL)
    found = page.evaluate("name => [...written].find(([words]) => name.startsWith(words))[1]", name)
    return [float(at) for at in found]


@pytest.mark.slow
def test_a_large_view_is_dragged_zoomed_and_restored(large: Visitor) -> None:
    page = shown(large.open("/network"))
    frame = page.locator("#network")
    assert frame.get_attribute("data-renderer") == "dense"
    before = pixels(page)
    drag(page, middle(page), (150, 90))
    page.mouse.wheel(0, -300)
    dragged = still(page, "view")
    assert dragged != before
    stays(large, dragged)
    page.locator("#net-search").fill("so 7")
    page.locator("#net-search").press("Enter")
    name = page.locator("#net-chosen-name").inner_text()
    drag(page, middle(page), (80, 0))  # what is chosen stands in the middle
    seen = still(page, "moved")
    assert label_place(page, name)[0] == pytest.approx(
        page.locator("#network").bounding_box()["width"] / 2 + 80, abs=3
    )
    stays(large, seen)
    assert page.locator("#net-chosen-name").inner_text() == name
    page.mouse.dblclick(middle(page)[0] + 80, middle(page)[1])
    page.wait_for_url(lambda url: "/units/" in url)
    page.go_back()
    shown(page)
    with page.expect_download() as download:
        page.click("#net-svg")
    assert Path(download.value.path()).read_text(encoding="utf-8").count("<circle") == 320
    assert page.locator("#network-twin tbody tr").count() == 50


@pytest.mark.parametrize("visitor", [PHONE], indirect=True)
def test_names_beside_a_picture_stand_within_its_frame_on_a_telephone(visitor: Any) -> None:
    """The names of bodies stand left and right of the tasks; those that are long are cut."""
    visitor.context.add_init_script(SPANS)
    page = visitor.context.new_page()
    page.goto(f"{visitor.origin}/documents/byt/2022/qd-2182/network?lang=vi")
    shown(page)
    spans = page.evaluate("() => window.written.map(([left, right]) => [left, right])")
    width = page.locator("#network").bounding_box()["width"]
    assert len(spans) > 10
    assert min(left for left, _ in spans) >= 0
    assert max(right for _, right in spans) <= width
    assert overflow(page) <= 0
