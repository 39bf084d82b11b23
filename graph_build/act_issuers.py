"""Who issued an act, as named behind "của".

Bodies of the State and the Party with fixed names come first; then any name with the grammar of an
organisation: a head word ("Ủy ban", "Sở", "Ban Chỉ đạo") and the words up to a verb or a stop. Names are read
in the lower-case text of a `PlainText`, so capitals in titles do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_build.document_codes import ISSUERS, KIND_WORDS
from graph_build.text import UPPER


def any_of(phrases: Iterable[str]) -> str:
    """Give a pattern for any of the phrases, longest first, in lower case.

    A space may be a line break, and a dash between words may stand with or without spaces.
    """
    patterns = []
    for phrase in sorted(set(phrases), key=len, reverse=True):
        escaped = re.escape(phrase.lower()).replace(r"\ \-\ ", r"[ \n]?-[ \n]?")
        patterns.append(escaped.replace(r"\ ", r"[ \n]"))
    return "|".join(patterns)


_END = r"(?![^\W\d_])"
_TERM = r"(?:,?[ \n]\(?khóa[ \n][ivxlc]+\)?)?"  # the term of a Party or Assembly body: "khóa XIII"

_PARTY = (
    "Ban Chấp hành Trung ương",
    "Ban Chấp hành Trung ương Đảng",
    "Ban Chấp hành Trung ương Đảng Cộng sản Việt Nam",
    "Bộ Chính trị",
    "Bộ Chính trị, Ban Bí thư",
    "Ban Bí thư",
    "Ban Bí thư Trung ương",
    "Ban Bí thư Trung ương Đảng",
    "Trung ương Đảng",
)
_STATE = (
    *(name for name in ISSUERS.values() if not name.startswith("Bộ ")),
    "Quốc hội",
    "Ủy ban Thường vụ Quốc hội",
    "Thủ tướng",
    "Phó Thủ tướng Chính phủ",
    "Chánh án Tòa án nhân dân tối cao",
    "Viện trưởng Viện kiểm sát nhân dân tối cao",
    "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ",
    "Bộ trưởng, Chủ nhiệm Ủy ban Dân tộc",
    "Tổng Kiểm toán nhà nước",
    "Tổng Thanh tra Chính phủ",
    "Thống đốc Ngân hàng Nhà nước",
    "Thống đốc Ngân hàng Nhà nước Việt Nam",
    "Ngân hàng Nhà nước",
    "Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
    "Đoàn Chủ tịch Ủy ban Trung ương Mặt trận Tổ quốc Việt Nam",
)
MINISTRIES = (
    *(name for name in ISSUERS.values() if name.startswith("Bộ ")),
    "Bộ Thương mại",
    "Bộ Công nghiệp",
    "Bộ Thủy sản",
    "Bộ Văn hóa - Thông tin",
    "Bộ Lao động, Thương binh và Xã hội",
    "Bộ Khoa học, Công nghệ và Môi trường",
)

FIXED = re.compile(
    rf"""
    (?:
      (?:hội[ \n]nghị[ \n]lần[ \n]thứ[ \n]\w+,?[ \n])?(?:{any_of(_PARTY)}){_TERM}  # Bộ Chính trị khóa XII
    | (?:{any_of(_STATE)}){_TERM}                                  # Thủ tướng Chính phủ | Quốc hội khóa XV
    | (?:(?:thứ[ \n]trưởng|bộ[ \n]trưởng)[ \n])?(?:{any_of(MINISTRIES)})           # Bộ trưởng Bộ Y tế
    ){_END}
    """,
    re.VERBOSE,
)

_HEADS = (
    *("Chủ tịch", "Phó Chủ tịch", "Bộ trưởng", "Giám đốc", "Phó Giám đốc", "Tổng Giám đốc", "Cục trưởng"),
    *("Tổng Cục trưởng", "Trưởng Ban", "Tư lệnh", "Bộ Tư lệnh", "Bộ Tổng Tham mưu", "Ủy ban", "UBND", "HĐND"),
    *("Hội đồng", "Ban", "BCĐ", "Sở", "Cục", "Tổng cục", "Chi cục", "Vụ", "Viện", "Trung tâm", "Văn phòng"),
    *("Phòng", "Thanh tra", "Công an", "Quân khu", "Kho bạc", "Bảo hiểm", "Tòa án", "Ngân hàng", "Tỉnh ủy"),
    *("Thành ủy", "Huyện ủy", "Quận ủy", "Thị ủy", "Đảng ủy", "Đảng bộ", "Đảng đoàn", "Thường trực"),
    *("Trung ương", "Liên đoàn", "Tổng Liên đoàn", "Mặt trận", "Hội", "Hiệp hội", "Liên hiệp", "Liên minh"),
    *("Đoàn", "Tập đoàn", "Tổng công ty", "Công ty", "Trường", "Đại học", "Học viện", "Bệnh viện", "Thuế"),
    *("Ban Chỉ đạo", "Ban Tổ chức", "Ban Chỉ huy", "Hội đồng Thẩm định", "Hội đồng Phối hợp", "Tổ Công tác"),
    *("Tổ Chỉ đạo", "Ban Thường vụ", "Ban Chấp hành", "Ban Cán sự đảng"),
    *("Tổ công tác", "Đại sứ quán", "Nhà xuất bản", "Đài", "Thành phố", "Tỉnh", "Bộ"),
)
HEAD = re.compile(rf"(?:{any_of(_HEADS)}){_END}")
_STOPS = (
    *("về", "ngày", "số", "tại", "để", "đã", "có", "là", "được", "bị", "trong", "theo", "trên", "từ", "đến"),
    *("khi", "nhằm", "với", "do", "nêu", "này", "đó", "ký", "năm", "tháng", "các", "những", "hoặc"),
    *("như", "sau", "cùng", "gồm", "cho", "gửi", "trình", "giao", "yêu cầu", "ban hành", "quy định"),
    *("qui định", "quy hoạch", "phê duyệt", "sửa đổi", "bổ sung", "bãi bỏ", "thay thế", "hướng dẫn"),
    *("công bố", "công nhận", "thông qua", "thông báo", "thành lập", "kiện toàn", "tổ chức", "chỉ đạo"),
    *("hợp nhất", "đồng ý", "bảo đảm", "thực hiện", "triển khai", "điều chỉnh", "kết luận", "thống nhất"),
    *("nghị quyết", "nghị định", "quyết định", "xác định", "phân công", "phân cấp", "phân bổ", "cụ thể"),
    *("tiếp tục", "đề nghị", "đề xuất", "kèm theo", "giai đoạn", "tăng cường", "căn cứ", "chấp thuận"),
    *("thẩm định", "góp ý", "tham gia ý kiến", "chưa", "phải", "sẽ", "không", "thí điểm", "ủy quyền"),
)
_STOP = re.compile(rf"(?:{any_of(_STOPS)}){_END}")
_KIND = re.compile(rf"(?:{any_of(KIND_WORDS)}){_END}")
_WORD = re.compile(r"(?:[ \n]?-[ \n]?|[ \n])(?P<word>[^\W_]\w*)")
_AREAS = ("tỉnh", "phố", "huyện", "quận", "xã", "phường", "trấn", "tp", "khu")
_LONGEST = 16


def issuer_end(text: str, lower: str, position: int) -> int | None:
    """Give the position behind the name of an organisation that begins here, None where none does.

    `text` and `lower` are those of one `PlainText`. A name without a fixed form must begin with a capital;
    it ends before a verb, a kind of document, or a lower-case word behind the name of a place.
    """
    fixed = FIXED.match(lower, position)
    if fixed is not None:
        return fixed.end()
    head = HEAD.match(lower, position)
    if head is None or text[position].islower():
        return None
    return _name_end(text, lower, head)


def _name_end(text: str, lower: str, head: re.Match[str]) -> int:
    in_capitals = text[head.start() : head.end()].isupper() and len(head.group()) > 4
    position = head.end()
    in_area = head.group() in ("tỉnh", "thành phố")
    for _ in range(_LONGEST):
        match = _WORD.match(lower, position)
        if match is None or _STOP.match(lower, match.start("word")):
            return position
        capital = text[match.start("word")].isupper()
        if match["word"] == "và":
            if not _goes_on(text, lower, match.end()):
                return position
        elif in_area and not capital and not in_capitals and match["word"] != "ủy":
            return position
        in_area = match["word"] in _AREAS or (in_area and capital)
        position = match.end()
    return position


def _goes_on(text: str, lower: str, position: int) -> bool:
    """Tell whether the name goes on behind "và": a capital that opens neither an act nor another body."""
    following = _WORD.match(lower, position)
    if following is None:
        return False
    start = following.start("word")
    return text[start].isupper() and not _KIND.match(lower, start) and not HEAD.match(lower, start)


KNOWN_BODIES: dict[str, str] = {
    name.lower(): name for name in (*_PARTY, *_STATE, *MINISTRIES, "Phó Thủ tướng", "Ủy ban nhân dân")
}
"""A body with a fixed name, in lower case -> the name as it is written."""


_HEAD_OF = re.compile(
    r"(?:(?:Bộ|Cục|Tổng [Cc]ục|Chi [Cc]ục|Viện|Vụ) trưởng|(?:Tổng )?Giám đốc|Chủ tịch|Hiệu trưởng|Thống đốc)"
    rf" (?=[{UPPER}])|Chánh án (?=Tòa )|Chánh (?=Thanh tra |Văn phòng )|Tổng (?=Thanh tra |Kiểm toán )"
)
"""A post at the head of a body, before its name: "Giám đốc Sở Y tế"."""


def without_post(name: str) -> str:
    """Give the body at whose head who decides stands; other words as they are ("Chủ tịch nước")."""
    return _HEAD_OF.sub("", name, count=1)


def proper_name(words: str) -> str:
    """Give a name as one line; a name in capitals gets the letters of a known body, else of a sentence.

    "CHÍNH PHỦ" gives "Chính phủ". Capitals of places and fields inside a name that is not known are lost, so
    callers with the whole text should prefer a spelling found there (see `graph_build.letter_case`).
    """
    name = " ".join(words.split())
    if not name.isupper() or len(name) < 5:
        return name
    known = KNOWN_BODIES.get(name.lower())
    return known if known is not None else name.lower().capitalize()
