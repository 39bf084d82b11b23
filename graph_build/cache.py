"""The records of the snapshot before, for files whose bytes have not changed.

A record is kept under the hash of its file, with a fingerprint of all that the reading depends on: the
code and data of the package, the register, the base IRI, the OCR program.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from importlib import resources
from pathlib import Path

import msgspec

from graph_build import snapshots
from graph_build.readers import ocr
from graph_build.records import DocumentRecord
from graph_build.store_errors import TextMissing


class CachedRecord(msgspec.Struct, frozen=True):
    """A record as kept with a snapshot: under which fingerprint, and from which kind of file."""

    fingerprint: str
    suffix: str
    record: DocumentRecord


_CACHED = msgspec.json.Decoder(CachedRecord)


def holds(snapshot: str | None, sha256: str | None) -> bool:
    """Tell whether a snapshot has a record of a file with this hash, usable or not."""
    return snapshot is not None and sha256 is not None and _record_path(Path(snapshot), sha256).is_file()


def find(
    snapshot: str | None, sha256: str | None, suffix: str, fingerprint: str
) -> tuple[DocumentRecord, str] | None:
    """Give record and text of a file with this hash from a snapshot; None where the file must be read.

    A record that is damaged or was made under other circumstances is as good as none.
    """
    if snapshot is None or sha256 is None:
        return None
    try:
        kept = _CACHED.decode(_record_path(Path(snapshot), sha256).read_bytes())
        if (kept.fingerprint, kept.suffix) != (fingerprint, suffix):
            return None
        return kept.record, snapshots.read_text(Path(snapshot), kept.record.text_sha256)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, TextMissing):
        return None


def keep(record: DocumentRecord, text: str, folder: Path, suffix: str, fingerprint: str) -> None:
    """Write a record and its text into the folder of a new snapshot; raises OSError."""
    kept = msgspec.json.encode(CachedRecord(fingerprint, suffix, record))
    put(folder, record.sha256, kept, record.text_sha256, text.encode("utf-8"))


def put(folder: Path, sha256: str, record: bytes, text_sha256: str, text: bytes) -> None:
    """Write a record and its text as another process has kept them; raises OSError."""
    _write(_record_path(folder, sha256), record)
    _write(_text_path(folder, text_sha256), text)


def take(folder: Path, sha256: str, text_sha256: str) -> tuple[bytes, bytes]:
    """Take a record and its text out of a folder, as bytes for `put`; raises OSError."""
    taken = []
    for path in (_record_path(folder, sha256), _text_path(folder, text_sha256)):
        taken.append(path.read_bytes())
        path.unlink()
    return taken[0], taken[1]


def _text_path(snapshot: Path, sha256: str) -> Path:
    return snapshot / snapshots.TEXTS / f"{sha256}.txt"


def _record_path(snapshot: Path, sha256: str) -> Path:
    return snapshot / snapshots.RECORDS / f"{sha256}.json"


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: several processes may write the same text, and each may be ended."""
    unfinished = path.with_suffix(f".{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def fingerprint(base: str, register: Sequence[Path]) -> str:
    """Hash all that a record depends on besides its file."""
    digest = hashlib.sha256(f"{base}\n{ocr.engine()}\n".encode())
    for package in ("ontology", "graph_build"):
        root = Path(str(resources.files(package)))
        for path in sorted(root.rglob("*")):
            if path.suffix in {".py", ".ttl", ".txt"}:
                digest.update(path.relative_to(root).as_posix().encode("utf-8") + b"\0" + path.read_bytes())
    for file in register:
        digest.update(hashlib.sha256(file.suffix.encode("utf-8") + b"\0" + file.read_bytes()).digest())
    return digest.hexdigest()
