"""The pages of traces: what they show, that an address restores it, and what cannot be traced."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import httpx
import pytest

from api import trace_pages
from queries.trace_text import LINKS

if TYPE_CHECKING:
    from tests.api.conftest import Running

RESOLUTION = "/trace/documents/cp/2022/nq-38"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def page(server: Running, address: str, **fields: str | list[str]) -> httpx.Response:
    return server.client.get(address, params=fields or None, headers={"Accept": "text/html"})


@pytest.mark.parametrize(("language", "said"), [("vi", "được triển khai bởi"), ("en", "is implemented by")])
def test_a_trace_shows_the_words_with_links_into_the_text(server: Running, language: str, said: str) -> None:
    shown = page(server, RESOLUTION, lang=language)
    assert shown.status_code == 200
    assert said in shown.text
    assert "qd-2182-byt-2022.txt" in shown.text
    assert "/documents/byt/2022/qd-2182/text?at=" in shown.text
    assert "<details" in shown.text


def test_an_address_restores_what_is_shown(server: Running) -> None:
    kinds = page(server, RESOLUTION, kind=["task"], direction="down", open="all").text
    assert 'value="task" checked' in kinds
    assert 'value="duty" checked' not in kinds
    assert 'value="down" selected' in kinds
    assert "<details open>" in kinds
    assert 'id="trace-up"' not in kinds


def test_a_number_in_words_and_in_the_path(server: Running) -> None:
    assert "2182/QĐ-BYT" in page(server, "/trace", thing="38/NQ-CP").text
    assert "2182/QĐ-BYT" in page(server, "/trace/38/NQ-CP").text
    assert page(server, "/trace").status_code == 200


@pytest.mark.parametrize("address", ["/documents/byt/2022/qd-2182", "/tasks/byt/2022/qd-2182/b/2.7"])
def test_the_page_of_a_thing_leads_to_its_trace(server: Running, address: str) -> None:
    assert f'href="/trace{address}"' in page(server, address).text
    assert page(server, f"/trace{address}").status_code == 200


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"thing": "39/NQ-CP"}, 404, "38/NQ-CP"),
        ({"thing": "<script>alert(1)</script>"}, 404, "&lt;script&gt;"),
        ({"thing": "1"}, 409, "%2Fid%2Ftask%2F"),
        ({"thing": "38/NQ-CP", "depth": "-1"}, 400, "depth"),
        ({"thing": "38/NQ-CP", "kind": "unit"}, 400, "kind"),
    ],
)
def test_what_cannot_be_traced_is_told(
    server: Running, fields: dict[str, str], status: int, said: str
) -> None:
    answer = server.client.get("/trace", params=fields, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert said in answer.text
    assert "<script>alert" not in answer.text


def test_too_much_for_a_page_is_shown_with_fewer_kinds(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trace_pages, "MOST_SHOWN", 60)
    shown = page(server, RESOLUTION, lang="en").text
    assert "Too much for one page" in shown
    assert "chip deadline" not in shown


def test_a_limit_can_be_chosen_and_says_what_it_leaves_out(server: Running) -> None:
    shown = page(server, RESOLUTION, lang="en", limit="3").text
    told = re.search(r"a limit was reached\.( [0-9,]+ [a-z, ]+ are left out\.)+", shown)
    assert told, shown[:2000]
    assert '<option value="3" selected>' in shown
    assert "left out" not in page(server, RESOLUTION, lang="en").text


def test_every_relation_has_words_on_the_page() -> None:
    from api.i18n import catalogue

    for language in ("vi", "en"):
        assert all(catalogue(language).has(f"trace.link.{link}") for link in LINKS)


def test_no_link_stands_in_what_opens_a_branch(server: Running) -> None:
    shown = page(server, RESOLUTION).text
    summaries = re.findall(r"<summary>(.*?)</summary>", shown.partition('<ul class="trace">')[2], re.S)
    assert len(summaries) > 3
    assert not [one for one in summaries if "<a " in one]
