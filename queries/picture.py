"""A graph as it is drawn: nodes with their places, and edges between them.

Every view makes one of these and every way to draw takes one: canvas, WebGL, SVG, the table beside it. Places
are in units of a picture at full size, y downwards. The same data give the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_NODES: Final = 5_000
MOST_EDGES: Final = 50_000
"""What one picture holds; the lightest edges and nodes beyond are left out, and the page says how many."""


@dataclass(frozen=True, slots=True)
class Node:
    """A thing in the picture by its IRI; `weight` decides its size, 0 for the least."""

    iri: str
    kind: str
    weight: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Edge:
    """A tie between two nodes, by their places among the nodes; `kind` tells its look and direction."""

    source: int
    target: int
    kind: str
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and edges, the heaviest first, and how many of each did not fit."""

    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    nodes_left_out: int = 0
    edges_left_out: int = 0
