"""The page and the address of provisions that no task takes up."""

from __future__ import annotations

import csv
import io
import re
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


@pytest.mark.parametrize(
    ("address", "fields", "box"),
    [
        ("/untaken", {"document": "38/NQ-CP"}, "u-document"),
        ("/gaps", {"document": "38/NQ-CP", "plan": DOCUMENT}, "g-document"),
        ("/gaps", {"document": DOCUMENT, "plan": "38/NQ-CP"}, "g-plan1"),
        ("/counterparts", {"a": DOCUMENT, "b": "38/NQ-CP"}, "c-b"),
    ],
)
def test_the_form_stays_where_a_document_is_known_by_citation_only(
    server: Running, address: str, fields: dict[str, str], box: str
) -> None:
    asked = {**fields, "lang": "en"}
    answer = server.client.get(address, params=asked, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "38/NQ-CP&#39; is known by citation only: its text was not read" in answer.text
    assert '<a class="said" lang="vi" href="/documents/cp/2022/nq-38">38/NQ-CP</a>' in answer.text
    for value in fields.values():
        assert f'value="{value}"' in answer.text
    (wrong,) = [one for one in re.findall(r"<input [^>]*>", answer.text) if "aria-invalid" in one]
    assert f'id="{box}"' in wrong
    assert answer.text.count("<h1") == 1


def test_of_many_tasks_a_document_must_be_named(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(untaken_pages, "MOST_TASKS", 5)
    assert "more than 5 tasks" in server.client.get("/untaken", params={"lang": "en", "scope": "below"}).text
    assert server.client.get("/api/untaken", params={"scope": "below"}).status_code == 400
    assert (
        server.client.get("/api/untaken", params={"document": DOCUMENT, "scope": "below"}).status_code == 200
    )
