"""Documents and what they hold, on their pages: dates, titles, places in the text, tables, networks, RDF."""

from __future__ import annotations

import html
import re
from urllib.parse import quote

import httpx
import pytest

from api.rendering import LONGEST_HEADING
from tests.api.pages.elements import Elements, assert_harmless, in_language
from tests.api.pages.hostile_graph import BASE, BREAKOUT, LONG, SCRIPT, TEXT, span


def test_dates_are_written_at_the_precision_that_is_stated(client: httpx.Client) -> None:
    page = client.get("/documents/byt/2022/qd-1", headers=in_language("vi")).text
    for words in ("quý III/2022", "trước <time", "31/12/2022", "hằng tháng", "chậm nhất <time", "năm 2023"):
        assert words in page
    english = client.get("/documents/byt/2022/qd-1", headers=in_language("en")).text
    for words in ("Q3 2022", "before <time", "31 December 2022", "at the latest <time", "24 August 2022"):
        assert words in english


def test_a_duty_shows_the_words_that_set_its_time(client: httpx.Client) -> None:
    page = client.get("/documents/byt/2022/qd-1", headers=in_language("vi")).text
    assert re.search(r"Hạn hoàn thành: <[^>]*>thứ Sáu hằng tuần", page)


def test_numbers_are_written_as_the_reader_writes_them(client: httpx.Client) -> None:
    assert "≥ 1.234,5" in client.get("/documents/byt/2022/qd-1", headers=in_language("vi")).text
    assert "≥ 1,234.5" in client.get("/documents/byt/2022/qd-1", headers=in_language("en")).text


def test_why_something_is_in_the_ledger_is_told_in_the_readers_language(client: httpx.Client) -> None:
    told = {
        language: re.findall(
            r'<span lang="(..)">([^<]*)</span></td><td data-label="(?:Vẫn giữ|Kept)">',
            client.get("/documents/byt/2022/qd-1", headers=in_language(language)).text,
        )
        for language in ("vi", "en")
    }
    name = html.escape(SCRIPT).replace("&quot;", "&#34;")
    assert told == {
        "vi": [
            ("en", name),
            ("vi", f"“{name}” chưa có trong danh mục đơn vị; được ghi nhận là đơn vị mới."),
        ],
        "en": [("en", name), ("en", f"&#39;{name}&#39; is not in the unit register; kept as a new unit.")],
    }


def test_a_long_title_is_cut_in_the_heading_and_whole_below(client: httpx.Client) -> None:
    page = client.get("/tasks/byt/2022/qd-1/a/9").text
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert heading is not None
    assert len(heading[1]) <= LONGEST_HEADING + 1
    assert LONG in page
    assert page.count(LONG) == 1


def test_the_text_is_marked_and_every_place_has_an_anchor(client: httpx.Client) -> None:
    page = client.get("/documents/byt/2022/qd-1/text")
    start, end = span("Cục A")
    found = assert_harmless(page.text)
    assert f"c{start}-{end}" in found.having("id")
    marked = [attrs for tag, attrs in found.tags if tag == "a" and attrs.get("class") == "span is-lead"]
    assert [attrs["href"] for attrs in marked] == ["/tasks/byt/2022/qd-1/a/1"]
    assert [tag for tag, _ in found.tags].count("table") == 1
    assert [tag for tag, _ in found.tags].count("td") == 4 + 4 + 3


def test_any_place_of_a_text_can_be_pointed_at(client: httpx.Client) -> None:
    start, end = span("Báo cáo")
    page = client.get(f"/documents/byt/2022/qd-1/text?at={start}-{end}").text
    assert '<mark class="span is-asked">Báo cáo</mark>' in page
    beyond = client.get(f"/documents/byt/2022/qd-1/text?at=5-{len(TEXT) + 1}")
    assert "is-asked" not in beyond.text


@pytest.mark.parametrize(
    ("accept", "location"),
    [
        ("text/html", "/tasks/byt/2022/qd-1/a/1"),
        ("text/turtle", "/data/task/byt/2022/qd-1/a/1?format=turtle"),
        ("application/ld+json", "/data/task/byt/2022/qd-1/a/1?format=jsonld"),
        ("image/png", "/tasks/byt/2022/qd-1/a/1"),
    ],
)
def test_an_iri_leads_to_what_the_client_accepts(client: httpx.Client, accept: str, location: str) -> None:
    response = client.get("/id/task/byt/2022/qd-1/a/1", headers={"Accept": accept})
    assert (response.status_code, response.headers["location"]) == (303, location)
    assert "Accept" in response.headers["vary"].split(", ")


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ("assignment/byt/2022/qd-1/a/1/lead/1", "/tasks/byt/2022/qd-1/a/1#assignments"),
        ("deadline/byt/2022/qd-1/a/1", "/tasks/byt/2022/qd-1/a/1#deadline"),
        ("evidence/byt/2022/qd-1/10-20-t1r2c3", "/documents/byt/2022/qd-1/text?at=10-20#c10-20"),
        ("citation/byt/2022/qd-1/10-20", "/documents/byt/2022/qd-1/text?at=10-20#c10-20"),
        ("duty/byt/2022/qd-1/vi/1", "/documents/byt/2022/qd-1#duties"),
        ("ledger/byt/2022/qd-1/1", "/documents/byt/2022/qd-1#ledger"),
        ("finding/byt/2022/qd-1/1", "/documents/byt/2022/qd-1#findings"),
        ("snapshot/0123456789abcdef", "/data/snapshot/0123456789abcdef"),
    ],
)
def test_parts_of_things_lead_to_their_place(client: httpx.Client, path: str, place: str) -> None:
    assert client.get(f"/id/{path}").headers["location"] == place


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("vi", ("Mâu thuẫn, thiếu sót", "Cao", "Chỗ này, chỗ kia")),
        ("en", ("Contradictions", "High", "Here and")),
    ],
)
def test_a_document_shows_its_findings_with_every_quote(
    client: httpx.Client, lang: str, said: tuple[str, ...]
) -> None:
    page = client.get("/documents/byt/2022/qd-1", params={"lang": lang}).text
    client.cookies.clear()
    _, _, section = page.partition('<section aria-labelledby="findings">')
    section = section.partition("</section>")[0]
    assert all(words in section for words in said)
    places = [span("Cục A"), span(f"Rà soát {BREAKOUT}")]
    for start, end in places:
        assert f"/documents/byt/2022/qd-1/text?at={start}-{end}#c{start}-{end}" in section


@pytest.mark.parametrize("name", ["turtle", "nt", "rdfxml", "jsonld"])
def test_a_thing_is_described_as_rdf(client: httpx.Client, name: str) -> None:
    response = client.get("/data/unit/bo/cuc-a", params={"format": name})
    assert response.status_code == 200
    assert "html" not in response.headers["content-type"]
    assert "cuc-a" in response.text


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ("sort=due", ["4", "2", "1"]),
        ("words=viec 3", ["3"]),
        (f"actor={quote(BASE + 'id/unit/bo/cuc-a')}&role=lead", ["1"]),
        ("sort=-order", ["9", "8"]),
        ("section=B", []),
    ],
)
def test_the_task_table_is_sorted_and_filtered_by_its_address(
    client: httpx.Client, query: str, kept: list[str]
) -> None:
    page = client.get(f"/documents/byt/2022/qd-1?{query}").text
    codes = re.findall(r'class="code-cell"><span class="said" lang="vi">(\d+)</span>', page)
    if query == "sort=due":
        assert codes[:3] == ["1", "2", "4"]
    else:
        assert codes[: len(kept) or None] == kept
    if not kept:
        assert "Không có dòng nào khớp" in page


def test_the_network_is_capped_and_says_so(client: httpx.Client) -> None:
    page = client.get("/units/bo/cuc-a/network").text
    drawn, partners = re.search(r"Hình chỉ vẽ (\d+) trong (\d+) đơn vị", page).groups()  # type: ignore[union-attr]
    assert int(partners) > int(drawn) == 80
    assert '<a href="#twin-head">' in page
    table = client.get("/units/bo/cuc-a/network?format=csv").text.splitlines()
    assert len(table) == 1 + int(partners)
    assert len(page) < 200_000


def test_the_network_file_is_whole_and_lets_nothing_in(client: httpx.Client) -> None:
    response = client.get("/units/bo/cuc-a/network?export=1")
    assert response.headers["content-disposition"] == 'attachment; filename="cuc-a-network.html"'
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    found = Elements(response.text)
    assert not [attrs for _, attrs in found.tags if "src" in attrs or attrs.get("href", "#")[0] != "#"]
    policy = next(attrs["content"] for tag, attrs in found.tags if attrs.get("http-equiv"))
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "<img" not in response.text.replace("\\u003cimg", "")


def test_the_same_data_gives_the_same_picture(client: httpx.Client) -> None:
    def picture(response: httpx.Response) -> str:
        return response.text.partition('id="network-data"')[2].partition("</script>")[0].partition(">")[2]

    first, second = (client.get("/units/cuc-1/network") for _ in range(2))
    assert picture(first)
    assert picture(first) == picture(second)
