"""DOCX: paragraphs and tables in the order of the body, as a word processor shows them.

Automatic numbers are written out, insertions taken and deletions left out, footnotes put at the end under
their marks. What stands beside the text (text boxes, comments, running heads) is not read; a text box has a
ledger entry. The parts are read straight from the package: merged cells, tracked changes and numbers
are below what libraries for DOCX show.
"""

from __future__ import annotations

import io
import posixpath
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from graph_build.errors import BrokenFile, EmptyFile, LimitExceeded, ScanUnread
from graph_build.issues import doubtful, skipped
from graph_build.readers.blocks import Paragraph, TableBlock, compose
from graph_build.readers.content import Content
from graph_build.readers.docx_lists import Numbering, Styles, font_of
from graph_build.readers.grid import GridCell, settled
from graph_build.readers.legacy import font_encoding, in_unicode, shown_by_fonts
from graph_build.readers.limits import MAX_TABLE_DEPTH
from graph_build.readers.numbering import in_roman
from graph_build.readers.packages import open_package, unpack
from graph_build.readers.xml_parts import attribute, child, is_on, local, parse_part, value
from graph_build.records import Issue

_KIND = "DOCX"
_THROUGH = frozenset(
    {"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo"}
    | {"ruby", "rubyBase", "oMath", "oMathPara", "AlternateContent", "Choice", "object", "pict", "drawing"}
)
"""Elements that only wrap what is shown."""
_ROWS_THROUGH = frozenset({"sdt", "sdtContent", "ins", "customXml"})
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "ptab": "\t"}
_BOXES = frozenset({"txbxContent"})
_PICTURES = frozenset({"blip", "imagedata"})
_LARGE_PICTURE = 2_520_000
"""Length of both sides, in units of which a centimetre has 360,000, from which a picture may hold a page."""
_MAX_SPAN = 1_000


@dataclass
class _Field:
    """A field that is open: whether its result has begun, and what a list to choose from shows."""

    shown: bool = False
    choice: str = ""


class _Look(NamedTuple):
    """How the text of a paragraph or run is shown, as far as reading goes."""

    capitals: bool
    hidden: bool
    font: str


@dataclass
class _Document:
    """A document while it is read."""

    name: str
    styles: Styles
    lists: Numbering
    notes: dict[str, dict[str, Element]]
    marks: dict[tuple[str, str], str] = field(default_factory=dict)
    numbered: Counter[str] = field(default_factory=Counter)
    order: list[tuple[str, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    """Words of paragraphs whose end is deleted, until what they go on in."""
    encodings: frozenset[str] = frozenset()
    """The encodings of old fonts that this document is in."""
    used: set[str] = field(default_factory=set)
    fields: list[_Field] = field(default_factory=list)
    instructed: list[_Field] = field(default_factory=list)
    """The open fields whose result has not begun: what stands here now is an instruction."""
    pictures: int = 0


def read_docx(name: str, data: bytes) -> Content:
    """Read a Word document.

    Raises BrokenFile for a package that is cut short or no Word document, EncryptedFile,
    ForbiddenContent, LimitExceeded, EmptyFile.
    """
    with open_package(name, io.BytesIO(data), _KIND) as package:
        main = _main_part(name, package)
        folder = posixpath.dirname(main)
        root = parse_part(name, unpack(name, package, main, _KIND), _KIND)
        styles = Styles(_part(name, package, f"{folder}/styles.xml"))
        lists = Numbering(_part(name, package, f"{folder}/numbering.xml"), styles)
        notes = {
            kind: _notes(_part(name, package, f"{folder}/{kind}s.xml")) for kind in ("footnote", "endnote")
        }
    body = child(root, "body")
    if body is None:
        raise BrokenFile(name, _KIND, "its main part has no body")
    document = _Document(name, styles, lists, notes)
    document.encodings = shown_by_fonts(" ".join(t.text or "" for t in body.iter() if local(t) == "t"))
    blocks = list(_story(document, body, 0))
    blocks.extend(_note_blocks(document))
    text, tables = compose(name, blocks)
    if not text.strip():
        if any(local(element) in _PICTURES for element in body.iter()):
            raise ScanUnread(name, "It holds pictures only. Save it as PDF to have them read by OCR.")
        raise EmptyFile(name)
    for encoding in sorted(document.used):
        why = f"Words are in {encoding}, an encoding of old fonts."
        document.issues.append(doubtful("other-encoding", why, text=encoding))
    if document.pictures:
        why = f"The document holds {document.pictures} large pictures, whose words are not read."
        document.issues.append(skipped("part-not-read", why))
    return Content(text, tables, issues=tuple(document.issues))


def _main_part(name: str, package: ZipFile) -> str:
    """Find the part that the package names as its document (ISO 29500-2, section 6.5)."""
    names = set(package.namelist())
    if "_rels/.rels" in names:
        for relation in parse_part(name, unpack(name, package, "_rels/.rels", _KIND), _KIND):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                target = posixpath.normpath((attribute(relation, "Target") or "").lstrip("/"))
                if target in names:
                    return target
    if "word/document.xml" in names:
        return "word/document.xml"
    raise BrokenFile(name, _KIND, "it has no document part")


def _part(name: str, package: ZipFile, part: str) -> Element | None:
    if part not in package.namelist():
        return None
    return parse_part(name, unpack(name, package, part, _KIND), _KIND)


def _notes(part: Element | None) -> dict[str, Element]:
    """Give the notes of a part by their identifier; the lines that separate notes have a type."""
    found = {}
    for note in part if part is not None else ():
        if attribute(note, "type") in {None, "normal"}:
            found[attribute(note, "id") or ""] = note
    return found


def _note_blocks(document: _Document) -> Iterator[Paragraph | TableBlock]:
    """Give the notes that the text refers to, in its order, each under its mark."""
    index = 0
    while index < len(document.order):
        kind, key = document.order[index]
        note = document.notes[kind].get(key)
        mark = document.marks[kind, key]
        for block in _story(document, note, 0) if note is not None else ():
            if isinstance(block, Paragraph) and mark:
                yield Paragraph(f"{mark} {block.text.lstrip()}")
                mark = ""
            else:
                yield block
        index += 1


def _story(document: _Document, parent: Element, depth: int) -> Iterator[Paragraph | TableBlock]:
    """Read the text of the document, a note or a cell."""
    yield from _blocks(document, parent, depth)
    yield from _settle(document)


def _settle(document: _Document) -> Iterator[Paragraph]:
    """End a paragraph whose end is deleted where nothing follows that it could go on in."""
    if words := "".join(document.pending):
        yield Paragraph(words)
    document.pending = []


def _blocks(document: _Document, parent: Element, depth: int) -> Iterator[Paragraph | TableBlock]:
    """Read paragraphs and tables in their order, through wrappers; `depth` counts the tables around."""
    for element in parent:
        kind = local(element)
        if kind == "p":
            yield from _paragraph(document, element)
        elif kind == "tbl":
            yield from _settle(document)
            yield _table(document, element, depth + 1)
        elif kind == "altChunk":
            document.issues.append(skipped("part-not-read", "A file that is set into the text is not read."))
        elif kind in _THROUGH and not _prompts(element):
            yield from _blocks(document, element, depth)


def _paragraph(document: _Document, element: Element) -> Iterator[Paragraph]:
    """Read a paragraph; one whose end is deleted goes on with the next."""
    properties = child(element, "pPr")
    style = value(properties, "pStyle") or document.styles.default
    look = _Look(
        bool(document.styles.shows(style, "caps")),
        bool(document.styles.shows(style, "vanish")),
        document.styles.font(style),
    )
    words = "".join(_words(document, element, look))
    while document.instructed:  # an instruction does not go on in the next paragraph
        document.instructed.pop().shown = True
    if child(properties, "rPr", "del") is not None or child(properties, "rPr", "moveFrom") is not None:
        document.pending.append(words)
        return
    words, document.pending = "".join(document.pending) + words, []
    label = document.lists.label(properties, style)
    if not look.hidden or words:
        yield Paragraph(label + words)


def _prompts(element: Element) -> bool:
    """Tell a content control that nobody has filled in: it shows what to write there."""
    return child(element, "sdtPr", "showingPlcHdr") is not None


def _words(document: _Document, parent: Element, look: _Look) -> Iterator[str]:
    """Give the shown characters below an element."""
    for element in parent:
        kind = local(element)
        if kind == "r":
            yield from _run(document, element, look)
        elif kind == "t":
            yield element.text or ""
        elif kind in _BOXES:
            _leave_box(document, element)
        elif kind in _THROUGH and not _prompts(element):
            yield from _words(document, element, look)
        else:
            _leave_boxes(document, element)


def _run(document: _Document, run: Element, around: _Look) -> Iterator[str]:
    """Give the characters of a run; hidden ones are not shown, capitals shown as capitals."""
    look = _run_look(document, child(run, "rPr"), around)
    for element in run:
        kind = local(element)
        if kind == "fldChar":
            yield from _field(document, element)
        elif look.hidden or document.instructed:
            continue
        elif kind == "t":
            words = _spelled(document, element.text or "", look.font)
            yield words.upper() if look.capitals else words
        elif kind in _CHARACTERS:
            yield _CHARACTERS[kind]
        elif kind == "sym":
            yield _symbol(element)
        elif kind in {"footnoteReference", "endnoteReference"}:
            yield _mark(document, element, kind.removesuffix("Reference"))
        elif kind in _THROUGH:
            document.pictures += _large_pictures(element)
            yield from _words(document, element, look)


def _run_look(document: _Document, properties: Element | None, around: _Look) -> _Look:
    """Give how a run is shown: as it says itself, as its own style says, or as its paragraph does."""
    style = value(properties, "rStyle")

    def shows(what: str, default: bool) -> bool:
        own = is_on(properties, what)
        named = document.styles.shows(style, what) if own is None and style is not None else own
        return default if named is None else named

    font = font_of(properties) or (document.styles.font(style) if style is not None else "") or around.font
    return _Look(shows("caps", around.capitals), shows("vanish", around.hidden), font)


def _spelled(document: _Document, words: str, font: str) -> str:
    """Spell words in the encoding of an old font in Unicode."""
    encoding = font_encoding(font)
    if encoding not in document.encodings:
        return words
    document.used.add(encoding)
    return in_unicode(words, encoding, font)


def _field(document: _Document, mark: Element) -> Iterator[str]:
    """Open or close a field: its instruction is not shown, its result is (ISO 29500-1, 17.16.18)."""
    kind = attribute(mark, "fldCharType")
    if kind == "begin":
        opened = _Field(choice=_choice(child(mark, "ffData", "ddList")))
        document.fields.append(opened)
        document.instructed.append(opened)
    elif kind in {"separate", "end"} and document.fields:
        one = document.fields.pop() if kind == "end" else document.fields[-1]
        if not one.shown:
            one.shown = True
            document.instructed.pop()
            yield one.choice if kind == "end" else ""


def _choice(choices: Element | None) -> str:
    """Give the entry that a list to choose from shows (ISO 29500-1, 17.16.9)."""
    entries = [one for one in choices if local(one) == "listEntry"] if choices is not None else []
    chosen = _count(value(choices, "result") or value(choices, "default"), 0)
    return (attribute(entries[chosen], "val") or "") if chosen < len(entries) else ""


def _large_pictures(element: Element) -> int:
    """Count the pictures in a drawing that are large enough to hold words."""
    sizes = [one for one in element.iter() if local(one) == "extent"]
    large = any(
        min(_count(attribute(one, side), 0, 10**9) for side in ("cx", "cy")) >= _LARGE_PICTURE
        for one in sizes
    )
    return int(large and any(local(one) in _PICTURES for one in element.iter()))


def _symbol(element: Element) -> str:
    """Give a character of a symbol font; those of the private area have no meaning outside the font."""
    code = attribute(element, "char") or ""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    return "" if number < 0x20 or 0xD800 <= number <= 0xF8FF or number > 0x10FFFF else chr(number)


def _mark(document: _Document, element: Element, kind: str) -> str:
    """Number a note by its first reference; a mark of the author's own follows as text."""
    key = (kind, attribute(element, "id") or "")
    if key[1] not in document.notes[kind]:
        return ""
    if key not in document.marks:
        custom = is_on(element, "customMarkFollows") or attribute(element, "customMarkFollows") in {
            "1",
            "true",
        }
        document.numbered[kind] += not custom
        count = document.numbered[kind]
        number = str(count) if kind == "footnote" else in_roman(count).lower()
        document.marks[key] = "" if custom else f"[{number}]"
        document.order.append(key)
    return document.marks[key]


def _leave_box(document: _Document, box: Element) -> None:
    """Note a text box that is not read."""
    words = " ".join("".join(t.text or "" for t in box.iter() if local(t) == "t").split())
    if words:
        document.issues.append(skipped("text-box", text=words[:500]))


def _leave_boxes(document: _Document, element: Element) -> None:
    if local(element) in {"Fallback", "del", "moveFrom", "pPr", "rPr", "sdtPr"}:
        return
    for box in element.iter():
        if local(box) in _BOXES:
            _leave_box(document, box)
            return


def _table(document: _Document, table: Element, depth: int) -> TableBlock:
    """Read a table; cells that go on from above lengthen the cell in which they begin."""
    if depth > MAX_TABLE_DEPTH:
        raise LimitExceeded(document.name, "the depth of tables in tables", depth, MAX_TABLE_DEPTH)
    rows = [_row(document, row, depth) for row in _parts(table, "tr") if not _deleted(row)]
    return settled(rows)


def _deleted(row: Element) -> bool:
    return child(row, "trPr", "del") is not None


def _row(document: _Document, row: Element, depth: int) -> dict[int, GridCell]:
    """Read the cells of a row by their first column."""
    column = _count(value(row, "trPr", "gridBefore"), 0)
    cells = {0: GridCell(0, column, False, ())} if column else {}
    for element in _parts(row, "tc"):
        own = child(element, "tcPr")
        span = max(1, _count(value(own, "gridSpan"), 1))
        merge = child(own, "vMerge")
        goes_on = merge is not None and (attribute(merge, "val") or "continue") == "continue"
        blocks = () if goes_on else tuple(_story(document, element, depth))
        cells[column] = GridCell(column, span, goes_on, blocks)
        column += span
    return cells


def _count(text: str | None, default: int, most: int = _MAX_SPAN) -> int:
    return min(int(text), most) if text is not None and text.isascii() and text.isdigit() else default


def _parts(parent: Element, kind: str) -> Iterator[Element]:
    """Go through the rows of a table or the cells of a row, through wrappers."""
    for element in parent:
        if local(element) == kind:
            yield element
        elif local(element) in _ROWS_THROUGH:
            yield from _parts(element, kind)
