"""How the outcome of every task stands: accepted by a person, or suggested and not yet judged."""

from __future__ import annotations

from pathlib import Path

from graph_build.store import Store
from queries.asked_outcome import Stands, States
from queries.names import Names
from queries.outcomes import Outcomes, judged, outcomes
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


def states_in(store: Store, names: Names, directory: Path) -> States:
    """Look for the outcomes of all tasks of a graph, under the verdicts that lie in its folder."""
    found = outcomes(store, base=names.base)
    return states(found, reading(store, names.base, Kept()), read_verdicts(directory))
