"""The words by which items on the ground of duties give work out, go on, list things or end a document.

Reads words of items; gives patterns and yes or no.
"""

from __future__ import annotations

import re

from graph_build.records import Actor
from graph_build.text import UPPER, fold

SENTENCE_END = re.compile(rf"[.;]\s+(?=[{UPPER}])")
_FULL_STOP = re.compile(rf"\.\s+(?=[{UPPER}])")
TOPIC_END = re.compile(rf":[\s*]+(?=[{UPPER}(])")
CLOSING = re.compile(
    r"^\W*(?:trên đây|trong quá trình|yêu cầu|đề nghị|căn cứ|kế hoạch này|nhận được|thực hiện"
    r"|hằng năm|hàng năm|định kỳ)(?!\w)",
    re.IGNORECASE,
)
"""What a paragraph begins with that closes a document, where it stands after the last item."""
ASKED = re.compile(r"\W*đề\s+nghị\s", re.IGNORECASE)
ANSWERS = re.compile(r"[\s,]*(?:chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm)(?!\w)", re.IGNORECASE)
"""What follows the name of a unit that a sentence obliges, wherever the sentence stands."""
CONSISTS = re.compile(r"(?<!\w)gồm(?:\s+có)?\s*:\W*$", re.IGNORECASE)
"""How an item ends that lists things in the bullets below it."""
NAMES_POST = re.compile(
    r"\W*(?:(?:giao|đề\s+nghị|yêu\s+cầu)\s+)?(?:các\s+)?(?:đồng\s+chí\s+|đ/c\s+)?(?:phó\s+)?(?:(?:tổ|nhóm|đội|hiệu)\s+(?:trưởng|phó)|trưởng"
    r"|công\s+chức|viên\s+chức|cán\s+bộ|giáo\s+viên|nhân\s+viên|chuyên\s+viên|bí\s+thư|kế\s+toán)(?!\w)"
    r"[^.;:]{0,120}?(?::\s|\s(?:chủ\s+trì|phối\s+hợp|tham\s+mưu|(?:có|chịu)\s+trách\s+nhiệm|kiểm\s+tra|tổng\s+hợp|theo\s+dõi"
    r"|đôn\s+đốc|báo\s+cáo|rà\s+soát|xây\s+dựng|tuyên\s+truyền|vận\s+động)(?!\w))",
    re.IGNORECASE,
)
"""How an item opens that lays work on who holds a post, and so on no body ("Công chức Tư pháp xã: …")."""
_TELLS = re.compile(
    r"\s*(?:xin\s+|trân\s+trọng\s+|kính\s+)*thông\s+báo\s+(?:để|đến|tới|kết\s+luận|ý\s+kiến|nội\s+dung)(?!\w)[^.;]*",
    re.IGNORECASE,
)
"""What follows the name of an office that only passes on what was decided, at the end of a notice."""
_TIME_ALONE = re.compile(
    r"[\s,]*(?:trong|trước|vào|đến|từ)(?:\s+(?:ngày|tháng|quý|năm|\d+|[IVX]+)(?:[/-]\d+)*)+\W*", re.IGNORECASE
)
"""What follows a name where a wrapped line ends a sentence: "(trình) Chính phủ trong tháng 3 năm 2019."."""
_ANYBODY = re.compile(r"(?<!\w)(?:khác|liên\s+quan|đoàn\s+thể|tổ\s+chức)(?!\w)", re.IGNORECASE)
_AND_SO_ON = re.compile(r"^\s*(?:\.{3}|…)")
_VERBLESS = 12
"""After names that follow a semicolon, fewer code points up to the next stop go on with a list."""


def last_sentence(text: str) -> int:
    """Give where the last sentence of a paragraph begins."""
    return max((match.end() for match in _FULL_STOP.finditer(text)), default=0)


def acts(rest: str, *, listed: bool) -> bool:
    """Tell whether words after the names say what is to be done, and do not pass a notice on.

    `listed` says that the names follow a semicolon, where few words go on with the list.
    """
    if _TELLS.fullmatch(rest.rstrip(" ./*")) or _TIME_ALONE.fullmatch(rest):
        return False
    clause = re.split(r"[.;]\s", _AND_SO_ON.sub("", rest), maxsplit=1)[0]
    return len(fold(clause)) >= (_VERBLESS if listed else 1)


def is_anybody(actor: Actor) -> bool:
    """Tell whether a heading names nobody in particular ("Các tổ chức khác")."""
    return actor.kind == "group" and bool(_ANYBODY.search(actor.as_written))
