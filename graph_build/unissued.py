"""What looks like an official document and was issued by nobody: a blank form, an example in another page.

A form has the layout of a document (Nghị định 30/2020/NĐ-CP, Annex III has forms for every kind) with dots
where the number, the date and the names go. A draft has blanks in its heading alone and is no form. A page
that explains something may show a made-up document in a block of code or in a quotation.

Reads the plain view of a text and its opening; gives what it is with the words that tell.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.extent import heading_position
from graph_build.plain import PlainText
from graph_build.records import Unissued
from graph_build.titles import Opening

UNISSUED_KINDS: dict[Unissued, str] = {"form": "Biểu mẫu", "example": "Văn bản ví dụ"}
"""What a form and an example are called as documents."""
_BLANK = re.compile(
    r"""
    (?<![^\s:/(,-])(?:\.{3,}|…[….]*|_{3,})      # "ngày … tháng …", "Ông (Bà) ……", "Số: ...../KH-....."
  | \[[ ]?(?:tên|địa[ \n]danh|họ|chức|số|ngày|nội[ \n]dung|cơ[ \n]quan|đơn[ \n]vị)[^\]\n]{0,60}\]
    """,
    re.VERBOSE,
)
_REACH = 3000
"""How far from the heading blanks are counted, in code points of the view: forms in annexes are no sign."""
_FEWEST = 6
_FEWEST_LABELLED = 3
_PER_BLANK = 250
"""A form has a blank in so many code points at least."""
_LABEL = re.compile(r"(?:\A|\n)[ #*|]*(?:biểu[ ])?mẫu(?:[ ]số)?[ ]?[\d.:ivx-][^\n]{0,60}\n")
_LABEL_REACH = 300
_FENCE = re.compile(r"(?m)^[ ]{0,3}(?:`{3,}|~{3,})")
_QUOTED = re.compile(r"(?m)^[ ]{0,3}>[^\n]*(?:\n|\Z)")
_FEWEST_OUTSIDE = 60
"""Letters outside a block that make it part of a page, and not the wrapping of a whole document."""
_EXAMPLE = re.compile(
    r"(?<![^\W\d_])(?:ví[ ]dụ|minh[ ]họa|giả[ ]định|hư[ ]cấu|dữ[ ]liệu[ ]mẫu|example|sample)(?![^\W\d_])"
)
_LINE_ABOVE = 200
_LONGEST_LINE = 80


class UnissuedSign(NamedTuple):
    """What a text is that nobody issued, and the range of the view that tells."""

    what: Unissued
    start: int
    end: int


def unissued(
    plain: PlainText, opening: Opening, top: int, end: int, *, numbered: bool, dated: bool
) -> UnissuedSign | None:
    """Tell a blank form and an example from a document; None for what may be a document.

    `top` is where the lines of the heading begin; `numbered` and `dated` tell whether it has a number, and a
    day, a month or a year.
    """
    if heading_position(plain) is None:
        return None
    return _example(plain, opening, top, end) or (
        None if numbered else _form(plain, opening, end, dated=dated)
    )


def _form(plain: PlainText, opening: Opening, end: int, *, dated: bool) -> UnissuedSign | None:
    """Find the blanks of a form: many in its first part, fewer where a line says that it is one."""
    start = max(0, opening.heading - _LABEL_REACH)
    stop = min(end, opening.heading + _REACH)
    blanks = [blank.span() for blank in _BLANK.finditer(plain.lower, start, stop)]
    labelled = _LABEL.search(plain.lower, start, opening.heading + 1) is not None
    fewest = _FEWEST_LABELLED if labelled and not dated else _FEWEST
    if len(blanks) < fewest or len(blanks) * _PER_BLANK < stop - start:
        return None
    first = next((blank for blank in blanks if blank[0] >= opening.heading), blanks[0])
    line = plain.text.rfind("\n", 0, first[0]) + 1
    return UnissuedSign("form", line, first[1])


def _example(plain: PlainText, opening: Opening, top: int, end: int) -> UnissuedSign | None:
    """Find a heading inside a block of code or a quotation that is part of a page, or under "Ví dụ"."""
    position = opening.heading
    line_end = plain.text.find("\n", position)
    sign = UnissuedSign("example", position, line_end if line_end > position else position + 1)
    fences = [fence.start() for fence in _FENCE.finditer(plain.text)]
    before = [fence for fence in fences if fence <= position]
    if len(before) % 2:
        behind = next((fence for fence in fences if fence > position), end)
        outside = plain.text[: before[-1]] + plain.text[behind:]
        return sign if _letters(outside) >= _FEWEST_OUTSIDE else None
    line = plain.text.rfind("\n", 0, position + 1) + 1
    if _QUOTED.match(plain.text, line):
        outside = _QUOTED.sub("", plain.text)
        return sign if _letters(outside) >= _FEWEST_OUTSIDE else None
    above = plain.lower[max(0, top - _LINE_ABOVE) : top].rstrip().rsplit("\n", 1)[-1]
    return sign if len(above) <= _LONGEST_LINE and _EXAMPLE.search(above) else None


def is_part_of_page(plain: PlainText, start: int, top: int) -> bool:
    """Tell whether a page has words of its own above the heading of a form or an example."""
    return _letters(plain.text[start:top]) >= _FEWEST_OUTSIDE


def _letters(words: str) -> int:
    return sum(character.isalpha() for character in words)
