"""Whom a duty is shared with: the parties after "phối hợp với", and whether its unit leads at all.

Reads words after a unit's name; gives actors.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext, actor_of, parts
from graph_build.opening_actors import parted
from graph_build.records import Actor
from graph_build.text import fold, joined

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
_PARTNERS_REACH = 400
"""How far after "phối hợp với" the parties are looked for, in code points."""
_SHARED_KIND = re.compile(r"(?:và\s+|cùng\s+)?(?:các|những)\s[^;:.]{1,40}:\s*$", re.IGNORECASE)
"""The kind that the names after a colon share ("các Bộ, ngành liên quan: Tài chính, Y tế")."""
_WITH_JOINS = frozenset(map(fold, ("", "và", "với", "cùng", "và với", "cùng với")))


def is_lead(text: str) -> bool:
    """Tell whether a duty makes its unit lead: not where it only coordinates or takes part."""
    return not _ONLY_COORDINATES.match(text) or bool(LEADS.search(text))


def partners(context: ActorContext, text: str) -> tuple[Actor, ...]:
    """Read the parties after "phối hợp với" in a duty."""
    found: list[Actor] = []
    seen: set[str] = set()
    for match in COORDINATES_WITH.finditer(text):
        end = first = match.end()
        for part in parts(context, text[first : first + _PARTNERS_REACH], "coordinate"):
            begin = first + part.mention.start
            between = text[end:begin]
            if end == first and _SHARED_KIND.match(between):
                between = ""
            if fold(between) not in _WITH_JOINS or (end > first and not parted(between)):
                break
            end = first + part.mention.end
            if part.mention.name not in seen:
                seen.add(part.mention.name)
                found.append(actor_of(part.mention, joined(text[begin:end])))
    return tuple(found)
