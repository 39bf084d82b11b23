"""From a figure of a count to the question that lists its tasks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from ontology.codes import document_kind
from queries.asked import Parts

Fields = dict[str, list[str]]
_ROLES: Final = {"led": "lead", "coordinated": "coordinate", "tasks": "either"}
_TIMES: Final = ("due", "from", "to")
_MONTH: Final = re.compile(r"(?!0000)[0-9]{4}-(?:0[1-9]|1[0-2])")


def tasks_behind(
    parts: Parts, fields: Mapping[str, Sequence[str]], values: Mapping[str, str], column: str
) -> Fields | None:
    """Give the fields of the question that lists the tasks of a figure; None where none lists just these.

    `values` is the row that the figure stands in, by variable.
    """
    kept = {name: list(held) for name, held in fields.items() if name != "list"}
    match parts.listed:
        case "document":
            return {**kept, "in": [values["document"]]}
        case "unit" if parts.unit is None and parts.role is None:
            return {**kept, "unit": [values["actor"]], "role": [_ROLES[column]]}
        case "month" if _MONTH.fullmatch(values["month"]):
            timeless = {name: held for name, held in kept.items() if name not in _TIMES}
            return {**timeless, "due": [_within(parts, values["month"])]}
        case "output" if values["output_name"] == "none":
            return {**kept, "output": ["none"]}
        case "output" if kind := document_kind(values["output_name"]):
            return {**kept, "output_kind": [kind.name]}
    return None


def _within(parts: Parts, month: str) -> str:
    """Give the days of a month that lie in the period asked for."""
    year, number = (int(part) for part in month.split("-"))
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    asked = parts.due
    low = max(first, asked.first) if asked and asked.first else first
    high = min(last, asked.last) if asked and asked.last else last
    return month if (low, high) == (first, last) else f"{low}/{high}"
