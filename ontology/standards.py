"""The terms of other vocabularies that the graph uses, as full IRIs."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Namespace:
    """A namespace whose members are the annotated names of a subclass, held as full IRIs."""

    namespace: str

    def __init__(self, namespace: str) -> None:
        self.namespace = namespace
        for name in self.names():
            setattr(self, name, namespace + name)

    @classmethod
    def names(cls) -> tuple[str, ...]:
        """List the local names of the namespace in the order of their declaration."""
        return tuple(cls.__annotations__)


class Dcterms(Namespace):
    """The Dublin Core terms in use."""

    date: str
    format: str
    identifier: str
    isPartOf: str
    issued: str
    license: str
    source: str
    title: str


class Foaf(Namespace):
    """The FOAF terms in use."""

    Person: str
    name: str


class Oa(Namespace):
    """The Web Annotation terms in use."""

    SpecificResource: str
    TextPositionSelector: str
    TextQuoteSelector: str
    end: str
    exact: str
    hasSelector: str
    hasSource: str
    prefix: str
    start: str
    suffix: str


class Org(Namespace):
    """The Organization Ontology terms in use."""

    ChangeEvent: str
    FormalOrganization: str
    OrganizationalUnit: str
    Post: str
    holds: str
    originalOrganization: str
    postIn: str
    resultingOrganization: str
    subOrganizationOf: str


class Owl(Namespace):
    """The OWL terms in use."""

    Class: str
    DatatypeProperty: str
    ObjectProperty: str
    Ontology: str
    TransitiveProperty: str
    disjointWith: str
    equivalentClass: str
    inverseOf: str
    propertyChainAxiom: str
    versionIRI: str
    versionInfo: str


class Prov(Namespace):
    """The PROV-O terms in use."""

    Activity: str
    Agent: str
    Entity: str
    SoftwareAgent: str
    endedAtTime: str
    generated: str
    generatedAtTime: str
    startedAtTime: str
    used: str
    wasAssociatedWith: str
    wasAttributedTo: str
    wasDerivedFrom: str
    wasGeneratedBy: str
    wasQuotedFrom: str


class Rdf(Namespace):
    """The RDF terms in use."""

    first: str
    rest: str
    type: str


class Rdfs(Namespace):
    """The RDF Schema terms in use."""

    comment: str
    domain: str
    isDefinedBy: str
    label: str
    range: str
    subClassOf: str
    subPropertyOf: str


class Schema(Namespace):
    """The schema.org terms in use, under the http form of the namespace."""

    Schedule: str
    byMonthDay: str
    domainIncludes: str
    repeatFrequency: str
    softwareVersion: str
    unitText: str
    value: str


class Skos(Namespace):
    """The SKOS terms in use."""

    Concept: str
    ConceptScheme: str
    altLabel: str
    definition: str
    example: str
    hiddenLabel: str
    inScheme: str
    notation: str
    prefLabel: str


class Time(Namespace):
    """The OWL-Time terms in use."""

    Instant: str
    hasBeginning: str
    hasEnd: str
    inXSDDate: str
    inXSDgYear: str
    inXSDgYearMonth: str


class Xsd(Namespace):
    """The XML Schema datatypes in use."""

    boolean: str
    date: str
    dateTime: str
    decimal: str
    gYear: str
    gYearMonth: str
    integer: str
    string: str


DCTERMS = Dcterms("http://purl.org/dc/terms/")
FOAF = Foaf("http://xmlns.com/foaf/0.1/")
OA = Oa("http://www.w3.org/ns/oa#")
ORG = Org("http://www.w3.org/ns/org#")
OWL = Owl("http://www.w3.org/2002/07/owl#")
PROV = Prov("http://www.w3.org/ns/prov#")
RDF = Rdf("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Rdfs("http://www.w3.org/2000/01/rdf-schema#")
SCHEMA = Schema("http://schema.org/")
SKOS = Skos("http://www.w3.org/2004/02/skos/core#")
TIME = Time("http://www.w3.org/2006/time#")
XSD = Xsd("http://www.w3.org/2001/XMLSchema#")

STANDARD_NAMESPACES: tuple[Namespace, ...] = (
    RDF,
    RDFS,
    SKOS,
    DCTERMS,
    FOAF,
    OA,
    ORG,
    OWL,
    PROV,
    SCHEMA,
    TIME,
    XSD,
)
"""Every namespace above, those that queries need most first."""

STANDARD_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "dcterms": DCTERMS.namespace,
        "dqv": "http://www.w3.org/ns/dqv#",
        "eli": "http://data.europa.eu/eli/ontology#",
        "foaf": FOAF.namespace,
        "oa": OA.namespace,
        "org": ORG.namespace,
        "owl": OWL.namespace,
        "prov": PROV.namespace,
        "rdf": RDF.namespace,
        "rdfs": RDFS.namespace,
        "schema": SCHEMA.namespace,
        "sh": "http://www.w3.org/ns/shacl#",
        "skos": SKOS.namespace,
        "time": TIME.namespace,
        "xsd": XSD.namespace,
    }
)
"""Prefix to namespace, for the standards; `Vocabulary.prefixes` adds our own."""
