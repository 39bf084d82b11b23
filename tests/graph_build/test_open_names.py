"""Names that no register has are found whole: bodies, collectives, lists that give the kind word once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from graph_build.actors import ActorContext, parts
from graph_build.posts import post_end
from graph_build.records import Actor, DocumentRecord, Duty, Evidence, Header
from graph_build.spellings import one_spelling
from graph_build.unit_book import UnitBook
from graph_build.units import find_mentions
from tests.growth import assert_in_line

PROVINCE = "Ủy ban nhân dân tỉnh Sơn Hà"
EMPTY = UnitBook([])
QUOTE = Evidence(exact="x", start=0, end=1)
EMPTY_RECORD = DocumentRecord(
    source_name="a.txt", media_type="text/plain", sha256="0", text_sha256="0", header=Header()
)


def found(text: str, *, listed: bool = True) -> list[tuple[str, str]]:
    mentions = find_mentions(EMPTY, text, PROVINCE, listed=listed)
    return [(mention.kind, mention.name) for mention in mentions]


def names(text: str, *, listed: bool = True) -> list[str]:
    return [name for _, name in found(text, listed=listed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a comma inside a name
        ("Báo và Phát thanh, Truyền hình Sơn Hà", ["Báo và Phát thanh, Truyền hình Sơn Hà"]),
        ("Ban Quản lý các khu công nghiệp, khu kinh tế", ["Ban Quản lý các khu công nghiệp, khu kinh tế"]),
        ("Sở Văn hóa, Thể thao và Du lịch, Sở Y tế", ["Sở Văn hóa, Thể thao và Du lịch", "Sở Y tế"]),
        # letters for a name, joined by "&" or behind the letter of their kind
        ("Phòng KT&ĐBCL, Phòng Đào tạo", ["Phòng KT&ĐBCL", "Phòng Đào tạo"]),
        ("P. KHCN", ["P. KHCN"]),
        (
            "Ban QLDA đầu tư xây dựng giao thông; Báo và Đài Phát thanh, Truyền hình tỉnh",
            ["Ban QLDA đầu tư xây dựng giao thông", "Báo và Đài Phát thanh, Truyền hình tỉnh"],
        ),
        ("CA tỉnh, BCH Quân sự phường; BHXH xã", ["CA tỉnh", "BCH Quân sự phường", "BHXH xã"]),
        ("P. Đào tạo, TT CNTT; P. KT&ĐBCL", ["P. Đào tạo", "TT CNTT", "P. KT&ĐBCL"]),
        ("VP UBND tỉnh, VNPT Sơn Hà, A. Sơn", ["VP UBND tỉnh", "VNPT Sơn Hà"]),
        ("Các khoa; Khoa liên quan; nhà cung cấp", ["Các khoa", "Khoa liên quan", "Nhà cung cấp"]),
        ("Các khoa học", []),
        ("Các xóm, Tổ công nghệ số cộng đồng", ["Các xóm", "Tổ công nghệ số cộng đồng"]),
        ("Phòng Tin học, đơn vị cung cấp máy ấp", ["Phòng Tin học", "Đơn vị cung cấp máy ấp"]),
        ("Phòng Tin học, đơn vị tư vấn", ["Phòng Tin học", "Đơn vị tư vấn"]),
        ("Phòng Hành chính giải ngân vốn", ["Phòng Hành chính giải ngân vốn"]),
        (
            "Các Bộ: Quốc phòng, Nông nghiệp và PTNT",
            ["Bộ Quốc phòng", "Bộ Nông nghiệp và PTNT"],
        ),
        ("Sở Y tế & Sở Nội vụ", ["Sở Y tế", "Sở Nội vụ"]),
        # people named by their post, who fill an item
        ("Công chức Văn phòng - Thống kê; Công an xã", ["Công chức Văn phòng - Thống kê", "Công an xã"]),
        ("Hiệu trưởng, Tổng phụ trách Đội và kế toán", ["Hiệu trưởng", "Tổng phụ trách Đội", "Kế toán"]),
        ("Đoàn Thanh niên, Trưởng ấp", ["Đoàn Thanh niên", "Trưởng ấp"]),
        ("Cán bộ Phòng Kinh tế; Trưởng phòng Đào tạo", ["Phòng Kinh tế", "Phòng Đào tạo"]),
        ("Giáo viên tham gia lớp tập huấn", []),
        ("Thư ký hội đồng; các nhóm trưởng", ["Thư ký hội đồng", "Các nhóm trưởng"]),
        ("Ban QLDA, các CTTV; Cảng Tân Vũ", ["Ban QLDA", "Các CTTV", "Cảng Tân Vũ"]),
        ("Công an phường; các khu phố", ["Công an phường", "Các khu phố"]),
        ("Đội Quản lý trật tự đô thị", ["Đội Quản lý trật tự đô thị"]),
        ("BS. Trưởng Khoa Nội; Tổ triển khai thư viện", ["Khoa Nội", "Tổ triển khai thư viện"]),
        ("Tổ chức thi; Tổ chức thực hiện", []),
        ("Các vườn quốc gia; các thư viện huyện", ["Các vườn quốc gia", "Các thư viện huyện"]),
        ("Các chương trình phát thanh", []),
        ("Cục Nhà giáo và Cán bộ quản lý, Sở Y tế", ["Cục Nhà giáo và Cán bộ quản lý", "Sở Y tế"]),
        (
            "Trung tâm Xúc tiến đầu tư, thương mại và du lịch; các hộ dân",
            ["Trung tâm Xúc tiến đầu tư, thương mại và du lịch", "Các hộ dân"],
        ),
        ("Các khoa; doanh nghiệp liên kết", ["Các khoa", "Doanh nghiệp liên kết"]),
        ("Doanh nghiệp cung cấp Sở Y tế", ["Sở Y tế"]),
        (
            "Hội đồng phối hợp phổ biến, giáo dục pháp luật xã",
            ["Hội đồng phối hợp phổ biến, giáo dục pháp luật xã"],
        ),
        # parts of a body, and a body whose name begins like a verb
        ("Bộ phận Một cửa; Ban Hành chính", ["Bộ phận Một cửa", "Ban Hành chính"]),
        ("Ban hành văn bản", []),
        ("TT. S&HL, MTTQ xã", ["TT. S&HL", "MTTQ xã"]),
        # another actor behind "và", and bodies of one level
        ("Liên đoàn Lao động tỉnh và địa phương", ["Liên đoàn Lao động tỉnh"]),
        ("Liên đoàn Lao động cùng cấp, Sở Y tế", ["Liên đoàn Lao động cùng cấp", "Sở Y tế"]),
        # the next cell or line has lost its mark
        ("Bộ Xây dựng Các bộ, ngành", ["Bộ Xây dựng", "Các bộ, ngành"]),
        # the letters of a document's number name nobody
        ("Sở Y tế theo Quyết định số 46/QĐ-UBND", ["Sở Y tế"]),
        ("Nghị quyết số 12/2025/NQ-HĐND", []),
        # a body whose name begins with a kind of area
        ("Hội Nông dân tỉnh, Tỉnh đoàn, Huyện ủy", ["Hội Nông dân tỉnh", "Tỉnh đoàn", "Huyện ủy"]),
        # fields alone after several kinds, which a qualifier may follow
        ("các Bộ, ngành liên quan: Y tế, Tài chính", ["Bộ Y tế", "Bộ Tài chính"]),
        # "và" inside the names of a list that goes on with a comma, or before its last name
        (
            "Các Cục: Sông và Hồ chứa, Núi và Rừng; Sở Y tế",
            ["Cục Sông và Hồ chứa", "Cục Núi và Rừng", "Sở Y tế"],
        ),
        ("Các Vụ: Pháp chế, Dân vận và Thi đua", ["Vụ Pháp chế", "Vụ Dân vận", "Vụ Thi đua"]),
        ("Cục Kinh tế hợp tác và Làng nghề", ["Cục Kinh tế hợp tác và Làng nghề"]),
        # a line break inside a name, and a kind word at the end of a line
        ("Sở\nKhoa học và Công nghệ, Bộ\nCông an", ["Sở Khoa học và Công nghệ", "Bộ Công an"]),
        ("Văn phòng\nUBND tỉnh\nSở Nội vụ", ["Văn phòng UBND tỉnh", "Sở Nội vụ"]),
        ("Văn phòng\nUBND các xã", ["Văn phòng", "UBND các xã"]),
        ("Viện Hàn lâm Việt Nam;\n- Bộ Ngoại giao", ["Viện Hàn lâm Việt Nam", "Bộ Ngoại giao"]),
        # dashes: part of a name, or between two
        ("Sở Quy hoạch - Kiến trúc", ["Sở Quy hoạch - Kiến trúc"]),
        ("Vụ Pháp chế - Bộ Tài chính", ["Vụ Pháp chế", "Bộ Tài chính"]),
        ("Ngân hàng Phát triển - Chi nhánh Sơn Hà", ["Ngân hàng Phát triển - Chi nhánh Sơn Hà"]),
        # state companies, banks, institutes, unions, courts, media, Party bodies, communes
        ("Tổng công ty Đường sông Miền Bắc; EVN", ["Tổng công ty Đường sông Miền Bắc", "EVN"]),
        ("Ngân hàng nhà nước Việt Nam", ["Ngân hàng nhà nước Việt Nam"]),
        (
            "Viện Nghiên cứu phát triển Đô thị; Trường Đại học Sơn Hà",
            ["Viện Nghiên cứu phát triển Đô thị", "Trường Đại học Sơn Hà"],
        ),
        (
            "Liên đoàn Lao động tỉnh, Liên minh Hợp tác xã, Tòa án nhân dân tỉnh",
            ["Liên đoàn Lao động tỉnh", "Liên minh Hợp tác xã", "Tòa án nhân dân tỉnh"],
        ),
        (
            "Ban Tuyên giáo và Dân vận Tỉnh ủy, Đảng ủy các cơ quan Đảng tỉnh",
            ["Ban Tuyên giáo và Dân vận Tỉnh ủy", "Đảng ủy các cơ quan Đảng tỉnh"],
        ),
        ("UBND xã Tân Lập, UBND phường Bến Gỗ", ["UBND xã Tân Lập", "UBND phường Bến Gỗ"]),
        (
            "Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh",
            ["Văn phòng Đoàn đại biểu Quốc hội và Hội đồng nhân dân tỉnh"],
        ),
        (
            "Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh",
            ["Ban Quản lý dự án đầu tư xây dựng công trình giao thông tỉnh"],
        ),
        ("Tổ công tác triển khai Đề án 06", ["Tổ công tác triển khai Đề án 06"]),
        (
            "Ban quản lý Khu Nông nghiệp ứng dụng công nghệ cao",
            ["Ban quản lý Khu Nông nghiệp ứng dụng công nghệ cao"],
        ),
        # heads count as their body; a word printed twice
        ("Giám đốc Sở Y tế; Cục trưởng Cục Đường sông", ["Sở Y tế", "Cục Đường sông"]),
        ("Sở Sở Công Thương", ["Sở Công Thương"]),
        ("các hội thảo, hội nghị", []),
    ],
)
def test_names_of_bodies_are_whole(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("các bộ, ngành liên quan nghiên cứu, ban hành", ["Các bộ, ngành liên quan"]),
        ("các sở, ngành thực hiện việc này", ["Các sở, ngành"]),
        ("Sở Khoa học và Công nghệ phát động phong trào thi đua", ["Sở Khoa học và Công nghệ"]),
        ("Sở Y tế Sơn Hà tuyên truyền", ["Sở Y tế Sơn Hà"]),
        ("UBND thành phố Sơn Hà dọn rác", ["UBND thành phố Sơn Hà"]),
        ("UBND xã Sơn Lập thuộc huyện Sơn Hà dọn rác", ["UBND xã Sơn Lập thuộc huyện Sơn Hà"]),
        ("Báo Sơn Hà tăng thời lượng đưa tin", ["Báo Sơn Hà"]),
        ("Báo và Phát thanh, Truyền hình Sơn Hà chủ động đưa tin", ["Báo và Phát thanh, Truyền hình Sơn Hà"]),
        ("Viện Nghiên cứu phát triển tỉnh nghiên cứu mô hình", ["Viện Nghiên cứu phát triển tỉnh"]),
        ("Ban Quản lý dự án xây dựng kế hoạch", ["Ban Quản lý dự án"]),
        ("với các đơn vị tổ chức tuyên truyền", ["Các đơn vị"]),
        ("Tổ chức tuyên truyền sâu rộng", []),
        ("toàn thể cán bộ, công chức", []),
        ("các Bộ: Tài chính, Tư pháp phối hợp", ["Bộ Tài chính", "Bộ Tư pháp"]),
        ("Chương trình phát triển thương mại miền núi", []),
        ("Văn phòng UBND tỉnh chủ trì, phối hợp với Trạm Y tế xã", ["Văn phòng UBND tỉnh", "Trạm Y tế xã"]),
        # a verb behind the kind word is what a body was set up for where its work comes later
        ("Hội đồng tuyển dụng viên chức tỉnh tổ chức thi", ["Hội đồng tuyển dụng viên chức tỉnh"]),
        ("Tổ công tác tháo gỡ khó khăn chủ trì họp", ["Tổ công tác tháo gỡ khó khăn"]),
        ("Hội đồng thẩm tra hồ sơ, trình Sở Y tế", ["Hội đồng", "Sở Y tế"]),
        ("Tổ công tác xét duyệt hồ sơ.", ["Tổ công tác"]),
        ("Khoa Nội tổng hợp số liệu gửi Sở Y tế", ["Khoa Nội", "Sở Y tế"]),
        ("Khoa Nội tổng hợp tổ chức giao ban", ["Khoa Nội tổng hợp"]),
    ],
)
def test_a_clause_ends_a_name(text: str, expected: list[str]) -> None:
    assert names(text, listed=False) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ban Chỉ đạo các tỉnh; Ban Chỉ đạo cấp quân khu",
            ["Ban Chỉ đạo các tỉnh", "Ban Chỉ đạo cấp quân khu"],
        ),
        ("Hội Nông dân các cấp", ["Hội Nông dân các cấp"]),
        ("Công an các đơn vị, địa phương", ["Công an các đơn vị, địa phương"]),
        ("Sở Y tế các tỉnh, thành phố", ["Sở Y tế các tỉnh, thành phố"]),
        ("Phòng Văn hóa - Xã hội các xã, phường", ["Phòng Văn hóa - Xã hội các xã, phường"]),
        ("UBND 06 thành phố trực thuộc trung ương", ["UBND 06 thành phố trực thuộc trung ương"]),
        ("03 Bộ; Bộ/ngành/địa phương", ["03 Bộ", "Bộ/ngành/địa phương"]),
        ("UBND các tỉnh, thành phố vùng Đông Nam Bộ", ["UBND các tỉnh, thành phố vùng Đông Nam Bộ"]),
        ("các tổ chức thành viên; doanh nghiệp", ["Các tổ chức thành viên", "Doanh nghiệp"]),
        ("các doanh nghiệp cung cấp dịch vụ viễn thông", ["Các doanh nghiệp cung cấp dịch vụ viễn thông"]),
        ("các sở, ban, ngành, đoàn thể tỉnh", ["Các sở, ban, ngành, đoàn thể tỉnh"]),
        ("các Trường Đại học, Cao đẳng trên địa bàn", ["Các Trường Đại học, Cao đẳng trên địa bàn"]),
        ("UBND xã nơi có dự án", ["UBND xã nơi có dự án"]),
        ("các đơn vị trực thuộc Sở Y tế", ["Các đơn vị trực thuộc Sở Y tế"]),
        ("các tổ chức CT-XH tỉnh", ["Các tổ chức CT-XH tỉnh"]),
        ("các cơ quan tham mưu giúp việc", ["Các cơ quan tham mưu giúp việc"]),
        ("cơ quan quản lý nhà nước", ["Cơ quan quản lý nhà nước"]),
        ("đại biểu Quốc hội tỉnh Sơn Hà", ["Đại biểu Quốc hội tỉnh Sơn Hà"]),
    ],
)
def test_collectives_stay_as_written(text: str, expected: list[str]) -> None:
    assert found(text) == [("group", name) for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("các Bộ: Y tế, Tài chính và Nội vụ", ["Bộ Y tế", "Bộ Tài chính", "Bộ Nội vụ"]),
        (
            "các Bộ Quốc phòng, Văn hóa, Thể thao và Du lịch, Khoa học và Công nghệ",
            ["Bộ Quốc phòng", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ Khoa học và Công nghệ"],
        ),
        ("Sở Tài chính, Nội vụ; Công an tỉnh", ["Sở Tài chính", "Sở Nội vụ", "Công an tỉnh"]),
        ("Sở: Tài chính, Tư pháp", ["Sở Tài chính", "Sở Tư pháp"]),
        ("các Vụ: Kế hoạch - Tài chính, Pháp chế", ["Vụ Kế hoạch - Tài chính", "Vụ Pháp chế"]),
        ("UBND các xã: Tân Lập, Hòa Sơn", ["UBND xã Tân Lập", "UBND xã Hòa Sơn"]),
        ("UBND phường Bến Gỗ, xã Tân Lập", ["UBND phường Bến Gỗ", "UBND xã Tân Lập"]),
        ("UBND các tỉnh, thành phố: Sơn Hà, Bến Gỗ", ["UBND Sơn Hà", "UBND Bến Gỗ"]),
        ("các sở, ngành: Sở Tài chính, Sở Nội vụ", ["Sở Tài chính", "Sở Nội vụ"]),
    ],
)
def test_a_list_that_gives_the_kind_once_names_every_member(text: str, expected: list[str]) -> None:
    assert found(text) == [("unit", name) for name in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sở A Khê (chủ trì), Sở Y tế (phối hợp)", [("Sở A Khê", "lead"), ("Sở Y tế", "coordinate")]),
        ("Sở Y tế chủ trì; Sở Nội vụ, Sở Tư pháp phối hợp", ["lead", "coordinate", "coordinate"]),
        ("Sở Y tế (cơ quan đầu mối); Sở Nội vụ", [("Sở Y tế", "focal"), ("Sở Nội vụ", "lead")]),
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ", ["lead", "coordinate"]),
        ("Sở Y tế\nSở Nội vụ", ["lead", "lead"]),
        ("Sở Y tế (Trung tâm Kiểm soát bệnh tật)", ["lead", "lead"]),
    ],
)
def test_a_note_behind_a_name_gives_its_role(text: str, expected: list[object]) -> None:
    read = parts(ActorContext(EMPTY, PROVINCE), text, "lead", listed=True)
    told = [(part.mention.name, part.role) for part in read]
    assert told == expected or [role for _, role in told] == expected


def test_people_of_several_bodies_are_not_the_bodies() -> None:
    read = parts(ActorContext(EMPTY, PROVINCE), "Thú y viên các bản; Sở Y tế", "lead", listed=True)
    assert [part.mention.name for part in read] == ["Sở Y tế"]


def test_a_body_in_parentheses_stands_within_the_one_before_them() -> None:
    read = parts(
        ActorContext(EMPTY, PROVINCE), "Bộ Y tế (Cục Phòng bệnh), Vụ Đường sông", "lead", listed=True
    )
    told = [(part.mention.name, part.mention.parent) for part in read]
    assert told == [("Bộ Y tế", None), ("Cục Phòng bệnh", "Bộ Y tế"), ("Vụ Đường sông", None)]


UNITS = st.sampled_from(
    [
        "Sở Văn hóa, Thể thao và Du lịch",
        "Sở Khoa học và Công nghệ",
        "Bộ Lao động - Thương binh và Xã hội",
        "Cục Quản lý Khám, chữa bệnh",
        "Viện Nghiên cứu phát triển Đô thị",
        "Tập đoàn Than - Khoáng sản Miền Bắc",
        "Công an tỉnh",
        "UBND xã Tân Lập",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy",
        "Trường Đại học Sơn Hà",
        "Hội Liên hiệp Phụ nữ tỉnh",
        "Các cơ quan báo chí",
        "UBND các xã, phường",
        "Các đơn vị liên quan",
        "Bộ Chỉ huy Quân sự tỉnh",
    ]
)


@given(st.lists(UNITS, min_size=1, max_size=6, unique=True), st.data())
def test_names_put_together_come_apart_again(listed: list[str], data: st.DataObject) -> None:
    text = listed[0]
    for name in listed[1:]:
        joint = data.draw(st.sampled_from([", ", "; ", ";\n- ", "\n", " và ", ",\n"]))
        text += joint + (name[:1].lower() + name[1:] if name.startswith("Các") else name)
    assert names(text) == listed


def spelt(*printed: str) -> list[str]:
    actors = [Actor(kind="unit", name=name, as_written=name, known=False) for name in printed]
    duty = Duty(section="1", text="x", actors=tuple(actors), evidence=QUOTE)
    record = one_spelling(replace(EMPTY_RECORD, duties=(duty,)))
    return [actor.name for actor in record.duties[0].actors]


def test_one_name_has_one_spelling_in_a_document() -> None:
    assert spelt("Sở Tài Chính", "Sở Tài chính", "Sở Tài chính") == ["Sở Tài chính"] * 3
    assert spelt("UBND xã phường", "UBND xã phường", "UBND xã, phường") == ["UBND xã, phường"] * 3
    assert spelt("UBND xã A", "Ủy ban nhân dân xã A", "Sở Y tế") == ["UBND xã A", "UBND xã A", "Sở Y tế"]


def test_civil_servants_of_a_field_in_running_text_are_no_post() -> None:
    assert post_end("Công chức Văn hóa - Xã hội xã", 0) == len("Công chức Văn hóa - Xã hội xã")
    assert post_end("công chức văn hóa và xã hội", 0) is None
    assert post_end("trưởng các thôn, bản", 0) == len("trưởng các thôn, bản")


def test_words_that_say_a_part_are_found_in_linear_time() -> None:
    context = ActorContext(EMPTY, PROVINCE)
    assert_in_line(lambda count: parts(context, "Sở Y tế" + " - " * count + "x", "lead"), 1_500)
    read = parts(context, "**Sở Y tế** * Phối hợp: Sở Nội vụ", "lead")
    assert [(one.mention.name, one.role) for one in read] == [
        ("Sở Y tế", "lead"),
        ("Sở Nội vụ", "coordinate"),
    ]
