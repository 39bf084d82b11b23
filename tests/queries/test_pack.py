"""Citation packs: every quote numbered once, whole, in both forms."""

from __future__ import annotations

import io
import re
from pathlib import Path

import docx
import pytest

from graph_build.store import open_snapshot
from queries.pack import Pack, as_docx, as_html, pack
from queries.trace import Asked, trace
from queries.trace_model import Node, Quote, Trace


@pytest.fixture(scope="module")
def made(sample_graph: Path) -> Pack:
    with open_snapshot(sample_graph) as store:
        return pack(trace(store, "38/NQ-CP", Asked(direction="down")), "vi", store.snapshot_id)


def test_quotes_are_numbered_in_order_and_only_once(made: Pack) -> None:
    first_met = list(dict.fromkeys(mark for step in made.steps for mark in step.marks))
    assert first_met == list(range(1, len(made.quotes) + 1))
    assert len({(quote.sha256, quote.start, quote.end) for quote in made.quotes}) == len(made.quotes) > 100


def test_html_stands_alone_and_its_marks_lead_somewhere(made: Pack) -> None:
    html = as_html(made)
    assert set(re.findall(r'href="#(q\d+)"', html)) == set(re.findall(r'id="(q\d+)"', html))
    assert not re.search(r"(src|href)=\"(?!#)|<script|@import|url\(", html)
    assert made.snapshot in html


def test_word_has_every_quote(made: Pack) -> None:
    paragraphs = [one.text for one in docx.Document(io.BytesIO(as_docx(made))).paragraphs]
    quoted = [text for text in paragraphs if re.match(r"\[\d+\] “", text)]
    assert len(quoted) == len(made.quotes)
    assert quoted[0].startswith(f"[1] “{' '.join(made.quotes[0].exact.split())}” — ")


def test_what_a_document_says_cannot_break_a_pack() -> None:
    quote = Quote('<script>alert("x")</script>\x00\x0b', 0, 5, "a.txt", "urn:q", "urn:d", "ab" * 32)
    held = pack(Trace(Node("urn:d", "document", "<b>\x01", evidence=(quote,)), (), (), (), True), "en")
    assert "<script>alert" not in as_html(held)
    assert docx.Document(io.BytesIO(as_docx(held))).paragraphs


def test_nothing_found_is_a_pack_that_says_so() -> None:
    empty = pack(Trace(Node("urn:d", "document", "38/NQ-CP"), (), (), (), True), "vi")
    assert "Không có trích dẫn" in as_html(empty)
    assert "Không có trích dẫn." in [one.text for one in docx.Document(io.BytesIO(as_docx(empty))).paragraphs]
