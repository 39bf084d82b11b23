"""Bring derived triples up to date with a change of what is stated, without deriving all of them again.

The method is delete and rederive (Gupta, Mumick, Subrahmanian, Maintaining Views Incrementally, SIGMOD 1993):
whatever a removed triple took part in deriving goes, what still follows from the rest comes back, and new
triples are followed to what they imply. The rules about assignments, which look for an absence, are a
stratum below: they are run again for the mandates whose assignments changed, before and after the change,
and the difference is handed up like statements.

What follows is said by `ontology/rules`, as in `graph_build.closure`, whose results a test compares.

Reads the database before the change and after it; gives the triples to remove from the graph for derived
triples and those to add to it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

import pyoxigraph as ox

from graph_build.closure import Pairs, axioms_under
from ontology.vocab import RDF, Vocabulary

Object: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Fact: TypeAlias = tuple[ox.NamedNode, ox.NamedNode, Object]
"""A triple; rules conclude triples of IRIs only."""

Classes: TypeAlias = dict[ox.NamedNode, tuple[ox.NamedNode, ...]]

TYPE: Final = ox.NamedNode(RDF.type)


def update(
    before: ox.Store, after: ox.Store, removed: Iterable[Fact], added: Iterable[Fact], names: Vocabulary
) -> tuple[set[Fact], set[Fact]]:
    """Tell how the graph for derived triples changes: what to remove from it, and what to add to it.

    `before` holds the closure of what was stated; `after` what is stated now, and in its graph for derived
    triples still the old ones. `removed` were stated in a graph of the one and are in none of the other;
    `added` the other way round. Neither store is written to, and neither holds blank nodes. The graph that
    describes the build counts as not there: it comes after deriving.
    """
    rules, gone_statements, new_statements = _Rules(names), set(removed), set(added)
    old, new = _Facts(before, names), _Facts(after, names)
    tasks = rules.touched((*gone_statements, *new_statements), old, new)
    concluded_before = {fact for task in tasks for fact in rules.assigned(task, old)}
    concluded_now = {fact for task in tasks for fact in rules.assigned(task, new)}

    over: set[Fact] = set()
    todo = [*gone_statements, *(concluded_before - concluded_now)]
    while todo:
        fact = todo.pop()
        if fact not in over and not new.stated(fact):
            over.add(fact)
            todo += rules.consequences(fact, old)
    new.forget(over)
    todo = [*new_statements, *(concluded_now - concluded_before)]
    todo += [fact for fact in over if rules.supported(fact, new)]
    followed: set[Fact] = set()
    while todo:
        fact = todo.pop()
        new.conclude(fact)
        if fact not in followed:
            followed.add(fact)
            todo += (more for more in rules.consequences(fact, new) if not new.holds(more))
    stated_now = {fact for fact in new_statements if new.derived_before(fact)}
    return new.forgotten | stated_now, new.come


class _Facts:
    """What a database holds, as if its graph of derived triples had been changed already.

    `forgotten` are triples of that graph which it shall lose, `come` those which it shall have.
    """

    def __init__(self, store: ox.Store, names: Vocabulary) -> None:
        self._store = store
        self._inferred = ox.NamedNode(names.graph_inferred)
        self._build = ox.NamedNode(names.graph_build)
        self.forgotten: set[Fact] = set()
        self.come: set[Fact] = set()
        self._forward: defaultdict[tuple[ox.NamedNode, ox.NamedNode], set[ox.NamedNode]] = defaultdict(set)
        self._backward: defaultdict[tuple[ox.NamedNode, Object], set[ox.NamedNode]] = defaultdict(set)

    def stated(self, fact: Fact) -> bool:
        """Tell whether a graph of documents or shared things holds a triple."""
        apart = (self._inferred, self._build)
        return any(quad.graph_name not in apart for quad in self._store.quads_for_pattern(*fact))

    def derived_before(self, fact: Fact) -> bool:
        """Tell whether the graph of derived triples, as it is in the database, holds a triple."""
        return ox.Quad(*fact, self._inferred) in self._store

    def holds(self, fact: Fact) -> bool:
        """Tell whether a triple is stated or derived."""
        return fact in self.come or next(self._found(*fact), None) is not None

    def objects(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """Go through the IRIs that a thing is related to."""
        yield from tuple(self._forward.get((subject, predicate), ()))
        for fact in self._found(subject, predicate, None):
            if isinstance(fact[2], ox.NamedNode):
                yield fact[2]

    def subjects(self, predicate: ox.NamedNode, target: ox.NamedNode) -> Iterator[ox.NamedNode]:
        """Go through the things that are related to one."""
        yield from tuple(self._backward.get((predicate, target), ()))
        for fact in self._found(None, predicate, target):
            yield fact[0]

    def says(self, subject: ox.NamedNode, predicate: ox.NamedNode) -> bool:
        """Tell whether a thing has any value of a property, a literal or an IRI."""
        if self._forward.get((subject, predicate)):
            return True
        return next(self._found(subject, predicate, None), None) is not None

    def forget(self, facts: Iterable[Fact]) -> None:
        """Take triples for derived no longer."""
        self.forgotten.update(fact for fact in facts if self.derived_before(fact))

    def conclude(self, fact: Fact) -> None:
        """Take a triple for derived, unless it is there."""
        if fact in self.forgotten:
            self.forgotten.remove(fact)
        elif not self.holds(fact) and isinstance(fact[2], ox.NamedNode):
            self.come.add(fact)
            self._forward[fact[0], fact[1]].add(fact[2])
            self._backward[fact[1], fact[2]].add(fact[0])

    def _found(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, target: Object | None
    ) -> Iterator[Fact]:
        for quad in self._store.quads_for_pattern(subject, predicate, target):
            if quad.graph_name == self._build:
                continue
            if not isinstance(quad.subject, ox.NamedNode):
                raise TypeError(f"{quad.subject} is the subject of a triple and no IRI")
            fact = (quad.subject, quad.predicate, quad.object)
            if fact not in self.forgotten or quad.graph_name != self._inferred:
                yield fact


class _Rules:
    """The rules, read in both directions: what follows from a triple, and whether a triple follows."""

    def __init__(self, names: Vocabulary) -> None:
        axioms, nv = axioms_under(names.base), names.nv
        self.above, self.domain, self.range = (
            _nodes(axioms.above),
            _nodes(axioms.domain),
            _nodes(axioms.range),
        )
        self.wider, self.inverse = _nodes(axioms.wider), _nodes(axioms.inverse)
        self.below, self.having, self.pointing = (
            _turned(self.above),
            _turned(self.domain),
            _turned(self.range),
        )
        self.narrower, self.inverted = _turned(self.wider), _turned(self.inverse)
        self.steps = [(_node(one), _node(two), _node(whole)) for one, two, whole in sorted(axioms.steps)]
        self.task, self.role, self.assignee = map(ox.NamedNode, (nv.task, nv.role, nv.assignee))
        self.leads, self.coordinates = ox.NamedNode(nv.leads), ox.NamedNode(nv.coordinates)
        self.participates = ox.NamedNode(nv.participatesIn)
        self.implements = ox.NamedNode(nv.implements)
        self.implements_state = ox.NamedNode(nv.implementsStateDocument)
        self.document, self.state_document = ox.NamedNode(nv.Document), ox.NamedNode(nv.StateDocument)
        self.leading = {ox.NamedNode(names.role(role)) for role in ("lead", "focal")}
        self.coordinating = ox.NamedNode(names.role("coordinate"))
        self.performing = ox.NamedNode(names.role("perform"))

    def touched(self, changed: Iterable[Fact], *states: _Facts) -> set[ox.NamedNode]:
        """List the mandates whose assignments changed."""
        tasks: set[ox.NamedNode] = set()
        for subject, predicate, target in changed:
            if predicate in {self.task, self.role, self.assignee}:
                for state in states:
                    tasks.update(state.objects(subject, self.task))
                if predicate == self.task and isinstance(target, ox.NamedNode):
                    tasks.add(target)
        return tasks

    def assigned(self, task: ox.NamedNode, facts: _Facts) -> set[Fact]:
        """Conclude who leads, coordinates and takes part in a mandate: the rules that are no axioms."""
        roles = {one: set(facts.objects(one, self.role)) for one in facts.subjects(self.task, task)}
        led = any(played & self.leading for played in roles.values())
        found: set[Fact] = set()
        for one, played in roles.items():
            leads = played & self.leading or (self.performing in played and not led)
            for actor in facts.objects(one, self.assignee):
                found.add((actor, self.participates, task))
                if leads:
                    found.add((actor, self.leads, task))
                if self.coordinating in played:
                    found.add((actor, self.coordinates, task))
        return found

    def consequences(self, fact: Fact, facts: _Facts) -> Iterator[Fact]:
        """Go through what follows in one step from a triple and the others, by all rules but `assigned`."""
        subject, predicate, target = fact
        yield from ((subject, TYPE, name) for name in self.domain.get(predicate, ()))
        if not isinstance(target, ox.NamedNode):
            return
        if predicate == TYPE:
            yield from ((subject, TYPE, name) for name in self.above.get(target, ()))
            yield from self._of_class(subject, target, facts)
        yield from ((target, TYPE, name) for name in self.range.get(predicate, ()))
        yield from ((subject, wider, target) for wider in self.wider.get(predicate, ()))
        yield from ((target, inverse, subject) for inverse in self.inverse.get(predicate, ()))
        for one, two, whole in self.steps:
            if predicate == one:
                yield from ((subject, whole, third) for third in facts.objects(target, two))
            if predicate == two:
                yield from ((first, whole, target) for first in facts.subjects(one, subject))
        if predicate == self.implements and self._for_the_state(subject, target, facts):
            yield subject, self.implements_state, target

    def _of_class(self, thing: ox.NamedNode, name: ox.NamedNode, facts: _Facts) -> Iterator[Fact]:
        if name == self.document:
            for act in facts.objects(thing, self.implements):
                if facts.holds((act, TYPE, self.state_document)):
                    yield thing, self.implements_state, act
        if name == self.state_document:
            for document in facts.subjects(self.implements, thing):
                if facts.holds((document, TYPE, self.document)):
                    yield document, self.implements_state, thing

    def _for_the_state(self, one: ox.NamedNode, act: ox.NamedNode, facts: _Facts) -> bool:
        return facts.holds((one, TYPE, self.document)) and facts.holds((act, TYPE, self.state_document))

    def supported(self, fact: Fact, facts: _Facts) -> bool:
        """Tell whether a triple follows in one step from the others."""
        subject, predicate, target = fact
        if not isinstance(target, ox.NamedNode):
            return False
        if predicate == TYPE:
            return (
                any(facts.holds((subject, TYPE, name)) for name in self.below.get(target, ()))
                or any(facts.says(subject, name) for name in self.having.get(target, ()))
                or any(any(facts.subjects(name, subject)) for name in self.pointing.get(target, ()))
            )
        if any(facts.holds((subject, name, target)) for name in self.narrower.get(predicate, ())):
            return True
        if any(facts.holds((target, name, subject)) for name in self.inverted.get(predicate, ())):
            return True
        for one, two, whole in self.steps:
            if predicate == whole and any(
                facts.holds((other, two, target)) for other in facts.objects(subject, one)
            ):
                return True
        if predicate in {self.leads, self.coordinates, self.participates}:
            return fact in self.assigned(target, facts)
        if predicate == self.implements_state:
            return facts.holds((subject, self.implements, target)) and self._for_the_state(
                subject, target, facts
            )
        return False


def _node(term: bytes) -> ox.NamedNode:
    return ox.NamedNode(term[1:-1].decode())


def _nodes(pairs: Pairs) -> Classes:
    return {
        _node(one): tuple(sorted((_node(other) for other in others), key=str))
        for one, others in pairs.items()
        if others
    }


def _turned(pairs: Classes) -> Classes:
    found: defaultdict[ox.NamedNode, list[ox.NamedNode]] = defaultdict(list)
    for one, others in pairs.items():
        for other in others:
            found[other].append(one)
    return {other: tuple(sorted(ones, key=str)) for other, ones in found.items()}
