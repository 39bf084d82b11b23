"""The build as a whole: what it publishes, what it survives, and that it gives the same every time."""

from __future__ import annotations

import errno
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

from graph_build import extract, jobs, pipeline, reading, snapshots, triples
from graph_build.errors import BuildLocked, NothingToBuild, OutputUnusable, WritingFailed
from graph_build.increment import Increment
from graph_build.pipeline import STAGES, build
from graph_build.records import DocumentRecord
from graph_build.report import BuildReport
from graph_build.shared_triples import Shared
from graph_build.store import Database, EmbeddedStore, open_snapshot
from graph_build.store_errors import SnapshotMissing
from graph_build.triples import document_graph
from ontology.codes import kind_class
from ontology.register import Register, RegisterError
from ontology.vocab import DEFAULT_BASE, vocabulary

NAMES = vocabulary()
BUILD_GRAPH = f" <{NAMES.graph_build}> ."


def quads(directory: Path) -> list[str]:
    """List the published quads but those of the build graph, sorted."""
    with open_snapshot(directory) as store:
        return [line for line in store.dump() if not line.endswith(BUILD_GRAPH)]


def ask(store: EmbeddedStore, pattern: str, columns: str = "*") -> list[tuple[str, ...]]:
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in NAMES.prefixes().items())
    rows = store.query(f"{prefixes}SELECT {columns} WHERE {{ {pattern} }}")
    return [tuple("" if term is None else term.value for term in row) for row in rows]


@pytest.fixture
def documents(tmp_path: Path, sample_dir: Path) -> Path:
    """Give a folder with the two shortest documents of the sample."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for path in sorted(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)[:2]:
        shutil.copy(path, folder)
    return folder


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
    assert report.indicators == len(ask(sample, "?i a nv:Indicator"))
    assert sum(report.findings.values()) == len(ask(sample, "?f a nv:Finding")) > 0
    assert report.triples == len(sample.dump())
    assert report.derived == len(ask(sample, f"GRAPH <{NAMES.graph_inferred}> {{ ?s ?p ?o }}"))
    assert report.problems == ()


def test_the_build_graph_says_which_files_were_read_by_which_program(sample: EmbeddedStore) -> None:
    used = ask(sample, "?run a prov:Activity ; prov:used ?f . ?f nv:sha256 ?sha ; nv:fileName ?name", "?sha")
    snapshots_of = ask(sample, "?s a nv:TextSnapshot ; nv:sha256 ?sha", "?sha")
    assert set(used) == set(snapshots_of)
    assert ask(sample, "?run prov:wasAssociatedWith [ schema:softwareVersion ?v ] ; prov:startedAtTime ?t")


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


def test_an_unchanged_file_is_not_read_again(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    first = build([documents], out)
    assert first.from_cache == 0
    before = quads(out)

    def forbidden(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(extract, "extract", forbidden)
        second = build([documents], out)
    assert (second.from_cache, second.documents, second.problems) == (2, 2, ())
    assert quads(out) == before
    changed = sorted(documents.iterdir())[0]
    changed.write_bytes(changed.read_bytes() + "\nThêm một dòng.\n".encode())
    third = build([documents], out)
    assert third.from_cache == 1
    build([documents], tmp_path / "fresh")
    assert quads(out) == quads(tmp_path / "fresh") != before


def test_a_renamed_file_keeps_its_record_under_the_new_name(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([documents], out)
    sorted(documents.iterdir())[0].rename(documents / "zzz.txt")
    report = build([documents], out)
    assert report.from_cache == 2
    assert "zzz.txt" in {row.file for row in report.rows}
    build([documents], tmp_path / "fresh")
    assert quads(out) == quads(tmp_path / "fresh")


def test_the_cache_depends_on_program_register_and_base(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    register = tmp_path / "units.csv"
    register.write_text("name,kind,parent,alias\nPhòng Mẫu,other,Bộ Y tế,\n", encoding="utf-8")
    assert build([documents], out).from_cache == 0
    assert build([documents], out, register=[register]).from_cache == 0
    assert build([documents], out, register=[register]).from_cache == 2
    register.write_text("name,kind,parent,alias\nPhòng Khác,other,Bộ Y tế,\n", encoding="utf-8")
    assert build([documents], out, register=[register]).from_cache == 0
    assert build([documents], out, register=[register], base="http://localhost/g/").from_cache == 0
    monkeypatch.setattr(pipeline, "fingerprint", lambda *_: "another version")
    assert build([documents], out, register=[register], base="http://localhost/g/").from_cache == 0


@pytest.mark.parametrize("damage", [b"", b"{", b'{"fingerprint":1}'])
def test_a_damaged_cache_is_as_good_as_none(documents: Path, tmp_path: Path, damage: bytes) -> None:
    out = tmp_path / "out"
    build([documents], out)
    before = quads(out)
    with open_snapshot(out) as store:
        for path in (store.snapshot / snapshots.RECORDS).iterdir():
            path.write_bytes(damage)
    assert build([documents], out).from_cache == 0
    assert quads(out) == before


BAD_FILES = {
    "empty.txt": (b"", "empty-file"),
    "blank.txt": (b" \n\t\n", "empty-file"),
    "binary.txt": (b"MZ\x90" + bytes(64), "binary-file"),
    "nulls.txt": ("Nghị quyết số 38".encode() + bytes(8), "binary-file"),
    "index.txt": (b'[{"number": "38/NQ-CP"}]', "not-a-document"),
    "broken.txt": ("Nghị quyế".encode()[:-1], "undecodable"),
}


@pytest.mark.parametrize("workers", [1, 2])
def test_bad_files_are_named_and_stop_nothing(documents: Path, tmp_path: Path, workers: int) -> None:
    for name, (data, _) in BAD_FILES.items():
        (documents / name).write_bytes(data)
    (documents / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(documents / "pipe.txt")
    report = build([documents, tmp_path / "missing.txt"], tmp_path / "out", workers=workers)
    assert report.documents == 2
    found = {Path(problem.file).name: problem.code for problem in report.problems}
    expected = {name: code for name, (_, code) in BAD_FILES.items()}
    assert found == expected | dict.fromkeys(("gone.txt", "pipe.txt", "missing.txt"), "unreadable-file")
    assert all(problem.why.count("\n") == 0 and problem.file in problem.why for problem in report.problems)
    open_snapshot(tmp_path / "out").close()


def test_a_build_of_nothing_leaves_the_old_snapshot(documents: Path, tmp_path: Path) -> None:
    out, empty = tmp_path / "out", tmp_path / "empty"
    build([documents], out)
    before = quads(out)
    empty.mkdir()
    with pytest.raises(NothingToBuild, match="There is no file to read"):
        build([empty], out)
    (empty / "a.txt").write_bytes(b"")
    with pytest.raises(NothingToBuild, match=r"a\.txt is empty\. Give a file"):
        build([empty], out)
    (empty / "b.txt").write_bytes(b"")
    with pytest.raises(NothingToBuild, match="None of the 2 files"):
        build([empty], out)
    assert quads(out) == before
    with pytest.raises(NothingToBuild):
        build([empty], tmp_path / "new")
    assert not (tmp_path / "new").exists()
    with pytest.raises(SnapshotMissing):
        open_snapshot(tmp_path / "new")


def test_a_fault_of_ours_costs_one_document(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = extract.extract
    victim = sorted(documents.iterdir())[0].name

    def faulty(source: object, *rest: object) -> object:
        if source.name == victim:  # type: ignore[attr-defined]
            raise RecursionError("too deep")
        return whole(source, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(extract, "extract", faulty)
    report = build([documents], tmp_path / "out")
    assert report.documents == 1
    assert [(Path(one.file).name, one.code) for one in report.problems] == [(victim, "reading-failed")]
    assert "too deep" in report.problems[0].why


def test_a_record_that_contradicts_its_text_costs_one_document(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = triples.document_graph
    victim = sorted(documents.iterdir())[0].name

    def shifted(record: object, text: str, *rest: object) -> object:
        return whole(record, " " + text if record.source_name == victim else text, *rest)  # type: ignore[attr-defined, arg-type]

    monkeypatch.setattr(jobs, "document_graph", shifted)
    report = build([documents], tmp_path / "out")
    assert report.documents == 1
    assert "does not stand at" in report.problems[0].why


@pytest.mark.parametrize(
    ("behaviour", "limit"), [("import sys; sys.exit(3)", 60.0), ("import time; time.sleep(3600)", 0.5)]
)
def test_a_worker_that_dies_or_hangs_costs_its_file(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, behaviour: str, limit: float
) -> None:
    monkeypatch.setattr(reading, "WORKER", ("-c", behaviour))
    monkeypatch.setattr(reading, "FILE_SECONDS", limit)
    setting = jobs.Setting(DEFAULT_BASE, (), str(tmp_path), str(tmp_path), None, "")
    todo = [jobs.Job(str(path), None) for path in sorted(documents.iterdir())]
    outcomes = reading.run_jobs(todo, setting, 2, lambda: None)
    assert [one.path for one in outcomes] == [job.path for job in todo]
    assert [one.problem.code for one in outcomes if one.problem] == ["reading-failed"] * 2


def test_a_full_disk_under_a_worker_ends_the_build(documents: Path, tmp_path: Path) -> None:
    setting = jobs.Setting(DEFAULT_BASE, (), str(tmp_path / "gone"), str(tmp_path), None, "")
    todo = [jobs.Job(str(path), None) for path in sorted(documents.iterdir())]
    with pytest.raises(FileNotFoundError):
        reading.run_jobs(todo, setting, 2, lambda: None)


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


def test_a_malformed_register_stops_the_build(documents: Path, tmp_path: Path) -> None:
    register = tmp_path / "units.csv"
    register.write_text("title\nPhòng Mẫu\n", encoding="utf-8")
    with pytest.raises(RegisterError, match=r"units\.csv"):
        build([documents], tmp_path / "out", register=[register])


def test_a_full_disk_is_one_error_and_leaves_the_old_snapshot(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    before = quads(out)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Database, "compact", full)
    monkeypatch.setattr(Increment, "finish", full)
    with pytest.raises(WritingFailed, match="No space left on device"):
        build([documents], out)
    assert quads(out) == before
    assert len(list((out / "snapshots").iterdir())) == 1


def test_an_output_that_is_not_ours_is_left_alone(documents: Path, tmp_path: Path) -> None:
    before = sorted(documents.iterdir())
    with pytest.raises(OutputUnusable):
        build([documents], documents)
    assert sorted(documents.iterdir()) == before


SCRIPT = """
import sys
from pathlib import Path
from graph_build.errors import BuildLocked
from graph_build.pipeline import build
print("begin", flush=True)
try:
    build([Path(sys.argv[1])], Path(sys.argv[2]), workers=1)
except BuildLocked:
    print("locked")
else:
    print("done")
"""


def start(documents: Path, out: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(documents), str(out)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "begin\n"
    return process


@pytest.mark.slow
def test_two_builds_into_one_folder_do_not_clash(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    both = [start(documents, out) for _ in range(2)]
    answers = sorted(process.communicate()[0] for process in both)
    assert answers in (["done\n", "locked\n"], ["done\n", "done\n"])
    with snapshots.locked(out), pytest.raises(BuildLocked, match=r"process \d+ is building"):
        build([documents], out)
    assert quads(out)


def test_the_report_is_plain_json(sample: EmbeddedStore) -> None:
    report = json.loads((sample.snapshot / snapshots.REPORT).read_text(encoding="utf-8"))
    assert report["rows"][0]["iri"].startswith(DEFAULT_BASE)
