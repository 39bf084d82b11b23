"""An assignment written in any form of prose is read back as the parts it was written from."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import DocumentRecord

HEAD = """ỦY BAN NHÂN DÂN TỈNH BẮC GIANG

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: 8/KH-UBND

Bắc Giang, ngày 05 tháng 3 năm 2024

KẾ HOẠCH

Triển khai tổng kiểm kê hồ đập năm 2024

"""
UNITS = (
    "Sở Y tế",
    "Sở Tài chính",
    "Sở Giáo dục và Đào tạo",
    "Sở Nông nghiệp và Môi trường",
    "Công an tỉnh",
    "UBND các xã, phường",
    "các sở, ban, ngành",
)
WORKS = ("lập danh mục hồ đập", "dạy bơi cho học sinh", "khảo sát giếng khoan", "trồng cây ven hồ")
TIMES = {
    "2025": "năm 2025",
    "2025-06": "quý II năm 2025",
    "2025-09": "tháng 9/2025",
    "2025-06-30": "trước ngày 30/6/2025",
}


class Assigned(NamedTuple):
    leads: tuple[str, ...]
    partners: tuple[str, ...]
    work: str
    due: str


@st.composite
def assignments(draw: st.DrawFn) -> Assigned:
    units = draw(st.permutations(UNITS))
    leads = draw(st.integers(1, 2))
    return Assigned(
        tuple(units[:leads]),
        tuple(units[leads : leads + draw(st.integers(0, 3))]),
        draw(st.sampled_from(WORKS)),
        draw(st.sampled_from(sorted(TIMES))),
    )


def upper(words: str) -> str:
    return words[:1].upper() + words[1:]


def lower(words: str) -> str:
    return words[:1].lower() + words[1:]


def clause(one: Assigned) -> str:
    joint = f", phối hợp với {', '.join(one.partners)}" if one.partners else ""
    time = TIMES[one.due] if one.due == "2025-06-30" else f"trong {TIMES[one.due]}"
    return f"{', '.join(one.leads)} chủ trì{joint} {one.work}, hoàn thành {time}."


def labelled(one: Assigned, mark: str, end: str) -> list[str]:
    names = [f"Cơ quan chủ trì: {', '.join(one.leads)}"]
    names += [f"Cơ quan phối hợp: {', '.join(one.partners)}"] if one.partners else []
    return [f"{mark}{line}{end}" for line in (*names, f"Thời gian: {TIMES[one.due]}")]


def bullets(one: Assigned) -> str:
    return f"1. {upper(one.work)}\n\n" + "\n\n".join(labelled(one, "- ", "."))


def letters(one: Assigned) -> str:
    fields = "\n\n".join(
        f"{letter}) {line}" for letter, line in zip("abc", labelled(one, "", ";"), strict=False)
    )
    return f"1. {upper(one.work)}\n\n{fields}"


def deeper_bullets(one: Assigned) -> str:
    return f"1. Việc chung\n\n- {upper(one.work)}.\n\n" + "\n\n".join(labelled(one, "+ ", "."))


def names_below(one: Assigned) -> str:
    lines = [f"1. {upper(one.work)}", "a) Cơ quan chủ trì", *(f"- {name}." for name in one.leads)]
    if one.partners:
        lines += ["b) Cơ quan phối hợp", *(f"- {name}." for name in one.partners)]
    return "\n\n".join([*lines, f"c) Thời gian thực hiện: {TIMES[one.due]}"])


def one_line(one: Assigned) -> str:
    return f"1. {upper(one.work)}\n\n{'; '.join(labelled(one, '', ''))}."


def note(one: Assigned) -> str:
    return f"1. {upper(one.work)} ({'; '.join(labelled(one, '', ''))})."


def given_out(one: Assigned) -> str:
    return f"1. Giao {clause(one)}"


def given_out_later(one: Assigned) -> str:
    return f"1. Công việc còn chậm. Giao {clause(one)}"


def opened(one: Assigned) -> str:
    return f"1. {upper(clause(one))}"


FORMS = (
    bullets,
    letters,
    deeper_bullets,
    names_below,
    one_line,
    note,
    given_out,
    given_out_later,
    opened,
)


def read(body: str) -> DocumentRecord:
    text = f"{HEAD}II. NHIỆM VỤ\n\n{body}\n"
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
@given(one=assignments())
def test_an_assignment_is_read_back_from_its_form(form: Callable[[Assigned], str], one: Assigned) -> None:
    record = read(form(one))
    (task,) = record.tasks
    by_role = {
        role: [upper(a.actor.as_written) for a in task.assignments if a.role == role]
        for role in ("lead", "coordinate")
    }
    assert by_role == {
        "lead": [upper(name) for name in one.leads],
        "coordinate": [upper(name) for name in one.partners],
    }
    assert task.deadline.due == one.due
    assert one.work in task.title.lower()
    assert record.duties == ()


def headed(one: Assigned) -> str:
    return f"1. {', '.join(one.leads)}\n\n- {duty(one)}"


def line_of_its_own(one: Assigned) -> str:
    return f"{upper(', '.join(one.leads))}:\n\n- {duty(one)}"


def same_line(one: Assigned) -> str:
    return f"1. {upper(', '.join(one.leads))}: {duty(one)}"


def requested(one: Assigned) -> str:
    return f"1. Đề nghị {', '.join(one.leads)} {lower(duty(one))}"


def duty(one: Assigned) -> str:
    if not one.partners:
        return f"Chủ động {one.work}."
    return f"Phối hợp với {', '.join(one.partners)} để {one.work}."


@pytest.mark.parametrize(
    "form", [headed, line_of_its_own, same_line, requested], ids=lambda form: form.__name__
)
@given(one=assignments())
def test_a_duty_is_read_back_from_its_form(form: Callable[[Assigned], str], one: Assigned) -> None:
    text = f"{HEAD}III. TỔ CHỨC THỰC HIỆN\n\n{form(one)}\n"
    (found,) = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book()).duties
    assert [upper(actor.as_written) for actor in found.actors] == [upper(name) for name in one.leads]
    assert len(found.coordinates_with) == len(one.partners)
    assert found.is_lead is (not one.partners)


def test_giving_land_gives_no_work_out() -> None:
    text = HEAD + "I. NỘI DUNG\n\n1. Giao đất, cho thuê đất;\n\n2. Giao ổ khóa cho người thuê.\n"
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    assert record.tasks == ()
    assert [one.code for one in record.skipped if one.code == "mandate-without-actor"] == []


@pytest.mark.parametrize(
    ("issuer", "asker", "asked"),
    [
        ("BẢO HIỂM XÃ HỘI HUYỆN AN SƠN", "Giám đốc Bảo hiểm xã hội", True),
        ("ỦY BAN NHÂN DÂN XÃ AN SƠN", "Lãnh đạo cơ sở", True),
        ("ỦY BAN NHÂN DÂN XÃ AN SƠN", "Lãnh đạo Đảng bộ xã", True),
        ("ỦY BAN NHÂN DÂN XÃ AN SƠN", "Lãnh đạo tỉnh", False),
        ("ỦY BAN NHÂN DÂN XÃ AN SƠN", "Lãnh đạo Bộ", False),
    ],
)
def test_an_office_of_another_level_does_not_speak_for_the_issuer(
    issuer: str, asker: str, asked: bool
) -> None:
    text = (
        f"{issuer}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nSố: 3/VP\n"
        f"V/v trồng cây\nAn Sơn, ngày 03 tháng 4 năm 2031\n\nKính gửi: Các đơn vị.\n\n"
        f"Về việc này, {asker} giao Trạm Y tế lập danh sách.\n"
    )
    record = extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())
    assert [one.actor.name for task in record.tasks for one in task.assignments] == ["Trạm Y tế"] * asked
