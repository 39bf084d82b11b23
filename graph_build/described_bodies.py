"""Words that tell which bodies of a kind are meant: by what they have, or by what they do for others.

"UBND các xã, phường có rừng" are not all communes, "đơn vị tư vấn" is known by its service, and "Hội đồng
tuyển dụng viên chức" by what it was set up for. Reads the words of a passage; gives indexes into them.
"""

from __future__ import annotations

from graph_build.document_codes import KIND_WORDS
from graph_build.name_words import AND, NameWords
from graph_build.text import fold
from graph_build.unit_names import folded, starts_with

_HAVE, _LONGEST = [fold("có")], 8
_HELD_TO = folded(
    """
    trách nhiệm; nhiệm vụ; biện pháp; giải pháp; kế hoạch; phương án; ý kiến; văn bản; báo cáo; hình thức;
    thể; sự; quyền; thẩm quyền; cơ chế; chính sách; hướng dẫn; thông báo; liên quan; công văn; đề xuất
    """
)
"""What bodies have to do or to give, which tells none of them from the others."""
_PROJECT = fold("dự án đầu tư").split()
_GOES_ON = frozenset(fold(word) for word in ("phải", "cần", "được", "bị", "đã", "đang", "sẽ"))
"""Words that may go on telling what the ones meant have: "có dự án | phải thu hồi đất"."""
_PURPOSES = folded(
    """
    phổ cập; xóa; tuyển dụng; tuyển chọn; xét tuyển; xét duyệt; xét chọn; bình xét; tôn vinh; chấm điểm;
    thẩm tra; thẩm duyệt; kiểm kê; kiểm điểm; thanh lý; tháo gỡ; giải tỏa; đền bù; cưỡng chế; di dời;
    cải tạo; tu bổ; tái cơ cấu; số hóa; diễn tập; khoanh vùng; truy vết; cấp cứu; cấp nước; thu phí;
    tổng rà soát; tổng kiểm tra
    """
)
"""What boards, groups and works are set up for, written in lower case behind the word for what they are."""
_LONGEST_PURPOSE = 12
_SERVICES = folded("cung cấp; cung ứng; tư vấn; thi công; vận hành; thụ hưởng")

_BUILDS = folded("xây dựng")
_DRAWN_UP = folded(
    "; ".join(KIND_WORDS)
    + """; dự thảo; quy trình; phương án; nội dung; danh mục; tài liệu; phần mềm; cơ sở dữ liệu; hệ thống;
    bộ tiêu chí; bộ chỉ số; khung; bộ tài liệu; mô hình; chuyên mục; chuyên đề; kịch bản; lộ trình; dự toán;
    mẫu; biểu mẫu"""
)
"""What is drawn up, written or set up, and never built."""


def having_end(words: NameWords, position: int) -> int:
    """Go on over what the ones meant have, up to a verb or a colon: "UBND các xã | có rừng tổ chức …".

    In running text alone; `position` itself where it is said what they must do ("có trách nhiệm").
    """
    keys = words.keys
    if words.listed or keys[position : position + 1] != _HAVE or not words.lower(position):
        return position
    if words.apart(position) or starts_with(keys, position + 1, _HELD_TO):
        return position
    end = position + 1
    while end < len(words) and words.lower(end) and not words.apart(end):
        if words.verb(end) and keys[end - 2 : end + 2] != _PROJECT:
            break
        end += 1
    if not position + 1 < end <= position + _LONGEST or keys[end - 1] == AND:
        return position
    if end < len(words) and keys[end] in _GOES_ON:
        return position
    ended = end >= len(words) or words.verb(end) or words.words[end].gap.lstrip().startswith(":")
    return end if ended else position


def draws_up(words: NameWords, position: int) -> bool:
    """Tell whether "xây dựng" draws up a paper or a program here, and so is no word of a name.

    What bodies that build are named for are works: "Phòng Quản lý xây dựng công trình".
    """
    built = starts_with(words.keys, position, _BUILDS)
    return built > 0 and starts_with(words.keys, position + built, _DRAWN_UP) > 0


def serves(words: NameWords, index: int, end: int) -> bool:
    """Tell whether an item of a list of actors names them by their service: "đơn vị | cung cấp phần mềm"."""
    opens = words.listed and (index == 0 or words.separator(index)) and end < len(words)
    return opens and not words.separator(end) and starts_with(words.keys, end, _SERVICES) > 0


def set_up_for(words: NameWords, position: int) -> bool:
    """Tell whether a verb right behind a kind word is a purpose, and the work comes later in the clause.

    "Hội đồng | tuyển dụng viên chức tổ chức thi"; a board that "thẩm tra giá đất." does so.
    """
    spoken = starts_with(words.keys, position, _PURPOSES)
    if not spoken or words.apart(position):
        return False
    last = min(len(words), position + _LONGEST_PURPOSE)
    for at in range(position + spoken, last):
        if words.apart(at) and not (words.comma(at) and starts_with(words.keys, at, _PURPOSES)):
            return False
        if words.verb(at) and not words.apart(at):
            return at > position + spoken
    return False
