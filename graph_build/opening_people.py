"""People who open a text: a post and who holds it, and headings that are a person with their posts.

Decisions that divide the work of a committee name its members one below the other, each with the items of
their work. Reads text without marker; gives `Heads`.
"""

from __future__ import annotations

from graph_build.actors import ActorContext, read_actors
from graph_build.opening_actors import LONGEST_NAME, Heads
from graph_build.passage import Passage
from graph_build.persons import parse_people
from graph_build.text import bare


def opening_person(text: str) -> Heads | None:
    """Find a post and the name of who holds it at the very beginning: "Phó Thủ tướng Hà An chỉ đạo …".

    Gives no actors: who reads them from those words reads the person too.
    """
    people = parse_people(text[:LONGEST_NAME])
    named = text.find(people[0].person.name) if people else -1
    if named < 0 or not people[0].person.post or text[: people[0].start].strip(" *"):
        return None
    return Heads((), named + len(people[0].person.name))


def person_alone(context: ActorContext, passage: Passage) -> Heads | None:
    """Read a heading that is a person with their posts: "Ông Hà An - Giám đốc Sở A, Trưởng ban"."""
    people = parse_people(passage.text)
    if len(people) != 1 or not people[0].person.post or passage.text[: people[0].start].strip(" *"):
        return None
    if bare(passage.text[people[0].end :]):
        return None
    named, _ = read_actors(context, passage, "lead", "chủ trì", wrapped=True)
    return Heads(tuple(one.actor for one in named), len(passage.text)) if named else None
