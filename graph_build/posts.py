"""Who holds a post at the lowest level, where no body is named: "Công chức Địa chính", "Trưởng thôn".

Communes give work to their civil servants by field (Nghị định 33/2023/NĐ-CP, Điều 5) and to heads of
villages and residential groups, who stand for no body of their own. All who hold such a post are one
collective, as written. Posts at the head of a body ("Giám đốc Sở …", "Trưởng Công an xã") stand for the
body and are not read here.

Reads text at a word; gives where the words for the post end.
"""

from __future__ import annotations

import re

from graph_build.text import fold


def _any_of(phrases: str) -> str:
    return "(?:" + "|".join(phrase.strip().replace(" ", r"\s+") for phrase in phrases.split(";")) + ")"


_FIELD = _any_of(
    "tư pháp;hộ tịch;văn phòng;thống kê;văn hóa;văn hoá;xã hội;địa chính;nông nghiệp;xây dựng;môi trường"
    ";đô thị;tài chính;kế toán;kế hoạch;nội vụ;kinh tế;hạ tầng;lao động;thương binh;quân sự;giao thông"
    ";thủy lợi;tôn giáo;dân tộc;công nghệ thông tin;thông tin;chuyển đổi số;giáo dục;y tế"
)
_VILLAGE = _any_of(
    "thôn;bản;xóm;ấp;buôn;bon;làng;khóm;phum;sóc;khu phố;khu dân cư;khu;tổ dân phố;tổ nhân dân;tiểu khu"
    ";khối phố"
)
_VILLAGES = rf"{_VILLAGE}(?:\s*[,/]\s*{_VILLAGE}|\s+(?:và|hoặc)\s+{_VILLAGE})*"
_HERE = r"(?:xã|phường|thị\s+trấn)"
_POST = re.compile(
    rf"""(?:(?:các|những|toàn\s+thể)\s+)?(?:đồng\s+chí\s+|đ/c\s+|ông\s*\(bà\)\s+)?(?:
      công\s+chức\s+(?P<field>{_FIELD})(?:(?:\s*[-\u2010-\u2015,&]\s*|\s+và\s+){_FIELD})*
                                                                  # Công chức Văn hóa - Xã hội
    | trưởng\s+(?:các\s+)?{_VILLAGES}                             # Trưởng các thôn, bản
    | tổ\s+trưởng\s+(?:các\s+)?tổ\s+(?:dân\s+phố|nhân\s+dân|liên\s+gia|tự\s+quản)
    | bí\s+thư\s+(?:các\s+)?(?:chi\s+bộ|chi\s+đoàn)(?:\s+{_VILLAGES})?      # Bí thư các chi bộ thôn
    | già\s+làng | nghệ\s+nhân
    | người\s+có\s+uy\s+tín(?:\s+trong\s+(?:cộng\s+đồng|đồng\s+bào)(?:\s+dân\s+tộc(?:\s+thiểu\s+số)?)?)?
    | trưởng\s+ban\s+công\s+tác\s+mặt\s+trận(?:\s+(?:ở\s+)?(?:các\s+)?{_VILLAGES})?
    )(?:\s+(?:trên\s+địa\s+bàn(?:\s+{_HERE})?|(?:của\s+)?(?:{_HERE}|cấp\s+xã)))?(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
POST_WORDS = frozenset(
    fold(word)
    for word in (
        "công",
        "trưởng",
        "tổ",
        "bí",
        "các",
        "những",
        "toàn",
        "đồng",
        "đ",
        "ông",
        "già",
        "nghệ",
        "người",
    )
)
"""The words that a post may begin with, folded."""


def post_end(text: str, start: int) -> int | None:
    """Give where the words for a post end that begin at an offset; None where none begin.

    The field of a civil servant has a capital: "công chức tài chính" in running text is no post.
    """
    match = _POST.match(text, start)
    if match is None or (match["field"] and not match["field"][0].isupper()):
        return None
    return match.end()
