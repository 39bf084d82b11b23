"""The page and the address of provisions that no task takes up."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from api import untaken_pages

if TYPE_CHECKING:
    from tests.api.conftest import Running

DOCUMENT = "164/QĐ-BYT"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def test_the_page_shows_each_beside_the_nearest_task(server: Running) -> None:
    told = server.client.get("/api/untaken", params={"document": DOCUMENT}).json()
    page = server.client.get("/untaken", params={"document": DOCUMENT, "lang": "en"}).text
    assert page.count('<li class="pair is-gap"') == min(len(told), untaken_pages.PAGE_SIZE) > 0
    assert "These are suggestions, not facts" in page
    assert "<mark>" in page
    assert "style=" not in page
    every = server.client.get("/untaken", params={"lang": "vi"}).text
    assert "Quy định chưa có nhiệm vụ" in every
    assert "Provisions that no task takes up" in server.client.get("/gaps", params={"lang": "en"}).text
    nothing = server.client.get("/untaken", params={"scope": "below", "document": DOCUMENT, "lang": "en"})
    assert "Nothing to suggest" in nothing.text


def test_files_hold_the_same_rows(server: Running) -> None:
    def file(form: str) -> bytes:
        answer = server.client.get("/api/untaken", params={"document": DOCUMENT, "format": form})
        assert answer.status_code == 200
        assert f"provisions-without-task.{form}" in answer.headers["Content-Disposition"]
        return bytes(answer.content)

    told = server.client.get("/api/untaken", params={"document": DOCUMENT}).json()
    rows = list(csv.DictReader(io.StringIO(file("csv").decode("utf-8-sig"))))
    assert [row["section"] for row in rows] == [one["section"] for one in told]
    assert load_workbook(io.BytesIO(file("xlsx"))).worksheets[0].max_row == len(told) + 1


def test_names_and_scopes_that_mean_nothing_are_told(server: Running) -> None:
    for address in ("/untaken", "/api/untaken"):
        assert server.client.get(address, params={"document": "9/QĐ-XYZ"}).status_code == 404
    assert server.client.get("/api/untaken", params={"scope": "above"}).status_code in (400, 422)


def test_of_many_tasks_a_document_must_be_named(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untaken_pages, "MOST_TASKS", 5)
    assert "more than 5 tasks" in server.client.get("/untaken", params={"lang": "en", "scope": "below"}).text
    assert server.client.get("/api/untaken", params={"scope": "below"}).status_code == 400
    assert (
        server.client.get("/api/untaken", params={"document": DOCUMENT, "scope": "below"}).status_code == 200
    )
