"""A picture of a page, brought to what a page of a PDF with a text layer has: characters and ruled lines.

From there on scans are read by the same rules as other PDF files. The picture is set straight, its ruled
lines are found, every cell that they enclose is read as a picture of its own, and so is the rest of the page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import mean
from typing import Any

from PIL import Image, ImageDraw, ImageOps

from graph_build.issues import doubtful, skipped
from graph_build.readers.legacy import vietnamese
from graph_build.readers.limits import MAX_PIXELS
from graph_build.readers.ocr import (
    BLOCK,
    NO_ENGINE,
    PAGE,
    Box,
    Budget,
    OcrError,
    Word,
    engine,
    quarter_turns,
    words,
)
from graph_build.readers.print_lines import lines_of
from graph_build.readers.restored import restored
from graph_build.readers.rules import Rules, find_rules, straight, without_rules
from graph_build.readers.scan_page import POINTS, ScanPage, is_table, rows_with_gaps, scan_page
from graph_build.records import Issue

_DOUBTFUL = 60.0
"""Confidence below which a word is listed in the ledger."""
_SIDEWAYS = 65.0
"""Mean confidence below which a page is tried the other way round."""
_MAX_LISTED = 60
"""Doubtful words that an entry of the ledger lists."""
_DARK = 128
"""Grey values below this one are ink."""
_STAMPED = 400
"""Letters that stamps may put on a scanned page: who signed it, when, and where it came in."""
_OUTLINES = 200
"""Drawn curves from which a page without text seems to have its letters drawn."""
_WHOLE = 0.8
"""Share of a page that the scan of a whole page covers at least."""
_FAIR, _FINE = 200, 300
"""Dots per inch at which pages are drawn at least and at most."""
_LETTERS = "0123456789.ST"
_NUMBER = re.compile(r"\d{1,3}\.?")
_NUMERAL = re.compile(r"\d{1,3}\.?|[IVX]+\.?|[A-ZĐ]\.?|S?TT|SốTT")
_NUMBERS = frozenset({"TT", "STT", "SốTT"})
"""Headings of a column of numbers."""
_NARROW = 0.7
"""Inches up to which a column has room for numbers only."""
_NEAR = 8.0
"""Pixels within which the edges of cells in one column lie."""
_LEAST_COLUMNS = 5
"""Lines with such gaps from which a page seems to hold a table that has no ruled lines."""


@dataclass
class Scans:
    """The scanned pages of one file while they are read: what was spent, and what goes into the ledger."""

    budget: Budget = field(default_factory=Budget)
    confidence: dict[int, float] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)
    failed: bool = False

    def seen(self, page: Any) -> Any:
        """Give a page of pdfplumber; a scanned one as read by OCR, or empty where it cannot be read."""
        if not is_scan(page):
            return page
        number, dpi = page.page_number, resolution(page)
        # pdfplumber draws the page as it shows it: turned and cut to its box
        picture = page.to_image(resolution=dpi, antialias=True).original
        page.close()
        return self.page(number, picture, dpi) or ScanPage(number, page.width, page.height, {})

    def page(self, number: int, picture: Image.Image, dpi: int) -> ScanPage | None:
        """Read the picture of a page; None where it cannot be read, with the reason in the ledger."""
        if not engine():
            self.missing.append(number)
            self.failed = True
            return None
        try:
            read = _read(picture.convert("L"), dpi, self.budget)
        except OcrError as error:
            self.failed = True
            self.issues.append(skipped("scan-not-read", f"Page {number} was not read by OCR: {error}."))
            return None
        self._note(number, read.words, read.changes)
        page = scan_page(number, (read.width, read.height), read.words, read.rules, dpi)
        if not page.find_tables() and rows_with_gaps(page) >= _LEAST_COLUMNS:
            why = f"Page {number} seems to hold a table without ruled lines; it was read line by line."
            self.issues.append(skipped("scan-table", why))
        return page

    def _note(self, number: int, found: Sequence[Word], changes: Sequence[tuple[str, str]]) -> None:
        if not found:
            return
        self.confidence[number] = mean(word.confidence for word in found)
        doubted = [word for word in found if word.confidence < _DOUBTFUL]
        if doubted:
            listed = "; ".join(word.text for word in doubted[:_MAX_LISTED])
            more = f" (the first {_MAX_LISTED} are listed)" if len(doubted) > _MAX_LISTED else ""
            why = f"Page {number}: OCR is in doubt about {len(doubted)} of {len(found)} words{more}."
            self.issues.append(doubtful("scan-doubtful-words", why, text=listed))
        if changes:
            listed = "; ".join(f"{before} → {after}" for before, after in dict(changes).items())
            why = f"Page {number}: marks or spaces that OCR lost were put back in {len(changes)} phrases."
            self.issues.append(doubtful("scan-restored-words", why, text=listed))

    def ledger(self) -> tuple[Issue, ...]:
        """Give the entries for the ledger of the file."""
        entries: list[Issue] = []
        if self.missing:
            entries.append(skipped("scan-not-read", f"{_pages(self.missing)} not read. {NO_ENGINE}"))
        if self.confidence:
            lowest = min(self.confidence, key=lambda number: self.confidence[number])
            why = (
                f"{_pages(list(self.confidence))} read by OCR; the mean confidence is "
                f"{mean(self.confidence.values()):.0f} of 100, the lowest {self.confidence[lowest]:.0f} "
                f"on page {lowest}."
            )
            entries.append(doubtful("read-by-ocr", why))
        return (*entries, *self.issues)


def _pages(numbers: Sequence[int]) -> str:
    """Name pages: "Page 3 was", "Pages 1-4, 7 were"."""
    parts: list[str] = []
    first = last = numbers[0]
    for number in (*numbers[1:], -1):
        if number != last + 1:
            parts.append(str(first) if first == last else f"{first}-{last}")
            first = number
        last = number
    return f"Page {parts[0]} was" if len(numbers) == 1 else f"Pages {', '.join(parts)} were"


def is_scan(page: Any) -> bool:
    """Tell whether a page of pdfplumber shows words that it does not hold as text.

    That is a page of pictures or drawn outlines with no text at all, or with no more than the stamps of a
    signature on a picture that covers it; or one whose fonts do not say which letters they show; or the
    picture of a page under words that some other program recognised there without the marks of Vietnamese.
    """
    letters = [char["text"] for char in page.chars if char["text"].strip()]
    if not letters:
        return bool(page.images or len(page.curves) > _OUTLINES)
    unknown = sum(text.startswith("(cid:") for text in letters)
    if unknown > 0.5 * len(letters):
        return True
    covered = _covered(page)
    if len(letters) < _STAMPED:
        return covered > 0.5
    doubtful_layer = unknown or covered > _WHOLE
    return bool(doubtful_layer) and not vietnamese(" ".join(line.text for line in lines_of(page.chars)))


def _covered(page: Any) -> float:
    """Give the share of a page that its largest picture covers."""
    areas = [(image["x1"] - image["x0"]) * (image["bottom"] - image["top"]) for image in page.images]
    return max(areas, default=0.0) / max(1.0, float(page.width) * float(page.height))


def resolution(page: Any) -> int:
    """Give the dots per inch at which to draw a page: those of its largest picture, within bounds."""
    dots = [
        POINTS * image["srcsize"][0] / (image["x1"] - image["x0"])
        for image in page.images
        if image["x1"] - image["x0"] > 0.3 * float(page.width)
    ]
    most = (MAX_PIXELS * POINTS**2 / max(1.0, float(page.width) * float(page.height))) ** 0.5
    return int(min(max(max(dots, default=_FAIR), _FAIR), _FINE, most)) or 1


@dataclass
class _Reading:
    """What was found in a picture, in its pixels."""

    width: int
    height: int
    rules: Rules
    words: list[Word]
    changes: list[tuple[str, str]]

    def confidence(self) -> float:
        return mean(word.confidence for word in self.words) if self.words else 0.0


def _read(picture: Image.Image, dpi: int, budget: Budget) -> _Reading:
    """Read a grey picture; one that gives little sense is tried the way round that its letters stand."""
    first = _read_upright(picture, dpi, budget)
    if first.confidence() >= _SIDEWAYS or not _has_ink(picture):
        return first
    turns = quarter_turns(picture, dpi, budget)
    if not turns:
        return first
    second = _read_upright(picture.rotate(-90.0 * turns, expand=True, fillcolor=255), dpi, budget)
    return max(first, second, key=_Reading.confidence)


def _read_upright(picture: Image.Image, dpi: int, budget: Budget) -> _Reading:
    picture = straight(picture)
    rules = find_rules(picture, dpi)
    plain = without_rules(picture, rules)
    cells = [box for box in _cells(picture, rules, dpi) if _has_ink(plain.crop(_whole(box)))]
    rest = plain.copy()
    draw = ImageDraw.Draw(rest)
    for box in cells:
        draw.rectangle(box, fill=255)
    read = restored(words([rest], PAGE, dpi, budget)[0] if _has_ink(rest) else [])
    found, changes = read.words, read.changes
    inside = words([plain.crop(_whole(box)) for box in cells], BLOCK, dpi, budget)
    for index in _odd_numbers(cells, inside, dpi):
        close = _close(plain.crop(_whole(cells[index])), dpi)
        (again,) = words([close], BLOCK, dpi, budget, letters=_LETTERS)
        if len(again) == 1 and _NUMERAL.fullmatch(again[0].text):
            changes.append((" ".join(word.text for word in inside[index]), again[0].text))
            inside[index] = again
    for box, some in zip(cells, inside, strict=True):
        read = restored(some)
        changes += read.changes
        found += [
            word._replace(box=_moved(word.box, box), line=_moved(word.line, box)) for word in read.words
        ]
    return _Reading(picture.width, picture.height, rules, found, changes)


def _cells(picture: Image.Image, rules: Rules, dpi: int) -> list[Box]:
    """Find the cells of tables, in pixels; a frame around a whole page is none."""
    scale = POINTS / dpi
    page = scan_page(1, picture.size, (), rules._replace(areas=()), dpi)
    tables = [table for table in page.find_tables() if is_table(table)]
    boxes = {cell for table in tables for cell in table.cells}
    return [
        Box(*(value / scale for value in cell))
        for cell in sorted(boxes, key=lambda one: (one[1], one[0]))
        if (cell[2] - cell[0]) * (cell[3] - cell[1]) < 0.5 * page.width * page.height
    ]


def _odd_numbers(cells: Sequence[Box], inside: Sequence[Sequence[Word]], dpi: int) -> list[int]:
    """Find the cells that hold no number in a narrow column of numbers.

    Roman numerals, which head the sections of a table, are let be.
    """
    columns: list[list[int]] = []
    for index in sorted(range(len(cells)), key=lambda i: cells[i].left):
        last = cells[columns[-1][-1]] if columns else None
        if last and cells[index].left - last.left < _NEAR and abs(cells[index].right - last.right) < _NEAR:
            columns[-1].append(index)
        else:
            columns.append([index])
    read = ["".join(word.text for word in some) for some in inside]
    odd: list[int] = []
    for column in columns:
        narrow = cells[column[0]].right - cells[column[0]].left < _NARROW * dpi
        if narrow and any(_NUMBER.fullmatch(read[index]) or read[index] in _NUMBERS for index in column):
            odd += [i for i in column if 0 < len(read[i]) < 6 and not _NUMERAL.fullmatch(read[i])]
    return odd


def _has_ink(picture: Image.Image) -> bool:
    darkest = picture.histogram()[:_DARK] if min(picture.size) > 4 else ()
    return any(darkest)


def _close(picture: Image.Image, dpi: int) -> Image.Image:
    """Cut a picture to its ink, with white around it: so single numbers are read best."""
    ink = picture.point(lambda grey: 255 if grey < _DARK else 0).getbbox()
    return ImageOps.expand(picture.crop(ink), round(0.15 * dpi), 255)


def _whole(box: Box) -> tuple[int, int, int, int]:
    return (int(box.left), int(box.top), int(box.right), int(box.bottom))


def _moved(box: Box, by: Box) -> Box:
    left, top = int(by.left), int(by.top)
    return Box(box.left + left, box.top + top, box.right + left, box.bottom + top)
