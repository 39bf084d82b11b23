"""Describe what many documents speak of: units that the register lacks, persons' posts, cited documents.

Each document hands on what it says as facts; here the facts of all documents become one description of
each thing, chosen by counting, so that the order in which documents are read changes nothing. Documents
of the corpus describe themselves and registered units are described by the register: neither is touched.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Literal

import msgspec

from graph_build.errors import RecordInvalid
from graph_build.naming import named
from graph_build.nquads import Quads
from graph_build.records import Actor, Citation, Person
from ontology.iris import DocumentGraphId, DocumentId, GroupId, PostId, Resource, UnitId
from ontology.numbers import number_key, split_number
from ontology.vocab import DCTERMS, FOAF, ORG, RDF, RDFS, SKOS, Vocabulary

NameToIri = Callable[[str], str | None]
"""Lead a name to an IRI, None where nothing has the name."""


class ActorFact(msgspec.Struct, frozen=True, order=True):
    """One document's word for a unit or collective: its identity, name, and spelling where it differs.

    `parent` is the name of the body it stands within, empty where that is not known.
    """

    iri: str
    kind: Literal["unit", "group"]
    name: str
    as_written: str = ""
    parent: str = ""


class DocumentFact(msgspec.Struct, frozen=True, order=True):
    """What is said about a document, by itself or by one citation of it; empty where it is silent.

    `key` is the number folded for comparison.
    """

    iri: str
    key: str = ""
    number: str = ""
    kind: str = ""
    date: str = ""
    issuer: str = ""
    name: str = ""
    joint_issuers: tuple[str, ...] = ()

    @classmethod
    def of(cls, citation: Citation) -> DocumentFact:
        """Take the fact out of a resolved citation; raises RecordInvalid where it has no IRI."""
        if citation.iri is None:
            raise RecordInvalid(citation.surface, "the citation has no IRI")
        return cls(
            iri=citation.iri,
            key=number_key(citation.number or ""),
            number=citation.number or "",
            kind=citation.type or "",
            date=citation.date or "",
            issuer=citation.issuer or "",
            name=citation.name or "",
            joint_issuers=citation.joint_issuers,
        )


class Actors:
    """Name the actors of one document; gather what it says of them.

    Persons and posts are described in the document's own graph: that someone holds a post is what this
    document says.
    """

    def __init__(self, quads: Quads, vocabulary: Vocabulary) -> None:
        self._quads = quads
        self._vocabulary = vocabulary
        self._facts: set[ActorFact] = set()

    def facts(self) -> frozenset[ActorFact]:
        """Give what was said of units and collectives."""
        return frozenset(self._facts)

    def named(self, fact: ActorFact) -> str:
        """Note a unit or collective and give its IRI."""
        self._facts.add(fact)
        return fact.iri

    def assignee(self, actor: Actor) -> tuple[str, str | None]:
        """Give the IRIs of who is charged and of the person named for it, if any.

        A person is charged as the holder of the stated post, else within the stated organisation, else
        as such. Raises RecordInvalid for an actor that was not resolved.
        """
        if actor.kind != "person":
            if actor.iri is None:
                raise RecordInvalid(self._quads.graph, f"the actor {actor.as_written!r} has no IRI")
            spelling = "" if actor.as_written == actor.name else actor.as_written
            return self.named(
                ActorFact(actor.iri, actor.kind, actor.name, spelling, actor.parent or "")
            ), None
        person = actor.person
        iri = (person.iri if person else None) or actor.iri
        if person is None or iri is None:
            raise RecordInvalid(self._quads.graph, f"the person {actor.as_written!r} has no IRI")
        self._quads.type(iri, FOAF.Person)
        self._quads.text(iri, FOAF.name, person.name)
        return self.place(person, iri) or iri, iri

    def place(self, person: Person, iri: str) -> str | None:
        """Describe the post of a person; gives the post, else the organisation, else None."""
        if not person.organisation_iri or not person.organisation:
            return None
        thing = named(person.organisation_iri, Resource, self._vocabulary.base, person.organisation)
        kind: Literal["unit", "group"] = "unit" if isinstance(thing, UnitId) else "group"
        parent = person.parent_chain[0] if person.parent_chain else ""
        fact = ActorFact(person.organisation_iri, kind, person.organisation, parent=parent)
        organisation = self.named(fact)
        if not person.post or not isinstance(thing, UnitId):
            return organisation
        post = PostId.of(thing, person.post).iri(self._vocabulary.base)
        self._quads.type(post, ORG.Post)
        self._quads.text(post, RDFS.label, f"{person.post} {person.organisation}", "vi")
        self._quads.link(post, ORG.postIn, organisation)
        self._quads.link(iri, ORG.holds, post)
        return post


class Shared:
    """What the documents of a build say of things that are not their own; equal words are kept once."""

    def __init__(self) -> None:
        self.actors: set[ActorFact] = set()
        self._documents: set[str] = set()
        self._cited: Counter[DocumentFact] = Counter()

    def add(self, document: str, actors: Iterable[ActorFact], cited: Iterable[DocumentFact]) -> None:
        """Take what the document of this IRI says."""
        self._documents.add(document)
        self.actors.update(actors)
        self._cited.update(cited)

    def cited_only(self) -> list[DocumentFact]:
        """List what is said of documents that are not in the build, once for every document that says it."""
        return [fact for fact in self._cited.elements() if fact.iri not in self._documents]


def actor_lines(facts: Iterable[ActorFact], vocabulary: Vocabulary, registered: frozenset[str]) -> list[str]:
    """Describe in the units graph every unit and collective that the register lacks.

    The name used most is the preferred label (the first by code points among equals), the other names
    and spellings are alternative labels. `registered` are the IRIs that the register describes.
    """
    quads = Quads(vocabulary.graph_units)
    found: defaultdict[str, list[ActorFact]] = defaultdict(list)
    for fact in facts:
        if fact.iri not in registered:
            found[fact.iri].append(fact)
    for child, said in list(found.items()):
        parent = _parent(child, vocabulary)
        names = {fact.parent for fact in said} - {""}
        if parent and parent not in registered and parent not in found and names:
            found[parent] = [ActorFact(parent, "unit", name) for name in names]
    for iri, said in found.items():
        parent = _parent(iri, vocabulary)
        within = parent if parent in registered or parent in found else None
        _describe_actor(quads, vocabulary, within, said)
    return quads.lines()


def _parent(iri: str, vocabulary: Vocabulary) -> str | None:
    thing = named(iri, Resource, vocabulary.base, iri)
    if not isinstance(thing, (UnitId, GroupId)):
        raise RecordInvalid(iri, "it names neither a unit nor a collective")
    return UnitId(thing.parts[:-1]).iri(vocabulary.base) if len(thing.parts) > 1 else None


def _describe_actor(quads: Quads, vocabulary: Vocabulary, parent: str | None, facts: list[ActorFact]) -> None:
    nv, iri = vocabulary.nv, facts[0].iri
    if facts[0].kind == "group":
        quads.type(iri, nv.ActorGroup)
        quads.link(iri, nv.groupContext, parent)
    else:
        quads.type(iri, nv.Unit, ORG.OrganizationalUnit if parent else ORG.FormalOrganization)
        quads.link(iri, ORG.subOrganizationOf, parent)
    quads.flag(iri, nv.inRegister, False)
    label = _most_said(fact.name for fact in facts)
    quads.text(iri, SKOS.prefLabel, label, "vi")
    for other in {name for fact in facts for name in (fact.name, fact.as_written)} - {label, ""}:
        quads.text(iri, SKOS.altLabel, other, "vi")


def _most_said(values: Iterable[str]) -> str:
    counts = Counter(value for value in values if value)
    return min(counts, key=lambda value: (-counts[value], value), default="")


def choose(facts: Iterable[DocumentFact]) -> Mapping[str, DocumentFact]:
    """Make one description of each cited document from all that citations say.

    Field by field the value said most often is taken, the first by code points among equals; a more
    precise date is preferred to a less precise one, and who names more issuers of a joint document to others.
    """
    found: defaultdict[str, list[DocumentFact]] = defaultdict(list)
    for fact in facts:
        found[fact.iri].append(fact)
    return {iri: _merge(iri, said) for iri, said in sorted(found.items())}


def _merge(iri: str, facts: list[DocumentFact]) -> DocumentFact:
    longest = max(len(fact.date) for fact in facts)
    number = _most_said(fact.number for fact in facts)
    joint = max(((fact.issuer, *fact.joint_issuers) for fact in facts), key=lambda named: (len(named), named))
    return DocumentFact(
        iri=iri,
        key=number_key(number),
        number=number,
        kind=_most_said(fact.kind for fact in facts),
        date=_most_said(fact.date for fact in facts if len(fact.date) == longest),
        issuer=joint[0] if len(joint) > 1 else _most_said(fact.issuer for fact in facts),
        name=_most_said(fact.name for fact in facts),
        joint_issuers=joint[1:],
    )


def _called(fact: DocumentFact) -> str:
    """Name a document by kind and number; a kind without a number says whose it is and of when as well.

    A name that begins with the kind ("Luật Dược") says enough alone.
    """
    if not fact.kind or fact.number:
        return f"{fact.kind} {fact.number}".strip() or fact.name
    if fact.name.casefold().startswith(f"{fact.kind.casefold()} "):
        return fact.name
    day = "/".join(part.lstrip("0") for part in reversed(fact.date.split("-")))
    further = ", ".join(word for word in (fact.issuer, day) if word) or fact.name
    return f"{fact.kind} ({further})" if further else fact.kind


def describe_document(
    quads: Quads, vocabulary: Vocabulary, fact: DocumentFact, kind_class: NameToIri
) -> None:
    """State the kind, number and origin of a document.

    The origin is told by the form of the number: Party documents put a hyphen after the serial.
    """
    nv = vocabulary.nv
    quads.type(fact.iri, nv.Document)
    quads.link(fact.iri, RDF.type, kind_class(fact.kind))
    quads.text(fact.iri, RDFS.label, _called(fact), "vi")
    quads.text(fact.iri, DCTERMS.title, fact.name, "vi")
    quads.date(fact.iri, nv.dateIssued, fact.date or None)
    quads.text(fact.iri, nv.number, fact.number)
    quads.text(fact.iri, nv.numberKey, fact.key)
    parts = split_number(fact.number)
    if parts is not None:
        quads.type(fact.iri, nv.PartyDocument if parts.is_party else nv.StateDocument)


def cited_lines(
    facts: Iterable[DocumentFact], vocabulary: Vocabulary, kind_class: NameToIri, issuer_iri: NameToIri
) -> list[str]:
    """Describe every document that is known by citation only, each in a named graph of its own.

    `facts` must not speak of documents of the corpus.
    """
    lines: list[str] = []
    for iri, fact in choose(facts).items():
        document = named(iri, DocumentId, vocabulary.base, fact.number or fact.name)
        quads = Quads(DocumentGraphId(document).iri(vocabulary.base))
        describe_document(quads, vocabulary, fact, kind_class)
        quads.flag(iri, vocabulary.nv.inCorpus, False)
        for issuer in (fact.issuer, *fact.joint_issuers):
            quads.link(iri, vocabulary.nv.issuedBy, issuer_iri(issuer) if issuer else None)
        lines += quads.lines()
    return lines
