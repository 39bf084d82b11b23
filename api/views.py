"""The network views: a picture of the graph with a table that says the same.

pyvis turns the networkx graph into what vis-network draws. Only its data is used, none of its HTML: its
own page loads style sheets from outside whatever it is told. Positions come from the server and physics
is off, so that the same data always gives the same picture. Labels reach the browser as text.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from api.i18n import Catalogue
from api.page_data.directory import ActorRef
from api.site import View
from queries.layout import rings
from queries.network import Way, network, ties

if TYPE_CHECKING:
    import networkx as nx

MOST_NODES: Final = 80
"""Partners that one picture holds; those with the fewest shared tasks are left out, and the page says so."""

_LABEL_WIDTH: Final = 20
_LABEL_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class NetworkChoice:
    """What a reader chose to see: which tasks count, the least shared tasks, collectives, ties of others."""

    way: Way = "both"
    least: int = 1
    groups: bool = True
    ties: str = "own"

    @classmethod
    def read(cls, query: Mapping[str, str]) -> NetworkChoice:
        """Read a choice from a query string; values that mean nothing count as absent."""
        least = query.get("least", "")
        number = int(least) if least.isascii() and least.isdigit() and len(least) < 6 else 1
        ways: dict[str, Way] = {"leads": "leads", "coordinates": "coordinates"}
        return cls(
            way=ways.get(query.get("way", ""), "both"),
            least=min(max(number, 1), 999),
            groups=query.get("groups") != "0",
            ties="all" if query.get("ties") == "all" else "own",
        )

    def query(self) -> dict[str, str]:
        """Give the query fields that restore the choice."""
        fields = {
            "way": self.way,
            "least": str(self.least),
            "groups": "1" if self.groups else "0",
            "ties": self.ties,
        }
        usual = {"way": "both", "least": "1", "groups": "1", "ties": "own"}
        return {name: value for name, value in fields.items() if value != usual[name]}


@dataclass(frozen=True, slots=True)
class NetworkPartner:
    """A node of the picture as a row of its table: the tasks shared with the unit in every way."""

    ref: ActorRef
    coordinates_ours: int = 0
    leads_ours: int = 0
    joint: int = 0

    @property
    def tasks(self) -> int:
        """The tasks shared, a task counted once for every way."""
        return self.coordinates_ours + self.leads_ours + self.joint


@dataclass(frozen=True, slots=True)
class Network:
    """A network view: its rows, its data for the browser, and the query behind both."""

    partners: tuple[NetworkPartner, ...]
    shown_edges: int
    left_out: int
    data: Mapping[str, Any]
    sparql: str


def unit_network(view: View, ref: ActorRef, asked: NetworkChoice, messages: Catalogue) -> Network:
    """Make the view of the coordination network around a unit or collective."""
    found, sparql = ties(view.graph.store, ref.iri, view.base)
    graph = network(ref.iri, found, way=asked.way, own_only=asked.ties == "own")
    partners = [p for p in _partners(graph, ref.iri, view) if p.tasks >= asked.least]
    if not asked.groups:
        partners = [p for p in partners if p.ref.kind != "group"]
    shown = tuple(partners[:MOST_NODES])
    kept = graph.subgraph([ref.iri, *(p.ref.iri for p in shown)])
    return Network(
        partners=shown,
        shown_edges=kept.number_of_edges(),
        left_out=len(partners) - len(shown),
        data=_browser_data(kept, ref, shown, view, messages),
        sparql=sparql,
    )


def _partners(graph: nx.MultiDiGraph, unit: str, view: View) -> list[NetworkPartner]:
    made = []
    for node in graph.nodes:
        if node == unit:
            continue
        ours = list((graph.get_edge_data(unit, node) or {}).values())
        theirs = list((graph.get_edge_data(node, unit) or {}).values())
        made.append(
            NetworkPartner(
                ref=view.directory.actor(node),
                coordinates_ours=sum(edge["tasks"] for edge in ours if not edge["joint"]),
                leads_ours=sum(edge["tasks"] for edge in theirs if not edge["joint"]),
                joint=sum(edge["tasks"] for edge in (*ours, *theirs) if edge["joint"]),
            )
        )
    return sorted(made, key=lambda p: (-p.tasks, p.ref.label, p.ref.iri))


def _browser_data(
    graph: nx.MultiDiGraph,
    ref: ActorRef,
    partners: tuple[NetworkPartner, ...],
    view: View,
    messages: Catalogue,
) -> dict[str, Any]:
    """Let pyvis write the nodes, edges and options, and add what our own script needs."""
    from pyvis.network import Network as Pyvis  # noqa: PLC0415 - brings IPython along

    weights = {p.ref.iri: float(p.tasks) for p in partners}
    places = rings(graph, ref.iri, weights, lambda node: view.directory.actor(node).within)
    drawn = Pyvis(directed=True, cdn_resources="local")
    drawn.add_node(ref.iri, label=wrapped(ref.label), kind="focus", value=None, **_at(places[ref.iri], 34))
    for partner in partners:
        size = 9 + 3.2 * partner.tasks**0.5
        drawn.add_node(
            partner.ref.iri,
            label=wrapped(partner.ref.label),
            kind=partner.ref.kind,
            name=partner.ref.label,
            tasks=partner.tasks,
            page=partner.ref.url,
            said=_said(partner, messages),
            **_at(places[partner.ref.iri], size),
        )
    for source, target, edge in sorted(graph.edges(data=True), key=lambda e: (e[0], e[1], e[2]["joint"])):
        own = ref.iri in (source, target)
        kind = "joint" if edge["joint"] else "out" if source == ref.iri else "in" if own else "others"
        width = round(0.8 + 1.1 * edge["tasks"] ** 0.5, 2)
        drawn.add_edge(source, target, width=width, kind=kind, tasks=edge["tasks"])
    drawn.toggle_physics(False)
    nodes, edges, *_ = drawn.get_network_data()
    return {"nodes": nodes, "edges": edges, "focus": ref.iri, "file": ref.iri.rpartition("/")[2]}


def _at(place: tuple[float, float], size: float) -> dict[str, Any]:
    return {"x": place[0], "y": place[1], "size": round(size, 2), "physics": False}


def _said(partner: NetworkPartner, messages: Catalogue) -> str:
    parts = [
        messages.count(f"network.said.{key}", number)
        for key, number in (
            ("leads", partner.coordinates_ours),
            ("coordinates", partner.leads_ours),
            ("joint", partner.joint),
        )
        if number
    ]
    return "; ".join(parts)


def wrapped(label: str) -> str:
    """Break a label into at most three short lines, for a picture; a longer one ends in an ellipsis."""
    lines: list[str] = []
    for word in label.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LABEL_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word[: 2 * _LABEL_WIDTH])
    if len(lines) > _LABEL_LINES:
        lines = [*lines[: _LABEL_LINES - 1], f"{lines[_LABEL_LINES - 1]}…"]
    return "\n".join(lines)


def as_json(data: Mapping[str, Any]) -> str:
    """Write data for a script element: no character in it can end the element or begin a comment."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written
