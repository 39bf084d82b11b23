"""A passage: words of a snapshot that belong together, though they may stand in several places.

A table cell that is broken by a page stands in two rows; a paragraph may be cut by a page number.
A passage joins such pieces into one text to read, and leads every offset of that text back to the
place in the snapshot, so that what is found in the joined text is still proved by the document.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field

import msgspec

from graph_build.records import Evidence
from graph_build.text import evidence, trim


@dataclass(frozen=True, slots=True)
class Piece:
    """One run of code points of the snapshot, and the table place it stands in."""

    start: int
    end: int
    row: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Passage:
    """Pieces of `source` read as one text, joined by single spaces.

    `text` keeps line ends inside a piece, and between the lines of a cell. Offsets of `text` are local;
    `source_offset` and `quote` lead back to the snapshot.
    """

    source: str
    pieces: tuple[Piece, ...]
    table: int | None = None
    page: int | None = None
    text: str = field(init=False)
    _starts: tuple[int, ...] = field(init=False)

    def __post_init__(self) -> None:
        starts, text = [], ""
        for index, piece in enumerate(self.pieces):
            if index:
                text += "\n" if self._on_next_line(self.pieces[index - 1], piece) else " "
            starts.append(len(text))
            text += self.source[piece.start : piece.end]
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "_starts", tuple(starts))

    def _on_next_line(self, above: Piece, below: Piece) -> bool:
        """Tell whether a piece stands in the line below, in a table whose columns are parted by white."""
        gap = self.source[above.end : below.start]
        return below.row is not None and gap.count("\n") == 1 and "  " in gap and not {"\t", "|"} & set(gap)

    @classmethod
    def of(cls, source: str, start: int, end: int) -> Passage:
        """Make a passage of one span of the snapshot, trimmed of spacing and stars."""
        start, end = trim(source, start, end)
        return cls(source, (Piece(start, end),) if start < end else ())

    def __bool__(self) -> bool:
        return bool(self.text.strip())

    @property
    def start(self) -> int:
        """The offset in the snapshot at which the passage begins."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """The offset in the snapshot at which the last piece ends."""
        return self.pieces[-1].end

    def source_offset(self, local: int) -> int:
        """Lead an offset of `text` back to the snapshot."""
        index = max(0, bisect_right(self._starts, local) - 1)
        piece = self.pieces[index]
        return min(piece.start + local - self._starts[index], piece.end)

    def quote(self, start: int = 0, end: int | None = None) -> Evidence:
        """Quote `text[start:end]` from the snapshot, piece by piece, the first piece leading.

        Raises ValueError where the span holds no words.
        """
        stop = len(self.text) if end is None else end
        found: list[Evidence] = []
        for index, piece in enumerate(self.pieces):
            local = self._starts[index]
            first = max(start, local)
            last = min(stop, local + piece.end - piece.start)
            if first >= last:
                continue
            whole = (piece.start + first - local, piece.start + last - local)
            begin, finish = trim(self.source, *whole)
            if begin == finish and self.source[whole[0] : whole[1]].strip():
                begin, finish = whole  # nothing but marks of emphasis
            if begin < finish:
                found.append(
                    evidence(
                        self.source,
                        begin,
                        finish,
                        page=self.page,
                        table=self.table,
                        row=piece.row,
                        column=piece.column,
                    )
                )
        if not found:
            raise ValueError(f"no words at {start}-{stop} of a passage of {len(self.text)} code points")
        if len(found) == 1:
            return found[0]
        return msgspec.structs.replace(found[0], parts=tuple(found[1:]))
