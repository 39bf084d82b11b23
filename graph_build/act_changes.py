"""What a document itself does to the acts that it cites: replaces, amends, corrects, or consolidates them.

The words count in the title, in its articles, and wherever the document names itself ("Kế hoạch này thay thế
…"). What another act does, what is only planned, and what is quoted ("“…”") is not its doing. A list below a
line such as "Các văn bản sau đây hết hiệu lực:" is read item by item. A consolidated text (Pháp lệnh hợp nhất
văn bản quy phạm pháp luật of 2012) repeats what its base and the acts that amend it say, and itself changes
nothing.

Reads the citations of a text, its outline and its header; gives the citations with what is done to each, and
entries of the ledger for what ends with a condition or an exception.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.change_words import Limit, Verb, Way, head, item, joined, lapse, limited, order
from graph_build.citation_roles import leading
from graph_build.document_codes import KINDS
from graph_build.further_documents import further_document
from graph_build.issues import doubtful_at, skipped_at
from graph_build.plain import PlainText, plain_text
from graph_build.records import ChangeRole, Citation, Evidence, Header, Issue
from graph_build.sections import Block, Outline
from graph_build.text import evidence

Range = tuple[int, int]

_CONSOLIDATED = KINDS["VBHN"]
_SENTENCE_END = re.compile(r"[.;][ \n](?=[^\W\d_])(?<!tp\.[ \n])")
_CHANGE = re.compile(
    r"thay thế|bãi bỏ|hủy bỏ|hết hiệu lực|sửa đổi|bổ sung|đính chính|điều chỉnh|hiệu lực|điều khoản"
)
_PLANNED = re.compile(r"nhiệm vụ|giải pháp|trách nhiệm|(?<![^\W\d_])giao(?![^\W\d_])")
_BASIS = re.compile(r"(?:căn cứ|điều \d|chương )")
_ACTS = frozenset(
    {"bộ luật", "luật", "pháp lệnh", "nghị quyết", "nghị định", "quyết định", "chỉ thị", "thông tư"}
)
"""Kinds that nothing but the document itself is: an annex may be "Quy chế này", and no "Nghị định này"."""
_QUOTES = re.compile("[“”]")
_QUOTED_WITHIN = 8000
_MAX_ITEMS = 400


class _Places(NamedTuple):
    """Where words of change stand: up to the acts, and with all that limits them."""

    words: Range
    whole: Range


@dataclass(slots=True)
class _Reader:
    """What is found on the way; positions are those of the plain view."""

    plain: PlainText
    citations: Sequence[Citation]
    kind: str
    ranges: list[Range] = field(init=False)
    found: dict[int, tuple[ChangeRole, Evidence, str | None]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ranges = [
            (self.plain.position(c.start), self.plain.position(c.end - 1) + 1) for c in self.citations
        ]

    def within(self, start: int, end: int) -> list[int]:
        """Give the citations of a range of the view, outer ones only."""
        inside: list[int] = []
        for index in range(bisect_left(self.ranges, (start, 0)), len(self.ranges)):
            first, last = self.ranges[index]
            if first >= end:
                break
            if last <= end and (not inside or first >= self.ranges[inside[-1]][1]):
                inside.append(index)
        return inside

    def led(self, inside: Sequence[int]) -> list[int]:
        """Give those of some citations that the clause itself names, the first at least."""
        ranges = [self.ranges[index] for index in inside]
        numbered = [self.citations[index].number is not None for index in inside]
        flags = leading(self.plain, ranges[0][0], ranges, numbered)
        return [index for index, leads in zip(inside, flags, strict=True) if leads]

    def flat(self, start: int, end: int) -> str:
        return self.plain.lower[start:end].replace("\n", " ")

    def quoted(self, position: int) -> bool:
        """Tell whether a position stands in quotation marks."""
        floor = max(0, position - _QUOTED_WITHIN)
        marks = _QUOTES.findall(self.plain.text, floor, position)
        return bool(marks) and marks[-1] == "“"

    def is_own(self, block: Block, verb: Verb) -> bool:
        """Tell whether the document itself speaks: by its kind ("Nghị định này"), or by an order."""
        if verb.named:
            return verb.named not in _ACTS or verb.named == self.kind
        return _orders(block, verb.way)

    def take(
        self, indices: Sequence[int], verb: Verb, way: Way, places: _Places, limit: Limit | None
    ) -> None:
        """Keep what is done to some acts, or write into the ledger why it is not."""
        for index in indices:
            one = self.citations[index]
            if one.role == "legal_basis" or index in self.found:
                continue
            if limit == "condition":
                self.issues.append(skipped_at("change-on-condition", self.quote(places.whole)))
                continue
            if limit == "exception" and way == "replaces":
                self.issues.append(doubtful_at("repeal-with-exception", self.quote(places.whole)))
                way = "amends"
            own = "amends" if way == "replaces" and one.provision is not None else way
            self.found[index] = (own, self.quote(places.words), verb.day)

    def quote(self, place: Range) -> Evidence:
        return evidence(self.plain.source, *self.plain.span(*place))


def read_changes(
    text: str, citations: Sequence[Citation], header: Header, shape: Outline
) -> tuple[tuple[Citation, ...], tuple[Issue, ...]]:
    """Say of each citation what the document does to the act; `role` is then what is done.

    `citations` are all of the text, in its order. A text that is no official document changes nothing.
    """
    if not header.official or not citations:
        return tuple(citations), ()
    reader = _Reader(plain_text(text), citations, (header.type or "").lower())
    if header.type == _CONSOLIDATED:
        return _consolidated(reader, header, shape), ()
    _read_title(reader, header)
    end = further_document(reader.plain) or len(reader.plain.text)
    lines = [line for line in (_line(reader, block) for block in shape.blocks) if line.place[0] < end]
    for position, line in enumerate(lines):
        if line.cites and not reader.quoted(line.place[0]):
            above = _head(reader, lines, position)
            if above is None or not _read_item(reader, line.block, above):
                _read_block(reader, line.block)
    settled = list(citations)
    for index, (way, words, day) in reader.found.items():
        settled[index] = replace(settled[index], role=way, change=words, change_day=day)
    return tuple(settled), tuple(reader.issues)


def _orders(block: Block, way: Way) -> bool:
    """Tell whether an order without a subject stands in an article, and not in a list of tasks."""
    chain = [*block.headings, block]
    articles = [
        at for at, one in enumerate(chain) if one.marker is not None and one.marker.style == "article"
    ]
    if not articles:
        return False
    for one in chain[articles[-1] : -1]:
        words = one.text.lower()
        if way == "amends" and _PLANNED.search(words):
            return False
        if words.endswith(":") and not _CHANGE.search(words):
            return False
    return True


def _range(reader: _Reader, block: Block) -> Range:
    pieces = block.passage.pieces
    if not pieces:
        return 0, 0
    return reader.plain.position(pieces[0].start), reader.plain.position(pieces[-1].end - 1) + 1


class _Line(NamedTuple):
    """A block, where it stands, and whether it cites an act."""

    block: Block
    place: Range
    cites: bool


def _line(reader: _Reader, block: Block) -> _Line:
    place = _range(reader, block)
    return _Line(block, place, bool(reader.within(*place)))


def _read_title(reader: _Reader, header: Header) -> None:
    quote = header.title_evidence
    if quote is None:
        return
    start, end = reader.plain.position(quote.start), reader.plain.position(quote.end - 1) + 1
    inside = reader.within(start, end)
    if inside:
        verb = order(reader.flat(start, end), reader.ranges[inside[0]][0] - start, title=True)
        if verb is not None:
            reader.take(
                reader.led(inside), verb, verb.way, _Places((start + verb.start, end), (start, end)), None
            )


def _read_block(reader: _Reader, block: Block) -> None:
    """Read the sentences of a paragraph one by one."""
    start, end = _range(reader, block)
    for first, last in _sentences(reader, start, end):
        inside = reader.within(first, last)
        if inside and not reader.quoted(reader.ranges[inside[0]][0]):
            sentence = reader.flat(first, last)
            opening = reader.ranges[inside[0]][0] - first
            led = reader.led(inside)
            verb = order(sentence, opening) or lapse(sentence, opening, reader.ranges[led[-1]][1] - first)
            if verb is not None and reader.is_own(block, verb):
                _read_sentence(reader, verb, (first, last), inside)


def _read_sentence(reader: _Reader, verb: Verb, sentence: Range, inside: Sequence[int]) -> None:
    """Take what a sentence names, and what a further verb behind it does ("… và thay thế Nghị định số …")."""
    first, last = sentence
    led = reader.led(inside)
    behind = reader.ranges[led[-1]][1]
    limit = verb.limit or limited(reader.flat(behind, last))
    places = _Places((first, max(first + verb.end, behind)), sentence)
    reader.take(led, verb, verb.way, places, limit)
    after = [index for index in inside if index > led[-1]]
    length = joined(reader.flat(behind, last)) if after else None
    if length is not None:
        start = behind + length
        further = order(reader.flat(start, last), reader.ranges[after[0]][0] - start)
        if further is not None:
            _read_sentence(reader, further, (start, last), after)


def _sentences(reader: _Reader, start: int, end: int) -> list[Range]:
    """Split a paragraph at full stops and semicolons that stand in no citation and before no further act."""
    found: list[Range] = []
    first = start
    acts = [reader.ranges[index] for index in reader.within(start, end)]
    for stop in _SENTENCE_END.finditer(reader.plain.lower, start, end):
        behind = stop.end()
        in_list = reader.plain.text[stop.start()] == ";" or not reader.plain.text[behind].isupper()
        if in_list or any(a < behind <= b for a, b in acts):
            continue
        found.append((first, behind))
        first = behind
    return [*found, (first, end)]


@dataclass(frozen=True, slots=True)
class _Head:
    verb: Verb
    words: Range
    own: bool


def _head(reader: _Reader, lines: Sequence[_Line], position: int) -> _Head | None:
    """Find the line above a list that puts its items out of force or changes them."""
    block = lines[position].block
    style = block.marker.style if block.marker else None
    for at in range(position - 1, max(-1, position - _MAX_ITEMS), -1):
        above, (start, end), cites = lines[at]
        if (above.marker.style if above.marker else None) == style and not above.text.endswith(":"):
            if style is None and not cites:
                return None
            continue
        if above.marker is not None and all(above is not one for one in block.headings):
            continue  # an item deeper than this one
        verb = head(reader.flat(start, end)) if end > start and not cites else None
        if verb is None:
            return None
        return _Head(verb, (start, end), reader.is_own(above, verb))
    return None


def _read_item(reader: _Reader, block: Block, above: _Head) -> bool:
    """Read an item of a list; False where it speaks for itself ("Bãi bỏ Điều 4 …") or names no act first."""
    start, end = _range(reader, block)
    inside = reader.within(start, end)
    if reader.quoted(reader.ranges[inside[0]][0]):
        return False
    before = reader.flat(start, reader.ranges[inside[0]][0])
    if not above.own or order(reader.flat(start, end), reader.ranges[inside[0]][0] - start):
        return False
    way = item(before)
    if way is None:
        return False
    if above.verb.way != "replaces":
        way = above.verb.way
    led = reader.led(inside)
    limit = above.verb.limit or limited(reader.flat(reader.ranges[led[-1]][1], end))
    whole = above.words if above.verb.limit else (start, end)
    reader.take(led, above.verb, way, _Places(above.words, whole), limit)
    return True


def _consolidated(reader: _Reader, header: Header, shape: Outline) -> tuple[Citation, ...]:
    """Take the base of a consolidated text and what amends it: the acts that open its first paragraphs.

    They stand between the title and the legal basis, as Pháp lệnh hợp nhất văn bản of 2012 has them.
    """
    title = header.title_evidence
    behind = reader.plain.position(title.end) if title else 0
    settled = list(reader.citations)
    for block in shape.blocks:
        start, end = _range(reader, block)
        words = reader.flat(start, end)
        if start < behind:
            continue
        if _BASIS.match(words) or (block.marker is not None and block.marker.style in ("article", "chapter")):
            break
        inside = reader.within(start, end)
        if inside and not words[: reader.ranges[inside[0]][0] - start].strip(" -"):
            one = settled[inside[0]]
            settled[inside[0]] = replace(one, role="consolidates", change=reader.quote((start, end)))
    return tuple(settled)
