"""The library: every file keeps the rules of its header, and parameters go in as terms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.store import Database
from graph_build.terms import Literal, iri, literal
from queries.asked_sparql import COLUMNS as BUILT
from queries.catalogue import CatalogueError, ParameterType, Question, find, library, parse, rebase
from queries.columns import COLUMNS
from queries.errors import UnknownQuestion

FIRST_EIGHT = {
    "tasks-led",
    "tasks-coordinated",
    "coordination-load",
    "co-work-pairs",
    "document-lineage",
    "tasks-due",
    "unit-profile",
    "unassigned",
}

GOOD = """\
# name: who-leads
# title@vi: Ai chủ trì
# title@en: Who leads
# description@vi: Một dòng
#   và dòng nữa.
# description@en: One line.
# param unit: unit required "Bộ Y tế" — đơn vị / unit
# param note: string optional "tập huấn" — ghi chú / note
# columns: task title
# table: title
# example: unit="Bộ Y tế"

PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
SELECT ?task ?title WHERE {
  VALUES ?unit { UNDEF }
  VALUES ?note { UNDEF }
  ?unit nv:leads ?task . ?task nv:description ?title .
  FILTER(!BOUND(?note) || CONTAINS(?title, ?note))
}
"""


def test_the_first_questions_are_there() -> None:
    assert set(library()) >= FIRST_EIGHT


@pytest.mark.parametrize("question", library().values(), ids=lambda q: q.name)
def test_every_question_is_sparql_with_the_columns_it_tells(question: Question) -> None:
    result = Database().query(question.sparql)
    assert result.variables == question.columns
    assert list(result) == []


@pytest.mark.parametrize("question", library().values(), ids=lambda q: q.name)
def test_every_question_is_told_in_both_languages(question: Question) -> None:
    told = [question.title, question.description, *(p.label for p in question.parameters)]
    assert all(text.vi != text.en and text.vi.strip() and text.en.strip() for text in told)


def test_no_column_label_is_without_a_question() -> None:
    asked = {column for question in library().values() for column in question.columns}
    built = {column for columns in BUILT.values() for column in columns}
    assert asked | built == set(COLUMNS)


def test_a_header_is_read_whole() -> None:
    question = parse(GOOD, "who-leads.rq")
    assert question.title["vi"] == "Ai chủ trì"
    assert question.description["vi"] == "Một dòng và dòng nữa."
    assert question.columns == ("task", "title")
    assert question.table == ("title",)
    assert dict(question.example) == {"unit": "Bộ Y tế"}
    unit, note = question.parameters
    assert (unit.name, unit.type, unit.required, unit.example) == (
        "unit",
        ParameterType.UNIT,
        True,
        "Bộ Y tế",
    )
    assert (note.type, note.required, note.label["en"]) == (ParameterType.STRING, False, "note")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("# name: who-leads", "# name: who-led", "'who-led' is not the file's"),
        ("# title@en: Who leads\n", "", "no title@en"),
        ("# table: title\n", "", "no table"),
        ("# table: title\n", "# table: code\n", "not among the columns"),
        ("# columns: task title", "# columns: task wrong", "column wrong has no label"),
        ("# columns: task title", "# columns: task leads", "no variable leads"),
        ("unit required", "unitt required", "unknown type unitt"),
        ("unit required", "unit needed", "param unit is not"),
        ("— đơn vị / unit", "— đơn vị", "param unit is not"),
        ("# param note", "# param unit", "param unit is given twice"),
        ("  VALUES ?note { UNDEF }\n", "", "differ in: note"),
        ("VALUES ?note { UNDEF }", 'VALUES ?note { "x" }', "differ in: note"),
        ("  FILTER(!BOUND(?note) || CONTAINS(?title, ?note))\n", "", "does not use the parameter note"),
        ('# example: unit="Bộ Y tế"', "# example: none", "example does not fit"),
        ('# example: unit="Bộ Y tế"', '# example: unit="Bộ Y tế" day=1', "example does not fit"),
        ("# title@en: Who leads", "#title@en: Who leads", "line 3: not a header line"),
        ("# title@en: Who leads", "# title@fr: Qui", "line 3: not a header line"),
    ],
)
def test_a_broken_header_is_refused(old: str, new: str, said: str) -> None:
    assert old in GOOD
    with pytest.raises(CatalogueError) as raised:
        parse(GOOD.replace(old, new), "who-leads.rq")
    assert said in str(raised.value)
    assert str(raised.value).startswith("who-leads.rq")


TERMS = st.one_of(
    st.text().map(literal),
    st.text().map(lambda text: literal(text, language="vi")),
    st.dates().map(lambda day: literal(day.isoformat(), datatype="http://www.w3.org/2001/XMLSchema#date")),
    st.from_regex(r"[a-zA-Zđ0-9_.~%/-]{0,20}", fullmatch=True)
    .filter(lambda path: "%" not in path)
    .map(lambda path: iri("https://w3id.org/nhiemvu/" + path)),
)


@given(TERMS)
def test_a_bound_term_reaches_the_engine_unchanged(term: Literal) -> None:
    echo = GOOD.replace("SELECT ?task ?title", "SELECT ?note").replace(
        "?unit nv:leads ?task . ?task nv:description ?title .", "OPTIONAL { ?unit nv:leads ?task, ?title }"
    )
    question = parse(echo.replace("CONTAINS(?title, ?note)", "true"), "who-leads.rq")
    bound = question.bind({"unit": "<https://w3id.org/nhiemvu/x>", "note": str(term)})
    assert [row[0] for row in Database().query(bound)] == [term]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "UNDEF",
        "Bộ Y tế",
        "<http://a.example> <http://b.example>",
        '"a" } ?s ?p ?o {',
        '"a"" b"',
        '"a\nb"',
        "<http://a.example/ b>",
        "?unit",
        "1",
    ],
)
def test_what_is_no_term_never_enters_a_query(text: str) -> None:
    with pytest.raises(ValueError, match="N-Triples"):
        find("tasks-led").bind({"unit": text})


def test_binding_knows_its_parameters() -> None:
    question = find("tasks-led")
    with pytest.raises(ValueError, match="no parameter day"):
        question.bind({"unit": "<https://a.example/>", "day": "<https://a.example/>"})
    with pytest.raises(ValueError, match="needs unit"):
        question.bind({})


def test_an_optional_parameter_left_out_stays_open() -> None:
    bound = find("tasks-led").bind({"unit": "<https://a.example/u>"})
    assert "VALUES ?unit { <https://a.example/u> }" in bound
    assert "VALUES ?resolution { UNDEF }" in bound


def test_queries_follow_the_base() -> None:
    moved = rebase(find("tasks-led").sparql, "https://mandates.example.vn/")
    assert "PREFIX nv: <https://mandates.example.vn/ontology#>" in moved
    assert "PREFIX role: <https://mandates.example.vn/codes/role/>" in moved
    assert "w3id.org/nhiemvu" not in moved


def test_a_misspelt_question_gets_the_nearest() -> None:
    with pytest.raises(UnknownQuestion, match="Did you mean: tasks-led"):
        find("task-led")
    with pytest.raises(UnknownQuestion, match="Known: assignment-gaps, co-work-pairs, "):
        find("zzz")
