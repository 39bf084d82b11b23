"""Findings against the hand-checked contradictions of high severity: every one must be found."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from graph_build.extract import extract, unit_book
from graph_build.finding_facts import Source
from graph_build.findings import facts_of, find
from graph_build.readers import read
from graph_build.records import Evidence, Finding
from ontology.register import load_units

pytestmark = pytest.mark.accuracy

CODES = {
    "document_number": {"annex-of-other-number"},
    "document_date": {"act-with-two-dates"},
    "role_overlap": {"two-leads"},
    "missing_value": {"empty-lead"},
    "unit_of_measure": {"unit-against-footnote"},
    "target_value": {"target-against-footnote"},
    "sum": {"sum-of-staff"},
    "person_name": {"person-in-two-spellings"},
    "ocr_error": {"misread-unit-name"},
}
"""The kinds of finding that answer a category of the hand-checked list."""


@pytest.fixture(scope="module")
def sources(seeds_dir: Path) -> list[Source]:
    texts = [read(path) for path in sorted(seeds_dir.glob("*.txt"))]
    return [Source(extract(text, unit_book()), text.text) for text in texts]


@pytest.fixture(scope="module")
def findings(sources: list[Source]) -> tuple[Finding, ...]:
    return find(
        [facts_of(*one) for one in sources], [unit.name for unit in load_units() if not unit.is_group]
    )


def quotes(finding: Finding, files: dict[str, str]) -> Iterable[tuple[str, Evidence]]:
    for quote in finding.quotes:
        for piece in (quote.evidence, *quote.evidence.parts):
            yield files[quote.document], piece


def shows(finding: Finding, spots: list[dict[str, Any]], files: dict[str, str]) -> bool:
    """Tell whether a finding quotes one of the spots."""
    return any(
        file == spot["file"] and piece.start < spot["char_end"] and spot["char_start"] < piece.end
        for file, piece in quotes(finding, files)
        for spot in spots
    )


def test_every_contradiction_is_found(
    sources: list[Source], findings: tuple[Finding, ...], gold_dir: Path
) -> None:
    files = {source.name: source.record.source_name[:3] for source in sources}
    listed = json.loads((gold_dir / "discrepancies-high.json").read_text("utf-8"))
    assert len(listed) == 13
    missed = []
    for one in listed:
        others = [spot for spot in one["others"] if spot["surface"] != one["a"]["surface"]]
        answers = [finding for finding in findings if finding.code in CODES[one["category"]]]
        if not any(
            shows(finding, [one["a"]], files) and shows(finding, [one["b"], *others], files)
            for finding in answers
        ):
            missed.append(one["id"])
    assert missed == []


def test_quotes_stand_in_the_texts(sources: list[Source], findings: tuple[Finding, ...]) -> None:
    texts = {source.name: source.text for source in sources}
    for finding in findings:
        for quote in finding.quotes:
            for piece in (quote.evidence, *quote.evidence.parts):
                assert texts[quote.document][piece.start : piece.end] == piece.exact


def test_the_list_is_no_longer_than_what_was_read(findings: tuple[Finding, ...]) -> None:
    """All findings of these texts were read by hand; a new one must be read too."""
    assert len(findings) == 17
