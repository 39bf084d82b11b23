"""Who the members of a collective are, as far as the graph and the register say it.

Members that the graph states are taken as they are. For the others the register is asked: a unit is a
member of a collective of the register where it stands, at any distance, under what the collective is
understood in (`nv:groupContext`: a body, or the members of another collective), is of the same kind, and
has a name that begins with the collective's, as "Sở Y tế tỉnh A" begins with "Sở Y tế". A name that joins
several by comma, slash or "và" stands for each of them ("Vụ, Cục": names that begin with "Vụ" or with
"Cục"). Every one of them must have a member: "Các Vụ, Cục liên quan" does not say which ones are meant, and
keeps standing for itself.
Units that a change event ended are left out.

Reads rows of the register; gives pairs of IRIs (collective, member).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from graph_build.text import fold

_JOINED = re.compile(r"\s*(?:,|/|;|\bvà\b)\s*")
_PLURAL = ("các ", "những ")
_ANY_KIND = ("/collective", "")


@dataclass(frozen=True, slots=True)
class Registered:
    """A unit or collective of the register: IRI, name, IRIs of its kind and of what it stands under or ""."""

    iri: str
    name: str
    kind: str
    above: str
    is_ended: bool = False


def members(register: Iterable[Registered], stated: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Give the members of collectives; `stated` are pairs that the graph itself holds."""
    found = set(stated)
    told = {group for group, _ in found}
    entries = list(register)
    groups = [one for one in entries if "/id/group/" in one.iri and one.above and one.iri not in told]
    below: dict[str, list[Registered]] = {}
    for one in entries:
        if "/id/group/" not in one.iri and not one.is_ended and one.above:
            below.setdefault(one.above, []).append(one)
    by_iri = {one.iri: one for one in groups}
    done: dict[str, set[str]] = {group: {m for g, m in found if g == group} for group in told}

    def of(group: Registered, asked: frozenset[str]) -> set[str]:
        if group.iri not in done:
            context = by_iri.get(group.above)
            if context is not None and context.iri not in asked:
                tops = of(context, asked | {group.iri})
            else:
                tops = done.get(group.above, {group.above})
            done[group.iri] = _named_so(group, list(_under(tops, below)))
        return done[group.iri]

    for group in sorted(groups, key=lambda one: one.iri):
        found |= {(group.iri, member) for member in of(group, frozenset())}
    return found


def _under(tops: Iterable[str], below: dict[str, list[Registered]]) -> Iterator[Registered]:
    todo, seen = sorted(tops), set(tops)
    while todo:
        for one in below.get(todo.pop(), ()):
            if one.iri not in seen:
                seen.add(one.iri)
                todo.append(one.iri)
                yield one


def _named_so(group: Registered, units: list[Registered]) -> set[str]:
    name = group.name.strip()
    for plural in _PLURAL:
        if name.casefold().startswith(plural):
            name = name[len(plural) :]
    pieces = [fold(piece) for piece in _JOINED.split(name) if fold(piece)]
    if not pieces:
        return set()
    alike = [(one.iri, f"{fold(one.name)} ") for one in units if _is_of_kind(group, one)]
    found: set[str] = set()
    for number, piece in enumerate(pieces):
        # "Viện A/B" is "Viện A" and "Viện B": what the first piece begins with may stand before the others.
        words = pieces[0].split() if number else []
        heads = [" ".join([*words[:kept], piece]) + " " for kept in range(len(words))] or [f"{piece} "]
        hits = {iri for iri, folded in alike if folded.startswith(tuple(heads))}
        if not hits:
            return set()
        found |= hits
    return found


def _is_of_kind(group: Registered, unit: Registered) -> bool:
    return group.kind.endswith(_ANY_KIND[0]) or group.kind == _ANY_KIND[1] or group.kind == unit.kind
