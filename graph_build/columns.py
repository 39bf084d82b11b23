"""What the columns of a table mean, by the words of their headings.

Offices name the same column in many ways; the words that carry the meaning are few. The order of the
rules matters: the first that fits decides. Headings are folded, so case, tone placement and dashes do
not count.
"""

from __future__ import annotations

import re
from typing import Literal

from graph_build.text import fold

ColumnKind = Literal[
    "number",
    "title",
    "lead",
    "coordinate",
    "perform",
    "monitor",
    "mark",
    "start",
    "due",
    "submit_to",
    "output",
    "indicator",
    "unit_of_measure",
    "target",
    "funding",
    "basis",
    "note",
    "group",
    "other",
]


def _any(phrases: str) -> re.Pattern[str]:
    """Match a heading that holds one of the phrases, parted by semicolons."""
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(p))}(?!\w)" for p in phrases.split(";")))


def _whole(phrases: str) -> re.Pattern[str]:
    """Match a heading that is one of the phrases, parted by semicolons."""
    return re.compile("|".join(rf"^{re.escape(fold(p))}$" for p in phrases.split(";")))


_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RULES: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    ("number", _whole("TT; STT; Số TT; Số thứ tự; Thứ tự; Mã số; Mã; Mã nhiệm vụ; Mã chỉ tiêu")),
    ("unit_of_measure", _whole("Đơn vị; Đơn vị tính; ĐVT; Đơn vị đo")),
    ("monitor", _any("theo dõi; giám sát; kiểm tra; đôn đốc")),
    ("lead", _any("chủ trì; đầu mối; chịu trách nhiệm chính; chủ quản thực hiện")),
    ("coordinate", _any("phối hợp; tham gia")),
    (
        "submit_to",
        _any(
            "cấp trình; cấp ban hành; cấp phê duyệt; cấp quyết định; trình cấp; cơ quan ban hành; thẩm "
            "quyền ban hành; thẩm quyền phê duyệt; nơi nhận báo cáo; cấp xem xét"
        ),
    ),
    ("other", _any("thời hạn giải quyết; thời gian giải quyết; thời hạn xử lý; thời gian xử lý")),
    ("start", _any("thời gian bắt đầu; bắt đầu; thời gian triển khai; khởi công")),
    ("due", _any("thời hạn; hoàn thành; thời gian; tiến độ; hạn; thời điểm; lộ trình; kỳ hạn")),
    (
        "perform",
        _any(
            "đơn vị thực hiện; cơ quan thực hiện; đơn vị được giao; cơ quan được giao; phân công thực "
            "hiện; trách nhiệm thực hiện; cán bộ thực hiện; người thực hiện; đơn vị triển khai; đơn vị "
            "tham mưu; cơ quan tham mưu; cơ quan trình; đơn vị chịu trách nhiệm; cơ quan soạn thảo; đơn "
            "vị soạn thảo; phân công; bộ phận thực hiện; đơn vị phụ trách; người phụ trách; cá nhân "
            "phụ trách; cơ quan phụ trách; cơ quan chuẩn bị; đơn vị chuẩn bị; đơn vị được phân công; "
            "cơ quan được phân công; đơn vị đảm nhận"
        ),
    ),
    (
        "output",
        _any(
            "kết quả; sản phẩm; đầu ra; hình thức văn bản; yêu cầu kết quả; mục tiêu cần đạt; chỉ tiêu "
            "đạt được; hình thức"
        ),
    ),
    ("funding", _any("kinh phí; nguồn vốn; nguồn lực; dự toán; tổng mức đầu tư; vốn")),
    ("basis", _any("căn cứ; văn bản giao; cơ sở pháp lý; văn bản chỉ đạo; nguồn giao")),
    ("note", _any("ghi chú; lý do; khó khăn; kiến nghị")),
    ("group", _any("nhóm nhiệm vụ; thuộc nhóm; lĩnh vực; nhóm")),
    (
        "target",
        _any(
            "chỉ tiêu năm; mục tiêu năm; kế hoạch năm; giá trị; mức đạt; mục tiêu đến; mục tiêu; chỉ "
            "tiêu giao; kế hoạch giao"
        ),
    ),
    ("indicator", _any("chỉ tiêu; chỉ số; tiêu chí")),
    (
        "title",
        _any(
            "nhiệm vụ; nội dung; công việc; hoạt động; giải pháp; tên đề án; đề án; tên văn bản; tên dự "
            "án; dự án; đầu việc; tên; hạng mục; văn bản; chương trình; việc"
        ),
    ),
)


def kind_of(heading: str) -> ColumnKind:
    """Tell what a column means by its heading; "other" where no rule fits.

    A heading of nothing but years ("2026", "Chỉ tiêu 2024", "Giai đoạn 2026-2030") is a target.
    """
    folded = fold(heading)
    if not folded:
        return "other"
    for kind, pattern in _RULES:
        if pattern.search(folded):
            if kind in {"indicator", "title"} and _YEARS.search(folded) and "nhiêm5" not in folded:
                return "target"
            return kind
    return "target" if _YEARS.search(folded) else "other"


def target_year(heading: str) -> int | None:
    """Give the one year that a heading names, None where it names none or several."""
    years = set(_YEARS.findall(fold(heading)))
    return int(years.pop()) if len(years) == 1 else None
