"""Rows of acts of which a text names only the ends: "các Nghị quyết số 01 đến 05/NQ-CP".

The ends are citations like others. Those between bear numbers that the text does not print, and may be of
other years or missing, so none is made up; the ledger tells of them.

Reads a text and its citations; gives ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from graph_build.document_numbers import parse
from graph_build.issues import doubtful_at, skipped_at
from graph_build.records import Citation, Issue
from graph_build.text import evidence

_TO = re.compile(r"[\s*]*(?:đến|tới|[-–—])[\s*]*(?:hết\s+)?", re.IGNORECASE)
_TIGHT = re.compile(
    r"(?<!\w)số\s*:?\s*\d{1,5}[-–—]\d{1,5}/(?:(?:19|20)\d\d/)?(?:QĐ|NQ|NĐ|CT|TT|TB|KH|CV|CĐ|TTr)-[A-ZĐ]{2,8}\b"
)
"""A row whose ends stand without a space, which no number is read from: "số 01-05/NQ-CP"."""
_ENDS = "Only the first and the last number of a row of acts are read."
_NONE = "The numbers of a row of acts are not read."


def act_ranges(text: str, citations: Sequence[Citation]) -> tuple[Issue, ...]:
    """Tell of rows of acts of which only the ends are cited, and of rows not read at all."""
    numbered = [one for one in citations if one.number is not None]
    issues = [
        doubtful_at("acts-between", evidence(text, first.start, last.end), _ENDS)
        for first, last in pairwise(numbered)
        if first.end <= last.start
        and _TO.fullmatch(text, first.end, last.start)
        and _apart(first.number or "", last.number or "")
    ]
    for row in _TIGHT.finditer(text):
        if not any(one.start < row.end() and row.start() < one.end for one in numbered):
            issues.append(skipped_at("acts-between", evidence(text, *row.span()), _NONE))
    return tuple(issues)


def _apart(first: str, last: str) -> bool:
    """Tell whether two numbers differ in nothing but the serial, and others lie between them."""
    one, other = parse(first), parse(last)
    if one is None or other is None or not (one.serial.isdigit() and other.serial.isdigit()):
        return False
    same = str(one).partition(one.serial)[2] == str(other).partition(other.serial)[2]
    return same and int(one.serial) + 1 < int(other.serial)
