"""The register of units and their changes, as values: the shipped one, and a user's files merged in.

An entry of a user's file whose name the register has, as a name or an alias, adds names to that unit;
any other entry is a new unit. A unit that was merged or renamed stays a unit of its own: a document
of its time names it, and a `Change` tells what took its place.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from ontology.codes import codes
from ontology.iris import ChangeId, GroupId, IriError, UnitId, parse
from ontology.load import REGISTER_FILES, turtle
from ontology.register_entries import Act, Change, Contents, Entry, RegisterError
from ontology.register_files import read_register_file
from ontology.register_turtle import read_turtle
from ontology.vocab import DEFAULT_BASE, vocabulary

__all__ = ["Act", "Change", "Register", "RegisterError", "Unit", "load_register", "load_units", "successors"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or collective of the register.

    `kind` is a notation of the list of unit kinds; `parent` the name of the larger body, for a
    collective that of its context; `aliases` all other names that mean it everywhere, misprints
    included; `scoped_names` pairs of a short name and the name of the issuer in whose documents it holds.
    `notations` are its codes in numbers of documents, `sources` what names it: IRIs, or words.
    """

    name: str
    iri: str
    kind: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    scoped_names: tuple[tuple[str, str], ...] = ()
    is_group: bool = False
    notations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Register:
    """Units, each name once, and what became of them, in the order of the files."""

    units: tuple[Unit, ...] = ()
    changes: tuple[Change, ...] = ()


def load_register(extensions: Iterable[Path] = (), base: str = DEFAULT_BASE) -> Register:
    """Load the shipped register, with a user's files merged in one after the other.

    A file is Turtle in the shape of `units.ttl`, or CSV (see `ontology.register_csv`). Raises
    `RegisterError` for a file that cannot be read as a register or contradicts what is there.
    """
    register = _shipped(base)
    for extension in extensions:
        called = {unit.iri: unit.name for unit in register.units}
        register = _merge(register, read_register_file(extension, called, base), base)
    return register


def load_units(extensions: Iterable[Path] = (), base: str = DEFAULT_BASE) -> tuple[Unit, ...]:
    """Load the units of the register; arguments and errors as in `load_register`."""
    return load_register(extensions, base).units


def successors(register: Register, name: str, day: str) -> tuple[str, ...]:
    """Name the units that are on a day (ISO) what a unit was; its own name where nothing has changed.

    Changes are followed in time, each once: a body that goes on under its name is its own successor.
    """
    current: tuple[str, ...] = (name,)
    for change in sorted(register.changes, key=lambda change: change.date):
        if change.date <= day and set(change.originals) & set(current):
            kept = (one for one in current if one not in change.originals)
            current = tuple(dict.fromkeys((*kept, *change.results)))
    return current


@lru_cache(maxsize=4)
def _shipped(base: str) -> Register:
    texts = [turtle(name, base) for name in REGISTER_FILES]
    return _merge(Register(), read_turtle(texts, "the shipped register", {}, vocabulary(base)), base)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _names(units: Iterable[Unit]) -> dict[str, str]:
    """Map every name and alias, folded, to the name of its unit; a name goes before an alias."""
    units = tuple(units)
    aliases = {_fold(alias): unit.name for unit in units for alias in unit.aliases}
    return aliases | {_fold(unit.name): unit.name for unit in units}


def _merge(known: Register, added: Contents, base: str) -> Register:
    canonical = _names(known.units)
    entries = [_renamed(entry, canonical) for entry in added.entries]
    units = {unit.name: unit for unit in known.units}
    parents = {entry.name: entry.parent for entry in entries} | {u.name: u.parent for u in known.units}
    _check(entries, set(parents))
    taken = {unit.iri: unit.name for unit in known.units}
    for entry in entries:
        if entry.name in units:
            units[entry.name] = _enriched(units[entry.name], entry)
            continue
        made = _made(entry, parents, base)
        if taken.setdefault(made.iri, made.name) != made.name:
            raise RegisterError(
                f"The name in {entry.place} gives the IRI of {taken[made.iri]!r}; list it there as an alias."
            )
        units[made.name] = made
    _check_aliases(entries, units)
    changes = _changes(added.changes, units, base)
    return Register(tuple(units.values()), (*known.changes, *changes))


def _renamed(entry: Entry, canonical: Mapping[str, str]) -> Entry:
    """Put the register's own names for those of the entry and its parent where it has them."""
    return replace(
        entry,
        name=canonical.get(_fold(entry.name), entry.name),
        parent=canonical.get(_fold(entry.parent), entry.parent) if entry.parent else None,
        aliases=(*entry.aliases, entry.name),
    )


def _check(entries: Sequence[Entry], named: set[str]) -> None:
    kinds = {code.notation for code in codes("unit-kind")}
    for entry in entries:
        if not entry.name:
            raise RegisterError(f"There is no name in {entry.place}.")
        if entry.kind and entry.kind not in kinds:
            listed = ", ".join(sorted(kinds))
            raise RegisterError(f"{entry.kind!r} in {entry.place} is none of the kinds {listed}.")
        if entry.parent and entry.parent not in named:
            raise RegisterError(f"{entry.parent!r}, the parent in {entry.place}, is not in any register.")


_EVERY_OFFICE_HAS = frozenset(
    {
        *("department", "office", "inspectorate", "subcommittee", "collective", "authority"),
        *("provincial_department", "peoples_committee"),
    }
)
"""Kinds whose short names mean another unit in the documents of another body ("Vụ Pháp chế")."""


def _check_aliases(entries: Sequence[Entry], units: Mapping[str, Unit]) -> None:
    """Refuse a name that would mean two units in the same documents."""
    bearers: dict[str, Unit] = {}
    places = {entry.name: entry.place for entry in entries}
    for unit in sorted(units.values(), key=lambda unit: unit.name in places):
        for form in {_fold(form) for form in (unit.name, *unit.aliases)}:
            other = bearers.setdefault(form, unit)
            scoped = {unit.kind, other.kind} <= _EVERY_OFFICE_HAS and unit.parent != other.parent
            if other is not unit and not scoped:
                place = places.get(unit.name, "the register")
                raise RegisterError(
                    f"A name of {unit.name!r} in {place}, {form!r}, is one of {other.name!r} too."
                )


def _enriched(unit: Unit, entry: Entry) -> Unit:
    if entry.kind not in {"", unit.kind} or entry.parent not in {None, unit.parent}:
        raise RegisterError(
            f"The entry in {entry.place} contradicts the register, where {unit.name!r} is of the kind "
            f"{unit.kind} and belongs to {unit.parent or 'nothing'}; leave kind and parent blank."
        )
    return replace(
        unit,
        aliases=_distinct((*unit.aliases, *entry.aliases), unit.name),
        scoped_names=tuple(dict.fromkeys((*unit.scoped_names, *entry.scoped_names))),
        notations=tuple(dict.fromkeys((*unit.notations, *entry.notations))),
        sources=tuple(dict.fromkeys((*unit.sources, *entry.sources))),
    )


def _distinct(names: Iterable[str], but: str) -> tuple[str, ...]:
    return tuple(name for name in dict.fromkeys(names) if name != but)


def _made(entry: Entry, parents: Mapping[str, str | None], base: str) -> Unit:
    return Unit(
        name=entry.name,
        iri=entry.iri or _mint(entry, parents, base),
        kind=entry.kind or ("collective" if entry.is_group else "other"),
        parent=entry.parent,
        aliases=_distinct(entry.aliases, entry.name),
        scoped_names=entry.scoped_names,
        is_group=entry.is_group,
        notations=entry.notations,
        sources=entry.sources,
    )


def _mint(entry: Entry, parents: Mapping[str, str | None], base: str) -> str:
    chain: list[str] = []
    parent = entry.parent
    while parent is not None:
        if parent in (*chain, entry.name):
            raise RegisterError(f"{parent!r} stands above itself in {entry.place}.")
        chain.append(parent)
        parent = parents[parent]
    kind = GroupId if entry.is_group else UnitId
    try:
        return kind.of(entry.name, chain[::-1]).iri(base)
    except IriError as error:
        raise RegisterError(f"The name in {entry.place} cannot be used: {error}") from error


def _changes(changes: Sequence[Change], units: Mapping[str, Unit], base: str) -> list[Change]:
    """Put the register's names and IRIs into changes; refuses one whose ends are unknown or the same."""
    canonical = _names(units.values()) if changes else {}
    settled: dict[str, Change] = {}
    for change in changes:
        before, after = (
            tuple(_end(name, canonical, units, change.place) for name in names)
            for names in (change.originals, change.results)
        )
        if set(before) == set(after):
            raise RegisterError(f"{', '.join(after)} would be changed into itself in {change.place}.")
        thing = parse(units[after[0]].iri, base)
        if not isinstance(thing, UnitId):
            raise RegisterError(f"{after[0]!r} in {change.place} is a collective; only units change.")
        iri = change.iri or ChangeId(change.date, thing).iri(base)
        if iri in settled:
            raise RegisterError(
                f"{change.place} and {settled[iri].place} tell two changes into {after[0]!r}."
            )
        settled[iri] = replace(change, originals=before, results=after, iri=iri)
    return list(settled.values())


def _end(name: str, canonical: Mapping[str, str], units: Mapping[str, Unit], place: str) -> str:
    known = canonical.get(_fold(name))
    if known is None:
        raise RegisterError(f"{name!r}, an end of the change in {place}, is not in any register.")
    if units[known].is_group:
        raise RegisterError(f"{name!r} in {place} is a collective; only units change.")
    return known
