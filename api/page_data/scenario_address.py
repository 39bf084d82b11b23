"""Addresses of scenarios, and the fields of their forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from api.page_data.load_query import USUAL, address
from queries.bilingual import Text
from queries.scenario_changes import BadChange

if TYPE_CHECKING:
    from queries.load import LoadRow

TRY: Final = "try"
"""The name under which a scenario stands that is in the address alone."""

MOST_IN_ADDRESS: Final = 50
"""Changes that an address can hold."""

FIELDS: Final = (
    *("period", "when", "resolution", "document", "collectives"),
    *("lead_weight", "coordinate_weight"),
)
"""The fields of `/load` that a scenario is counted by."""

OWN_USUAL: Final[Mapping[str, str]] = {**{name: USUAL[name] for name in FIELDS}, "show": ""}
"""The fields of a scenario's page and what each means when it is absent."""

NEW: Final = "new-"
"""What the fields of forms begin with, so that none is taken for a field of `/load`."""

Given = Mapping[str, Sequence[str]]


def check_number(texts: Sequence[str]) -> None:
    """Raise BadChange where there are more changes than an address can hold."""
    if len(texts) > MOST_IN_ADDRESS:
        raise BadChange(
            Text(
                vi=f"Một địa chỉ giữ nhiều nhất {MOST_IN_ADDRESS} thay đổi.",
                en=f"An address holds {MOST_IN_ADDRESS} changes at most.",
            ),
            "many",
        )


def scenario_address(name: str, fields: Mapping[str, str], texts: Sequence[str], **changes: object) -> str:
    """Give the address of the page of a scenario; `texts` are changes that stand in it."""
    found = address(f"/scenarios/{name}", fields, **changes)
    if not texts:
        return found
    return (
        found + ("&" if "?" in found else "?") + urlencode([("change", text) for text in texts], safe=":/=")
    )


def file_address(name: str, fields: Mapping[str, str], texts: Sequence[str], form: str, language: str) -> str:
    """Give the address of a file of what the page of a scenario shows, of all periods."""
    pairs = [(field, fields[field]) for field in FIELDS if field != "when" and fields[field] != USUAL[field]]
    pairs += [("format", form), ("lang", language), *(("change", text) for text in texts)]
    return f"/api/scenarios/{name}?{urlencode(pairs)}"


def rows_address(fields: Mapping[str, str], figure: str, row: LoadRow) -> str:
    """Give the address of the rows of a figure of the facts."""
    return address(
        "/load/rows", {name: fields[name] for name in FIELDS}, figure=figure, unit=row.actor, when=row.period
    )


def supposed_rows_address(
    name: str, fields: Mapping[str, str], texts: Sequence[str], figure: str, row: LoadRow
) -> str:
    """Give the address of the rows of a supposed figure."""
    kept = {field: fields[field] for field in FIELDS}
    return scenario_address(f"{name}/rows", kept, texts, figure=figure, unit=row.actor, when=row.period)


def given_fields(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Give the fields of a form without the `new-` that they begin with; tasks and rows stand one a line."""
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        if name.startswith(NEW):
            pieces = value.splitlines() if name in {f"{NEW}task", f"{NEW}row"} else [value]
            found.setdefault(name.removeprefix(NEW), []).extend(pieces)
    return found


def first(given: Given, name: str) -> str:
    """Give the first value of a field that is not blank, "" where there is none."""
    return next((value.strip() for value in given.get(name, ()) if value.strip()), "")
