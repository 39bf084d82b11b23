"""Give every thing in a record its identity: the IRI of the document, its tasks, units, persons, citations.

A name of the register gets the register's IRI. A name that the register lacks gets an IRI in the
context that the document gives: a larger body that the words name, else, for a body that is local to
an office, the issuer's; a national body stands by itself. Nothing here looks at another document.

Reads a `DocumentRecord` without identities; gives the same record with every `iri` filled that can be.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from graph_build.issuer_places import area_of, is_department, issuer_place
from graph_build.parents import chain, context_of, same_committee
from graph_build.records import (
    Actor,
    Assignment,
    Citation,
    DocumentRecord,
    Duty,
    Goal,
    Header,
    Indicator,
    Measure,
    Person,
    Task,
)
from graph_build.spellings import full_name, one_spelling
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from ontology.iris import (
    DocumentId,
    DutyId,
    GoalId,
    GroupId,
    IndicatorId,
    MeasureId,
    PersonId,
    SectionId,
    Tails,
    TaskId,
    UnitId,
)
from ontology.numbers import number_key
from ontology.vocab import DEFAULT_BASE

_HASH = 12
"""Characters of the hash of a text that stand for the place of a document without one."""
_InSection = TypeVar("_InSection", Duty, Measure, Goal)


class _Resolver:
    def __init__(self, record: DocumentRecord, book: UnitBook, base: str) -> None:
        self.record, self.book, self.base = record, book, base
        self.issuer = record.header.issuer
        header = record.header
        self.alone = record.text_sha256[:_HASH]
        self.own = issuer_place(self.issuer, header, book, self.alone) if self.issuer is not None else None
        self.chain = self.own.chain if self.own is not None else ()
        self.area = self.own.area if self.own is not None else area_of(self.issuer)
        issuer = self.own.name if self.own is not None else self.issuer
        self.document = DocumentId.of(
            number=header.number, date=header.date, issuer=issuer, kind=header.type, title=header.title
        )
        self.dates = self._dates()

    def _dates(self) -> dict[str, str]:
        """Gather the one date that the document's citations give for a number, where they agree."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for citation in (*self.record.implements, *self.record.legal_basis, *self.record.citations):
            if citation.number and citation.date:
                found[number_key(citation.number)].add(citation.date[:4])
        return {key: years.pop() for key, years in found.items() if len(years) == 1}

    def _named(self, names: tuple[str, ...]) -> str:
        """Give the IRI of the body at the end of a chain of names."""
        registered = self.book.get(names[-1])
        if registered is not None and not registered.is_group:
            return registered.iri
        return UnitId.of(names[-1], names[:-1]).iri(self.base)

    def _issuing(self, actor: Actor) -> str | None:
        """Give the IRI of the issuer or the committee above it, where a name that places share means that."""
        if self.own is None or self.issuer is None:
            return None
        if fold(actor.as_written) == fold(self.issuer):
            return self._named(self.own.chain)
        above = self.own.chain[:-1]
        return self._named(above) if above and same_committee(actor.name, above[-1]) else None

    def actor(self, actor: Actor) -> Actor:
        if actor.person is not None:
            return replace(actor, person=self.person(actor.person), iri=self.person(actor.person).iri)
        if (issuing := self._issuing(actor)) is not None:
            return replace(actor, kind="unit", known=False, parent=None, iri=issuing)
        registered = self.book.get(actor.name) if actor.known else None
        if registered is not None:
            return replace(actor, iri=registered.iri, parent_from="register" if actor.parent else None)
        if actor.kind == "unit" and self.issuer is not None and same_committee(actor.name, self.issuer):
            return replace(actor, parent=self.record.header.parent_issuer, iri=self._issuer_iri(self.issuer))
        within = context_of(self.book, self.issuer, actor.name, actor.parent, self.chain)
        parent = actor.parent or (within.chain[-1] if within.chain else None)
        maker = GroupId if actor.kind == "group" else UnitId
        iri = maker.of(full_name(actor.name), within.chain).iri(self.base)
        return replace(actor, parent=parent, parent_from=within.source, iri=iri)

    def person(self, person: Person) -> Person:
        organisation = person.organisation
        iri = PersonId.of(person.name, organisation).iri(self.base)
        if organisation is None:
            return replace(person, iri=iri)
        registered = self.book.get(organisation)
        if registered is not None:
            return replace(person, iri=iri, organisation_iri=registered.iri)
        within = (
            tuple(reversed(person.parent_chain))
            or context_of(self.book, self.issuer, organisation, None, self.chain).chain
        )
        return replace(person, iri=iri, organisation_iri=UnitId.of(organisation, within).iri(self.base))

    def citation(self, citation: Citation) -> Citation:
        if not citation.number:
            return citation
        date = citation.date or self.dates.get(number_key(citation.number))
        if number_key(citation.number) == number_key(self.record.header.number or ""):
            date = date or self.record.header.date
        issuer = citation.issuer
        if issuer is not None and (unit := self.book.canonical(issuer)) is not None:
            issuer = unit.name
        if issuer is not None and same_committee(issuer, self.issuer):
            issuer = self.issuer  # "của Ủy ban nhân dân tỉnh" in a document of that committee
        if issuer is not None and self.area is not None and is_department(issuer):
            issuer = f"{issuer} {self.area}"  # "của Sở Y tế" in a document of that province
        document = DocumentId.of(
            number=citation.number, date=date, issuer=issuer, kind=citation.type, title=citation.name or ""
        )
        joint = tuple(
            unit.name if (unit := self.book.canonical(name)) is not None else name
            for name in citation.joint_issuers
        )
        return replace(citation, joint_issuers=joint, iri=document.iri(self.base))

    def assignments(self, given: Iterable[Assignment]) -> tuple[Assignment, ...]:
        return tuple(replace(one, actor=self.actor(one.actor)) for one in given)

    def tasks(self) -> tuple[Task, ...]:
        tails = Tails()
        found = []
        for task in self.record.tasks:
            tail = tails.take(TaskId.of(self.document, task.section, task.code).tail)
            found.append(
                replace(
                    task,
                    iri=TaskId(self.document, tail).iri(self.base),
                    assignments=self.assignments(task.assignments),
                    submit_to=tuple(self.actor(actor) for actor in task.submit_to),
                )
            )
        return tuple(found)

    def indicators(self) -> tuple[Indicator, ...]:
        tails = Tails()
        found = []
        for one in self.record.indicators:
            tail = tails.take(IndicatorId.of(self.document, one.path, one.code).tail)
            iri = IndicatorId(self.document, tail).iri(self.base)
            found.append(replace(one, iri=iri, leads=self.assignments(one.leads)))
        return tuple(found)

    def duties(self) -> tuple[Duty, ...]:
        return tuple(
            replace(
                duty,
                iri=DutyId.of(self.document, duty.section, number).iri(self.base),
                actors=tuple(self.actor(actor) for actor in duty.actors),
                coordinates_with=tuple(self.actor(actor) for actor in duty.coordinates_with),
            )
            for duty, number in self._numbered(self.record.duties)
        )

    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            replace(one, iri=MeasureId.of(self.document, one.section, number).iri(self.base))
            for one, number in self._numbered(self.record.measures)
        )

    def goals(self) -> tuple[Goal, ...]:
        return tuple(
            replace(one, iri=GoalId.of(self.document, one.section, number).iri(self.base))
            for one, number in self._numbered(self.record.goals)
        )

    def _numbered(self, mandates: Iterable[_InSection]) -> Iterator[tuple[_InSection, int]]:
        """Number the duties, measures or goals of each section from 1."""
        numbers: Counter[str] = Counter()
        for one in mandates:
            key = SectionId.of(self.document, one.section).tail
            numbers[key] += 1
            yield one, numbers[key]

    def header(self) -> Header:
        given = self.record.header
        return replace(
            given,
            issuer_iri=self._issuer_iri(given.issuer) if given.issuer else None,
            joint_issuers=tuple(replace(one, iri=self._issuer_iri(one.name)) for one in given.joint_issuers),
        )

    def _issuer_iri(self, issuer: str) -> str:
        """Name an issuer; what the register knows as a collective ("Sở Y tế" of all provinces) is none."""
        registered = self.book.get(issuer)
        if registered is not None and not registered.is_group:
            return registered.iri
        place = issuer_place(issuer, self.record.header, self.book, self.alone)
        if place is not None:
            return self._named(place.chain)
        parent = self.record.header.parent_issuer
        above = chain(self.book, full_name(parent) if parent is not None else None)
        return UnitId.of(issuer, above).iri(self.base)

    def citations(self, given: Sequence[Citation]) -> tuple[Citation, ...]:
        return tuple(self.citation(one) for one in given)


def resolve(record: DocumentRecord, book: UnitBook, base: str = DEFAULT_BASE) -> DocumentRecord:
    """Fill the identities of a record. The same record always gets the same IRIs."""
    record = one_spelling(record)
    resolver = _Resolver(record, book, base)
    return replace(
        record,
        iri=resolver.document.iri(base),
        header=resolver.header(),
        implements=resolver.citations(record.implements),
        legal_basis=resolver.citations(record.legal_basis),
        citations=resolver.citations(record.citations),
        tasks=resolver.tasks(),
        duties=resolver.duties(),
        measures=resolver.measures(),
        indicators=resolver.indicators(),
        goals=resolver.goals(),
    )
