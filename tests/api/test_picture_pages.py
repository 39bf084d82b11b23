"""The pages of the graph views: what they say, their addresses, exports, and what cannot be asked."""

from __future__ import annotations

import csv
import json
import re
from html import unescape
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from api.page_data.ego_page import USUAL
from graph_build.store import open_snapshot
from ontology.vocab import DEFAULT_BASE
from queries import document_network
from queries.load import Filters, table_of
from queries.network import counted_ties, ties

if TYPE_CHECKING:
    from tests.api.conftest import Running

DPM = "https://w3id.org/nhiemvu/id/unit/bo-y-te/cuc-y-te-du-phong"
DOCUMENT = "/documents/byt/2022/qd-2182"
EGO = "/units/bo-y-te/cuc-y-te-du-phong/network"


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def drawn(html: str) -> dict[str, Any]:
    """Give the picture that a page hands to the browser."""
    found = re.search(r'<script type="application/json" id="network-data"[^>]*>(.*?)</script>', html)
    assert found
    picture: dict[str, Any] = json.loads(found[1])
    return picture


def weights(html: str) -> dict[tuple[str, str], int]:
    """Give the weight of every edge of the picture by the labels of its ends."""
    picture = drawn(html)
    labels = {node["id"]: node["label"] for node in picture["nodes"]}
    return {(labels[edge["from"]], labels[edge["to"]]): edge["weight"] for edge in picture["edges"]}


@pytest.mark.parametrize("address", ["/network?direction=1&role=lead&document=2182/QĐ-BYT", EGO])
def test_a_tie_weighs_the_tasks_that_its_figure_opens(server: Running, address: str) -> None:
    html = server.page(address)
    assert weights(html)["Cục Y tế dự phòng", "Sở Y tế"] == 23
    links = re.findall(r'<a class="fig" href="(/load/rows\?[^"]*)">(\d+)</a>', html)
    assert len(links) > 15
    for href, number in links[:3]:
        assert f"<h1>{number} " in server.page(unescape(href))


def test_a_filter_narrows_the_picture(server: Running) -> None:
    whole, some = weights(server.page("/network")), weights(server.page("/network?least=5"))
    assert some == {pair: weight for pair, weight in whole.items() if weight >= 5}
    quarter = weights(server.page("/network?when=2022-Q3"))
    assert 0 < sum(quarter.values()) < sum(whole.values())
    joint = drawn(server.page("/network?role=joint&direction=1"))
    assert joint["kinds"] == ["joint"]


@pytest.mark.parametrize(
    ("address", "nodes"),
    [("/network/documents?document=2182/QĐ-BYT&depth=1", 6), (f"{DOCUMENT}/network?role=lead", 97 + 20)],
)
def test_other_views_have_their_things(server: Running, address: str, nodes: int) -> None:
    picture = drawn(server.page(address))
    assert len(picture["nodes"]) == nodes
    assert not any(node["label"].startswith("http") for node in picture["nodes"])


AROUND = "/network/documents?document=2182/QĐ-BYT&depth={}{}"


def test_of_very_many_documents_those_around_one_are_read(
    server: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = [AROUND.format(depth, kind) for depth in (1, 2, 3) for kind in ("", "&relation=basedOn")]
    pictures = [drawn(server.page(address)) for address in asked]
    view = server.app.state.site.view(server.app.state.store)
    monkeypatch.setattr(view.directory.documents, "are_many", True)
    monkeypatch.setitem(view._whole, ("document-relations",), ())
    assert [drawn(server.page(address)) for address in asked] == pictures
    assert "quá nhiều văn bản" in server.page("/network/documents", 422)
    monkeypatch.setattr(document_network, "MOST_AROUND", 3)
    view._kept.clear()
    refused = server.page(AROUND.format(2, ""), 422)
    assert "hãy chọn ít bước hơn" in refused
    assert "depth=1" in refused


@pytest.mark.parametrize("address", ["/network", "/network/documents", f"{DOCUMENT}/network", EGO])
def test_a_view_is_saved_as_a_table_and_as_a_file(server: Running, address: str) -> None:
    html = server.page(address)
    table = list(csv.reader(StringIO(server.client.get(f"{address}?format=csv").text.lstrip("\ufeff"))))
    assert f'<span class="tally">{len(table) - 1}</span>' in html
    book = load_workbook(BytesIO(server.client.get(f"{address}?format=xlsx").content), read_only=True)
    rows = [["" if cell is None else str(cell) for cell in row] for row in book.worksheets[0].values]
    assert rows == table
    file = server.client.get(f"{address}?export=1")
    assert file.headers["content-disposition"].endswith('.html"')
    assert drawn(file.text)["nodes"] == drawn(html)["nodes"]
    assert not re.findall(r"<(?:script|img|link)[^>]* (?:src|href)=", file.text)


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/network?least=0", 400, "số nhiệm vụ từ 1"),
        ("/network?least=nan", 400, "số nhiệm vụ từ 1"),
        ("/network?role=queen", 400, "queen"),
        ("/network?direction=2", 400, "chiều"),
        ("/network?collectives=x", 400, "x"),
        ("/network?when=soon", 400, "soon"),
        ("/network?focus=Cuc+Y+te+du+phon", 404, "Cục Y tế dự phòng"),
        ("/network?document=0/QĐ-0", 404, "0/QĐ-0"),
        ("/network?least=1&least=2", 400, "least"),
        ("/network?page=99", 404, "99"),
        ("/network?format=exe", 400, "exe"),
        ("/network?focus=%3Cscript%3Ealert(1)%3C/script%3E", 404, "&lt;script&gt;"),
        ("/network/documents?depth=0", 400, "số bậc"),
        ("/network/documents?relation=friend", 400, "friend"),
        (f"{DOCUMENT}/network?section=zz", 404, "zz"),
        ("/documents/byt/2022/qd-9/network", 404, ""),
        ("/units/bo-y-te/nowhere/network", 404, ""),
        (f"{EGO}?way=sideways", 400, "sideways"),
        (f"{EGO}?ties=x&least=2", 400, "x"),
        ("/network?least=9999", 200, "Không có gì khớp"),
        ("/network?when=1901", 200, "Không có gì khớp"),
    ],
)
def test_what_cannot_be_asked_is_said(server: Running, address: str, status: int, words: str) -> None:
    html = server.page(address, status)
    assert words in html
    assert "<script>alert" not in html
    if words and status != 200:
        assert html.index('role="alert"') < html.index('<form class="filter" action="')
        assert html.count("<label for=") > 2


def test_the_table_counts_the_ties_of_a_unit_as_sparql_does(sample_graph: Path) -> None:
    store = open_snapshot(sample_graph)
    counted = counted_ties(table_of(store), DPM, Filters())
    assert counted == ties(store, DPM, DEFAULT_BASE)[0]
    assert len(counted) > 20
    assert set(USUAL) >= {"way", "least", "groups", "ties"}
