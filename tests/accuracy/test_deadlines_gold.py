"""Deadlines against the hand-checked records: every raw value must be read as a person read it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph_build.deadlines import parse_deadline
from graph_build.persons import parse_people, unify_people

pytestmark = pytest.mark.accuracy


def records(gold_dir: Path) -> list[dict[str, Any]]:
    files = [*sorted((gold_dir / "records").glob("*.json")), *sorted((gold_dir / "dev").glob("*.json"))]
    return [json.loads(file.read_text("utf-8")) for file in files]


def test_every_deadline(gold_dir: Path) -> None:
    wrong, count = [], 0
    for record in records(gold_dir):
        for task in record.get("tasks", []):
            start_text = task.get("start_raw") or ""
            due_text = task.get("due_raw") or task.get("due_text") or ""
            deadline, issues = parse_deadline(start_text, due_text, document_date=record["document"]["date"])
            count += 1
            expected = (task.get("start"), task.get("due"))
            if (deadline.start, deadline.due) != expected or issues:
                wrong.append((start_text, due_text, expected, deadline, issues))
            if recurrence := task.get("recurrence"):
                assert deadline.recurrence is not None
                assert deadline.recurrence.kind == recurrence["kind"]
                assert deadline.recurrence.latest_day == recurrence.get("latest_day")
    assert count > 200
    assert wrong == []


def test_every_person(gold_dir: Path) -> None:
    named: list[dict[str, Any]] = []
    for record in records(gold_dir):
        for task in record.get("tasks", []):
            for role in ("lead", "coordinate"):
                named += [who for who in task[role] if isinstance(who, dict)]
    people = [parse_people(who["raw"]) for who in named]
    unified = unify_people(m.person for mentions in people for m in mentions)
    assert len(named) > 40
    for who, mentions in zip(named, people, strict=True):
        if who["person"] is None:
            assert mentions == ()
            continue
        assert len(mentions) == 1
        person = unified[mentions[0].person]
        assert person.name == who["person"]
        assert (person.honorific, person.post) == (who["honorific"], who["post"])
        assert list(person.parent_chain) == who["parent_chain"]
        assert (person.organisation or "").casefold() == (who["organisation"] or "").casefold()
        assert who["raw"][mentions[0].start : mentions[0].end] == who["raw"]
