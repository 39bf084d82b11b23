"""Places for a network without a centre: tied nodes near one another, none on top of another.

Forces after ForceAtlas2 (Jacomy et al., PLoS ONE 9, 2014): nodes repel by their degrees over distance,
edges pull in proportion to it, everything is drawn a little to the middle; steps grow smaller as in
Fruchterman and Reingold (1991). Beyond `EXACT` nodes repulsion is a convolution on a mesh (Hockney and
Eastwood, Computer Simulation Using Particles, 1981), so that a step costs the same for any number of pairs.
Nothing is random: nodes start on a spiral in the order in which they are given.
"""

from __future__ import annotations

import math
from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt

from graph_build.load_table import Numbers
from queries.load_parts import Floats

Complexes = npt.NDArray[np.complex128]

EXACT: Final = 400
"""Nodes up to which every pair is looked at."""

_STEPS: Final = 220
_MESH_STEPS: Final = 90
_MESH: Final = 96
_GRAVITY: Final = 0.02
_PARTINGS: Final = 20
_GOLDEN_ANGLE: Final = math.pi * (3 - math.sqrt(5))
_WIDE: Final = 1.35
"""Pictures are wider than high, as screens and labels are."""
_ROOM: Final = 125.0
"""Side of the square that a node has on average, at full size."""
_APART: Final = 60.0
"""Least distance of two nodes at full size, where there is room."""


def spread(nodes: int, edges: Numbers, weights: Numbers, sizes: Numbers) -> Floats:
    """Place nodes: `edges` are rows of places among the nodes, with a weight each; `sizes` count tasks.

    Gives rows (x, y) around (0, 0), rounded to a tenth.
    """
    if nodes == 0:
        return np.zeros((0, 2))
    if nodes == 1:
        return np.zeros((1, 2))
    turn = np.arange(nodes) * _GOLDEN_ANGLE
    radius = np.sqrt(np.arange(nodes) + 0.5)
    at: Floats = np.column_stack((radius * np.cos(turn), radius * np.sin(turn)))
    mass: Floats = 1.0 + np.bincount(edges.ravel(), minlength=nodes).astype(np.float64)
    pull = np.log1p(weights.astype(np.float64))
    reach = math.sqrt(nodes)
    steps = _STEPS if nodes <= EXACT else _MESH_STEPS
    for step in range(steps):
        push = _exact(at, mass) if nodes <= EXACT else _on_mesh(at, mass)
        drawn = (at[edges[:, 1]] - at[edges[:, 0]]) * pull[:, None]
        for axis in (0, 1):
            push[:, axis] += np.bincount(edges[:, 0], drawn[:, axis], nodes)
            push[:, axis] -= np.bincount(edges[:, 1], drawn[:, axis], nodes)
        push -= _GRAVITY * reach * mass[:, None] * at / (np.linalg.norm(at, axis=1)[:, None] + 1.0)
        push /= mass[:, None]
        length = np.linalg.norm(push, axis=1)
        most = 0.12 * reach * (1 - step / steps) ** 1.5 + 0.01
        at = at + push * (np.minimum(length, most) / np.maximum(length, 1e-9))[:, None]
    at -= (at.min(axis=0) + at.max(axis=0)) / 2
    return _fitted(at, sizes).round(1)


def _exact(at: Floats, mass: Floats) -> Floats:
    square = (at**2).sum(axis=1)
    force = mass / (square[:, None] + square[None, :] - 2 * at @ at.T + 0.01)
    np.fill_diagonal(force, 0.0)
    result: Floats = mass[:, None] * (at * force.sum(axis=1)[:, None] - force @ at)
    return result


@cache
def _kernels() -> tuple[Complexes, Complexes]:
    """Transform the force of one mass on the points around it, along x and along y, at cells of side 1."""
    offset = np.fft.fftfreq(2 * _MESH, 1 / (2 * _MESH))
    across, down = np.meshgrid(offset, offset, indexing="ij")
    square = across**2 + down**2 + 0.3
    return np.fft.rfft2(across / square), np.fft.rfft2(down / square)


def _on_mesh(at: Floats, mass: Floats) -> Floats:
    """Repel by the masses gathered on the points of a mesh, each node shared among the four around it."""
    low, high = at.min(axis=0), at.max(axis=0)
    cell = float((high - low).max()) / (_MESH - 2) or 1.0
    spot = (at - low) / cell
    corner = spot.astype(np.int64)
    part = spot - corner
    shares = []
    for dx, dy in ((0, 0), (0, 1), (1, 0), (1, 1)):
        share = np.abs(1 - dx - part[:, 0]) * np.abs(1 - dy - part[:, 1])
        shares.append(((corner[:, 0] + dx) * _MESH + corner[:, 1] + dy, share))
    density: Floats = np.zeros(_MESH * _MESH)
    for index, share in shares:
        density += np.bincount(index, share * mass, _MESH * _MESH)
    spectrum = np.fft.rfft2(density.reshape(_MESH, _MESH), (2 * _MESH, 2 * _MESH))
    result: Floats = np.zeros_like(at)
    for axis, kernel in enumerate(_kernels()):
        strength = np.fft.irfft2(spectrum * kernel, (2 * _MESH, 2 * _MESH))[:_MESH, :_MESH].ravel()
        for index, share in shares:
            result[:, axis] += strength[index] * share * mass / cell
    return result


def _fitted(at: Floats, sizes: Numbers) -> Floats:
    """Bring the picture to full size, even out how close nodes stand, and part those that touch."""
    nodes = len(at)
    side = _ROOM * math.sqrt(nodes)
    spans = np.maximum(np.quantile(np.abs(at), 0.98, axis=0), 1e-9)
    at = at / spans * np.array([side * math.sqrt(_WIDE), side / math.sqrt(_WIDE)]) / 2
    apart = _APART + 2 * np.sqrt(sizes.astype(np.float64))
    for _ in range(_PARTINGS):
        moved = _parted(at, apart)
        if moved is None:
            break
        at = moved
    return at


def _parted(at: Floats, apart: Floats) -> Floats | None:
    """Push nodes of neighbouring cells from one another where they are too close; None where none is."""
    cell = float(apart.max())
    cells = np.floor(at / cell).astype(np.int64)
    cells -= cells.min(axis=0)
    width = int(cells[:, 1].max()) + 3
    key = (cells[:, 0] + 1) * width + cells[:, 1] + 1
    order = np.argsort(key, kind="stable")
    key = key[order]
    shift: Floats = np.zeros_like(at)
    found = False
    for step in (0, 1, width - 1, width, width + 1):
        first = np.searchsorted(key, key + step, "left")
        counts = np.searchsorted(key, key + step, "right") - first
        one = np.repeat(order, counts)
        inside = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)
        other = order[np.repeat(first, counts) + inside]
        if step == 0:
            one, other = one[one < other], other[one < other]
        way = at[other] - at[one]
        length = np.linalg.norm(way, axis=1)
        wanted = (apart[one] + apart[other]) / 2
        close = length < wanted
        if not close.any():
            continue
        found = True
        one, other, way, length = one[close], other[close], way[close], length[close]
        way[length < 1e-6] = (1.0, 0.3)
        push = way / np.maximum(length, 1e-6)[:, None] * ((wanted[close] - length) / 2)[:, None] * 0.9
        for axis in (0, 1):
            shift[:, axis] += np.bincount(other, push[:, axis], len(at)) - np.bincount(
                one, push[:, axis], len(at)
            )
    limit = np.linalg.norm(shift, axis=1)
    shift *= np.minimum(1.0, cell / np.maximum(limit, 1e-9))[:, None]
    return at + shift if found else None
