"""A scenario beside the facts as CSV, JSON, XLSX and a table for people, labelled as hypothetical in each."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from typing import IO, TYPE_CHECKING, Any, Final

from queries.bilingual import Language
from queries.cells import cell, table_sheet
from queries.fitted_table import Column, fitted
from queries.load import PeriodSummary
from queries.load_format import heading
from queries.load_rules import rule
from queries.scenario_compare import FIGURES, Comparison, Difference
from queries.scenario_notation import as_object as change_object
from queries.scenario_words import HYPOTHETICAL, change_words, problem_words
from queries.scenarios import Scenario

if TYPE_CHECKING:
    from rich.table import Table

SIDES: Final = ("before", "after", "change")
COLUMNS: Final = (
    *("scenario", "period", "actor", "name", "kind"),
    *(f"{figure}_{side}" for figure in FIGURES for side in SIDES),
)
"""The columns of the CSV; a figure before is that of the facts, after that of the scenario."""

_DIGITS: Final = 12
_SHOWN: Final = ("tasks", "led", "coordinated", "load", "due", "partners")
_GIVE_WAY: Final = ("led", "coordinated", "due", "partners")
"""The figures that a narrow table does without, the last first."""
_WORDS: Final[Mapping[Language, Mapping[str, str]]] = {
    "vi": {
        "scenario": "Kịch bản giả định",
        "before": "hiện có",
        "after": "giả định",
        "change": "thay đổi",
        "sheet": "Giả định",
        "about": "Kịch bản",
        "none": "Kịch bản không làm thay đổi nhiệm vụ, khối lượng hay đối tác của đơn vị nào.",
        "not": "CHƯA ÁP DỤNG",
        "part": "ÁP DỤNG MỘT PHẦN",
        "whole": (
            "{0}: {1} → {2} đơn vị và nhóm; Gini phối hợp {3:.3f} → {4:.3f}, Gini khối lượng {5:.3f} → "
            "{6:.3f}, ba đơn vị đầu {7:.1%} → {8:.1%} lượt phối hợp."
        ),
        "internal": "Nhiệm vụ mà một đơn vị vừa chủ trì vừa phối hợp: {0} → {1}.",
    },
    "en": {
        "scenario": "Hypothetical scenario",
        "before": "now",
        "after": "supposed",
        "change": "change",
        "sheet": "What-if",
        "about": "Scenario",
        "none": "The scenario changes the tasks, load and partners of no unit.",
        "not": "NOT APPLIED",
        "part": "APPLIED IN PART",
        "whole": (
            "{0}: {1} → {2} units and collectives; Gini of coordination {3:.3f} → {4:.3f}, of load {5:.3f} → "
            "{6:.3f}, top three {7:.1%} → {8:.1%} of all coordination."
        ),
        "internal": "Tasks that one unit both leads and coordinates: {0} → {1}.",
    },
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is written: the scenario, its comparison with the facts, and what things are called."""

    scenario: Scenario
    comparison: Comparison
    labels: Mapping[str, str]
    snapshot: str = ""


def as_csv(sheet: Sheet) -> Iterator[str]:
    """Give all rows as lines of CSV (RFC 4180), each with its line end, the header first."""
    yield _line(COLUMNS)
    for row in sheet.comparison.rows:
        yield _line(_cells(sheet.scenario.title, row))


def as_object(sheet: Sheet, language: Language = "en") -> dict[str, Any]:
    """Give the scenario and what it comes to as an object for JSON."""
    found = sheet.comparison
    return {
        "hypothetical": True,
        "notice": HYPOTHETICAL[language],
        "name": sheet.scenario.name,
        "title": sheet.scenario.title,
        "snapshot": sheet.snapshot,
        "changes": changes_as_objects(sheet, language),
        "rule": rule(found.before.settings, language),
        "settings": asdict(found.before.settings),
        "internal": {"before": found.internal[0], "after": found.internal[1]},
        "periods": [
            {"period": one.name, "before": _summary(one.before), "after": _summary(one.after)}
            for one in found.periods
        ],
        "rows": [_row(row) for row in found.rows],
    }


def changes_as_objects(sheet: Sheet, language: Language) -> list[dict[str, Any]]:
    """Give every change with its number, words, who made it, and why it was not carried out, or null."""
    by_number = {kept.number: kept.stamp for kept in sheet.scenario.changes}
    return [
        {
            "number": one.number,
            "change": change_object(one.change),
            "words": change_words(one.change, sheet.labels, language),
            "by": by_number[one.number].by,
            "at": by_number[one.number].at,
            "applied": one.problem is None,
            "participations": len(one.parts),
            "problem": problem_words(one, sheet.labels, language) or None,
            "missing": list(one.missing),
        }
        for one in sheet.comparison.outcomes
    ]


def notes(sheet: Sheet, language: Language) -> list[str]:
    """Say what stands beside the figures: that they are hypothetical, every change, the whole, the rule."""
    words, found = _WORDS[language], sheet.comparison
    said = [f"{words['scenario']}: {sheet.scenario.title}. {HYPOTHETICAL[language]}"]
    for one in found.outcomes:
        line = f"{one.number}. {change_words(one.change, sheet.labels, language)}."
        if one.problem or one.missing:
            mark = words["not" if one.problem else "part"]
            line += f" {mark}: {problem_words(one, sheet.labels, language)}"
        said.append(line)
    for period in found.periods:
        sides = [period.before or _EMPTY, period.after or _EMPTY]
        names = ("actors", "gini_coordination", "gini_load", "top3_share")
        pairs = [getattr(side, name) for name in names for side in sides]
        said.append(words["whole"].format(period.name, *pairs))
    if found.internal[0] != found.internal[1]:
        said.append(words["internal"].format(*found.internal))
    return [*said, rule(found.before.settings, language)]


def as_table(sheet: Sheet, language: Language, width: int = 200) -> Table:
    """Lay the changed rows out for people: every figure now, supposed, and what it changes by."""
    found = sheet.comparison
    columns = [
        Column(
            heading(name, language),
            [_told(row, name) for row in found.changed],
            gives_way=_GIVE_WAY.index(name) + 1 if name in _GIVE_WAY else 0,
        )
        for name in _SHOWN
    ]
    names = [row.shown.name or row.shown.actor for row in found.changed]
    columns.insert(0, Column(heading("name", language), names, is_name=True))
    if found.before.settings.period != "whole":
        columns.insert(0, Column(heading("period", language), [row.shown.period for row in found.changed]))
    return fitted(columns, width, language, f"{_WORDS[language]['scenario']}: {sheet.scenario.title}")


def nothing_changes(language: Language) -> str:
    """Say that no unit's figures change."""
    return _WORDS[language]["none"]


def write_workbook(sheet: Sheet, output: IO[bytes], language: Language) -> None:
    """Write an XLSX workbook: all rows, and a sheet with the changes and how figures are counted."""
    from openpyxl import Workbook  # noqa: PLC0415 - slow to import, and most answers do without

    words = _WORDS[language]
    book = Workbook(write_only=True)
    headings = [words["scenario"], *(heading(name, language) for name in COLUMNS[1:5])]
    headings += [f"{heading(name, language)}: {words[side]}" for name in FIGURES for side in SIDES]
    written = table_sheet(book, words["sheet"], headings, [28, 10, 40, 44, 10, *([13] * len(COLUMNS[5:]))])
    for row in sheet.comparison.rows:
        written.append([cell(written, value) for value in _cells(sheet.scenario.title, row)])
    about = book.create_sheet(words["about"])
    about.column_dimensions["A"].width = 120
    for place, sentence in enumerate(notes(sheet, language)):
        about.append([cell(about, sentence, bold=place == 0)])
    book.save(output)


_EMPTY: Final = PeriodSummary("", 0, 0, 0, 0, 0.0, 0.0, 0.0)


def _told(row: Difference, name: str) -> str:
    before, after, change = row.figure(name)
    form = "{:.2f}" if name == "load" else "{:.0f}"
    if not change:
        return form.format(before)
    sign = "+" if change > 0 else "−"
    return f"{form.format(before)} → {form.format(after)} ({sign}{form.format(abs(change))})"


def _figures(row: Difference) -> Iterator[float | int]:
    for name in FIGURES:
        for value in row.figure(name):
            yield round(value, _DIGITS) if name in {"load", "betweenness", "share"} else int(value)


def _cells(title: str, row: Difference) -> Sequence[object]:
    shown = row.shown
    return (title, shown.period, shown.actor, shown.name, shown.kind, *_figures(row))


def _row(row: Difference) -> dict[str, Any]:
    figures = iter(_figures(row))
    shown = row.shown
    made: dict[str, Any] = {name: getattr(shown, name) for name in ("period", "actor", "name", "kind")}
    made["changed"] = row.is_changed
    return made | {name: {side: next(figures) for side in SIDES} for name in FIGURES}


def _summary(one: PeriodSummary | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        name: round(value, _DIGITS) if isinstance(value, float) else value
        for name, value in asdict(one).items()
        if name != "period"
    }


def _line(cells: Sequence[object]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator="\r\n").writerow(
        [repr(value) if isinstance(value, float) else value for value in cells]
    )
    return line.getvalue()
