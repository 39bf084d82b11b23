"""Read who takes part from a cell or phrase: units, collectives, persons, and the role of each.

A role phrase after a name ("… đầu mối tổng hợp, báo cáo", "… đề xuất theo lĩnh vực được phân công") is no
part of the name, and what it mentions takes no part. "chủ trì, phối hợp với" inside one cell turns the
role of the names after it.

Reads a passage, the role its column or phrase gives, and the document's issuer; gives `Assignment`s
and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.area_bodies import COUNCILS
from graph_build.issues import doubtful_at, skipped_at
from graph_build.passage import Passage
from graph_build.persons import PersonMention, parse_people
from graph_build.records import Actor, Assignment, Evidence, Issue, MandateRole
from graph_build.text import fold
from graph_build.unit_book import UnitBook
from graph_build.units import Mention, find_mentions

_POSTS = (
    r"chủ\s+tịch|(?:tổng\s+)?giám\s+đốc|thủ\s+trưởng|(?:bộ|vụ|cục|viện|tổng\s+cục|chi\s+cục|hiệu)\s+trưởng|trưởng"
    r"|chánh|bí\s+thư|tư\s+lệnh|thống\s+đốc|chủ\s+nhiệm|tổng|lãnh\s+đạo|người\s+đứng\s+đầu|chính\s+ủy|chính\s+uỷ"
)
_JOINS = re.compile(
    r"(?:^|[,;:\n+•()/&]|(?:^|\s)[-\u2010-\u2015]|(?:^|\n)\s*\d{1,2}[.)]"
    rf"|(?<!\w)(?:và|với|cùng|cùng\s+với|lực\s+lượng|giao|đề\s+nghị|gồm|cho|là|của|mời|phối\s+hợp|{_POSTS}))[\s*]*$",
    re.IGNORECASE,
)
_COORDINATE = re.compile(
    r"phối\s+hợp|(?<!\w)mời\s+$|(?<!\w)cùng\s+(?:với\s+)?$|tham\s+gia|(?<!\w)(?-i:PH)\s*[:\u2010-\u2015-]",
    re.IGNORECASE,
)
_LEAD = re.compile(r"chủ\s+trì|(?<!\w)(?-i:CT)\s*[:\u2010-\u2015-]", re.IGNORECASE)
_LABEL = re.compile(r"(?<!\w)(?:CT|PH)(?=\s*[:\u2010-\u2015-])")
"""Letters before names that say their part, and name nobody: "CT: Sở A; PH: Sở B"."""
_SAYS_PART = re.compile(
    r"(?<![\s*+•\u2010-\u2015-])[*+•\u2010-\u2015-]*+\s(?=[\s*+•\u2010-\u2015-]*(?:(?:CQ|ĐV|Cơ\s+quan|Đơn\s+vị)\s+)?"
    r"(?:[Cc]hủ\s+trì|[Pp]hối\s+hợp|[Đđ]ầu\s+mối|[Tt]ham\s+gia|CT|PH)(?:\s+(?:thực\s+hiện|chính|với))?\s*:)"
)
"""What ends in the white before words with a colon that say the part of those behind them."""
_BREAK = re.compile(r"<br\s?/?>", re.IGNORECASE)
_FIRST = re.compile(r"[\s*(]*1[.)]\s*(?=[A-ZĐ])")
_LATER = re.compile(r"(?<=[\s;,(])(?P<number>\d{1,2})[.)](?=\s*[A-ZĐ])")
"""Numbers of a list that is written on in one line."""
_NOTE = re.compile(
    r"""[\s*]*(?:
      \((?P<note>[^()\n]{1,60})\)                                  # Sở A (chủ trì); Sở B (cơ quan đầu mối)
    | (?:[-\u2010-\u2015:]\s*)?(?:là\s+)?
      (?P<bare>(?:(?:cơ\s+quan|đơn\s+vị)\s+)?
        (?:chủ\s+trì|làm\s+đầu\s+mối|đầu\s+mối|phối\s+hợp|cùng\s+phối\s+hợp)(?:\s+(?:thực\s+hiện|chính))?)(?=[\s*.]*(?:$|[;\n]|,\s*(?-i:[A-ZĐ])|,\s*các\s))
                                                                          # Sở A chủ trì; Sở B, Sở C phối hợp
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NOTED_ROLES: tuple[tuple[re.Pattern[str], MandateRole], ...] = (
    (re.compile(r"\W*(?:(?:cơ\s+quan|đơn\s+vị|đồng)\s+)*(?:chủ\s+trì|CT$)", re.IGNORECASE), "lead"),
    (re.compile(r"\W*(?:(?:cơ\s+quan|đơn\s+vị|là|làm)\s+)*đầu\s+mối", re.IGNORECASE), "focal"),
    (
        re.compile(r"\W*(?:(?:cơ\s+quan|đơn\s+vị|cùng)\s+)*(?:phối\s+hợp|PH$)", re.IGNORECASE),
        "coordinate",
    ),
)
_HEADCOUNT = re.compile(
    r"(?<!\w)\d+\s+(?:cán\s+bộ|người|nhân\s+viên|biên\s+chế|công\s+chức|viên\s+chức|chuyên\s+viên|bác\s+sĩ|đồng\s+chí)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.\n]\s*$")
_OF_ALL = re.compile(r"các\s", re.IGNORECASE)


_ITEM = re.compile(r"(?:^|[,;\n])[\s*+•\-\u2010-\u2015]*(?P<item>\w[^,;\n()]*)")
_SHORTEST_NAME = 4
_NO_NAME = re.compile(
    rf"(?:các\s+)?(?:(?:phó\s+)?(?:{_POSTS})|đồng\s+chí|đ/c|ông|bà|chủ\s+trì|phối\s+hợp|đầu\s+mối"
    r"|(?:cơ\s+quan|đơn\s+vị|cq|đv)(?:\s+(?:chủ\s+trì|phối\s+hợp))?|theo|tổng\s+hợp|thực\s+hiện|tham\s+mưu|tham\s+gia|đề\s+nghị|giao|trong\s+đó|riêng)(?!\w)",
    re.IGNORECASE,
)
_TURNED: dict[MandateRole, str] = {"lead": "chủ trì", "focal": "đầu mối", "coordinate": "phối hợp"}


class Part(NamedTuple):
    """A mention with the role that the words around it give."""

    mention: Mention
    role: MandateRole


@dataclass(frozen=True)
class ActorContext:
    """What reading names depends on: the register and the canonical name of the document's issuer."""

    book: UnitBook
    issuer: str | None = None


def states_headcount(text: str) -> bool:
    """Tell whether a cell counts staff ("Tối thiểu 3 cán bộ") instead of naming who acts."""
    return bool(_HEADCOUNT.search(text))


def _inside(mention: Mention, outer: Mention | None) -> Mention:
    """Give a body in parentheses the one before them as parent: "Bộ Y tế (Cục Phòng bệnh)"."""
    if (
        outer is None
        or mention.known
        or mention.parent is not None
        or not mention.kind == outer.kind == "unit"
    ):
        return mention
    return mention._replace(parent=outer.name)


def _note(text: str, start: int) -> tuple[MandateRole | None, int]:
    """Read the role that a note right behind a name gives it; gives the role and where the note ends.

    A note that speaks of no role leaves the role open and its words where they are.
    """
    match = _NOTE.match(text, start)
    if match is None:
        return None, start
    words = match["note"] or match["bare"]
    for pattern, role in _NOTED_ROLES:
        if pattern.match(words):
            return role, match.end()
    return None, start


def _is_complement(before: str, mention: Mention) -> bool:
    """Tell whether a collective only says of which bodies people are: "Thú y viên | các bản"."""
    item = before.rpartition(",")[2].rpartition(";")[2].rpartition("\n")[2]
    alone = mention.kind == "group" and not mention.known and bool(item.strip(" *-+•"))
    return alone and _OF_ALL.match(mention.name) is not None and not _JOINS.search(before)


def _broken(text: str) -> str:
    """Put line ends in place of the breaks of Markdown cells ("A<br>B"), in as many code points."""
    return _BREAK.sub(lambda match: "\n" + " " * (len(match[0]) - 1), text) if "<" in text else text


def _unlabelled(text: str) -> str:
    """Put signs in place of what no name goes on over, in as many code points.

    Letters that say a part ("CT:"), words that do ("Cục A⏎Phối hợp: Cục B"), numbers ("1. Sở A 2. Sở B").
    """
    text = _LABEL.sub(
        lambda match: " " * len(match[0]), _SAYS_PART.sub(lambda match: match[0][:-1] + ";", text)
    )
    if not _FIRST.match(text):
        return text
    count = 1

    def parting(match: re.Match[str]) -> str:
        nonlocal count
        if int(match["number"]) != count + 1:
            return match[0]
        count += 1
        return ";" + " " * (len(match[0]) - 1)

    return _LATER.sub(parting, text)


def parts(context: ActorContext, text: str, role: MandateRole, *, listed: bool = False) -> tuple[Part, ...]:
    """Find the actors of a phrase and turn roles where the words between or behind them say so.

    A note behind a name ("(chủ trì)", "phối hợp" at the end of a line) is its own; the bare form holds for
    all names of its item ("Sở B, Sở C phối hợp"), and so does "(phối hợp)" after another name was noted to
    lead. `listed` is as in `find_mentions`.
    """
    text = _broken(text)
    found: list[Part] = []
    current, last, item, led = role, 0, 0, False
    for mention in find_mentions(context.book, _unlabelled(text), context.issuer, listed=listed):
        if mention.start < last:
            continue
        between = text[last : mention.start]
        if found and not _JOINS.search(between):
            continue
        if listed and not found and _is_complement(between, mention):
            continue
        if found and mention.kind == "group" and between.count("(") > between.count(")"):
            continue
        if role in {"lead", "focal", "perform"}:
            if _COORDINATE.search(between):
                current = "coordinate"
            elif _LEAD.search(between) or (_SENTENCE.search(between.rstrip(" -+•*")) and current != role):
                current = role
        if ";" in between or "\n" in between:
            item = len(found)
        noted, last = _note(text, mention.end)
        within = found[-1].mention if found and between.strip(" *\n") == "(" else None
        found.append(Part(_inside(mention, within), noted or current))
        bracketed = text[mention.end : last].lstrip(" *\n")[:1] == "("
        if noted is not None and (not bracketed or (noted == "coordinate" and led)):
            found[item:] = [Part(one.mention, noted) for one in found[item:]]
        led = led or (bracketed and noted == "lead")
        if noted is not None and (not bracketed or led):
            item = len(found)
    return tuple(found)


def actor_of(mention: Mention, written: str) -> Actor:
    """Make the actor record of a mention with the words of the document."""
    return Actor(
        kind=mention.kind,
        name=mention.name,
        as_written=written,
        known=mention.known,
        parent=mention.parent,
    )


def _person_actor(context: ActorContext, found: PersonMention, written: str) -> Actor:
    """Make the actor record of a named person, organisations by their register names."""
    person = found.person
    organisation = person.organisation
    known = True
    if organisation is not None:
        unit = context.book.canonical(organisation, context.issuer)
        known = unit is not None
        organisation = unit.name if unit is not None else organisation
    chain = tuple(
        unit.name if (unit := context.book.canonical(name, context.issuer)) is not None else name
        for name in person.parent_chain
    )
    named = replace(person, organisation=organisation, parent_chain=chain)
    return Actor(kind="person", name=person.name, as_written=written, known=known, person=named)


def read_actors(
    context: ActorContext, passage: Passage, role: MandateRole, heading: str, *, wrapped: bool = False
) -> tuple[tuple[Assignment, ...], tuple[Issue, ...]]:
    """Read a cell or phrase that says who takes part.

    Gives one assignment for each actor in reading order, each quoting its own words; the same actor
    in the same role is given once. Words in which nobody is recognised become a ledger entry. In a
    sentence, `wrapped` over lines, a line end parts no names.
    """
    if not any(letter.isalpha() for letter in passage.text):
        return (), ()  # "-", "…"
    people = parse_people(passage.text)
    found: list[Assignment] = []
    if people:
        for one in people:
            quote = passage.quote(one.start, one.end)
            found.append(
                Assignment(
                    role=role,
                    actor=_person_actor(context, one, passage.text[one.start : one.end]),
                    evidence=quote,
                    role_as_written=heading,
                )
            )
        return tuple(found), ()
    seen: set[tuple[str, str]] = set()
    found_at: list[tuple[int, int]] = []
    text = passage.text.replace("\n", " ") if wrapped else passage.text
    for mention, own_role in parts(context, text, role, listed=True):
        found_at.append((mention.start, mention.end))
        key = (fold(mention.name), own_role)
        if key in seen:
            continue
        seen.add(key)
        quote = passage.quote(mention.start, mention.end)
        written = " ".join(_broken(passage.text[mention.start : mention.end]).replace("*", "").split())
        found.append(
            Assignment(
                role=own_role,
                actor=actor_of(mention, written),
                evidence=quote,
                role_as_written=heading if own_role == role else _TURNED.get(own_role, heading),
            )
        )
    if found or not passage:
        return tuple(found), _unread(passage, found_at, heading)
    why = f"No unit or person was recognised under {heading!r}."
    return (), (doubtful_at("unread-actor", passage.quote(), why),)


def _unread(passage: Passage, taken: Sequence[tuple[int, int]], heading: str) -> tuple[Issue, ...]:
    """Enter in the ledger the items of a list of actors that begin like a name and were not read as one."""
    issues: list[Issue] = []
    text, last = _broken(passage.text), 0
    for start, end in (*taken, (len(text), len(text))):
        for match in _ITEM.finditer(text, last, start):
            item = match["item"].rstrip(" *.:")
            if item[0].isupper() and len(item) >= _SHORTEST_NAME and not _NO_NAME.match(item):
                why = f"No unit or person was recognised in these words under {heading!r}."
                issues.append(
                    skipped_at(
                        "unread-actor",
                        passage.quote(match.start("item"), match.start("item") + len(item)),
                        why,
                    )
                )
        last = end
    return tuple(issues)


def unknown_unit(actor: Actor, evidence: Evidence) -> Issue:
    """Enter in the ledger a unit that the register lacks, and one of whose area the kind is not stated."""
    before = actor.name.removesuffix(f" {actor.as_written}")
    if before != actor.name and fold(before) in COUNCILS:
        why = f"The words do not state of which kind of area {actor.name!r} is; kept without one."
        return doubtful_at("ambiguous-unit", evidence, why)
    why = f"{actor.name!r} is not in the unit register; kept as a new {actor.kind}."
    return doubtful_at("unresolved-unit", evidence, why)


def unknown_units(assignments: Sequence[Assignment]) -> tuple[Issue, ...]:
    """Enter in the ledger the units that the register lacks, as read by the grammar of names."""
    return tuple(
        unknown_unit(one.actor, one.evidence)
        for one in assignments
        if not one.actor.known and one.actor.kind == "unit"
    )
