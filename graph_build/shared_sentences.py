"""Where one sentence gives work to several bodies in turn: "Giao Sở A bố trí vốn, Sở B rà soát ao …".

Only where nothing else can be meant: what stands before the comma is the first body's work and names no other
body, and nothing in it leads over to a list of bodies ("phối hợp với", "gửi", "theo dõi"); behind the comma
stands one body by its name, and a verb of its own that is not "phối hợp".

Reads words; gives offsets into them.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext
from graph_build.duty_signs import begins_with_verb
from graph_build.opening_actors import ASKS, opening_actors
from graph_build.text import UPPER

_NEXT = re.compile(rf",\s+(?=[{UPPER}])")
_ANOTHER = re.compile(
    r",\s+(?:Bộ|Sở|Ban|Cục|Chi\s+cục|Vụ|Viện|Phòng|Văn\s+phòng|Trung\s+tâm|Công\s+an|Thanh\s+tra|Hội|Đoàn|Đài|Báo|Thuế|Kho\s+bạc"
    r"|UBND|Ủy\s+ban|Uỷ\s+ban|Công\s+ty|Khoa|Trạm)\s"
)
"""A kind word behind a comma, without which nobody else is named: most sentences have none."""
_REACH = 300
_STOP = re.compile(r"[.;:](?:\s|$)")
_LEADS_OVER = re.compile(
    r"(?<!\w)(?:phối\s+hợp|cùng|với|gửi|chuyển|cho|do|của|tại|từ|theo|báo\s+cáo|trình|giúp|hướng\s+dẫn|chỉ\s+đạo|đôn\s+đốc"
    r"|kiểm\s+tra|giám\s+sát|đề\s+nghị|yêu\s+cầu|giao|thuộc|là|gồm|về|đối\s+với|và|như|qua|để)(?!\w)",
    re.IGNORECASE,
)
_TAKES_PART = re.compile(r"\W*(?:phối\s+hợp|tham\s+gia|cùng)(?!\w)", re.IGNORECASE)
_LONGEST_WORK = 80


def further_works(context: ActorContext, text: str, begin: int, end: int) -> list[int]:
    """Give where the work of each further body begins in a sentence that opens with the first one's name."""
    found: list[int] = []
    if _ANOTHER.search(text, begin, min(end, begin + _REACH)) is None:
        return found
    heads = opening_actors(context, text[begin:end])
    while heads is not None:
        last = begin + heads.end
        comma = _NEXT.search(text, last, min(end, last + _LONGEST_WORK))
        work = text[last : comma.start()] if comma is not None else ""
        if comma is None or not begins_with_verb(work.lstrip()) or _names_or_leads_over(work):
            break
        begin = comma.end()
        heads = opening_actors(context, text[begin:end])
        if heads is None or ASKS.match(text, begin) or any(one.kind != "unit" for one in heads.actors):
            break
        rest = text[begin + heads.end : end].lstrip()
        if not begins_with_verb(rest) or _TAKES_PART.match(rest):
            break
        found.append(begin)
    return found


def _names_or_leads_over(work: str) -> bool:
    named = any(word[:1].isupper() for word in work.split())
    return named or _STOP.search(work) is not None or _LEADS_OVER.search(work) is not None
