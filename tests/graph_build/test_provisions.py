"""The point, clause, article or annex of an act that a citation points to."""

from __future__ import annotations

from typing import Any

import pytest

from graph_build.citations import find_citations

# words before the act; the provision
PROVISIONS = [
    ("theo điểm a khoản 1 Điều 3 ", "điểm a khoản 1 Điều 3"),
    ("khoản 2, khoản 3 Điều 5 của ", "khoản 2, khoản 3 Điều 5"),
    ("tại các Điều 5, 6 và Điều 7 ", "các Điều 5, 6 và Điều 7"),
    ("mục 3 Phụ lục II.8 và mục 2 Phụ lục VI.8 kèm theo ", "mục 3 Phụ lục II.8 và mục 2 Phụ lục VI.8"),
    ("Phụ lục I ban hành kèm theo ", "Phụ lục I"),
    (
        "theo điểm d, khoản 1 Điều 14 Quy chế trồng cây ven hồ ban hành kèm theo ",
        "điểm d, khoản 1 Điều 14 Quy chế trồng cây ven hồ",
    ),
    ("Điều 4 của Quy chế làm việc, ", None),
    ("khoản 3 Điều 17 trong nội dung khoản 4 Điều 1 ", "khoản 4 Điều 1"),
    ("theo **khoản 2**\nĐiều 15a ", "khoản 2**\nĐiều 15a"),
    ("quy định tại Điều 2\n", "Điều 2"),
    ("theo khoản 1 Điều này và ", None),
    ("Điều 10 và ", None),
    ("Điều 4. ", None),
    ("Điều 4\n", None),
    ("tại thời điểm 1 ", None),
    ("có đủ điều kiện của ", None),
]


@pytest.mark.parametrize(("before", "provision"), PROVISIONS)
def test_reads_the_provision_before_an_act(before: str, provision: Any) -> None:
    text = f"{before}Nghị định số 9/2020/NĐ-CP ngày 1/2/2020 của Chính phủ."
    (citation,) = find_citations(text)
    assert (citation.provision and citation.provision.exact) == provision
    if citation.provision is not None:
        assert text[citation.provision.start : citation.provision.end] == provision


def test_each_act_has_its_own_provision() -> None:
    text = (
        "Điều 10 Nghị định số 4/2017/NĐ-CP, sửa đổi tại khoản 5 Điều 1 Nghị định số 1/2021/NĐ-CP và Luật Giá."
    )
    found = [one.provision and one.provision.exact for one in find_citations(text)]
    assert found == ["Điều 10", "khoản 5 Điều 1", None]
