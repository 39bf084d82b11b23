"""RTF: paragraphs and tables in their order, as a word processor shows them (RTF Specification 1.9.1).

What is hidden, deleted by a revision, or an instruction of a field is left out, as are destinations that
stand beside the text (running heads, comments, styles); an unknown destination that says it may be skipped
(\\*) is skipped. Numbers of lists are those that the file states (\\listtext, \\pntext). Footnotes are put at
the end under their marks. A text box, a large picture and an embedded file have ledger entries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from graph_build.errors import EmptyFile, ScanUnread
from graph_build.issues import doubtful, skipped
from graph_build.readers.blocks import Paragraph, compose, words_of
from graph_build.readers.content import Content
from graph_build.readers.legacy import shown_by_fonts
from graph_build.readers.numbering import in_roman
from graph_build.readers.rtf_state import SKIPPED, THROUGH, TOGGLES, WRAPPERS, Size, State, Text
from graph_build.readers.rtf_tables import ROW_WORDS, Block, Flow
from graph_build.readers.rtf_text import (
    SPECIAL,
    SYMBOL,
    Fonts,
    Piece,
    Speller,
    label,
    unicode_letter,
)
from graph_build.readers.rtf_tokens import Token, tokens
from graph_build.records import Issue


def read_rtf(name: str, data: bytes) -> Content:
    """Read an RTF document.

    Words in fonts from before Unicode are spelled anew where that makes more Vietnamese words of the whole.
    Raises BrokenFile for a file that is cut short, LimitExceeded, EmptyFile, ScanUnread.
    """
    document = _Reader(name)
    blocks = document.read(data)
    if any(font.encoding for font in document.fonts.table.values()):
        encodings = shown_by_fonts(words_of(blocks))
        if encodings:
            document = _Reader(name, Speller(encodings))
            blocks = document.read(data)
    text, tables = compose(name, blocks)
    if not text.strip():
        if document.pictures:
            raise ScanUnread(name, "It holds pictures only. Save it as PDF to have them read by OCR.")
        raise EmptyFile(name)
    issues = document.issues
    for encoding in sorted(document.speller.used):
        why = f"Words are in {encoding}, an encoding of old fonts."
        issues.append(doubtful("other-encoding", why, text=encoding))
    if document.large:
        why = f"The document holds {document.large} large pictures, whose words are not read."
        issues.append(skipped("part-not-read", why))
    return Content(text, tables, issues=tuple(issues))


class _Reader:
    """A document while it is read, token by token."""

    def __init__(self, name: str, speller: Speller | None = None) -> None:
        self.name = name
        self.speller = speller or Speller()
        self.fonts = Fonts()
        self.issues: list[Issue] = []
        self.notes: list[Block] = []
        self.counts = {False: 0, True: 0}
        self.pictures = self.large = 0
        self.main = Text(Flow(name))
        self.state = State(self.main)
        self.states: list[State] = []
        self.buffer = bytearray()
        self.skip = 0
        self.starred = False
        self.size = Size()
        self.words: dict[str, Callable[[int | None], None]] = {
            "par": self._paragraph,
            "sect": self._paragraph,
            "cell": lambda _: self._cell(1),
            "nestcell": lambda _: self._cell(max(2, self.state.level)),
            "row": lambda _: self._row(1),
            "nestrow": lambda _: self._row(max(2, self.state.level)),
            "trowd": self._define,
            "pard": self._plain_paragraph,
            "plain": self._plain,
            "u": self._unicode,
            "chftn": self._mark,
            "ftnalt": self._endnote,
        }
        self.destinations: dict[str, Callable[[], None]] = {
            "fonttbl": lambda: self._become("fonts"),
            "pict": self._picture,
            "object": self._object,
            "footnote": self._note,
            "listtext": self._label,
            "pntext": self._label,
            "shptxt": self._box,
            "dptxbxtext": self._box,
            "ud": lambda: self._become("text"),
            "result": lambda: self._become("text"),
        }

    def read(self, data: bytes) -> list[Block]:
        """Read the whole file; gives its blocks with the notes at the end."""
        for token in tokens(self.name, data, self.issues):
            if token.kind == "{":
                self._open()
            elif token.kind == "}":
                self._close()
            elif self.state.kind != "skip":
                self._take(token)
        self._end_paragraph(self.main, 0)
        return [*self.main.flow.end(), *self.notes]

    def _open(self) -> None:
        self._flush()
        self.skip, self.starred = 0, False
        self.states.append(self.state)
        self.state = replace(self.state, done=None)

    def _close(self) -> None:
        self._flush()
        self.skip, self.starred = 0, False
        done = self.state.done
        self.state = self.states.pop()
        if done is not None:
            done()

    def _take(self, token: Token) -> None:
        if token.kind in {"text", "bytes"}:  # a line end between the two bytes of a letter does not part them
            self._data(token.data)
            return
        if token.kind == "binary" or self._falls_back(token):
            self.skip -= self.skip > 0
            return
        self._flush()
        if token.kind == "symbol":
            self._symbol(token.word)
        elif token.kind == "word":
            starred, self.starred = self.starred, False
            self._word(token.word, token.number, starred)

    def _falls_back(self, token: Token) -> bool:
        """Tell a token that stands for a character of Unicode in old programs; others end such stand-ins."""
        if not self.skip:
            return False
        if token.word in (SPECIAL if token.kind == "word" else SYMBOL):
            return True
        self.skip = 0
        return False

    def _data(self, data: bytes) -> None:
        if self.skip:
            data, self.skip = data[self.skip :], max(0, self.skip - len(data))
        if self.state.kind == "fonts":
            self.fonts.named(data)
        elif self.state.kind == "text":
            self.buffer += data

    def _flush(self) -> None:
        """Decode the bytes that were gathered: a letter may take two, and an edge of a token part them."""
        if self.buffer:
            words = self.fonts.decoded(bytes(self.buffer), self.fonts.font(self.state.font))
            self.buffer.clear()
            self._write(words)

    def _write(self, words: str) -> None:
        """Add words to the paragraph, as they are shown here."""
        state = self.state
        if state.kind != "text" or state.hidden or state.deleted:
            return
        if not words:
            state.text.lost = True
            return
        font = self.fonts.font(state.font)
        look = (font.name if font.encoding else "", state.capitals)
        pieces = state.text.pieces
        if not pieces or pieces[-1] is state.text.mark or (pieces[-1].font, pieces[-1].capitals) != look:
            pieces.append(Piece(*look))
        pieces[-1].texts.append(words)

    def _symbol(self, symbol: str) -> None:
        if symbol == "*":
            self.starred = True
        elif symbol in "\r\n":
            self._paragraph(None)
        elif symbol in SYMBOL:
            self._write(SYMBOL[symbol])

    def _word(self, word: str, number: int | None, starred: bool) -> None:
        if self._destination(word, starred) or self.fonts.head(word, number):
            return
        if self.state.kind == "fonts":
            self.fonts.control(word, number)
        elif self.state.kind == "picture" or word in {"objw", "objh"}:
            self.size.sides[word] = number or 0
        elif self.state.kind == "text":
            self._shown_word(word, number)

    def _shown_word(self, word: str, number: int | None) -> None:
        state = self.state
        if word in SPECIAL:
            self._write(SPECIAL[word])
        elif word in TOGGLES:
            setattr(state, TOGGLES[word], number != 0)
        elif word in ROW_WORDS:
            if state.text.definition is not None:
                state.text.definition.control(word, number)
        elif word == "f":
            state.font = number or 0
        elif word == "uc":
            state.fallback = max(0, number or 0)
        elif word == "intbl":
            state.in_table = number != 0
        elif word == "itap":
            state.depth = number or 0
        elif word in self.words:
            self.words[word](number)

    def _destination(self, word: str, starred: bool) -> bool:
        """Enter a destination; False for a control word that is none."""
        if len(self.states) < 2:  # the document itself
            return False
        if word in self.destinations:
            self.destinations[word]()
        elif word in WRAPPERS:
            self._become("wrapper")
        elif word in THROUGH:
            self.state.nested = word == "nesttableprops"
        elif word in SKIPPED or starred or (word.startswith("m") and word.endswith("Pr")):
            self._become("skip")
        else:
            return False
        return True

    def _become(self, kind: str) -> None:
        self.state.kind = kind

    def _apart(self, done: Callable[[Text], None]) -> Text:
        """Gather the words of this group apart from those around it, and give them to `done` at its end."""
        around = self.state
        text = Text(Flow(self.name))
        hidden = around.hidden or around.deleted
        self.state = State(text, "skip" if hidden else "text", around.font, fallback=around.fallback)
        self.state.done = lambda: done(text)
        return text

    def _label(self) -> None:
        outer = self.state.text

        def done(text: Text) -> None:
            outer.label = label(self.speller.words(text.pieces).strip() or ("•" if text.lost else ""))

        self._apart(done)

    def _box(self) -> None:
        def done(text: Text) -> None:
            self._end_paragraph(text, 0)
            words = " ".join(words_of(text.flow.end()).split())
            if words:
                self.issues.append(skipped("text-box", text=words[:500]))

        self._apart(done)

    def _note(self) -> None:
        """Read a note; its mark goes where the text says (\\chftn), else where the note stands."""
        outer = self.state.text
        place, outer.mark = outer.mark, None
        marked = place is not None
        if place is None:
            place = Piece()
            outer.pieces.append(place)

        def done(text: Text) -> None:
            self._end_paragraph(text, 0)
            mark = self._number(text.endnote) if marked or text.automatic else ""
            if mark:
                place.texts.append(mark)
            blocks = text.flow.end()
            first = blocks[0] if blocks else None
            if mark and isinstance(first, Paragraph):
                blocks[0] = Paragraph(f"{mark} {first.text.lstrip()}")
            self.notes.extend(blocks)

        self._apart(done)

    def _number(self, endnote: bool) -> str:
        self.counts[endnote] += 1
        count = self.counts[endnote]
        return f"[{in_roman(count).lower() if endnote else count}]"

    def _mark(self, _: int | None) -> None:
        """Keep the place of a note's number; in the note itself it only tells that there is one."""
        text = self.state.text
        text.automatic = True
        if not (self.state.hidden or self.state.deleted):
            text.mark = Piece()
            text.pieces.append(text.mark)

    def _endnote(self, _: int | None) -> None:
        self.state.text.endnote = True

    def _picture(self) -> None:
        self.size = size = Size()

        def done() -> None:
            self.pictures += 1
            self.large += size.large("picwgoal", "pichgoal")

        self.state.kind, self.state.done = "picture", done

    def _object(self) -> None:
        self.size = size = Size()

        def done() -> None:
            if size.large("objw", "objh"):
                self.issues.append(skipped("part-not-read", "A file that is set into the text is not read."))

        self.state.kind, self.state.done = "wrapper", done

    def _unicode(self, number: int | None) -> None:
        self._write(unicode_letter(number or 0, self.fonts.font(self.state.font)))
        self.skip = self.state.fallback

    def _plain(self, _: int | None) -> None:
        state = self.state
        state.hidden = state.deleted = state.capitals = False
        state.font = None

    def _plain_paragraph(self, _: int | None) -> None:
        self.state.in_table, self.state.depth = False, None

    def _paragraph(self, _: int | None) -> None:
        """End a paragraph; one whose end is deleted goes on with the next."""
        text = self.state.text
        if self.state.deleted:
            text.open_end = self.state.level
        else:
            self._end_paragraph(text, self.state.level)

    def _end_paragraph(self, text: Text, depth: int) -> None:
        text.flow.paragraph(depth, self._words_of(text))

    def _words_of(self, text: Text) -> str:
        words = text.label + self.speller.words(text.pieces)
        text.pieces, text.label, text.mark, text.open_end = [], "", None, None
        return words

    def _cell(self, depth: int) -> None:
        self.state.text.flow.cell(depth, self._words_of(self.state.text))

    def _row(self, depth: int) -> None:
        """End a row, with the words behind its last cell."""
        if self.state.level >= depth:
            self._end_paragraph(self.state.text, depth)
        self.state.text.flow.row(depth)

    def _define(self, _: int | None) -> None:
        text = self.state.text
        depth = max(2, self.state.level) if self.state.nested else 1
        if text.open_end is not None and text.open_end < depth:  # it cannot go on in a table
            self._end_paragraph(text, text.open_end)
        text.definition = text.flow.define(depth)
