"""Names of every term: the project's own vocabulary, its code lists, and the standards it uses.

The base IRI is a setting: `Vocabulary(base)` gives all names under one base, and `NV` those under the
default base. Names are plain strings (IRIs without angle brackets), so that this module needs no RDF
library. The attribute is the local name: `Vocabulary().nv.leads`. A test keeps the class `Terms` equal
to `nhiemvu.ttl`.
"""

from __future__ import annotations

from functools import lru_cache
from typing import ClassVar

from ontology.standards import (
    DCTERMS,
    FOAF,
    OA,
    ORG,
    OWL,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
    STANDARD_PREFIXES,
    TIME,
    XSD,
    Namespace,
)

__all__ = [
    "DCTERMS",
    "DEFAULT_BASE",
    "FOAF",
    "NV",
    "OA",
    "ORG",
    "OWL",
    "PROV",
    "RDF",
    "RDFS",
    "SCHEMA",
    "SKOS",
    "STANDARD_PREFIXES",
    "TIME",
    "XSD",
    "BaseError",
    "Namespace",
    "Terms",
    "Vocabulary",
    "check_base",
    "vocabulary",
]

DEFAULT_BASE = "https://w3id.org/nhiemvu/"
"""The base IRI when no setting says otherwise."""


class BaseError(ValueError):
    """A base IRI that is not an absolute http or https IRI ending in a slash."""


def check_base(base: str) -> str:
    """Return the base IRI unchanged when it can carry the project's names.

    Raises `BaseError` when it has no http or https scheme, no host, a query, a fragment, a character
    that an IRI cannot hold, or no slash at its end.
    """
    scheme, separator, rest = base.partition("://")
    if scheme not in {"http", "https"} or not separator or not rest.strip("/"):
        raise BaseError(f"The base IRI {base!r} must start with http:// or https:// and a host.")
    if not base.endswith("/"):
        raise BaseError(f'The base IRI {base!r} must end in "/".')
    if any(character in '<>"{}|\\^`?#' or character.isspace() for character in base):
        raise BaseError(f"The base IRI {base!r} holds a character that is not allowed in a base.")
    try:
        base.encode()
    except UnicodeEncodeError as error:
        raise BaseError(f"The base IRI {base!r} is not in UTF-8.") from error
    return base


class Terms(Namespace):
    """The classes and properties of `nhiemvu.ttl`."""

    # Actors
    Actor: str
    Unit: str
    ActorGroup: str
    ScopedName: str
    # Documents by origin
    Document: str
    StateDocument: str
    PartyDocument: str
    # Documents by kind
    Agreement: str
    Announcement: str
    Annex: str
    Appeal: str
    Charter: str
    Circular: str
    Code: str
    Communique: str
    Conclusion: str
    Constitution: str
    Contract: str
    Decision: str
    Decree: str
    Directive: str
    DispatchSlip: str
    Guideline: str
    IntroductionLetter: str
    InvitationLetter: str
    JointCircular: str
    JointResolution: str
    Law: str
    LeaveSlip: str
    MasterPlan: str
    Memorandum: str
    Minutes: str
    NewsItem: str
    NoticeSlip: str
    OfficialLetter: str
    OfficialMissive: str
    OfficialTelegram: str
    OperationalPlan: str
    Order: str
    Ordinance: str
    PartyCircular: str
    Plan: str
    PolicyFramework: str
    PowerOfAttorney: str
    Programme: str
    Project: str
    Proposal: str
    Regulation: str
    Report: str
    Resolution: str
    Rules: str
    Scheme: str
    Statement: str
    Strategy: str
    TransferSlip: str
    Treaty: str
    # What documents say
    Assignment: str
    Citation: str
    Deadline: str
    Duty: str
    Finding: str
    Goal: str
    Indicator: str
    LedgerEntry: str
    Mandate: str
    Measure: str
    OutcomeVerdict: str
    Section: str
    StatusReport: str
    Target: str
    Task: str
    TextSnapshot: str
    # Properties of documents
    dateIssued: str
    effectiveText: str
    expiresOn: str
    hasSnapshot: str
    inCorpus: str
    issuedBy: str
    number: str
    numberKey: str
    place: str
    proposedBy: str
    recipient: str
    signedBy: str
    signerPost: str
    signsFor: str
    # Relations between documents
    mentions: str
    amends: str
    amendedBy: str
    annexOf: str
    hasAnnex: str
    basedOn: str
    basisFor: str
    cites: str
    citedBy: str
    consolidates: str
    consolidatedBy: str
    corrects: str
    correctedBy: str
    establishedBy: str
    establishes: str
    implements: str
    implementedBy: str
    implementsStateDocument: str
    replaces: str
    replacedBy: str
    # Citations
    changeDay: str
    changeQuote: str
    citationRole: str
    citedDocument: str
    citedName: str
    citedProvision: str
    citingDocument: str
    provisionQuote: str
    # Text snapshots and places in them
    characterCount: str
    columnNumber: str
    endOffset: str
    fileName: str
    page: str
    rowNumber: str
    sha256: str
    startOffset: str
    tableNumber: str
    textSha256: str
    # Sections and mandates
    code: str
    deadline: str
    description: str
    inSection: str
    output: str
    sectionPath: str
    sequence: str
    staffing: str
    statedIn: str
    submittedTo: str
    # Duties
    coordinatesWith: str
    dutyOf: str
    dutyText: str
    isLead: str
    # Assignments
    asWritten: str
    assignee: str
    assigneePerson: str
    inherited: str
    role: str
    roleAsWritten: str
    task: str
    # Shortcuts derived from assignments
    participatesIn: str
    hasParticipant: str
    leads: str
    ledBy: str
    coordinates: str
    coordinatedBy: str
    # Deadlines
    comparator: str
    deadlineText: str
    due: str
    dueEarliest: str
    dueLatest: str
    openEnded: str
    precision: str
    recurrenceKind: str
    schedule: str
    scheduleException: str
    scheduleText: str
    start: str
    startEarliest: str
    startPrecision: str
    startText: str
    triggerEvent: str
    # Indicators
    footnote: str
    hasTarget: str
    indicatorLead: str
    targetYear: str
    valueText: str
    # Units and groups
    groupContext: str
    inRegister: str
    legalAct: str
    nameOf: str
    scopeIssuer: str
    unitKind: str
    # Code lists and the ledger
    documentClass: str
    inDocument: str
    issueCode: str
    kept: str
    reason: str
    # Findings
    findingCode: str
    foundIn: str
    message: str
    severity: str
    # What offices report
    acceptedOutcome: str
    judgedBy: str
    judgedTask: str
    reportOn: str
    reportedBy: str
    reportedDate: str
    reportedStatus: str
    # Scenarios
    Scenario: str
    SupposedAssignment: str
    SupposedChange: str
    SupposedDeadline: str
    SupposedUnit: str
    changeKind: str
    changeNumber: str
    hasChange: str
    insteadOf: str
    mergesInto: str
    mergesUnit: str
    notApplied: str
    onSnapshot: str
    splitRule: str
    splitsInto: str
    splitsUnit: str
    supposedActor: str
    supposedDue: str
    supposedPrecision: str
    supposedRole: str
    supposedTask: str


class Vocabulary:
    """All names that depend on the base IRI: terms, codes and the named graphs.

    Raises `BaseError` for a base that cannot carry names (see `check_base`).
    """

    SCHEMES: ClassVar[tuple[str, ...]] = (
        "role",
        "citation-role",
        "document-kind",
        "unit-kind",
        "precision",
        "recurrence",
        "ledger",
        "finding",
        "task-status",
    )
    """The code lists of `codes.ttl`; a code is `{base}codes/{scheme}/{name}`."""

    def __init__(self, base: str = DEFAULT_BASE) -> None:
        self.base = check_base(base)
        self.ontology = f"{base}ontology"
        self.nv = Terms(f"{base}ontology#")
        self.graph_ontology = f"{base}graph/ontology"
        self.graph_units = f"{base}graph/units"
        self.graph_inferred = f"{base}graph/inferred"
        self.graph_findings = f"{base}graph/findings"
        self.graph_build = f"{base}graph/build"

    def graph_scenario(self, name: str) -> str:
        """Name the graph of a scenario, which is never part of what queries see."""
        return f"{self.base}graph/scenario/{name}"

    def code(self, scheme: str, name: str) -> str:
        """Name a concept of a code list; underscores of record values become hyphens.

        Raises `ValueError` for an unknown list.
        """
        if scheme not in self.SCHEMES:
            raise ValueError(f"There is no code list {scheme!r}; the lists are {', '.join(self.SCHEMES)}.")
        return f"{self.base}codes/{scheme}/{name.replace('_', '-')}"

    def role(self, name: str) -> str:
        """Name a mandate role: lead, focal, coordinate, perform, monitor or report."""
        return self.code("role", name)

    def citation_role(self, name: str) -> str:
        """Name the part a citation plays, such as `implements` or `legal_basis`."""
        return self.code("citation-role", name)

    def unit_kind(self, name: str) -> str:
        """Name a kind of unit, such as `ministry`."""
        return self.code("unit-kind", name)

    def prefixes(self) -> dict[str, str]:
        """Give the whole prefix table, sorted by prefix, for Turtle output and query headers."""
        own = {
            "nv": self.nv.namespace,
            "role": f"{self.base}codes/role/",
            "citrole": f"{self.base}codes/citation-role/",
        }
        return dict(sorted({**STANDARD_PREFIXES, **own}.items()))


@lru_cache(maxsize=16)
def vocabulary(base: str = DEFAULT_BASE) -> Vocabulary:
    """Return the vocabulary of a base IRI, made once for every base."""
    return Vocabulary(base)


NV = vocabulary().nv
"""Our terms under the default base."""
