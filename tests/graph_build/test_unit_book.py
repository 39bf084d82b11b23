"""The shipped register in running text: one unit for every spelling, in the documents of every issuer."""

from __future__ import annotations

import pytest

from graph_build.extract import unit_book
from graph_build.units import find_mentions

BOOK = unit_book()
PROVINCE = "Ủy ban nhân dân tỉnh Lâm Đồng"
LABOUR = "Bộ Lao động - Thương binh và Xã hội"


def known(text: str, issuer: str | None) -> list[str]:
    return [mention.name for mention in find_mentions(BOOK, text, issuer) if mention.known]


@pytest.mark.parametrize("issuer", [None, "Bộ Y tế", "Bộ Tài chính", PROVINCE, "Sở Y tế tỉnh Lâm Đồng"])
@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Bộ Công thương", "Bộ Công Thương"),
        ("BỘ CÔNG THƯƠNG", "Bộ Công Thương"),
        ("Bộ KH&ĐT", "Bộ Kế hoạch và Đầu tư"),
        ("Bộ NN&PTNT", "Bộ Nông nghiệp và Phát triển nông thôn"),
        ("Bộ NN&MT", "Bộ Nông nghiệp và Môi trường"),
        ("Bộ LĐ-TB&XH", LABOUR),
        ("Bộ Lao động – Thương binh và Xã hội", LABOUR),
        ("Bộ Lao động, Thương binh và Xã hội", LABOUR),
        ("Bộ Văn hoá, Thể thao và Du lịch", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("BYT", "Bộ Y tế"),
        ("NHNN", "Ngân hàng Nhà nước Việt Nam"),
        ("Ngân hàng Nhà nước", "Ngân hàng Nhà nước Việt Nam"),
        ("TTXVN", "Thông tấn xã Việt Nam"),
        ("Kiểm toán Nhà nước", "Kiểm toán nhà nước"),
        ("Toà án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        ("Uỷ ban TW Mặt trận Tổ quốc Việt Nam", "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"),
        ("Văn phòng Chính phủ", "Văn phòng Chính phủ"),
        ("Thanh tra Chính phủ", "Thanh tra Chính phủ"),
        ("Văn phòng Quốc hội", "Văn phòng Quốc hội"),
        ("Văn phòng Bộ Y tế", "Văn phòng Bộ Y tế"),
        ("UBND tỉnh Hoà Bình", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("UBND TP. Hải Phòng", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("UBND Thành phố Hồ Chí Minh", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("UBND TP.HCM", "Ủy ban nhân dân Thành phố Hồ Chí Minh"),
        ("UBND tỉnh Đắc Lắc", "Ủy ban nhân dân tỉnh Đắk Lắk"),
    ],
)
def test_every_spelling_means_one_unit_in_every_document(written: str, name: str, issuer: str | None) -> None:
    assert known(f"{written} chủ trì", issuer) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "theo Quyết định số 12/QĐ-BYT",
        "Công văn số 34/BYT-DP",
        "Thông tư liên tịch số 5/2015/TTLT-BYT-BNV",
        "toàn bộ CA trực",
        "toàn bộ TP",
        "BTC giải thưởng",
        "Nghị quyết của BCT",
    ],
)
def test_no_unit_is_named_by_a_code_in_a_number_or_by_a_chance_of_letters(text: str) -> None:
    assert known(text, PROVINCE) == []


def test_abbreviations_side_by_side_are_units_each() -> None:
    assert known("BYT, BNV/BKHCN và BXD", None) == [
        "Bộ Y tế",
        "Bộ Nội vụ",
        "Bộ Khoa học và Công nghệ",
        "Bộ Xây dựng",
    ]


def test_what_every_office_has_stays_the_issuers() -> None:
    assert known("Văn phòng Bộ", "Bộ Tài chính") == []
    assert known("Văn phòng Bộ", "Bộ Y tế") == ["Văn phòng Bộ Y tế"]
    assert known("Vụ Pháp chế", "Ngân hàng Nhà nước Việt Nam") == []


@pytest.mark.parametrize("text", ["Văn phòng Bộ", "Thanh tra Bộ"])
def test_an_office_is_nobody_known_in_a_document_without_an_issuer(text: str) -> None:
    assert known(text, None) == []
    assert known(text, "Bộ Y tế") != []
