"""Positions for the nodes of a network, computed here so that a picture never moves or changes.

The same graph gives the same positions, whatever the order of its nodes: nothing is random, and ties
between equals are settled by name.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import networkx as nx

Point = tuple[float, float]

_FIRST_RING = 170.0
_RING_STEP = 125.0
_WIDENING = 1.75
"""Rings are wider than high, as screens and labels are."""
_ROOM = 175.0
"""Room that a node with its label takes along a ring, in pixels at full size."""


def rings(
    graph: nx.MultiDiGraph, centre: str, weight: Mapping[str, float], group: Callable[[str], str] = str
) -> dict[str, Point]:
    """Place the nodes on rings around one of them: the greater the weight, the nearer the ring.

    Along a ring nodes of one `group` stand together, and every ring is turned by half a place against the one
    inside it, so that labels keep clear of one another. Units are pixels at a zoom of 1.
    """
    others = sorted((node for node in graph.nodes if node != centre), key=lambda n: (-weight.get(n, 0), n))
    places: dict[str, Point] = {centre: (0.0, 0.0)}
    level = 0
    while others:
        radius = _FIRST_RING + level * _RING_STEP
        around = math.pi * radius * math.sqrt(2 * (1 + _WIDENING**2))
        room = max(6, int(around / _ROOM))
        on_ring, others = others[:room], others[room:]
        on_ring.sort(key=lambda node: (group(node), node))
        turn = math.pi / len(on_ring) if level % 2 else 0.0
        for index, node in enumerate(on_ring):
            angle = -math.pi / 2 + turn + 2 * math.pi * index / len(on_ring)
            places[node] = (
                round(_WIDENING * radius * math.cos(angle), 2),
                round(radius * math.sin(angle), 2),
            )
        level += 1
    return places
