"""Spreadsheets: XLSX, XLS and ODS task sheets.

Every visible sheet is a line with its name, then its lines above the table as paragraphs (a letterhead, a
title), then the table. Values are read by calamine, which lays a sheet out in memory from corner to corner;
so the extent of XLSX and ODS sheets is measured in their XML first. Damage can still make calamine take all
memory (sectors of XLS in a circle) or fail, so that it runs in a process of its own.
"""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZipFile

import python_calamine as calamine

from graph_build.errors import BrokenFile, EmptyFile, EncryptedFile, LimitExceeded
from graph_build.issues import doubtful, skipped
from graph_build.readers.apart import read_apart
from graph_build.readers.blocks import Paragraph, Slot, TableBlock, compose
from graph_build.readers.content import Content
from graph_build.readers.limits import MAX_CELLS
from graph_build.readers.packages import open_package, unpack
from graph_build.readers.xls_marks import hidden_in
from graph_build.readers.xml_parts import attribute, child, events, local, parse_part
from graph_build.records import Issue

Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
Merge = tuple[tuple[int, int], tuple[int, int]]
"""A merged range: its first and its last cell as (row, column) from 0."""

_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_FEW = 10_000
"""Rows that one element of ODS may hide; the empty rest of a sheet is one element of a million."""
_MOST_SHOWN = 500
_WIDE = 3
"""Filled cells from which a row belongs to the table and not to the lines above it."""


def read_xlsx(name: str, data: bytes) -> Content:
    """Read an Excel workbook.

    Raises BrokenFile, EncryptedFile, ForbiddenContent, LimitExceeded, EmptyFile.
    """
    return read_apart(xlsx_content, name, data, "XLSX")


def read_xls(name: str, data: bytes) -> Content:
    """Read an Excel workbook of the years before 2007. Raises as `read_xlsx`."""
    return read_apart(xls_content, name, data, "XLS")


def read_ods(name: str, data: bytes) -> Content:
    """Read an OpenDocument spreadsheet. Raises as `read_xlsx`."""
    return read_apart(ods_content, name, data, "ODS")


def xlsx_content(name: str, data: bytes) -> Content:
    """Read an Excel workbook in this process."""
    marks: dict[str, Marks] = {}
    with open_package(name, io.BytesIO(data), "XLSX") as package:
        titles = _titles(name, package)
        for part in package.namelist():
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                found = _measure_xlsx(name, unpack(name, package, part, "XLSX"))
                marks[titles.get(part, "")] = found
    return _read(name, data, "XLSX", marks)


def _titles(name: str, package: ZipFile) -> dict[str, str]:
    """Give the names of the sheets by their parts (ISO 29500-1, 12.3.23 and 18.2.19)."""
    book, links = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
    if not {book, links} <= set(package.namelist()):
        return {}
    parts = {
        attribute(one, "Id"): posixpath.normpath(posixpath.join("/xl", attribute(one, "Target") or ""))[1:]
        for one in parse_part(name, unpack(name, package, links, "XLSX"), "XLSX")
    }
    sheets = child(parse_part(name, unpack(name, package, book, "XLSX"), "XLSX"), "sheets")
    return {
        parts.get(attribute(one, "id"), ""): attribute(one, "name") or ""
        for one in (sheets if sheets is not None else ())
    }


def xls_content(name: str, data: bytes) -> Content:
    """Read an Excel workbook of the years before 2007 in this process."""
    marks = {
        sheet: Marks(hidden=found.rows, columns=found.columns)
        for sheet, found in hidden_in(name, data).items()
    }
    return _read(name, data, "XLS", marks)


def ods_content(name: str, data: bytes) -> Content:
    """Read an OpenDocument spreadsheet in this process."""
    with open_package(name, io.BytesIO(data), "ODS") as package:
        marks = _measure_ods(name, unpack(name, package, "content.xml", "ODS"))
    return _read(name, data, "ODS", marks)


def _measure_xlsx(name: str, part: bytes) -> Marks:
    """Note what values do not show of a sheet; refuse one whose cells lie too far apart to be laid out."""
    row = column = last_row = last_column = 0
    marks = Marks()
    for event, element in events(name, part, "XLSX"):
        kind = local(element)
        if event == "start" and kind == "row":
            stated = attribute(element, "r") or ""
            row, column = (int(stated) if stated.isascii() and stated.isdigit() else row + 1), 0
            if attribute(element, "hidden") in {"1", "true"}:
                marks.hidden.add(row - 1)
        elif event == "start" and kind == "col" and attribute(element, "hidden") in {"1", "true"}:
            marks.columns.append((_repeat(element, "min") - 1, _repeat(element, "max")))
        elif event == "start" and kind == "c":
            place = attribute(element, "r")
            match = _REFERENCE.fullmatch(place or "")
            if place is not None and match is None:
                raise BrokenFile(name, "XLSX", f"it has a cell at {place[:20]!r}")
            column = _column(match.group(1)) if match else column + 1
            row = int(match.group(2)) if match else row
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif event == "end" and kind in {"c", "row"}:
            if kind == "c" and child(element, "f") is not None and not _has_value(element):
                marks.empty.append(attribute(element, "r") or "")
            element.clear()
        _limit(name, last_row * last_column)
    return marks


def _has_value(cell: Element) -> bool:
    value = child(cell, "v")
    return (value is not None and bool(value.text)) or attribute(cell, "t") == "str"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _limit(name: str, cells: int) -> None:
    if cells > MAX_CELLS:
        raise LimitExceeded(name, "the number of table cells", cells, MAX_CELLS)


@dataclass
class Marks:
    """What the values of a sheet do not show: merged cells, what is hidden, formulas without a result.

    Rows count from 0. Hidden columns are told as the first, from 0, and the one behind the last.
    """

    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    columns: list[tuple[int, int]] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)


class _Ods:
    """The sheets of an OpenDocument part while it is gone through: their extent and merged cells."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.marks: dict[str, Marks] = {}
        self.depth = self.row = self.column = self.place = self.last_row = self.last_column = 0
        self.repeated = 1

    def start(self, element: Element, kind: str) -> None:
        if kind == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.marks.setdefault(attribute(element, "name") or "", Marks())
                self.row = self.place = self.last_row = self.last_column = 0
        elif self.depth == 1 and kind == "table-column":
            first, self.place = self.place, self.place + _repeat(element, "number-columns-repeated")
            if attribute(element, "visibility") in {"collapse", "filter"}:
                self.sheet.columns.append((first, self.place))
        elif self.depth == 1 and kind == "table-row":
            self.repeated, self.column = _repeat(element, "number-rows-repeated"), 0
            if attribute(element, "visibility") in {"collapse", "filter"} and self.repeated <= _FEW:
                self.sheet.hidden.update(range(self.row, self.row + self.repeated))

    def end(self, element: Element, kind: str) -> None:
        if kind == "table":
            self.depth -= 1
        elif self.depth == 1 and kind == "table-row":
            self.row += self.repeated
        elif self.depth == 1 and kind in {"table-cell", "covered-table-cell"}:
            self._cell(element)

    def _cell(self, element: Element) -> None:
        across = _repeat(element, "number-columns-repeated")
        down, wide = _repeat(element, "number-rows-spanned"), _repeat(element, "number-columns-spanned")
        if down > 1 or wide > 1:
            corner = (self.row, self.column)
            self.sheet.merges.append((corner, (self.row + down - 1, self.column + wide - 1)))
        self.column += across
        if attribute(element, "value-type") is not None or len(element):
            self.last_row = max(self.last_row, self.row + self.repeated)
            self.last_column = max(self.last_column, self.column)
            _limit(self.name, self.last_row * self.last_column)


def _measure_ods(name: str, part: bytes) -> dict[str, Marks]:
    """Find merged cells and hidden rows of every sheet; refuse one that is too large to be laid out."""
    sheets = _Ods(name)
    for event, element in events(name, part, "ODS"):
        kind = local(element)
        if event == "start":
            sheets.start(element, kind)
        else:
            sheets.end(element, kind)
            if kind == "table-row":
                element.clear()
    return sheets.marks


def _repeat(element: Element, name: str) -> int:
    text = attribute(element, name) or "1"
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else 1


def _read(name: str, data: bytes, kind: str, marks: Mapping[str, Marks]) -> Content:
    """Read the visible sheets of a workbook."""
    blocks: list[Paragraph | TableBlock] = []
    issues: list[Issue] = []
    cells = 0
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            for meta in book.sheets_metadata:
                if meta.typ != calamine.SheetTypeEnum.WorkSheet:
                    continue
                if meta.visible != calamine.SheetVisibleEnum.Visible:
                    issues.append(skipped("hidden-sheet", text=meta.name))
                    continue
                sheet = book.get_sheet_by_name(meta.name)
                cells += sheet.total_height * sheet.total_width
                _limit(name, cells)
                mark = marks.get(meta.name, Marks())
                ranges = sheet.merged_cell_ranges or mark.merges
                lines = [[written(v) for v in line] for line in sheet.to_python(skip_empty_area=False)]
                issues += _left_out(meta.name, lines, mark)
                content = _sheet(*_seen(lines, mark.hidden, ranges))
                if content:
                    blocks += [Paragraph(meta.name), *content]
    except calamine.PasswordError as error:
        raise EncryptedFile(name) from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise BrokenFile(name, kind, " ".join(str(error).split()) or type(error).__name__) from error
    text, tables = compose(name, blocks)
    if not text.strip():
        raise EmptyFile(name)
    return Content(text, tables, issues=tuple(issues))


def _left_out(sheet: str, lines: Sequence[Sequence[str]], marks: Marks) -> Iterator[Issue]:
    """Note the hidden rows and columns of a sheet, and formulas whose result the file does not hold."""
    hidden = [" | ".join(filter(None, lines[i])) for i in sorted(marks.hidden) if i < len(lines)]
    words = "; ".join(filter(None, hidden))
    if words:
        why = f"Sheet {sheet!r}: {len(hidden)} hidden rows are not read."
        yield skipped("hidden-rows", why, text=words[:_MOST_SHOWN])
    columns = _hidden_columns(lines, marks)
    if columns:
        why = f"Sheet {sheet!r}: {len(columns)} hidden columns are read like the others."
        yield doubtful("hidden-columns", why, text="; ".join(columns)[:_MOST_SHOWN])
    if marks.empty:
        why = f"Sheet {sheet!r}: {len(marks.empty)} formulas have no result in the file."
        yield skipped("formula-without-value", why, text=", ".join(marks.empty)[:_MOST_SHOWN])


def _hidden_columns(lines: Sequence[Sequence[str]], marks: Marks) -> list[str]:
    """Give the first words of each hidden column that has any."""
    width = max(map(len, lines), default=0)
    turns = [0] * (width + 1)
    for first, behind in marks.columns:
        turns[min(first, width)] += 1
        turns[max(min(first, width), min(behind, width))] -= 1
    hidden = [column for column, depth in enumerate(accumulate(turns)) if depth]
    words = (next((row[c] for row in lines if c < len(row) and row[c]), "") for c in hidden)
    return [word for word in words if word]


def _seen(
    lines: Sequence[list[str]], hidden: set[int], ranges: Sequence[Merge]
) -> tuple[Sequence[list[str]], Sequence[Merge]]:
    """Take the hidden rows out; a merged range begins in the first row of it that is seen."""
    if not hidden:
        return lines, ranges
    kept = [index for index in range(len(lines)) if index not in hidden]
    merges: list[Merge] = []
    for (top, left), (bottom, right) in ranges:
        first, last = bisect_left(kept, top), bisect_right(kept, bottom) - 1
        if first <= last:
            if left < len(lines[top]) and left < len(lines[kept[first]]):
                lines[kept[first]][left] = lines[top][left]
            merges.append(((first, left), (last, right)))
    return [lines[index] for index in kept], merges


def written(value: Value) -> str:
    """Write a value as a Vietnamese document would: dates dd/mm/yyyy, whole numbers without a point."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime):
        return value.strftime("%d/%m/%Y" if value.time() == dt.time() else "%d/%m/%Y %H:%M")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, dt.time):
        return value.strftime("%H:%M")
    if isinstance(value, float):
        return f"{value:.15g}" if abs(value) < 1e15 else repr(value)
    return value.strip() if isinstance(value, str) else str(value)


class _Line(NamedTuple):
    """A row of a sheet: its place, its filled cells, and its slots."""

    filled: tuple[str, ...]
    slots: tuple[Slot, ...]


def _sheet(rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> list[Paragraph | TableBlock]:
    """Part a sheet into the lines above its table, the table, and the lines below."""
    lines = _lines(rows, merges)
    wide = [index for index, line in enumerate(lines) if len(line.filled) >= _WIDE]
    first = wide[0] if wide else next((i for i, line in enumerate(lines) if len(line.filled) > 1), len(lines))
    last = len(lines)
    blank = next((i for i in range(wide[-1] if wide else first, last) if not lines[i].filled), last)
    above = [Paragraph(words) for line in lines[:first] for words in line.filled]
    below = [Paragraph(words) for line in lines[blank:] for words in line.filled]
    inside = [line.slots for line in lines[first:blank]]
    table: list[Paragraph | TableBlock] = [TableBlock(tuple(inside))] if inside else []
    return [*above, *table, *below]


def _lines(rows: Sequence[Sequence[str]], merges: Sequence[Merge]) -> list[_Line]:
    """Turn rows of values into slots: a merged range is one slot at its corner."""
    corners: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    height, width = len(rows), max(map(len, rows), default=0)
    used = [any(column < len(row) and row[column] for row in rows) for column in range(width)]
    left = used.index(True) if any(used) else 0
    total = 0
    for (top, start), (last_row, last_column) in merges:
        bottom, end = min(last_row, height - 1), min(last_column, width - 1)
        area = max(0, bottom - top + 1) * max(0, end - start + 1)
        total += area
        if not area or total > MAX_CELLS:
            continue
        spots = {(r, c) for r in range(top, bottom + 1) for c in range(start, end + 1)}
        if spots & covered or spots & corners.keys():
            continue
        corners[top, start] = (bottom - top + 1, end - start + 1)
        covered |= spots - {(top, start)}
    lines = []
    for r, row in enumerate(rows):
        places = [(c, words) for c, words in enumerate(row) if c >= left and (r, c) not in covered]
        slots = tuple(Slot((Paragraph(words),), *corners.get((r, c), (1, 1))) for c, words in places)
        lines.append(_Line(tuple(words for _, words in places if words), slots))
    return lines
