"""Contradictions about work: who leads it, who else takes part, and when it is due.

Reads sources; gives findings, each with the odd spot first. Prose, collectives and persons are judged
with care: a unit that coordinates everywhere, or a resolution and the plan that carries it out, name
different leads for good reasons, so leads are compared within one document and between units only.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from graph_build.finding_codes import found
from graph_build.finding_facts import Source
from graph_build.moments import bounds
from graph_build.records import Actor, Assignment, Evidence, Finding, Indicator, Task
from graph_build.text import fold

_LEADING = frozenset({"lead", "focal", "perform"})
_LEADS = fold("Chủ trì")
_SAME_WORK = 8
"""How many words two places must share before they count as the same work."""


def due_before_document(source: Source) -> Iterator[Finding]:
    """Find deadlines whose whole period lies before the document's date (compared as far as both go).

    A table in which more than a third of the deadlines have passed reports on work of earlier documents,
    and contradicts nothing.
    """
    header = source.record.header
    if not header.official or not header.date or header.date_evidence is None:
        return
    tables: defaultdict[int | None, list[tuple[str, Evidence]]] = defaultdict(list)
    for task in source.record.tasks:
        due, proof = task.deadline.due, task.deadline.due_evidence
        if due and proof and not task.deadline.open_ended:
            tables[proof.table].append((due, proof))
    for dues in tables.values():
        passed = {proof.start: (due, proof) for due, proof in dues if _before_day(due, header.date)}
        if len(passed) == 1 or len(passed) * 3 <= len(dues):
            for due, proof in passed.values():
                quotes = (source.proof(proof), source.proof(header.date_evidence))
                yield found("due-before-document", quotes, odd=due, usual=header.date)


def _before_day(due: str, day: str) -> bool:
    shared = min(len(due), len(day))
    return due[:shared] < day[:shared]


def start_after_due(source: Source) -> Iterator[Finding]:
    """Find tasks whose whole starting period lies after the whole period in which they are due."""
    for task in source.record.tasks:
        line = task.deadline
        if line.start is None or line.due is None or line.start_evidence is None or line.due_evidence is None:
            continue
        if line.start_precision is None or line.due_precision is None:
            continue
        if bounds(line.start, line.start_precision)[0] > bounds(line.due, line.due_precision)[1]:
            quotes = (source.proof(line.start_evidence), source.proof(line.due_evidence))
            yield found("start-after-due", quotes, odd=line.start, usual=line.due)


def empty_leads(source: Source) -> Iterator[Finding]:
    """Find rows that name nobody who leads, in tables where at least two rows in three do.

    The row above, with its lead, is quoted beside it. A row without a number, or one that begins with a
    dash, goes on from the row above and shares its lead; in a PDF file empty and lost cells look alike.
    """
    record = source.record
    targets: defaultdict[int | None, list[Indicator]] = defaultdict(list)
    for indicator in record.indicators:
        targets[indicator.evidence.table].append(indicator)
    for group in targets.values():
        without = [at for at, one in enumerate(group) if not one.leads]
        for at in without if len(without) * 3 <= len(group) else ():
            spots = [_before(source, group[at]) or (group[at].evidence.start, group[at].evidence.end)]
            spots += [(lead.evidence.start, lead.evidence.end) for lead in group[at - 1].leads if at > 0]
            yield found("empty-lead", [source.quote(*spot) for spot in spots], title=_short(group[at].name))
    rows: defaultdict[int | None, list[Task]] = defaultdict(list)
    for task in record.tasks if record.media_type != "application/pdf" else ():
        if task.evidence.table is not None:
            rows[task.evidence.table].append(task)
    for tasks in rows.values():
        empty = [one for one in tasks if not _leads(one) and one.assignments and one.code]
        empty = [one for one in empty if one.title[:1].isupper()]
        for task in empty if len(empty) * 3 <= len(tasks) else ():
            yield found("empty-lead", [source.proof(task.evidence)], title=_short(task.title))


def _before(source: Source, indicator: Indicator) -> tuple[int, int] | None:
    """Find the indicator's name just before its value, where it stands on one line."""
    value = indicator.evidence.start
    at = source.text.rfind(indicator.name, max(0, value - len(indicator.name) - 300), value)
    return (at, at + len(indicator.name)) if at >= 0 else None


def _leads(task: Task) -> list[Assignment]:
    return [one for one in task.assignments if one.role in _LEADING]


class _Work(NamedTuple):
    """Words that say what is to be done, who leads it, and where it says so."""

    words: str
    actors: tuple[Actor, ...]
    proof: Evidence
    who: Evidence | None
    titled: bool


def two_leads(source: Source) -> Iterator[Finding]:
    """Find work that two places of a document give to different units.

    A sentence of a task's title, at least eight words of it, must stand word for word in the title of another
    table, as a sentence of a duty, or at the end of one that begins with "Chủ trì", but for its last word,
    which a broken row may have lost. Rows of one table that give the same words to several units share work
    out, and contradict nothing.
    """
    places = list(_places(source))
    titles = {sentence for place in places if place.titled for sentence in _sentences(place.words)}
    holders: defaultdict[str, list[_Work]] = defaultdict(list)
    for place in places if titles else ():
        keys = _sentences(place.words) if place.titled else _endings(place.words)
        for key in titles.intersection(keys):
            holders[key].append(place)
    seen = set()
    for one in (place for place in places if place.titled):
        for key in _sentences(one.words):
            for other in holders[key]:
                pair = frozenset({one.proof.start, other.proof.start})
                if pair in seen or not _contradicts(one, other, holders[key]):
                    continue
                seen.add(pair)
                spots = [spot for spot in (other.proof, other.who, one.proof, one.who) if spot]
                values = {"odd": _names(other.actors), "usual": _names(one.actors)}
                yield found("two-leads", [source.proof(spot) for spot in spots], **values)


def _contradicts(one: _Work, other: _Work, same: Sequence[_Work]) -> bool:
    """Tell whether two places give the same work to different units, and no row gives it to both."""
    if other.titled and one.proof.table == other.proof.table:
        return False
    rows = [place for place in same if place.titled and place is not other]
    return all(_differ(place.actors, other.actors) for place in rows)


def _sentences(words: str) -> Iterator[str]:
    """Give the sentences that are long enough to tell one piece of work, without their last word."""
    for sentence in re.split(r"[.;](?:\s|$)|\n", words):
        keys = fold(sentence).split()
        if len(keys) >= _SAME_WORK:
            yield " ".join(keys[:-1])


def _endings(words: str) -> Iterator[str]:
    """Give the sentences of a duty, and of those that begin with "Chủ trì" all long enough endings."""
    for sentence in _sentences(words):
        yield sentence
        if sentence.startswith(_LEADS):
            keys = sentence.split()
            for at in range(2, len(keys) - _SAME_WORK + 2):
                yield " ".join(keys[at:])


def _places(source: Source) -> Iterator[_Work]:
    for task in source.record.tasks:
        leads = _leads(task)
        if leads:
            actors = tuple(one.actor for one in leads)
            yield _Work(task.title, actors, task.evidence, leads[0].evidence, titled=True)
    for duty in source.record.duties:
        if duty.is_lead and duty.actors:
            yield _Work(duty.text, duty.actors, duty.evidence, duty.heading_evidence, titled=False)


def _differ(one: Sequence[Actor], other: Sequence[Actor]) -> bool:
    """Tell whether two lists of units have none in common, nor a unit and its parent."""
    if any(actor.kind != "unit" for actor in (*one, *other)):
        return False
    names = {fold(name) for actor in one for name in (actor.name, actor.parent) if name}
    others = {fold(actor.name) for actor in other}
    parents = {fold(actor.parent) for actor in other if actor.parent}
    return not names & others and not {fold(actor.name) for actor in one} & parents


def _names(actors: Sequence[Actor]) -> str:
    return ", ".join(dict.fromkeys(actor.name for actor in actors))


def lead_also_coordinates(source: Source) -> Iterator[Finding]:
    """Find units that lead a task and are listed among its coordinators.

    Where the leads stand on lines of their own, each with coordinators on the line beside it, a unit may
    well lead the one line and coordinate the other.
    """
    for task in source.record.tasks:
        leads = _leads(task)
        leading = {one.actor.name: one for one in reversed(leads) if one.actor.kind == "unit"}
        told = set()
        for one in task.assignments if not _on_lines(source.text, leads) else ():
            lead = leading.get(one.actor.name)
            same_spot = lead is not None and lead.evidence.start == one.evidence.start
            if one.role == "coordinate" and lead and not same_spot and one.actor.name not in told:
                told.add(one.actor.name)
                quotes = (source.proof(one.evidence), source.proof(lead.evidence))
                yield found("lead-also-coordinates", quotes, unit=one.actor.name)


def _on_lines(text: str, leads: Sequence[Assignment]) -> bool:
    """Tell whether some of the leads of a task stand on lines of their own, without a comma between."""
    spans = sorted((one.evidence.start, one.evidence.end) for one in leads)
    gaps = [text[end:start] for (_, end), (start, _) in pairwise(spans) if end < start]
    return any("\n" in gap and not set(gap) & set(",;") for gap in gaps)


def _short(title: str) -> str:
    words = title.split()
    return " ".join(words[:20]) + (" …" if len(words) > 20 else "")
