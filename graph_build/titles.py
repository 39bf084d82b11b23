"""The kind and the title ("trích yếu") of a document, from the lines under its heading.

Nghị định 30/2020/NĐ-CP, Annex I, part II, point 5: the kind in capitals on a line of its own, the title below
it; a letter has its title under its number, after "V/v". Reads the plain view of a text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from graph_build.act_issuers import any_of, issuer_end
from graph_build.document_codes import KIND_OF_WORD, KIND_WORDS
from graph_build.extent import document_extent, heading_position
from graph_build.plain import PlainText
from graph_build.text import LOWER, UPPER

_UNTITLED = ("Văn bản", "Báo cáo thẩm tra", "Thông báo kết luận", "Dự án", "Điều lệ")
_TITLED = (*(word for word in KIND_WORDS if word not in _UNTITLED), "Nội quy", "Quy trình")
_KIND_LINE = re.compile(
    rf"(?:\A|[\n|\t]|phúc|(?<=---)|(?<=___))[ \n#]{{0,8}}(?P<kind>{any_of(_TITLED)})"
    r"(?![ ]?:|[ \n](?:này|trên)(?![^\W\d_])|\w*/)"
)
_ANNEX_LINE = re.compile(
    r"\s*[#|]*[ ]*(?P<kind>phụ[ \n]lục)(?:[ ](?:số[ ]?)?(?:[ivx]{1,6}|\d{1,3}[a-z]?|[a-z]))?"
    r"[ ]?[.:]?(?=[ ]*[\n|\t])"
)
"""The label of an annex that is a file of its own, as the first line of it."""
_LETTER = re.compile(r"(?:\A|[\n|\t])[ ]?(?P<title>(?:v[ ]?/[ ]?v|về[ \n]việc)(?![^\W\d_]))")
_OPENING_WORDS = (
    *("Căn cứ", "Theo", "Xét", "Thực hiện", "Triển khai", "Để", "Nhằm", "Ngày", "Trong", "Kính gửi"),
    *("Thời gian qua", "Sau khi", "Trên cơ sở", "Qua", "Hôm nay", "Vừa qua", "Hiện nay", "Tiếp theo"),
    *("Điều", "Chương", "Phần", "Quyết định", "Quyết nghị", "Nơi nhận", "Hiện", "Năm"),
)
_OPENING = re.compile(
    rf"""
    (?:{any_of(_OPENING_WORDS)})(?![^\W\d_])   # Căn cứ … | Thực hiện …
  | [ivx]{{1,4}}[.] | [a-z\d][.)][ ] | \(       # I. | 1. | a) | (Kèm theo …)
    """,
    re.VERBOSE,
)
_SENDING = re.compile(r"[^\W\d_] điện ?:?\Z")  # "THỦ TƯỚNG CHÍNH PHỦ điện:" of a telegram
_BEHIND_AUTHORITY = re.compile(r"[ \n,:.]*(?:(?:khóa|kỳ[ \n]họp|điện)[^|\t]{0,80})?")
_ATTACHED = re.compile(r"(?:ban hành )?kèm theo \D{4,40}\d")  # "Ban hành kèm theo Quyết định số …"
_RULER = re.compile(r"[-_=~. ]{3,}\Z")
_MOST_LINES = 16
_FEW_WORDS = 4
_LONGEST_LINE = 400  # what decides on the capitals of a line
_LETTER_TO = re.compile(r"(?:\A|[\n|\t])[ ]?kính[ \n]gửi")
_LETTER_END = re.compile(r"[|\t]|\n\n|\n(?=[^\n,]{2,40},[ \n]ngày)|\n(?=kính gửi|cộng[ \n]h[oòa])")
_DATED_PLACE = re.compile(
    rf"(?<=[{LOWER},]) (?P<place>[{UPPER}]\S*(?:[ ](?:-[ ])?[{UPPER}]\S*){{0,4}},[ ]"
    r"ngày[ ]?(?:\d{1,2})?[….]*[ ]?tháng[ ]?(?:\d{1,2})?[….]*[ ]?năm[ ]\d{4})(?=\n|\Z)"
)
_HEADING = 1800
_WITHOUT_HEADING = 600


class Title(NamedTuple):
    """A kind and a title with the range of the view that the title fills."""

    kind: str | None
    text: str
    start: int
    end: int
    beside: tuple[int, int] | None = None
    """A range inside that belongs to the other column, and not to the title."""


class Opening(NamedTuple):
    """The parts of a document's first page: where the heading ends and where the preamble begins."""

    heading: int
    """Where the national heading or the number line stands; the start of the document without them."""
    kind: re.Match[str] | None
    letter: bool
    title: Title | None
    stop: int
    body: int


class _Line(NamedTuple):
    text: str
    start: int
    blank_before: bool


@lru_cache(maxsize=2)
def read_opening(plain: PlainText) -> Opening:
    """Find heading, line of the kind and title of a document; each may be missing."""
    start, end = document_extent(plain)
    position = heading_position(plain)
    heading = start if position is None else position
    reach = min(end, heading + (_HEADING if position is not None else _WITHOUT_HEADING))
    kind = kind_line(plain, heading, reach)
    letter = _LETTER_TO.search(plain.lower, heading, reach)
    if kind is not None and letter is not None and letter.start() < kind.start():
        kind = None
    if kind is not None:
        title = title_under(plain, kind, end)
        return Opening(heading, kind, letter is not None, title, kind.start("kind"), title.end)
    annex = _ANNEX_LINE.match(plain.lower, start, end) if position is None and letter is None else None
    if annex is not None and plain.text[annex.start("kind")].isupper():
        title = title_under(plain, annex, end)
        return Opening(heading, annex, False, title, annex.start("kind"), title.end)
    stop = letter.start() if letter else reach if position is not None else heading
    letters = letter_title(plain, heading, stop)
    body = stop if letter else letters.end if letters else heading
    return Opening(heading, None, letter is not None, letters, stop, body)


def kind_line(plain: PlainText, start: int, end: int) -> re.Match[str] | None:
    """Find the first line in a range of the view that is the word of a kind in capitals.

    A title may follow in the same line. Without such a line, one that holds nothing but the word counts too.
    """
    alone = None
    for found in _KIND_LINE.finditer(plain.lower, start, end):
        match = _in_one_line(plain, found)
        kind = plain.text[match.start("kind") : match.end("kind")]
        first, second = tuple((plain.text[match.end("kind") : match.end("kind") + 2] + "  ")[:2])
        if kind.isupper() and (not (first.isupper() and first.isalpha()) or second.islower()):
            return match
        if alone is None and kind[0].isupper() and not kind.isupper() and first in "\n ":
            alone = match if plain.text.startswith(("\n", " \n"), match.end("kind")) else None
    return alone


def _in_one_line(plain: PlainText, match: re.Match[str]) -> re.Match[str]:
    """Keep of a kind the line in capitals, where what follows belongs to the title: "QUY CHẾ / Phối hợp"."""
    line, broken, rest = plain.text[match.start("kind") : match.end("kind")].partition("\n")
    if not broken or not line.isupper() or rest.isupper():
        return match
    return _KIND_LINE.match(plain.lower, match.start(), match.start("kind") + len(line)) or match


def title_under(plain: PlainText, match: re.Match[str], end: int) -> Title:
    """Read the title below the line of a kind: lines of one style up to the preamble."""
    kind = " ".join(match["kind"].split())
    lines = _title_lines(plain, match.end(), end)
    if not lines:
        return Title(KIND_OF_WORD.get(kind, kind.capitalize()), "", match.end(), match.end())
    first = lines[0].start
    last = lines[-1].start + len(lines[-1].text)
    words = plain.words(first, last).rstrip(" .:;")
    while last > first and plain.text[last - 1] in " .:;\n":
        last -= 1
    return Title(KIND_OF_WORD.get(kind, kind.capitalize()), words, first, last)


def letter_title(plain: PlainText, start: int, end: int) -> Title | None:
    """Read the title of a letter: "V/v …" up to the end of its cell or paragraph, or the dated place."""
    match = _LETTER.search(plain.lower, start, end)
    if match is None:
        return None
    first = match.start("title")
    stop = _LETTER_END.search(plain.lower, first, end)
    last = stop.start() if stop else end
    last = first + len(plain.text[first:last].rstrip(" .;\n"))
    dated = _DATED_PLACE.search(plain.text, first, last)
    beside = dated.span("place") if dated is not None else None
    if beside is not None:  # the other column of the heading, run into a line of the title
        words = f"{plain.words(first, beside[0])} {plain.words(beside[1], last)}".strip(" .;")
        return Title("Công văn", words, first, last, beside)
    return Title("Công văn", plain.words(first, last).rstrip(" .;"), first, last)


def _lines(plain: PlainText, position: int, end: int) -> list[_Line]:
    lines: list[_Line] = []
    blank = False
    while position < end and len(lines) < 3 * _MOST_LINES:
        stop = plain.text.find("\n", position, end)
        stop = end if stop < 0 else stop
        raw = plain.text[position:stop]
        cell = len(raw) if (cut := re.search(r"[|\t]", raw)) is None else cut.start()
        words = raw[:cell].strip(" #")
        if words:
            lines.append(_Line(words, position + raw.index(words[0]), blank))
        blank = not raw.strip()
        if cut is not None and lines:
            break
        position = stop + 1
    return lines


def _title_lines(plain: PlainText, position: int, end: int) -> list[_Line]:
    lines = _lines(plain, position, end)
    while lines and not any(c.isalpha() for c in lines[0].text):
        lines.pop(0)
    if not lines or _is_authority(plain, lines, 0):
        return []
    capitals = _in_capitals(lines[0].text)
    if capitals and len(lines) > 1 and "\n" not in plain.text[position : lines[0].start]:
        # "BÁO CÁO THẨM TRA" above "Dự án Luật …": words behind the kind do not tell the style of the title
        short = len(lines[0].text.split()) <= _FEW_WORDS
        capitals = not short or _in_capitals(lines[1].text)
    taken = lines[:1]
    for index, line in enumerate(lines[1:_MOST_LINES], 1):
        if _RULER.match(line.text) or _ends_title(plain, lines, index, capitals=capitals):
            if _SENDING.search(line.text) and index > 1 and _runs_on(plain, taken[-1], line):
                taken.pop()
            break
        taken.append(line)
    return taken


def _runs_on(plain: PlainText, line: _Line, below: _Line) -> bool:
    """Tell whether the name of a body begins with one line and goes on in the next: "THỦ / TƯỚNG … điện:"."""
    end = issuer_end(plain.text, plain.lower, line.start)
    return end is not None and end > below.start


def _ends_title(plain: PlainText, lines: list[_Line], index: int, *, capitals: bool) -> bool:
    line, before = lines[index], lines[index - 1]
    if before.text.lower().endswith((" của", " và", ",", " về")) and not line.blank_before:
        return False
    attached = line.text.startswith("(") or _ATTACHED.match(line.text.lower()) is not None
    if attached or _is_authority(plain, lines, index) or _SENDING.search(line.text):
        return True
    if capitals:
        return not _in_capitals(line.text)
    if _in_capitals(line.text) and len(line.text) > 6:
        return True
    if line.blank_before:
        return not line.text[0].islower()
    return line.text[0].isupper() and _OPENING.match(line.text.lower()) is not None


def _is_authority(plain: PlainText, lines: list[_Line], index: int) -> bool:
    """Tell the line that names who decides ("BỘ TRƯỞNG BỘ Y TẾ") by itself and by the preamble under it.

    The name may fill several lines; nothing but a term or a session may stand behind it.
    """
    capitals = index
    while capitals < len(lines) and _in_capitals(lines[capitals].text):
        capitals += 1
    if capitals == index or capitals == len(lines):
        return False
    below = lines[capitals]
    skipped = len(below.text) - len(below.text.lstrip("- "))
    if _OPENING.match(plain.lower, below.start + skipped) is None:
        return False
    end = issuer_end(plain.text, plain.lower, lines[index].start)
    last = lines[capitals - 1]
    rest = plain.lower[end : last.start + len(last.text)] if end else "?"
    return _BEHIND_AUTHORITY.fullmatch(rest) is not None


def _in_capitals(words: str) -> bool:
    letters = [c for c in words[:_LONGEST_LINE] if c.isalpha()]
    return bool(letters) and sum(c.isupper() for c in letters) >= 0.75 * len(letters)
