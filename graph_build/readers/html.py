"""HTML: what a browser would show, without scripts, styles and menus.

The parser (lexbor, through selectolax) builds the tree that browsers build, from broken pages too. It takes
quadratic time on deeply nested elements and on elements with very many attributes, so that both are
counted before it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from graph_build.errors import EmptyFile, LimitExceeded, NotText, UndecodableText
from graph_build.issues import doubtful
from graph_build.readers.blocks import Paragraph, Slot, TableBlock, compose, respelled, words_of
from graph_build.readers.content import Content
from graph_build.readers.legacy import decode_legacy, font_encoding_of, in_unicode
from graph_build.readers.limits import MAX_ATTRIBUTES, MAX_DEPTH, MAX_ELEMENTS, MAX_TABLE_DEPTH
from graph_build.readers.numbering import in_letters, in_roman
from graph_build.records import Issue


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DROPPED = _names(
    "script style nav noscript noembed noframes template head title svg iframe object embed audio video "
    "canvas select button textarea datalist del"
)
"""Elements whose text is not part of the page's own text; what `del` holds was taken out (HTML, 4.7.2)."""
_BLOCKS = _names(
    "address article aside blockquote body caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu ol p "
    "pre search section summary ul tbody thead tfoot tr td th plaintext xmp"
)
_LISTS = frozenset({"ul", "ol", "menu", "dir"})
_KEPT_LINES = frozenset({"pre", "listing", "plaintext", "xmp"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_NO_MARKER = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
_STYLED_MARKER = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.IGNORECASE)
_CSS_TYPES = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}
_NOTE_NUMBER = re.compile(r"\d{1,3}|[ivx]{1,5}|\*{1,3}")
_SPACES = re.compile(r"[ \t\r\n\f\u00a0]+")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9:-]{0,40})")
_LONG_TAG = re.compile(r"<[a-zA-Z][^<>]{1000,}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_NO_END_NEEDED = _names(
    "html head body p li dt dd tr td th tbody thead tfoot colgroup option optgroup rb rt rp area base br col "
    "embed hr img input link meta param source track wbr"
)
"""Elements that close by themselves or hold nothing: not counted as nesting before parsing."""
_CLAIM = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})",
    re.IGNORECASE,
)
_CODECS = {
    "windows-1258": "cp1258",
    "cp1258": "cp1258",
    "windows-1252": "cp1252",
    "cp1252": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
}
"""Encodings other than Unicode that a page may claim; browsers read Latin-1 and ASCII as Windows-1252."""


def read_html(name: str, data: bytes) -> Content:
    """Read a page: its text, and its tables with their merged cells.

    Raises UndecodableText, NotText, EmptyFile, and LimitExceeded where elements or tables nest too deep.
    """
    markup, issues = decode(name, data)
    _check(name, markup)
    root = LexborHTMLParser(markup).root
    page = _Page(name)
    blocks = list(page.blocks(root, 0)) if root is not None else []
    if encoding := font_encoding_of(words_of(blocks)):
        blocks = list(respelled(blocks, lambda words: in_unicode(words, encoding)))
        why = f"The words are in {encoding}, an encoding of old fonts."
        issues = (*issues, doubtful("other-encoding", why, text=encoding))
    text, tables = compose(name, blocks)
    if not text.strip():
        raise EmptyFile(name)
    return Content(text, tables, issues=issues)


def decode(name: str, data: bytes) -> tuple[str, tuple[Issue, ...]]:
    """Decode a page by its byte order mark, as UTF-8, or as it claims, in this order.

    Valid UTF-8 is read as such whatever the page claims, with a ledger entry. Raises UndecodableText and
    NotText.
    """
    claim = _CLAIM.search(data[:4096])
    claimed = (claim.group(1) or claim.group(2)).decode("ascii", "replace").lower() if claim else ""
    issues: tuple[Issue, ...] = ()
    marked = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    encoding = "utf-16" if marked else "utf-8"
    try:
        text = data.decode(encoding)
        if claimed in _CODECS and not marked and not text.isascii():
            issues = (
                doubtful("other-encoding", f"The page claims {claimed} and is valid UTF-8.", text=claimed),
            )
    except UnicodeDecodeError as error:
        older = None if marked or claimed else decode_legacy(data)
        if older is not None:
            return older.text, (doubtful("other-encoding", f"The page is read as {older.encoding}."),)
        if marked or claimed not in _CODECS:
            tried = "UTF-16" if marked else claimed or "UTF-8"
            raise UndecodableText(name, tried, error.start) from error
        try:
            text = data.decode(_CODECS[claimed])
        except UnicodeDecodeError as second:
            raise UndecodableText(name, claimed, second.start) from second
    if "\x00" in text:
        older = decode_legacy(data)
        if older is None:
            raise NotText(name, "it holds null characters")
        return older.text, (doubtful("other-encoding", f"The page is read as {older.encoding}."),)
    return text.removeprefix("\ufeff"), issues


def _check(name: str, markup: str) -> None:
    """Refuse markup on which parsing would take quadratic time."""
    open_elements: dict[str, int] = {}
    depth = deepest = 0
    for match in _TAG.finditer(markup):
        tag = match.group(2).lower()
        if tag in _NO_END_NEEDED:
            continue
        if not match.group(1):
            open_elements[tag] = open_elements.get(tag, 0) + 1
            depth += 1
            deepest = max(deepest, depth)
        elif open_elements.get(tag, 0):
            open_elements[tag] -= 1
            depth -= 1
    if deepest > MAX_DEPTH:
        raise LimitExceeded(name, "the nesting of elements", deepest, MAX_DEPTH)
    for match in _LONG_TAG.finditer(markup):
        attributes = len(_QUOTED.sub('""', match.group()).replace("/", " ").split())
        if attributes > MAX_ATTRIBUTES:
            raise LimitExceeded(name, "the number of attributes of an element", attributes, MAX_ATTRIBUTES)


@dataclass
class _List:
    """A list that is being read: how its items are marked, and the number of the next one."""

    type: str
    number: int
    step: int

    def marker(self, value: str | None) -> str:
        if self.type in {"", "-"}:
            return "- " if self.type else ""
        if value is not None and re.fullmatch(r"-?\d{1,6}", value.strip()):
            self.number = int(value)
        number, self.number = self.number, self.number + self.step
        forms = {
            "a": f"{in_letters(number)}) ",
            "A": f"{in_letters(number).upper()}. ",
            "i": f"{in_roman(number).lower()}. ",
            "I": f"{in_roman(number)}. ",
        }
        return forms.get(self.type, f"{number}. ")


def _list_of(node: LexborNode) -> _List:
    attributes = node.attributes
    style = attributes.get("style") or ""
    if _NO_MARKER.search(style):
        return _List("", 1, 1)
    if node.tag != "ol":
        return _List("-", 1, 1)
    styled = _STYLED_MARKER.search(style)
    kind = _CSS_TYPES.get(styled.group(1).lower(), "1") if styled else attributes.get("type") or "1"
    start = attributes.get("start") or ""
    number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
    if "reversed" in attributes:
        items = sum(1 for child in _children(node) if child.tag == "li")
        return _List(kind, number if start else items, -1)
    return _List(kind, number, 1)


def _children(node: LexborNode) -> Iterator[LexborNode]:
    child = node.child
    while child is not None:
        yield child
        child = child.next


def _note_mark(node: LexborNode) -> str:
    """Give the number of a raised link to a note in the same page; empty for any other link."""
    attributes = node.attributes
    words = node.text().strip().strip("[]()")
    if not (attributes.get("href") or "").startswith("#") or not _NOTE_NUMBER.fullmatch(words):
        return ""
    parent = node.parent
    raised = any(child.tag == "sup" for child in _children(node)) or (parent and parent.tag == "sup")
    return words if raised else ""


def _hidden(node: LexborNode) -> bool:
    attributes = node.attributes
    return "hidden" in attributes or bool(_HIDDEN.search(attributes.get("style") or ""))


def _span(value: str | None, most: int) -> int:
    """Read a rowspan or colspan as browsers do; 0 means as far as there are rows."""
    text = (value or "1").strip()
    if not re.fullmatch(r"\d{1,9}", text):
        return 1
    return most if int(text) == 0 else min(int(text), most)


@dataclass
class _Flow:
    """The paragraph that is being read, and the lists around it."""

    words: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    marker: str = ""
    kept_lines: int = 0

    def take(self) -> Iterator[Paragraph]:
        """End the paragraph, if there is one."""
        lines = "".join(self.words).split("\n")
        words = "\n".join(_SPACES.sub(" ", line).strip(" ") for line in lines).strip()
        self.words = []
        if words:
            marker, self.marker = self.marker, ""
            yield Paragraph(marker + words)


class _Page:
    """Reads the elements of one page; counts them as it goes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.elements = 0

    def blocks(self, root: LexborNode, depth: int) -> Iterator[Paragraph | TableBlock]:
        """Read what an element holds, in reading order; `depth` is the number of tables around it."""
        flow = _Flow()
        below, node = 0, root.child
        while node is not None:
            self._count()
            tag = node.tag or ""
            if tag == "table" and not _hidden(node):
                yield from flow.take()
                yield from self._table(node, depth + 1)
            elif self._enter(node, tag, flow):
                if tag in _BLOCKS:
                    yield from flow.take()
                    self._open(node, tag, flow)
                if node.child is not None:
                    below, node = below + 1, node.child
                    continue
                yield from self._leave(tag, flow)
            while node.next is None and below and node.parent is not None:
                below, node = below - 1, node.parent
                yield from self._leave(node.tag or "", flow)
            node = node.next
        yield from flow.take()

    def _count(self) -> None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise LimitExceeded(self.name, "the number of elements", self.elements, MAX_ELEMENTS)

    def _enter(self, node: LexborNode, tag: str, flow: _Flow) -> bool:
        """Take a text or a line break; tell whether this is an element to look into."""
        if tag == "-text":
            words = node.text_content or ""
            flow.words.append(words if flow.kept_lines else _SPACES.sub(" ", words))
            return False
        if tag == "br":
            flow.words.append("\n")
            return False
        if tag == "a" and (mark := _note_mark(node)):
            flow.words.append(f"[{mark}]")
            return False
        return not tag.startswith(("-", "!")) and tag not in _DROPPED and not _hidden(node)

    def _open(self, node: LexborNode, tag: str, flow: _Flow) -> None:
        if tag in _LISTS:
            flow.lists.append(_list_of(node))
        elif tag == "li":
            value = node.attributes.get("value")
            flow.marker = flow.lists[-1].marker(value) if flow.lists else "- "
        elif tag in _KEPT_LINES:
            flow.kept_lines += 1

    def _leave(self, tag: str, flow: _Flow) -> Iterator[Paragraph]:
        if tag not in _BLOCKS:
            return
        yield from flow.take()
        if tag in _LISTS and flow.lists:
            flow.lists.pop()
        elif tag == "li":
            if flow.marker[:1].isalnum():  # an item that shows nothing but its number
                yield Paragraph(flow.marker.rstrip())
            flow.marker = ""
        elif tag in _KEPT_LINES:
            flow.kept_lines -= 1

    def _table(self, table: LexborNode, depth: int) -> Iterator[Paragraph | TableBlock]:
        """Read a table and what stands over it as its caption."""
        if depth > MAX_TABLE_DEPTH:
            raise LimitExceeded(self.name, "the depth of tables in tables", depth, MAX_TABLE_DEPTH)
        rows: list[tuple[Slot, ...]] = []
        for part in _children(table):
            self._count()
            if part.tag == "caption":
                yield from self.blocks(part, depth)
            elif part.tag in {"thead", "tbody", "tfoot"} and not _hidden(part):
                rows.extend(self._row(row, depth) for row in _children(part) if row.tag == "tr")
            elif part.tag == "tr":
                rows.append(self._row(part, depth))
        yield TableBlock(tuple(rows))

    def _row(self, row: LexborNode, depth: int) -> tuple[Slot, ...]:
        self._count()
        if _hidden(row):
            return ()
        slots = []
        for cell in _children(row):
            if cell.tag in {"td", "th"} and not _hidden(cell):
                attributes = cell.attributes
                down, across = attributes.get("rowspan"), attributes.get("colspan")
                content = tuple(self.blocks(cell, depth))
                slots.append(Slot(content, _span(down, 65_534), _span(across, 1_000)))
        return tuple(slots)
