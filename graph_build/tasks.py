"""Tasks from tables: one logical row, one task.

Reads the grids of `graph_build.tables` and the outline; gives `Task` records and ledger entries. The key
of a task is its section and code: the section rows of its table where there are any ("B/2"), else the
heading the table stands under ("II", "PL2"); where a document has several task tables with section rows
both ("IV.3/I").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors, states_headcount, unknown_units
from graph_build.align import names_actors
from graph_build.column_cells import names_many
from graph_build.columns import ColumnKind, target_year
from graph_build.deadlines import parse_deadline
from graph_build.grids import Grid, Row
from graph_build.headings import names_leads
from graph_build.issues import doubtful_at, skipped_at
from graph_build.matrices import read_marks, roles_of_marks
from graph_build.notes import behind_the_word, holds_notes, read_notes
from graph_build.passage import Passage
from graph_build.records import (
    Actor,
    Assignment,
    Deadline,
    Evidence,
    Header,
    Issue,
    MandateRole,
    Table,
    Task,
)
from graph_build.sections import Block, Outline
from graph_build.spans import Spans
from graph_build.table_years import caption_year, titled_year
from graph_build.text import evidence, joined
from graph_build.time_marks import marked_deadline
from graph_build.title_partners import read_partners

_ROLES: tuple[tuple[ColumnKind, MandateRole], ...] = (
    ("lead", "lead"),
    ("perform", "perform"),
    ("coordinate", "coordinate"),
    ("monitor", "monitor"),
)
_BULLETS = frozenset("-+•–")
"""What stands in the column of numbers before a part of the row above, and is no code."""
_OF_UNIT = re.compile(
    r"[\s*]*(?:\(?(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})[.)/]\s*)?"
    r"(?:(?:các\s+)?nhiệm\s+vụ\s*(?:của|giao|do)?\s+|giao\s+)?[\s:*]*",
    re.IGNORECASE,
)
"""What stands before the unit's name in a row that heads its tasks."""
_WHY_UNCERTAIN = "The row has fewer cells than the table has columns; the words may stand under the next one."
_FOCAL = re.compile(r"đầu\s+mối", re.IGNORECASE)
_HEADING_ROWS = 3
"""The first rows of a table, among which its heading stands."""
_WHY_MARKS = "Marks stand under the names of units, and nothing says what they mean."
_WHY_UNSAID = "A column names bodies, and its heading does not say what they do."
_PERIOD = re.compile(
    r"(?:trong\s+)?(?:tháng\s+\d{1,2}|quý\s+(?:[1-4]|IV|I{1,3}))(?:(?:\s*/\s*|\s+)(?:năm\s+)?20\d\d)?\W*",
    re.IGNORECASE,
)
"""A month or quarter, as the title of a section row."""
_NUMBER = re.compile(r"[\s*]*(?P<code>\d{1,3}(?:\.\d{1,3}){0,3})[.)][\s*]+(?=[^\s\d])")
"""A task's number in one cell with its words: "1. Thu gom …"."""
_PUBLISHER_MARK = re.compile(
    r"\s*(?:\*\*)?(?:www\.)?(?:LuatVietnam(?:\.vn)?|Luật Việt Nam|THƯ VIỆN PHÁP LUẬT|ThuVienPhapLuat\.vn)"
    r"(?:\*\*)?\s*$"
)
"""Watermarks that publishers print over pages and that land at the end of a cell."""


def cell_text(passage: Passage | None) -> str:
    """Give a cell's words on one line, without a publisher's watermark at the end."""
    return joined(_PUBLISHER_MARK.sub("", passage.text)) if passage is not None else ""


def _evidence(passage: Passage | None) -> Evidence | None:
    return passage.quote() if passage is not None and passage else None


def _role(kind: MandateRole, heading: str) -> MandateRole:
    return "focal" if kind == "lead" and _FOCAL.search(heading) and "chủ trì" not in heading.lower() else kind


def _read_roles(
    context: ActorContext, grid: Grid, row: Row, marks: Mapping[str, MandateRole]
) -> tuple[list[Assignment], list[Issue], str]:
    """Read every column that names who takes part; gives assignments, ledger entries and staffing.

    `marks` says what the marks of a table mean that names units in its heading.
    """
    found: list[Assignment] = []
    issues: list[Issue] = []
    staff = ""
    for kind, role in _ROLES:
        for column in grid.every(kind):
            passage = row.cells.get(column.index)
            if passage is None:
                continue
            if kind == "perform" and states_headcount(passage.text):
                staff = cell_text(passage)
                continue
            some, doubts = read_actors(context, passage, _role(role, column.heading), column.heading)
            if kind == "coordinate" and holds_notes(column.heading):
                some, doubts = behind_the_word(passage, some, doubts)
            if column.index in row.inherited:
                some = tuple(replace(one, inherited=True) for one in some)
            found.extend(some)
            issues.extend(doubts)
            issues.extend(unknown_units(some))
    marked, unmarked = read_marks(context, grid, row, marks)
    noted, doubts_of_notes = read_notes(context, grid, row, [*found, *marked])
    return [*found, *marked, *noted], [*issues, *unmarked, *doubts_of_notes], staff


def _section_leads(context: ActorContext, row: Row) -> tuple[Assignment, ...]:
    """Give who leads by the section row: a table without a column for it may be grouped by unit.

    "A. Bộ Y tế", "Nhiệm vụ của Sở Xây dựng": the words say no more than the name.
    """
    for section in reversed(row.sections):
        passage = section.words
        lead_in = _OF_UNIT.match(passage.text)
        start = lead_in.end() if lead_in else 0
        named = joined(passage.text[start:])
        if not names_actors(named):
            continue
        found, _ = read_actors(context, passage, "lead", "")
        if sum(len(joined(one.actor.as_written)) for one in found) >= 0.6 * len(named):
            return tuple(replace(one, inherited=True) for one in found)
    return ()


def _read_deadline(grid: Grid, row: Row, header: Header) -> tuple[Deadline, tuple[Issue, ...]]:
    start_column, due_column = grid.column("start"), grid.column("due")
    start = row.cells.get(start_column.index) if start_column else None
    due = row.cells.get(due_column.index) if due_column else None
    marked = None if due else marked_deadline(grid, row, header.date, titled_year(grid, header))
    if marked is not None:
        return marked
    if start_column is None and due_column is None:
        due, year = _period(row), caption_year(grid)
    else:
        year = target_year(due_column.heading) if due_column else None
        year = year or titled_year(grid, header)
    deadline, issues = parse_deadline(
        start.text if start else "",
        due.text if due else "",
        document_date=header.date,
        stated_year=year,
    )
    placed = tuple(_place(issue, due or start) for issue in issues)
    return replace(deadline, start_evidence=_evidence(start), due_evidence=_evidence(due)), placed


def _period(row: Row) -> Passage | None:
    """Give the section row that names a month or quarter, as programmes of work have no column for it."""
    return next((one.words for one in reversed(row.sections) if _PERIOD.fullmatch(one.title)), None)


def _place(issue: Issue, passage: Passage | None) -> Issue:
    if passage is None:
        return issue
    quote = passage.quote()
    return replace(issue, text=quote.exact, start=quote.start, end=quote.end)


def _submitted(context: ActorContext, grid: Grid, row: Row) -> tuple[tuple[Actor, ...], Evidence | None]:
    column = grid.column("submit_to")
    passage = row.cells.get(column.index) if column else None
    if passage is None:
        return (), None
    some, _ = read_actors(context, passage, "report", column.heading if column else "")
    return tuple(one.actor for one in some), _evidence(passage)


def _section(row: Row, above: Block | None, *, several: bool) -> tuple[str, str]:
    """Give the section path and title of a row."""
    own = "/".join(section.code or section.title for section in row.sections)
    outer = above.path if above is not None else ""
    title = row.sections[-1].title if row.sections else (above.text if above is not None else "")
    if own and outer and several:
        return f"{outer}/{own}", title
    return own or outer, title


def _numbered(grid: Grid, row: Row, title: str) -> tuple[str, str]:
    """Give the number of a task and its words; without a column of numbers both stand in one cell."""
    match = None if grid.column("number") or row.code else _NUMBER.match(title)
    if match is not None:
        return match["code"], title[match.end() :]
    return ("" if row.code in _BULLETS else row.code), title


def _inherited_names(grid: Grid, row: Row) -> tuple[str, ...]:
    kinds = [c.kind for c in grid.columns if c.index in row.inherited and c.kind != "number"]
    return ("code", *kinds) if kinds else ()


def read_task_tables(
    context: ActorContext, grids: Sequence[Grid], outline: Outline, header: Header
) -> tuple[tuple[Task, ...], tuple[Issue, ...]]:
    """Read every task of every table that assigns something.

    A row with a code and no words of what is to be done, or a table that names nobody, becomes a
    ledger entry.
    """
    assigning = [grid for grid in grids if grid.assigns]
    several = len(assigning) > 1
    tasks: list[Task] = []
    issues: list[Issue] = []
    issues.extend(
        skipped_at("unknown-table", grid.heading.quote(), _WHY_UNSAID)
        for grid in grids
        if not grid.assigns and not grid.measures and names_many(grid)
    )
    for grid in assigning:
        above, marks = outline.enclosing(grid.table.start), roles_of_marks(grid)
        if not marks and grid.column("lead", "perform", "coordinate", "due", "when") is None:
            issues.append(skipped_at("unknown-table", grid.heading.quote(), _WHY_MARKS))
            continue
        issues.extend(skipped_at("orphan-continuation", orphan.quote()) for orphan in grid.orphans)
        issues.extend(doubtful_at("uncertain-cells", cell.quote(), _WHY_UNCERTAIN) for cell in grid.uncertain)
        for row in grid.rows:
            task, doubts = _read_row(context, grid, row, above, marks, several=several, header=header)
            issues.extend(doubts)
            if task is not None:
                tasks.append(task)
        if not grid.column("lead", "perform", "mark") and any(
            not _section_leads(context, r) for r in grid.rows
        ):
            why = (
                "The table has columns " + ", ".join(repr(c.heading) for c in grid.columns if c.heading) + "."
            )
            issues.append(doubtful_at("table-without-lead", grid.heading.quote(), why))
    return tuple(tasks), tuple(issues)


def unread_tables(text: str, tables: Sequence[Table], grids: Sequence[Grid]) -> tuple[Issue, ...]:
    """Enter in the ledger the tables whose heading names who leads, but nothing that is to be done."""
    read = Spans((grid.table.start, grid.end + 1) for grid in grids)
    found: list[Issue] = []
    for table in tables:
        heading = next((row for row in table.rows[:_HEADING_ROWS] if names_leads(row)), None)
        if heading is None or read.overlap(table.start, table.start + 1):
            continue
        filled = [cell for cell in heading if cell.text]
        span = min(cell.start for cell in filled), max(cell.end for cell in filled)
        found.append(skipped_at("unknown-table", evidence(text, *span)))
    return tuple(found)


def _read_row(
    context: ActorContext,
    grid: Grid,
    row: Row,
    above: Block | None,
    marks: Mapping[str, MandateRole],
    *,
    several: bool,
    header: Header,
) -> tuple[Task | None, list[Issue]]:
    column = grid.column("title")
    title = row.cells.get(column.index) if column else None
    if title is None or not joined(title.text):
        quote = next(iter(row.cells.values())).quote()
        return None, [skipped_at("row-without-title", quote)]
    assignments, issues, staff = _read_roles(context, grid, row, marks)
    if not grid.column("lead", "perform", "mark"):
        assignments = [*_section_leads(context, row), *assignments]
    partners, unknown = read_partners(context, grid, title, assignments)
    assignments.extend(partners)
    issues.extend(unknown)
    deadline, doubts = _read_deadline(grid, row, header)
    issues.extend(doubts)
    submit_to, submit_evidence = _submitted(context, grid, row)
    output_column = grid.column("output")
    output = row.cells.get(output_column.index) if output_column else None
    section, section_title = _section(row, above, several=several)
    code, words = _numbered(grid, row, cell_text(title))
    task = Task(
        section=section,
        section_title=section_title,
        code=code,
        title=words,
        evidence=title.quote(),
        assignments=tuple(assignments),
        deadline=deadline,
        submit_to=submit_to,
        submit_to_evidence=submit_evidence,
        output=cell_text(output),
        output_evidence=_evidence(output),
        staff=staff,
        inherited=_inherited_names(grid, row),
    )
    if not any(one.role in {"lead", "focal", "perform"} for one in assignments) and grid.column(
        "lead", "perform", "mark"
    ):
        issues.append(doubtful_at("row-without-lead", title.quote()))
    return task, issues
