"""A report as one HTML file that needs nothing else: no script, no outside address."""

from __future__ import annotations

from functools import partial
from importlib.resources import files
from typing import Final

import jinja2

from queries.bilingual import Language
from queries.load_format import heading, notes
from queries.report import MOST_TASKS, Report, Row, TaskLine, tasks_by_document
from queries.report_words import RELATIONS, day, moment, number, period, precision, word
from queries.trace_text import ROLES

CARRYING_OUT: Final = ("implements", "annex of")


def as_html(made: Report, language: Language = "vi") -> str:
    """Write a report as a page for screen and paper, light and dark."""
    place = files("queries") / "templates" / "report.html"
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        place.read_text(encoding="utf-8")
    )
    say = partial(word, language=language)
    return template.render(
        report=made,
        lang=language,
        t=say,
        n=partial(number, language=language),
        day=partial(day, language=language),
        moment=partial(moment, language=language),
        period=partial(period, language=language),
        precision=precision,
        head=partial(heading, language=language),
        role=lambda name: ROLES[name][language] if name in ROLES else name,
        notes=notes(made.load, language),
        spread=spread(made, language),
        code_of=partial(code_of, language=language),
        figures=figures(made, language),
        relation=partial(relation, language=language),
        status=partial(status, language=language),
        implementing=[row for row in made.below if row["relation"] in CARRYING_OUT],
        referring=[row for row in made.below if row["relation"] not in CARRYING_OUT],
        tasks_of=tasks_by_document(made),
        most=number(MOST_TASKS, language),
    )


def figures(made: Report, language: Language) -> list[tuple[str, int]]:
    """List the figures of a report with their names."""
    skipped = sum(int(row["entries"]) for row in made.ledger if row.get("kept") == "false")
    entries = sum(int(row["entries"]) for row in made.ledger)
    found = {
        "tasks": made.load.tasks,
        "duty": made.counts["duty"],
        "measure": made.counts["measure"],
        "indicators": len(made.indicators),
        "leading": sum(row.led > 0 for row in made.load.rows),
        "actors": len(made.load.rows),
        "dated": made.load.tasks - made.calendar.open,
        "open": made.calendar.open,
        "undated": made.load.undated,
        "documents": len(made.documents),
        "findings": len(made.findings),
        "ledger.skipped": skipped,
        "ledger.kept": entries - skipped,
    }
    return [(word(name, language), value) for name, value in found.items()]


def relation(row: Row, language: Language) -> str:
    """Tell a relation of document-lineage, and its depth where it runs through other documents."""
    told = RELATIONS[row["direction"], row["relation"]][language]
    depth = int(row["depth"] or 1)
    return told if depth == 1 else f"{told} ({word('through', language, n=depth)})"


def status(row: Row, language: Language) -> str:
    """Tell whether a document of document-lineage was read; annexes are read with their document."""
    known = {"true": "read", "false": "cited-only", "": "part-of"}
    return word(known[row["in_corpus"]], language)


def spread(made: Report, language: Language) -> str:
    """Say how evenly coordination is spread over the whole; "" where there are no tasks."""
    if not made.load.tasks:
        return ""
    whole = made.load.periods[0]
    return word(
        "spread",
        language,
        coordination=number(whole.gini_coordination, language, 3),
        load=number(whole.gini_load, language, 3),
        top=number(100 * whole.top3_share, language, 1),
    )


def code_of(task: TaskLine, language: Language) -> str:
    """Name a task by section and code, else by its place in the list, and add the day it is due on."""
    name = " ".join(filter(None, (task.section, task.code))) or str(task.number)
    return f"{name} ({day(task.due_value, language)})" if len(task.due_value) == 10 else name
