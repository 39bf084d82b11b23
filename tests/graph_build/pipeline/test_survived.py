"""What a build survives: bad files, faults of ours, workers that die, full disks, another build beside it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_build import extract, jobs, reading, snapshots, triples
from graph_build.errors import BuildLocked, NothingToBuild, OutputUnusable, WritingFailed
from graph_build.increment import Increment
from graph_build.pipeline import build
from graph_build.store import Database, open_snapshot
from graph_build.store_errors import SnapshotMissing
from ontology.register import RegisterError
from ontology.vocab import DEFAULT_BASE
from tests.graph_build.pipeline.published import quads
from tests.waiting import PATIENCE, beside, program

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


def test_a_worker_that_ends_before_it_is_spoken_to_costs_its_file(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = subprocess.Popen

    def ended(command: list[str], **options: object) -> subprocess.Popen[bytes]:
        process = begin(command, **options)  # type: ignore[call-overload]
        process.wait(PATIENCE)
        return process  # type: ignore[no-any-return]

    monkeypatch.setattr(reading, "WORKER", ("-c", "pass"))
    monkeypatch.setattr(subprocess, "Popen", ended)
    setting = jobs.Setting(DEFAULT_BASE, (), str(tmp_path), str(tmp_path), None, "")
    outcome = reading.ReadingProcess(setting).run(jobs.Job(str(min(documents.iterdir())), None))
    assert outcome.problem is not None
    assert outcome.problem.code == "reading-failed"


def test_a_full_disk_under_a_worker_ends_the_build(documents: Path, tmp_path: Path) -> None:
    setting = jobs.Setting(DEFAULT_BASE, (), str(tmp_path / "gone"), str(tmp_path), None, "")
    todo = [jobs.Job(str(path), None) for path in sorted(documents.iterdir())]
    with pytest.raises(FileNotFoundError):
        reading.run_jobs(todo, setting, 2, lambda: None)


def test_what_a_reading_thread_cannot_do_ends_the_build_and_the_reading(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the build would wait for ever for what nobody reads any more."""
    begun: list[str] = []

    def run(_: reading.ReadingProcess, job: jobs.Job) -> jobs.Outcome:
        begun.append(job.path)
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(reading.ReadingProcess, "run", run)
    setting = jobs.Setting(DEFAULT_BASE, (), str(tmp_path), str(tmp_path), None, "")
    todo = [jobs.Job(str(path), None) for path in sorted(documents.iterdir())] * 20
    with pytest.raises(RuntimeError, match="new thread"):
        beside(reading.run_jobs, todo, setting, 2, lambda: None).result(PATIENCE)
    assert len(begun) <= 2


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


@contextmanager
def begun(documents: Path, out: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-c", SCRIPT, str(documents), str(out)]
    with program(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "begin\n"
        yield process


@pytest.mark.slow
def test_two_builds_into_one_folder_do_not_clash(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with begun(documents, out) as first, begun(documents, out) as second:
        answers = sorted(process.communicate()[0] for process in (first, second))
    assert answers in (["done\n", "locked\n"], ["done\n", "done\n"])
    with snapshots.locked(out), pytest.raises(BuildLocked, match=r"process \d+ is building"):
        build([documents], out)
    assert quads(out)
