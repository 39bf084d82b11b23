"""The header of a printed table: which rows it takes, and what its columns mean beside each other.

A header may take two rows (a group over its columns, or a heading broken in two), may be repeated on
every page, and may have lost its number cell to a merge.

Reads rows of cells; gives `Column`s.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from graph_build.align import names_actors
from graph_build.columns import NAMED_PERIOD, ColumnKind, kind_of, names_bodies
from graph_build.records import Cell
from graph_build.text import fold

CODE = re.compile(
    r"^\(?([IVXLC]+|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*|[a-zđ]\)?|\d{1,3}[a-z]|\d{1,3}(?:\.\d{1,3})*\.?[a-z])\)?[.)]?$"
)
"""A row's number or letter, alone in its cell."""

_MANDATE_KINDS = frozenset(
    {"lead", "coordinate", "perform", "monitor", "start", "due", "submit_to", "output"}
)
_OF_HEADINGS = tuple(fold(words) for words in ("Cơ quan", "Đơn vị", "Bộ phận"))
"""Words that open a unit's name and the heading of a column alike."""
_NO_MARKS: Mapping[int, Cell] = MappingProxyType({})
_MEANINGFUL = frozenset({*_MANDATE_KINDS, "title", "number", "indicator", "unit_of_measure", "target"})
_PARTS = frozenset({"lead", "coordinate", "perform", "monitor"})
"""Kinds of columns beside which a column of periods says when tasks are due."""


@dataclass(frozen=True)
class Column:
    """A column: its heading as printed on one line, what it means, and its place (from 0).

    `named` is the span of the words of its own in the heading: of the unit's name over a column of marks.
    """

    heading: str
    kind: ColumnKind
    index: int
    named: tuple[int, int] | None = None


def _filled(row: Sequence[Cell]) -> list[Cell]:
    return [cell for cell in row if cell.text]


def repeats(row: Sequence[Cell], heading: Sequence[Cell]) -> bool:
    """Tell whether a row repeats a header row, cell by cell."""
    mine, theirs = [fold(c.text) for c in row], [fold(c.text) for c in heading]
    while mine and not mine[-1]:
        mine.pop()
    while theirs and not theirs[-1]:
        theirs.pop()
    return bool(mine) and mine == theirs


def _header_score(row: Sequence[Cell]) -> int:
    """Count the cells of a row that read as headings of columns that matter."""
    if any(len(cell.text) > 90 for cell in row):
        return 0
    kinds = {kind_of(cell.text) for cell in row if cell.text}
    dated = "period" in kinds and "due" not in kinds and bool(_PARTS & kinds)
    return len(_with_title(kinds) & _MEANINGFUL) + dated


def _with_title(kinds: Collection[ColumnKind]) -> frozenset[ColumnKind]:
    """Let the column of groups say what is done where no other does, as `columns_of` settles it."""
    return frozenset("title" if kind == "group" and "title" not in kinds else kind for kind in kinds)


def _names_body(text: str) -> bool:
    """Tell whether a cell names units, and is not a piece of a heading ("Cơ quan chủ", "trì" below)."""
    return not fold(text).startswith(_OF_HEADINGS) and names_actors(text)


def is_header(row: Sequence[Cell], marked: Collection[int] = ()) -> bool:
    """Tell whether a row names columns; `marked` are the places of those that a unit is named for."""
    if any(len(cell.text) > 90 for cell in row):
        return False
    unmarked = [cell for place, cell in enumerate(row) if place not in marked]
    kinds = [kind_of(cell.text) for cell in unmarked if cell.text]
    if any(
        kind == "other" and _names_body(cell.text)
        for kind, cell in zip(kinds, _filled(unmarked), strict=True)
    ):
        return False
    named = {"title", "indicator"} & _with_title(kinds)
    count, score = len(kinds) + len(marked), _header_score(unmarked) + bool(marked)
    return count >= 3 and bool(named) and score >= 3 and not CODE.match(row[0].text)


def names_leads(row: Sequence[Cell]) -> bool:
    """Tell whether a row names a column of who leads beside others, though not of what is done."""
    if any(len(cell.text) > 90 for cell in row) or CODE.match(row[0].text):
        return False
    kinds = [kind_of(cell.text) for cell in row if cell.text]
    return "lead" in kinds and bool({"coordinate", "due", "start", "output", "perform"} & set(kinds))


def numbers_columns(row: Sequence[Cell]) -> bool:
    """Tell whether a row only counts the columns, as official forms do under a header: (1) (2) (3)."""
    printed = [cell.text.strip("()[] ") for cell in _filled(row)]
    return len(printed) > 2 and printed in (
        [str(n) for n in range(1, len(printed) + 1)],
        ["A", "B", *(str(n) for n in range(1, len(printed) - 1))],
    )


def takes_two_rows(first: Sequence[Cell], second: Sequence[Cell]) -> bool:
    """Tell whether the second row completes the header: it fills what is blank above it, or goes on."""
    if not _filled(second) or second[0].text:
        return False
    filled = [index for index, cell in enumerate(second) if cell.text]
    if any(len(second[i].text) > 90 for i in filled):
        return False
    blank_above = [i for i in filled if i >= len(first) or not first[i].text]
    if len(filled) >= 2 and blank_above:
        return True
    if not all(_goes_on(second[i].text) for i in filled):
        return False
    pairs = [(first[i].text, second[i].text) for i in filled if i < len(first)]
    return any(_completes(*pair) for pair in pairs) or all(
        kind_of(below) == kind_of(above) != "other" for above, below in pairs
    )


def folded_rows(
    first: Sequence[Cell], second: Sequence[Cell], third: Sequence[Cell] | None
) -> tuple[Sequence[Cell], Sequence[Cell]] | None:
    """Make two rows of a header of three, each of which parts what stands above it.

    ("TT", "Nhiệm vụ", "Đơn vị thực hiện") over ("Chủ trì", "Phối hợp") over names of units: the last row
    stays, with the nearest words above it. None where the third row is no part of the header.
    """
    if third is None or not takes_two_rows(second, third):
        return None
    below = [index for index, cell in enumerate(third) if cell.text]
    reach = [index for index, cell in enumerate(second) if cell.text]
    if not reach or below[0] < reach[0]:
        return None
    if any(i < len(first) and first[i].text for i in below if i not in reach):
        return None
    if any(len(third[index].text) < 2 or CODE.match(third[index].text) for index in below):
        return None
    width = max(len(first), len(second))
    above = [
        second[i] if i < len(second) and second[i].text else first[i] if i < len(first) else second[i]
        for i in range(width)
    ]
    return above, third


def _completes(above: str, below: str) -> bool:
    """Tell whether words are the rest of a heading and no first row: both together mean something else."""
    own = kind_of(above)
    return below.lstrip("* ").startswith("(") or own == "other" or kind_of(f"{above} {below}") != own


def _of(phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(fold(phrase)) for phrase in phrases.split(";")))


_FAMILIES: tuple[tuple[frozenset[ColumnKind], re.Pattern[str]], ...] = (
    (
        frozenset({"lead", "coordinate", "perform", "monitor"}),
        _of("phân công; cơ quan; đơn vị; trách nhiệm; thực hiện"),
    ),
    (frozenset({"start", "due", "period"}), _of("thời gian; tiến độ; thời hạn")),
)
"""Columns that stand together under one heading, and the words of that heading."""


def spread(first: Sequence[Cell], second: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]] | None:
    """Lay a second header row under the groups of the first, where merged cells are left out.

    ("TT", "Nhiệm vụ", "Phân công", "Thời hạn") over ("Chủ trì", "Phối hợp") makes five columns. Gives both
    rows at full width; None where the second row is no such row.
    """
    kinds = ["period" if NAMED_PERIOD.fullmatch(cell.text) else kind_of(cell.text) for cell in second]
    if len(kinds) < 2 or any(not any(kind in family for family, _ in _FAMILIES) for kind in kinds):
        return None
    above: list[Cell] = []
    below: list[Cell] = []
    taken = 0
    for cell in first:
        blank = Cell(text="", start=cell.start, end=cell.start)
        group = next((family for family, words in _FAMILIES if words.search(fold(cell.text))), frozenset())
        count = 0
        while taken + count < len(kinds) and kinds[taken + count] in group:
            count += 1
        above += [cell, *[blank] * (count - 1)]
        below += list(second[taken : taken + count]) or [blank]
        taken += count
    return (above, below) if taken == len(kinds) and len(above) > len(first) else None


def regrouped(cells: Sequence[Cell]) -> tuple[Sequence[Cell], Sequence[Cell]] | None:
    """Lay the last names of a header under the group that they belong to, where it was written row by row.

    ("TT", "Nhiệm vụ", "Cơ quan thực hiện", "Thời hạn", "Chủ trì", "Phối hợp") has five columns. Gives both
    rows at full width; None where the last names are columns of their own.
    """
    for count in (2, 3):
        first, second = cells[:-count], cells[-count:]
        kinds = [kind_of(cell.text) for cell in second]
        groups = [at for at, cell in enumerate(first) if _heads_bodies(cell.text)]
        if len(groups) != 1 or groups[0] == len(first) - 1 or "lead" not in kinds:
            continue
        if len(set(kinds)) < count or set(kinds) - _FAMILIES[0][0]:
            continue
        if {kind_of(cell.text) for cell in first} & {"lead", "coordinate"}:
            continue
        at = groups[0]
        blank = [Cell(text="", start=cell.start, end=cell.start) for cell in (*first, *second)]
        above = [*first[: at + 1], *blank[: count - 1], *first[at + 1 :]]
        below = [*blank[:at], *second, *blank[: len(first) - at - 1]]
        return above, below
    return None


def _heads_bodies(text: str) -> bool:
    """Tell whether a heading stands over those who act and names no part in it."""
    bodies = _FAMILIES[0][1].search(fold(text)) is not None
    return bodies and kind_of(text) in {"perform", "other", "unit_of_measure"}


def _goes_on(text: str) -> bool:
    """Tell whether words go on with the heading cell above them."""
    return text.lstrip("* (")[:1].islower() and len(text) <= 40


def columns_of(
    first: Sequence[Cell], second: Sequence[Cell] | None, marked: Mapping[int, Cell] = _NO_MARKS
) -> tuple[Column, ...]:
    """Name the columns of a header; `marked` are the cells that name a unit over a column of marks."""
    found, group = [], ""
    width = max(len(first), len(second or ()))
    for index in range(width):
        above = " ".join(first[index].text.split()) if index < len(first) else ""
        below = " ".join(second[index].text.split()) if second and index < len(second) else ""
        group = above or (group if below else "")
        if above and below and _goes_on(below):
            above, below = f"{above} {below}", ""
        own = kind_of(below) if below else kind_of(above)
        heading = f"{group}: {below}" if below and group else (below or above)
        heading = heading.replace("*", "")
        if index in marked:
            found.append(Column(heading, "mark", index, (marked[index].start, marked[index].end)))
            continue
        cells = [row[index] for row in (second or (), first) if index < len(row)]
        cell = next((one for one in cells if one.text), None)
        named = (cell.start, cell.end) if cell is not None else None
        found.append(Column(heading, own if own != "other" else kind_of(heading), index, named))
    return _settle(found)


def _settle(columns: list[Column]) -> tuple[Column, ...]:
    """Decide columns whose heading alone is not enough, by the others beside them."""
    kinds = [column.kind for column in columns]
    due = [column for column in columns if column.kind == "due"]
    progress = [column for column in due if _PROGRESS.match(fold(column.heading))]
    dated = len(due) == 2 and len(progress) == 1  # how far a task is, beside when it is due
    settled = []
    for column in columns:
        kind = column.kind
        if kind == "group" and "title" not in kinds:
            kind = "title"
        if kind == "indicator" and "title" in kinds:
            kind = "output"
        if kind == "target" and "title" in kinds and "output" not in kinds and "unit_of_measure" not in kinds:
            kind = "output"
        if kind in {"unit_of_measure", "other"} and _acts_beside(kinds) and names_bodies(column.heading):
            kind = "perform"
        if kind == "start" and "due" not in kinds:
            kind = "due"
        if kind == "period":
            dates = not {"due", "start"} & set(kinds) and bool(_PARTS & set(kinds))
            kind = "due" if dates and "period" not in kinds[: column.index] else "other"
        if kind == "title" and "title" in kinds[: column.index]:
            kind = "other"
        if kind == "due" and "due" in kinds[: column.index] and not dated:
            kind = "other"
        if kind == "due" and dated and _PROGRESS.match(fold(column.heading)):
            kind = "other"
        settled.append(replace(column, kind=kind))
    return tuple(settled)


def _acts_beside(kinds: Collection[ColumnKind]) -> bool:
    """Tell whether columns say who coordinates and leave open who leads."""
    return "coordinate" in kinds and not {"lead", "perform", "mark"} & set(kinds)


_PROGRESS = re.compile(rf"{fold('Tiến độ')}(?! {fold('hoàn thành')})")


def continues_header(above: Sequence[Column], columns: Sequence[Column]) -> bool:
    """Tell whether a header midway says the same again, perhaps with its number cell merged away."""
    before, after = [c.kind for c in above], [c.kind for c in columns]
    return after == before[1:] and before[0] == "number"
