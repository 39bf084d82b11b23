"""Tell the cells of a row apart that are written one after another.

Nothing is printed between the cells, so what stands in them decides: a name of a unit opens the cell of
who leads, a moment the cell of the deadline; a line that begins in lower case, or comes after a comma or
"của", goes on with the cell before; a line stops short of its column's width only where its cell ends. Every
such sign has a weight, and the split with the greatest sum is found by dynamic programming (Viterbi, over
lines and columns, in time linear in the lines). A row is certain where every split that puts some line under
another column has a clearly smaller sum.

Reads the lines of one row and what the columns mean; gives the spans of its cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import ceil

from graph_build.actors import ActorContext
from graph_build.columns import ColumnKind
from graph_build.linear_signs import (
    ACT_START,
    AUTHORITY,
    BULLET,
    COUNTED,
    DATE_START,
    DATE_WHOLE,
    MONEY,
    NUMBER,
    OPEN_END,
    Fragment,
    Signs,
    signs_of,
)
from graph_build.linear_widths import Cells, Widths
from graph_build.text import fold
from graph_build.units import find_mentions

_ACTORS = frozenset({"lead", "coordinate", "perform", "monitor", "submit_to"})
_LEADS = frozenset({"lead", "perform"})
_DATED = frozenset({"due", "start"})
_SKIP: dict[str, float] = {
    "title": -6.0,
    "indicator": -6.0,
    "lead": -3.0,
    "due": -1.5,
    "output": -1.5,
    "coordinate": -1.2,
}
_MARGIN = 1.0
"""By how much the best split must be better than any that reads a line under another column."""
_NEVER = -1e6
_LATE_START = -4.0
"""The weight against a cell that begins on a later page than its row."""
_SYMBOL_END = re.compile(r"[-/][A-ZĐƯa-z0-9Đ]+$")
_UNMARKED, _SECOND_LEAD = 0.5, 1.5
"""A sign of a new cell greater than the first parts two names without a mark; the second is the weight
against a further name in the cell of who leads, in a table in which that cell names one elsewhere."""
_ALONE_IN = 2  # certain rows with who leads and who coordinates, from which that is learnt
_SHORT, _PHRASE = 20, 4
"""A line of fewer code points is read with those after it, as many as this in all: a phrase may be broken."""
_LISTED = -2.0
"""The weight against a new cell of names after a name that ends with a semicolon, as names of a list do."""
_NUMBERED = 4.0
"""The weight against a body with a number before it in a cell that names nobody."""
_NEW_ROW = -5.0
"""The weight against a further row of cells under the same number."""


class Parser:
    """Tells the cells of rows apart, for one table.

    `lines` are the lines of the whole table: words that follow each other within a line may also do so
    over a line end.
    """

    def __init__(self, context: ActorContext, kinds: Sequence[ColumnKind], lines: Iterable[str]) -> None:
        self.context, self.kinds = context, kinds
        self.pairs = {pair for line in lines for pair in pairwise(fold(line).split())}
        self.first = next((i for i, kind in enumerate(kinds) if kind == "number"), -1) + 1
        self.title = next((i for i, kind in enumerate(kinds) if kind in {"title", "indicator"}), self.first)
        self.alone = False  # whether the cell of who leads names one body wherever that is certain

    def cells(self, row: Sequence[Fragment], widths: Widths, *, last: bool = False) -> Cells:
        """Read the lines of a row after its number; `last` where text may follow that is no part of it."""
        found: list[dict[int, tuple[int, int]]] = []
        lengths: list[tuple[int, int, int]] = []
        before: dict[int, str] = {}
        certain, why, taken, several, leaning = True, "", 0, False, False
        pages = _pages(row)
        for number, part in enumerate(pages):
            signs = signs_of(self.context, part, pages[number + 1][0].text if number + 1 < len(pages) else "")
            told = dict(before) if number else None
            path, margin, at = _Search(self, signs, widths, told, last=last, alone=self.alone).best()
            if margin < _MARGIN and certain:
                certain, why = False, f"{part[at].text!r} may belong to one cell or the next."
            if certain and self.alone:
                free = _Search(self, signs, widths, told, last=last, alone=False).best()
                leaning = leaning or free[1] < _MARGIN
            taken += len(path)
            for index, (column, fresh) in enumerate(path):
                one = part[index]
                if index == 0 or (fresh and (column < path[index - 1][0] or not path[index - 1][1])):
                    found.append({})
                    if fresh:
                        before = {}
                start, _ = found[-1].get(column, (one.start, one.end))
                again = index > 0 and path[index - 1] == (column, fresh) and start != one.start
                before[column] = f"{before[column]}\n{one.text}" if column in before else one.text
                lengths.append((column, len(one.text), int(again)))
                leads = self.kinds[column] in _LEADS
                unmarked = signs.boundary[index] > _UNMARKED and not signs.listed[index]
                several = several or (again and leads and unmarked)
                found[-1][column] = (start, one.end)
        return Cells(tuple(found), tuple(lengths), taken, certain, why, several, leaning)

    def heading(self, row: Sequence[Fragment]) -> Cells:
        """Read the lines of a row that only heads others: all are its title."""
        return Cells(({self.title: (row[0].start, row[-1].end)},), (), len(row), True)

    def learn_leads(self, rows: Sequence[Cells]) -> None:
        """Learn from rows that are certain whether the cell of who leads names one body alone."""
        certain = [row for row in rows if row.certain and row.rows]
        kinds = [{self.kinds[column] for column in row.rows[0]} for row in certain]
        both = sum("coordinate" in some and bool(_LEADS & some) for some in kinds)
        self.alone = both >= _ALONE_IN and not any(row.several for row in certain)

    def seam(self, before: str, text: str) -> float:
        """Weigh that a line goes on with words: the two that meet are found together elsewhere."""
        told, follows = fold(before[-40:]).split(), fold(text[:40]).split()
        seen = bool(told and follows) and (told[-1], follows[0]) in self.pairs
        return 1.0 if seen and text[:1].islower() else 0.0


def _pages(row: Sequence[Fragment]) -> list[list[Fragment]]:
    parts: list[list[Fragment]] = [[]]
    for one in row:
        if one.gap == "page" and parts[-1]:
            parts.append([])
        parts[-1].append(one)
    return [part for part in parts if part]


class _Search:
    """Finds the best split of one part of a row: states are columns, of the row itself or a further one.

    `before` holds what the row's cells say so far, where the part begins on a new page.
    """

    def __init__(
        self,
        parser: Parser,
        signs: Signs,
        widths: Widths,
        before: dict[int, str] | None,
        *,
        last: bool,
        alone: bool,
    ) -> None:
        self.alone = alone
        self.parser, self.signs, self.widths, self.before, self.last = parser, signs, widths, before, last
        columns = range(parser.first, len(parser.kinds))
        self.states = [(c, fresh) for fresh in (False, True) for c in columns if before is not None or fresh]

    def best(self) -> tuple[list[tuple[int, bool]], float, int]:
        """Give the state of every line, the margin to the next best split, and the line where it is least."""
        parts, states = self.signs.parts, self.states
        count = len(parts)
        open_score = [[self._open(s) for s in states]]
        steps: list[list[list[float]]] = []
        for i in range(1, count):
            steps.append([[self._step(i, a, b) for b in states] for a in states])
        forward, back = [open_score[0]], list[list[int]]()
        for i in range(1, count):
            step, row, source = steps[i - 1], list[float](), list[int]()
            for b in range(len(states)):
                values = [forward[-1][a] + step[a][b] for a in range(len(states))]
                top = max(range(len(states)), key=values.__getitem__)
                row.append(values[top])
                source.append(top)
            forward.append(row)
            back.append(source)
        ends = [self._close(s) for s in states]
        stop = count
        total = max(f + e for f, e in zip(forward[-1], ends, strict=True))
        if self.last:
            for i in range(1, count):
                if parts[i].gap in {"blank", "page"}:
                    value = max(f + e for f, e in zip(forward[i - 1], ends, strict=True))
                    if value >= total:
                        total, stop = value, i
                        break
        backward = [ends]
        for i in range(stop - 1, 0, -1):
            step = steps[i - 1]
            backward.insert(
                0,
                [max(step[a][b] + backward[0][b] for b in range(len(states))) for a in range(len(states))],
            )
        state = max(range(len(states)), key=lambda s: forward[stop - 1][s] + ends[s])
        path = [state]
        for i in range(stop - 1, 0, -1):
            path.insert(0, back[i - 1][path[0]])
        margin, at = 1e9, 0
        for i in range(stop):
            own = states[path[i]][0]
            other = max(
                (forward[i][s] + backward[i][s] for s in range(len(states)) if states[s][0] != own),
                default=_NEVER,
            )
            if total - other < margin:
                margin, at = total - other, i
        return [states[s] for s in path], margin, at

    def _open(self, state: tuple[int, bool]) -> float:
        """Weigh the first line under a column."""
        column, fresh = state
        if self.before is None:
            return self._start(0, column) + self._skipped(self.parser.first, column)
        if not fresh:
            return self._resume(0, column)
        if column <= self.parser.title:
            return _NEVER
        first = self.signs.parts[0].text[:1]
        return self._start(0, column) + _NEW_ROW + (-4.0 if first.islower() else 1.0)

    def _step(self, i: int, a: tuple[int, bool], b: tuple[int, bool]) -> float:
        """Weigh that line `i` stands in state `b` after a line in state `a`."""
        (above, was_fresh), (column, fresh) = a, b
        if a == b:
            return self._go_on(i, column)
        if was_fresh and not fresh:
            return _NEVER
        if column > above and fresh == was_fresh:
            if not fresh and self.before is not None and column in self.before:
                return self._resume(i, column) + self.signs.broken[i] - 1.5
            return self.signs.boundary[i] + self._start(i, column) + self._skipped(above + 1, column)
        if not fresh or column <= self.parser.title:
            return _NEVER
        left_out = self._skipped(above + 1, len(self.parser.kinds))
        return self.signs.boundary[i] + self._start(i, column) + _NEW_ROW + left_out

    def _close(self, state: tuple[int, bool]) -> float:
        column, fresh = state
        if self.before is not None and not fresh:
            return 0.0
        return 0.5 * self._skipped(column + 1, len(self.parser.kinds))

    def _skipped(self, first: int, last: int) -> float:
        return sum(_SKIP.get(self.parser.kinds[c], -0.5) for c in range(first, last))

    def _dated(self, i: int) -> bool:
        """Tell whether a moment begins at a line: it opens like one, and leads on to nothing else."""
        text = self.signs.parts[i].text
        if len(text) < _SHORT:
            text = " ".join(part.text for part in self.signs.parts[i : i + _PHRASE])
        return bool(DATE_START.match(text)) and not re.search(r"(?<!\w)của$|\d-[A-ZĐ]", text)

    def _start(self, i: int, column: int) -> float:
        """Weigh that a cell of a column begins with a line."""
        kind, text = self.parser.kinds[column], self.signs.parts[i].text
        starts, covered = self.signs.starts[i], self.signs.covered[i]
        score = self._width(i, column)
        if kind == "submit_to":
            return score + (3.0 if AUTHORITY.match(text) else -3.0)
        if kind in _ACTORS:
            score += _LISTED if self.signs.listed[i] else 0.0
            return score + ((2.0 + min(1.0, covered)) if starts else -5.0)
        if kind in _DATED:
            return score + (3.0 if self._dated(i) else -4.0)
        if kind in {"target", "unit_of_measure"}:
            numeric = bool(NUMBER.fullmatch(text))
            return score + (2.0 if numeric == (kind == "target") and len(text) < 30 else -3.0)
        if kind == "basis":
            return score + (2.0 if ACT_START.match(text) else -1.0)
        if kind == "funding":
            return score + (2.0 if MONEY.search(text) else -2.0)
        score += -2.0 if starts and covered > 0.7 else 0.0
        return score - (2.0 if DATE_WHOLE.fullmatch(text) or NUMBER.fullmatch(text) else 0.0)

    def _go_on(self, i: int, column: int) -> float:
        """Weigh that a line goes on with the cell of the line before."""
        kind, part = self.parser.kinds[column], self.signs.parts[i]
        boundary, covered = self.signs.boundary[i], self.signs.covered[i]
        score = self._width(i, column) + self._wrapped(i, column)
        score += 0.5 if boundary < -1.0 else 0.0
        score += self.parser.seam(self.signs.parts[i - 1].text, part.text)
        if part.gap == "blank" and not BULLET.match(part.text):
            score -= 1.5
        if kind in _ACTORS:
            bound = self.signs.bracketed[i] or part.text.startswith("(")
            bound = bound or self.signs.waits[i]
            score += 0.5 if self.signs.listed[i] else 0.0
            another = boundary > _UNMARKED and not self.signs.listed[i]
            score -= _SECOND_LEAD if another and self.alone and kind in _LEADS else 0.0
            return score + (0.5 if covered >= 0.5 or bound else -3.0) - (1.5 if another else 0.0)
        score -= _NUMBERED if self.signs.numbered[i] else 0.0
        if kind in _DATED:
            ended = boundary > 0.0 or (boundary == 0.0 and bool(COUNTED.match(part.text)))
            return score - (2.5 if ended and not self._dated(i) else 0.0)
        if kind in {"target", "unit_of_measure"}:
            return score - 2.0
        if boundary > 0.0 and self.signs.starts[i] and covered > 0.7:
            score -= 1.5
        if boundary > 0.0 and DATE_WHOLE.fullmatch(part.text):
            score -= 2.0
        return score

    def _resume(self, i: int, column: int) -> float:
        """Weigh that a line goes on with a cell that the end of a page has broken."""
        told = self.before.get(column) if self.before is not None else None
        if told is None:
            return self.signs.boundary[i] + self._start(i, column) + _LATE_START
        kind, text = self.parser.kinds[column], self.signs.parts[i].text
        open_end = bool(OPEN_END.search(told))
        score = self._width(i, column) + self._reach(column, told, text) + self.parser.seam(told, text)
        listed = told[-1:] == ";" and kind in _ACTORS
        score += 2.0 if open_end or listed else -1.5 if told[-1:] in {".", ";"} else 0.0
        score += 1.0 if text[:1].islower() else -1.0
        if kind in _ACTORS:
            crosses = self._name_goes_on(told, text)
            bracketed = told.count("(") > told.count(")")
            if text[:1].islower() and not (open_end or bracketed):
                score -= 2.0
            covered = self.signs.covered[i] >= 0.5 or bracketed
            return score + (4.0 if crosses else 0.5 if covered else -3.0)
        if kind in _DATED:
            return score - (0.0 if open_end or (self._dated(i) and not DATE_WHOLE.fullmatch(told)) else 3.0)
        if kind == "basis" and not open_end:
            return score - (4.0 if _SYMBOL_END.search(told) else 0.0)
        return score

    def _name_goes_on(self, told: str, text: str) -> bool:
        """Tell whether a name that the page broke goes on: it is whole only with the next line."""
        if text[:1].islower() and not OPEN_END.search(told):
            return False
        book, issuer = self.parser.context.book, self.parser.context.issuer
        alone = find_mentions(book, told, issuer)
        whole = bool(alone) and alone[-1].end == len(told) and (alone[-1].known or alone[-1].kind == "group")
        joint = len(told)
        return not whole and any(
            m.start < joint < m.end for m in find_mentions(book, f"{told}\n{text}", issuer)
        )

    def _reach(self, column: int, told: str, text: str) -> float:
        """Weigh that a cell reaches to the end of the page: as tall as any, its last line full."""
        if self.before is None:
            return 0.0
        lines = told.split("\n")
        tallest = max(self._height(c, some) for c, some in self.before.items())
        score = -min(3.0, 0.8 * (tallest - self._height(column, told)))
        width = self.widths.get(column)
        if width is None:
            return score
        room = (len(lines[-1]) + 1 + len(text.split(" ", 1)[0])) / width
        return score + (1.0 if room > 1.0 else 0.0 if room > 0.85 else -1.0 if room > 0.7 else -2.0)

    def _height(self, column: int, told: str) -> int:
        """Estimate the printed lines of a cell: converters break justified lines into several."""
        width = self.widths.get(column)
        lines = told.count("\n") + 1
        return lines if width is None else min(lines, ceil(len(told) / (0.8 * width)))

    def _width(self, i: int, column: int) -> float:
        width = self.widths.get(column)
        return -2.0 if width is not None and len(self.signs.parts[i].text) > 1.25 * width + 2 else 0.0

    def _wrapped(self, i: int, column: int) -> float:
        """Weigh a line end inside a cell: the next word would not have fitted on the line before."""
        width = self.widths.get(column)
        if width is None:
            return 0.0
        word = self.signs.parts[i].text.split(" ", 1)[0]
        room = len(self.signs.parts[i - 1].text) + 1 + len(word)
        return -1.0 if room <= 0.7 * width and not BULLET.match(self.signs.parts[i].text) else 0.0
