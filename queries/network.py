"""The coordination network around a unit: who leads and who coordinates the tasks it takes part in.

Reads a `Store` or a `LoadTable`; gives a networkx graph. A node is a unit or a collective. An edge runs
from a lead to a coordinator, or between two joint leads, and weighs as many tasks as they share in these
roles. Only tasks in which the unit itself leads or coordinates count.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from graph_build.store import Store
from graph_build.terms import iri
from queries.catalogue import rebase
from queries.patterns import query_text

if TYPE_CHECKING:
    import networkx as nx

    from graph_build.load_table import LoadTable
    from queries.load import Filters

Way = Literal["both", "leads", "coordinates"]
"""Which tasks of the unit count: all, those that it leads, or those that it coordinates."""


@dataclass(frozen=True, slots=True)
class Tie:
    """Two actors that share tasks; `joint` where both lead, else from the lead to the coordinator."""

    source: str
    target: str
    joint: bool
    tasks: int


def sparql(unit: str, base: str) -> str:
    """Give the query of the ties around a unit; raises ValueError where `unit` is no absolute IRI."""
    text = query_text("lookups", "network")
    return rebase(text, base).replace("VALUES ?unit { UNDEF }", f"VALUES ?unit {{ {iri(unit)} }}")


def ties(store: Store, unit: str, base: str) -> tuple[tuple[Tie, ...], str]:
    """Read the ties around a unit, and give the query that made them."""
    text = sparql(unit, base)
    result = store.query(text)
    place = {name: index for index, name in enumerate(result.variables)}
    found = []
    for row in result:
        source, target, way, tasks = (row[place[name]] for name in ("source", "target", "way", "tasks"))
        if source is None or target is None or way is None or tasks is None:
            continue
        found.append(Tie(source.value, target.value, way.value == "joint", int(tasks.value)))
    return tuple(sorted(found, key=lambda t: (t.source, t.target, t.joint))), text


def counted_ties(
    table: LoadTable, unit: str, filters: Filters, months: tuple[int, int] | None = None
) -> tuple[Tie, ...]:
    """Count the ties around a unit in a table: as `ties` does where nothing is filtered.

    Only tasks that a document states are in a table.
    """
    from queries.load import scope  # noqa: PLC0415 - NumPy is slow to import
    from queries.load_counts import within  # noqa: PLC0415
    from queries.load_network import ties as all_ties  # noqa: PLC0415
    from queries.load_rows import Choice, in_time  # noqa: PLC0415

    if unit not in table.actors:
        return ()
    own = table.actors.index(unit)
    among = scope(table, filters) & in_time(table, Choice("tasks", months=months))
    own_tasks = among & False
    for pairs in (table.leads, table.coordinates):
        own_tasks[pairs[pairs[:, 0] == own, 1]] = True
    leads, coordinates = (within(pairs, among & own_tasks) for pairs in (table.leads, table.coordinates))
    size = len(table.actors)
    found = [
        Tie(table.actors[one], table.actors[other], is_joint, tasks)
        for is_joint, rows in (
            (False, all_ties(leads, coordinates, size, table.tasks, "lead").directed),
            (True, all_ties(leads, coordinates, size, table.tasks, "joint").pairs),
        )
        for one, other, tasks in rows.tolist()
    ]
    return tuple(sorted(found, key=lambda t: (t.source, t.target, t.joint)))


def network(unit: str, found: Iterable[Tie], *, way: Way = "both", own_only: bool = False) -> nx.MultiDiGraph:
    """Make the graph of the ties around a unit, with `tasks` and `joint` on every edge.

    With `own_only` the ties between its partners are left out. The unit itself is always a node; a
    partner that shares nothing with it directly is not.
    """
    import networkx as nx  # noqa: PLC0415 - slow to import, and most pages do without

    kept = list(found)
    if way == "leads":
        kept = [tie for tie in kept if unit not in (tie.source, tie.target) or _led_by(tie, unit)]
    elif way == "coordinates":
        kept = [tie for tie in kept if unit not in (tie.source, tie.target) or not _led_by(tie, unit)]
    partners = {end for tie in kept if unit in (tie.source, tie.target) for end in (tie.source, tie.target)}
    partners.discard(unit)
    graph = nx.MultiDiGraph()
    graph.add_node(unit)
    graph.add_nodes_from(sorted(partners))
    for tie in kept:
        ends = {tie.source, tie.target}
        if ends <= partners | {unit} and (not own_only or unit in ends):
            graph.add_edge(tie.source, tie.target, tasks=tie.tasks, joint=tie.joint)
    return graph


def _led_by(tie: Tie, unit: str) -> bool:
    return tie.joint or tie.source == unit
