"""Measures of the coordination network: who is tied to whom in tasks, and how central each actor is.

A tie runs from a lead to a coordinator of the same task, and both ways between joint leads; its weight is the
number of tasks. Without direction, two actors are tied by the tasks in which one leads and the other leads or
coordinates. docs/load.md has the formulas.

- degree (distinct partners) and strength: sums over ties without direction (Barrat et al., PNAS 101, 2004)
- betweenness: Freeman (Sociometry 40, 1977) by the algorithm of Brandes (J. Math. Sociol. 25, 2001), on ties
  without direction or weight, divided by the number of pairs of others
- PageRank: Brin and Page (1998), damping 0.85, on directed weighted ties
- community: Louvain (Blondel et al., J. Stat. Mech. P10008, 2008) on ties without direction, weighted
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import Final, Literal

import numpy as np
import rustworkx as rx

from graph_build.load_table import Numbers
from queries.bilingual import Text, not_that_many
from queries.errors import InvalidValue
from queries.load_counts import Mask, joined, within
from queries.load_parts import MOST_PARTS, Floats
from queries.trace_kept import Kept

SEED = 20
"""The seed of the order in which Louvain visits actors: the same data give the same communities."""

DAMPING = 0.85

TOLERANCE = 1e-12
"""PageRank stops where a step moves all ranks together by no more; they are then within 6 times that."""

MOST_KEPT: Final = 300
"""Networks whose measures are kept, those asked for last: as many as 25 years have months.

Each takes 24 bytes an actor that takes part.
"""

KEPT = Kept(4 * MOST_KEPT)  # one with its three measures weighs four

Role = Literal["all", "lead", "joint"]
"""Which ties: all, those from a lead to a coordinator, those between joint leads."""


@dataclass(frozen=True, slots=True, eq=False)
class Ties:
    """Ties as rows (from, to, tasks), sorted; `pairs` are those without direction, the lesser actor first."""

    directed: Numbers
    pairs: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Centrality:
    """Measures of every actor by its number; 0 for one that is not in the network, and its community too."""

    partners: Numbers
    strength: Numbers
    betweenness: Floats
    pagerank: Floats
    community: Numbers


def ties(leads: Numbers, coordinates: Numbers, actors: int, tasks: int, role: Role = "all") -> Ties:
    """Make the ties from pairs (actor, task) of both roles, sorted by task; of one `role` if told.

    Raises InvalidValue where they come to more than MOST_PARTS before they are counted.
    """
    size = np.bincount(leads[:, 1], minlength=tasks)
    others = size + np.bincount(coordinates[:, 1], minlength=tasks)
    if int((size * others).sum()) > MOST_PARTS:
        raise InvalidValue(
            "collectives", "expanded", not_that_many(MOST_PARTS, Text(vi="mối nối", en="ties"))
        )
    joint = within(leads, size > 1)
    found = [joined(leads, coordinates, tasks)] if role != "joint" else []
    if role != "lead":
        found.append(joined(joint, joint, tasks))
    one, other, task = (np.concatenate(column) for column in zip(*found, strict=True))
    kept = one != other
    one, other, task = one[kept], other[kept], task[kept]
    # Only where a task has several leads can the same two meet in it twice.
    again = size[task] > 1
    return Ties(
        _counted(one, other, task, again, actors),
        _counted(np.minimum(one, other), np.maximum(one, other), task, again, actors),
    )


def _counted(one: Numbers, other: Numbers, task: Numbers, again: Mask, actors: int) -> Numbers:
    """Count the tasks of every pair of actors; rows marked in `again` may name a pair and task twice."""
    keys = one * actors + other
    several, of = keys[again], task[again]
    order = np.lexsort((several, of))
    several, of = several[order], of[order]
    fresh = np.ones(len(several), dtype=bool)
    fresh[1:] = (several[1:] != several[:-1]) | (of[1:] != of[:-1])
    keys = np.concatenate((keys[~again], several[fresh]))
    if actors**2 <= np.iinfo(np.int32).max:
        keys = keys.astype(np.int32)  # half the width is sorted in half the time
    keys.sort()
    first = np.flatnonzero(np.diff(keys, prepend=-1))
    pairs = keys[first].astype(np.int64)
    counts = np.diff(first, append=len(keys))
    return np.column_stack((pairs // max(actors, 1), pairs % max(actors, 1), counts))


def degrees(found: Ties, actors: int) -> tuple[Numbers, Numbers]:
    """Give the degree of every actor by its number, and its strength, which is the weighted degree."""
    one, other, tasks = found.pairs.T
    partners = np.bincount(one, minlength=actors) + np.bincount(other, minlength=actors)
    strength = np.bincount(one, tasks, actors) + np.bincount(other, tasks, actors)
    return partners, strength.astype(np.int64)


def pagerank(directed: Numbers, actors: int) -> Floats:
    """Rank the actors 0 to `actors` - 1 by power iteration over ties (from, to, tasks); the ranks sum to 1.

    What an actor without ties out would pass on goes to all alike. A step shrinks the distance to the ranks
    at least to DAMPING of what it was, so the loop ends.
    """
    if not actors:
        return np.zeros(0)
    source, target, tasks = directed.T
    out = np.bincount(source, tasks, actors)
    share = DAMPING * tasks / out[source]
    ends = out == 0
    rank: Floats = np.full(actors, 1 / actors)
    moved = 1.0
    while moved > TOLERANCE:
        even = (1 - DAMPING + DAMPING * rank[ends].sum()) / actors
        step = np.bincount(target, share * rank[source], actors) + even
        moved = float(np.abs(step - rank).sum())
        rank = step
    return rank


def centrality(found: Ties, taking_part: Numbers, actors: int) -> Centrality:
    """Measure the network whose nodes are the actors that take part, also those without a tie."""
    partners, strength = degrees(found, actors)
    place = np.full(actors, -1)
    place[taking_part] = np.arange(len(taking_part))
    pairs, directed = (
        np.column_stack((place[rows[:, 0]], place[rows[:, 1]], rows[:, 2]))
        for rows in (found.pairs, found.directed)
    )
    betweenness, ranks, community = np.zeros(actors), np.zeros(actors), np.zeros(actors, dtype=np.int64)
    if len(taking_part):
        size = len(taking_part)
        betweenness[taking_part], ranks[taking_part], community[taking_part] = _measured(
            pairs, directed, size
        )
    return Centrality(partners, strength, betweenness.round(12), ranks, community)


def _measured(ties: Numbers, arcs: Numbers, nodes: int) -> tuple[Floats, Floats, Numbers]:
    """Give betweenness, rank and community of every node; of a network that was just measured, again.

    Other weights, another reading of units or a scenario often leave the network what it was, and a load by
    period asks for the networks of all periods in turn.
    """
    name = blake2b(digest_size=32)
    for rows in (ties, arcs):
        name.update(f"{len(rows)} {nodes} ".encode())
        name.update(np.ascontiguousarray(rows, dtype=np.int64).tobytes())
    return KEPT.read(
        "network",
        [name.hexdigest()],
        lambda names: {
            names[0]: (
                np.array(_betweenness(ties, nodes)),
                pagerank(arcs, nodes),
                np.array(_communities(ties, nodes)),
            )
        },
    )[name.hexdigest()]


def _betweenness(pairs: Numbers, nodes: int) -> list[float]:
    plain = rx.PyGraph(multigraph=False)
    plain.add_nodes_from(range(nodes))
    plain.add_edges_from_no_data(list(map(tuple, pairs[:, :2].tolist())))
    between = rx.betweenness_centrality(plain, normalized=True)
    return [between[node] for node in range(nodes)]


def _communities(pairs: Numbers, nodes: int) -> list[int]:
    """Number communities from 1, the largest first, of equal ones that with the first actor."""
    import networkx as nx  # noqa: PLC0415 - slow to import

    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(map(tuple, pairs.tolist()))
    found = nx.community.louvain_communities(graph, weight="weight", seed=SEED)
    found.sort(key=lambda members: (-len(members), min(members)))
    numbers = [0] * nodes
    for number, members in enumerate(found, start=1):
        for node in members:
            numbers[node] = number
    return numbers


def gini(values: Floats) -> float:
    """Give the Gini coefficient of amounts, 0 for equal ones or none (Gini 1912; Sen 1973, section 2.7)."""
    total = float(values.sum())
    if total <= 0:
        return 0.0
    ordered = np.sort(values)
    count = len(ordered)
    weights = 2 * np.arange(1, count + 1) - count - 1
    return float((weights * ordered).sum() / (count * total))
