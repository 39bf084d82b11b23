"""The pages, asked as a browser asks: statuses, languages, heads, what is unknown, what is at fault."""

from __future__ import annotations

import gzip
import html
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from api.links import page_of
from ontology.vocab import DEFAULT_BASE, FOAF, ORG
from tests.api.pages.elements import assert_harmless, in_language

PAGES = (
    "/",
    "/documents",
    "/documents/byt/2022/qd-1",
    "/documents/byt/2022/qd-1/text",
    "/documents/cp/2022/nq-38",
    "/documents/cp/2022/nq-38/text",
    "/tasks/byt/2022/qd-1/a/1",
    "/tasks/byt/2022/qd-1/a/2",
    "/tasks/byt/2022/qd-1/a/3",
    "/tasks/byt/2022/qd-1/a/4",
    "/tasks/byt/2022/qd-1/a/9",
    "/units",
    "/units/bo/cuc-a",
    "/units/bo/cuc-a/network",
    "/units/cuc-1/network?ties=all&way=coordinates",
    "/groups/cac-cuc",
    "/groups/cac-cuc/network",
    "/people/an/_",
    "/posts/bo/cuc-truong",
    "/questions",
    "/questions/tasks-led",
    "/query",
    "/api",
    "/search",
    "/search?q=cuc",
    "/data/task/byt/2022/qd-1/a/1",
    "/ontology",
    "/lists",
    "/lists/ledger",
    "/graphs",
    "/graphs/document/byt/2022/qd-1",
    "/graphs/build",
    "/problem",
    "/problem/busy",
)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_both_languages(client: httpx.Client, address: str, language: str) -> None:
    response = client.get(address, headers=in_language(language))
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == language
    found = assert_harmless(response.text)
    assert found.tags[0] == ("html", {"lang": language})
    ids = found.having("id")
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in found.tags].count("h1") == 1
    for label in found.having("for"):
        assert label in ids


UNUSED = 'class="note unused"'
"""How a page begins to tell of a field that it does not read."""


def test_fields_that_a_page_does_not_read_are_told(client: httpx.Client) -> None:
    for address in PAGES:
        page = client.get(address + ("&" if "?" in address else "?") + "not-read=1&lang=vi").text
        assert page.count(UNUSED) == 1, address
        assert "địa chỉ: not-read." in page, address


def test_pages_read_the_fields_of_the_links_and_forms_that_lead_to_them(client: httpx.Client) -> None:
    more = (
        "/ask?unit=Cục+A",
        "/load?unit=Cục+A",
        "/network",
        "/scenarios/try",
        "/findings",
        "/trace?thing=Cục+A",
    )
    asked: dict[tuple[str, tuple[str, ...]], str] = {}
    for address in (*PAGES, *more):
        page = client.get(address).text
        links = [html.unescape(one) for one in re.findall(r'href="(/[^"#]*)', page)]
        for form in re.findall(
            r'<form(?![^>]* method="post")[^>]* action="(/[^"#]*)[^>]*>(.*?)</form>', page, re.DOTALL
        ):
            links.append(
                f"{form[0]}?" + "&".join(f"{one}=" for one in re.findall(r' name="([^"]+)"', form[1]))
            )
        for link in links:
            path, _, query = link.partition("?")
            fields = tuple(sorted({one.partition("=")[0] for one in query.split("&") if one}))
            if fields and "format" not in fields and not path.startswith(("/api/", "/static/")):
                asked.setdefault((path.split("/")[1], fields), link)
    assert len(asked) > 40
    told = {link for link in asked.values() if UNUSED in client.get(link).text}
    assert told == set()


@pytest.mark.parametrize(
    "address",
    [
        "/documents/byt/2022/qd-2",
        "/documents/byt/2022/qd-2/text",
        "/documents/a/b/" + "x" * 3000,
        "/tasks/byt/2022/qd-1/a/77",
        "/tasks/x",
        "/tasks/" + quote('<>"{}|^`\\ '),
        "/units/bo/cuc-b",
        "/units/" + quote('a b<>"'),
        "/units/bo/cuc-b/network",
        "/groups/bo/cuc-a",
        "/people/binh/_",
        "/posts/none",
        "/questions/nothing-like-it",
        "/data/nothing",
        "/no/such/page",
        "/static/none.css",
    ],
)
def test_the_unknown_gets_a_page_with_status_404(client: httpx.Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1" in response.text
    assert_harmless(response.text)


def test_an_unknown_document_is_offered_the_nearest_addresses(client: httpx.Client) -> None:
    response = client.get("/documents/byt/2021/qd-1")
    assert response.status_code == 404
    assert 'href="/documents/byt/2022/qd-1"' in response.text


def test_an_unknown_unit_is_offered_the_nearest_names(client: httpx.Client) -> None:
    page = client.get("/units/cuc-so-7").text
    assert 'href="/units/cuc-7"' in page
    assert "Có phải bạn tìm" in page


def test_an_unknown_task_of_a_known_document_is_offered_the_document(client: httpx.Client) -> None:
    assert 'href="/documents/byt/2022/qd-1"' in client.get("/tasks/byt/2022/qd-1/b/5").text


def test_the_language_is_switched_and_remembered(client: httpx.Client) -> None:
    assert client.get("/").headers["content-language"] == "vi"
    switched = client.get("/documents?lang=en")
    client.cookies.clear()
    assert switched.headers["content-language"] == "en"
    assert "lang=en" in switched.headers["set-cookie"]
    assert client.get("/documents", headers=in_language("en")).headers["content-language"] == "en"
    assert client.get("/documents", headers=in_language("xx")).headers["content-language"] == "vi"
    assert 'href="/documents?lang=vi"' in switched.text


@pytest.mark.parametrize("address", ["/units/bo/cuc-a/network", "/query"])
def test_pages_are_small_when_compressed(client: httpx.Client, address: str) -> None:
    weight = 0
    page = client.get(address)
    for source in re.findall(r'(?:src=|href=|": )"(/static/[^"]+)"', page.text):
        weight += len(gzip.compress(client.get(source).content))
    assert weight + len(gzip.compress(page.content)) < 500_000


def test_own_files_may_be_kept_because_their_address_tells_their_content(client: httpx.Client) -> None:
    sources = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/units/bo/cuc-a/network").text)
    assert sources
    for source in sources:
        assert re.search(r"\?v=[0-9a-f]{12}$", source), source
        served = client.get(source)
        assert served.status_code == 200
        assert "immutable" in served.headers["cache-control"]
    assert client.get("/static/pages.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address", ["/", "/documents/byt/2022/qd-1", "/query", "/data/unit/bo", "/questions"]
)
def test_a_page_can_be_asked_for_its_head(client: httpx.Client, address: str) -> None:
    response = client.head(address)
    assert (response.status_code, response.content) == (200, b"")


def test_a_fault_of_the_server_is_a_page_without_its_traceback(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("the secret cause in /etc")

    monkeypatch.setattr("api.pages.task_table", fail)
    response = client.get("/documents/byt/2022/qd-1")
    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text


def test_everyone_who_is_named_has_a_page(sample_graph: Path, serve: Any) -> None:
    query = f"SELECT DISTINCT ?who {{ ?who a ?kind FILTER(?kind IN (<{FOAF.Person}>, <{ORG.Post}>)) }}"
    with serve(sample_graph, query_workers=1) as server:
        answer = server.client.get("/sparql", params={"query": query}, headers={"Accept": "text/csv"})
        assert answer.status_code == 200, answer.text
        pages = [page_of(who, DEFAULT_BASE) for who in answer.text.split()[1:]]
        said = {page: server.client.get(page or "", headers=in_language("vi")) for page in pages}
    assert len({str(page).split("/")[1] for page in said}) > 1
    assert {page for page, told in said.items() if told.status_code != 200} == set()
