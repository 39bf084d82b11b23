"""Headings by which one body orders another to do the items below ("Điều 2. Giao Giám đốc Sở A: 1. …").

Such a heading names who acts and nothing of the work, or ends in the colon that leads over to it ("… đề nghị
Ủy ban nhân dân tỉnh thực hiện các việc sau:"). Where it says who leads and what the work is ("A chủ trì xây
dựng dự toán, gồm:"), it gives work out itself, and the items are contents of it; where it says no work ("A
chủ trì, phối hợp với B:"), each item is work of those who lead, with those who coordinate.

Reads the outline; gives the spans of the names in each such heading.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.duty_signs import last_sentence
from graph_build.opening_actors import ASKS, flat, names_only, opening_actors
from graph_build.partners import COORDINATES_WITH, LEADS_ON
from graph_build.sections import Block, Outline

_ORDER = re.compile(r"(?<!\w)(?:giao|đề\s+nghị|yêu\s+cầu)\s+", re.IGNORECASE)
_LEADS = re.compile(r"chủ\s+trì|đầu\s+mối", re.IGNORECASE)
_NO_WORK = re.compile(
    r"[\s,*]*(?:(?:có\s+)?(?:trách\s+nhiệm|nhiệm\s+vụ)\s*)?(?:(?:tổ\s+chức|triển\s+khai|thực\s+hiện|tập\s+trung)\s*,?\s*){0,3}"
    r"(?:(?:một\s+số|những|các)\s+)?(?:(?:nhiệm\s+vụ|nội\s+dung|công\s+việc|công\s+tác|việc|giải\s+pháp)\s*,?\s*){0,2}"
    r"(?:(?:cụ\s+thể|chủ\s+yếu|trọng\s+tâm)\s*)?(?:(?:như\s+)?sau(?:\s+đây)?)?\s*:\W*$",
    re.IGNORECASE,
)
"""What follows the names of a heading that leads over to its items and says no work itself."""


class Order(NamedTuple):
    """A heading that orders, and where in its words those stand who are to act."""

    block: Block
    start: int
    end: int
    partners: tuple[int, int] | None = None
    """Where those stand with whom the items are to be done, in the words of the same block."""


def ordering_headings(context: ActorContext, outline: Outline) -> dict[int, Order]:
    """Find the headings over items that order somebody to do them, by the identity of their blocks."""
    parents = {id(block.headings[-1]) for block in outline.blocks if block.headings}
    found = {}
    for block in outline.blocks:
        if block.body and block.numbered and id(block) in parents:
            text = flat(block.passage.text)
            span = ordered_span(context, text)
            order = Order(block, *span) if span is not None else _led(context, block, text)
            if order is not None:
                found[id(block)] = order
    return found


def ordered_span(context: ActorContext, text: str) -> tuple[int, int] | None:
    """Find who is asked by a heading, or by a sentence that leads over to items; None where nobody is."""
    leads_over = text.rstrip(" *").endswith(":")
    sentence = last_sentence(text)
    for order in _ORDER.finditer(text, sentence):
        heads = opening_actors(context, text[order.end() :])
        if heads is None:
            continue
        rest = text[order.end() :]
        bare = names_only(rest, heads) and not text[sentence : order.start()].strip(" *")
        if bare or (leads_over and not _LEADS.search(rest, heads.end)):
            return order.end(), order.end() + heads.end
    return None


def _led(context: ActorContext, block: Block, text: str) -> Order | None:
    """Read "A chủ trì, phối hợp với B:" over items, where the heading says no work of its own."""
    if not text.rstrip(" *").endswith(":"):
        return None
    heads = opening_actors(context, text)
    leads = LEADS_ON.match(text, heads.end) if heads is not None else None
    if heads is None or leads is None:
        return None
    asks = ASKS.match(text)
    start = asks.end() if asks else 0
    joint = COORDINATES_WITH.search(text, leads.end())
    if joint is None or text[leads.end() : joint.start()].strip(" ,*"):
        return Order(block, start, heads.end) if _NO_WORK.match(text, leads.end()) else None
    after = opening_actors(context, text[joint.end() :])
    if after is None or not _NO_WORK.match(text, joint.end() + after.end):
        return None
    return Order(block, start, heads.end, (joint.end(), joint.end() + after.end))
