"""The directory that a build publishes into, and how one snapshot follows another.

    DIR/CURRENT                       the name of the live snapshot, one line
    DIR/.lock                         held while a build runs; the number of its process
    DIR/snapshots/<name>/store/       the database
    DIR/snapshots/<name>/texts/       <hash>.txt, every text snapshot by the SHA-256 of its UTF-8 bytes
    DIR/snapshots/<name>/search.sqlite  the full-text index (`search_index`)
    DIR/snapshots/<name>/load.npz   who takes part in what, to count load from (`load_table`)
    DIR/snapshots/<name>/tasks.sqlite   what questions about tasks ask (`task_table`)
    DIR/snapshots/<name>/citations.json   what very many documents cite (`citation_table`)
    DIR/snapshots/<name>/corpus.sqlite   what first pages and lists of documents show (`corpus_table`)
    DIR/snapshots/<name>/graphs.json  a hash of every graph, for the next build (`increment`)
    DIR/snapshots/<name>/records/     what extraction gave, by the SHA-256 of the source file
    DIR/snapshots/<name>/drawings/    the quads that each file gave (`drawings`)
    DIR/snapshots/<name>/report.json  the report of the build
    DIR/snapshots/<name>/snapshot.json  what the folder holds (`manifest`), written last

A build writes under a name that begins with "new-", renames the folder when everything in it is on
disk, and then replaces CURRENT by one atomic rename. Whatever moment it is killed at, CURRENT names a
whole snapshot. One that somebody has a `Hold` on is never removed. Names count up ("000007-1a2b3c4d", the
number of the build and the beginning of the hash of its data), so their order needs no clock.
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import stat
import sys
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph_build import manifest
from graph_build.errors import BuildLocked, ChangesAtRisk, OutputUnusable, WritingFailed, refusal
from graph_build.store_errors import (
    SnapshotBroken,
    SnapshotMissing,
    SnapshotOfOtherLayout,
    SnapshotUnreadable,
    StoreError,
    TextMissing,
)

CURRENT = "CURRENT"
SNAPSHOTS = "snapshots"
STORE = "store"
TEXTS = "texts"
RECORDS = "records"
DRAWINGS = "drawings"
REPORT = "report.json"
_LOCK = ".lock"
_NAME = re.compile(r"(\d{6,})-[0-9a-f]{8}")
_UNFINISHED = "new-"
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_POINTER = 200  # bytes of CURRENT that are looked at


def live(directory: Path) -> Path:
    """Give the folder of the live snapshot; it may go at any time where nobody has a `Hold` on it.

    Raises SnapshotMissing where the directory is missing, foreign or has never had a finished build,
    SnapshotBroken where CURRENT does not name a whole snapshot, SnapshotOfOtherLayout, and
    SnapshotUnreadable where the system refuses.
    """
    name = _named(directory)
    while True:
        try:
            return _checked(directory, name)
        except SnapshotBroken:
            before, name = name, _named(directory)
            if name == before:
                raise  # else a later one was published, and this one removed, while it was looked at


def _named(directory: Path) -> str:
    try:
        if not stat.S_ISDIR(directory.stat().st_mode):
            raise SnapshotMissing(directory, "it is not a folder")
    except FileNotFoundError as error:
        raise SnapshotMissing(directory, "it does not exist") from error
    except OSError as error:
        raise SnapshotUnreadable(directory, error.strerror or str(error)) from error
    try:
        with (directory / CURRENT).open("rb") as pointer:
            name = pointer.read(_LONGEST_POINTER).decode("utf-8").strip()
    except FileNotFoundError as error:
        reason = "no build has finished there" if _is_ours(directory) else "no build was ever made there"
        raise SnapshotMissing(directory, reason) from error
    except UnicodeDecodeError as error:
        raise SnapshotBroken(directory, f"{CURRENT} holds no name of a snapshot") from error
    except OSError as error:
        raise SnapshotUnreadable(directory, f"{CURRENT}: {error.strerror or error}") from error
    if not _NAME.fullmatch(name):
        raise SnapshotBroken(directory, f"{CURRENT} holds {name[:40]!r}, not the name of a snapshot")
    return name


def _checked(directory: Path, name: str) -> Path:
    snapshot = directory / SNAPSHOTS / name
    try:
        if not snapshot.exists():
            raise SnapshotBroken(directory, f"{CURRENT} names {name}, and there is no such snapshot")
        manifest.check(snapshot)
    except manifest.OtherLayout as error:
        raise SnapshotOfOtherLayout(directory, error.args[0], manifest.LAYOUT) from error
    except manifest.NotWhole as error:
        raise SnapshotBroken(directory, f"in the snapshot {name}, {error}") from error
    except OSError as error:
        raise SnapshotUnreadable(directory, f"{name}: {error.strerror or error}") from error
    return snapshot


def record_file(snapshot: Path, sha256: str) -> Path:
    """Say where the record of a source file lies."""
    return snapshot / RECORDS / f"{sha256}.json"


def text_file(snapshot: Path, sha256: str) -> Path:
    """Say where a text lies."""
    return snapshot / TEXTS / f"{sha256}.txt"


class Hold:
    """Keep a snapshot on the disk for as long as this is open, whatever is published meanwhile.

    The hold ends with the process, or when nobody has this object any more. `folder` is the snapshot's.
    """

    def __init__(self, directory: Path) -> None:
        """Hold the live snapshot; raises what `live` raises."""
        handle = None
        while handle is None:
            self.folder = live(directory)
            handle = _share_folder(self.folder)
        self._end = weakref.finalize(self, os.close, handle) if handle >= 0 else None

    def release(self) -> None:
        """Let the snapshot go."""
        if self._end is not None:
            self._end()


def read_text(snapshot: Path, sha256: str) -> str:
    """Read a text of a snapshot by the hash of its UTF-8 bytes; raises TextMissing."""
    if not _SHA256.fullmatch(sha256):
        raise TextMissing(sha256)
    try:
        return text_file(snapshot, sha256).read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise TextMissing(sha256) from error


@contextmanager
def locked(directory: Path) -> Iterator[None]:
    """Hold the output directory for one build, made where it is missing, and clear what killed builds left.

    A directory that was made here goes again where the build publishes nothing.

    The lock belongs to the open file, so it ends with the process, however that ends. Raises BuildLocked
    where another build holds it, OutputUnusable where the directory is a file, holds things of others
    or cannot be written.
    """
    _check_usable(directory)
    made = not directory.exists()
    try:
        (directory / SNAPSHOTS).mkdir(parents=True, exist_ok=True)
        handle = os.open(directory / _LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise OutputUnusable(directory, error.strerror or str(error)) from error
    try:
        try:
            _lock_file(handle)
        except OSError as error:
            raise BuildLocked(directory, os.read(handle, 20).decode("ascii", "replace").strip()) from error
        os.ftruncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode("ascii"))
        _clear_unfinished(directory)
        try:
            yield
        except BaseException:
            if made and not (directory / CURRENT).exists():
                shutil.rmtree(directory, ignore_errors=True)
            raise
    finally:
        os.close(handle)


@contextmanager
def writing(directory: Path) -> Iterator[None]:
    """Turn what the system refuses while a snapshot is written into WritingFailed."""
    try:
        yield
    except OSError as error:
        raise WritingFailed(directory, refusal(error) or error.strerror or str(error)) from error


@contextmanager
def new_snapshot(directory: Path) -> Iterator[Path]:
    """Give an empty folder to write a snapshot into; an unpublished one is removed on an error."""
    folder = directory / SNAPSHOTS / f"{_UNFINISHED}{secrets.token_hex(4)}"
    for part in (TEXTS, RECORDS, DRAWINGS):
        (folder / part).mkdir(parents=True)
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def next_name(directory: Path, content_sha256: str) -> str:
    """Name the next snapshot: one more than any number that is there, and the beginning of a hash."""
    number = 1 + max((number for number, _ in _whole(directory)), default=0)
    return f"{number:06d}-{content_sha256[:8]}"


def share(snapshot: Path, folder: Path) -> None:
    """Give an unfinished snapshot the texts, records, drawings and report of a published one, by hard links.

    Published files never change, so two snapshots can share them. The database is not shared here.
    """
    for part in (TEXTS, RECORDS, DRAWINGS):
        (folder / part).mkdir(exist_ok=True)
        if not (snapshot / part).is_dir():  # made by an older version
            continue
        with os.scandir(snapshot / part) as entries:
            for entry in entries:
                os.link(entry.path, folder / part / entry.name)
    os.link(snapshot / REPORT, folder / REPORT)


def check_replaceable(directory: Path, *, replace_changes: bool) -> int:
    """See that publishing other data loses no change that users made since the last build.

    Gives the number of changes that will be lost because `replace_changes` allows it. Raises ChangesAtRisk.
    Must be called under `locked`, which keeps further changes away.
    """
    try:
        count = manifest.changes(directory / SNAPSHOTS / _named(directory))
    except StoreError:
        return 0
    if count and not replace_changes:
        raise ChangesAtRisk(directory, count)
    return count


def publish(directory: Path, folder: Path, name: str, *, changes_on: Path | None = None) -> None:
    """Make a written folder the live snapshot under a name that `next_name` gave.

    `changes_on` is the snapshot that this one is a change of, None for a new graph. The snapshot that was
    live before stays on disk, and so do those that somebody holds; all others are removed. Everything is
    on disk before CURRENT changes. Must be called under `locked`.
    """
    before = _pointed_at(directory)
    manifest.write(folder, manifest.changes(changes_on) + 1 if changes_on else 0)
    _sync_tree(folder)
    folder.rename(directory / SNAPSHOTS / name)
    _sync(directory / SNAPSHOTS)
    pointer = directory / f"{CURRENT}.{_UNFINISHED}{os.getpid()}"
    pointer.write_text(f"{name}\n", encoding="utf-8")
    _sync(pointer)
    pointer.replace(directory / CURRENT)
    _sync(directory)
    for _, old in _whole(directory):
        if old.name not in {name, before}:
            _remove(old)


def _pointed_at(directory: Path) -> str | None:
    try:
        return _named(directory)
    except StoreError:
        return None


def _whole(directory: Path) -> list[tuple[int, Path]]:
    found = ((_NAME.fullmatch(path.name), path) for path in (directory / SNAPSHOTS).iterdir())
    return [(int(match[1]), path) for match, path in found if match]


def _clear_unfinished(directory: Path) -> None:
    for path in (directory / SNAPSHOTS).glob(f"{_UNFINISHED}*"):
        shutil.rmtree(path, ignore_errors=True)
    for path in directory.glob(f"{CURRENT}.{_UNFINISHED}*"):
        path.unlink(missing_ok=True)


def _is_ours(directory: Path) -> bool:
    return (directory / SNAPSHOTS).is_dir()


def _check_usable(directory: Path) -> None:
    if not directory.exists():
        return
    if not directory.is_dir():
        raise OutputUnusable(directory, "it is a file")
    try:
        foreign = not _is_ours(directory) and any(path.name != _LOCK for path in directory.iterdir())
    except OSError as error:
        raise OutputUnusable(directory, error.strerror or str(error)) from error
    if foreign:
        raise OutputUnusable(directory, "it holds files that no build made")


def _remove(snapshot: Path) -> None:
    """Remove a snapshot in a way that readers see all of it or nothing; one that is held stays."""
    try:
        with _alone(snapshot):
            rest = snapshot.with_name(f"{_UNFINISHED}rest-{secrets.token_hex(4)}")
            snapshot.rename(rest)
            shutil.rmtree(rest, ignore_errors=True)
    except OSError:
        return  # held, or not to be removed now; the next publication tries again


def _sync_tree(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.stat().st_nlink == 1:  # a published snapshot has the file too, and synced it
                _sync(path)
        _sync(Path(parent))


if sys.platform != "win32":
    import fcntl

    def _lock_file(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _share_folder(folder: Path) -> int | None:
        """Open a folder so that `_alone` fails on it; None where it is going or gone."""
        try:
            handle = os.open(folder, os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
            if os.fstat(handle).st_ino == folder.stat().st_ino:
                return handle
        except (BlockingIOError, FileNotFoundError):
            pass
        os.close(handle)
        return None

    @contextmanager
    def _alone(folder: Path) -> Iterator[None]:
        handle = os.open(folder, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield
        finally:
            os.close(handle)

    def _sync(path: Path) -> None:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

else:  # pragma: no cover - Windows: folders cannot be synced, locks are of byte ranges
    import msvcrt

    def _lock_file(handle: int) -> None:
        os.lseek(handle, 1 << 20, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _share_folder(folder: Path) -> int | None:
        return -1  # files that are open cannot be removed there

    @contextmanager
    def _alone(folder: Path) -> Iterator[None]:
        yield

    def _sync(path: Path) -> None:
        if path.is_file():
            with path.open("r+b") as file:
                os.fsync(file.fileno())
