"""Questions about documents that change others, and about the tasks of those that ended."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import rdflib
from rdflib.query import ResultRow

from graph_build.pipeline import build
from graph_build.store import Database, EmbeddedStore, open_snapshot
from ontology.vocab import DEFAULT_BASE
from queries.as_of import documents_as_of, sentences
from queries.catalogue import find
from queries.format import text
from queries.pack import pack
from queries.run import ask
from queries.trace import Asked, trace
from queries.trace_text import turtle
from tests.unmeasured import unmeasured

PLAN = """ỦY BAN NHÂN DÂN
TỈNH AN SƠN

Số: 29/2020/QĐ-UBND

An Sơn, ngày 18 tháng 8 năm 2020

QUYẾT ĐỊNH

Ban hành Kế hoạch trồng cây

Điều 1. Ban hành Kế hoạch

| TT | Nhiệm vụ | Cơ quan chủ trì | Cơ quan phối hợp | Thời hạn |
|---|---|---|---|---|
| 1 | Trồng cây xanh | Sở Y tế | Sở Tài chính | Tháng 12/2021 |
| 2 | Báo cáo kết quả trồng cây | Sở Tài chính | Sở Y tế | Tháng 6/2022 |
"""
LATER = """ỦY BAN NHÂN DÂN
TỈNH AN SƠN

Số: 15/2024/QĐ-UBND

An Sơn, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH

Quy định về cây

Điều 1. Hiệu lực

1. Quyết định này có hiệu lực từ ngày 20 tháng 3 năm 2024.

2. Các Quyết định sau đây hết hiệu lực kể từ ngày {since}:

a) Quyết định số 29/2020/QĐ-UBND ngày 18 tháng 8 năm 2020 của Ủy ban nhân dân tỉnh.

3. Bãi bỏ khoản 2 Điều 5 Quyết định số 30/2021/QĐ-UBND ngày 18 tháng 8 năm 2021 của Ủy ban nhân dân tỉnh.
"""


@pytest.fixture(scope="module", params=["Quyết định này có hiệu lực", "01 tháng 01 năm 2025"])
def ended(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    folder = tmp_path_factory.mktemp("ended")
    (folder / "old.txt").write_text(PLAN, encoding="utf-8")
    (folder / "new.txt").write_text(LATER.format(since=request.param), encoding="utf-8")
    build([folder], folder / "graph")
    return open_snapshot(folder / "graph")


def rows(store: EmbeddedStore, name: str, *columns: str, **given: str) -> list[tuple[str, ...]]:
    answer = ask(store, find(name), given)
    places = [answer.variables.index(column) for column in columns]
    return [tuple(text(row[place]) for place in places) for row in answer.rows]


def test_what_a_document_does_is_told_with_its_words(ended: EmbeddedStore) -> None:
    told = rows(ended, "document-changes", "relation", "document_number", "related_number", "quote")
    assert {one[:3] for one in told} == {
        ("replaces", "15/2024/QĐ-UBND", "29/2020/QĐ-UBND"),
        ("amends", "15/2024/QĐ-UBND", "30/2021/QĐ-UBND"),
    }
    quotes = {one[0]: one[3] for one in told}
    assert quotes["replaces"].startswith("Các Quyết định sau đây hết hiệu lực")
    assert quotes["amends"].startswith("Bãi bỏ khoản 2 Điều 5 Quyết định số 30/2021/QĐ-UBND")
    assert rows(ended, "document-changes", "relation", related="30/2021/QĐ-UBND") == [("amends",)]
    assert rows(ended, "document-changes", "relation", document="29/2020/QĐ-UBND") == []
    lineage = {
        (one, quote)
        for document in ("15/2024/QĐ-UBND", "29/2020/QĐ-UBND", "30/2021/QĐ-UBND")
        for one, quote in rows(ended, "document-lineage", "relation", "quote", document=document)
        if one in quotes
    }
    assert lineage == set(quotes.items())


def test_tasks_lapse_on_the_day_that_the_words_state(ended: EmbeddedStore) -> None:
    (since,) = {one for (one,) in rows(ended, "document-changes", "changed_on", related="29/2020/QĐ-UBND")}
    assert since in {"2024-03-20", "2025-01-01"}
    lapsed = rows(ended, "lapsed-tasks", "title", "lead_name", "changed_on", date=since)
    assert lapsed == [
        ("Trồng cây xanh", "Sở Y tế", since),
        ("Báo cáo kết quả trồng cây", "Sở Tài chính", since),
    ]
    before = {"2024-03-20": "2024-03-19", "2025-01-01": "2024-12-31"}[since]
    assert rows(ended, "lapsed-tasks", "title", date=before) == []
    assert rows(ended, "lapsed-tasks", "title", date=since, unit="Sở Tài chính") == [
        ("Báo cáo kết quả trồng cây",)
    ]
    states = rows(ended, "documents-as-of", "document_number", "state", date=before)
    assert ("29/2020/QĐ-UBND", "in force") in states


def test_a_document_expires_by_its_own_words(tmp_path: Path) -> None:
    until = "20 tháng 3 năm 2024 đến hết ngày 31 tháng 12 năm 2025"
    text = LATER.format(since="ngày khác").replace("20 tháng 3 năm 2024", until)
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    build([tmp_path / "a.txt"], tmp_path / "graph")
    store = open_snapshot(tmp_path / "graph")
    states = [
        state
        for day in ("2024-03-19", "2025-12-31", "2026-01-01")
        for number, state in rows(store, "documents-as-of", "document_number", "state", date=day)
        if number == "15/2024/QĐ-UBND"
    ]
    assert states == ["not in effect", "in force", "expired"]
    assert "expired by its own words" in " ".join(sentences(documents_as_of(store, "2026-01-01")))


@pytest.mark.parametrize(
    ("day", "state"),
    [("2023-12-31", "in force"), ("2024-06-01", "replaced, day unknown"), ("2025-01-01", "replaced")],
)
def test_a_year_alone_tells_of_every_day_outside_it(day: str, state: str) -> None:
    made = Database()
    made.load_turtle(
        f"""
        @prefix nv: <{DEFAULT_BASE}ontology#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        <urn:old> a nv:Document ; nv:inCorpus true ; rdfs:label "cũ" ; nv:dateIssued "2020-01-01" .
        <urn:new> a nv:Document ; nv:inCorpus true ; rdfs:label "mới" ; nv:effectiveText "2024" ;
          nv:replaces <urn:old> .
        """.encode(),
        "urn:graph",
        "made up",
    )
    store = EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), made)
    assert documents_as_of(store, day).states["urn:old"].state == state


@pytest.mark.conformance
@pytest.mark.parametrize("ended", ["01 tháng 01 năm 2025"], indirect=True)  # rdflib takes long
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib calls what it deprecates itself
@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("document-changes", {}),
        ("lapsed-tasks", {"date": "2025-06-30"}),
        ("document-lineage", {"document": "29/2020/QĐ-UBND"}),
    ],
)
def test_a_second_engine_gives_the_same_rows(ended: EmbeddedStore, name: str, given: dict[str, str]) -> None:
    written = io.BytesIO()
    ended.dump_to(written, "application/n-quads")
    graphs = rdflib.Dataset(default_union=True)
    with unmeasured():
        graphs.parse(data=written.getvalue(), format="nquads")
    answer = ask(ended, find(name), given)
    ours = [[text(term) for term in row] for row in answer.rows]
    with unmeasured():
        found = [row for row in graphs.query(answer.sparql) if isinstance(row, ResultRow)]
    assert sorted(["" if term is None else str(term) for term in row] for row in found) == sorted(ours)
    assert ours


@pytest.mark.parametrize(("written", "way"), [("15/2024/QĐ-UBND", "up"), ("29/2020/QĐ-UBND", "down")])
def test_a_hop_over_a_change_shows_the_words_of_the_change(
    ended: EmbeddedStore, written: str, way: str
) -> None:
    found = trace(ended, written, Asked(direction=way, kinds=frozenset({"document"})))  # type: ignore[arg-type]
    hop = next(one for one in (*found.up, *found.down) if one.link in {"replaces", "replacedBy"})
    replaced = hop.iri if way == "up" else found.root.iri
    head, item = hop.evidence
    assert head.exact.startswith("Các Quyết định sau đây hết hiệu lực kể từ ngày")
    assert item.exact.startswith("Quyết định số 29/2020/QĐ-UBND")
    assert all(ended.text(q.sha256)[q.start : q.end] == q.exact for q in hop.evidence)
    packed = pack(found, "vi")
    assert {head, item} <= set(packed.quotes)
    graph = rdflib.Graph().parse(data=turtle(ended, found, DEFAULT_BASE), format="turtle")
    nv = rdflib.Namespace(f"{DEFAULT_BASE}ontology#")
    (citation,) = graph.subjects(nv.changeQuote, rdflib.URIRef(head.iri))
    assert graph.value(citation, nv.citedDocument) == rdflib.URIRef(replaced)


def test_a_change_in_one_sentence_is_one_quote(ended: EmbeddedStore) -> None:
    found = trace(ended, "15/2024/QĐ-UBND", Asked(direction="up", kinds=frozenset({"document"})))
    (hop,) = (one for one in found.up if one.link == "amends")
    (quote,) = hop.evidence
    assert quote.exact.startswith("Bãi bỏ khoản 2 Điều 5 Quyết định số 30/2021/QĐ-UBND")
