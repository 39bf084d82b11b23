"""What a trace tells of an indicator: what it is to reach, and who is in charge of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

_TOLD: Final = ("comparator", "value", "value_text", "measure", "year", "footnote")


def add_target(facts: Mapping[str, Any], row: Mapping[str, str]) -> None:
    """Add a row of `trace-indicators` to the facts of its indicator, each target and lead once."""
    if "target" in row and all(one["iri"] != row["target"] for one in facts["targets"]):
        held = {name: row[name] for name in _TOLD if row.get(name)}
        facts["targets"].append({"iri": row["target"], **held})
    if "actor" in row and all(one["iri"] != row["actor"] for one in facts["leads"]):
        facts["leads"].append({"iri": row["actor"], "label": row.get("label", "")})


def target_words(target: Mapping[str, str]) -> str:
    """Write a target as the document does, with its unit of measure and year: "94,1 % (2024)".

    What the words of the value say themselves ("trên 70% năm 2030") is not said again.
    """
    stated = target.get("value_text") or f"{target.get('comparator', '')} {target.get('value', '')}"
    held = "".join(stated.split())
    measure, year = target.get("measure", ""), target.get("year", "")
    measure = "" if "".join(measure.split()) in held else measure
    year = f"({year})" if year and f"năm{year}" not in held else ""
    return " ".join(filter(None, (stated.strip(), measure, year)))
