"""Totals in tables that their parts do not add up to.

A total is a row that calls itself one ("Tổng cộng", "Tổng số", "Cộng"), a row that numbers a group ("I"
over "1", "2", "3"), or a column "Tổng số" before the columns that it sums. Whether a row is part of a total
is seldom said (subtotals, "trong đó" rows, levels), so every usual choice of parts is tried, and only where
none adds up is there something to tell. Columns of rates and prices have no sums and are left alone.

Reads a `SourceText`; gives `StatedSum`s.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from graph_build.figures import Figure, parse_figure
from graph_build.records import Cell, SourceText, StatedSum, Table
from graph_build.text import evidence, fold

_TOTALS = frozenset(fold(words) for words in ("tổng", "tổng số", "tổng cộng", "cộng", "tổng số chung"))
_TOTAL_WORD = re.compile(r"(?:tổng(?:\s(?:cộng|số))?|cộng)(?!\w)", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]{0,80}\)")
_NO_SUMS = re.compile(
    r"(?<!\w)(?:tỷ suất|tỉ suất|bình quân|trung bình|đơn giá|định mức|hệ số|mật độ|tốc độ|chỉ số"
    r"|xếp hạng|thứ hạng|điểm|so với|so sánh)(?!\w)",
    re.IGNORECASE,
)
_ROUNDED = re.compile(r"(?<!\w)(?:tỷ|tỉ|triệu|nghìn|ngàn|ha|tấn|km2?|m2|đồng)(?!\w)", re.IGNORECASE)
_CODE = re.compile(r"([A-ZĐ](?=[.)]?\Z)|[IVX]{1,5}|\d{1,3}(?:\.\d{1,3}){0,4}|[a-zđ](?=[.)]?\Z))[.)]?")
_MOST_CELLS, _MOST_TOTALS, _MOST_ACROSS = 8_000, 12, 12


@dataclass(frozen=True)
class _Row:
    """A row of figures: its level (0 for "A", 1 for "I", 2 for "1" …; None without a number) and cells."""

    level: int | None
    total: bool
    label: str
    cells: tuple[Cell, ...]


def read_sums(source: SourceText) -> tuple[StatedSum, ...]:
    """Find the totals in the tables of a text that differ from the sum of their parts."""
    found: list[StatedSum] = []
    for number, table in enumerate(source.tables, 1):
        fits = len(table.rows) >= 4 and sum(len(row) for row in table.rows) <= _MOST_CELLS
        if fits and _TOTAL_WORD.search(source.text, table.start, table.end):
            strict = source.media_type == "application/pdf"
            found += _Reader(source.text, table, number, strict=strict).sums()
    return tuple(found)


_Wrong = tuple[int, Figure, list[list[Figure]]]
"""A total that does not add up: its row, its figure, and the parts that it may have."""


class _Reader:
    """Looks for wrong totals in one table; `strict` where cells may have been lost in reading."""

    def __init__(self, text: str, table: Table, number: int, *, strict: bool) -> None:
        self.text, self.number, self.strict = text, number, strict
        self.aligned, self.width = table.aligned, max(len(row) for row in table.rows)
        first = next((at for at, row in enumerate(table.rows) if _has_figures(row)), len(table.rows))
        self.header = table.rows[:first]
        self.rows = [_row(row) for row in table.rows[first:] if any(cell.text for cell in row)]
        self.figures = [[self._figure(row, column) for column in range(self.width)] for row in self.rows]
        before = text[max(0, table.start - 200) : table.start]
        self.about = " ".join([before, *(cell.text for row in self.header for cell in row)])
        loose = _ROUNDED.search(self.about) is not None
        self.rounded = [
            loose or any(map(_ROUNDED.search, self._headings(column))) for column in range(self.width)
        ]
        self.columns = [column for column in range(1, self.width) if self._adds(column)]

    def sums(self) -> Iterator[StatedSum]:
        """Give the totals that do not add up: of rows, of groups of rows, and of columns."""
        totals = [at for at, row in enumerate(self.rows) if row.total]
        for at in totals if len(totals) <= _MOST_TOTALS else ():
            yield from self._total(at)
        yield from self._groups()
        for column in self.columns:
            if any(fold(words) in _TOTALS for words in self._headings(column)):
                yield from self._across(column)

    def _total(self, at: int) -> Iterator[StatedSum]:
        """Check a row of totals: believed to be one where a column adds up, or where it has but one."""
        right: list[int] = []
        wrong: list[StatedSum] = []
        for column in self.columns:
            stated = self.figures[at][column]
            choices = [parts for parts in self._choices(at, column) if len(parts) >= 2]
            if stated is None or not choices or not self._is_sum(stated, choices):
                continue
            if any(self._adds_up(stated, parts, column) for parts in choices):
                right.append(column)
            else:
                wrong.append(self._stated(at, stated, choices))
        if len(wrong) <= len(right) or (not right and len(wrong) == 1 and not self.strict):
            yield from wrong

    def _is_sum(self, stated: Figure, choices: Sequence[Sequence[Figure]]) -> bool:
        """Tell whether a figure is meant to be a sum; of rates only shares of a hundred are."""
        if not stated.percent and not any(part.percent for parts in choices for part in parts):
            return True
        whole = Decimal(100)
        return stated.value == whole and any(abs(_sum(parts) - whole) < whole / 10 for parts in choices)

    def _groups(self) -> Iterator[StatedSum]:
        """Check the rows that number groups, in columns where most groups are the sum of their rows."""
        groups = [(at, below) for at in range(len(self.rows)) if len(below := self._below(at)) >= 2]
        for column in self.columns:
            right, wrong = 0, list[_Wrong]()
            for at, below in groups:
                stated, parts = self.figures[at][column], self._parts(below, column)
                if stated is None or stated.percent or len(parts) < 2:
                    continue
                if self._adds_up(stated, parts, column):
                    right += 1
                else:
                    wrong.append((at, stated, [parts]))
            if right >= 2 and right >= 2 * len(wrong):
                yield from (self._stated(*one) for one in wrong)

    def _below(self, at: int) -> list[int]:
        """Give the rows of the next level under a row."""
        level = self.rows[at].level
        if level is None:
            return []
        found: list[tuple[int, int]] = []
        for n in range(at + 1, len(self.rows)):
            deeper = self.rows[n].level
            if self.rows[n].total or (deeper is not None and deeper <= level):
                break
            if deeper is not None:
                found.append((deeper, n))
        nearest = min(found, default=(0, 0))[0]
        return [n for deeper, n in found if deeper == nearest]

    def _across(self, column: int) -> Iterator[StatedSum]:
        """Check a column of totals against the columns after it, where most rows add up."""
        best: tuple[int, list[_Wrong]] = (0, [])
        for last in range(column + 2, min(self.width, column + _MOST_ACROSS)):
            right, wrong = 0, list[_Wrong]()
            for at, row in enumerate(self.figures):
                stated = row[column]
                parts = [figure for figure in row[column + 1 : last + 1] if figure is not None]
                if stated is None or len(parts) < 2:
                    continue
                if self._adds_up(stated, parts, column):
                    right += 1
                else:
                    wrong.append((at, stated, [parts]))
            best = max(best, (right, wrong), key=lambda one: one[0])
        right, wrong = best
        if right >= 3 and right >= 3 * len(wrong):
            yield from (self._stated(*one) for one in wrong)

    def _stated(self, at: int, stated: Figure, choices: Sequence[Sequence[Figure]]) -> StatedSum:
        nearest = min(choices, key=lambda parts: abs(_sum(parts) - stated.value))
        places = [(one.cell.start, one.cell.end) for one in (stated, *nearest)]
        proofs = [evidence(self.text, *place, table=self.number) for place in places]
        return StatedSum(
            label=self.rows[at].label,
            stated=stated.cell.text,
            added=_printed(_sum(nearest)),
            evidence=proofs[0],
            parts=tuple(proofs[1:]),
        )

    def _choices(self, at: int, column: int) -> Iterator[list[Figure]]:
        """Give every usual choice of the rows that a total sums."""
        totals = [n for n, row in enumerate(self.rows) if row.total]
        last = max((n for n in totals if n < at), default=-1)
        following = min((n for n in totals if n > at), default=len(self.rows))
        for span in (range(last + 1, at), range(at), range(at + 1, following), range(at + 1, len(self.rows))):
            rows = [n for n in span if not self.rows[n].total]
            levels = {level for n in rows if (level := self.rows[n].level) is not None}
            yield self._parts(rows, column)
            yield self._parts(self._leaves(rows), column)
            yield self._parts([n for n in rows if self.rows[n].level is not None], column)
            for level in sorted(levels):
                yield self._parts([n for n in rows if self.rows[n].level == level], column)
            yield self._parts([n for n in span if self.rows[n].total], column)

    def _leaves(self, rows: Sequence[int]) -> list[int]:
        """Give the rows that no row of a deeper level follows; a row without a number is the deepest."""
        levels = [9 if (level := self.rows[n].level) is None else level for n in rows]
        after = [*levels[1:], -1]
        return [n for at, n in enumerate(rows) if levels[at] >= after[at]]

    def _parts(self, rows: Sequence[int], column: int) -> list[Figure]:
        return [figure for n in rows if (figure := self.figures[n][column]) is not None]

    def _figure(self, row: _Row, column: int) -> Figure | None:
        cell = self._cell(row.cells, column)
        return parse_figure(cell) if cell is not None else None

    def _cell(self, cells: Sequence[Cell], column: int) -> Cell | None:
        """Give a row's cell in a column, counted from the right where the format leaves cells out."""
        place = column if self.aligned else column - (self.width - len(cells))
        return cells[place] if 0 <= place < len(cells) else None

    def _adds(self, column: int) -> bool:
        """Tell whether a column holds figures only, all read for certain, and no rates or prices."""
        if any(_NO_SUMS.search(words) for words in self._headings(column)):
            return False
        for row, figures in zip(self.rows, self.figures, strict=True):
            cell = self._cell(row.cells, column)
            if (
                figures[column] is None
                and cell
                and any(map(str.isalnum, cell.text))
                and cell.text != row.label
            ):
                return False
        return any(figures[column] for figures in self.figures)

    def _headings(self, column: int) -> Iterator[str]:
        for row in self.header:
            cell = self._cell(row, column)
            if cell is not None:
                yield cell.text

    def _adds_up(self, stated: Figure, parts: Sequence[Figure], column: int) -> bool:
        """Tell whether parts add up to a total, allowing for the rounding of every figure."""
        places = max(figure.places for figure in (stated, *parts))
        rounded = places or stated.percent or self.rounded[column]
        slack = Decimal(1).scaleb(-places) * (len(parts) + 1) / 2 if rounded else Decimal(0)
        return abs(_sum(parts) - stated.value) <= slack


def _sum(parts: Sequence[Figure]) -> Decimal:
    return sum((part.value for part in parts), Decimal(0))


def _printed(value: Decimal) -> str:
    """Write a number as documents do: 1234.5 as "1.234,5"."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))


def _row(cells: Sequence[Cell]) -> _Row:
    first = cells[0].text.strip("* ")
    code = _CODE.fullmatch(first)
    own = [cell.text for cell in cells if not cell.merged]
    label = next((" ".join(text.split()) for text in own if sum(map(str.isalpha, text)) >= 3), "")
    return _Row(
        _level(code[1]) if code else None, fold(_ASIDE.sub("", label)) in _TOTALS, label, tuple(cells)
    )


def _level(code: str) -> int:
    if re.fullmatch(r"[IVX]+", code):
        return 1
    if code.isdigit() or "." in code:
        return 2 + code.count(".")
    return 0 if code.isupper() else 8


def _has_figures(row: Sequence[Cell]) -> bool:
    """Tell whether a row holds figures beside a name, unlike a row that numbers the columns (1), (2) …"""
    filled = [cell.text for cell in row if cell.text]
    named = any(sum(map(str.isalpha, text)) >= 3 for text in filled)
    return named and any(parse_figure(cell) is not None for cell in row[1:])
