"""Written values become terms of the parameter's type, or are refused with what would do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.store import EmbeddedStore
from graph_build.terms import iri, literal
from ontology.vocab import DEFAULT_BASE, XSD
from queries.bilingual import Text
from queries.catalogue import Parameter, ParameterType
from queries.errors import InvalidValue, QuestionError
from queries.names import Names
from queries.values import term


def parameter(kind: ParameterType) -> Parameter:
    return Parameter(name="p", type=kind, required=True, example="x", label=Text(vi="p", en="p"))


@pytest.fixture(scope="module")
def names(small_graph: EmbeddedStore) -> Names:
    return Names(small_graph)


@pytest.mark.parametrize(
    ("kind", "written", "value", "datatype"),
    [
        ("date", "2022-08-24", "2022-08-24", XSD.date),
        ("date", "24/8/2022", "2022-08-24", XSD.date),
        ("date", "01-02-2022", "2022-02-01", XSD.date),
        ("date", " 2022-08-24 ", "2022-08-24", XSD.date),
        ("month", "2022-08", "2022-08", XSD.gYearMonth),
        ("month", "8/2022", "2022-08", XSD.gYearMonth),
        ("year", "2022", "2022", XSD.gYear),
        ("date", "２４/８/２０２２", "2022-08-24", XSD.date),  # full-width digits
        ("month", "２０２２-08", "2022-08", XSD.gYearMonth),
        ("year", "２０２２", "2022", XSD.gYear),
        ("integer", "007", "7", XSD.integer),
        ("integer", "-3", "-3", XSD.integer),
        ("string", 'a"b', 'a"b', XSD.string),
    ],
)
def test_a_value_has_the_type_of_its_parameter(
    names: Names, kind: str, written: str, value: str, datatype: str
) -> None:
    assert term(parameter(ParameterType(kind)), written, names) == literal(value, datatype=datatype)


@pytest.mark.parametrize("written", ["lead", "chủ trì", "Chu Tri", "LEAD"])
def test_a_role_in_both_languages(names: Names, written: str) -> None:
    assert term(parameter(ParameterType.ROLE), written, names) == iri(f"{DEFAULT_BASE}codes/role/lead")


@pytest.mark.parametrize(
    ("kind", "written", "expected"),
    [
        ("date", "2022-02-30", "a day such as"),
        ("date", "2022-08", "a day such as"),
        ("date", "8/24/2022", "a day such as"),
        ("date", "hôm nay", "a day such as"),
        ("month", "2022-13", "a month such as"),
        ("month", "0000-01", "a month such as"),
        ("year", "22", "a year such as"),
        ("year", "0000", "a year such as"),
        ("integer", "1.5", "a whole number"),
        ("integer", "9" * 5000, "a whole number"),
        ("role", "boss", "a role: lead (chủ trì), focal (đầu mối)"),
        ("string", "  ", "leave the parameter out"),
        ("unit", "", "leave the parameter out"),
    ],
)
def test_what_does_not_fit_is_refused(names: Names, kind: str, written: str, expected: str) -> None:
    with pytest.raises(InvalidValue) as raised:
        term(parameter(ParameterType(kind)), written, names)
    assert expected in str(raised.value)


@pytest.mark.parametrize("kind", ParameterType)
@given(written=st.text())
def test_any_text_gives_a_term_or_a_plain_error(names: Names, kind: ParameterType, written: str) -> None:
    try:
        made = term(parameter(kind), written, names)
    except QuestionError:
        return
    assert made.value
