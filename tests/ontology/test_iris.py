"""IRIs: what is minted, what is refused, and that printing and parsing are inverses."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.iris import (
    AssignmentId,
    CitationId,
    DeadlineId,
    DocumentGraphId,
    DocumentId,
    DutyId,
    EvidenceId,
    FindingId,
    GoalId,
    GraphId,
    GroupId,
    IndicatorId,
    IriError,
    LedgerId,
    MeasureId,
    PartId,
    PersonId,
    PostId,
    Resource,
    ScopedNameId,
    SectionId,
    SnapshotId,
    Tails,
    TaskId,
    UnitId,
    parse,
    slug,
    split_number,
)

QD_2182 = DocumentId("byt", "2022", "qd-2182")

DOCUMENTS = [
    # number, date, issuer, path below id/document/
    ("2182/QĐ-BYT", "2022-08-24", "Bộ Y tế", "byt/2022/qd-2182"),
    ("38/NQ-CP", "2022-03-17", "Chính phủ", "cp/2022/nq-38"),
    ("38/NQ-CP", None, None, "cp/undated/nq-38"),
    ("75/2017/NĐ-CP", None, "Chính phủ", "cp/2017/nd-75"),
    ("25-KL/TW", "2021-12-30", "Bộ Chính trị", "tw/2021/kl-25"),
    ("30/2021/QH15", None, "Quốc hội", "qh15/2021/30"),
    ("12/2021/UBTVQH15", None, "Ủy ban Thường vụ Quốc hội", "ubtvqh15/2021/12"),
    ("18/2008/NQ-QH12", None, "Quốc hội", "qh12/2008/nq-18"),
    ("05/2016/TTLT-BYT-BNV", None, None, "byt-bnv/2016/ttlt-05"),
    ("1234/BYT-DP", "2020-02-03", "Bộ Y tế", "byt/2020/dp-1234"),
    ("12a/QĐ-TTg", "2019", "Thủ tướng Chính phủ", "ttg/2019/qd-12a"),
    (
        "2820/QĐ-UBND",
        "2025-11-19",
        "Ủy ban nhân dân thành phố Huế",
        "uy-ban-nhan-dan-thanh-pho-hue/2025/qd-2820",
    ),
    ("2820/QĐ-UBND", "2025", None, "ubnd/2025/qd-2820"),
    ("77/KH-BCĐQG", "2021", "Ban Chỉ đạo A", "ban-chi-dao-a/2021/kh-77"),
    ("44-NQ/TU", "2021", "Tỉnh ủy Bắc Giang", "tinh-uy-bac-giang/2021/nq-44"),
    ("66.2/2025/NQ-CP", "2025-09-17", "Chính phủ", "cp/2025/nq-66-2"),
    # abbreviations that the loss of marks would make equal
    ("7/ĐA-BYT", "2021", None, "byt/2021/de-an-7"),
    ("7/DA-BYT", "2021", None, "byt/2021/da-7"),
    # spellings of one number
    ("2182 / QĐ – BYT", "2022", None, "byt/2022/qd-2182"),
    ("2182/QÐ-BYT", "2022", None, "byt/2022/qd-2182"),
    ("2182/Q\u0110-byt", "2022", None, "byt/2022/qd-2182"),
    # not the shape of a number
    ("số 12", "2022", "Bộ Y tế", "bo-y-te/2022/so-12"),
]


@pytest.mark.parametrize(("number", "date", "issuer", "path"), DOCUMENTS)
def test_document_number_gives_the_path(number: str, date: str | None, issuer: str | None, path: str) -> None:
    made = DocumentId.of(number=number, date=date, issuer=issuer, kind="Quyết định", title="Về việc")
    assert made.iri("https://example.org/") == f"https://example.org/id/document/{path}"


def test_document_without_number_is_named_by_kind_title_and_hash() -> None:
    title = "Triển khai thực hiện Nghị quyết số 38/NQ-CP ngày 17 tháng 3 năm 2022"
    made = DocumentId.of(number=None, date="2022", issuer="Sở Y tế", kind="Kế hoạch", title=title)
    assert made.local.startswith("so-y-te/2022/ke-hoach-trien-khai-thuc-hien-nghi-quyet-so-38-nq-cp-")
    words = made.slug.removeprefix("ke-hoach-").rpartition("-")[0]
    assert len(words) <= 48
    assert slug(title).startswith(words + "-")
    later = DocumentId.of(number=None, date="2023", issuer="Sở Y tế", kind="Kế hoạch", title=title)
    assert later.slug != made.slug
    nothing = DocumentId.of(number="", date="", issuer=None, kind=None)
    assert nothing.local.startswith("_/undated/van-ban-")


def test_a_title_in_either_unicode_form_gives_one_name() -> None:
    composed = DocumentId.of(number=None, date=None, issuer="B\u1ed9", kind="Đề án", title="S\u1ed1")
    decomposed = DocumentId.of(
        number=None, date=None, issuer="Bo\u0323\u0302", kind="Đề án", title="So\u0302\u0301"
    )
    assert composed == decomposed


@pytest.mark.parametrize(
    ("number", "party"), [("25-KL/TW", True), ("25/KL-TW", False), ("01-NQ/TU", True), ("38/NQ-CP", False)]
)
def test_party_numbers_put_a_hyphen_after_the_serial(number: str, party: bool) -> None:
    parts = split_number(number)
    assert parts is not None
    assert parts.is_party is party


@pytest.mark.parametrize("text", ["", "38", "NQ-CP", "38/", "/NQ-CP", "38/NQ-CP và 39/NQ-CP", "2022/2023"])
def test_text_that_is_no_number_is_not_split(text: str) -> None:
    assert split_number(text) is None


@pytest.mark.parametrize(
    ("section", "code", "tail"),
    [
        ("B/2", "2.7", "b/2.7"),
        ("B/2", "27", "b/2/27"),
        ("A", "1", "a/1"),
        ("IV.3/I", "1", "iv.3/i/1"),
        ("2", "2.1", "2/2.1"),
        ("Phụ lục 1/A", "a)", "phu-luc-1/a/a"),
        ("VI.1.d", "1", "vi.1.d/1"),
        ("VI.1.đ", "1", "vi.1.dd/1"),
        ("A", "đ)", "a/dd"),
        ("", "1", "1"),
        ("", "", "_"),
        ("B/..", "..", "b"),
    ],
)
def test_task_keys_become_tails(section: str, code: str, tail: str) -> None:
    assert TaskId.of(QD_2182, section, code).path == f"id/task/byt/2022/qd-2182/{tail}"


def test_repeated_tails_get_numbers_that_no_other_tail_has() -> None:
    tails = Tails(["a/1-2"])
    assert [tails.take(tail) for tail in ("a/1", "a/1", "a/1", "a/2")] == ["a/1", "a/1-3", "a/1-4", "a/2"]


def test_units_leave_the_government_out_of_their_path() -> None:
    chain = ("Chính phủ", "Bộ Quốc phòng", "Tổng cục Hậu cần")
    assert UnitId.of("Cục Quân y", chain).path == "id/unit/bo-quoc-phong/tong-cuc-hau-can/cuc-quan-y"
    assert UnitId.of("Chính phủ").path == "id/unit/chinh-phu"
    group = GroupId.of("Các Vụ, Cục", ["Chính phủ", "Bộ Y tế"])
    assert group.path == "id/group/bo-y-te/cac-vu-cuc"
    unit = UnitId.of("Bộ Y tế", ["Chính phủ"])
    assert PostId.of(unit, "Thứ trưởng").path == "id/post/bo-y-te/thu-truong"
    assert PersonId.of("Đỗ Xuân Tuyên", "Bộ Y tế").path == "id/person/do-xuan-tuyen/bo-y-te"
    assert PersonId.of("Đỗ Xuân Tuyên").path == "id/person/do-xuan-tuyen/_"
    assert ScopedNameId(group, unit).path == "id/group/bo-y-te/cac-vu-cuc#named-by/bo-y-te"


def test_evidence_names_its_span_and_cell() -> None:
    assert EvidenceId(QD_2182, 3, 9).path == "id/evidence/byt/2022/qd-2182/3-9"
    assert EvidenceId(QD_2182, 3, 9, 2, 5, 3).path == "id/evidence/byt/2022/qd-2182/3-9-t2r5c3"
    assert EvidenceId(QD_2182, 3, 9, column=3).path == "id/evidence/byt/2022/qd-2182/3-9-c3"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Cục Y tế dự phòng", "cuc-y-te-du-phong"),
        ("Cu\u0323c Y te\u0302\u0301 dự phòng", "cuc-y-te-du-phong"),
        ("Đường ĐÔ Ðà", "duong-do-da"),
        ("hòa / hoà", "hoa-hoa"),
        ("HIV/AIDS\u00a0—", "hiv-aids"),
        ("…", ""),
    ],
)
def test_slug_folds_vietnamese_to_ascii(text: str, folded: str) -> None:
    assert slug(text) == folded


REFUSED = [
    "https://example.org/id/unit/a",  # another base
    "id/unit/a",
    "nhiemvu:id/unit",
    "nhiemvu:id/unit/",
    "nhiemvu:id/unit/Bộ",
    "nhiemvu:id/unit/a//b",
    "nhiemvu:id/unit/../b",
    "nhiemvu:id/thing/a",
    "nhiemvu:id",
    "nhiemvu:ontology#Task",
    "nhiemvu:id/document/byt/2022",
    "nhiemvu:id/document/byt/22/qd-1",
    "nhiemvu:id/document/byt/2022/qd-1/a",
    "nhiemvu:id/task/byt/2022/qd-1",
    "nhiemvu:id/assignment/byt/2022/qd-1/a/1/lead",
    "nhiemvu:id/assignment/byt/2022/qd-1/a/1/leader/1",
    "nhiemvu:id/assignment/byt/2022/qd-1/a/1/lead/0",
    "nhiemvu:id/assignment/byt/2022/qd-1/a/1/lead/01",
    "nhiemvu:id/assignment/byt/2022/qd-1/lead/1",
    "nhiemvu:id/evidence/byt/2022/qd-1/3",
    "nhiemvu:id/evidence/byt/2022/qd-1/3-4-",
    "nhiemvu:id/evidence/byt/2022/qd-1/3-4-r1t2",
    "nhiemvu:id/citation/byt/2022/qd-1/3-4-t1",
    "nhiemvu:id/citation/byt/2022/qd-1/03-4",
    "nhiemvu:id/finding/byt/2022/qd-1/1",
    "nhiemvu:id/finding/byt/2022/qd-1/two-leads-0123456789ab-1",
    "nhiemvu:id/ledger/byt/2022/qd-1/x",
    "nhiemvu:id/snapshot/0123",
    "nhiemvu:id/person/a",
    "nhiemvu:id/post/a",
    "nhiemvu:id/unit/a#",
    "nhiemvu:id/unit/a#Part",
    "nhiemvu:id/unit/a#b#c",
    "nhiemvu:id/person/a/b#named-by/c",
    "nhiemvu:graph/other",
    "nhiemvu:graph/document/byt/2022",
]


@pytest.mark.parametrize("iri", REFUSED)
def test_iris_that_name_nothing_are_refused(iri: str) -> None:
    with pytest.raises(IriError):
        parse(iri, "nhiemvu:")


@pytest.mark.parametrize(
    "make",
    [
        lambda: DocumentId("BYT", "2022", "qd-1"),
        lambda: DocumentId("byt", "22", "qd-1"),
        lambda: UnitId(()),
        lambda: UnitId.of("…"),
        lambda: AssignmentId(TaskId(QD_2182, "a/1"), "boss", 1),
        lambda: AssignmentId(TaskId(QD_2182, "a/1"), "lead", 0),
        lambda: EvidenceId(QD_2182, -1, 3),
        lambda: SnapshotId("xyz"),
        lambda: GraphId("other"),  # type: ignore[arg-type]
        lambda: PartId(PartId(QD_2182, "a"), "b"),
    ],
)
def test_parts_that_a_path_cannot_hold_are_refused(make: object) -> None:
    with pytest.raises(IriError):
        make()  # type: ignore[operator]


segment = st.from_regex(r"[a-z0-9_.-]{1,8}", fullmatch=True).filter(lambda text: text.strip("."))
number = st.integers(min_value=0, max_value=10**7)
maybe = st.none() | st.integers(min_value=0, max_value=500)
tail = st.lists(segment, min_size=1, max_size=4).map("/".join)
documents = st.builds(DocumentId, segment, st.from_regex(r"[0-9]{4}|undated", fullmatch=True), segment)
tasks = st.builds(TaskId, documents, tail)
paths = st.lists(segment, min_size=1, max_size=4).map(tuple)
units, groups = st.builds(UnitId, paths), st.builds(GroupId, paths)
wholes: st.SearchStrategy[Resource] = st.one_of(
    documents,
    tasks,
    units,
    groups,
    *(st.builds(kind, documents, tail) for kind in (SectionId, IndicatorId, DutyId, MeasureId, GoalId)),
    st.builds(DeadlineId, tasks),
    st.builds(
        AssignmentId,
        tasks,
        st.sampled_from(["lead", "focal", "coordinate", "perform", "monitor", "report"]),
        st.integers(min_value=1, max_value=500),
    ),
    st.builds(EvidenceId, documents, number, number, maybe, maybe, maybe),
    st.builds(CitationId, documents, number, number),
    st.builds(
        FindingId.of,
        documents,
        st.from_regex(r"[a-z]+(-[a-z]+)*", fullmatch=True),
        st.from_regex(r"[0-9a-f]{64}", fullmatch=True),
        st.integers(min_value=1, max_value=500),
    ),
    st.builds(LedgerId, documents, number),
    st.builds(SnapshotId, st.from_regex(r"[0-9a-f]{16}", fullmatch=True)),
    st.builds(PostId, units, segment),
    st.builds(PersonId, segment, segment),
    st.builds(DocumentGraphId, documents),
    st.builds(GraphId, st.sampled_from(["ontology", "units", "inferred", "findings", "build"])),
)
parts = st.builds(PartId, wholes, st.from_regex(r"[a-z]{1,6}(-[a-z0-9]{1,4})?", fullmatch=True))
scoped = st.builds(ScopedNameId, units | groups, units)
bases = st.sampled_from(["https://w3id.org/nhiemvu/", "http://localhost:8000/", "https://a.vn/id/graph/"])


@pytest.mark.unmeasured
@given(wholes | parts | scoped, bases)
def test_parse_undoes_print(thing: Resource, base: str) -> None:
    assert parse(thing.iri(base), base) == thing


@given(wholes | parts | scoped, st.data())
def test_print_undoes_parse(thing: Resource, data: st.DataObject) -> None:
    """A path with one character changed is either refused or printed again as it was read."""
    path = thing.path
    place = data.draw(st.integers(min_value=0, max_value=len(path) - 1))
    changed = path[:place] + data.draw(st.sampled_from("0a/-#.é_")) + path[place + 1 :]
    try:
        read = parse("https://b.vn/" + changed, "https://b.vn/")
    except IriError:
        return
    assert read.path == changed


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=8), st.text(max_size=8))
def test_any_text_gives_a_name_that_parses(title: str, section: str, code: str, date: str) -> None:
    document = DocumentId.of(number=title, date=date, issuer=section, kind=code, title=title)
    task = TaskId.of(document, section, code)
    assert parse(document.iri()) == document
    assert parse(task.iri()) == task
