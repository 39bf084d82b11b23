"""A document of one form repeated takes time that grows with its length, whatever the form."""

from __future__ import annotations

import pytest

from graph_build.extract import extract
from graph_build.readers import source_text
from graph_build.unit_book import UnitBook
from ontology.register import load_units
from tests.growth import assert_in_line

BOOK = UnitBook(load_units())
LETTERHEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH CÁT LINH\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
    "Số: 12/KH-UBND\nCát Linh, ngày 03 tháng 4 năm 2031\n\n"
)
HEADS = {
    "a plan": f"{LETTERHEAD}KẾ HOẠCH\nThực hiện nhiệm vụ\n\nI. MỤC ĐÍCH\nTốt.\n\nII. TỔ CHỨC THỰC HIỆN\n\n",
    "a directive": f"{LETTERHEAD}CHỈ THỊ\nVề nhiệm vụ\n\nChủ tịch yêu cầu:\n1. Giao Sở Y tế:\n",
}
FORMS = (
    *("Căn cứ Luật Đất đai\n", "Căn cứ Nghị định số 1/2030/NĐ-CP của Chính phủ;\n", "1. Căn cứ pháp lý\n"),
    *("- Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ lập đề án.\n", "Sở Y tế, Sở Nội vụ, ", "và Sở Y tế "),
    *("Sở Y tế rà soát ao, ", "Hội đồng tuyển dụng viên chức ", "(a) Rà soát ao;\n", "năm năm "),
    *("1.1.1.1. Làm việc\n", "I. A\n1. B\na) C\n- D\n+ E\n", "II. NHIỆM VỤ\n", "a) việc A\n", "+ việc A\n"),
    *("1\tLập kế hoạch\tSở Y tế\tSở Nội vụ\t30/6/2031\n", "| 1 | Lập kế hoạch | Sở Y tế | 30/6/2031 |\n"),
    *(
        "1\nLập kế hoạch\nSở Y tế\nTháng 6/2031\n",
        "TT\nNội dung\nCơ quan chủ trì\nThời gian\n",
        "|---|---|\n",
    ),
    *(
        "1234567890",
        "1\n",
        "ngày 30/6/2031 ",
        "trước ngày 30 tháng 6 năm 2031, ",
        "quý III năm 2031; hằng năm; ",
    ),
    *("Điều 1.\n", "Điều 1. Giao Sở Y tế thực hiện.\n", "khoản 1 Điều 2 Luật Đất đai ", "(", ")", "“Sở "),
    *(
        "- Như trên;\n- Sở Y tế;\n",
        "TỔ CHỨC THỰC HIỆN\n",
        "PHỤ LỤC\n",
        "\n",
        " ",
        "\t",
        "|",
        "chủ trì, ",
        ", ",
    ),
    *(
        "Chủ trì: Sở Y tế\n",
        "Luật[1] số 12[2] ",
        "Thực hiện Nghị quyết\n",
        "Yêu cầu Sở Y tế ",
        "Thành lập Ban ",
    ),
)


@pytest.mark.slow
@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("form", FORMS)
def test_a_long_text_takes_time_in_line_with_its_length(head: str, form: str) -> None:
    def read(count: int) -> None:
        text = HEADS[head] + form * count
        extract(source_text("a.txt", text.encode(), text, "text/plain"), BOOK)

    assert_in_line(read, 30_000 // len(form.encode()))
