"""Places in rows or columns: documents under what they rest on, tasks between leads and coordinators.

The same data give the same places: ties between equals are settled by the order in which nodes are given.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

Point = tuple[float, float]
_SWEEPS: Final = 8


def levels(nodes: int, arrows: Sequence[tuple[int, int]]) -> list[int]:
    """Give each node a level, 0 on top: one below the deepest node that it points to.

    An arrow that closes a circle is taken as none, so that every graph has levels.
    """
    above: dict[int, list[int]] = {}
    for source, target in arrows:
        above.setdefault(source, []).append(target)
    level = [-1] * nodes
    for start in range(nodes):
        todo = [(start, iter(above.get(start, ())))]
        on_way = {start}
        while todo and level[todo[-1][0]] < 0:
            node, rest = todo[-1]
            following = next((one for one in rest if level[one] < 0 and one not in on_way), None)
            if following is not None:
                on_way.add(following)
                todo.append((following, iter(above.get(following, ()))))
                continue
            known = [level[one] for one in above.get(node, ()) if level[one] >= 0]
            level[node] = max(known, default=-1) + 1
            on_way.discard(node)
            todo.pop()
    return level


def ordered(rows: Sequence[Sequence[int]], edges: Sequence[tuple[int, int]]) -> list[list[int]]:
    """Order nodes within rows so that edges cross less, by the mean place of neighbours.

    After Sugiyama, Tagawa and Toda (IEEE Trans. SMC 11, 1981). Edges to nodes of no row are left aside.
    """
    near: dict[int, list[int]] = {}
    inside = {node for row in rows for node in row}
    for one, other in edges:
        if one not in inside or other not in inside:
            continue
        near.setdefault(one, []).append(other)
        near.setdefault(other, []).append(one)
    result = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        places = {node: (index + 0.5) / len(row) for row in result for index, node in enumerate(row)}
        for row in result if sweep % 2 else reversed(result):
            wanted = {node: _mean(near.get(node, ()), places, places[node], set(row)) for node in row}
            row.sort(key=lambda node: (round(wanted[node], 9), places[node]))
            places |= {node: (index + 0.5) / len(row) for index, node in enumerate(row)}
    return result


def _mean(others: Sequence[int], places: Mapping[int, float], own: float, row: set[int]) -> float:
    found = [places[other] for other in others if other not in row]
    return sum(found) / len(found) if found else own


def in_rows(rows: Sequence[Sequence[int]], across: float, down: float, most: int) -> dict[int, Point]:
    """Place rows under one another, each centred; a row of more than `most` nodes is broken into several."""
    places: dict[int, Point] = {}
    y = 0.0
    for row in rows:
        lines = -(-len(row) // most) or 1
        size = -(-len(row) // lines)
        for start in range(0, len(row), size or 1):
            part = row[start : start + size]
            for index, node in enumerate(part):
                places[node] = ((index - (len(part) - 1) / 2) * across, y)
            y += down * (0.62 if start + size < len(row) else 1.0)
    middle = (y - down) / 2
    return {node: (round(x, 1), round(at - middle, 1)) for node, (x, at) in places.items()}


def in_columns(columns: Sequence[Sequence[int]], across: float, down: float) -> dict[int, Point]:
    """Place columns beside one another, all as high as the longest would be at `down` between its nodes."""
    height = max((len(column) for column in columns), default=0) * down
    return {
        node: (
            round((number - (len(columns) - 1) / 2) * across, 1),
            round(((index + 0.5) / len(column) - 0.5) * height, 1),
        )
        for number, column in enumerate(columns)
        for index, node in enumerate(column)
    }
