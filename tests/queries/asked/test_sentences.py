"""A question is said in a sentence; what it cannot mean is told, and names are found or offered."""

from __future__ import annotations

from typing import Any

import pytest

from queries.asked import read
from queries.asked_sparql import sentence
from queries.errors import AmbiguousName, InvalidValue, UnknownDocument, UnknownParameter
from queries.names import Names
from tests.queries.asked.questions import DPM, understood

SENTENCES = [
    ({}, "Tất cả các nhiệm vụ; mỗi dòng là một nhiệm vụ.", "All tasks; one row a task."),
    (
        {"unit": DPM, "role": "lead", "under": "38/NQ-CP", "due": "quý IV/2022"},
        "Các nhiệm vụ do Cục Y tế dự phòng chủ trì, thuộc Nghị quyết 38/NQ-CP và các văn bản triển khai, có"
        " hạn trong quý IV năm 2022; mỗi dòng là một nhiệm vụ.",
        "Tasks led by Cục Y tế dự phòng, under Nghị quyết 38/NQ-CP and the documents that carry it out, due"
        " in the fourth quarter of 2022; one row a task.",
    ),
    (
        {"unit": DPM, "role": "joint", "with": "Sở Y tế", "list": "month"},
        "Các nhiệm vụ do Cục Y tế dự phòng cùng đơn vị khác chủ trì, có Sở Y tế phối hợp, đếm theo tháng"
        " đến hạn; mỗi dòng là một tháng.",
        "Tasks led by Cục Y tế dự phòng together with others, with Sở Y tế coordinating, counted by the"
        " month due; one row a month.",
    ),
    (
        {"unit": DPM, "role": "coordinate", "with": "Sở Y tế", "timing": "undated", "list": "document"},
        "Các nhiệm vụ có Cục Y tế dự phòng phối hợp, cũng có Sở Y tế phối hợp, không nêu thời hạn, đếm theo"
        " văn bản nêu nhiệm vụ; mỗi dòng là một văn bản.",
        "Tasks coordinated by Cục Y tế dự phòng, with Sở Y tế coordinating too, without a stated due time,"
        " counted by the documents that state them; one row a document.",
    ),
    (
        {"role": "none", "in": ["99/KH-SYT", "7/QĐ-BYT"], "words": "vắc  xin", "list": "unit"},
        "Các nhiệm vụ không nêu đơn vị chủ trì, nêu tại Kế hoạch 99/KH-SYT hoặc Quyết định 7/QĐ-BYT, có"
        " “vắc xin” trong tên nhiệm vụ, đếm theo đơn vị chủ trì hoặc phối hợp; mỗi dòng là một đơn vị.",
        "Tasks that nobody is named to lead, stated in Kế hoạch 99/KH-SYT or Quyết định 7/QĐ-BYT, with “vắc"
        " xin” in the title, counted by the units that lead or coordinate them; one row a unit.",
    ),
    (
        {
            "timing": "overdue",
            "on": "1/9/2022",
            "output_kind": "kế hoạch",
            "finding": "yes",
            "list": "output",
        },
        "Các nhiệm vụ có sản phẩm là kế hoạch, quá hạn tính đến ngày 01/9/2022, có mâu thuẫn hoặc thiếu sót"
        " được phát hiện, đếm theo loại sản phẩm; mỗi dòng là một loại.",
        "Tasks with an output of the kind “plan”, overdue on 1 September 2022, in which a contradiction or"
        " gap was found, counted by the kind of output; one row a kind.",
    ),
    (
        {"unit": "Văn phòng (Bộ Y tế)", "output": "any", "timing": "recurring"},
        "Các nhiệm vụ do Văn phòng (Bộ Y tế) chủ trì hoặc phối hợp, có nêu sản phẩm, làm định kỳ, thường"
        " xuyên hoặc khi phát sinh; mỗi dòng là một nhiệm vụ.",
        "Tasks led or coordinated by Văn phòng (Bộ Y tế), with a stated output, that recur or wait for an"
        " event; one row a task.",
    ),
]


@pytest.mark.parametrize(("written", "vi", "en"), SENTENCES)
def test_a_question_is_said_in_a_sentence(names: Names, written: dict[str, Any], vi: str, en: str) -> None:
    fields = {name: [held] if isinstance(held, str) else held for name, held in written.items()}
    if "(" in fields.get("unit", [""])[0]:
        fields["unit"] = ["https://w3id.org/nhiemvu/id/unit/bo-y-te/van-phong"]
    parts = read(fields, names)
    assert (sentence(parts, "vi"), sentence(parts, "en")) == (vi, en)


@pytest.mark.parametrize(
    ("written", "field"),
    [
        ({"list": "people"}, "list"),
        ({"role": "none", "unit": DPM}, "role"),
        ({"due": "2022", "to": "2023"}, "due"),
        ({"from": "2023", "to": "2022"}, "to"),
        ({"timing": "overdue"}, "on"),
        ({"on": "2022-01-01"}, "on"),
        ({"timing": "overdue", "on": "2022-01"}, "on"),
        ({"timing": "undated", "due": "2022"}, "timing"),
        ({"output": "none", "output_words": "x"}, "output"),
        ({"output_kind": "sonnet"}, "output_kind"),
        ({"words": "a\\u000Ab"}, "words"),
        ({"words": "x" * 301}, "words"),
    ],
)
def test_what_goes_ill_together_is_told(names: Names, written: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidValue) as told:
        understood(names, **{f"{name}_": held for name, held in written.items()})
    assert told.value.parameter == field


def test_names_are_found_or_offered(names: Names) -> None:
    with pytest.raises(AmbiguousName):
        understood(names, in_="01/QĐ-UBND")
    with pytest.raises(UnknownDocument):
        understood(names, under="999/NQ-CP")
    with pytest.raises(UnknownParameter, match="colour"):
        understood(names, colour="done")
    with pytest.raises(InvalidValue, match="one value"):
        read({"unit": ["A", "B"]}, names)


def test_documents_of_one_name_are_told_apart(names: Names) -> None:
    iri = "https://w3id.org/nhiemvu/id/document/uy-ban-nhan-dan-tinh-ha-nam/2022/qd-01"
    (shown,) = understood(names, in_=iri).stated_in
    assert shown.label == "Quyết định 01/QĐ-UBND (uy-ban-nhan-dan-tinh-ha-nam/2022/qd-01)"
