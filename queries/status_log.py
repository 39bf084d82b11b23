"""What offices report on their tasks: kept beside a graph, never mixed with what was read.

Reports lie in `status.jsonl` beside the snapshots, one JSON object a line: a sheet with all its rows, or the
taking back of one. Nothing is taken out of the file. A later sheet takes the place of an earlier one for the
tasks that both name; the earlier rows are their history. Tasks are named by IRI, which stays when the graph
is built again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final

from graph_build.snapshots import writing
from graph_build.store_errors import StoreError
from queries.bilingual import Language
from queries.errors import ToldInBoth
from queries.line_file import adding, whole_lines

FILE: Final = "status.jsonl"
_NUMBERS: Final = ("row", "rows", "left_out")


class StatusDamaged(StoreError):
    """Say that the reports beside a graph cannot be read; nothing is taken out of the file."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem

    def __str__(self) -> str:
        return f"The reported statuses beside the graph cannot be read. {self.problem}"


class NothingToUndo(ToldInBoth):
    """Say that no sheet is in force that could be taken back."""

    def told(self, language: Language) -> str:
        """Give the sentence."""
        if language == "vi":
            return "Không có bảng tình trạng nào đang có hiệu lực để rút lại."
        return "No status sheet is in force; there is nothing to take back."


class NotLast(ToldInBoth):
    """Say that a sheet is not the last in force, so that it cannot be taken back."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    def told(self, language: Language) -> str:
        """Give the sentence."""
        if language == "vi":
            return f"Bảng {self.name[:40]!r} không phải bảng nhập sau cùng; chỉ rút lại được bảng ấy."
        return f"The sheet {self.name[:40]!r} is not the last in force; only that one can be taken back."


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet that was joined to a task.

    `status` is a notation of the code list task-status, "" where `written` is none of it; `date` is ISO, a
    day, month or year as the sheet has it; `row` counts from 1 with heading and empty rows.
    """

    row: int
    task: str
    code: str
    status: str
    written: str
    date: str = ""
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet that was taken in: name and hash of its file, how it was written, and when (ISO 8601, zone)."""

    file: str
    sha256: str
    encoding: str
    rows: tuple[Row, ...]
    left_out: int = 0
    at: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))

    @property
    def name(self) -> str:
        """Give a short name that is the same for the same sheet taken in at the same moment."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return hashlib.sha256(told.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Reported:
    """What the office says of a task: the row in force and its sheet."""

    row: Row
    sheet: Sheet


class StatusLog:
    """The sheets in force, in the order in which they were taken in."""

    def __init__(self, sheets: Iterable[Sheet] = ()) -> None:
        self.sheets = tuple(sheets)

    @cached_property
    def reported(self) -> Mapping[str, Reported]:
        """Give what is reported of each task: the row of the last sheet that names it."""
        return {row.task: Reported(row, sheet) for sheet in self.sheets for row in sheet.rows}

    def history(self, task: str) -> tuple[Reported, ...]:
        """Give all that sheets in force say of a task, the last first."""
        return tuple(
            Reported(row, sheet) for sheet in reversed(self.sheets) for row in sheet.rows if row.task == task
        )


def read_log(graph: Path) -> StatusLog:
    """Read the reports beside a graph. Raises StatusDamaged with the line that is damaged."""
    path = graph / FILE
    try:
        return StatusLog(_sheets(path, path.read_bytes()))
    except FileNotFoundError:
        return StatusLog()


def _sheets(path: Path, data: bytes) -> list[Sheet]:
    """Give the sheets in force, in order; a last line that was written in part is passed over."""
    try:
        lines = whole_lines(data).decode("utf-8").split("\n")
    except UnicodeDecodeError:
        raise StatusDamaged(f"{path} is not UTF-8.") from None
    sheets: list[Sheet] = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
            if "undo" in told:
                last = next((one for one in reversed(sheets) if one.name == told["undo"]), None)
                sheets = [one for one in sheets if one is not last]
            else:
                sheets.append(_sheet(told))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise StatusDamaged(f"{path}, line {number}: not a sheet.") from None
    return sheets


def _sheet(told: Mapping[str, Any]) -> Sheet:
    rows = tuple(Row(**one) for one in told["rows"])
    made = Sheet(**{**told, "rows": rows})
    for held in ({**told, "rows": 0}, *told["rows"]):
        for name, value in held.items():
            if not isinstance(value, int if name in _NUMBERS else str):
                raise TypeError(name)
    return made


def add_sheet(graph: Path, sheet: Sheet) -> bool:
    """Take a sheet in, whole and on the disk when this returns; raises StatusDamaged and WritingFailed.

    Gives False, and keeps nothing, where the last sheet in force has the same file and the same rows.
    """
    path = graph / FILE
    with writing(graph), adding(path) as held:
        sheets = _sheets(path, held.text)
        if sheets and (sheets[-1].sha256, sheets[-1].rows) == (sheet.sha256, sheet.rows):
            return False
        held.add([asdict(sheet)])
    return True


def undo_last(graph: Path, expected: str = "") -> Sheet:
    """Take the last sheet in force back and give it.

    Raises NothingToUndo, StatusDamaged, WritingFailed, and NotLast where its name is not the one that is
    `expected`.
    """
    path = graph / FILE
    with writing(graph):
        try:
            with adding(path, create=False) as held:
                sheets = _sheets(path, held.text)
                if not sheets:
                    raise NothingToUndo
                if expected and sheets[-1].name != expected:
                    raise NotLast(expected)
                held.add([{"undo": sheets[-1].name, "at": datetime.now(UTC).isoformat(timespec="seconds")}])
        except FileNotFoundError:
            raise NothingToUndo from None
    return sheets[-1]
