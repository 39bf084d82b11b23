"""Contradictions in figures: units of measure, targets, sums of staff, counts of rows.

Reads sources; gives findings, each with the odd spot first. Numbers are read as Vietnamese prints them:
a comma before decimals.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from graph_build.finding_codes import found
from graph_build.finding_facts import Source
from graph_build.records import Finding, Indicator, Task

_PER_MANY = re.compile(
    r"/\s?1[.,]?0{3,}|/\s?10[.,]?000|‰|phần\s(?:nghìn|ngàn)|trên\s1[.,]?000", re.IGNORECASE
)
_PER_CENT = re.compile(r"\d{1,3}(?:,\d{1,3})?\s?%")
_ASSIGNED = re.compile(
    r"(?<!\w)được\sgiao(?!\w)[^.;%]{0,120}?\slà\s(\d{1,6}(?:,\d{1,4})?)\s?%?", re.IGNORECASE
)
_STAFF = r"(?:cán\sbộ|nhân\sviên|nhân\ssự|nhân\slực|người|chuyên\sviên|công\schức|biên\schế)"
_STAFF_CELL = re.compile(rf"\s*(?:(?:[Tt]ối\sthiểu|[Íí]t\snhất|[Tt]ừ)\s)?(\d{{1,4}})\s({_STAFF})(?!\w)")
_STAFF_TOTAL = re.compile(
    rf"(?<!\w)(?:tối\sthiểu|ít\snhất|tổng\ssố|tổng\scộng|gồm)(?:\slà|\scó)?\s(\d{{1,4}})\s({_STAFF})(?!\w)"
    r"(?:\s\w+){0,4}",
    re.IGNORECASE,
)
_TARGETS = re.compile(
    r"(?<![\w/.,])(\d{1,3})\s(chỉ\stiêu)\s(?=cụ\sthể|chủ\syếu|của|theo|được|tại|sau)", re.IGNORECASE
)


def units_against_footnotes(source: Source) -> Iterator[Finding]:
    """Find targets counted per thousand or more whose footnote writes per cent."""
    for one in source.record.indicators:
        note = _footnote(source, one)
        measure = _measure(source, one)
        if note is None or measure is None or not _PER_MANY.search(one.unit_of_measure):
            continue
        if written := _PER_CENT.search(source.text, *note):
            quotes = (source.quote(*written.span()), source.quote(*measure))
            yield found("unit-against-footnote", quotes, odd=written[0], usual=one.unit_of_measure)


def targets_against_footnotes(source: Source) -> Iterator[Finding]:
    """Find targets whose footnote says that another value was assigned."""
    for one in source.record.indicators:
        note = _footnote(source, one)
        if note is None or one.value is None:
            continue
        assigned = _ASSIGNED.search(source.text, *note)
        if assigned and Decimal(assigned[1].replace(",", ".")) != Decimal(one.value):
            quotes = (source.proof(one.evidence), source.quote(*assigned.span()))
            yield found("target-against-footnote", quotes, odd=one.value_text, usual=assigned[1])


def _footnote(source: Source, indicator: Indicator) -> tuple[int, int] | None:
    """Find where the footnote of an indicator stands in the text, whatever its line breaks."""
    if indicator.footnote is None:
        return None
    words = r"\s+".join(re.escape(word) for word in indicator.footnote.split())
    match = re.compile(words).search(source.text, indicator.evidence.end)
    return match.span() if match else None


def _measure(source: Source, indicator: Indicator) -> tuple[int, int] | None:
    """Find the unit of measure nearest before the value, within one row's length."""
    words = indicator.unit_of_measure
    value = indicator.evidence.start
    at = source.text.rfind(words, max(0, value - 400), value) if words else -1
    return (at, at + len(words)) if at >= 0 else None


def sums_of_staff(source: Source) -> Iterator[Finding]:
    """Find a number of staff in prose that differs from the sum of a table's staff column.

    Three rows at least must state a number of the same noun; a number in prose that is not above every
    row is no total.
    """
    tables: defaultdict[int | None, list[Task]] = defaultdict(list)
    for task in source.record.tasks:
        if task.staff and task.evidence.table is not None:
            tables[task.evidence.table].append(task)
    for tasks in tables.values():
        stated = [(task, match) for task in tasks if (match := _STAFF_CELL.match(task.staff))]
        if len(stated) >= 3 and len({_noun(match[2]) for _, match in stated}) == 1:
            yield from _totals(source, stated)


def _totals(source: Source, stated: list[tuple[Task, re.Match[str]]]) -> Iterator[Finding]:
    numbers = [int(match[1]) for _, match in stated]
    noun = _noun(stated[0][1][2])
    told = set()
    for match in _STAFF_TOTAL.finditer(source.text):
        number = int(match[1])
        if number in told or number <= max(numbers) or number == sum(numbers) or _noun(match[2]) != noun:
            continue
        told.add(number)
        quotes = [source.quote(*match.span())]
        quotes += [source.quote(*spot) for task, cell in stated if (spot := _cell(source, task, cell[0]))]
        yield found("sum-of-staff", quotes, odd=number, usual=sum(numbers), noun=noun)


def _cell(source: Source, task: Task, words: str) -> tuple[int, int] | None:
    """Find the words of a staff cell behind the title of its row."""
    pattern = re.compile(r"\s+".join(re.escape(word) for word in words.split()))
    match = pattern.search(source.text, task.evidence.start, task.evidence.end + 1000)
    return match.span() if match else None


def _noun(words: str) -> str:
    return " ".join(words.casefold().split())


def counts_of_targets(source: Source) -> Iterator[Finding]:
    """Find a stated count of targets that fits neither all rows nor any group of them."""
    rows = {(one.group, one.code, one.name): one for one in source.record.indicators}
    groups: defaultdict[str, list[Indicator]] = defaultdict(list)
    for one in rows.values():
        groups[one.group].append(one)
    sizes = {len(rows), *(len(group) for group in groups.values())}
    told = set()
    for match in _TARGETS.finditer(source.text) if rows else ():
        number = int(match[1])
        if number not in sizes and number not in told:
            told.add(number)
            first = next(iter(rows.values()))
            quotes = (source.quote(*match.span()), source.proof(first.evidence))
            yield found("count-of-rows", quotes, odd=number, usual=len(rows), noun="chỉ tiêu")
