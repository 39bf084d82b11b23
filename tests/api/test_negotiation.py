"""Content negotiation by RFC 9110, section 12.5.1."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiation import ROWS, TRIPLES, Choice, by_name, choose, parse_accept, prefers_html, quality
from tests.growth import assert_in_line

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8"
JSON, XML, CSV, TSV = (form.media_type for form in ROWS)
NAMES = [form.media_type for form in (*ROWS, *TRIPLES)] + ["text/html", "application/json", "x/y"]


def chosen(choice: Choice | None) -> str | None:
    return choice.media_type if choice else None


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, JSON),
        ("", JSON),
        ("*/*", JSON),
        ("text/csv", CSV),
        ("TEXT/CSV", CSV),
        ("text/csv;q=0.5, text/tab-separated-values", TSV),
        ("text/csv;q=0.5,text/tab-separated-values;q=0.5", CSV),  # between equals the server chooses
        ("text/*", CSV),
        ("text/*;q=0.3, application/sparql-results+xml;q=0.4", XML),
        ("*/*, application/sparql-results+json;q=0", XML),  # the most specific range decides
        ("*/*;q=0.1, text/tab-separated-values", TSV),
        ("application/json", "application/json"),
        ("application/json, application/sparql-results+json", JSON),  # the standard name first
        ("application/sparql-results+xml; charset=utf-8; q=0.9, text/csv; q=0.8", XML),
        ('text/csv; note="a,b;q=0"; q=0.7', CSV),
        ("text/html", None),
        ("text/csv;q=0", None),
        ("*/*;q=0", None),
        ("image/png, application/sparql-results+json;q=0.0", None),
        ("text/csv;q=2, text/tab-separated-values;q=0.1", TSV),  # a weight above 1 is malformed
        ("text/csv;q=high", JSON),  # nothing good in the field: as if absent
        ("*/csv", JSON),
        (BROWSER, "application/xml"),
    ],
)
def test_rows(accept: str | None, wanted: str | None) -> None:
    assert chosen(choose(accept, ROWS)) == wanted


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (None, "text/turtle"),
        ("application/rdf+xml", "application/rdf+xml"),
        ("application/ld+json;q=0.9, application/n-triples;q=0.8", "application/ld+json"),
        ("text/plain", "text/plain"),
        ("application/sparql-results+json", None),
        ("application/sparql-results+json, */*;q=0.1", "text/turtle"),
    ],
)
def test_triples(accept: str | None, wanted: str | None) -> None:
    assert chosen(choose(accept, TRIPLES)) == wanted


@pytest.mark.parametrize(
    ("accept", "wanted"),
    [
        (BROWSER, True),
        ("text/html", True),
        ("text/html;q=0.5, text/csv", False),
        ("text/html;q=0", False),
        ("*/*", False),
        ("text/*", False),
        ("", False),
    ],
)
def test_only_who_names_html_gets_a_page(accept: str, wanted: bool) -> None:
    assert prefers_html(accept) is wanted


@pytest.mark.parametrize(
    ("name", "rows", "triples"),
    [
        ("json", JSON, "application/ld+json"),
        ("xml", XML, "application/rdf+xml"),
        ("CSV", CSV, None),
        ("turtle", None, "text/turtle"),
        ("nt", None, "application/n-triples"),
        (XML, XML, None),
        ("application/json", "application/json", "application/json"),
        ("xlsx", None, None),
        ("", None, None),
    ],
)
def test_names_of_formats(name: str, rows: str | None, triples: str | None) -> None:
    assert (chosen(by_name(name, ROWS)), chosen(by_name(name, TRIPLES))) == (rows, triples)


def test_text_names_its_charset_and_other_types_do_not() -> None:
    kinds = {choose(form.media_type, (form,)).content_type for form in (*ROWS, *TRIPLES)}  # type: ignore[union-attr]
    assert "text/csv; charset=utf-8" in kinds
    assert "application/sparql-results+json" in kinds
    assert all(("charset" in kind) == kind.startswith("text/") for kind in kinds)


weights = st.integers(min_value=0, max_value=1000).map(lambda n: n / 1000)
parts = st.lists(st.tuples(st.sampled_from(NAMES), weights), min_size=1, unique_by=lambda part: part[0])


@given(parts, st.sampled_from(["", " "]), st.sampled_from(["q", "Q"]))
def test_weights_are_read_as_written(wanted: list[tuple[str, float]], space: str, letter: str) -> None:
    field = f",{space}".join(f"{name};{space}{letter}={weight}" for name, weight in wanted)
    ranges = parse_accept(field)
    assert [(f"{r.type}/{r.subtype}", r.quality) for r in ranges] == wanted
    for name, weight in wanted:
        assert quality(name, ranges) == weight


@given(parts)
def test_nothing_accepted_less_is_chosen_and_nothing_refused(wanted: list[tuple[str, float]]) -> None:
    field = ", ".join(f"{name};q={weight}" for name, weight in wanted)
    given_weights = dict(wanted)
    best = max((given_weights.get(form.media_type, 0.0) for form in ROWS), default=0.0)
    best = max(best, given_weights.get("application/json", 0.0))
    choice = choose(field, ROWS)
    if best == 0:
        assert choice is None
    else:
        assert choice is not None
        assert given_weights[choice.media_type] == best


@pytest.mark.parametrize("part", ['\\"', '"', "a/b;q=0.", ",", "; "])
def test_long_fields_are_read_in_time(part: str) -> None:
    assert_in_line(lambda size: parse_accept('"' + part * size), 8_000)
    assert chosen(choose(f"text/csv,{part * 200_000}", ROWS)) == CSV
    assert not prefers_html(f"text/csv,{part * 200_000},text/html")


@given(st.text())
def test_no_field_is_an_error(field: str) -> None:
    parse_accept(field)
    prefers_html(field)
    choose(field, ROWS)
