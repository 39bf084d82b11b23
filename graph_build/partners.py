"""Whom a duty is shared with: the parties after "phối hợp với", and whether its unit leads at all.

Reads words after a unit's name; gives actors.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.opening_actors import Heads, names_more, opening_actors
from graph_build.passage import Passage
from graph_build.prose_fields import part
from graph_build.records import Actor
from graph_build.text import UPPER

_ONLY_COORDINATES = re.compile(
    r"^\W*+(?:(?:tiếp tục|tăng cường|chủ động|hướng dẫn|và|,)\s++)*+(?:phối hợp|tham gia)(?!\w)",
    re.IGNORECASE,
)
LEADS = re.compile(r"(?<!\w)(?:chủ trì|đầu mối|chủ động|làm đầu mối)(?!\w)", re.IGNORECASE)
"""Words that make a unit lead, however the duty begins."""
LEADS_ON = re.compile(
    r"[\s,*]*(?:(?:có\s+(?:nhiệm\s+vụ|trách\s+nhiệm)|là|làm|được\s+giao|chịu\s+trách\s+nhiệm)\s+)?"
    r"(?:cơ\s+quan\s+|đơn\s+vị\s+)?(?:chủ\s+trì|(?:làm\s+)?đầu\s+mối)(?!\w)",
    re.IGNORECASE,
)
"""What follows the name of a unit that leads the work which the sentence gives out."""
COORDINATES_WITH = re.compile(
    r"phối\s+hợp(?:\s+(?:chặt\s+chẽ|đồng\s+bộ|thường\s+xuyên|hiệu\s+quả|kịp\s+thời|tốt|,|và|triển\s+khai))*\s+(?:cùng\s+)?(?:với\s+)?(?:cùng\s+)?"
    r"|(?<=chủ\strì)\s*,?\s+cùng\s+(?:với\s+)?",
    re.IGNORECASE,
)
"""Words after which the parties to coordinate with are named."""
BESIDE_LEADS = re.compile(r"(?<!\w)chủ\s+trì(?:\s+thực\s+hiện)?\s*[,;]\s*(?:và\s+)?", re.IGNORECASE)
COORDINATE = re.compile(
    r"\s+(?:cùng\s+)?phối\s+hợp(?!\s+(?:chặt\s+chẽ\s+)?(?:với|cùng)(?!\w))", re.IGNORECASE
)
"""What stands between and behind names in "A chủ trì, B phối hợp"."""
WITH = re.compile(r"(?:với|cùng)\s*$", re.IGNORECASE)
"""How words end after which parties must be named: "phối hợp xử lý" names none."""
_AND_WITH = re.compile(r"\s*,?\s*(?:và\s+)?(?:với|cùng(?:\s+với)?)\s+", re.IGNORECASE)
"""What leads to further parties of one list ("với Sở A và với Sở B")."""
_LEADERS = re.compile(r"\s*lãnh\s+đạo\s+(?=\w)", re.IGNORECASE)
"""Words before the name of a body whose leaders are meant; at the head of a sentence they may be work."""
_SHARED_KIND = re.compile(r"(?:và\s+|cùng\s+)?(?:các|những)\s[^;:.]{1,40}:\s+", re.IGNORECASE)
"""The kind that the names after a colon share ("các Bộ, ngành liên quan: Tài chính, Y tế")."""
_MORE_OF_A_KIND = re.compile(
    r"\s*(?:,|,?\s+(?:và|cùng))\s+(?:các|những|một\s+số)\s+(?!nội\s+dung|nhiệm\s+vụ|giải\s+pháp|biện\s+pháp|hoạt\s+động|công\s+việc"
    r"|vấn\s+đề|quy\s+định|chương\s+trình|dự\s+án|chính\s+sách|hình\s+thức|văn\s+bản)\w",
    re.IGNORECASE,
)
"""How a list of parties goes on with a kind of which several are meant."""
_QUOTED = 80
"""How many code points after "phối hợp với" are quoted where nobody is recognised in them."""
NOBODY_WITH = "Nobody is recognised after 'phối hợp với'."
MORE_WITH = "The list of parties after 'phối hợp với' goes on with words that are not recognised."


_MORE_PLACES = re.compile(
    rf"\s*(?:,|,?\s+(?:và|cùng))\s+(?:các\s+)?(?:tỉnh|thành\s+phố|huyện|xã|phường|đặc\s+khu|địa\s+phương)(?::|\s+[{UPPER}])"
)
"""How it goes on with a place that stands for its bodies: "Bộ Xây dựng | và tỉnh Hà Nam"."""


class Partners(NamedTuple):
    """With whom work is shared, and the spans of words that were not recognised.

    `nobody` are those in which no party is, `more` those with which a list of parties goes on.
    """

    actors: tuple[Actor, ...]
    nobody: tuple[tuple[int, int], ...] = ()
    more: tuple[tuple[int, int], ...] = ()


def is_lead(text: str) -> bool:
    """Tell whether a duty makes its unit lead: not where it only coordinates or takes part."""
    return not _ONLY_COORDINATES.match(text) or bool(LEADS.search(text))


def partners(context: ActorContext, text: str) -> Partners:
    """Read the parties after "phối hợp với", or in "A chủ trì, B phối hợp".

    Spans of what is not recognised count in `text`.
    """
    found: list[Actor] = []
    nobody: list[tuple[int, int]] = []
    more: list[tuple[int, int]] = []
    beside = BESIDE_LEADS.search(text)
    named = opening_actors(context, text[beside.end() :]) if beside is not None else None
    if beside is not None and named is not None and COORDINATE.match(text, beside.end() + named.end):
        found.extend(named.actors)
    for match in COORDINATES_WITH.finditer(text):
        heads = named_with(context, text, match.end(), len(text))
        if heads is None:
            if WITH.search(match.group()):
                nobody.append(unread_span(text, match.start(), match.end()))
            continue
        names = {actor.name for actor in found}
        found.extend(actor for actor in heads.actors if actor.name not in names)
        if list_goes_on(text, heads.end):
            more.append(unread_span(text, heads.end, heads.end))
    return Partners(tuple(found), tuple(nobody), tuple(more))


def list_goes_on(text: str, end: int) -> bool:
    """Tell whether a list of parties goes on behind the last one that was read: "Sở A | , các hãng tàu …"."""
    more = _MORE_OF_A_KIND.match(text, end) or _MORE_PLACES.match(text, end)
    return names_more(text, end) or more is not None


def unread_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Give the span to quote where nobody is recognised behind an offset: up to a stop, and not far."""
    stop = re.compile(r"[;:.](?:\s|$)").search(text, end, end + _QUOTED)
    last = stop.start() if stop is not None else min(len(text), end + _QUOTED)
    return start, last


def named_with(context: ActorContext, text: str, start: int, end: int) -> Heads | None:
    """Read the parties that a clause names from an offset on; offsets of what is given count in `text`."""
    actors: list[Actor] = []
    position: int | None = start
    reached = 0
    while position is not None:
        leaders = _LEADERS.match(text, position, end)
        position = leaders.end() if leaders is not None else position
        heads = opening_actors(context, text[position:end])
        kind = _SHARED_KIND.match(text, position, end)
        if kind is not None and (heads is None or position + heads.end < kind.end()):
            told = opening_actors(context, text[kind.end() : end])
            position, heads = (kind.end(), told) if told is not None else (position, heads)
        if heads is None:
            break
        actors.extend(heads.actors)
        reached = position + heads.end
        further = _AND_WITH.match(text, reached, end)
        position = further.end() if further is not None else None
    return Heads(tuple(actors), reached) if actors else None


def named_behind(context: ActorContext, passage: Passage, text: str, place: int) -> Passage | None:
    """Cut out of a passage the names that open the words behind a place in it; None where no name does.

    `text` is the text of the passage, flat.
    """
    named = opening_actors(context, text[place:])
    return None if named is None else part(passage, place, place + named.end)
