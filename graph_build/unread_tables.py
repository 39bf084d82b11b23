"""Tables that seem to hand out tasks and were not read: each is an entry in the ledger.

Their heading names who leads, or units over marks that nothing explains; or its words are not understood, and
below it stand what is to be done, names of bodies and times side by side.

Reads the tables of a document and the logical ones made of them; gives ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from graph_build.align import names_actors
from graph_build.column_cells import states_moment
from graph_build.columns import kind_of
from graph_build.grids import Grid
from graph_build.headings import names_leads
from graph_build.issues import skipped_at
from graph_build.records import Cell, Evidence, Issue, Table
from graph_build.spans import Spans
from graph_build.text import evidence

_HEADING_ROWS = 3
"""The first rows of a table, among which its heading stands."""
_FEWEST, _SHARE = 2, 0.6
"""Rows that must say the same of a column, and their share of those that say something."""
_LONGEST_HEADING, _LONGEST_MARK, _SHORTEST_TASK, _LONGEST_MOMENT = 90, 3, 10, 60
_PERSONS = re.compile(r"họ\s+(?:và\s+)?tên|(?:ngày|năm)\s+sinh", re.IGNORECASE)
"""In the heading of a list of persons."""
_WHY_MARKS = "Marks stand under the names of units, and nothing says what they mean."
_WHY_WORDS = "Work, bodies and times stand side by side, and the heading is not understood."


def unread_tables(text: str, tables: Sequence[Table], grids: Sequence[Grid]) -> tuple[Issue, ...]:
    """Enter in the ledger the tables that seem to hand out tasks, and of which none was read."""
    read = Spans((grid.table.start, grid.end + 1) for grid in grids)
    unread = (table for table in tables if not read.overlap(table.start, table.start + 1))
    return tuple(entry for table in unread if (entry := _entry(text, table)) is not None)


def _entry(text: str, table: Table) -> Issue | None:
    """Make the entry of a table that seems to hand out tasks; None for any other."""
    top = table.rows[:_HEADING_ROWS]
    for index, row in enumerate(top):
        if names_leads(row):
            return skipped_at("unknown-table", _words(text, row))
        if _names_marked(row, table.rows[index + 1 :]):
            return skipped_at("unknown-table", _words(text, row), _WHY_MARKS)
    if not top or any(_PERSONS.search(cell.text) for row in top for cell in row) or not _side_by_side(table):
        return None
    heading = next(row for row in table.rows if any(cell.text for cell in row))
    return skipped_at("unknown-table", _words(text, heading), _WHY_WORDS)


def _words(text: str, row: Sequence[Cell]) -> Evidence:
    filled = [cell for cell in row if cell.text]
    return evidence(text, min(cell.start for cell in filled), max(cell.end for cell in filled))


def _names_marked(row: Sequence[Cell], below: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether a heading names what is done and, beside it, units over letters or signs."""
    if any(len(cell.text) > _LONGEST_HEADING for cell in row):
        return False
    if "title" not in {kind_of(cell.text) for cell in row}:
        return False
    named = [place for place, cell in enumerate(row) if names_actors(" ".join(cell.text.split()))]
    marks = [line[place].text for line in below for place in named if place < len(line) and line[place].text]
    return len(named) >= _FEWEST <= len(marks) and all(map(_is_sign, marks))


def _is_sign(text: str) -> bool:
    return len(text) <= _LONGEST_MARK and not any(letter.isdigit() for letter in text)


def _side_by_side(table: Table) -> bool:
    """Tell whether one column says what is done, one names bodies, and one gives times."""
    below = table.rows[1:]
    columns = [
        [row[place].text for row in below if place < len(row) and row[place].text and not row[place].merged]
        for place in range(max(map(len, table.rows)))
    ]
    tests: tuple[Callable[[str], bool], ...] = (_acting, _timed, _working)
    return all(any(_most(told, says) for told in columns) for says in tests)


def _acting(text: str) -> bool:
    return names_actors(text)


def _timed(text: str) -> bool:
    return len(text) <= _LONGEST_MOMENT and states_moment(text)


def _working(text: str) -> bool:
    return len(text) >= _SHORTEST_TASK and text[:1].isalpha() and not names_actors(text) and not _timed(text)


def _most(told: Sequence[str], says: Callable[[str], bool]) -> bool:
    return len(told) >= _FEWEST and sum(map(says, told)) >= _SHARE * len(told)
