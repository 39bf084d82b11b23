"""Official documents are told apart from news and other pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.header import read_header

NEWS = """Một số việc trồng cây của Bộ Y tế trong tháng 4

26/11/2021 | 09:50 AM

 |

Ngày 24/11/2021, Bộ Y tế ban hành Quyết định số 5/QĐ-BYT về cây.

Phòng Trồng cây, Văn phòng Bộ Y tế.Tin liên quan
"""

PAGES = [
    "# Trồng cây ở đâu?\n\nCăn cứ khoản 2 Điều 3 Luật Giá, quy định:\n\nĐiều 3. Giá\n\n1. Giá là giá.\n",
    "# Mẫu\n\nTải mẫu:\n\nHỘI CÂY\n\nSố: …/QĐ-HC\n\n..., ngày … tháng … năm …\n\n**QUYẾT ĐỊNH**\n",
    "| Cây | |\n|---|---|\n| Cao | 3 m |\n\n**Cây** là thực vật.\n",
    "THE GOVERNMENT\nTHE SOCIALIST REPUBLIC OF VIETNAM\nNo. 30/2025/ND-CP\nHanoi, May 17, 2025\nDECREE\n",
    "Cây",
    "",
]


def test_a_preamble_tells_an_official_document_whose_heading_is_lost() -> None:
    """Converters drop the heading where it is a table, and wrap lines after few words."""
    header = read_header(
        "<table1> </table1>\n\nNGHỊ QUYẾT\nVề việc trồng cây xanh đô thị\nHỘI ĐỒNG NHÂN DÂN TỈNH MẪU\n"
        "Căn cứ Luật Mẫu\nngày 19 tháng 6 năm 2015;\nQUYẾT NGHỊ:\nĐiều 1. Trồng cây xanh ven các đường lớn.\n"
    )
    assert (header.official, header.type, header.number) == (True, "Nghị quyết", None)


def test_a_news_page_is_no_official_document() -> None:
    header = read_header(NEWS)
    assert not header.official
    assert (header.type, header.date, header.issuer, header.number) == (
        "Tin tức",
        "2021-11-26",
        "Bộ Y tế",
        None,
    )
    assert header.title == "Một số việc trồng cây của Bộ Y tế trong tháng 4"


@pytest.mark.parametrize("page", PAGES)
def test_other_pages_are_no_official_documents(page: str) -> None:
    header = read_header(page)
    assert (header.official, header.type, header.number, header.date) == (False, "Tin tức", None, None)


def test_a_plan_that_lost_its_heading_is_still_a_document() -> None:
    header = read_header(
        "KẾ HOẠCH\nTrồng cây năm 2025\n\nCăn cứ Quyết định số 5/QĐ-BYT của Bộ Y tế;\n\nI. VIỆC\n"
    )
    assert (header.official, header.type, header.title, header.number) == (
        True,
        "Kế hoạch",
        "Trồng cây năm 2025",
        None,
    )


def test_tells_crawled_pages_apart(shared_dir: Path) -> None:
    pages = sorted((shared_dir / "corpus" / "wild").glob("*.md"))
    right = [
        page
        for page in pages
        if read_header(page.read_text("utf-8")).official != page.name.startswith("article-")
    ]
    assert len(pages) == 100
    assert len(right) >= 95
