"""Which one issued, of the bodies that every place has under one name."""

from __future__ import annotations

import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import DocumentRecord
from ontology.vocab import DEFAULT_BASE as BASE

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
WORDS = "Sở Y tế chủ trì, phối hợp với Phòng Cây xanh xây dựng vườn ươm"


def _plan(organs: str, place: str = "", recipients: str = "", words: str = WORDS) -> DocumentRecord:
    text = (
        f"{organs}\n{NATION}\nSố: 3/KH-SYT\n{place}ngày 3 tháng 2 năm 2031\n\nKẾ HOẠCH\nTrồng cây\n\n"
        f"I. NHIỆM VỤ\n\n1. {words}.\n\nNơi nhận:\n{recipients}- Lưu: VT.\n"
    )
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


@pytest.mark.parametrize(
    ("organs", "place", "recipients", "document", "unit", "told"),
    [
        (
            "UBND TỈNH AN SƠN\nSỞ Y TẾ",
            "Đà Lạt, ",
            "",
            "tinh-an-son",
            "uy-ban-nhan-dan-tinh-an-son/so-y-te",
            True,
        ),
        ("SỞ Y TẾ", "Lâm Đồng, ", "", "tinh-lam-dong", "uy-ban-nhan-dan-tinh-lam-dong/so-y-te", True),
        (
            *("SỞ Y TẾ", "TP. Hồ Chí Minh, ", "", "thanh-pho-ho-chi-minh"),
            *("uy-ban-nhan-dan-thanh-pho-ho-chi-minh/so-y-te", True),
        ),
        (
            *("SỞ Y TẾ", "Đà Lạt, ", "- UBND tỉnh Lâm Đồng;\n", "tinh-lam-dong"),
            *("uy-ban-nhan-dan-tinh-lam-dong/so-y-te", True),
        ),
        (
            "SỞ Y TẾ",
            "Đà Lạt, ",
            "- UBND tỉnh Lâm Đồng, UBND tỉnh Gia Lai;\n",
            "da-lat",
            "da-lat/so-y-te",
            False,
        ),
        ("SỞ Y TẾ", "Đà Lạt, ", "", "da-lat", "da-lat/so-y-te", False),
        ("SỞ Y TẾ HÀ NỘI", "Hà Nội, ", "", "ha-noi", "so-y-te-ha-noi", True),
        ("SỞ Y TẾ AN SƠN", "An Sơn, ", "", "an-son", "so-y-te-an-son", True),
    ],
)
def test_departments_of_one_name_are_told_apart_by_what_the_document_says_of_the_place(
    organs: str, place: str, recipients: str, document: str, unit: str, told: bool
) -> None:
    record = _plan(organs, place, recipients)
    assert record.iri == f"{BASE}id/document/so-y-te-{document}/2031/kh-3"
    assert record.header.issuer_iri == f"{BASE}id/unit/{unit}"
    assert any(issue.code == "issuer-unplaced" for issue in record.skipped) is not told
    (lead, beside) = [one.actor for task in record.tasks for one in task.assignments]
    if organs.endswith("TẾ"):
        assert (lead.kind, lead.iri) == ("unit", record.header.issuer_iri)
    assert beside.iri == f"{BASE}id/unit/{unit}/phong-cay-xanh"


def test_a_department_without_a_place_is_one_of_its_document_alone() -> None:
    one = _plan("SỞ Y TẾ").header.issuer_iri
    assert one != _plan("SỞ Y TẾ", words="Sở Y tế trồng hoa").header.issuer_iri
    assert str(one).endswith("/so-y-te")


def test_a_department_names_the_others_of_its_province_and_the_committee_above() -> None:
    asked = "Sở Tài chính chủ trì, phối hợp với UBND tỉnh thực hiện"
    words = f"{asked} Kế hoạch số 5/KH-SYT ngày 3/2/2030 của Sở Y tế"
    record = _plan("UBND TỈNH AN SƠN\nSỞ Y TẾ", "An Sơn, ", words=words)
    committee = f"{BASE}id/unit/uy-ban-nhan-dan-tinh-an-son"
    found = [one.actor.iri for task in record.tasks for one in task.assignments]
    assert found == [f"{committee}/so-tai-chinh", committee]
    assert [one.iri for one in record.citations] == [f"{BASE}id/document/so-y-te-tinh-an-son/2030/kh-5"]
