"""Every page in a browser: it draws, works by keyboard, in both languages, and asks no other host."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from tests.browser.faults import PHONE, WHOLE, faults, overflow

pytestmark = pytest.mark.browser

DOCUMENT = "/documents/byt/2022/qd-2182"
TASK = "/tasks/byt/2022/qd-2182/b/1.7"
UNIT = "/units/bo-y-te/cuc-y-te-du-phong"
QUESTION = f"/questions/tasks-led?resolution=38/NQ-CP&unit={quote('Cục Y tế dự phòng')}"
SPARQL = "SELECT ?s WHERE { ?s a <https://w3id.org/nhiemvu/ontology#Task> } LIMIT 7"
COUNTS = "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p"
LED = "CONSTRUCT WHERE { ?u <https://w3id.org/nhiemvu/ontology#leads> ?t }"
MERGE = "merge|unit={0}/cuc-y-te-du-phong|unit={0}/vu-phap-che|name=Cục Phòng bệnh"
SCENARIO = f"change={quote(MERGE.format('https://w3id.org/nhiemvu/id/unit/bo-y-te'))}&period=year"

ADDRESSES = {
    "home": "/",
    "documents": "/documents",
    "document": DOCUMENT,
    "indicators": "/documents/byt/2024/qd-164",
    "cited": "/documents/cp/2022/nq-38",
    "text": f"{DOCUMENT}/text",
    "task": TASK,
    "units": "/units",
    "unit": UNIT,
    "network": f"{UNIT}/network",
    "collective": "/groups/bo-y-te/cac-vu-cuc",
    "load": "/load?period=quarter",
    "rows of a load": "/load/rows?figure=led&unit=Cục+Y+tế+dự+phòng",
    "wrong load": "/load?unit=Cuc+Y+te+du+phon",
    "search": "/search?q=cuc+y+te",
    "search of a kind": "/search?q=y+te&kind=task&page=2",
    "search by abbreviation": "/search?q=UBND+t%E1%BB%89nh",
    "nothing": "/search?q=zzzzzzzz",
    "wrong search": "/search?q=kind:dog",
    "questions": "/questions",
    "question": QUESTION,
    "wrong question": "/questions/tasks-led?unit=Cuc+Y+te+du+phon",
    "question built": f"/ask?unit={quote('Cục Y tế dự phòng')}&role=lead&due=2022-Q4",
    "wrong question built": "/ask?unit=Cuc+Y+te+du+phon",
    "query": f"/query?query={quote(SPARQL)}",
    "wrong query": "/query?query=SELECT",
    "chart of a query": f"/query#query={quote(COUNTS)}&view=chart",
    "graph of a query": f"/query#query={quote(LED)}&view=graph",
    "counterparts": f"/counterparts?a=kh-bac-giang-nq38-2022.txt&b={quote('2182/QĐ-BYT')}&show=likely",
    "gaps": f"/gaps?document={quote('2182/QĐ-BYT')}",
    "findings": "/findings?severity=high",
    "status": "/status",
    "scenarios": "/scenarios",
    "scenario": f"/scenarios/try?{SCENARIO}",
    "supposed rows": f"/scenarios/try/rows?{SCENARIO}&unit=new:cuc-phong-benh&when=2022",
    "wrong scenario": "/scenarios/try?new-kind=merge&new-unit=Cuc+Y+te+du+phon&new-name=x",
    "gaps of an unread document": f"/gaps?document={quote('38/NQ-CP')}",
    "name of no document": "/status?document=2128/QĐ-BYT&state=open",
    "addresses for programs": "/api",
    "data": "/data/unit/bo-y-te/cuc-y-te-du-phong",
    "codes": "/lists/ledger",
    "named graph": "/graphs/build",
    "problem": "/problem/malformed-query",
    "unknown": "/units/bo-y-te/cuc-y-te-du-phongg",
}


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_opens_in_english_without_complaint(visitor: Any, name: str) -> None:
    visitor.context.add_cookies([{"name": "lang", "value": "en", "url": visitor.origin}])
    page = visitor.open(ADDRESSES[name])
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").count() == 1
    assert page.title().endswith("nhiemvu")


@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_has_no_serious_accessibility_fault_in_the_light_or_in_the_dark(
    visitor: Any, name: str
) -> None:
    page = visitor.open(ADDRESSES[name])
    assert page.locator("html").get_attribute("lang") == "vi"
    assert page.locator("h1").count() == 1
    assert page.title().endswith("nhiemvu")
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    assert overflow(page) <= 0
    page.emulate_media(color_scheme="dark")
    assert faults(page, {"type": "rule", "values": ["color-contrast"]}) == []


@pytest.mark.parametrize("visitor", [PHONE], ids=["phone"], indirect=True)
@pytest.mark.parametrize("name", ADDRESSES)
def test_a_page_fits_a_phone(visitor: Any, name: str) -> None:
    page = visitor.open(ADDRESSES[name])
    assert overflow(page) <= 0
    assert page.locator("h1").is_visible()


def test_the_language_is_switched_on_the_page_and_kept(visitor: Any) -> None:
    page = visitor.open(DOCUMENT)
    assert page.get_by_role("heading", name="Thông tin văn bản").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.get_by_role("heading", name="About the document").is_visible()
    visitor.open(TASK)
    assert page.get_by_role("heading", name="Who", exact=True).is_visible()
    page.get_by_role("link", name="Tiếng Việt").click()
    assert page.get_by_role("heading", name="Ai làm").is_visible()


def test_a_reader_finds_a_unit_without_marks(visitor: Any) -> None:
    page = visitor.open("/")
    page.get_by_label("Tìm văn bản, đơn vị hoặc nhiệm vụ").fill("cuc y te du phong")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Cục Y tế dự phòng", exact=True).first.click()
    assert page.locator("h1").inner_text() == "Cục Y tế dự phòng"


def test_suggestions_come_while_typing_and_are_chosen_by_keys(visitor: Any) -> None:
    page = visitor.open("/")
    box = page.get_by_role("combobox", name="Tìm văn bản, đơn vị hoặc nhiệm vụ")
    box.press_sequentially("cuc y te du ph")
    options = page.get_by_role("option")
    options.filter(has_text="Cục Y tế dự phòng").first.wait_for()
    assert box.get_attribute("aria-expanded") == "true"
    assert faults(page, {"type": "tag", "values": WHOLE}) == []
    box.press("ArrowDown")
    first = page.locator('[role="option"][aria-selected="true"]')
    assert box.get_attribute("aria-activedescendant") == first.get_attribute("id")
    assert "".join(first.locator("mark").all_inner_texts()).startswith(("Cục", "Y"))
    box.press("Escape")
    assert box.get_attribute("aria-expanded") == "false"
    assert box.input_value() == "cuc y te du ph"
    box.press_sequentially("ong")
    options.first.wait_for()
    box.press("ArrowDown")
    box.press("Enter")
    page.wait_for_url("**/units/**")
    assert page.locator("h1").inner_text() == "Cục Y tế dự phòng"


def test_results_are_narrowed_to_a_kind(visitor: Any) -> None:
    page = visitor.open("/search?q=y+te")
    page.get_by_role("navigation", name="Lọc theo loại").get_by_role("link", name="Đơn vị").first.click()
    assert set(page.locator(".found .row-title > .tag:first-of-type").all_inner_texts()) == {"Đơn vị"}
    assert page.locator(".found mark").count() > 10


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], ids=["no script"], indirect=True)
def test_search_works_without_script(visitor: Any) -> None:
    page = visitor.open("/")
    page.get_by_label("Tìm văn bản, đơn vị hoặc nhiệm vụ").fill("38/nq-cp")
    page.keyboard.press("Enter")
    page.locator(".found li").first.get_by_role("link", name="Nghị quyết 38/NQ-CP").click()
    assert "38/NQ-CP" in page.locator("h1").inner_text()


def test_the_mandate_question_is_answered_and_leads_to_the_words(visitor: Any) -> None:
    page = visitor.open("/questions/tasks-led")
    page.get_by_label("văn bản gốc").fill("38/NQ-CP")
    page.get_by_label("đơn vị chủ trì").fill("Cục Y tế dự phòng")
    page.get_by_role("button", name="Hỏi").click()
    rows = page.locator("table.answer tbody tr")
    assert rows.count() == 26
    first = rows.first
    quoted = first.locator("q").inner_text()
    assert "Cục Y tế dự phòng" in first.inner_text()
    first.get_by_role("link", name="ký tự").click()
    asked = page.locator(".paper .is-asked")
    assert "".join(asked.all_inner_texts()) == quoted.strip("“”\"'")
    page.wait_for_function(
        """() => {
          const box = document.querySelector(".paper .is-asked").getBoundingClientRect();
          return box.top >= 0 && box.bottom <= innerHeight;
        }"""
    )


def test_an_unknown_unit_in_a_question_is_offered_the_nearest(visitor: Any) -> None:
    page = visitor.open("/questions/tasks-led?unit=Cuc+Y+te+du+phon")
    page.get_by_role("alert").get_by_role("link", name="Cục Y tế dự phòng").first.click()
    assert page.locator("table.answer tbody tr").count() > 20


def test_the_task_table_is_filtered_and_sorted(visitor: Any) -> None:
    page = visitor.open(DOCUMENT)
    rows = page.locator("table.tasks tbody tr:not(.section-row)")
    assert rows.count() == 97
    page.get_by_label("Đơn vị", exact=True).select_option(label="Cục Y tế dự phòng")
    page.get_by_label("Vai trò").select_option("lead")
    page.get_by_role("button", name="Lọc").click()
    assert rows.count() == 26
    page.get_by_role("columnheader", name="Nhiệm vụ").get_by_role("link").click()
    assert rows.count() == 26
    titles = page.locator(".title-cell a").all_inner_texts()
    assert titles == sorted(titles, key=titles.index)
    assert page.locator('th[aria-sort="ascending"]').inner_text().startswith("Nhiệm vụ")
    page.get_by_label("Tìm trong bảng").fill("không có việc này")
    page.get_by_role("button", name="Lọc").click()
    assert page.get_by_text("Không có dòng nào khớp với bộ lọc.").is_visible()


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_everything_but_the_picture_works_without_scripts(visitor: Any) -> None:
    page = visitor.open(f"{DOCUMENT}?sort=-due&words=vac+xin")
    assert page.locator("table.tasks tbody tr").count() > 3
    page = visitor.open(f"{UNIT}/network")
    assert page.locator("#network-twin tbody tr").count() > 5
    assert "Cần JavaScript để vẽ hình" in page.locator("noscript p").inner_text()
    for drawn in ("#network", "#net-search", "#network-help", "#net-legend"):
        assert page.locator(drawn).count() == 1
        assert not page.locator(drawn).is_visible()
    page = visitor.open(f"/query?query={quote(SPARQL)}")
    page.locator("table.answer tbody tr").first.wait_for()
    assert page.locator("table.answer tbody tr").count() == 7


def test_marks_in_the_text_lead_to_their_task_and_can_be_hidden(visitor: Any) -> None:
    page = visitor.open(f"{DOCUMENT}/text")
    lead = page.locator(".paper a.is-lead").first
    painted = "e => getComputedStyle(e).backgroundColor"
    shown = lead.evaluate(painted)
    page.get_by_label("Chủ trì").uncheck()
    assert lead.evaluate(painted) != shown
    page.get_by_label("Chủ trì").check()
    assert lead.evaluate(painted) == shown
    name = lead.inner_text()
    lead.click()
    assert "/tasks/byt/2022/qd-2182/" in page.url
    assert name in page.locator("main").inner_text()


def test_every_mark_of_the_text_is_where_the_graph_says(visitor: Any) -> None:
    page = visitor.open(TASK)
    quotes = page.locator("figure.quote")
    assert quotes.count() >= 5
    for index in range(quotes.count()):
        words = quotes.nth(index).locator("mark").inner_text()
        address = quotes.nth(index).get_by_role("link").get_attribute("href")
        other = visitor.context.new_page()
        other.goto(visitor.origin + address)
        asked = "".join(other.locator(".paper .is-asked").all_text_contents())
        assert "".join(asked.split()) == "".join(words.replace("*", "").split())
        other.close()


@pytest.mark.parametrize("visitor", [{"viewport": {"width": 760, "height": 800}}], indirect=True)
def test_a_heading_that_is_jumped_to_is_in_sight(visitor: Any) -> None:
    page = visitor.open(DOCUMENT)
    page.locator(".inpage").get_by_role("link", name="Viện dẫn").click()
    top = "one => one.getBoundingClientRect().top"
    below = page.locator(".inpage").evaluate("one => one.getBoundingClientRect().bottom")
    assert below > 64, "the list takes several lines here"
    assert below <= page.locator("#citations").evaluate(top) < 400


@pytest.mark.parametrize(("address", "quotes"), [("/findings", ".in-text"), (TASK, ".quote blockquote")])
def test_quotes_flow_over_the_line_ends_of_their_source(visitor: Any, address: str, quotes: str) -> None:
    found = visitor.open(address).locator(quotes)
    assert any("\n" in words.strip() for words in found.all_text_contents())
    assert not any("\n" in words for words in found.all_inner_texts())


def test_suggestions_of_the_query_editor_have_no_serious_fault(visitor: Any) -> None:
    page = visitor.open("/query")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.type("cuc y te du")
    page.locator(".cm-tooltip-autocomplete li").first.wait_for()
    assert faults(page, {"type": "tag", "values": WHOLE}) == []


def test_main_things_are_reached_by_tab(visitor: Any) -> None:
    page = visitor.open(DOCUMENT)
    seen = []
    for _ in range(24):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => {
                  const here = document.activeElement;
                  return [here.textContent.trim(), getComputedStyle(here).outlineStyle];
                }"""
            )
        )
    names = [name for name, _ in seen]
    assert names[0] == "Đến nội dung chính"
    for wanted in ("Văn bản", "Câu hỏi mẫu", "English", "Toàn văn →"):
        assert wanted in names
    assert all(outline != "none" for name, outline in seen if name)
    page = visitor.open(DOCUMENT)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_vietnamese_marks_have_room(visitor: Any) -> None:
    for name in ("home", "document", "task", "unit", "question", "load"):
        page = visitor.open(ADDRESSES[name])
        tight = page.evaluate(
            """() => [...document.querySelectorAll("h1, h2, h3, p, td, th, dd, dt, li, label, button, a")]
              .filter((e) => e.textContent.trim() && !e.closest(".brand"))
              .filter((e) => {
                const style = getComputedStyle(e);
                return parseFloat(style.lineHeight) < 1.49 * parseFloat(style.fontSize);
              })
              .map((e) => e.outerHTML.slice(0, 120))"""
        )
        assert tight == []


@pytest.mark.parametrize(
    ("name", "width"),
    [
        *((name, 794) for name in ("home", "document", "unit", "question", "addresses for programs")),
        ("load", 1123),
        ("scenario", 1123),
    ],
)
def test_a_printed_page_fits_its_paper(visitor: Any, name: str, width: int) -> None:
    """A4 at 96 dots an inch, upright or, where a page says so, lying."""
    page = visitor.open(ADDRESSES[name])
    page.set_viewport_size({"width": width, "height": 1000})
    page.emulate_media(media="print")
    assert overflow(page) <= 0


def test_a_page_prints_without_its_controls(visitor: Any) -> None:
    page = visitor.open(DOCUMENT)
    page.emulate_media(media="print", color_scheme="dark")
    asked = "getComputedStyle(document.documentElement).getPropertyValue('--asked')"
    assert page.evaluate(asked) == "#fff1a8"  # paper is light, whatever the screen is
    for selector in (".top nav", ".filter", ".inpage", ".behind", ".languages"):
        assert not page.locator(selector).first.is_visible()
    assert page.locator("table.tasks").is_visible()
    assert page.locator("h1").is_visible()
    wide = "one => one.getBoundingClientRect().width"
    names, dates = (page.locator(".tasks thead th", has_text=head) for head in ("Phối hợp", "Hạn hoàn thành"))
    page.set_viewport_size({"width": 794, "height": 1000})
    assert names.evaluate(wide) > dates.evaluate(
        wide
    )  # a heading takes no room from what stands below others
    duties = page.locator(".statements-group")
    assert duties.evaluate_all("(all) => all.some((one) => !one.open)")
    assert duties.evaluate_all("(all) => all.every((one) => one.lastElementChild.checkVisibility())")
    page.emulate_media(media="screen")
    assert not duties.evaluate_all("(all) => all.every((one) => one.lastElementChild.checkVisibility())")


def test_a_closed_site_works_behind_its_password(closed: Any) -> None:
    assert httpx.get(f"{closed.origin}/static/pages.css").status_code == 401
    closed.page.add_init_script(
        "window.refused = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.refused.push(event.blockedURI + ' ' + event.violatedDirective))"
    )
    for address in (DOCUMENT, "/ontology#leads", f"/query?query={quote(SPARQL)}", f"{UNIT}/network", "/"):
        answer = closed.page.goto(closed.origin + address)
        assert answer.status == 200
        assert "default-src 'self'" in answer.headers["content-security-policy"]
        if address.endswith("/network"):
            closed.page.wait_for_selector("#network[data-drawn]")
        assert closed.page.evaluate("document.styleSheets[0].cssRules.length") > 100
        assert closed.page.evaluate("window.refused") == []
    box = closed.page.get_by_role("combobox", name="Tìm văn bản, đơn vị hoặc nhiệm vụ")
    box.press_sequentially("cuc y te")
    closed.page.get_by_role("option").first.wait_for()


def test_the_address_of_a_term_lands_on_it(visitor: Any) -> None:
    page = visitor.open("/ontology#leads")
    assert page.locator("#leads").is_visible()
    top = page.locator("#leads").bounding_box()["y"]
    assert 0 <= top < 900
    visitor.open("/function#search")
    assert page.url.endswith("/ontology#search")


def test_a_command_of_the_api_is_copied_and_a_request_tried(visitor: Any) -> None:
    page = visitor.open("/query")
    page.get_by_role("link", name="Mọi địa chỉ cho chương trình").click()
    one = page.locator("#get-api-gaps")
    line = one.locator("code[id^=curl]").inner_text()
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=visitor.origin)
    one.get_by_role("button", name="Chép lệnh").click()
    one.get_by_text("Đã chép.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == line
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('none'); }; }")
    one.get_by_role("button", name="Chép lệnh").click()
    one.get_by_text("Ctrl + C").wait_for()
    assert page.evaluate("getSelection().toString()").strip() == line
    one.get_by_role("link", name="Thử trên đồ thị này").click()
    page.wait_for_url("**/api/gaps?document=*")


@pytest.mark.parametrize("visitor", [{"java_script_enabled": False}], indirect=True)
def test_the_page_of_the_api_needs_no_script(visitor: Any) -> None:
    page = visitor.open("/api")
    assert page.locator("article.operation").count() > 30
    assert not page.get_by_role("button", name="Chép lệnh").first.is_visible()
