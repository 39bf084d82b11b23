"""Counterparts as a table for a spreadsheet: one row a match."""

from __future__ import annotations

import csv
import io
from typing import Final

from queries.counterparts import Comparison, changes

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
