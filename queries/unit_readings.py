"""The two readings of units: as the documents name them, and as of a day; how each is told in words.

What a unit has become is found by `queries.successors`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from queries.bilingual import Language, Text
from queries.errors import InvalidValue
from queries.successors import Hindrance, UnitChange
from queries.values import day

AS_WRITTEN: Final = "as-written"
AS_OF_TODAY: Final = "as-of-today"


@dataclass(frozen=True, slots=True)
class Moved:
    """A unit that takes part in tasks and was changed by the day: its name, and that of its successor.

    `successor` is None, and `hindrance` says why, where it stays as written; `results` are the names of the
    bodies that took its place.
    """

    unit: str
    name: str
    successor: str | None
    successor_name: str
    changes: tuple[UnitChange, ...]
    results: tuple[str, ...] = ()
    hindrance: Hindrance | None = None


def units_day(written: str, today: date | None = None) -> str:
    """Understand a reading of units: "" as written, else the day (ISO); raises InvalidValue."""
    if written in {"", AS_WRITTEN}:
        return ""
    if written == AS_OF_TODAY:
        return (today or date.today()).isoformat()
    found = day(written)
    if found is None:
        raise InvalidValue(
            "units",
            written,
            Text(
                vi=f"{AS_WRITTEN}, {AS_OF_TODAY} hoặc một ngày như 2025-03-01",
                en=f"{AS_WRITTEN}, {AS_OF_TODAY} or a day such as 2025-03-01",
            ),
        )
    return found


_UNITS_RULE: Final = {
    "vi": (
        "Đơn vị: theo tên nêu trong văn bản.",
        "Đơn vị: tính đến ngày {day}; đơn vị đã hợp nhất hoặc đổi tên được tính cho đơn vị kế thừa "
        "theo danh bạ.",
    ),
    "en": (
        "Units: as written in the documents.",
        "Units: as of {day}; a unit that was merged or renamed by then counts as its successor by the "
        "register.",
    ),
}
_WHY: Final = {
    "vi": {
        "several": "chia cho nhiều đơn vị",
        "none": "không nêu đơn vị kế thừa",
        "undated": "không rõ ngày thay đổi",
        "unknown": "đồ thị không có đơn vị kế thừa",
    },
    "en": {
        "several": "divided among several",
        "none": "no successor is named",
        "undated": "the day of the change is not stated",
        "unknown": "the graph does not describe its successor",
    },
}


def units_rule(units: str, language: Language = "en") -> str:
    """Name the reading of units in words; `units` is "as-written" or a day (ISO)."""
    written, as_of = _UNITS_RULE[language]
    return written if units == AS_WRITTEN else as_of.format(day=shown_day(units, language))


def moved_words(one: Moved, language: Language = "en") -> str:
    """Say in words what became of a unit, since when and by which act; or why it stays as written."""
    since, by = ("từ", "theo") if language == "vi" else ("since", "by")
    proofs = [
        f"{since} {shown_day(change.date, language)}"
        + (f", {by} {change.act_label}" * bool(change.act_label))
        for change in one.changes
        if change.date
    ]
    way = f" ({'; '.join(proofs)})" if proofs else ""
    if one.successor is not None:
        return f"{one.name} → {one.successor_name}{way}"
    kept = "giữ tên trong văn bản" if language == "vi" else "kept as written"
    results = f": {', '.join(one.results)}" if one.results else ""
    return f"{one.name}: {kept}, {_WHY[language][one.hindrance or 'none']}{results}{way}"


def shown_day(iso: str, language: Language) -> str:
    """Write a day (ISO) for people: 1/3/2025 in Vietnamese, as it is in English."""
    if language == "en" or day(iso) is None:
        return iso
    year, month, number = iso.split("-")
    return f"{int(number)}/{int(month)}/{year}"
