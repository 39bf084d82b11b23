"""Lines of print that stand in two columns: the heading and the signature of a document.

Each column is read from top to bottom, the left one first (Nghị định 30/2020/NĐ-CP, Phụ lục I). Lines of the
two need not stand at one height, and one column may go on where the other has ended.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph_build.readers.blocks import TableBlock
from graph_build.readers.print_lines import Line

_FAR = 45.0
"""Points between the tops of lines from which they are no neighbours."""
_FLUSH = 4.0
"""Points within which two lines begin at one place, or are centred on one."""
_NEXT = 1.9
"""Heights of a line within which the next line of the same column begins."""


def column_order(parts: Sequence[Line | TableBlock]) -> list[Line | TableBlock]:
    """Read neighbouring lines that stand in two columns one column after the other."""
    ordered: list[Line | TableBlock] = []
    run: list[Line] = []
    for part in parts:
        if isinstance(part, Line) and run and abs(part.top - run[-1].top) > _FAR:
            ordered.extend(_by_column(run))
            run = []
        if isinstance(part, Line):
            run.append(part)
            continue
        ordered.extend(_by_column(run))
        run = []
        ordered.append(part)
    ordered.extend(_by_column(run))
    return ordered


def _by_column(run: Sequence[Line]) -> list[Line]:
    found: list[Line] = []
    index = 0
    while index < len(run):
        left, right = _columns(run, index)
        found.extend(left or run[index : index + 1])
        found.extend(right)
        index += max(1, len(left) + len(right))
    return found


def _columns(run: Sequence[Line], start: int) -> tuple[list[Line], list[Line]]:
    """Give the lines of the left and of the right column that begin here; none where no two do."""
    if start + 1 >= len(run) or not _beside(run[start], run[start + 1]):
        return [], []
    first, second = sorted(run[start : start + 2], key=lambda line: line.left)
    left, right = [first], [second]
    low, high = first.right, second.left
    index = start + 2
    while index < len(run):
        line = run[index]
        paired = index + 1 < len(run) and _beside(line, run[index + 1])
        if line.right < high and (paired or _goes_on(left, line)):
            left.append(line)
            low = max(low, line.right)
        elif line.left > low and (paired or _goes_on(right, line)):
            right.append(line)
            high = min(high, line.left)
        else:
            break
        index += 1
    return left, right


def _beside(one: Line, other: Line) -> bool:
    """Tell whether two lines stand beside each other: their heights overlap, their widths do not."""
    overlap = min(one.bottom, other.bottom) - max(one.top, other.top)
    low = min(one.bottom - one.top, other.bottom - other.top)
    return overlap > 0.3 * low and (one.right < other.left or other.right < one.left)


def _goes_on(column: Sequence[Line], line: Line) -> bool:
    """Tell whether a line is the next of a column: near below its last one, flush or centred with one."""
    near = 0 < line.top - column[-1].top < _NEXT * (line.bottom - line.top)
    middle = line.left + line.right
    return near and any(
        abs(line.left - one.left) < _FLUSH or abs(middle - one.left - one.right) < 2 * _FLUSH
        for one in column
    )
