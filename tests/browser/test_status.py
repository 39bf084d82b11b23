"""The status page in a browser: a suggestion is read, accepted and kept; both languages, dark and phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.settings import Settings
from queries.status_log import Row, Sheet, add_sheet, read_log
from queries.verdicts import read_verdicts
from tests.browser.conftest import running, visiting
from tests.browser.faults import PHONE, WHOLE, faults, overflow

pytestmark = pytest.mark.browser

TOKEN = "a-secret-of-these-tests"  # noqa: S105
TASK = "https://w3id.org/nhiemvu/id/task/byt/2022/qd-2182/b/3.2"


@pytest.fixture(scope="module")
def graph(answered_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("status") / "graph"
    shutil.copytree(answered_graph, copy, copy_function=shutil.copy)
    row = Row(2, TASK, "B/3.2", "in-progress", "Đang thực hiện", "2023-01-15", "đã trình", "An")
    add_sheet(copy, Sheet("tien-do.csv", "0" * 64, "UTF-8", (row,)))
    return copy


@pytest.fixture(scope="module")
def address(graph: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with running(graph, Settings(query_workers=1, writable=True)) as origin:
            yield origin


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_reads_well(browser: Any, address: str, options: dict[str, Any], language: str) -> None:
    with visiting(browser, address, **options) as visitor:
        page = visitor.open(f"/status?lang={language}")
        assert page.locator(".finding").count() == 4
        assert page.locator(".finding blockquote mark").count() == 8
        page.locator(".judging summary").first.click()
        assert faults(page, {"type": "tag", "values": WHOLE}) == []
        assert overflow(page) <= 0
        page.goto(f"{address}/tasks/byt/2022/qd-2182/b/3.2")
        assert page.locator("#reported").is_visible()
        assert faults(page, {"type": "tag", "values": WHOLE}) == []


def test_a_suggestion_is_accepted_by_keyboard(browser: Any, address: str, graph: Path) -> None:
    with visiting(browser, address) as visitor:
        page = visitor.open("/status?document=2182/QĐ-BYT&lang=en")
        page.locator(".judging summary").first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        for words in ("đã ban hành", "An", TOKEN):
            page.keyboard.press("Tab")
            page.keyboard.type(words)
        page.keyboard.press("Enter")
        page.wait_for_url("**/status?document=**#o-*")
        assert page.locator(".finding .judged").inner_text() == "Accepted"
        assert "đã ban hành" in page.locator(".finding").inner_text()
        page.get_by_role("link", name="Accepted").click()
        assert "state=accepted" in page.url
        assert page.locator(".finding").count() == 1
    (kept,) = read_verdicts(graph)
    assert (kept.first, kept.verdict) == (TASK, "accepted")


@pytest.mark.parametrize("options", [{}, {"color_scheme": "dark"}, PHONE], ids=["light", "dark", "phone"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_of_sheets_reads_well(
    browser: Any, address: str, options: dict[str, Any], language: str
) -> None:
    with visiting(browser, address, **options) as visitor:
        page = visitor.open(f"/status/sheets?lang={language}")
        assert page.locator("table.data tbody tr").count() >= 1
        page.locator(".judging summary").first.click()
        assert faults(page, {"type": "tag", "values": WHOLE}) == []
        assert overflow(page) <= 0


def test_a_sheet_is_taken_in_and_back(browser: Any, address: str, graph: Path) -> None:
    before = len(read_log(graph).sheets)
    with visiting(browser, address) as visitor:
        page = visitor.open("/status/sheets?lang=vi")
        for text, end in (("99.9;Xong", "alert"), ("B/3.2;Xong", "status")):
            body = f"Mã nhiệm vụ;Trạng thái\n{text}\n".encode()
            page.locator("#sh-file").set_input_files(
                {"name": "bang.csv", "mimeType": "text/csv", "buffer": body}
            )
            page.locator("#sh-document").fill("2182/QĐ-BYT")
            page.locator("#sh-token").fill(TOKEN)
            page.keyboard.press("Enter")
            page.locator(f"[role={end}].note").wait_for()
        assert len(read_log(graph).sheets) == before + 1
        page.locator(".judging summary").first.focus()
        page.keyboard.press("Enter")
        page.locator("#sh-undo-token").fill(TOKEN)
        page.keyboard.press("Enter")
        page.get_by_text("Đã rút lại bảng sau cùng.").wait_for()
    assert len(read_log(graph).sheets) == before
