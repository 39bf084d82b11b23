"""A document record as plain JSON, the form in which people and other programs meet it.

The form is made for reading and for scoring: units are names, a person is an object with post and
organisation, `lead` and `coordinate` sum up the assignments that `assignments` lists one by one with
their proof. Offsets are those of the record: 0-based, end excluded, code points of the NFC text. What is
not stated is null, an empty string or an empty list; page, table, row, column and parts of a proof
are left out where there are none.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graph_build.records import (
    Actor,
    Annex,
    Assignment,
    Citation,
    Deadline,
    DocumentRecord,
    Duty,
    Evidence,
    Goal,
    Header,
    Indicator,
    Issue,
    MandateRole,
    Measure,
    Person,
    Recurrence,
    Section,
    Signer,
    Task,
)
from graph_build.text import fold

Json = dict[str, Any]


def to_json(record: DocumentRecord) -> Json:
    """Turn a record into dicts, lists, strings, numbers and None."""
    return {
        "iri": record.iri,
        "source": {
            "name": record.source_name,
            "media_type": record.media_type,
            "sha256": record.sha256,
            "text_sha256": record.text_sha256,
        },
        "document": _document(record.header),
        "implements": list(dict.fromkeys(c.number for c in record.implements if c.number)),
        "legal_basis": [_act(citation) for citation in record.legal_basis],
        "citations": [_citation(citation) for citation in record.citations],
        "sections": [_section(section) for section in record.sections],
        "tasks": [_task(task) for task in record.tasks],
        "duties": [_duty(duty) for duty in record.duties],
        "measures": [_measure(measure) for measure in record.measures],
        "indicators": [_indicator(indicator) for indicator in record.indicators],
        "goals": [_goal(goal) for goal in record.goals],
        "skipped": [_issue(issue) for issue in record.skipped],
    }


def leading(assignments: Iterable[Assignment]) -> list[Assignment]:
    """Pick the assignments that count as leading: lead and focal point, or else who carries the task out."""
    given = list(assignments)
    return _with_role(given, "lead", "focal") or _with_role(given, "perform")


def _with_role(assignments: Iterable[Assignment], *roles: MandateRole) -> list[Assignment]:
    return [assignment for assignment in assignments if assignment.role in roles]


def _document(header: Header) -> Json:
    return {
        "number": header.number,
        "type": header.type,
        "issuer": header.issuer,
        "joint_issuers": [one.name for one in header.joint_issuers],
        "parent_issuer": header.parent_issuer,
        "place": header.place,
        "date": header.date,
        "title": header.title,
        "signer": _signer(header.signer) if header.signer else None,
        "joint_signers": [_signer(one) for one in header.joint_signers],
        "effective": header.effective,
        "expires": header.expires,
        "recipients": list(header.recipients),
        "annexes": [_annex(annex) for annex in header.annexes],
        "attached_to": " ".join(header.attached_to.exact.split()) if header.attached_to else None,
        "proposed_by": header.proposed_by,
        "official": header.official,
        "unissued": header.unissued,
    }


def _signer(signer: Signer) -> Json:
    return {
        "name": signer.name,
        "post": signer.post,
        "signs_for": signer.signs_for,
        "organisation": signer.organisation,
    }


def _annex(annex: Annex) -> Json:
    return {
        "type": annex.type,
        "title": annex.title,
        "number_as_cited": annex.number_as_cited,
        "date_as_cited": annex.date_as_cited,
        "char_start": annex.start,
        "char_end": annex.end,
    }


def _act(citation: Citation) -> Json:
    return {
        "number": citation.number,
        "type": citation.type,
        "date": citation.date,
        "name": citation.name,
        "char_start": citation.start,
        "char_end": citation.end,
    }


def _citation(citation: Citation) -> Json:
    return {
        "surface": citation.surface,
        "number": citation.number,
        "type": citation.type,
        "date": citation.date,
        "issuer": citation.issuer,
        "name": citation.name,
        "role": citation.role,
        "core": citation.core,
        "provision": " ".join(citation.provision.exact.split()) if citation.provision else None,
        "char_start": citation.start,
        "char_end": citation.end,
    }


def _section(section: Section) -> Json:
    return {
        "path": section.path,
        "title": section.title,
        "level": section.level,
        "char_start": section.start,
        "char_end": section.end,
    }


def _task(task: Task) -> Json:
    deadline = task.deadline
    return {
        "section": task.section,
        "section_title": task.section_title,
        "code": task.code,
        "title": task.title,
        "description": task.description,
        "lead": [_actor(a.actor) for a in leading(task.assignments)],
        "coordinate": [_actor(a.actor) for a in _with_role(task.assignments, "coordinate")],
        **_deadline(deadline),
        "submit_to": [_actor(actor) for actor in task.submit_to],
        "output": task.output,
        "staff": task.staff,
        "implements": list(task.implements),
        "inherited": list(task.inherited),
        "assignments": [_assignment(assignment) for assignment in task.assignments],
        "evidence": _evidence(task.evidence),
        "start_evidence": _optional_evidence(deadline.start_evidence),
        "due_evidence": _optional_evidence(deadline.due_evidence),
        "iri": task.iri,
    }


def _deadline(deadline: Deadline) -> Json:
    return {
        "start": deadline.start,
        "start_text": deadline.start_text,
        "due": deadline.due,
        "due_text": deadline.due_text,
        "due_precision": deadline.due_precision,
        "due_comparator": deadline.due_comparator,
        "open_ended": deadline.open_ended,
        "recurrence": _recurrence(deadline.recurrence) if deadline.recurrence else None,
    }


def _recurrence(recurrence: Recurrence) -> Json:
    return {
        "kind": recurrence.kind,
        "text": recurrence.text,
        "latest_day": recurrence.latest_day,
        "latest_month": recurrence.latest_month,
        "event": recurrence.event,
        "exceptions": list(recurrence.exceptions),
    }


def _assignment(assignment: Assignment) -> Json:
    actor = assignment.actor
    return {
        "role": assignment.role,
        "role_as_written": assignment.role_as_written,
        "kind": actor.kind,
        "actor": _actor(actor),
        "as_written": actor.as_written,
        "known": actor.known,
        "parent": actor.parent,
        "parent_from": actor.parent_from,
        "inherited": assignment.inherited,
        "evidence": _evidence(assignment.evidence),
        "iri": actor.iri,
    }


def _actor(actor: Actor) -> str | Json:
    return _person(actor.person, actor.as_written) if actor.person else _printed(actor)


def _printed(actor: Actor) -> str:
    """Give a unit's name as the document prints it where that is a whole name: "Bộ NN&MT", "TTXVN".

    What leaves out the kind ("Y tế" after "các Bộ:") or the owner ("Sở Y tế" of the issuer's province) is
    given by its canonical name. Identity is the `iri` of the assignment in any case.
    """
    printed, name = fold(actor.as_written), fold(actor.name)
    abbreviated = " " not in actor.as_written and len(printed) > 1 and actor.as_written.isupper()
    rest = name.removeprefix(printed).strip() if name.startswith(printed) else ""
    owned = actor.known and rest not in ("", "viet nam")
    same_kind = printed.split()[:1] == name.split()[:1]
    whole = abbreviated or (same_kind and not owned)
    return actor.as_written if actor.kind == "unit" and whole else actor.name


def _person(person: Person, raw: str) -> Json:
    return {
        "person": person.name,
        "honorific": person.honorific,
        "post": person.post,
        "organisation": person.organisation,
        "parent_chain": list(person.parent_chain),
        "raw": raw,
    }


def _duty(duty: Duty) -> Json:
    names = [_actor(actor) for actor in duty.actors]
    return {
        "unit": names[0] if names else None,
        "units": names,
        "section": duty.section,
        "text": duty.text,
        "is_lead": duty.is_lead,
        "coordinates_with": [_actor(actor) for actor in duty.coordinates_with],
        **_deadline(duty.deadline),
        "due_evidence": _optional_evidence(duty.deadline.due_evidence),
        "char_start": duty.evidence.start,
        "char_end": duty.evidence.end,
        "iri": duty.iri,
    }


def _measure(measure: Measure) -> Json:
    return {
        "section": measure.section,
        "section_title": measure.section_title,
        "text": measure.text,
        "char_start": measure.evidence.start,
        "char_end": measure.evidence.end,
        "iri": measure.iri,
    }


def _indicator(indicator: Indicator) -> Json:
    return {
        "section": indicator.section,
        "group": indicator.group,
        "group_title": indicator.group_title,
        "code": indicator.code,
        "name": indicator.name,
        "unit_of_measure": indicator.unit_of_measure,
        "value_text": indicator.value_text,
        "value": float(indicator.value) if indicator.value is not None else None,
        "comparator": indicator.comparator,
        "year": indicator.year,
        "lead": [_actor(assignment.actor) for assignment in indicator.leads],
        "footnote": indicator.footnote,
        "evidence": _evidence(indicator.evidence),
        "iri": indicator.iri,
    }


def _issue(issue: Issue) -> Json:
    return {
        "code": issue.code,
        "why": issue.why,
        "text": issue.text,
        "char_start": issue.start,
        "char_end": issue.end,
        "kept": issue.kept,
    }


def _optional_evidence(evidence: Evidence | None) -> Json | None:
    return None if evidence is None else _evidence(evidence)


def _evidence(evidence: Evidence) -> Json:
    made: Json = {
        "exact": evidence.exact,
        "start": evidence.start,
        "end": evidence.end,
        "prefix": evidence.prefix,
        "suffix": evidence.suffix,
    }
    for name in ("page", "table", "row", "column"):
        number = getattr(evidence, name)
        if number is not None:
            made[name] = number
    if evidence.parts:
        made["parts"] = [_evidence(part) for part in evidence.parts]
    return made


def _goal(goal: Goal) -> Json:
    return {
        "section": goal.section,
        "text": goal.evidence.exact,
        "name": goal.name,
        "unit_of_measure": goal.unit_of_measure,
        "value_text": goal.value_text,
        "value": float(goal.value),
        "comparator": goal.comparator,
        "year": goal.year,
        "evidence": _evidence(goal.evidence),
        "iri": goal.iri,
    }
