"""The year that a table is of: by the heading of a column, the words over it, or the title of the document.

Plans of one year give days and months without it ("Quý I", "Trước 15/11") under a title that states it
("Kế hoạch cải cách hành chính năm 2026"). No year is taken from the date of the document, from a span of
years, or where two are named.

Reads the text before a table and the header; gives years.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from graph_build.grids import Grid
from graph_build.records import Header
from graph_build.text import fold, mostly_capitals
from graph_build.unit_names import folded, starts_with

_CAPTION = 400
"""How far over a table the words reach that say of which year it is, in code points."""
_YEAR = re.compile(
    r"(?<!tháng \d\d )(?<!tháng \d )(?<!đến )(?<!từ )(?<!\w)năm\s+(20\d\d)(?!\s*[-–]\s*\d)(?!\w)",
    re.IGNORECASE,
)
_OF_AN_ACT = re.compile(
    r"(?<!\w)(?:(?:bộ\s+)?(?<!pháp\s)luật|pháp\s+lệnh|hiến\s+pháp|nghị\s+quyết|nghị\s+định|quyết\s+định|thông\s+tư|chỉ\s+thị"
    r"|kết\s+luận|thông\s+báo)(?!\w)[^,;.()\n]*$",
    re.IGNORECASE,
)
"""An act behind which a year is the act's: "thi hành Luật Đất đai năm 2024"."""
_PREPARES = re.compile(
    r"(?<!\w)(?:xây\s+dựng|lập|lên|đăng\s+ký|đề\s+xuất|dự\s+(?:toán|kiến|báo)|chuẩn\s+bị|bầu\s+cử|tuyển\s+(?:sinh|dụng)|đại\s+hội"
    r"|tết|xuân|lễ|kỷ\s+niệm|hội\s+(?:nghị|thi|chợ|thao)|kỳ\s+(?:thi|họp)|năm\s+học|quyết\s+toán|thanh\s+toán)(?!\w)[^;.()\n]*$",
    re.IGNORECASE,
)
"""Work before a year that is for it, or an event of it: "dự toán năm 2027", "Tết Nguyên đán năm 2027"."""
_SPAN = re.compile(
    r"(?:19|20)\d\d\s*[-–]\s*(?:19|20)\d\d|(?:đến|từ|tầm\s+nhìn)\s+(?:năm\s+)?20\d\d", re.IGNORECASE
)
_TITLES = folded("phụ lục; biểu; danh mục; bảng; kế hoạch; chương trình; lịch; phân công")
"""What opens a title over a table."""


def caption_year(grid: Grid) -> int | None:
    """Give the one year that the words over a table are of ("CHƯƠNG TRÌNH CÔNG TÁC NĂM 2026")."""
    return _only(int(match[1]) for match in _YEAR.finditer(_caption(grid)))


def titled_year(grid: Grid, header: Header) -> int | None:
    """Give the one year that titles say a table is of: those over it, else that of the document.

    A title is in capitals or opened by what heads a table. A year before that of the document tells of what
    was, and is none; nor is the year of an act that a title names, or one in a span. A year after that of the
    document is none behind words for what is done before it ("lập dự toán năm …") or held in it.
    """
    over = [line for line in _caption(grid).split("\n")[1:] if _is_title(line)]
    for words in ("\n".join(over), header.title):
        year = None if _SPAN.search(words) or header.date is None else _only(_own_years(words))
        if year is None or header.date is None or year < int(header.date[:4]):
            continue
        if year == int(header.date[:4]) or not _prepares(words, year):
            return year
    return None


def _caption(grid: Grid) -> str:
    start = grid.table.start
    return grid.heading.source[max(0, start - _CAPTION) : start]


def _own_years(words: str) -> Iterator[int]:
    for match in _YEAR.finditer(words):
        if not _OF_AN_ACT.search(words, 0, match.start()):
            yield int(match[1])


def _prepares(words: str, year: int) -> bool:
    """Tell whether a title is of what is done before a year for it, or of an event in it."""
    return any(
        int(one[1]) == year and _PREPARES.search(words, 0, one.start()) for one in _YEAR.finditer(words)
    )


def _only(years: Iterable[int]) -> int | None:
    found = set(years)
    return found.pop() if len(found) == 1 else None


def _is_title(line: str) -> bool:
    return mostly_capitals(line) or starts_with(fold(line).split(), 0, _TITLES) > 0
