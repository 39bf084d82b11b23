"""What is read off a query's text, checked against a parser."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.plugins.sparql.parser import parseQuery

from api.federation import ServiceRefused, endpoints_called, failing, refuse_calls
from api.outline import form_of, is_volatile, may_call_service
from api.query_errors import CallFailed
from graph_build.query_text import has_dataset_clause, undo_escapes
from graph_build.store_errors import QueryError, QueryEvaluationError, QuerySyntaxError
from tests.growth import assert_in_line


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("SELECT * {}", "select"),
        ("select*{}", "select"),
        ("  # a comment: ASK\n ASK {}", "ask"),
        (
            "PREFIX ask: <http://example.org/select#> BASE <http://construct.example/> DESCRIBE <a>",
            "describe",
        ),
        ("prefix : <x:> construct where {}", "construct"),
        ('VERSION "1.2" ASK {}', "ask"),
        ("#ASK\r\nSELECT * {}", "select"),
        ("INSERT DATA {}", "update"),
        ("PREFIX a: <x:> delete where {}", "update"),
        ("LOAD <http://example.org/>", "update"),
        ("with <x:> delete {} where {}", "update"),
        ("DROP ALL", "update"),
        ("", None),
        ("hello", None),
        ("PREFIX a <x:> ASK {}", None),
        ("withdrawn", None),
    ],
)
def test_forms(query: str, form: str | None) -> None:
    assert form_of(query) == form


spaces = st.sampled_from([" ", "\n", "\t", " # SELECT ASK <x>\n", "\r\n", "#\n"])
prefixes = st.sampled_from(
    ["PREFIX ask: <x:select>", "prefix : <http://example.org/#construct>", "BASE <x:y>"]
)
bodies = st.sampled_from(["SELECT * WHERE {}", "ASK {}", "CONSTRUCT WHERE {}", "DESCRIBE <x:y>"])


@given(st.lists(st.tuples(prefixes, spaces)), spaces, bodies)
def test_the_form_is_that_of_the_parser(prologue: list[tuple[str, str]], space: str, body: str) -> None:
    query = space + "".join(declaration + after for declaration, after in prologue) + body
    assert parseQuery(query)[1].name.lower() == f"{form_of(query)}query"


@pytest.mark.parametrize(
    "piece",
    [
        "#",
        " ",
        "PREFIX a: <x:> ",
        "PREFIX a: ",
        "# \n",
        "PREFIX ",
        "BASE <",
        "a",
        "a.",
        "'",
        '"',
        "<",
        "FROM",
    ],
)
def test_reading_takes_time_in_proportion(piece: str) -> None:
    def read(count: int) -> None:
        form_of(piece * count)
        has_dataset_clause(piece * count)

    assert_in_line(read, 100_000)


@pytest.mark.parametrize(
    ("query", "volatile"),
    [
        ("SELECT (NOW() AS ?n) {}", True),
        ("SELECT (struuid () AS ?n) {}", True),
        ("SELECT ?now { ?now ?rand ?uuid }", False),
        ("SELECT * { ?s <http://example.org/rand> ?o }", False),
    ],
)
def test_what_gives_another_answer_each_time(query: str, volatile: bool) -> None:
    assert is_volatile(query) is volatile


CLAUSES = [
    ("SERVICE <http://example.org/> { ?s ?p ?o }", ("<http://example.org/>",)),
    ("service silent ?where { }", ("?where",)),
    ("{ SELECT * { OPTIONAL { SERVICE<x:y>{} } } }", ("<x:y>",)),
    ("FILTER NOT EXISTS { {} UNION { SERVICE <x:y> {} } }", ("<x:y>",)),
    ("MINUS { SERVICE <x:1> {} } SERVICE <x:2> {}", ("<x:1>", "<x:2>")),
    ("BIND(EXISTS { SERVICE <x:y> {} } AS ?b)", ("<x:y>",)),
    ("FILTER(?a<'b>c') SERVICE ?x {} FILTER(?z = 'q')", ("?x",)),
    (
        "?a <http://example.org/ns#name> '# b' SERVICE <x:y> { ?s ?p '#' } SERVICE <x:z> {}",
        ("<x:y>", "<x:z>"),
    ),
    ("SERVICE <x:y> { OPTIONAL { SERVICE SILENT <x:z> {} } }", ("<x:y>", "<x:z>")),
    # what is a quote, a comment or an IRI to the engine is one to the judge
    (
        'FILTER("\\u0022 #" = "") SERVICE <x:y> {} BIND("""\n = "") SERVICE <x:z> {} } #""" AS ?z)',
        ("<x:y>",),
    ),
    ("#\r SERVICE <x:y> {}\n SERVICE <x:z> {}", ("<x:y>", "<x:z>")),
    ("?s ?p '\\\\u0027' SERVICE <x:y> {}", ("<x:y>",)),
    ("SERVICE <http://\\u0061.example/> {}", ("<http://\N{REPLACEMENT CHARACTER}.example/>",)),
    ("SERVICE ex:name {}", ("ex:name",)),
    ("?s ?p 'SERVICE <x:y> {}' # SERVICE <x:y> {}\n", ()),
    ("?service <x:service> ?SERVICE", ()),
]


@pytest.mark.parametrize(("pattern", "endpoints"), CLAUSES)
@pytest.mark.parametrize("frame", ["SELECT * {{ {} }}", "ASK {{ {} }}", "CONSTRUCT {{}} WHERE {{ {} }}"])
def test_service_clauses(pattern: str, endpoints: tuple[str, ...], frame: str) -> None:
    query = "PREFIX ex: <http://example.org/> " + frame.format(pattern)
    assert endpoints_called(query) == endpoints
    assert may_call_service(query)


@pytest.mark.parametrize(
    "word", ["SERVICE", "SerVice", "S\\u0045RVICE", "\\U00000053ERVICE", "\\u0053\\u0045rvice"]
)
def test_no_spelling_of_the_word_is_passed_over(word: str) -> None:
    assert may_call_service(f"ASK {{ {word} <x:y> {{}} }}")


@given(st.text())
def test_a_query_without_the_word_needs_no_second_reading(text: str) -> None:
    assert may_call_service(text) == ("service" in text.lower()) or "\\" in text or "ſ" in text


@pytest.mark.parametrize(
    ("update", "refused"),
    [
        ("LOAD <http://a.example/b> INTO GRAPH <urn:c>", "<http://a.example/b>"),
        ("load silent <http://a.example/b>", "<http://a.example/b>"),
        ("CLEAR ALL;LOAD<x:1>;LOAD <http://allowed.example/>", "<x:1>"),
        ("PREFIX ex: <http://allowed.example/> LOAD ex:b", "ex:b"),
        ("LOAD <http://allowe\\u0064.example/>", "<http://allowe\N{REPLACEMENT CHARACTER}.example/>"),
        ("# LOAD <x:1>\rLOAD#\r<x:2>", "<x:2>"),
        ("INSERT DATA { <x:a> <x:b> '\\u0027 } #' } ; LOAD <x:1>", "<x:1>"),
        ("DELETE {} WHERE { FILTER(?a<'b>c') } ; LOAD <x:1> ; INSERT DATA { <x:a> <x:b> 'c' }", "<x:1>"),
        ("PREFIX x: <x:> INSERT DATA { x:\\' x:b x:c } ; LOAD <x:1> ; INSERT DATA { x:a x:b 'c' }", "<x:1>"),
        ("INSERT {} WHERE { SERVICE <x:1> {} }", "<x:1>"),
        ("LOAD <http://allowed.example/>", None),
        ("INSERT DATA { <urn:load> <urn:b> ' LOAD <x:1> \\u0111' } # LOAD <x:2>", None),
        ("PREFIX load: <x:> INSERT DATA { load:a load:b load:c }", None),
    ],
)
def test_what_an_update_calls_is_refused_however_it_is_written(update: str, refused: str | None) -> None:
    if refused is None:
        refuse_calls(update, ["allowed.example"], update=True)
        return
    with pytest.raises(ServiceRefused) as error:
        refuse_calls(update, ["allowed.example"], update=True)
    assert error.value.endpoints == (refused,)


@pytest.mark.parametrize(
    ("called", "error", "told"),
    [
        (("<x:1>",), QueryEvaluationError("refused"), CallFailed),
        (("<x:1>",), QuerySyntaxError("Parser error at line 1 of what LOAD fetched"), CallFailed),
        (("<x:1>",), QuerySyntaxError("the update itself", 1, 2), QuerySyntaxError),
        ((), QueryEvaluationError("the engine failed"), QueryEvaluationError),
    ],
)
def test_a_failure_is_that_of_the_server_that_is_called(
    called: tuple[str, ...], error: QueryError, told: type[Exception]
) -> None:
    with pytest.raises(told), failing(called):
        raise error


@pytest.mark.parametrize("update", ["LOADSILENT<x:1>", "PREFIX ex: <x:> LOADex:1", "L\\u004fAD <x:1>"])
def test_an_update_is_not_run_where_its_calls_cannot_be_told(update: str) -> None:
    with pytest.raises(QuerySyntaxError):
        refuse_calls(update, ["allowed.example"], update=True)


@pytest.mark.parametrize(
    "query",
    [
        *("ASK { SERVICE }", "ASK {" * 400 + "}" * 400, "ASK { SERVICE <x y> {} }", "service"),
        "ASK { SERVICE \\u003cx:y> {} }",
    ],
)
def test_what_cannot_be_read_is_not_run(query: str) -> None:
    with pytest.raises(QuerySyntaxError):
        endpoints_called(query)


@given(st.text(st.sampled_from("serviceSERVICEfromFROMnowrandſİK?<>{}(#\\ 0057"), max_size=30))
def test_the_short_ways_to_tell_agree_with_the_patterns(text: str) -> None:
    assert may_call_service(text) == bool(re.search("service", undo_escapes(text), re.IGNORECASE))
    plain = undo_escapes(text)
    calls = re.search(r"(?:now|rand|uuid|bnode)\s*[(#]|service", plain, re.IGNORECASE)
    assert is_volatile(text) == (calls is not None)
