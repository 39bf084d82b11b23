"""Write the mandates of one document: sections, tasks with assignments and deadlines, duties, measures,
indicators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from graph_build.deadline_triples import write_deadline
from graph_build.draft import Draft
from graph_build.errors import RecordInvalid
from graph_build.naming import named
from graph_build.nquads import Quads
from graph_build.records import (
    Actor,
    Assignment,
    DocumentRecord,
    Duty,
    Goal,
    Indicator,
    Measure,
    Section,
    Task,
)
from ontology.iris import (
    AssignmentId,
    DocumentId,
    DutyId,
    GoalId,
    IndicatorId,
    PartId,
    SectionId,
    Tails,
    TaskId,
)
from ontology.numbers import number_key
from ontology.vocab import DCTERMS, RDFS, SCHEMA, XSD, Vocabulary


def sections_of(record: DocumentRecord) -> tuple[Section, ...]:
    """List the sections of a record: headings of the text, and group rows of tables that no heading is.

    Such a row governs its tasks or indicators, from the first word of the first to the last of the last.
    """
    known = {section.path for section in record.sections}
    rows: dict[tuple[str, str], Section] = {}
    governed = (
        *((task.section, task.section_title, task.evidence) for task in record.tasks),
        *((one.path, one.group_title, one.evidence) for one in record.indicators),
    )
    for path, title, words in governed:
        if path in known or not (path and title):
            continue
        held = rows.get((path, title)) or Section(
            path=path, title=title, level=path.count("/") + 1, start=words.start, end=words.end
        )
        rows[path, title] = replace(held, start=min(held.start, words.start), end=max(held.end, words.end))
    return (*record.sections, *rows.values())


class SectionNames:
    """Name the sections of a document; a path that is used twice gets a number in document order."""

    def __init__(self, document: DocumentId, vocabulary: Vocabulary, sections: Iterable[Section]) -> None:
        self._vocabulary = vocabulary
        self._document = document.iri(vocabulary.base)
        tails = Tails()
        self._sections = [
            (
                section,
                SectionId(document, tails.take(SectionId.of(document, section.path).tail)).iri(
                    vocabulary.base
                ),
            )
            for section in sections
        ]

    def find(self, path: str, offset: int) -> str | None:
        """Give the section with this path that governs an offset, else the first with the path, else None."""
        named = [(section, iri) for section, iri in self._sections if section.path == path]
        around = [iri for section, iri in named if section.start <= offset < section.end]
        return around[-1] if around else named[0][1] if named else None

    def write(self, quads: Quads) -> None:
        """State what the sections are, and which section each stands in."""
        nv = self._vocabulary.nv
        for section, iri in self._sections:
            quads.type(iri, nv.Section)
            quads.text(iri, nv.sectionPath, section.path)
            quads.text(iri, RDFS.label, section.title, "vi")
            quads.link(iri, nv.statedIn, self._document)
            outer, slash, _ = section.path.rpartition("/")
            if slash:
                quads.link(iri, DCTERMS.isPartOf, self.find(outer, section.start))


class MandateWriter:
    """Write tasks, duties, measures, indicators and goals into the graph of their document."""

    def __init__(self, draft: Draft, sections: SectionNames) -> None:
        self._draft = draft
        self._quads = draft.quads
        self._proofs = draft.proofs
        self._nv = draft.vocabulary.nv
        self._base = draft.vocabulary.base
        self._sections = sections

    def write(self, record: DocumentRecord, cited: Mapping[str, str]) -> None:
        """Write every mandate of a record; `cited` leads folded document numbers to IRIs."""
        for sequence, task in enumerate(record.tasks, 1):
            self._task(task, sequence, cited)
        for duty in record.duties:
            self._duty(duty)
        for measure in record.measures:
            self._measure(measure)
        for indicator in record.indicators:
            self._indicator(indicator)
        for goal in record.goals:
            self._goal(goal)

    def _mandate(self, iri: str | None, kind: str, text: str, section: str, start: int) -> str:
        """State what every kind of mandate has: class, words, document and section."""
        if iri is None:
            raise RecordInvalid(self._draft.iri, f"the {kind} {text[:60]!r} has no IRI")
        quads, nv = self._quads, self._nv
        quads.type(iri, getattr(nv, kind))
        quads.text(iri, RDFS.label, text, "vi")
        quads.text(iri, nv.sectionPath, section)
        quads.link(iri, nv.statedIn, self._draft.iri)
        quads.link(iri, nv.inSection, self._sections.find(section, start))
        return iri

    def _actor(self, actor: Actor) -> str:
        return self._draft.actors.assignee(actor)[0]

    def _task(self, task: Task, sequence: int, cited: Mapping[str, str]) -> None:
        quads, nv = self._quads, self._nv
        iri = self._mandate(task.iri, "Task", task.title, task.section, task.evidence.start)
        name = named(iri, TaskId, self._base, task.title)
        quads.text(iri, DCTERMS.title, task.title, "vi")
        quads.text(iri, nv.code, task.code)
        quads.number(iri, nv.sequence, sequence)
        quads.text(iri, nv.output, task.output, "vi")
        quads.text(iri, nv.description, task.description, "vi")
        quads.text(iri, nv.staffing, task.staff)
        for actor in task.submit_to:
            quads.link(iri, nv.submittedTo, self._actor(actor))
        for number in task.implements:
            quads.link(iri, nv.implements, cited.get(number_key(number)))
        self._proofs.prove(iri, task.evidence, task.submit_to_evidence, task.output_evidence)
        write_deadline(self._draft, name, task.deadline)
        counts: Counter[str] = Counter()
        for assignment in task.assignments:
            counts[assignment.role] += 1
            self._assignment(AssignmentId(name, assignment.role, counts[assignment.role]), iri, assignment)

    def _assignment(self, name: AssignmentId, task: str, assignment: Assignment) -> None:
        quads, nv, iri = self._quads, self._nv, name.iri(self._base)
        assignee, person = self._draft.actors.assignee(assignment.actor)
        quads.type(iri, nv.Assignment)
        quads.link(iri, nv.task, task)
        quads.link(iri, nv.assignee, assignee)
        quads.link(iri, nv.assigneePerson, person)
        quads.link(iri, nv.role, self._draft.vocabulary.role(assignment.role))
        quads.text(iri, nv.asWritten, assignment.actor.as_written)
        quads.text(iri, nv.roleAsWritten, assignment.role_as_written)
        if assignment.inherited:
            quads.flag(iri, nv.inherited, True)
        self._proofs.prove(iri, assignment.evidence)

    def _duty(self, duty: Duty) -> None:
        quads, nv = self._quads, self._nv
        iri = self._mandate(duty.iri, "Duty", duty.text, duty.section, duty.evidence.start)
        quads.text(iri, nv.dutyText, duty.text, "vi")
        quads.flag(iri, nv.isLead, duty.is_lead)
        for actor in duty.actors:
            quads.link(iri, nv.dutyOf, self._actor(actor))
        for actor in duty.coordinates_with:
            quads.link(iri, nv.coordinatesWith, self._actor(actor))
        self._proofs.prove(iri, duty.evidence, duty.heading_evidence)
        write_deadline(self._draft, named(iri, DutyId, self._base, duty.text), duty.deadline)

    def _measure(self, measure: Measure) -> None:
        iri = self._mandate(measure.iri, "Measure", measure.text, measure.section, measure.evidence.start)
        self._proofs.prove(iri, measure.evidence)

    def _indicator(self, indicator: Indicator) -> None:
        quads, nv = self._quads, self._nv
        start = indicator.evidence.start
        iri = self._mandate(indicator.iri, "Indicator", indicator.name, indicator.path, start)
        name = named(iri, IndicatorId, self._base, indicator.name)
        quads.text(iri, nv.code, indicator.code)
        for lead in indicator.leads:
            quads.link(iri, nv.indicatorLead, self._actor(lead.actor))
            self._proofs.prove(iri, lead.evidence)
        self._proofs.prove(iri, indicator.evidence)
        target = self._target(name, indicator)
        quads.text(target, nv.footnote, indicator.footnote)

    def _goal(self, goal: Goal) -> None:
        iri = self._mandate(goal.iri, "Goal", goal.name, goal.section, goal.evidence.start)
        self._proofs.prove(iri, goal.evidence)
        self._target(named(iri, GoalId, self._base, goal.name), goal)

    def _target(self, name: IndicatorId | GoalId, aim: Indicator | Goal) -> str:
        """State what an indicator or goal is to reach; give the IRI of that target."""
        quads, nv = self._quads, self._nv
        target = PartId(name, "target").iri(self._base)
        quads.link(name.iri(self._base), nv.hasTarget, target)
        quads.type(target, nv.Target)
        quads.text(target, nv.comparator, aim.comparator)
        quads.typed(target, SCHEMA.value, aim.value, XSD.decimal)
        quads.text(target, SCHEMA.unitText, aim.unit_of_measure)
        quads.date(target, nv.targetYear, None if aim.year is None else f"{aim.year:04d}")
        quads.text(target, nv.valueText, aim.value_text)
        return target
