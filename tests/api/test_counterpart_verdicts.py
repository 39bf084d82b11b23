"""Verdicts on counterparts over HTTP: by the form of the page and as JSON, undone by judging again."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest
from typer.testing import CliRunner

from api.cli import app
from api.judging import anchor
from queries.verdicts import read_verdicts
from tests.api.conftest import refused, writable_copy

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105
PROVINCE = "kh-bac-giang-nq38-2022.txt"
MINISTRY = "2182/QĐ-BYT"
PAIR = {"a": PROVINCE, "b": MINISTRY}


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with writable_copy(serve, sample_graph, tmp_path_factory.mktemp("judged"), TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def no_verdicts(server: Running) -> None:
    (server.directory / "verdicts.jsonl").unlink(missing_ok=True)


def entries(server: Running, **fields: str) -> list[dict[str, Any]]:
    answer = server.client.get("/api/counterparts", params=PAIR | fields)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def pair(server: Running, place: int = 3) -> tuple[str, str]:
    entry = entries(server)[place]
    return entry["iri"], entry["matches"][0]["iri"]


def post(server: Running, headers: dict[str, str] | None = None, **changes: str) -> httpx.Response:
    here, there = pair(server)
    form = {"here": here, "there": there, "verdict": "broader", "reason": "vì <b>", "by": "An"}
    form |= {"token": TOKEN} | changes
    address = {**PAIR, "show": "judged", "lang": "en"}
    return server.client.post("/counterparts", params=address, data=form, headers=headers or {})


def send(server: Running, headers: dict[str, str] | None = None, **changes: object) -> httpx.Response:
    first, second = pair(server)
    given = {"first": first, "second": second, "verdict": "narrower", "reason": "một phần", "by": "An"}
    shown = {"Authorization": f"Bearer {TOKEN}"} if headers is None else headers
    return server.client.post("/api/counterparts", json=given | changes, headers=shown)


def page(server: Running, **fields: str) -> str:
    answer = server.client.get("/counterparts", params=PAIR | fields)
    assert answer.status_code == 200
    return answer.text


def test_a_verdict_is_shown_from_both_sides_and_leads_back(server: Running) -> None:
    here, there = pair(server)
    answer = post(server)
    assert answer.status_code == 303
    location = answer.headers["location"]
    assert "show=judged" in location
    shown = page(server, show="judged", lang="en")
    assert f'id="{location.rpartition("#")[2]}"' in shown
    assert "<strong>The item of the first document is broader" in shown
    assert "vì &lt;b&gt;" in shown
    assert "<strong>Việc ở văn bản thứ nhất rộng hơn" in page(server, show="judged", lang="vi")
    turned = server.client.get(
        "/counterparts", params={"a": MINISTRY, "b": PROVINCE, "show": "judged", "lang": "en"}
    ).text
    assert "<strong>The item of the first document is narrower" in turned
    (kept,) = read_verdicts(server.directory)
    assert (kept.kind, kept.first, kept.second, kept.verdict) == ("counterpart", here, there, "broader")


def test_a_pair_that_is_different_stays_in_sight_and_is_judged_again(server: Running) -> None:
    here, there = pair(server)
    assert post(server, verdict="different").status_code == 303
    entry = entries(server)[3]
    assert there not in [one["iri"] for one in entry["matches"]]
    assert [(one["iri"], one["likely"]) for one in entry["different"]] == [(there, False)]
    shown = page(server, show="judged", lang="en")
    assert shown.count('<li class="pair') == 1
    assert "Judged to be no counterpart" in shown
    assert f'name="there" value="{there}"' not in shown
    chosen = page(server, show="judged", lang="en", judge=anchor("counterpart", here, there))
    assert f'name="there" value="{there}"' in chosen
    assert post(server, here=here, there=there, verdict="same", by="Bình").status_code == 303
    entry = entries(server)[3]
    assert entry["matches"][0]["iri"] == there
    assert "different" not in entry
    (kept,) = read_verdicts(server.directory)
    assert (kept.first, kept.verdict, kept.by) == (here, "same", "Bình")
    assert len((server.directory / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"token": "wrong"}, 403, "The write token is wrong"),
        ({"verdict": "accepted"}, 400, "Choose one"),
        ({"reason": "  "}, 400, "Give a reason"),
        ({"by": ""}, 400, "Give your name"),
        ({"reason": "x" * 2001}, 400, "longer than 2,000"),
        ({"reason": "x" * 70_000}, 413, "larger than"),
        ({"here": "https://example.org/none"}, 404, "no such task, duty or measure"),
        ({"there": "no IRI>"}, 404, "no such task, duty or measure"),
        ({"there": ""}, 404, "none is named"),
    ],
)
def test_a_wrong_form_keeps_nothing(server: Running, changes: dict[str, str], status: int, told: str) -> None:
    refused(post(server, {"Accept": "text/html"}, **changes), status, told, TOKEN)
    assert not len(read_verdicts(server.directory))


def test_the_form_of_the_pair_that_the_address_chooses_is_there_and_no_other(server: Running) -> None:
    assert "<form" not in pairs_of(page(server, lang="en"))
    entry = entries(server)[3]
    for place, match in enumerate(entry["matches"]):
        chosen = anchor("counterpart", entry["iri"], match["iri"])
        assert f"judge={chosen}#{chosen}" in page(server, lang="en", judge="c-none")
        listed = pairs_of(page(server, lang="en", judge=chosen))
        assert listed.count("<form") == listed.count('<details class="more judging" open>') == 1
        assert f'name="there" value="{match["iri"]}"' in listed
        assert 'action="/counterparts?' in listed
        assert f"judge={chosen}" not in listed
        assert listed.count('<details class="more" open>') == (1 if place else 0)


def pairs_of(told: str) -> str:
    return told.partition('<ol class="pairs"')[2]


def test_a_refused_form_holds_what_was_typed_at_its_own_pair(server: Running) -> None:
    here, there = pair(server)
    form = {"here": here, "there": there, "verdict": "broader", "reason": "lý do dài", "by": "An"}
    told = server.client.post("/counterparts", params=PAIR, data=form, headers={"Accept": "text/html"}).text
    assert told.count('value="lý do dài"') == 1
    assert told.count('<details class="more judging" open>') == 1


def test_a_thing_is_not_judged_against_itself_nor_a_document(server: Running) -> None:
    here, there = pair(server)
    assert post(server, there=here).status_code == 400
    document = server.client.get("/api/gaps", params={"document": MINISTRY}).json()["document"]["iri"]
    assert post(server, there=document).status_code == 404
    assert send(server, second=there + "-none").status_code == 404
    assert not len(read_verdicts(server.directory))


def test_a_program_sends_a_verdict(server: Running) -> None:
    answer = send(server)
    assert answer.status_code == 201, answer.text
    assert answer.json() == entries(server)[3]["matches"][0]["verdict"]
    assert send(server, verdict="same").status_code == 201
    (kept,) = read_verdicts(server.directory)
    assert (kept.verdict, kept.reason) == ("same", "một phần")


@pytest.mark.parametrize(
    ("headers", "changes", "status", "kind"),
    [
        ({}, {}, 401, "token-required"),
        ({"Authorization": "Bearer wrong"}, {}, 401, "token-refused"),
        (None, {"first": "https://example.org/none"}, 404, "not-found"),
        (None, {"verdict": "withdrawn"}, 409, "nothing-to-take-back"),
        (None, {"second": "2182/QĐ-BYT B/2.7"}, 404, "not-found"),
        (None, {"second": ""}, 400, "bad-parameter"),
        (None, {"verdict": "accepted"}, 400, "bad-parameter"),
        (None, {"reason": " "}, 400, "bad-parameter"),
        (None, {"by": ""}, 400, "bad-parameter"),
        (None, {"reason": "x" * 2001}, 400, "bad-parameter"),
        (None, {"reason": 1}, 400, "bad-request"),
        (None, {"reason": "x" * 70_000}, 413, "request-too-large"),
    ],
)
def test_what_a_program_may_send(
    server: Running, headers: dict[str, str] | None, changes: dict[str, object], status: int, kind: str
) -> None:
    answer = send(server, headers, **changes)
    assert answer.status_code == status, answer.text[:300]
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert answer.json()["type"].endswith(f"/{kind}")
    assert not len(read_verdicts(server.directory))


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"first=1", "application/x-www-form-urlencoded", 415),
        (b"{", "application/json", 400),
        (b"[" * 60_000, "application/json", 400),
        (b"[]", "application/json", 400),
        (b"[" + b"1" * 5_000 + b"]", "application/json", 400),
        (b'{"reason": "\\ud800"}', "application/json", 400),
        (b'{"first": "\xff"}', "application/json", 400),
    ],
)
def test_other_bodies_are_refused(server: Running, body: bytes, media: str, status: int) -> None:
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media}
    assert server.client.post("/api/counterparts", content=body, headers=headers).status_code == status


def test_other_sites_are_refused(server: Running) -> None:
    for origin in ("http://evil.example", "http://["):
        assert post(server, {"Origin": origin}).status_code == 403
    assert not len(read_verdicts(server.directory))


def test_a_read_only_server_shows_a_command_that_works(serve: Serve, server: Running) -> None:
    here, there = pair(server)
    with serve(server.directory, query_workers=1) as reading:
        shown = html.unescape(page(reading, lang="en", judge=anchor("counterpart", here, there)))
        assert 'method="post"' not in shown
        assert post(reading).status_code == 403
        answer = send(reading)
        assert (answer.status_code, answer.json()["type"].rpartition("/")[2]) == (403, "read-only")
    command = f"verdict add counterpart {here} {there} same"
    assert f"nhiemvu {command}" in shown
    told = CliRunner().invoke(
        app, [*command.split(), "--reason", "như nhau", "--by", "An", "-g", str(server.directory)]
    )
    assert told.exit_code == 0, told.output
    assert entries(server)[3]["matches"][0]["verdict"]["verdict"] == "same"


def test_damaged_verdicts_stay_as_they_are(server: Running) -> None:
    here, there = pair(server)
    held = server.directory / "verdicts.jsonl"
    held.write_text("{}\n", encoding="utf-8")
    told = {"first": here, "second": there, "verdict": "same", "reason": "x", "by": "An"}
    shown = {"Authorization": f"Bearer {TOKEN}"}
    assert server.client.post("/api/counterparts", json=told, headers=shown).status_code == 503
    assert json.loads(held.read_text(encoding="utf-8")) == {}


def test_every_cell_of_the_matrix_leads_to_its_pair(server: Running) -> None:
    told = html.unescape(server.client.get("/gaps", params={"document": MINISTRY, "lang": "en"}).text)
    links = re.findall(r'href="(/counterparts\?[^"]+#[^"]+)"', told)
    assert len(links) >= 2
    for link in (links[0], links[-1]):
        address, _, fragment = link.partition("#")
        assert f'id="{fragment}"' in server.client.get(address).text
