"""The page of the coordination network of all units.

Importing this imports NumPy, which only pages that count load should wait for.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from api.i18n import Catalogue
from api.page_data.load_page import load_table
from api.page_data.load_query import LoadProblem, as_filled, document_named, one_of, unit_named, written
from api.page_data.picture_page import Asking, Cell, Field, Mark, PicturePage, Rows, Shown, left_out, outside
from api.question_pages import MOST_SUGGESTED
from api.site import View
from graph_build.terms import iri
from queries.catalogue import find
from queries.coordination import ROLES, Coordination, NetworkChoice, coordination
from queries.errors import InvalidValue
from queries.load import Filters
from queries.load_parts import months_of
from queries.load_rules import READINGS
from queries.picture import Edge
from queries.run import prepare

PATH: Final = "/network"

USUAL: Final[Mapping[str, str]] = {
    "resolution": "",
    "document": "",
    "when": "",
    "role": "all",
    "direction": "0",
    "least": "1",
    "collectives": "once",
    "focus": "",
}
"""The fields of the page and what each means when it is absent."""

MOST_LEAST: Final = 9_999


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was understood."""

    choice: NetworkChoice
    focus: str


def understand(fields: Mapping[str, str], view: View) -> Asked:
    """Understand the fields; raises LoadProblem for the first that makes no sense."""
    one_of(fields, "collectives", READINGS)
    one_of(fields, "role", ROLES)
    one_of(fields, "direction", ("0", "1"))
    choice = NetworkChoice(
        filters=Filters(
            document_named(fields, "resolution", view.names), document_named(fields, "document", view.names)
        ),
        months=months_asked(fields),
        reading=fields["collectives"],  # type: ignore[arg-type]
        role=fields["role"],  # type: ignore[arg-type]
        directed=fields["direction"] == "1",
        least=least_asked(fields),
    )
    return Asked(choice, unit_named(fields, "focus", view.names) or "")


def months_asked(fields: Mapping[str, str]) -> tuple[int, int] | None:
    """Give the months of the field `when`; None for the whole. Raises LoadProblem."""
    if fields["when"] in {"", "whole"}:
        return None
    try:
        return months_of(fields["when"])
    except InvalidValue as error:
        raise LoadProblem("load.bad.when", "when", fields["when"]) from error


def least_asked(fields: Mapping[str, str]) -> int:
    """Give the field `least`; raises LoadProblem for what is no number from 1 to MOST_LEAST."""
    least = fields["least"]
    if not (least.isascii() and least.isdigit() and 1 <= int(least[:9]) <= MOST_LEAST):
        raise LoadProblem("picture.bad.least", "least", least, most=str(MOST_LEAST))
    return int(least)


def coordination_page(view: View, query: Mapping[str, str], messages: Catalogue) -> PicturePage:
    """Make a state of the page; raises LoadProblem."""
    fields = written(query, USUAL)
    asked = understand(fields, view)
    choice = asked.choice
    try:
        made = view.keep(*_reading(view, choice))
    except InvalidValue as error:
        raise LoadProblem("load.bad.too-many", error.parameter, error.written) from error
    picture, t = made.picture, messages.text
    actors = [view.directory.actor(node.iri) for node in picture.nodes]
    label = view.directory.actor(asked.focus).label if asked.focus else ""
    notes = [*outside(picture, asked.focus, label, messages), *left_out(picture, messages)]
    if made.alone:
        notes.append(messages.count("picture.alone", made.alone))
    return PicturePage(
        title=t("picture.all.title"),
        heading=t("picture.all.title"),
        lede=t("picture.all.lede"),
        address=PATH,
        fields=fields,
        usual=USUAL,
        form=form(view, fields, messages),
        legend=_legend(choice, messages),
        legend_note=t("picture.all.size"),
        count=t(
            "picture.all.count",
            units=messages.number(len(picture.nodes)),
            ties=messages.number(len(picture.edges)),
            tasks=messages.number(made.tasks),
        ),
        nothing=t("picture.nothing"),
        columns=_columns(choice, messages),
        rows=_rows(view, made, fields, choice, messages),
        row_count=len(picture.edges),
        picture=picture,
        shown=tuple(
            Shown(
                one.label,
                one.url,
                messages.count("tasks", int(node.weight)),
                f"{one.url}/network" if one.url else None,
            )
            for one, node in zip(actors, picture.nodes, strict=True)
        ),
        file="coordination-network",
        look="network",
        rule=t("picture.all.rule"),
        sparql=_sparql(view, choice),
        focus=asked.focus,
        notes=tuple(notes),
        suggestions=suggestions(view),
        beside=(("/network/documents", t("picture.lineage.title")), ("/load", t("load.title"))),
    )


def asking(view: View, query: Mapping[str, str], messages: Catalogue) -> Asking:
    """Give the form alone, as it was filled in."""
    fields = as_filled(query, USUAL)
    return Asking(PATH, form(view, fields, messages), suggestions(view), fields["focus"])


def draw_ahead(view: View) -> None:
    """Lay out the network as its page opens, where it is not too large, so that it is there for all."""
    with suppress(InvalidValue):
        view.keep_whole(*_reading(view, NetworkChoice()))


def _reading(view: View, choice: NetworkChoice) -> tuple[tuple[str, str], Callable[[], Coordination]]:
    return ("coordination", repr(choice)), lambda: coordination(load_table(view), choice)


def form(view: View, fields: Mapping[str, str], messages: Catalogue) -> tuple[Field, ...]:
    """Give the form of the page as it was filled in."""
    t = messages.text
    return (
        Field(
            "resolution",
            t("load.field.resolution"),
            view.typed(fields["resolution"]),
            suggestions="documents",
            why=t("load.field.resolution.why"),
        ),
        Field("document", t("load.field.document"), view.typed(fields["document"]), suggestions="documents"),
        Field("when", t("load.field.when"), fields["when"], suggestions="periods", why=t("picture.when.why")),
        Field(
            "role", t("picture.role"), fields["role"], tuple((one, t(f"picture.role.{one}")) for one in ROLES)
        ),
        Field(
            "direction",
            t("picture.direction"),
            fields["direction"],
            tuple((one, t(f"picture.direction.{one}")) for one in ("0", "1")),
        ),
        Field("least", t("network.least"), fields["least"], number=(1, MOST_LEAST)),
        Field(
            "collectives",
            t("load.field.collectives"),
            fields["collectives"],
            tuple((one, t(f"load.collectives.{one}")) for one in READINGS),
        ),
    )


def suggestions(view: View) -> dict[str, list[str]]:
    """Give what the boxes of a form suggest: numbers of documents, years and quarters with dated tasks."""
    return {
        "documents": view.directory.numbers(MOST_SUGGESTED),
        "periods": list(view.keep_whole(("graph-periods",), lambda: _periods(view))),
    }


def _periods(view: View) -> tuple[str, ...]:
    from queries.load_counts import all_tasks  # noqa: PLC0415
    from queries.load_parts import active_spans  # noqa: PLC0415

    table = load_table(view)
    spans = active_spans(table, all_tasks(table))
    years = sorted({month // 12 for month in spans[:, 1:3].ravel().tolist()}) if len(spans) else []
    years = [year for year in years if 1900 <= year <= 2200][-20:]
    return tuple(str(year) for year in years) + tuple(
        f"{year}-Q{quarter}" for year in years for quarter in (1, 2, 3, 4)
    )


def _legend(choice: NetworkChoice, messages: Catalogue) -> tuple[Mark, ...]:
    t = messages.text
    marks = [Mark("dot is-unit", t("network.legend.unit"))]
    if choice.reading != "excluded":
        marks.append(Mark("dot is-group", t("network.legend.group")))
    if not choice.directed:
        return (*marks, Mark("edge is-tie", t("picture.legend.tie")))
    if choice.role != "joint":
        marks.append(Mark("edge is-lead", t("picture.legend.lead")))
    if choice.role != "lead":
        marks.append(Mark("edge is-joint", t("network.legend.joint")))
    return tuple(marks)


def _columns(choice: NetworkChoice, messages: Catalogue) -> tuple[str, ...]:
    undirected = ("picture.column.unit", "picture.column.partner")
    names = ("role.lead", "role.coordinate") if choice.directed else undirected
    return (*(messages.text(name) for name in names), messages.text("unit.shared"))


def _rows(
    view: View, made: Coordination, fields: Mapping[str, str], choice: NetworkChoice, messages: Catalogue
) -> Rows:
    nodes = made.picture.nodes
    actors = [view.directory.actor(node.iri) for node in nodes]
    scope = {
        name: fields[name]
        for name in ("resolution", "document", "collectives")
        if fields[name] != USUAL[name]
    }
    if choice.months is not None:
        scope |= {"period": "month", "when": fields["when"]}

    def row(edge: Edge) -> tuple[Cell, ...]:
        one, other = actors[edge.source], actors[edge.target]
        pair = {"unit": one.iri, "with": other.iri}
        href = None
        if edge.kind == "lead":
            href = "/load/rows?" + urlencode({**scope, "figure": "led", **pair})
        elif edge.kind == "tie" and choice.role == "all":
            href = "/load/rows?" + urlencode({**scope, **pair})
        words = messages.number(int(edge.weight))
        if edge.kind == "joint":
            words += f" ({messages.text('network.legend.joint')})"
        return (
            Cell(one.label, one.url, said=True),
            Cell(other.label, other.url, said=True),
            Cell(words, href, figure=True),
        )

    return lambda start, stop: [row(edge) for edge in made.picture.edges[start:stop]]


def _sparql(view: View, choice: NetworkChoice) -> str:
    """Give the question of the library that counts the pairs of leads and coordinators of the whole."""
    resolution = choice.filters.resolution
    given: dict[str, Any] = {"resolution": iri(resolution)} if resolution else {}
    return prepare(find("co-work-pairs"), given, view.base)
