"""What people write in a question stays in its literal, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_build.store import EmbeddedStore
from queries.asked import FIELDS, Named, Parts, read
from queries.asked_clauses import is_plain
from queries.asked_sparql import sentence, sparql
from queries.errors import QuestionError
from queries.format import value
from queries.names import Names

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


@pytest.mark.unmeasured
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
