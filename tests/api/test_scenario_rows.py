"""A supposed figure, on the page of a scenario, and the rows that it opens are the same."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import pytest

from queries.scenario_changes import Merge, Unschedule
from queries.scenario_notation import as_text
from tests.api.conftest import Running

BASE = "https://w3id.org/nhiemvu/id/unit/bo-y-te/"
DPM, LEGAL = f"{BASE}cuc-y-te-du-phong", f"{BASE}vu-phap-che"
MERGED = f"change={quote(as_text(Merge((DPM, LEGAL), name='Cục Phòng bệnh')))}"
ROWS = f"/scenarios/try/rows?lang=en&unit=new:cuc-phong-benh&{MERGED}"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def links(page: str) -> list[tuple[str, str]]:
    """Give the addresses of supposed figures, and the figures."""
    found = re.findall(r'<a class="fig" href="(/scenarios/try/rows[^"]*)">([^<]*)</a>', page)
    return [(html.unescape(address), figure) for address, figure in found]


@pytest.mark.parametrize("asked", ["", "&period=year", "&collectives=expanded", "&document=2182/QĐ-BYT"])
def test_every_supposed_figure_opens_as_many_rows(server: Running, asked: str) -> None:
    page = server.client.get(f"/scenarios/try?lang=en{asked}&{MERGED}").text
    found = links(page)
    kinds = set(re.findall("figure=([a-z]+)", " ".join(address for address, _ in found)))
    assert kinds == {"led", "coordinated", "due", "ties"}
    for address, figure in found[:14]:
        answer = server.client.get(f"{address}&lang=en")
        assert answer.status_code == 200
        assert "Hypothetical." in answer.text
        if re.fullmatch("[0-9]+", figure):  # not a load or a centrality
            told = re.search(r"<h1>\s*([0-9,]+|No) ", answer.text)
            assert told is not None
            assert int(told[1].replace("No", "0")) == int(figure), address


def test_a_made_up_unit_has_the_tasks_of_those_that_it_was_made_of(server: Running) -> None:
    shown = server.client.get(ROWS)
    assert shown.status_code == 200
    tasks = set(re.findall(r'href="(/tasks/[^"]*)"', shown.text))
    of_both = set[str]()
    for unit in (DPM, LEGAL):
        of_both |= set(
            re.findall(r'href="(/tasks/[^"]*)"', server.client.get(f"/load/rows?unit={unit}").text)
        )
    assert tasks == of_both != set()
    assert "Cục Phòng bệnh" in shown.text
    assert "No query gives a supposed figure" in shown.text
    assert re.search(r'href="/scenarios/try\?change=merge', html.unescape(shown.text))


def test_a_deadline_taken_away_is_not_due_any_more(server: Running) -> None:
    due = f"/load/rows?unit={DPM}&figure=due"
    (task, *others) = dict.fromkeys(re.findall(r'href="/tasks/([^"]*)"', server.client.get(due).text))
    gone = quote(as_text(Unschedule(f"https://w3id.org/nhiemvu/id/task/{task}")))
    answer = server.client.get(f"/scenarios/try/rows?unit={DPM}&figure=due&change={gone}")
    assert list(dict.fromkeys(re.findall(r'href="/tasks/([^"]*)"', answer.text))) == others


@pytest.mark.parametrize(
    ("address", "status", "told"),
    [
        (f"/scenarios/try/rows?lang=en&{MERGED}", 400, "choose one"),
        (f"/scenarios/try/rows?lang=en&unit=new:khac&{MERGED}", 404, "new:khac"),
        (f"{ROWS}&figure=x", 400, "x"),
        (f"{ROWS}&period=month&when=soon", 400, "is no period"),
        (f"{ROWS}&page=99", 404, "99"),
        ("/scenarios/none/rows?unit=x", 404, ""),
    ],
)
def test_rows_that_cannot_be(server: Running, address: str, status: int, told: str) -> None:
    answer = server.client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status
    assert told in html.unescape(answer.text)
