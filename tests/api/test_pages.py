"""The pages, asked as a browser asks: statuses, languages, hostile words, odd addresses, huge input."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pyoxigraph as ox
import pytest

from api.rendering import LONGEST_HEADING
from graph_build import snapshots
from graph_build.store import Database
from tests.waiting import PATIENCE

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
  nv:statedIn <id/document/byt/2022/qd-1> ; nv:dutyOf <id/unit/bo/cuc-a> ; nv:coordinatesWith <id/unit/bo> .
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


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Publish the hostile graph with its text."""
    out = tmp_path_factory.mktemp("hostile")
    with snapshots.locked(out), snapshots.new_snapshot(out) as folder:
        database = Database()
        quads = ox.serialize(ox.parse(dataset(), format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
        assert quads is not None
        database.load_nquads(quads, "test")
        database.saved(folder / snapshots.STORE).close()
        (folder / snapshots.TEXTS / f"{SHA}.txt").write_bytes(TEXT.encode())
        (folder / snapshots.REPORT).write_text("{}", encoding="utf-8")
        snapshots.publish(out, folder, snapshots.next_name(out, "ab" * 32))
    return out


@pytest.fixture(scope="module")
def client(directory: Path, serve: Any) -> Iterator[httpx.Client]:
    """Give a client of the whole application that asks for pages as a browser does."""
    headers = {"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"}
    with (
        serve(directory, query_workers=2) as server,
        httpx.Client(base_url=server.url, headers=headers, timeout=PATIENCE) as made,
    ):
        yield made


def in_language(language: str) -> dict[str, str]:
    """Give the header of a reader who chose a language before."""
    return {"Cookie": f"lang={language}"}


PAGES = (
    "/",
    "/documents",
    "/documents/byt/2022/qd-1",
    "/documents/byt/2022/qd-1/text",
    "/documents/cp/2022/nq-38",
    "/documents/cp/2022/nq-38/text",
    "/tasks/byt/2022/qd-1/a/1",
    "/tasks/byt/2022/qd-1/a/2",
    "/tasks/byt/2022/qd-1/a/3",
    "/tasks/byt/2022/qd-1/a/4",
    "/tasks/byt/2022/qd-1/a/9",
    "/units",
    "/units/bo/cuc-a",
    "/units/bo/cuc-a/network",
    "/units/cuc-1/network?ties=all&way=coordinates",
    "/groups/cac-cuc",
    "/groups/cac-cuc/network",
    "/people/an/_",
    "/posts/bo/cuc-truong",
    "/questions",
    "/questions/tasks-led",
    "/query",
    "/search",
    "/search?q=cuc",
    "/data/task/byt/2022/qd-1/a/1",
    "/ontology",
    "/lists",
    "/lists/ledger",
    "/graphs",
    "/graphs/document/byt/2022/qd-1",
    "/graphs/build",
    "/problem",
    "/problem/busy",
)


class Elements(HTMLParser):
    """Gather what a page is made of: its elements, its scripts, its language, ids and links to them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.inline: list[str] = []
        self._in_script: dict[str, str] | None = None
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._in_script = self.tags[-1][1] if tag == "script" else self._in_script

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = None

    def handle_data(self, data: str) -> None:
        if self._in_script is not None and data.strip():
            self.inline.append(self._in_script.get("type", ""))

    def having(self, name: str) -> list[str]:
        """Give the values of an attribute in the order of the page."""
        return [attrs[name] for _, attrs in self.tags if name in attrs]


def assert_harmless(page: str) -> Elements:
    """Assert that a page runs and loads nothing but its own files."""
    found = Elements(page)
    assert "img" not in {tag for tag, _ in found.tags}
    assert set(found.inline) <= {"application/json", "importmap"}
    assert not re.search(r'"imports": \{[^}]*": "(?!/static/)', page)
    for tag, attrs in found.tags:
        assert not [name for name in attrs if name.startswith("on") or name == "style"], (tag, attrs)
        for name in ("src", "href", "action", "data"):
            assert re.match(r"[/#?]|$", attrs.get(name, "")), (tag, attrs)
            assert not attrs.get(name, "").startswith("//")
    return found


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("address", PAGES)
def test_every_page_answers_in_both_languages(client: httpx.Client, address: str, language: str) -> None:
    response = client.get(address, headers=in_language(language))
    assert response.status_code == 200
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == language
    found = assert_harmless(response.text)
    assert found.tags[0] == ("html", {"lang": language})
    ids = found.having("id")
    assert len(ids) == len(set(ids))
    assert [tag for tag, _ in found.tags].count("h1") == 1
    for label in found.having("for"):
        assert label in ids


@pytest.mark.parametrize(
    "address",
    [
        "/documents/byt/2022/qd-2",
        "/documents/byt/2022/qd-2/text",
        "/documents/a/b/" + "x" * 3000,
        "/tasks/byt/2022/qd-1/a/77",
        "/tasks/x",
        "/tasks/" + quote('<>"{}|^`\\ '),
        "/units/bo/cuc-b",
        "/units/" + quote('a b<>"'),
        "/units/bo/cuc-b/network",
        "/groups/bo/cuc-a",
        "/people/binh/_",
        "/posts/none",
        "/questions/nothing-like-it",
        "/data/nothing",
        "/no/such/page",
        "/static/none.css",
    ],
)
def test_the_unknown_gets_a_page_with_status_404(client: httpx.Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1" in response.text
    assert_harmless(response.text)


def test_an_unknown_document_is_offered_the_nearest_addresses(client: httpx.Client) -> None:
    response = client.get("/documents/byt/2021/qd-1")
    assert response.status_code == 404
    assert 'href="/documents/byt/2022/qd-1"' in response.text


def test_an_unknown_unit_is_offered_the_nearest_names(client: httpx.Client) -> None:
    page = client.get("/units/cuc-so-7").text
    assert 'href="/units/cuc-7"' in page
    assert "Có phải bạn tìm" in page


def test_an_unknown_task_of_a_known_document_is_offered_the_document(client: httpx.Client) -> None:
    assert 'href="/documents/byt/2022/qd-1"' in client.get("/tasks/byt/2022/qd-1/b/5").text


HOSTILE = [
    SCRIPT,
    BREAKOUT,
    RTL,
    "%00",
    "\x00",
    "ế" * 5000,
    "💥" * 100,
    "../../etc/passwd",
    "a\r\nb",
    "'; DROP",
]


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize(
    ("address", "field"),
    [
        ("/search", "q"),
        ("/units", "words"),
        ("/units", "kind"),
        ("/units", "sort"),
        ("/units", "page"),
        ("/documents/byt/2022/qd-1", "words"),
        ("/documents/byt/2022/qd-1", "actor"),
        ("/documents/byt/2022/qd-1", "sort"),
        ("/documents/byt/2022/qd-1", "page"),
        ("/documents/byt/2022/qd-1/text", "at"),
        ("/", "lang"),
        ("/units/bo/cuc-a", "section"),
    ],
)
def test_odd_query_strings_do_no_harm(client: httpx.Client, address: str, field: str, words: str) -> None:
    response = client.get(address, params={field: words})
    refused = address == "/search" and 'role="alert"' in response.text  # it says what cannot be searched for
    assert response.status_code == (400 if refused else 200)
    assert_harmless(response.text)
    assert len(response.text) < 600_000


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_values_of_a_question_are_refused_as_a_page(client: httpx.Client, words: str) -> None:
    response = client.get("/questions/tasks-led", params={"unit": f"x{words}", "resolution": "38/NQ-CP"})
    assert response.status_code == 400
    assert_harmless(response.text)


@pytest.mark.parametrize("query", [SCRIPT, BREAKOUT, "SELECT", "SELECT * {", "\x00", "x" * 3000, "}" * 5000])
def test_a_malformed_query_is_explained_on_its_page(client: httpx.Client, query: str) -> None:
    response = client.post("/query", data={"query": query})
    assert response.status_code == 400
    found = assert_harmless(response.text)
    assert "alert" in found.having("role")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/query?query=SELECT%FF", "không phải là văn bản UTF-8"),
        ("/query?query=ASK%7B%7D%20ASK%7B%7D", "hai câu truy vấn"),
        ("/query?query=ASK%7B%20nv:a%20nv:b%20nv:c%20%7D", "Chưa khai báo tiền tố “nv:”"),
        ("/query?query=CLEAR%20ALL", "Đây là lệnh cập nhật"),
    ],
)
def test_what_is_wrong_with_a_query_is_said_in_vietnamese(
    client: httpx.Client, address: str, said: str
) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert said in response.text


def test_a_query_that_calls_out_or_writes_is_refused(client: httpx.Client) -> None:
    out = client.get("/query", params={"query": "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }"})
    assert out.status_code == 403
    assert client.get("/query", params={"query": "DELETE WHERE { ?s ?p ?o }"}).status_code >= 400


def test_a_query_is_answered_as_a_table_with_downloads(client: httpx.Client) -> None:
    asked = (
        "SELECT ?name WHERE { ?unit <http://www.w3.org/2004/02/skos/core#prefLabel> ?name } ORDER BY ?name"
    )
    page = client.get("/query", params={"query": asked}).text
    assert page.count("<tr>") == 104
    assert 'href="/sparql?query=SELECT' in page
    assert "103 dòng" in page
    assert_harmless(page)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK {}", '<p class="verdict">Có</p>'),
        ("ASK { <http://a> <http://b> <http://c> }", '<p class="verdict">Không</p>'),
        ("SELECT * { <http://a> ?p ?o }", "Không có dòng nào"),
        ("SELECT ?x {}", '<span class="none">–</span>'),
        (
            f"DESCRIBE <{BASE}id/unit/bo>",
            "&lt;https://w3id.org/nhiemvu/id/unit/bo&gt;",
        ),
    ],
)
def test_every_form_of_query_is_shown(client: httpx.Client, query: str, shown: str) -> None:
    response = client.get("/query", params={"query": query})
    assert response.status_code == 200
    assert shown in response.text
    assert_harmless(response.text)


def test_the_question_is_answered_with_its_proof(client: httpx.Client) -> None:
    page = client.get(
        "/questions/tasks-led", params={"resolution": "38/NQ-CP", "unit": f"{BASE}id/unit/bo/cuc-a"}
    )
    assert page.status_code == 200
    start, end = span("Cục A")
    assert f'href="/documents/byt/2022/qd-1/text?at={start}-{end}#c{start}-{end}"' in page.text
    assert "VALUES ?unit { &lt;https://w3id.org/nhiemvu/id/unit/bo/cuc-a&gt; }" in page.text


def test_a_missing_parameter_is_named(client: httpx.Client) -> None:
    page = client.get("/questions/tasks-led", params={"resolution": "38/NQ-CP"})
    assert page.status_code == 400
    assert "Còn thiếu: đơn vị chủ trì." in page.text


def test_answers_are_downloaded_as_csv_and_json(client: httpx.Client) -> None:
    asked = {"unit": "Cục số 5", "format": "csv"}
    table = client.get("/questions/tasks-coordinated", params=asked)
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert table.headers["content-disposition"] == 'attachment; filename="tasks-coordinated.csv"'
    assert table.content.decode("utf-8-sig").startswith("task,")
    assert table.content.startswith(b"\xef\xbb\xbf")
    assert isinstance(
        client.get("/questions/tasks-coordinated", params={**asked, "format": "json"}).json(), list
    )


def test_the_language_is_switched_and_remembered(client: httpx.Client) -> None:
    assert client.get("/").headers["content-language"] == "vi"
    switched = client.get("/documents?lang=en")
    client.cookies.clear()
    assert switched.headers["content-language"] == "en"
    assert "lang=en" in switched.headers["set-cookie"]
    assert client.get("/documents", headers=in_language("en")).headers["content-language"] == "en"
    assert client.get("/documents", headers=in_language("xx")).headers["content-language"] == "vi"
    assert 'href="/documents?lang=vi"' in switched.text


def test_dates_are_written_at_the_precision_that_is_stated(client: httpx.Client) -> None:
    page = client.get("/documents/byt/2022/qd-1", headers=in_language("vi")).text
    for words in ("quý III/2022", "trước <time", "31/12/2022", "hằng tháng", "chậm nhất <time", "năm 2023"):
        assert words in page
    english = client.get("/documents/byt/2022/qd-1", headers=in_language("en")).text
    for words in ("Q3 2022", "before <time", "31 December 2022", "at the latest <time", "24 August 2022"):
        assert words in english


def test_numbers_are_written_as_the_reader_writes_them(client: httpx.Client) -> None:
    assert "≥ 1.234,5" in client.get("/documents/byt/2022/qd-1", headers=in_language("vi")).text
    assert "≥ 1,234.5" in client.get("/documents/byt/2022/qd-1", headers=in_language("en")).text


def test_a_long_title_is_cut_in_the_heading_and_whole_below(client: httpx.Client) -> None:
    page = client.get("/tasks/byt/2022/qd-1/a/9").text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert len(heading[1]) <= LONGEST_HEADING + 1
    assert LONG in page
    assert page.count(LONG) == 1


def test_the_text_is_marked_and_every_place_has_an_anchor(client: httpx.Client) -> None:
    page = client.get("/documents/byt/2022/qd-1/text")
    start, end = span("Cục A")
    found = assert_harmless(page.text)
    assert f"c{start}-{end}" in found.having("id")
    marked = [attrs for tag, attrs in found.tags if tag == "a" and attrs.get("class") == "span is-lead"]
    assert [attrs["href"] for attrs in marked] == ["/tasks/byt/2022/qd-1/a/1"]
    assert [tag for tag, _ in found.tags].count("table") == 1
    assert [tag for tag, _ in found.tags].count("td") == 4 + 4 + 3


def test_any_place_of_a_text_can_be_pointed_at(client: httpx.Client) -> None:
    start, end = span("Báo cáo")
    page = client.get(f"/documents/byt/2022/qd-1/text?at={start}-{end}").text
    assert '<mark class="span is-asked">Báo cáo</mark>' in page
    beyond = client.get(f"/documents/byt/2022/qd-1/text?at=5-{len(TEXT) + 1}")
    assert "is-asked" not in beyond.text


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/tasks/byt/2022/qd-1/a/1"),
        ("text/turtle", "/data/task/byt/2022/qd-1/a/1?format=turtle"),
        ("application/ld+json", "/data/task/byt/2022/qd-1/a/1?format=jsonld"),
        ("image/png", "/tasks/byt/2022/qd-1/a/1"),
    ],
)
def test_an_iri_leads_to_what_the_client_accepts(client: httpx.Client, accept: str, location: str) -> None:
    response = client.get("/id/task/byt/2022/qd-1/a/1", headers={"Accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert "Accept" in response.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("assignment/byt/2022/qd-1/a/1/lead/1", "/tasks/byt/2022/qd-1/a/1#assignments"),
        ("deadline/byt/2022/qd-1/a/1", "/tasks/byt/2022/qd-1/a/1#deadline"),
        ("evidence/byt/2022/qd-1/10-20-t1r2c3", "/documents/byt/2022/qd-1/text?at=10-20#c10-20"),
        ("citation/byt/2022/qd-1/10-20", "/documents/byt/2022/qd-1/text?at=10-20#c10-20"),
        ("duty/byt/2022/qd-1/vi/1", "/documents/byt/2022/qd-1#duties"),
        ("ledger/byt/2022/qd-1/1", "/documents/byt/2022/qd-1#ledger"),
        ("finding/byt/2022/qd-1/1", "/documents/byt/2022/qd-1#findings"),
        ("snapshot/0123456789abcdef", "/data/snapshot/0123456789abcdef"),
    ],
)
def test_parts_of_things_lead_to_their_place(client: httpx.Client, path: str, place: str) -> None:
    assert client.get(f"/id/{path}").headers["location"] == place


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ("Mâu thuẫn, thiếu sót", "Cao", "Chỗ này, chỗ kia")),
        ("en", ("Contradictions", "High", "Here and")),
    ],
)
def test_a_document_shows_its_findings_with_every_quote(
    client: httpx.Client, lang: str, said: tuple[str, ...]
) -> None:
    page = client.get("/documents/byt/2022/qd-1", params={"lang": lang}).text
    client.cookies.clear()
    _, _, section = page.partition('<section aria-labelledby="findings">')
    section = section.partition("</section>")[0]
    assert all(words in section for words in said)
    places = [span("Cục A"), span(f"Rà soát {BREAKOUT}")]
    for start, end in places:
        assert f"/documents/byt/2022/qd-1/text?at={start}-{end}#c{start}-{end}" in section


@pytest.mark.parametrize("name", ["turtle", "nt", "rdfxml", "jsonld"])
def test_a_thing_is_described_as_rdf(client: httpx.Client, name: str) -> None:
    response = client.get("/data/unit/bo/cuc-a", params={"format": name})
    assert response.status_code == 200
    assert "html" not in response.headers["content-type"]
    assert "cuc-a" in response.text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("sort=due", ["4", "2", "1"]),
        ("words=viec 3", ["3"]),
        (f"actor={quote(BASE + 'id/unit/bo/cuc-a')}&role=lead", ["1"]),
        ("sort=-order", ["9", "8"]),
        ("section=B", []),
    ],
)
def test_the_task_table_is_sorted_and_filtered_by_its_address(
    client: httpx.Client, query: str, kept: list[str]
) -> None:
    page = client.get(f"/documents/byt/2022/qd-1?{query}").text
    codes = re.findall(r'class="code-cell"><span class="said" lang="vi">(\d+)</span>', page)
    if query == "sort=due":
        assert codes[:3] == ["1", "2", "4"]
    else:
        assert codes[: len(kept) or None] == kept
    if not kept:
        assert "Không có dòng nào khớp" in page


def test_the_network_is_capped_and_says_so(client: httpx.Client) -> None:
    page = client.get("/units/bo/cuc-a/network").text
    assert "21 đơn vị ít nhiệm vụ chung nhất không vẽ" in page or "22 đơn vị" in page
    assert len(page) < 200_000


def test_the_network_file_is_whole_and_lets_nothing_in(client: httpx.Client) -> None:
    response = client.get("/units/bo/cuc-a/network?export=1")
    assert response.headers["content-disposition"] == 'attachment; filename="cuc-a-network.html"'
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    found = Elements(response.text)
    assert not [attrs for _, attrs in found.tags if "src" in attrs or attrs.get("href", "#")[0] != "#"]
    policy = next(attrs["content"] for tag, attrs in found.tags if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "<img" not in response.text.replace("\\u003cimg", "")


def test_the_same_data_gives_the_same_picture(client: httpx.Client) -> None:
    def picture(response: httpx.Response) -> str:
        return response.text.partition('id="network-data"')[2].partition("</script>")[0].partition(">")[2]

    first, second = (client.get("/units/cuc-1/network") for _ in range(2))
    assert picture(first)
    assert picture(first) == picture(second)


@pytest.mark.parametrize("address", ["/units/bo/cuc-a/network", "/query"])
def test_pages_are_small_when_compressed(client: httpx.Client, address: str) -> None:
    weight = 0
    page = client.get(address)
    for source in re.findall(r'(?:src=|href=|": )"(/static/[^"]+)"', page.text):
        weight += len(gzip.compress(client.get(source).content))
    assert weight + len(gzip.compress(page.content)) < 500_000


def test_own_files_may_be_kept_because_their_address_tells_their_content(client: httpx.Client) -> None:
    sources = re.findall(r'(?:src|href)="(/static/[^"]+)"', client.get("/units/bo/cuc-a/network").text)
    assert sources
    for source in sources:
        assert re.search(r"\?v=[0-9a-f]{12}$", source), source
        served = client.get(source)
        assert served.status_code == 200
        assert "immutable" in served.headers["cache-control"]
    assert client.get("/static/pages.css").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "address", ["/", "/documents/byt/2022/qd-1", "/query", "/data/unit/bo", "/questions"]
)
def test_a_page_can_be_asked_for_its_head(client: httpx.Client, address: str) -> None:
    response = client.head(address)
    assert (response.status_code, response.content) == (200, b"")


def test_a_fault_of_the_server_is_a_page_without_its_traceback(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("the secret cause in /etc")

    monkeypatch.setattr("api.pages.task_table", fail)
    response = client.get("/documents/byt/2022/qd-1")
    assert response.status_code == 500
    assert "Máy chủ gặp lỗi" in response.text
    assert "secret" not in response.text
    assert "Traceback" not in response.text
