"""The pages and addresses that compare documents: states have addresses, names that mean nothing are told."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from api import compare_pages
from api.compare_pages import PAGE_SIZE
from queries.verdicts import Verdict, add_verdicts

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

PROVINCE = "kh-bac-giang-nq38-2022.txt"
MINISTRY = "2182/QĐ-BYT"
PAIR = {"a": PROVINCE, "b": MINISTRY}


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    copy = tmp_path_factory.mktemp("compare") / "graph"
    shutil.copytree(sample_graph, copy, copy_function=shutil.copy)
    with serve(copy, query_workers=1) as running:
        yield running


def test_the_empty_forms_explain_themselves(server: Running) -> None:
    for address in ("/counterparts", "/gaps", "/counterparts?a=2182/QĐ-BYT", "/gaps?lang=en"):
        answer = server.client.get(address)
        assert answer.status_code == 200
        assert "<form" in answer.text


def test_pairs_are_marked_counted_and_paged(server: Running) -> None:
    def told(**fields: str) -> str:
        answer = server.client.get("/counterparts", params={**PAIR, **fields})
        assert answer.status_code == 200
        return answer.text

    whole = told()
    tallies = [int(one) for one in re.findall(r'class="tally">(\d+)<', whole)]
    assert tallies[0] == tallies[1] + tallies[2]
    assert told(show="likely").count('<li class="pair"') == min(tallies[1], PAGE_SIZE)
    assert told(show="none").count('<li class="pair is-gap"') == min(tallies[2], PAGE_SIZE)
    assert "<mark>" in whole
    assert "style=" not in whole
    assert "rest on no common act" in told(a="164/QĐ-BYT", b="1025/KH-BCĐ", lang="en")


def test_a_verdict_shows_at_once(server: Running) -> None:
    found = server.client.get("/api/counterparts", params=PAIR).json()
    first, second = found[3]["iri"], found[3]["matches"][-1]["iri"]
    add_verdicts(server.directory, [Verdict("counterpart", first, "broader", "vì <b>", "An", second)])
    assert server.client.get("/api/counterparts", params=PAIR).json()[3]["matches"][0]["iri"] == second
    page = server.client.get("/counterparts", params={**PAIR, "show": "judged"}).text
    assert page.count('<li class="pair') == 1
    assert "vì &lt;b&gt;" in page


def test_what_was_carried_over_is_judged_on_its_page(server: Running) -> None:
    found = server.client.get("/api/carried").json()
    assert found, "the sample has tasks that a later document repeats"
    first, second = found[0]["earlier"]["iri"], found[0]["later"]["iri"]
    page = server.client.get("/carried", params={"lang": "en"}).text
    assert page.count("nhiemvu verdict add counterpart") == len(found)
    assert f"counterpart {first} {second} " in page.replace("&#39;", "")
    add_verdicts(server.directory, [Verdict("counterpart", first, "broader", "vì sao", "An", second)])
    page = server.client.get("/carried", params={"lang": "en"}).text
    assert page.count("vì sao") == 1
    assert "The item of the first document is broader" in page
    assert "title=" not in page.partition('<ol class="pairs"')[2].partition("</ol>")[0]
    refused = server.client.post("/carried", data={"here": first, "there": second, "token": "x"})
    assert refused.status_code in {403, 404, 405}


def test_of_many_tasks_a_document_is_asked_for(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compare_pages, "MOST_TASKS", 3)
    page = server.client.get("/carried", params={"lang": "en"})
    assert (page.status_code, "more than 3 tasks" in page.text) == (200, True)


def test_the_matrix_and_its_tables(server: Running) -> None:
    page = server.client.get("/gaps", params={"document": MINISTRY, "lang": "vi"}).text
    found = server.client.get("/api/gaps", params={"document": MINISTRY}).json()
    assert f"{found['plans'][0]['covered']} trên {len(found['rows'])} việc" in page
    table = server.client.get("/api/gaps", params={"document": MINISTRY, "format": "csv"})
    assert len(list(csv.reader(io.StringIO(table.text)))) == len(found["rows"]) + 1
    missing = server.client.get("/gaps", params={"document": MINISTRY, "show": "missing"}).text
    assert missing.count('<tr class="is-gap">') == sum(not any(row["cells"]) for row in found["rows"])


@pytest.mark.parametrize(
    ("address", "fields", "status"),
    [
        ("/counterparts", {"a": "9999/QĐ-BYT", "b": MINISTRY}, 404),
        ("/counterparts", {"a": "38/NQ-CP", "b": MINISTRY}, 404),
        ("/counterparts", {**PAIR, "kind": "idea"}, 400),
        ("/counterparts", {**PAIR, "show": "some"}, 400),
        ("/counterparts", {**PAIR, "page": "999999999999"}, 200),
        ("/gaps", {"document": "x" * 5000}, 404),
        ("/gaps", {"document": MINISTRY, "plan": "nothing"}, 404),
        ("/api/counterparts", {"a": "9999/QĐ-BYT", "b": MINISTRY}, 404),
        ("/api/counterparts", {"a": MINISTRY}, 400),
        ("/api/gaps", {"document": MINISTRY, "format": "pdf"}, 400),
    ],
)
def test_wrong_addresses(server: Running, address: str, fields: dict[str, str], status: int) -> None:
    answer = server.client.get(address, params=fields, headers={"Accept": "text/html"})
    assert answer.status_code == status, answer.text[:500]


def test_damaged_verdicts_are_told_and_nothing_else_suffers(server: Running) -> None:
    path = server.directory / "verdicts.jsonl"
    kept = path.read_bytes() if path.exists() else b""
    path.write_text(json.dumps({"kind": "opinion"}) + "\n", encoding="utf-8")
    try:
        answer = server.client.get("/counterparts", params=PAIR)
        assert answer.status_code == 503
        assert server.client.get("/").status_code == 200
    finally:
        path.write_bytes(kept)
