"""A report as an XLSX workbook: a sheet for each part, figures as numbers, texts never as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import IO, Any, Final

from queries.bilingual import Language
from queries.cells import cell, table_sheet
from queries.load_format import notes
from queries.load_workbook import add_load_sheet
from queries.report import MOST_TASKS, Part, Report, TaskLine, tasks_by_document
from queries.report_html import code_of, figures, relation, spread, status
from queries.report_words import day, moment, number, period, precision, word
from queries.trace_text import ROLES

_TASKS: Final = {
    "unit": 34,
    "section": 9,
    "code": 8,
    "task": 60,
    "document": 30,
    "lead": 34,
    "coordinators": 44,
    "other-roles": 24,
    "start": 16,
    "due": 16,
    "due-value": 12,
    "output": 30,
    "reported": 30,
    "quote": 44,
    "file": 28,
    "from": 11,
    "to": 11,
}
_INDICATORS: Final = {
    "section": 9,
    "code": 8,
    "indicator": 60,
    "document": 30,
    "target": 24,
    "lead": 34,
    "note": 30,
    "quote": 30,
    "file": 28,
    "from": 11,
    "to": 11,
}
_DOCUMENTS: Final = {
    "relation": 26,
    "document": 60,
    "number": 18,
    "date": 12,
    "status": 22,
    "tasks": 10,
    "quote": 50,
    "file": 28,
    "from": 11,
    "to": 11,
}
_CALENDAR: Final = {"period": 24, "precision": 14, "tasks": 10, "task": 90}
_FINDINGS: Final = {
    "severity": 12,
    "kind": 34,
    "message": 60,
    "document": 30,
    "quote": 50,
    "file": 28,
    "from": 11,
    "to": 11,
}
_LEDGER: Final = {"document": 44, "reason": 60, "status": 16, "entries": 10}


def write_report(made: Report, output: IO[bytes], language: Language = "vi") -> None:
    """Write summary, tasks by leading unit, indicators, calendar, load, documents, findings and ledger."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    book = Workbook(write_only=True)
    _summary(book, made, language)
    _tasks(book, made, language)
    _indicators(book, made, language)
    _calendar(book, made, language)
    add_load_sheet(book, made.load, language)
    _documents(book, made, language)
    _findings(book, made, language)
    _fill(
        _sheet(book, "ledger", _LEDGER, language),
        (
            [
                made.names.get(row["document"], row["document"]),
                row.get(f"label_{language}") or row["code"],
                word("skipped" if row.get("kept") == "false" else "kept", language),
                int(row["entries"]),
            ]
            for row in made.ledger
        ),
    )
    book.save(output)


def _sheet(book: Any, name: str, columns: dict[str, int], language: Language) -> Any:
    headings = [word(column, language) for column in columns]
    return table_sheet(book, word(name, language)[:31], headings, list(columns.values()))


def _fill(sheet: Any, rows: Iterable[Sequence[object]]) -> None:
    for row in rows:
        sheet.append([cell(sheet, value) for value in row])


def _summary(book: Any, made: Report, language: Language) -> None:
    sheet = book.create_sheet(word("summary", language))
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 34, 100
    subject = made.subject
    told: list[tuple[str, object]] = [(word("report", language), subject.name)]
    if subject.facts.get("title"):
        told.append(("", subject.facts["title"]))
    if subject.facts.get("date"):
        told.append((word("issued", language), day(str(subject.facts["date"]), language)))
    if subject.facts.get("in_corpus") is False:
        told.append((word("status", language), word("cited-only.why", language)))
    if made.only is not None:
        told.append((word("only", language), made.only.name))
    told.append((word("snapshot", language), made.snapshot))
    if made.built:
        told.append((word("built", language), moment(made.built, language)))
    told += figures(made, language)
    if not made.load.tasks:
        told.append(("", word("tasks.none", language)))
    if not made.complete:
        told.append(("", word("tasks.cut", language, n=number(MOST_TASKS, language))))
    told += [("", sentence) for sentence in (word("lede", language), *notes(made.load, language))]
    told += [("", spread(made, language))] if made.load.tasks else []
    for label, value in told:
        sheet.append([cell(sheet, label, bold=True), cell(sheet, value)])


def _tasks(book: Any, made: Report, language: Language) -> None:
    sheet = _sheet(book, "tasks.by-unit", _TASKS, language)
    for led in made.led:
        _fill(sheet, (_task(led.row.name or led.row.actor, task, made, language) for task in led.tasks))
    _fill(sheet, (_task(word("tasks.unled", language), task, made, language) for task in made.unled))


def _task(unit: str, task: TaskLine, made: Report, language: Language) -> list[object]:
    first = task.proof[0] if task.proof else None
    others = "; ".join(f"{one.name} ({_role(one, language)})" for one in task.others)
    return [
        *(unit, task.section, task.code, task.title, made.names.get(task.document, task.document)),
        *(_names(task.leads), _names(task.coordinators), others),
        *(task.start, task.due, task.due_value, task.output, task.reported),
        *((first.exact, first.source, first.start, first.end) if first else ("", "", None, None)),
    ]


def _names(parts: Iterable[Part]) -> str:
    return "; ".join(part.name for part in parts)


def _role(part: Part, language: Language) -> str:
    return ROLES[part.role][language] if part.role in ROLES else part.role


def _indicators(book: Any, made: Report, language: Language) -> None:
    sheet = _sheet(book, "indicators", _INDICATORS, language)
    for one in made.indicators:
        first = one.quotes[0] if one.quotes else None
        about = [one.section, one.code, one.title, made.names.get(one.document, one.document)]
        proof = [first.exact, first.source, first.start, first.end] if first else ["", "", None, None]
        _fill(sheet, [[*about, one.targets, one.leads, one.note, *proof]])


def _calendar(book: Any, made: Report, language: Language) -> None:
    sheet = _sheet(book, "calendar", _CALENDAR, language)
    for one in made.due:
        size = word(f"precision.{precision(one.stated)}", language)
        _fill(sheet, [[period(one.stated, language), size, one.stated.tasks, _codes(one.tasks, language)]])
    if made.calendar.open:
        _fill(sheet, [[word("open", language), "", made.calendar.open, _codes(made.open, language)]])


def _codes(tasks: Iterable[TaskLine], language: Language) -> str:
    return ", ".join(code_of(task, language) for task in tasks)


def _documents(book: Any, made: Report, language: Language) -> None:
    sheet = _sheet(book, "documents", _DOCUMENTS, language)
    count = tasks_by_document(made)
    for one in made.documents:
        facts = one.facts
        known = word("read" if facts.get("in_corpus") else "cited-only", language)
        about = [one.name, facts.get("number", ""), day(str(facts.get("date", "")), language), known]
        _fill(sheet, [["", *about, count[one.iri], "", facts.get("file", ""), None, None]])
    for row in (*made.below, *made.above):
        quoted = [row["quote"], row["source"], _whole(row["quote_start"]), _whole(row["quote_end"])]
        about = [row["related_label"], row["related_number"], day(row["related_date"], language)]
        held = count.get(row["related"])
        _fill(sheet, [[relation(row, language), *about, status(row, language), held, *quoted]])


def _findings(book: Any, made: Report, language: Language) -> None:
    sheet = _sheet(book, "findings", _FINDINGS, language)
    for one in made.findings:
        told = [word(one.severity, language), one.kind[language], one.message[language]]
        for spot in one.spots:
            place = [spot["source"], _whole(spot["quote_start"]), _whole(spot["quote_end"])]
            _fill(sheet, [[*told, spot["document_label"], spot["quote"], *place]])


def _whole(written: str) -> int | None:
    return int(written) if written else None
