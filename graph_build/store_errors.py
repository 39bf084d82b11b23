"""The errors of stores, a branch of the tree in `graph_build.errors`.

    StoreError                        a published snapshot cannot be used
    ├── SnapshotMissing               nothing there, or no build has finished there
    ├── SnapshotBroken                a snapshot is copied in part or damaged
    ├── SnapshotUnreadable            the system refuses to let the snapshot be read
    ├── SnapshotOfOtherLayout         a snapshot is of another version of this program
    ├── TextMissing                   the snapshot holds no text with the hash asked for
    ├── SearchIndexMissing            the snapshot has no index to search in, and none can be made now
    ├── SearchIndexAwaited            the snapshot has no index to search in yet: one is being made
    ├── QueryError                    a query cannot be answered
    │   ├── QuerySyntaxError          the text is not SPARQL 1.1
    │   ├── QueryEvaluationError      the engine failed while answering
    │   └── UpdateFailed              an update does not fit the graphs that are there
    ├── StoreAddressInvalid           the address of a remote store cannot be used
    ├── StoreUnreachable              a remote store is down, or what answers there is no store
    ├── StoreTimeout                  a remote store did not answer in time
    ├── StoreRefused                  a remote store answers, but not what it is asked
    ├── DataInvalid                   RDF data that was given is malformed
    ├── GraphMissing                  there is no graph of the name asked for
    └── FormatUnsupported             results cannot be written in the media type asked for

Messages and arguments are as there.
"""

from __future__ import annotations

from graph_build.errors import NhiemvuError, PathText


class StoreError(NhiemvuError):
    """Say that a published snapshot cannot be used."""


class SnapshotMissing(StoreError):
    """Say that `directory` holds no published snapshot."""

    def __init__(self, directory: PathText, reason: str) -> None:
        super().__init__(directory, reason)
        self.directory = directory
        self.reason = reason

    def __str__(self) -> str:
        make = f"nhiemvu build FILES -o {self.directory}"
        return f"No graph in {self.directory}: {self.reason}. Make one with: {make}"


class SnapshotBroken(StoreError):
    """Say that the live snapshot of `directory` cannot be opened."""

    def __init__(self, directory: PathText, reason: str) -> None:
        super().__init__(directory, reason)
        self.directory = directory
        self.reason = reason

    def __str__(self) -> str:
        return f"The graph in {self.directory} is damaged: {self.reason}. Build it again."


class SnapshotUnreadable(StoreError):
    """Say that the system refuses what `directory` holds; `reason` is what it answered."""

    def __init__(self, directory: PathText, reason: str) -> None:
        super().__init__(directory, reason)
        self.directory = directory
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"Cannot read the graph in {self.directory}: {self.reason}. Check the permissions and the disk."
        )


class SnapshotOfOtherLayout(StoreError):
    """Say that the live snapshot of `directory` has the `layout` of another version of this program."""

    def __init__(self, directory: PathText, layout: int, known: int) -> None:
        super().__init__(directory, layout, known)
        self.directory = directory
        self.layout = layout
        self.known = known

    def __str__(self) -> str:
        return (
            f"The graph in {self.directory} is of format {self.layout}, and this version of nhiemvu reads "
            f"format {self.known}. Build it again, or use the version that made it."
        )


class TextMissing(StoreError):
    """Say that the snapshot holds no text with this hash."""

    def __init__(self, sha256: str) -> None:
        super().__init__(sha256)
        self.sha256 = sha256

    def __str__(self) -> str:
        return f"The graph holds no text with the hash {self.sha256!r}. Build it again from the documents."


class SearchIndexMissing(StoreError):
    """Say that a snapshot cannot be searched; `reason` tells why, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The graph cannot be searched: {self.reason}. Build it again with this version."


class SearchIndexAwaited(StoreError):
    """Say that a snapshot can be searched in a while; it may be asked again after `retry_after` seconds."""

    retry_after = 5

    def __str__(self) -> str:
        return (
            f"The graph was changed, and its search index is being made. Try again in {self.retry_after} s."
        )


class QueryError(StoreError):
    """Say that a query cannot be answered."""


class QuerySyntaxError(QueryError):
    """Say that a query is not SPARQL 1.1; `line` and `column` count from 1, None where unknown."""

    def __init__(self, reason: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(reason, line, column)
        self.reason = reason
        self.line = line
        self.column = column

    def __str__(self) -> str:
        where = "" if self.line is None else f" at line {self.line}, column {self.column}"
        return f"The query is not valid SPARQL{where}: {self.reason}."


class QueryEvaluationError(QueryError):
    """Say that the engine failed while answering a query."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The query failed while it ran: {self.reason}."


class UpdateFailed(QueryError):
    """Say that an update creates a graph that is there, or removes one that is not; `reason` says which."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"The update cannot be made: {self.reason[:1].lower()}{self.reason[1:]}. Nothing was changed. "
            "Write SILENT where that does not matter."
        )


class DataInvalid(StoreError):
    """Say that RDF data is malformed; `origin` names it, `reason` says what the parser found and where."""

    def __init__(self, origin: str, reason: str) -> None:
        super().__init__(origin, reason)
        self.origin = origin
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.origin} cannot be read as RDF: {self.reason}. Nothing was changed."


class GraphMissing(StoreError):
    """Say that there is no graph named `graph`."""

    def __init__(self, graph: str) -> None:
        super().__init__(graph)
        self.graph = graph

    def __str__(self) -> str:
        return f"There is no graph <{self.graph}>."


class FormatUnsupported(StoreError):
    """Say that results cannot be written as `media_type`; `known` lists those that can."""

    def __init__(self, media_type: str, known: str) -> None:
        super().__init__(media_type, known)
        self.media_type = media_type
        self.known = known

    def __str__(self) -> str:
        return f"Results cannot be written as {self.media_type}. Ask for one of: {self.known}."


class StoreAddressInvalid(StoreError):
    """Say that the address of a remote store cannot be used; it may hold a password and is not repeated."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The address of the store cannot be used: {self.reason}."


class StoreUnreachable(StoreError):
    """Say that a remote store is down, or that what answers there is no store."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"The store at {self.url} cannot be reached: {self.reason}. Check the address and the server."


class StoreTimeout(StoreError):
    """Say that a remote store gave no whole answer within `seconds`."""

    def __init__(self, url: str, seconds: float) -> None:
        super().__init__(url, seconds)
        self.url = url
        self.seconds = seconds

    def __str__(self) -> str:
        return (
            f"The store at {self.url} gave no whole answer within {self.seconds:g} s. Ask for less, or later."
        )


class StoreRefused(StoreError):
    """Say that a remote store answers, but does not do what it is asked."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(url, reason)
        self.url = url
        self.reason = reason

    def __str__(self) -> str:
        return f"The store at {self.url} cannot be used so: {self.reason}."
