"""Questions and queries on their pages: hostile words, faults explained, answers shown and downloaded."""

from __future__ import annotations

import html
import re
from typing import NoReturn
from urllib.parse import urlencode

import httpx
import pytest

from api.query_errors import ServerBusy
from tests.api.pages.elements import assert_harmless, in_language
from tests.api.pages.hostile_graph import BASE, BREAKOUT, RTL, SCRIPT, span

HOSTILE = [
    SCRIPT,
    BREAKOUT,
    RTL,
    "%00",
    "\x00",
    "ế" * 5000,
    "💥" * 100,
    "../../etc/passwd",
    "a\r\nb",
    "'; DROP",
]
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/search", "q"),
        ("/units", "words"),
        ("/units", "kind"),
        ("/units", "sort"),
        ("/units", "page"),
        ("/documents/byt/2022/qd-1", "words"),
        ("/documents/byt/2022/qd-1", "actor"),
        ("/documents/byt/2022/qd-1", "sort"),
        ("/documents/byt/2022/qd-1", "page"),
        ("/documents/byt/2022/qd-1/text", "at"),
        ("/", "lang"),
        ("/units/bo/cuc-a", "section"),
    ],
)
def test_odd_query_strings_do_no_harm(client: httpx.Client, address: str, field: str, words: str) -> None:
    response = client.get(address, params={field: words})
    refused = address == "/search" and 'role="alert"' in response.text  # it says what cannot be searched for
    assert response.status_code == (400 if refused else 200)
    assert_harmless(response.text)
    assert len(response.text) < 600_000


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_values_of_a_question_are_refused_as_a_page(client: httpx.Client, words: str) -> None:
    response = client.get("/questions/tasks-led", params={"unit": f"x{words}", "resolution": "38/NQ-CP"})
    assert response.status_code in {400, 404}
    assert response.text.index('role="alert"') < response.text.index("question-form")
    assert_harmless(response.text)


@pytest.mark.parametrize("query", [SCRIPT, BREAKOUT, "SELECT", "SELECT * {", "\x00", "x" * 3000, "}" * 5000])
def test_a_malformed_query_is_explained_on_its_page(client: httpx.Client, query: str) -> None:
    response = client.post("/query", data={"query": query})
    assert response.status_code == 400
    found = assert_harmless(response.text)
    assert "alert" in found.having("role")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/query?query=SELECT%FF&wait=yes", "không phải là văn bản UTF-8"),
        ("/query?query=ASK%7B%7D%20ASK%7B%7D&wait=yes", "hai câu truy vấn"),
        ("/query?query=ASK%7B%20nv:a%20nv:b%20nv:c%20%7D&wait=yes", "chưa khai báo tiền tố “nv:”"),
        ("/query?query=CLEAR%20ALL&wait=yes", "Đây là lệnh cập nhật"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_vietnamese(
    client: httpx.Client, address: str, said: str
) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert said in response.text


def test_a_query_that_calls_out_or_writes_is_refused(client: httpx.Client) -> None:
    calling = "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"
    assert client.get("/query", params={"query": calling, "wait": "yes"}).status_code == 403
    writing = {"query": "DELETE WHERE { ?s ?p ?o }", "wait": "yes"}
    assert client.get("/query", params=writing).status_code >= 400


def busy(*_: object, **__: object) -> NoReturn:
    raise ServerBusy(7)


def test_a_busy_server_says_once_when_to_come_again(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.workers.WorkerPool.run", busy)
    page = client.get("/query", params={"query": "ASK {}", "wait": "yes"})
    assert (page.status_code, page.headers["Retry-After"]) == (503, "7")
    assert page.text.count("thử lại sau") == 1
    monkeypatch.setattr("api.pages.document_reading", busy)
    page = client.get("/documents/byt/2022/qd-1?sort=due")
    assert (page.status_code, page.headers["Retry-After"]) == (503, "7")
    assert page.text.count("thử lại sau 7 giây") == 1
    assert '<a class="button" href="/documents/byt/2022/qd-1?sort=due">Thử lại</a>' in page.text


def test_the_page_comes_without_an_answer_that_takes_long(client: httpx.Client) -> None:
    page = client.get("/query", params={"query": ENDLESS})
    assert page.status_code == 200
    assert " data-coming>" in page.text
    assert 'id="result-head"' not in page.text
    further = assert_harmless(page.text).having("href")
    address = "/query?" + urlencode({"query": ENDLESS, "wait": "yes"})
    assert address in further
    assert f'content="0; url={html.escape(address)}"' in page.text


def test_a_page_that_waits_has_its_answer(client: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.query_page.PATIENCE", 0)
    asked = {"query": "ASK {}"}
    assert " data-coming>" in client.get("/query", params=asked).text
    for page in (client.get("/query", params={**asked, "wait": "yes"}), client.post("/query", data=asked)):
        assert '<p class="verdict">Có</p>' in page.text
        assert "data-coming" not in page.text


def test_a_query_is_answered_as_a_table_with_downloads(client: httpx.Client) -> None:
    asked = (
        "SELECT ?name WHERE { ?unit <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
    )
    page = client.get("/query", params={"query": asked, "wait": "yes"}).text
    assert page.count("<tr>") == 104
    assert 'href="/sparql?query=SELECT' in page
    assert "103 dòng" in page
    assert_harmless(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", '<p class="verdict">Có</p>'),
        ("ASK { <http://a> <http://b> <http://c> }", '<p class="verdict">Không</p>'),
        ("SELECT * { <http://a> ?p ?o }", "Không có dòng nào"),
        ("SELECT ?x {}", '<span class="none">–</span>'),
        (
            f"DESCRIBE <{BASE}id/unit/bo>",
            "&lt;https://w3id.org/nhiemvu/id/unit/bo&gt;",
        ),
    ],
)
def test_every_form_of_query_is_shown(client: httpx.Client, query: str, shown: str) -> None:
    response = client.get("/query", params={"query": query, "wait": "yes"})
    assert response.status_code == 200
    assert shown in response.text
    assert_harmless(response.text)


def test_the_question_is_answered_with_its_proof(client: httpx.Client) -> None:
    page = client.get(
        "/questions/tasks-led", params={"resolution": "38/NQ-CP", "unit": f"{BASE}id/unit/bo/cuc-a"}
    )
    assert page.status_code == 200
    start, end = span("Cục A")
    assert f'href="/documents/byt/2022/qd-1/text?at={start}-{end}#c{start}-{end}"' in page.text
    assert "VALUES ?unit { &lt;https://w3id.org/nhiemvu/id/unit/bo/cuc-a&gt; }" in page.text


def test_a_missing_parameter_is_named(client: httpx.Client) -> None:
    page = client.get("/questions/tasks-led", params={"resolution": "38/NQ-CP"})
    assert page.status_code == 400
    assert "Còn thiếu: đơn vị chủ trì." in page.text


def test_answers_are_downloaded_as_csv_and_json(client: httpx.Client) -> None:
    asked = {"unit": "Cục số 5", "format": "csv"}
    table = client.get("/questions/tasks-coordinated", params=asked)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"] == 'attachment; filename="tasks-coordinated.csv"'
    assert table.content.decode("utf-8-sig").startswith("task,")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert isinstance(
        client.get("/questions/tasks-coordinated", params={**asked, "format": "json"}).json(), list
    )


def test_days_of_a_question_are_typed_and_shown_as_the_reader_writes_them(client: httpx.Client) -> None:
    typed = {"from": "1/7/2022", "to": "31.12.2022", "format": "json"}
    led = client.get("/questions/tasks-due", params=typed)
    assert led.status_code == 303
    assert led.headers["location"] == "/questions/tasks-due?format=json&from=2022-07-01&to=2022-12-31"
    asked = {"from": "2022-07-01", "to": "a day"}
    page = client.get("/questions/tasks-due", params=asked, headers=in_language("en"))
    assert page.status_code == 400
    first, last = re.findall(r'<input id="q-(?:from|to)"[^>]*>', page.text)
    assert 'value="1 July 2022"' in first
    assert 'value="a day"' in last
    assert 'aria-describedby="p-to"' in last
    for box in (first, last):
        assert 'placeholder="day/month/year"' in box
        assert " required" in box
        assert 'type="date"' not in box
