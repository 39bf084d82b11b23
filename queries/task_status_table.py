"""Rows of `queries.task_status` as CSV and JSON, and the sentence that counts them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any, Final

from queries.findings import Spot
from queries.task_status import Counts, StatusRow, TaskStatus

COLUMNS: Final = (
    *("state", "ground", "score", "document", "code", "title", "output", "due"),
    *("asked", "asked_file", "asked_place"),
    *("outcome", "outcome_date", "known_by", "proof", "proof_document", "proof_file", "proof_place"),
    *("in_time", "why_unknown", "reason", "by", "at", "task_iri", "outcome_iri"),
)
KNOWN_BY: Final = {True: "text", False: "citation"}


def row(one: StatusRow) -> tuple[str, ...]:
    """Give the cells of a row in the order of `COLUMNS`; places are code points, the end excluded."""
    found, verdict = one.outcome.found, one.outcome.verdict
    asked, proof = found.asked, found.proof
    return (
        one.state,
        found.ground,
        f"{found.score:.4g}",
        one.stated_in.label,
        one.task.place,
        one.task.title,
        one.task.output,
        due_words(one),
        *((asked.words, asked.file, _place(asked)) if asked else ("", "", "")),
        found.document.label,
        found.document.date,
        KNOWN_BY[found.document.in_corpus],
        *((proof.words, proof.label, proof.file, _place(proof)) if proof else ("", "", "", "")),
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
    }


def _row_object(one: StatusRow) -> dict[str, Any]:
    found, verdict = one.outcome.found, one.outcome.verdict
    document = found.document
    return {
        "task": {
            "iri": one.task.iri,
            "code": one.task.place,
            "title": one.task.title,
            "output": one.task.output,
            "due": [
                {"due": due.due, "latest": due.latest, "text": due.text, "recurs": due.recurs}
                for due in one.task.due
            ],
            "document": {"iri": one.stated_in.iri, "label": one.stated_in.label, "date": one.stated_in.date},
            "quote": _spot_object(found.asked) if found.asked else None,
        },
        "outcome": {
            "iri": document.iri,
            "label": document.label,
            "number": document.number,
            "date": document.date,
            "title": document.title,
            "known_by": KNOWN_BY[document.in_corpus],
            "quote": _spot_object(found.proof) if found.proof else None,
        },
        "ground": found.ground,
        "score": found.score,
        "in_time": {"is": found.in_time.timing, "why_unknown": found.in_time.why or None},
        "state": one.state,
        "verdict": verdict.as_object() if verdict else None,
    }


def _spot_object(spot: Spot) -> dict[str, Any]:
    return {
        "document": {"iri": spot.document, "label": spot.label},
        "source": spot.file,
        "start": spot.start,
        "end": spot.end,
        "exact": spot.words,
    }


def sentence(counts: Counts) -> str:
    """Tell the counts in one line."""
    states = ", ".join(f"{count} {name}" for name, count in counts.states)
    return (
        f"{counts.tasks} tasks, {counts.promising} of them promise a document, "
        f"{counts.suggested_tasks} have a suggested outcome ({states})."
    )
