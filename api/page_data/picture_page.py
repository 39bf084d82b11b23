"""A graph view as a page shows it: its form, legend, picture for the browser, and a table that says the same.

All views are drawn by one template and one script; what makes one differ from another is data here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.page_data.pyvis_alone import pyvis_network
from queries.picture import Picture

CANVAS_NODES: Final = 300
CANVAS_EDGES: Final = 1_500
"""Up to this size vis-network draws; beyond it our own script, which paints many edges once."""

ROWS: Final = 50
"""Rows of the table on one page."""

MOST_FILE_ROWS: Final = 2_000
"""Rows of the table in an export as one file."""

_LABEL: Final = 120


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: `options` are pairs of a value and its words; without them it is a box."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    suggestions: str = ""
    why: str = ""
    number: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """The form of a view as it was filled in, for what makes no sense and gives no picture."""

    address: str
    form: tuple[Field, ...]
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    focus: str = ""

    def link(self) -> str:
        """Give an address that differs from that of the empty form."""
        return f"{self.address}?"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the table; `said` marks words of a document, `figure` a number."""

    text: str
    href: str | None = None
    said: bool = False
    figure: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """A line of the legend: the class of its sign in the style sheet, and what it stands for."""

    sign: str
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What the picture says of a node: name, page, a line of words, and the view with it in the centre."""

    label: str
    page: str | None = None
    said: str = ""
    centre: str | None = None


Rows: TypeAlias = Callable[[int, int], Sequence[tuple[Cell, ...]]]
"""Gives the rows of the table from one place to another."""


@dataclass(frozen=True, slots=True)
class PicturePage:
    """One state of one view.

    `address` is its path, `fields` what restores the state, `usual` what may be left out.
    """

    title: str
    heading: str
    lede: str
    address: str
    fields: Mapping[str, str]
    usual: Mapping[str, str]
    form: tuple[Field, ...]
    legend: tuple[Mark, ...]
    legend_note: str
    count: str
    nothing: str
    columns: tuple[str, ...]
    rows: Rows
    row_count: int
    picture: Picture
    shown: tuple[Shown, ...]
    file: str
    look: str
    rule: str = ""
    sparql: str = ""
    subject: str = ""
    above: tuple[str, str] | None = None
    focus: str = ""
    notes: tuple[str, ...] = ()
    part: str = ""
    """That the picture draws a part of the table, where it does."""
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()
    view: str = ""
    moved: str = ""
    """The part in sight and the nodes that were dragged, as the browser wrote them into the address."""

    @property
    def renderer(self) -> str:
        """Name what draws the picture: "canvas" (vis-network) or "dense"."""
        small = len(self.picture.nodes) <= CANVAS_NODES and len(self.picture.edges) <= CANVAS_EDGES
        return "canvas" if small else "dense"

    def link(self, **changes: str) -> str:
        """Give the address of a state with some fields changed."""
        return address(self.address, {**self.fields, **changes}, self.usual)

    def json(self) -> str:
        """Write the picture for a script element; no character in it can end the element."""
        facts = [
            {
                "kind": node.kind,
                "weight": node.weight,
                "x": node.x,
                "y": node.y,
                "name": shown.label[:_LABEL],
                **({"page": shown.page} if shown.page else {}),
                **({"said": shown.said} if shown.said else {}),
                **({"centre": shown.centre} if shown.centre else {}),
            }
            for node, shown in zip(self.picture.nodes, self.shown, strict=True)
        ]
        kinds = sorted({edge.kind for edge in self.picture.edges})
        made = _by_pyvis if self.renderer == "canvas" else _compact
        return as_json(
            {
                **made(self.picture, facts, kinds),
                "kinds": kinds,
                "focus": self.focus,
                "view": self.view,
                "moved": self.moved,
                "file": self.file,
                "look": self.look,
                "title": f"{self.heading} {self.subject}".strip(),
                "legend": [[mark.sign, mark.words] for mark in self.legend],
            }
        )


def _by_pyvis(picture: Picture, facts: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, Any]:
    """Let pyvis write nodes and edges as vis-network takes them.

    Only its data is used, none of its HTML: its own page loads style sheets from outside whatever it is told.
    """
    drawn = pyvis_network()(directed=True, cdn_resources="local")
    for node, fact in zip(picture.nodes, facts, strict=True):
        drawn.add_node(node.iri, label=fact["name"], physics=False, **fact)
    names = [node.iri for node in picture.nodes]
    for edge in picture.edges:
        drawn.add_edge(
            names[edge.source], names[edge.target], kind=kinds.index(edge.kind), weight=_whole(edge.weight)
        )
    nodes, edges, *_ = drawn.get_network_data()
    return {"nodes": nodes, "edges": edges}


def _compact(picture: Picture, facts: Sequence[Mapping[str, Any]], kinds: Sequence[str]) -> dict[str, Any]:
    """Write nodes as rows under one heading and edges in columns: many of them must travel."""
    names = ("kind", "weight", "x", "y", "name", "page", "said", "centre")
    places = {kind: place for place, kind in enumerate(kinds)}
    return {
        "columns": {
            "names": ["id", *names],
            "rows": [
                [node.iri, *(fact.get(name, "") for name in names)]
                for node, fact in zip(picture.nodes, facts, strict=True)
            ],
        },
        "edges": {
            "source": [edge.source for edge in picture.edges],
            "target": [edge.target for edge in picture.edges],
            "kind": [places[edge.kind] for edge in picture.edges],
            "weight": [_whole(edge.weight) for edge in picture.edges],
        },
    }


def left_out(picture: Picture, messages: Catalogue) -> tuple[str, ...]:
    """Say what did not fit into a picture, in a sentence; nothing where all did."""
    if not (picture.nodes_left_out or picture.edges_left_out):
        return ()
    nodes, edges = (messages.number(n) for n in (picture.nodes_left_out, picture.edges_left_out))
    if not picture.nodes_left_out:
        return (messages.text("picture.left-out.edges", edges=edges),)
    return (messages.text("picture.left-out", nodes=nodes, edges=edges),)


def outside(picture: Picture, focus: str, label: str, messages: Catalogue) -> tuple[str, ...]:
    """Say that what was to be shown as chosen is not in the picture; nothing where it is."""
    if not focus or focus in {node.iri for node in picture.nodes}:
        return ()
    return (messages.text("picture.focus-outside", unit=label[:80]),)


def address(path: str, fields: Mapping[str, str], usual: Mapping[str, str]) -> str:
    """Give the address of a state; fields with their usual value are left out."""
    kept = {name: value for name, value in fields.items() if value != usual.get(name, "")}
    return path + ("?" + urlencode(kept) if kept else "")


def _whole(weight: float) -> float:
    return int(weight) if weight == int(weight) else round(weight, 2)


def as_json(data: Mapping[str, Any]) -> str:
    """Write data for a script element: no character in it can end the element or begin a comment."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        written = written.replace(character, f"\\u{ord(character):04x}")
    return written
