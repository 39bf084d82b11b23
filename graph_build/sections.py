"""The outline of a document: paragraphs, bullets, numbered headings, and the sections they make.

Numbering follows Nghị định 30/2020/NĐ-CP, Phụ lục I, part II.5 (phần, chương, mục, điều, khoản, điểm) and
the habits of plans and programmes: A., I., 1., 1.1., a), -. The level of a heading is found from the
order in which the styles of numbering appear, not from fixed ranks, since offices nest them freely.

Reads the normalised text and the spans of its tables; gives `Outline`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest

from graph_build.line_forms import breaks_before_number, running_heads
from graph_build.markers import BULLETS, Marker, Titles, marker_of
from graph_build.passage import Passage, Piece
from graph_build.records import Section, Table
from graph_build.spans import Spans
from graph_build.text import holds_phrase, lines, padded, trim
from graph_build.wrapped_lines import Fragment, Gathered, goes_on, layout_of

_MAJOR = frozenset({"part", "chapter", "article", "letter", "roman"})
"""Styles that never stand under a number or a small letter."""
_GLUED = re.compile(
    r"\*{2,}(?=\s*(?:[IVX]{1,5}\.\s|\d{1,2}(?:\.\d{1,2})*\.\s?[^\W\d_]|[A-ZĐ]\.\s"
    r"|PHỤ LỤC|KẾ HOẠCH\b|CHƯƠNG TRÌNH\b))"
)
_NUMBER_ALONE = re.compile(r"[\s*]*(?:\d{1,2}(?:\.\d{1,2})*\.?|[IVX]{1,5}\.|[a-zđ]\)|Điều\s+\d+\s*\.)[\s*]*")
_ARTICLE_ALONE = re.compile(r"[\s*]*Điều[\s*]*")
_ARTICLE_NUMBER = re.compile(r"[\s*]*\d{1,3}[a-zđ]?[\s*]*[.:]")
"""What stands on the next line where a heading broke behind the word "Điều"."""
_END_OF_BODY = re.compile(r"^\W*nơi\s+nhận\b", re.IGNORECASE)
_FILED = re.compile(r"^[\s*]*[-\u2010-\u2015]\s*Lưu\s*:")
"""The last of the recipients: where the document is filed ("- Lưu: VT, TH.")."""
_RECIPIENT = re.compile(r"^[\s*]*[-\u2010-\u2015][^;:]{2,160};[\s*]*$")
_RECIPIENTS_IN_LINE = re.compile(
    r"^[\s*]*[-\u2010-\u2015](?:[^;]{2,160};\s*[-\u2010-\u2015]){2,40}\s*Lưu\s*:"
)
_ITEMS_IN_LINE = re.compile(r"^[\s*]*[-\u2010-\u2015](?:[^;]{2,160};\s*[-\u2010-\u2015]){2,40}")
_SIGNED = re.compile(r"^\W*đã\s+ký\b", re.IGNORECASE)
"""What stands for the hand of who signs, beside or below the recipients."""
_RECIPIENTS = re.compile(r"nơi[\s*]+nhận[\s*]*:", re.IGNORECASE)
_OPENER = re.compile(
    r"^\W*(?:KẾ HOẠCH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|QUY CHẾ|QUY ĐỊNH|CHIẾN LƯỢC|DANH MỤC|BẢNG PHÂN CÔNG)\b"
    r"[\W\d_]*$"
)


_LONGEST_PATH = 60
"""How many code points of a heading without a number stand in the path for it."""


@dataclass(slots=True)
class Block:
    """A paragraph, bullet or numbered heading with the section it stands in.

    `path` is the number path of the block itself where it is numbered, else that of its section.
    `headings` are the enclosing numbered blocks, outermost first. `fresh` marks the first block after
    the table of the recipients and the signature, where an annex may begin.
    """

    passage: Passage
    marker: Marker | None
    path: str = ""
    headings: tuple[Block, ...] = ()
    body: bool = True
    bold: bool = False
    fresh: bool = False
    _text: str | None = field(default=None, init=False, repr=False)
    _folded: str | None = field(default=None, init=False, repr=False)
    _known: dict[tuple[str, ...], bool] = field(default_factory=dict, init=False, repr=False)

    @property
    def text(self) -> str:
        """The words after the marker, as one line."""
        if self._text is None:
            self._text = " ".join(self.passage.text.replace("*", " ").split())
        return self._text

    @property
    def folded(self) -> str:
        """The folded words, each between single spaces, for looking for phrases."""
        if self._folded is None:
            self._folded = padded(self.text)
        return self._folded

    def holds(self, phrases: tuple[str, ...]) -> bool:
        """Tell whether the words hold one of the phrases, folded; every block below asks the same."""
        known = self._known.get(phrases)
        if known is None:
            known = self._known[phrases] = holds_phrase(self.folded, phrases)
        return known

    @property
    def numbered(self) -> bool:
        """Whether the block carries a number or letter, not only a bullet."""
        return self.marker is not None and self.marker.style not in BULLETS

    @property
    def bulleted(self) -> bool:
        """Whether the block is a bullet (-, +, •)."""
        return self.marker is not None and self.marker.style in BULLETS


@dataclass(frozen=True)
class Outline:
    """The blocks of a document in reading order and the sections that its headings make."""

    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    section_blocks: tuple[Block, ...] = field(default=(), repr=False)

    def enclosing(self, offset: int) -> Block | None:
        """Give the last heading before an offset that stands in the body."""
        behind = bisect_right(self.section_blocks, offset, key=lambda block: block.passage.start)
        return self.section_blocks[behind - 1] if behind else None


def _fragments(text: str, tables: Sequence[Table], extent: tuple[int, int]) -> list[Fragment]:
    """Cut the text outside tables into lines, and lines where a heading is glued on by stars."""
    spans = Spans((table.start, table.end + 1) for table in tables)
    found: list[Fragment] = []
    gap = True
    heads = running_heads(text)
    for line in lines(text):
        outside = line.end < extent[0] or line.start >= extent[1]
        if outside or spans.overlap(line.start, line.start + 1):
            gap = True
            continue
        if line.start in heads or not line.text.strip(" \t\u00a0*|"):
            gap = True
            continue
        glued = [m.end() for m in _GLUED.finditer(line.text) if m.start() > 0] if "**" in line.text else ()
        cuts = [0, *glued, len(line.text)]
        for begin, finish in pairwise(cuts):
            start, end = trim(text, line.start + begin, line.start + finish, " \t\u00a0")
            if start >= end:
                continue
            last = found[-1] if found else None
            if last is not None and not gap and _half_a_number(text, last, start):
                found[-1] = Fragment(last.start, end, last.gap, len(line.text))
            else:
                found.append(Fragment(start, end, gap or begin > 0, len(line.text)))
            gap = False
    return found


def _half_a_number(text: str, line: Fragment, after: int) -> bool:
    """Tell whether a line is a number without words, or the word "Điều" whose number opens the line after it.

    Most lines are known by their last letter not to be one.
    """
    if text[line.end - 1] == "u" or text.endswith("u**", line.start, line.end):
        alone = _ARTICLE_ALONE.fullmatch(text, line.start, line.end) is not None
        return alone and _ARTICLE_NUMBER.match(text, after) is not None
    if text[line.end - 1].isalpha():
        return False
    return _NUMBER_ALONE.fullmatch(text, line.start, line.end) is not None


class _Draft(Gathered):
    """A block while its lines are gathered."""

    def __init__(self, marker: Marker | None, body: bool, fresh: bool) -> None:
        super().__init__(marker)
        self.body = body
        self.fresh = fresh

    def alone(self, text: str) -> bool:
        """Tell whether nothing but the number of an article was gathered ("Điều 8."): its items follow."""
        if self.marker is None or self.marker.style != "article" or len(self.pieces) != 1:
            return False
        begin, end = self.pieces[0]
        return not text[begin + self.marker.length : end].strip(" .*:")

    def opens_part(self) -> bool:
        """Tell whether the block opens a part or chapter, whose title the line after it is."""
        return self.marker is not None and self.marker.style in {"part", "chapter", "annex"}

    def finish(self, text: str) -> Block:
        start, _ = self.pieces[0]
        bare = self.alone(text)
        if self.marker is not None and self.marker.style != "annex" and not bare:
            start = min(start + self.marker.length, self.pieces[0][1])
        merged = [(start, self.pieces[0][1])]
        for begin, end in self.pieces[1:]:
            if not text[merged[-1][1] : begin].strip():
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((begin, end))
        trimmed = [trim(text, begin, end) for begin, end in merged]
        pieces = tuple(Piece(begin, end) for begin, end in trimmed if begin < end)
        raw = text[self.pieces[0][0] : self.pieces[-1][1]].strip()
        return Block(
            passage=Passage(text, pieces),
            marker=self.marker,
            body=self.body,
            fresh=self.fresh,
            bold=raw.startswith("**") and raw.endswith("**"),
        )


def _blocks(text: str, tables: Sequence[Table], extent: tuple[int, int]) -> list[Block]:
    fragments = _fragments(text, tables, extent)
    markers = _markers(text, fragments)
    layout = layout_of(text, fragments, markers)
    titles = Titles(text[one.start : one.end] for one in fragments)
    done: list[Block] = []
    draft: _Draft | None = None
    body, fresh = True, False
    ends, lists = _recipient_tables(text, tables), _lists_of_recipients(text, fragments)
    for fragment, printed in zip(fragments, markers, strict=True):
        line = text[fragment.start : fragment.end]
        while ends and ends[-1] <= fragment.start:
            ends.pop()
            body, fresh = False, True
        titled = draft is not None and draft.marker is not None and draft.marker.style == "title"
        if draft is not None and not (fresh or titled) and goes_on(draft, fragment, printed, text, layout):
            draft.add(line, fragment)
            continue
        if draft is not None:
            done.append(draft.finish(text))
        titled = draft is None or not draft.opens_part()
        marker = printed or (titles.marker(line) if titled else None)
        if _END_OF_BODY.match(line) or fragment.start in lists:
            body = False
        elif (marker is not None and marker.style in {"annex", "roman", "chapter", "part"}) or _OPENER.match(
            line
        ):
            body = True
        draft = _Draft(marker, body, fresh)
        draft.add(line, fragment)
        fresh = False
    if draft is not None:
        done.append(draft.finish(text))
    return [block for block in done if block.passage.pieces]


def _markers(text: str, fragments: Sequence[Fragment]) -> list[Marker | None]:
    """Find the markers of lines, but for a number that goes on with "… Mẫu số" on the line before."""
    found: list[Marker | None] = []
    before = ""
    for one in fragments:
        line = text[one.start : one.end]
        marker = marker_of(line)
        if marker is not None and marker.style == "decimal" and not one.gap and breaks_before_number(before):
            marker = None
        found.append(marker)
        before = line
    return found


def _recipient_tables(text: str, tables: Sequence[Table]) -> list[int]:
    """Give the ends of the tables that hold "Nơi nhận:" beside the signature, the last first."""
    found = {table.end for table in tables if _RECIPIENTS.search(text, table.start, table.end)}
    return sorted(found, reverse=True)


def _lists_of_recipients(text: str, fragments: Sequence[Fragment]) -> frozenset[int]:
    """Give where lists of recipients without "Nơi nhận" begin.

    They stand in one line before "Lưu: …" or "(đã ký)", or in lines up to "- Lưu: …".
    """
    found: set[int] = set()
    first: int | None = None
    for one, below in zip_longest(fragments, fragments[1:]):
        line = text[one.start : one.end]
        signed = below is not None and _SIGNED.match(text[below.start : below.end])
        if _RECIPIENTS_IN_LINE.match(line) or (signed and _ITEMS_IN_LINE.match(line)):
            found.add(one.start)
        elif _FILED.match(line):
            found.add(one.start if first is None else first)
            first = None
        elif _RECIPIENT.match(line):
            first = one.start if first is None else first
        else:
            first = None
    return frozenset(found)


def _rank(marker: Marker) -> str:
    """Name the level that a marker opens: decimals of one depth are one level."""
    if marker.style == "decimal":
        return f"decimal{marker.value.count('.')}"
    if marker.style == "title":
        return f"title{marker.value}"
    return marker.style


def _path(parents: Sequence[Block], marker: Marker, title: str) -> str:
    """Make the path of a heading: "VI.2", "II.1.1", "PL2", "A.I.1"; without a number its words stand."""
    if marker.style == "annex":
        return f"PL{marker.value}"
    value = f"Điều {marker.value}" if marker.style == "article" else marker.value
    value = title if marker.style == "title" else value
    outer = list(parents)
    if marker.style == "decimal":
        while outer and outer[-1].marker is not None and outer[-1].marker.style == "decimal":
            outer.pop()
    return f"{outer[-1].path}.{value}" if outer else value


def _reset(block: Block) -> bool:
    return block.marker is None and bool(_OPENER.match(block.text))


def outline(text: str, tables: Sequence[Table] = (), extent: tuple[int, int] | None = None) -> Outline:
    """Find the blocks and sections of a document, within `extent` where a page surrounds it.

    Every numbered block in the body opens a section that reaches to the next one of its level or
    above. Blocks after "Nơi nhận" do not belong to the body until an annex or a plan begins.
    """
    blocks = _blocks(text, tables, extent or (0, len(text)))
    stack: list[tuple[str, Block]] = []
    headings: list[Block] = []
    for block in blocks:
        if _reset(block) or block.fresh or not block.body:
            stack.clear()
        if block.marker is not None and block.numbered and block.body:
            rank = _rank(block.marker)
            if block.marker.style == "annex":
                stack.clear()
            if block.marker.style in _MAJOR or block.marker.style == "title":
                while stack and (stack[-1][0] == "alpha" or stack[-1][0].startswith("decimal")):
                    stack.pop()
            if block.marker.style == "title":
                _end_titles(stack, rank)
            ranks = [name for name, _ in stack]
            if rank in ranks:
                del stack[ranks.index(rank) :]
            elif rank.startswith("decimal") and rank != "decimal0":
                _unwind_decimals(stack, block.marker)
            parents = [parent for _, parent in stack]
            block.headings = tuple(parents)
            block.path = _path(parents, block.marker, block.text[:_LONGEST_PATH].strip(" .:"))
            stack.append((rank, block))
            headings.append(block)
        else:
            block.headings = tuple(parent for _, parent in stack)
            block.path = stack[-1][1].path if stack else ""
    return Outline(tuple(blocks), _sections(headings, len(text)), tuple(headings))


def _end_titles(stack: list[tuple[str, Block]], rank: str) -> None:
    """Drop the headings without a number that one of their depth or above ends, and all below them."""
    first = next((at for at, (one, _) in enumerate(stack) if one.startswith("title") and one >= rank), None)
    if first is not None:
        del stack[first:]


def _unwind_decimals(stack: list[tuple[str, Block]], marker: Marker) -> None:
    """Drop decimal headings that a deeper decimal does not stand under ("3.1" after "2.1.4")."""
    while stack:
        rank, parent = stack[-1]
        if not rank.startswith("decimal") or parent.marker is None:
            if rank == "alpha":
                stack.pop()
                continue
            return
        if marker.value.startswith(parent.marker.value + "."):
            return
        stack.pop()


def _sections(headings: Sequence[Block], length: int) -> tuple[Section, ...]:
    found = []
    starts: dict[int, int] = {}  # of the next heading at each level, behind the one looked at
    for block in reversed(headings):
        level, start = len(block.headings) + 1, block.passage.start
        end = min((at for other, at in starts.items() if other <= level), default=length)
        found.append(Section(path=block.path, title=block.text, level=level, start=start, end=end))
        starts[level] = start
    return tuple(reversed(found))


def heading_matches(block: Block, *phrases: str) -> bool:
    """Tell whether a heading's words hold one of the phrases, marks and case folded."""
    return block.holds(phrases)
