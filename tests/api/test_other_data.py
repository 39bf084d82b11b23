"""Pages over data of another vocabulary: they say so, and lead to what can be done with it."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.api.conftest import Running


def page(server: Running, path: str) -> str:
    answer = server.client.get(path, params={"lang": "en"}, headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    return answer.text


def test_the_first_page_offers_no_question_that_has_nothing_to_answer_from(small_server: Running) -> None:
    home = page(small_server, "/")
    assert 'href="/questions/' not in home
    assert 'class="note"' in home
    assert all(f'href="{place}"' in home for place in ("/query", "/graphs"))


def test_the_first_page_over_documents_offers_questions(sample_server: Running) -> None:
    home = page(sample_server, "/")
    assert 'href="/questions/' in home
    assert 'class="note"' not in home


def test_the_query_page_begins_with_what_the_data_has(small_server: Running, sample_server: Running) -> None:
    for server, term in ((small_server, "?thing a ?class"), (sample_server, "nv:leads")):
        query = re.search(r"<textarea[^>]*>(.*?)</textarea>", page(server, "/query"), re.DOTALL)
        assert query
        assert term in unescape(query[1])
        answer = server.client.get("/sparql", params={"query": unescape(query[1])})
        assert answer.status_code == 200
