"""Units, collectives, persons and posts as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from api.links import text_place
from api.page_data.directory import ActorRef, Directory, DocumentRef, Ref
from api.page_data.documents import DutyLine, duty_lines
from api.page_data.graph import Graph, Row
from api.page_data.tasks import TaskLine, task_lines
from graph_build.text import bare
from ontology.vocab import ORG, RDF


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
    """Everything that the page of an actor shows."""

    ref: ActorRef
    other_names: tuple[str, ...]
    scoped_names: tuple[tuple[str, ActorRef], ...]
    kinds: tuple[str, ...]
    in_register: bool | None
    above: tuple[ActorRef, ...]
    notes: tuple[str, ...]
    held: tuple[ActorRef, ...]
    around: Mapping[str, tuple[Ref, ...]]
    tasks: tuple[TaskLine, ...]
    duties: tuple[DutyLine, ...]
    partners: tuple[Partner, ...]
    sparql: Mapping[str, str] = field(default_factory=dict)

    def having(self, how: str) -> tuple[TaskLine, ...]:
        """Give the tasks in which the actor has a part: leads, coordinates, perform, monitor or report."""
        return tuple(line for line in self.tasks if how in line.how)

    @property
    def led(self) -> tuple[TaskLine, ...]:
        """The tasks that the actor leads."""
        return self.having("leads")

    @property
    def coordinated(self) -> tuple[TaskLine, ...]:
        """The tasks that the actor coordinates."""
        return self.having("coordinates")

    @property
    def others(self) -> tuple[TaskLine, ...]:
        """The tasks in which the actor has another part only."""
        return tuple(t for t in self.tasks if not {"leads", "coordinates"} & set(t.how))

    @property
    def documents(self) -> tuple[DocumentRef, ...]:
        """The documents that give the actor a task or a duty."""
        named = {*(t.document for t in self.tasks), *(d.document for d in self.duties)}
        return tuple(sorted(named, key=lambda d: bare(d.label)))


_PARTS: Final = {
    "actor-assignments": "actor_asked",
    "actor-tasks": "actor",
    "actor": "actor",
    "actor-duties": "actor",
    "actor-duty-parties": "asked",
    "actor-duty-places": "actor",
    "actor-partners": "actor",
    "actor-around": "actor",
    "actor-names": "actor",
}
"""The queries of the page of an actor, the longest first, each with the variable that is the actor."""


def actor_page(graph: Graph, directory: Directory, iri: str) -> ActorPage | None:
    """Read everything about one actor; None where the graph has no such actor."""
    ref = directory.actors.get(iri)
    if ref is None:
        return None
    answers = graph.ask_all({name: {place: iri} for name, place in _PARTS.items()})
    rows = {name: answer.rows for name, answer in answers.items()}
    said: dict[str, list[str]] = {}
    for row in rows["actor"]:
        said.setdefault(row["property"], []).append(row["value"])
    documents = {row["duty"]: directory.document(row["document"]) for row in rows["actor-duties"]}
    places: dict[str, str] = {}
    for row in rows["actor-duty-places"]:
        url = documents[row["thing"]].url if row["thing"] in documents else ""
        places.setdefault(row["thing"], text_place(url or "", int(row["start"]), int(row["end"])))
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
        tasks=task_lines(rows["actor-tasks"], rows["actor-assignments"], directory),
        duties=duty_lines(graph, rows["actor-duties"], rows["actor-duty-parties"], places, directory),
        partners=_partners(rows["actor-partners"], directory),
        sparql={name: answer.sparql for name, answer in answers.items()},
    )


def _around(rows: Iterable[Row], directory: Directory) -> Mapping[str, tuple[Ref, ...]]:
    gathered: dict[str, set[Ref]] = {}
    for row in rows:
        thing = row["thing"]
        ref: Ref = directory.document(thing) if thing in directory.documents else directory.actor(thing)
        gathered.setdefault(row["link"], set()).add(ref)
    return {
        link: tuple(sorted(refs, key=lambda ref: (bare(ref.label), ref.iri)))
        for link, refs in gathered.items()
    }


def _partners(rows: Iterable[Row], directory: Directory) -> tuple[Partner, ...]:
    counts: dict[str, dict[str, int]] = {}
    for row in rows:
        counts.setdefault(row["partner"], {})[row["way"]] = int(row["tasks"])
    made = [
        Partner(
            actor=directory.actor(partner),
            coordinates_ours=ways.get("leads-with", 0),
            leads_ours=ways.get("coordinates-for", 0),
            joint=ways.get("joint-lead", 0),
        )
        for partner, ways in counts.items()
    ]
    return tuple(sorted(made, key=lambda p: (-p.tasks, bare(p.actor.label))))
