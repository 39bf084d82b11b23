"""Every rule on a small document: what it finds, and what it must leave alone."""

from __future__ import annotations

import re

import pytest

from graph_build.errors import RecordInvalid
from graph_build.extract import extract, unit_book
from graph_build.finding_codes import CODES, found
from graph_build.finding_facts import Facts, Source
from graph_build.finding_triples import findings_triples
from graph_build.findings import facts_of, find
from graph_build.readers import source_text
from graph_build.records import Finding
from ontology.codes import codes
from ontology.vocab import vocabulary

HEAD = """BỘ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}

Hà Nội, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH

Ban hành Kế hoạch thực hiện Nghị quyết số 9/NQ-CP ngày 02/02/2024 của Chính phủ

BỘ TRƯỞNG BỘ Y TẾ

Căn cứ Nghị quyết số 9/NQ-CP ngày 02 tháng 02 năm 2024 của Chính phủ về mẫu thử;

QUYẾT ĐỊNH:

"""
TABLE = "I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời gian hoàn thành\n"
STAFF = "II. NHÂN LỰC\n\nTT\tNội dung công việc\tCán bộ chủ trì\tCán bộ thực hiện\n"
TARGETS = "PHỤ LỤC\n\nSTT\tChỉ tiêu\tĐơn vị tính\tChỉ tiêu 2024\tĐơn vị chủ trì\n"
LONG = "Rà soát và hoàn thiện các quy định về quản lý thuốc và vắc xin phòng bệnh tại các tuyến"
SPANS = "I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời gian bắt đầu\tThời gian hoàn thành\n"
UNITS = ["Cục Quản lý Dược", "Cục Y tế dự phòng", "Vụ Pháp chế"]


def facts(body: str, number: str = "12/QĐ-BYT") -> Facts:
    return facts_of(*source(body, number))


def source(body: str, number: str = "12/QĐ-BYT") -> Source:
    text = HEAD.format(number=number) + body
    name = f"{number[:2]}.txt"
    return Source(extract(source_text(name, text.encode(), text, "text/plain"), unit_book()), text)


def found_in(*bodies: str) -> list[tuple[str, list[str]]]:
    """Give the code of every finding with the words it quotes."""
    documents = [facts(body, f"{number}/QĐ-BYT") for number, body in enumerate(bodies, 12)]
    return [(one.code, [q.evidence.exact for q in one.quotes]) for one in find(documents, UNITS)]


def row(*cells: str) -> str:
    return "\t".join(cells) + "\n"


CASES = {
    "act-with-two-dates": (
        ["Theo Nghị quyết số 9/NQ-CP ngày 08/02/2024 của Chính phủ, các đơn vị triển khai.\n"],
        ["Theo Nghị quyết số 9/NQ-CP ngày 02/02/2024 và Nghị quyết số 9/NQ-CP ngày 02/02/2023.\n"],
    ),
    "act-with-two-dates across": (
        [
            "Theo Luật số 20/2023/QH15 ngày 19/6/2023 của Quốc hội.\n",
            "Theo Luật số 20/2023/QH15 ngày 22/6/2023 của Quốc hội.\n",
        ],
        [
            "Theo Quyết định số 20/QĐ-UBND ngày 19/6/2023.\n",
            "Theo Quyết định số 20/QĐ-UBND ngày 22/6/2023.\n",
        ],
    ),
    "act-with-two-numbers": (
        [
            "Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n" * 3
            + "Theo Quyết định số 126/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
        ],
        [
            "Theo Quyết định số 125/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
            "Theo Quyết định số 126/QĐ-TTg ngày 01/02/2024 của Thủ tướng Chính phủ.\n"
        ],
    ),
    "annex-of-other-number": (
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 21/QĐ-BYT ngày 05/3/2024 của Bộ Y tế)\n"],
        ["KẾ HOẠCH\nTriển khai\n(Kèm theo Quyết định số 12/QĐ-BYT ngày 05/3/2024 của Bộ Y tế)\n"],
    ),
    "impossible-date": (
        ["Báo cáo trước ngày 31/4/2024. Họp ngày 30 tháng 02 năm 2024.\n"],
        ["Báo cáo trước ngày 30/4/2024. Họp ngày 29 tháng 02 năm 2024.\n"],
    ),
    "date-against-number": (
        ["Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2018 của Chính phủ.\n"],
        ["Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2017 của Chính phủ.\n"],
    ),
    "cited-before-issued": (
        ["Theo Nghị quyết số 30/NQ-CP ngày 06/3/2024 của Chính phủ.\n"],
        ["Theo Nghị quyết số 30/NQ-CP ngày 05/3/2024 của Chính phủ.\n"],
    ),
    "due-before-document": (
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "", "Tháng 02/2024")],
        [
            TABLE
            + row("1", "Xây dựng đề án", "Vụ Pháp chế", "", "Tháng 3/2024")
            + row("2", "Lập báo cáo", "Vụ Pháp chế", "", "Năm 2024")
        ],
    ),
    "empty-lead": (
        [
            TARGETS
            + row("1", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "94,1", "Vụ Bảo hiểm y tế")
            + row("2", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("3", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "")
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ dân số tham gia bảo hiểm y tế", "%", "94,1", "Vụ Bảo hiểm y tế")
            + row("2", "Tuổi thọ trung bình", "Tuổi", "73,8", "")
            + row("3", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "")
        ],
    ),
    "two-leads": (
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + f"\nII. TỔ CHỨC THỰC HIỆN\n\n1. Cục Y tế dự phòng\n\n- {LONG}.\n\n- Lập báo cáo.\n"
        ],
        [
            TABLE
            + row("1", LONG, "Vụ Pháp chế", "", "2025")
            + row("2", LONG, "Cục Y tế dự phòng", "", "2025")
            + f"\nII. TỔ CHỨC THỰC HIỆN\n\n1. Vụ Pháp chế\n\n- {LONG}.\n\n- Lập báo cáo.\n"
            + f"\n2. Cục Y tế dự phòng\n\n- {LONG} đối với trẻ em.\n"
        ],
    ),
    "lead-also-coordinates": (
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "Cục Y tế dự phòng, Vụ Pháp chế", "2025")],
        [TABLE + row("1", "Xây dựng đề án", "Vụ Pháp chế", "Cục Y tế dự phòng", "2025")],
    ),
    "unit-against-footnote": (
        [
            TARGETS
            + row("1", "Tỷ suất tử vong trẻ em", "Số ca/1.000 trẻ", "Dưới 11,5*", "Cục Dân số")
            + "\n* Năm 2023 đạt 11,6%.\n"
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Năm 2023 đạt 11,6%.\n"
        ],
    ),
    "target-against-footnote": (
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Tỷ lệ được giao tại Nghị quyết số 9/NQ-CP là 11,9%.\n"
        ],
        [
            TARGETS
            + row("1", "Tỷ lệ suy dinh dưỡng", "%", "Dưới 11,5*", "Cục Dân số")
            + "\n* Tỷ lệ được giao tại Nghị quyết số 9/NQ-CP là 11,5%.\n"
        ],
    ),
    "sum-of-staff": (
        [
            "Văn phòng có tối thiểu 9 cán bộ làm việc.\n\n"
            + STAFF
            + "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", f"Tối thiểu {n} cán bộ") for n in (2, 3, 5))
        ],
        [
            "Văn phòng có tối thiểu 10 cán bộ làm việc.\n\n"
            + STAFF
            + "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", f"Tối thiểu {n} cán bộ") for n in (2, 3, 5))
        ],
    ),
    "count-of-rows": (
        [
            "Thực hiện 4 chỉ tiêu cụ thể của ngành.\n\n"
            + TARGETS
            + row("1", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("2", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "Cục Dân số")
        ],
        [
            "Thực hiện 2 chỉ tiêu cụ thể của ngành.\n\n"
            + TARGETS
            + row("1", "Tuổi thọ trung bình", "Tuổi", "73,8", "Cục Dân số")
            + row("2", "Số bác sĩ trên 10.000 dân", "Bác sĩ", "13,5", "Cục Dân số")
        ],
    ),
    "person-in-two-spellings": (
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("3", "Họp", "Ông Đỗ Trương Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trương Duy, Chánh Văn phòng Bộ Y tế", "", "2025")
        ],
    ),
    "person-in-two-posts": (
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Phó Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
            + row("2", "Lập báo cáo", "Ông Đỗ Trường Duy, Cục trưởng Cục Y tế dự phòng", "", "2025")
        ],
    ),
    "start-after-due": (
        [SPANS + row("1", "Lập đề án", "Vụ Pháp chế", "Tháng 12/2025", "Tháng 4/2024")],
        [SPANS + row("1", "Lập đề án", "Vụ Pháp chế", "Quý III/2024", "Tháng 8/2024")],
    ),
    "misread-unit-name": (
        [
            TABLE
            + row("1", "Lập đề án", "Cục Quản lý được", "", "2025")
            + row("2", "Lập báo cáo", "Cục Quản lý Dược", "", "2025")
        ],
        [
            TABLE
            + row("1", "Lập đề án", "Cục Quản lí Dược", "", "2025")
            + row("2", "Lập báo cáo", "Cục quản lý dược", "", "2025")
        ],
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_is_found_and_quoted(case: str) -> None:
    findings = [quotes for code, quotes in found_in(*CASES[case][0]) if code == case.split(maxsplit=1)[0]]
    assert findings
    assert all(quotes for quotes in findings)


@pytest.mark.parametrize("case", CASES)
def test_what_agrees_is_left_alone(case: str) -> None:
    assert [quotes for code, quotes in found_in(*CASES[case][1]) if code == case.split(maxsplit=1)[0]] == []


def test_every_code_has_cases() -> None:
    assert {case.split(maxsplit=1)[0] for case in CASES} == set(CODES)


def test_the_odd_spot_comes_first() -> None:
    assert found_in(CASES["annex-of-other-number"][0][0]) == [
        ("annex-of-other-number", ["Quyết định số 21/QĐ-BYT ngày 05/3/2024 của Bộ Y tế", "12/QĐ-BYT"])
    ]
    assert found_in(CASES["misread-unit-name"][0][0]) == [
        ("misread-unit-name", ["Cục Quản lý được", "Cục Quản lý Dược"])
    ]


def test_a_report_on_old_work_has_no_late_deadlines() -> None:
    late = "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", "", "Tháng 01/2024") for n in range(1, 6))
    assert found_in(TABLE + late) == []


def test_the_order_of_documents_does_not_matter() -> None:
    one, two = CASES["act-with-two-dates across"][0]
    documents = [facts(one, "12/QĐ-BYT"), facts(two, "13/QĐ-BYT")]
    assert find(documents) == find(documents[::-1])
    assert len(find(documents)) == 1


def test_codes_are_explained_in_both_languages_and_listed() -> None:
    assert {code.notation: (code.vi, code.en) for code in codes("finding")} == {
        code: (kind.name_vi, kind.name_en) for code, kind in CODES.items()
    }
    for code, kind in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert set(re.findall(r"{(\w+)}", kind.vi)) == set(re.findall(r"{(\w+)}", kind.en))
        assert kind.vi != kind.en


def test_findings_become_quads_with_both_places() -> None:
    one = facts(CASES["annex-of-other-number"][0][0])
    lines = "\n".join(findings_triples(find([one]), [one], vocabulary()))
    subject = "<https://w3id.org/nhiemvu/id/finding/byt/2024/qd-12/1>"
    for said in (
        'ontology#findingCode> "annex-of-other-number"',
        'ontology#severity> "high"',
        "ontology#foundIn> <https://w3id.org/nhiemvu/id/document/byt/2024/qd-12>",
    ):
        assert f"{subject} <https://w3id.org/nhiemvu/{said} " in lines
    assert lines.count(f"{subject} <http://www.w3.org/ns/prov#wasQuotedFrom>") == 2
    assert lines.count("oa#exact>") == 2
    assert all(line.endswith("<https://w3id.org/nhiemvu/graph/findings> .") for line in lines.split("\n"))


def test_words_that_do_not_stand_there_are_refused() -> None:
    record, text = source(CASES["annex-of-other-number"][0][0])
    with pytest.raises(RecordInvalid):
        facts_of(record, text.replace("12/QĐ-BYT", "13/QĐ-BYT"))


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        found("no-such-code", ())
    assert isinstance(found("impossible-date", (), odd="31/4/2024"), Finding)
