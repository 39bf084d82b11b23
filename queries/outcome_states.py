"""How the outcome of every task stands: accepted by a person, or suggested and not yet judged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graph_build.store import Store
from queries import asked_table
from queries.asked import Parts
from queries.asked_outcome import Stands, States, Told
from queries.asked_sparql import keys_sparql
from queries.format import text
from queries.names import Names
from queries.outcomes import Outcomes, judged, outcomes
from queries.stated_tasks import MANY, are_many
from queries.task_status import ReadTasks, named_by_persons, reading
from queries.trace_kept import Kept
from queries.verdicts import Verdicts, read_verdicts


def states(found: Outcomes, read: ReadTasks, verdicts: Verdicts) -> States:
    """Tell of which tasks a document is accepted as the outcome, or else suggested and not rejected."""
    told: dict[str, Stands] = {}
    known, _ = named_by_persons(found, read, verdicts)
    for one in judged((*found.suggestions, *known), verdicts):
        if one.state == "accepted" or (one.state == "suggested" and one.found.task.iri not in told):
            told[one.found.task.iri] = "accepted" if one.state == "accepted" else "suggested"
    return told


def tasks_asked(store: Store, parts: Parts, base: str) -> frozenset[str] | None:
    """Give the tasks of which a question without its outcome asks, where outcomes are looked for in a part.

    None where they are looked for in the whole graph: it has not very many tasks, or nothing narrows the
    question to fewer.
    """
    rest = replace(parts, listed="tasks", outcome=None)
    if rest == Parts() or not are_many(store):
        return None
    found = asked_table.some(store, rest, 0, MANY + 1)
    if found is None:
        found = [(text(row[0]),) for row in store.query(keys_sparql(rest, 0, MANY + 1, base))]
    return frozenset(row[0] for row in found) if len(found) <= MANY else None


def states_in(store: Store, names: Names, directory: Path, parts: Parts) -> Told:
    """Look for the outcomes of the tasks of a question, under the verdicts that lie in the graph's folder."""
    among = tasks_asked(store, parts, names.base)
    found = outcomes(store, base=names.base, among=among)
    told = states(found, reading(store, names.base, Kept()), read_verdicts(directory))
    return looked_at(told, among)


def looked_at(told: States, among: frozenset[str] | None) -> Told:
    """Leave out the tasks that were not looked at, of which verdicts tell."""
    if among is None:
        return Told(told)
    return Told({task: stands for task, stands in told.items() if task in among}, len(among))
