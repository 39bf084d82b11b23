"""Tables that head columns with months, quarters or years and put marks below those in which work is done.

    TT | Công việc | Cơ quan thực hiện | Quý I | Quý II | Quý III
    1  | …         | …                 | x     | x      |

The last marked period is when the work is due; where the marked ones stand side by side, the first is when it
starts. Marks with a gap between them keep the last; the earlier ones are entries in the ledger.

Reads the rows of a logical table; gives its columns, and deadlines.
"""

from __future__ import annotations

import re
from dataclasses import replace as with_kind
from itertools import pairwise

from msgspec.structs import replace

from graph_build.columns import NAMED_PERIOD, target_year
from graph_build.deadlines import parse_deadline
from graph_build.grids import Grid, Row
from graph_build.headings import Column
from graph_build.issues import skipped_at
from graph_build.matrices import is_tick
from graph_build.passage import Passage, Piece
from graph_build.records import Deadline, Evidence, Issue

_FEWEST = 2
"""Columns of periods beside each other; one alone may mean anything."""
_EMPTY = re.compile(r"[\s*.…\u2010-\u2015-]*")
_YEAR = re.compile(r"(?:năm\s+)?(20\d\d)", re.IGNORECASE)
_LETTERED = re.compile(r"T\.?\s?(0?[1-9]|1[0-2])")
_DAYS = re.compile(r"T\.?\s?[2-7]")
_COUNT = re.compile(r"(?:0?[1-9]|1[0-2]|IV|I{1,3})")
_OF_GROUP = re.compile(r"(?<!\w)(?:tháng|quý)(?!\w)", re.IGNORECASE)
"""What a group of columns says of the numbers below it: "Tháng" over "1", "2", "3"."""
_IN_WORDS = re.compile(r"(?:quý|tháng)\s", re.IGNORECASE)


def settle_periods(grid: Grid) -> None:
    """Let columns of periods that hold nothing but marks say when work is done."""
    named = [column for column in grid.columns if column.named and _stated(column)]
    named = named or _lettered_months(grid)
    told = [text for row in grid.rows for column in named if (text := _told(row, column))]
    if len(named) >= _FEWEST and told and all(map(is_tick, told)):
        marked = {column.index for column in named}
        grid.columns = tuple(
            with_kind(column, kind="when") if column.index in marked else column for column in grid.columns
        )


def _lettered_months(grid: Grid) -> list[Column]:
    """Give the columns "T1" to "T12": months where one of them is no day of the week."""
    found = [column for column in grid.columns if column.named and _LETTERED.fullmatch(_own(column))]
    days = all(_DAYS.fullmatch(_own(column)) for column in found)
    return [] if days else found


def marked_deadline(
    grid: Grid, row: Row, document_date: str | None, year: int | None
) -> tuple[Deadline, tuple[Issue, ...]] | None:
    """Read when a row is due by the periods that are marked; None where none is.

    `year` is that of the table where no heading states one.
    """
    columns = grid.every("when")
    marked = [column for column in columns if _told(row, column)]
    if not marked:
        return None
    places = [columns.index(column) for column in marked]
    together = all(later == earlier + 1 for earlier, later in pairwise(places))
    first, last = marked[0], marked[-1]
    spans = together and len(marked) > 1
    deadline, issues = parse_deadline(
        _named(first) if spans else "",
        _named(last),
        document_date=document_date,
        stated_year=target_year(last.heading) or year,
    )
    proofs = [_proof(grid, row, column) for column in marked]
    placed = [
        replace(one, text=proofs[-1].exact, start=proofs[-1].start, end=proofs[-1].end) for one in issues
    ]
    if not together:
        placed += [skipped_at("earlier-time", proof) for proof in proofs[:-1]]
    due = replace(deadline, start_evidence=proofs[0] if spans else None, due_evidence=proofs[-1])
    return due, tuple(placed)


def _told(row: Row, column: Column) -> str:
    """Give what a row has in a column; "" where it is empty or says so ("-")."""
    cell = row.cells.get(column.index)
    return cell.text if cell is not None and not _EMPTY.fullmatch(cell.text) else ""


def _own(column: Column) -> str:
    """Give the words of a heading without those of the group that it stands in."""
    return column.heading.rpartition(": ")[2].strip()


def _stated(column: Column) -> str:
    """Give the period that the heading of a column names, with the word for it; "" where it names none."""
    heading = _own(column)
    year = _YEAR.fullmatch(heading)
    if year is not None:
        return f"Năm {year[1]}"
    group = _OF_GROUP.search(column.heading.rpartition(": ")[0])
    if group is not None and _COUNT.fullmatch(heading):
        heading = f"{group[0]} {heading}"
    match = NAMED_PERIOD.fullmatch(heading)
    if match is None or _IN_WORDS.match(heading):
        return heading if match else ""
    kind, number = ("Quý", match["quarter"]) if match["quarter"] else ("Tháng", match["month"])
    stated = re.search(r"20\d\d", match["year"] or "")
    return f"{kind} {number}" + (f" năm {stated[0]}" if stated else "")


def _named(column: Column) -> str:
    """Give the period of a column of marks, a month where it is written "T5"."""
    lettered = _LETTERED.fullmatch(_own(column))
    return f"Tháng {lettered[1]}" if lettered else _stated(column)


def _proof(grid: Grid, row: Row, column: Column) -> Evidence:
    """Quote the heading of a column, and the mark under it."""
    heading = Passage(grid.heading.source, (Piece(*(column.named or (0, 0))),), grid.number)
    proof = heading.quote()
    return replace(proof, parts=(*proof.parts, row.cells[column.index].quote()))
