"""Counterparts and gaps as tables for a spreadsheet and as JSON."""

from __future__ import annotations

import csv
import io
from typing import Final

from queries.counterparts import Comparison, Match, changes
from queries.gaps import Matrix

COLUMNS: Final = (
    *("section", "code", "text", "rank", "score", "likely", "verdict", "match_section", "match_code"),
    *(
        "match_title",
        "lead",
        "match_lead",
        "deadline",
        "match_deadline",
        "deadline_change",
        "iri",
        "match_iri",
    ),
)


def as_csv(found: Comparison) -> str:
    """Give a row for each match, and one without a match where there is none."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(COLUMNS)
    for entry in found.entries:
        here = entry.here
        first = [here.section, here.code, here.text]
        if not entry.matches:
            table.writerow([*first, *[""] * (len(COLUMNS) - 5), here.iri, ""])
        for rank, match in enumerate(entry.matches, 1):
            there = match.there
            change = changes(here, there).get("deadline", {})
            said = match.verdict.verdict if match.verdict else ""
            row = [*first, str(rank), f"{match.score:.4f}", str(match.is_likely).lower(), said]
            row += [there.section, there.code, there.text]
            row += ["; ".join(name for _, name in one.leads) for one in (here, there)]
            row += [change.get("here", ""), change.get("there", ""), change.get("change", "")]
            table.writerow([*row, here.iri, there.iri])
    return written.getvalue()


def gaps_csv(found: Matrix, *, missing: bool = False) -> str:
    """Give a matrix as CSV, a line for each mandate and a column for each plan."""
    written = io.StringIO()
    table = csv.writer(written, lineterminator="\r\n")
    table.writerow(["place", "text", *(plan.name for plan in found.plans)])
    table.writerows(gaps_lines(found, missing=missing))
    return written.getvalue()


def gaps_lines(found: Matrix, *, missing: bool = False) -> list[list[str]]:
    """Give a line for each mandate: place, text, and a cell for each plan; `missing` keeps the gaps alone."""
    return [
        [row.mandate.place, row.mandate.text, *(_cell(cell) for cell in row.cells)]
        for row in found.rows
        if row.is_gap or not missing
    ]


def _cell(match: Match | None) -> str:
    if match is None:
        return ""
    said = match.verdict.verdict if match.verdict else f"{match.score:.2f}"
    return f"{match.there.place or match.there.text[:40]} ({said})"


def gaps_object(found: Matrix, *, missing: bool = False) -> dict[str, object]:
    """Give a matrix as JSON carries it; `missing` keeps the gaps alone."""
    return {
        "document": {"iri": found.document.iri, "label": found.document.name},
        "plans": [
            {"iri": plan.iri, "label": plan.name, "covered": found.covered(place)}
            for place, plan in enumerate(found.plans)
        ],
        "left_out": [plan.iri for plan in found.left_out],
        "rows": [
            {
                "iri": row.mandate.iri,
                "kind": row.mandate.kind,
                "section": row.mandate.section,
                "code": row.mandate.code,
                "text": row.mandate.text,
                "evidence": [quote.as_object() for quote in row.mandate.evidence],
                "cells": [
                    cell
                    and {
                        "iri": cell.there.iri,
                        "section": cell.there.section,
                        "code": cell.there.code,
                        "score": round(cell.score, 4),
                        "verdict": cell.verdict.verdict if cell.verdict else None,
                    }
                    for cell in row.cells
                ],
            }
            for row in found.rows
            if row.is_gap or not missing
        ],
    }
