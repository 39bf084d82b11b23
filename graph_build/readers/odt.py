"""ODT: paragraphs and tables in the order of the body (OpenDocument 1.3, part 3).

Numbers of lists and headings are counted and written out, notes put at the end under their marks. Deleted
text, which the format keeps apart from the body, and comments are not read; a text box, a shape with words
and a large picture have ledger entries.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from graph_build.errors import BrokenFile, EmptyFile, LimitExceeded, ScanUnread
from graph_build.issues import skipped
from graph_build.readers.blocks import Paragraph, Slot, TableBlock, compose
from graph_build.readers.content import Content
from graph_build.readers.limits import MAX_CELLS, MAX_TABLE_DEPTH
from graph_build.readers.numbering import in_letters, in_roman
from graph_build.readers.packages import open_package, unpack
from graph_build.readers.xml_parts import attribute, child, local, parse_part
from graph_build.records import Issue

_KIND = "ODT"
_LEFT_OUT = frozenset(
    {"tracked-changes", "annotation", "annotation-end", "forms", "hidden-text", "hidden-paragraph"}
)
_THROUGH = frozenset(
    {"section", "table-of-content", "index-body", "index-title", "list-header", "numbered-paragraph"}
)
_SHAPES = frozenset(
    {
        *("custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "regular-polygon"),
        *("path", "connector", "caption", "measure", "g"),
    }
)
"""Drawings that may bear words of their own, and groups of them (part 3, section 10.3)."""
_HEADINGS = ""
"""The key of the levels of headings among those of lists, which all have names."""
_GROUPS = frozenset({"table-header-rows", "table-rows", "table-row-group"})
_MOST = 1_000
"""Spaces in a row, and cells that one cell covers or repeats."""
_LARGE = 7.0
"""Centimetres of both sides from which a picture may hold a page."""
_LENGTH = re.compile(r"(\d{0,9}\.?\d{1,9})(cm|mm|in|pt)")
_CENTIMETRES = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 2.54 / 72}


@dataclass(frozen=True)
class _Level:
    form: str
    before: str
    after: str
    start: int
    shown: int


@dataclass
class _Document:
    """A document while it is read: the styles it names, the numbers reached, and what goes to the end."""

    name: str
    hidden: frozenset[str]
    levels: Mapping[str, Mapping[int, _Level]]
    reached: dict[str, dict[int, int]] = field(default_factory=dict)
    notes: list[tuple[str, Element]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    pictures: int = 0
    cells: int = 0


def read_odt(name: str, data: bytes) -> Content:
    """Read an OpenDocument text.

    Raises BrokenFile, EncryptedFile, ForbiddenContent, LimitExceeded, ScanUnread where it holds nothing but
    pictures, EmptyFile.
    """
    with open_package(name, io.BytesIO(data), _KIND) as package:
        root = parse_part(name, unpack(name, package, "content.xml", _KIND), _KIND)
        shared = None
        if "styles.xml" in package.namelist():
            shared = parse_part(name, unpack(name, package, "styles.xml", _KIND), _KIND)
    body = child(root, "body", "text")
    if body is None:
        raise BrokenFile(name, _KIND, "it has no text")
    styles = [one for part in (shared, root) if part is not None for one in part.iter()]
    document = _Document(name, _hidden(styles), _levels(styles))
    blocks = list(_blocks(document, body, 0))
    for mark, note in document.notes:
        blocks.extend(_blocks(document, note, 0, f"{mark} "))
    text, tables = compose(name, blocks)
    if not text.strip():
        if any(local(element) == "image" for element in body.iter()):
            raise ScanUnread(name, "It holds pictures only. Save it as PDF to have them read by OCR.")
        raise EmptyFile(name)
    if document.pictures:
        why = f"The document holds {document.pictures} large pictures, whose words are not read."
        document.issues.append(skipped("part-not-read", why))
    return Content(text, tables, issues=tuple(document.issues))


def _hidden(elements: list[Element]) -> frozenset[str]:
    """Give the styles whose text is not shown (part 3, section 20.303)."""
    return frozenset(
        attribute(style, "name") or ""
        for style in elements
        if local(style) == "style"
        and any(local(p) == "text-properties" and attribute(p, "display") == "none" for p in style)
    )


def _levels(elements: list[Element]) -> dict[str, dict[int, _Level]]:
    """Give the levels of lists, by the names of their styles, and of headings (part 3, 16.30 and 16.34)."""
    found: dict[str, dict[int, _Level]] = {}
    for style in elements:
        if local(style) not in {"list-style", "outline-style"}:
            continue
        named = local(style) == "list-style"
        levels = found.setdefault((attribute(style, "name") or "") if named else _HEADINGS, {})
        for one in style:
            bullet = local(one) == "list-level-style-bullet"
            levels[_number(attribute(one, "level"), 1)] = _Level(
                form="-" if bullet else attribute(one, "num-format") or "",
                before=attribute(one, "num-prefix") or "",
                after=attribute(one, "num-suffix") or "",
                start=_number(attribute(one, "start-value"), 1),
                shown=_number(attribute(one, "display-levels"), 1),
            )
    return found


def _number(text: str | None, default: int, most: int = 100_000) -> int:
    return min(int(text), most) if text is not None and re.fullmatch(r"[0-9]{1,9}", text) else default


def _blocks(
    document: _Document, elements: Iterable[Element], depth: int, label: str | None = None
) -> Iterator[Paragraph | TableBlock]:
    """Read paragraphs, lists and tables in their order; a label goes before the first paragraph.

    A heading without a label, which is in no list, has the number of its own level.
    """
    for element in elements:
        kind = local(element)
        if kind in {"p", "h"}:
            if label is None:
                label = _heading_label(document, element) if kind == "h" else ""
            words = "".join(_words(document, element))
            if attribute(element, "style-name") not in document.hidden:
                yield Paragraph(label + words)
            label = None
        elif kind == "list":
            yield from _list(document, element, depth, "", 1)
        elif kind == "table":
            yield _table(document, element, depth + 1)
        elif kind == "frame":
            _frame(document, element)
        elif kind in _SHAPES:
            _leave_shape(document, element)
        elif kind in _THROUGH and attribute(element, "display") != "none":
            yield from _blocks(document, element, depth)


def _list(
    document: _Document, element: Element, depth: int, style: str, level: int
) -> Iterator[Paragraph | TableBlock]:
    """Read a list, counting its items; lists of one style go on where they say so."""
    style = attribute(element, "style-name") or style
    goes_on = (
        attribute(element, "continue-numbering") == "true" or attribute(element, "continue-list") is not None
    )
    reached = document.reached.setdefault(style, {})
    if level == 1 and not goes_on:
        reached.clear()
    for item in element:
        if local(item) not in {"list-item", "list-header"}:
            continue
        inner = next((local(one) for one in item if local(one) in {"p", "h", "list", "table"}), "")
        label = ""
        if local(item) == "list-item" and inner in {"p", "h"}:
            label = _label(document, style, level, attribute(item, "start-value"))
        for one in item:
            if local(one) == "list":
                yield from _list(document, one, depth, style, level + 1)
                continue
            yield from _blocks(document, (one,), depth, label)
            label = ""


def _heading_label(document: _Document, heading: Element) -> str:
    """Count a heading and write its number (part 3, section 5.1.2)."""
    if attribute(heading, "is-list-header") == "true":
        return ""
    level = _number(attribute(heading, "outline-level"), 1)
    return _label(document, _HEADINGS, level, attribute(heading, "start-value"))


def _label(document: _Document, style: str, level: int, start: str | None) -> str:
    """Count an item and write its number."""
    levels = document.levels.get(style, {})
    own = levels.get(level)
    if own is None or not (own.form or own.before or own.after):
        return ""
    if own.form == "-":
        return "- "
    reached = document.reached.setdefault(style, {})
    reached[level] = _number(start, reached.get(level, own.start - 1) + 1)
    for deeper in [n for n in reached if n > level]:
        del reached[deeper]
    shown = [
        n
        for n in range(max(1, level - own.shown + 1), level + 1)
        if n in levels and levels[n].form not in {"", "-"}
    ]
    words = ".".join(_written(reached.get(n, levels[n].start), levels[n].form) for n in shown)
    return f"{own.before}{words}{own.after} "


def _written(number: int, form: str) -> str:
    forms = {"I": in_roman(number), "i": in_roman(number).lower(), "a": in_letters(number)}
    return forms.get(form, in_letters(number).upper() if form == "A" else str(number))


def _words(document: _Document, parent: Element) -> Iterator[str]:
    """Give the shown characters below a paragraph; white space is one space (part 3, section 6.1.2)."""
    yield _collapsed(parent.text)
    for element in parent:
        kind = local(element)
        if kind == "s":
            yield " " * _number(attribute(element, "c"), 1, _MOST)
        elif kind == "tab":
            yield "\t"
        elif kind == "line-break":
            yield "\n"
        elif kind == "note":
            yield _note(document, element)
        elif kind == "frame":
            _frame(document, element)
        elif kind in _SHAPES:
            _leave_shape(document, element)
        elif kind not in _LEFT_OUT and attribute(element, "style-name") not in document.hidden:
            yield from _words(document, element)
        yield _collapsed(element.tail)


def _collapsed(text: str | None) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text or "")


def _note(document: _Document, note: Element) -> str:
    """Put a note to those at the end; gives its mark."""
    citation, inside = child(note, "note-citation"), child(note, "note-body")
    mark = f"[{''.join(citation.itertext()).strip()}]" if citation is not None else ""
    if inside is not None:
        document.notes.append((mark, inside))
    return mark


def _frame(document: _Document, frame: Element) -> None:
    """Note a text box, or a picture large enough to hold words."""
    box = child(frame, "text-box")
    if box is not None:
        _leave_shape(document, box)
    elif _is_large_picture(frame):
        document.pictures += 1


def _is_large_picture(frame: Element) -> bool:
    sides = [_LENGTH.fullmatch(attribute(frame, side) or "") for side in ("width", "height")]
    large = all(m and float(m[1]) * _CENTIMETRES[m[2]] >= _LARGE for m in sides)
    return large and child(frame, "image") is not None


def _leave_shape(document: _Document, shape: Element) -> None:
    """Note a shape with words, which are not read, and the large pictures in it."""
    document.pictures += sum(local(one) == "frame" and _is_large_picture(one) for one in shape.iter())
    words = " ".join(" ".join(shape.itertext()).split())
    if words:
        document.issues.append(skipped("text-box", text=words[:500]))


def _table(document: _Document, table: Element, depth: int) -> TableBlock:
    if depth > MAX_TABLE_DEPTH:
        raise LimitExceeded(document.name, "the depth of tables in tables", depth, MAX_TABLE_DEPTH)
    return TableBlock(tuple(_row(document, row, depth) for row in _rows(table)))


def _rows(parent: Element) -> Iterator[Element]:
    for element in parent:
        if local(element) == "table-row" and attribute(element, "visibility") not in {"collapse", "filter"}:
            yield element
        elif local(element) in _GROUPS:
            yield from _rows(element)


def _row(document: _Document, row: Element, depth: int) -> tuple[Slot, ...]:
    """Read the cells of a row; positions that others cover have none of their own."""
    slots: list[Slot] = []
    for cell in row:
        if local(cell) == "table-cell":
            down, across = (
                max(1, _number(attribute(cell, f"number-{side}-spanned"), 1, _MOST))
                for side in ("rows", "columns")
            )
            again = max(1, _number(attribute(cell, "number-columns-repeated"), 1, _MOST))
            document.cells += again
            if document.cells > MAX_CELLS:
                raise LimitExceeded(document.name, "the number of table cells", document.cells, MAX_CELLS)
            slots += [Slot(tuple(_blocks(document, cell, depth)), down, across)] * again
    return tuple(slots)
