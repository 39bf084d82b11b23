"""Units, collectives, persons and posts as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from api.links import words_place
from api.page_data.directory import ActorRef, Directory, Ref
from api.page_data.documents import DutyLine, duty_lines
from api.page_data.graph import Graph, Row
from api.page_data.tasks import TaskLine, task_lines
from graph_build.text import bare
from ontology.vocab import ORG, RDF
from queries.actor_tasks import ActorTasks


@dataclass(frozen=True, slots=True)
class Partner:
    """An actor that shares tasks with another: how many it coordinates for it, leads with it, …"""

    actor: ActorRef
    coordinates_ours: int
    leads_ours: int
    joint: int

    @property
    def tasks(self) -> int:
        """How many tasks are shared in any way (a task counts once a way)."""
        return self.coordinates_ours + self.leads_ours + self.joint


@dataclass(frozen=True, slots=True)
class ActorPage:
    """Everything that the page of an actor shows; `lines` are its tasks, None where they are many.

    Of many tasks a page reads those that it shows (`api.page_data.actor_table`).
    """

    ref: ActorRef
    other_names: tuple[str, ...]
    scoped_names: tuple[tuple[str, ActorRef], ...]
    kinds: tuple[str, ...]
    in_register: bool | None
    above: tuple[ActorRef, ...]
    notes: tuple[str, ...]
    held: tuple[ActorRef, ...]
    around: Mapping[str, tuple[Ref, ...]]
    tasks: ActorTasks
    lines: tuple[TaskLine, ...] | None
    duties: tuple[DutyLine, ...]
    partners: tuple[Partner, ...]
    sparql: Mapping[str, str] = field(default_factory=dict)

    def count(self, how: str) -> int:
        """Count the tasks in which the actor has a part: leads, coordinates, perform, monitor or report."""
        return sum(how in parts for parts in self.tasks.how.values())

    @property
    def documents(self) -> int:
        """How many documents give the actor a task or a duty."""
        return len({*self.tasks.documents, *(duty.document.iri for duty in self.duties)})


LINES: Final = {"actor-assignments": "actor_asked", "actor-tasks": "actor"}
"""The queries of the tasks of an actor, each with the variable that is the actor."""

_PARTNERS: Final = {"actor-partners": "actor"}
_PARTS: Final = {
    "actor": "actor",
    "actor-duties": "actor",
    "actor-duty-parties": "asked",
    "actor-duty-places": "actor",
    "actor-around": "actor",
    "actor-names": "actor",
}
"""The queries of the page of an actor, the longest first, each with the variable that is the actor."""

Counted: TypeAlias = tuple[tuple[str, int, int, int], ...]


def actor_page(
    graph: Graph, directory: Directory, iri: str, listed: ActorTasks | None, counted: Counted | None
) -> ActorPage | None:
    """Read everything about one actor; None where the graph has no such actor.

    `listed` are its tasks where they are too many to read each of them, `counted` its partners with
    the numbers of a `Partner` where they are known; what is None is asked of the graph.
    """
    ref = directory.actors.get(iri)
    if ref is None:
        return None
    asked = {**({} if listed else LINES), **_PARTS, **({} if counted is not None else _PARTNERS)}
    answers = graph.ask_all({name: {place: iri} for name, place in asked.items()})
    rows = {name: answer.rows for name, answer in answers.items()}
    lines = None if listed else task_lines(rows["actor-tasks"], rows["actor-assignments"], directory)
    said: dict[str, list[str]] = {}
    for row in rows["actor"]:
        said.setdefault(row["property"], []).append(row["value"])
    directory.documents.read(row["document"] for row in rows["actor-duties"])
    documents = {row["duty"]: directory.document(row["document"]) for row in rows["actor-duties"]}
    places: dict[str, str] = {}
    for row in rows["actor-duty-places"]:
        url = documents[row["thing"]].url if row["thing"] in documents else ""
        places.setdefault(row["thing"], words_place(url or "", row))
    registered = said.get(graph.term("inRegister"), [])
    above = [
        *said.get(ORG.subOrganizationOf, []),
        *said.get(ORG.postIn, []),
        *said.get(graph.term("groupContext"), []),
    ]
    return ActorPage(
        ref=ref,
        other_names=tuple(name for name in ref.other_names if name != ref.label),
        scoped_names=tuple((r["shortName"], directory.actor(r["issuer"])) for r in rows["actor-names"]),
        kinds=tuple(said.get(graph.term("unitKind"), [])) or tuple(said.get(RDF.type, [])),
        in_register="true" in registered if registered else None,
        above=directory.actors_of(above),
        notes=tuple(said.get("http://www.w3.org/2004/02/skos/core#note", [])),
        held=directory.actors_of(said.get(ORG.holds, [])),
        around=_around(rows["actor-around"], directory),
        tasks=listed or _listed(lines or ()),
        lines=lines,
        duties=duty_lines(graph, rows["actor-duties"], rows["actor-duty-parties"], places, directory),
        partners=_partners(_counted(rows["actor-partners"]) if counted is None else counted, directory),
        sparql={
            **{name: graph.sparql(name, actor=iri) for name in ("actor-tasks", "actor-partners")},
            **{name: answer.sparql for name, answer in answers.items()},
        },
    )


def _listed(lines: Iterable[TaskLine]) -> ActorTasks:
    return ActorTasks(
        how={line.iri: line.how for line in lines},
        documents=tuple({line.document.iri: None for line in lines}),
        actors=tuple({p.actor.iri: None for line in lines for p in line.participants if p.actor}),
    )


def _around(rows: Iterable[Row], directory: Directory) -> Mapping[str, tuple[Ref, ...]]:
    rows = list(rows)
    directory.documents.read(row["thing"] for row in rows)
    gathered: dict[str, set[Ref]] = {}
    for row in rows:
        thing = row["thing"]
        ref: Ref = directory.document(thing) if thing in directory.documents else directory.actor(thing)
        gathered.setdefault(row["link"], set()).add(ref)
    return {
        link: tuple(sorted(refs, key=lambda ref: (bare(ref.label), ref.iri)))
        for link, refs in gathered.items()
    }


def _counted(rows: Iterable[Row]) -> Counted:
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["partner"], {})[row["way"]] = int(row["tasks"])
    return tuple(
        (partner, ways.get("leads-with", 0), ways.get("coordinates-for", 0), ways.get("joint-lead", 0))
        for partner, ways in counts.items()
    )


def _partners(counted: Counted, directory: Directory) -> tuple[Partner, ...]:
    made = [Partner(directory.actor(partner), *ways) for partner, *ways in counted]
    return tuple(sorted(made, key=lambda p: (-p.tasks, bare(p.actor.label), p.actor.iri)))
