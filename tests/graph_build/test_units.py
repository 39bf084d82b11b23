"""Names of units and collectives are found whole, by register first and by grammar where it is silent."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.extract import unit_book
from graph_build.unit_book import UnitBook, issuer_is_local
from graph_build.units import Mention, find_mentions

MINISTRY = "Bộ Y tế"
PROVINCE = "Ủy ban nhân dân tỉnh Bắc Giang"


@dataclass(frozen=True)
class Entry:
    name: str
    kind: str = "department"
    parent: str | None = MINISTRY
    is_group: bool = False
    aliases: tuple[str, ...] = ()
    scoped_names: tuple[tuple[str, str], ...] = ()
    iri: str = field(default="x:unit")


BOOK = UnitBook(
    [
        Entry("Chính phủ", "other", None),
        Entry(MINISTRY, "ministry", "Chính phủ"),
        Entry("Bộ Giáo dục và Đào tạo", "ministry", "Chính phủ"),
        Entry(PROVINCE, "peoples_committee", "Chính phủ"),
        Entry("Vụ Pháp chế"),
        Entry("Vụ Kế hoạch - Tài chính"),
        Entry("Cục Y tế dự phòng", "authority"),
        Entry("Cục Quản lý Khám, chữa bệnh", "authority"),
        Entry("Cục Quản lý Y, Dược cổ truyền", "authority"),
        Entry("Văn phòng Bộ Y tế", "office", aliases=("Văn phòng Bộ",)),
        Entry("Sở Y tế", "provincial_department", "Ủy ban nhân dân tỉnh, thành phố", is_group=True),
        Entry(
            "Sở Y tế tỉnh Bắc Giang", "provincial_department", PROVINCE, scoped_names=(("Sở Y tế", PROVINCE),)
        ),
        Entry(
            "Viện Vệ sinh dịch tễ/Pasteur",
            "institute",
            is_group=True,
            aliases=("Viện Vệ sinh dịch tễ, Pasteur",),
        ),
        Entry("Các Vụ, Cục", "collective", is_group=True),
        Entry("Các Vụ, Cục, đơn vị liên quan", "collective", None, is_group=True),
    ]
)

OTHER = Entry("Ủy ban nhân dân tỉnh Sơn Hà", "peoples_committee", "Chính phủ")
ALL_OF_HEALTH = Entry("Sở Y tế", "provincial_department", "Chính phủ", is_group=True)


def found(text: str, issuer: str | None = MINISTRY) -> list[str]:
    return [mention.name for mention in find_mentions(BOOK, text, issuer)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Cục Quản lý Khám, chữa bệnh, Vụ Pháp chế", ["Cục Quản lý Khám, chữa bệnh", "Vụ Pháp chế"]),
        ("Vụ Kế hoạch-Tài chính; Vụ Kế hoạch – Tài chính", ["Vụ Kế hoạch - Tài chính"] * 2),
        ("Cục Quản lý Y Dược cổ truyền", ["Cục Quản lý Y, Dược cổ truyền"]),
        ("các Vụ, Cục, Sở Y tế", ["Các Vụ, Cục", "Sở Y tế"]),
        ("các Vụ, Cục và đơn vị liên quan", ["Các Vụ, Cục, đơn vị liên quan"]),
        ("Viện Vệ sinh dịch tễ/Pasteur, Sở Y tế", ["Viện Vệ sinh dịch tễ/Pasteur", "Sở Y tế"]),
        ("Văn phòng Bộ và Cục Y tế dự phòng", ["Văn phòng Bộ Y tế", "Cục Y tế dự phòng"]),
        ("CỤC Y TẾ DỰ PHÒNG", ["Cục Y tế dự phòng"]),
        ("Cục Y\ntế dự phòng", ["Cục Y tế dự phòng"]),
    ],
)
def test_the_register_wins_by_longest_match(text: str, names: list[str]) -> None:
    assert found(text) == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Bộ Văn hóa, Thể thao và Du lịch; Bộ Tài chính",
            ["Bộ Văn hóa, Thể thao và Du lịch", "Bộ Tài chính"],
        ),
        ("Sở Khoa học và Công nghệ, Sở Nội vụ", ["Sở Khoa học và Công nghệ", "Sở Nội vụ"]),
        ("Văn phòng Bộ Tài chính", ["Văn phòng Bộ Tài chính"]),
        ("Sở Y tế Hà Nội", ["Sở Y tế Hà Nội"]),
        ("Ban Quản lý các khu công nghiệp", ["Ban Quản lý các khu công nghiệp"]),
        ("Tập đoàn Điện lực Việt Nam (EVN)", ["Tập đoàn Điện lực Việt Nam"]),
        ("các sở, ngành, UBND xã, phường, đặc khu", ["Các sở, ngành", "UBND xã, phường, đặc khu"]),
        (
            "Các bộ, cơ quan ngang bộ, UBND các tỉnh, thành phố",
            ["Các bộ, cơ quan ngang bộ", "UBND các tỉnh, thành phố"],
        ),
        ("các sở Văn hóa, Thể thao và Du lịch", ["Các sở Văn hóa, Thể thao và Du lịch"]),
        (
            "Chi cục Trồng trọt và\nBảo vệ thực vật; Vụ Kế hoạch, Tài chính",
            ["Chi cục Trồng trọt và Bảo vệ thực vật", "Vụ Kế hoạch, Tài chính"],
        ),
        ("Sở Y tế; các ấp", ["Sở Y tế", "Các ấp"]),
        ("Công an tỉnh và các đơn vị có liên quan", ["Công an tỉnh", "Các đơn vị có liên quan"]),
        ("Sở Y tế; các cơ quan thông tấn, báo chí", ["Sở Y tế", "Các cơ quan thông tấn, báo chí"]),
        ("Sở Y tế; các cơ sở khám bệnh, chữa bệnh", ["Sở Y tế", "Các cơ sở khám bệnh, chữa bệnh"]),
        (
            "- Bộ Xây dựng;\n- Bộ Công Thương;\n- Các trường đại học.",
            ["Bộ Xây dựng", "Bộ Công Thương", "Các trường đại học"],
        ),
        ("Bộ Ngoại giao", ["Bộ Ngoại giao"]),
        ("Văn phòng sở Phòng Tổ chức cán bộ", ["Văn phòng sở", "Phòng Tổ chức cán bộ"]),
        ("Sở Y tế UBND các xã, phường", ["Sở Y tế", "UBND các xã, phường"]),
        ("Sở Xây dựng Thanh tra tỉnh", ["Sở Xây dựng", "Thanh tra tỉnh"]),
        ("Văn phòng Đăng ký đất đai tỉnh", ["Văn phòng Đăng ký đất đai tỉnh"]),
        ("Sở Y tế và Viễn thông tỉnh", ["Sở Y tế", "Viễn thông tỉnh"]),
        ("Sở Bưu chính, Viễn thông tỉnh", ["Sở Bưu chính, Viễn thông tỉnh"]),
        ("Viễn thông nông thôn; Viễn thông Quân sự", []),
        ("Công an xã, lực lượng Cảnh sát biển", ["Công an xã", "Lực lượng Cảnh sát biển"]),
        ("BẢO HIỂM XÃ HỘI TỈNH", ["Bảo hiểm xã hội tỉnh"]),
        ("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", ["Sở Nông nghiệp và Môi trường"]),
        ("CÔNG AN TỈNH LẠNG SƠN", ["Công an tỉnh Lạng Sơn"]),
        ("CÔNG AN LẠNG SƠN", ["CÔNG AN LẠNG SƠN"]),
        ("lực lượng Công an tỉnh", ["Công an tỉnh"]),
        (
            "các sở, ngành: Nội vụ; Tư pháp; Công an tỉnh",
            ["Sở Nội vụ", "Sở Tư pháp", "Công an tỉnh"],
        ),
        ("các thành viên Ban Chỉ đạo tỉnh", ["Các thành viên Ban Chỉ đạo tỉnh"]),
        ("HĐND và UBND các huyện, thị xã", ["HĐND và UBND các huyện, thị xã"]),
        ("các sở: Nội vụ, Tư pháp; Chủ tịch UBND các xã", ["Sở Nội vụ", "Sở Tư pháp", "UBND các xã"]),
        (
            "các tập đoàn, hiệp hội ngành hàng, doanh nghiệp xuất khẩu:",
            ["Các tập đoàn, hiệp hội ngành hàng, doanh nghiệp xuất khẩu"],
        ),
        (
            "Ban Quản lý Khu Nông nghiệp ứng dụng công nghệ cao",
            ["Ban Quản lý Khu Nông nghiệp ứng dụng công nghệ cao"],
        ),
        (
            "Chính phủ, Hội đồng nhân dân, Ủy ban nhân dân tỉnh Đồng Nai và Sở Tài chính",
            ["Chính phủ", "Hội đồng nhân dân tỉnh Đồng Nai", "Ủy ban nhân dân tỉnh Đồng Nai", "Sở Tài chính"],
        ),
        (
            "Đoàn đại biểu Quốc hội và đại biểu Quốc hội tỉnh Tây Ninh",
            ["Đoàn đại biểu Quốc hội tỉnh Tây Ninh", "Đại biểu Quốc hội tỉnh Tây Ninh"],
        ),
        ("Hội đồng nhân dân giám sát; Sở Y tế", ["Hội đồng nhân dân", "Sở Y tế"]),
    ],
)
def test_the_grammar_reads_names_never_seen(text: str, names: list[str]) -> None:
    assert found(text, None) == names


def test_a_short_name_means_the_unit_of_the_issuer() -> None:
    assert found("Sở Y tế", PROVINCE) == ["Sở Y tế tỉnh Bắc Giang"]
    assert found("Sở Y tế", MINISTRY) == ["Sở Y tế"]


def test_all_departments_of_health_are_not_meant_by_one_province() -> None:
    (mention,) = find_mentions(
        UnitBook([Entry("Chính phủ", "other", None), OTHER, ALL_OF_HEALTH]), "Sở Y tế", OTHER.name
    )
    assert (mention.kind, mention.known) == ("unit", False)


def test_a_department_of_another_ministry_is_another_unit() -> None:
    (mention,) = find_mentions(BOOK, "Vụ Pháp chế", "Bộ Giáo dục và Đào tạo")
    assert not mention.known
    (known,) = find_mentions(BOOK, "Vụ Pháp chế", MINISTRY)
    assert known == Mention("unit", "Vụ Pháp chế", 0, 11, True, MINISTRY)


def test_prose_ends_a_name_at_the_verb() -> None:
    assert found("Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát", None) == [
        "Sở Nội vụ",
        "Sở Tài chính",
    ]


@pytest.mark.parametrize("text", ["", "tăng cường năng lực", "100% người dân", "(nếu có)", "2025"])
def test_text_without_units_gives_none(text: str) -> None:
    assert found(text) == []


def test_local_issuers() -> None:
    assert issuer_is_local(PROVINCE)
    assert issuer_is_local("Sở Y tế")
    assert not issuer_is_local(MINISTRY)
    assert not issuer_is_local("Chính phủ")


@given(
    st.lists(
        st.sampled_from(
            ["Sở Y tế", "các", "Vụ", ",", "và", ";", "Cục", "liên quan", "\n-", "thuộc", "Bộ", "UBND", "x"]
        ),
        max_size=14,
    )
)
def test_mentions_never_overlap_and_quote_their_place(tokens: list[str]) -> None:
    text = " ".join(tokens)
    last = 0
    for mention in find_mentions(BOOK, text, MINISTRY):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Thành phố Hà Nội, Thành phố Hồ Chí\nMinh", ["Thành phố Hà Nội", "Thành phố Hồ Chí Minh"]),
        ("Bộ Xây dựng, Tỉnh Lào Cai", ["Bộ Xây dựng", "Tỉnh Lào Cai"]),
        ("Thành phố Sách Quý", []),
        ("Sở Y tế Thành phố Hà Nội", ["Sở Y tế Thành phố Hà Nội"]),
    ],
)
def test_a_province_may_stand_in_a_list_of_actors(text: str, names: list[str]) -> None:
    assert [one.name for one in find_mentions(unit_book(), text, None, listed=True)] == names
