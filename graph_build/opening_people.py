"""People who open a text: a post and who holds it, and headings that are a person with their posts.

Decisions that divide the work of a committee name its members one below the other, each with the items of
their work. Reads text without marker; gives `Heads`.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext, read_actors
from graph_build.opening_actors import LONGEST_NAME, Heads
from graph_build.passage import Passage
from graph_build.persons import PersonMention, parse_people
from graph_build.text import bare

_OBLIGED = re.compile(r"[\s,]+(?:chủ\s+trì|(?:có|chịu)\s+trách\s+nhiệm|làm\s+đầu\s+mối)(?!\w)")


def opening_person(text: str) -> Heads | None:
    """Find a post and the name of who holds it at the very beginning: "Phó Thủ tướng Hà An chỉ đạo …".

    Of "Đồng chí Hà An - Trưởng phòng B chịu trách nhiệm …" the post is part of it: it ends where the words
    of obligation begin. Gives no actors: who reads them from those words reads the person too.
    """
    obliged = _OBLIGED.search(text[:LONGEST_NAME])
    named_first = parse_people(text[: obliged.start()]) if obliged is not None else ()
    if obliged is not None and len(named_first) == 1 and _holds_post_behind(text, named_first[0]):
        return Heads((), obliged.start())
    people = parse_people(text[:LONGEST_NAME])
    named = text.find(people[0].person.name) if people else -1
    if named < 0 or not people[0].person.post or text[: people[0].start].strip(" *"):
        return None
    return Heads((), named + len(people[0].person.name))


def _holds_post_behind(text: str, one: PersonMention) -> bool:
    """Tell whether a person opens a text, and the post they hold stands behind their name."""
    post = one.person.post
    named = text.find(one.person.name, one.start)
    opens = not text[: one.start].strip(" *")
    return bool(opens and post and one.person.organisation and text.find(post, named) > named >= 0)


def person_alone(context: ActorContext, passage: Passage) -> Heads | None:
    """Read a heading that is a person with their posts: "Ông Hà An - Giám đốc Sở A, Trưởng ban"."""
    people = parse_people(passage.text)
    if len(people) != 1 or not people[0].person.post or passage.text[: people[0].start].strip(" *"):
        return None
    if bare(passage.text[people[0].end :]):
        return None
    named, _ = read_actors(context, passage, "lead", "chủ trì", wrapped=True)
    return Heads(tuple(one.actor for one in named), len(passage.text)) if named else None
