"""The page of addresses for programs: all of the OpenAPI document, in two languages, with requests to try."""

from __future__ import annotations

import html
import re
import shlex
from typing import TYPE_CHECKING, Any

import pytest

from api.api_pages import translations
from api.page_data.operations import operations, statuses
from tests.api.pages.elements import assert_harmless, in_language

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from tests.api.conftest import Running, Serve

BROWSER = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}


@pytest.fixture(scope="module")
def client(sample_server: Running) -> httpx.Client:
    return sample_server.client


@pytest.fixture(scope="module")
def document(client: httpx.Client) -> Any:
    return client.get("/api/openapi.json").json()


@pytest.fixture(scope="module")
def page(client: httpx.Client) -> str:
    return client.get("/api", headers={**BROWSER, **in_language("en")}).text


def listed(page: str, pattern: str) -> list[str]:
    return [html.unescape(one) for one in re.findall(pattern, page, flags=re.DOTALL)]


def test_every_operation_and_parameter_of_the_document_stands_on_the_page(document: Any, page: str) -> None:
    shown = listed(page, r'<span class="method">(.*?)</a>')
    wanted = [f"{method.upper()} {path}" for path, told in document["paths"].items() for method in told]
    assert sorted(re.sub(r"<[^>]*>", "", one) for one in shown) == sorted(wanted)
    articles = dict(
        re.findall(r'<article class="term operation" id="([^"]*)">(.*?)</article>', page, re.DOTALL)
    )
    for one in operations(document):
        for parameter in one.parameters:
            assert f"<code>{parameter.name}</code>" in articles[one.anchor]
            for value in (*parameter.choices, *filter(None, [parameter.default])):
                assert f"<code>{html.escape(value)}</code>" in articles[one.anchor]
        for media_type in [*one.body, *(form for answer in one.answers for form in answer.formats)]:
            assert media_type in articles[one.anchor]


def test_every_get_is_tried_on_this_graph(client: httpx.Client, document: Any, page: str) -> None:
    tried = listed(page, r'<a href="([^"]*)"[^>]* data-try')
    reading = [told for told in document["paths"].values() if "get" in told]
    assert len(tried) == len(reading)
    for address in tried:
        answer = client.get(address, headers=BROWSER)
        assert (address, answer.status_code) == (address, 200)
        assert len(answer.content) > 1, address


def test_commands_are_whole_and_those_that_change_name_nothing_of_the_graph(
    client: httpx.Client, document: Any, page: str
) -> None:
    commands = dict(re.findall(r'<code id="curl-([^"]*)">(.*?)</code>', page, re.DOTALL))
    for one in operations(document):
        words = shlex.split(html.unescape(commands[one.anchor]))
        assert words[0] == "curl"
        assert words[-1].startswith(str(client.base_url).rstrip("/"))
        assert ("Authorization: Bearer TOKEN" in words) == one.needs_token
        assert "{" not in words[-1]
        if one.needs_token:
            assert not re.search(r"qd-|graph/|try", words[-1]), words
    naming = shlex.split(html.unescape(commands["post-api-labels"]))
    data = naming[naming.index("--data-binary") + 1]
    assert client.post("/api/labels", content=data).status_code == 200
    asking = shlex.split(html.unescape(commands["post-sparql"]))
    body, kind = asking[asking.index("--data-binary") + 1], asking[asking.index("-H") + 1].partition(": ")[2]
    assert client.post("/sparql", content=body, headers={"Content-Type": kind}).status_code == 200


def test_every_sentence_of_the_document_is_there_in_vietnamese(document: Any, client: httpx.Client) -> None:
    found = operations(document)
    said = {text for one in found for text in (one.about, *one.more, *(p.about for p in one.parameters))}
    said |= set(statuses(document).values())
    assert said == set(translations())
    page = client.get("/api", headers={**BROWSER, **in_language("vi")}).text
    assert "Tìm văn bản, nhiệm vụ, đơn vị, người và chỉ tiêu" in page
    assert "Search documents, mandates" not in page


def test_who_wants_json_gets_the_document(client: httpx.Client, document: Any) -> None:
    answer = client.get("/api", headers={"Accept": "application/json"})
    assert answer.json() == document
    assert answer.headers["content-type"] == "application/json"
    shown = client.get("/api", headers=BROWSER)
    assert shown.headers["link"] == '</api/openapi.json>; rel="service-desc"; type="application/json"'
    for one in (answer, shown):
        assert "Accept" in one.headers["vary"]


def test_the_page_is_small_safe_and_found(client: httpx.Client, page: str) -> None:
    assert len(page.encode()) < 500_000
    found = assert_harmless(page)
    ids = found.having("id")
    assert len(ids) == len(set(ids))
    inside = {one[1:] for one in found.having("href") if one.startswith("#")}
    assert inside <= set(ids)
    query = client.get("/query", headers=BROWSER).text
    assert query.count('href="/api"') == 2  # of the page, and at its foot


def test_operations_of_an_empty_graph_are_shown_without_examples(small_server: Running) -> None:
    page = small_server.client.get("/api", headers=BROWSER).text
    tried = listed(page, r'<a href="([^"]*)"[^>]* data-try')
    assert "/api/load" in tried
    assert not [address for address in tried if address.startswith(("/api/tasks", "/api/gaps"))]
    assert "/api/gaps?document=DOCUMENT" in html.unescape(page)


def test_things_with_names_of_another_form_are_no_examples(
    tmp_path: Path, serve: Serve, publish_quads: Callable[..., str]
) -> None:
    rdf_type, term = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", "https://w3id.org/nhiemvu/ontology#"
    corpus = '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'
    publish_quads(
        tmp_path,
        f"<urn:t> {rdf_type} <{term}Task> <urn:g> .\n<urn:t> <{term}statedIn> <urn:d> <urn:g> .\n"
        f"<urn:d> {rdf_type} <{term}Document> <urn:g> .\n<urn:d> <{term}inCorpus> {corpus} <urn:g> .\n",
    )
    with serve(tmp_path) as server:
        told = server.page("/api")
    assert "/api/documents/ISSUER/YEAR/SLUG" in told
    assert "/api/tasks/PATH" in told
