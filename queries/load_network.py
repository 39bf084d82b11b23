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
from typing import Literal

import numpy as np
import rustworkx as rx

from graph_build.load_table import Numbers
from queries.errors import InvalidValue
from queries.load_counts import joined
from queries.load_parts import MOST_PARTS, Floats

SEED = 20
"""The seed of the order in which Louvain visits actors: the same data give the same communities."""

DAMPING = 0.85

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
        raise InvalidValue("collectives", "expanded", f"possible here: it makes more than {MOST_PARTS} ties")
    found = [joined(leads, coordinates, tasks)] if role != "joint" else []
    if role != "lead":
        found.append(joined(leads, leads, tasks))
    one, other, task = (np.concatenate(column) for column in zip(*found, strict=True))
    kept = one != other
    one, other, task = one[kept], other[kept], task[kept]
    return Ties(
        _counted(one, other, task, actors, tasks),
        _counted(np.minimum(one, other), np.maximum(one, other), task, actors, tasks),
    )


def _counted(one: Numbers, other: Numbers, task: Numbers, actors: int, tasks: int) -> Numbers:
    once = np.unique((one * actors + other) * max(tasks, 1) + task) // max(tasks, 1)
    pairs, counts = np.unique(once, return_counts=True)
    return np.column_stack((pairs // max(actors, 1), pairs % max(actors, 1), counts))


def centrality(found: Ties, taking_part: Numbers, actors: int) -> Centrality:
    """Measure the network whose nodes are the actors that take part, also those without a tie."""
    one, other, tasks = found.pairs.T
    partners = np.bincount(one, minlength=actors) + np.bincount(other, minlength=actors)
    strength = np.bincount(one, tasks, actors) + np.bincount(other, tasks, actors)
    place = np.full(actors, -1)
    place[taking_part] = np.arange(len(taking_part))
    plain, directed = rx.PyGraph(multigraph=False), rx.PyDiGraph(multigraph=False)
    for graph, rows in ((plain, found.pairs), (directed, found.directed)):
        graph.add_nodes_from(range(len(taking_part)))
        edges = np.column_stack((place[rows[:, 0]], place[rows[:, 1]], rows[:, 2]))
        graph.add_edges_from([(a, b, float(weight)) for a, b, weight in edges.tolist()])
    betweenness, pagerank = np.zeros(actors), np.zeros(actors)
    community = np.zeros(actors, dtype=np.int64)
    if len(taking_part):
        between = rx.betweenness_centrality(plain, normalized=True)
        ranked = rx.pagerank(directed, alpha=DAMPING, weight_fn=float, tol=1e-12, max_iter=1000)
        betweenness[taking_part] = [between[n] for n in range(len(taking_part))]
        pagerank[taking_part] = [ranked[n] for n in range(len(taking_part))]
        community[taking_part] = _communities(place, found.pairs, len(taking_part))
    return Centrality(partners, strength.astype(np.int64), betweenness.round(12), pagerank, community)


def _communities(place: Numbers, pairs: Numbers, nodes: int) -> list[int]:
    """Number communities from 1, the largest first, of equal ones that with the first actor."""
    import networkx as nx  # noqa: PLC0415 - slow to import

    graph = nx.Graph()
    graph.add_nodes_from(range(nodes))
    graph.add_weighted_edges_from(
        (a, b, weight)
        for a, b, weight in zip(
            place[pairs[:, 0]].tolist(), place[pairs[:, 1]].tolist(), pairs[:, 2].tolist(), strict=True
        )
    )
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
