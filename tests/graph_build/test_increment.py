"""A build on the snapshot before: the same graph as one built from nothing, whatever was edited."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from graph_build import increment, jobs, pipeline, search_index, snapshots
from graph_build.increment import Increment
from graph_build.pipeline import build
from graph_build.report import BuildReport
from graph_build.store import open_snapshot
from ontology.vocab import vocabulary

BUILD = vocabulary().graph_build
CITING = "\n\nCăn cứ Nghị quyết số 99/NQ-CP ngày 01/02/2022 của Chính phủ.\n"
Edit = Callable[[Path, list[Path]], object]

EDITS: dict[str, Edit] = {
    "nothing": lambda folder, sample: None,
    "a line more": lambda folder, sample: _append(folder / sample[0].name, CITING),
    "one more": lambda folder, sample: shutil.copy(sample[2], folder),
    "one less": lambda folder, sample: (folder / sample[0].name).unlink(),
    "a line less": lambda folder, sample: shutil.copy(sample[0], folder),
    "a draft of the same number": lambda folder, sample: _draft(sample[1], folder / "zz.txt"),
    "another name": lambda folder, sample: (folder / sample[1].name).rename(folder / "aa.txt"),
}


def _append(path: Path, text: str) -> None:
    path.write_bytes(path.read_bytes() + text.encode())


def _draft(path: Path, other: Path) -> None:
    other.write_bytes(path.read_bytes() + "\n\nBản dự thảo.\n".encode())


def content(out: Path) -> tuple[Any, ...]:
    """Give all that a snapshot holds but the build's own description."""
    with open_snapshot(out) as store:
        quads = {line for line in store.dump() if not line.endswith(f" <{BUILD}> .")}
        graphs = {graph.value for graph in ox.Store.read_only(str(store.snapshot / "store")).named_graphs()}
        with closing(sqlite3.connect(store.snapshot / search_index.FILE)) as index:
            entries = index.execute("SELECT * FROM entry ORDER BY id").fetchall()
        texts = {path.name: path.read_bytes() for path in (store.snapshot / snapshots.TEXTS).iterdir()}
        return quads, graphs, entries, texts


@pytest.fixture
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """List the databases that were made out of others."""
    made: list[Path] = []
    original = Increment.finish

    def finish(self: Increment, *rest: Any) -> int:
        made.append(Path())
        return original(self, *rest)

    monkeypatch.setattr(Increment, "finish", finish)
    monkeypatch.setattr(increment, "MOST", 9)
    return made


@pytest.fixture
def sample(sample_dir: Path) -> list[Path]:
    return sorted(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)


@pytest.fixture
def documents(tmp_path: Path, sample: list[Path]) -> Path:
    folder = tmp_path / "documents"
    folder.mkdir()
    for path in sample[:2]:
        shutil.copy(path, folder)
    return folder


def anew(documents: Path, out: Path) -> BuildReport:
    """Draw, derive and load all documents anew, from the records of the last time where there are any."""
    if out.exists():
        live = snapshots.live(out)
        (live / increment.FILE).unlink()
        shutil.rmtree(live / snapshots.DRAWINGS)
    return build([documents], out)


@pytest.mark.slow
def test_edit_after_edit_gives_what_a_full_build_gives(
    documents: Path, sample: list[Path], tmp_path: Path, begun: list[Path]
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    for name, edit in EDITS.items():
        edit(documents, sample)
        before = len(begun)
        report = build([documents], out)
        assert len(begun) == before + 1, name
        full = anew(documents, tmp_path / "anew")
        assert content(out) == content(tmp_path / "anew"), name
        assert (report.triples, report.derived, report.violations, report.findings, report.cited_only) == (
            *(full.triples, full.derived, full.violations, full.findings, full.cited_only),
        ), name


def test_a_full_build_takes_nothing_from_the_one_before(
    documents: Path, tmp_path: Path, begun: list[Path]
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    assert build([documents], out, full=True).from_cache == 0
    assert begun == []


def _without(snapshot: Path) -> None:
    (snapshot / increment.FILE).unlink()


def _damaged(snapshot: Path) -> None:
    (snapshot / increment.FILE).write_bytes(b'{"fingerprint": "\xff"}')


def _no_database(snapshot: Path) -> None:
    shutil.rmtree(snapshot / snapshots.STORE)
    (snapshot / snapshots.STORE).mkdir()


@pytest.mark.parametrize("harm", [_without, _damaged, _no_database])
def test_on_a_snapshot_that_is_no_ground_all_is_loaded_anew(
    documents: Path, tmp_path: Path, begun: list[Path], harm: Callable[[Path], None]
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    before = content(out)
    harm(snapshots.live(out))
    build([documents], out)
    assert begun == []
    assert content(out) == before


@pytest.mark.parametrize("harm", [b"", b"\x80", None])
def test_a_damaged_drawing_is_drawn_again(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, harm: bytes | None
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    before = content(out)
    for path in (snapshots.live(out) / snapshots.DRAWINGS).iterdir():
        data = path.read_bytes()
        path.write_bytes(data[:-9] + bytes(9) if harm is None else harm)
    assert build([documents], out).from_cache == 2
    assert content(out) == before
    monkeypatch.setattr(jobs, "document_graph", None)
    report = build([documents], out)
    assert (report.from_cache, report.problems) == (2, ())
    assert content(out) == before


def test_other_rules_or_another_reasoner_derive_anew(
    documents: Path, tmp_path: Path, begun: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    monkeypatch.setattr(pipeline, "fingerprint", lambda *_: "another version")
    build([documents], out)
    monkeypatch.setattr(pipeline, "infer_owlrl", lambda *_: None)
    build([documents], out, reasoner="owlrl")
    build([documents], out)
    assert begun == []


def test_where_much_has_changed_all_is_loaded_anew(
    documents: Path, sample: list[Path], tmp_path: Path, begun: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    build([documents], out)
    monkeypatch.setattr(increment, "MOST", 0.02)
    build([documents], out)
    assert len(begun) == 1
    _append(documents / sample[1].name, CITING)
    build([documents], out)
    assert len(begun) == 1


def test_a_snapshot_after_an_update_is_no_ground(tmp_path: Path) -> None:
    before, after = tmp_path / "before", tmp_path / "after"
    for part in (snapshots.TEXTS, snapshots.RECORDS, snapshots.DRAWINGS):
        (before / part).mkdir(parents=True)
        (before / part / "one").touch()
    (before / snapshots.REPORT).touch()
    (before / increment.FILE).touch()
    after.mkdir()
    snapshots.share(before, after)
    assert (after / snapshots.DRAWINGS / "one").exists()
    assert not (after / increment.FILE).exists()
