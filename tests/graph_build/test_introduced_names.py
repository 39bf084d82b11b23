"""A short name that a document introduces means the long one in that document, and nowhere else."""

from __future__ import annotations

import pytest

from graph_build.introduced_names import introduced_names
from graph_build.parents import context_of, same_committee
from graph_build.spellings import full_name
from graph_build.unit_book import UnitBook
from graph_build.units import find_mentions

EMPTY = UnitBook([])
PROVINCE = "Ủy ban nhân dân tỉnh Sơn Hà"


def read(text: str, later: str) -> list[tuple[str, bool]]:
    book, _ = introduced_names(text, EMPTY, None)
    return [(mention.name, mention.known) for mention in find_mentions(book, later, None, listed=True)]


@pytest.mark.parametrize(
    ("text", "later", "name"),
    [
        (
            "Thành lập Ban Chỉ đạo về Đường sông (sau đây gọi tắt là Ban Chỉ đạo).",
            "Ban Chỉ đạo",
            "Ban Chỉ đạo về Đường sông",
        ),
        (
            "Ban Chỉ đạo quốc gia về cầu, phà và bến (sau đây gọi là\nBan Chỉ đạo).",
            "Ban Chỉ đạo",
            "Ban Chỉ đạo quốc gia về cầu, phà và bến",
        ),
        ("Tổng công ty Đường sông Miền Bắc (MBR) báo cáo.", "MBR", "Tổng công ty Đường sông Miền Bắc"),
        (
            "Trung tâm Khuyến nông Sơn Hà (viết tắt là TTKN)",
            "TTKN; Sở Y tế",
            "Trung tâm Khuyến nông Sơn Hà",
        ),
        (
            "Giao Hội đồng Thẩm định giá đất, sau đây gọi tắt là Hội đồng, họp.",
            "Hội đồng",
            "Hội đồng Thẩm định giá đất",
        ),
        (
            "DANH MỤC CHỮ VIẾT TẮT\nBĐS: Ban Đường sông\nTTKN\n|\nTrung tâm Khuyến nông\n",
            "TTKN",
            "Trung tâm Khuyến nông",
        ),
        ("Ghi chú: TTKN: Trung tâm Khuyến nông\n", "TTKN", "Trung tâm Khuyến nông"),
        ("BĐS: Ban Đường sông, TTKN là Trung tâm Khuyến nông; x", "TTKN", "Trung tâm Khuyến nông"),
        ("Sở Đường sông và Kênh rạch (ĐSKR)", "Sở ĐSKR", "Sở Đường sông và Kênh rạch"),
    ],
)
def test_a_short_name_means_the_long_one(text: str, later: str, name: str) -> None:
    assert read(text, later)[0] == (name, False)
    assert name not in [mention.name for mention in find_mentions(EMPTY, later, None, listed=True)]


@pytest.mark.parametrize(
    "text",
    [
        "Giao Sở Y tế thực hiện Kế hoạch chuyển đổi số (sau đây gọi tắt là Kế hoạch)",
        "các xã, phường (sau đây gọi chung là địa phương)",
        "Sở Y tế (nếu có)",
        "kỹ thuật tốt nhất của Bộ (BAT)",
        "Nghị định này (sau đây gọi tắt là Ban",
        "- VT: Văn thư;\n- TTKN: Trung tâm Khuyến nông tỉnh làm đầu mối",
        "Ghi chú: PH: Phòng Hành chính; XYZ: Ban Đường sông",
    ],
)
def test_other_short_names_are_left_alone(text: str) -> None:
    assert introduced_names(text, EMPTY, None) == (EMPTY, ())


def test_a_longer_name_is_not_the_short_one() -> None:
    text = "Ban Chỉ đạo về Đường sông (gọi tắt là Ban Chỉ đạo)"
    assert [name for name, _ in read(text, "Ban Chỉ đạo các tỉnh; Ban Chỉ đạo Phòng thủ")] == [
        "Ban Chỉ đạo các tỉnh",
        "Ban Chỉ đạo Phòng thủ",
    ]


def test_a_short_name_of_two_bodies_means_neither() -> None:
    text = "Ban Quản lý Cầu (gọi tắt là Ban Quản lý)\nBan Quản lý Phà (gọi tắt là Ban Quản lý)"
    book, issues = introduced_names(text, EMPTY, None)
    assert [issue.code for issue in issues] == ["ambiguous-unit"]
    assert issues[0].start is not None
    assert text[issues[0].start : issues[0].end] == "(gọi tắt là Ban Quản lý)"
    assert [m.name for m in find_mentions(book, "Ban Quản lý", None)] == ["Ban Quản lý"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Sở KH&CN", "Sở Khoa học và Công nghệ"),
        ("Bộ GDĐT", "Bộ Giáo dục và Đào tạo"),
        ("Sở VHTTDL Sơn Hà", "Sở Văn hóa, Thể thao và Du lịch Sơn Hà"),
    ],
)
def test_letters_of_a_field_are_written_out(text: str, name: str) -> None:
    assert [mention.name for mention in find_mentions(EMPTY, text, None)] == [name]


@pytest.mark.parametrize(
    ("name", "issuer", "parent", "source"),
    [
        ("Sở Y tế", PROVINCE, PROVINCE, "issuer"),
        ("Phòng Nội vụ", "Sở Y tế", "Sở Y tế", "issuer"),
        ("Vụ Cầu phà", "Bộ Đường sông", "Bộ Đường sông", "issuer"),
        ("Sở Y tế tỉnh Bến Gỗ", PROVINCE, "Ủy ban nhân dân tỉnh Bến Gỗ", "words"),
        ("Sở Y tế tỉnh Sơn Hà", PROVINCE, PROVINCE, "words"),
        ("UBND tỉnh Bến Gỗ", PROVINCE, None, None),
        ("Văn phòng Trung ương Đảng", PROVINCE, None, None),
        ("Các bộ, ngành", PROVINCE, None, None),
        ("Các sở, ngành", PROVINCE, PROVINCE, "issuer"),
        ("Bộ Đường sông", PROVINCE, None, None),
        ("Sở Y tế", None, None, None),
    ],
)
def test_the_larger_body_comes_from_words_or_the_issuer(
    name: str, issuer: str | None, parent: str | None, source: str | None
) -> None:
    within = context_of(EMPTY, issuer, name, None)
    assert (within.chain[-1] if within.chain else None, within.source) == (parent, source)


def test_the_committee_of_the_issuer() -> None:
    assert same_committee("UBND tỉnh", PROVINCE)
    assert not same_committee("UBND tỉnh Bến Gỗ", PROVINCE)
    assert not same_committee("UBND xã", PROVINCE)
    assert not same_committee("UBND", PROVINCE)
    assert full_name("UBND xã, HĐND") == "Ủy ban nhân dân xã, Hội đồng nhân dân"
