"""One document read from two files: lists and pages name the files, and each leads to the other."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pyoxigraph as ox

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.api.conftest import Serve

DATA = """
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX : <https://w3id.org/nhiemvu/id/document/cp/2022/>
PREFIX s: <https://w3id.org/nhiemvu/id/snapshot/>
GRAPH <https://w3id.org/nhiemvu/graph/build> {
  :nq-9 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ; nv:number "9/NQ-CP" ;
    nv:inCorpus true ;
    nv:dateIssued "2022-03-01" ; nv:hasSnapshot s:a .
  :nq-9-2 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ; nv:number "9/NQ-CP" ;
    nv:inCorpus true ;
    nv:dateIssued "2022-03-01" ; nv:hasSnapshot s:b .
  :nq-9-3 a nv:Document, nv:Resolution ; rdfs:label "Nghị quyết 9/NQ-CP" ; nv:number "9/NQ-CP" ;
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
