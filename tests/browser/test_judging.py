"""Counterparts in a browser: a pair is judged, and judged again; both languages, dark and phone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from api.settings import Settings
from queries.verdicts import read_verdicts
from tests.browser.conftest import running, visiting
from tests.browser.faults import PHONE, WHOLE, faults, overflow

pytestmark = pytest.mark.browser

TOKEN = "a-secret-of-these-tests"  # noqa: S105
ADDRESS = f"/counterparts?a=kh-bac-giang-nq38-2022.txt&b={quote('2182/QĐ-BYT')}"
WORDS = {
    "en": ("The item of the first document is broader", "Judged to be no counterpart"),
    "vi": ("Việc ở văn bản thứ nhất rộng hơn", "Đã kết luận là không tương ứng"),
}


@pytest.fixture
def graph(sample_graph: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sample_graph, tmp_path / "graph", copy_function=shutil.copy))


@pytest.fixture
def address(graph: Path) -> Iterator[str]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NHIEMVU_WRITE_TOKEN", TOKEN)
        with running(graph, Settings(query_workers=1, writable=True)) as origin:
            yield origin


def judge(page: Any, verdict: str, reason: str) -> None:
    """Fill and send the form of judging that is open."""
    form = page.locator(".judging[open] form")
    form.locator(f'input[value="{verdict}"]').check()
    for name, words in (("reason", reason), ("by", "An"), ("token", TOKEN)):
        form.locator(f'input[name="{name}"]').fill(words)
    with page.expect_navigation(url="**/counterparts?**#c-*"):
        form.locator("button").press("Enter")


def take_back(page: Any) -> None:
    """Take the verdict back that was just saved, by the form in the note that stays in sight."""
    note = page.locator(".note.done")
    note.locator("summary").press("Enter")
    for name, words in (("by", "An"), ("token", TOKEN)):
        note.locator(f'input[name="{name}"]').fill(words)
    with page.expect_navigation(url="**undone=c-**"):
        note.locator("button").press("Enter")


@pytest.mark.parametrize(
    ("language", "options"),
    [("vi", {}), ("en", {"color_scheme": "dark"}), ("vi", PHONE)],
    ids=["light", "dark", "phone"],
)
def test_a_pair_is_judged_and_judged_again(
    browser: Any, address: str, graph: Path, language: str, options: dict[str, Any]
) -> None:
    broader, apart = WORDS[language]
    with visiting(browser, address, **options) as visitor:
        page = visitor.open(f"{ADDRESS}&lang={language}")
        pair = page.locator(".pairs > .pair").nth(3)
        pair.locator(".judging a").first.press("Enter")
        assert broader in pair.locator(".judging[open]").inner_text()
        judge(page, "broader", "gồm cả việc kia")
        note = page.locator(".note.done")
        assert broader in note.inner_text()
        assert faults(page, {"type": "tag", "values": WHOLE}) == []
        assert overflow(page) <= 0
        take_back(page)
        assert page.locator(".note.done .undo").count() == 0
        assert broader not in pair.inner_text()
        assert not len(read_verdicts(graph))
        pair.locator(".judging a").first.press("Enter")
        judge(page, "broader", "gồm cả việc kia")
        page.reload()
        assert broader in pair.inner_text()
        assert "gồm cả việc kia" in pair.inner_text()
        pair.locator(".judging a").first.press("Enter")
        assert faults(page, {"type": "tag", "values": WHOLE}) == []
        assert overflow(page) <= 0
        judge(page, "different", "nhầm")
        page.goto(f"{address}{ADDRESS}&lang={language}&show=judged")
        assert page.locator(".pairs > .pair").count() == 1
        assert apart in page.locator(".pairs").inner_text()
        assert faults(page, {"type": "tag", "values": WHOLE}) == []
        assert overflow(page) <= 0
    (kept,) = read_verdicts(graph)
    assert (kept.kind, kept.verdict, kept.reason) == ("counterpart", "different", "nhầm")
