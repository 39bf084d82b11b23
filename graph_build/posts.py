"""Who holds a post at the lowest level, where no body is named: "Công chức Địa chính - Xây dựng", "Trưởng thôn".

Communes give work to their civil servants by field (Nghị định 33/2023/NĐ-CP, Điều 5) and to heads of villages and
residential groups, who stand for no body of their own. All who hold such a post are one collective, as written.
Posts at the head of a body ("Giám đốc Sở …", "Trưởng Công an xã") stand for the body and are not read here.

Reads text at a word; gives where the words for the post end.
"""

from __future__ import annotations

import re

from graph_build.text import fold

_FIELDS = (
    r"(?:tư\s+pháp|hộ\s+tịch|văn\s+phòng|thống\s+kê|văn\s+hóa|văn\s+hoá|xã\s+hội|địa\s+chính|nông\s+nghiệp|xây\s+dựng"
    r"|môi\s+trường|đô\s+thị|tài\s+chính|kế\s+toán|kế\s+hoạch|nội\s+vụ|kinh\s+tế|hạ\s+tầng|lao\s+động|thương\s+binh|quân\s+sự"
    r"|giao\s+thông|thủy\s+lợi|tôn\s+giáo|dân\s+tộc|thông\s+tin|công\s+nghệ\s+thông\s+tin|chuyển\s+đổi\s+số|giáo\s+dục|y\s+tế)"
)
_VILLAGES = r"(?:thôn|bản|xóm|ấp|buôn|bon|làng|khóm|phum|sóc|khu\s+phố|khu\s+dân\s+cư|khu|tổ\s+dân\s+phố|tổ\s+nhân\s+dân|tiểu\s+khu|khối\s+phố)"
_MORE = rf"(?:\s*[,/]\s*{_VILLAGES}|\s+(?:và|hoặc)\s+{_VILLAGES})*"
_AREA = r"(?:\s+(?:trên\s+địa\s+bàn(?:\s+(?:xã|phường|thị\s+trấn))?|(?:của\s+)?(?:xã|phường|thị\s+trấn|cấp\s+xã)))?"
_POST = re.compile(
    rf"""(?:(?:các|những|toàn\s+thể)\s+)?(?:đồng\s+chí\s+|đ/c\s+|ông\s*\(bà\)\s+)?(?:
      công\s+chức\s+(?=[A-ZĐÀ-Ỹ]){_FIELDS}(?:(?:\s*[-\u2010-\u2015,&]\s*|\s+và\s+){_FIELDS})*  # Công chức Văn hóa - Xã hội
    | trưởng\s+(?:các\s+)?{_VILLAGES}{_MORE}                                             # Trưởng các thôn, bản
    | tổ\s+trưởng\s+(?:các\s+)?tổ\s+(?:dân\s+phố|nhân\s+dân|liên\s+gia|tự\s+quản)
    | bí\s+thư\s+(?:các\s+)?(?:chi\s+bộ|chi\s+đoàn)(?:\s+{_VILLAGES}{_MORE})?             # Bí thư các chi bộ thôn
    | trưởng\s+ban\s+công\s+tác\s+mặt\s+trận(?:\s+(?:ở\s+)?(?:các\s+)?{_VILLAGES}{_MORE})?
    ){_AREA}(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
POST_WORDS = frozenset(
    fold(word) for word in ("công", "trưởng", "tổ", "bí", "các", "những", "toàn", "đồng", "đ", "ông")
)
"""The words that a post may begin with, folded."""


def post_end(text: str, start: int) -> int | None:
    """Give where the words for a post end that begin at an offset; None where none begin."""
    match = _POST.match(text, start)
    return match.end() if match is not None else None
