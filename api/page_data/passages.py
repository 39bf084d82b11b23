"""The text of a document as blocks, with the spans that something was read from marked in it.

The text is shown as it was read: no word is added or left out. Lines that hold tabs or pipes are
shown as rows of a table, all others as paragraphs. Spans may overlap; every piece of text carries all
the spans that cover it, and links to the innermost.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_RULE: Final = r"\s*(?:-{2,}:?|:-+:?|-+:)\s*"
_PIPE_RULE = re.compile(rf"\s*\|?{_RULE}(?:\|{_RULE})*\|?\s*")  # |---|:-:|
_RANGE = re.compile(r"(\d{1,9})-(\d{1,9})")  # 1042-1066
_STARS = re.compile(r"\*{1,3}")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text and what was read from it.

    `kind` names how it is marked (task, lead, coordinate, deadline, citation, duty, …, asked); `target` is
    the address of the thing, "" where it has no page.
    """

    start: int
    end: int
    kind: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same spans; `anchors` are the ids of the spans that begin with it."""

    text: str
    spans: tuple[Span, ...] = ()
    anchors: tuple[str, ...] = ()

    @property
    def kinds(self) -> str:
        """The kinds of the spans over it, innermost last, as class names."""
        return " ".join(dict.fromkeys(f"is-{span.kind}" for span in self.spans))

    @property
    def innermost(self) -> Span | None:
        """The shortest span that has a page, which is what the piece links to."""
        linked = [span for span in self.spans if span.target]
        return min(linked, key=lambda span: span.end - span.start) if linked else None

    def title(self, names: Mapping[str, str]) -> str:
        """What a pointer that rests on the piece is told, given the words for kinds of spans."""
        return " · ".join(dict.fromkeys(names[span.kind] for span in self.spans if span.kind in names))


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph (`cells` empty) or a row of a table; `kind` is paragraph, heading, gap or row."""

    kind: str
    pieces: tuple[Piece, ...] = ()
    cells: tuple[tuple[Piece, ...], ...] = ()


def without_stars(text: str) -> str:
    """Leave out the stars by which Markdown sets words off: readers see them as bold or not at all."""
    return _STARS.sub("", text)


def asked_span(at: str, length: int) -> Span | None:
    """Read the place that a link points to ("1042-1066"); None for one that is not in the text."""
    match = _RANGE.fullmatch(at)
    if match is None:
        return None
    start, end = int(match[1]), int(match[2])
    return Span(start, end, "asked") if start < end <= length else None


def blocks(text: str, spans: Iterable[Span]) -> tuple[Block, ...]:
    """Cut a text into blocks with its spans marked; spans outside the text are left out."""
    inside = sorted(
        {span for span in spans if 0 <= span.start < span.end <= len(text)},
        key=lambda span: (span.start, -span.end, span.kind),
    )
    marker = _Marker(text, inside)
    made: list[Block] = []
    for start, end in _line_spans(text):
        line = text[start:end]
        if not line.strip():
            if made and made[-1].kind != "gap":
                made.append(Block("gap"))
        elif _PIPE_RULE.fullmatch(line) and "|" in line:
            continue
        elif cells := _cells(line, start):
            made.append(Block("row", cells=tuple(marker.pieces(a, b) for a, b in cells)))
        else:
            kind = "heading" if _is_heading(line) else "paragraph"
            made.append(Block(kind, pieces=marker.pieces(start, end)))
    while made and made[-1].kind == "gap":
        made.pop()
    return tuple(made)


class _Marker:
    """Hand out the pieces of stretches of one text, in order; every anchor is given once."""

    def __init__(self, text: str, spans: Sequence[Span]) -> None:
        self._text = text
        self._spans = spans
        self._next = 0  # the first span that begins after what was handed out
        self._open: list[Span] = []
        self._anchored: set[str] = set()

    def pieces(self, start: int, end: int) -> tuple[Piece, ...]:
        while self._next < len(self._spans) and self._spans[self._next].start < end:
            self._open.append(self._spans[self._next])
            self._next += 1
        self._open = here = [span for span in self._open if span.end > start]
        if not here:
            return (self._piece(start, end, ()),) if start < end else ()
        edges = {start, end}
        for span in here:
            edges |= {max(span.start, start), min(span.end, end)}
        cuts = sorted(edges)
        return tuple(self._piece(a, b, here) for a, b in itertools.pairwise(cuts))

    def _piece(self, start: int, end: int, here: Sequence[Span]) -> Piece:
        over = tuple(span for span in here if span.start <= start and span.end >= end)
        anchors = []
        for span in over:
            name = f"c{span.start}-{span.end}"
            if name not in self._anchored:
                self._anchored.add(name)
                anchors.append(name)
        return Piece(without_stars(self._text[start:end]), over, tuple(anchors))


def _line_spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _cells(line: str, offset: int) -> tuple[tuple[int, int], ...]:
    """Give the cells of a line that is a row of a table, by tabs or by pipes; nothing for other lines."""
    mark = "\t" if line.count("\t") >= 1 else "|" if line.strip().startswith("|") else ""
    if not mark or line.strip(" \t|") == "":
        return ()
    found, start = [], offset
    for part in line.split(mark):
        left = len(part) - len(part.lstrip())
        right = len(part.rstrip())
        found.append((start + min(left, right), start + right))
        start += len(part) + 1
    if mark == "|":
        found = found[1:-1] if line.rstrip().endswith("|") else found[1:]
    return tuple(found) if len(found) > 1 else ()


def _is_heading(line: str) -> bool:
    """Tell a heading for the eye only: a short line all in capitals, or wholly between stars."""
    words = line.strip()
    if len(words) > 160:
        return False
    in_capitals = all(c.isupper() for c in words if c.isalpha()) and sum(map(str.isalpha, words)) > 3
    return in_capitals or (words.startswith("**") and words.endswith("**") and len(words) > 4)
