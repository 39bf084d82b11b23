"""Official documents whose heading is lost are told by their bodies, and other pages are not."""

from __future__ import annotations

import pytest

from graph_build.extract import extract, unit_book
from graph_build.header import read_header
from graph_build.readers import source_text
from graph_build.records import DocumentRecord

DUTIES = """1. Sở Y tế
- Chủ trì, phối hợp với Sở Tài chính lập kế hoạch trồng cây thuốc.
2. Sở Tài chính: bố trí kinh phí trồng cây.
3. UBND các huyện, thành phố tổ chức trồng cây.
"""
ENDED = DUTIES.rstrip(".\n") + "./."
CLOSING = """
Nơi nhận:
- Như trên;
- Lưu: VT.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Trần Văn Cây
"""


def read(text: str) -> DocumentRecord:
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


def leads(record: DocumentRecord) -> list[str]:
    return [actor.name for duty in record.duties for actor in duty.actors]


OFFICIAL = {
    "the middle of a plan, signed": (f"của tỉnh.\n\nIV. TỔ CHỨC THỰC HIỆN\n\n{DUTIES}{CLOSING}", None),
    "a plan that names itself": (
        f"của tỉnh.\n\nIV. TỔ CHỨC THỰC HIỆN\n\n{DUTIES}\nKế hoạch này thay thế bản cũ./.\n{CLOSING}",
        "Kế hoạch",
    ),
    "a section up to the mark of the end": (
        f"# BAN HÀNH VIỆC TRỒNG CÂY\n\n## Mục III. TỔ CHỨC THỰC HIỆN\n{ENDED}\n",
        None,
    ),
}


@pytest.mark.parametrize("name", OFFICIAL)
def test_a_body_tells_an_official_document(name: str) -> None:
    text, kind = OFFICIAL[name]
    record = read(text)
    assert (record.header.official, record.header.type) == (True, kind)
    assert (record.header.number, record.header.date) == (None, None)
    assert leads(record) == ["Sở Y tế", "Sở Tài chính", "UBND các huyện, thành phố"]


def test_the_ledger_says_what_is_missing_and_quotes_what_told() -> None:
    record = read(f"IV. TỔ CHỨC THỰC HIỆN\n\n{DUTIES}{CLOSING}")
    found = {issue.code: issue for issue in record.skipped}
    assert {"lost-heading", "no-number", "no-date"} <= set(found)
    assert "not-official" not in found
    assert found["lost-heading"].text == "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Cây"


def test_a_letter_without_heading_is_read() -> None:
    header = read_header(
        "V/v trồng cây\n\nKính gửi: Sở Y tế.\n\nThực hiện Công văn số 5/UBND-KT ngày 1/2/2022 của UBND tỉnh, "
        f"UBND huyện yêu cầu trồng cây./.\n{CLOSING}"
    )
    assert (header.official, header.type, header.title) == (True, "Công văn", "V/v trồng cây")


def test_an_annexed_regulation_is_read_and_its_title_may_begin_like_a_kind() -> None:
    header = read_header(
        "QUY CHẾ\nPhối hợp trồng cây\n(Ban hành kèm theo Quyết định số 5/QĐ-UBND ngày 1/2/2016)\n\n"
        "Chương I\nQUY ĐỊNH CHUNG\n\nĐiều 1. Phạm vi\nQuy chế này nói về cây.\n"
    )
    assert (header.official, header.type) == (True, "Quy chế")
    assert header.title == "Phối hợp trồng cây"


def test_an_enacting_formula_tells_a_decision() -> None:
    header = read_header(f"Căn cứ Luật Cây;\n\nQUYẾT ĐỊNH:\n\nĐiều 1. Giao Sở Y tế trồng cây.\n{CLOSING}")
    assert (header.official, header.type) == (True, "Quyết định")


GIVEN = "".join(f"{n}. Sở Y tế chủ trì, phối hợp với Sở Tài chính trồng cây {n}.\n" for n in range(2, 7))


@pytest.mark.parametrize(
    ("before", "official"),
    [
        ("của tỉnh; cây xanh.\n", True),
        ("", True),
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n——; /CT- a Nội\nCHI THI\n", True),
        ("# Tỉnh giao việc trồng cây\n", False),
    ],
)
def test_a_torn_text_that_gives_out_many_works_is_official(before: str, *, official: bool) -> None:
    assert read_header(before + GIVEN).official is official
    assert not read_header(before + "\n".join(GIVEN.split("\n")[:3])).official


def test_a_signature_behind_the_clause_of_who_carries_it_out_tells() -> None:
    text = "và cây xanh.\n\nĐiều 5. Sở Y tế chịu trách nhiệm thi hành Quyết định này./.\n\n"
    assert read_header(text + "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nTrần Văn Cây\n").type == "Quyết định"
    assert not read_header(text + "Trần Văn Cây\n").official


def test_of_a_torn_heading_only_a_whole_name_is_the_issuer() -> None:
    header = read_header(
        f"SỞ Y TẾĐỘC LẬP\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n——; /CT- a Nội\nCHI THI\n{GIVEN}"
    )
    assert (header.official, header.issuer) == (True, None)


def test_a_school_under_an_office_in_one_line_is_the_issuer() -> None:
    header = read_header(
        "| SỞ GD&ĐT MẪU TRƯỜNG THPT CÂY XANH Số: 5/KH-CX | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM |\n\n"
        "KẾ HOẠCH\nTrồng cây\n\nCăn cứ Luật Cây;\n"
    )
    assert (header.number, (header.issuer or "").lower()) == ("5/KH-CX", "trường thpt cây xanh")


OTHERS = {
    "an answer": f"# Ai phải trồng cây?\n\nIV. TỔ CHỨC THỰC HIỆN\n{DUTIES}{CLOSING}",
    "a form": f"# Mẫu kế hoạch trồng cây\n\nIV. TỔ CHỨC THỰC HIỆN\n{DUTIES}{CLOSING}",
    "a form without name": f"{DUTIES}\nNơi nhận:\n- VT.\nGIÁM ĐỐC\n(Ký, ghi rõ họ tên)\n",
    "news": f"# Tỉnh ra kế hoạch trồng cây\n\nTheo đó, các sở có việc sau:\n\n{DUTIES}\nBáo Cây\n",
    "news that ends like a document": f"# Tỉnh trồng cây\n\nHôm qua, tỉnh họp.\n\n{ENDED}\n",
    "a list of offices": f"# Cơ cấu\n\nTrường có các phòng.\n\n{DUTIES}\nĐiện thoại: 123\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_other_pages_are_not_official(name: str) -> None:
    assert not read_header(OTHERS[name]).official


HEADING = """ỦY BAN NHÂN DÂN TỈNH MẪU
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 5/KH-UBND
Mẫu, ngày 1 tháng 2 năm 2022
KẾ HOẠCH
Trồng cây
Căn cứ Luật Cây;
"""


@pytest.mark.parametrize(
    ("line", "official"),
    [
        ("[Trang chủ](/) [Tin tức](/tin) [Văn bản](/van-ban)\n", True),
        (
            "Hôm qua Sở Y tế ban hành kế hoạch trồng cây trong toàn tỉnh, với nhiều việc, như bài viết.\n",
            False,
        ),
    ],
)
def test_a_heading_far_down_counts_behind_menus_but_not_behind_news(line: str, *, official: bool) -> None:
    assert read_header(line * (2600 // len(line) + 1) + HEADING).official is official


def test_a_number_behind_the_issuer_in_one_cell_is_read() -> None:
    header = read_header(
        "VĂN PHÒNG CHÍNH PHỦ Số: 14/TB-VPCP | CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM Hà Nội, ngày 07/06/2013"
        " |\n\nTHÔNG BÁO\nKết luận về cây\n"
    )
    assert (header.number, header.issuer) == ("14/TB-VPCP", "Văn phòng Chính phủ")
