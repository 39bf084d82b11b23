"""Read a register from Turtle in the shape of `units.ttl` and `central.ttl`.

A subject typed `nv:Unit` or `nv:ActorGroup` is an entry; one that a register names already may do with
further labels, notations and sources. `org:ChangeEvent` is a change, with its day as `dcterms:date`, its
act as `nv:legalAct` and both ends (W3C, The Organization Ontology, section 5.5).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TypeAlias

import pyoxigraph as ox

from ontology.iris import GroupId, IriError, UnitId, parse
from ontology.register_entries import Act, Change, Contents, Entry, RegisterError, clean
from ontology.vocab import DCTERMS, ORG, RDF, SKOS, Vocabulary

_Facts: TypeAlias = defaultdict[str, list[str]]
_Said: TypeAlias = defaultdict[str, _Facts]
_ADDS = (SKOS.altLabel, SKOS.hiddenLabel, SKOS.notation, DCTERMS.source)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def read_turtle(texts: Iterable[str], file: str, called: Mapping[str, str], names: Vocabulary) -> Contents:
    """Read Turtle texts that make up one register; `called` names units that they may point at by IRI.

    Raises `RegisterError` with the line, for text that is no Turtle, or the IRI at fault.
    """
    said: _Said = defaultdict(lambda: defaultdict(list))
    try:
        for text in texts:
            for quad in ox.parse(text, format=ox.RdfFormat.TURTLE, base_iri=names.base):
                if isinstance(quad.subject, ox.NamedNode):
                    if isinstance(quad.object, ox.Literal):
                        said[quad.subject.value][quad.predicate.value].append(clean(quad.object.value))
                    elif isinstance(quad.object, ox.NamedNode):
                        said[quad.subject.value][quad.predicate.value].append(quad.object.value)
    except SyntaxError as error:
        raise RegisterError(f"The register {file} is not well-formed Turtle: {error}.") from error
    reader = _Reader(said, file, called, names)
    return Contents(tuple(reader.entries()), tuple(reader.changes()))


class _Reader:
    def __init__(self, said: _Said, file: str, called: Mapping[str, str], names: Vocabulary) -> None:
        self.said, self.file, self.names = said, file, names
        own = {iri: facts[SKOS.prefLabel][0] for iri, facts in said.items() if facts.get(SKOS.prefLabel)}
        self.called = {**called, **own}
        self.shipped = called

    def entries(self) -> Iterator[Entry]:
        nv = self.names.nv
        scoped = self._scoped()
        for iri, facts in self.said.items():
            kinds = facts.get(RDF.type, [])
            is_group = nv.ActorGroup in kinds
            typed = is_group or nv.Unit in kinds
            if not typed and not (iri in self.shipped and any(facts.get(label) for label in _ADDS)):
                continue
            if typed:
                self._check_iri(iri, is_group=is_group)
            parents = [*facts.get(ORG.subOrganizationOf, []), *facts.get(nv.groupContext, [])]
            yield Entry(
                name=self.called.get(iri, ""),
                place=f"<{iri}> of {self.file}",
                kind="".join(k.rpartition("/")[2].replace("-", "_") for k in facts.get(nv.unitKind, [])[:1]),
                parent=self._name_of(parents[0]) if parents else None,
                aliases=(*facts.get(SKOS.altLabel, ()), *facts.get(SKOS.hiddenLabel, ())),
                scoped_names=tuple(scoped.get(iri, ())),
                is_group=is_group,
                iri=iri,
                notations=tuple(facts.get(SKOS.notation, ())),
                sources=tuple(facts.get(DCTERMS.source, ())),
            )

    def changes(self) -> Iterator[Change]:
        for iri, facts in self.said.items():
            if ORG.ChangeEvent not in facts.get(RDF.type, []):
                continue
            days, acts = facts.get(DCTERMS.date, []), facts.get(self.names.nv.legalAct, [])
            ends = facts.get(ORG.originalOrganization, []), facts.get(ORG.resultingOrganization, [])
            if len(days) != 1 or not _DAY.fullmatch(days[0]) or len(acts) != 1 or not all(ends):
                raise RegisterError(
                    f"The change <{iri}> of {self.file} needs one day as dcterms:date, one nv:legalAct, and "
                    "org:originalOrganization and org:resultingOrganization."
                )
            act = self.said.get(acts[0], defaultdict(list))
            number, issued = act.get(DCTERMS.identifier, []), act.get(DCTERMS.issued, [])
            yield Change(
                date=days[0],
                originals=tuple(map(self._name_of, ends[0])),
                results=tuple(map(self._name_of, ends[1])),
                act=Act(acts[0], "".join(number[:1]), "".join(issued[:1])),
                place=f"<{iri}> of {self.file}",
                iri=iri,
            )

    def _scoped(self) -> Mapping[str, list[tuple[str, str]]]:
        nv = self.names.nv
        scoped: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        for facts in self.said.values():
            if nv.nameOf not in facts:
                continue
            for actor, issuer in zip(facts[nv.nameOf], facts.get(nv.scopeIssuer, ()), strict=False):
                for form in (*facts.get(SKOS.altLabel, ()), *facts.get(SKOS.hiddenLabel, ())):
                    scoped[actor].append((form, self._name_of(issuer)))
        return scoped

    def _name_of(self, iri: str) -> str:
        if iri not in self.called:
            raise RegisterError(
                f"<{iri}>, named in {self.file}, has no skos:prefLabel there or in the register."
            )
        return self.called[iri]

    def _check_iri(self, iri: str, *, is_group: bool) -> None:
        """Hold units to the paths that the program mints, so that every later reader can parse them."""
        try:
            thing = parse(iri, self.names.base)
        except IriError as error:
            raise RegisterError(f"A unit of {self.file} has an IRI that cannot be used: {error}") from error
        if not isinstance(thing, GroupId if is_group else UnitId):
            wanted = "id/group/" if is_group else "id/unit/"
            raise RegisterError(f"<{iri}> in {self.file} must begin with {self.names.base}{wanted}.")
