"""A scenario as RDF: a graph of its own, described in terms that no fact uses, with who supposed what when.

The graph is `{base}graph/scenario/{name}`. It holds the scenario and its changes in their order (PROV-O),
each participation that a change moves as an `nv:SupposedAssignment`, and each deadline that it sets as an
`nv:SupposedDeadline`. Nothing is put into the store.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import IO, Final

from graph_build.nquads import Quads
from graph_build.store import Database
from ontology.vocab import PROV, RDFS, XSD, Vocabulary, vocabulary
from queries.scenario_changes import NEW, Merge, Reschedule, Split, Unschedule, made_units
from queries.scenario_notation import kind_of
from queries.scenario_table import ROLE_NAMES, Facts, Outcome, Supposed
from queries.scenario_words import HYPOTHETICAL, change_words, problem_words
from queries.scenarios import Scenario, Stamp

MEDIA_TYPES: Final[Mapping[str, str]] = {
    "turtle": "text/turtle",
    "trig": "application/trig",
    "nquads": "application/n-quads",
}
"""The forms that a scenario can be written in; Turtle leaves the name of the graph out."""

ENDINGS: Final[Mapping[str, str]] = {".ttl": "turtle", ".trig": "trig", ".nq": "nquads"}

_PRECISIONS: Final = {4: "year", 7: "month", 10: "day"}


def scenario_quads(
    scenario: Scenario, facts: Facts, supposed: Supposed, labels: Mapping[str, str], base: str
) -> list[str]:
    """Give the quads of a scenario as sorted lines of canonical N-Quads, all in its own graph."""
    return _Writer(scenario, facts, supposed, labels, vocabulary(base)).lines()


def write_scenario(lines: list[str], graph: str, output: IO[bytes], form: str, base: str) -> None:
    """Write the quads of a scenario in a form of `MEDIA_TYPES`; raises KeyError for another."""
    media_type, data = MEDIA_TYPES[form], "".join(f"{line}\n" for line in lines).encode("utf-8")
    if form == "nquads":
        output.write(data)
        return
    database = Database()
    try:
        database.load_nquads(data, "the scenario")
        prefixes = vocabulary(base).prefixes()
        if form == "turtle":
            output.write(database.turtle(graph, prefixes))
        else:
            database.dump_to(output, media_type, prefixes)
    finally:
        database.close()


class _Writer:
    def __init__(
        self,
        scenario: Scenario,
        facts: Facts,
        supposed: Supposed,
        labels: Mapping[str, str],
        names: Vocabulary,
    ) -> None:
        self.scenario, self.facts, self.supposed = scenario, facts, supposed
        self.labels, self.names, self.nv = labels, names, names.nv
        self.graph = names.graph_scenario(scenario.name)
        self.quads = Quads(self.graph)

    def lines(self) -> list[str]:
        quads, nv = self.quads, self.nv
        quads.type(self.graph, nv.Scenario)
        quads.text(self.graph, RDFS.label, self.scenario.title or self.scenario.name)
        for language, words in HYPOTHETICAL.items():
            quads.text(self.graph, RDFS.comment, words, language)
        quads.link(self.graph, PROV.wasDerivedFrom, self.names.graph_build)
        self._stamp(self.graph, self.scenario.stamp, PROV.wasAttributedTo, PROV.generatedAtTime)
        stamps = {kept.number: kept.stamp for kept in self.scenario.changes}
        for outcome in self.supposed.outcomes:
            self._change(outcome, stamps[outcome.number])
        return quads.lines()

    def _stamp(self, thing: str, stamp: Stamp, who: str, when: str) -> None:
        self.quads.text(thing, self.nv.onSnapshot, stamp.snapshot)
        if not stamp.by:
            return  # a scenario that is only tried is nobody's
        agent = f"{self.graph}#agent-{hashlib.sha256(stamp.by.encode('utf-8')).hexdigest()[:12]}"
        self.quads.type(agent, PROV.Agent)
        self.quads.text(agent, RDFS.label, stamp.by)
        self.quads.link(thing, who, agent)
        self.quads.typed(thing, when, datetime.fromisoformat(stamp.at).isoformat(), XSD.dateTime)

    def _change(self, outcome: Outcome, stamp: Stamp) -> None:
        quads, nv, change = self.quads, self.nv, outcome.change
        name = f"{self.graph}#change-{outcome.number}"
        quads.link(self.graph, nv.hasChange, name)
        quads.type(name, nv.SupposedChange)
        quads.text(name, nv.changeKind, kind_of(change))
        quads.number(name, nv.changeNumber, outcome.number)
        quads.text(name, RDFS.label, change_words(change, self.labels, "vi"), "vi")
        quads.text(name, RDFS.label, change_words(change, self.labels, "en"), "en")
        quads.text(name, nv.notApplied, problem_words(outcome, self.labels, "vi"), "vi")
        quads.text(name, nv.notApplied, problem_words(outcome, self.labels, "en"), "en")
        self._stamp(name, stamp, PROV.wasAssociatedWith, PROV.endedAtTime)
        if isinstance(change, Merge):
            for unit in change.sources:
                quads.link(name, nv.mergesUnit, self._unit(unit))
            quads.link(name, nv.mergesInto, self._unit(change.result))
        if isinstance(change, Split):
            quads.link(name, nv.splitsUnit, self._unit(change.unit))
            for unit in change.results:
                quads.link(name, nv.splitsInto, self._unit(unit))
            quads.text(name, nv.splitRule, change.rule)
        if outcome.problem is None:
            for made, called in made_units(change).items():
                unit = self._unit(made)
                quads.type(unit, nv.SupposedUnit)
                quads.text(unit, RDFS.label, called, "vi")
                quads.link(unit, PROV.wasGeneratedBy, name)
        if isinstance(change, Reschedule) and outcome.problem is None:
            self._deadline(name, change)
        if isinstance(change, Unschedule):
            quads.link(name, nv.supposedTask, change.task)
        actors = self.supposed.table.actors
        for place, (task, role, before, after) in enumerate(outcome.parts.tolist(), start=1):
            part = f"{name}-assignment-{place}"
            quads.type(part, nv.SupposedAssignment)
            quads.link(part, nv.supposedTask, self.facts.tasks[task])
            quads.link(part, nv.supposedRole, self.names.role(ROLE_NAMES[role]))
            quads.link(part, nv.supposedActor, self._unit(actors[after]))
            quads.link(part, nv.insteadOf, self._unit(actors[before]))
            quads.link(part, PROV.wasGeneratedBy, name)

    def _deadline(self, name: str, change: Reschedule) -> None:
        quads, nv, deadline = self.quads, self.nv, f"{name}-deadline"
        quads.type(deadline, nv.SupposedDeadline)
        quads.link(deadline, nv.supposedTask, change.task)
        quads.date(deadline, nv.supposedDue, change.due)
        quads.text(deadline, nv.supposedPrecision, change.precision or _PRECISIONS[len(change.due)])
        quads.link(deadline, PROV.wasGeneratedBy, name)

    def _unit(self, name: str) -> str:
        return f"{self.graph}#unit-{name.removeprefix(NEW)}" if name.startswith(NEW) else name
