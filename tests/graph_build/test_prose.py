"""Mandates in prose: a folder a form, with what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import DocumentRecord, MandateRole, Task

CASES = Path(__file__).parent / "cases" / "prose"
LEADING: frozenset[MandateRole] = frozenset({"lead", "focal", "perform"})


def read(text: str) -> DocumentRecord:
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


def named(task: Task, roles: frozenset[MandateRole]) -> list[str]:
    return [one.actor.as_written for one in task.assignments if one.role in roles]


def said(record: DocumentRecord) -> dict[str, Any]:
    duties = [
        {
            "section": duty.section,
            "units": [actor.as_written for actor in duty.actors],
            "text": duty.text,
            "lead": duty.is_lead,
            "with": [actor.as_written for actor in duty.coordinates_with],
            **({"due": duty.deadline.due} if duty.deadline.due else {}),
        }
        for duty in record.duties
    ]
    tasks = [
        {
            "section": task.section,
            "code": task.code,
            "title": task.title,
            "lead": named(task, LEADING),
            "coordinate": named(task, frozenset({"coordinate"})),
            "due": task.deadline.due,
        }
        for task in record.tasks
    ]
    return {"duties": duties, "tasks": tasks, "measures": [measure.text for measure in record.measures]}


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_form_of_prose_is_read(case: Path) -> None:
    record = read((case / "source.txt").read_text(encoding="utf-8"))
    assert said(record) == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_names_that_are_not_read_whole_lay_no_duty_on_those_before_them() -> None:
    record = read((CASES / "resolution-who-carries-it-out" / "source.txt").read_text(encoding="utf-8"))
    left = [issue for issue in record.skipped if issue.code == "unread-passage"]
    assert [issue.text.partition(" có trách nhiệm ")[2] for issue in left] == ["bón phân.", "phát hạt giống."]
    assert {issue.why for issue in left} == {
        "The list of those who act goes on with names that are not recognised."
    }


def test_a_line_end_in_a_sentence_parts_no_list_of_names() -> None:
    source = (CASES / "task-given-in-a-sentence" / "source.txt").read_text(encoding="utf-8")
    wrapped = (
        "phối hợp với các Bộ: Ngoại giao, Quốc phòng,\nCông an, Tài chính và UBND các xã tổ chức cắm mốc"
    )
    (task, *_) = read(
        source.replace("phối hợp với Sở Y tế, Công an tỉnh và UBND các xã tổ chức cắm mốc", wrapped)
    ).tasks
    ministries = ["Bộ Ngoại giao", "Bộ Quốc phòng", "Bộ Công an", "Bộ Tài chính"]
    assert [one.actor.name for one in task.assignments if one.role == "coordinate"] == [
        *ministries,
        "UBND các xã",
    ]
