"""Join the rows of a status sheet to tasks by code: equal codes or none, nothing by guess.

A code is that of the task as its document has it ("2.7"), with its section or part before it ("B/2.7"), or
the IRI of the task. Case, outer spaces and a full stop or bracket behind it do not count; everything else
does. A code that several tasks bear needs the document, in a column of the sheet or for the whole of it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from graph_build.store import Store
from queries.bilingual import Language, Text
from queries.errors import AmbiguousName, UnknownDocument
from queries.names import Names
from queries.outcome_read import DocumentFacts, TaskFacts, read_documents, read_tasks
from queries.stated_tasks import stated_tasks, tasks_of
from queries.status_log import Row
from queries.status_sheet import SheetRow

_NEAREST: Final = 3
_LONGEST: Final = 200
_BEHIND: Final = re.compile(r"[.)\s]+\Z")
_MOST_OFFERED: Final = 100
"""Rows for which nearest codes are looked for; a sheet of another graph would take for ever."""


@dataclass(frozen=True, slots=True)
class Unjoined:
    """A row that names no task for certain: why, and the tasks that it might mean."""

    row: int
    code: str
    why: Text
    candidates: tuple[str, ...] = ()

    def told(self, language: Language) -> str:
        """Give the row, the reason and the tasks in one sentence."""
        near = "; ".join(self.candidates)
        if language == "vi":
            return f"Dòng {self.row}: {self.why.vi}{f' Có thể là: {near}.' if near else ''}"
        return f"Row {self.row}: {self.why.en}{f' Perhaps: {near}.' if near else ''}"

    def __str__(self) -> str:
        return self.told("en")


@dataclass(frozen=True, slots=True)
class Joined:
    """The rows that name one task each, and those that do not."""

    rows: tuple[Row, ...]
    unjoined: tuple[Unjoined, ...]


def join(store: Store, rows: Iterable[SheetRow], document: str = "", names: Names | None = None) -> Joined:
    """Join rows to the tasks of a graph; `document` is that of rows that name none.

    Raises UnknownDocument and AmbiguousName for `document`.
    """
    names = names or Names(store)
    return _Join(
        names,
        names.document(document).value if document else "",
        read_tasks(store, names.base, (one.iri for one in stated_tasks(store, names.base))),
        read_documents(store, names.base),
    ).joined(list(rows))


class _Join:
    """One sheet and the tasks of one graph."""

    def __init__(
        self,
        names: Names,
        document: str,
        tasks: Sequence[TaskFacts],
        documents: Mapping[str, DocumentFacts],
    ) -> None:
        self.names, self.document, self.documents = names, document, documents
        self.tasks = {task.iri: task for task in tasks}
        self.offered = 0
        self.keyed: dict[str, list[str]] = {}
        for task in tasks:
            for key in keys(task):
                self.keyed.setdefault(key, []).append(task.iri)

    def joined(self, rows: Sequence[SheetRow]) -> Joined:
        found = [self._one(row) for row in rows]
        named: dict[str, list[int]] = {}
        for one in found:
            if isinstance(one, Row):
                named.setdefault(one.task, []).append(one.row)
        made: list[Row] = []
        left: list[Unjoined] = []
        for one in found:
            if isinstance(one, Unjoined):
                left.append(one)
            elif len(named[one.task]) == 1:
                made.append(one)
            else:
                places = ", ".join(map(str, named[one.task]))
                same = Text(
                    vi=f"các dòng {places} cùng chỉ một nhiệm vụ.", en=f"rows {places} name the same task."
                )
                left.append(Unjoined(one.row, one.code, same))
        return Joined(tuple(made), tuple(left))

    def _one(self, row: SheetRow) -> Row | Unjoined:
        document = self.document
        if row.document:
            try:
                document = self.names.document(row.document).value
            except (UnknownDocument, AmbiguousName) as error:
                return Unjoined(row.row, row.code, Text(vi=error.told("vi"), en=error.told("en")))
        wanted = key_of(row.code)
        found = [
            task
            for task in self.keyed.get(wanted, ())
            if not document or self.tasks[task].document == document
        ]
        if len(found) == 1:
            told = (row.row, found[0], row.code, row.status, row.written, row.date, row.note, row.by)
            return Row(*told)
        if found:
            number, code = len(found), repr(row.code)
            need = ("mục đứng trước mã", "the section before it") if document else ("văn bản", "the document")
            why = Text(
                vi=f"{number} nhiệm vụ mang mã {code}; dòng này cần thêm {need[0]}.",
                en=f"{number} tasks bear the code {code}; the row needs {need[1]}.",
            )
            return Unjoined(row.row, row.code, why, self._shown(found))
        label = self.documents[document].label if document in self.documents else ""
        self.offered += 1
        among = self._among(document) if self.offered <= _MOST_OFFERED else ()
        near = get_close_matches(wanted[:_LONGEST], among, n=_NEAREST, cutoff=0.6)
        tasks = dict.fromkeys(task for key in near for task in self.keyed[key])
        fitting = [task for task in tasks if not document or self.tasks[task].document == document]
        code = repr(row.code[:80])
        why = Text(
            vi=f"không nhiệm vụ nào{label and f' trong {label}'} mang mã {code}.",
            en=f"no task{label and f' in {label}'} bears the code {code}.",
        )
        return Unjoined(row.row, row.code, why, self._shown(fitting))

    def _among(self, document: str) -> list[str]:
        return [
            key
            for key, tasks in self.keyed.items()
            if not key.startswith("http")
            and (not document or any(self.tasks[task].document == document for task in tasks))
        ]

    def called(self, task: TaskFacts) -> str:
        """Give the first of its names by which a sheet means this task of its document and no other."""
        for name in names_of(task):
            found = self.keyed.get(key_of(name), ())
            if [one for one in found if self.tasks[one].document == task.document] == [task.iri]:
                return name
        return task.iri

    def _shown(self, tasks: Sequence[str]) -> tuple[str, ...]:
        shown = []
        for name in tasks[:_NEAREST]:
            task = self.tasks[name]
            label = self.documents[task.document].label
            shown.append(f"{label} {self.called(task)} {task.title[:60]}")
        return tuple(shown)


def key_of(written: str) -> str:
    """Fold a code for comparison: NFC, lower case, single spaces, no full stop or bracket behind it."""
    text = unicodedata.normalize("NFC", written).strip()
    if re.match(r"https?://|urn:", text):
        return text
    return _BEHIND.sub("", " ".join(text.casefold().split()))


def names_of(task: TaskFacts) -> tuple[str, ...]:
    """List what a sheet may call a task: code with part or section, tail of the IRI, code alone, IRI."""
    part = task.section.split("/")[0]
    tail = "/".join(task.iri.partition("/id/task/")[2].split("/")[3:])
    coded = (task.place, f"{part} {task.code}", f"{part}/{task.code}", f"{task.section}/{task.code}")
    called = (*(coded if task.code else ()), tail, task.code, task.iri)
    return tuple(dict.fromkeys(filter(None, called)))


def keys(task: TaskFacts) -> set[str]:
    """List what a sheet may call a task, as codes are compared."""
    return {key_of(name) for name in names_of(task)} - {""}


def called(store: Store, document: str, names: Names | None = None) -> Iterator[tuple[str, TaskFacts]]:
    """Give the tasks of a document, each with the code by which a sheet names it and no other.

    Raises UnknownDocument and AmbiguousName.
    """
    names = names or Names(store)
    wanted = names.document(document).value
    tasks = tasks_of(store, names.base, wanted)
    made = _Join(names, wanted, tasks, {})
    for task in tasks:
        yield made.called(task), task
