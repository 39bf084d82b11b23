"""The register of units and collectives, as values: the shipped one, and a user's own file merged in.

An entry of the user's file whose name the register has, as a name or an alias, adds names to that unit;
any other entry is a new unit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import pyoxigraph as ox

from ontology.codes import codes
from ontology.iris import GroupId, IriError, ScopedNameId, UnitId, parse
from ontology.load import Triple, nquads, turtle
from ontology.register_files import Entry, RegisterError, read_register_file, read_turtle
from ontology.vocab import DEFAULT_BASE, ORG, RDF, SKOS, Vocabulary, vocabulary

__all__ = ["RegisterError", "Unit", "load_register", "register_nquads"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or collective of the register.

    `kind` is a notation of the list of unit kinds; `parent` the name of the larger body, for a
    collective that of its context; `aliases` all other names that mean it everywhere, misprints
    included; `scoped_names` pairs of a short name and the name of the issuer in whose documents it holds.
    """

    name: str
    iri: str
    kind: str
    parent: str | None = None
    aliases: tuple[str, ...] = ()
    scoped_names: tuple[tuple[str, str], ...] = ()
    is_group: bool = False


def load_register(extension: Path | None = None, base: str = DEFAULT_BASE) -> tuple[Unit, ...]:
    """Load the shipped register, with a user's file merged in where one is given.

    The file is Turtle in the shape of `units.ttl`, or CSV (see `ontology.register_files`). Raises
    `RegisterError` for a file that cannot be read as a register or contradicts the shipped one.
    """
    shipped = _shipped(base)
    if extension is None:
        return shipped
    called = {unit.iri: unit.name for unit in shipped}
    return _merge(shipped, read_register_file(extension, called, base), base)


def register_nquads(units: Iterable[Unit], graph: str, base: str = DEFAULT_BASE) -> bytes:
    """Give a register as N-Quads in one named graph, sorted, in UTF-8.

    These are the triples of `units.ttl` and whatever the units say beyond it.
    """
    units = tuple(units)
    iris = {unit.name: unit.iri for unit in units}
    shipped = {unit.iri: unit for unit in _shipped(base)}
    target = ox.NamedNode(graph)
    lines = set(nquads("units", graph=graph, base=base).decode("utf-8").splitlines(keepends=True))
    for unit in units:
        for triple in _additions(unit, shipped.get(unit.iri), iris, vocabulary(base)):
            lines.add(f"{ox.Quad(*triple, target)} .\n")
    return "".join(sorted(lines)).encode("utf-8")


@lru_cache(maxsize=4)
def _shipped(base: str) -> tuple[Unit, ...]:
    return _merge((), read_turtle(turtle("units", base), "units.ttl", {}, vocabulary(base)), base)


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _merge(known: Sequence[Unit], entries: Sequence[Entry], base: str) -> tuple[Unit, ...]:
    canonical = {_fold(alias): unit.name for unit in known for alias in unit.aliases}
    canonical |= {_fold(unit.name): unit.name for unit in known}
    entries = [_renamed(entry, canonical) for entry in entries]
    units = {unit.name: unit for unit in known}
    parents = {entry.name: entry.parent for entry in entries} | {unit.name: unit.parent for unit in known}
    _check(entries, set(parents))
    taken = {unit.iri: unit.name for unit in known}
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
    return tuple(units.values())


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


def _additions(
    unit: Unit, shipped: Unit | None, iris: Mapping[str, str], names: Vocabulary
) -> Iterator[Triple]:
    """Say what the shipped register does not say of the unit."""
    subject = ox.NamedNode(unit.iri)
    if shipped is None:
        yield from _new_unit(unit, iris, names)
    for alias in unit.aliases:
        if shipped is None or alias not in shipped.aliases:
            yield subject, ox.NamedNode(SKOS.altLabel), ox.Literal(alias, language="vi")
    for form, issuer in unit.scoped_names:
        if shipped is None or (form, issuer) not in shipped.scoped_names:
            yield from _scoped_name(unit, form, iris[issuer], names)


def _new_unit(unit: Unit, iris: Mapping[str, str], names: Vocabulary) -> Iterator[Triple]:
    nv, subject = names.nv, ox.NamedNode(unit.iri)
    sort = ORG.OrganizationalUnit if unit.parent else ORG.FormalOrganization
    for kind in [nv.ActorGroup] if unit.is_group else [nv.Unit, sort]:
        yield subject, ox.NamedNode(RDF.type), ox.NamedNode(kind)
    yield subject, ox.NamedNode(SKOS.prefLabel), ox.Literal(unit.name, language="vi")
    yield subject, ox.NamedNode(nv.inRegister), ox.Literal(True)
    yield subject, ox.NamedNode(nv.unitKind), ox.NamedNode(names.unit_kind(unit.kind))
    if unit.parent:
        above = nv.groupContext if unit.is_group else ORG.subOrganizationOf
        yield subject, ox.NamedNode(above), ox.NamedNode(iris[unit.parent])


def _scoped_name(unit: Unit, form: str, issuer_iri: str, names: Vocabulary) -> Iterator[Triple]:
    actor, issuer = parse(unit.iri, names.base), parse(issuer_iri, names.base)
    if not isinstance(actor, (UnitId, GroupId)) or not isinstance(issuer, UnitId):
        raise RegisterError(f"The issuer of the name {form!r} of {unit.name!r} is a collective, not a unit.")
    scope = ox.NamedNode(ScopedNameId(actor, issuer).iri(names.base))
    yield scope, ox.NamedNode(RDF.type), ox.NamedNode(names.nv.ScopedName)
    yield scope, ox.NamedNode(names.nv.nameOf), ox.NamedNode(unit.iri)
    yield scope, ox.NamedNode(names.nv.scopeIssuer), ox.NamedNode(issuer_iri)
    yield scope, ox.NamedNode(SKOS.altLabel), ox.Literal(form, language="vi")
