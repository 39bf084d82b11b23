"""A citation pack: a trace as an outline for a memo, and every quote it rests on, numbered and whole.

A quote has one number however many hops it proves. Nothing is shortened but the outline; each quote names its
document, file, place (code points of the text, end excluded) and the hash of the text.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import jinja2

from queries.bilingual import Language, Text
from queries.trace_model import Quote, Trace
from queries.trace_text import lines

MOST_QUOTES: Final = 20_000
_WORDS: Final[Mapping[str, Text]] = {
    "title": Text(vi="Hồ sơ trích dẫn", en="Citation pack"),
    "outline": Text(vi="Đường đi của nhiệm vụ", en="How the mandate runs"),
    "quotes": Text(vi="Trích dẫn", en="Quotes"),
    "lede": Text(
        vi="Số trong ngoặc vuông dẫn đến lời văn chứng minh. Vị trí đếm theo ký tự của văn bản đã đọc, từ 0.",
        en="Numbers in brackets lead to the words that prove a line."
        " Places count characters of the text as read, from 0.",
    ),
    "snapshot": Text(vi="Bản dữ liệu", en="Snapshot of the graph"),
    "place": Text(vi="ký tự", en="characters"),
    "unproved": Text(vi="Không có trích dẫn.", en="There is no quote."),
    "incomplete": Text(vi="Chưa đầy đủ: đã tới giới hạn.", en="Not complete: a limit was reached."),
}


@dataclass(frozen=True, slots=True)
class Step:
    """A line of the outline: how deep, what it says, and the numbers of its quotes."""

    depth: int
    text: str
    marks: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The outline and the quotes in the order of their numbers, which begin at 1."""

    title: str
    snapshot: str
    language: Language
    steps: tuple[Step, ...]
    quotes: tuple[Quote, ...]
    complete: bool
    labels: Mapping[str, str]

    def word(self, name: str) -> str:
        """Give a phrase of the pack in its language."""
        return _WORDS[name][self.language]

    def source(self, quote: Quote) -> str:
        """Tell where a quote stands: document, file, place and hash."""
        named = [self.labels.get(quote.document, ""), quote.source]
        place = f"{self.word('place')} {quote.start}–{quote.end}"
        return ", ".join([*(one for one in named if one), place, f"sha256 {quote.sha256[:16]}"])


def pack(trace: Trace, language: Language = "vi", snapshot: str = "") -> Pack:
    """Number the quotes of a trace in the order in which its outline first needs them."""
    numbers: dict[tuple[str, int, int], int] = {}
    quotes: list[Quote] = []
    steps = []
    complete = trace.complete
    for line in lines(trace, language):
        marks: dict[int, None] = {}
        for quote in line.quotes:
            key = (quote.sha256, quote.start, quote.end)
            if key not in numbers:
                if len(quotes) >= MOST_QUOTES:
                    complete = False
                    continue
                quotes.append(quote)
                numbers[key] = len(quotes)
            marks[numbers[key]] = None
        steps.append(Step(line.depth, line.text, tuple(marks)))
    labels = {node.iri: node.label for node in trace.nodes if node.kind == "document"}
    return Pack(trace.root.label, snapshot, language, tuple(steps), tuple(quotes), complete, labels)


def as_html(made: Pack) -> str:
    """Write a pack as one HTML file that needs nothing else: no script, no outside address."""
    place = files("queries") / "templates" / "pack.html"
    template = jinja2.Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(
        place.read_text(encoding="utf-8")
    )
    return template.render(pack=made, word=made.word)


def as_docx(made: Pack) -> bytes:
    """Write a pack as a Word document (ISO/IEC 29500), without the characters that XML has not."""
    from docx import Document  # noqa: PLC0415 - slow to import
    from docx.shared import Cm, Pt  # noqa: PLC0415

    document = Document()
    document.core_properties.title = f"{made.word('title')}: {_clean(made.title)}"
    document.core_properties.author = "nhiemvu"
    document.core_properties.comments = ""
    normal = document.styles["Normal"]
    normal.font.size = Pt(11)
    document.add_heading(f"{made.word('title')}: {_clean(made.title)}", 0)
    document.add_paragraph(made.word("lede"))
    if made.snapshot:
        document.add_paragraph(f"{made.word('snapshot')}: {made.snapshot}")
    if not made.complete:
        document.add_paragraph(made.word("incomplete"))
    document.add_heading(made.word("outline"), 1)
    for step in made.steps:
        paragraph = document.add_paragraph(_clean(step.text))
        paragraph.paragraph_format.left_indent = Cm(0.6 * min(step.depth, 12))
        paragraph.paragraph_format.space_after = Pt(2)
        if step.marks:
            paragraph.add_run(f" {''.join(f'[{mark}]' for mark in step.marks)}").bold = True
    document.add_heading(made.word("quotes"), 1)
    if not made.quotes:
        document.add_paragraph(made.word("unproved"))
    for number, quote in enumerate(made.quotes, 1):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"[{number}] ").bold = True
        paragraph.add_run(f"“{_clean(quote.exact)}”")
        paragraph.add_run(f" — {_clean(made.source(quote))}").italic = True
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _clean(text: str) -> str:
    return "".join(c for c in " ".join(text.split()) if c.isprintable() or c == " ")
