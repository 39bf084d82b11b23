"""Derive what a file of quads implies without a database: the rules of `ontology/rules` in one pass.

The rules there, SPARQL run by `graph_build.infer`, say what follows; a test compares both on real documents
and on graphs drawn at random. This module is for builds, where asking the engine took longer than writing
the graph: it goes through the file once, keeps what a rule can join (classes of things, and the relations
that an axiom or a rule names), and follows each new triple to what it implies (semi-naive evaluation:
Abiteboul, Hull, Vianu, Foundations of Databases, section 13.1).

Reads a file of N-Quads without blank nodes; gives lines of the graph for derived triples.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Final, TypeAlias

from graph_build.quad_lines import statements, term_of
from ontology import load
from ontology.vocab import OWL, RDF, RDFS, Vocabulary, vocabulary

_TYPE: Final = f"<{RDF.type}>".encode()
_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NONE: Final = frozenset[bytes]()

Triple: TypeAlias = tuple[bytes, bytes, bytes]

Pairs: TypeAlias = defaultdict[bytes, set[bytes]]
"""Which term is related to which others."""


class Axioms:
    """What the vocabulary says of its own classes and properties; terms are written "<…>"."""

    def __init__(self, names: Vocabulary) -> None:
        """Read the vocabulary under a base; axioms about terms of others conclude nothing."""
        stated: dict[str, Pairs] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, target in load.triples(*load.VOCABULARY_FILES, base=names.base):
            stated[predicate.value][str(subject).encode()].add(str(target).encode())
        ontology = f"<{names.base}ontology>".encode()
        ours = {term for term, by in stated[RDFS.isDefinedBy].items() if ontology in by}

        def axioms(predicate: str, *, both: bool) -> Pairs:
            found: Pairs = defaultdict(set)
            for term, others in stated[predicate].items():
                if term in ours:
                    found[term] = {other for other in others if other in ours or not both}
            return found

        self.above = axioms(RDFS.subClassOf, both=True)
        self.wider = axioms(RDFS.subPropertyOf, both=True)
        self.inverse = axioms(OWL.inverseOf, both=True)
        self.domain = axioms(RDFS.domain, both=True)
        self.range = axioms(RDFS.range, both=True)
        transitive = f"<{OWL.TransitiveProperty}>".encode()
        self.steps = [
            (term, term, term)
            for term, kinds in stated[RDF.type].items()
            if transitive in kinds and term in ours
        ]
        first, rest = stated[f"{_RDF}first"], stated[f"{_RDF}rest"]
        end = f"<{_RDF}nil>".encode()
        for term, lists in axioms(OWL.propertyChainAxiom, both=False).items():
            for chain in lists:
                for tail in rest[chain]:
                    if end in rest[tail]:
                        self.steps += [(one, two, term) for one, two in product(first[chain], first[tail])]

    def related(self) -> set[bytes]:
        """List the properties that an axiom derives relations from or to."""
        found = {term for three in self.steps for term in three}
        for pairs in (self.wider, self.inverse):
            found.update(term for term, others in pairs.items() if others)
            found.update(*pairs.values())
        return found


@lru_cache(maxsize=4)
def axioms_under(base: str) -> Axioms:
    """Give the axioms of the vocabulary under a base, read once."""
    return Axioms(vocabulary(base))


Classes: TypeAlias = dict[bytes, frozenset[bytes]]
"""Which thing is of which classes; equal sets are one object."""


class _Closure:
    """The triples that rules can join, and what follows from them."""

    def __init__(self, names: Vocabulary) -> None:
        self.names = names
        self.axioms = axioms_under(names.base)
        nv = names.nv
        joined = {_iri(name) for name in (nv.task, nv.role, nv.assignee, nv.implements)}
        concluded = {
            _iri(name) for name in (nv.leads, nv.coordinates, nv.participatesIn, nv.implementsStateDocument)
        }
        self.pairs: dict[bytes, set[tuple[bytes, bytes]]] = {
            term: set() for term in self.axioms.related() | joined | concluded
        }
        self.forward: dict[bytes, Pairs] = {two: defaultdict(set) for _, two, _ in self.axioms.steps}
        self.backward: dict[bytes, Pairs] = {one: defaultdict(set) for one, _, _ in self.axioms.steps}
        self.begun: defaultdict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
        self.ended: defaultdict[bytes, list[tuple[bytes, bytes]]] = defaultdict(list)
        for one, two, whole in self.axioms.steps:
            self.begun[one].append((two, whole))
            self.ended[two].append((one, whole))
        self.leading_on = {
            *self.axioms.wider,
            *self.axioms.inverse,
            *(term for one, two, _ in self.axioms.steps for term in (one, two)),
        }
        self.stated: Classes = {}
        self.claimed: Classes = {}
        self.terms: dict[bytes, bytes] = {}
        self.above: dict[frozenset[bytes], frozenset[bytes]] = {}
        self._sets: dict[frozenset[bytes], frozenset[bytes]] = {}
        self.todo: list[Triple] = []
        self.derived: list[Triple] = []

    def read(self, path: Path) -> None:
        """Take in what a file states."""
        spoken_of = self._spoken_of()
        alone: dict[bytes, frozenset[bytes]] = {}
        stated = self.stated
        for subject, predicate, rest in statements(path):
            if predicate == _TYPE:
                name = term_of(rest)
                one = alone.get(name)
                if one is None:
                    one = alone[name] = self._sets.setdefault(frozenset((name,)), frozenset((name,)))
                if subject in stated:
                    self._add_class(stated, subject, one)
                else:
                    stated[self._term(subject)] = one
                continue
            meaning = spoken_of.get(predicate)
            if meaning is None:
                continue
            of_subject, of_target, related = meaning
            if of_subject:
                self._claim(subject, of_subject)
            if (of_target or related) and rest.startswith(b"<"):
                target = term_of(rest)
                if of_target:
                    self._claim(target, of_target)
                if related:
                    self._relate(subject, predicate, target)

    def _spoken_of(self) -> dict[bytes, tuple[frozenset[bytes], frozenset[bytes], bool]]:
        """Tell of each property in axioms and rules the classes of both ends, and if it is joined."""
        domain, target, pairs = self.axioms.domain, self.axioms.range, self.pairs
        return {
            name: (frozenset(domain.get(name, ())), frozenset(target.get(name, ())), name in pairs)
            for name in {*domain, *target, *pairs}
        }

    def derive(self) -> None:
        """Follow every triple to what it implies, until nothing is new."""
        self._assignments()
        while True:
            while self.todo:
                self._follow(*self.todo.pop())
            state = _iri(self.names.nv.implementsStateDocument)
            for one, act in list(self.pairs[_iri(self.names.nv.implements)]):
                of_one, of_act = self.classes(one), self.classes(act)
                if _iri(self.names.nv.Document) in of_one and _iri(self.names.nv.StateDocument) in of_act:
                    self._conclude(one, state, act)
            if not self.todo:
                return

    def classes(self, thing: bytes) -> frozenset[bytes]:
        """Give all classes of a thing."""
        return self._up(self.stated.get(thing, _NONE) | self.claimed.get(thing, _NONE))

    def new(self) -> list[Triple]:
        """List what is derived and nowhere stated."""
        found = list(self.derived)
        for things in (self.stated, self.claimed.keys() - self.stated.keys()):
            for thing in things:
                own = self.stated.get(thing, _NONE)
                found += [(thing, _TYPE, name) for name in self.classes(thing) - own]
        return found

    def _assignments(self) -> None:
        """Conclude who leads, coordinates and takes part: the rules that are no axioms."""
        nv, base = self.names.nv, self.names.base
        lead, focal, coordinate, perform = (
            _iri(f"{base}codes/role/{name}") for name in ("lead", "focal", "coordinate", "perform")
        )
        roles, actors = _grouped(self.pairs[_iri(nv.role)]), _grouped(self.pairs[_iri(nv.assignee)])
        tasks = self.pairs[_iri(nv.task)]
        led = {task for one, task in tasks if roles.get(one, set()) & {lead, focal}}
        for one, task in list(tasks):
            played = roles.get(one, set())
            leads = bool(played & {lead, focal}) or (perform in played and task not in led)
            for actor in actors.get(one, ()):
                self._conclude(actor, _iri(nv.participatesIn), task)
                if leads:
                    self._conclude(actor, _iri(nv.leads), task)
                if coordinate in played:
                    self._conclude(actor, _iri(nv.coordinates), task)

    def _follow(self, subject: bytes, predicate: bytes, target: bytes) -> None:
        axioms = self.axioms
        for wider in axioms.wider.get(predicate, ()):
            self._conclude(subject, wider, target)
        for inverse in axioms.inverse.get(predicate, ()):
            self._conclude(target, inverse, subject)
        for two, whole in self.begun.get(predicate, ()):
            for third in list(self.forward[two].get(target, ())):
                self._conclude(subject, whole, third)
        for one, whole in self.ended.get(predicate, ()):
            for first in list(self.backward[one].get(subject, ())):
                self._conclude(first, whole, target)

    def _conclude(self, subject: bytes, predicate: bytes, target: bytes) -> None:
        if not self._relate(subject, predicate, target):
            return
        self.derived.append((subject, predicate, target))
        self._claim(subject, self.axioms.domain.get(predicate, _NONE))
        self._claim(target, self.axioms.range.get(predicate, _NONE))

    def _relate(self, subject: bytes, predicate: bytes, target: bytes) -> bool:
        """Take in a relation; tells whether it is new."""
        subject, target = self._term(subject), self._term(target)
        pairs = self.pairs[predicate]
        if (subject, target) in pairs:
            return False
        pairs.add((subject, target))
        if predicate in self.forward:
            self.forward[predicate][subject].add(target)
        if predicate in self.backward:
            self.backward[predicate][target].add(subject)
        if predicate in self.leading_on:
            self.todo.append((subject, predicate, target))
        return True

    def _claim(self, thing: bytes, classes: Set[bytes]) -> None:
        """Take in classes that follow from a relation; most are stated as well, and before it."""
        if not classes <= self._up(self.stated.get(thing, _NONE)):
            self._add_class(self.claimed, thing, classes)

    def _add_class(self, known: Classes, thing: bytes, more: Set[bytes]) -> None:
        every = known.get(thing, _NONE) | more
        known[self._term(thing)] = self._sets.setdefault(every, every)

    def _up(self, classes: frozenset[bytes]) -> frozenset[bytes]:
        """Add the classes above."""
        found = self.above.get(classes)
        if found is None:
            every, todo = set(classes), list(classes)
            while todo:
                more = self.axioms.above.get(todo.pop(), set()) - every
                every |= more
                todo += more
            found = self.above[classes] = frozenset(every)
        return found

    def _term(self, term: bytes) -> bytes:
        """Give the one object that stands for equal terms."""
        return self.terms.setdefault(term, term)


def closure(path: Path, names: Vocabulary) -> list[str]:
    """Derive what the statements of a file of N-Quads imply and none of its graphs holds.

    Gives sorted lines of the graph for derived triples, without line ends. Raises OSError where the file
    cannot be read.
    """
    found = _Closure(names)
    found.read(path)
    found.derive()
    end = f" <{names.graph_inferred}> ."
    return sorted(b" ".join(triple).decode("utf-8") + end for triple in found.new())


def _iri(name: str) -> bytes:
    return f"<{name}>".encode()


def _grouped(pairs: Iterable[tuple[bytes, bytes]]) -> Pairs:
    found: Pairs = defaultdict(set)
    for one, other in pairs:
        found[one].add(other)
    return found
