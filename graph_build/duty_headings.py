"""Which headings of the ground of duties name units, and so own what stands under them."""

from __future__ import annotations

from collections import Counter

from graph_build.actors import ActorContext
from graph_build.duty_grounds import DUTY_HEADINGS, LONGEST_TOPIC, NOT_DUTY_HEADINGS, names_responsibility
from graph_build.duty_signs import CONSISTS
from graph_build.opening_actors import (
    Heads,
    flat,
    heading_actor,
    introduced_actors,
    names_only,
    opening_actors,
)
from graph_build.opening_people import person_alone
from graph_build.sections import Block, heading_matches


class DutyHeadings:
    """Who owns what stands under each numbered heading of the duty ground."""

    def __init__(self, context: ActorContext, blocks: list[Block]) -> None:
        self.parents = {id(block.headings[-1]) for block in blocks if block.headings}
        self.heads: dict[int, Heads] = {}
        self._beside: Counter[tuple[int, ...]] = Counter()
        for block in blocks:
            if not block.numbered:
                continue
            heads = self._read(context, block)
            if heads is not None:
                self.heads[id(block)] = heads
                self._beside[_place(block)] += 1

    def has_items(self, block: Block) -> bool:
        """Tell whether blocks stand under a numbered block."""
        return id(block) in self.parents

    def owner(self, block: Block) -> Block | None:
        """Find the nearest heading over a block that names units."""
        return next((one for one in reversed(block.headings) if id(one) in self.heads), None)

    def is_topic(self, block: Block) -> bool:
        """Tell whether a numbered block is a short heading over others, and no sentence."""
        return (
            self.has_items(block)
            and len(block.text) <= LONGEST_TOPIC
            and block.text.rstrip(" *")[-1:] not in {".", ";", ","}
        )

    def beside_units(self, block: Block) -> bool:
        """Tell whether a topic stands beside headings that name the units bearing the duties."""
        return self._beside[_place(block)] > 1

    def _read(self, context: ActorContext, block: Block) -> Heads | None:
        """Read a numbered block as a heading that names units; None where it says what they do."""
        text = flat(block.passage.text)
        if len(block.text) <= LONGEST_TOPIC and self._opens_ground(block):
            return None
        heads = opening_actors(context, text) or introduced_actors(context, text)
        if heads is not None and names_only(text, heads):
            return heads
        if heads is None and self.has_items(block):
            heads = person_alone(context, block.passage)
            if heads is not None:
                return heads
        if heads is not None and CONSISTS.search(text):
            return None
        if not self.has_items(block):
            ends = text.rstrip(" *").endswith(":")
            return heads if ends and self._outermost(block) else None
        if heads is not None and (names_responsibility(block) or text.rstrip(" *").endswith(":")):
            return heading_actor(context, text) or heads if self._outermost(block) else None
        return heading_actor(context, text) if len(block.text) <= LONGEST_TOPIC * 2 else None

    def _opens_ground(self, block: Block) -> bool:
        """Tell whether a short heading is one that duties, or anything but duties, stand under."""
        if heading_matches(block, *NOT_DUTY_HEADINGS):
            return True
        return heading_matches(block, *DUTY_HEADINGS) and not names_responsibility(block)

    def _outermost(self, block: Block) -> bool:
        """Tell whether no heading over a block names units: an item with a colon under one is a duty."""
        return self.owner(block) is None


def _place(block: Block) -> tuple[int, ...]:
    style = block.marker.style if block.marker is not None else ""
    return (id(block.headings[-1]) if block.headings else 0, hash(style))
