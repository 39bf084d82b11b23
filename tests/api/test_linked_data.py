"""Every IRI of a graph leads somewhere: to a page for a reader, to RDF that speaks of it for a program."""

from __future__ import annotations

import html
import os
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pyoxigraph as ox
import pytest

from api.errors import RULES, STATUSES
from api.i18n import LANGUAGES, catalogue
from graph_build.store import open_snapshot
from ontology.reference import code_lists, described, sections

if TYPE_CHECKING:
    from tests.api.conftest import Running

BASE = "https://w3id.org/nhiemvu/"
HTML = "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"
TURTLE = "text/turtle"
EVERY_IRI = """
SELECT DISTINCT ?iri WHERE {
  { GRAPH ?iri { ?s ?p ?o } }
  UNION { GRAPH ?g { ?s ?p ?o } VALUES ?place { 1 2 3 }
          BIND(IF(?place = 1, ?s, IF(?place = 2, ?p, ?o)) AS ?iri) }
  FILTER(isIRI(?iri))
} ORDER BY ?iri"""


@pytest.fixture(scope="module")
def server(sample_server: Running) -> Running:
    return sample_server


def walked(iris: list[str]) -> list[str]:
    """Leave out what is as the others: a few units, and a few parts of every kind of each document, will do.

    With NHIEMVU_WALK_ALL in the environment nothing is left out; that takes minutes.
    """
    counts: Counter[str] = Counter()
    kept = []
    for iri in iris:
        alike = re.match(r"(id/(?:unit|group)/|id/\w+/[^/]+/[^/]+/[^/]+/)[^#]+(#?)", iri)
        group = "".join(alike.groups()) if alike else iri
        counts[group] += 1
        if counts[group] <= (3 if group.count("/") > 2 else 20) or "NHIEMVU_WALK_ALL" in os.environ:
            kept.append(iri)
    return kept


@dataclass
class Walk:
    """A client that asks for every address once."""

    client: httpx.Client
    seen: dict[tuple[str, str], httpx.Response] = field(default_factory=dict)
    found: dict[tuple[str, str], set[str]] = field(default_factory=dict)

    def first(self, path: str, accept: str) -> httpx.Response:
        """Ask for an IRI, without following where it leads."""
        if (path, accept) not in self.seen:
            self.seen[path, accept] = self.client.get(f"/{path}", headers={"Accept": accept})
        return self.seen[path, accept]

    def anchors(self, target: str) -> set[str]:
        """Give the anchors of a page."""
        if (target, HTML) not in self.found:
            page = self.client.get(target, headers={"Accept": HTML}, follow_redirects=True)
            assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
            self.found[target, HTML] = set(re.findall(r' id="([^"]+)"', page.text))
        return self.found[target, HTML]

    def names(self, target: str) -> set[str]:
        """Give the IRIs in what is served as Turtle."""
        if (target, TURTLE) not in self.found:
            data = self.client.get(target, headers={"Accept": TURTLE})
            assert (data.status_code, data.headers["content-type"]) == (200, "text/turtle; charset=utf-8")
            quads = ox.parse(data.content, format=ox.RdfFormat.TURTLE)
            self.found[target, TURTLE] = {
                term.value
                for quad in quads
                for term in (quad.subject, quad.predicate, quad.object)
                if isinstance(term, ox.NamedNode)
            }
        return self.found[target, TURTLE]


@pytest.mark.slow
def test_every_iri_leads_to_its_place_and_to_what_is_said_of_it(server: Running, sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        iris = [row[0].value for row in store.query(EVERY_IRI) if row[0] is not None]
    own = [iri.removeprefix(BASE) for iri in iris if iri.startswith(BASE)]
    rooms = {"/".join(one.partition("#")[0].split("/")[:2]) for one in own}
    assert rooms >= {"codes/role", "graph/build", "ontology", "ontology/node", "id/evidence", "id/deadline"}
    walk = Walk(server.client)
    for one in walked(own):
        path, _, fragment = one.partition("#")
        page, data = walk.first(path, HTML), walk.first(path, TURTLE)
        assert (page.status_code, data.status_code) == (200 if path == "ontology" else 303, 303), one
        target, _, anchor = page.headers.get("location", f"/{path}").partition("#")
        lands = anchor or (fragment if path in ("ontology", "graph/build") else "")
        assert {lands} - {""} <= walk.anchors(target), one
        if not path.startswith("graph/") or fragment:
            assert BASE + one in walk.names(data.headers["location"]), one


def test_what_is_said_of_a_part_of_a_part_stands_with_the_thing(server: Running, sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        rows = store.query(
            f"SELECT ?inner {{ ?part ?link ?inner FILTER(STRSTARTS(STR(?part), '{BASE}id/duty/')"
            " && CONTAINS(STR(?part), '#') && STRSTARTS(STR(?inner), STRBEFORE(STR(?part), '#'))) }"
        )
        inner = {row[0].value for row in rows if row[0] is not None}
    assert {one.rpartition("#")[2] for one in inner} == {"deadline-end", "deadline-schedule"}
    for one in inner:
        path = one.removeprefix(BASE).partition("#")[0]
        data = server.client.get(f"/{path}", headers={"Accept": TURTLE}, follow_redirects=True).content
        assert one in {str(q.subject)[1:-1] for q in ox.parse(data, format=ox.RdfFormat.TURTLE)}


@pytest.mark.parametrize("accept", ["text/turtle", "application/ld+json", "application/n-quads"])
@pytest.mark.parametrize(
    ("path", "page", "data"),
    [
        ("codes/role/lead", "/lists/role#lead", "/data/codes/role/lead?"),
        ("codes/role", "/lists/role", "/data/codes/role?"),
        ("codes", "/lists", "/data/codes?"),
        ("ontology/alignment", "/ontology", "/data/ontology/alignment?"),
        ("function", "/ontology", "/data/function?"),
        ("graph/units", "/graphs/units", "/store?graph="),
        ("codes/role/none", "/data/codes/role/none", "/data/codes/role/none?"),
    ],
)
def test_names_lead_to_what_the_client_accepts(
    server: Running, path: str, page: str, data: str, accept: str
) -> None:
    for field_, target in ((HTML, page), (accept, data)):
        answer = server.client.get(f"/{path}", headers={"Accept": field_})
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(target)
        assert answer.headers["vary"].startswith("Accept")


def test_every_term_and_code_has_one_anchor_and_a_text_in_both_languages(server: Running) -> None:
    for language in LANGUAGES:
        page = server.client.get("/ontology", headers={"Accept": HTML, "Cookie": f"lang={language}"}).text
        ids = re.findall(r' id="([^"]+)"', page)
        terms = [term for section in sections(BASE) for term in section.terms]
        assert len(ids) == len(set(ids))
        assert {term.name for term in terms} <= set(ids)
        assert all(term.labels[language] in page and term.definitions[language] for term in terms)
    assert {f"ontology.section.{section.key}" for section in sections(BASE)} <= set(catalogue("vi").messages)
    written = {subject.value for subject, *_ in described("codes", BASE)}
    assert {one.iri for listed in code_lists(BASE) for one in (listed, *listed.concepts)} == written


@pytest.mark.parametrize(
    "path",
    ["graph/none", "graph/%3C%3E", "codes/none", "ontology/9.9", "problem/none", "lists/none", "id/%20"],
)
def test_names_of_nothing_are_not_found(server: Running, path: str) -> None:
    for accept, kind in ((HTML, "text/html"), (TURTLE, "application/problem+json")):
        answer = server.client.get(f"/{path}", headers={"Accept": accept}, follow_redirects=True)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (404, kind)


@pytest.mark.conformance
@pytest.mark.parametrize("slug", sorted(STATUSES))
def test_every_type_of_problem_is_explained(server: Running, slug: str) -> None:
    for language in LANGUAGES:
        messages = catalogue(language)
        page = server.client.get(f"/problem/{slug}", headers={"Accept": HTML, "Cookie": f"lang={language}"})
        assert page.status_code == 200
        for key in ("", ".why", ".do"):
            assert messages.text(f"problem.{slug}{key}") in html.unescape(page.text)
    data = server.client.get(f"/problem/{slug}", headers={"Accept": TURTLE})
    subjects = {quad.subject.value for quad in ox.parse(data.content, format=ox.RdfFormat.TURTLE)}
    assert subjects == {f"{BASE}problem/{slug}"}


@pytest.mark.conformance
@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("GET", "/none"),
        ("DELETE", "/"),
        ("GET", "/sparql?query=X"),
        ("GET", "/api/search?limit=x"),
        ("GET", "/static/"),
    ],
)
def test_the_type_of_a_problem_leads_to_its_page(server: Running, method: str, address: str) -> None:
    kind = server.client.request(method, address).json()["type"]
    assert server.client.get(f"/{kind.removeprefix(BASE)}").status_code == 200


def test_one_type_of_problem_has_one_status() -> None:
    assert {(rule.slug, rule.status) for rule in RULES.values()} == set(STATUSES.items())


@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/query?query=SELECT&wait=yes", 400, "Câu truy vấn sai cú pháp"),
        ("/data/unit/bo-y-te?format=zz", 406, "Không có định dạng phù hợp"),
        ("/trace/nothing", 404, "Không có tên này"),
        ("/none", 404, "Không tìm thấy trang này"),
    ],
)
def test_an_error_is_told_in_the_language_of_the_page(
    server: Running, address: str, status: int, said: str
) -> None:
    page = server.client.get(address, headers={"Accept": HTML})
    assert page.status_code == status
    assert said in page.text
    outside = re.sub(r"<details.*?</details>", "", page.text, flags=re.DOTALL)
    assert 'lang="en"' not in re.sub(r"<header.*?</header>", "", outside, flags=re.DOTALL)
