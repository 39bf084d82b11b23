"""What a build publishes: proved quads, a true report, one document a text, and the same every time."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from graph_build import pipeline, snapshots
from graph_build.pipeline import STAGES, build
from graph_build.records import DocumentRecord
from graph_build.report import BuildReport
from graph_build.shared_triples import Shared
from graph_build.store import EmbeddedStore, open_snapshot
from graph_build.triples import document_graph
from ontology.codes import kind_class
from ontology.register import Register
from ontology.vocab import DEFAULT_BASE
from tests.graph_build.pipeline.published import NAMES, ask, quads


@pytest.fixture(scope="module")
def sample(sample_graph: Path) -> EmbeddedStore:
    return open_snapshot(sample_graph)


def test_every_quote_in_the_store_stands_in_its_text(sample: EmbeddedStore) -> None:
    pattern = """?e oa:hasSource/nv:textSha256 ?sha ;
                 oa:hasSelector [ oa:exact ?exact ], [ oa:start ?s ; oa:end ?t ]"""
    rows = ask(sample, pattern, "?sha ?exact ?s ?t")
    assert len(rows) > 100
    texts = {row[0]: sample.text(row[0]) for row in rows}
    for sha, text in texts.items():
        assert hashlib.sha256(text.encode()).hexdigest() == sha
    for sha, exact, start, end in rows:
        assert texts[sha][int(start) : int(end)] == exact


def test_every_assignment_deadline_and_citation_is_proved(sample: EmbeddedStore) -> None:
    for kind in ("nv:Assignment", "nv:Deadline", "nv:Citation", "nv:Task", "nv:Duty", "nv:Measure"):
        assert ask(sample, f"?x a {kind}"), kind
        assert ask(sample, f"?x a {kind} FILTER NOT EXISTS {{ ?x prov:wasQuotedFrom ?e }}") == [], kind


def test_every_document_has_a_graph_and_nothing_is_left_outside(sample: EmbeddedStore) -> None:
    graphs = {row[0] for row in ask(sample, "GRAPH ?g { ?s ?p ?o }", "DISTINCT ?g")}
    documents = {row[0] for row in ask(sample, "?d nv:inCorpus ?any", "?d")}
    own = {iri.replace(f"{DEFAULT_BASE}id/", f"{DEFAULT_BASE}graph/") for iri in documents}
    shared = {NAMES.graph_ontology, NAMES.graph_units, NAMES.graph_inferred, NAMES.graph_build}
    shared.add(NAMES.graph_findings)
    shared.add(NAMES.graph_findings)
    assert graphs == own | shared
    assert sample.query("ASK { ?s ?p ?o }", use_default_graph_as_union=False).boolean is False


def test_there_is_no_blank_node(sample: EmbeddedStore) -> None:
    assert ask(sample, "{ ?s ?p ?o FILTER(isBlank(?s) || isBlank(?o)) }") == []


def test_the_report_counts_what_the_graph_holds(sample_graph: Path, sample: EmbeddedStore) -> None:
    report = msgspec.json.decode((sample.snapshot / snapshots.REPORT).read_bytes(), type=BuildReport)
    assert report.snapshot_id == sample.snapshot_id == (sample_graph / "CURRENT").read_text().strip()
    assert report.documents == len(ask(sample, "?d nv:inCorpus true")) == 5
    assert report.cited_only == len(ask(sample, "?d nv:inCorpus false"))
    assert report.tasks == len(ask(sample, "?t a nv:Task"))
    assert report.assignments == len(ask(sample, "?a a nv:Assignment"))
    assert report.leads == len(ask(sample, "?a nv:role ?r FILTER(?r IN (role:lead, role:focal))")) > 0
    assert report.coordinates == len(ask(sample, "?a nv:role role:coordinate"))
    assert report.duties == len(ask(sample, "?d a nv:Duty"))
    assert report.measures == len(ask(sample, "?m a nv:Measure"))
    assert report.indicators == len(ask(sample, "{ ?i a nv:Indicator } UNION { ?i a nv:Goal }"))
    assert sum(report.findings.values()) == len(ask(sample, "?f a nv:Finding")) > 0
    assert report.triples == len(sample.dump())
    assert report.derived == len(ask(sample, f"GRAPH <{NAMES.graph_inferred}> {{ ?s ?p ?o }}"))
    assert report.problems == ()


def test_the_build_graph_says_which_files_were_read_by_which_program(sample: EmbeddedStore) -> None:
    used = ask(sample, "?run a prov:Activity ; prov:used ?f . ?f nv:sha256 ?sha ; nv:fileName ?name", "?sha")
    snapshots_of = ask(sample, "?s a nv:TextSnapshot ; nv:sha256 ?sha", "?sha")
    assert set(used) == set(snapshots_of)
    assert ask(sample, "?run prov:wasAssociatedWith [ schema:softwareVersion ?v ] ; prov:startedAtTime ?t")


@pytest.mark.unmeasured
def test_two_builds_give_the_same_quads(sample_dir: Path, sample_graph: Path, tmp_path: Path) -> None:
    backwards = sorted(sample_dir.glob("*.txt"), reverse=True)
    build(backwards, tmp_path / "again", workers=2)
    assert quads(tmp_path / "again") == quads(sample_graph)
    code = "import sys; from pathlib import Path; from graph_build.pipeline import build\n"
    code += "build([Path(p) for p in sys.argv[2:]], Path(sys.argv[1]))"
    command = [sys.executable, "-c", code, str(tmp_path / "elsewhere"), *map(str, backwards)]
    subprocess.run(command, check=True, env=os.environ | {"PYTHONHASHSEED": "12345"})
    assert quads(tmp_path / "elsewhere") == quads(sample_graph)
    names = {open_snapshot(path).snapshot_id for path in (sample_graph, tmp_path / "again")}
    assert len(names) == 1


@pytest.mark.parametrize("workers", [1, 2])
def test_documents_that_share_number_or_text_are_the_same_with_any_number_of_workers(
    documents: Path, tmp_path: Path, workers: int
) -> None:
    first, second = sorted(documents.iterdir())
    shutil.copy(first, documents / "copy.txt")
    for number in range(3):
        (documents / f"zz-{number}.txt").write_bytes(second.read_bytes() + f"\nBản {number}.\n".encode())
    report = build([documents], tmp_path / "out", workers=workers)
    build([documents], tmp_path / "alone", workers=1)
    assert report.documents == 5
    assert len({row.iri for row in report.rows}) == 5
    assert quads(tmp_path / "out") == quads(tmp_path / "alone")
    with open_snapshot(tmp_path / "out") as store:
        assert {path.name for path in store.snapshot.iterdir()} == {
            "store",
            "texts",
            "records",
            "snapshot.json",
            "report.json",
            "drawings",
            "graphs.json",
            "load.npz",
            "tasks.sqlite",
            "citations.json",
            "corpus.sqlite",
            "search.sqlite",
        }
        assert all(path.suffix in {".txt", ".json"} for path in store.snapshot.glob("[rt]*s/*"))


def test_the_same_text_twice_is_one_document(documents: Path, tmp_path: Path) -> None:
    first = sorted(documents.iterdir())[0]
    shutil.copy(first, documents / "copy.txt")
    (documents / "crlf.txt").write_bytes(first.read_bytes().replace(b"\n", b"\r\n"))
    report = build([documents], tmp_path / "out")
    assert report.documents == 2
    assert [one.code for one in report.duplicates] == ["duplicate-file", "duplicate-file"]
    with open_snapshot(tmp_path / "out") as store:
        assert len(ask(store, "?d nv:inCorpus true")) == 2
        assert len(ask(store, "?e nv:issueCode 'duplicate-file' ; nv:inDocument ?d")) == 2


def test_the_same_words_in_another_format_are_one_document(documents: Path, tmp_path: Path) -> None:
    source = next(
        path for path in sorted(documents.iterdir()) if "KH-BCĐ" in path.read_text(encoding="utf-8")
    )
    (documents / "zz-other.md").write_bytes(source.read_bytes() + b"\n\n***\n")
    report = build([documents], tmp_path / "out")
    assert report.documents == 2
    (note,) = report.duplicates
    assert (note.file, note.code) == (source.name, "duplicate-format")
    assert "zz-other.md" in note.why
    with open_snapshot(tmp_path / "out") as store:
        assert len(ask(store, "?e nv:issueCode 'duplicate-format' ; nv:inDocument ?d")) == 1


def test_one_number_in_two_texts_is_two_documents(documents: Path, tmp_path: Path) -> None:
    source = next(
        path for path in sorted(documents.iterdir()) if "KH-BCĐ" in path.read_text(encoding="utf-8")
    )
    (documents / "zz-other.txt").write_bytes(source.read_bytes() + "\nBản khác.\n".encode())
    report = build([documents], tmp_path / "out")
    assert report.documents == 3
    (note,) = report.duplicates
    assert (note.file, note.code) == ("zz-other.txt", "duplicate-document")
    with open_snapshot(tmp_path / "out") as store:
        iris = [row[0] for row in ask(store, "?d nv:numberKey '1025/KH-BCĐ' ; nv:inCorpus true")]
        assert len(iris) == 2
        assert max(iris) == f"{min(iris)}-2"
        counts = [len(ask(store, f"?t a nv:Task ; nv:statedIn <{iri}>")) for iri in iris]
        assert counts[0] == counts[1] > 0
        inside = ask(store, f"GRAPH ?g {{ ?t nv:statedIn <{max(iris)}> }}", "DISTINCT ?g")
        assert {row[0] for row in inside} == {max(iris).replace("/id/", "/graph/")}


def test_a_cited_document_of_the_corpus_describes_itself(
    small_record: DocumentRecord, small_text: str
) -> None:
    decree = small_record.legal_basis[0]
    about = replace(small_record, iri=decree.iri, tasks=(), duties=(), measures=(), indicators=())
    shared = Shared()
    for one in (small_record, about):
        graph = document_graph(one, small_text, NAMES, kind_class)
        shared.add(graph.iri, graph.actors, graph.cited)
    lines, count = pipeline.describe_shared(shared, Register(), NAMES)
    described = {line.split(">")[0].strip("<") for line in lines if "/id/document/" in line.split(">")[0]}
    assert count == 1
    assert described == {small_record.implements[0].iri}


def test_progress_goes_through_the_stages(documents: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build([documents], tmp_path / "out", progress=lambda *step: seen.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in seen)) == list(STAGES)
    for stage in STAGES:
        steps = [(done, total) for name, done, total in seen if name == stage]
        assert steps == sorted(steps)
        assert steps[-1][0] == steps[-1][1]


def test_the_report_is_plain_json(sample: EmbeddedStore) -> None:
    report = json.loads((sample.snapshot / snapshots.REPORT).read_text(encoding="utf-8"))
    assert report["rows"][0]["iri"].startswith(DEFAULT_BASE)
