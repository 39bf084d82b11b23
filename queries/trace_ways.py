"""The hops of a trace as a graph: what is reached first from where, and which hops lead round."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from queries.trace_model import RELATIONS, STRENGTH


@dataclass
class Links:
    """The hops of one direction: from a thing to others, each with its relations, the strongest first.

    `more` counts, by thing and kind, what was left out.
    """

    hops: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    more: dict[str, dict[str, int]] = field(default_factory=dict)

    def add(self, first: str, second: str, link: str) -> None:
        """Add a hop."""
        links = self.hops.setdefault(first, {}).setdefault(second, [])
        if link not in links:
            links.append(link)
            links.sort(key=lambda name: STRENGTH.get(name, 0))

    def leave_out(self, first: str, kind: str, number: int) -> None:
        """Count things that a limit left out."""
        if number > 0:
            kinds = self.more.setdefault(first, {})
            kinds[kind] = kinds.get(kind, 0) + number

    def leave_out_beyond(self, kind: str, hops: Iterable[tuple[str, str]], kept: set[str]) -> None:
        """Count what is not kept, each thing once below another."""
        for first, number in Counter(first for first, second in set(hops) if second not in kept).items():
            self.leave_out(first, kind, number)

    def things(self) -> set[str]:
        """Give everything at either end of a hop."""
        return set(self.hops) | {second for seconds in self.hops.values() for second in seconds}


def is_upward(link: str) -> bool:
    """Tell whether a relation leads to what a thing rests on."""
    return link == "statedIn" or any(link == relation.name for relation in RELATIONS)


def first_reached(root: str, links: Links) -> dict[str, str]:
    """Tell for every thing from which other it is reached by fewest hops; the root is reached from none."""
    owner = {root: ""}
    level = [root]
    while level:
        further = []
        for name in level:
            for other in links.hops.get(name, {}):
                if other not in owner:
                    owner[other] = name
                    further.append(other)
        level = further
    return owner


def cycles(links: Links, turned: bool) -> list[tuple[str, ...]]:
    """Find circles: for every hop back to a thing on the way, the way from it and back.

    Each circle is told in the direction of resting, from its least IRI on; `turned` where the hops run
    the other way.
    """
    found: dict[tuple[str, ...], None] = {}
    done: set[str] = set()
    for start in links.hops:
        way: list[str] = []
        place: dict[str, int] = {}
        stack = [(start, iter(links.hops.get(start, {})))] if start not in done else []
        while stack:
            name, others = stack[-1]
            if name not in place:
                place[name] = len(way)
                way.append(name)
            for other in others:
                if other in place:
                    circle = way[place[other] :]
                    if turned:
                        circle.reverse()
                    least = circle.index(min(circle))
                    found[(*circle[least:], *circle[:least])] = None
                elif other not in done and other in links.hops:
                    stack.append((other, iter(links.hops[other])))
                    break
            else:
                stack.pop()
                way.pop()
                del place[name]
                done.add(name)
    return list(found)


def pairs(cycle: tuple[str, ...]) -> list[tuple[str, str]]:
    """Give the hops of a circle."""
    return list(zip(cycle, (*cycle[1:], cycle[0]), strict=True))
