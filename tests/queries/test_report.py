"""Reports: figures are those of load and tasks-led, and every quote stands where it says."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from graph_build.store import EmbeddedStore, open_snapshot
from queries.bilingual import Language
from queries.catalogue import library
from queries.errors import AmbiguousName, MissingParameter, UnknownDocument
from queries.load import Filters, load, table_of
from queries.load_calendar import Stated
from queries.names import Names
from queries.report import Report, report
from queries.report_html import as_html, figures
from queries.report_words import day, moment, number, period, precision
from queries.report_workbook import write_report
from queries.run import ask
from tests.queries.conftest import D7, D99, D2182, DPM, R38

NV = "https://w3id.org/nhiemvu/ontology#"


@pytest.fixture(scope="module")
def sample(sample_graph: Path) -> Iterator[EmbeddedStore]:
    with open_snapshot(sample_graph) as store:
        yield store


@pytest.fixture(scope="module")
def made(sample: EmbeddedStore) -> Report:
    return report(sample, table_of(sample), "38/NQ-CP")


def small(store: EmbeddedStore, resolution: str = "", document: str = "") -> Report:
    return report(store, table_of(store), resolution, document)


def sheets(made: Report, language: Language = "vi") -> dict[str, list[tuple[object, ...]]]:
    written = io.BytesIO()
    write_report(made, written, language)
    book = openpyxl.load_workbook(io.BytesIO(written.getvalue()))
    assert all(cell.data_type != "f" for sheet in book for row in sheet for cell in row)
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


def test_the_ranking_is_that_of_load(sample: EmbeddedStore, made: Report) -> None:
    resolution = Names(sample).document("38/NQ-CP").value
    measured = load(table_of(sample), filters=Filters(resolution=resolution))
    assert made.load == measured
    assert {one.row.name: len(one.tasks) for one in made.led} == {
        row.name: row.led for row in measured.rows if row.led
    }
    assert dict(figures(made, "en"))["Tasks"] == len(made.tasks) == measured.tasks == 97
    held = [row[0] for row in sheets(made)["Nhiệm vụ theo đơn vị chủ trì"]]
    assert held.count("Cục Y tế dự phòng") == 26


@pytest.mark.parametrize("place", [0, 1, 5, -1])
def test_tasks_of_a_unit_are_those_of_tasks_led(sample: EmbeddedStore, made: Report, place: int) -> None:
    one = made.led[place]
    asked = {"resolution": "38/NQ-CP", "unit": one.row.actor}
    answer = ask(sample, library()["tasks-led"], asked, names=Names(sample))
    of = {name: n for n, name in enumerate(answer.variables)}
    rows = {row[of["task"]].value: row for row in answer.rows}  # type: ignore[union-attr]
    assert rows.keys() == {task.iri for task in one.tasks}
    for task in one.tasks:
        row = rows[task.iri]
        said = [getattr(row[of[name]], "value", "") for name in ("due", "output", "leads", "coordinators")]
        names = ["; ".join(part.name for part in parts) for parts in (task.leads, task.coordinators)]
        assert said == [task.due_value, task.output, *names]


def test_the_calendar_lists_what_it_counts(made: Report) -> None:
    assert [len(one.tasks) for one in made.due] == [one.tasks for one in made.calendar.deadlines]
    assert sum(len(one.tasks) for one in made.due) + len(made.open) >= made.load.tasks


def test_every_quote_stands_where_it_says(sample: EmbeddedStore, made: Report) -> None:
    rows = sample.query(f"SELECT ?file ?sha WHERE {{ ?s <{NV}fileName> ?file ; <{NV}textSha256> ?sha }}")
    texts = {}
    for file, sha in rows:
        found = sample.text(sha.value)  # type: ignore[union-attr]
        if found:
            texts[file.value] = found  # type: ignore[union-attr]
    spots = [
        (quote.source, quote.start, quote.end, quote.exact)
        for task in made.tasks
        for quote in (*task.quotes, *task.proof, *task.time_quotes)
    ]
    spots += [
        (row["source"], int(row["quote_start"]), int(row["quote_end"]), row["quote"])
        for row in (*made.below, *made.above, *(spot for one in made.findings for spot in one.spots))
        if row["quote"]
    ]
    assert len(spots) > 300
    assert all(texts[source][start:end] == words for source, start, end, words in spots)


def test_figures_counted_by_hand(small_graph: EmbeddedStore) -> None:
    found = small(small_graph, "38/NQ-CP")
    assert {one.iri for one in found.documents} == {R38, D2182, D99}
    assert {one.row.actor: len(one.tasks) for one in found.led}[DPM] == 4
    assert [task.title for task in found.unled] == ["Giám sát", "Không giao ai"]
    assert found.counts == {"duty": 1, "measure": 1}
    assert not found.subject.facts["in_corpus"]
    assert {row["related"]: row["depth"] for row in found.below} == {D2182: "1", D99: "2"}
    assert [one.severity for one in found.findings] == ["high", "medium"]
    assert found.calendar.open == len(found.open)
    assert "chỉ biết văn bản này qua văn bản khác" in as_html(found)


@pytest.mark.parametrize(
    ("resolution", "document", "documents", "tasks"),
    [
        ("", "2182/QĐ-BYT", [D2182], 5),
        ("38/NQ-CP", "99/KH-SYT", [D99], 2),
        ("38/NQ-CP", "7/QĐ-BYT", [], 0),
        ("", D7, [D7], 1),
        ("kh-bac-giang.txt", "", None, 0),
    ],
)
def test_one_document_only(
    small_graph: EmbeddedStore, resolution: str, document: str, documents: list[str] | None, tasks: int
) -> None:
    found = small(small_graph, resolution, document)
    assert len(found.tasks) == found.load.tasks == tasks
    assert documents is None or [one.iri for one in found.documents] == documents
    assert ("Không tìm thấy nhiệm vụ" in as_html(found)) == (tasks == 0)
    assert len(sheets(found)) == 8


def test_names_that_mean_nothing_or_too_much(small_graph: EmbeddedStore) -> None:
    with pytest.raises(UnknownDocument, match="38/NQ-CP"):
        small(small_graph, "39/NQ-CP")
    with pytest.raises(AmbiguousName):
        small(small_graph, "38/NQ-CP", "01/QĐ-UBND")
    with pytest.raises(MissingParameter):
        small(small_graph)


def test_names_under_another_base(rebased_graph: EmbeddedStore) -> None:
    assert len(small(rebased_graph, "38/NQ-CP").tasks) == 7


@pytest.mark.parametrize("language", ["vi", "en"])
def test_html_stands_alone_and_its_marks_lead_somewhere(made: Report, language: Language) -> None:
    html = as_html(made, language)
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    assert not re.search(r"(src|href)=\"(?!#)|<script|@import|url\(|https?:", html)
    assert "default-src 'none'" in html
    assert html.startswith("<!doctype html>")
    assert made.snapshot in html


def test_what_a_document_says_cannot_break_a_report(made: Report) -> None:
    hostile = '=HYPERLINK("http://x","y")<script>alert(1)</script>\x00'
    task = replace(made.tasks[0], title=hostile, output="@SUM(A1)", due="-1+1")
    led = tuple(replace(one, tasks=(task,)) for one in made.led)
    broken = replace(made, subject=replace(made.subject, label=hostile), led=led, tasks=(task,))
    assert "<script" not in as_html(broken)
    row = sheets(broken)["Nhiệm vụ theo đơn vị chủ trì"][0]
    assert row[3] == hostile.replace("\x00", " ")
    assert row[9:12:2] == ("-1+1", "@SUM(A1)")


def test_a_cut_list_says_so(small_graph: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("queries.report.MOST_TASKS", 2)
    found = small(small_graph, R38)
    assert (len(found.tasks), found.load.tasks, found.complete) == (2, 7, False)
    assert "Danh sách chưa đủ" in as_html(found)


@pytest.mark.parametrize(
    ("first", "last", "size", "vi", "en"),
    [
        (24275, 24275, "month", "tháng 12/2022", "December 2022"),
        (24273, 24275, "quarter", "quý IV/2022", "Q4 2022"),
        (24264, 24275, "year", "năm 2022", "2022"),
        (24274, 24276, "span", "tháng 11/2022 – tháng 1/2023", "November 2022 – January 2023"),
    ],
)
def test_times_in_words(first: int, last: int, size: str, vi: str, en: str) -> None:
    stated = Stated(first, last, 1)
    assert (precision(stated), period(stated, "vi"), period(stated, "en")) == (size, vi, en)


def test_days_and_numbers_in_words() -> None:
    assert [day(one, "vi") for one in ("2022-03-17", "2022-03", "2022", "?")] == [
        *("17/3/2022", "3/2022", "2022", "?")
    ]
    assert [day(one, "en") for one in ("2022-03-17", "2022-03", "2022", "2022-13", "?")] == [
        *("17 March 2022", "March 2022", "2022", "2022-13", "?")
    ]
    assert moment("2026-11-22T07:54:31Z", "vi") == "22/11/2026 07:54 UTC"
    assert [number(1234.5, one, 1) for one in ("vi", "en")] == ["1.234,5", "1,234.5"]


def test_indicators_are_listed_with_targets_leads_and_words(sample: EmbeddedStore) -> None:
    told = small(sample, document="164/QĐ-BYT")
    goals = [one for one in told.indicators if not one.code]  # what prose states
    rows_of_tables = [one for one in told.indicators if one.code]
    assert dict(figures(told, "en"))["Indicators"] == len(told.indicators)
    assert (len(rows_of_tables), len(goals)) == (10, 3)
    first, unled = rows_of_tables[0], rows_of_tables[8]
    assert (first.title, first.targets) == ("Tỷ lệ dân số tham gia bảo hiểm y tế", "94,1 % (2024)")
    assert (first.leads, unled.leads) == ("Vụ Bảo hiểm y tế", "")
    assert unled.note.startswith("** Mức trong Nghị quyết")
    for one in told.indicators:
        assert one.quotes
        assert all(sample.text(q.sha256)[q.start : q.end] == q.exact for q in one.quotes)
    rows = sheets(told)["Chỉ tiêu"]
    assert [row[2] for row in rows] == [one.title for one in told.indicators]
    assert rows[told.indicators.index(first)][4:6] == (first.targets, first.leads)
    page = as_html(told, "en")
    assert "Vụ Bảo hiểm y tế" in page[page.index('<h2 id="indicators"') : page.index('<h2 id="calendar"')]


def test_a_report_without_indicators_says_so(sample: EmbeddedStore) -> None:
    told = small(sample, document="1025/KH-BCĐ")
    assert told.indicators == ()
    assert "None of the documents counted states an indicator." in as_html(told, "en")
