"""Find tables that were written down cell by cell, as converters of PDF and web pages print them.

The header is a run of lines that name columns ("TT", "Nhiệm vụ", "Cơ quan", "chủ trì", …); then come rows,
each opened by the next number, whose cells follow one after another with nothing between them but line
ends. Running heads, page numbers, footnotes and repeated headers stand in between. What the rows look like
inside is for `graph_build.linear_cells`.

Reads the text beside the tables already known; gives `Table` records as a format with ruled tables would,
and ledger entries for rows whose cells cannot be told apart with certainty.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.align import names_actors
from graph_build.columns import kind_of
from graph_build.grids import DITTO
from graph_build.headings import Column, columns_of, regrouped
from graph_build.issues import doubtful_at, skipped_at
from graph_build.line_forms import PAGE_MARK
from graph_build.linear_cells import Parser
from graph_build.linear_order import BULLETS, Counter, heads, split_header
from graph_build.linear_signs import Fragment, parted
from graph_build.linear_widths import Cells, Widths, widths_of
from graph_build.records import Cell, Issue, Table
from graph_build.spans import Spans
from graph_build.text import evidence, fold

_FIRST = re.compile(
    r"^[ \t\u00a0*|]*(?:TT|STT|S\.TT|Số[ ]TT|Số[ ]thứ[ ]tự|Stt|Tt)[ \t\u00a0*.]*$", re.MULTILINE
)
"""A line that holds nothing but the heading of the column of numbers."""
_FURNITURE = re.compile(
    r"CÔNG BÁO/Số [^\n]{0,60}|(?:Trang|Page) \d{1,4}(?:\s?(?:/|of)\s?\d{1,4})?|" + PAGE_MARK,
    re.IGNORECASE,
)
_PAGE_NUMBER = re.compile(r"[-–\s]*\d{1,4}[-–\s]*")
_STOP = re.compile(
    r"(?:PHỤ\s+LỤC|Phụ\s+lục\s+(?:số\s+)?[\dIVX]{1,4}\b|Điều\s+\d{1,3}\s*\.|CHƯƠNG\s+[IVX]+|Nơi\s+nhận\b"
    r"|(?:TM|KT|TL|TUQ|Q)\.\s|Ghi\s+chú\s*:|Ký\s+bởi\s*:)"
)
"""What opens text after a table."""
_FOOTNOTE = re.compile(r"(\d{1,3})\s+[^\W\d_]")
_PIECES = re.compile(r"\S+(?:[ \u00a0]\S+)*")
_CODE = re.compile(
    r"\(?(?P<code>[IVXLC]{1,6}|[A-ZĐ]|\d{1,3}(?:\.\d{1,3}){0,3})\)?(?:\s*[.)/:]\s*|\s+|$)(?=[^\s.,;:]|$)"
)
_ONE_OF_TWO = "One of two cells of names is empty or merged with the one above; it is read as the first."
_ONE_LEADS = (
    "The names follow each other without a mark; the first leads alone, as in the table's other rows."
)
_MAX_HEADER = 30
_MAX_HEADING = 6
"""Lines of a row that only heads others."""
_MAX_UNREAD = 50
"""Headers without readable rows after which a text is not looked through further."""
_MAX_ROW = 400
"""Lines of one row; more is no row."""


class _Run(NamedTuple):
    """A header: its cells as runs of fragments, and the place of the first fragment after it."""

    cells: tuple[tuple[int, int], ...]
    end: int


class _Start(NamedTuple):
    """A place where a row begins: its code, and whether words follow in the same fragment."""

    place: int
    code: str
    inline: int


def linear_tables(
    context: ActorContext, text: str, tables: Sequence[Table], extent: tuple[int, int]
) -> tuple[tuple[Table, ...], tuple[Issue, ...]]:
    """Find the tables written cell by cell within `extent`, outside `tables`, in reading order."""
    found: list[Table] = []
    issues: list[Issue] = []
    last, unread = extent[0], 0
    within = Spans((table.start, table.end + 1) for table in tables)
    begins = sorted(table.start for table in tables)
    for match in _FIRST.finditer(text, *extent):
        if match.start() < last or within.overlap(match.start(), match.start() + 1):
            continue
        following = bisect_right(begins, match.start())
        limit = begins[following] if following < len(begins) else extent[1]
        span = match.start(), min(limit, extent[1])
        probe = _Reader(context, text, islice(_fragments(text, *span), _MAX_HEADER + 1))
        if probe.header(0) is None:
            issues.extend(probe.unread())
            continue
        if unread >= _MAX_UNREAD:
            break
        reader = _Reader(context, text, _fragments(text, *span))
        table = reader.read()
        if table is None:
            issues.extend(reader.unread())
            unread += 1
            continue
        found.append(table)
        issues.extend(reader.issues)
        last = table.end
    return tuple(found), tuple(issues)


def _fragments(text: str, start: int, end: int) -> Iterator[Fragment]:
    """Cut a span into lines, and lines at wide white, which may part two cells."""
    gap = "line"
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        line = text[position:stop]
        if "\f" in line:
            gap = "page"
            line = line.replace("\f", " ")
        if not line.strip(" \t\u00a0*|"):
            gap = gap if gap == "page" else "blank"
        else:
            for match in _PIECES.finditer(line):
                words = match.group().strip("*| \u00a0")
                if words:
                    begin = position + match.start() + match.group().index(words)
                    yield Fragment(words, begin, begin + len(words), gap)
                    gap = "wide"
            gap = "line"
        position = stop + 1


class _Reader:
    """Reads one table from its first heading on."""

    def __init__(self, context: ActorContext, text: str, fragments: Iterator[Fragment]) -> None:
        self.context, self.text = context, text
        self.parts: list[Fragment] = []
        for one in self._body(fragments):
            self.parts += parted(context, one, self.parts[-1].text if self.parts else "")
        self.issues: list[Issue] = []

    def _body(self, fragments: Iterator[Fragment]) -> Iterator[Fragment]:
        """Leave out running heads, page numbers and footnotes; a page begins where they were."""
        page: list[Fragment] = []
        broken = number = False
        for one in fragments:
            if _FURNITURE.fullmatch(one.text):
                if (
                    page
                    and one.gap != "wide"
                    and _PAGE_NUMBER.fullmatch(page[-1].text)
                    and page[-1].gap != "line"
                ):
                    page.pop()
                yield from self._without_notes(page)
                page, broken, number = [], True, True
                continue
            if number and not page and _PAGE_NUMBER.fullmatch(one.text):
                number = False
                continue
            if not page and _STOP.match(one.text) and (broken or one.gap in {"blank", "page"}):
                yield from ()
            page.append(one._replace(gap="page") if broken else one)
            broken = False
        yield from self._without_notes(page)

    def _without_notes(self, page: list[Fragment]) -> list[Fragment]:
        """Leave out the footnotes at the foot of a page: their marks stand at the end of words above."""
        for place, one in enumerate(page):
            match = _FOOTNOTE.match(one.text)
            if match is None or one.gap != "blank":
                continue
            mark = re.compile(rf"[^\W\d_”\")]{match.group(1)}$|[”\")]{match.group(1)}$")
            if any(mark.search(above.text) for above in page[:place]):
                return page[:place]
        return page

    def read(self) -> Table | None:
        """Read the table; None where the lines are no header of a table of mandates, or no rows follow."""
        header = self.header(0)
        if header is None:
            return None
        cells = [self._cell(first, last) for first, last in header.cells]
        rows_of_heading = regrouped(cells) or (cells, None)
        columns = columns_of(*rows_of_heading)
        kinds = {column.kind for column in columns}
        if not {"title", "indicator"} & kinds or not kinds & {
            "lead",
            "perform",
            "coordinate",
            "due",
            "target",
        }:
            return None
        names = [fold(cell.text) for cell in cells]
        kept = self._without_repeats(header.end, names)
        starts, end = self._starts(kept)
        if not starts:
            return None
        bounds = [start.place for start in starts] + [end]
        rows = [kept[first:last] for first, last in pairwise(bounds)]
        parser = Parser(self.context, [column.kind for column in columns], [one.text for one in kept])
        widths: Widths = {}
        for _ in range(2):
            read = [self._row(parser, starts, index, rows[index], widths) for index in range(len(rows))]
            some = [cells for cells in read if cells is not None]
            widths = widths_of(some)
            parser.learn_leads(some)
            if not widths and not parser.alone:
                break
        heading = [row for row in rows_of_heading if row is not None]
        return self._table(heading, columns, starts, rows, read)

    def unread(self) -> Iterator[Issue]:
        """Enter in the ledger what looks like a header of mandates and could not be read."""
        some = self.parts[:_MAX_HEADER]
        kinds = {kind_of(part.text) for part in some if len(part.text) <= 60}
        if "title" in kinds and kinds & {"lead", "perform"}:
            yield skipped_at("unknown-table", evidence(self.text, some[0].start, some[-1].end))

    def _row(
        self, parser: Parser, starts: Sequence[_Start], index: int, row: list[Fragment], widths: Widths
    ) -> Cells | None:
        start, body = starts[index], row[1:]
        if start.inline:
            first = row[0]
            body = [
                Fragment(first.text[start.inline :], first.start + start.inline, first.end, "line"),
                *body,
            ]
        leads_on = index + 1 < len(starts) and heads(start.code, starts[index + 1].code)
        if leads_on and body and len(body) <= _MAX_HEADING:
            return parser.heading(body)
        return (
            parser.cells(body, widths, last=index + 1 == len(starts)) if 0 < len(body) <= _MAX_ROW else None
        )

    def _cell(self, first: int, last: int) -> Cell:
        start, end = self.parts[first].start, self.parts[last - 1].end
        return Cell(text=self.text[start:end], start=start, end=end)

    def header(self, at: int) -> _Run | None:
        """Read a header from its first fragment: the split into cells in which most of them name columns."""
        end = at + 1
        while end < len(self.parts) and end - at < _MAX_HEADER:
            match = _CODE.match(self.parts[end].text)
            if match and (match.group("code") in {"1", "I", "A", "1.1"} or match.end() == len(match.string)):
                break
            if match and match.group("code").isdigit() and match.string[match.end()].isupper():
                break  # the count goes on from another page: "78 Xây dựng …"
            if len(self.parts[end].text) > 60:
                return None
            end += 1
        else:
            return None
        cells = split_header([part.text for part in self.parts[at:end]])
        if cells is None:
            return None
        placed = tuple((at + first, at + last) for first, last in cells)
        return _Run(placed, self._past_column_numbers(end, len(cells)))

    def _past_column_numbers(self, at: int, count: int) -> int:
        """Step over a row that numbers the columns: (1) (2) (3)."""
        printed = [part.text.strip("()[] ") for part in self.parts[at : at + count]]
        counted = [str(n) for n in range(1, count + 1)]
        for fewer in (0, 1, 2):  # names that stand over others have no number of their own
            many = count - fewer
            if many > 2 and printed[:many] == counted[:many]:
                return at + many
        return at

    def _without_repeats(self, at: int, names: Sequence[str]) -> list[Fragment]:
        """Leave out the header where it is printed again; a page begins there."""
        kept: list[Fragment] = []
        whole = " ".join(names).split()
        page = False
        while at < len(self.parts):
            one = self.parts[at]
            if fold(one.text) == names[0]:
                words, stop = list[str](), at
                while stop < len(self.parts) and len(words) < len(whole):
                    words.extend(fold(self.parts[stop].text).split())
                    stop += 1
                if words == whole:
                    at, page = self._past_column_numbers(stop, len(names)), True
                    continue
            if one.gap != "wide" and _STOP.match(one.text) and (page or one.gap in {"blank", "page"}):
                break
            kept.append(one._replace(gap="page") if page else one)
            page = False
            at += 1
        return kept

    def _starts(self, kept: Sequence[Fragment]) -> tuple[list[_Start], int]:
        """Find where rows begin: the fragments that open with the number that must come next."""
        found: list[_Start] = []
        counter, dotted = Counter(), True
        opening = (_CODE.match(one.text) for one in kept if one.gap != "wide")
        counter.begin([match.group("code") for match in opening if match])
        for place, one in enumerate(kept):
            if one.gap == "wide":
                continue
            if found and one.text in BULLETS:
                found.append(_Start(place, one.text, 0))
                continue
            match = _CODE.match(one.text)
            if match is None:
                if not found:
                    return [], 0
                continue
            rest = one.text[match.end() :]
            if rest and not (rest[0].isupper() or rest[0] in "-“\"'("):
                continue
            if found and "." in match.group()[len(match.group("code")) :]:
                if not dotted and names_actors(rest.partition(" chủ trì")[0]):
                    continue  # one of the bodies that a cell numbers: "2. Bộ Y tế chủ trì: …"
            elif not found or match.group("code").isdigit():
                dotted = False
            if counter.take(match.group("code"), alone=not rest, page=one.gap == "page"):
                found.append(_Start(place, match.group("code"), match.end() if rest else 0))
            elif not found:
                return [], 0
        return found, len(kept)

    def _table(
        self,
        heading: Sequence[Sequence[Cell]],
        columns: Sequence[Column],
        starts: Sequence[_Start],
        rows: Sequence[Sequence[Fragment]],
        read: Sequence[Cells | None],
    ) -> Table:
        printed: list[tuple[Cell, ...]] = [tuple(row) for row in heading]
        pair = [next((c.index for c in columns if c.kind == kind), -1) for kind in ("lead", "coordinate")]
        paired = any(cells and cells.rows and pair[1] in cells.rows[0] for cells in read)
        number = next((c.index for c in columns if c.kind == "number"), 0)
        end = max(cell.end for row in heading for cell in row)
        above = True  # whether the row above was read: "nt" stands for its words
        for start, row, cells in zip(starts, rows, read, strict=True):
            taken = row[: cells.taken + (0 if start.inline else 1)] if cells is not None else row
            end = max(end, taken[-1].end)
            known = cells is not None and cells.certain and _repeats(row, cells, above=above)
            above = known
            if cells is None or not known:
                quote = evidence(self.text, row[0].start, taken[-1].end)
                self.issues.append(skipped_at("uncertain-cells", quote, cells.why if cells else ""))
                continue
            if paired and cells.rows and pair[0] in cells.rows[0] and pair[1] not in cells.rows[0]:
                quote = evidence(self.text, *cells.rows[0][pair[0]])
                self.issues.append(doubtful_at("uncertain-cells", quote, _ONE_OF_TWO))
            if cells.leaning:
                quote = evidence(self.text, row[0].start, taken[-1].end)
                self.issues.append(doubtful_at("uncertain-cells", quote, _ONE_LEADS))
            for index, spans in enumerate(cells.rows or ({},)):
                line = [Cell(text="", start=row[0].start, end=row[0].start)] * len(columns)
                if index == 0:
                    begin = self.text.index(start.code, row[0].start)
                    line[number] = Cell(text=start.code, start=begin, end=begin + len(start.code))
                for column, (first, last) in spans.items():
                    line[column] = Cell(text=self.text[first:last], start=first, end=last)
                printed.append(tuple(line))
        return Table(start=heading[0][0].start, end=end, rows=tuple(printed))


def _repeats(row: Sequence[Fragment], cells: Cells, *, above: bool) -> bool:
    """Tell whether every "nt" of a row is a cell of its own, and the row above was read (`above`)."""
    spans = {span for one in cells.rows for span in one.values()}
    said = [(one.start, one.end) for one in row if DITTO.fullmatch(one.text)]
    return not said or (above and spans.issuperset(said))
