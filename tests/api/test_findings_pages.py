"""The findings page: states have addresses, verdicts are kept, strangers and other sites are refused."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import openpyxl
import pytest

from api.security import is_same_site
from queries.verdicts import Verdict, add_verdicts, read_verdicts
from tests.api.conftest import refused, writable_copy

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

TOKEN = "a-secret-of-these-tests"  # noqa: S105


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with writable_copy(serve, sample_graph, tmp_path_factory.mktemp("findings"), TOKEN) as running:
        yield running


@pytest.fixture(autouse=True)
def no_verdicts(server: Running) -> None:
    (server.directory / "verdicts.jsonl").unlink(missing_ok=True)


def listed(server: Running, **fields: str) -> list[dict[str, Any]]:
    answer = server.client.get("/api/findings", params=fields)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()
    return found


def post(server: Running, headers: dict[str, str] | None = None, **changes: str) -> httpx.Response:
    form = {
        "finding": changes.get("finding") or listed(server)[0]["iri"],
        "verdict": "accepted",
        "reason": "vì <b>",
        "by": "An",
    }
    form |= {"token": TOKEN} | changes
    return server.client.post("/findings?state=open&lang=en", data=form, headers=headers or {})


def test_a_quote_stands_in_its_text(server: Running) -> None:
    first = listed(server)[0]
    page = server.client.get("/findings").text
    for quote in first["quotes"][:2]:
        assert f"<mark>{html.escape(quote['exact'], quote=False)}" in page
    assert "style=" not in page


def test_filters_narrow_the_list_and_every_state_has_its_count(server: Running) -> None:
    every = listed(server)
    one = every[0]
    add_verdicts(server.directory, [Verdict("finding", one["iri"], "rejected", "không phải", "An")])
    for fields, count in (
        ({"kind": one["code"]}, sum(e["code"] == one["code"] for e in every)),
        ({"severity": "low"}, sum(e["severity"] == "low" for e in every)),
        ({"document": one["quotes"][0]["document"]["iri"]}, None),
        ({"state": "rejected"}, 1),
        ({"state": "open"}, len(every) - 1),
    ):
        found = listed(server, **fields)
        assert count is None or len(found) == count
        page = server.client.get("/findings", params=fields).text
        assert page.count('<li class="finding"') == min(len(found), 25)
    tallies = [int(n) for n in re.findall(r'class="tally">(\d+)<', server.client.get("/findings").text)]
    assert tallies == [len(every), len(every) - 1, 0, 1]


def test_exports_carry_the_verdicts(server: Running) -> None:
    one = listed(server)[0]
    add_verdicts(server.directory, [Verdict("finding", one["iri"], "accepted", "=1+1", "An")])
    table = server.client.get("/api/findings", params={"format": "csv"}).content.decode("utf-8-sig")
    (row,) = [row for row in csv.DictReader(io.StringIO(table)) if row["finding"] == one["iri"]]
    assert (row["state"], row["reason"], row["by"]) == ("accepted", "'=1+1", "An")
    book = server.client.get("/api/findings", params={"format": "xlsx", "state": "accepted"})
    assert "Cookie" in book.headers["vary"]
    sheet = openpyxl.load_workbook(io.BytesIO(book.content)).active
    assert sheet is not None
    assert sheet.max_row == 2
    assert [cell.data_type for cell in sheet[2] if cell.value == "=1+1"] == ["s"]


def test_a_verdict_is_kept_and_leads_back(server: Running) -> None:
    answer = post(server)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/findings?state=open&lang=en&saved=f-")
    assert post(server, verdict="rejected", by="Bình").status_code == 303
    (kept,) = read_verdicts(server.directory)
    assert (kept.verdict, kept.by) == ("rejected", "Bình")
    assert len((server.directory / "verdicts.jsonl").read_text(encoding="utf-8").splitlines()) == 2
    assert "vì &lt;b&gt;" in server.client.get("/findings?state=rejected").text


def test_what_was_saved_is_said_and_can_be_taken_back(server: Running) -> None:
    iri = listed(server)[0]["iri"]
    saved = post(server, finding=iri).headers["location"]
    page = server.client.get(saved).text
    note = page.partition('<div class="note done"')[2].partition("</div>")[0]
    assert "The verdict was saved: <strong>accepted</strong>" in note
    assert page.count("saved=") == 1  # in the other language it is said too
    assert '<div class="note done"' not in server.client.get("/findings?lang=en&saved=f-0123456789ab").text
    seen = re.search(r'name="seen" value="(\w+)"', note)
    assert seen is not None
    undo = {"finding": iri, "verdict": "withdrawn", "reason": "", "seen": seen[1]}
    assert post(server, **undo | {"token": "wrong"}).status_code == 403
    assert post(server, {"Origin": "http://evil.example"}, **undo).status_code == 403
    assert post(server, **undo | {"by": ""}).status_code == 400
    assert len(read_verdicts(server.directory)) == 1
    undone = post(server, **undo)
    assert (undone.status_code, "undone=f-" in undone.headers["location"]) == (303, True)
    assert "There is no verdict now." in server.client.get(undone.headers["location"]).text
    assert not len(read_verdicts(server.directory))
    again = post(server, {"Accept": "text/html"}, **undo)
    assert (again.status_code, "no verdict to take back" in again.text) == (409, True)


def test_a_verdict_that_others_replaced_is_not_taken_back(server: Running) -> None:
    iri = listed(server)[0]["iri"]
    post(server, finding=iri)
    seen = next(iter(read_verdicts(server.directory))).mark
    post(server, finding=iri, verdict="rejected", by="Bình")
    undo = {"finding": iri, "verdict": "withdrawn", "seen": seen}
    changed = post(server, {"Accept": "text/html"}, **undo)
    assert (changed.status_code, "changed in the meantime" in changed.text) == (409, True)
    seen = next(iter(read_verdicts(server.directory))).mark
    back = server.client.get(post(server, **undo | {"seen": seen}).headers["location"]).text
    assert "The one before it is in force again: <strong>accepted</strong>" in back
    assert [one.verdict for one in read_verdicts(server.directory)] == ["accepted"]


@pytest.mark.parametrize(
    ("changes", "status", "told"),
    [
        ({"token": "wrong"}, 403, "The write token is wrong"),
        ({"token": "sai mã"}, 403, "The write token is wrong"),
        ({"token": ""}, 403, "The write token is wrong"),
        ({"verdict": "same"}, 400, "Choose one"),
        ({"reason": "  "}, 400, "Give a reason"),
        ({"by": ""}, 400, "Give your name"),
        ({"reason": "x" * 2001}, 400, "longer than 2,000"),
        ({"reason": "x" * 70_000}, 413, "larger than"),
        ({"finding": "https://example.org/none"}, 404, "no such finding"),
        ({"finding": ""}, 404, "no such finding"),
    ],
)
def test_a_wrong_form_keeps_nothing(server: Running, changes: dict[str, str], status: int, told: str) -> None:
    refused(post(server, {"Accept": "text/html"}, **changes), status, told, TOKEN)
    assert not len(read_verdicts(server.directory))


@pytest.mark.parametrize(
    ("headers", "same"),
    [
        ({}, True),
        ({"sec-fetch-site": "same-origin"}, True),
        ({"sec-fetch-site": "same-site"}, False),
        ({"sec-fetch-site": "cross-site", "origin": "http://here:1", "host": "here:1"}, False),
        ({"origin": "http://here:1", "host": "here:1"}, True),
        ({"origin": "http://here:2", "host": "here:1"}, False),
        ({"origin": "null", "host": "here:1"}, False),
        ({"origin": "null"}, False),
    ],
)
def test_who_may_post(headers: dict[str, str], same: bool) -> None:
    assert is_same_site(headers) is same


def test_other_sites_and_other_bodies_are_refused(server: Running) -> None:
    assert post(server, {"Origin": "http://evil.example"}).status_code == 403
    assert server.client.post("/findings", json={}).status_code == 415
    assert (
        server.client.post(
            "/findings", content=b"reason=%FF", headers={"Content-Type": "application/x-www-form-urlencoded"}
        ).status_code
        == 400
    )
    assert not len(read_verdicts(server.directory))


def test_damaged_verdicts_stay_as_they_are(server: Running) -> None:
    held = server.directory / "verdicts.jsonl"
    iri = listed(server)[0]["iri"]
    held.write_text("{}\n", encoding="utf-8")
    assert server.client.get("/findings").status_code == 503
    assert post(server, finding=iri).status_code == 503
    assert held.read_text(encoding="utf-8") == "{}\n"


def test_a_read_only_server_shows_the_command(serve: Serve, server: Running) -> None:
    lost = "https://w3id.org/nhiemvu/id/finding/x/2020/qd-1/two-leads-0123456789ab"
    add_verdicts(server.directory, [Verdict("finding", lost, "accepted", "cũ", "An")])
    with serve(server.directory, query_workers=1) as reading:
        page = reading.client.get("/findings?lang=en").text
        assert 'method="post"' not in page
        assert "nhiemvu verdict add finding https://" in page
        assert "1 verdict is on a finding" in page
        assert post(reading).status_code == 403


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"kind": "no-such"}, 400),
        ({"severity": "worst"}, 400),
        ({"state": "maybe"}, 400),
        ({"document": "9999/QĐ-BYT"}, 404),
        ({"page": "99999999999"}, 200),
        ({"kind": "impossible-date", "state": "accepted"}, 200),
    ],
)
def test_wrong_addresses(server: Running, fields: dict[str, str], status: int) -> None:
    for address in ("/findings", "/api/findings"):
        assert server.client.get(address, params=fields).status_code == status
