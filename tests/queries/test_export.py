"""Exports: what is written can be read back by the programs that it is for."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import networkx as nx
import openpyxl
import pyoxigraph as ox
import pytest

from graph_build.store import Database, EmbeddedStore, open_snapshot
from ontology.vocab import DEFAULT_BASE
from queries import export
from queries.export_formats import DATASET_FORMATS, TABLES, TRIPLE_FORMATS, Format


@pytest.fixture
def sample(sample_graph: Path) -> EmbeddedStore:
    return open_snapshot(sample_graph)


def count(store: EmbeddedStore, kind: str) -> int:
    query = f"SELECT DISTINCT ?s {{ ?s a <{DEFAULT_BASE}ontology#{kind}> }}"
    return len(list(store.query(query)))


@pytest.mark.parametrize("form", list(DATASET_FORMATS))
def test_a_dataset_comes_back_whole(sample: EmbeddedStore, form: Format) -> None:
    written = io.BytesIO()
    export.write_rdf(sample, DEFAULT_BASE, written, form)
    read = ox.parse(written.getvalue(), format=ox.RdfFormat.from_media_type(DATASET_FORMATS[form]))
    lines = sorted((ox.serialize(read, format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines())
    assert lines == sample.dump()


@pytest.mark.parametrize("form", list(TRIPLE_FORMATS))
def test_triples_are_those_of_all_graphs(sample: EmbeddedStore, form: Format) -> None:
    written = io.BytesIO()
    export.write_rdf(sample, DEFAULT_BASE, written, form)
    read = ox.parse(written.getvalue(), format=ox.RdfFormat.from_media_type(TRIPLE_FORMATS[form]))
    assert len({quad.triple for quad in read}) == len(sample.dump())
    if form is Format.TURTLE:
        assert b"@prefix nv: <" in written.getvalue()


@pytest.mark.parametrize("form", [Format.NQUADS, Format.TRIG])
def test_reports_go_with_it_in_a_graph_of_their_own(sample: EmbeddedStore, form: Format) -> None:
    own = f"{DEFAULT_BASE}graph/status"
    line = f'<{own}> <http://www.w3.org/2000/01/rdf-schema#label> "reported" <{own}> .'
    written = io.BytesIO()
    export.write_rdf(sample, DEFAULT_BASE, written, form, [f"{line}\n".encode()])
    read = ox.parse(written.getvalue(), format=ox.RdfFormat.from_media_type(DATASET_FORMATS[form]))
    lines = sorted((ox.serialize(read, format=ox.RdfFormat.N_QUADS) or b"").decode().splitlines())
    assert lines == sorted([*sample.dump(), line])


@pytest.mark.parametrize("form", [Format.JSONLD, Format.TURTLE])
def test_reports_are_not_mixed_with_what_was_read(sample: EmbeddedStore, form: Format) -> None:
    with pytest.raises(ValueError, match="graph of their own"):
        export.write_rdf(sample, DEFAULT_BASE, io.BytesIO(), form, [b"<a:b> <a:b> <a:b> <a:c> .\n"])


def test_no_triple_stands_in_two_graphs(sample: EmbeddedStore) -> None:
    triples = [line.rpartition(" <")[0] for line in sample.dump()]
    assert len(set(triples)) == len(triples)


def test_tables_hold_a_row_a_thing(sample: EmbeddedStore) -> None:
    written = io.BytesIO()
    export.write_tables(sample, DEFAULT_BASE, written)
    with zipfile.ZipFile(written) as archive:
        rows = {
            name: list(csv.DictReader(io.StringIO(archive.read(name).decode("utf-8-sig"))))
            for name in archive.namelist()
        }
    assert list(rows) == [f"{name}.csv" for name in TABLES]
    assert len(rows["tasks.csv"]) == count(sample, "Task") == 129
    assert len({row["citation"] for row in rows["citations.csv"]}) == count(sample, "Citation")
    assert len(rows["citations.csv"]) == count(sample, "Citation")
    assert len(rows["documents.csv"]) == count(sample, "Document")
    assert {row["finding"] for row in rows["findings.csv"]}
    assert len(rows["findings.csv"]) < 100
    assert {row["role"] for row in rows["assignments.csv"]} >= {"lead", "coordinate"}
    for row in rows["assignments.csv"]:
        assert int(row["quote_end"]) - int(row["quote_start"]) == len(row["quote"])


def test_tables_for_spreadsheets_hold_no_formula() -> None:
    store = Database()
    data = f"""@prefix nv: <{DEFAULT_BASE}ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <urn:t> a nv:Task ; nv:statedIn <urn:d> ; nv:sequence 1 ; dcterms:title "=1+1"@vi ."""
    store.load_turtle(data.encode(), "urn:g", "a test")
    written = io.BytesIO()
    export.write_tables(store, DEFAULT_BASE, written)  # type: ignore[arg-type]
    with zipfile.ZipFile(written) as archive:
        assert ",'=1+1," in archive.read("tasks.csv").decode("utf-8-sig")


def test_a_workbook_has_a_sheet_a_table_and_no_formula(sample: EmbeddedStore) -> None:
    written = io.BytesIO()
    export.write_workbook(sample, DEFAULT_BASE, written)
    book = openpyxl.load_workbook(written)
    assert book.sheetnames == list(TABLES)
    assert book["tasks"].max_row == 130
    assert [cell.value for cell in book["tasks"][1]][:3] == ["IRI nhiệm vụ", "IRI văn bản", "Số, ký hiệu"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]


def test_text_that_looks_like_a_formula_or_is_too_long_stays_text() -> None:
    database = Database()
    title = '=HYPERLINK(\\"http://example.org/\\")'
    nv, task = f"{DEFAULT_BASE}ontology#", "urn:t"
    lines = [
        f"<{task}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <{nv}Task> <urn:g> .",
        f"<{task}> <{nv}statedIn> <urn:d> <urn:g> .",
        f'<{task}> <{nv}sequence> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <urn:g> .',
        f'<{task}> <http://purl.org/dc/terms/title> "{title}" <urn:g> .',
        f'<{task}> <{nv}output> "{"x" * 40_000}\\u0001" <urn:g> .',
    ]
    database.load_nquads("\n".join(lines).encode(), "test")
    written = io.BytesIO()
    export.write_workbook(database, DEFAULT_BASE, written)  # type: ignore[arg-type]
    row = next(iter(openpyxl.load_workbook(written)["tasks"].iter_rows(min_row=2, values_only=True)))
    assert row[5] == title.replace("\\", "")
    assert isinstance(row[9], str)
    assert len(row[9]) == 32_767


@pytest.mark.parametrize("form", [Format.GRAPHML, Format.GEXF])
def test_a_network_opens_in_networkx(sample: EmbeddedStore, form: Format) -> None:
    written = io.BytesIO()
    export.write_network(sample, DEFAULT_BASE, written, form)
    written.seek(0)
    read = nx.read_graphml(written) if form is Format.GRAPHML else nx.read_gexf(written)
    kinds = {data["kind"] for _, data in read.nodes(data=True)}
    assert kinds == {"document", "task", "unit"}
    assert sum(data["kind"] == "task" for _, data in read.nodes(data=True)) == 129
    links = [data["link"] for *_, data in read.edges(data=True)]
    assert links.count("statedIn") == 129
    assert {"leads", "coordinates", "implements", "cites"} <= set(links)
