"""Documents that several bodies issue: every issuer and every signer is read, with the words that say so."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.citations import find_citations
from graph_build.extract import extract, extract_file, unit_book
from graph_build.header import read_header
from graph_build.readers import source_text
from tests.joint_documents import PLAN

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
CIRCULAR = "An Sơn, ngày 3 tháng 2 năm 2014\n\nTHÔNG TƯ LIÊN TỊCH\nVề việc trồng cây\n\nĐiều 1. Trồng cây.\n"
HEADINGS = {
    "a dash between, and one inside a name": (
        f"BỘ TÀI CHÍNH - BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\n{NATION}"
        f"Số: 2/2014/TTLT-BTC-BLĐTBXH\n{CIRCULAR}",
        ["Bộ Tài chính", "Bộ Lao động - Thương binh và Xã hội"],
    ),
    "one below the other": (
        f"BỘ CÔNG AN\nBỘ TƯ PHÁP\nTÒA ÁN NHÂN DÂN TỐI CAO\n{NATION}"
        f"Số: 2/2014/TTLT-BCA-BTP-TANDTC\n{CIRCULAR}",
        ["Bộ Công an", "Bộ Tư pháp", "Tòa án nhân dân tối cao"],
    ),
    "a dash at the end of a line, and a name over two lines": (
        f"CHÍNH PHỦ - ĐOÀN CHỦ TỊCH\nỦY BAN TRUNG ƯƠNG MẶT TRẬN\nTỔ QUỐC VIỆT NAM\n{NATION}"
        f"Số: 2/2014/NQLT-CP-ĐCTUBTWMTTQVN\n{CIRCULAR}",
        ["Chính phủ", "Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam"],
    ),
    "beside the nation": (
        "BỘ CÔNG AN - BỘ QUỐC PHÒNG -      CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "VIỆN KIỂM SÁT                     Độc lập - Tự do - Hạnh phúc\n"
        f"NHÂN DÂN TỐI CAO\nSố: 2/2014/TTLT-BCA-BQP-VKSNDTC\n{CIRCULAR}",
        ["Bộ Công an", "Bộ Quốc phòng", "Viện kiểm sát nhân dân tối cao"],
    ),
    "a province named once for both": (
        f"ỦY BAN NHÂN DÂN\nỦY BAN MTTQ VIỆT NAM\nTỈNH AN SƠN\n{NATION}Số: 2/QCPH-UBND-UBMTTQ\n"
        "An Sơn, ngày 3 tháng 2 năm 2014\n\nQUY CHẾ\nPhối hợp công tác\n\nĐiều 1. Trồng cây.\n",
        ["Ủy ban nhân dân tỉnh An Sơn", "Ủy ban MTTQ Việt Nam tỉnh An Sơn"],
    ),
    "an organ above, no issuer": (PLAN, ["Sở Y tế", "Công an tỉnh"]),
    "a plan of one office to work together with others": (
        f"UBND TỈNH AN SƠN\nSỞ Y TẾ\n{NATION}Số: 2/KHPH-SYT\nAn Sơn, ngày 3 tháng 2 năm 2014\n\n"
        "KẾ HOẠCH PHỐI HỢP\nPhòng, chống dịch\n\nI. MỤC ĐÍCH\n",
        ["Sở Y tế"],
    ),
    "the word for what both are once": (
        f"LIÊN BỘ TÀI CHÍNH - Y TẾ\n{NATION}Số: 2/2014/TTLT-BTC-BYT\n{CIRCULAR}",
        ["Bộ Tài chính", "Bộ Y tế"],
    ),
    "that word in a line of its own, over names with dashes and commas": (
        f"LIÊN BỘ\nLAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI -\nNÔNG NGHIỆP VÀ\nPHÁT TRIỂN NÔNG THÔN, NỘI VỤ\n{NATION}"
        f"Số: 12 TT/LB\n{CIRCULAR}",
        ["Bộ Lao động - Thương binh và Xã hội", "Bộ Nông nghiệp và Phát triển nông thôn", "Bộ Nội vụ"],
    ),
    "departments of a province, the word once": (
        f"UBND TỈNH AN SƠN\nLIÊN SỞ Y TẾ - TƯ PHÁP\n{NATION}Số: 2/KHLN-SYT-STP\n"
        "An Sơn, ngày 3 tháng 2 năm 2014\n\nKẾ HOẠCH LIÊN NGÀNH\nTrồng cây\n\nI. MỤC ĐÍCH\n",
        ["Sở Y tế", "Sở Tư pháp"],
    ),
    "the word for several sectors before their names": (
        f"LIÊN NGÀNH:\nCÔNG AN - VIỆN KIỂM SÁT - TÒA ÁN\n{NATION}Số: 7/QCPH-CA-VKS-TA\n{CIRCULAR}",
        ["Công an", "Viện Kiểm sát", "Tòa án"],
    ),
    "that word in the line of the first name": (
        f"LIÊN NGÀNH: SỞ Y TẾ - CÔNG AN TỈNH\n{NATION}Số: 7/KHLN-SYT-CAT\n{CIRCULAR}",
        ["Sở Y tế", "Công an tỉnh"],
    ),
    "a number with its organs before the kind": (
        f"TÒA ÁN NHÂN DÂN TỐI CAO\nBỘ TƯ PHÁP\n{NATION}Số: 01-TANDTC-BTP/TTLT\n{CIRCULAR}",
        ["Tòa án nhân dân tối cao", "Bộ Tư pháp"],
    ),
    "a letter with a drafting unit": (
        f"BỘ Y TẾ\n{NATION}Số: 2/BYT-KCB\nHà Nội, ngày 3 tháng 2 năm 2014\nKính gửi: Sở Y tế các tỉnh\n",
        ["Bộ Y tế"],
    ),
}


@pytest.mark.parametrize("name", HEADINGS)
def test_reads_every_issuer_with_the_words_that_name_it(name: str) -> None:
    text, issuers = HEADINGS[name]
    header = read_header(text)
    assert [header.issuer, *(one.name for one in header.joint_issuers)] == issuers
    quotes = [header.issuer_evidence, *(one.evidence for one in header.joint_issuers)]
    for issuer, quote in zip(issuers, quotes, strict=True):
        assert quote is not None
        assert text[quote.start : quote.end] == quote.exact
        said = " ".join(" ".join(part.exact for part in (quote, *quote.parts)).split())
        assert said.casefold() == issuer.casefold()


SIGNED = {
    "the line above names the body": (
        PLAN,
        [
            ("Lò Văn Minh", "Phó Giám đốc", "Giám đốc", "Công an tỉnh"),
            ("Vi Thị Lan", "Giám đốc", None, "Sở Y tế"),
        ],
    ),
    "side by side": (
        f"{HEADINGS['one below the other'][0]}\n"
        "KT. BỘ TRƯỞNG BỘ CÔNG AN           KT. BỘ TRƯỞNG BỘ TƯ PHÁP\n"
        "THỨ TRƯỞNG                         THỨ TRƯỞNG\n\n\n"
        "Lò Văn Minh                        Vi Thị Lan\n\n"
        "                 KT. CHÁNH ÁN TÒA ÁN NHÂN DÂN TỐI CAO\n                 PHÓ CHÁNH ÁN\n\n"
        "                 Y Thanh Niê\n",
        [
            ("Lò Văn Minh", "Thứ trưởng", "Bộ trưởng Bộ Công an", "Bộ Công an"),
            ("Vi Thị Lan", "Thứ trưởng", "Bộ trưởng Bộ Tư pháp", "Bộ Tư pháp"),
            ("Y Thanh Niê", "Phó Chánh án", "Chánh án Tòa án nhân dân tối cao", "Tòa án nhân dân tối cao"),
        ],
    ),
}


@pytest.mark.parametrize("name", SIGNED)
def test_reads_every_signer_with_the_issuer_signed_for(name: str) -> None:
    text, expected = SIGNED[name]
    header = read_header(text)
    signers = [one for one in (header.signer, *header.joint_signers) if one is not None]
    assert [(one.name, one.post, one.signs_for, one.organisation) for one in signers] == expected
    assert all(one.evidence is not None and one.name in one.evidence.exact for one in signers if one.name)


def test_reads_signatures_whose_posts_and_names_stand_side_by_side_and_those_in_cells() -> None:
    beside = PLAN.replace(
        "CÔNG AN TỈNH\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLò Văn Minh\n\nSỞ Y TẾ\nGIÁM ĐỐC\n\nVi Thị Lan\n",
        "GIÁM ĐỐC CÔNG AN TỈNH            GIÁM ĐỐC SỞ Y TẾ\n\nLò Thị Bích Minh                 Vi Thị Lan\n",
    )
    header = read_header(beside)
    assert header.signer is not None
    signers = [(one.name, one.organisation) for one in (header.signer, *header.joint_signers)]
    assert signers == [("Lò Thị Bích Minh", "Công an tỉnh"), ("Vi Thị Lan", "Sở Y tế")]
    cells = beside.replace("            GIÁM", " GIÁM").replace(
        "GIÁM ĐỐC CÔNG AN TỈNH GIÁM ĐỐC SỞ Y TẾ\n\nLò Thị Bích Minh                 Vi Thị Lan\n",
        "| GIÁM ĐỐC CÔNG AN TỈNH<br><br>**Lò Văn Minh** | GIÁM ĐỐC SỞ Y TẾ<br/><br/>Vi Thị Lan |\n",
    )
    header = read_header(cells)
    assert header.signer is not None
    signers = [(one.name, one.organisation) for one in (header.signer, *header.joint_signers)]
    assert signers == [("Lò Văn Minh", "Công an tỉnh"), ("Vi Thị Lan", "Sở Y tế")]


def test_reads_the_issuers_above_signatures_side_by_side_with_their_marks() -> None:
    beside = PLAN.replace(
        "CÔNG AN TỈNH\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\n\nLò Văn Minh\n\nSỞ Y TẾ\nGIÁM ĐỐC\n\nVi Thị Lan\n",
        "  CÔNG AN TỈNH             SỞ Y TẾ\n    GIÁM ĐỐC              GIÁM ĐỐC\n\n"
        "    (Đã ký)               (Đã ký)\n  Lò Văn Minh           Vi Thị Lan\n",
    )
    header = read_header(beside)
    assert header.signer is not None
    signers = [(one.name, one.post, one.organisation) for one in (header.signer, *header.joint_signers)]
    assert signers == [("Lò Văn Minh", "Giám đốc", "Công an tỉnh"), ("Vi Thị Lan", "Giám đốc", "Sở Y tế")]


@pytest.mark.parametrize(
    ("heading", "number", "issuers", "differ"),
    [
        ("BỘ CÔNG AN - BỘ TƯ PHÁP", "TTLT-BCA-BTP", ["Bộ Công an", "Bộ Tư pháp"], False),
        ("BỘ CÔNG AN - BỘ TƯ PHÁP", "TTLT-BCA-BTP-BNV", ["Bộ Công an", "Bộ Tư pháp"], True),
        (
            "BỘ NỘI VỤ - BỘ CÔNG AN - BỘ TƯ PHÁP",
            "TTLT-BCA-BTP",
            ["Bộ Nội vụ", "Bộ Công an", "Bộ Tư pháp"],
            True,
        ),
        (
            "LIÊN BỘ CÔNG AN - TƯ PHÁP - NỘI VỤ",
            "TTLT-BCA-BTP",
            ["Bộ Công an", "Bộ Tư pháp", "Bộ Nội vụ"],
            True,
        ),
    ],
)
def test_says_where_heading_and_number_name_different_counts_of_issuers(
    tmp_path: Path, heading: str, number: str, issuers: list[str], differ: bool
) -> None:
    text = f"{heading}\n{NATION}Số: 2/2014/{number}\n{CIRCULAR}"
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    record = extract_file(path)
    assert [record.header.issuer, *(one.name for one in record.header.joint_issuers)] == issuers
    told = [one for one in record.skipped if one.code == "issuers-differ"]
    assert [one.text for one in told] == [f"2/2014/{number}"] * differ


@pytest.mark.parametrize(
    ("cited", "issuers"),
    [
        ("TTLT-BTC-BYT ngày 05/3/2009 của Bộ Tài chính - Bộ Y tế về phí", ["Bộ Tài chính", "Bộ Y tế"]),
        ("TTLT-BTC-BYT ngày 05/3/2009 của liên Bộ Tài chính - Y tế về phí", ["Bộ Tài chính", "Bộ Y tế"]),
        (
            "TTLT-BTC-BYT-BNV của Bộ Tài chính, Bộ Y tế và Bộ Nội vụ",
            ["Bộ Tài chính", "Bộ Y tế", "Bộ Nội vụ"],
        ),
        ("TTLT-BTC-BYT của Bộ Tài chính và Bộ Y tế, Bộ Nội vụ trả lời", ["Bộ Tài chính", "Bộ Y tế"]),
        ("TT-BTC ngày 05/3/2009 của Bộ Tài chính, Bộ Y tế trả lời", ["Bộ Tài chính"]),
    ],
)
def test_a_citation_of_a_joint_document_names_all_issuers(cited: str, issuers: list[str]) -> None:
    (act,) = find_citations(f"Căn cứ Thông tư số 14/2009/{cited}.\n")
    assert [act.issuer, *act.joint_issuers] == issuers
    assert act.surface.endswith(issuers[-1].removeprefix("Bộ "))


def test_takes_one_signature_of_a_document_of_one_office() -> None:
    text = (
        f"BỘ Y TẾ\n{NATION}Số: 2/QĐ-BYT\nHà Nội, ngày 3 tháng 2 năm 2014\n\nQUYẾT ĐỊNH\nVề việc trồng cây\n\n"
        "Điều 1. Trồng cây.\n\nBỘ TRƯỞNG\n\nLò Văn Minh\n\nGIÁM ĐỐC\n\nVi Thị Lan\n"
    )
    header = read_header(text)
    assert header.signer is not None
    assert (header.signer.name, header.joint_signers) == ("Lò Văn Minh", ())


@pytest.mark.parametrize(
    ("organs", "issuer"),
    [
        ("UBND TỈNH AN SƠN\nLIÊN NGÀNH Y TẾ - GIÁO DỤC", "Liên ngành y tế - giáo dục"),
        ("ĐẢNG ỦY - HĐND - UBND - UBMTTQ\nXÃ AN SƠN", "Đảng ủy - HĐND - UBND - UBMTTQ xã An Sơn"),
        ("BỘ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI", None),
    ],
)
def test_several_bodies_in_one_name_are_in_the_ledger(organs: str, issuer: str | None) -> None:
    text = (
        f"{organs}\n{NATION}Số: 7/KH\nAn Sơn, ngày 3 tháng 2 năm 2024\n\nKẾ HOẠCH\nTrồng cây\n\nI. MỤC ĐÍCH\n"
    )
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    noted = [one.code for one in record.skipped if one.code == "issuers-together"]
    assert (record.header.issuer if noted else None) == issuer
