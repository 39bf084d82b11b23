"""Acts cited by their names: the Constitution, laws, schemes, and names that the text itself gives."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.citations import find_citations

# text; surface, name, date, core of each citation by name
NAMED = [
    (
        "theo Luật Quy hoạch ngày 24 tháng 11 năm 2017 và",
        [("Luật Quy hoạch ngày 24 tháng 11 năm 2017", "Luật Quy hoạch", "2017-11-24", True)],
    ),
    (
        "tại Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch ngày 20/11/2018;",
        [
            (
                "Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch ngày 20/11/2018",
                "Luật sửa đổi, bổ sung một số điều của 37 Luật có liên quan đến quy hoạch",
                "2018-11-20",
                True,
            )
        ],
    ),
    ("- Căn cứ Điều lệ Đảng;", [("Điều lệ Đảng", "Điều lệ Đảng", None, True)]),
    ("theo Điều lệ Đảng bộ", []),
    ("theo Luật Đất đai 2024 quy định", [("Luật Đất đai 2024", "Luật Đất đai", "2024", True)]),
    ("Luật Giá (2012) và", [("Luật Giá (2012)", "Luật Giá", "2012", True)]),
    (
        "theo các luật: Dược, Khám bệnh, chữa bệnh, Đất đai và Luật Giá;",
        [
            ("luật: Dược", "Luật Dược", None, True),
            ("Khám bệnh, chữa bệnh", "Luật Khám bệnh, chữa bệnh", None, True),
            ("Đất đai", "Luật Đất đai", None, True),
            ("Luật Giá", "Luật Giá", None, True),
        ],
    ),
    (
        "các Luật Đất đai trong vùng; các luật thuế, đất đai và giá",
        [("Luật Đất đai", "Luật Đất đai", None, True)],
    ),
    ("theo Luật Đất đai năm 2013 thì", [("Luật Đất đai năm 2013", "Luật Đất đai", "2013", True)]),
    (
        "tại Luật Thi đua, khen thưởng và các",
        [("Luật Thi đua, khen thưởng", "Luật Thi đua, khen thưởng", None, True)],
    ),
    (
        "tại Luật Trồng rừng ngập mặn về",
        [("Luật Trồng rừng ngập mặn", "Luật Trồng rừng ngập mặn", None, True)],
    ),
    ("theo quy định của pháp luật, kỷ luật, luật sư và QUY PHẠM PHÁP LUẬT, VĂN BẢN", []),
    (
        "tại Luật sửa đổi, bổ sung một số điều của Luật Dược, Luật Giá và Luật Hải quan ngày 29/11/2024;",
        [
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Dược, Luật Giá và Luật Hải quan ngày 29/11/2024",
                "Luật sửa đổi, bổ sung một số điều của Luật Dược, Luật Giá và Luật Hải quan",
                "2024-11-29",
                True,
            ),
            ("Luật Dược", "Luật Dược", None, True),
            ("Luật Giá", "Luật Giá", None, True),
            ("Luật Hải quan", "Luật Hải quan", None, True),
        ],
    ),
    (
        "trình Luật sửa đổi, bổ sung một số điều của Luật Dược, Luật Dân số, dự án",
        [
            (
                "Luật sửa đổi, bổ sung một số điều của Luật Dược",
                "Luật sửa đổi, bổ sung một số điều của Luật Dược",
                None,
                True,
            ),
            ("Luật Dược", "Luật Dược", None, True),
            ("Luật Dân số", "Luật Dân số", None, True),
        ],
    ),
    (
        "Xây dựng Đề án “Vườn hoa bốn mùa ven hồ” trình",
        [("Đề án “Vườn hoa bốn mùa ven hồ”", "Đề án Vườn hoa bốn mùa ven hồ", None, False)],
    ),
    (
        "thực hiện Chương trình trồng cây ven đường giai đoạn 2021-2025, tầm nhìn đến năm 2040 theo",
        [
            (
                "Chương trình trồng cây ven đường giai đoạn 2021-2025, tầm nhìn đến năm 2040",
                "Chương trình trồng cây ven đường giai đoạn 2021-2025, tầm nhìn đến năm 2040",
                None,
                False,
            )
        ],
    ),
    ("kết quả của Đề án 06 trong năm", [("Đề án 06", "Đề án 06", None, False)]),
    ("xây dựng chương trình, kế hoạch và đề án của đơn vị.", []),
]


@pytest.mark.parametrize(("text", "expected"), NAMED)
def test_reads_acts_cited_by_name(text: str, expected: Any) -> None:
    found = [c for c in find_citations(text) if c.number is None]
    assert [(c.surface, c.name, c.date, c.core) for c in found] == expected


def test_an_act_to_come_is_named_by_what_it_changes() -> None:
    outer, inner = find_citations(
        "Xây dựng Nghị định của Chính phủ thay thế Nghị định số 5/2011/NĐ-CP về quạt."
    )
    assert (outer.number, outer.type, outer.issuer, outer.core) == (None, "Nghị định", "Chính phủ", False)
    assert outer.name == "Nghị định của Chính phủ thay thế Nghị định số 5/2011/NĐ-CP"
    assert (inner.number, inner.role) == ("5/2011/NĐ-CP", "replaces")


def test_a_name_learned_from_the_subject_of_an_act_counts_elsewhere() -> None:
    text = (
        "Nghị quyết số 3/NQ-CP của Chính phủ về Chương trình trồng cây ven sông;\n\n"
        "Sơ kết chương trình trồng cây ven sông hằng năm."
    )
    names = [(c.surface, c.name) for c in find_citations(text) if c.number is None]
    assert names == [("chương trình trồng cây ven sông", "Chương trình trồng cây ven sông")]
