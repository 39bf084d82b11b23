"""Who acts in an item that stands below a heading of units, and names others or one of them itself.

Reads text without marker and the actors of the heading; gives actors.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext
from graph_build.duty_signs import begins_with_verb
from graph_build.opening_actors import ACTS, opening_actors
from graph_build.records import Actor

_PLURAL = re.compile(r"(?:các|những|mọi|mỗi|toàn\s+thể)(?!\w)", re.IGNORECASE)
_LEADS_OR_ANSWERS = re.compile(
    r"[\s,*]*(?:được\s+giao\s+)?(?:là\s+(?:cơ\s+quan|đơn\s+vị)\s+)?(?:chủ\s+trì|(?:làm\s+)?đầu\s+mối|(?:có|chịu)\s+trách\s+nhiệm"
    r"|có\s+nhiệm\s+vụ|tiếp\s+nhận|tham\s+mưu|tổng\s+hợp|trực\s+tiếp)(?!\w)"
)
"""What follows the name of a part of a body that acts itself, below the heading of that body."""


def named_instead(context: ActorContext, text: str, above: tuple[Actor, ...]) -> tuple[Actor, ...] | None:
    """Give the units that an item names to act in place of those of the heading above it.

    "Sở Nội vụ chịu trách nhiệm …" under "Trách nhiệm của các cơ quan, đơn vị", where the heading names only
    kinds of units; under a single unit, a part of it that leads or answers ("Phòng A làm đầu mối …"). None
    where the item names no single unit, or goes on otherwise.
    """
    own = opening_actors(context, text)
    if own is None or any(actor.kind == "group" and _PLURAL.match(actor.as_written) for actor in own.actors):
        return None
    rest = text[own.end :]
    if any(actor.kind != "group" for actor in above):
        other = not {actor.name for actor in own.actors} & {actor.name for actor in above}
        other = other and all(actor.name != context.issuer for actor in own.actors)
        return own.actors if len(above) == 1 and other and _LEADS_OR_ANSWERS.match(rest) else None
    if any(actor.kind == "group" for actor in own.actors):
        return None
    rest = rest.lstrip(" *")
    works = ACTS.match(rest) or begins_with_verb(rest) or (rest.startswith(":") and rest.strip(" *:"))
    return own.actors if works else None
