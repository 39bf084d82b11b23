"""Headings by which one body orders another to do the items below ("Điều 2. Giao Giám đốc Sở A: 1. …").

Such a heading names who acts and nothing of the work, or ends in the colon that leads over to it ("… đề nghị
Ủy ban nhân dân tỉnh thực hiện các việc sau:"). Where it says who leads ("chủ trì"), it gives work out itself.

Reads the outline; gives the span of the names in each such heading.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.opening_actors import flat, names_only, opening_actors
from graph_build.sections import Block, Outline

_ORDER = re.compile(r"(?<!\w)(?:giao|đề\s+nghị|yêu\s+cầu)\s+", re.IGNORECASE)
_LEADS = re.compile(r"chủ\s+trì|đầu\s+mối", re.IGNORECASE)
_SENTENCE_END = re.compile(r"\.\s+(?=[A-ZĐÀ-Ỹ])")


class Order(NamedTuple):
    """A heading that orders, and where in its words those stand who are to act."""

    block: Block
    start: int
    end: int


def ordering_headings(context: ActorContext, outline: Outline) -> dict[int, Order]:
    """Find the headings over items that order somebody to do them, by the identity of their blocks."""
    parents = {id(block.headings[-1]) for block in outline.blocks if block.headings}
    found = {}
    for block in outline.blocks:
        if block.body and block.numbered and id(block) in parents:
            span = ordered_span(context, flat(block.passage.text))
            if span is not None:
                found[id(block)] = Order(block, *span)
    return found


def ordered_span(context: ActorContext, text: str) -> tuple[int, int] | None:
    """Find who is asked by a heading, or by a sentence that leads over to items; None where nobody is."""
    leads_over = text.rstrip(" *").endswith(":")
    sentence = max((match.end() for match in _SENTENCE_END.finditer(text)), default=0)
    for order in _ORDER.finditer(text, sentence):
        heads = opening_actors(context, text[order.end() :])
        if heads is None:
            continue
        rest = text[order.end() :]
        bare = names_only(rest, heads) and not text[sentence : order.start()].strip(" *")
        if bare or (leads_over and not _LEADS.search(rest, heads.end)):
            return order.end(), order.end() + heads.end
    return None
