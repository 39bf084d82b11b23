"""The page of the coordination network around a unit or collective.

Importing this imports NumPy, which only pages that count load should wait for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.page_data.coordination_page import MOST_LEAST, least_asked, months_asked, suggestions
from api.page_data.directory import ActorRef
from api.page_data.load_page import load_table
from api.page_data.load_query import as_filled, document_named, one_of, unit_named, written
from api.page_data.picture_page import Asking, Cell, Field, Mark, PicturePage, Rows, Shown, outside
from api.site import View
from queries.layout import rings
from queries.load import Filters
from queries.network import Way, counted_ties, network, sparql
from queries.picture import Edge, Node, Picture

if TYPE_CHECKING:
    import networkx as nx

MOST_PARTNERS: Final = 80
"""Partners that one picture holds; those with the fewest shared tasks stand in the table alone."""

USUAL: Final[Mapping[str, str]] = {
    "resolution": "",
    "when": "",
    "way": "both",
    "least": "1",
    "groups": "1",
    "ties": "own",
    "focus": "",
}
"""The fields of the page and what each means when it is absent."""

_WAYS: Final[tuple[Way, ...]] = ("both", "leads", "coordinates")


@dataclass(frozen=True, slots=True)
class Partner:
    """A node of the picture as a row of its table: the tasks shared with the unit in every way."""

    ref: ActorRef
    coordinates_ours: int = 0
    leads_ours: int = 0
    joint: int = 0

    @property
    def tasks(self) -> int:
        """The tasks shared, a task counted once for every way."""
        return self.coordinates_ours + self.leads_ours + self.joint


def ego_page(view: View, ref: ActorRef, query: Mapping[str, str], messages: Catalogue) -> PicturePage:
    """Make a state of the page of a unit; raises LoadProblem."""
    fields, t = written(query, USUAL), messages.text
    way: Way = one_of(fields, "way", _WAYS)
    groups = one_of(fields, "groups", ("1", "0")) == "1"
    own_only = one_of(fields, "ties", ("own", "all")) == "own"
    least = least_asked(fields)
    filters = Filters(resolution=document_named(fields, "resolution", view.names))
    focus = unit_named(fields, "focus", view.names) or ""
    found = counted_ties(load_table(view), ref.iri, filters, months_asked(fields))
    graph = network(ref.iri, found, way=way, own_only=own_only)
    partners = [one for one in _partners(graph, ref.iri, view) if one.tasks >= least]
    partners = [one for one in partners if groups or one.ref.kind != "group"]
    shown = partners[:MOST_PARTNERS]
    picture = _picture(graph, ref.iri, shown, len(partners) - len(shown), view) if shown else Picture()
    label = view.directory.actor(focus).label if focus else ""
    return PicturePage(
        title=t("network.title", unit=ref.label[:100]),
        heading=t("network.heading"),
        lede=t("network.lede"),
        address=f"{ref.url}/network",
        fields=fields,
        usual=USUAL,
        form=_form(view, fields, messages),
        legend=tuple(
            Mark(sign, t(f"network.legend.{words}"))
            for sign, words in (
                ("dot is-focus", "focus"),
                ("dot is-unit", "unit"),
                ("dot is-group", "group"),
                ("edge is-out", "leads"),
                ("edge is-in", "coordinates"),
                ("edge is-joint", "joint"),
            )
        ),
        legend_note=t("network.legend.size"),
        count=t(
            "network.count", nodes=messages.number(len(shown)), edges=messages.number(len(picture.edges))
        ),
        nothing=t("network.nothing"),
        columns=(
            t("unit.partners.one"),
            *(t(f"network.column.{one}") for one in ("leads", "coordinates", "joint")),
            t("unit.shared"),
        ),
        rows=_rows(ref, partners, fields, messages),
        row_count=len(partners),
        picture=picture,
        shown=(
            Shown(ref.label, ref.url),
            *(
                Shown(
                    one.ref.label,
                    one.ref.url,
                    _said(one, messages),
                    f"{one.ref.url}/network" if one.ref.url else None,
                )
                for one in shown
            ),
        )
        if shown
        else (),
        file=f"{ref.iri.rpartition('/')[2]}-network",
        look="ego",
        rule=t("network.rule"),
        sparql=sparql(ref.iri, view.base),
        subject=ref.label,
        above=(ref.url, ref.label) if ref.url else None,
        focus=focus,
        notes=(*outside(picture, focus, label, messages),),
        part=t("network.drawn", drawn=messages.number(len(shown)), all=messages.number(len(partners)))
        if len(partners) > len(shown)
        else "",
        suggestions=suggestions(view),
        beside=(("/network?" + urlencode({"focus": ref.iri}), t("picture.all.title")),),
    )


def asking(view: View, ref: ActorRef, query: Mapping[str, str], messages: Catalogue) -> Asking:
    """Give the form alone, as it was filled in."""
    fields = as_filled(query, USUAL)
    return Asking(f"{ref.url}/network", _form(view, fields, messages), suggestions(view), fields["focus"])


def _form(view: View, fields: Mapping[str, str], messages: Catalogue) -> tuple[Field, ...]:
    t = messages.text
    return (
        Field("way", t("network.way"), fields["way"], tuple((one, t(f"network.way.{one}")) for one in _WAYS)),
        Field(
            "resolution",
            t("load.field.resolution"),
            view.typed(fields["resolution"]),
            suggestions="documents",
            why=t("load.field.resolution.why"),
        ),
        Field("when", t("load.field.when"), fields["when"], suggestions="periods", why=t("picture.when.why")),
        Field("least", t("network.least"), fields["least"], number=(1, MOST_LEAST)),
        Field(
            "groups",
            t("network.groups"),
            fields["groups"],
            (("1", t("network.groups.shown")), ("0", t("network.groups.hidden"))),
        ),
        Field(
            "ties",
            t("network.ties"),
            fields["ties"],
            tuple((one, t(f"network.ties.{one}")) for one in ("own", "all")),
        ),
    )


def _partners(graph: nx.MultiDiGraph, unit: str, view: View) -> list[Partner]:
    made = []
    for node in graph.nodes:
        if node == unit:
            continue
        ours = list((graph.get_edge_data(unit, node) or {}).values())
        theirs = list((graph.get_edge_data(node, unit) or {}).values())
        made.append(
            Partner(
                ref=view.directory.actor(node),
                coordinates_ours=sum(edge["tasks"] for edge in ours if not edge["joint"]),
                leads_ours=sum(edge["tasks"] for edge in theirs if not edge["joint"]),
                joint=sum(edge["tasks"] for edge in (*ours, *theirs) if edge["joint"]),
            )
        )
    return sorted(made, key=lambda p: (-p.tasks, p.ref.label, p.ref.iri))


def _picture(
    graph: nx.MultiDiGraph, unit: str, partners: list[Partner], left_out: int, view: View
) -> Picture:
    names = [unit, *(one.ref.iri for one in partners)]
    kept = graph.subgraph(names)
    weights = {one.ref.iri: float(one.tasks) for one in partners}
    at = rings(kept, unit, weights, lambda node: view.directory.actor(node).within)
    place = {name: number for number, name in enumerate(names)}
    edges = [
        Edge(place[source], place[target], _kind(source, target, unit, edge["joint"]), edge["tasks"])
        for source, target, edge in sorted(kept.edges(data=True), key=lambda e: (e[0], e[1], e[2]["joint"]))
    ]
    return Picture(
        (
            Node(unit, "focus", 0.0, *at[unit]),
            *(
                Node(
                    one.ref.iri,
                    "group" if one.ref.kind == "group" else "unit",
                    float(one.tasks),
                    *at[one.ref.iri],
                )
                for one in partners
            ),
        ),
        tuple(edges),
        nodes_left_out=left_out,
    )


def _kind(source: str, target: str, unit: str, is_joint: bool) -> str:
    if is_joint:
        return "joint"
    return "out" if source == unit else "in" if target == unit else "others"


def _rows(ref: ActorRef, shown: list[Partner], fields: Mapping[str, str], messages: Catalogue) -> Rows:
    scope = {"resolution": fields["resolution"]} if fields["resolution"] else {}
    if fields["when"]:
        scope |= {"period": "month", "when": fields["when"]}

    def figure(number: int, lead: str, other: str) -> Cell:
        pair = {"figure": "led", "unit": lead, "with": other}
        href = "/load/rows?" + urlencode({**scope, **pair}) if number else None
        return Cell(messages.number(number), href, figure=True)

    return lambda start, stop: [
        (
            Cell(one.ref.label, one.ref.url, said=True),
            figure(one.coordinates_ours, ref.iri, one.ref.iri),
            figure(one.leads_ours, one.ref.iri, ref.iri),
            Cell(messages.number(one.joint), figure=True),
            Cell(messages.number(one.tasks), figure=True),
        )
        for one in shown[start:stop]
    ]


def _said(partner: Partner, messages: Catalogue) -> str:
    parts = (
        ("leads", partner.coordinates_ours),
        ("coordinates", partner.leads_ours),
        ("joint", partner.joint),
    )
    return "; ".join(messages.count(f"network.said.{key}", number) for key, number in parts if number)
