"""Part a row that holds several tasks, one below the other, in the same cells.

Crawls and converters that cannot write merged cells put the tasks under one number together: two
paragraphs of what is to be done in one cell, two lines of who leads in the next, two of who coordinates.
Where all of these have the same number of paragraphs, the first of each belong together, then the second.

Reads logical rows and what their columns mean; gives rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from graph_build.align import names_actors
from graph_build.grids import Row
from graph_build.headings import Column
from graph_build.passage import Passage, Piece

_SENTENCE_END = re.compile(r"(?<=[.;])[ \t*]*\n(?=[ \t*]*[^\W\d_])")
_LINE = re.compile(r"\n")


def _cut(passage: Passage, pattern: re.Pattern[str]) -> list[Passage]:
    """Cut a passage of one piece at every match that a capital letter follows."""
    (piece,) = passage.pieces
    text = passage.text
    cuts = [0]
    for match in pattern.finditer(text):
        if text[match.end() :].lstrip(" \t*-+•")[:1].isupper():
            cuts.append(match.end())
    spans = zip(cuts, [*cuts[1:], len(text)], strict=True)
    parts = [
        Passage(
            passage.source,
            (Piece(piece.start + first, piece.start + last, piece.row, piece.column),),
            passage.table,
            passage.page,
        )
        for first, last in spans
    ]
    return [part for part in parts if part]


def parted(row: Row, columns: Sequence[Column]) -> list[Row]:
    """Part a row into the tasks that it holds; gives the row alone where it holds one.

    At least who leads and who coordinates must have as many lines as the task has paragraphs, every line
    naming somebody. Deadline and output, written once, hold for all and are inherited by the later rows.
    """
    title = next((c.index for c in columns if c.kind == "title"), None)
    actors = [
        c.index for c in columns if c.kind in {"lead", "coordinate", "perform"} and c.index in row.cells
    ]
    if title is None or title not in row.cells or len(actors) < 2:
        return [row]
    if any("\n" not in row.cells[i].text or len(row.cells[i].pieces) != 1 for i in (title, *actors)):
        return [row]
    cells = {title: _cut(row.cells[title], _SENTENCE_END)}
    cells |= {index: _cut(row.cells[index], _LINE) for index in actors}
    count = len(cells[title])
    if count < 2 or any(len(some) != count for some in cells.values()):
        return [row]
    if not all(names_actors(line.text.strip()) for index in actors for line in cells[index]):
        return [row]
    shared = frozenset(c.index for c in columns if c.index in row.cells and c.index not in cells)
    return [
        replace(
            row,
            cells=row.cells | {index: some[place] for index, some in cells.items()},
            inherited=row.inherited | shared if place else row.inherited,
        )
        for place in range(count)
    ]
