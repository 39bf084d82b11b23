"""The pages of the graph views: what they say, their addresses, exports, and what cannot be asked."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.api.conftest import Running, Serve

DPM = "https://w3id.org/nhiemvu/id/unit/bo-y-te/cuc-y-te-du-phong"


@pytest.fixture(scope="module")
def server(serve: Serve, sample_graph: Path) -> Iterator[Running]:
    with serve(sample_graph, query_workers=1) as running:
        yield running


def page(server: Running, address: str, status: int = 200) -> str:
    """Open a page as a browser does and give its HTML."""
    answer = server.client.get(address, headers={"Accept": "text/html"})
    assert answer.status_code == status, address
    return answer.text


def drawn(html: str) -> dict[str, Any]:
    """Give the picture that a page hands to the browser."""
    found = re.search(r'<script type="application/json" id="network-data"[^>]*>(.*?)</script>', html)
    assert found
    picture: dict[str, Any] = json.loads(found[1])
    return picture


def ties(html: str) -> dict[tuple[str, str], int]:
    """Give the weight of every edge of the picture by the labels of its ends."""
    picture = drawn(html)
    labels = [node["label"] for node in picture["nodes"]]
    return {(labels[one], labels[other]): weight for one, other, _, weight in picture["edges"]}


def test_the_network_counts_what_its_rows_count(server: Running) -> None:
    html = page(server, "/network?direction=1&role=lead&document=2182/QĐ-BYT")
    assert ties(html)["Cục Y tế dự phòng", "Sở Y tế"] == 23
    links = re.findall(r'<a class="fig" href="(/load/rows\?[^"]*)">(\d+)</a>', html)
    assert len(links) > 20
    for href, number in links[:3]:
        opened = page(server, unescape(href))
        assert f"<h1>{number} " in opened
