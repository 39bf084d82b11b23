"""Find tables whose columns are set apart by runs of spaces, as plain text and layouts of pages print them.

    STT   Nội dung             Đơn vị chủ trì      Thời gian
    1     Kiểm tra các hộ      Công an phường      Quý I/2026
          kinh doanh

A line that reads as a header opens a table; the white that runs down through all of its lines parts the
columns. Where no such white is left the lines are no table. Every line gives a row of its own:
`graph_build.tables` joins those that go on with the row above.

Reads the text beside the tables already known; gives `Table` records.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph_build.headings import CODE, is_header
from graph_build.records import Cell, Table
from graph_build.spans import Spans
from graph_build.text import Line, lines

_PIECE = re.compile(r"\S+(?:[ \u00a0]\S+)*")
"""Words with single spaces between them."""
_PAGE = re.compile(r"[\s\f–-]*\d{1,4}[\s–-]*")
"""The number of a page, before the header is printed again."""
_FEWEST_CELLS, _FEWEST_ROWS = 3, 2
_NARROWEST = 2
"""The white between two columns, in characters."""
_MAX_BLANK = 1
_MAX_LINES = 5_000
_LONGEST, _LONGEST_HEADING = 400, 120
"""Characters of a line, and of one that heads rows; longer ones are paragraphs."""

_Span = tuple[int, int]


def spaced_tables(text: str, tables: Sequence[Table], extent: _Span) -> tuple[Table, ...]:
    """Find the tables with columns of white within `extent`, outside `tables`, in reading order."""
    every = lines(text)
    known = Spans((table.start, table.end + 1) for table in tables)
    index = max(0, bisect_right([line.start for line in every], extent[0]) - 1)
    found: list[Table] = []
    while index < len(every) and every[index].start < extent[1]:
        line = every[index]
        if not _opens(text, line) or known.overlap(line.start, line.end + 1):
            index += 1
            continue
        block = list(_block(every, index, known))
        table = _table(text, block)
        if table is not None:
            found.append(table)
        index += len(block)
    return tuple(found)


def _pieces(line: Line) -> list[_Span]:
    """Give the words of a line between wide white, as columns of characters."""
    found: list[_Span] = []
    for match in _PIECE.finditer(line.text):
        if found and match.start() - found[-1][1] < _NARROWEST:
            found[-1] = (found[-1][0], match.end())
        else:
            found.append(match.span())
    return found


def _opens(text: str, line: Line) -> bool:
    if len(line.text) > _LONGEST or "  " not in line.text.strip() or "\t" in line.text:
        return False
    pieces = _pieces(line)
    return len(pieces) >= _FEWEST_CELLS and is_header([_cell(text, line, span) for span in pieces])


def _block(every: Sequence[Line], index: int, known: Spans) -> Iterator[Line]:
    """Give the lines from a header on that may belong to its table: parted, indented, or heading others."""
    left = _pieces(every[index])[0][0]
    blank: list[Line] = []
    for number, line in enumerate(every[index : index + _MAX_LINES]):
        if not line.text.strip():
            blank.append(line)
            if len(blank) > _MAX_BLANK:
                return
            continue
        pieces = _pieces(line)
        apart = len(pieces) > 1 or pieces[0][0] > left + _NARROWEST or _over_rows(every, index + number)
        if number and (not apart or len(line.text) > _LONGEST or known.overlap(line.start, line.end + 1)):
            return
        yield from blank
        yield line
        blank = []


def _over_rows(every: Sequence[Line], index: int) -> bool:
    """Tell whether a line of words at the margin heads rows: a whole row follows, opened by its number."""
    following = next((line for line in every[index + 1 : index + 3] if line.text.strip()), None)
    pieces = _pieces(following) if following is not None and len(following.text) <= _LONGEST else []
    if following is None or len(pieces) < _FEWEST_CELLS or len(every[index].text) > _LONGEST_HEADING:
        return False
    return bool(CODE.match(following.text[slice(*pieces[0])]))


def _table(text: str, block: Sequence[Line]) -> Table | None:
    """Part the lines of a block into cells by the white that runs down through it; None where none does."""
    words = [line for line in block if line.text.strip()]
    header = words[0].text.split()
    filled = [
        (line, _pieces(line))
        for line, below in zip(words, [*words[1:], None], strict=True)
        if not (_PAGE.fullmatch(line.text) and below is not None and below.text.split() == header)
    ]
    whole = [pieces for line, pieces in filled if not _heads(line, pieces)]
    columns = _columns(whole)
    rows = sum(len(pieces) >= _FEWEST_CELLS for _, pieces in filled)
    starts = [start for start, _ in columns]
    joined = any(_place(starts, a) == _place(starts, b) for pieces in whole for a, b in pairwise(pieces))
    if joined or rows < _FEWEST_ROWS:
        return None
    made = tuple(_row(text, line, pieces, columns) for line, pieces in filled)
    return Table(start=filled[0][0].start, end=filled[-1][0].end, rows=made)


def _heads(line: Line, pieces: Sequence[_Span]) -> bool:
    """Tell whether a line only heads others: its number, and words over the width of several columns."""
    first = line.text[slice(*pieces[0])]
    return len(pieces) == 1 or (len(pieces) == _FEWEST_CELLS - 1 and bool(CODE.match(first)))


def _columns(rows: Sequence[Sequence[_Span]]) -> list[_Span]:
    """Give the columns of characters that the lines leave white between."""
    width = max((pieces[-1][1] for pieces in rows), default=0)
    inked = bytearray(width)
    for pieces in rows:
        for start, end in pieces:
            inked[start:end] = b"\x01" * (end - start)
    spans = [match.span() for match in re.finditer(rb"\x01+", inked)]
    joined: list[_Span] = spans[:1]
    for (_, end), (start, stop) in pairwise(spans):
        if start - end < _NARROWEST:
            joined[-1] = (joined[-1][0], stop)
        else:
            joined.append((start, stop))
    return joined


def _row(text: str, line: Line, pieces: Sequence[_Span], columns: Sequence[_Span]) -> tuple[Cell, ...]:
    cells = [Cell(text="", start=line.start, end=line.start)] * len(columns)
    starts = [start for start, _ in columns]
    for span in pieces:
        cells[_place(starts, span)] = _cell(text, line, span)
    return tuple(cells)


def _place(starts: Sequence[int], span: _Span) -> int:
    """Give the column in which words begin."""
    return max(0, bisect_right(starts, span[0]) - 1)


def _cell(text: str, line: Line, span: _Span) -> Cell:
    start, end = line.start + span[0], line.start + span[1]
    return Cell(text=text[start:end], start=start, end=end)
