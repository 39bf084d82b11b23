"""Documents as the pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from api.links import words_place
from api.page_data.corpus import DocumentSummary, summaries
from api.page_data.directory import ActorRef, Directory, DocumentRef
from api.page_data.findings import FindingLine, finding_lines
from api.page_data.graph import Answer, Graph, Row
from api.page_data.namesakes import namesakes
from api.page_data.tasks import TaskLine, levels, task_lines
from ontology.vocab import DCTERMS, RDF


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text that a document was read from."""

    iri: str
    text_sha256: str
    file_name: str
    characters: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a document says of itself. Dates are ISO at the stated precision."""

    ref: DocumentRef
    classes: tuple[str, ...]
    issuers: tuple[ActorRef, ...]
    place: str
    signers: tuple[ActorRef, ...]
    signer_post: str
    signs_for: str
    recipients: tuple[str, ...]
    proposed_by: str
    effective: str
    expires: str
    snapshot: Snapshot | None


@dataclass(frozen=True, slots=True)
class DutyLine:
    """A standing duty: what, whose, with whom, and the address of its words."""

    text: str
    section: str
    is_lead: bool
    document: DocumentRef
    actors: tuple[ActorRef, ...]
    partners: tuple[ActorRef, ...]
    due: str
    """The words that set the time by which it is due."""
    place: str


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with its target; `value` is a decimal with a point."""

    name: str
    code: str
    comparator: str
    value: str
    value_text: str
    measure: str
    year: str
    footnote: str
    leads: tuple[ActorRef, ...]
    place: str


@dataclass(frozen=True, slots=True)
class CitationLine:
    """A legal reference as written, what it refers to, in which role, and where it stands."""

    as_written: str
    role: str
    document: DocumentRef | None
    name: str
    place: str


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """An entry of the reading ledger."""

    code: str
    code_iri: str
    reason: str
    as_written: str
    kept: bool
    place: str


@dataclass(frozen=True, slots=True)
class Relation:
    """The documents that stand in one relation; `direction` is "to" from this one, "from" to it."""

    name: str
    direction: str
    documents: tuple[DocumentRef, ...]


@dataclass(frozen=True, slots=True)
class Implementing:
    """A document that carries this one out, with all relations in which it stands to it."""

    summary: DocumentSummary
    relations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """Everything that the page of a document shows."""

    about: Metadata
    namesakes: tuple[tuple[DocumentRef, str], ...]
    """Other documents of the same number, day and issuer, with their files."""
    lineage: tuple[tuple[DocumentRef, ...], ...]
    relations: tuple[Relation, ...]
    implementing: tuple[Implementing, ...]
    """The first of those that carry it out; `implementing_total` counts all."""
    implementing_total: int
    tasks: tuple[TaskLine, ...]
    duties: tuple[DutyLine, ...]
    measures: tuple[tuple[str, str, str], ...]
    indicators: tuple[IndicatorLine, ...]
    citations: tuple[CitationLine, ...]
    findings: tuple[FindingLine, ...]
    ledger: tuple[LedgerLine, ...]
    sparql: Mapping[str, str] = field(default_factory=dict)


MOST_IMPLEMENTING: Final = 50
"""Documents that carry one out which its page lists."""
_TOLD: Final = ("implements", "basedOn", "cites")
_CARRIED_OUT: Final = ("implements", "from")

METADATA: Final = ("document", "snapshot")
"""The queries for what a document says of itself."""


def read_metadata(
    graph: Graph, directory: Directory, ref: DocumentRef, answers: Mapping[str, Answer]
) -> Metadata:
    """Read what a document says of itself from the answers to `METADATA`."""
    said: dict[str, list[str]] = {}
    for row in answers["document"].rows:
        said.setdefault(row["property"], []).append(row["value"])

    def one(name: str) -> str:
        return max(said.get(graph.term(name), [""]), key=len)

    def every(name: str) -> str:
        return "; ".join(sorted(set(said.get(graph.term(name), []))))

    return Metadata(
        ref=ref,
        classes=tuple(sorted(set(said.get(RDF.type, [])) - {graph.term("Document")})),
        issuers=directory.actors_of(said.get(graph.term("issuedBy"), [])),
        place=one("place"),
        signers=directory.actors_of(said.get(graph.term("signedBy"), [])),
        signer_post=every("signerPost"),
        signs_for=every("signsFor"),
        recipients=tuple(said.get(graph.term("recipient"), [])),
        proposed_by=one("proposedBy"),
        effective=one("effectiveText"),
        expires=one("expiresOn"),
        snapshot=_snapshot(graph, answers["snapshot"].rows),
    )


def _snapshot(graph: Graph, rows: Iterable[Row]) -> Snapshot | None:
    said: dict[str, str] = {}
    name = ""
    for row in rows:
        name = name or row["snapshot"]
        if row["snapshot"] == name:
            said[row["property"]] = row["value"]
    if not name:
        return None
    return Snapshot(
        iri=name,
        text_sha256=said.get(graph.term("textSha256"), ""),
        file_name=said.get(graph.term("fileName"), ""),
        characters=said.get(graph.term("characterCount"), ""),
        media_type=said.get(DCTERMS.format, ""),
    )


_PARTS: Final = (
    "document-assignments",
    "document-tasks",
    "document-duties",
    "document-places",
    "document-duty-parties",
    "document-measures",
    "document-indicators",
    "document-citations",
    "document-findings",
    "document-ledger",
    "document-relations",
    "lineage",
    *METADATA,
)
"""The queries of the page of a document, the longest first, for they run side by side."""


def ask_about(graph: Graph, names: Iterable[str], iri: str) -> dict[str, Answer]:
    """Ask queries about one document side by side; gives their answers by name."""
    return graph.ask_all({name: {"document": iri} for name in names})


def document_page(graph: Graph, directory: Directory, iri: str) -> DocumentPage | None:
    """Read everything about one document but its text; None where the graph has no such document."""
    ref = directory.documents.get(iri)
    if ref is None:
        return None
    answers = ask_about(graph, _PARTS, iri)
    about = read_metadata(graph, directory, ref, answers)
    rows = {name: answer.rows for name, answer in answers.items()}
    texts = {row["snapshot"] for row in rows["snapshot"]}
    places = _places((row for row in rows["document-places"] if row["source"] in texts), ref)
    directory.documents.read(row["cited"] for row in rows["document-citations"] if row["cited"])
    directory.documents.read(row["other"] for row in rows["document-relations"])
    relations = _relations(graph, rows["document-relations"], directory)
    carrying = next((r.documents for r in relations if (r.name, r.direction) == _CARRIED_OUT), ())
    return DocumentPage(
        about=about,
        namesakes=namesakes(graph, directory, ref) if ref.in_corpus else (),
        lineage=levels(directory, ref, rows["lineage"]),
        relations=_beside(relations, carrying),
        implementing=_implementing(graph, directory, relations, carrying[:MOST_IMPLEMENTING]),
        implementing_total=len(carrying),
        tasks=task_lines(rows["document-tasks"], rows["document-assignments"], directory),
        duties=duty_lines(graph, rows["document-duties"], rows["document-duty-parties"], places, directory),
        measures=tuple(
            (row["text"], row["section"], places.get(row["measure"], ""))
            for row in sorted(rows["document-measures"], key=lambda r: _offset(places, r["measure"]))
        ),
        indicators=_indicators(rows["document-indicators"], places, directory),
        citations=tuple(
            CitationLine(
                as_written=row["asWritten"],
                role=row["role"].rpartition("/")[2],
                document=directory.document(row["cited"]) if row["cited"] else None,
                name=row["citedName"],
                place=places.get(row["citation"], ""),
            )
            for row in sorted(rows["document-citations"], key=lambda r: _offset(places, r["citation"]))
        ),
        findings=finding_lines(rows["document-findings"], directory),
        ledger=tuple(_ledger_line(row, about.ref) for row in rows["document-ledger"]),
        sparql={name: answer.sparql for name, answer in answers.items()},
    )


def _places(spans: Iterable[Row], document: DocumentRef) -> dict[str, str]:
    """Give the address of the first words of every thing."""
    found: dict[str, str] = {}
    for row in spans:
        if place := words_place(document.url or "", row):
            found.setdefault(row["thing"], place)
    return found


def _offset(places: Mapping[str, str], iri: str) -> int:
    return int(places[iri].rpartition("#c")[2].partition("-")[0]) if iri in places else 0


def _relations(graph: Graph, rows: tuple[Row, ...], directory: Directory) -> tuple[Relation, ...]:
    gathered: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        name = row["relation"].removeprefix(graph.term(""))
        gathered.setdefault((row["direction"], name), set()).add(row["other"])
    return tuple(
        Relation(name, direction, _by_date(map(directory.document, iris)))
        for (direction, name), iris in sorted(gathered.items())
    )


def _beside(relations: Iterable[Relation], carrying: Sequence[DocumentRef]) -> tuple[Relation, ...]:
    """Leave out what is told of the documents that carry this one out, where they are listed."""
    told = set(carrying)
    kept = (
        replace(one, documents=tuple(ref for ref in one.documents if ref not in told))
        if one.direction == "from" and one.name in _TOLD
        else one
        for one in relations
    )
    return tuple(one for one in kept if one.documents)


def _implementing(
    graph: Graph, directory: Directory, relations: Sequence[Relation], shown: Sequence[DocumentRef]
) -> tuple[Implementing, ...]:
    stand = [one for one in relations if one.direction == "from" and one.name in _TOLD]
    among = {one.name: set(one.documents) for one in stand}
    return tuple(
        Implementing(summary, tuple(name for name in _TOLD if summary.ref in among.get(name, ())))
        for summary in summaries(graph, directory, shown)
    )


def _by_date(documents: Iterable[DocumentRef]) -> tuple[DocumentRef, ...]:
    return tuple(sorted(documents, key=lambda document: (document.date, document.label)))


def duty_lines(
    graph: Graph,
    rows: tuple[Row, ...],
    parties: tuple[Row, ...],
    places: Mapping[str, str],
    directory: Directory,
) -> tuple[DutyLine, ...]:
    """Gather the rows of a duty query and of its parties into lines, in the order of the text."""
    linked: dict[tuple[str, str], list[str]] = {}
    for row in parties:
        linked.setdefault((row["duty"], row["link"]), []).append(row["actor"])
    once = {row["duty"]: row for row in rows}
    directory.documents.read(row["document"] for row in rows)
    return tuple(
        DutyLine(
            text=row["text"],
            section=row["section"],
            is_lead=row["isLead"] != "false",
            document=directory.document(row["document"]),
            actors=directory.actors_of(linked.get((iri, graph.term("dutyOf")), ())),
            partners=directory.actors_of(linked.get((iri, graph.term("coordinatesWith")), ())),
            due=row["dueText"],
            place=places.get(iri, ""),
        )
        for iri, row in sorted(once.items(), key=lambda pair: (pair[1]["document"], _offset(places, pair[0])))
    )


def _indicators(
    rows: tuple[Row, ...], places: Mapping[str, str], directory: Directory
) -> tuple[IndicatorLine, ...]:
    leads: dict[str, list[str]] = {}
    once: dict[str, Row] = {}
    for row in rows:
        once.setdefault(row["indicator"], row)
        leads.setdefault(row["indicator"], []).append(row["lead"])
    return tuple(
        IndicatorLine(
            name=row["name"],
            code=row["code"] or row["section"],
            comparator=row["comparator"],
            value=row["value"],
            value_text=row["valueText"],
            measure=row["measure"],
            year=row["year"],
            footnote=row["footnote"],
            leads=directory.actors_of(leads[iri]),
            place=places.get(iri, ""),
        )
        for iri, row in sorted(once.items(), key=lambda pair: _offset(places, pair[0]))
    )


def _ledger_line(row: Row, document: DocumentRef) -> LedgerLine:
    place = words_place(document.url or "", row)
    return LedgerLine(
        code=row["code"].rpartition("/")[2],
        code_iri=row["code"],
        reason=row["reason"],
        as_written=row["asWritten"],
        kept=row["kept"] == "true",
        place=place if place and int(row["start"]) < int(row["end"]) else "",
    )
