"""What a reader asks of the load pages, read from the query string; every state of a page has an address.

What cannot be understood raises `LoadProblem`, which says in words of the catalogue what is wrong and which
status fits; a page shows it above the form as it was filled in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote_plus

from starlette.datastructures import QueryParams

from queries.as_of import as_of_day
from queries.errors import AmbiguousName, InvalidValue, UnknownName
from queries.load_rules import MOST_WEIGHT, PERIODS, READINGS, LoadSettings
from queries.names import Names
from queries.unit_readings import AS_WRITTEN, units_day

USUAL: Final[Mapping[str, str]] = {
    "period": "whole",
    "when": "",
    "resolution": "",
    "document": "",
    "unit": "",
    "collectives": "once",
    "units": AS_WRITTEN,
    "as_of": "",
    "lead_weight": "1",
    "coordinate_weight": "1",
    "sort": "-load",
    "page": "1",
    "figure": "tasks",
    "with": "",
}
"""The fields of the load pages and what each means when it is absent; an address leaves these out."""

COLUMNS: Final = (
    *("period", "name", "led", "coordinated", "tasks", "load", "load_low", "change", "due"),
    *("partners", "strength", "betweenness", "pagerank", "community", "share"),
)
"""The columns of the ranking; each can be sorted by."""

FIGURES: Final = ("tasks", "led", "coordinated", "due", "stated", "open", "undated", "ties")
"""What the page of rows can open."""

_LONGEST: Final = 300
_MOST_DIGITS: Final = 9


class LoadProblem(Exception):
    """Say what is wrong with a request: the key of a message, its values, the status, and what is near.

    `field` is the field that is to be mended, `nearest` holds pairs of a value for it and how it is shown;
    `what` names the kind of thing where the values are names. With `is_guess` the values only come near.
    """

    def __init__(
        self,
        key: str,
        field: str,
        written: str,
        *,
        status: int = 400,
        nearest: tuple[tuple[str, str], ...] = (),
        what: str = "",
        is_guess: bool = True,
        **values: str,
    ) -> None:
        super().__init__(key, field, written)
        self.key = key
        self.field = field
        self.status = status
        self.nearest = nearest
        self.what = what
        self.is_guess = is_guess
        self.values = {"written": written[:80], **values}


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that was understood. Names are IRIs, `written` is every field as it was filled in.

    `units` is the day (ISO) as of which units are read, "" as written; `as_of` that as of which documents
    count, "" for all of them.
    """

    settings: LoadSettings = field(default_factory=LoadSettings)
    resolution: str | None = None
    document: str | None = None
    unit: str | None = None
    partner: str | None = None
    units: str = ""
    as_of: str = ""
    when: str = ""
    figure: str = "tasks"
    sort: str = "load"
    descending: bool = True
    page: int = 1
    written: Mapping[str, str] = field(default_factory=lambda: dict(USUAL))

    @property
    def scope(self) -> tuple[str, ...]:
        """Name what is counted, apart from the unit and how it is shown: a key to keep answers under."""
        one = self.settings
        return (
            *(one.period, one.collectives, repr(one.lead_weight), repr(one.coordinate_weight)),
            *(self.resolution or "", self.document or "", self.units, self.as_of),
        )


def written(query: Mapping[str, str], usual: Mapping[str, str] = USUAL) -> dict[str, str]:
    """Read the fields as they were filled in; raises LoadProblem for one given twice or far too long.

    `usual` names the fields of a page and what each means when it is absent.
    """
    found = dict(usual)
    for name in usual:
        values = query.getlist(name) if isinstance(query, QueryParams) else [query[name]] * (name in query)
        if len(set(values)) > 1:
            raise LoadProblem("load.bad.twice", name, values[0], name=name)
        value = values[0].replace("\0", "\ufffd").strip() if values else ""
        if len(value) > _LONGEST:
            raise LoadProblem("load.bad.long", name, value, name=name, most=str(_LONGEST))
        found[name] = value or usual[name]
    return found


def as_filled(query: Mapping[str, str], usual: Mapping[str, str]) -> dict[str, str]:
    """Give the fields as they were filled in, however little sense they make; long values are cut."""
    return {
        name: query.get(name, "").replace("\0", "\ufffd").strip()[:_LONGEST] or usual[name] for name in usual
    }


def address(path: str, fields: Mapping[str, str], **changes: object) -> str:
    """Give the address of a state with some fields changed; a change leads to the first page unless told."""
    wanted = {**fields, "page": "1", **{name: str(value) for name, value in changes.items()}}
    kept = [f"{name}={_quoted(wanted[name])}" for name in wanted if wanted[name] != USUAL.get(name, "")]
    return path + ("?" + "&".join(kept) if kept else "")


@lru_cache(maxsize=4096)
def _quoted(value: str) -> str:
    """Quote a value for an address; a page has hundreds of links with the same few values."""
    return quote_plus(value)


def understand(fields: Mapping[str, str], names: Names) -> Asked:
    """Understand the fields; raises LoadProblem for the first that makes no sense."""
    period = one_of(fields, "period", PERIODS)
    reading = one_of(fields, "collectives", READINGS)
    weights = {name: _weight(fields, name) for name in ("lead_weight", "coordinate_weight")}
    sort = fields["sort"].removeprefix("-")
    if sort not in COLUMNS:
        raise LoadProblem("load.bad.sort", "sort", fields["sort"])
    if fields["figure"] not in FIGURES:
        raise LoadProblem("load.bad.figure", "figure", fields["figure"])
    page = fields["page"]
    if not (page.isascii() and page.isdigit() and 0 < len(page) <= _MOST_DIGITS and int(page)):
        raise LoadProblem("load.bad.page", "page", page)
    return Asked(
        settings=LoadSettings(period, reading, **weights),
        resolution=document_named(fields, "resolution", names),
        document=document_named(fields, "document", names),
        unit=unit_named(fields, "unit", names),
        partner=unit_named(fields, "with", names),
        units=_time(fields, "units", units_day),
        as_of=_time(fields, "as_of", as_of_day),
        when=fields["when"],
        figure=fields["figure"],
        sort=sort,
        descending=fields["sort"].startswith("-"),
        page=int(page),
        written=fields,
    )


def one_of(fields: Mapping[str, str], name: str, known: tuple[str, ...]) -> Any:
    """Give a field that is one of a few words; raises LoadProblem for another."""
    if fields[name] not in known:
        raise LoadProblem(f"load.bad.{name}", name, fields[name])
    return fields[name]


def _time(fields: Mapping[str, str], name: str, read: Callable[[str], str]) -> str:
    """Understand a field that means a day; raises LoadProblem for what does not."""
    try:
        return read(fields[name])
    except InvalidValue as error:
        raise LoadProblem(f"load.bad.{name}", name, fields[name]) from error


def _weight(fields: Mapping[str, str], name: str) -> float:
    """Read a weight; a decimal comma is one too."""
    text = fields[name].replace(",", ".")
    try:
        weight = float(text)
    except ValueError:
        weight = -1.0
    if not 0 <= weight <= MOST_WEIGHT:
        raise LoadProblem("load.bad.weight", name, fields[name], most=f"{MOST_WEIGHT:.0f}")
    return weight


def document_named(fields: Mapping[str, str], name: str, names: Names) -> str | None:
    """Give the IRI of the document that a field names, None where it is empty; raises LoadProblem."""
    return _named(fields[name], name, names.document) if fields[name] else None


def unit_named(fields: Mapping[str, str], name: str, names: Names) -> str | None:
    """Give the IRI of the unit that a field names, None where it is empty; raises LoadProblem."""
    return _named(fields[name], name, names.unit) if fields[name] else None


def _named(text: str, name: str, find: Any) -> str:
    try:
        found: str = find(text).value
    except UnknownName as error:
        nearest = tuple((near, near) for near in error.nearest)
        key = f"questions.unknown.{error.what}"
        raise LoadProblem(key, name, text, status=404, nearest=nearest, what=error.what) from error
    except AmbiguousName as error:
        raise LoadProblem(
            "questions.ambiguous",
            name,
            text,
            status=409,
            nearest=error.meant,
            what=error.what,
            is_guess=False,
        ) from error
    return found
