"""Which thing of a graph a trace is asked for.

| Written | Means |
|---|---|
| 38/NQ-CP, Nghị quyết số 38/NQ-CP, a document's name or file name | the document |
| 2182/QĐ-BYT B/2.7 | the task 2.7 in part B of that document |
| B/2.7, 2.7 | that task, where one document only has it |
| an IRI | the document, task, duty, measure or indicator itself |

A name of several things is an error that lists them; nothing is chosen in silence.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import Final

from graph_build.text import bare
from queries.errors import (
    AmbiguousName,
    UnitNotTraced,
    UnknownDocument,
    UnknownTask,
    UnknownThing,
    UnknownUnit,
)
from queries.names import Names
from queries.trace_read import Row, TraceReader

_TASK_WORDS: Final = re.compile(r"^(?:nhiệm vụ|nhiem vu|task|mục|muc)[ ]+", re.IGNORECASE)
_REPEAT: Final = re.compile(r"-\d+$")  # what an IRI adds where a document bears a code twice: b/2.7-2
_LONGEST: Final = 1000
_LONGEST_CODE: Final = 60
_NEAREST: Final = 3
_MOST_COMPARED: Final = 2000


def find_thing(reader: TraceReader, names: Names, written: str) -> str:
    """Give the IRI of the document or mandate that is meant.

    Raises UnknownThing with the nearest names, UnknownTask, and AmbiguousName with the candidates.
    """
    text = " ".join(written.split())[:_LONGEST]
    if not text or any("\ud800" <= character <= "\udfff" for character in text):
        raise UnknownThing(written, ())
    if re.match(r"https?://|urn:", text):
        return _by_iri(reader, text)
    try:
        return names.document(text).value
    except UnknownDocument as error:
        nearest = error.nearest
    named, _, code = text.rpartition(" ")
    document = _document_before(names, named)
    if document:
        return _one_task(reader, text, code, document)
    if found := _tasks(reader, text, None):
        return _only(text, found)
    if _is_unit(names, text):
        raise UnitNotTraced(text, ())
    raise UnknownThing(text, nearest)


def _is_unit(names: Names, text: str) -> bool:
    try:
        return bool(names.unit(text).value)
    except UnknownUnit:
        return False
    except AmbiguousName:
        return True


def _by_iri(reader: TraceReader, text: str) -> str:
    try:
        found = reader.things([text])
    except ValueError:
        found = {}
    if text not in found:
        raise UnknownThing(text, ())
    return text


def _document_before(names: Names, named: str) -> str | None:
    """Give the document that the words before a code name; raises AmbiguousName where they name several."""
    for words in (named, re.sub(r"[ ](?:nhiệm vụ|nhiem vu|task|mục|muc)$", "", named, flags=re.IGNORECASE)):
        if words:
            try:
                return names.document(words.rstrip(" ,;:")).value
            except UnknownDocument:
                continue
    return None


def _one_task(reader: TraceReader, text: str, code: str, document: str) -> str:
    found = _tasks(reader, code, document)
    if not found:
        raise UnknownTask(text, _near(reader, text, code, document))
    return _only(text, found)


def _near(reader: TraceReader, text: str, code: str, document: str) -> list[str]:
    """List the tasks of a document whose codes come nearest to one, as they would be asked for."""
    stated = reader.mandates([document], ["task"], _MOST_COMPARED).get(document, [])
    called: dict[str, list[str]] = {}
    for one in reader.things(stated).values():
        part, number = str(one.facts.get("section", "")).split("/")[0], str(one.facts.get("code", ""))
        shown = f"{part}/{number}" if part else number
        for name in {number, shown} - {""}:
            called.setdefault(bare(name), []).append(f"{text.removesuffix(code)}{shown}")
    wanted = bare(_TASK_WORDS.sub("", code))[:_LONGEST_CODE]
    near = get_close_matches(wanted, called, n=_NEAREST, cutoff=0.5)
    return list(dict.fromkeys(shown for name in near for shown in called[name]))[:_NEAREST]


def _only(text: str, found: list[Row]) -> str:
    if len(found) > 1:
        raise AmbiguousName("task", text, [f"{row.get('title', '')[:80]} <{row['task']}>" for row in found])
    return found[0]["task"]


def _tasks(reader: TraceReader, written: str, document: str | None) -> list[Row]:
    """Find the tasks of a code, which may be preceded by its section: "2.7", "B/2.7", "B/2 2.7"."""
    wanted = bare(_TASK_WORDS.sub("", written))
    pieces = _TASK_WORDS.sub("", written).replace(" ", "/").split("/")
    codes = ["/".join(pieces[first:]) for first in range(len(pieces))]
    rows = reader.coded([code for code in codes if code][:20])
    met: dict[str, Row] = {}
    for row in rows:
        if (document is None or row["document"] == document) and wanted in _keys(row):
            met.setdefault(row["task"], row)
    return list(met.values())


def _keys(row: Row) -> set[str]:
    """List what a task can be called by, folded: code, section or part and code, and the end of its IRI."""
    code, section = row["code"], row.get("section", "")
    tail = "/".join(row["task"].partition("/id/task/")[2].split("/")[3:])
    part = section.split("/")[0]
    called = (code, f"{section}/{code}", f"{part}/{code}", tail, _REPEAT.sub("", tail))
    return {bare(name) for name in called} - {""}
