"""What the endpoint says of itself and of its data, in RDF.

At /sparql without a query (SPARQL 1.1 Service Description, section 2) and at /.well-known/void (VoID,
section 7.2): the service with its languages and formats, the dataset with its graphs and counts (VoID), and
both as a catalogue lists them (DCAT 3). The counts are asked of the graph once for each snapshot.
"""

from __future__ import annotations

import asyncio
import csv
import hashlib
import io
from dataclasses import dataclass
from typing import Final

from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SKOS, VOID, XSD, BNode, Literal, Namespace, URIRef
from rdflib import Graph as Triples
from starlette.types import Receive, Scope, Send

from api.answers import negotiate, send_empty
from api.exchange import Query
from api.live import Graph
from api.negotiation import TRIPLES, Choice, Format, prefers_html
from api.preconditions import Conditions
from api.protocol import base_of, field_of, read_pairs, values
from api.query_errors import QueryStopped
from api.refusals import MethodRefused
from api.settings import Settings
from api.workers import WorkerPool
from ontology.reference import functions
from ontology.vocab import vocabulary

SD: Final = Namespace("http://www.w3.org/ns/sparql-service-description#")
_FORMATS: Final = Namespace("http://www.w3.org/ns/formats/")
_MEDIA: Final = "https://www.iana.org/assignments/media-types/"
_RESULTS: Final = ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV")
_RDF: Final = ("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads")
_QUADS: Final = ("application/n-quads", "application/trig", "application/ld+json")
_WRITERS: Final = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/trig": "turtle",  # triples of the default graph are written alike
    "application/n-quads": "nt",
}
_NAMED_AT_MOST = 1000

_GRAPHS = "SELECT ?name (COUNT(*) AS ?count) { GRAPH ?name { ?s ?p ?o } } GROUP BY ?name ORDER BY ?name"
_CLASSES = "SELECT ?name (COUNT(*) AS ?count) { ?s a ?name } GROUP BY ?name ORDER BY DESC(?count) ?name"
_PROPERTIES = "SELECT ?name (COUNT(*) AS ?count) { ?s ?name ?o } GROUP BY ?name ORDER BY DESC(?count) ?name"
_MODIFIED = (
    "PREFIX prov: <http://www.w3.org/ns/prov#> SELECT (MAX(?time) AS ?name) (1 AS ?count) "
    "{ ?run prov:generated ?graph ; prov:endedAtTime ?time }"
)

Counts = list[tuple[str, int]]


@dataclass(frozen=True)
class Statistics:
    """Counts of one snapshot, most frequent first; empty where the query took too long."""

    graphs: Counts
    classes: Counts
    properties: Counts
    modified: str


class Description:
    """Describe the service; counts are kept for the snapshot that they were asked of."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._turn = asyncio.Lock()
        self._of = ""
        self._statistics = Statistics([], [], [], "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the description, in the format that the client accepts."""
        if scope["method"] not in ("GET", "HEAD"):
            raise MethodRefused(
                en="The description is read by GET.", vi="Bản mô tả được đọc bằng GET.", allowed="GET, HEAD"
            )
        name = next(iter(values(read_pairs(scope["query_string"]), "format")), None)
        accepted = field_of(scope, b"accept")
        choice = negotiate(TRIPLES, name, "" if prefers_html(accepted) else accepted)
        graph: Graph = scope["app"].state.graph
        async with self._turn:
            if self._of != graph.snapshot_id:
                self._statistics = await self._count(graph, scope["app"].state.pool)
                self._of = graph.snapshot_id
            counted = self._statistics
        base = base_of(scope) or ""
        origin = base.removesuffix(scope["path"])
        tag = self._tag(graph, origin, choice)
        fields = [(b"etag", tag.encode()), (b"vary", b"Accept"), (b"cache-control", b"no-cache")]
        wanted = Conditions.of(scope)
        wanted.require_match({tag})
        if wanted.is_known(tag):
            await send_empty(send, 304, fields)
            return
        body = await asyncio.to_thread(_write, self._settings, counted, origin, choice.format)
        fields += [
            (b"content-type", choice.content_type.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": fields})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def _tag(self, graph: Graph, origin: str, choice: Choice) -> str:
        """Make the entity tag; a weak one, for blank nodes are named anew each time."""
        told = (graph.snapshot_id, origin, choice.media_type, self._settings.writable)
        rests_on = repr((*told, self._settings.service_hosts))
        return f'W/"{hashlib.sha256(rests_on.encode()).hexdigest()[:32]}"'

    async def _count(self, graph: Graph, pool: WorkerPool) -> Statistics:
        rows = [
            await self._rows(graph, pool, sparql) for sparql in (_GRAPHS, _CLASSES, _PROPERTIES, _MODIFIED)
        ]
        modified = rows[3][0][0] if rows[3] else ""
        return Statistics(rows[0], rows[1], rows[2], modified)

    async def _rows(self, graph: Graph, pool: WorkerPool, sparql: str) -> Counts:
        try:
            answer = await pool.run(Query(sparql, "text/csv", graph.database), self._settings.query_timeout)
        except QueryStopped:
            return []
        try:
            rows = list(csv.reader(io.StringIO(answer.read().decode("utf-8"))))[1:]
        finally:
            answer.close()
        return [(name, int(count)) for name, count in rows if name]


def _write(settings: Settings, counted: Statistics, origin: str, form: Format) -> bytes:
    triples = describe(settings, counted, origin)
    return triples.serialize(format=_WRITERS[form.media_type], encoding="utf-8")


def describe(settings: Settings, counted: Statistics, origin: str) -> Triples:
    """Describe service and dataset; their IRIs are addresses of this server."""
    triples = Triples()
    base = vocabulary().base
    for prefix, namespace in (("sd", SD), ("nv", f"{base}ontology#"), ("nvf", f"{base}function#")):
        triples.bind(prefix, namespace)
    service, dataset = URIRef(f"{origin}/sparql"), URIRef(f"{origin}/.well-known/void#dataset")
    _describe_service(triples, service, dataset, settings)
    _describe_dataset(triples, dataset, service, counted, origin)
    return triples


def _describe_service(triples: Triples, service: URIRef, dataset: URIRef, settings: Settings) -> None:
    triples.add((service, RDF.type, SD.Service))
    triples.add((service, RDF.type, DCAT.DataService))
    triples.add((service, SD.endpoint, service))
    triples.add((service, DCAT.endpointURL, service))
    triples.add((service, DCAT.servesDataset, dataset))
    triples.add((service, DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")))
    triples.add((service, DCTERMS.title, Literal("Điểm truy vấn SPARQL của nhiemvu", lang="vi")))
    triples.add((service, DCTERMS.title, Literal("SPARQL endpoint of nhiemvu", lang="en")))
    triples.add((service, SD.supportedLanguage, SD.SPARQL10Query))
    triples.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    triples.add((service, SD.feature, SD.UnionDefaultGraph))
    for name in (*_RESULTS, *_RDF):
        triples.add((service, SD.resultFormat, _FORMATS[name]))
    for function in functions():
        name = URIRef(function.iri)
        triples.add((service, SD.propertyFeature, name))
        triples.add((name, RDF.type, SD.Feature))
        triples.add((name, SKOS.example, Literal(function.example)))
        for of, texts in ((RDFS.label, function.labels), (SKOS.definition, function.definitions)):
            for language, text in texts.items():
                triples.add((name, of, Literal(text, lang=language)))
    if settings.service_hosts:
        triples.add((service, SD.feature, SD.BasicFederatedQuery))
    if settings.writable:
        triples.add((service, SD.supportedLanguage, SD.SPARQL11Update))
        for name in _RDF:
            triples.add((service, SD.inputFormat, _FORMATS[name]))
    triples.add((service, SD.defaultDataset, dataset))


def _describe_dataset(
    triples: Triples, dataset: URIRef, service: URIRef, counted: Statistics, origin: str
) -> None:
    for kind in (SD.Dataset, VOID.Dataset, DCAT.Dataset):
        triples.add((dataset, RDF.type, kind))
    names = vocabulary()
    triples.add((dataset, DCTERMS.title, Literal("Đồ thị nhiệm vụ từ văn bản hành chính", lang="vi")))
    triples.add((dataset, DCTERMS.title, Literal("Graph of mandates of administrative documents", lang="en")))
    triples.add((dataset, FOAF.homepage, URIRef(f"{origin}/")))
    triples.add((dataset, VOID.sparqlEndpoint, service))
    triples.add((dataset, VOID.dataDump, URIRef(f"{origin}/store")))
    triples.add((dataset, VOID.vocabulary, URIRef(f"{names.base}ontology#")))
    if counted.modified:
        triples.add((dataset, DCTERMS.modified, Literal(counted.modified, datatype=XSD.dateTime)))
    for media_type in _QUADS:
        distribution = BNode()
        triples.add((dataset, DCAT.distribution, distribution))
        triples.add((distribution, RDF.type, DCAT.Distribution))
        triples.add((distribution, DCAT.accessURL, URIRef(f"{origin}/store")))
        triples.add((distribution, DCAT.mediaType, URIRef(f"{_MEDIA}{media_type}")))
    default = BNode()
    triples.add((dataset, SD.defaultGraph, default))
    triples.add((default, RDF.type, SD.Graph))
    triples.add((default, RDFS.comment, Literal("The union of all named graphs.", lang="en")))
    _add_counts(triples, dataset, counted)


def _add_counts(triples: Triples, dataset: URIRef, counted: Statistics) -> None:
    if counted.graphs:
        triples.add((dataset, VOID.triples, Literal(sum(count for _, count in counted.graphs))))
    for name, count in counted.graphs[:_NAMED_AT_MOST]:
        named, graph = BNode(), BNode()
        triples.add((dataset, SD.namedGraph, named))
        triples.add((named, RDF.type, SD.NamedGraph))
        triples.add((named, SD.name, URIRef(name)))
        triples.add((named, SD.graph, graph))
        triples.add((graph, RDF.type, SD.Graph))
        triples.add((graph, VOID.triples, Literal(count)))
    for name, count in counted.classes:
        part = BNode()
        triples.add((dataset, VOID.classPartition, part))
        triples.add((part, VOID["class"], URIRef(name)))
        triples.add((part, VOID.entities, Literal(count)))
    for name, count in counted.properties:
        part = BNode()
        triples.add((dataset, VOID.propertyPartition, part))
        triples.add((part, VOID.property, URIRef(name)))
        triples.add((part, VOID.triples, Literal(count)))
