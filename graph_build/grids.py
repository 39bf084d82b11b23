"""Logical tables: what printed tables mean, once page breaks and merged cells are undone.

Made by `graph_build.tables`, read by `graph_build.tasks` and `graph_build.indicators`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from graph_build.columns import ColumnKind
from graph_build.headings import Column
from graph_build.passage import Passage
from graph_build.records import Table

DITTO = re.compile(
    r"\W*(?:nt|n\.t|như\s+(?:(?:mục|dòng|hàng|nhiệm\s+vụ)\s+)?trên)\W*"
    r"|[\s*\u2010-\u2015-]*(?:[\"”“″〃]|''|,,|//|\\\\)[\s*\u2010-\u2015-]*",
    re.IGNORECASE,
)
"""What stands in a cell instead of the words above it."""


_AS_ROW = re.compile(
    r"\W*như\s+(?:(?:mục|dòng|hàng|nhiệm\s+vụ|stt|tt|điểm)\s+)?(?:số\s+)?(?P<code>\d{1,3}(?:\.\d{1,3})*)(?:\s+(?:ở\s+)?trên)?\W*",
    re.IGNORECASE,
)
"""What stands for the words of a row that it names by its number: "Như mục 2"."""


TOTAL = re.compile(r"[\s*]*(?:tổng\s+(?:cộng|số)|cộng|tổng)[\s*:]*", re.IGNORECASE)
"""The title of a row that adds up the others, and is no task."""


@dataclass
class Row:
    """A logical row: its cells by column place, and the numbers of the printed rows it came from.

    `sections` are the section rows it stands under, outermost first, each with code and title;
    `inherited` the columns whose cell is merged with the row above.
    """

    cells: dict[int, Passage]
    printed: list[int]
    code: str = ""
    sections: tuple[SectionRow, ...] = ()
    inherited: frozenset[int] = frozenset()


@dataclass(frozen=True)
class SectionRow:
    """A row that only heads the rows below it: its code, its title, and its words as printed."""

    code: str
    title: str
    words: Passage


@dataclass
class Grid:
    """A table with its columns understood and its rows made whole.

    `number` and `table` are of the printed table in which it begins, `end` is where the last one ends that
    it goes on in; `heading` are the words of its header. `orphans` are printed rows that could be
    neither read nor joined, `uncertain` cells that name who acts and may
    stand under another column than they were read under.
    """

    number: int
    table: Table
    columns: tuple[Column, ...]
    end: int
    heading: Passage
    rows: list[Row] = field(default_factory=list)
    orphans: list[Passage] = field(default_factory=list)
    uncertain: list[Passage] = field(default_factory=list)

    def column(self, *kinds: ColumnKind) -> Column | None:
        """Give the first column of one of these kinds."""
        return next((c for kind in kinds for c in self.columns if c.kind == kind), None)

    def every(self, kind: ColumnKind) -> list[Column]:
        """Give all columns of a kind, left to right."""
        return [c for c in self.columns if c.kind == kind]

    def repeat_dittos(self) -> None:
        """Put the words meant into cells that say "nt", "như mục 2": inherited, as with merged cells."""
        repeated = [c.index for c in self.columns if c.kind not in {"number", "title", "indicator"}]
        above: Row | None = None
        numbered: dict[tuple[tuple[SectionRow, ...], str], Row] = {}
        for row in self.rows:
            for index in repeated:
                cell = row.cells.get(index)
                named = _AS_ROW.fullmatch(cell.text) if cell is not None else None
                meant = numbered.get((row.sections, named["code"])) if named is not None else None
                if cell is not None and DITTO.fullmatch(cell.text):
                    meant = above
                told = meant.cells.get(index) if meant is not None else None
                if told is not None:
                    row.cells[index] = told
                    row.inherited |= {index}
            above = numbered[row.sections, row.code] = row

    def drop_rest(self) -> None:
        """Set the first row aside where it is the rest of one that is lost: no number, nobody who leads."""
        first = self.rows[0] if self.rows else None
        if first is None or first.code or not self.column("number") or not any(r.code for r in self.rows):
            return
        told = {column.kind for column in self.columns if column.index in first.cells}
        own = {"lead", "perform", "due"}
        if own & {column.kind for column in self.columns} and not own & told and told - {"title", "number"}:
            self.orphans.extend(first.cells.values())
            del self.rows[0]

    @property
    def assigns(self) -> bool:
        """Whether the table hands out tasks: something to do, and who or by when."""
        kinds = {column.kind for column in self.columns}
        return "title" in kinds and bool(kinds & {"lead", "perform", "coordinate", "mark", "due", "when"})

    @property
    def measures(self) -> bool:
        """Whether the table sets targets: something measured, and a value or a unit of measure."""
        kinds = {column.kind for column in self.columns}
        named = "indicator" in kinds or ("title" in kinds and "unit_of_measure" in kinds)
        return named and bool(kinds & {"target", "unit_of_measure"}) and "output" not in kinds
