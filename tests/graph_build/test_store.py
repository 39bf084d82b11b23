"""The store: datasets, bindings, results, and every way a snapshot directory can be wrong."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest
from defusedxml import ElementTree

from graph_build import snapshots
from graph_build.errors import BuildLocked, OutputUnusable, ResourceInvalid
from graph_build.store import Database, EmbeddedStore, open_snapshot
from graph_build.store_errors import (
    FormatUnsupported,
    QueryEvaluationError,
    QuerySyntaxError,
    SnapshotBroken,
    SnapshotMissing,
    TextMissing,
)
from graph_build.terms import iri, literal

A, B, C = ("http://example.org/g/a", "http://example.org/g/b", "http://example.org/g/c")
QUADS = "".join(
    f'<http://example.org/s{graph[-1]}> <http://example.org/p> "{graph[-1]}" <{graph}> .\n'
    for graph in (A, B, C)
).encode()
ALL = "SELECT ?o { ?s ?p ?o }"
NAMED = "SELECT ?o { GRAPH ?g { ?s ?p ?o } }"
TEXT_HASH = "0" * 64


def write_snapshot(directory: Path, nquads: bytes = QUADS, content: str = "ab" * 32) -> str:
    with snapshots.locked(directory), snapshots.new_snapshot(directory) as folder:
        database = Database()
        database.load_nquads(nquads, "test")
        database.saved(folder / snapshots.STORE).close()
        (folder / snapshots.TEXTS / f"{TEXT_HASH}.txt").write_bytes("Nghị quyết\n".encode())
        (folder / snapshots.REPORT).write_text("{}", encoding="utf-8")
        name = snapshots.next_name(directory, content)
        snapshots.publish(directory, folder, name)
        return name


@pytest.fixture
def published(tmp_path: Path) -> Path:
    write_snapshot(tmp_path)
    return tmp_path


@pytest.fixture
def store(published: Path) -> EmbeddedStore:
    return open_snapshot(published)


def objects(store: EmbeddedStore, sparql: str, **options: object) -> set[str]:
    return {row[0].value for row in store.query(sparql, **options) if row[0] is not None}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("sparql", "options", "expected"),
    [
        (ALL, {}, {"a", "b", "c"}),
        (NAMED, {}, {"a", "b", "c"}),
        (ALL, {"use_default_graph_as_union": False}, set()),
        ("SELECT ?o FROM <http://example.org/g/a> { ?s ?p ?o }", {}, {"a"}),
        (
            "SELECT ?o FROM <http://example.org/g/a> FROM <http://example.org/g/b> { ?s ?p ?o }",
            {},
            {"a", "b"},
        ),
        ("SELECT ?o FROM NAMED <http://example.org/g/b> { GRAPH ?g { ?s ?p ?o } }", {}, {"b"}),
        ("SELECT ?o FROM NAMED <http://example.org/g/b> { ?s ?p ?o }", {}, set()),
        (ALL, {"default_graph": [A, C]}, {"a", "c"}),
        (NAMED, {"default_graph": [A]}, set()),
        (ALL, {"named_graphs": [A]}, set()),
        (NAMED, {"named_graphs": [A]}, {"a"}),
        (NAMED, {"default_graph": [B], "named_graphs": [A, C]}, {"a", "c"}),
        ("SELECT ?o FROM <http://example.org/g/a> { ?s ?p ?o }", {"default_graph": [B]}, {"b"}),
    ],
)
def test_the_dataset_is_the_given_one_else_the_querys_else_the_union(
    store: EmbeddedStore, sparql: str, options: dict[str, object], expected: set[str]
) -> None:
    assert objects(store, sparql, **options) == expected


def test_bindings_are_terms_and_never_text(store: EmbeddedStore) -> None:
    assert objects(store, ALL, bindings={"o": literal("b")}) == {"b"}
    hostile = literal('b" } INSERT { "')
    assert objects(store, ALL, bindings={"o": hostile}) == set()
    rows = list(store.query("SELECT ?s ?o { ?s ?p ?o }", bindings={"s": iri("http://example.org/sc")}))
    assert rows == [(iri("http://example.org/sc"), literal("c"))]


def test_results_know_their_form(store: EmbeddedStore) -> None:
    rows = store.query("SELECT ?s ?x { ?s ?p 'a' }")
    assert (rows.kind, rows.variables) == ("solutions", ("s", "x"))
    assert list(rows) == [(iri("http://example.org/sa"), None)]
    yes = store.query("ASK { ?s ?p 'a' }")
    assert (yes.kind, yes.variables, yes.boolean) == ("boolean", (), True)
    assert store.query("ASK { ?s ?p 'z' }").boolean is False
    triples = store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o = 'a') }")
    assert triples.variables == ("subject", "predicate", "object")
    assert list(triples) == [(iri("http://example.org/sa"), iri("http://example.org/p"), literal("a"))]
    with pytest.raises(TypeError):
        iter(store.query("ASK {}")).__next__()
    with pytest.raises(TypeError):
        _ = store.query(ALL).boolean


@pytest.mark.parametrize(
    ("sparql", "media_type", "expected"),
    [
        ("SELECT ?o { ?s ?p ?o FILTER(?o='a') }", "text/csv", b"o\r\na\r\n"),
        ("SELECT ?o { ?s ?p ?o FILTER(?o='a') }", "text/tab-separated-values", b'?o\n"a"\n'),
        ("ASK {}", "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        (
            "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o FILTER(?o='a') }",
            "application/n-triples",
            b'<http://example.org/sa> <http://example.org/p> "a" .\n',
        ),
    ],
)
def test_results_are_written_in_a_media_type(
    store: EmbeddedStore, tmp_path: Path, sparql: str, media_type: str, expected: bytes
) -> None:
    assert store.query(sparql).serialize(media_type) == expected
    with (tmp_path / "answer").open("wb") as output:
        assert store.query(sparql).serialize(media_type, output) == b""
    assert (tmp_path / "answer").read_bytes() == expected


@pytest.mark.parametrize(
    ("sparql", "media_type"),
    [(ALL, "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), (ALL, "image/png")],
)
def test_a_media_type_that_does_not_fit_is_named(store: EmbeddedStore, sparql: str, media_type: str) -> None:
    with pytest.raises(FormatUnsupported, match=media_type):
        store.query(sparql).serialize(media_type)


def test_a_syntax_error_gives_its_place_in_one_line(store: EmbeddedStore) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        store.query("SELECT *\nWHERE { ?s ?p }")
    assert (caught.value.line, caught.value.column) == (2, 16)
    assert str(caught.value).startswith("The query is not valid SPARQL at line 2, column 16: it cannot")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 200
    with pytest.raises(QuerySyntaxError, match="not valid SPARQL"):
        store.query("")


def test_a_failing_evaluation_is_one_error(store: EmbeddedStore) -> None:
    with pytest.raises(QueryEvaluationError):
        list(store.query("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }"))
    with pytest.raises(QueryEvaluationError, match="projection"):
        store.query("SELECT ?s { ?s ?p ?o }", bindings={"o": literal("a")})


def test_a_snapshot_is_read_only_and_names_itself(published: Path) -> None:
    with open_snapshot(published) as first, open_snapshot(published) as second:
        assert first.snapshot_id == second.snapshot_id == "000001-abababab"
        assert first.text(TEXT_HASH) == "Nghị quyết\n"
        with pytest.raises(QuerySyntaxError):
            first.query("INSERT DATA { <http://a/> <http://a/> <http://a/> }")


@pytest.mark.parametrize("sha256", ["1" * 64, "../../CURRENT", "", "0" * 63 + "G"])
def test_an_unknown_text_is_named(store: EmbeddedStore, sha256: str) -> None:
    with pytest.raises(TextMissing, match="holds no text"):
        store.text(sha256)


def test_a_reader_keeps_its_snapshot_while_the_next_is_published(published: Path) -> None:
    with open_snapshot(published) as before:
        assert write_snapshot(published, QUADS.replace(b'"a"', b'"z"')) == "000002-abababab"
        assert objects(before, ALL) == {"a", "b", "c"}
        with open_snapshot(published) as after:
            assert objects(after, ALL) == {"z", "b", "c"}
        assert before.text(TEXT_HASH) == "Nghị quyết\n"


def test_the_live_and_the_one_before_are_kept(published: Path) -> None:
    for _ in range(3):
        write_snapshot(published)
    kept = sorted(path.name for path in (published / snapshots.SNAPSHOTS).iterdir())
    assert kept == ["000003-abababab", "000004-abababab"]


def missing(directory: Path) -> None:
    directory.rmdir()


def foreign(directory: Path) -> None:
    (directory / "holiday.jpg").write_bytes(b"\xff")


def never_finished(directory: Path) -> None:
    (directory / snapshots.SNAPSHOTS / "new-1234").mkdir(parents=True)


@pytest.mark.parametrize("spoil", [missing, foreign, never_finished, lambda directory: None])
def test_a_directory_without_a_finished_build_is_missing(tmp_path: Path, spoil: object) -> None:
    spoil(tmp_path)  # type: ignore[operator]
    with pytest.raises(SnapshotMissing, match="nhiemvu build"):
        open_snapshot(tmp_path)


def test_a_file_in_place_of_the_directory_is_missing(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("x", encoding="utf-8")
    with pytest.raises(SnapshotMissing, match="not a folder"):
        open_snapshot(tmp_path / "graph")


@pytest.mark.parametrize(
    "path",
    [
        "CURRENT",
        "snapshots/000001-abababab/store/CURRENT",
        "snapshots/000001-abababab/report.json",
        "snapshots/000001-abababab",
        "snapshots/000001-abababab/store",
    ],
)
def test_a_damaged_snapshot_says_so(published: Path, path: str) -> None:
    target = published / path
    if path == "CURRENT":
        target.write_text("../../etc", encoding="utf-8")
    else:
        target.rename(published / "elsewhere")
    with pytest.raises(SnapshotBroken, match=r"is damaged: .*Build it again"):
        open_snapshot(published)


def test_a_second_build_is_told_to_wait(tmp_path: Path) -> None:
    with (
        snapshots.locked(tmp_path),
        pytest.raises(BuildLocked, match=r"process \d+ is building"),
        snapshots.locked(tmp_path),
    ):
        pass
    with snapshots.locked(tmp_path):
        pass


def test_an_unusable_output_is_refused_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("x", encoding="utf-8")
    with pytest.raises(OutputUnusable, match="it is a file"), snapshots.locked(file):
        pass
    with pytest.raises(OutputUnusable, match="no build made"), snapshots.locked(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_a_killed_build_left_is_cleared(tmp_path: Path) -> None:
    never_finished(tmp_path)
    with snapshots.locked(tmp_path):
        assert list((tmp_path / snapshots.SNAPSHOTS).iterdir()) == []


def test_a_failed_build_leaves_nothing(published: Path) -> None:
    with pytest.raises(ResourceInvalid):
        write_snapshot(published, nquads=b"nonsense")
    assert [path.name for path in (published / snapshots.SNAPSHOTS).iterdir()] == ["000001-abababab"]
    open_snapshot(published).close()


def test_malformed_data_is_named() -> None:
    with pytest.raises(ResourceInvalid, match=r"units\.ttl is malformed"):
        Database().load_turtle(b"<a> <b", A, "units.ttl", "http://example.org/")
    with pytest.raises(ResourceInvalid, match="quads"):
        Database().load_nquads(b"nonsense", "quads")


def test_deriving_adds_only_what_no_graph_holds() -> None:
    database = Database()
    database.load_nquads(QUADS, "test")
    rule = 'CONSTRUCT { ?s <http://example.org/p> "a" } { ?s <http://example.org/p> ?o }'
    assert len(database.derive(rule, "http://example.org/g/i")) == 2
    assert database.derive(rule, "http://example.org/g/i") == []
    assert len(database.nquads("http://example.org/g/i")) == 2
    with pytest.raises(TypeError):
        database.derive(ALL, A)


@pytest.mark.parametrize(
    "error",
    [
        SnapshotMissing("graph", "it does not exist"),
        QuerySyntaxError("expected }", 1, 2),
        BuildLocked("graph", "12"),
    ],
)
def test_errors_cross_process_borders(error: Exception) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert type(copy) is type(error)
    assert str(copy) == str(error)
    assert vars(copy) == vars(error)


def test_a_file_loaded_in_parts_is_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'<urn:s{n}> <urn:p> "đ{n}\x85\u2028" <urn:g> .' for n in range(50)]
    path = tmp_path / "some.nq"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for size in (1, 7, 64, 1 << 20):
        monkeypatch.setattr("graph_build.store.LOADED_AT_ONCE", size)
        database = Database()
        database.load_in_parts(path)
        assert database.nquads() == sorted(lines)


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "application/rdf+xml"),
        ("SELECT ?o WHERE { ?s ?p ?o }", "application/sparql-results+xml"),
    ],
)
def test_a_page_break_in_a_quoted_text_leaves_xml_well_formed(query: str, media_type: str) -> None:
    store = Database()
    store.load_nquads(b'<http://a/s> <http://a/p> "m\xe1\xbb\x99t\\fhai" <http://a/g> .\n', "a")
    written = store.query(query).serialize(media_type)
    store.close()
    assert "một hai" in "".join(ElementTree.fromstring(written).itertext())
