"""A small graph whose every name is hostile, in the shape of a built one, with its text."""

from __future__ import annotations

import hashlib

BASE = "https://w3id.org/nhiemvu/"
SCRIPT = '<script>alert("x")</script>'
BREAKOUT = "\"'><img src=x onerror=alert(1)>{{7*7}}</script></textarea></title>"
RTL = "\u202eabc"
LONG = "Tên dài " * 12_500
"""100 kB of title."""

TEXT = f"""BỘ Y TẾ
QUYẾT ĐỊNH
Thực hiện Nghị quyết số 38/NQ-CP {SCRIPT}

TT	Nhiệm vụ	Cơ quan chủ trì	Thời hạn
1	Rà soát {BREAKOUT}	Cục A	Quý III/2022
| 2 | Báo cáo | Cục B |
|---|---|---|
Hết.
"""
SHA = hashlib.sha256(TEXT.encode()).hexdigest()


def literal(text: str) -> str:
    """Write a string for Turtle."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{escaped}"'


def span(words: str) -> tuple[int, int]:
    """Find words in the text."""
    start = TEXT.index(words)
    return start, start + len(words)


def evidence(words: str) -> tuple[str, str]:
    """Give the IRI of the evidence of some words, and the triples that describe it."""
    start, end = span(words)
    name = f"<id/evidence/byt/2022/qd-1/{start}-{end}>"
    part = name[:-1]
    return name, (
        f"{name} a oa:SpecificResource ; oa:hasSource <id/snapshot/{SHA[:16]}> ; nv:tableNumber 1 ; "
        f"nv:rowNumber 2 ;"
        f" oa:hasSelector {part}#quote>, {part}#position> .\n"
        f"{part}#quote> oa:exact {literal(words)} ; oa:prefix {literal(TEXT[max(0, start - 20) : start])} ;"
        f" oa:suffix {literal(TEXT[end : end + 20])} .\n"
        f"{part}#position> oa:start {start} ; oa:end {end} .\n"
    )


def dataset() -> str:
    """Write a small graph whose every name is hostile, in the shape of a built one, as TriG."""
    title, title_words = evidence(f"Rà soát {BREAKOUT}")
    lead, lead_words = evidence("Cục A")
    cited, cited_words = evidence("Nghị quyết số 38/NQ-CP")
    ledger_start, ledger_end = span("Hết.")
    units = "".join(
        f"<id/unit/cuc-{i}> a nv:Unit, nv:Actor ; skos:prefLabel {literal(f'Cục số {i}')}@vi . "
        f"<id/unit/cuc-{i}> nv:coordinates <id/task/byt/2022/qd-1/a/{1 + i % 3}> .\n"
        for i in range(100)
    )
    tasks = "".join(
        f"<id/task/byt/2022/qd-1/a/{i}> a nv:Task ; rdfs:label {literal(f'Việc {i} {SCRIPT}')}@vi ;"
        f" dcterms:title {literal(f'Việc {i} {SCRIPT}' if i != 9 else LONG)}@vi ;"
        f' nv:code "{i}" ; nv:sectionPath "A" ; nv:sequence {i} ; nv:statedIn <id/document/byt/2022/qd-1> ;'
        f" nv:deadline <id/deadline/byt/2022/qd-1/a/{i}> .\n"
        for i in range(1, 10)
    )
    return f"""
@prefix nv: <{BASE}ontology#> . @prefix role: <{BASE}codes/role/> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> . @prefix org: <http://www.w3.org/ns/org#> .
@prefix prov: <http://www.w3.org/ns/prov#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix schema: <http://schema.org/> .
@base <{BASE}> .
<graph/build> {{ <id/build> a prov:Activity . }}
<graph/units> {{
{units}
<id/unit/bo> a nv:Unit ; skos:prefLabel {literal("Bộ " + BREAKOUT)}@vi ; skos:altLabel {literal(SCRIPT)}@vi .
<id/unit/bo/cuc-a> a nv:Unit ; skos:prefLabel {literal("Cục A " + BREAKOUT)}@vi ;
  org:subOrganizationOf <id/unit/bo> ;
  nv:inRegister false .
<id/group/cac-cuc> a nv:ActorGroup ; skos:prefLabel {literal("Các cục " + SCRIPT)}@vi ;
  nv:groupContext <id/unit/bo> .
<id/person/an/_> a foaf:Person ; foaf:name {literal("An " + SCRIPT)}@vi ; org:holds <id/post/bo/cuc-truong> .
<id/post/bo/cuc-truong> a org:Post ; rdfs:label {literal("Cục trưởng " + SCRIPT)}@vi ;
  org:postIn <id/unit/bo> .
}}
<graph/document/byt/2022/qd-1> {{
<id/document/byt/2022/qd-1> a nv:Document, nv:Decision ; rdfs:label {literal("Quyết định " + SCRIPT)}@vi ;
  nv:number "1/QĐ-BYT" ; nv:numberKey "1/QĐ-BYT" ; dcterms:title {literal(BREAKOUT + RTL)}@vi ;
  nv:dateIssued "2022-08-24"^^xsd:date ; nv:issuedBy <id/unit/bo> ; nv:inCorpus true ;
  nv:place {literal(SCRIPT)} ;
  nv:signedBy <id/person/an/_> ; nv:signerPost {literal(SCRIPT)} ; nv:recipient {literal(SCRIPT)} ;
  nv:implements <id/document/cp/2022/nq-38> ; nv:hasSnapshot <id/snapshot/{SHA[:16]}> .
<id/snapshot/{SHA[:16]}> a nv:TextSnapshot ; nv:textSha256 "{SHA}" ; nv:fileName {literal(SCRIPT)} ;
  nv:characterCount {len(TEXT)} .
<id/document/cp/2022/nq-38> a nv:Document ; rdfs:label "Nghị quyết 38/NQ-CP"@vi ; nv:number "38/NQ-CP" ;
  nv:numberKey "38/NQ-CP" ; nv:inCorpus false .
{tasks}
<id/task/byt/2022/qd-1/a/1> prov:wasQuotedFrom {title} ; nv:output {literal(SCRIPT)}@vi ;
  nv:description {literal(SCRIPT)}@vi ; nv:submittedTo <id/unit/bo> .
{title_words}
<id/assignment/byt/2022/qd-1/a/1/lead/1> a nv:Assignment ; nv:task <id/task/byt/2022/qd-1/a/1> ;
  nv:assignee <id/unit/bo/cuc-a> ; nv:role role:lead ; nv:asWritten {literal(SCRIPT)} ;
  nv:roleAsWritten {literal(SCRIPT)} ; prov:wasQuotedFrom {lead} .
{lead_words}
<id/assignment/byt/2022/qd-1/a/1/coordinate/2> a nv:Assignment ; nv:task <id/task/byt/2022/qd-1/a/1> ;
  nv:assignee <id/group/cac-cuc> ; nv:role role:coordinate ; nv:asWritten "Các cục" .
<id/assignment/byt/2022/qd-1/a/2/perform/1> a nv:Assignment ; nv:task <id/task/byt/2022/qd-1/a/2> ;
  nv:assignee <id/post/bo/cuc-truong> ; nv:assigneePerson <id/person/an/_> ; nv:role role:perform .
<id/deadline/byt/2022/qd-1/a/1> a nv:Deadline ; nv:due "2022-09"^^xsd:gYearMonth ; nv:precision "quarter" ;
  nv:deadlineText {literal(SCRIPT)}@vi .
<id/deadline/byt/2022/qd-1/a/2> a nv:Deadline ; nv:due "2022-12-31"^^xsd:date ; nv:precision "day" ;
  nv:comparator "<" .
<id/deadline/byt/2022/qd-1/a/3> a nv:Deadline ; nv:schedule <id/deadline/byt/2022/qd-1/a/3#schedule> .
<id/deadline/byt/2022/qd-1/a/3#schedule> a schema:Schedule ;
  nv:scheduleText {literal("hằng tháng " + SCRIPT)}@vi .
<id/deadline/byt/2022/qd-1/a/4> a nv:Deadline ; nv:due "2023"^^xsd:gYear ; nv:comparator "<=" .
<id/duty/byt/2022/qd-1/vi/1> a nv:Duty ; nv:dutyText {literal("Chủ động " + SCRIPT)}@vi ;
  nv:sectionPath "VI" ;
  nv:statedIn <id/document/byt/2022/qd-1> ; nv:dutyOf <id/unit/bo/cuc-a> ; nv:coordinatesWith <id/unit/bo> ;
  nv:deadline <id/duty/byt/2022/qd-1/vi/1#deadline> .
<id/duty/byt/2022/qd-1/vi/1#deadline> a nv:Deadline ;
  nv:deadlineText {literal("thứ Sáu hằng tuần " + SCRIPT)} .
<id/measure/byt/2022/qd-1/v/1> a nv:Measure ; rdfs:label {literal("Giải pháp " + SCRIPT)}@vi ;
  nv:statedIn <id/document/byt/2022/qd-1> .
<id/indicator/byt/2022/qd-1/1> a nv:Indicator ; rdfs:label {literal("Tỷ lệ " + SCRIPT)}@vi ; nv:code "1" ;
  nv:statedIn <id/document/byt/2022/qd-1> ; nv:hasTarget <id/indicator/byt/2022/qd-1/1#target> .
<id/indicator/byt/2022/qd-1/1#target> nv:comparator ">=" ; schema:value 1234.5 ;
  schema:unitText {literal(SCRIPT)} ;
  nv:footnote {literal(SCRIPT)} .
<id/citation/byt/2022/qd-1/1-2> a nv:Citation ; nv:citingDocument <id/document/byt/2022/qd-1> ;
  nv:citedDocument <id/document/cp/2022/nq-38> ; nv:asWritten {literal(SCRIPT)} ;
  nv:citationRole <codes/citation-role/implements> ; prov:wasQuotedFrom {cited} .
{cited_words}
<id/ledger/byt/2022/qd-1/1> a nv:LedgerEntry ; nv:issueCode "doubt" ; nv:reason {literal(SCRIPT)} ;
  nv:asWritten {literal(SCRIPT)} ; nv:inDocument <id/document/byt/2022/qd-1> ;
  nv:startOffset {ledger_start} ; nv:endOffset {ledger_end} .
<id/ledger/byt/2022/qd-1/2> a nv:LedgerEntry ; nv:issueCode "unresolved-unit" ;
  nv:asWritten {literal(SCRIPT)} ;
  nv:reason {literal(f"{SCRIPT!r} is not in the unit register; kept as a new unit.")} ;
  nv:inDocument <id/document/byt/2022/qd-1> .
}}
<graph/findings> {{
<id/finding/byt/2022/qd-1/1> a nv:Finding ; nv:findingCode "two-leads" ; nv:severity "high" ;
  rdfs:label {literal("Một việc giao hai nơi " + SCRIPT)}@vi , {literal("Two leads " + SCRIPT)}@en ;
  nv:message {literal("Chỗ này, chỗ kia " + SCRIPT)}@vi , {literal("Here and there " + SCRIPT)}@en ;
  nv:foundIn <id/document/byt/2022/qd-1> ; prov:wasQuotedFrom {lead} , {title} .
}}
<graph/inferred> {{
<id/unit/bo/cuc-a> nv:leads <id/task/byt/2022/qd-1/a/1>, <id/task/byt/2022/qd-1/a/2>,
  <id/task/byt/2022/qd-1/a/3> .
<id/unit/bo> nv:leads <id/task/byt/2022/qd-1/a/1> .
<id/group/cac-cuc> nv:coordinates <id/task/byt/2022/qd-1/a/1> .
}}
"""
