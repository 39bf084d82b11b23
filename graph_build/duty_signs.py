"""The words by which items on the ground of duties give work out, go on, list things or end a document.

Reads words of items; gives patterns and yes or no.
"""

from __future__ import annotations

import re

from graph_build.records import Actor
from graph_build.text import UPPER, fold
from graph_build.unit_names import PREDICATES, ROLE_VERBS, folded_set, starts_with

SENTENCE_END = re.compile(rf"[.;]\s+(?=[{UPPER}])")
_FULL_STOP = re.compile(rf"\.\s+(?=[{UPPER}])")
_ORDERED = rf"(?:giao|đề\s+nghị|yêu\s+cầu)\s+(?:cho\s+)?(?:[{UPPER}]|các\s)"
TOPIC_END = re.compile(rf":[\s*]+(?=[{UPPER}(]|{_ORDERED})")
ORDERS_ANEW = re.compile(
    rf"[.;]\s+(?:(?:đồng\s+thời|và),?\s+)?(?={_ORDERED})|(?:[:.;]|\A)[\s*]*\(\d{{1,2}}\)[\s*]+(?=[{UPPER}]|các\s|{_ORDERED})"
)
"""Where else a work begins in an item: "…; giao Bộ A …", "(1) Bộ A …; (2) Bộ B …"."""
CLOSING = re.compile(
    r"^\W*(?:trên đây|trong quá trình|yêu cầu|đề nghị|căn cứ|kế hoạch này|nhận được|thực hiện"
    r"|hằng năm|hàng năm|định kỳ)(?!\w)",
    re.IGNORECASE,
)
"""What a paragraph begins with that closes a document, where it stands after the last item."""
ASKED = re.compile(r"\W*đề\s+nghị\s", re.IGNORECASE)
ANSWERS = re.compile(r"[\s,]*(?:chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm)(?!\w)", re.IGNORECASE)
"""What follows the name of a unit that a sentence obliges, wherever the sentence stands."""
CONSISTS = re.compile(
    r"(?<!\w)(?:(?:bao\s+)?gồm(?:\s+có)?|về\s+(?:các|những|một\s+số)\s+(?:nội\s+dung|vấn\s+đề|thông\s+tin|số\s+liệu)(?:\s+(?:như\s+)?sau)?)"
    r"\s*:\W*$",
    re.IGNORECASE,
)
"""How an item ends that lists things in the bullets below it."""
NAMES_POST = re.compile(
    r"\W*(?:(?:giao|đề\s+nghị|yêu\s+cầu)\s+)?(?:các\s+)?(?:đồng\s+chí\s+|đ/c\s+)?(?:phó\s+)?(?:(?:tổ|nhóm|đội|hiệu)\s+(?:trưởng|phó)|trưởng"
    r"|chủ\s+tịch|(?:tổng\s+)?giám\s+đốc|ủy\s+viên|uỷ\s+viên|thành\s+viên"
    r"|công\s+chức|viên\s+chức|cán\s+bộ|giáo\s+viên|nhân\s+viên|chuyên\s+viên|bí\s+thư|kế\s+toán)(?!\w)"
    r"[^.;:]{0,120}?(?::\s|\s(?:chủ\s+trì|phối\s+hợp|tham\s+mưu|(?:có|chịu)\s+trách\s+nhiệm|kiểm\s+tra|tổng\s+hợp|theo\s+dõi"
    r"|đôn\s+đốc|báo\s+cáo|rà\s+soát|xây\s+dựng|tuyên\s+truyền|vận\s+động)(?!\w))",
    re.IGNORECASE,
)
"""How an item opens that lays work on who holds a post, and so on no body ("Công chức Tư pháp xã: …")."""
CARRIED_OUT = re.compile(
    r"[\s,*]*(?:(?:nghiêm\s+túc|khẩn\s+trương|tích\s+cực|chủ\s+động|quan\s+tâm|tổ\s+chức|triển\s+khai|biết|và)[\s,]+)*thực\s+hiện"
    r"(?:\s+(?:nghiêm|tốt|nghiêm\s+túc))?(?:\s+(?:Kế\s+hoạch|Chỉ\s+thị|Công\s+điện|Hướng\s+dẫn|Thông\s+báo|Quyết\s+định)\s+này)?[\s./*]*",
    re.IGNORECASE,
)
"""What a last paragraph asks everybody for, which is no work of its own: "… nghiêm túc thực hiện."."""
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
_CLAUSE = 400
"""How much of the words after the names is looked at for work, in code points."""
_VERBLESS = 12
"""After names that follow a semicolon, fewer code points up to the next stop go on with a list."""


_NO_WORK = folded_set(
    """
    là; được; để; theo; trong; có; và các; tại; sẽ; đã; đang; với; cho; trên cơ sở; từ; về; như; nhằm;
    trước; sau; khi; nếu; quy định; đối với; không; chưa; hoạt động; ngoài; bao gồm; gồm; nhận được; do;
    mà; căn cứ; cùng; đồng thời; hằng; hàng; định kỳ; phải; tự; tán thành; nhất trí; đồng ý; hoan nghênh; nhấn
    mạnh; cơ bản thống nhất; cơ bản đồng ý; cơ bản nhất trí; cơ bản tán thành
    """
)
"""Words at which a name ends, and which are no work."""
_NEAR = 60


def begins_with_verb(text: str) -> bool:
    """Tell whether words begin with a verb that is work ("Tiếp tục …", "cân đối …")."""
    keys = fold(text[:_NEAR]).split()
    count = starts_with(keys, 0, ROLE_VERBS) or starts_with(keys, 0, PREDICATES)
    return count > 0 and " ".join(keys[:count]) not in _NO_WORK


def last_sentence(text: str) -> int:
    """Give where the last sentence of a paragraph begins."""
    return max((match.end() for match in _FULL_STOP.finditer(text)), default=0)


def acts(rest: str, *, listed: bool, later: bool = False) -> bool:
    """Tell whether words after the names say what is to be done, and do not pass a notice on.

    `listed` says that the names follow a semicolon, where few words go on with the list; `later` that they
    do not open the item, where a last sentence may ask everybody to carry the document out.
    """
    if _TELLS.fullmatch(rest.rstrip(" ./*")) or _TIME_ALONE.fullmatch(rest):
        return False
    if (later and CARRIED_OUT.fullmatch(rest)) or CONSISTS.match(rest.lstrip(" *")):
        return False
    clause = re.split(r"[.;]\s", _AND_SO_ON.sub("", rest[:_CLAUSE]), maxsplit=1)[0]
    return len(fold(clause)) >= (_VERBLESS if listed else 1)


def is_anybody(actor: Actor) -> bool:
    """Tell whether a heading names nobody in particular ("Các tổ chức khác")."""
    return actor.kind == "group" and bool(_ANYBODY.search(actor.as_written))
