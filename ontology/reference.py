"""The vocabulary, the code lists and the query functions as a reader looks them up: term by term.

Everything is read from the Turtle files of this package. Texts are kept by language ("vi", "en"); relations
are IRIs in the order of the alphabet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import pyoxigraph as ox

from ontology.load import FileName, Triple, triples, turtle
from ontology.standards import OWL, RDF, RDFS, SCHEMA, SKOS
from ontology.vocab import DEFAULT_BASE

Texts = Mapping[str, str]

RELATIONS: Final = {
    "sub-class-of": RDFS.subClassOf,
    "sub-property-of": RDFS.subPropertyOf,
    "domain": RDFS.domain,
    "domain-includes": SCHEMA.domainIncludes,
    "range": RDFS.range,
    "inverse-of": OWL.inverseOf,
    "disjoint-with": OWL.disjointWith,
}
"""What is told of a term, by the name that pages and anchors use."""

_FEATURE: Final = "http://www.w3.org/ns/sparql-service-description#Feature"
_SECTION = re.compile(r"^# --- (?P<heading>.+)$|^nv:(?P<term>\w+) a ", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Entry:
    """What can be looked up: `name` is the end of its IRI and its anchor on a page."""

    name: str
    iri: str
    labels: Texts
    definitions: Texts


@dataclass(frozen=True, slots=True)
class Term(Entry):
    """A class or property of the vocabulary.

    `relations` go by the names of `RELATIONS`, to terms of the vocabulary and of others alike; `aligned` are
    those that the alignment adds; `below` are the terms that are narrower than this one; `chains` are the
    paths of properties that entail it.
    """

    is_class: bool
    transitive: bool
    relations: Mapping[str, tuple[str, ...]]
    aligned: tuple[str, ...]
    below: tuple[str, ...]
    chains: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Terms that belong together; `key` is the heading in the Turtle file in small letters with hyphens."""

    key: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Concept(Entry):
    """One code of a list: its notation, its other labels, and the class that it stands for, if any."""

    notation: str
    other_labels: tuple[tuple[str, str], ...]
    stands_for: str


@dataclass(frozen=True, slots=True)
class CodeList(Entry):
    """A code list with its concepts in the order of the file."""

    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Function(Entry):
    """Something that the endpoint answers beyond SPARQL 1.1, with a query as example."""

    example: str


class _Said:
    """The triples of some files by subject and property."""

    def __init__(self, said: Iterable[Triple]) -> None:
        self._values: dict[str, dict[str, list[ox.NamedNode | ox.Literal]]] = {}
        for subject, predicate, value in said:
            self._values.setdefault(subject.value, {}).setdefault(predicate.value, []).append(value)

    def subjects(self, kind: str) -> list[str]:
        return sorted(name for name in self._values if kind in self.all(name, RDF.type))

    def all(self, subject: str, predicate: str) -> tuple[str, ...]:
        return tuple(sorted(term.value for term in self._terms(subject, predicate)))

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def texts(self, subject: str, predicate: str) -> dict[str, str]:
        return dict(self.tagged(subject, predicate))

    def tagged(self, subject: str, predicate: str) -> tuple[tuple[str, str], ...]:
        literals = [term for term in self._terms(subject, predicate) if isinstance(term, ox.Literal)]
        return tuple(sorted((term.language or "", term.value) for term in literals))

    def items(self, head: str) -> tuple[str, ...]:
        """Read an RDF list."""
        found = []
        while first := self.one(head, RDF.first):
            found.append(first)
            head = self.one(head, RDF.rest)
        return tuple(found)

    def _terms(self, subject: str, predicate: str) -> list[ox.NamedNode | ox.Literal]:
        return self._values.get(subject, {}).get(predicate, [])


@lru_cache(maxsize=16)
def _triples(name: FileName, base: str) -> tuple[Triple, ...]:
    return tuple(triples(name, base=base))


@lru_cache(maxsize=4)
def sections(base: str = DEFAULT_BASE) -> tuple[Section, ...]:
    """Give every term of the vocabulary, grouped and ordered as in `nhiemvu.ttl`."""
    said, alignment = _Said(_triples("nhiemvu", base)), _Said(_triples("alignment", base))
    grouped: dict[str, list[str]] = {}
    key = ""
    for match in _SECTION.finditer(turtle("nhiemvu", base)):
        if match["heading"]:
            key = re.sub(r"\W+", "-", match["heading"].lower())
        else:
            grouped.setdefault(key, []).append(match["term"])
    names = [f"{base}ontology#{name}" for terms in grouped.values() for name in terms]
    below: dict[str, list[str]] = {}
    for name in names:
        for above in (*said.all(name, RDFS.subClassOf), *said.all(name, RDFS.subPropertyOf)):
            below.setdefault(above, []).append(name)
    return tuple(
        Section(key, tuple(_term(f"{base}ontology#{name}", said, alignment, below) for name in terms))
        for key, terms in grouped.items()
    )


def _term(iri: str, said: _Said, alignment: _Said, below: Mapping[str, list[str]]) -> Term:
    kinds = said.all(iri, RDF.type)
    return Term(
        name=iri.rpartition("#")[2],
        iri=iri,
        labels=said.texts(iri, RDFS.label),
        definitions=said.texts(iri, SKOS.definition),
        is_class=OWL.Class in kinds,
        transitive=OWL.TransitiveProperty in kinds,
        relations={name: found for name, of in RELATIONS.items() if (found := said.all(iri, of))},
        aligned=(*alignment.all(iri, RDFS.subClassOf), *alignment.all(iri, RDFS.subPropertyOf)),
        below=tuple(sorted(below.get(iri, ()))),
        chains=tuple(said.items(head) for head in said.all(iri, OWL.propertyChainAxiom)),
    )


@lru_cache(maxsize=4)
def version(base: str = DEFAULT_BASE) -> str:
    """Give the version of the vocabulary, as its version IRI ends."""
    return _Said(_triples("nhiemvu", base)).one(f"{base}ontology", OWL.versionInfo)


@lru_cache(maxsize=4)
def code_lists(base: str = DEFAULT_BASE) -> tuple[CodeList, ...]:
    """Give the code lists in the order of their names, the concepts in the order of `codes.ttl`."""
    said = _Said(_triples("codes", base))
    written = ox.parse(turtle("codes", base), format=ox.RdfFormat.TURTLE)
    ordered = dict.fromkeys(quad.subject.value for quad in written)
    concepts = [(iri, said.one(iri, SKOS.inScheme)) for iri in ordered]
    return tuple(
        CodeList(
            *_entry(iri, said),
            concepts=tuple(_concept(one, said, base) for one, of in concepts if of == iri),
        )
        for iri in said.subjects(SKOS.ConceptScheme)
    )


def _concept(iri: str, said: _Said, base: str) -> Concept:
    return Concept(
        *_entry(iri, said),
        notation=said.one(iri, SKOS.notation),
        other_labels=said.tagged(iri, SKOS.altLabel),
        stands_for=said.one(iri, f"{base}ontology#documentClass"),
    )


def _entry(iri: str, said: _Said) -> tuple[str, str, Texts, Texts]:
    return iri.rpartition("/")[2], iri, said.texts(iri, SKOS.prefLabel), said.texts(iri, SKOS.definition)


@lru_cache(maxsize=4)
def functions(base: str = DEFAULT_BASE) -> tuple[Function, ...]:
    """Give what the endpoint answers beyond SPARQL 1.1."""
    said = _Said(_triples("functions", base))
    return tuple(
        Function(
            name=iri.rpartition("#")[2],
            iri=iri,
            labels=said.texts(iri, RDFS.label),
            definitions=said.texts(iri, SKOS.definition),
            example=said.one(iri, SKOS.example),
        )
        for iri in said.subjects(_FEATURE)
    )


@lru_cache(maxsize=256)
def described(path: str, base: str = DEFAULT_BASE) -> tuple[Triple, ...]:
    """Give what the files say under an IRI `{base}{path}` without fragment; empty where it names none of it.

    `ontology` (also by its version) and `function` are whole files, the first with its alignment; a code list
    comes with its concepts.
    """
    vocabulary = _triples("nhiemvu", base)
    if path == "ontology" or path == f"ontology/{version(base)}":
        return (*vocabulary, *_triples("alignment", base))
    if path == "ontology/alignment":
        return _triples("alignment", base)
    if path == "function":
        return _triples("functions", base)
    if path != "codes" and not path.startswith("codes/"):
        return ()
    codes, name = _triples("codes", base), ox.NamedNode(base + path)
    inside = {one for one, predicate, of in codes if predicate.value == SKOS.inScheme and of == name}
    return tuple(triple for triple in codes if path == "codes" or triple[0] == name or triple[0] in inside)
