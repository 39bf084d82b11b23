"""Changes of a scenario, and why one cannot be carried out, in the words of both languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from graph_build.text import brief
from queries.bilingual import Language
from queries.report_words import day
from queries.scenario_changes import Change, Merge, Move, Reschedule, Role, Split, Unschedule
from queries.scenario_share import Rule
from queries.scenario_table import Outcome

_SHOWN: Final = 5
_LONGEST: Final = 160

HYPOTHETICAL: Final[Mapping[Language, str]] = {
    "vi": (
        "Đây là kịch bản giả định, không phải nội dung văn bản: không có gì ở đây được ghi vào đồ thị, "
        "và các câu truy vấn không thấy kịch bản này."
    ),
    "en": (
        "This is a hypothetical scenario, not what documents say: nothing of it is written into the graph, "
        "and no query sees it."
    ),
}
"""What stands over everything that a scenario gives."""

_ROLES: Final[Mapping[Language, Mapping[Role, str]]] = {
    "vi": {"lead": "chủ trì", "coordinate": "phối hợp", "both": "chủ trì và phối hợp"},
    "en": {"lead": "leading", "coordinate": "coordinating", "both": "leading and coordinating"},
}

_RULES: Final[Mapping[Language, Mapping[Rule, str]]] = {
    "vi": {
        "even": "chia đều nhiệm vụ",
        "document": "nhiệm vụ của cùng một văn bản về cùng một đơn vị",
        "role": "{first} nhận việc chủ trì, {second} nhận việc chỉ phối hợp",
        "first": "{first} nhận nhiệm vụ",
    },
    "en": {
        "even": "tasks in equal numbers",
        "document": "tasks of one document together",
        "role": "{first} takes what is led, {second} what is only coordinated",
        "first": "{first} takes the tasks",
    },
}

_CHANGES: Final[Mapping[Language, Mapping[str, str]]] = {
    "vi": {
        "into": "Sáp nhập {units} vào {result}",
        "new": "Hợp nhất {units} thành đơn vị mới “{result}”",
        "split": "Chia {unit} thành {parts}: {shared}",
        "split-off": "Tách {parts} ra khỏi {unit}, đơn vị này vẫn còn: {shared}",
        "rows": ", trừ {count} dòng chọn riêng",
        "all": "Chuyển mọi nhiệm vụ ({role}) từ {source} sang {target}",
        "document": "Chuyển mọi nhiệm vụ ({role}) do {document} giao từ {source} sang {target}",
        "tasks": "Chuyển {count} nhiệm vụ ({role}) từ {source} sang {target}: {tasks}",
        "deadline": "Đặt hạn của nhiệm vụ “{task}” là {due}",
        "no-deadline": "Bỏ hạn của nhiệm vụ “{task}”",
    },
    "en": {
        "into": "Merge {units} into {result}",
        "new": "Merge {units} into a new unit “{result}”",
        "split": "Split {unit} into {parts}: {shared}",
        "split-off": "Split {parts} off {unit}, which stays: {shared}",
        "rows": ", but for {count} row(s) that are chosen",
        "all": "Move all tasks ({role}) from {source} to {target}",
        "document": "Move all tasks ({role}) that {document} states from {source} to {target}",
        "tasks": "Move {count} task(s) ({role}) from {source} to {target}: {tasks}",
        "deadline": "Make the task “{task}” due {due}",
        "no-deadline": "Take the deadline of the task “{task}” away",
    },
}

_PROBLEMS: Final[Mapping[Language, Mapping[str, str]]] = {
    "vi": {
        "unit-gone": "Đồ thị không (còn) có đơn vị {about}.",
        "merged": "Thay đổi {other} đã sáp nhập {about} vào đơn vị khác.",
        "split": "Thay đổi {other} đã chia {about} thành các đơn vị khác.",
        "collective": "{about} là nhóm gọi chung, không sáp nhập hay chia tách được.",
        "part-empty": "Theo cách chia này, {about} không nhận nhiệm vụ nào.",
        "name-taken": "Thay đổi {other} đã lập một đơn vị tên {about}.",
        "document-gone": "Đồ thị không (còn) có văn bản {about}.",
        "tasks-gone": "Đồ thị không (còn) có nhiệm vụ nào trong số đã nêu.",
        "task-gone": "Đồ thị không (còn) có nhiệm vụ {about}.",
        "no-part": "{about} không có nhiệm vụ nào như vậy trong vai trò này.",
        "moved-back": (
            "Thay đổi {other} đã chuyển nhiệm vụ {about} khỏi chính đơn vị này; hãy bỏ thay đổi đó thay vì "
            "chuyển trở lại."
        ),
        "dated": "Thay đổi {other} đã đặt hoặc bỏ hạn của nhiệm vụ {about}; hãy bỏ thay đổi đó trước.",
        "no-due": "Nhiệm vụ {about} không có hạn nêu trong văn bản.",
        "before-start": "Hạn mới sớm hơn thời điểm bắt đầu đã nêu của nhiệm vụ {about}.",
        "missing": "Không chuyển được: {tasks}. Nhiệm vụ không (còn) có, hoặc đơn vị không tham gia.",
    },
    "en": {
        "unit-gone": "The graph has no unit {about} (any more).",
        "merged": "Change {other} already merges {about} into another unit.",
        "split": "Change {other} already splits {about} into other units.",
        "collective": "{about} is a collective, which is not merged or split.",
        "part-empty": "Shared out so, no task goes to {about}.",
        "name-taken": "Change {other} already makes a unit of the name {about}.",
        "document-gone": "The graph has no document {about} (any more).",
        "tasks-gone": "The graph has none of the tasks named (any more).",
        "task-gone": "The graph has no task {about} (any more).",
        "no-part": "{about} has no such task in this role.",
        "moved-back": (
            "Change {other} moves the task {about} away from this very unit; take that change back instead."
        ),
        "dated": "Change {other} already changes the deadline of {about}; take that change back first.",
        "no-due": "No deadline is stated for {about}.",
        "before-start": "The new deadline lies before the stated start of {about}.",
        "missing": "Not moved: {tasks}. The task is not there (any more), or the unit takes no part in it.",
    },
}


def change_words(change: Change, labels: Mapping[str, str], language: Language) -> str:
    """Say what a change does; `labels` tells what things are called by IRI."""
    said = _CHANGES[language]
    match change:
        case Merge():
            return said["new" if change.name else "into"].format(
                units=_listed(change.sources, labels, " và " if language == "vi" else " and "),
                result=_label(change.result, labels),
            )
        case Split():
            return _split_words(change, labels, language)
        case Move():
            form = "tasks" if change.tasks else "document" if change.document else "all"
            return said[form].format(
                role=_ROLES[language][change.role],
                source=_label(change.source, labels),
                target=_label(change.target, labels),
                document=_label(change.document, labels),
                count=len(change.tasks),
                tasks=_listed(change.tasks, labels),
            )
        case Reschedule():
            return said["deadline"].format(
                task=_label(change.task, labels), due=moment_words(change.due, change.precision, language)
            )
        case Unschedule():
            return said["no-deadline"].format(task=_label(change.task, labels))


def _split_words(change: Split, labels: Mapping[str, str], language: Language) -> str:
    said, last = _CHANGES[language], " và " if language == "vi" else " and "
    first, second = (_label(unit, labels) for unit in change.results[:2])
    new = [unit for unit in change.results if unit != change.unit]
    shared = _RULES[language][change.rule].format(first=first, second=second)
    if change.rows:
        shared += said["rows"].format(count=len(change.rows))
    return said["split" if len(new) == len(change.results) else "split-off"].format(
        unit=_label(change.unit, labels), parts=_listed(new, labels, last), shared=shared
    )


def problem_words(outcome: Outcome, labels: Mapping[str, str], language: Language) -> str:
    """Say why a change was not carried out, or not in full; "" where it was."""
    said, problem = _PROBLEMS[language], outcome.problem
    if problem:
        return said[problem.code].format(about=_label(problem.about, labels), other=problem.other)
    return said["missing"].format(tasks=_listed(outcome.missing, labels)) if outcome.missing else ""


def moment_words(due: str, precision: str, language: Language) -> str:
    """Write a deadline at its precision: "quý 2/2023", "in Q2 2023", "15/6/2023", "15 June 2023"."""
    year, *rest = due.split("-")
    month = int(rest[0]) if rest else 0
    if precision == "quarter":
        return f"quý {month // 3}/{year}" if language == "vi" else f"in Q{month // 3} {year}"
    if precision == "half_year":
        half = "6 tháng đầu năm" if month == 6 else "6 tháng cuối năm"
        return f"{half} {year}" if language == "vi" else f"in half {month // 6} of {year}"
    if len(rest) == 2:
        return day(due, language)
    if rest:
        return f"tháng {month}/{year}" if language == "vi" else f"in {day(due, language)}"
    return f"năm {year}" if language == "vi" else f"in {year}"


def _label(iri: str, labels: Mapping[str, str]) -> str:
    return brief(labels.get(iri, iri), _LONGEST)


def _listed(iris: Sequence[str], labels: Mapping[str, str], last: str = "; ") -> str:
    *others, end = [_label(iri, labels) for iri in iris[:_SHOWN]] or [""]
    shown = last.join(filter(None, ("; ".join(others), end)))
    return shown + (f"; … (+{len(iris) - _SHOWN})" if len(iris) > _SHOWN else "")
