"""The logical rows of one logical table, put together from printed ones.

A row goes on below with its first cells empty, a section heading takes a row of its own, merged cells leave
gaps. `graph_build.tables` says which printed rows belong to a table, and where its header stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graph_build.align import Alignment, align, names_actors
from graph_build.grids import TOTAL, Grid, Row, SectionRow
from graph_build.headings import CODE, Column
from graph_build.matrices import is_tick
from graph_build.passage import Passage, Piece
from graph_build.records import Cell, Table
from graph_build.section_codes import code_rank, nests
from graph_build.text import fold, mostly_capitals

_LEADING_CODE = re.compile(r"^([IVX]{1,5}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3})*)[.)]\s+(?=\S)")
_WHOLE_DATE = re.compile(r"(?:19|20)\d\d|thường\s+xuyên|h[àằ]ng\s+(?:năm|quý|tháng)", re.IGNORECASE)
_GIVEN = re.compile(r"[\s*]*(?:các\s+)?nhiệm\s+vụ\s+(?:giao|của|do)(?!\w)[^.;:]{3,220}$", re.IGNORECASE)
"""A title of rows that stands alone in its row without a number: "Nhiệm vụ giao Bộ trưởng …"."""
_OPEN_END = re.compile(
    r"(?:,|(?<!\w)(?:của|và|về|các|với|(?<!tiếp )theo|số|ngày|cho|để|tại|từ|do|bằng|thuộc|hoặc))$"
)
"""Words after which a sentence goes on."""


class TableRows:
    """Makes the logical rows of one table."""

    def __init__(
        self, text: str, table: Table, number: int, columns: tuple[Column, ...], heading: tuple[int, int]
    ) -> None:
        self.text, self.table, self.number = text, table, number
        self.grid = Grid(number, table, columns, table.end, Passage(text, (Piece(*heading),), number))
        self.title = (self.grid.column("title") or self.grid.column("indicator") or columns[0]).index
        self.code = next((c.index for c in columns if c.kind == "number"), None)
        self.sections: list[SectionRow] = []
        self.turned = False

    def turn_to(self, table: Table, number: int) -> None:
        """Go on in another printed table."""
        self.table, self.number, self.grid.end = table, number, table.end

    def passage(self, cell: Cell, row: int, column: int) -> Passage:
        """Give the words of a cell with their place: the row from 1 as printed, the column from 0."""
        page = self.table.pages[row - 1] if self.table.pages and not self.turned else None
        place = (column + 1, row) if self.turned else (row, column + 1)
        return Passage(self.text, (Piece(cell.start, cell.end, *place),), self.number, page)

    def add(self, cells: Sequence[Cell], row: int) -> None:
        """Take the next printed row, by its number from 1: as a new row, the rest of one, or a heading."""
        if self._adds_up(cells):
            return
        if any(cell.merged for cell in cells):
            self._add_merged(cells, row)
            return
        if len(cells) >= len(self.grid.columns) and len({cell.text for cell in cells}) == 1 and cells[0].text:
            self._head("", self.passage(cells[0], row, 0))  # one cell over the whole width, written in all
            return
        places, uncertain = self._places(cells)
        if uncertain:
            found = [self.passage(cells[i], row, places[i]) for i in sorted(uncertain)]
            if any(not names_actors(passage.text) for passage in found):
                self.grid.orphans.extend(found)
                return
            self.grid.uncertain.extend(found)
        filled = {i: self.passage(c, row, i) for i, c in zip(places, cells, strict=True) if c.text}
        if not filled:
            return
        code = filled[self.code].text.strip("* ") if self.code is not None and self.code in filled else ""
        if self._section(filled, code, cells):
            return
        if self.code is not None and not code and self._continues(filled):
            if not self._dated_twice(filled):
                self._join(filled, row)
                return
            title = {self.title: filled.pop(self.title)} if self.title in filled else {}
            self._join(title, row)
        if self.title not in filled and not code and not (self.grid.rows and self._dated_twice(filled)):
            self.grid.orphans.extend(filled.values())
            return
        self._open(filled, code, row)

    def _adds_up(self, cells: Sequence[Cell]) -> bool:
        """Tell whether a row of a table of tasks only adds up the others."""
        grid = self.grid
        own = next((cell for cell in cells if cell.text and not cell.merged), None)
        return own is not None and bool(TOTAL.fullmatch(own.text)) and grid.assigns and not grid.measures

    def _add_merged(self, cells: Sequence[Cell], row: int) -> None:
        """Add a row of a grid in which merged cells are known.

        What stands in the row itself is its own; what is merged with the row above is inherited.
        """
        own = {i: c for i, c in enumerate(cells) if c.text and not c.merged}
        if not own:
            return
        top = min(cell.start for cell in cells if not cell.merged)
        above = {i: c for i, c in enumerate(cells) if c.text and c.merged and c.start < top}
        filled = {i: self.passage(c, row, i) for i, c in own.items()}
        inherited = {i: self.passage(c, self._row_of(c, row, i), i) for i, c in above.items()}
        if self._heads_all(cells, own):
            code = filled[self.code].text.strip("* ") if self.code in filled and len(own) > 1 else ""
            self._head(code, filled[max(own)])
            return
        under_title = self.title in above and (self.code is None or self.code not in own)
        if self.grid.rows and under_title and not self._dated_twice(filled):
            self._join(filled, row)
            return
        beside = {i: cell for i, cell in enumerate(cells) if cell.merged and _stands_below(cell, own)}
        filled |= {i: self.passage(cell, row, i) for i, cell in beside.items()}
        number = (filled | inherited).get(self.code) if self.code is not None else None
        if number is None and self._continues(filled):
            if self._dated_twice(filled):  # the rest of a merged cell that a page has broken
                self._open(filled, "", row)
            else:
                self._join(filled, row)
            return
        if self.title not in filled and self.title not in inherited and number is None:
            self.grid.orphans.extend(filled.values())
            return
        sections = tuple(self.sections)
        code = number.text.strip("().* ") if number is not None else ""
        self.grid.rows.append(Row(inherited | filled, [row], code, sections, frozenset(inherited)))

    def _heads_all(self, cells: Sequence[Cell], own: dict[int, Cell]) -> bool:
        """Tell whether one cell takes up the row, beside its number."""
        named = [i for i in own if i != self.code or len(own) == 1]
        if len(named) != 1 or any(c.text and c.merged and c.start < own[min(own)].start for c in cells):
            return False
        rest = [cell.merged for cell in cells[named[0] + 1 :]]
        return any(rest) and 2 * sum(rest) >= len(rest)

    def _head(self, code: str, words: Passage) -> None:
        """Open a section; its code may stand before its title in one cell."""
        title = words.text.replace("*", "").strip()
        match = None if code else _LEADING_CODE.match(title)
        if match is not None:
            code, title = match.group(1), title[match.end() :]
        self._push(code.strip("().* "), " ".join(title.split()), words)

    def _row_of(self, cell: Cell, row: int, column: int) -> int:
        """Find the printed row in which a merged cell begins."""
        while row > 1:
            above = self.table.rows[row - 2]
            if column >= len(above) or (above[column].start, above[column].end) != (cell.start, cell.end):
                break
            row -= 1
        return row

    def _places(self, cells: Sequence[Cell]) -> Alignment:
        """Give the column of every cell of a printed row."""
        width = len(self.grid.columns)
        if (
            self.table.aligned
            or not 2 <= len(cells) < width
            or (len(cells) == 2 and CODE.match(cells[0].text))
        ):
            return Alignment(tuple(range(len(cells))), frozenset())
        return align([cell.text for cell in cells], [column.kind for column in self.grid.columns])

    def _section(self, filled: dict[int, Passage], code: str, cells: Sequence[Cell]) -> bool:
        """Read a row that only heads others: a code and a title, or one cell over the whole width."""
        content = [p for i, p in filled.items() if i != self.code]
        if not content and not CODE.match(code) and self._headed(code):
            self._head("", next(iter(filled.values())))
            return True
        texts = {fold(p.text) for p in content}
        if len(texts) != 1:
            return False
        title = content[0].text
        if not code:
            match = _LEADING_CODE.match(title.replace("*", "").strip())
            given = self.code is not None and _GIVEN.match(title) is not None
            if (match is None and not given) and (
                len(cells) > 1 or len(self.grid.columns) < 3 or not self._heads(filled, title)
            ):
                return False
            code = match.group(1) if match else ""
            title = title.replace("*", "").strip()[match.end() :] if match else title
        if not CODE.match(code or "A"):
            return False
        place = next(i for i in filled if i != self.code or len(filled) == 1)
        off_title = len(content) == 1 and self.title not in filled and len(cells) > 2
        if off_title and not self._spans(code, title, place):
            return False
        self._push(code.strip("().* "), " ".join(title.replace("*", "").split()), content[0])
        return True

    def _headed(self, words: str) -> bool:
        """Tell whether words alone in the column of numbers head rows: "I. Chỉ đạo, điều hành"."""
        return bool(_LEADING_CODE.match(words)) or mostly_capitals(words)

    def _spans(self, code: str, title: str, place: int) -> bool:
        """Tell whether the only words of a row head others, though they stand in another column.

        Where merged cells are written as empty ones, they stand right after the number.
        """
        if _WHOLE_DATE.search(title) or (self.table.aligned and place != (self.code or 0) + 1):
            return False
        lettered = code_rank(code.strip("().* ")) in {"roman", "letter"}
        return (lettered and self.table.aligned) or not names_actors(title)

    def _heads(self, filled: dict[int, Passage], title: str) -> bool:
        """Tell a section row without a code from the rest of a broken cell."""
        return next(iter(filled)) in {0, self.code} or mostly_capitals(title)

    def _push(self, code: str, title: str, words: Passage) -> None:
        rank = code_rank(code)
        while self.sections and not nests(self.sections[-1].code, code, rank):
            self.sections.pop()
        self.sections.append(SectionRow(code, title, words))

    def _continues(self, filled: dict[int, Passage]) -> bool:
        """Tell whether a row without a code goes on with the row above."""
        if not self.grid.rows or self.grid.rows[-1].sections != tuple(self.sections):
            return False
        if self.title not in filled:
            return True
        above = self.grid.rows[-1].cells.get(self.title)
        title = filled[self.title].text.lstrip('*“"( ')
        unfinished = above is not None and above.text.rstrip(" *")[-1:] not in {".", ";", ":", "!"}
        if title[:1].islower() or self._broken(filled):
            return True
        return (
            unfinished
            and not any(c.kind in {"lead", "perform", "due"} and c.index in filled for c in self.grid.columns)
            and not title.startswith(("-", "+"))
        )

    def _leave_sections(self, code: str) -> None:
        """Close a numbered section row that the next number at its own level comes after.

        "4" without a task of its own heads "-" rows; "5" is no part of it. Under "1. Bộ …" the rows are
        numbered anew, and "2" follows on their own "1".
        """
        if not self.sections or not code.strip("().* ").isdecimal() or not self.sections[-1].code.isdecimal():
            return
        here = tuple(self.sections)
        last = next((row.code for row in reversed(self.grid.rows) if row.sections == here and row.code), "")
        value = int(code.strip("().* "))
        if value == int(self.sections[-1].code) + 1 and last != str(value - 1):
            self.sections.pop()

    def _broken(self, filled: dict[int, Passage]) -> bool:
        """Tell whether a row is the rest of one: some cell begins in the middle of a sentence."""
        cells = self.grid.rows[-1].cells
        return any(
            index in cells and _within_sentence(cells[index].text, passage.text)
            for index, passage in filled.items()
            if index != self.code
        )

    def _dated_twice(self, filled: dict[int, Passage]) -> bool:
        """Tell whether a row without a title has a whole deadline of its own, as the row above has."""
        if self._broken({i: p for i, p in filled.items() if i != self.title}):
            return False
        due = self.grid.column("due")
        above = self.grid.rows[-1].cells.get(due.index) if due is not None else None
        mine = filled.get(due.index) if due is not None else None
        return bool(above and mine and _WHOLE_DATE.search(above.text) and _WHOLE_DATE.search(mine.text))

    def _join(self, filled: dict[int, Passage], row: int) -> None:
        last = self.grid.rows[-1]
        last.printed.append(row)
        for index, passage in filled.items():
            above = last.cells.get(index)
            pieces = (*above.pieces, *passage.pieces) if above is not None else passage.pieces
            last.cells[index] = Passage(self.text, pieces, self.number, passage.page)

    def _open(self, filled: dict[int, Passage], code: str, row: int) -> None:
        inherited: set[int] = set()
        above = self.grid.rows[-1] if self.grid.rows else None
        self._leave_sections(code)
        if (
            self.code is not None
            and not code
            and above is not None
            and above.sections == tuple(self.sections)
        ):
            code = above.code
            for column in self.grid.columns:
                if column.index not in filled and column.index in above.cells and column.index != self.code:
                    filled[column.index] = above.cells[column.index]
                    inherited.add(column.index)
        self.grid.rows.append(
            Row(filled, [row], code.strip("().* "), tuple(self.sections), frozenset(inherited))
        )


def _stands_below(cell: Cell, own: Mapping[int, Cell]) -> bool:
    """Tell whether a merged cell is a mark of its row under several columns: it counts under each."""
    spans = {(one.start, one.end) for one in own.values()}
    return is_tick(cell.text) and (cell.start, cell.end) in spans


def _within_sentence(above: str, below: str) -> bool:
    """Tell whether a cell goes on with the one above: lower case after words that are not ended."""
    above, below = above.rstrip("* "), below.lstrip('*“"( ')
    if _OPEN_END.search(above):
        return True
    return below[:1].islower() and above[-1:] not in {".", ";", ":", "!"}
