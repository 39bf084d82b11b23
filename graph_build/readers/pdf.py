"""Read PDF files, as Công báo prints them; pages without a text layer (scans) by OCR.

What a page adds to the document is taken off: running heads, page numbers, the stamp of the digital
signature, footnote digits stuck to words. Footnotes go to the end of the text. Tables are found by
their ruled lines; a table that goes on over pages is one table, every row with its page. Two columns
of the letterhead are read one after the other.

Reads bytes; gives the content with the page of every table row and the offset of every page.
"""

from __future__ import annotations

import io
import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace

from graph_build.errors import BrokenFile, EmptyFile, EncryptedFile, LimitExceeded, ScanUnread
from graph_build.issues import doubtful, skipped
from graph_build.readers.apart import read_apart
from graph_build.readers.blocks import Paragraph, Slot, TableBlock, compose, respelled, words_of
from graph_build.readers.cell_lines import rejoined
from graph_build.readers.content import Content
from graph_build.readers.legacy import font_encoding_of, in_unicode
from graph_build.readers.limits import FILE_SECONDS
from graph_build.readers.open_tables import open_tables
from graph_build.readers.print_columns import column_order
from graph_build.readers.print_lines import Char, Line, lines_of, within
from graph_build.readers.upright import standing, turned_upright
from graph_build.records import Cell, Issue, Table

if TYPE_CHECKING:
    from graph_build.readers.scan_page import ScanPage
    from graph_build.readers.scans import Scans

MAX_PAGES = 2_000
"""Pages read from one file."""

_STAMP = re.compile(r"^\W*(?:Ký bởi|Người ký|Cơ quan|Ngày ký|Thời gian ký|Email)\s*:", re.IGNORECASE)
_PAGE_NUMBER = re.compile(r"^\W*\d{1,4}\W*$")
_NOTE = re.compile(r"^\d{1,3}\s*[^\W\d]")


_MOST_TURNED = 500
"""Characters of turned words that an entry of the ledger shows."""
_THICKEST_RULE = 3.0
"""Points up to which a filled box is a ruled line."""
_SAME_SIZE = 0.6
"""Points by which the lines of one footnote may differ in size."""
_SAME_RULE = 2.0
"""Points within which two rules are the same one."""
_LEAST_ROW, _FEWEST_RULES = 6.0, 3
"""Points from which rules down a table that end in the open hold a row, and how many these are at least."""


@dataclass
class _Page:
    """What a page holds, in reading order."""

    number: int
    width: float
    height: float
    parts: list[Line | TableBlock] = field(default_factory=list)
    turned: str = ""
    """The words that stand another way than the others; they are not read."""


def read_pdf(name: str, data: bytes) -> Content:
    """Read one PDF.

    Raises EncryptedFile where a password locks it, BrokenFile where the file is damaged, ScanUnread where
    there is nothing but scanned pages and no OCR, EmptyFile where there are no words, LimitExceeded above
    `MAX_PAGES`.
    """
    return read_apart(pdf_content, name, data, "PDF", seconds=FILE_SECONDS)


def pdf_content(name: str, data: bytes) -> Content:
    """Read one PDF in this process. Raises as `read_pdf`."""
    from graph_build.readers.scans import Scans  # noqa: PLC0415 - loads pdfplumber

    scans = Scans()
    return _content(name, _read_pages(name, data, scans), scans)


def scan_content(name: str, pages: Iterable[ScanPage], scans: Scans) -> Content:
    """Put pages that were read by OCR together. Raises ScanUnread, EmptyFile."""
    return _content(name, [_read_page(page.page_number, page) for page in pages], scans)


def _content(name: str, pages: Sequence[_Page], scans: Scans) -> Content:
    issues = (*scans.ledger(), *_turned(pages))
    if not any(page.parts for page in pages):
        if scans.failed:
            raise ScanUnread(name, " ".join(issue.why for issue in issues))
        raise EmptyFile(name)
    issues = (*issues, *_spelled_out(pages))
    return _compose(name, pages)._replace(issues=issues)


def _spelled_out(pages: Sequence[_Page]) -> Iterator[Issue]:
    """Spell words from old fonts in Unicode; a soft hyphen on paper is a hyphen."""
    words = (
        part.text if isinstance(part, Line) else words_of([part]) for page in pages for part in page.parts
    )
    encoding = font_encoding_of("\n".join(words))
    for page in pages:
        page.parts = [_spelled(part, encoding) for part in page.parts]
    if encoding:
        yield doubtful(
            "other-encoding", f"The words are in {encoding}, an encoding of old fonts.", text=encoding
        )


def _spelled(part: Line | TableBlock, encoding: str) -> Line | TableBlock:
    def spell(words: str) -> str:
        return in_unicode(words, encoding) if encoding else words.replace("\u00ad", "-")

    if isinstance(part, Line):
        part.text = spell(part.text)
        return part
    (table,) = respelled([part], spell)
    return cast(TableBlock, table)


def _turned(pages: Sequence[_Page]) -> Iterator[Issue]:
    """Note the words that stand another way than the lines of their page, the same ones once."""
    where: dict[str, list[int]] = {}
    for page in pages:
        if page.turned:
            where.setdefault(page.turned, []).append(page.number)
    for words, numbers in where.items():
        more = f" and {len(numbers) - 1} more pages" if len(numbers) > 1 else ""
        why = f"Turned or far too large words are not read (page {numbers[0]}{more})."
        yield skipped("turned-words", why, text=words[:_MOST_TURNED])


def _read_pages(name: str, data: bytes, scans: Scans) -> list[_Page]:
    # Loading these takes half a second, which a corpus without PDF files need not wait for.
    import pdfplumber  # noqa: PLC0415
    from pdfminer.pdfdocument import PDFPasswordIncorrect  # noqa: PLC0415
    from pdfplumber.utils.exceptions import PdfminerException  # noqa: PLC0415

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            if len(document.pages) > MAX_PAGES:
                raise LimitExceeded(name, "the number of pages", len(document.pages), MAX_PAGES)
            pages = document.pages
            return [_read_page(number, _seen(page, scans)) for number, page in enumerate(pages, 1)]
    except PdfminerException as error:
        if error.args and isinstance(error.args[0], PDFPasswordIncorrect):
            raise EncryptedFile(name) from error
        raise BrokenFile(name, "PDF", "damaged, its pages cannot be found") from error
    except (ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise BrokenFile(name, "PDF", "damaged, its pages cannot be found") from error


def _seen(page: Any, scans: Scans) -> Any:
    """Give a page as its text layer has it, upright, or as read by OCR."""
    seen = scans.seen(page)
    return turned_upright(page) if seen is page else seen


def _read_page(number: int, page: Any) -> _Page:
    found = _Page(number, float(page.width), float(page.height))
    chars, found.turned = standing(page.chars)
    ruled = len(page.rects) + len(page.lines) + len(page.curves) > 3
    tables = [
        t
        for t in (_tables(_without_backdrops(page)) if ruled else ())
        if len(t.rows) > 1 or len(t.rows[0].cells) > 2
    ]
    placed: list[tuple[float, Line | TableBlock]] = []
    for table in tables:
        inside = [char for char in chars if within(char, table.bbox)]
        chars = [char for char in chars if not within(char, table.bbox)]
        placed.append((table.bbox[1], _table_block(inside, table)))
    for unruled in open_tables(chars):
        chars = [char for char in chars if id(char) not in unruled.chars]
        placed.append((unruled.top, unruled.block))
    placed.extend((line.top, line) for line in lines_of(chars))
    found.parts = [part for _, part in sorted(placed, key=lambda item: item[0])]
    page.close()
    return found


def _tables(page: Any) -> Sequence[Any]:
    """Find the ruled tables of a page; a row that the edge of the page cuts has no rule there."""
    tables: Sequence[Any] = page.find_tables()
    ends = [end for table in tables for end in _open_ends(page, table.bbox)]
    return page.find_tables({"explicit_horizontal_lines": ends}) if ends else tables


def _open_ends(page: Any, bbox: tuple[float, float, float, float]) -> Iterator[float]:
    """Give the heights at which the rules down a table all end without one across, above or below it."""
    left, top, right, bottom = bbox
    down = [e for e in page.edges if e["orientation"] == "v" and left - 1 <= e["x0"] <= right + 1]
    above = [e for e in down if e["top"] < top - _LEAST_ROW and e["bottom"] > top - _SAME_RULE]
    below = [e for e in down if e["bottom"] > bottom + _LEAST_ROW and e["top"] < bottom + _SAME_RULE]
    for cut, end in ((above, "top"), (below, "bottom")):
        places = {round(e["x0"] / _SAME_RULE) for e in cut}
        heights = [float(e[end]) for e in cut]
        if len(places) >= _FEWEST_RULES and max(heights) - min(heights) < _SAME_RULE:
            yield heights[0]


def _without_backdrops(page: Any) -> Any:
    """Leave out the filled boxes behind lines of print, whose edges are no rules of a table.

    A table that is drawn by nothing but filled boxes keeps them.
    """
    boxes = [rect for rect in page.rects if _backs(rect)]
    rules = len(page.rects) - len(boxes) + len(page.lines) + len(page.curves)
    return page.filter(lambda one: not _backs(one)) if boxes and rules > 3 else page


def _backs(one: Char) -> bool:
    thick = one["object_type"] == "rect" and min(one["width"], one["height"]) > _THICKEST_RULE
    return thick and bool(one.get("fill")) and not one.get("stroke")


def _table_block(chars: Sequence[Char], table: Any) -> TableBlock:
    """Make a table of ruled boxes; a box that reaches below the top of the next row covers that row too."""
    tops = [min(box[1] for box in row.cells if box is not None) for row in table.rows]
    covered: dict[int, int] = {}  # position in a row: the first row that is free again
    rows = []
    for index, row in enumerate(table.rows):
        slots = []
        for place, box in enumerate(row.cells):
            if box is None and covered.get(place, 0) > index:
                continue
            inside = [] if box is None else [char for char in chars if within(char, box)]
            words = "" if box is None else rejoined(lines_of(inside), box)
            down = 1 if box is None else sum(top < box[3] - _SAME_RULE for top in tops[index:])
            covered[place] = index + down
            slots.append(Slot((Paragraph(words),) if words else (), row_span=max(1, down)))
        rows.append(tuple(slots))
    return TableBlock(tuple(rows))


def _running(pages: Sequence[_Page]) -> frozenset[str]:
    """Find what is printed at the head or foot of several pages, digits left out."""
    seen: Counter[str] = Counter()
    for page in pages:
        edges = {re.sub(r"\d+", "#", line.text) for line in _edge_lines(page)}
        seen.update(edges)
    return frozenset(text for text, count in seen.items() if count > 1 and count >= 0.3 * len(pages))


def _edge_lines(page: _Page) -> list[Line]:
    return [part for part in page.parts if isinstance(part, Line) and _at_edge(page, part)]


def _at_edge(page: _Page, line: Line) -> bool:
    """Tell whether a line stands in the margin at the head or foot; margins go by the longer side."""
    side = max(page.width, page.height)
    return line.bottom < 0.1 * side or line.top > page.height - 0.07 * side


def _cleaned(pages: Sequence[_Page]) -> list[Line]:
    """Take running heads, page numbers, stamps and footnotes off the pages; gives the footnotes."""
    running = _running(pages)
    sizes = [part.size for page in pages for part in page.parts if isinstance(part, Line)]
    body = median(sizes) if sizes else 0.0
    notes: list[Line] = []
    for page in pages:
        kept: list[Line | TableBlock] = []
        note: Line | None = None
        for part in page.parts:
            if isinstance(part, TableBlock):
                kept.append(part)
                note = None
                continue
            noting = part.top > 0.4 * page.height and (
                part.noted
                or (note is not None and abs(part.size - note.size) < _SAME_SIZE)
                or (part.size < 0.9 * body and bool(_NOTE.match(part.text)))
            )
            note = part if noting else None
            edge = _at_edge(page, part)
            head = edge and (re.sub(r"\d+", "#", part.text) in running or bool(_PAGE_NUMBER.match(part.text)))
            if noting:
                notes.append(part)
            elif not head and not _STAMP.match(part.text):
                kept.append(part)
        page.parts = kept
    return notes


def _paragraphs(page: _Page) -> Iterator[Paragraph | TableBlock]:
    """Put the lines of a page together to paragraphs by indent and white; tables stay between them."""
    lines = [part for part in page.parts if isinstance(part, Line)]
    margin = min((line.left for line in lines), default=0.0)
    edge = max((line.right for line in lines), default=0.0)
    some: list[Line] = []
    for part in column_order(page.parts):
        if isinstance(part, TableBlock):
            if some:
                yield _joined(some)
            some = []
            yield part
            continue
        if some and _begins(some[-1], part, margin, edge):
            yield _joined(some)
            some = []
        some.append(part)
    if some:
        yield _joined(some)


def _begins(before: Line, line: Line, margin: float, edge: float) -> bool:
    """Tell whether a line begins a paragraph: white above it, or an indent that does not centre it."""
    if line.top - before.bottom > 0.9 * (before.bottom - before.top) or line.top < before.top - 2:
        return True
    left, right = line.left - margin, edge - line.right
    centred = abs(left - right) < 12 and left > 12
    return 12 < left < 75 and not centred


def _joined(lines: Sequence[Line]) -> Paragraph:
    return Paragraph("\n".join(line.text for line in lines))


def _compose(name: str, pages: Sequence[_Page]) -> Content:
    notes = _cleaned(pages)
    text, starts = "", []
    tables: list[Table] = []
    open_table = False
    for page in pages:
        blocks = list(_paragraphs(page))
        if text and blocks:
            text += "\n\n"
        starts.append(len(text))
        words, found = compose(name, blocks)
        for index, table in enumerate(found):
            shifted = _shifted(table, len(text), page.number)
            goes_on = open_table and index == 0 and bool(blocks) and isinstance(blocks[0], TableBlock)
            if goes_on and tables and _width(tables[-1]) == _width(shifted):
                tables[-1] = _merged(tables[-1], shifted)
            else:
                tables.append(shifted)
        open_table = bool(found) and isinstance(blocks[-1], TableBlock)
        text += words
    if notes:
        text += "\n\n" + "\n".join(line.text for line in notes)
    return Content(text, tuple(_without_slivers(table) for table in tables), page_starts=tuple(starts))


def _without_slivers(table: Table) -> Table:
    """Merge neighbouring columns that are never both filled: rules inside a heading cut one column in two."""
    width = _width(table)
    blank = Cell(text="", start=table.start, end=table.start)
    columns = [[row[i] if i < len(row) else blank for row in table.rows] for i in range(width)]
    kept: list[list[Cell]] = []
    for column in columns:
        if kept and not any(a.text and b.text for a, b in zip(kept[-1], column, strict=True)):
            kept[-1] = [a if a.text else b for a, b in zip(kept[-1], column, strict=True)]
        else:
            kept.append(column)
    return replace(table, rows=tuple(zip(*kept, strict=True)))


def _width(table: Table) -> int:
    return max(len(row) for row in table.rows)


def _shifted(table: Table, by: int, page: int) -> Table:
    rows = tuple(
        tuple(replace(cell, start=cell.start + by, end=cell.end + by) for cell in row) for row in table.rows
    )
    return replace(table, start=table.start + by, end=table.end + by, rows=rows, pages=(page,) * len(rows))


def _merged(above: Table, below: Table) -> Table:
    rows: tuple[tuple[Cell, ...], ...] = (*above.rows, *below.rows)
    return replace(above, end=below.end, rows=rows, pages=(*above.pages, *below.pages))
