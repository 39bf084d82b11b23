"""Findings: contradictions and gaps in the documents of a build, by rules that know no document.

Reads the records of all documents with their texts; gives findings in a fixed order. Nothing is corrected
here or anywhere: a finding quotes the spots and leaves the choice to the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from graph_build import finding_acts as acts
from graph_build import finding_figures as figures
from graph_build import finding_mandates as mandates
from graph_build import finding_names as people
from graph_build.finding_codes import CODES, Source
from graph_build.records import Finding

_IN_ONE: tuple[Callable[[Source], Iterator[Finding]], ...] = (
    acts.annex_numbers,
    acts.two_dates,
    acts.two_numbers,
    acts.impossible_dates,
    acts.dates_against_numbers,
    acts.later_acts,
    mandates.due_before_document,
    mandates.start_after_due,
    mandates.empty_leads,
    mandates.two_leads,
    mandates.lead_also_coordinates,
    figures.units_against_footnotes,
    figures.targets_against_footnotes,
    figures.sums_of_staff,
    figures.counts_of_targets,
    people.people_in_two_posts,
)
"""The rules that look at one document at a time."""

_RANK = {"high": 0, "medium": 1, "low": 2}
_ORDER = {code: place for place, code in enumerate(CODES)}


def find(sources: Sequence[Source], unit_names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Find the contradictions and gaps of a corpus: in each document, and between documents.

    `unit_names` are the proper names of the register's units, with which misread names are told. Ordered
    by document, then severity, kind and place; the same documents in any order give the same findings.
    """
    ordered = sorted(sources, key=lambda source: (source.name, source.record.source_name))
    findings = [finding for source in ordered for rule in _IN_ONE for finding in rule(source)]
    findings += acts.two_dates_across(ordered)
    findings += people.people_in_two_spellings(ordered)
    findings += people.misread_units(ordered, unit_names)
    return tuple(sorted(dict.fromkeys(findings), key=_place))


def _place(finding: Finding) -> tuple[str, int, int, int, str]:
    first = finding.quotes[0]
    return (
        first.document,
        _RANK[finding.severity],
        _ORDER[finding.code],
        first.evidence.start,
        finding.message_en,
    )
