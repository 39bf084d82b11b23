"""A blank form and an example in another page state nothing; a draft and a wrapped document still do."""

from __future__ import annotations

import pytest

from graph_build.extract import extract, unit_book
from graph_build.header import read_header
from graph_build.readers import read_bytes

BODY = "Điều 1. Giao Sở Y tế chủ trì trồng cây trước ngày 30/6/2024.\n\nCHỦ TỊCH\n\nLò Văn Minh\n"
DECISION = (
    "ỦY BAN NHÂN DÂN\nTỈNH AN SƠN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    f"Số: 12/QĐ-UBND\nAn Sơn, ngày 5 tháng 3 năm 2024\n\nQUYẾT ĐỊNH\nVề việc trồng cây\n\n{BODY}"
)
FORM = (
    "Mẫu số 2\nTÊN CƠ QUAN\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: ……/QĐ-……\n……, ngày … tháng … năm ……\n\nQUYẾT ĐỊNH\nVề việc ……………\n\n"
    "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ;\nTheo đề nghị của ……………\n\n"
    "Điều 1. Giao Sở Y tế chủ trì …………… trước ngày …/…/……\n"
)
DRAFT = DECISION.replace("12/QĐ", "     /QĐ").replace("ngày 5", "ngày     ").replace("\n\nLò Văn Minh", "")
PROSE = (
    "Chương trình này đọc văn bản theo Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ, "
    "rồi in ra số và ngày.\n\n"
)
SHOWN = {
    "a form": (FORM, "form"),
    "a form in a page": (f"{PROSE}{FORM}", "form"),
    "a form with its year": (FORM.replace("năm ……", "năm 2024"), "form"),
    "a form with names in brackets": (
        FORM.replace("TÊN CƠ QUAN", "[Tên cơ quan]").replace("……………", "[nội dung]"),
        "form",
    ),
    "a block of code in a page": (f"{PROSE}```text\n{DECISION}```\n", "example"),
    "a quotation in a page": (
        PROSE + "".join(f"> {line}\n" for line in DECISION.splitlines()),
        "example",
    ),
    "below the word example": (f"# Ví dụ minh họa\n\n{DECISION}", "example"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_form_and_an_example_state_nothing_but_are_in_the_ledger(name: str) -> None:
    text, what = SHOWN[name]
    record = extract(read_bytes(text.encode(), "shown.md"), unit_book())
    header = record.header
    assert (header.official, header.unissued) == (False, what)
    assert (header.number, header.date, header.issuer, header.signer) == (None, None, None, None)
    assert (record.tasks, record.duties, record.measures, record.legal_basis) == ((), (), (), ())
    code = {"form": "blank-form", "example": "quoted-example"}[what]
    (entry,) = (issue for issue in record.skipped if issue.code == code)
    assert entry.text == text[entry.start : entry.end]
    assert not entry.kept


def test_what_the_page_itself_cites_stays() -> None:
    text, _ = SHOWN["a block of code in a page"]
    record = extract(read_bytes(text.encode(), "shown.md"), unit_book())
    assert [one.number for one in record.citations] == ["30/2020/NĐ-CP"]


ISSUED = {
    "a draft": (DRAFT, None, "2024-03"),
    "a document wrapped as a whole": (f"```markdown\n{DECISION}```\n", "12/QĐ-UBND", "2024-03-05"),
    "dots where something is left out": (
        DECISION.replace("trồng cây trước", "trồng lúa, ngô, khoai… trước"),
        "12/QĐ-UBND",
        "2024-03-05",
    ),
    "a form in an annex": (f"{DRAFT}\n{BODY * 60}\nPHỤ LỤC\n{FORM}", None, "2024-03"),
}


@pytest.mark.parametrize("name", ISSUED)
def test_a_document_stays_one(name: str) -> None:
    text, number, date = ISSUED[name]
    header = read_header(text)
    assert (header.official, header.unissued) == (True, None)
    assert (header.number, header.date) == (number, date)
