"""A small record made by hand, so that what comes after reading can be tested by itself."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from msgspec.structs import replace

from graph_build.records import (
    Actor,
    Annex,
    Assignment,
    Citation,
    Deadline,
    DocumentRecord,
    Duty,
    Evidence,
    Header,
    Indicator,
    Issue,
    Measure,
    Person,
    Recurrence,
    Section,
    Signer,
    Task,
)
from graph_build.text import evidence

ID = "https://w3id.org/nhiemvu/id"
DOCUMENT = "byt/2022/qd-12"
GROUP = f"{ID}/group/bo-y-te/cac-vu-cuc"
CASES = Path(__file__).parent / "cases"


@pytest.fixture(scope="session")
def small_text() -> str:
    """Give the text that the small record was made from."""
    return (CASES / "small" / "source.txt").read_text(encoding="utf-8")


class Quoter:
    """Quote words of a text at their first place after an offset."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, words: str, after: str = "", column: int | None = None) -> Evidence:
        start = self.text.index(words, self.text.index(after))
        place = {} if column is None else {"table": 1, "row": 2, "column": column}
        return evidence(self.text, start, start + len(words), **place)


def unit(name: str, path: str, *, known: bool = True, parent: str | None = None) -> Actor:
    return Actor(kind="unit", name=name, as_written=name, known=known, parent=parent, iri=f"{ID}/unit/{path}")


def small_tasks(quote: Quoter) -> tuple[Task, ...]:
    hoa = Person(
        name="Lê Thị Hoa",
        honorific="Bà",
        post="Trưởng phòng",
        organisation="Phòng Mẫu",
        iri=f"{ID}/person/le-thi-hoa/phong-mau",
        organisation_iri=f"{ID}/unit/bo-y-te/phong-mau",
    )
    prevention = unit("Cục Y tế dự phòng", "bo-y-te/cuc-y-te-du-phong", parent="Bộ Y tế")
    room = unit("Phòng Mẫu", "bo-y-te/phong-mau", known=False, parent="Bộ Y tế")
    group = replace(room, kind="group", name="Các Vụ, Cục", as_written="Các Vụ, Cục", iri=GROUP)
    person = Actor(kind="person", name="Lê Thị Hoa", as_written="Bà Lê Thị Hoa", person=hoa, iri=hoa.iri)
    first = Task(
        section="A",
        section_title="Giám sát",
        code="1",
        title='Lập "mạng lưới" giám sát',
        evidence=quote('Lập "mạng lưới" giám sát', column=2),
        assignments=(
            Assignment(
                role="lead",
                actor=prevention,
                evidence=quote("Cục Y tế dự phòng", column=3),
                role_as_written="Chủ trì",
            ),
            Assignment(role="coordinate", actor=room, evidence=quote("Phòng Mẫu", column=4)),
            Assignment(
                role="coordinate", actor=person, evidence=quote("Bà Lê Thị Hoa", column=4), inherited=True
            ),
        ),
        deadline=Deadline(
            due="2022-09",
            due_text="Quý III/2022",
            due_precision="quarter",
            due_comparator="=",
            due_evidence=quote("Quý III/2022", column=5),
        ),
        submit_to=(unit("Bộ Y tế", "bo-y-te"),),
        output="Báo cáo",
        output_evidence=quote("Báo cáo", column=6),
        implements=("38/nq-cp",),
        iri=f"{ID}/task/{DOCUMENT}/a/1",
    )
    second = Task(
        section="A",
        section_title="Giám sát",
        code="2",
        title="Trực dịch",
        evidence=quote("Trực dịch"),
        assignments=(Assignment(role="perform", actor=group, evidence=quote("Các Vụ, Cục")),),
        deadline=Deadline(
            due_text="Hằng tháng, chậm nhất ngày 25",
            recurrence=Recurrence(kind="monthly", text="Hằng tháng", latest_day=25),
            due_evidence=quote("Hằng tháng, chậm nhất ngày 25"),
        ),
        iri=f"{ID}/task/{DOCUMENT}/a/2",
    )
    return first, second


def small_citations(quote: Quoter) -> tuple[Citation, Citation, Citation]:
    resolution = quote("Nghị quyết số 38/NQ-CP")
    decree = quote("Nghị định số 75/2017/NĐ-CP của Chính phủ")
    plan = quote("Kế hoạch mẫu")
    return (
        Citation(
            surface=resolution.exact,
            start=resolution.start,
            end=resolution.end,
            number="38/NQ-CP",
            type="Nghị quyết",
            date="2022-03-17",
            issuer="Chính phủ",
            role="implements",
            iri=f"{ID}/document/cp/2022/nq-38",
        ),
        Citation(
            surface=decree.exact,
            start=decree.start,
            end=decree.end,
            number="75/2017/NĐ-CP",
            type="Nghị định",
            issuer="Chính phủ",
            role="legal_basis",
            iri=f"{ID}/document/cp/2017/nd-75",
        ),
        Citation(surface=plan.exact, start=plan.start, end=plan.end, name="Kế hoạch mẫu", core=False),
    )


def small_header(quote: Quoter) -> Header:
    return Header(
        number="12/QĐ-BYT",
        type="Quyết định",
        date="2022-03-05",
        place="Hà Nội",
        issuer="Bộ Y tế",
        title="Ban hành Kế hoạch mẫu thực hiện Nghị quyết số 38/NQ-CP",
        signer=Signer(
            name="Trần Văn Mẫu", post="Thứ trưởng", signs_for="Bộ trưởng", evidence=quote("Trần Văn Mẫu")
        ),
        recipients=("Như trên", "Lưu: VT"),
        annexes=(Annex(type="Kế hoạch", title="Kế hoạch mẫu", start=75, end=87),),
        number_evidence=quote("12/QĐ-BYT"),
        date_evidence=quote("ngày 05 tháng 3 năm 2022"),
        title_evidence=quote("Ban hành Kế hoạch mẫu"),
        issuer_evidence=quote("BỘ Y TẾ"),
        issuer_iri=f"{ID}/unit/bo-y-te",
    )


@pytest.fixture(scope="session")
def small_record(small_text: str) -> DocumentRecord:
    """Give a resolved record with one or two of everything, whose evidence stands in `small_text`."""
    quote = Quoter(small_text)
    prevention = unit("Cục Y tế dự phòng", "bo-y-te/cuc-y-te-du-phong", parent="Bộ Y tế")
    resolution, decree, plan = small_citations(quote)
    a, b = small_text.index("A. Giám"), small_text.index("B. Tổ")
    return DocumentRecord(
        source_name="small.txt",
        media_type="text/plain",
        sha256="ab" * 32,
        text_sha256=hashlib.sha256(small_text.encode()).hexdigest(),
        header=small_header(quote),
        sections=(
            Section(path="A", title="Giám sát", level=1, start=a, end=b),
            Section(path="B", title="Tổ chức thực hiện", level=1, start=b, end=len(small_text)),
            Section(path="B/1", title="Cục Y tế dự phòng", level=2, start=b + 5, end=len(small_text)),
        ),
        implements=(resolution,),
        legal_basis=(decree,),
        citations=(resolution, decree, plan),
        tasks=small_tasks(quote),
        duties=(
            Duty(
                section="B/1",
                text="Theo dõi chung, phối hợp với Sở Y tế.",
                actors=(prevention,),
                evidence=quote("Theo dõi chung, phối hợp với Sở Y tế."),
                heading_evidence=quote("Cục Y tế dự phòng", after="1. Cục"),
                coordinates_with=(
                    Actor(
                        kind="group",
                        name="Sở Y tế",
                        as_written="Sở Y tế",
                        known=False,
                        iri=f"{ID}/group/so-y-te",
                    ),
                ),
                iri=f"{ID}/duty/{DOCUMENT}/b/1/1",
            ),
        ),
        measures=(
            Measure(
                section="C",
                section_title="Chỉ tiêu",
                text="Tăng cường truyền thông.",
                evidence=quote("Tăng cường truyền thông."),
                iri=f"{ID}/measure/{DOCUMENT}/c/1",
            ),
        ),
        indicators=(
            Indicator(
                group="C",
                group_title="Chỉ tiêu",
                code="1",
                name="Tỷ lệ tiêm chủng",
                unit_of_measure="%",
                value_text=">95",
                value="95",
                comparator=">",
                year=2022,
                evidence=quote("Tỷ lệ tiêm chủng"),
                leads=(Assignment(role="lead", actor=prevention, evidence=quote(">95")),),
                iri=f"{ID}/indicator/{DOCUMENT}/c/1",
            ),
        ),
        skipped=(
            Issue(code="empty-cell", why="No coordinator.", text="", start=3, end=5),
            Issue(code="unresolved-unit", why="Not known.", text="Phòng Mẫu", kept=True),
        ),
        iri=f"{ID}/document/{DOCUMENT}",
    )
