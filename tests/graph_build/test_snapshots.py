"""Snapshots that are not whole, snapshots that somebody reads, and changes that a build would lose."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_build import manifest, snapshots
from graph_build.changes import Checkpoint, Update
from graph_build.errors import ChangesAtRisk, WritingFailed
from graph_build.rdf_import import import_rdf
from graph_build.store import open_snapshot
from graph_build.store_errors import (
    SnapshotBroken,
    SnapshotMissing,
    SnapshotOfOtherLayout,
    SnapshotUnreadable,
)

Spoil = Callable[[Path], object]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("data") / "data.nq"
    file.write_text('<urn:s> <urn:p> "đ" <urn:g> .\n', encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def imported(data: Path) -> Path:
    import_rdf([data], data.parent / "out")
    return data.parent / "out"


@pytest.fixture
def published(imported: Path, tmp_path: Path) -> Path:
    shutil.copytree(imported, tmp_path / "out")
    return tmp_path / "out"


def publish_again(directory: Path, imported: Path) -> None:
    """Publish what is in `imported` in a directory in whatever state."""
    with snapshots.locked(directory), snapshots.new_snapshot(directory) as folder:
        assert snapshots.check_replaceable(directory, replace_changes=False) == 0
        shutil.copytree(snapshots.live(imported), folder, dirs_exist_ok=True)
        snapshots.publish(directory, folder, snapshots.next_name(directory, "ab" * 32))


def change(directory: Path) -> None:
    """Change the graph as a server does."""
    with snapshots.locked(directory), snapshots.new_snapshot(directory) as folder:
        before = snapshots.live(directory)
        snapshots.share(before, folder)
        with Checkpoint(before / snapshots.STORE, folder / snapshots.STORE) as copy:
            copy.apply(Update("INSERT DATA { <urn:s> <urn:p> 1 }"))
        snapshots.publish(directory, folder, snapshots.next_name(directory, "ab" * 32), changes_on=before)


def cut(pattern: str, to: float = 0.5) -> Spoil:
    def spoil(directory: Path) -> None:
        (path,) = snapshots.live(directory).glob(pattern)
        os.truncate(path, int(path.stat().st_size * to))

    return spoil


def lose(pattern: str) -> Spoil:
    return lambda directory: next(snapshots.live(directory).glob(pattern)).unlink()


def point(content: bytes) -> Spoil:
    return lambda directory: (directory / snapshots.CURRENT).write_bytes(content)


def relist(**fields: object) -> Spoil:
    def spoil(directory: Path) -> None:
        file = snapshots.live(directory) / manifest.FILE
        file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | fields), encoding="utf-8")

    return spoil


@pytest.mark.parametrize(
    ("spoil", "error", "said"),
    [
        (point(b""), SnapshotBroken, "CURRENT holds '', not the name"),
        (point(b"\xff\xfe\x00"), SnapshotBroken, "CURRENT holds no name"),
        (point(b"x" * 10_000_000), SnapshotBroken, "not the name"),
        (point(b"../../../etc"), SnapshotBroken, "not the name"),
        (point(b"/etc"), SnapshotBroken, "not the name"),
        (point(b"000009-abababab\n"), SnapshotBroken, "no such snapshot"),
        (point(b"000001-abababab\n../x"), SnapshotBroken, "not the name"),
        (lambda directory: (directory / "CURRENT").unlink(), SnapshotMissing, "no build has finished"),
        (cut("store/MANIFEST-*"), SnapshotBroken, "store/MANIFEST-"),
        (cut("store/CURRENT"), SnapshotBroken, "bytes and should have"),
        (lose("store/*.sst"), SnapshotBroken, ".sst is missing"),
        (lose("search.sqlite"), SnapshotBroken, "search.sqlite is missing"),
        (lose("load.npz"), SnapshotBroken, "load.npz is missing"),
        (cut("load.npz"), SnapshotBroken, "load.npz has"),
        (cut("report.json", 0), SnapshotBroken, "report.json has 0 bytes"),
        (lose("snapshot.json"), SnapshotBroken, "snapshot.json is missing"),
        (cut("snapshot.json"), SnapshotBroken, "snapshot.json cannot be understood"),
        (cut("snapshot.json", 0), SnapshotBroken, "snapshot.json cannot be understood"),
        (relist(counts={"texts": 3}), SnapshotBroken, "texts has 0 files and should have 3"),
        (
            relist(layout=2, files=[]),
            SnapshotOfOtherLayout,
            "format 2, and this version of nhiemvu reads format 1",
        ),
        (relist(layout="x"), SnapshotBroken, "snapshot.json cannot be understood"),
    ],
)
def test_what_is_not_whole_is_told_and_built_again(
    published: Path, imported: Path, spoil: Spoil, error: type[Exception], said: str
) -> None:
    spoil(published)
    with pytest.raises(error) as told:
        open_snapshot(published)
    assert said in str(told.value)
    assert "\n" not in str(told.value)
    publish_again(published, imported)
    with open_snapshot(published) as store:
        assert len(store.dump()) == 1


def test_a_pointer_that_cannot_be_read_is_told(published: Path) -> None:
    (published / snapshots.CURRENT).unlink()
    (published / snapshots.CURRENT).mkdir()
    with pytest.raises(SnapshotUnreadable, match="CURRENT: Is a directory"):
        open_snapshot(published)


def test_damage_inside_a_file_is_told(published: Path) -> None:
    (manifest_of_engine,) = (snapshots.live(published) / snapshots.STORE).glob("MANIFEST-*")
    manifest_of_engine.write_bytes(b"\xff" * manifest_of_engine.stat().st_size)
    with pytest.raises(SnapshotBroken, match="is damaged: "):
        open_snapshot(published)


def test_a_snapshot_stays_while_somebody_reads_it(published: Path, imported: Path) -> None:
    store = open_snapshot(published)
    for _ in range(3):
        publish_again(published, imported)
    assert store.snapshot.is_dir()
    assert len(list((published / "snapshots").iterdir())) == 3
    store.close()
    publish_again(published, imported)
    assert not store.snapshot.exists()
    assert len(list((published / "snapshots").iterdir())) == 2


def test_a_reader_that_comes_while_a_snapshot_goes_takes_the_next(
    published: Path, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, check = snapshots.live(published), manifest.check

    def publish_meanwhile(folder: Path) -> None:
        if folder == first:
            publish_again(published, imported)
            publish_again(published, imported)
        check(folder)

    monkeypatch.setattr(manifest, "check", publish_meanwhile)
    with open_snapshot(published) as store:
        assert store.snapshot_id.startswith("000003-")


def test_all_is_on_the_disk_before_it_is_pointed_to(
    published: Path, imported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut leaves is a whole snapshot, old or new."""
    synced: list[tuple[str, bool]] = []
    before = snapshots.live(published)

    def note(path: Path) -> None:
        synced.append((path.name, snapshots.live(published) == before))

    monkeypatch.setattr(snapshots, "_sync", note)
    publish_again(published, imported)
    pointer = f"CURRENT.new-{os.getpid()}"
    assert synced[-3:] == [("snapshots", True), (pointer, True), (published.name, False)]
    assert {name for name, _ in synced} > {"snapshot.json", "report.json", "store"}


def test_changes_are_replaced_only_when_told(published: Path, data: Path) -> None:
    change(published)
    with pytest.raises(
        ChangesAtRisk, match=r"a change that was made since its last build.*--replace-changes"
    ):
        import_rdf([data], published)
    change(published)
    with pytest.raises(ChangesAtRisk, match="2 changes"):
        import_rdf([data], published)
    with open_snapshot(published) as store:
        assert len(store.dump()) == 2
    assert import_rdf([data], published, replace_changes=True).replaced_changes == 2
    assert import_rdf([data], published).replaced_changes == 0


def test_what_the_system_says_of_a_full_disk_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(
            WritingFailed, match=r": No space left on device\. What was there before is unchanged\."
        ),
        snapshots.writing(tmp_path),
    ):
        raise OSError(
            "IO error: No space left on device: While appending to file: x: No space left on device"
        )
