"""Findings: contradictions and gaps in the documents of a build, by rules that know no document.

`facts_of` looks at one document and keeps of it what is needed to compare it with others; `find` puts the
facts of all documents together and gives the findings in a fixed order. No text is needed after
`facts_of`. Nothing is corrected here or anywhere: a finding quotes the spots and leaves the choice to the
reader.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from graph_build import finding_acts as acts
from graph_build import finding_dates as dates
from graph_build import finding_figures as figures
from graph_build import finding_mandates as mandates
from graph_build import finding_names as people
from graph_build import finding_sums as sums
from graph_build.finding_codes import CODES
from graph_build.finding_facts import Facts, Source
from graph_build.records import DocumentRecord, Finding

_IN_ONE: tuple[Callable[[Source], Iterator[Finding]], ...] = (
    acts.annex_numbers,
    acts.annex_years,
    acts.two_dates,
    acts.two_numbers,
    dates.impossible_dates,
    dates.weekdays_of_other_days,
    dates.reversed_periods,
    acts.dates_against_numbers,
    acts.kinds_against_numbers,
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
    sums.wrong_sums,
    sums.sums_in_sentences,
    sums.counts_of_items,
    sums.counts_of_tasks,
    people.people_in_two_posts,
    people.misread_places,
)
"""The rules that look at one document at a time."""

_RANK = {"high": 0, "medium": 1, "low": 2}
_ORDER = {code: place for place, code in enumerate(CODES)}


def facts_of(record: DocumentRecord, text: str) -> Facts:
    """Find what contradicts itself in one document, and keep what comparing it with others takes.

    `record` bears the IRI under which it goes into the graph; `text` is the text its offsets count in.
    Raises RecordInvalid where the record quotes words that the text does not hold.
    """
    source = Source(record, text)
    return Facts(
        document=source.name,
        source_name=record.source_name,
        text_sha256=record.text_sha256,
        findings=tuple(dict.fromkeys(finding for rule in _IN_ONE for finding in rule(source))),
        acts=acts.act_dates(source),
        people=people.people_named(source),
        units=people.units_named(source),
    )


def find(facts: Iterable[Facts], unit_names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Find the contradictions and gaps of a corpus: in each document, and between documents.

    `unit_names` are the proper names of the register's units, with which misread names are told. Ordered
    by document, then severity, kind and place; the same documents in any order give the same findings.
    """
    ordered = sorted(facts, key=lambda one: (one.document, one.source_name))
    findings = [finding for one in ordered for finding in one.findings]
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
