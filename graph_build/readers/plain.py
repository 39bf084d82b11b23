"""Plain text and markdown: decoding, and tables.

Four forms of tables occur in official texts that went through an editor or a crawl:

- tab form: one row a line, cells between tabs; a row cut by a page goes on in a line whose first
  cells are empty;
- pipe form: markdown rows `| a | b |`, with or without a rule line `|---|---|`;
- spaced form: rows `a | b | c`, each a paragraph of its own, with blank lines between;
- bar form: one cell or a part of it a line, a lone "|" between cells, two in a row between rows.

Reads the normalised text; gives `Table` records whose cells keep their position in it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from graph_build.errors import EmptyFile, LimitExceeded, NotText, UndecodableText
from graph_build.issues import doubtful
from graph_build.readers.content import Content
from graph_build.readers.legacy import Decoded, decode_legacy
from graph_build.readers.limits import MAX_LINE
from graph_build.records import Cell, Issue, Table
from graph_build.text import Line, lines, normalise, trim

_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-++:?\s*+(?:\|\s*+:?-++:?\s*+)*+(?:\|\s*+)?\Z")
_SPACING = " \t\n\u00a0\u200b"
_MAX_GAP = 3
"""Blank lines inside a tab table: a page break leaves one or two."""
_MAX_CELL_LINES = 60
"""Lines in one cell of a bar table: running text between two tables is longer than any cell."""
_FEWEST_BARS, _FEWEST_ROWS, _MAX_BLANK = 2, 2, 3
"""Of a table whose rows are paragraphs: bars in a row, rows, and lines to the next row."""
_MAX_BARE = 20
"""Bars with nothing between them that may stand in a row; longer runs are a line drawn with bars."""
_FEWEST_RECORDS, _FEWEST_VALUES, _SHOWN = 3, 3, 500
_FEWEST_CELLS, _FEWEST_NUMBERED = 3, 2
_LONGEST_VALUE = 131_072
"""The limit that Python's reader of CSV begins with; making a spreadsheet raises it for the whole process."""
_NUMBERED = re.compile(r"[\s*]*(?:[IVX]{1,5}[.)]|Điều\s+\d+\s*[.:]|\d{1,2}(?:\.\d{1,2})*[.)])[\s*]+\w")
"""What opens an item of running text."""
_BETWEEN_TABLES = re.compile(
    r"^[\s*]*(?:PHỤ\s+LỤC|Phụ\s+lục\s+\S{1,4}\s*$|Điều\s+\d+\s*\.|CHƯƠNG\s+[IVX]+|KẾ\s+HOẠCH\s*$|DANH\s+MỤC|BẢNG\s+PHÂN)"
)
"""What opens text between two bar tables that no blank line sets apart from them."""


def read_plain(name: str, data: bytes) -> Content:
    """Read plain text or markdown. Raises NotText, UndecodableText, EmptyFile, LimitExceeded."""
    words, encoding = decode(name, data)
    text = normalise(words)
    issues = () if encoding.startswith("UTF-") else (doubtful("other-encoding", f"Read as {encoding}."),)
    tables = find_tables(text)
    return Content(text, tables, issues=(*issues, *(() if tables else _separated(text))))


def _separated(text: str) -> Iterator[Issue]:
    """Tell a text that is all one table in CSV (RFC 4180): records of one length, three values or more."""
    for mark in ",;":
        try:
            records = [record for record in csv.reader(io.StringIO(text), delimiter=mark) if record]
        except csv.Error:  # a value above the limit of the process
            continue
        if any(len(value) > _LONGEST_VALUE for record in records for value in record):
            continue
        sizes = [len(record) for record in records]
        if len(sizes) >= _FEWEST_RECORDS and min(sizes) == max(sizes) >= _FEWEST_VALUES:
            why = f"{len(sizes)} lines of values parted by {mark!r} are read as text, not as a table."
            yield doubtful("unparted-table", why, text=text.partition("\n")[0][:_SHOWN])
            return


def decode(name: str, data: bytes) -> Decoded:
    """Decode bytes as UTF-8, as UTF-16, or in an older Vietnamese encoding that makes words of them.

    Raises NotText for a binary format, UndecodableText where the bytes are valid in none of them, EmptyFile
    for nothing but spacing, LimitExceeded for a line above `MAX_LINE`. Nothing is ever replaced or dropped
    to make bytes fit.
    """
    encoding = "UTF-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "UTF-8"
    try:
        found = Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError as error:
        older = decode_legacy(data) if encoding == "UTF-8" else None
        if older is None and b"\x00" in data[:4096]:
            raise NotText(name, "it holds null bytes") from error
        if older is None:
            raise UndecodableText(name, encoding, error.start) from error
        found = older
    if "\x00" in found.text:
        older = decode_legacy(data)
        if older is None:
            raise NotText(name, "it holds null characters")
        found = older
    if not found.text.strip("\ufeff \t\r\n\u00a0"):
        raise EmptyFile(name)
    longest = max(map(len, found.text.splitlines()))
    if longest > MAX_LINE:
        raise LimitExceeded(name, "the length of a line in characters", longest, MAX_LINE)
    return found


def find_tables(text: str) -> tuple[Table, ...]:
    """Find every table of a text, in reading order; tables never overlap."""
    every = lines(text)
    tables: list[Table] = []
    index = no_pipes = 0  # no pipe table begins before the line `no_pipes`
    while index < len(every):
        if "|" not in every[index].text and "\t" not in every[index].text:
            index += 1
            continue
        found = _tab_table(text, every, index)
        if found is None and index >= no_pipes:
            found, no_pipes = _pipe_table(text, every, index)
        found = found or _spaced_table(text, every, index) or _bar_table(text, every, index)
        if found is None:
            index += 1
            continue
        table, index = found
        tables.append(table)
    return tuple(tables)


def _cell(text: str, start: int, end: int) -> Cell:
    """Make a cell of a span; markdown stars around it go, a footnote's star at its end stays."""
    start, end = trim(text, start, end, _SPACING)
    if text.startswith("*", start):
        start, end = trim(text, start, end)
    return Cell(text=text[start:end], start=start, end=end)


def _split(text: str, line: Line, separator: str) -> tuple[Cell, ...]:
    cells, start = [], line.start
    for part in line.text.split(separator):
        cells.append(_cell(text, start, start + len(part)))
        start += len(part) + len(separator)
    return tuple(cells)


def _tab_table(text: str, every: Sequence[Line], index: int) -> tuple[Table, int] | None:
    """Read a tab table that begins at a line of three cells or more, the first two of them filled."""
    first = every[index]
    head = first.text.split("\t")
    if len(head) < 3 or not (head[0].strip() and head[1].strip()):
        return None
    rows, last, gap, position = [], index, 0, index
    while position < len(every) and gap <= _MAX_GAP:
        line = every[position]
        if not line.text.strip():
            gap += 1
        elif "\t" in line.text.rstrip("\n"):
            rows.append(_split(text, line, "\t"))
            last, gap = position, 0
        else:
            break
        position += 1
    if len(rows) < 2:
        return None
    return Table(start=first.start, end=every[last].end, rows=tuple(rows)), last + 1


def _pipe_cells(text: str, line: Line) -> tuple[Cell, ...]:
    cells = _split(text, line, "|")
    if not cells[0].text:
        cells = cells[1:]
    if cells and not cells[-1].text and line.text.rstrip().endswith("|"):
        cells = cells[:-1]
    return cells


def _pipe_table(text: str, every: Sequence[Line], index: int) -> tuple[tuple[Table, int] | None, int]:
    """Read a markdown table: two neighbouring lines or more with two bars each; and tell where they end.

    What begins further down in lines that are no table is none either.
    """
    rows, position = [], index
    while position < len(every) and every[position].text.count("|") >= 2:
        line = every[position]
        if not _RULE.match(line.text):
            rows.append(_pipe_cells(text, line))
        position += 1
    if len(rows) < 2 or max(len(row) for row in rows) < 2:
        return None, position
    table = Table(start=every[index].start, end=every[position - 1].end, rows=tuple(rows))
    return (table, position), position


def _spaced_table(text: str, every: Sequence[Line], index: int) -> tuple[Table, int] | None:
    """Read rows that are paragraphs: two or more, all with as many bars as the first, a line of its own."""
    count = every[index].text.count("|")
    if count < _FEWEST_BARS or (index + 1 < len(every) and every[index + 1].text.strip()):
        return None
    rows: list[tuple[Cell, ...]] = []
    last = position = index
    while position < len(every) and position - last <= _MAX_BLANK:
        if not every[position].text.strip():
            position += 1
            continue
        stop = position
        while stop < len(every) and stop - position < _MAX_CELL_LINES and every[stop].text.strip():
            stop += 1
        start, end = every[position].start, every[stop - 1].end
        paragraph = Line(text[start:end], start, end)
        if paragraph.text.count("|") != count or any(_RULE.match(one.text) for one in every[position:stop]):
            break
        rows.append(_pipe_cells(text, paragraph))
        last, position = stop - 1, stop
    if len(rows) < _FEWEST_ROWS:
        return None
    return Table(start=every[index].start, end=every[last].end, rows=tuple(rows)), last + 1


def _bar_table(text: str, every: Sequence[Line], index: int) -> tuple[Table, int] | None:
    """Read a table in bar form: it begins with a lone "|" and ends with the last one."""
    if every[index].text.strip() != "|":
        return None
    rows: list[tuple[Cell, ...]] = []
    row: list[Cell] = []
    position, bare, width = index, 0, 0
    while True:
        cell_end = _next_bar(every, position + 1)
        if cell_end is None:
            break
        if cell_end == position + 1:
            bare += 1
            if bare > _MAX_BARE:
                break
            if row:
                rows.append(tuple(row))
            width, row = max(width, len(row)), []
        else:
            bare = 0
            if len(row) >= width >= _FEWEST_CELLS and _is_body(every[position + 1 : cell_end]):
                break
            row.append(_cell(text, every[position + 1].start, every[cell_end - 1].end))
        position = cell_end
    if row:
        rows.append(tuple(row))
    if not rows:
        return None
    table = Table(start=every[index].start, end=every[position].end, rows=tuple(rows), aligned=False)
    return table, position + 1


def _is_body(some: Sequence[Line]) -> bool:
    """Tell whether lines behind a whole row are running text: two or more of them open with a number."""
    return sum(_NUMBERED.match(line.text) is not None for line in some) >= _FEWEST_NUMBERED


def _next_bar(every: Sequence[Line], start: int) -> int | None:
    """Find the bar that ends the cell beginning at line `start`; None where no cell begins there.

    A cell's text follows its bar at once; a blank line after a bar ends the table, unless nothing but
    blank lines stands before the next bar (an empty cell).
    """
    if start >= len(every):
        return None
    blank_head = not every[start].text.strip()
    for position in range(start, min(len(every), start + _MAX_CELL_LINES)):
        content = every[position].text.strip()
        if content == "|":
            return position
        if (blank_head and content) or (position == start and _BETWEEN_TABLES.match(every[position].text)):
            return None
    return None
