"""A load report as CSV, as JSON, and as a table for people, with the counting rule beside the figures."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import asdict, fields
from io import StringIO
from typing import TYPE_CHECKING, Any, Final

from queries.as_of import sentences
from queries.bilingual import Language
from queries.fitted_table import Column, fitted
from queries.load import LoadReport, LoadRow, PeriodSummary
from queries.load_rules import rule
from queries.unit_readings import moved_words, units_rule

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS: Final = tuple(field.name for field in fields(LoadRow))
"""The columns of the CSV, which are the keys of a row in JSON."""

_DIGITS: Final = 12
_ROWS_AT_ONCE: Final = 256
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_HEADINGS: Final = {
    "period": ("Kỳ", "Period"),
    "name": ("Đơn vị", "Unit"),
    "led": ("Chủ trì", "Leads"),
    "coordinated": ("Phối hợp", "Coordinates"),
    "load": ("Khối lượng", "Load"),
    "band": ("Thấp–cao", "Low–high"),
    "change": ("Thay đổi", "Change"),
    "due": ("Đến hạn", "Due"),
    "partners": ("Đối tác", "Partners"),
    "strength": ("Cường độ", "Strength"),
    "betweenness": ("Trung gian", "Betweenness"),
    "pagerank": ("PageRank", "PageRank"),
    "community": ("Cụm", "Community"),
    "share": ("Tỷ lệ phối hợp", "Share"),
}


_GIVE_WAY: Final = ("share", "strength", "change", "band", "betweenness", "community", "pagerank")
"""The columns that a narrow table does without, the last first."""

_MORE_HEADINGS: Final = {
    "actor": ("IRI", "IRI"),
    "kind": ("Loại", "Kind"),
    "led_alone": ("Chủ trì một mình", "Leads alone"),
    "tasks": ("Nhiệm vụ", "Tasks"),
    "load_low": ("Khối lượng thấp", "Load, low"),
    "load_high": ("Khối lượng cao", "Load, high"),
}


def heading(name: str, language: Language) -> str:
    """Give the heading of a column for people."""
    both = _HEADINGS[name] if name in _HEADINGS else _MORE_HEADINGS[name]
    return both[0 if language == "vi" else 1]


def as_csv(report: LoadReport) -> Iterator[str]:
    """Give the rows as lines of CSV (RFC 4180), each with its line end, the header first.

    The last columns name the reading of units, "as-written" or a day, and the day that documents count by.
    """
    rows = (tuple(_cell(value) for value in asdict(row).values()) for row in report.rows)
    time = (report.units, report.as_of.day)
    for cells in ((*COLUMNS, "units", "as_of"), *((*row, *time) for row in rows)):
        line = StringIO()
        csv.writer(line, lineterminator="\r\n").writerow(cells)
        yield line.getvalue()


def as_object(report: LoadReport, language: Language = "en") -> dict[str, Any]:
    """Give the report as an object for JSON: rule, settings, counts, units, `periods` and `rows`."""
    return {
        **_head(report, language),
        "rows": [_rounded(row) for row in report.rows],
    }


def as_json(report: LoadReport, language: Language, snapshot: str) -> Iterator[str]:
    """Write what `as_object` gives, with the snapshot first, in pieces of some hundred rows.

    The object of sixty thousand rows takes 60 MB and its text 25 MB; only a piece is in memory here.
    """
    head = _ENCODER.encode({"snapshot": snapshot, **_head(report, language)})
    piece = [f'{head[:-1]},"rows":[']
    for place, row in enumerate(report.rows):
        piece += ("," if place else "", _ENCODER.encode(_rounded(row)))
        if place % _ROWS_AT_ONCE == _ROWS_AT_ONCE - 1:
            yield "".join(piece)
            piece = []
    yield "".join((*piece, "]}"))


def _head(report: LoadReport, language: Language) -> dict[str, Any]:
    return {
        "rule": rule(report.settings, language),
        "settings": asdict(report.settings),
        "tasks": report.tasks,
        "undated": report.undated,
        "not_expanded": list(report.not_expanded),
        "units": report.units,
        "moved": [asdict(one) for one in report.moved],
        **({"as_of": report.as_of.as_object()} if report.as_of.day else {}),
        "periods": [_rounded(one) for one in report.periods],
    }


def notes(report: LoadReport, language: Language = "en") -> list[str]:
    """Say what stands beside the figures: the rule, undated tasks, collectives that are not expanded."""
    said = [rule(report.settings, language), units_rule(report.units, language)]
    said += [f"{moved_words(one, language)}." for one in report.moved]
    said += sentences(report.as_of, language)
    whole = report.settings.period == "whole"
    if report.undated and language == "vi":
        where = "tính trong toàn bộ" if whole else "không thuộc kỳ nào"
        said.append(f"{report.undated} / {report.tasks} nhiệm vụ không nêu thời điểm, {where}.")
    elif report.undated:
        where = "counted in the whole" if whole else "in no period"
        said.append(f"{report.undated} of {report.tasks} tasks are undated, {where}.")
    if report.not_expanded and report.settings.collectives == "expanded":
        lead = "Nhóm chưa rõ thành viên" if language == "vi" else "Collectives whose members are not known"
        said.append(f"{lead}: {'; '.join(report.not_expanded)}.")
    return said


def summaries(report: LoadReport, language: Language = "en") -> list[str]:
    """Say how evenly each period's coordination is spread, one sentence a period."""
    words = (
        "{0}: {1} nhiệm vụ, {2} đến hạn, {3} đơn vị và nhóm; Gini phối hợp {4:.3f}, Gini khối lượng "
        "{5:.3f}, ba đơn vị đầu {6:.1%} lượt phối hợp."
        if language == "vi"
        else "{0}: {1} tasks, {2} due, {3} units and collectives; Gini of coordination {4:.3f}, "
        "of load {5:.3f}, top three {6:.1%} of all coordination."
    )
    return [
        words.format(
            *(
                one.period,
                one.tasks,
                one.due,
                one.actors,
                one.gini_coordination,
                one.gini_load,
                one.top3_share,
            )
        )
        for one in report.periods
    ]


def as_table(report: LoadReport, language: Language = "en", width: int = 200) -> Table:
    """Lay the rows out for people, the greatest load of a period first, in a width of a terminal."""
    told = [_told(row) for row in report.rows]
    columns = [
        Column(
            heading(name, language),
            [cells[name] for cells in told],
            is_name=name == "name",
            gives_way=_GIVE_WAY.index(name) + 1 if name in _GIVE_WAY else 0,
        )
        for name in _HEADINGS
        if name not in {"period", "change"} or report.settings.period != "whole"
    ]
    return fitted(columns, width, language)


def _told(row: LoadRow) -> dict[str, str]:
    return {
        "period": row.period,
        "name": row.name or row.actor,
        "led": str(row.led),
        "coordinated": str(row.coordinated),
        "load": f"{row.load:.2f}",
        "band": f"{row.load_low:.2f}–{row.load_high:.2f}",
        "change": "" if row.change is None else f"{row.change:+.2f}",
        "due": str(row.due),
        "partners": str(row.partners),
        "strength": str(row.strength),
        "betweenness": f"{row.betweenness:.4f}",
        "pagerank": f"{row.pagerank:.4f}",
        "community": str(row.community),
        "share": f"{row.share:.1%}",
    }


def _cell(value: object) -> object:
    return repr(round(value, _DIGITS)) if isinstance(value, float) else "" if value is None else value


def _rounded(row: LoadRow | PeriodSummary) -> dict[str, Any]:
    told = ((field.name, getattr(row, field.name)) for field in fields(row))
    return {name: round(value, _DIGITS) if isinstance(value, float) else value for name, value in told}
