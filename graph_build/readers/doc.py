"""Word 97-2003 files (.doc): paragraphs and tables in their order, as a word processor shows them ([MS-DOC]).

What is shown is what `graph_build.readers.docx` shows of the same document: automatic numbers are written
out, insertions taken and deletions left out, footnotes put at the end under their marks; text boxes and
formulas have a ledger entry.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph_build.errors import EmptyFile, LimitExceeded, ScanUnread
from graph_build.issues import doubtful, skipped
from graph_build.readers.blocks import Paragraph, TableBlock, compose, words_of
from graph_build.readers.content import Content
from graph_build.readers.doc_fields import Fields
from graph_build.readers.doc_file import DocFile, Part, Story, open_doc, plc
from graph_build.readers.doc_lists import lists_of
from graph_build.readers.doc_notes import Note, Notes
from graph_build.readers.doc_pictures import is_large, large_shapes
from graph_build.readers.doc_properties import Look, ParagraphLook, Properties
from graph_build.readers.doc_tables import Blocks, OpenTable
from graph_build.readers.legacy import font_encoding, in_unicode, shown_by_fonts
from graph_build.readers.limits import MAX_TABLE_DEPTH
from graph_build.readers.numbering import Lists
from graph_build.records import Issue

_END = re.compile(r"[\r\x07\x0c]")
_SPECIAL = re.compile(r"([\x00-\x08\x0b-\x1e])")
_BREAKS = frozenset("\x0b\x0c\x0e")
_CELL, _SECTION = "\x07", "\x0c"
_PICTURE, _NOTE, _SHAPE = "\x01", "\x02", "\x08"
_SYMBOL = "("
_OPTIONAL_HYPHEN, _ITS_CODE = "\x1f", "\u00ad"
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass
class _Document:
    """A document while it is read."""

    file: DocFile
    properties: Properties
    lists: Lists
    notes: Notes
    sections: frozenset[int]
    """The characters that end sections."""
    encodings: frozenset[str]
    """The encodings of old fonts that this document is in."""
    fields: Fields
    issues: list[Issue] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    pending: list[str] = field(default_factory=list)
    """Words of paragraphs whose end is deleted, until what they go on in."""
    pictures: int = 0
    large: int = 0


def read_doc(name: str, data: bytes) -> Content:
    """Read a Word document of the years 1997 to 2003.

    Raises BrokenFile for a file that is damaged, cut short or of an older Word, EncryptedFile, LimitExceeded,
    ScanUnread, EmptyFile.
    """
    file = open_doc(name, data)
    start, end = file.story(Story.MAIN)
    document = _Document(
        file,
        Properties(file),
        lists_of(file),
        Notes(file),
        frozenset(position - 1 for position in plc(file.part(Part.SECTIONS), 12)[0][1:]),
        shown_by_fonts(file.text[start:end]),
        Fields(file.data),
    )
    blocks = _blocks(document, start, end)
    for note in document.notes.seen:
        blocks.extend(_note_blocks(document, note))
    text, tables = compose(name, blocks)
    document.large += large_shapes(file)
    if not text.strip():
        if document.pictures or document.large:
            raise ScanUnread(name, "It holds pictures only. Save it as PDF to have them read by OCR.")
        raise EmptyFile(name)
    _note_what_is_left(document)
    return Content(text, tables, issues=tuple(document.issues))


def _note_what_is_left(document: _Document) -> None:
    """Note in the ledger what was not read, and what was spelled anew."""
    for start, end in document.notes.boxes():
        if words := " ".join(words_of(_blocks(document, start, end)).split()):
            document.issues.append(skipped("text-box", text=words[:500]))
    for encoding in sorted(document.used):
        why = f"Words are in {encoding}, an encoding of old fonts."
        document.issues.append(doubtful("other-encoding", why, text=encoding))
    if document.fields.formulas:
        why = f"The document holds {document.fields.formulas} formulas, which are not read."
        document.issues.append(skipped("part-not-read", why))
    if document.large:
        why = f"The document holds {document.large} large pictures, whose words are not read."
        document.issues.append(skipped("part-not-read", why))


def _note_blocks(document: _Document, note: Note) -> Iterator[Paragraph | TableBlock]:
    """Give a note under its mark."""
    mark = note.mark
    for block in _blocks(document, note.start, note.end):
        if isinstance(block, Paragraph) and mark:
            yield Paragraph(f"{mark} {block.text.lstrip()}")
            mark = ""
        else:
            yield block


def _blocks(document: _Document, start: int, end: int) -> Blocks:
    """Read the paragraphs of a range of characters, and the tables that they stand in."""
    text = document.file.text
    blocks: Blocks = []
    tables: list[OpenTable] = []
    at = start
    for match in _END.finditer(text, start, end):
        last = match.start()
        if match[0] == _SECTION and last not in document.sections:
            continue
        look = document.properties.paragraph(last)
        depth = max(look.depth, int(match[0] == _CELL))
        if depth != len(tables):
            _settle(document, tables[-1].blocks if tables else blocks)
        _close(tables, blocks, depth)
        _open(document, tables, depth)
        _take(document, tables[-1].blocks if tables else blocks, at, last, look)
        if tables:
            _end(document, tables[-1], match[0], last, look)
        at = last + 1
    if at < end:
        _close(tables, blocks, 0)
        _take(document, blocks, at, end, ParagraphLook(0))
    _settle(document, tables[-1].blocks if tables else blocks)
    _close(tables, blocks, 0)
    return blocks


def _settle(document: _Document, blocks: Blocks) -> None:
    """End a paragraph whose end is deleted where nothing follows that it could go on in."""
    if words := _joined("".join(document.pending)):
        blocks.append(Paragraph(words))
    document.pending = []


def _close(tables: list[OpenTable], blocks: Blocks, depth: int) -> None:
    """Close the tables that are deeper than what follows."""
    while len(tables) > depth:
        table = tables.pop().close()
        (tables[-1].blocks if tables else blocks).append(table)


def _open(document: _Document, tables: list[OpenTable], depth: int) -> None:
    if depth > MAX_TABLE_DEPTH:
        raise LimitExceeded(document.file.name, "the depth of tables in tables", depth, MAX_TABLE_DEPTH)
    while len(tables) < depth:
        tables.append(OpenTable())


def _end(document: _Document, table: OpenTable, mark: str, last: int, look: ParagraphLook) -> None:
    """End a cell or row of a table where the mark of a paragraph does so (2.4.3)."""
    if look.row_end and (mark == _CELL or look.depth > 1):
        deleted = any(one.deleted for _, _, one in document.properties.runs(last, last + 1, look.style))
        table.end_row(look.row, deleted=deleted)
    elif mark == _CELL or look.cell_end:
        table.end_cell()


def _take(document: _Document, blocks: Blocks, start: int, end: int, look: ParagraphLook) -> None:
    """Read a paragraph; one whose end is deleted goes on with the next. The mark of a row has no words."""
    words, document.pending = document.pending, []
    deleted = False
    for first, last, shown in document.properties.runs(start, end + 1, look.style):
        words.extend(_words(document, first, min(last, end), shown))
        deleted = shown.deleted
    document.fields.end_paragraph()
    if deleted and document.file.text[end : end + 1] == "\r" and not look.cell_end:
        document.pending = words
        return
    shown_words = _joined("".join(words))
    if look.row_end and not shown_words:
        return
    label = document.lists.label(str(look.list_use), look.level) if look.list_use else ""
    if shown_words or not document.properties.shows(look.style).hidden:
        blocks.append(Paragraph(label + shown_words))


def _words(document: _Document, start: int, end: int, look: Look) -> Iterator[str]:
    """Give the shown characters of a run; hidden ones are not shown, capitals shown as capitals."""
    shown = not (look.hidden or look.deleted)
    at = start
    for part in _SPECIAL.split(document.file.text[start:end]):
        if not part:
            continue
        if _SPECIAL.fullmatch(part):
            yield from _special(document, part, at, look, shown=shown)
        elif not document.fields.shown:
            document.fields.instruct(part)
        elif shown:
            document.notes.pass_by(at, at + len(part))
            yield _spelled(document, part, look)
        at += len(part)


def _special(document: _Document, mark: str, at: int, look: Look, *, shown: bool) -> Iterator[str]:
    """Give what a special character stands for (2.4.1, sprmCFSpec in 2.6.1)."""
    choice = document.fields.take(mark, look.data if look.binary else -1)
    if not shown or not document.fields.shown:
        return
    if choice:
        yield choice
    elif mark in _BREAKS:
        yield "\n"
    elif mark == "\x1e":
        yield "-"
    elif mark == _NOTE:
        yield document.notes.mark(at)
    elif mark == _PICTURE and look.special and not look.binary:
        document.pictures += 1
        document.large += is_large(document.file.data, look.data)
    elif mark == _SHAPE and look.special:
        document.pictures += 1


def _spelled(document: _Document, words: str, look: Look) -> str:
    """Spell words as they are shown: symbols, words in the encoding of an old font, capitals.

    Optional hyphens have the code that is "ư" in TCVN3, and word processors take one for the other.
    """
    if look.special and look.symbol and words.strip(_SYMBOL) == "":
        code = look.symbol
        return "" if code < 0x20 or 0xD800 <= code <= 0xF8FF else chr(code) * len(words)
    encoding = font_encoding(look.font)
    if encoding in document.encodings:
        document.used.add(encoding)
        words = in_unicode(words.replace(_OPTIONAL_HYPHEN, _ITS_CODE), encoding, look.font)
    words = words.replace(_OPTIONAL_HYPHEN, "")
    return words.upper() if look.capitals else words


def _joined(words: str) -> str:
    """Join halves of characters above U+FFFF, which UTF-16 has in two; a half alone becomes a mark for it."""
    if not _SURROGATE.search(words):
        return words
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
