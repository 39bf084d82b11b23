"""Tables that name units in their heading and put a mark under each that takes part.

    TT | Nhiệm vụ | Vụ Pháp chế | Văn phòng | Thời hạn
    1  | …        | CT          | PH        | …

What a mark means is said by its own letters ("CT", "PH"), by a legend beside the table ("● chủ trì; ○ phối
hợp"), or by the heading over the units ("Đơn vị phối hợp"). Where marks differ and nothing says what they
mean, nobody is assigned and the ledger says so. Units may stand under several such headings ("Chủ trì",
"Phối hợp"), each of which says what the marks below it mean.

Reads rows of cells, and logical rows; gives columns of marks, and assignments.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors, unknown_units
from graph_build.align import names_actors
from graph_build.columns import kind_of
from graph_build.grids import Grid, Row
from graph_build.issues import skipped_at
from graph_build.legends import explained_marks
from graph_build.passage import Passage, Piece
from graph_build.records import Assignment, Cell, Issue, MandateRole, Table
from graph_build.text import fold

_FEWEST = 2
"""Columns of marks beside each other; one alone may mean anything."""
_TICK = re.compile(r"[xXvV✓✔√☑●○◯◉•■□▲△★☆+*]{1,2}")
_SAID: tuple[tuple[str, MandateRole], ...] = (
    ("CT; chủ trì; đơn vị chủ trì", "lead"),
    ("đầu mối", "focal"),
    ("PH; phối hợp; đơn vị phối hợp", "coordinate"),
    ("TH; thực hiện", "perform"),
)
_LETTERS = {fold(mark): role for marks, role in _SAID for mark in marks.split("; ")}
"""Marks that say what they mean."""
_ROLES: tuple[MandateRole, ...] = ("lead", "coordinate", "monitor", "perform")
_MEANINGS: tuple[tuple[re.Pattern[str], MandateRole], ...] = (
    (re.compile(r"chủ\s+trì", re.IGNORECASE), "lead"),
    (re.compile(r"đầu\s+mối", re.IGNORECASE), "focal"),
    (re.compile(r"phối\s+hợp|tham\s+gia", re.IGNORECASE), "coordinate"),
    (re.compile(r"theo\s+dõi|giám\s+sát", re.IGNORECASE), "monitor"),
    (re.compile(r"thực\s+hiện", re.IGNORECASE), "perform"),
)
_LEGEND = (
    r"(?<!\w){mark}(?!\w)[\"”')\]]*\s*(?:[:=–-]\s*)?(?:là\s+)?(?P<means>(?i:(?:(?:đơn\s+vị|cơ\s+quan|ban|phòng)\s+)?"
    r"(?:chủ\s+trì|đầu\s+mối|phối\s+hợp|tham\s+gia|theo\s+dõi|giám\s+sát|thực\s+hiện)))"
)
_LEGEND_REACH = 600
"""How far from the table its legend is looked for, in code points."""
_BODY = r"(?:các )?(?:cơ quan|đơn vị|phòng|ban|sở|ngành|vụ|cục|khoa|bộ phận|bộ)"
_BODIES = re.compile(rf"(?:tên )?{_BODY}(?:(?:,| và)? (?:{_BODY}|liên quan|trực thuộc))*")
"""A heading over units that says nothing of their part, in lower case on one line."""
_SHARES_OUT = re.compile(r"phân\s+công|giao\s+(?:nhiệm\s+vụ|việc)|ma\s+trận", re.IGNORECASE)
"""What is said over a table of tasks that has no deadline and no output; lists of papers are ticked too."""
_WHY_UNKNOWN = "Nothing says what the mark means under the unit's name."


def is_tick(text: str) -> bool:
    """Tell whether a cell holds a sign that has no letters of its own: "x", "✓", "●"."""
    return bool(_TICK.fullmatch(text))


def is_mark(text: str, explained: Collection[str] = ()) -> bool:
    """Tell whether a cell holds a mark and nothing else; `explained` are those that a legend explains."""
    return is_tick(text) or text.strip() in explained or fold(text) in _LETTERS


def legend_of(text: str, table: Table) -> frozenset[str]:
    """Give the letters whose meaning as marks is told beside a table."""
    before, after = max(0, table.start - _LEGEND_REACH), table.end + _LEGEND_REACH
    return explained_marks(text, ((before, table.start), (table.end, after)))


def marked_columns(
    rows: Sequence[Sequence[Cell]], index: int, explained: Collection[str] = ()
) -> dict[int, Cell]:
    """Find the columns that a header at a row names units for and that hold marks or nothing.

    Gives the cell that names the unit by column; empty where fewer than two columns are so. The names may
    stand in the row after, under one heading. `explained` are the marks that a legend explains.
    """
    top = rows[index]
    following = rows[index + 1] if index + 1 < len(rows) else ()
    if not {"title", "indicator"} & {kind_of(cell.text) for cell in top if len(cell.text) <= _LONGEST}:
        return {}
    below = not (following and following[0].text)
    found: dict[int, Cell] = {}
    marks = 0
    for place in range(1, max(len(top), len(following) if below else 0)):
        named = [row[place] for row in (following, top) if place < len(row) and (row is top or below)]
        cell = next((one for one in named if one.text), None)
        if cell is None or not _names_unit(cell.text):
            continue
        under = index + (2 if below and cell is not (top[place] if place < len(top) else None) else 1)
        count = _marks(rows, under, place, explained)
        if count is not None:
            found[place] = cell
            marks += count
    return found if len(found) >= _FEWEST and marks else {}


_LONGEST = 90
_LETTERS_OF_UNIT = re.compile(r"[A-ZĐ][A-ZĐ&]{1,10}")


def _names_unit(text: str) -> bool:
    """Tell whether a heading names a unit, in words or by letters ("EVN")."""
    if _LETTERS_OF_UNIT.fullmatch(text) and kind_of(text) == "other" and fold(text) not in _LETTERS:
        return True
    return len(text) <= _LONGEST and names_actors(" ".join(text.split()))


def _marks(rows: Sequence[Sequence[Cell]], first: int, place: int, explained: Collection[str]) -> int | None:
    """Count the marks of a column, beside rows that only head others; None where it holds words."""
    marks = 0
    for row in rows[first:]:
        text = row[place].text if place < len(row) else ""
        if not text or text.strip("()[]").isdigit() or len({c.text for c in row[1:] if c.text}) == 1:
            continue
        if not is_mark(text, explained):
            return None
        marks += 1
    return marks


def roles_of_marks(grid: Grid) -> dict[str, MandateRole]:
    """Say what every mark of a table means; a mark that nothing explains is left out."""
    columns = grid.every("mark")
    marks = {row.cells[c.index].text.strip() for row in grid.rows for c in columns if c.index in row.cells}
    roles: dict[str, MandateRole] = {}
    unsaid: set[str] = set()
    for mark in sorted(marks):
        told = _by_legend(grid, mark) or {_LETTERS.get(fold(mark))}
        role = told.pop()
        if role is not None and not told:
            roles[mark] = role
        elif role is None:
            unsaid.add(mark)
    role = _by_heading(grid) if len({mark.casefold() for mark in unsaid}) == 1 and not roles else None
    return roles | (dict.fromkeys(unsaid, role) if role is not None else {})


def _by_legend(grid: Grid, mark: str) -> set[MandateRole | None]:
    """Give what a legend says of a mark; more than one meaning where it contradicts itself."""
    source = grid.heading.source
    pattern = re.compile(_LEGEND.format(mark=re.escape(mark)))
    reach = (
        (max(0, grid.table.start - _LEGEND_REACH), grid.heading.end),
        (grid.end, grid.end + _LEGEND_REACH),
    )
    told = [match["means"] for span in reach for match in pattern.finditer(source, *span)]
    return {next(role for sign, role in _MEANINGS if sign.search(words)) for words in told}


def _by_heading(grid: Grid) -> MandateRole | None:
    """Tell what one kind of mark means by the heading over the units, or by no one else being named."""
    groups = {column.heading.rpartition(": ")[0].lower() for column in grid.every("mark")}
    if len(groups) != 1:
        return None
    group = groups.pop()
    said = _role_of(group)
    if said is not None:
        return said
    if grid.column("lead", "perform") is not None or (group and not _BODIES.fullmatch(group)):
        return None
    start = grid.table.start
    shares_out = _SHARES_OUT.search(grid.heading.source[max(0, start - _LEGEND_REACH) : start])
    return "perform" if shares_out or grid.column("due", "start", "output") is not None else None


def _role_of(group: str) -> MandateRole | None:
    """Give the part in a task that a heading over units names: "Đơn vị phối hợp"."""
    kind = kind_of(group) if group else "other"
    return next((role for role in _ROLES if role == kind), None)


def grouped_by_role(grid: Grid) -> bool:
    """Tell whether units stand under several headings that each say what a mark below means."""
    groups = {column.heading.rpartition(": ")[0] for column in grid.every("mark")}
    return len(groups) > 1 and all(_role_of(group) is not None for group in groups)


def read_marks(
    context: ActorContext, grid: Grid, row: Row, roles: Mapping[str, MandateRole]
) -> tuple[list[Assignment], list[Issue]]:
    """Read who takes part by the marks of a row; each is proved by the heading's words and the mark."""
    found: list[Assignment] = []
    issues: list[Issue] = []
    by_group = grouped_by_role(grid)
    for column in grid.every("mark"):
        cell = row.cells.get(column.index)
        if cell is None or column.named is None:
            continue
        role = roles.get(cell.text.strip())
        if role is None and by_group and is_tick(cell.text):
            role = _role_of(column.heading.rpartition(": ")[0])
        if role is None:
            issues.append(skipped_at("unread-actor", cell.quote(), _WHY_UNKNOWN))
            continue
        heading = Passage(grid.heading.source, (Piece(*column.named),), grid.number)
        some, doubts = read_actors(context, heading, role, column.heading)
        found.extend(
            replace(
                one,
                role=role,
                role_as_written=cell.text.strip(),
                evidence=replace(one.evidence, parts=(*one.evidence.parts, cell.quote())),
            )
            for one in some
        )
        issues.extend((*doubts, *unknown_units(some)))
    return found, issues
