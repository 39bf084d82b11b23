"""People who open a text: a post and who holds it, and headings that are a person with their posts.

Decisions that divide the work of a committee name its members one below the other, each with the items of
their work. Reads text without marker; gives `Heads`.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext, read_actors
from graph_build.duty_signs import begins_with_verb
from graph_build.opening_actors import LONGEST_NAME, Heads, opening_actors
from graph_build.passage import Passage
from graph_build.persons import PersonMention, parse_people
from graph_build.text import bare

_WORKS = re.compile(
    r"[\s,:]+(?:(?P<obliged>chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm|làm\s+đầu\s+mối|được\s+(?:giao|phân\s+công)|có\s+nhiệm\s+vụ)"
    r"|trực\s+tiếp|chỉ\s+đạo|phụ\s+trách|theo\s+dõi|tham\s+mưu|giúp)(?!\w)"
)
"""How the words go on behind a person and their post; the bare words of work may belong to the post."""
_BREAK = re.compile(r"\s*[,:]\s+|\s+[-\u2010-\u2015]\s+")
"""What stands between a person's post and any other words of work."""
_BEFORE_POST = re.compile(r"(?:\s*[,:(]\s*|\s+[-\u2010-\u2015]\s*|\s+)(?:hiện\s+)?(?:là\s+)?")
"""What stands between a name and the post behind it; "Hà An và các Phó Thủ tướng" names others."""
_AND = re.compile(r"\s*(?:,|,?\s(?:và|cùng(?:\s+với)?))\s+", re.IGNORECASE)
_REACH = 200
"""How far into a text the words of work are looked for, in code points."""


def opening_person(text: str) -> Heads | None:
    """Find a post and the name of who holds it at the very beginning: "Phó Thủ tướng Hà An chỉ đạo …".

    Of "Đồng chí Hà An - Trưởng phòng B chịu trách nhiệm …" the post is part of it: it ends where the words
    of work begin. Gives no actors: who reads them from those words reads the person too.
    """
    people = parse_people(text[:LONGEST_NAME])
    named = text.find(people[0].person.name) if people else -1
    if named < 0 or text[: people[0].start].strip(" *"):
        return None
    for end, obliged in _ends(text, named + len(people[0].person.name)):
        behind = parse_people(text[:end])
        if len(behind) == 1 and _holds_post_behind(text, behind[0], whole=not obliged):
            return Heads((), end)
    if not people[0].person.post:
        return None
    return Heads((), named + len(people[0].person.name))


def opening_people(context: ActorContext, text: str) -> tuple[list[tuple[int, int]], int | None]:
    """Find the people, and bodies beside them, that open a text: their spans, and where one is not read.

    "Phó Chủ tịch … Hà An và Giám đốc Sở A Lê Bình chịu trách nhiệm …" are two.
    No spans where no person opens it.
    """
    first = opening_person(text)
    if first is None:
        return [], None
    spans = [(0, first.end)]
    while more := _AND.match(text, spans[-1][1]):
        rest = text[more.end() :]
        following = opening_person(rest) or opening_actors(context, rest)
        if following is None:
            aside = "," in more.group() or begins_with_verb(rest)
            return spans, None if aside else more.end()
        spans.append((more.end(), more.end() + following.end))
    return spans, None


def _ends(text: str, begin: int) -> list[tuple[int, bool]]:
    """Give where words of work begin behind a name, in order, and whether they close the words for a post."""
    stop = min(len(text), begin + _REACH)
    ends = [
        (m.start(), m["obliged"] is not None or m[0][0] in ",:") for m in _WORKS.finditer(text, begin, stop)
    ]
    ends += [
        (m.start(), True) for m in _BREAK.finditer(text, begin, stop) if begins_with_verb(text[m.end() :])
    ]
    ends += [
        (m.start(), True) for m in _AND.finditer(text, begin, stop) if _begins_with_person(text[m.end() :])
    ]
    return sorted(ends)


def _begins_with_person(text: str) -> bool:
    people = parse_people(text[:LONGEST_NAME])
    return bool(people) and not text[: people[0].start].strip(" *")


def _holds_post_behind(text: str, one: PersonMention, *, whole: bool) -> bool:
    """Tell whether a person opens a text, and their post stands behind their name; `whole`, with its body."""
    post = one.person.post
    named = text.find(one.person.name, one.start)
    if text[: one.start].strip(" *") or not post or named < 0 or (whole and not one.person.organisation):
        return False
    behind = named + len(one.person.name)
    found = text.find(post, behind)
    return found >= 0 and _BEFORE_POST.fullmatch(text, behind, found) is not None


def person_alone(context: ActorContext, passage: Passage) -> Heads | None:
    """Read a heading that is a person with their posts: "Ông Hà An - Giám đốc Sở A, Trưởng ban"."""
    people = parse_people(passage.text)
    if len(people) != 1 or not people[0].person.post or passage.text[: people[0].start].strip(" *"):
        return None
    if bare(passage.text[people[0].end :]):
        return None
    named_first = opening_person(passage.text)
    if named_first is not None and begins_with_verb(passage.text[named_first.end :].lstrip(" ,")):
        return None  # "Phó Thủ tướng Hà An | trực tiếp chỉ đạo …"
    named, _ = read_actors(context, passage, "lead", "chủ trì", wrapped=True)
    return Heads(tuple(one.actor for one in named), len(passage.text)) if named else None
