"""Which times in the words of a duty are its deadline, and which date something else."""

from __future__ import annotations

import pytest

from graph_build import bound_times
from graph_build.passage import Passage
from graph_build.records import Deadline, Issue
from graph_build.stated_deadlines import stated_deadline
from tests.growth import assert_in_line

BOUND = [
    (
        "Báo cáo, gửi Sở A trước ngày 20/4/2026 để tổng hợp, báo cáo tỉnh trước ngày 05/5/2026.",
        "2026-04-20",
    ),
    ("Gửi số vịt về Sở A để tổng hợp trước ngày 25/11/2026.", "2026-11-25"),
    ("Dùng phần mềm do Bộ A xây dựng, báo cáo tỉnh trước ngày 15/5/2026.", "2026-05-15"),
    ("Bảo đảm mọi chuồng vịt được khử trùng trước ngày 30/9/2026.", "2026-09-30"),
    ("Chỉ đạo các trại phải hoàn thành tiêm phòng trước ngày 31/5/2026.", "2026-05-31"),
    ("Khắc phục dứt điểm các hạn chế, tồn tại trước ngày 31/8/2026.", "2026-08-31"),
    ("Hoàn thành các nhiệm vụ quá hạn trước ngày 15/5/2026.", "2026-05-15"),
    ("Trong quý II năm 2026 hoàn thành kiểm đếm ao vịt.", "2026-06"),
    ("Xây ao xong trước ngày 30/4/2026 (riêng ao Đông trước ngày 30/9/2026).", "2026-04-30"),
    ("Riêng các xã miền núi báo cáo trước ngày 30/4/2026.", "2026-04-30"),
    ("Nạo vét ao chung trước ngày 31/8/2026; tổng kết trước ngày 30/11/2026.", "2026-11-30"),
    ("Xây ao; trồng bèo; chăn vịt. Thời hạn hoàn thành: trước ngày 30/6/2026.", "2026-06-30"),
    ("(1) Xây ao nuôi mới cho vịt; (2) trồng bèo ở ao cũ; hoàn thành trước ngày 30/6/2026.", "2026-06-30"),
    ("Hoàn thành việc được giao trong năm 2026, báo cáo trước ngày 25/11/2026.", "2026-11-25"),
]

UNBOUND = [
    ("Nối ao với kênh do Bộ A đầu tư, hoàn thành trong năm 2027.", bound_times.OF_ANOTHER),
    ("Cấp số liệu để Sở B trình tỉnh trong quý III năm 2026.", bound_times.OF_ANOTHER),
    ("Gửi hồ sơ cho Sở B thẩm định, trình tỉnh trước ngày 25/6/2026.", bound_times.OF_ANOTHER),
    ("Rà soát các ao được cấp phép trước ngày 01/7/2026.", bound_times.OF_A_THING),
    ("Thu hồi vốn của các trại phải hoàn thành trong năm 2026.", bound_times.OF_A_THING),
    ("Hoàn thành các việc được giao trong năm 2026, nhất là đếm vịt.", bound_times.OF_A_THING),
    ("Rà soát ao tồn tại trước ngày 01/9/2026.", bound_times.OF_A_THING),
    ("Xử lý dứt điểm khoản nợ quá hạn trước ngày 01/9/2026.", bound_times.OF_A_THING),
    ("Trả trợ cấp cho người nuôi vịt nghỉ việc trước ngày 01/9/2026.", bound_times.OF_A_THING),
    ("Sau khi Bộ A ban hành hướng dẫn trong quý II năm 2026, tham mưu cách nuôi.", bound_times.OF_AN_EVENT),
    ("Sửa ngay các ao hỏng (riêng ao Đông xong trước ngày 30/4/2026).", bound_times.OF_A_PART),
    ("Rà soát ao; riêng các xã miền núi báo cáo trước ngày 30/4/2026.", bound_times.OF_A_PART),
    ("Tính đến hết tháng 3 năm 2026, cả tỉnh mới đạt 12% đàn.", bound_times.COUNTED),
    ("Tổng kết Chương trình ao sạch hoàn thành giai đoạn 2021 - 2026.", bound_times.A_PERIOD),
    ("Lập đề án, hoàn thành trong tháng 6 năm 2026, nuôi thử trong năm 2027.", bound_times.SEVERAL),
    ("**(1)** xây ao, hoàn thành trước ngày 30/4/2026; **(2)** trồng bèo.", bound_times.SEVERAL),
    (
        "Xây ao xong trước ngày 30/4/2026; chăn vịt ở những ao còn lại; bán vịt trước ngày 30/6/2026.",
        bound_times.SEVERAL,
    ),
]

RECURRING = [
    ("Báo cáo đàn vịt ngày 05 và 20 hằng tháng.", "monthly", None),
    ("Báo cáo vào ngày 05 và ngày 20 hằng tháng.", "monthly", None),
    ("Gửi số liệu vào thứ Sáu hằng tuần.", "weekly", None),
    ("Báo cáo trước ngày 20 hằng tháng.", "monthly", 20),
    ("Định kỳ hằng quý đếm vịt, gửi Sở A trước ngày 15 tháng cuối quý.", "quarterly", 15),
    ("Báo cáo định kỳ hằng năm (trước ngày 25/12 trong năm).", "yearly", 25),
]


def read(text: str, own: tuple[str, ...] = ()) -> tuple[Deadline, tuple[Issue, ...]]:
    return stated_deadline(Passage.of(text, 0, len(text)), "2026-03-10", own)


@pytest.mark.parametrize(("text", "due"), BOUND)
def test_a_time_of_the_work_is_its_deadline(text: str, due: str) -> None:
    assert read(text)[0].due == due


@pytest.mark.parametrize(("text", "why"), UNBOUND)
def test_a_time_of_something_else_is_left_with_its_reason(text: str, why: str) -> None:
    deadline, issues = read(text)
    assert deadline == Deadline()
    assert {(one.code, one.why, one.kept) for one in issues} == {("unbound-time", why, False)}


@pytest.mark.parametrize(("text", "kind", "day"), RECURRING)
def test_days_that_recur_keep_one_day_or_stand_in_the_ledger(text: str, kind: str, day: int | None) -> None:
    deadline, issues = read(text)
    assert deadline.recurrence is not None
    assert (deadline.recurrence.kind, deadline.recurrence.latest_day) == (kind, day)
    assert [(one.code, one.kept) for one in issues] == ([] if day else [("unparsed-deadline", True)])


def test_work_done_by_the_bearer_itself_is_no_work_of_others() -> None:
    text = "Việc đếm vịt do Sở A chủ trì, hoàn thành trong năm 2026."
    assert read(text)[0].due is None
    assert read(text, ("Sở A",))[0].due == "2026"


def test_a_first_time_may_recur_afterwards() -> None:
    deadline, _ = read("Báo cáo tỉnh trước ngày 20/11/2026 và hàng tháng.")
    assert deadline.due == "2026-11-20"
    assert deadline.recurrence is not None
    assert deadline.recurrence.kind == "monthly"


def test_many_times_are_judged_in_linear_time() -> None:
    some = "gửi Sở A được giao tổng hợp trước ngày 30/6/2026; trong năm 2026 "
    assert_in_line(lambda size: read(some * size), 80)


def test_an_earlier_time_of_several_works_is_in_the_ledger() -> None:
    deadline, issues = read("Xây ao trước ngày 31/8/2026; tổng kết trước ngày 30/11/2026.")
    assert (deadline.due, [(one.code, one.text) for one in issues]) == (
        "2026-11-30",
        [("earlier-time", "trước ngày 31/8/2026")],
    )
