"""What the pages are made of: messages, dates and numbers, links, marked text, filters."""

from __future__ import annotations

import ast
import json
import re
import string
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.i18n import LANGUAGES, catalogue
from api.links import data_of, page_of, place_of
from api.markup import Pieces
from api.page_data.directory import DocumentRef
from api.page_data.filters import PAGE_SIZE, TaskFilter, task_table
from api.page_data.passages import Span, asked_span, blocks
from api.page_data.picture_page import as_json
from api.page_data.tasks import TaskLine, When
from api.rendering import environment

BASE = "https://w3id.org/nhiemvu/"
API = Path(__file__).resolve().parents[2] / "api"


def places(message: str) -> set[str]:
    """Give the names of the places of a message."""
    return {name for _, name, _, _ in string.Formatter().parse(message) if name}


def test_both_catalogues_have_the_same_keys_and_places() -> None:
    vietnamese, english = (catalogue(language).messages for language in ("vi", "en"))
    assert set(vietnamese) == set(english)
    for key, message in vietnamese.items():
        assert message.strip(), key
        if not key.startswith("moment."):  # the two languages write months differently
            assert places(message) - {"n"} == places(english[key]) - {"n"}, key


def test_catalogues_are_sorted_and_normal() -> None:
    import unicodedata

    for language in LANGUAGES:
        text = (API / "locales" / f"{language}.json").read_text(encoding="utf-8")
        assert list(json.loads(text)) == sorted(json.loads(text))
        assert unicodedata.is_normalized("NFC", text)


def test_every_message_that_a_template_names_exists() -> None:
    known = set(catalogue("vi").messages)
    named: set[str] = set()
    for template in (API / "templates").glob("*.html"):
        text = template.read_text(encoding="utf-8")
        named |= set(re.findall(r"""\bt\(["']([a-z][\w.-]*\w)["'][,)]""", text))
        for key in re.findall(r"""\bn\(["']([a-z][\w.-]*\w)["'],""", text):
            named |= {f"{key}.one", f"{key}.other"}
    assert len(named) > 200
    assert named <= known


def test_every_message_is_used() -> None:
    folders = {
        ".": "*.py",
        "cli": "*.py",
        "page_data": "*.py",
        "templates": "*.html",
        "static/query": "*.js",
    }
    sources = [file for folder, kind in folders.items() for file in (API / folder).glob(kind)]
    text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
    stems = set(re.findall(r"""["']([a-z][\w-]*(?:\.[\w-]+)*\.)["'] [+~]""", text))
    stems |= set(re.findall(r"""f["']([a-z][\w.-]*\.)\{""", text))
    stems |= set(re.findall(r"`([a-z][\w.-]*\.)\$\{", text))
    stems |= {"relation.to.", "relation.from.", "value."}
    for key in catalogue("vi").messages:
        whole = key.removeprefix("cli.").removesuffix(".one").removesuffix(".other")
        named = any(f"{quote}{name}{quote}" in text for name in (key, whole) for quote in "\"'")
        assert named or key.removeprefix("cli.").startswith(tuple(stems)), key


def test_every_template_is_well_formed() -> None:
    for name in environment().list_templates():
        environment().get_template(name)


def test_no_page_names_another_host() -> None:
    ours = [*(API / "templates").glob("*"), *(API / "static").glob("*.*")]
    for source in ours:
        text = source.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert not re.search(r"https?://|@import|url\((?!['\"]?(?:data:|#))", text), source.name


def test_words_fit_each_of_several_counts() -> None:
    said = catalogue("en").text("status.counts", tasks="1", promising="1", suggested="2")
    assert said == "1 task, 1 of them is to give a document; 2 have a suggestion."
    said = catalogue("en").text("picture.all.count", units=2, ties=1, tasks=0)
    assert said == "2 units, 1 tie, from 0 tasks."


@pytest.mark.parametrize(
    ("moment", "precision", "vi", "en"),
    [
        ("2022", "", "năm 2022", "2022"),
        ("2022-08", "", "tháng 8/2022", "August 2022"),
        ("2022-08-04", "", "4/8/2022", "4 August 2022"),
        ("2022-09", "quarter", "quý III/2022", "Q3 2022"),
        ("2022-12", "quarter", "quý IV/2022", "Q4 2022"),
        ("2022-06", "half-year", "6 tháng đầu năm 2022", "first half of 2022"),
        ("2022-12", "half_year", "6 tháng cuối năm 2022", "second half of 2022"),
        ("2022-13", "", "2022-13", "2022-13"),
        ("hằng tháng", "month", "hằng tháng", "hằng tháng"),
        ("", "", "", ""),
    ],
)
def test_moments_are_written_as_precisely_as_stated(moment: str, precision: str, vi: str, en: str) -> None:
    assert catalogue("vi").moment(moment, precision) == vi
    assert catalogue("en").moment(moment, precision) == en


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (1234567, "1.234.567", "1,234,567"),
        ("94.10", "94,10", "94.10"),
        ("-1234.5", "-1.234,5", "-1,234.5"),
        ("khoảng 5", "khoảng 5", "khoảng 5"),
        ("1" * 40, "1." + ".".join(["111"] * 13), "1," + ",".join(["111"] * 13)),
    ],
)
def test_numbers_keep_their_digits(value: int | str, vi: str, en: str) -> None:
    assert catalogue("vi").number(value) == vi
    assert catalogue("en").number(value) == en


@pytest.mark.parametrize(
    ("iri", "page"),
    [
        (f"{BASE}id/document/byt/2022/qd-2182", "/documents/byt/2022/qd-2182"),
        (f"{BASE}id/task/byt/2022/qd-2182/b/2.7", "/tasks/byt/2022/qd-2182/b/2.7"),
        (f"{BASE}id/person/an/_", "/people/an/_"),
        (f"{BASE}id/unit/bo#part", None),
        (f"{BASE}id/unit/", None),
        (f"{BASE}ontology#Task", None),
        ("https://example.org/id/unit/bo", None),
        ("javascript:alert(1)", None),
    ],
)
def test_pages_have_the_path_of_the_iri(iri: str, page: str | None) -> None:
    assert page_of(iri, BASE) == page
    if page:
        assert place_of(iri, BASE) == page
        assert (data_of(iri, BASE) or "").startswith("/data/")


@given(st.text(alphabet="ab \t|\n*AB", max_size=80), st.data())
def test_marking_neither_adds_nor_loses_a_word(text: str, data: st.DataObject) -> None:
    cuts = data.draw(st.lists(st.integers(0, max(len(text), 1)), max_size=12))
    spans = [Span(min(a, b), max(a, b), "task") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    made = blocks(text, spans)
    shown = "".join(p.text for b in made for p in (*b.pieces, *(p for cell in b.cells for p in cell)))
    kept = re.sub(r"[\s|*]", "", text)
    assert re.sub(r"[\s|*]", "", shown) == kept
    anchors = [a for b in made for p in (*b.pieces, *(p for c in b.cells for p in c)) for a in p.anchors]
    assert len(anchors) == len(set(anchors))


def marks(text: str, *spans: Span) -> list[tuple[str, str]]:
    """Give the pieces of a text with their class names."""
    return [(piece.text, piece.kinds) for block in blocks(text, spans) for piece in block.pieces]


def test_nested_and_crossing_spans_are_all_kept() -> None:
    outer, inner, crossing = Span(0, 9, "task", "/t"), Span(2, 5, "lead", "/l"), Span(4, 12, "duty", "/d")
    assert marks("0123456789abc", outer, inner, crossing) == [
        ("01", "is-task"),
        ("23", "is-task is-lead"),
        ("4", "is-task is-lead is-duty"),
        ("5678", "is-task is-duty"),
        ("9ab", "is-duty"),
        ("c", ""),
    ]
    pieces = blocks("0123456789abc", [outer, inner, crossing])[0].pieces
    assert [piece.innermost.target for piece in pieces if piece.innermost] == ["/t", "/l", "/l", "/d", "/d"]


def test_spans_outside_the_text_are_left_out() -> None:
    assert marks("abc", Span(2, 9, "task"), Span(1, 1, "task"), Span(-1, 2, "task")) == [("abc", "")]


def test_quotes_show_no_stars_of_markdown() -> None:
    quote = '{% from "parts.html" import quote with context %}{{ quote(q) }}'
    given = {"url": "/x", "prefix": "**I. ", "exact": "VIỆC**", "suffix": "", "start": 1, "end": 2}
    words = {
        "t": lambda key, **_: key,
        "number": str,
        "n": str,
        "moment": str,
        "pieces": Pieces(catalogue("vi")),
    }
    missing = dict.fromkeys(("page", "table", "row", "column"))
    shown = environment().from_string(quote).render(q={**given, **missing}, **words)
    assert "…I. <mark>VIỆC</mark>…" in shown


def test_tables_are_told_by_tabs_and_pipes() -> None:
    made = blocks("TT\tViệc\n\n| a | b |\n|---|:-:|\n|c|d|\nlời văn | không phải bảng", [])
    assert [block.kind for block in made] == ["row", "gap", "row", "row", "paragraph"]
    assert ["".join(p.text for p in cell) for cell in made[3].cells] == ["c", "d"]


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2-5", (2, 5)),
        ("0-10", (0, 10)),
        ("5-2", None),
        ("3-3", None),
        ("0-11", None),
        ("a-b", None),
        ("-1-2", None),
    ],
)
def test_a_place_asked_for_must_lie_in_the_text(at: str, found: tuple[int, int] | None) -> None:
    span = asked_span(at, 10)
    assert (span and (span.start, span.end)) == found


def line(number: int, **fields: str) -> TaskLine:
    """Make a task of a table."""
    return TaskLine(
        iri=f"{BASE}id/task/a/2022/b/{number}",
        url=f"/tasks/a/2022/b/{number}",
        title=fields.get("title", f"Việc {number}"),
        code=str(number),
        section=fields.get("section", "A"),
        section_title="Mục",
        sequence=number,
        output="",
        document=DocumentRef("d", "document", "Văn bản", None),
        when=When(due=fields.get("due", "")),
    )


def codes(lines: Iterable[TaskLine]) -> list[str]:
    """Give the codes of tasks."""
    return [one.code for one in lines]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["1", "2", "3"]),
        ({"sort": "due"}, ["3", "1", "2"]),
        ({"sort": "-due"}, ["2", "1", "3"]),
        ({"sort": "nonsense"}, ["1", "2", "3"]),
        ({"sort": "-order"}, ["3", "2", "1"]),
        ({"words": "TIEM"}, ["2"]),
        ({"section": "B"}, ["3"]),
        ({"page": "99"}, ["1", "2", "3"]),
        ({"page": "-1", "role": "boss"}, ["1", "2", "3"]),
        ({"page": "²"}, ["1", "2", "3"]),
    ],
)
def test_tables_are_filtered_and_sorted_as_asked(query: dict[str, str], expected: list[str]) -> None:
    lines = [line(1, due="2023-05"), line(2, title="Tiêm vắc xin"), line(3, section="B", due="2022")]
    assert codes(task_table(lines, TaskFilter.read(query)).lines) == expected


def test_a_table_is_cut_into_pages_whose_addresses_keep_the_filter() -> None:
    lines = [line(number) for number in range(1, 2 * PAGE_SIZE + 2)]
    table = task_table(lines, TaskFilter.read({"page": "3", "words": "viec", "sort": "-title"}))
    assert (table.pages, len(table.lines)) == (3, 1)
    assert table.page_address(2) == "?words=viec&sort=-title&page=2#tasks"
    assert table.sort_address("title") == "?words=viec&sort=title#tasks"
    assert table.sort_state("title") == "descending"


@given(st.text(max_size=60))
def test_json_in_a_page_cannot_end_its_element(text: str) -> None:
    written = as_json({"label": text})
    assert not set("<>&\u2028\u2029") & set(written)
    assert ast.literal_eval(repr(json.loads(written)["label"])) == text


def test_a_picture_names_only_what_it_left_out() -> None:
    from api.page_data.picture_page import left_out
    from queries.picture import Picture

    for language, dots in (("vi", "điểm"), ("en", "dots")):
        lines = left_out(Picture((), (), edges_left_out=4), catalogue(language))[0]
        assert "4" in lines
        assert dots not in lines
        assert dots in left_out(Picture((), (), nodes_left_out=3, edges_left_out=4), catalogue(language))[0]
    assert left_out(Picture(), catalogue("vi")) == ()
