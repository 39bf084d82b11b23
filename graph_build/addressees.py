"""Whom a directive as a whole is addressed to: the bodies named before its first numbered item.

"… Chủ tịch Ủy ban nhân dân tỉnh yêu cầu Giám đốc các sở, Chủ tịch Ủy ban nhân dân các huyện:" lays on them
every item after it that names nobody itself.

Reads blocks of the outline; gives the block that names the bodies, and who they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.duty_signs import last_sentence
from graph_build.opening_actors import flat, opening_actors
from graph_build.records import Actor
from graph_build.sections import Block

_ORDERS = re.compile(r"(?<!\w)(?:yêu\s+cầu|chỉ\s+thị|giao|đề\s+nghị)\s+", re.IGNORECASE)
_OF_THE_ACT = re.compile(r"^\W*(?:chỉ\s+thị|công\s+điện|thông\s+báo)\s+này(?!\w)", re.IGNORECASE)
"""What an item that speaks of the act itself ("Chỉ thị này thay thế …") begins with."""
_SOMEBODY = re.compile(
    r"^\W*(?:(?:các|những|mọi|từng)\s+)?(?:cơ\s+quan|đơn\s+vị|tổ\s+chức|cá\s+nhân|người|lãnh\s+đạo"
    r"|cán\s+bộ|công\s+chức|doanh\s+nghiệp)(?!\w)[^.;:]{0,120}?\s(?:có|chịu)\s+trách\s+nhiệm(?!\w)",
    re.IGNORECASE,
)


class Addressees(NamedTuple):
    """The bodies that a directive is addressed to, and the block that says so."""

    block: Block
    actors: tuple[Actor, ...]


def addressees(
    context: ActorContext, blocks: Sequence[Block], given_out: Callable[[Block], bool]
) -> Addressees | None:
    """Read who is told to do what the items after a colon say; None where nobody is named there.

    Only the paragraph right before the first block that is `given_out` can tell.
    """
    first = next((at for at, block in enumerate(blocks) if given_out(block)), 0)
    before = blocks[first - 1] if first else None
    if before is None or not before.body or before.numbered or not blocks[first].numbered:
        return None
    text = flat(before.passage.text)
    if not text.rstrip(" *").endswith(":"):
        return None
    sentence = last_sentence(text)
    for order in _ORDERS.finditer(text, sentence):
        heads = opening_actors(context, text[order.end() :])
        if heads is not None:
            return Addressees(before, heads.actors)
    return None


def speaks_of_the_act(block: Block) -> bool:
    """Tell whether an item tells of the directive itself and orders nothing."""
    return bool(_OF_THE_ACT.match(block.text))


def names_another(block: Block) -> bool:
    """Tell whether an item begins with somebody else who is to act ("Giao …", "Cơ quan phối hợp …")."""
    return bool(_ORDERS.match(block.text) or _SOMEBODY.match(block.text))
