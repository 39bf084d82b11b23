"""Legal references in the text: what they cite and for what."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.act_ranges import act_ranges
from graph_build.citations import find_citations, implements, legal_basis
from graph_build.header import read_header
from graph_build.records import Citation
from tests.graph_build.headings import LINES
from tests.growth import assert_in_line

# text; surface, number, type, date, issuer of the only citation
SINGLE = [
    (
        "theo Nghị quyết số 5/NQ-CP ngày 17/3/2022 của Chính phủ về cây xanh",
        (
            "Nghị quyết số 5/NQ-CP ngày 17/3/2022 của Chính phủ",
            "5/NQ-CP",
            "Nghị quyết",
            "2022-03-17",
            "Chính phủ",
        ),
    ),
    (
        "theo Kết luận số 9-KL/TW ngày 30\ntháng 12 năm 2021 của Bộ\nChính trị.",
        (
            "Kết luận số 9-KL/TW ngày 30\ntháng 12 năm 2021 của Bộ\nChính trị",
            "9-KL/TW",
            "Kết luận",
            "2021-12-30",
            "Bộ Chính trị",
        ),
    ),
    (
        "tại Quyết định số 4/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022 phê duyệt",
        (
            "Quyết định số 4/QĐ-TTg của Thủ tướng Chính phủ ngày 31/3/2022",
            "4/QĐ-TTg",
            "Quyết định",
            "2022-03-31",
            "Thủ tướng Chính phủ",
        ),
    ),
    (
        "tại Nghị quyết số 7-NQ/TW, ngày 24/11/2023 của Ban Chấp hành Trung ương khóa XIII về",
        (
            "Nghị quyết số 7-NQ/TW, ngày 24/11/2023 của Ban Chấp hành Trung ương khóa XIII",
            "7-NQ/TW",
            "Nghị quyết",
            "2023-11-24",
            "Ban Chấp hành Trung ương khóa XIII",
        ),
    ),
    (
        "CỦA NGHỊ QUYẾT SỐ 5/NQ-CP NGÀY 23/7/2025 CỦA CHÍNH PHỦ VỀ CÂY",
        (
            "NGHỊ QUYẾT SỐ 5/NQ-CP NGÀY 23/7/2025 CỦA CHÍNH PHỦ",
            "5/NQ-CP",
            "Nghị quyết",
            "2025-07-23",
            "Chính phủ",
        ),
    ),
    (
        "tại Nghị quyết** số** 20**/2025/QH15** của **Quốc hội** về",
        ("Nghị quyết** số** 20**/2025/QH15** của **Quốc hội", "20/2025/QH15", "Nghị quyết", None, "Quốc hội"),
    ),
    (
        "Báo cáo thẩm tra số 11/BC-BPC ngày 22 tháng 11 năm 2025 của Ban Pháp chế về",
        (
            "Báo cáo thẩm tra số 11/BC-BPC ngày 22 tháng 11 năm 2025 của Ban Pháp chế",
            "11/BC-BPC",
            "Báo cáo thẩm tra",
            "2025-11-22",
            "Ban Pháp chế",
        ),
    ),
    (
        "tại Kế hoạch hành động số 8-KH/TU ngày 1/6/2025 của Tỉnh ủy về việc",
        (
            "Kế hoạch hành động số 8-KH/TU ngày 1/6/2025 của Tỉnh ủy",
            "8-KH/TU",
            "Kế hoạch hành động",
            "2025-06-01",
            "Tỉnh ủy",
        ),
    ),
    (
        "văn bản số 113/VPCP-NN của Văn phòng Chính phủ",
        (
            "văn bản số 113/VPCP-NN của Văn phòng Chính phủ",
            "113/VPCP-NN",
            "Công văn",
            None,
            "Văn phòng Chính phủ",
        ),
    ),
    (
        "của Bộ theo QĐ số 74/QĐ-BNV ngày 06/6/2025 của Bộ Nội vụ)",
        (
            "QĐ số 74/QĐ-BNV ngày 06/6/2025 của Bộ Nội vụ",
            "74/QĐ-BNV",
            "Quyết định",
            "2025-06-06",
            "Bộ Nội vụ",
        ),
    ),
    (
        "Nghị\nquyết số 66-\nNQ/TW1",
        ("Nghị\nquyết số 66-\nNQ/TW", "66-NQ/TW", "Nghị quyết", None, None),
    ),
    (
        "Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 5/2024/QH15;",
        ("Luật Phòng cháy, chữa cháy và cứu nạn, cứu hộ số 5/2024/QH15", "5/2024/QH15", "Luật", None, None),
    ),
    (
        "Quyết định số 3/QĐ-UBND ngày 1/7/2025 của Ủy ban nhân dân tỉnh Cao Bằng ban hành",
        (
            "Quyết định số 3/QĐ-UBND ngày 1/7/2025 của Ủy ban nhân dân tỉnh Cao Bằng",
            "3/QĐ-UBND",
            "Quyết định",
            "2025-07-01",
            "Ủy ban nhân dân tỉnh Cao Bằng",
        ),
    ),
    (
        "Ngày 24/6/2021, Bộ trưởng Bộ Y tế đã ký Quyết định số 3/QĐ-BYT về vườn",
        ("Quyết định số 3/QĐ-BYT", "3/QĐ-BYT", "Quyết định", "2021-06-24", "Bộ trưởng Bộ Y tế"),
    ),
    (
        "theo Quyết định ngày 05/3/2024 số 14/QĐ-UBND của UBND tỉnh về hồ",
        (
            "Quyết định ngày 05/3/2024 số 14/QĐ-UBND của UBND tỉnh",
            "14/QĐ-UBND",
            "Quyết định",
            "2024-03-05",
            "UBND tỉnh",
        ),
    ),
    (
        "tại Nghị quyết ngày 05 tháng 3 năm 2024 của Chính phủ, số 15/NQ-CP về hồ",
        (
            "Nghị quyết ngày 05 tháng 3 năm 2024 của Chính phủ, số 15/NQ-CP",
            "15/NQ-CP",
            "Nghị quyết",
            "2024-03-05",
            "Chính phủ",
        ),
    ),
    (
        "Công điện số 16/CĐ-TTg hồi 10 giờ 30 phút ngày 05/3/2024 của Thủ tướng Chính phủ về bão",
        (
            "Công điện số 16/CĐ-TTg hồi 10 giờ 30 phút ngày 05/3/2024 của Thủ tướng Chính phủ",
            "16/CĐ-TTg",
            "Công điện",
            "2024-03-05",
            "Thủ tướng Chính phủ",
        ),
    ),
    (
        "Thông tư số 2/2024/TT-BTC ngày 31/02/2024 của Bộ Tài chính",
        (
            "Thông tư số 2/2024/TT-BTC ngày 31/02/2024 của Bộ Tài chính",
            "2/2024/TT-BTC",
            "Thông tư",
            None,
            "Bộ Tài chính",
        ),
    ),
]

# text; number, type, issuer of each citation in order
LISTS = [
    (
        "Căn cứ các Nghị quyết của Quốc hội: số 3/2023/QH15 ngày 9/11/2023 về lúa; số 4/2023/QH15 về ngô;",
        [("3/2023/QH15", "Nghị quyết", "Quốc hội"), ("4/2023/QH15", "Nghị quyết", "Quốc hội")],
    ),
    (
        "theo các Nghị quyết số 8/NQ-CP ngày 6/8/2021, Nghị quyết số 9/NQ-CP và số 10/NQ-CP của Chính phủ",
        [
            ("8/NQ-CP", "Nghị quyết", "Chính phủ"),
            ("9/NQ-CP", "Nghị quyết", "Chính phủ"),
            ("10/NQ-CP", "Nghị quyết", "Chính phủ"),
        ],
    ),
    (
        "theo các Nghị quyết số 01, 02 và 03a/NQ-CP ngày 5/1/2024 của Chính phủ",
        [
            ("01/NQ-CP", "Nghị quyết", "Chính phủ"),
            ("02/NQ-CP", "Nghị quyết", "Chính phủ"),
            ("03a/NQ-CP", "Nghị quyết", "Chính phủ"),
        ],
    ),
    (
        "tại Công văn số 410, 411/UBND-TH và Biểu số 1, 2/BC-UBND",
        [
            ("410/UBND-TH", "Công văn", None),
            ("411/UBND-TH", "Công văn", None),
            ("2/BC-UBND", "Báo cáo", None),
        ],
    ),
    (
        "Báo cáo thẩm tra số 1/BC-BPC ngày 2/2/2025; Báo cáo giải trình, tiếp thu số 4/BC-UBND ngày 5/2/2025",
        [("1/BC-BPC", "Báo cáo thẩm tra", None), ("4/BC-UBND", "Báo cáo", None)],
    ),
    (
        "của Bộ Chính trị tại thông báo số 9-TB/TW ngày 2/1/2025, của Ban Bí thư tại Kết luận số 3-KL/TW",
        [("9-TB/TW", "Thông báo", None), ("3-KL/TW", "Kết luận", None)],
    ),
    (
        "bởi các Luật số 3/2024/QH15, số 4/2024/QH15 và số 5/2024/QH15",
        [("3/2024/QH15", "Luật", None), ("4/2024/QH15", "Luật", None), ("5/2024/QH15", "Luật", None)],
    ),
    (
        "Kết luận số 1-KL/TW của Bộ Chính trị và Nghị quyết số 2/NQ-CP của Chính phủ",
        [("1-KL/TW", "Kết luận", "Bộ Chính trị"), ("2/NQ-CP", "Nghị quyết", "Chính phủ")],
    ),
]

# text; the numbers cited, the rows of which only the ends are known
ROWS = [
    (
        "các Nghị quyết số 01 đến 05/NQ-CP về cây",
        ["01/NQ-CP", "05/NQ-CP"],
        ["Nghị quyết số 01 đến 05/NQ-CP"],
    ),
    (
        "từ Nghị quyết số 1 đến Nghị quyết số 5/NQ-HĐND",
        ["1/NQ-HĐND", "5/NQ-HĐND"],
        ["Nghị quyết số 1 đến Nghị quyết số 5/NQ-HĐND"],
    ),
    (
        "từ số 12/QĐ-UBND đến số 20/QĐ-UBND",
        ["12/QĐ-UBND", "20/QĐ-UBND"],
        ["số 12/QĐ-UBND đến số 20/QĐ-UBND"],
    ),
    ("các Nghị quyết số 01-05/NQ-CP về cây", [], ["số 01-05/NQ-CP"]),
    ("các Nghị quyết số 04 đến 05/NQ-CP về cây", ["04/NQ-CP", "05/NQ-CP"], []),
    ("gửi Quyết định số 3/QĐ-UBND đến Sở có Quyết định số 9/QĐ-UBND", ["3/QĐ-UBND", "9/QĐ-UBND"], []),
]

# text; role of each numbered citation
ROLES = [
    ("Căn cứ Luật A số 1/2020/QH14 và Nghị định số 2/2021/NĐ-CP;", ["legal_basis", "legal_basis"]),
    ("Căn cứ chỉ đạo của Chính phủ tại Nghị quyết số 3/NQ-CP;", ["legal_basis"]),
    (
        "Căn cứ Luật A số 1/2020/QH14 được sửa đổi, bổ sung bởi Luật số 2/2021/QH14; Luật B số 3/2022/QH15;",
        ["legal_basis", "cites", "legal_basis"],
    ),
    ("để triển khai thực hiện các nhiệm vụ tại Nghị quyết số 3/NQ-CP", ["implements"]),
    ("thực hiện Nghị quyết số 3/NQ-CP, Nghị quyết số 4/NQ-CP và Kết luận số 5-KL/TW", ["implements"] * 3),
    ("được giao tại Nghị quyết số 3/NQ-CP", ["cites"]),
    ("KẾ HOẠCH\nTrồng cây\n(Kèm theo Quyết định số 9/QĐ-BYT ngày 1/2/2022 của Bộ Y tế)", ["annexed_to"]),
    ("chương trình (ban hành kèm theo Nghị quyết số 14/NQ-CP của Chính phủ)", ["cites"]),
    ("sửa đổi, bổ sung Quyết định số 7/2009/QĐ-TTg", ["amends"]),
    ("Đính chính Thông tư số 7/2017/TT-BTC", ["corrects"]),
    ("đính chính Phụ lục ban hành kèm theo Nghị định số 5/2011/NĐ-CP", ["corrects"]),
    ("Nghị định số 5/2011/NĐ-CP được đính chính tại Công văn số 7/BYT-PC", ["cites", "cites"]),
    ("thay thế Nghị định số 5/2011/NĐ-CP", ["replaces"]),
    ("bãi bỏ Thông tư số 7/2017/TT-BTC", ["replaces"]),
    ("Bãi bỏ toàn bộ Thông tư số 7/2017/TT-BTC", ["replaces"]),
    ("Bãi bỏ khoản 2 Điều 4 Nghị định số 5/2011/NĐ-CP", ["amends"]),
    ("thay thế Phụ lục I ban hành kèm theo Nghị định số 5/2011/NĐ-CP", ["amends"]),
    ("đã được sửa đổi, bổ sung tại khoản 3 Điều 1 Nghị định số 5/2011/NĐ-CP", ["cites"]),
    ("(sửa đổi bởi Điều 2 Nghị định số 5/2011/NĐ-CP)", ["cites"]),
    ("bị thay thế bởi Nghị định số 5/2011/NĐ-CP", ["cites"]),
    ("Điều 1. Phạm vi điều chỉnh\nQuy định theo khoản 1 Điều 3 Nghị định số 5/2011/NĐ-CP", ["cites"]),
    ("Quy định đối tượng điều chỉnh của Nghị định số 5/2011/NĐ-CP", ["cites"]),
    ("có Quyết định số 3/QĐ-BYT về việc thành lập Ban chỉ đạo", ["established_by"]),
]


def by_number(text: str) -> list[Citation]:
    return [citation for citation in find_citations(text) if citation.number]


@pytest.mark.parametrize(("text", "expected"), SINGLE, ids=[expected[1] for _, expected in SINGLE])
def test_reads_one_citation(text: str, expected: Any) -> None:
    (citation,) = by_number(text)
    assert (citation.surface, citation.number, citation.type, citation.date, citation.issuer) == expected
    assert text[citation.start : citation.end] == citation.surface


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_shares_kind_and_issuer_in_a_list(text: str, expected: Any) -> None:
    assert [(c.number, c.type, c.issuer) for c in by_number(text)] == expected


@pytest.mark.parametrize(("text", "numbers", "rows"), ROWS)
def test_of_a_row_of_acts_the_ends_are_read_and_the_rest_is_told_of(
    text: str, numbers: list[str], rows: list[str]
) -> None:
    assert [citation.number for citation in by_number(text)] == numbers
    assert [issue.text for issue in act_ranges(text, find_citations(text))] == rows


@pytest.mark.parametrize(("text", "roles"), ROLES)
def test_tells_what_a_citation_is_for(text: str, roles: Any) -> None:
    assert [c.role for c in by_number(text)] == roles


LAWS = [
    (
        "Căn cứ Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15 được sửa đổi",
        "Luật Ban hành văn bản quy phạm pháp luật",
    ),
    ("theo Luật Quy hoạch số 21/2017/QH14 và", "Luật Quy hoạch"),
    ("theo Luật Bảo hiểm y tế (BHYT) số 25/2008/QH12 và", "Luật Bảo hiểm y tế"),
    (
        "tại Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch số 35/2018/QH14;",
        "Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch",
    ),
]


@pytest.mark.parametrize(("text", "name"), LAWS)
def test_the_name_of_a_law_may_end_with_the_word_of_a_kind(text: str, name: str) -> None:
    (law,) = by_number(text)
    assert (law.type, law.name) == ("Luật", name)
    assert law.surface.startswith(name)


def test_a_date_comes_from_the_same_act_elsewhere_only_if_all_agree() -> None:
    agreed = by_number("Nghị quyết số 3/NQ-CP ngày 1/2/2022; theo Nghị quyết số 3/NQ-CP.")
    assert [c.date for c in agreed] == ["2022-02-01", "2022-02-01"]
    assert agreed[1].surface == "Nghị quyết số 3/NQ-CP"
    torn = by_number(
        "Nghị quyết số 3/NQ-CP ngày 1/2/2022; Nghị quyết số 3/NQ-CP ngày 2/2/2022; Nghị quyết số 3/NQ-CP."
    )
    assert [c.date for c in torn] == ["2022-02-01", "2022-02-02", None]


def test_words_that_point_back_get_the_number_of_the_nearest_act() -> None:
    text = "Căn cứ Quyết định số 3/QĐ-BYT ngày 8/7/2021;\n\nĐể triển khai Quyết định trên, Ban Chỉ đạo lập"
    pointing = find_citations(text)[-1]
    assert (pointing.surface, pointing.number, pointing.core) == ("Quyết định trên", "3/QĐ-BYT", False)
    assert not [c for c in find_citations("Quyết định số 3/QĐ-BYT; quyết định trên địa bàn") if not c.core]


def test_a_kind_and_a_serial_alone_mean_the_one_act_cited_in_full() -> None:
    full = "Nghị quyết số 57-NQ/TW ngày 22/12/2024 và Quyết định số 12/QĐ-BYT, Quyết định số 12/QĐ-TTg. "
    text = (
        full + "Theo Nghị quyết 57 của Bộ, Nghị quyết số 57 năm 2024; Nghị quyết 57 năm 2020; Quyết định 12."
    )
    short = [one for one in find_citations(text) if not one.core]
    assert [(one.surface, one.number) for one in short] == [
        ("Nghị quyết 57", "57-NQ/TW"),
        ("Nghị quyết số 57", "57-NQ/TW"),
    ]


def test_a_page_that_names_its_own_document_by_the_year_cites_nothing() -> None:
    text = f"# Quyết định 12/QĐ-SYT năm 2021 về cây\n\n{LINES}\nCăn cứ Luật Giá;\n"
    assert [one.name for one in find_citations(text)] == ["Luật Giá"]


words = st.sampled_from(
    [
        *(
            "Căn cứ",
            "Luật",
            "Luật Giá",
            "sửa đổi, bổ sung",
            "của",
            "Nghị quyết",
            "số",
            "38/NQ-CP",
            "25-KL/TW",
        ),
        *(
            "ngày 17/3/2022",
            "tháng",
            "năm 2022",
            "Chính phủ",
            "UBND tỉnh",
            "và",
            ",",
            ";",
            ".",
            ":",
            "\n",
            "\n\n",
        ),
        *("|", "\t", "**", "(", ")", "Kèm theo", "QUYẾT ĐỊNH", "Số:", "/KH-UBND", "Đề án “cây xanh ven hồ”"),
        *("Quyết định trên", "thực hiện", "\u00a0"),
    ]
)


@given(st.lists(words, max_size=60).map(" ".join) | st.lists(words, max_size=60).map("".join))
def test_every_citation_quotes_the_text(text: str) -> None:
    citations = find_citations(text)
    assert all(text[c.start : c.end] == c.surface != "" for c in citations)
    assert [c.start for c in citations] == sorted(c.start for c in citations)
    assert set(legal_basis(text, citations)) <= set(citations)
    assert set(implements(read_header(text), text, citations)) <= set(citations)


@pytest.mark.parametrize(
    "unit",
    [
        "Căn cứ ",
        "Luật Giá, ",
        "Nghị quyết số ",
        "38/NQ-CP và ",
        "của Ủy ban ",
        "Đề án “",
        "\n(Kèm theo ",
        "- \n",
        "___",
    ],
)
def test_reads_hostile_text_in_linear_time(unit: str) -> None:
    def read(count: int) -> None:
        text = unit * count
        legal_basis(text, find_citations(text))

    assert_in_line(read, 50_000 // len(unit))
