"""Take the status sheet of an office in: read, joined to tasks, and kept beside the graph, or nothing of it.

Reads the bytes of a sheet and a store; writes one line beside the snapshots where every row names a task, or
where rows that name none may be left out.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from graph_build.errors import EmptyFile, ReadError
from graph_build.readers import load
from graph_build.store import Store
from queries.bilingual import Language, Text, counted
from queries.errors import ToldInBoth
from queries.names import Names
from queries.status_join import Joined, called, join
from queries.status_log import Sheet, StatusLog, add_sheet, read_log
from queries.status_sheet import HEADINGS, WORDS_OF_TASK, BadSheet, ReadSheet, sheet_of

End = Literal["kept", "same", "unjoined", "nothing"]


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a sheet.

    It is kept, or was the `same` as the last one, or nothing was kept: rows are `unjoined`, or `nothing` is
    left.
    """

    read: ReadSheet
    joined: Joined
    end: End

    @property
    def is_utf8(self) -> bool:
        """Tell whether the sheet is a workbook or in Unicode, so that no letter is in doubt."""
        return self.read.encoding.startswith(("UTF-", "workbook"))

    @property
    def not_listed(self) -> tuple[str, ...]:
        """Give the statuses that the list of statuses has not, as written."""
        return tuple(sorted({row.written for row in self.joined.rows if not row.status}))

    def as_object(self) -> dict[str, Any]:
        """Give it as JSON carries it."""
        return {
            "end": self.end,
            "file": self.read.file,
            "sha256": self.read.sha256,
            "encoding": self.read.encoding,
            "rows": len(self.joined.rows),
            "unjoined": [
                {
                    "row": one.row,
                    "code": one.code,
                    "why": {"vi": one.why.vi, "en": one.why.en},
                    "candidates": list(one.candidates),
                }
                for one in self.joined.unjoined
            ],
            "statuses_not_listed": list(self.not_listed),
            "columns_not_known": list(self.read.other_headings),
        }


class NotJoined(ToldInBoth):
    """Say that nothing of a sheet was kept, for rows name no task for certain; `taken` lists them."""

    def __init__(self, taken: Taken) -> None:
        super().__init__(taken)
        self.taken = taken

    def told(self, language: Language) -> str:
        """Give the sentence."""
        number, rows = len(self.taken.joined.unjoined), len(self.taken.read.rows)
        if language == "vi":
            return f"{number} trong {rows} dòng không chỉ đúng một nhiệm vụ; chưa lưu gì."
        name = "names" if number == 1 else "name"
        return f"{number} of {counted(rows, 'row')} {name} no task for certain; nothing was kept."


def read_file(path: Path) -> ReadSheet:
    """Read a sheet from its file; raises BadSheet, also for what is no text and no workbook."""
    with _told_as_sheet(path.name):
        return sheet_of(path.name, load(path))


def read_bytes(name: str, data: bytes) -> ReadSheet:
    """Read a sheet that was sent; raises BadSheet, also for what is no text and no workbook."""
    with _told_as_sheet(name):
        return sheet_of(name, data)


@contextmanager
def _told_as_sheet(name: str) -> Iterator[None]:
    try:
        yield
    except EmptyFile as error:
        raise BadSheet([Text(vi=f"{name} trống.", en=f"{name} is empty.")]) from error
    except ReadError as error:
        raise BadSheet(
            [Text(vi=f"{name} không đọc được: tệp hỏng, có mật khẩu hoặc không phải bảng.", en=str(error))]
        ) from error


def take_in(
    graph: Path,
    store: Store,
    read: ReadSheet,
    document: str = "",
    *,
    partial: bool = False,
    names: Names | None = None,
) -> Taken:
    """Join a sheet and keep it; with `partial` rows that name no task are left out.

    Raises UnknownDocument and AmbiguousName for `document`, StatusDamaged and WritingFailed.
    """
    read_log(graph)
    joined = join(store, read.rows, document, names)
    if joined.unjoined and not partial:
        return Taken(read, joined, "unjoined")
    if not joined.rows:
        return Taken(read, joined, "nothing")
    sheet = Sheet(read.file, read.sha256, read.encoding, joined.rows, len(joined.unjoined))
    return Taken(read, joined, "kept" if add_sheet(graph, sheet) else "same")


def blank_sheet(store: Store, document: str, log: StatusLog, names: Names | None = None) -> str:
    """Write the sheet of a document's tasks as CSV, with what is reported now, to be filled in.

    Raises UnknownDocument and AmbiguousName.
    """
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    roles = ("code", "status", "date", "note", "by")
    table.writerow([HEADINGS["code"][0], WORDS_OF_TASK, *(HEADINGS[role][0] for role in roles[1:])])
    for code, task in called(store, document, names):
        told = log.reported.get(task.iri)
        said = (told.row.written, told.row.date, told.row.note, told.row.by) if told else ("",) * 4
        table.writerow((code, task.title, *said))
    return written.getvalue()
