"""One document read from two files: lists and pages name the files, and each leads to the other."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING
from urllib.parse import quote

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.conftest import Serve

ROOT = "https://w3id.org/nhiemvu/id/document/cp/2022/"
NAMED = {
    "/gaps?document=9/NQ-CP&kind=task": 'name="kind" value="task" checked',
    "/untaken?document=9/NQ-CP&scope=within": '<option value="within" selected>',
    "/carried?document=9/NQ-CP": 'name="document" maxlength="300" list="c-documents" value="9/NQ-CP"',
    "/findings?document=9/NQ-CP&severity=high": 'type="hidden" name="severity" value="high"',
    "/status?document=9/NQ-CP": 'name="document" maxlength="300" value="9/NQ-CP"',
    "/load?period=month&document=9/NQ-CP": '<option value="month" selected>',
    "/network?role=lead&document=9/NQ-CP": '<option value="lead" selected>',
    "/ask?under=9/NQ-CP": 'name="under" maxlength="300" autocomplete="off" value="9/NQ-CP"',
    "/questions/document-lineage?document=9/NQ-CP": 'name="document" type="text" value="9/NQ-CP"',
    "/scenarios/try?resolution=9/NQ-CP": 'list="s-documents" value="9/NQ-CP"',
    "/trace?thing=9/NQ-CP&direction=up": 'type="hidden" name="direction" value="up"',
}
"""An address with the name of three documents, and what of its form must stay."""

DATA = """
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://w3id.org/nhiemvu/id/document/cp/2022/>
PREFIX s: <https://w3id.org/nhiemvu/id/snapshot/>
GRAPH <https://w3id.org/nhiemvu/graph/build> {
  :nq-9 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ;
    nv:number "9/NQ-CP" ; nv:numberKey "9/nq-cp" ;
    nv:inCorpus true ;
    nv:dateIssued "2022-03-01" ; nv:hasSnapshot s:a .
  :nq-9-2 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ;
    nv:number "9/NQ-CP" ; nv:numberKey "9/nq-cp" ;
    nv:inCorpus true ;
    nv:dateIssued "2022-03-01" ; nv:hasSnapshot s:b .
  :nq-9-3 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ;
    nv:number "9/NQ-CP" ; nv:numberKey "9/nq-cp" ;
    nv:inCorpus true ;
    nv:dateIssued "2021-03-01" ; nv:hasSnapshot s:c .
  s:a nv:fileName "quet <b>.pdf" . s:b nv:fileName "chu.docx" . s:c nv:fileName "nam-truoc.txt" .
}
"""


def test_files_tell_apart_what_number_day_and_issuer_do_not(
    serve: Serve, publish_quads: Callable[..., str], tmp_path: Path
) -> None:
    quads = ox.serialize(ox.parse(DATA, format=ox.RdfFormat.TRIG), format=ox.RdfFormat.N_QUADS)
    assert quads is not None
    publish_quads(tmp_path, quads.decode())
    with serve(tmp_path, query_workers=1) as server:

        def page(path: str) -> str:
            return server.client.get(path, headers={"Accept": "text/html"}).text

        for path in ("/", "/documents"):
            named = set(re.findall(r'mono[^"]*">([^<]*\.(?:pdf|docx|txt))<', page(path)))
            assert named == {"quet &lt;b&gt;.pdf", "chu.docx"}, path
        first = page("/documents/cp/2022/nq-9")
        assert re.search(r'class="note">[^<]*<a href="/documents/cp/2022/nq-9-2"><[^>]*>chu.docx<', first)
        assert "nam-truoc.txt" not in first
        assert 'class="note"' not in page("/documents/cp/2022/nq-9-3")

        for path, kept in NAMED.items():
            answer = server.client.get(path, headers={"Accept": "text/html"})
            assert answer.status_code == 409, path
            offered = re.findall(r'<li><a [^>]*lang="vi" href="([^"]*)">Nghị quyết 9/NQ-CP<', answer.text)
            address, _, query = path.partition("?")
            wanted = {
                f"{address}?{query.replace('9/NQ-CP', quote(ROOT + one, safe=''))}"
                for one in ("nq-9", "nq-9-2", "nq-9-3")
            }
            assert {html.unescape(one) for one in offered} == wanted, path
            assert kept in answer.text, path
            assert answer.text.count('aria-invalid="true"') <= 1, path
            assert "chu.docx" in answer.text
            assert "1/3/2021" in answer.text
            for one in wanted:
                chosen = server.client.get(one, headers={"Accept": "text/html"})
                assert chosen.status_code == 200, one
                assert not re.search(r'<input(?! type="hidden")[^>]*value="https:', chosen.text), one
                assert "Nghị quyết 9/NQ-CP (" in chosen.text
        near = page("/gaps?document=9/NQ-C")
        assert near.count("chu.docx") == 1
