"""Positions for the nodes of a network, computed here so that a picture never moves or changes.

The same graph gives the same positions, whatever the order of its nodes: nothing is random, and ties
between equals are settled by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]

_FIRST_RING = 170.0
_RING_STEP = 125.0
_WIDENING = 1.75
"""Rings are wider than high, as screens and labels are."""
_GOLDEN = (math.sqrt(5) - 1) / 2
_ROOM = 200.0
"""Room that a node with its label takes along a ring, in pixels at full size."""


def rings(
    graph: nx.MultiDiGraph, centre: str, weight: Mapping[str, float], group: Callable[[str], str] = str
) -> dict[str, Point]:
    """Place the nodes on rings around one of them: the greater the weight, the nearer the ring.

    Along a ring nodes of one `group` stand together. As seen from the centre the nodes of a ring stand
    between those of the rings inside it, so that edges keep clear of nodes. Units are pixels at a zoom of 1.
    """
    others = sorted((node for node in graph.nodes if node != centre), key=lambda n: (-weight.get(n, 0), n))
    places: dict[str, Point] = {centre: (0.0, 0.0)}
    taken: list[float] = []
    radius = _FIRST_RING
    while others:
        around = math.pi * radius * math.sqrt(2 * (1 + _WIDENING**2))
        room = max(6, int(around / _ROOM))
        on_ring, others = others[:room], others[room:]
        on_ring.sort(key=lambda node: (group(node), node))
        angles = _between(len(on_ring), taken)
        for node, angle in zip(on_ring, angles, strict=True):
            places[node] = (
                round(_WIDENING * radius * math.cos(angle), 2),
                round(radius * math.sin(angle), 2),
            )
        taken += angles
        radius += _RING_STEP
    return places


def _between(count: int, taken: Sequence[float]) -> list[float]:
    """Give `count` angles, in order, that stand between those taken already, wherever most room is left."""
    if not taken:
        return [-math.pi / 2 + 2 * math.pi * index / count for index in range(count)]
    edges = sorted(angle % (2 * math.pi) for angle in taken)
    gaps = [(end - start) % (2 * math.pi) or 2 * math.pi for start, end in pairwise([*edges, edges[0]])]
    given = [0] * len(gaps)
    for _ in range(count):
        widest = max(
            range(len(gaps)),
            # Among equals the golden ratio picks places that lie well apart.
            key=lambda place: (round(gaps[place] / (given[place] + 1), 9), -((place * _GOLDEN) % 1)),
        )
        given[widest] += 1
    return [
        edge + gap * (index + 1) / (number + 1)
        for edge, gap, number in zip(edges, gaps, given, strict=True)
        for index in range(number)
    ]
