"""What documents gave, kept with a snapshot, so that a document that has not changed is not drawn again.

A drawing is the quads and facts of one document, after it was told apart from the others of its build. It is
kept under the hash of its file and the kind of its name. Taken again are only drawings that were made under
the same fingerprint (`graph_build.cache`), whose record and text are unharmed, and, once the document is told
apart again, that have the same IRI, notes and name. What does not fit is drawn from its record.

Files that are taken again are shared with the snapshot before by hard links.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from graph_build import snapshots
from graph_build.identity import Identity
from graph_build.jobs import Job, Outcome, Setting, Written
from graph_build.pieces import PieceWriter
from graph_build.readers import archive
from graph_build.reading import Runner
from graph_build.records import Issue

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_LEVEL: Final = 1
_CHECKED: Final[dict[int, int]] = {
    zstd.CompressionParameter.compression_level: _LEVEL,
    zstd.CompressionParameter.checksum_flag: 1,
}


class Told(NamedTuple):
    """A document told apart from the others: what reading gave, under which IRI, and with which notes."""

    outcome: Outcome
    identity: Identity
    iri: str
    notes: tuple[Issue, ...]


class _Known(msgspec.Struct, frozen=True):
    """What can be told of a document before it is told apart: whose record it is, and who the document is."""

    fingerprint: str
    record_sha256: str
    identity: Identity


class _Drawing(_Known, frozen=True):
    """A document as it was told apart, with its quads (N-Quads, compressed) and facts."""

    iri: str
    notes: tuple[Issue, ...]
    written: Written
    quads: bytes


_KNOWN = msgspec.msgpack.Decoder(_Known)
_DRAWING = msgspec.msgpack.Decoder(_Drawing)


class Drawings:
    """The drawings of the snapshot `before`, and those of the one that is written in `folder`."""

    def __init__(self, setting: Setting) -> None:
        """Take the folders and the fingerprint from what files are read with."""
        self._before = Path(setting.before) if setting.before else None
        self._folder = Path(setting.folder)
        self._fingerprint = setting.fingerprint

    def run_jobs(
        self,
        run_rest: Runner,
        jobs: Sequence[Job],
        setting: Setting,
        workers: int | None,
        done: Callable[[], None],
    ) -> list[Outcome]:
        """Do jobs as `run_rest` does, but those of documents that are known, whose outcomes have no quads."""
        known = {place: found for place, job in enumerate(jobs) if (found := self._known(job))}
        for _ in known:
            done()
        rest = iter(
            run_rest([job for place, job in enumerate(jobs) if place not in known], setting, workers, done)
        )
        return [known.get(place) or next(rest) for place in range(len(jobs))]

    def _known(self, job: Job) -> Outcome | None:
        """Tell which document a file is by its drawing, and put its record and text into the new snapshot."""
        before, path = self._before, Path(job.path)
        if before is None or job.sha256 is None:
            return None
        try:
            known = _KNOWN.decode(_path(before, job.sha256, path).read_bytes())
            record = snapshots.record_file(before, job.sha256)
            text = snapshots.text_file(before, known.identity.text_sha256)
            whole = (
                known.fingerprint == self._fingerprint
                and _sha256(record) == known.record_sha256
                and _sha256(text) == known.identity.text_sha256
            )
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
        if not whole:
            return None
        for kept in (record, text):
            _share(kept, self._folder / kept.relative_to(before))
        identity = msgspec.structs.replace(known.identity, source_name=archive.member_name(path))
        return Outcome(job.path, identity, from_cache=True)

    def take_all(self, told: Sequence[Told], folder: Path) -> dict[int, Outcome]:
        """Write what known documents gave into pieces in a folder; gives their outcomes by their places.

        Those that must be drawn are left out. Raises OSError.
        """
        pieces = PieceWriter(folder)
        try:
            undrawn = ((place, one) for place, one in enumerate(told) if not one.outcome.is_drawn)
            return {place: found for place, one in undrawn if (found := self._take(one, pieces))}
        finally:
            pieces.close()

    def _take(self, told: Told, pieces: PieceWriter) -> Outcome | None:
        if self._before is None:
            return None
        path = _path(self._before, told.identity.sha256, Path(told.outcome.path))
        try:
            drawing = _DRAWING.decode(path.read_bytes())
            if (drawing.fingerprint, *_key(drawing)) != (self._fingerprint, *_key(told)):
                return None
            quads = zstd.decompress(drawing.quads)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError, zstd.ZstdError):
            return None
        _share(path, self._folder / path.relative_to(self._before))
        facts = msgspec.msgpack.encode(_cached(drawing.written))
        return msgspec.structs.replace(told.outcome, quads=pieces.add(quads), facts=pieces.add(facts))

    def keep(self, told: Told, written: Written, quads: bytes) -> None:
        """Keep the drawing of a document, unless it was taken from the snapshot before; raises OSError."""
        path = _path(self._folder, told.identity.sha256, Path(told.outcome.path))
        record = _sha256(snapshots.record_file(self._folder, told.identity.sha256))
        if record is None or path.exists():
            return
        drawing = _Drawing(
            self._fingerprint,
            record,
            *_key(told),
            written=written,
            quads=zstd.compress(quads, options=_CHECKED),
        )
        path.write_bytes(msgspec.msgpack.encode(drawing))


def _key(one: Told | _Drawing) -> tuple[Identity, str, tuple[Issue, ...]]:
    return one.identity, one.iri, one.notes


def _cached(written: Written) -> Written:
    row = msgspec.structs.replace(written.row, from_cache=True)
    return msgspec.structs.replace(written, row=row)


def _path(snapshot: Path, sha256: str, source: Path) -> Path:
    """Name the drawing of a file: two files of the same bytes may be read as two kinds."""
    kind = hashlib.sha256(source.suffix.encode("utf-8", "surrogateescape")).hexdigest()[:8]
    return snapshot / snapshots.DRAWINGS / f"{sha256}-{kind}"


def _sha256(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def _share(source: Path, target: Path) -> None:
    """Give a file of a published snapshot a second name, for they never change; copy it where none can be."""
    try:
        os.link(source, target)
    except FileExistsError:
        return
    except OSError:
        shutil.copyfile(source, target)
