"""Persons: names, posts and organisations in cells; heads named for their body; spellings of one name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.persons import head_of_body, parse_people, unify_people
from graph_build.records import Person
from tests.growth import assert_in_line

# text; honorific, name, post, organisation, parents
ONE = [
    ("Ông Lê Văn An", "Ông", "Lê Văn An", None, None, ()),
    (
        "Bà Lê Thị An, Chánh Văn phòng Bộ Y tế",
        "Bà", "Lê Thị An", "Chánh Văn phòng", "Văn phòng Bộ Y tế", ("Bộ Y tế",),
    ),
    ("Ông Lê Văn An, Văn phòng Bộ Y tế", "Ông", "Lê Văn An", None, "Văn phòng Bộ Y tế", ("Bộ Y tế",)),
    (
        "Ông Lê Văn An, Phó Cục trưởng Cục Quân y, Tổng cục Hậu cần, Bộ Quốc phòng",
        "Ông", "Lê Văn An", "Phó Cục trưởng", "Cục Quân y", ("Tổng cục Hậu cần", "Bộ Quốc phòng"),
    ),
    (
        "Ông\nLê Văn An,\nPhó Cục trưởng\nCục Quản lý Khám,\nchữa bệnh, Bộ Y tế",
        "Ông", "Lê Văn An", "Phó Cục trưởng", "Cục Quản lý Khám, chữa bệnh", ("Bộ Y tế",),
    ),
    (
        "Bà Lê Thị An, Phó Vụ trưởng Vụ Truyền thông và Thi đua, khen thưởng",
        "Bà", "Lê Thị An", "Phó Vụ trưởng", "Vụ Truyền thông và Thi đua, khen thưởng", (),
    ),
    (
        "Bà Lê Thị An - Giám đốc Sở Văn hóa, Thể thao và Du lịch",
        "Bà", "Lê Thị An", "Giám đốc", "Sở Văn hóa, Thể thao và Du lịch", (),
    ),
    (
        "Ông Lê Văn An (Trưởng phòng Nghiệp vụ Y, Sở Y tế)",
        "Ông", "Lê Văn An", "Trưởng phòng", "Phòng Nghiệp vụ Y", ("Sở Y tế",),
    ),
    ("Ông Lê An, Trưởng phòng Dược Sở Y tế", "Ông", "Lê An", "Trưởng phòng", "Phòng Dược", ("Sở Y tế",)),
    ("Ông Lê Văn An, Trưởng Ban Chỉ đạo", "Ông", "Lê Văn An", "Trưởng Ban", "Ban Chỉ đạo", ()),
    ("Ông Lê Văn An, Chủ nhiệm Tổng cục Hậu cần", "Ông", "Lê Văn An", "Chủ nhiệm", "Tổng cục Hậu cần", ()),
    ("Ông Lê Văn An, Chánh Thanh tra tỉnh", "Ông", "Lê Văn An", "Chánh Thanh tra", "Thanh tra tỉnh", ()),
    ("Đ/c Đoàn Văn An, Chủ tịch UBND huyện", "Đ/c", "Đoàn Văn An", "Chủ tịch", "UBND huyện", ()),
    ("Ông LÊ VĂN AN Giám đốc Trung tâm Y tế", "Ông", "Lê Văn An", "Giám đốc", "Trung tâm Y tế", ()),
    ("Ông Lê Trường Báo, Bộ Y tế", "Ông", "Lê Trường Báo", None, "Bộ Y tế", ()),
    ("PGS.TS. Lê Văn An, Viện trưởng Viện A", "PGS.TS.", "Lê Văn An", "Viện trưởng", "Viện A", ()),
    ("BSCKII Lê Văn An", "BSCKII", "Lê Văn An", None, None, ()),
    ("Thiếu tướng Lê An, Phó Tư lệnh Quân khu 7", "Thiếu tướng", "Lê An", "Phó Tư lệnh", "Quân khu 7", ()),
    ("Bà Hờ Y Dếnh", "Bà", "Hờ Y Dếnh", None, None, ()),
    ("Thứ trưởng Lê Văn An", None, "Lê Văn An", "Thứ trưởng", None, ()),
    ("Lê Văn An, Giám đốc Sở Y tế", None, "Lê Văn An", "Giám đốc", "Sở Y tế", ()),
    ("Phó Chủ tịch UBND tỉnh Lê Văn An", None, "Lê Văn An", "Phó Chủ tịch", "UBND tỉnh", ()),
    ("Chủ tịch UBND tỉnh Lê An", None, "Lê An", "Chủ tịch", "UBND tỉnh", ()),
    (
        "đồng chí Phó Chủ tịch Thường trực UBND thành phố Lê Văn An",
        "đồng chí", "Lê Văn An", "Phó Chủ tịch Thường trực", "UBND thành phố", (),
    ),
    ("Giám đốc Sở Y tế Hà Tĩnh Vũ Thị An", None, "Vũ Thị An", "Giám đốc", "Sở Y tế Hà Tĩnh", ()),
    (
        "Giám đốc Sở Văn hóa, Thể thao và Du lịch Vũ Thị An",
        None, "Vũ Thị An", "Giám đốc", "Sở Văn hóa, Thể thao và Du lịch", (),
    ),
    ("Trưởng Ban Quản lý rừng Vũ Thị An", None, "Vũ Thị An", "Trưởng Ban", "Ban Quản lý rừng", ()),
    ("Ông Lê Văn An, Phó Giám đốc Sở Y tế, ĐT: 0901", "Ông", "Lê Văn An", "Phó Giám đốc", "Sở Y tế", ()),
]  # fmt: skip

NOBODY = [
    "",
    "Các cán bộ đầu mối được phân công theo dõi tiến độ của các tiểu ban",
    "Vụ Pháp chế, Cục Y tế dự phòng",
    "Thứ trưởng Bộ Y tế",
    "Chủ tịch UBND tỉnh",
    "Giám đốc Sở Y tế Lâm Đồng",
    "Đồng chí Trưởng Ban Chỉ đạo",
    "Chủ tịch UBND thành phố Hồ Chí Minh",
    "Chủ tịch UBND tỉnh Hà Nam",
    "Chủ tịch UBND phường Nguyễn Thị Minh Khai",
    "Hiệu trưởng Trường THPT Nguyễn Thị Minh Khai",
    "Giám đốc Bệnh viện đa khoa Nguyễn Đình Chiểu",
    "Các đồng chí Thứ trưởng",
    "Trưởng Đoàn Kiểm tra liên ngành",
    "Bí thư Đoàn Thanh niên",
    "Bà Rịa - Vũng Tàu",
    "bà mẹ và trẻ em",
    "Sức khỏe Bà mẹ và Trẻ em",
]


@pytest.mark.parametrize(("text", "honorific", "name", "post", "organisation", "parents"), ONE)
def test_one_person(
    text: str,
    honorific: str | None,
    name: str,
    post: str | None,
    organisation: str | None,
    parents: tuple[str, ...],
) -> None:
    (mention,) = parse_people(text)
    person = mention.person
    assert (person.honorific, person.name, person.post) == (honorific, name, post)
    assert (person.organisation, person.parent_chain) == (organisation, parents)


@pytest.mark.parametrize("text", NOBODY)
def test_nobody(text: str) -> None:
    assert parse_people(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "1. Ông Lê Văn An, Giám đốc Sở Y tế;\n2. Bà Vũ Thị Bình - Chánh Văn phòng.",
        "Ông Lê Văn An, Giám đốc Sở Y tế; Bà Vũ Thị Bình, Chánh Văn phòng",
        "Ông Lê Văn An, Giám đốc Sở Y tế và bà Vũ Thị Bình, Chánh Văn phòng",
        "Ông Lê Văn An, Giám đốc Sở Y tế\nBà Vũ Thị Bình, Chánh Văn phòng",
        "- Lê Văn An, Giám đốc Sở Y tế\n- Vũ Thị Bình, Chánh Văn phòng",
    ],
)
def test_several_persons(text: str) -> None:
    mentions = parse_people(text)
    people = [m.person for m in mentions]
    assert [(p.name, p.post, p.organisation) for p in people] == [
        ("Lê Văn An", "Giám đốc", "Sở Y tế"),
        ("Vũ Thị Bình", "Chánh Văn phòng", None),
    ]
    assert text[mentions[0].start : mentions[0].end].endswith("Sở Y tế")
    assert text[mentions[1].start : mentions[1].end].endswith("Chánh Văn phòng")


def test_further_posts_are_kept() -> None:
    (mention,) = parse_people("Đồng chí: Lê Văn An, Thứ trưởng Bộ Y tế, Chánh Văn phòng;")
    assert (mention.person.post, mention.person.organisation) == ("Thứ trưởng", "Bộ Y tế")
    assert mention.other_posts == ("Chánh Văn phòng",)


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Bộ trưởng Bộ Công an", "Bộ Công an"),
        ("Giám đốc Sở Y tế", "Sở Y tế"),
        ("Chủ tịch UBND tỉnh", "UBND tỉnh"),
        ("Chủ tịch\nỦy ban nhân dân các xã;", "Ủy ban nhân dân các xã"),
        ("Thủ trưởng các sở, ban, ngành", "các sở, ban, ngành"),
        ("Thủ trưởng cơ quan ngang bộ", "cơ quan ngang bộ"),
        ("Chánh Văn phòng UBND tỉnh", "Văn phòng UBND tỉnh"),
        ("Tổng Thanh tra Chính phủ", "Thanh tra Chính phủ"),
        ("Thống đốc Ngân hàng Nhà nước", "Ngân hàng Nhà nước"),
        ("Trưởng ban Dân tộc", "ban Dân tộc"),
        ("Người đứng đầu các đơn vị", "các đơn vị"),
        ("Bộ trưởng", None),
        ("Phó Chủ tịch UBND tỉnh", None),
        ("Thủ tướng Chính phủ", None),
        ("Chủ tịch nước", None),
        ("Sở Y tế", None),
        ("", None),
    ],
)
def test_head_of_body(text: str, body: str | None) -> None:
    span = head_of_body(text)
    assert (None if span is None else text[slice(*span)]) == body


def person(name: str, organisation: str | None = "Cục A", post: str | None = "Cục trưởng") -> Person:
    return Person(name=name, organisation=organisation, post=post)


def test_the_majority_spelling_prevails() -> None:
    people = [person("Đỗ Trường An"), person("Đỗ Trương An"), person("Đỗ Trường An")]
    unified = unify_people(people)
    assert {unified[p].name for p in people} == {"Đỗ Trường An"}
    assert unified[people[1]].organisation == "Cục A"


def test_other_posts_and_even_counts_stay_apart() -> None:
    people = [person("Lê An"), person("Lê An"), person("Lê Ân", "Cục B"), person("Lê Ân", post=None)]
    assert all(unify_people(people)[p] == p for p in people)
    tie = [person("Lê Hòa"), person("Lê Hoa")]
    assert all(unify_people(tie)[p] == p for p in tie)


FAMILY = st.sampled_from(["Lê", "Nguyễn", "Đoàn", "Ông", "Văn", "H'Lan", "Giàng"])
GIVEN = st.sampled_from(["Văn", "Thị", "An", "Bình", "Trường", "Hội", "Ngọc", "Ánh", "A"])
NAMES = st.builds(lambda first, rest: [first, *rest], FAMILY, st.lists(GIVEN, min_size=1, max_size=3))
POSTS = st.sampled_from(["Giám đốc", "Phó Vụ trưởng", "Chủ tịch", "Chuyên viên chính"])
UNITS = st.sampled_from(["Sở Y tế", "Vụ Kế hoạch, Tài chính", "UBND tỉnh", "Cục Quản lý Khám, chữa bệnh"])


@given(
    st.lists(st.tuples(st.sampled_from(["Ông", "Bà", "TS."]), NAMES, POSTS, UNITS), min_size=1, max_size=4)
)
def test_printed_people_are_read_back(rows: list[tuple[str, list[str], str, str]]) -> None:
    for joint in ("; ", "\n", ";\n- "):
        text = joint.join(f"{h} {' '.join(n)}, {p} {u}" for h, n, p, u in rows)
        found = [m.person for m in parse_people(text)]
        assert [(f.honorific, f.name, f.post, f.organisation) for f in found] == [
            (h, " ".join(n), p, u) for h, n, p, u in rows
        ]


@given(st.text(alphabet="Ông Bà, Lê Văn An;-\n(:Sở Giám đốc.1", max_size=80))
def test_spans_quote_the_text(text: str) -> None:
    last = 0
    for mention in parse_people(text):
        assert last <= mention.start < mention.end <= len(text)
        assert mention.person.name.split()[-1].casefold() in text[mention.start : mention.end].casefold()
        last = mention.end


@pytest.mark.parametrize(
    ("start", "unit", "size"),
    [
        ("", "Ông ", 30_000),
        ("", "Lê Văn ", 20_000),
        ("", "Ông Lê An, ", 5_000),
        ("", "TS.", 40_000),
        ("", "(((", 40_000),
        ("", "Phó Chủ tịch UBND tỉnh Lê Văn Ba, ông Hà An, ", 1_500),
        ("Ông Lê An ", ", a", 50_000),
    ],
)
def test_hostile_texts_take_linear_time(start: str, unit: str, size: int) -> None:
    def read(count: int) -> None:
        text = start + unit * count
        parse_people(text)
        head_of_body(text)

    assert_in_line(read, size)
