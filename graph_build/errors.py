"""The exception tree.

    NhiemvuError                      anything that a caller may want to show as one sentence
    ├── ReadError                     one file cannot be read; the rest of a build goes on
    │   ├── UnreadableFile            missing, a folder, no permission, a failing disk
    │   ├── EmptyFile                 no bytes, or nothing but white space
    │   ├── NotText                   bytes of a binary format where text was expected
    │   ├── UndecodableText           text in an encoding that is none of the supported ones
    │   ├── UnsupportedFormat         a format that no reader handles
    │   ├── BrokenFile                cut short, damaged, or not what its first bytes claim
    │   ├── EncryptedFile             locked with a password
    │   ├── ScanUnread                pictures of pages that OCR could not read, or that had no OCR
    │   ├── NotDocument               a format for data, such as JSON, that holds no document
    │   ├── SeveralDocuments          an archive where one document was expected
    │   ├── ForbiddenContent          built to harm: entities in XML, paths that lead out of an archive
    │   └── LimitExceeded             larger or deeper than the limits against hostile files
    ├── BuildError                    a build as a whole cannot go on; the old snapshot stays live
    │   ├── NothingToBuild            no file was found, or none could be read
    │   ├── BuildLocked               another build is writing into the same directory
    │   ├── OutputUnusable            the output directory is a file, foreign or not writable
    │   ├── WritingFailed             the disk is full or fails while something is written
    │   ├── ChangesAtRisk             changes that users made would be lost
    │   ├── ResourceInvalid           a rule, shape or vocabulary file of the package is malformed
    │   ├── RecordInvalid             a record contradicts its own text or has no identity: our fault
    │   ├── ClusterUnusable           the machines that should read do not answer, or cannot read as here
    │   ├── GraphTooLarge             too many triples for the reasoner that was asked for
    │   └── FixpointNotReached        the rules went on deriving past the bound on rounds
    ├── ExecutorInvalid               what was given as executor names none
    └── StoreError                    a published snapshot cannot be used: `graph_build.store_errors`

Every message says what went wrong, with which value, and what to do. The arguments of the
constructor are kept in `args`, so that errors cross process borders unchanged.
"""

from __future__ import annotations

import errno
import os
from os import PathLike
from typing import ClassVar

PathText = str | PathLike[str]


class NhiemvuError(Exception):
    """Be the base of every error that is shown to a user as one sentence."""


class ReadError(NhiemvuError):
    """Say that one file cannot be read; `code` is its code in the reading ledger."""

    code: ClassVar[str] = "unreadable-file"

    def __init__(self, path: PathText, *details: object) -> None:
        super().__init__(path, *details)
        self.path = path


class UnreadableFile(ReadError):
    """Say that the file system refuses the file; `reason` is what it answered."""

    def __init__(self, path: PathText, reason: str) -> None:
        super().__init__(path, reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"Cannot read {self.path}: {self.reason}. Check the path and its permissions."


class EmptyFile(ReadError):
    """Say that the file holds no text at all."""

    code = "empty-file"

    def __str__(self) -> str:
        return f"{self.path} is empty. Give a file that holds the text of a document."


class NotText(ReadError):
    """Say that the bytes are those of a binary format; `found` names what was seen."""

    code = "binary-file"

    def __init__(self, path: PathText, found: str) -> None:
        super().__init__(path, found)
        self.found = found

    def __str__(self) -> str:
        return f"{self.path} is not text ({self.found}). Save it as UTF-8 text and build again."


class UndecodableText(ReadError):
    """Say that the text is in none of the encodings `tried`; `offset` is the first bad byte."""

    code = "undecodable"

    def __init__(self, path: PathText, tried: str, offset: int) -> None:
        super().__init__(path, tried, offset)
        self.tried = tried
        self.offset = offset

    def __str__(self) -> str:
        return (
            f"{self.path} is not valid {self.tried} (byte {self.offset}). Save it as UTF-8 and build again."
        )


class UnsupportedFormat(ReadError):
    """Say that no reader handles the format; `known` lists the endings that are handled."""

    code = "unsupported-format"

    def __init__(self, path: PathText, known: str) -> None:
        super().__init__(path, known)
        self.known = known

    def __str__(self) -> str:
        return f"No reader for {self.path}. Convert it to one of: {self.known}."


class BrokenFile(ReadError):
    """Say that a file of the format `kind` is damaged; `reason` is what was found."""

    code = "broken-file"

    def __init__(self, path: PathText, kind: str, reason: str) -> None:
        super().__init__(path, kind, reason)
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} is no whole {self.kind} file ({self.reason}). Get a fresh copy of it."


class EncryptedFile(ReadError):
    """Say that a file cannot be read without a password."""

    code = "encrypted-file"

    def __str__(self) -> str:
        return f"{self.path} is locked with a password. Save it without one and build again."


class ScanUnread(ReadError):
    """Say that a file holds nothing but pictures of pages, and `reason` why OCR did not read them."""

    code = "scan-not-read"

    def __init__(self, path: PathText, reason: str) -> None:
        super().__init__(path, reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path} is a scan that was not read. {self.reason}"


class NotDocument(ReadError):
    """Say that a file is in a format for data that holds no document; `found` names it."""

    code = "not-a-document"

    def __init__(self, path: PathText, found: str) -> None:
        super().__init__(path, found)
        self.found = found

    def __str__(self) -> str:
        return f"{self.path} is {self.found}, not a document. Nothing was read from it."


class SeveralDocuments(ReadError):
    """Say that an archive holds `count` documents where one was asked for."""

    code = "several-documents"

    def __init__(self, path: PathText, count: int) -> None:
        super().__init__(path, count)
        self.count = count

    def __str__(self) -> str:
        return f"{self.path} is an archive of {self.count} documents. Name one of them: {self.path}/NAME."


class ForbiddenContent(ReadError):
    """Say that a file holds `what`, which honest files never do."""

    code = "forbidden-content"

    def __init__(self, path: PathText, what: str) -> None:
        super().__init__(path, what)
        self.what = what

    def __str__(self) -> str:
        return f"{self.path} holds {self.what} and was not read. Save it anew from the program it came from."


class LimitExceeded(ReadError):
    """Say that `what` of a file is `value`, above `limit`."""

    code = "limit-exceeded"

    def __init__(self, path: PathText, what: str, value: int, limit: int) -> None:
        super().__init__(path, what, value, limit)
        self.what = what
        self.value = value
        self.limit = limit

    def __str__(self) -> str:
        return f"{self.path}: {self.what} is {self.value}, the limit is {self.limit}. Split the file."


class BuildError(NhiemvuError):
    """Say that a build cannot go on; the snapshot that was live before stays live."""


class NothingToBuild(BuildError):
    """Say that no document came out of the given paths; `found` counts the files looked at.

    `reason` is why the first of them could not be read, empty where there was no file at all.
    """

    def __init__(self, paths: str, found: int, reason: str = "") -> None:
        super().__init__(paths, found, reason)
        self.paths = paths
        self.found = found
        self.reason = reason

    def __str__(self) -> str:
        if self.found == 1:
            return self.reason
        if self.found:
            return f"None of the {self.found} files of {self.paths} could be read. The first: {self.reason}"
        return f"There is no file to read in {self.paths}. Hidden files and folders are not looked at."


class BuildLocked(BuildError):
    """Say that another build holds the output directory; `holder` is its process number."""

    def __init__(self, directory: PathText, holder: str) -> None:
        super().__init__(directory, holder)
        self.directory = directory
        self.holder = holder

    def __str__(self) -> str:
        who = f"process {self.holder}" if self.holder else "another process"
        return f"{who} is building into {self.directory}. Wait for it to end, or build into another folder."


class OutputUnusable(BuildError):
    """Say that a build cannot write into `directory`."""

    def __init__(self, directory: PathText, reason: str) -> None:
        super().__init__(directory, reason)
        self.directory = directory
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"Cannot build into {self.directory}: {self.reason}. Give an empty folder or one made by a build."
        )


_REFUSALS = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT, errno.EROFS, errno.EIO)


def refusal(error: Exception) -> str:
    """Give what the system said where an error is its refusal to write, else nothing.

    The engine's errors have no number, but end with the system's words.
    """
    if not isinstance(error, OSError):
        return ""
    said = str(error).rstrip(". ")
    return next(
        (os.strerror(one) for one in _REFUSALS if error.errno == one or said.endswith(os.strerror(one))), ""
    )


class WritingFailed(BuildError):
    """Say that the system refused while a snapshot was written; `reason` is what it answered."""

    def __init__(self, directory: PathText, reason: str) -> None:
        super().__init__(directory, reason)
        self.directory = directory
        self.reason = reason

    def __str__(self) -> str:
        return f"Cannot write into {self.directory}: {self.reason}. What was there before is unchanged."


class ChangesAtRisk(BuildError):
    """Say that `directory` holds `count` changes that a new graph would replace."""

    def __init__(self, directory: PathText, count: int) -> None:
        super().__init__(directory, count)
        self.directory = directory
        self.count = count

    def __str__(self) -> str:
        what = f"{self.count} changes that were" if self.count > 1 else "a change that was"
        return (
            f"{self.directory} holds {what} made since its last build and would be replaced. "
            "Build into another folder, or give --replace-changes to lose them."
        )


class ResourceInvalid(BuildError):
    """Say that a rule, shape or vocabulary file is malformed."""

    def __init__(self, name: PathText, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.name} is malformed: {self.reason}. Mend the file or reinstall the package."


class RecordInvalid(BuildError):
    """Say that a record cannot be written as a graph; an earlier stage made a mistake."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name, reason)
        self.name = name
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"What was read from {self.name} is inconsistent: {self.reason}. Please report this as a fault."
        )


class GraphTooLarge(BuildError):
    """Say that the graph of `triples` is above the `limit` of the reasoner owlrl."""

    def __init__(self, triples: int, limit: int) -> None:
        super().__init__(triples, limit)
        self.triples = triples
        self.limit = limit

    def __str__(self) -> str:
        return (
            f"The graph has {self.triples} triples, and owlrl is given at most {self.limit}. "
            "Build with the rules instead: --reasoner rules."
        )


class FixpointNotReached(BuildError):
    """Say that rules still derived new triples after `rounds` rounds; `rule` is one of them."""

    def __init__(self, rule: str, rounds: int) -> None:
        super().__init__(rule, rounds)
        self.rule = rule
        self.rounds = rounds

    def __str__(self) -> str:
        return (
            f"The rules still derive new triples after {self.rounds} rounds, {self.rule} among them. "
            "Look for a rule that makes new terms."
        )


class ClusterUnusable(BuildError):
    """Say why documents cannot be read on a cluster; `reason` is a sentence without its end."""

    def __init__(self, address: str, reason: str) -> None:
        super().__init__(address, reason)

    def __str__(self) -> str:
        address, reason = self.args
        return f"Cannot read documents on {address}: {reason}."


class ExecutorInvalid(NhiemvuError):
    """Say that a text names no executor."""

    def __init__(self, executor: str) -> None:
        super().__init__(executor)

    def __str__(self) -> str:
        return (
            f"{self.args[0]!r} names no executor; give local, or the scheduler of a Dask cluster as "
            "dask://HOST:PORT (tls://HOST:PORT where it speaks TLS)."
        )
