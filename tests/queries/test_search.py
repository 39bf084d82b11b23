"""Search: what is indexed is found, the best first, and it is said why."""

from __future__ import annotations

import json
import re
import sqlite3
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build import manifest, snapshots
from graph_build.search_index import FILE, write_index
from graph_build.store import Database, open_snapshot
from graph_build.store_errors import SearchIndexMissing
from ontology.vocab import vocabulary
from queries.errors import BadSearch
from queries.search import Found, SearchIndex, index_of, open_index
from queries.search_shown import Highlighter
from queries.search_terms import LONGEST, MOST_WORDS, understand

BASE = "https://w3id.org/nhiemvu/"
GRAPH = """
@prefix nv: <https://w3id.org/nhiemvu/ontology#> .
@prefix id: <https://w3id.org/nhiemvu/id/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@base <https://w3id.org/nhiemvu/> .

<id/document/7> a nv:Document ; rdfs:label "Nghị quyết 07/NQ-CP"@vi ; nv:number "07/NQ-CP" ;
  dcterms:title "Phát triển đường sắt đô thị"@vi ; nv:dateIssued "2030-02-01" ;
  nv:issuedBy <id/unit/chinh-phu> .
<id/task/1> a nv:Task ; dcterms:title "Trồng rừng ven biển và nuôi bò"@vi ; nv:code "2.1" ;
  nv:output "Báo cáo hằng quý"@vi ; nv:statedIn <id/document/7> .
<id/task/2> a nv:Task ; dcterms:title "Bộ trưởng kiểm tra nhà ga"@vi ; nv:statedIn <id/document/7> .
<id/task/3> a nv:Task ; dcterms:title "Sắt, thép cho các con đường"@vi ; nv:statedIn <id/document/7> .
<id/task/4> a nv:Task ; dcterms:title "Duong sat cu"@vi ; nv:statedIn <id/document/7> .
<id/duty/1> a nv:Duty ; nv:dutyText "Bố trí kinh phí cho UBND huyện."@vi ; nv:dutyOf <id/unit/bo-muoi> ;
  nv:statedIn <id/document/7> .
<id/unit/bo-muoi> a nv:Unit ; skos:prefLabel "Bộ Muối và Gia vị"@vi ; skos:altLabel "Bộ Gia vị"@vi ,
  "BMGV"@vi ;  skos:hiddenLabel "BO MUÓI"@vi ; org:subOrganizationOf <id/unit/chinh-phu> .
<id/unit/chinh-phu> a nv:Unit ; skos:prefLabel "Chính phủ"@vi .
<id/unit/uy-ban> a nv:Unit ; skos:prefLabel "Ủy ban nhân dân tỉnh Mây"@vi .
<id/name/1> a nv:ScopedName ; nv:nameOf <id/unit/bo-muoi> ; skos:altLabel "Bộ ta"@vi .
<id/group/1> a nv:ActorGroup ; skos:prefLabel "Các vụ, cục"@vi ; nv:groupContext <id/unit/bo-muoi> .
<id/post/1> a org:Post ; rdfs:label "Chánh Văn phòng"@vi ; org:postIn <id/unit/bo-muoi> .
<id/person/1> a foaf:Person ; foaf:name "Đỗ Thị Mận" ; org:holds <id/post/1> .
<id/indicator/1> a nv:Indicator ; rdfs:label "Tỷ lệ che phủ rừng"@vi ; nv:statedIn <id/document/7> .
<id/measure/1> a nv:Measure ; rdfs:label "Khuyến khích đi bộ"@vi ; nv:statedIn <id/document/7> .
<http://example.org/a> rdfs:label "Một vật ở nơi khác"@vi .
<codes/x/y> skos:prefLabel "Mã không tìm"@vi .
"""


def indexed(turtle: str, folder: Path) -> SearchIndex:
    database = Database()
    database.load_turtle(turtle.encode(), f"{BASE}graph/test", "test")
    (folder / FILE).unlink(missing_ok=True)
    write_index(database, folder / FILE, vocabulary())
    return SearchIndex(folder / FILE)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    return indexed(GRAPH, tmp_path_factory.mktemp("index"))


def test_a_file_of_quads_gives_the_index_that_its_database_gives(tmp_path: Path) -> None:
    database = Database()
    extra = '<id/document/7> nv:hasSnapshot <id/copy/1> . <id/copy/1> nv:fileName "nq 07.docx" .'
    database.load_turtle((GRAPH + extra).encode(), f"{BASE}graph/test", "test")
    database.write_nquads(tmp_path / "quads.nq")
    write_index(database, tmp_path / "asked.sqlite", vocabulary())
    write_index(tmp_path / "quads.nq", tmp_path / "read.sqlite", vocabulary())
    asked, read = (sqlite3.connect(tmp_path / f"{name}.sqlite") for name in ("asked", "read"))
    for table in ("entry", "name", "kind", "about", "word", "size"):
        rows = read.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        assert rows == asked.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        assert rows
    asked.close()
    read.close()


def names(found: Found) -> list[str]:
    return [hit.iri.removeprefix(f"{BASE}id/") for hit in found.hits]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("trồng rừng ven biển", "task/1"),
        ("trong rung", "task/1"),
        ("TRỒNG RỪNG", "task/1"),
        (unicodedata.normalize("NFD", "trồng rừng"), "task/1"),
        ("rừng trồng", "task/1"),
        ("ven bi", "task/1"),
        ("bao cao hang quy", "task/1"),
        ("2.1", "task/1"),
        ("07/NQ-CP", "document/7"),
        ("7/nq-cp", "document/7"),
        ("nghị quyết 7", "document/7"),
        ("Nghị quyết số 07/NQ-CP", "document/7"),
        ("nq 07", "document/7"),
        ("07nqcp", "document/7"),
        ("1/2/2030", "document/7"),
        ("BMGV", "unit/bo-muoi"),
        ("bo gia vi", "unit/bo-muoi"),
        ("bộ ta", "unit/bo-muoi"),
        ("bo muoi va gia vi", "unit/bo-muoi"),
        ("UBND tỉnh Mây", "unit/uy-ban"),
        ("ubnd tinh may", "unit/uy-ban"),
        ("ủy ban nhân dân huyện", "duty/1"),
        ("Do Thi Man", "person/1"),
        ("đỗ thị", "person/1"),
        ("chanh van phong", "post/1"),
        ("cac vu cuc", "group/1"),
        ("che phu rung", "indicator/1"),
        ("khuyen khich di bo", "measure/1"),
        ("07/NQ-CP nhà ga", "task/2"),
        ("kind:thing vật", "http://example.org/a"),
    ],
)
def test_what_is_typed_finds_first(index: SearchIndex, typed: str, first: str) -> None:
    assert names(index.find(understand(typed)))[:1] == [first]


def test_marks_typed_come_first_and_marks_left_out_find_all(index: SearchIndex) -> None:
    with_hook = names(index.find(understand("bò"), limit=50))
    assert with_hook[0] == "task/1"
    assert set(with_hook) == set(names(index.find(understand("bo"), limit=50)))
    with_dot = names(index.find(understand("bộ"), limit=50))
    assert with_dot.index("task/2") < with_dot.index("task/1")
    assert names(index.find(understand("bộ tr")))[:1] == ["task/2"]


def test_words_side_by_side_come_before_words_apart(index: SearchIndex) -> None:
    found = names(index.find(understand("duong sat")))
    assert found.index("task/4") < found.index("task/3")
    assert found.index("document/7") < found.index("task/3")
    assert "task/3" not in names(index.find(understand('"duong sat"')))


def test_a_whole_name_comes_before_a_text_that_says_it_often(tmp_path: Path) -> None:
    turtle = """
        @prefix nv: <https://w3id.org/nhiemvu/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        @prefix skos: <http://www.w3.org/2004/02/skos/core#> . @base <https://w3id.org/nhiemvu/id/> .
        <unit/a> a nv:Unit ; skos:prefLabel "Ban Quản lý các công trình thủy lợi và đê điều miền núi" ;
          skos:altLabel "Ban Thủy lợi" , "QLX" , "Ban Quản lý công trình" , "Ban Đê điều miền núi phía Bắc" .
        <task/1> a nv:Task ; dcterms:title "QLX qlx QLX qlx" .
    """
    found = indexed(turtle, tmp_path).find(understand("qlx"))
    assert names(found) == ["unit/a", "task/1"]
    assert [hit.exact for hit in found.hits] == [True, False]


def test_a_phrase_does_not_reach_from_one_name_into_the_next(index: SearchIndex) -> None:
    assert names(index.find(understand('"gia vị bộ"'))) == []


def test_the_alias_that_matched_is_shown(index: SearchIndex) -> None:
    hit = index.find(understand("bmgv")).hits[0]
    assert (hit.label, hit.exact) == ("Bộ Muối và Gia vị", True)
    assert hit.matched is not None
    assert (hit.matched.role, hit.matched.shown.text, hit.matched.shown.highlights) == (
        "alias",
        "BMGV",
        ((0, 4),),
    )
    assert (hit.context, hit.context_label) == (f"{BASE}id/unit/chinh-phu", "Chính phủ")


def test_a_spelling_kept_for_matching_is_not_shown(index: SearchIndex) -> None:
    hit = index.find(understand("bo muói")).hits[0]
    assert hit.iri.endswith("bo-muoi")
    assert "MUÓI" not in json.dumps(hit.as_object(), ensure_ascii=False)


def test_highlights_are_places_in_the_label(index: SearchIndex) -> None:
    hit = index.find(understand("nha ga kiem")).hits[0]
    assert [hit.label[start:end] for start, end in hit.highlights] == ["kiểm", "nhà", "ga"]


def test_the_codes_of_our_own_base_are_not_searched(index: SearchIndex) -> None:
    assert index.find(understand("mã không tìm")).total == 0


def test_kinds_narrow_and_are_counted(index: SearchIndex) -> None:
    everything = index.find(understand("bo"), limit=50)
    assert everything.total == sum(everything.kinds.values()) == len(everything.hits)
    tasks = index.find(understand("bo kind:task"), limit=50)
    assert tasks.kinds == everything.kinds
    assert tasks.total == len(tasks.hits) == everything.kinds["task"]
    assert {hit.kind for hit in tasks.hits} == {"task"}
    both = index.find(understand("bo", ["task,duty"]), limit=50)
    assert {hit.kind for hit in both.hits} == {"task", "duty"}
    assert index.find(understand("bo kind:thing")).hits == ()


def test_pages_of_an_answer_join_without_gap_or_double(index: SearchIndex) -> None:
    whole = names(index.find(understand("bo"), limit=50))
    parts = [
        name for at in range(len(whole)) for name in names(index.find(understand("bo"), limit=1, offset=at))
    ]
    assert parts == whole
    assert index.find(understand("bo"), offset=1000).hits == ()


@pytest.mark.parametrize(
    "typed",
    ["", "   ", '"', '""', "/-–…", "\x00", "💥", "kind:task", "kind:xyz a", "kind: a", "ă" * (LONGEST + 1)],
)
def test_what_cannot_be_searched_for_is_said(typed: str) -> None:
    with pytest.raises(BadSearch, match=r"\.$"):
        understand(typed)


def test_too_many_words_are_refused() -> None:
    understand("a " * MOST_WORDS)
    with pytest.raises(BadSearch, match="41 words"):
        understand("a " * (MOST_WORDS + 1))


HOSTILE = (
    *('a" OR "b', "a*", "^a", "a AND b", "NOT a", "NEAR(a b)", "{name} : a", "name:a", "a + b", "-a"),
    *("((((a", "a')", "\\", "a\x00b", "a\ud800b", "%", "a; DROP TABLE entry", "a -- b", "“a"),
)


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_typed_reaches_the_engine(index: SearchIndex, typed: str) -> None:
    try:
        search = understand(typed)
    except BadSearch:
        return
    index.find(search)
    conditions = (search.matching, search.with_marks, search.whole, search.in_row(prefix=True))
    for row in (row for condition in conditions for part in condition for row in part):
        assert row.words
        assert all(re.fullmatch(r"[^\W_]+", word) for word in row.words)


@given(st.text(max_size=LONGEST + 5))
@settings(max_examples=200)
def test_any_text_is_searched_for_or_refused(index: SearchIndex, text: str) -> None:
    try:
        search = understand(text)
    except BadSearch:
        return
    for hit in index.find(search).hits:
        assert all(0 <= start < end <= len(hit.label) for start, end in hit.highlights)
        json.dumps(hit.as_object(), ensure_ascii=False).encode()


LITERAL = st.text(min_size=1, max_size=50).filter(lambda text: re.search(r"[^\W_]", text) is not None)


@given(title=LITERAL)
@settings(max_examples=60)
def test_what_is_indexed_is_found_by_each_of_its_words(
    title: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    written = json.dumps(title)
    written = re.sub(r"\\ud[89ab]..\\ud[c-f]..", lambda pair: json.loads(f'"{pair.group()}"'), written)
    turtle = f"""
        @prefix nv: <https://w3id.org/nhiemvu/ontology#> . @prefix dcterms: <http://purl.org/dc/terms/> .
        <https://w3id.org/nhiemvu/id/task/1> a nv:Task ; dcterms:title {written} .
    """
    made = indexed(turtle, tmp_path_factory.getbasetemp())
    text = unicodedata.normalize("NFC", title)
    for word in re.findall(r"(?:[^\W_]|[\u0300-\u036f])+", text):
        try:
            search = understand(f'"{word}"')
        except BadSearch:
            continue
        assert made.find(search).total == 1, word


def test_the_same_graph_gives_the_same_order(index: SearchIndex, tmp_path: Path) -> None:
    again = indexed(GRAPH, tmp_path)
    for typed in ("bo", "cac", "kind:task a", "r"):
        assert names(again.find(understand(typed), limit=50)) == names(
            index.find(understand(typed), limit=50)
        )


def test_a_long_text_is_cut_around_its_first_match() -> None:
    text = "mở đầu " * 60 + "chỗ cần tìm " + "kết thúc " * 60
    shown = Highlighter(understand("can tim")).snippet(text)
    assert len(shown.text) <= 240
    assert (shown.starts, shown.ends) == (False, False)
    assert [shown.text[start:end] for start, end in shown.highlights] == ["cần", "tìm"]
    assert "".join(part for part, _ in shown.parts) == shown.text
    assert Highlighter(understand("thoi")).snippet("ngắn thôi").starts


def test_nothing_is_found_where_there_is_nothing(tmp_path: Path) -> None:
    found = indexed("", tmp_path).find(understand("duong"))
    assert (found.total, found.hits) == (0, ())


def test_a_build_makes_an_index(sample_graph: Path) -> None:
    found = SearchIndex(snapshots.live(sample_graph) / FILE).find(understand("cuc y te du phong"))
    assert names(found)[0] == "unit/bo-y-te/cuc-y-te-du-phong"


@pytest.fixture
def old_graph(sample_graph: Path, tmp_path: Path) -> Path:
    """Give a snapshot as an earlier version left it: without an index."""
    live = snapshots.live(sample_graph)
    old = tmp_path / "old"
    (old / snapshots.SNAPSHOTS / live.name).mkdir(parents=True)
    for part in live.iterdir():
        if part.name not in {FILE, manifest.FILE}:
            (old / snapshots.SNAPSHOTS / live.name / part.name).symlink_to(part)
    manifest.write(old / snapshots.SNAPSHOTS / live.name, 0)
    (old / snapshots.CURRENT).write_text(f"{live.name}\n", encoding="utf-8")
    return old


def test_a_snapshot_without_an_index_is_searched_all_the_same(old_graph: Path, sample_graph: Path) -> None:
    with open_snapshot(old_graph) as old, open_snapshot(sample_graph) as new:
        with pytest.raises(SearchIndexMissing, match="no search index"):
            open_index(old.snapshot)
        for typed in ("BYT", "tiem chung"):
            assert names(index_of(old).find(understand(typed))) == names(
                index_of(new).find(understand(typed))
            )


@pytest.mark.parametrize("content", [b"", b"nothing that SQLite knows" * 100, None])
def test_a_damaged_index_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / FILE
    if content is None:
        with sqlite3.connect(file) as made:
            made.executescript(
                "CREATE TABLE about (key, value); CREATE TABLE kind (name, low, high);"
                "INSERT INTO about VALUES ('layout', '0'), ('base', 'x');"
            )
        made.close()
    else:
        file.write_bytes(content)
    with pytest.raises(SearchIndexMissing, match="Build it again"):
        open_index(tmp_path)
