"""Questions built from parts: what they find and say, and that what people write stays in its literal."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.query import ResultRow

from graph_build.store import Database, EmbeddedStore
from ontology.load import turtle
from queries.asked import FIELDS, LISTED, OUTPUTS, ROLES, SEVERAL, TIMINGS, Named, Parts, dated, read
from queries.asked_answer import ask as asked_of
from queries.asked_answer import ask_some, count
from queries.asked_clauses import is_plain
from queries.asked_sparql import COLUMNS, TABLE, rules, sentence, sparql
from queries.asked_status import STATUSES
from queries.catalogue import LANGUAGES, find
from queries.columns import COLUMNS as HEADINGS
from queries.errors import AmbiguousName, InvalidValue, QuestionError, UnknownDocument, UnknownParameter
from queries.format import text, value
from queries.names import Names
from queries.run import ask
from queries.status_log import Row, Sheet, StatusLog

DPM = "Cục Y tế dự phòng"
_MARKS = set("\u0300\u0301\u0303\u0309\u0323\u0302\u0306\u031b")
"""The marks of Vietnamese vowels: tones, circumflex, breve and horn."""
_MORE = """
@prefix nv: <https://w3id.org/nhiemvu/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@base <https://w3id.org/nhiemvu/> .
<id/task/d2> a nv:Task ; dcterms:title "Trình ban hành"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 2 ;
  nv:output "- Dự thảo Nghị quyết liên tịch; tờ trình"@vi ; prov:wasQuotedFrom <id/evidence/d1> .
<id/task/d3> a nv:Task ; dcterms:title "Họp giao ban"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 3 ;
  nv:deadline <id/deadline/d3> ; prov:wasQuotedFrom <id/evidence/i1-40> .
<id/deadline/d3> nv:deadlineText "Hằng tháng, từ 2023"@vi ; nv:schedule <id/schedule/d3> ; nv:openEnded true .
<id/task/d4> a nv:Task ; dcterms:title "Phần mềm"@vi ; nv:statedIn <id/document/byt/2023/qd-7> ;
  nv:sequence 4 ;
  nv:output "Phần mềm"@vi ; prov:wasQuotedFrom <id/evidence/i1-40> .
"""


def plain(text_: str) -> str:
    """Take the marks off letters, not by the way that queries do it."""
    decomposed = unicodedata.normalize("NFD", text_.lower().replace("đ", "d"))
    return "".join(one for one in decomposed if not unicodedata.combining(one))


@pytest.fixture(scope="module")
def nquads(small_graph_nquads: str) -> str:
    """Give the small graph with the code lists and tasks that differ in output and time."""
    more = Database()
    more.load_turtle(_MORE.encode(), "https://w3id.org/nhiemvu/graph/more", "more")
    more.load_turtle(turtle("codes").encode(), "https://w3id.org/nhiemvu/graph/ontology", "codes")
    kinds = (
        line
        for line in more.nquads()
        if "/graph/more" in line or "<https://w3id.org/nhiemvu/codes/document-kind" in line
    )
    return "\n".join((small_graph_nquads, *kinds))


@pytest.fixture(scope="module")
def store(nquads: str) -> EmbeddedStore:
    database = Database()
    database.load_nquads(nquads.encode(), "test")
    return EmbeddedStore(Path("nowhere"), "000001-00000000", Path("nowhere"), database)


@pytest.fixture(scope="module")
def names(store: EmbeddedStore) -> Names:
    return Names(store)


@pytest.fixture(scope="module")
def graphs(nquads: str) -> rdflib.Dataset:
    made = rdflib.Dataset(default_union=True)
    made.parse(data=nquads, format="nquads")
    return made


def understood(names: Names, **written: str | Sequence[str]) -> Parts:
    """Read fields; `list_` and `from_` stand for the fields whose names are words of the language."""
    fields = {name.rstrip("_"): [held] if isinstance(held, str) else held for name, held in written.items()}
    return read(fields, names)


def found(store: EmbeddedStore, names: Names, *columns: str, **written: str | Sequence[str]) -> list[Any]:
    parts = understood(names, **written)
    result = store.query(sparql(parts))
    assert result.variables == COLUMNS[parts.listed]
    places = [result.variables.index(column) for column in columns or TABLE[parts.listed][:1]]
    rows = [tuple(value(row[place]) for place in places) for row in result]
    return [row[0] for row in rows] if len(places) == 1 else rows


def codes(store: EmbeddedStore, names: Names, **written: str | Sequence[str]) -> list[Any]:
    """Give the last letters of the IRIs of the tasks found, in order."""
    return [iri.rpartition("/")[2] for iri in found(store, names, "task", **written)]


def test_who_has_which_part(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, unit=DPM, role="lead", under="38/NQ-CP") == ["b1", "b6", "i1", "i2"]
    assert codes(store, names, unit=DPM, role="joint") == ["b6"]
    assert codes(store, names, unit=DPM, role="coordinate") == ["c1"]
    assert sorted(codes(store, names, unit="Vụ Pháp chế")) == ["b1", "b6", "c1"]
    assert codes(store, names, unit=DPM, role="lead", with_="Sở Y tế") == ["b1"]
    assert codes(store, names, with_="Sở Y tế") == ["b1", "c2"]
    assert codes(store, names, role="joint") == ["b6"]
    assert codes(store, names, role="coordinate") == ["b1", "c1", "c2"]
    assert sorted(codes(store, names, role="either")) == ["b1", "b6", "c1", "c2", "d1", "i1", "i2"]
    assert sorted(codes(store, names, role="none")) == ["c2", "c3", "d2", "d3", "d4"]
    assert sorted(codes(store, names, role="lead")) == ["b1", "b6", "c1", "d1", "i1", "i2"]


def test_where_it_stands_and_what_it_says(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, in_="99/KH-SYT") == ["i1", "i2"]
    assert sorted(codes(store, names, in_=["99/KH-SYT", "7/QĐ-BYT"], unit=DPM)) == ["d1", "i1", "i2"]
    assert codes(store, names, under=["99/KH-SYT", "38/NQ-CP"], words="TIÊM") == ["i1"]
    assert codes(store, names, words='") } UNION { ?task ?p ?o') == []
    assert codes(store, names, output="none") == ["d3"]
    assert codes(store, names, output_kind="joint-resolution") == ["d2"]
    assert codes(store, names, output_kind="nghị quyết") == []
    assert codes(store, names, output_words="TỜ trình") == ["d2"]
    assert codes(store, names, output_words="to TRINH") == ["d2"]
    assert codes(store, names, output_words="tò trình") == []
    assert codes(store, names, words="tiem") == codes(store, names, words="tiêm") != []
    assert codes(store, names, output="any", in_="7/QĐ-BYT") == ["d1", "d2", "d4"]
    assert codes(store, names, finding="yes") == ["b1", "d1", "d2"]


def test_every_letter_with_marks_is_found_without(store: EmbeddedStore, names: Names) -> None:
    marked = [
        one for code in range(0xC0, 0x1EFA) if (one := chr(code)).isalpha() and plain(one) in set("aeiouyd")
    ]
    vietnamese = [one.lower() for one in marked if set(unicodedata.normalize("NFD", one)[1:]) <= _MARKS]
    query = sparql(read({"words": ["aeiouyd"]}, names))
    steps = [line.strip() for line in query.splitlines() if "?title_folded" in line]
    told = " ".join(steps).replace("FILTER(CONTAINS(", "BIND((").replace("LCASE(?title_words)))", "?folded)")
    told = told.replace(', "y"), ?folded)', ', "y")) AS ?folded)')
    text_ = "".join(vietnamese)
    (row,) = store.query(f'SELECT ?folded {{ VALUES ?title {{ "{text_}" }} {told} }}')
    assert value(row[0]) == plain(text_)
    assert len(text_) > 100


@pytest.mark.parametrize("written", [{}, {"timing": ["open"]}, {"due": ["2022"]}, {"list": ["unit"]}])
def test_pages_are_pieces_of_the_whole(
    store: EmbeddedStore, names: Names, written: dict[str, list[str]]
) -> None:
    parts = read(written, names)
    whole = asked_of(store, parts)
    if parts.listed == "tasks":
        assert count(store, parts) == len(whole.rows)
    pages = [ask_some(store, parts, first, 2) for first in range(0, len(whole.rows) + 2, 2)]
    assert tuple(row for page in pages for row in page.rows) == whole.rows
    assert {page.sparql for page in pages} == {whole.sparql}


def test_when_it_is_due(store: EmbeddedStore, names: Names) -> None:
    assert codes(store, names, due="quý IV/2022") == ["b1", "c3"]
    assert codes(store, names, from_="2023") == ["b6"]
    assert codes(store, names, to="2022-12") == ["b1", "c3"]
    assert codes(store, names, timing="overdue", on="2022-12-31") == []
    assert codes(store, names, timing="overdue", on="2023-01-01") == ["b1", "c3"]
    assert codes(store, names, timing="ahead", on="2023-01-01") == ["b6"]
    assert codes(store, names, timing="ahead", on="2022-12-31", due="2022") == ["b1", "c3"]
    assert codes(store, names, timing="recurring") == codes(store, names, timing="open") == ["d3"]
    assert sorted(codes(store, names, timing="undated")) == ["c1", "c2", "d1", "d2", "d4", "i1", "i2"]
    assert codes(store, names, timing="undated", unit=DPM, role="coordinate") == ["c1"]


def test_a_row_is_proved_by_what_is_asked(store: EmbeddedStore, names: Names) -> None:
    quoted = ("quote", "quote_start", "source")
    assert found(store, names, *quoted, unit=DPM, words="vắc xin") == [("Cục Y tế", 998, "qd-2182.txt")]
    assert found(store, names, *quoted, due="2022", unit=DPM) == [("Tháng 12/2022", 1320, "qd-2182.txt")]
    assert found(store, names, *quoted, with_="Vụ Pháp chế") == [("Vụ Pháp chế", 1050, "qd-2182.txt")]
    assert found(store, names, *quoted, words="vắc xin") == [("Mua vắc xin", 5100, "qd-2182.txt")]


def test_tasks_are_counted_by(store: EmbeddedStore, names: Names) -> None:
    assert found(store, names, "month", "tasks", list_="month", in_="2182/QĐ-BYT") == [
        ("2022-12", 2),
        ("2023-12", 1),
        ("none", 2),
    ]
    assert found(store, names, "output_name", "tasks", list_="output", in_="7/QĐ-BYT") == [
        ("Báo cáo", 1),
        ("Nghị quyết liên tịch", 1),
        ("none", 1),
        ("other", 1),
    ]
    assert found(store, names, "document_number", "tasks", list_="document", unit=DPM) == [
        ("2182/QĐ-BYT", 3),
        ("99/KH-SYT", 2),
        ("7/QĐ-BYT", 1),
    ]
    loads = ask(store, find("coordination-load"), {})
    kept = [loads.variables.index(name) for name in COLUMNS["unit"]]
    assert [tuple(row) for row in store.query(sparql(understood(names, list_="unit")))] == [
        tuple(row[place] for place in kept) for row in loads.rows
    ]


@pytest.mark.parametrize(
    ("name", "given", "written"),
    [
        ("tasks-led", {"unit": DPM}, {"unit": DPM, "role": "lead"}),
        (
            "tasks-led",
            {"unit": DPM, "resolution": "38/NQ-CP"},
            {"unit": DPM, "role": "lead", "under": "38/NQ-CP"},
        ),
        ("tasks-coordinated", {"unit": "Sở Y tế"}, {"unit": "Sở Y tế", "role": "coordinate"}),
        (
            "tasks-due",
            {"from": "2022-01-01", "to": "2023-12-31"},
            {"due": "2022-01-01/2023-12-31"},
        ),
        (
            "tasks-due",
            {"from": "2022-10-01", "to": "2022-12-31", "unit": DPM, "role": "lead", "resolution": "38/NQ-CP"},
            {"due": "2022-Q4", "unit": DPM, "role": "lead", "under": "38/NQ-CP"},
        ),
        ("unassigned", {}, {"role": "none"}),
    ],
)
def test_rows_are_those_of_the_library(
    store: EmbeddedStore, names: Names, name: str, given: dict[str, str], written: dict[str, str]
) -> None:
    answer = ask(store, find(name), given)
    columns = [column for column in answer.variables if column in COLUMNS["tasks"]]
    places = [answer.variables.index(column) for column in columns]
    expected = [
        tuple(value(row[place]) for place in places)
        for row in answer.rows
        if name != "unassigned" or value(row[answer.variables.index("item_kind")]) == "task"
    ]
    rows = found(store, names, *columns, **written)
    assert (sorted(rows, key=repr), bool(rows)) == (sorted(expected, key=repr), True)
    if name != "unassigned":
        assert rows == expected


_SPACE = {
    "list": LISTED,
    "unit": (DPM, "Sở Y tế"),
    "role": ROLES,
    "with": ("Vụ Pháp chế", "Sở Y tế"),
    "in": ("2182/QĐ-BYT", "7/QĐ-BYT"),
    "under": ("38/NQ-CP",),
    "words": ("t", "xin"),
    "output": OUTPUTS,
    "output_kind": ("report", "joint-resolution"),
    "output_words": ("o", "liên tịch"),
    "due": ("2022", "2023-12-31"),
    "timing": TIMINGS,
    "finding": ("yes", "no"),
    "status": STATUSES,
}


def reports(store: EmbeddedStore) -> StatusLog:
    """Report the first tasks of a graph: done, late, and one in words of no status."""
    tasks = [row[0] for row in store.query(sparql(Parts()))][:3]
    said = zip(tasks, ("done", "late", ""), strict=True)
    rows = [Row(place, text(task), "", status, "x") for place, (task, status) in enumerate(said, 2)]
    return StatusLog([Sheet("a.csv", "0" * 64, "UTF-8", tuple(rows), at="2026-03-01T08:00:00+00:00")])


def test_what_offices_report_is_named_in_the_query(store: EmbeddedStore, names: Names) -> None:
    log = reports(store)
    told = list(log.reported)

    def tasks(status: str | None, log: StatusLog | None = log) -> list[str]:
        parts = read({"status": [status]} if status else {}, names, log)
        return [text(row[0]) for row in store.query(sparql(parts))]

    assert (tasks("done"), tasks("late")) == ([told[0]], [told[1]])
    assert tasks("any") == told
    assert tasks("stopped") == []
    assert tasks("none") == [task for task in tasks(None) if task not in told]
    assert (tasks("any", None), tasks("none", None)) == ([], tasks(None))
    parts = read({"status": ["none"]}, names, log)
    assert sentence(parts, "vi").startswith("Các nhiệm vụ chưa có cơ quan báo cáo tình trạng;")
    assert any("3 nhiệm vụ" in rule and "2026-03-01" in rule for rule in rules(parts, "vi"))
    assert sentence(read({"status": ["done"]}, names, log), "en") == (
        "Tasks which an office reports as “done”; one row a task."
    )
    with pytest.raises(InvalidValue, match="in-progress"):
        read({"status": ["xong"]}, names, log)


_QUESTIONS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in _SPACE.items()}
)


def _fields(given: dict[str, str]) -> dict[str, list[str]]:
    return dated({name: [held] for name, held in given.items()}, date(2023, 1, 1))


@given(_QUESTIONS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_combination_is_a_query_and_narrows(
    store: EmbeddedStore, names: Names, given: dict[str, str]
) -> None:
    log = reports(store)
    try:
        parts = read(_fields(given), names, log)
    except InvalidValue:
        assert {"role", "timing", "output"} & set(given)
        return
    result = store.query(sparql(parts))
    assert result.variables == COLUMNS[parts.listed]
    if parts.listed != "tasks":
        return
    tasks = {row[0] for row in result}
    for left_out in set(given) - {"list"}:
        fewer = {name: held for name, held in given.items() if name != left_out}
        try:
            wider = read(_fields(fewer), names, log)
        except InvalidValue:
            continue
        if left_out != "unit":  # a role without a unit is the role of anybody
            assert tasks <= {row[0] for row in store.query(sparql(wider))}
        break
    for language in LANGUAGES:
        said = sentence(parts, language)
        assert said.endswith(".")
        assert not {"  ", " ,", ",,", "None", "{"} & {
            said[at : at + size] for size in (1, 2, 4) for at in range(len(said))
        }
        assert rules(parts, language)


@pytest.mark.conformance
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib calls what it deprecates itself
@pytest.mark.parametrize(
    "written",
    [
        {"unit": DPM, "role": "joint", "due": "2023"},
        {"unit": DPM, "role": "coordinate", "timing": "undated", "output": "any"},
        {"unit": DPM, "with": "Sở Y tế", "words": "vắc xin", "finding": "yes"},
        {"role": "none", "output_kind": "joint-resolution", "output_words": "trình"},
        {"timing": "recurring", "in": "7/QĐ-BYT", "output": "none"},
        {"timing": "overdue", "role": "either"},
        {"role": "joint"},
        *({"list": one, "under": "38/NQ-CP"} for one in LISTED),
        {"list": "output"},
        {"list": "month", "timing": "ahead"},
    ],
)
def test_a_second_engine_gives_the_same_rows(
    store: EmbeddedStore, names: Names, graphs: rdflib.Dataset, written: dict[str, str]
) -> None:
    query = sparql(read(_fields(written), names))
    ours = [[text(term) for term in row] for row in store.query(query)]
    rows = [row for row in graphs.query(query) if isinstance(row, ResultRow)]
    assert sorted(["" if term is None else str(term) for term in row] for row in rows) == sorted(ours)
    assert ours


_HOSTILE = st.one_of(
    st.text(),
    st.sampled_from(
        [
            '"',
            "'",
            '" } #',
            "\n} DROP ALL #",
            "\\u000A } UNION {",
            "\\",
            "?task",
            "<x>",
            "}{",
            "# \r SERVICE <http://x> {}",
            '"@vi',
            '"""',
            "\u2028}",
            "{0}",
            "#asked#",
            "UNDEF",
            "\ud800",
            "VALUES ?words { UNDEF }",
        ]
    ),
)


def like(phrase: str) -> str:
    """Give a harmless phrase for one, with marks or without as that is, "" for none."""
    return phrase and ("x" if is_plain(phrase) else "à")


@given(words=_HOSTILE, output_words=_HOSTILE)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_no_text_leaves_its_literal(
    store: EmbeddedStore, names: Names, words: str, output_words: str
) -> None:
    from rdflib.plugins.sparql import prepareQuery

    try:
        parts = read({"words": [words], "output_words": [output_words]}, names)
    except QuestionError:
        return
    query = sparql(replace(parts, listed="document"))  # the shortest list: parsing takes long
    plain = sparql(Parts("document", words=like(parts.words), output_words=like(parts.output_words)))
    assert query.count("\n") == plain.count("\n")
    store.query(query)
    prepareQuery(query)
    probe = sparql(read({"words": [words]}, names))
    held = [line for line in probe.splitlines() if "VALUES ?title_words" in line]
    if held:
        (row,) = store.query(f"SELECT ?title_words {{ {held[0]} }}")
        assert value(row[0]) == parts.words


@pytest.mark.parametrize("label", ["A\n} DROP ALL #", "B\r\u2028}", "C\\u000A} #", "#asked#", "{unit}"])
def test_a_name_of_the_graph_stays_in_its_comment(store: EmbeddedStore, label: str) -> None:
    iri = "https://w3id.org/nhiemvu/id/unit/bo-y-te/vu-phap-che"
    odd, plain = (sparql(Parts(unit=Named(iri, name), role="lead")) for name in (label, "X"))
    assert odd.count("\n") == plain.count("\n")
    assert "\\" not in odd.replace(r"[-–+.,;:()/ \n]", "")
    assert list(store.query(odd)) == list(store.query(plain)) != []


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(_HOSTILE, max_size=2)))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_fields_are_understood_or_refused(names: Names, written: dict[str, list[str]]) -> None:
    try:
        parts = read(written, names)
    except QuestionError as error:
        said = str(error)
    else:
        said = sentence(parts, "vi")
    assert said.endswith((".", "?"))


SENTENCES = [
    ({}, "Tất cả các nhiệm vụ; mỗi dòng là một nhiệm vụ.", "All tasks; one row a task."),
    (
        {"unit": DPM, "role": "lead", "under": "38/NQ-CP", "due": "quý IV/2022"},
        "Các nhiệm vụ do Cục Y tế dự phòng chủ trì, thuộc Nghị quyết 38/NQ-CP và các văn bản triển khai, có"
        " hạn trong quý IV năm 2022; mỗi dòng là một nhiệm vụ.",
        "Tasks led by Cục Y tế dự phòng, under Nghị quyết 38/NQ-CP and the documents that carry it out, due"
        " in the fourth quarter of 2022; one row a task.",
    ),
    (
        {"unit": DPM, "role": "joint", "with": "Sở Y tế", "list": "month"},
        "Các nhiệm vụ do Cục Y tế dự phòng cùng đơn vị khác chủ trì, có Sở Y tế phối hợp, đếm theo tháng"
        " đến hạn; mỗi dòng là một tháng.",
        "Tasks led by Cục Y tế dự phòng together with others, with Sở Y tế coordinating, counted by the"
        " month due; one row a month.",
    ),
    (
        {"unit": DPM, "role": "coordinate", "with": "Sở Y tế", "timing": "undated", "list": "document"},
        "Các nhiệm vụ có Cục Y tế dự phòng phối hợp, cũng có Sở Y tế phối hợp, không nêu thời hạn, đếm theo"
        " văn bản nêu nhiệm vụ; mỗi dòng là một văn bản.",
        "Tasks coordinated by Cục Y tế dự phòng, with Sở Y tế coordinating too, without a stated due time,"
        " counted by the documents that state them; one row a document.",
    ),
    (
        {"role": "none", "in": ["99/KH-SYT", "7/QĐ-BYT"], "words": "vắc  xin", "list": "unit"},
        "Các nhiệm vụ không nêu đơn vị chủ trì, nêu tại Kế hoạch 99/KH-SYT hoặc Quyết định 7/QĐ-BYT, có"
        " “vắc xin” trong tên nhiệm vụ, đếm theo đơn vị chủ trì hoặc phối hợp; mỗi dòng là một đơn vị.",
        "Tasks that nobody is named to lead, stated in Kế hoạch 99/KH-SYT or Quyết định 7/QĐ-BYT, with “vắc"
        " xin” in the title, counted by the units that lead or coordinate them; one row a unit.",
    ),
    (
        {
            "timing": "overdue",
            "on": "1/9/2022",
            "output_kind": "kế hoạch",
            "finding": "yes",
            "list": "output",
        },
        "Các nhiệm vụ có sản phẩm là kế hoạch, quá hạn tính đến ngày 01/9/2022, có mâu thuẫn hoặc thiếu sót"
        " được phát hiện, đếm theo loại sản phẩm; mỗi dòng là một loại.",
        "Tasks with an output of the kind “plan”, overdue on 1 September 2022, in which a contradiction or"
        " gap was found, counted by the kind of output; one row a kind.",
    ),
    (
        {"unit": "Văn phòng (Bộ Y tế)", "output": "any", "timing": "recurring"},
        "Các nhiệm vụ do Văn phòng (Bộ Y tế) chủ trì hoặc phối hợp, có nêu sản phẩm, làm định kỳ, thường"
        " xuyên hoặc khi phát sinh; mỗi dòng là một nhiệm vụ.",
        "Tasks led or coordinated by Văn phòng (Bộ Y tế), with a stated output, that recur or wait for an"
        " event; one row a task.",
    ),
]


@pytest.mark.parametrize(("written", "vi", "en"), SENTENCES)
def test_a_question_is_said_in_a_sentence(names: Names, written: dict[str, Any], vi: str, en: str) -> None:
    fields = {name: [held] if isinstance(held, str) else held for name, held in written.items()}
    if "(" in fields.get("unit", [""])[0]:
        fields["unit"] = ["https://w3id.org/nhiemvu/id/unit/bo-y-te/van-phong"]
    parts = read(fields, names)
    assert (sentence(parts, "vi"), sentence(parts, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"list": "people"}, "list"),
        ({"role": "none", "unit": DPM}, "role"),
        ({"due": "2022", "to": "2023"}, "due"),
        ({"from": "2023", "to": "2022"}, "to"),
        ({"timing": "overdue"}, "on"),
        ({"on": "2022-01-01"}, "on"),
        ({"timing": "overdue", "on": "2022-01"}, "on"),
        ({"timing": "undated", "due": "2022"}, "timing"),
        ({"output": "none", "output_words": "x"}, "output"),
        ({"output_kind": "sonnet"}, "output_kind"),
        ({"words": "a\\u000Ab"}, "words"),
        ({"words": "x" * 301}, "words"),
    ],
)
def test_what_goes_ill_together_is_told(names: Names, written: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidValue) as told:
        understood(names, **{f"{name}_": held for name, held in written.items()})
    assert told.value.parameter == field


def test_names_are_found_or_offered(names: Names) -> None:
    with pytest.raises(AmbiguousName):
        understood(names, in_="01/QĐ-UBND")
    with pytest.raises(UnknownDocument):
        understood(names, under="999/NQ-CP")
    with pytest.raises(UnknownParameter, match="colour"):
        understood(names, colour="done")
    with pytest.raises(InvalidValue, match="one value"):
        read({"unit": ["A", "B"]}, names)


def test_documents_of_one_name_are_told_apart(names: Names) -> None:
    iri = "https://w3id.org/nhiemvu/id/document/uy-ban-nhan-dan-tinh-ha-nam/2022/qd-01"
    (shown,) = understood(names, in_=iri).stated_in
    assert shown.label == "Quyết định 01/QĐ-UBND (uy-ban-nhan-dan-tinh-ha-nam/2022/qd-01)"


def test_a_query_follows_the_base_of_its_graph(rebased_graph: EmbeddedStore) -> None:
    names = Names(rebased_graph)
    query = sparql(understood(names, unit=DPM, role="lead", under="38/NQ-CP"), names.base)
    assert "w3id.org/nhiemvu" not in query
    assert len(list(rebased_graph.query(query))) == 4


def test_every_column_has_a_heading_and_every_field_a_place() -> None:
    assert {column for columns in COLUMNS.values() for column in columns} <= set(HEADINGS)
    assert set(FIELDS) == {*_SPACE, "from", "to", "on"}
    assert set(SEVERAL) < set(FIELDS)
