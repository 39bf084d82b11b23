"""Tasks from tables: one logical row, one task.

Reads the grids of `graph_build.tables` and the outline; gives `Task` records and ledger entries. The key
of a task is its section and code: the section rows of its table where there are any ("B/2"), else the
heading the table stands under ("II", "PL2"); where a document has several task tables with section rows
both ("IV.3/I").
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors, states_headcount, unknown_units
from graph_build.column_cells import names_many, unread_bodies
from graph_build.columns import ColumnKind, target_year
from graph_build.deadlines import parse_deadline
from graph_build.grids import Grid, Row
from graph_build.heading_leads import leads_of_caption, leads_of_section
from graph_build.issues import doubtful_at, skipped_at
from graph_build.matrices import grouped_by_role, read_marks, roles_of_marks
from graph_build.notes import behind_the_word, holds_notes, read_notes
from graph_build.passage import Passage, Piece
from graph_build.records import (
    Actor,
    Assignment,
    Deadline,
    Evidence,
    Header,
    Issue,
    MandateRole,
    Task,
)
from graph_build.sections import Block, Outline
from graph_build.table_years import caption_year, titled_year
from graph_build.text import joined
from graph_build.time_marks import marked_deadline
from graph_build.title_partners import read_partners
from graph_build.unit_rows import UnitRows, read_unit_rows, unit_rows

_ROLES: tuple[tuple[ColumnKind, MandateRole], ...] = (
    ("lead", "lead"),
    ("perform", "perform"),
    ("coordinate", "coordinate"),
    ("monitor", "monitor"),
)
_BULLETS = frozenset("-+•–")
"""What stands in the column of numbers before a part of the row above, and is no code."""
_WHY_UNCERTAIN = "The row has fewer cells than the table has columns; the words may stand under the next one."
_FOCAL = re.compile(r"đầu\s+mối", re.IGNORECASE)
_BOTH_PARTS = re.compile(r"chủ\s+trì\s*[/,;+-]\s*(?:(?:cơ\s+quan|đơn\s+vị)\s+)?phối\s+hợp", re.IGNORECASE)
_PART = re.compile(r"chủ\s+trì|phối\s+hợp|đầu\s+mối|(?-i:(?<!\w)(?:CT|PH)(?!\w))", re.IGNORECASE)
_WHY_EITHER = "The heading names two parts in a task, and the cell does not say who has which."
_WHY_MARKS = "Marks stand under the names of units, and nothing says what they mean."
_WHY_OTHER_PART = "The column names bodies that have another part in the tasks, and is not read."
_WHY_UNSAID = "A column names bodies, and its heading does not say what they do."
_PERIOD = re.compile(
    r"(?:trong\s+)?(?:tháng\s+\d{1,2}|quý\s+(?:[1-4]|IV|I{1,3}))(?:(?:\s*/\s*|\s+)(?:năm\s+)?20\d\d)?\W*",
    re.IGNORECASE,
)
"""A month or quarter, as the title of a section row."""
_NUMBER = re.compile(r"[\s*]*(?P<code>\d{1,3}(?:\.\d{1,3}){0,3})[.)][\s*]+(?=[^\s\d])")
"""A task's number in one cell with its words: "1. Thu gom …"."""
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
"""A line end in a cell of Markdown."""
_PUBLISHER_MARK = re.compile(
    r"\s*(?:\*\*)?(?:www\.)?(?:LuatVietnam(?:\.vn)?|Luật Việt Nam|THƯ VIỆN PHÁP LUẬT|ThuVienPhapLuat\.vn)"
    r"(?:\*\*)?\s*$"
)
"""Watermarks that publishers print over pages and that land at the end of a cell."""


def cell_text(passage: Passage | None) -> str:
    """Give a cell's words on one line, without a publisher's watermark at the end."""
    return joined(_BREAK.sub(" ", _PUBLISHER_MARK.sub("", passage.text))) if passage is not None else ""


def _evidence(passage: Passage | None) -> Evidence | None:
    return passage.quote() if passage is not None and passage else None


def _role(kind: MandateRole, heading: str) -> MandateRole:
    return "focal" if kind == "lead" and _FOCAL.search(heading) and "chủ trì" not in heading.lower() else kind


def _read_names(
    context: ActorContext, passage: Passage, role: MandateRole, heading: str
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Read the names of a cell; under "Chủ trì/Phối hợp" those behind its slash coordinate."""
    some, doubts = read_actors(context, passage, role, heading)
    if role != "lead" or len(some) < 2 or not _BOTH_PARTS.search(heading) or _PART.search(passage.text):
        return some, doubts
    if passage.text.count("/") == 1:
        cut = passage.source_offset(passage.text.index("/"))
        behind = tuple(replace(one, role="coordinate") for one in some if one.evidence.start > cut)
        if 0 < len(behind) < len(some):
            return (*(one for one in some if one.evidence.start <= cut), *behind), doubts
    return some, (*doubts, doubtful_at("unread-actor", passage.quote(), _WHY_EITHER))


class _Layout(NamedTuple):
    """What holds for all rows of a table: what its marks mean, who leads by its title, lines for units."""

    marks: Mapping[str, MandateRole]
    captioned: Sequence[Assignment]
    lines: UnitRows | None


def _read_roles(
    context: ActorContext, grid: Grid, row: Row, layout: _Layout
) -> tuple[list[Assignment], list[Issue], str]:
    """Read every column that names who takes part; gives assignments, ledger entries and staffing."""
    found: list[Assignment] = []
    issues: list[Issue] = []
    staff = ""
    lines = layout.lines
    if lines is not None:
        found, issues = read_unit_rows(context, row, lines)
    for kind, role in _ROLES:
        for column in grid.every(kind):
            passage = row.cells.get(column.index)
            if passage is None or (lines is not None and column.index in lines.places):
                continue
            if kind == "perform" and states_headcount(passage.text):
                staff = cell_text(passage)
                continue
            some, doubts = _read_names(context, passage, _role(role, column.heading), column.heading)
            if kind == "coordinate" and holds_notes(column.heading):
                some, doubts = behind_the_word(passage, some, doubts)
            if column.index in row.inherited:
                some = tuple(replace(one, inherited=True) for one in some)
            found.extend(some)
            issues.extend(doubts)
            issues.extend(unknown_units(some))
    marked, unmarked = read_marks(context, grid, row, layout.marks)
    noted, doubts_of_notes = read_notes(context, grid, row, [*found, *marked])
    return [*found, *marked, *noted], [*issues, *unmarked, *doubts_of_notes], staff


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
        has_leads = grid.column("lead", "perform", "mark") is not None
        captioned = () if has_leads else leads_of_caption(context, grid, _end_above(grids, grid))
        unsaid = not marks and not grouped_by_role(grid)
        if unsaid and grid.column("lead", "perform", "coordinate", "due", "when") is None:
            issues.append(skipped_at("unknown-table", grid.heading.quote(), _WHY_MARKS))
            continue
        issues.extend(skipped_at("orphan-continuation", orphan.quote()) for orphan in grid.orphans)
        issues.extend(doubtful_at("uncertain-cells", cell.quote(), _WHY_UNCERTAIN) for cell in grid.uncertain)
        issues.extend(_other_parts(grid))
        layout = _Layout(marks, captioned, unit_rows(grid))
        for row in grid.rows:
            task, doubts = _read_row(context, grid, row, above, layout, several=several, header=header)
            issues.extend(doubts)
            if task is not None:
                tasks.append(task)
        if not (has_leads or captioned) and any(not leads_of_section(context, r) for r in grid.rows):
            why = (
                "The table has columns " + ", ".join(repr(c.heading) for c in grid.columns if c.heading) + "."
            )
            issues.append(doubtful_at("table-without-lead", grid.heading.quote(), why))
    return tuple(tasks), tuple(issues)


def _other_parts(grid: Grid) -> list[Issue]:
    """Tell of the columns that name who examines or approves what others do."""
    return [
        skipped_at(
            "unread-actor", Passage(grid.heading.source, (Piece(*column.named),)).quote(), _WHY_OTHER_PART
        )
        for column in unread_bodies(grid)
        if column.named is not None
    ]


def _end_above(grids: Sequence[Grid], grid: Grid) -> int:
    """Give where the last table before one ends; 0 for the first."""
    return max((one.end for one in grids if one.end <= grid.heading.start), default=0)


def _read_row(
    context: ActorContext,
    grid: Grid,
    row: Row,
    above: Block | None,
    layout: _Layout,
    *,
    several: bool,
    header: Header,
) -> tuple[Task | None, list[Issue]]:
    column = grid.column("title")
    title = row.cells.get(column.index) if column else None
    if title is None or not joined(title.text):
        quote = next(iter(row.cells.values())).quote()
        return None, [skipped_at("row-without-title", quote)]
    assignments, issues, staff = _read_roles(context, grid, row, layout)
    if not grid.column("lead", "perform", "mark"):
        assignments = [*(leads_of_section(context, row) or layout.captioned), *assignments]
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
