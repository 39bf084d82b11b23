"""RDF data of any origin, published as a snapshot."""

from __future__ import annotations

import gzip
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph_build import snapshots
from graph_build.errors import NhiemvuError, NothingToBuild, UnreadableFile, UnsupportedFormat, WritingFailed
from graph_build.load_table import read_table
from graph_build.rdf_import import import_rdf
from graph_build.search_index import FILE
from graph_build.store import open_snapshot
from graph_build.store_errors import DataInvalid
from ontology.vocab import OA, PROV, RDF, SKOS

TRIPLE = "<http://example.org/s> <http://example.org/p> {} ."


def dump(directory: Path) -> list[str]:
    with open_snapshot(directory) as store:
        return store.dump()


def write(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_bytes(gzip.compress(text.encode()) if name.endswith(".gz") else text.encode())
    return file


def test_quads_stay_in_their_graphs_and_triples_go_where_they_are_told(tmp_path: Path) -> None:
    quads = write(tmp_path, "a.nq", TRIPLE.format('"đ" <http://example.org/g>'))
    triples = write(tmp_path, "b.ttl.gz", "@prefix : <http://example.org/> . :s :p <x> .")
    report = import_rdf([quads, triples], tmp_path / "out", graph="http://example.org/h", base="urn:base:/")
    assert report.triples == 2
    assert dump(tmp_path / "out") == [
        '<http://example.org/s> <http://example.org/p> "đ" <http://example.org/g> .',
        "<http://example.org/s> <http://example.org/p> <urn:base:/x> <http://example.org/h> .",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.nt", TRIPLE.format(1).replace("1", '"1"')),
        ("a.TTL", TRIPLE.format('"1"')),
        ("a.trig", TRIPLE.format('"1"')),
        ("a.n3", TRIPLE.format('"1"')),
        ("a.jsonld", '{"@id": "http://example.org/s", "http://example.org/p": "1"}'),
        (
            "a.rdf",
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
            '<rdf:Description rdf:about="http://example.org/s"><e:p>1</e:p></rdf:Description></rdf:RDF>',
        ),
    ],
)
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "marked"])
def test_every_format_gives_the_same_triple(tmp_path: Path, name: str, text: str, mark: str) -> None:
    data = tmp_path / "data"
    data.mkdir()
    write(data, name, mark + text)
    write(data, "notes.txt", "not RDF, and passed over in a folder")
    write(data, ".hidden.ttl", "not looked at")
    import_rdf([data], tmp_path / "out")
    assert dump(tmp_path / "out") == ['<http://example.org/s> <http://example.org/p> "1" .']


def test_blank_nodes_of_two_files_are_two(tmp_path: Path) -> None:
    files = [write(tmp_path, f"{name}.nt", f'_:b <http://example.org/p> "{name}" .') for name in "ab"]
    import_rdf(files, tmp_path / "out")
    with open_snapshot(tmp_path / "out") as store:
        assert len({row[0] for row in store.query("SELECT ?s { ?s ?p ?o }")}) == 2


def test_parts_of_a_file_are_one_graph(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        f'_:b{n % 3} <http://example.org/p> "{n}" .'
        if n % 4 == 0
        else TRIPLE.format(f'"{n} _: đ"' if n % 5 == 0 else f'"{n}"')
        for n in range(60)
    ]
    whole = import_rdf([write(tmp_path, "a.nt", "\n".join(lines))], tmp_path / "whole")
    monkeypatch.setattr("graph_build.line_loading.LOADED_AT_ONCE", 400)
    for number, end in enumerate(("\n", "\r\n")):
        out = tmp_path / f"parts{number}"
        parts = import_rdf([write(tmp_path, f"b{number}.nt", end.join(lines))], out)
        assert parts.triples == whole.triples == 60
        with open_snapshot(out) as store:
            assert len(list(store.query("SELECT DISTINCT ?s { ?s ?p ?o FILTER(isBlank(?s)) }"))) == 3


@pytest.mark.parametrize(
    "wrong", ["<http://example.org/s> <nope nope> <http://example.org/o> .", '_:b <x> "']
)
def test_an_error_in_a_part_names_the_line_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: str
) -> None:
    monkeypatch.setattr("graph_build.line_loading.LOADED_AT_ONCE", 400)
    lines = [TRIPLE.format(f'"{n}"') for n in range(40)]
    lines[30], lines[20] = wrong, '_:b <http://example.org/p> "20" .'
    with pytest.raises(DataInvalid, match=r"line 31\b"):
        import_rdf([write(tmp_path, "a.nt", "\n".join(lines))], tmp_path / "out")


@pytest.mark.parametrize(
    ("name", "text", "error"),
    [
        ("a.ttl", "<http://example.org/s> <http://example.org/p>", DataInvalid),
        ("a.nt", TRIPLE.format('"1"') + "\n<relative> <x> <y> .", DataInvalid),
        ("a.rdf", "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b '&c;'>]><a/>", DataInvalid),
        ("a.jsonld", '{"@context": "http://example.org/context.jsonld", "a": 1}', DataInvalid),
        ("a.docx", "", UnsupportedFormat),
        ("a", "", UnsupportedFormat),
        ("b.ttl/missing", "", UnreadableFile),
    ],
)
def test_what_cannot_be_read_leaves_the_old_snapshot(
    tmp_path: Path, name: str, text: str, error: type[NhiemvuError]
) -> None:
    good = write(tmp_path, "good.nt", TRIPLE.format('"1"'))
    import_rdf([good], tmp_path / "out")
    before = snapshots.live(tmp_path / "out")
    bad = tmp_path / name if "/" in name else write(tmp_path, name, text)
    with pytest.raises(error):
        import_rdf([good, bad], tmp_path / "out")
    assert snapshots.live(tmp_path / "out") == before
    assert [path.name for path in before.parent.iterdir()] == [before.name]


def test_a_broken_gzip_file_and_an_empty_folder(tmp_path: Path) -> None:
    broken = tmp_path / "a.nt.gz"
    broken.write_bytes(gzip.compress(b"<urn:a> <urn:b> <urn:c> .")[:-9])
    with pytest.raises((DataInvalid, UnreadableFile)):
        import_rdf([broken], tmp_path / "out")
    head = gzip.compress(b"")[:10]
    for name in ("a.nt.gz", "b.ttl.gz"):
        (tmp_path / name).write_bytes(head + b"\xff" * 40)  # a block of a kind that there is not
        with pytest.raises(DataInvalid):
            import_rdf([tmp_path / name], tmp_path / "out")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NothingToBuild):
        import_rdf([tmp_path / "empty"], tmp_path / "out")
    assert not (tmp_path / "out" / "CURRENT").exists()


def test_what_is_imported_can_be_searched(tmp_path: Path) -> None:
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    data = f'<http://example.org/bridge> <{label}> "Cầu đường sắt"@vi .\n'
    build = "http://example.org/graph/build"
    unit = f'<http://example.org/id/unit/x> <{label}> "Đường nhỏ" <{build}> .\n'
    kind = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://example.org/ontology#Task>"
    task = f'<http://example.org/id/task/1> <{label}> "Đắp đường" <{build}> .\n'
    import_rdf([write(tmp_path, "a.nt", data)], tmp_path / "plain")
    import_rdf(
        [write(tmp_path, "b.nq", unit + task + f"<http://example.org/id/task/1> {kind} <{build}> .\n")],
        tmp_path / "ours",
    )
    assert found(tmp_path / "plain") == [("http://example.org/bridge", "thing")]
    assert found(tmp_path / "ours") == [("http://example.org/id/task/1", "task")]


def found(directory: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(snapshots.live(directory) / FILE) as index:
        query = "SELECT iri, kind FROM entry WHERE texts LIKE '%đường%' OR texts LIKE '%Đường%'"
        rows = index.execute(query).fetchall()
    index.close()
    return rows


@pytest.mark.unmeasured
def test_an_index_written_by_a_process_of_its_own_is_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sample_graph: Path
) -> None:
    with open_snapshot(sample_graph) as store:
        data = write(tmp_path, "sample.nq", "\n".join(store.dump()) + "\n")
    import_rdf([data], tmp_path / "here")
    monkeypatch.setattr("graph_build.rdf_import.LARGE", 1)
    import_rdf([data], tmp_path / "apart")
    indexes, tables = [], []
    for name in ("here", "apart"):
        folder = snapshots.live(tmp_path / name)
        assert {path.name for path in folder.iterdir()} >= {FILE, "store", "load.npz"}
        assert not list(folder.glob("store-*"))
        with closing(sqlite3.connect(folder / FILE)) as index:
            indexes.append(list(index.iterdump()))
        with closing(sqlite3.connect(folder / "tasks.sqlite")) as table:
            tables.append(list(table.iterdump()))
    assert indexes[0] == indexes[1]
    assert tables[0] == tables[1]
    assert dump(tmp_path / "here") == dump(tmp_path / "apart")


def test_an_index_that_a_process_cannot_write_publishes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = write(tmp_path, "a.nq", TRIPLE.format('"1" <urn:g>'))
    monkeypatch.setattr("graph_build.rdf_import.LARGE", 1)
    monkeypatch.setattr("graph_build.search_index.FILE", "missing/search.sqlite")
    with pytest.raises(WritingFailed, match="search index cannot be written"):
        import_rdf([data], tmp_path / "out")
    assert not list((tmp_path / "out" / snapshots.SNAPSHOTS).glob("*"))


TASK, UNIT = (f"<https://w3id.org/nhiemvu/id/{name}>" for name in ("task/a", "unit/b"))
NV, DOCUMENT = "https://w3id.org/nhiemvu/ontology#", "<https://w3id.org/nhiemvu/id/document/c>"
ABOUT_TASKS = (
    *("leads", "coordinates", "task", "implements", "annexOf", "statedIn", "sequence", "deadline", "due"),
    *("startEarliest", "precision", "role", "assignee", "code", "fileName"),
)
TERM = f"<<( {TASK} <{NV}code> {DOCUMENT} )>>"


@pytest.mark.parametrize(
    ("value", "is_told"),
    [
        ('"literal"', True),
        (f'"{TASK[1:-1]}"', True),
        (f'"{"ă" * 2_000} > \\n <"@vi', True),
        ("_:blank", True),
        (TERM, False),
    ],
)
@pytest.mark.parametrize("ending", ["nt", "ttl"])
def test_any_term_may_stand_where_an_iri_of_ours_is_expected(
    tmp_path: Path, value: str, is_told: bool, ending: str
) -> None:
    lines = [f"{TASK} <{RDF.type}> <{NV}Task> .", f"{TASK} <{NV}statedIn> {DOCUMENT} ."]
    lines += [f"{UNIT} <{RDF.type}> <{NV}Unit> .", f"{UNIT} <{NV}leads> {TASK} ."]
    lines += [f'{UNIT} <{SKOS.prefLabel}> "B" .']
    properties = [f"<{NV}{name}>" for name in ABOUT_TASKS]
    properties += [f"<{one}>" for one in (RDF.type, OA.hasSelector, OA.exact, PROV.wasQuotedFrom)]
    odd = [
        f"{subject} {one} {value} ."
        for one in properties
        for subject in (TASK, UNIT, DOCUMENT, "_:other")
        if not (one == f"<{RDF.type}>" and value == "_:blank")
    ]
    data = write(tmp_path, f"odd.{ending}", "\n".join(lines + odd) + "\n")
    assert import_rdf([data], tmp_path / "out").triples == len(lines + odd)
    folder = snapshots.live(tmp_path / "out")
    assert (folder / "tasks.sqlite").exists() == is_told
    table = read_table(folder / "load.npz")
    assert (table.tasks, table.leads.tolist()) == (1, [[0, 0]])


def test_space_before_an_object_or_a_byte_order_mark_hides_no_task(tmp_path: Path) -> None:
    lines = (
        f"{{}}{TASK} <{RDF.type}> {{}}<{NV}Task>{{}}<urn:g> .",
        f"{TASK} <{NV}statedIn> {DOCUMENT} <urn:g> .",
    )
    for name, gaps in (
        ("usual", ("", " ", " ")),
        ("before", ("", "  ", " ")),
        ("after", ("", "", "\t")),
        ("marked", ("\ufeff", " ", " ")),
    ):
        data = write(tmp_path, f"{name}.nq", "\n".join(lines).format(*gaps) + "\n")
        import_rdf([data], tmp_path / name)
        assert read_table(snapshots.live(tmp_path / name) / "load.npz").tasks == 1
