"""Logical tables: what printed tables mean, once page breaks and merged cells are undone.

Made by `graph_build.tables`, read by `graph_build.tasks` and `graph_build.indicators`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph_build.columns import ColumnKind
from graph_build.headings import Column
from graph_build.passage import Passage
from graph_build.records import Table


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

    @property
    def assigns(self) -> bool:
        """Whether the table hands out tasks: something to do, and who or by when."""
        kinds = {column.kind for column in self.columns}
        return "title" in kinds and bool(kinds & {"lead", "perform", "coordinate", "due"})

    @property
    def measures(self) -> bool:
        """Whether the table sets targets: something measured, and a value or a unit of measure."""
        kinds = {column.kind for column in self.columns}
        named = "indicator" in kinds or ("title" in kinds and "unit_of_measure" in kinds)
        return named and bool(kinds & {"target", "unit_of_measure"}) and "output" not in kinds
