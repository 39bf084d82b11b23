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
    "period",
    "when",
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
"""What a column means; "period" is one that tells tasks apart by time ("Giai đoạn", "Tháng"), whose cells say
whether it tells when a task is due; "when" is one of marks under a period ("Quý II")."""


def _any(phrases: str) -> re.Pattern[str]:
    """Match a heading that holds one of the phrases, parted by semicolons."""
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(p))}(?!\w)" for p in phrases.split(";")))


def _whole(phrases: str) -> re.Pattern[str]:
    """Match a heading that is one of the phrases, parted by semicolons."""
    return re.compile("|".join(rf"^{re.escape(fold(p))}$" for p in phrases.split(";")))


_BODY = (
    "cơ quan|đơn vị|phòng|ban|khoa|bộ phận|cá nhân|tập thể|cán bộ|công chức|viên chức|ngành|sở|địa phương"
    "|người|đv|cq"
)
_ACTING = re.compile(
    rf"^(?:{fold('tổ chức')} )?(?:{fold('thực hiện')}|{fold('phụ trách')}|{fold('trách nhiệm')})$"
    + rf"|(?<!\w)(?:{'|'.join(map(fold, _BODY.split('|')))})(?!\w).{{0,80}}(?<!\w)"
    + rf"(?:{fold('thực hiện')}|{fold('phụ trách')}|{fold('đảm nhiệm')}|{fold('chịu trách nhiệm')})(?!\w)"
)
"""A heading over those who act: "Thực hiện", "Khoa/phòng thực hiện", "Đơn vị, cá nhân phụ trách"."""
_HELPING = re.compile(rf"(?<!\w)(?:{'|'.join(map(fold, _BODY.split('|')))}) (?:.{{0,80}} )?{fold('hỗ trợ')}$")
_OVERSEEING = re.compile(rf"^{fold('lãnh đạo')}(?!\w)")
_PERIOD = re.compile(
    rf"^(?:{'|'.join(map(fold, ('giai đoạn', 'tháng', 'quý', 'năm', 'ngày', 'tuần', 'kỳ', 'mốc')))}| )+"
    rf"(?: (?:{fold('thực hiện')}|{fold('triển khai')}))?$"
)
NAMED_PERIOD = re.compile(
    r"""[\s*]*(?:
      (?:quý|q)\s*\.?\s*(?P<quarter>[1-4]|IV|I{1,3})        # Quý II, Q2
    | tháng\s*(?P<month>0?[1-9]|1[0-2])                   # Tháng 5; "T5" may be a day of the week
    )(?P<year>\s*(?:[/-]|năm)?\s*(?:20\d\d))?[\s*]*""",
    re.VERBOSE | re.IGNORECASE,
)
"""A month or quarter as the heading of a column."""
_BODIES = re.compile(rf"^(?:{'|'.join(map(fold, (*_BODY.split('|'), 'các', 'tên', 'và', 'hoặc')))}| )+$")
_YEARS = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_RULES: tuple[tuple[ColumnKind, re.Pattern[str]], ...] = (
    ("number", _whole("TT; STT; Số TT; Số thứ tự; Thứ tự; Mã số; Mã; Mã nhiệm vụ; Mã chỉ tiêu")),
    ("other", _any("họ và tên; họ tên; họ, tên; tên cơ quan; tên đơn vị; tên người; tên cán bộ")),
    (
        "other",
        _any(
            "cơ quan thẩm định; đơn vị thẩm định; cơ quan thẩm tra; đơn vị thẩm tra; cơ quan phê duyệt; "
            "cơ quan nghiệm thu; đơn vị nghiệm thu; cơ quan xác nhận"
        ),
    ),
    ("lead", _whole("Ai chủ trì; Ai làm; Ai thực hiện; CT")),
    ("coordinate", _whole("Ai phối hợp; Ai giúp; Ai hỗ trợ; PH; Hỗ trợ; Cùng thực hiện")),
    ("start", _whole("Từ; Từ ngày; Từ tháng; Từ năm; Từ quý")),
    ("due", _whole("Đến; Đến ngày; Đến tháng; Đến năm; Đến quý; Xong trước; Xong; Khi nào; Bao giờ xong")),
    ("unit_of_measure", _whole("Đơn vị; Đơn vị tính; ĐVT; Đơn vị đo")),
    ("monitor", _any("theo dõi; giám sát; kiểm tra; đôn đốc")),
    ("lead", _any("chủ trì; đầu mối; chịu trách nhiệm chính; chủ quản thực hiện")),
    ("coordinate", _any("phối hợp; tham gia")),
    ("coordinate", _HELPING),
    (
        "submit_to",
        _any(
            "cấp trình; cấp ban hành; cấp phê duyệt; cấp quyết định; trình cấp; cơ quan ban hành; thẩm "
            "quyền ban hành; thẩm quyền phê duyệt; nơi nhận báo cáo; cấp xem xét"
        ),
    ),
    ("other", _any("thời hạn giải quyết; thời gian giải quyết; thời hạn xử lý; thời gian xử lý")),
    ("start", _any("thời gian bắt đầu; bắt đầu; thời gian triển khai; khởi công")),
    ("due", _any("thời hạn; hoàn thành; thời gian; tiến độ; hạn; thời điểm; lộ trình; kỳ hạn; kết thúc")),
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
            "đạt được; hình thức; minh chứng"
        ),
    ),
    ("funding", _any("kinh phí; nguồn vốn; nguồn lực; dự toán; tổng mức đầu tư; vốn")),
    ("basis", _any("căn cứ; văn bản giao; cơ sở pháp lý; văn bản chỉ đạo; nguồn giao")),
    ("note", _any("ghi chú; lý do; khó khăn; kiến nghị")),
    ("perform", _ACTING),
    ("period", _PERIOD),
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
        if pattern.search(folded) and not (pattern is _ACTING and _OVERSEEING.search(folded)):
            if kind in {"indicator", "title"} and _YEARS.search(folded) and "nhiêm5" not in folded:
                return "target"
            return kind
    return "target" if _YEARS.search(folded) else "other"


def is_period(heading: str) -> bool:
    """Tell whether a heading only names a kind of period ("Giai đoạn", "Tháng/quý")."""
    return bool(_PERIOD.match(fold(heading)))


def names_bodies(heading: str) -> bool:
    """Tell whether a heading names kinds of bodies and nothing of their part ("Cơ quan, đơn vị")."""
    return bool(_BODIES.match(fold(heading)))


def target_year(heading: str) -> int | None:
    """Give the one year that a heading names, None where it names none or several."""
    years = set(_YEARS.findall(fold(heading)))
    return int(years.pop()) if len(years) == 1 else None
