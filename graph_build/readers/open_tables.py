"""Tables without rules on a page of print: columns parted by white that runs down through all lines.

    TT   Nội dung            Đơn vị thực hiện     Thời gian
    1    Dọn đường băng      Chi cục Kiểm lâm     Tháng 02/2026
         cản lửa

Only below a line that opens with "TT" or "STT" and has three pieces or more; a row begins where its number
stands. Where a cell begins below the line of its number, rows cannot be told apart and there is no table.

Reads the characters of a page that no ruled table holds; gives table blocks with their boxes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph_build.readers.blocks import Paragraph, Slot, TableBlock
from graph_build.readers.cell_lines import rejoined
from graph_build.readers.print_lines import Char, lines_of, rows_of_print, spell

_OPENS = re.compile(r"(?:S?TT|Số\s*TT)", re.IGNORECASE)
_NUMBER = re.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3}){0,3}|[IVX]{1,5}|[a-zđ])[.)]?")
_FEWEST_COLUMNS, _FEWEST_ROWS = 3, 2
_PIECE_GAP, _WORD_GAP = 0.5, 0.12
"""White between two columns of a header, and between two words, in heights of type."""
_GUTTER = 4.0
"""The least white, in points, that parts two columns in all lines."""
_MOST_LINES = 300
_APART = 2.6
"""Heights of a line from top to top beyond which a table has ended."""


class OpenTable(NamedTuple):
    """A table without rules: its place from the top of the page, its block, and the characters in it."""

    top: float
    block: TableBlock
    chars: frozenset[int]


class _Word(NamedTuple):
    left: float
    right: float
    chars: Sequence[Char]


_Span = tuple[float, float]


def open_tables(chars: Sequence[Char]) -> Iterator[OpenTable]:
    """Find the tables without rules among the characters of a page, from the top down."""
    if "tt" not in "".join(char["text"] for char in chars).lower():
        return
    lines = [words for line in rows_of_print(chars) if (words := _words(line))]
    index = 0
    while index < len(lines):
        found = _table(lines, index) if _heads(lines[index]) else None
        if found is None:
            index += 1
            continue
        count, block = found
        held = [char for line in lines[index : index + count] for word in line for char in word.chars]
        yield OpenTable(min(char["top"] for char in held), block, frozenset(map(id, held)))
        index += count


def _words(chars: Sequence[Char]) -> list[_Word]:
    """Part a line of print into its words."""
    groups: list[list[Char]] = []
    for char in chars:
        if not char["text"].strip():
            groups.append([])
        elif not groups or (groups[-1] and char["x0"] - groups[-1][-1]["x1"] > _WORD_GAP * char["size"]):
            groups.append([char])
        else:
            groups[-1].append(char)
    return [_Word(some[0]["x0"], some[-1]["x1"], some) for some in groups if some]


def _heads(line: Sequence[_Word]) -> bool:
    """Tell whether a line opens the header of a table."""
    return bool(_OPENS.fullmatch(_spelled(line[:1]))) and len(_pieces(line)) >= _FEWEST_COLUMNS


def _pieces(line: Sequence[_Word]) -> list[_Span]:
    """Give the spans of a header's cells: words with no more white between them than a line has."""
    size = line[0].chars[0]["size"]
    spans = [(line[0].left, line[0].right)]
    for word in line[1:]:
        if word.left - spans[-1][1] > _PIECE_GAP * size:
            spans.append((word.left, word.right))
        else:
            spans[-1] = (spans[-1][0], word.right)
    return spans


def _table(lines: Sequence[Sequence[_Word]], first: int) -> tuple[int, TableBlock] | None:
    """Read the table below a header: how many lines it takes, and its block."""
    heads = _pieces(lines[first])
    cuts: list[float] = []
    inked: list[_Span] = []
    count = 0
    for line in lines[first : first + _MOST_LINES]:
        if count and _far(lines[first + count - 1], line):
            break
        inked = _inked([*inked, *((word.left, word.right) for word in line)])
        narrower = _gutters(inked, heads)
        if narrower is None:
            break
        cuts = narrower
        count += 1
    rows = _rows([_cells(line, cuts) for line in lines[first : first + count]])
    if rows is None or len(rows) <= _FEWEST_ROWS:
        return None
    edges = [heads[0][0], *cuts, max(word.right for line in lines[first : first + count] for word in line)]
    columns = list(pairwise(edges))
    slots = (tuple(_slot(cell, *column) for cell, column in zip(row, columns, strict=True)) for row in rows)
    return count, TableBlock(tuple(slots))


def _far(above: Sequence[_Word], below: Sequence[_Word]) -> bool:
    height = above[0].chars[0]["bottom"] - above[0].chars[0]["top"]
    return bool(below[0].chars[0]["top"] - above[0].chars[0]["top"] > _APART * height)


def _inked(spans: Sequence[_Span]) -> list[_Span]:
    """Put spans together that leave no white between them as wide as a gutter."""
    found: list[_Span] = []
    for left, right in sorted(spans):
        if found and left - found[-1][1] < _GUTTER:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _gutters(inked: Sequence[_Span], heads: Sequence[_Span]) -> list[float] | None:
    """Give the middle of the white between each two columns; None where there is none between two."""
    white = [(one[1], other[0]) for one, other in pairwise(inked)]
    cuts: list[float] = []
    for one, other in pairwise(heads):
        between = [gap for gap in white if one[1] - _GUTTER <= gap[0] and gap[1] <= other[0] + _GUTTER]
        if not between:
            return None
        left, right = max(between, key=lambda gap: gap[1] - gap[0])
        cuts.append((left + right) / 2)
    return cuts


def _cells(line: Sequence[_Word], cuts: Sequence[float]) -> list[list[_Word]]:
    cells: list[list[_Word]] = [[] for _ in range(len(cuts) + 1)]
    for word in line:
        cells[sum(cut < word.left for cut in cuts)].append(word)
    return cells


def _rows(lines: Sequence[list[list[_Word]]]) -> list[list[list[_Word]]] | None:
    """Put the words of lines together to rows of cells; None where rows cannot be told apart."""
    rows: list[list[list[_Word]]] = []
    for line in lines:
        number = _spelled(line[0])
        if number and rows and not _NUMBER.fullmatch(number):
            return None
        if number:
            rows.append(line)
            continue
        if len(rows) > 1 and any(words and not cell for cell, words in zip(rows[-1], line, strict=True)):
            return None
        rows[-1] = [[*cell, *words] for cell, words in zip(rows[-1], line, strict=True)]
    return rows


def _spelled(words: Sequence[_Word]) -> str:
    return " ".join(spell(word.chars) for word in words)


def _slot(cell: Sequence[_Word], left: float, right: float) -> Slot:
    chars = [char for word in cell for char in word.chars]
    if not chars:
        return Slot(())
    box = (left, min(char["top"] for char in chars), right, max(char["bottom"] for char in chars))
    return Slot((Paragraph(rejoined(lines_of(chars), box)),))
