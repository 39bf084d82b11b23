"""Who leads the tasks of a table without a column for it: the unit that a heading names.

"A. Bộ Y tế" in a row over the tasks or in the line over the table, "PHỤ LỤC II. NHIỆM VỤ GIAO SỞ TÀI CHÍNH".
The words say no more than the name, or that the tasks are the unit's.

Reads logical rows, and the lines over a table; gives inherited assignments that quote the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors
from graph_build.align import names_actors
from graph_build.grids import Grid, Row
from graph_build.passage import Passage, Piece
from graph_build.records import Assignment
from graph_build.text import joined

_OF_UNIT = re.compile(
    r"[\s*]*(?:\(?(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2})[.)/]\s*)?"
    r"(?:(?:các\s+)?nhiệm\s+vụ\s*(?:của|giao|do)?\s+|giao\s+)?[\s:*]*",
    re.IGNORECASE,
)
"""What stands before the unit's name in a row that heads its tasks."""
_OF_CAPTION = re.compile(
    r"""[\s*#|]*
    (?:(?:phụ\s+lục|biểu|bảng|mục|phần)(?:\s+(?:số\s+)?[\dIVX]{1,5})?[\s.:*–-]*)?   # PHỤ LỤC II.
    (?:\(?(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)/]\s*)?                     # 2.
    (?:(?:danh\s+mục|bảng|tổng\s+hợp|phân\s+công)\s+)?(?:các\s+)?
    (?:nhiệm\s+vụ|công\s+việc|nội\s+dung\s+công\s+việc)                             # NHIỆM VỤ
    (?:\s+(?:cụ\s+thể|trọng\s+tâm|chủ\s+yếu|năm\s+20\d\d|,|và|giải\s+pháp))*
    \s+(?:được\s+)?(?:của|giao(?:\s+cho)?|do)[\s:*]+                                # GIAO
    (?P<who>[^\n|]{3,160})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_NUMBERED = re.compile(r"[\s*]*\(?(?:[IVX]{1,5}|[A-ZĐ]|\d{1,2}(?:\.\d{1,2})*)[.)/]\s")
"""How a heading begins that may be the name of a unit and nothing else: "2. Sở Tài chính"."""
_BEHIND = re.compile(
    r"(?:\s+(?:là\s+cơ\s+quan\s+)?(?:làm\s+)?(?:chủ\s+trì|đầu\s+mối|thực\s+hiện|triển\s+khai|tham\s+mưu|trong"
    r"|(?:trong\s+)?(?:năm|giai\s+đoạn)\s+20\d\d(?:\s*[\u2010-\u2015-]\s*20\d\d)?|quý\s+[IV\d]+))*[\s*.:|]*$",
    re.IGNORECASE,
)
"""What may stand behind the unit's name in the title of its tasks."""
_LINES_OVER = 5
_REACH = 600
"""How far over a table its title may stand: in lines that hold words, and in code points."""
_ASIDE = re.compile(r"[\s*]*[(\[]|[\s*|]*$")
"""A line over a table that is no title of its own: "(Kèm theo Kế hoạch số …)"."""
_SHARE = 0.6
"""How much of the words must be names."""


def leads_of_section(context: ActorContext, row: Row) -> tuple[Assignment, ...]:
    """Give who leads by the section row: a table without a column for it may be grouped by unit.

    "A. Bộ Y tế", "Nhiệm vụ của Sở Xây dựng": the words say no more than the name.
    """
    return next((found for one in reversed(row.sections) if (found := _named_alone(context, one.words))), ())


def _named_alone(context: ActorContext, passage: Passage) -> tuple[Assignment, ...]:
    lead_in = _OF_UNIT.match(passage.text)
    named = joined(passage.text[lead_in.end() if lead_in else 0 :])
    if not names_actors(named):
        return ()
    found, _ = read_actors(context, passage, "lead", "")
    if sum(len(joined(one.actor.as_written)) for one in found) < _SHARE * len(named):
        return ()
    return tuple(replace(one, inherited=True) for one in found)


def leads_of_caption(context: ActorContext, grid: Grid, floor: int) -> tuple[Assignment, ...]:
    """Give who leads by the title of a table: "Nhiệm vụ giao Sở Y tế", and nothing but that behind it.

    `floor` is where the table before it ends.
    """
    for place, line in enumerate(islice(_lines_over(grid, floor), _LINES_OVER)):
        if place == 0 and _NUMBERED.match(line.text):
            found = _named_alone(context, line)
            if found:
                return found
        match = _OF_CAPTION.match(line.text)
        if match is None:
            continue
        start = match.start("who")
        behind = _BEHIND.search(line.text, start)
        named = Piece(line.start + start, line.start + (behind.start() if behind else len(line.text)))
        found, _ = read_actors(context, Passage(line.source, (named,)), "lead", "")
        if found and found[0].evidence.start <= named.start + 1 and found[-1].evidence.end >= named.end - 1:
            return tuple(replace(one, inherited=True) for one in found)
    return ()


def _lines_over(grid: Grid, floor: int) -> Iterator[Passage]:
    """Give the lines over a table that may be its title, the nearest first."""
    source, end = grid.heading.source, grid.heading.start
    floor = max(floor, end - _REACH)
    while (start := source.rfind("\n", floor, end)) >= 0:
        line = source[start + 1 : end]
        if not _ASIDE.match(line):
            yield Passage(source, (Piece(start + 1, end),))
        end = start
