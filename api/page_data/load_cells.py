"""The cells of the ranking of load as text: a page has hundreds, which a template is slow to write."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from api.i18n import Catalogue

if TYPE_CHECKING:
    from queries.load import LoadRow

FIGURES: Final = {
    "led": "led",
    "coordinated": "coordinated",
    "tasks": "tasks",
    "load": "tasks",
    "due": "due",
    "partners": "ties",
    "strength": "ties",
    "betweenness": "ties",
    "pagerank": "ties",
    "share": "coordinated",
}
"""What a column's figure opens."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure: its column, its text, the address of its rows ("" for none), and its class."""

    column: str
    text: str
    href: str = ""
    kind: str = "num"


def cells(
    row: LoadRow, columns: Sequence[str], messages: Catalogue, opened: Callable[[str], str]
) -> list[Cell]:
    """Write the figures of a row; `opened` gives the address of the rows of a figure."""
    links = {figure: opened(figure) for figure in dict.fromkeys(FIGURES.values())}
    made = []
    for column in columns:
        if column not in {"name", "period"}:
            href = links[FIGURES[column]] if column in FIGURES else ""
            made.append(Cell(column, _text(row, column, messages), href, _kind(row, column)))
    return made


def _text(row: LoadRow, column: str, messages: Catalogue) -> str:
    value = getattr(row, column)
    if column == "load_low":
        return "–".join(messages.number(f"{end:.2f}") for end in (row.load_low, row.load_high))
    if column == "change":
        if value is None:
            return messages.text("none")
        sign = "" if _level(value) else "▲ +" if value > 0 else "▼ −"
        return sign + ("0" if _level(value) else messages.number(f"{abs(value):.2f}"))
    if column == "share":
        return messages.number(f"{100 * value:.1f}") + "%"
    if column in {"betweenness", "pagerank"}:
        return messages.number(f"{value:.3f}")
    return messages.number(f"{value:.2f}" if column == "load" else value)


def _kind(row: LoadRow, column: str) -> str:
    if column == "load_low":
        return "num nowrap"
    if column != "change" or row.change is None or _level(row.change):
        return "num"
    return "num nowrap rise" if row.change > 0 else "num nowrap fall"


def _level(change: float) -> bool:
    return abs(change) < 0.005
