"""How a change of a what-if scenario is written: as a JSON object in files, as one text in addresses.

    merge|unit=IRI|unit=IRI|into=IRI                    or …|name=Cục mới
    split|unit=IRI|part=Cục A|part=Cục B|rule=even|row=2 IRI
    move|source=IRI|target=IRI|role=lead|document=IRI   or …|task=IRI|task=IRI
    deadline|task=IRI|due=2023-06|precision=quarter
    no-deadline|task=IRI

where "%" and "|" inside a value are written %25 and %7C. The object has the kind as "kind" and the fields of
the classes in scenario_changes.py; fields of several values are lists.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from queries.bilingual import Text
from queries.scenario_changes import KINDS, BadChange, Change

_FIELDS: Final[Mapping[str, Mapping[str, str]]] = {
    "merge": {"unit": "units", "into": "into", "name": "name"},
    "split": {"unit": "unit", "part": "parts", "rule": "rule", "row": "rows"},
    "move": {
        "source": "source",
        "target": "target",
        "role": "role",
        "task": "tasks",
        "document": "document",
    },
    "deadline": {"task": "task", "due": "due", "precision": "precision"},
    "no-deadline": {"task": "task"},
}
_LISTS: Final = {("merge", "unit"), ("split", "part"), ("split", "row"), ("move", "task")}


def as_object(change: Change) -> dict[str, Any]:
    """Give a change as JSON carries it; fields without a value are left out."""
    kind = kind_of(change)
    values: dict[str, Any] = {"kind": kind}
    for field in _FIELDS[kind].values():
        value = getattr(change, field)
        if value:
            values[field] = list(value) if isinstance(value, tuple) else value
    return values


def from_object(given: object) -> Change:
    """Read a change that JSON carries; raises BadChange for anything that is none."""
    if not isinstance(given, dict):
        raise BadChange(Text(vi="Một thay đổi là một đối tượng JSON.", en="A change is a JSON object."))
    kind = _known(given.get("kind"))
    values: dict[str, Any] = {}
    lists = {_FIELDS[of][name] for of, name in _LISTS if of == kind}
    for field, value in given.items():
        if field == "kind":
            continue
        if field not in _FIELDS[kind].values():
            raise BadChange(
                Text(
                    vi=f"Thay đổi loại {kind} không có trường {str(field)[:40]!r}.",
                    en=f"A change of the kind {kind} has no field {str(field)[:40]!r}.",
                )
            )
        if field in lists:
            if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
                raise BadChange(Text(vi=f"{field} là danh sách IRI.", en=f"{field} is a list of IRIs."))
            values[field] = tuple(value)
        elif not isinstance(value, str):
            raise BadChange(Text(vi=f"{field} là một chuỗi.", en=f"{field} is a text."))
        else:
            values[field] = value
    try:
        return KINDS[kind](**values)
    except TypeError:
        raise BadChange(
            Text(
                vi=f"Thay đổi loại {kind} thiếu một trường.", en=f"A change of the kind {kind} lacks a field."
            )
        ) from None


def kind_of(change: Change) -> str:
    """Name the kind of a change."""
    return next(kind for kind, made in KINDS.items() if isinstance(change, made))


def as_text(change: Change) -> str:
    """Give a change as addresses carry it."""
    kind = kind_of(change)
    parts = [kind]
    for name, field in _FIELDS[kind].items():
        value = getattr(change, field)
        for one in value if isinstance(value, tuple) else (value,) if value else ():
            parts.append(f"{name}={one.replace('%', '%25').replace('|', '%7C')}")
    return "|".join(parts)


def from_text(text: str) -> Change:
    """Read a change that an address carries; raises BadChange for anything that is none."""
    first, *parts = text.split("|")
    kind = _known(first)
    given: dict[str, Any] = {"kind": kind}
    for part in parts:
        name, mark, value = part.partition("=")
        field = _FIELDS[kind].get(name)
        if not mark or field is None:
            raise BadChange(
                Text(
                    vi=f"{part[:60]!r} không thuộc thay đổi loại {kind}.",
                    en=f"{part[:60]!r} is no part of a change of the kind {kind}.",
                )
            )
        value = value.replace("%7C", "|").replace("%25", "%")
        if (kind, name) in _LISTS:
            given.setdefault(field, []).append(value)
        elif field in given:
            raise BadChange(
                Text(vi=f"{name} đứng hai lần trong một thay đổi.", en=f"{name} stands twice in a change.")
            )
        else:
            given[field] = value
    return from_object(given)


def _known(kind: object) -> str:
    """Give the kind of a change; raises BadChange where there is none of that name."""
    if isinstance(kind, str) and kind in KINDS:
        return kind
    raise BadChange(
        Text(
            vi=f"{str(kind)[:40]!r} không phải loại thay đổi: {', '.join(KINDS)}.",
            en=f"{str(kind)[:40]!r} is no kind of change: {', '.join(KINDS)}.",
        )
    )
