"""Footnotes, endnotes and text boxes of a Word 97-2003 file ([MS-DOC] 2.3.2, 2.3.5, 2.3.6)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise

from graph_build.readers.doc_file import DocFile, Part, Story, plc
from graph_build.readers.numbering import in_roman

_KINDS = (
    (Story.FOOTNOTES, Part.FOOTNOTE_MARKS, Part.FOOTNOTE_TEXTS),
    (Story.ENDNOTES, Part.ENDNOTE_MARKS, Part.ENDNOTE_TEXTS),
)
_BOX = 22


@dataclass
class Note:
    """A note: its characters, whether it is numbered, and its mark once the text has referred to it."""

    story: Story
    start: int
    end: int
    numbered: bool
    mark: str = ""


class Notes:
    """The notes of a file; `seen` are those that the text has referred to, in its order."""

    def __init__(self, file: DocFile) -> None:
        self._file = file
        self._notes: dict[int, Note] = {}
        self.seen: list[Note] = []
        self._counts = dict.fromkeys((kind for kind, _, _ in _KINDS), 0)
        first = file.story(Story.MAIN)
        for story, marks, texts in _KINDS:
            begin, end = file.story(story)
            places, _ = plc(file.part(texts), 0)
            places = list(accumulate((min(begin + place, end) for place in places), max))
            positions, kinds = plc(file.part(marks), 2)
            for position, kind, start, after in zip(positions, kinds, places, places[1:], strict=False):
                if first[0] <= position < first[1]:
                    self._notes[position] = Note(story, start, after, kind != b"\x00\x00")
        self._own = sorted(position for position, note in self._notes.items() if not note.numbered)

    def mark(self, position: int) -> str:
        """Give the mark of the note that is referred to at a character; empty where there is none."""
        note = self._notes.get(position)
        if note is None:
            return ""
        if note.numbered:
            self._counts[note.story] += 1
            count = self._counts[note.story]
            note.mark = f"[{count if note.story is Story.FOOTNOTES else in_roman(count).lower()}]"
        self.seen.append(note)
        return note.mark

    def pass_by(self, start: int, end: int) -> None:
        """Take the notes that characters refer to by marks of the author's own."""
        for position in self._own[bisect_left(self._own, start) : bisect_left(self._own, end)]:
            self.mark(position)

    def boxes(self) -> Iterator[tuple[int, int]]:
        """Give the characters of each text box of the text (PlcftxbxTxt)."""
        begin, end = self._file.story(Story.BOXES)
        places, _ = plc(self._file.part(Part.BOX_TEXTS), _BOX)
        for start, after in pairwise(accumulate(places, max)):
            if start < after and begin + start < end:
                yield begin + start, min(begin + after, end)
