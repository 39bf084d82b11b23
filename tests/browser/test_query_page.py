"""The query page in a browser: the editor, what it offers, answers in every view, links back to them."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from tests.browser.settled import settled

pytestmark = pytest.mark.browser

PREFIXES = """PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
UNITS = (
    PREFIXES + "SELECT ?unit (COUNT(?t) AS ?tasks) { ?unit nv:leads ?t } GROUP BY ?unit ORDER BY DESC(?tasks)"
)
DATES = PREFIXES + "SELECT ?due (COUNT(?t) AS ?tasks) { ?t nv:deadline/nv:due ?due } GROUP BY ?due"
GRAPH = PREFIXES + "CONSTRUCT { ?u nv:leads ?t ; skos:prefLabel ?n } { ?u nv:leads ?t ; skos:prefLabel ?n }"
EVERYTHING = "SELECT * { ?s ?p ?o }"
LONG = PREFIXES + "SELECT (COUNT(*) AS ?n) { ?a a ?b . ?c nv:leads ?d }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
IRI = "<https://w3id.org/nhiemvu/id/unit/bo-y-te/cuc-y-te-du-phong>"


def opened(visitor: Any, address: str = "/query", language: str = "vi") -> Any:
    """Open the query page and wait for its editor."""
    visitor.context.add_cookies([{"name": "lang", "value": language, "url": visitor.origin}])
    page = visitor.open(address)
    page.wait_for_selector("html[data-editor]", state="attached")
    return page


def write(page: Any, text: str, typed: str = "") -> None:
    """Put a text in the editor at once, then type the rest key by key."""
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)
    page.keyboard.press("Control+End")
    if typed:
        page.keyboard.type(typed)


def written(page: Any) -> str:
    """Give the text in the editor."""
    lines: list[str] = page.locator(".cm-line").all_inner_texts()
    return "\n".join(line.rstrip("\n") for line in lines)


def take(page: Any, completion: Any) -> None:
    """Click a completion; the editor passes over a click that comes while it looks the next ones up."""
    before = written(page)
    completion.click()
    if written(page) == before:
        completion.click()


def run(page: Any, query: str) -> None:
    """Run a query by keyboard and wait for its answer."""
    write(page, query)
    page.evaluate("document.getElementById('result').removeAttribute('data-shown')")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result[data-shown]")


def option(page: Any, words: str) -> Any:
    """Wait for an option of the completion."""
    found = page.locator(".cm-tooltip-autocomplete li").filter(has_text=words).first
    found.wait_for()
    return found


def test_a_name_with_or_without_marks_becomes_its_iri(visitor: Any) -> None:
    page = opened(visitor)
    for typed in ("cuc y te du", "cục y tế dự"):
        write(page, PREFIXES + "SELECT * { ?task nv:ledBy ", typed)
        take(page, option(page, "Cục Y tế dự phòng"))
        assert written(page).endswith(f"nv:ledBy {IRI}")


@pytest.mark.parametrize(
    ("language", "typed", "label"), [("vi", "chu tri", "chủ trì"), ("en", "coordinat", "coordinates")]
)
def test_a_term_is_found_by_its_label_and_brings_its_prefix(
    visitor: Any, language: str, typed: str, label: str
) -> None:
    page = opened(visitor, language=language)
    write(page, "SELECT * WHERE { ?unit ", typed)
    found = page.locator(".cm-tooltip-autocomplete li").filter(has=page.get_by_text(label, exact=True))
    take(page, found.filter(has_text="nv:").first)
    assert "PREFIX nv: <https://w3id.org/nhiemvu/ontology#>" in written(page)
    assert ("nv:leads" if language == "vi" else "nv:coordinates") in written(page)


def test_a_plain_number_is_no_name(visitor: Any) -> None:
    page = opened(visitor)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/api/search" in request.url else None)
    write(page, "SELECT * { ?s ?p ?o } LIMIT ", "2182")
    page.keyboard.press("Enter")
    page.keyboard.type("2182/Q")
    option(page, "2182/QĐ-BYT")
    assert asked
    assert not any("q=2182&" in one for one in asked)
    assert written(page).endswith("LIMIT 2182\n2182/Q")


def test_variables_prefixes_and_keywords_are_completed_and_coloured(visitor: Any) -> None:
    page = opened(visitor)
    write(page, "SELECT ?nhiem_vu WHERE { ", "?nh")
    option(page, "?nhiem_vu").click()
    write(page, "", "PREFIX sko")
    option(page, "http://www.w3.org/2004/02/skos/core#").click()
    write(page, "SELECT * { ?s ?p ?o } ", "LIM")
    option(page, "LIMIT").click()
    assert written(page) == "SELECT * { ?s ?p ?o } LIMIT"
    colours = {
        kind: page.locator(f".tok-{kind}").first.evaluate("e => getComputedStyle(e).color")
        for kind in ("keyword", "variableName")
    }
    assert len(set(colours.values())) == 2
    page.keyboard.press("Home")
    for _ in range(9):
        page.keyboard.press("ArrowRight")
    assert page.locator(".cm-matchingBracket").count() == 2


def test_an_answer_names_its_things_and_is_sorted_and_saved(visitor: Any) -> None:
    page = opened(visitor)
    run(page, UNITS)
    figures = page.locator(".result-figures").inner_text()
    rows = page.locator("table.answer tbody tr")
    assert f"{rows.count()} dòng" in figures
    assert "giây" in figures
    first = rows.get_by_role("link", name="Cục Y tế dự phòng", exact=True)
    assert first.get_attribute("href") == "/units/bo-y-te/cuc-y-te-du-phong"
    page.get_by_role("columnheader", name="tasks").get_by_role("button").click()
    page.wait_for_selector('th[aria-sort="ascending"]')
    counts = [int(text) for text in page.locator("td.num").all_inner_texts()]
    assert counts == sorted(counts)
    for name, opening in (("CSV", "unit,tasks"), ("TSV", "?unit\t?tasks"), ("JSON", "{"), ("XML", "<?xml")):
        with page.expect_download() as download:
            page.get_by_role("button", name=name, exact=True).click()
        assert download.value.suggested_filename == f"nhiemvu.{name.lower()}"
        assert Path(download.value.path()).read_text(encoding="utf-8").startswith(opening)


def test_a_long_answer_comes_in_pages_and_says_that_it_is_cut(visitor: Any) -> None:
    page = opened(visitor)
    run(page, EVERYTHING)
    assert page.locator("table.answer tbody tr").count() == 100
    assert "10.000 dòng đầu, còn nữa" in page.locator(".result-figures").inner_text()
    assert page.get_by_text("Bản tải về có đủ").is_visible()
    page.get_by_role("button", name="Sau").click()
    page.get_by_text("Trang 2 / 100").wait_for()
    assert "page=2" in page.url


def test_two_columns_make_bars_or_a_line(visitor: Any) -> None:
    page = opened(visitor)
    run(page, UNITS)
    page.get_by_role("button", name="Biểu đồ").click()
    page.wait_for_selector("#result[data-shown=chart]")
    values = [int(text) for text in page.locator(".bar-value").all_inner_texts()]
    lengths = [bar.bounding_box()["width"] for bar in page.locator(".bar").all()]
    assert max(lengths) > 100
    for value, length in zip(values, lengths, strict=True):
        assert abs(length / max(lengths) - value / max(values)) < 0.02
    run(page, DATES)
    page.get_by_role("button", name="Biểu đồ").click()
    line = page.get_by_role("img", name="tasks theo thời gian (due).")
    line.wait_for()
    assert len(line.locator("polyline").get_attribute("points").split()) > 5


def test_a_graph_is_drawn_and_its_nodes_are_told(visitor: Any) -> None:
    page = opened(visitor)
    run(page, GRAPH)
    assert page.locator("table.answer tbody tr").count() > 20
    page.get_by_role("button", name="Hình mạng").click()
    page.wait_for_selector("#result[data-shown=graph]")
    page.locator(".graph").focus()
    page.keyboard.press("n")
    assert page.locator(".graph-detail h3").inner_text()
    assert page.locator(".graph-detail").get_by_text("chủ trì").first.is_visible()
    page.get_by_role("button", name="Turtle").first.click()
    page.get_by_text("ontology#leads").first.wait_for()
    with page.expect_download() as download:
        page.get_by_role("button", name="N-Quads").click()
    assert download.value.suggested_filename == "nhiemvu.nq"


def test_a_link_brings_back_query_and_view(visitor: Any) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = opened(visitor)
    run(page, UNITS)
    page.get_by_role("button", name="Biểu đồ").click()
    page.wait_for_selector("#result[data-shown=chart]")
    page.get_by_role("button", name="Sao chép liên kết").click()
    page.get_by_text("Đã sao chép liên kết").wait_for()
    link = settled(page, "() => navigator.clipboard.readText()")
    bars = page.locator(".bars").inner_text()
    page.get_by_role("button", name="Sao chép lệnh curl").click()
    page.get_by_text("Đã sao chép lệnh curl").wait_for()
    assert settled(page, "() => navigator.clipboard.readText()").startswith(
        f"curl -sS '{visitor.origin}/sparql'"
    )
    page.goto("about:blank")
    page.goto(link)
    page.wait_for_selector("#result[data-shown=chart]")
    assert written(page) == UNITS
    assert page.locator(".bars").inner_text() == bars
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("#result[data-shown=chart]")
    assert page.get_by_role("button", name="Chart").get_attribute("aria-pressed") == "true"


WRONG = {
    "SELECT * {} SELECT * {}": "hai câu truy vấn",
    "DELETE WHERE { ?s ?p ?o }": "Đây là lệnh cập nhật, không phải câu truy vấn",
    "SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }": "gọi máy chủ khác (<http://example.org/>)",
    "   ": "Ô truy vấn đang trống",
    "SELECT ?x WHERE {\n  ?x a nv:Task .\n}": "dòng 2, cột 15: chưa khai báo tiền tố “nv:”",
}


def test_what_is_wrong_is_said_and_marked(visitor: Any) -> None:
    page = opened(visitor)
    for query, said in WRONG.items():
        write(page, query)
        page.keyboard.press("Control+Enter")
        page.get_by_role("alert").get_by_text(said).wait_for()
        assert len(page.get_by_role("alert").locator("p").all_inner_texts()[0]) < 250  # told once
    assert page.locator(".cm-lintRange-error").inner_text() == "nv:Task"
    page.get_by_role("button", name="Đến chỗ sai").click()
    page.keyboard.type("x")
    page.locator(".cm-lintRange-error").wait_for(state="detached")
    assert "nv:Taskx" in written(page) or "xnv:Task" in written(page)


def test_a_broken_link_is_explained(visitor: Any) -> None:
    opened(visitor)
    broken = {"SELECT%FF": "không phải là văn bản UTF-8", "x" * 70_000: "Liên kết quá dài"}
    for query, said in broken.items():
        page = visitor.open(f"/query#query={query}")
        page.get_by_role("alert").get_by_text(said).wait_for()


def test_a_running_query_is_stopped(visitor: Any) -> None:
    page = opened(visitor)
    write(page, SLOW)
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Dừng").click()
    page.get_by_text("Đã dừng truy vấn.").wait_for()


def test_own_queries_are_kept_cleared_and_brought_back(visitor: Any) -> None:
    page = opened(visitor)
    run(page, "ASK { ?s ?p ?o }")
    assert page.locator(".verdict").inner_text() == "Có"
    opened(visitor)
    kept = page.locator("#history-list button")
    assert kept.inner_text() == "ASK { ?s ?p ?o }"
    page.get_by_role("button", name="Xóa lịch sử").click()
    assert kept.count() == 0
    page.get_by_role("button", name="Lấy lại lịch sử").click()
    kept.click()
    assert written(page) == "ASK { ?s ?p ?o }"


def test_an_example_is_explained_put_in_the_box_and_undone(visitor: Any) -> None:
    page = opened(visitor)
    before = written(page)
    example = page.locator("details.example").filter(has_text="Nhiệm vụ do một đơn vị chủ trì")
    example.locator("summary").click()
    assert example.get_by_text("đơn vị chủ trì (bắt buộc; ví dụ: Cục Y tế dự phòng)").is_visible()
    example.get_by_role("link", name="Đưa vào ô truy vấn").click()
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#result[data-shown]")
    assert page.locator("table.answer tbody tr").count() > 20
    page.locator(".cm-content").click()
    page.keyboard.press("Control+z")
    assert written(page).strip() == before.strip()


def test_tab_indents_and_escape_lets_it_leave(visitor: Any) -> None:
    page = opened(visitor)
    write(page, "ASK {}")
    page.keyboard.press("Control+Home")
    page.keyboard.press("Tab")
    assert written(page) == "  ASK {}"
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "run"


@pytest.mark.parametrize("visitor", [{}, {"java_script_enabled": False}], indirect=True)
def test_an_answer_that_the_page_did_not_wait_for_is_shown(visitor: Any) -> None:
    page = visitor.open(f"/query?query={quote(LONG)}")
    page.locator("table.answer tbody tr").wait_for()
    assert int(page.locator("table.answer tbody td").inner_text().replace(".", "").split()[0]) > 1_000_000


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_the_form_works_without_scripts(visitor: Any) -> None:
    page = visitor.open(f"/query?query={quote(UNITS)}")
    page.locator("table.answer tbody tr").first.wait_for()
    assert page.locator("table.answer tbody tr").count() > 5
    for name in ("Dừng", "Sao chép liên kết", "Xóa lịch sử"):
        assert not page.get_by_role("button", name=name).is_visible()
    page.locator("textarea").fill("SELECT")
    page.get_by_role("button", name="Chạy").click()
    assert "ở dòng 1, cột 7: không đọc tiếp được sau “SELECT”." in page.get_by_role("alert").inner_text()
