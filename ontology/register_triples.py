"""Say a register in RDF: the triples of the shipped files, and whatever a user's files say beyond them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import pyoxigraph as ox

from ontology.iris import GroupId, ScopedNameId, UnitId, parse
from ontology.load import REGISTER_FILES, Triple, nquads
from ontology.register import Change, Register, RegisterError, Unit, load_register
from ontology.vocab import DCTERMS, DEFAULT_BASE, ORG, RDF, SKOS, XSD, Vocabulary, vocabulary


def register_nquads(register: Register, graph: str, base: str = DEFAULT_BASE) -> bytes:
    """Give a register as N-Quads in one named graph, sorted, in UTF-8."""
    iris = {unit.name: unit.iri for unit in register.units}
    shipped = load_register(base=base)
    before = {unit.iri: unit for unit in shipped.units}
    names, target = vocabulary(base), ox.NamedNode(graph)
    lines = set(nquads(*REGISTER_FILES, graph=graph, base=base).decode("utf-8").splitlines(keepends=True))
    added = [
        *(
            triple
            for unit in register.units
            for triple in _additions(unit, before.get(unit.iri), iris, names)
        ),
        *(
            t
            for change in register.changes
            if change not in shipped.changes
            for t in _change(change, iris, names)
        ),
    ]
    lines.update(f"{ox.Quad(*triple, target)} .\n" for triple in added)
    return "".join(sorted(lines)).encode("utf-8")


def _additions(
    unit: Unit, shipped: Unit | None, iris: Mapping[str, str], names: Vocabulary
) -> Iterator[Triple]:
    """Say what the shipped register does not say of the unit."""
    if unit == shipped:
        return
    subject = ox.NamedNode(unit.iri)
    if shipped is None:
        yield from _new_unit(unit, iris, names)
    known = shipped or Unit(unit.name, unit.iri, unit.kind)
    for alias in _beyond(unit.aliases, known.aliases):
        yield subject, ox.NamedNode(SKOS.altLabel), ox.Literal(alias, language="vi")
    for notation in _beyond(unit.notations, known.notations):
        yield subject, ox.NamedNode(SKOS.notation), ox.Literal(notation)
    for source in _beyond(unit.sources, known.sources):
        yield subject, ox.NamedNode(DCTERMS.source), _source(source)
    for form, issuer in unit.scoped_names:
        if (form, issuer) not in known.scoped_names:
            yield from _scoped_name(unit, form, iris[issuer], names)


def _beyond(said: Iterable[str], known: Iterable[str]) -> list[str]:
    known = set(known)
    return [value for value in said if value not in known]


def _source(said: str) -> ox.NamedNode | ox.Literal:
    """Give an address as a node; words that name a document stay words."""
    if said.startswith(("http://", "https://")):
        try:
            return ox.NamedNode(said)
        except ValueError:
            pass
    return ox.Literal(said)


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


def _change(change: Change, iris: Mapping[str, str], names: Vocabulary) -> Iterator[Triple]:
    event, act = ox.NamedNode(change.iri), ox.NamedNode(change.act.iri)
    day = ox.NamedNode(XSD.date)
    yield event, ox.NamedNode(RDF.type), ox.NamedNode(ORG.ChangeEvent)
    yield event, ox.NamedNode(DCTERMS.date), ox.Literal(change.date, datatype=day)
    yield event, ox.NamedNode(names.nv.legalAct), act
    for name in change.originals:
        yield event, ox.NamedNode(ORG.originalOrganization), ox.NamedNode(iris[name])
    for name in change.results:
        yield event, ox.NamedNode(ORG.resultingOrganization), ox.NamedNode(iris[name])
    if change.act.number:
        yield act, ox.NamedNode(DCTERMS.identifier), ox.Literal(change.act.number)
    if len(change.act.date) == len("2025-02-18"):
        yield act, ox.NamedNode(DCTERMS.issued), ox.Literal(change.act.date, datatype=day)
