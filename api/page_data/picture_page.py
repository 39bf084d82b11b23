"""A graph view as a page shows it: its form, legend, picture for the browser, and a table that says the same.

All views are drawn by one template and one script; what makes one differ from another is data here.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.parse import urlencode

from queries.picture import Picture

CANVAS_NODES: Final = 300
CANVAS_EDGES: Final = 1_500
"""Up to this size vis-network draws on a canvas, which all browsers have; beyond it sigma uses WebGL."""

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
class GraphPage:
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
    suggestions: Mapping[str, Sequence[str]] = field(default_factory=dict)
    beside: tuple[tuple[str, str], ...] = ()

    @property
    def renderer(self) -> str:
        """Name what draws the picture: "canvas" or "webgl"."""
        small = len(self.picture.nodes) <= CANVAS_NODES and len(self.picture.edges) <= CANVAS_EDGES
        return "canvas" if small else "webgl"

    def link(self, **changes: str) -> str:
        """Give the address of a state with some fields changed."""
        return address(self.address, {**self.fields, **changes}, self.usual)

    def json(self) -> str:
        """Write the picture for a script element; no character in it can end the element."""
        nodes = [
            {
                "id": node.iri,
                "kind": node.kind,
                "weight": node.weight,
                "x": node.x,
                "y": node.y,
                "label": shown.label[:_LABEL],
                **({"page": shown.page} if shown.page else {}),
                **({"said": shown.said} if shown.said else {}),
                **({"centre": shown.centre} if shown.centre else {}),
            }
            for node, shown in zip(self.picture.nodes, self.shown, strict=True)
        ]
        kinds = sorted({edge.kind for edge in self.picture.edges})
        places = {kind: place for place, kind in enumerate(kinds)}
        edges = [
            [edge.source, edge.target, places[edge.kind], _whole(edge.weight)] for edge in self.picture.edges
        ]
        return as_json(
            {
                "nodes": nodes,
                "edges": edges,
                "kinds": kinds,
                "focus": self.focus,
                "file": self.file,
                "look": self.look,
                "title": f"{self.heading} {self.subject}".strip(),
                "legend": [[mark.sign, mark.words] for mark in self.legend],
            }
        )


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
