"""Charts and networks of the query page as files: PNG and SVG, on light paper, in both languages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.browser.faults import PHONE, faults, overflow
from tests.browser.test_query_page import DATES, GRAPH, UNITS, opened, run

pytestmark = pytest.mark.browser

SVG = "{http://www.w3.org/2000/svg}"
WHITE = (255, 255, 255)
NAMES = {"chart": "nhiemvu-chart-tasks-unit", "line": "nhiemvu-chart-tasks-due", "graph": "nhiemvu-graph"}
QUERIES = {"chart": UNITS, "line": DATES, "graph": GRAPH}
SAID = {"chart": "Cục Y tế dự phòng", "line": "2022", "graph": "Cục Y tế"}


def drawn(visitor: Any, name: str, language: str) -> Any:
    """Run a query and show its picture."""
    page = opened(visitor, language=language)
    run(page, QUERIES[name])
    view = "graph" if name == "graph" else "chart"
    page.click(f"[data-view={view}]")
    page.wait_for_selector(f"#result[data-shown={view}]")
    return page


def saved(page: Any, ending: str, name: str) -> bytes:
    """Save a picture by keyboard and give the file."""
    button = page.locator(".result-view").get_by_role("button", name=ending.upper())
    button.focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename == f"{NAMES[name]}.{ending}"
    return Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(
    ("visitor", "language"),
    [({"color_scheme": "dark"}, "vi"), (PHONE, "en")],
    indirect=["visitor"],
)
@pytest.mark.parametrize("name", NAMES)
def test_a_picture_is_saved_as_png_and_svg(visitor: Any, name: str, language: str) -> None:
    page = drawn(visitor, name, language)
    written = saved(page, "svg", name).decode("utf-8")
    root = ElementTree.fromstring(written)  # noqa: S314
    texts = [element.text or "" for element in root.iter(f"{SVG}text")]
    assert any(SAID[name] in " ".join(texts[at : at + 3]) for at in range(len(texts)))
    assert "var(" not in written
    ground = root.find(f"{SVG}rect")
    assert ground is not None
    assert ground.get("fill") == "#ffffff"
    png = saved(page, "png", name)
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    picture = Image.open(BytesIO(png)).convert("RGB")
    wide, high = (float(root.get(side, "0")) for side in ("width", "height"))
    assert min(wide, high) > 100
    scale = min(2, 8000 / max(wide, high))
    assert picture.size == pytest.approx((wide * scale, high * scale), abs=2)
    counted = {colour: count for count, colour in picture.getcolors(1 << 24) or []}
    assert picture.getpixel((0, 0)) == WHITE
    assert counted[WHITE] < 0.99 * picture.width * picture.height
    darkest, _ = picture.convert("L").getextrema()
    assert isinstance(darkest, int)
    assert darkest < 60
    assert overflow(page) == 0
    assert not faults(page, {"type": "rule", "values": ["color-contrast", "button-name"]})
