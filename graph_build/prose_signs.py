"""The words by which a sentence gives work out, and those by which it does not.

Reads text and blocks of the outline; gives patterns and yes or no.
"""

from __future__ import annotations

import re

from graph_build.instructions import asks_below
from graph_build.records import Actor
from graph_build.sections import Block, heading_matches
from graph_build.text import LOWER, UPPER

ANSWERS_ON = re.compile(
    r"(?:\s+(?:nêu|quy\s+định)\s+tại\s+Điều\s+\d+)?[\s,*]+(?:(?:có|chịu)\s+trách\s+nhiệm|có\s+nhiệm\s+vụ|căn\s+cứ|tổ\s+chức|triển\s+khai|thực\s+hiện|xây\s+dựng"
    r"|hướng\s+dẫn|chỉ\s+đạo|hoàn\s+(?:tất|thiện|thành)|rà\s+soát|bố\s+trí|bảo\s+đảm|đảm\s+bảo|theo\s+dõi)(?!\w)"
)
"""What follows the name of a unit on which an article of a decision lays work, without a word of leading."""
_AFTER_COLON = rf"[\s*]*:[\s*]*(?=[{UPPER}])(?=.{{12}})"
"""What leads from the name of a unit over to words of work that begin anew ("Phòng A: Tham mưu …")."""
ASKED_ON = re.compile(rf"[\s,*]+(?=[{LOWER}])(?!(?:và|hoặc|của|tại)(?!\w))(?=.{{12}})")
"""What follows the name of a unit that is asked: words of work, of any kind."""
WORKS_ON = re.compile(
    rf"[\s,*]+(?=[{LOWER}])(?!(?:và|hoặc|của|tại|đã|đang|sẽ|được|bị|là|xin|nhận|(?:cơ\s+bản\s+)?(?:thống\s+nhất|đồng\s+ý|nhất\s+trí|tán\s+thành)|hoan\s+nghênh|nhấn\s+mạnh|cho\s+rằng|trả\s+lời"
    r"|(?:kính\s+)?thông\s+báo|có(?!\s+(?:trách\s+nhiệm|nhiệm\s+vụ|biện\s+pháp|giải\s+pháp|kế\s+hoạch|phương\s+án)))(?!\w))(?=.{12})"
    rf"|{_AFTER_COLON}"
)
"""What follows the name of a unit in an item of a sentence that asks for work: a verb of any kind."""
OBLIGED_ON = re.compile(
    r"[\s,*]+(?:(?:có|chịu)\s+trách\s+nhiệm|cần(?!\s+thiết)|phải|tiếp\s+tục(?!\s+được)|tăng\s+cường|tập\s+trung|khẩn\s+trương"
    r"|chủ\s+động|đẩy\s+mạnh|rà\s+soát|nghiêm\s+túc)(?!\w)"
)
"""What follows the name of a unit that an item obliges, outside the sections that lay duties on units."""
DONE_BY = re.compile(rf"(?<=[\w,:;)])\s+do\s+(?=[{UPPER}]|các\s)")
"""What stands between a work and who does it: "Việc C do A chủ trì"."""
ON_THE_WAY = re.compile(r"\W*(?:trong\s+)?quá\s+trình\s+(?:tổ\s+chức\s+|triển\s+khai\s+)*thực\s+hiện", re.I)
"""How a last paragraph opens that tells everybody to whom to turn: "Trong quá trình thực hiện, nếu …"."""
_AIMS = ("mục đích", "mục tiêu", "yêu cầu", "quan điểm", "nguyên tắc", "phạm vi", "căn cứ")
"""Headings under which a sentence says what all work shall be like, and gives none out."""
_PLURAL = re.compile(r"(?:các|những|mọi|mỗi|toàn\s+thể)(?!\w)", re.IGNORECASE)
_CLOSING = re.compile(
    r"(?:thi\s+hành|(?:tổ\s+chức|triển\s+khai)?\s*thực\s+hiện)\s+(?:Quyết\s+định|Nghị\s+quyết|Kế\s+hoạch|Chương\s+trình"
    r"|Quy\s+chế|Quy\s+định|Chỉ\s+thị|Công\s+điện|Thông\s+báo)\s+này(?!\w)",
    re.IGNORECASE,
)
"""Who carries a decision out: its last article (Nghị định 30/2020/NĐ-CP, Phụ lục III, mẫu 1.2)."""
_ANSWERS_FOR = re.compile(
    rf"(?:(?:chịu|có)\s+trách\s+nhiệm|căn\s+cứ)\s+{_CLOSING.pattern}\W*$", re.IGNORECASE
)
"""The end of the clause of who carries an act out, which lays no work of its own."""
_GUIDES = re.compile(
    r"(?<!\w)(?:hướng\s+dẫn|kiểm\s+tra|đôn\s+đốc|giám\s+sát|theo\s+dõi)(?!\w)[^.;:]{0,60}\s(?:thi\s+hành|thực\s+hiện)\s+\S+\s+\S+\s+này",
    re.IGNORECASE,
)
"""Who guides or checks how a decision is carried out has a work of its own."""
_HOUR = r"(?:\d{1,2}\s?(?:h|giờ|g)\s?(?:\d\d)?(?:\s+phút)?,?\s+)?"
"""The hour before a day: "trước 17h00 ngày …", "trước 16 giờ 30 ngày …"."""
DUE = re.compile(
    r"(?:hoàn\s+thành|(?<!\w)xong|(?:đưa|đi)\s+vào\s+(?:sử\s+dụng|khai\s+thác|vận\s+hành|hoạt\s+động)|thời\s+(?:gian|hạn)(?:\s+(?:thực\s+hiện|hoàn\s+thành))?\s*:?"
    rf"|hoàn\s+(?:thành|tất)[^.;()]{{0,80}}?(?=\s(?:trước\s+{_HOUR}ngày|trong\s+(?:tháng|quý)|chậm\s+nhất)\s)"
    r"|báo\s+cáo[^.;()]{0,60}?|trình[^.;()]{0,60}?)\s+"
    r"(?P<when>(?:(?:xong|chậm\s+nhất)\s+)?(?:trước|trong|đến|vào|chậm\s+nhất)\s+[^.;()]*\d[^.;()]*)",
    re.IGNORECASE,
)
"""The time that a sentence sets for its work: "hoàn thành trước ngày …", "trình … trong quý II năm …"."""

_MONTH = r"(?:[/-]|\s+năm\s+)(?:19|20)\d\d"
DUE_AT_END = re.compile(
    r"(?<!\w)(?P<when>(?:trước|trong|chậm\s+nhất)\s+"
    + _HOUR
    + r"(?:ngày\s+\d{1,2}(?:[/-]|\s+tháng\s+)\d{1,2}"
    + _MONTH
    + r"|(?:tháng\s+\d{1,2}|quý\s+(?:[IV]{1,3}|[1-4]))"
    + _MONTH
    + r"))\W*$",
    re.IGNORECASE,
)
"""A time at the end of a sentence, which is that of its work where it lies after the document's date."""


def carries_out(text: str) -> bool:
    """Tell whether words only say who carries the act out ("… chịu trách nhiệm thi hành Chỉ thị này")."""
    return _ANSWERS_FOR.search(text) is not None and _GUIDES.search(text) is None


def is_ordering_article(block: Block, text: str) -> bool:
    """Tell whether a block is an article that may order work: no title over items, no closing article."""
    article = block.marker is not None and block.marker.style == "article"
    closes = _CLOSING.search(text) is not None and _GUIDES.search(text) is None
    return article and not text.rstrip(" *").endswith(":") and not closes


def gives_work(block: Block, text: str, *, asked: bool = False) -> bool:
    """Tell whether an item may be work for whoever opens it: under no aims, no title, no closing article."""
    aiming = any(heading_matches(one, *_AIMS) and not (asked and asks_below(one)) for one in block.headings)
    return not (aiming or text.rstrip(" *").endswith(":") or _CLOSING.search(text))


def aims(block: Block) -> bool:
    """Tell whether a block stands under aims, and no sentence that asks for what stands below it."""
    return any(heading_matches(one, *_AIMS) and not asks_below(one) for one in block.headings)


def is_one_body(actor: Actor) -> bool:
    """Tell whether an actor is a body, also one the document leaves without a name ("UBND tỉnh")."""
    return actor.kind != "group" or not _PLURAL.match(actor.as_written)
