"""Indicators: rows of a table that sets targets.

A target table looks like a task table and is none: it names what is measured, the unit of measure and
a value. "Trên 90" is "> 90", "Dưới 11,5*" is "< 11.5" with a footnote; a blank lead stays blank.

Reads the grids of `graph_build.tables` and the text after each table; gives `Indicator` records and
ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from graph_build.actors import ActorContext, read_actors
from graph_build.columns import target_year
from graph_build.grids import Grid, Row
from graph_build.headings import Column
from graph_build.issues import doubtful_at, skipped_at
from graph_build.quantities import parse_quantity
from graph_build.records import Assignment, Indicator, Issue, MandateRole
from graph_build.sections import Outline
from graph_build.tasks import cell_text
from graph_build.text import joined, lines

_FOOTNOTE = re.compile(r"^\s*(\*{1,4}|\(\*{1,4}\)|\[\d{1,2}\]|\(\d{1,2}\))\s*(?=[^\s*])(.*)$")
_FOOTNOTE_REACH = 4000
"""How far after a table its footnotes are looked for, in code points."""


def footnotes(text: str, start: int, end: int) -> dict[str, str]:
    """Find the footnotes that follow a table, by their mark ("*", "**")."""
    found: dict[str, str] = {}
    for line in lines(text[start : min(end, start + _FOOTNOTE_REACH)]):
        match = _FOOTNOTE.match(line.text)
        if match and not line.text.rstrip().endswith("**"):
            found.setdefault(match.group(1).strip("()"), joined_note(line.text))
    return found


def joined_note(line: str) -> str:
    """Give a footnote on one line, with its mark."""
    return " ".join(line.split())


def read_indicators(
    context: ActorContext, grids: Sequence[Grid], outline: Outline, text: str
) -> tuple[tuple[Indicator, ...], tuple[Issue, ...]]:
    """Read every row of every target table."""
    found: list[Indicator] = []
    issues: list[Issue] = []
    for index, grid in enumerate(grids):
        if not grid.measures or grid.assigns:
            continue
        following = next((g.table.start for g in grids[index + 1 :] if g.table.start > grid.end), len(text))
        notes = footnotes(text, grid.end, following)
        above = outline.enclosing(grid.table.start)
        for row in grid.rows:
            indicators, doubts = _read_row(context, grid, row, notes, above.path if above else "")
            found.extend(indicators)
            issues.extend(doubts)
    return tuple(found), tuple(issues)


def _values(grid: Grid) -> list[Column]:
    return grid.every("target") or grid.every("output")


def _read_row(
    context: ActorContext, grid: Grid, row: Row, notes: dict[str, str], section: str
) -> tuple[list[Indicator], list[Issue]]:
    named = grid.column("indicator", "title")
    name = row.cells.get(named.index) if named else None
    if name is None:
        return [], [skipped_at("row-without-title", next(iter(row.cells.values())).quote())]
    leads, issues = _leads(context, grid, row)
    measure_column = grid.column("unit_of_measure")
    measure = cell_text(row.cells.get(measure_column.index)) if measure_column else ""
    found = []
    for column in _values(grid):
        cell = row.cells.get(column.index)
        if cell is None:
            issues.append(doubtful_at("empty-cell", name.quote(), f"No value under {column.heading!r}."))
            continue
        quantity = parse_quantity(cell.text)
        if quantity.value is None:
            issues.append(doubtful_at("unparsed-target", cell.quote(), quantity.reason or ""))
        group = row.sections[-1] if row.sections else None
        found.append(
            Indicator(
                group=group.code if group else "",
                group_title=group.title if group else "",
                code=row.code,
                name=joined(name.text),
                unit_of_measure=measure,
                value_text=" ".join(cell.text.split()),
                value=quantity.value,
                comparator=quantity.comparator,
                year=target_year(column.heading),
                evidence=cell.quote(),
                leads=leads,
                footnote=notes.get(quantity.mark.strip("()")) if quantity.mark else None,
                section=section,
            )
        )
    return found, issues


def _leads(context: ActorContext, grid: Grid, row: Row) -> tuple[tuple[Assignment, ...], list[Issue]]:
    found: list[Assignment] = []
    issues: list[Issue] = []
    for column in (*grid.every("lead"), *grid.every("monitor"), *grid.every("perform")):
        cell = row.cells.get(column.index)
        if cell is None:
            continue
        role: MandateRole = "monitor" if column.kind == "monitor" else "lead"
        some, doubts = read_actors(context, cell, role, column.heading)
        found.extend(some)
        issues.extend(doubts)
    return tuple(found), issues
