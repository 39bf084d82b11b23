"""Rows of `queries.task_status` as CSV and JSON, and the sentence that counts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from ontology.codes import codes
from queries.bilingual import Language, counted
from queries.findings import Spot
from queries.outcomes import Judged
from queries.status_log import Reported
from queries.task_status import Counts, StatusRow, TaskStatus

COLUMNS: Final = (
    *("state", "document", "code", "title", "output", "due"),
    *("reported_status", "reported_as_written", "reported_date", "reported_by", "reported_note"),
    *("reported_sheet", "reported_row", "reported_at"),
    *("ground", "score", "asked", "asked_file", "asked_place", "outcome", "outcome_date", "known_by"),
    *("proof", "proof_document", "proof_file", "proof_place", "item", "item_place", "in_time", "why_unknown"),
    *("reason", "by", "at", "task_iri", "outcome_iri"),
)
KNOWN_BY: Final = {True: "text", False: "citation"}
_OUTCOME_CELLS: Final = len(COLUMNS) - COLUMNS.index("ground")


def row(one: StatusRow) -> tuple[str, ...]:
    """Give the cells of a row in the order of `COLUMNS`; places are code points, the end excluded."""
    head = (one.state, one.stated_in.label, one.task.place, one.task.title, one.task.output, due_words(one))
    return (*head, *_reported_cells(one.reported), *_outcome_cells(one))


def _reported_cells(told: Reported | None) -> tuple[str, ...]:
    if told is None:
        return ("",) * 8
    found, sheet = told.row, told.sheet
    said = (found.status, found.written, found.date, found.by, found.note)
    return (*said, sheet.file, str(found.row), sheet.at)


def _outcome_cells(one: StatusRow) -> tuple[str, ...]:
    if one.outcome is None:
        return (*("",) * (_OUTCOME_CELLS - 2), one.task.iri, "")
    found, verdict = one.outcome.found, one.outcome.verdict
    asked, proof = found.asked, found.proof
    return (
        found.ground,
        f"{found.score:.4g}",
        *((asked.words, asked.file, _place(asked)) if asked else ("", "", "")),
        found.document.label,
        found.document.date,
        KNOWN_BY[found.document.in_corpus],
        *((proof.words, proof.label, proof.file, _place(proof)) if proof else ("", "", "", "")),
        *((found.item.words, _place(found.item)) if found.item else ("", "")),
        *found.in_time,
        *((verdict.reason, verdict.by, verdict.at) if verdict else ("", "", "")),
        *found.key,
    )


def due_words(one: StatusRow) -> str:
    """Give the words of the deadlines, or the time where there are none."""
    return "; ".join(dict.fromkeys(due.text or due.due for due in one.task.due))


def _place(spot: Spot) -> str:
    return f"{spot.start}-{spot.end}"


def as_csv(rows: Iterable[StatusRow]) -> str:
    """Give rows as CSV (RFC 4180) under the names of `COLUMNS`."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    table.writerows(map(row, rows))
    return written.getvalue()


def as_object(found: TaskStatus) -> dict[str, Any]:
    """Give everything as JSON carries it: `rows`, `counts`, and verdicts on what the graph lacks."""
    return {
        "rows": [_row_object(one) for one in found.rows],
        "counts": counts_object(found.counts),
        "verdicts_on_what_the_graph_lacks": [list(pair) for pair in found.lost],
    }


def counts_object(counts: Counts) -> dict[str, Any]:
    """Give counts as JSON carries them."""
    return {
        "tasks": counts.tasks,
        "tasks_that_promise_a_document": counts.promising,
        "tasks_with_suggestions": counts.suggested_tasks,
        "suggestions": dict(counts.states),
        "reported": {name or "other": count for name, count in counts.reported},
    }


def _row_object(one: StatusRow) -> dict[str, Any]:
    task = one.task
    asked = one.outcome.found.asked if one.outcome else None
    return {
        "task": {
            "iri": task.iri,
            "code": task.place,
            "title": task.title,
            "output": task.output,
            "due": [
                {"due": due.due, "latest": due.latest, "text": due.text, "recurs": due.recurs}
                for due in task.due
            ],
            "document": {"iri": one.stated_in.iri, "label": one.stated_in.label, "date": one.stated_in.date},
            "quote": _spot_object(asked) if asked else None,
        },
        "state": one.state,
        "reported": reported_object(one.reported) if one.reported else None,
        **(_outcome_object(one.outcome) if one.outcome else dict.fromkeys(_OF_OUTCOME)),
    }


_OF_OUTCOME: Final = ("outcome", "ground", "score", "in_time", "verdict")


def reported_object(told: Reported) -> dict[str, Any]:
    """Give what an office reports as JSON carries it, with the sheet it stands on."""
    found, sheet = told.row, told.sheet
    return {
        "status": found.status or None,
        "as_written": found.written,
        "date": found.date or None,
        "note": found.note,
        "by": found.by,
        "row": found.row,
        "sheet": {"file": sheet.file, "sha256": sheet.sha256, "at": sheet.at},
    }


def _outcome_object(one: Judged) -> dict[str, Any]:
    found, document = one.found, one.found.document
    return {
        "outcome": {
            "iri": document.iri,
            "label": document.label,
            "number": document.number,
            "date": document.date,
            "title": document.title,
            "known_by": KNOWN_BY[document.in_corpus],
            "quote": _spot_object(found.proof) if found.proof else None,
            "item": _spot_object(found.item) if found.item else None,
        },
        "ground": found.ground,
        "score": found.score,
        "in_time": {"is": found.in_time.timing, "why_unknown": found.in_time.why or None},
        "verdict": one.verdict.as_object() if one.verdict else None,
    }


def _spot_object(spot: Spot) -> dict[str, Any]:
    return {
        "document": {"iri": spot.document, "label": spot.label},
        "source": spot.file,
        "start": spot.start,
        "end": spot.end,
        "exact": spot.words,
    }


def sentence(counts: Counts, language: Language = "en") -> str:
    """Tell the counts in one line."""
    if language == "vi":
        return _counted(counts)
    states = ", ".join(f"{count} {name}" for name, count in counts.states)
    said = ", ".join(f"{count} {name or 'as written'}" for name, count in counts.reported)
    told = f" The office reports on {counts.reported_tasks} ({said})." if said else ""
    return (
        f"{counted(counts.tasks, 'task')}, {counts.promising} of them to give a document, "
        f"{counts.suggested_tasks} with a suggested outcome ({states}).{told}"
    )


_STATES: Final = {"suggested": "gợi ý", "accepted": "đã xác nhận", "rejected": "đã bác"}


def _counted(counts: Counts) -> str:
    """Tell the counts in Vietnamese."""
    named = {code.notation: code.vi for code in codes("task-status")}
    states = ", ".join(f"{count} {_STATES.get(name, name)}" for name, count in counts.states)
    said = ", ".join(f"{count} {named.get(name, 'theo nguyên văn')}" for name, count in counts.reported)
    told = f" Cơ quan báo cáo về {counts.reported_tasks} nhiệm vụ ({said})." if said else ""
    return (
        f"{counts.tasks} nhiệm vụ, trong đó {counts.promising} nhiệm vụ có sản phẩm là văn bản, "
        f"{counts.suggested_tasks} nhiệm vụ có kết quả được gợi ý ({states}).{told}"
    )
