"""What a letter or a resolution asks for in the items below one sentence.

"… Phó Thủ tướng có ý kiến như sau: 1. Bộ A …", "… yêu cầu các địa phương thực hiện: 1. Tiếp tục …": an
item that opens with a body lays any work on it; one that names nobody is for those whom the sentence asks.
In a letter all that follows is asked, in a resolution only the items side by side right below the sentence.

Reads the outline; gives the blocks that are asked for, with the words that name who is asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.duty_signs import begins_with_verb, last_sentence
from graph_build.opening_actors import flat
from graph_build.order_headings import Order, ordered_span
from graph_build.sections import Block, Outline

_ASKS = re.compile(
    r"(?<!\w)(?:(?:yêu\s+cầu|đề\s+nghị|giao|chỉ\s+đạo)\s[^:]*|(?<=[\w)]\s)(?<!các\s)(?<!những\s)(?<!số\s)(?:yêu\s+cầu|đề\s+nghị)|có\s+ý\s+kiến(?:\s+(?:chỉ\s+đạo|kết\s+luận))?\s+như\s+sau\s*):\W*$",
    re.IGNORECASE,
)
_COMMITTEE_ASKS = re.compile(
    r"(?<!\w)(?:Ban\s+Thường\s+vụ|Thường\s+trực|Ban\s+Chấp\s+hành|Bộ\s+Chính\s+trị|Ban\s+Bí\s+thư)[^:;.]{0,60}"
    r"\s(?:yêu\s+cầu|đề\s+nghị|giao|chỉ\s+đạo)(?:\s[^:]{0,120})?:\W*$"
)
"""How a numbered item of a resolution ends in which a committee asks for what stands below it."""
_LONGEST = 1200
"""How much of the end of a paragraph its last sentence is looked for in, in code points."""
_OUTER = frozenset({"part", "chapter", "article", "letter", "roman", "annex"})
"""Styles of numbering that begin a part of a document, and are no items of one sentence."""


_CAPTION = re.compile(r"\W*yêu\s+cầu\s+(?:về|đối\s+với|chung|cụ\s+thể|kỹ\s+thuật)(?!\w)", re.IGNORECASE)
"""A title of an item that begins with a word of work, and asks nobody: "Yêu cầu về hồ sơ."."""


class Instruction(NamedTuple):
    """Why a block is asked for: whom the sentence names, and whether the block is an item of it."""

    order: Order | None
    item: bool


def asks(block: Block) -> bool:
    """Tell whether a paragraph without number asks for what follows it ("… yêu cầu … như sau:")."""
    text = flat(block.passage.text[-_LONGEST:])
    if not block.body or block.marker is not None or not text.rstrip(" *").endswith(":"):
        return False
    sentence = last_sentence(text)
    return bool(_ASKS.search(text, sentence))


def asks_below(block: Block) -> bool:
    """Tell whether a numbered item asks for the items below it ("2. …, Ban Thường vụ yêu cầu:")."""
    text = flat(block.passage.text[-_LONGEST:])
    return block.numbered and _COMMITTEE_ASKS.search(text) is not None


def instructions(context: ActorContext, outline: Outline, *, letter: bool) -> dict[int, Instruction]:
    """Find what is asked for, by the identity of the blocks; `letter` says that all that follows is."""
    found: dict[int, Instruction] = {}
    sentence: Block | None = None
    order: Order | None = None
    style: str | None = None
    for block in outline.blocks:
        if not block.body:
            sentence = None
        elif asks(block) or (not letter and asks_below(block)):
            span = ordered_span(context, flat(block.passage.text))
            sentence, style = block, None
            order = Order(block, *span) if span is not None else None
        elif sentence is not None:
            place = (*sentence.headings, sentence) if sentence.numbered else sentence.headings
            item = block.headings == place and block.marker is not None
            own = block.marker.style if block.marker is not None else None
            if (item and own in _OUTER) or (not letter and len(block.headings) < len(place)):
                sentence = None
                continue
            style = style or own
            item = item and own == style
            if item or letter:
                found[id(block)] = Instruction(order if item else None, item)
    return found


def begins_with_work(text: str) -> bool:
    """Tell whether an item is a sentence that begins with a word of work ("Tiếp tục …")."""
    if _CAPTION.match(text):
        return False
    stated = text.rstrip(' *"\u201d/')[-1:] in {".", ";"}
    return stated and begins_with_verb(text)
