"""Small documents of every layout, read whole: tasks, duties, measures, indicators, and what was left out."""

from __future__ import annotations

import hashlib

import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import Assignment, DocumentRecord, Evidence, Task

HEAD = """BỘ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 12/QĐ-BYT

Hà Nội, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH

Ban hành Kế hoạch thực hiện Nghị quyết số 9/NQ-CP ngày 02/02/2024 của Chính phủ

BỘ TRƯỞNG BỘ Y TẾ

Căn cứ Nghị quyết số 9/NQ-CP ngày 02 tháng 02 năm 2024 của Chính phủ về mẫu thử;

QUYẾT ĐỊNH:

"""


def read(body: str, head: str = HEAD) -> DocumentRecord:
    text = head + body
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


def who(task: Task, role: str) -> list[str]:
    return [one.actor.name for one in task.assignments if one.role == role]


def all_evidence(record: DocumentRecord) -> list[Evidence]:
    found: list[Evidence] = []
    assignments: list[Assignment] = [one for task in record.tasks for one in task.assignments]
    assignments += [one for indicator in record.indicators for one in indicator.leads]
    found += [one.evidence for one in assignments]
    for task in record.tasks:
        found.append(task.evidence)
        places = (task.deadline.start_evidence, task.deadline.due_evidence, task.output_evidence)
        found += [quote for quote in places if quote is not None]
    found += [thing.evidence for thing in record.duties]
    found += [thing.evidence for thing in record.measures]
    found += [thing.evidence for thing in record.indicators]
    return [*found, *[part for quote in found for part in quote.parts]]


TABLE = (
    "I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\t"
    "Thời gian triển khai\tThời gian hoàn thành\n"
    "A\tCơ chế\t\t\t\t\n"
    "1\tRà soát quy định\tVụ Pháp chế\tCục Quản lý Khám, chữa bệnh, các Vụ, Cục liên quan\t"
    "Tháng 4/2024\tTháng 12/2024\n"
    "2\tSoạn thông tư\tVụ Pháp chế, Cục Quản lý Dược\tCục Y tế\tQuý I/2024\tThường xuyên\n\n"
    "\t\t\tdự phòng\t\t\n"
)


def test_a_table_of_tasks() -> None:
    record = read(TABLE)
    first, second = record.tasks
    assert (first.section, first.code, first.title) == ("A", "1", "Rà soát quy định")
    assert who(first, "lead") == ["Vụ Pháp chế"]
    assert who(first, "coordinate") == ["Cục Quản lý Khám, chữa bệnh", "Các Vụ, Cục liên quan"]
    assert (first.deadline.start, first.deadline.due, first.deadline.due_precision) == (
        "2024-04",
        "2024-12",
        "month",
    )
    assert who(second, "lead") == ["Vụ Pháp chế", "Cục Quản lý Dược"]
    assert who(second, "coordinate") == ["Cục Y tế dự phòng"]
    assert second.deadline.due is None
    assert second.deadline.due_text == "Thường xuyên"
    assert first.iri == "https://w3id.org/nhiemvu/id/task/byt/2024/qd-12/a/1"


def test_a_name_broken_by_a_page_is_proved_by_both_pieces() -> None:
    record = read(TABLE)
    (broken,) = [one for one in record.tasks[1].assignments if one.role == "coordinate"]
    assert [broken.evidence.exact, *[part.exact for part in broken.evidence.parts]] == [
        "Cục Y tế",
        "dự phòng",
    ]
    assert (broken.evidence.row, broken.evidence.parts[0].row) == (4, 5)


BODY = """
Điều 1. Ban hành Kế hoạch.

Nơi nhận:
- Như Điều 1;
- Lưu: VT, PC.

KẾ HOẠCH

I. NHIỆM VỤ, GIẢI PHÁP

1. Hoàn thiện thể chế

- Rà soát văn bản.

- Tập huấn cán bộ.

II. KINH PHÍ

- Ngân sách nhà nước.

III. TỔ CHỨC THỰC HIỆN

1. Vụ Pháp chế

- Chủ trì, phối hợp với Cục Quản lý Dược và các đơn vị liên quan theo dõi.

- Phối hợp với Sở Y tế kiểm tra.

2. Giám đốc Sở Xây dựng, Chủ tịch UBND các xã

- Bố trí kinh phí.

3. Thanh tra Bộ đôn đốc các đơn vị. Văn phòng Bộ tổng hợp.

Trên đây là Kế hoạch./.
"""


def test_duties_belong_to_the_unit_above_them() -> None:
    record = read(BODY)
    said = [(duty.section, [a.name for a in duty.actors], duty.is_lead) for duty in record.duties]
    assert said == [
        ("III.1", ["Vụ Pháp chế"], True),
        ("III.1", ["Vụ Pháp chế"], False),
        ("III.2", ["Sở Xây dựng", "UBND các xã"], True),
        ("III.3", ["Thanh tra Bộ"], True),
        ("III.3", ["Văn phòng Bộ Y tế"], True),
    ]
    assert [a.name for a in record.duties[0].coordinates_with] == ["Cục Quản lý Dược", "Đơn vị liên quan"]


def test_everything_in_a_document_has_an_iri_of_its_own() -> None:
    points = "".join(f"{letter}) Chủ trì làm việc {letter};\n\n" for letter in "abcdđeg")
    record = read(f"{BODY.replace('Trên đây', f'4. Sở Y tế{chr(10) * 2}{points}Trên đây')}\n{TABLE}")
    iris = [one.iri for one in record.tasks] + [one.iri for one in record.duties]
    iris += [one.iri for one in record.measures] + [one.iri for one in record.indicators]
    assert {duty.section for duty in record.duties} >= {f"III.4.{letter}" for letter in "dđ"}
    assert len(set(iris)) == len(iris)


def test_measures_name_nobody_and_money_is_none() -> None:
    assert [(m.section, m.text) for m in read(BODY).measures] == [
        ("I.1", "Rà soát văn bản."),
        ("I.1", "Tập huấn cán bộ."),
    ]


def test_a_target_table_gives_indicators_and_no_task() -> None:
    record = read(
        "Phụ lục 1\n\nSTT\tChỉ tiêu\tĐơn vị\tChỉ tiêu 2024\tĐơn vị chủ trì\nI\tChủ yếu\t\t\t\n"
        "1\tSố giường\tGiường\t32,5\tCục Quản lý Khám, chữa bệnh\n"
        "2\tTử vong\tCa\tDưới 11,5*\t\n\n* Mức cũ là 12.\n"
    )
    assert record.tasks == ()
    first, second = record.indicators
    assert (first.value, first.comparator, first.year, first.unit_of_measure) == ("32.5", "=", 2024, "Giường")
    assert (second.value, second.comparator, second.footnote) == ("11.5", "<", "* Mức cũ là 12.")
    assert second.leads == ()
    assert first.iri == "https://w3id.org/nhiemvu/id/indicator/byt/2024/qd-12/pl1/i/1"


def test_labelled_prose_is_a_task_named_by_its_heading() -> None:
    record = read(
        "II. NHIỆM VỤ\n\n1. Xây dựng dữ liệu\n\na) Nhiệm vụ: Rà soát.\n\nb) Cơ quan thực hiện:\n\n"
        "- Đơn vị chủ trì: Sở Xây dựng.\n\n- Đơn vị phối hợp: Các Sở, ban, ngành.\n\n"
        "c) Thời gian thực hiện: năm 2025.\n"
    )
    (task,) = record.tasks
    assert (task.section, task.code, task.title, task.description) == (
        "II",
        "1",
        "Xây dựng dữ liệu",
        "Rà soát.",
    )
    assert who(task, "lead") == ["Sở Xây dựng"]
    assert who(task, "coordinate") == ["Các Sở, ban, ngành"]
    assert task.deadline.due == "2025"


def test_labels_with_names_in_bullets_below() -> None:
    record = read(
        "B. NỘI DUNG\n\nI. QUÁN TRIỆT\n\n1. Nội dung, biện pháp\n\na) Hội nghị.\n\n"
        "2. Cơ quan chủ trì, phối hợp\n\na) Cơ quan chủ trì\n\n- Bộ Quốc phòng.\n\n"
        "b) Cơ quan phối hợp\n\n- Bộ Công an.\n\n3. Thời gian thực hiện: Tháng 12/2013.\n"
    )
    (task,) = record.tasks
    assert (task.section, task.code, task.title) == ("B", "I", "QUÁN TRIỆT")
    assert (who(task, "lead"), who(task, "coordinate")) == (["Bộ Quốc phòng"], ["Bộ Công an"])


@pytest.mark.parametrize(
    ("sentence", "lead", "coordinate"),
    [
        ("- Giao Sở Xây dựng chủ trì, phối hợp với Sở Tài chính rà soát.", ["Sở Xây dựng"], ["Sở Tài chính"]),
        (
            "- Bảo đảm an ninh (Giao Công an tỉnh chủ trì, phối hợp với Sở Nội vụ).",
            ["Công an tỉnh"],
            ["Sở Nội vụ"],
        ),
        ("- Thủ tướng Chính phủ giao Bộ Y tế chủ trì lập đề án.", ["Bộ Y tế"], []),
        ("- Chủ tịch UBND tỉnh giao Sở Xây dựng chủ trì rà soát.", ["Sở Xây dựng"], []),
        (
            "- Lập đề án (Cơ quan chủ trì: Bộ Tư pháp; cơ quan phối hợp: Bộ Nội vụ).",
            ["Bộ Tư pháp"],
            ["Bộ Nội vụ"],
        ),
    ],
)
def test_one_sentence_may_give_the_work_out(sentence: str, lead: list[str], coordinate: list[str]) -> None:
    record = read(f"I. NHIỆM VỤ\n\n1. An ninh\n\n{sentence}\n\n- Việc khác.\n")
    (task,) = record.tasks
    assert (who(task, "lead"), who(task, "coordinate")) == (lead, coordinate)
    assert [measure.text for measure in record.measures] == ["Việc khác."]


def test_a_table_that_names_nobody_is_in_the_ledger() -> None:
    record = read("I. NHIỆM VỤ\n\nTT\tNhiệm vụ\tThời hạn\n1\tLàm A\t2025\n2\tLàm B\t2026\n")
    assert "table-without-lead" in {issue.code for issue in record.skipped}
    assert [task.assignments for task in record.tasks] == [(), ()]


def test_an_unknown_unit_is_kept_and_entered_in_the_ledger() -> None:
    record = read(
        "I. A\n\nTT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n"
        "1\tLàm\tViện Đo lường Biển\t2025\n2\tB\tVụ Pháp chế\t2025\n"
    )
    assert who(record.tasks[0], "lead") == ["Viện Đo lường Biển"]
    assert not record.tasks[0].assignments[0].actor.known
    assert [issue.text for issue in record.skipped if issue.code == "unresolved-unit"] == [
        "Viện Đo lường Biển"
    ]


@pytest.mark.parametrize("body", [TABLE, BODY, "", "\n\n\n", "1.\n2.\n3.\n", "|\n|\n|\n", "TT\t\t\n\t\t\n"])
def test_every_quote_is_found_at_its_place(body: str) -> None:
    record = read(body)
    text = HEAD + body
    assert record.text_sha256 == hashlib.sha256(text.encode()).hexdigest()
    for quote in all_evidence(record):
        assert text[quote.start : quote.end] == quote.exact


def test_the_same_text_gives_the_same_record() -> None:
    assert read(TABLE + BODY) == read(TABLE + BODY)


def test_a_news_item_has_no_duties() -> None:
    news = "Hôm nay Bộ Y tế họp báo về công tác tiêm chủng.\n\n1. Vụ Pháp chế\n\n- Nói.\n"
    record = read(news, head="Tin trong ngày\n\n")
    assert not record.header.official
    assert record.duties == ()


@pytest.mark.parametrize(
    ("printed", "parent", "end"),
    [
        ("UBND TỈNH AN SƠN\nSỞ Y TẾ", "UBND tỉnh An Sơn", "/uy-ban-nhan-dan-tinh-an-son/so-y-te"),
        ("ỦY BAN NHÂN DÂN TỈNH\nHẠ VÂN\nSỞ Y TẾ", "Ủy ban nhân dân tỉnh Hạ Vân", "-tinh-ha-van/so-y-te"),
        ("SỞ Y TẾ", None, "/unit/an-son/so-y-te"),
    ],
)
def test_an_office_that_every_province_has_is_the_one_of_the_heading(
    printed: str, parent: str | None, end: str
) -> None:
    head = f"{printed}\nSố: 3/KH-SYT\nAn Sơn, ngày 3 tháng 2 năm 2031\n\nKẾ HOẠCH\nTrồng cây\n\n"
    header = read("1. Trồng cây.\n", head).header
    assert (header.issuer, header.parent_issuer) == ("Sở Y tế", parent)
    assert str(header.issuer_iri).endswith(end)


def test_the_entry_of_another_spelling_quotes_the_words_at_its_place() -> None:
    rows = "".join(f"{n}\tViệc {n}\tÔng Đỗ Trường Duy, Giám đốc Sở Y tế\tTháng 7\n" for n in (1, 2))
    whole, broken = (
        "3\tViệc 3\tÔng Đỗ Trương Duy, Giám đốc Sở Y tế\tTháng 7\n",
        "3\tViệc 3\tÔng Đỗ\tTháng 7\n",
    )
    for last, place in (
        (whole, "Đỗ Trương Duy"),
        (f"{broken}\tba\tTrương Duy, Giám đốc Sở Y tế\t\n", "Ông Đỗ"),
    ):
        text = f"{HEAD}I. NHIỆM VỤ\n\nTT\tNội dung\tNgười chủ trì\tThời gian\n{rows}{last}"
        record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
        (entry,) = [issue for issue in record.skipped if issue.code == "name-variant"]
        assert (entry.text, text[entry.start : entry.end]) == ("Đỗ Trương Duy", place)


def test_raised_figures_are_no_numbers() -> None:
    record = read(
        "I. NHIỆM VỤ\n\n"
        "TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tThời hạn\n"
        "²\tNâng cấp bệnh viện\t\t\t\n"
        "3\tLập đề án bệnh viện\tCục Y tế dự phòng\t² sở, ngành liên quan\tQuý ²/2025\n"
    )
    assert [task.title for task in record.tasks] == ["Nâng cấp bệnh viện", "Lập đề án bệnh viện"]
    assert record.tasks[1].deadline.due is None
    assert [i.text for i in record.skipped if i.code == "unparsed-deadline"] == ["Quý ²/2025"]
