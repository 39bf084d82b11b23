"""Standing duties: what the prose of a plan or directive lays on units.

A duty is one bullet or item on the ground of duties (`graph_build.duty_grounds`) that belongs to the
unit named by the heading above it, or by the words that open the item itself.

Reads the outline; gives `Duty` records and ledger entries.
"""

from __future__ import annotations

import re

from graph_build.actors import ActorContext, read_actors, unknown_unit
from graph_build.addressees import Addressees, addressees, names_another, speaks_of_the_act
from graph_build.duty_grounds import (
    DUTY_HEADINGS,
    Grounds,
    is_no_duty_topic,
    is_sentence,
    states_on_topic,
)
from graph_build.duty_headings import DutyHeadings
from graph_build.duty_signs import (
    ANSWERS,
    ASKED,
    CARRIED_OUT,
    CLOSING,
    CONSISTS,
    NAMES_POST,
    ORDERS_ANEW,
    SENTENCE_END,
    TOPIC_END,
    acts,
    begins_with_verb,
    is_anybody,
)
from graph_build.issues import doubtful_at, skipped_at
from graph_build.opening_actors import (
    ASKS,
    Heads,
    actors_after_adjunct,
    flat,
    names_more,
    names_only,
    only_names,
    opening_actors,
)
from graph_build.opening_people import opening_people
from graph_build.own_actors import named_instead
from graph_build.partners import LEADS, LEADS_ON, MORE_WITH, NOBODY_WITH, is_lead, partners
from graph_build.passage import Passage
from graph_build.prose_fields import part
from graph_build.prose_signs import carries_out, is_one_body
from graph_build.records import Actor, Duty, Evidence, Issue
from graph_build.sections import Block, Outline, heading_matches
from graph_build.shared_sentences import further_works
from graph_build.stated_deadlines import stated_deadline
from graph_build.text import LOWER, fold, joined

_GIVEN_TO = re.compile(r"\W*(?:giao|phân\s+công|đề\s+nghị)\s+", re.IGNORECASE)
_NOT_WHOLE = re.compile(rf"\s*,\s+(?=[{LOWER}])")
"""What follows a name that may go on: "Phòng Tuyên truyền | , báo chí tham mưu …"."""
_NEXT_NUMBER = re.compile(r"\(\d{1,2}\)[\s*]*\Z")
"""The number of the work after one in the same item: "…; (2)"."""
_MORE_ACT = "The list of those who act goes on with words that are not recognised."
_UNDER_TOPIC = "It stands under a topic; the headings beside it name the units that bear the duties."
_LISTED = "It lists what the item before it consists of."
_GOES_ON = "It goes on with the sentence before, which gives the duty."
_MORE_NAMES = "The list of those who act goes on with names that are not recognised."
_NAMES_ALONE = "All its words were read as names of bodies, and nothing stands below it."
_NOBODY_KNOWN = "It names somebody else to act, who is not recognised."


class _Reader:
    """Goes through the blocks of the duty ground of one document."""

    def __init__(
        self,
        context: ActorContext,
        grounds: Grounds,
        blocks: list[Block],
        told: Addressees | None,
        document_date: str | None,
    ) -> None:
        self.context, self.grounds, self.told, self.date = context, grounds, told, document_date
        self.headings = DutyHeadings(context, blocks)
        self.duties: list[Duty] = []
        self.issues: list[Issue] = []
        self.line: tuple[Block, Heads] | None = None
        """A line without a number that names the unit of the bullets after it."""
        self.listing: Block | None = None
        """A block that lists things in the bullets below it."""
        self.bulleted: Block | None = None
        """The owner under which a bullet was read last."""
        last = max((at for at, block in enumerate(blocks) if block.marker is not None), default=-1)
        self.tail = {id(block) for block in blocks[last + 1 :]}
        """The paragraphs after the last number or bullet."""
        self.given: set[int] = set()
        """The headings under which a duty was read."""
        self.items: set[int] = set()
        """The numbered blocks that were read as duties themselves."""
        self.told_items: set[int] = set()
        """Those of them that name nobody, and so are duties of whom the whole directive is addressed to."""

    def read(self, block: Block, following: Block | None) -> None:
        if block.numbered:
            self.line = None
            self.listing = block if CONSISTS.search(block.text) else None
            self._numbered(block)
            return
        if self.listing is not None and self._goes_on(self.listing, block):
            self._leave(block, _LISTED)
            return
        self.listing = block if CONSISTS.search(block.text) else None
        if self.line is not None and not self._goes_on(self.line[0], block):
            self.line = None
        if self.line is None and self._names_next(block, following):
            return
        self._unnumbered(block)

    def _goes_on(self, line: Block, block: Block) -> bool:
        """Tell whether a block is one of the bullets that an unnumbered line introduces."""
        style = line.marker.style if line.marker is not None else None
        own = block.marker.style if block.marker is not None else None
        above = block.headings[-1:] == (line,) if line.numbered else line.headings == block.headings
        return above and block.bulleted and own != style

    def _names_next(self, block: Block, following: Block | None) -> bool:
        """Take a line "Bộ A:" or "- Bộ A … như sau:" as the owner of the bullets after it."""
        if following is None or not self._goes_on(block, following):
            return False
        text = flat(block.passage.text)
        heads = opening_actors(self.context, text)
        if heads is None or not (names_only(text, heads) or text.rstrip(" *").endswith(":")):
            return False
        self.line = (block, heads)
        return True

    def _numbered(self, block: Block) -> None:
        headings = self.headings
        owner = headings.owner(block)
        if id(block) in headings.heads:
            if owner is None and not headings.has_items(block) and is_sentence(block):
                self._leave(block, _NAMES_ALONE)
            return
        if owner is not None:
            if not headings.is_topic(block) or block.headings[-1] is not owner:
                self.items.add(id(block))
                self._owned(block, owner)
            return
        if CONSISTS.search(block.text) and self._sentences(block):
            return
        topic = self.grounds.directive and states_on_topic(block)
        if is_no_duty_topic(block) and not is_sentence(block) and not topic:
            return
        if not self._unassigned(block) and not self._sentences(block) and not headings.is_topic(block):
            self._told(block)

    def _told(self, block: Block) -> None:
        """Read an item that names nobody as a duty of those whom the whole directive is addressed to."""
        if self.told is None or block.marker is None or speaks_of_the_act(block) or is_no_duty_topic(block):
            return
        if names_another(block):
            self._leave(block, _NOBODY_KNOWN)
            return
        self.items.add(id(block))
        self.told_items.add(id(block))
        self._add(block, 0, self.told.actors, self.told.block)

    def _unnumbered(self, block: Block) -> None:
        if self.line is not None:
            self._add(block, 0, self.line[1].actors, self.line[0])
            return
        if block.text.isupper():
            return  # a heading without number
        if block.marker is None and carries_out(block.text):
            return  # the closing clause, which names nearly everybody
        owner = self.headings.owner(block)
        above = block.headings[-1] if block.headings else None
        if owner is None:
            if above is not None and self._unassigned(above):
                self._leave(block, _UNDER_TOPIC)
            elif above is not None and block.bulleted and self._unfinished(above):
                self._leave(block, _GOES_ON)
            elif not (block.marker is None and self._ended(block, above) and self._ends(block)):
                self._stated(block, above)
            return
        asked = ASKED.match(block.text) and all(map(is_anybody, self.headings.heads[id(owner)].actors))
        if asked and self._sentences(block, opens=True):
            return
        if block.bulleted:
            self.bulleted = owner
        elif block.text.endswith(":") or self._closes(block, owner):
            return
        elif self.bulleted is owner or (above is not owner and id(above) in self.items):
            self._continued(block)
            return
        self._owned(block, owner)

    def _owned(self, block: Block, owner: Block) -> None:
        """Read what stands under a heading that names units, or only kinds of them and the item names one."""
        actors = self.headings.heads[id(owner)].actors
        self.given.add(id(owner))
        if self._hands_on(flat(block.passage.text), actors) and self._sentences(block, opens=True):
            return
        own = named_instead(self.context, flat(block.passage.text), actors)
        self._add(block, 0, own or actors, owner if own is None else None)

    def _hands_on(self, text: str, above: tuple[Actor, ...]) -> bool:
        """Tell whether an item under a unit gives work to another: "Giao Phòng A …", "Cục B chủ trì …"."""
        own = opening_actors(self.context, text)
        if own is None or any(one.kind != "unit" for one in own.actors):
            return False
        if {fold(one.name) for one in own.actors} <= {fold(one.name) for one in above}:
            return False  # one of several that the heading names: they bear its items together
        if _NOT_WHOLE.match(text, own.end) and not begins_with_verb(text[own.end :].lstrip(" ,")):
            return False
        given = _GIVEN_TO.match(text) is not None and acts(text[own.end :], listed=False)
        return given or LEADS_ON.match(text, own.end) is not None

    def _stated(self, block: Block, above: Block | None) -> None:
        """Read a bullet or paragraph over which no unit is named."""
        of_another = id(above) in self.items and id(above) not in self.told_items
        if not self._sentences(block) and not of_another and not block.text.endswith(":"):
            self._told(block)

    def _ended(self, block: Block, above: Block | None) -> bool:
        """Tell whether the duties may be over: after an item that is one, or after the last item."""
        return id(above) in self.items or (id(block) in self.tail and bool(self.duties))

    def _closes(self, block: Block, owner: Block) -> bool:
        """Tell whether a paragraph under the last unit closes the document and is not the unit's duty."""
        return id(block) in self.tail and id(owner) in self.given and self._ends(block)

    def _unfinished(self, heading: Block) -> bool:
        """Tell whether an item that is a duty stops without a mark: what follows its dash goes on with it."""
        return id(heading) in self.items and heading.text[-1:].isalnum()

    def _unassigned(self, heading: Block) -> bool:
        """Tell whether a heading is a topic among headings that name the units bearing the duties."""
        return (
            id(heading) not in self.items
            and self.headings.is_topic(heading)
            and self.headings.beside_units(heading)
            and not heading_matches(heading, *DUTY_HEADINGS)
        )

    def _continued(self, block: Block) -> None:
        """Read a paragraph after a unit's bullets: another unit's duty, or the end of the document."""
        if not self._ends(block) and not self._sentences(block, opens=True):
            self._leave(block)

    def _ends(self, block: Block) -> bool:
        """Tell whether a paragraph closes a document, and asks no single body for work ("Đề nghị A: …")."""
        return CLOSING.match(block.text) is not None and not self._asks_one(block)

    def _asks_one(self, block: Block) -> bool:
        text = flat(block.passage.text)
        heads = opening_actors(self.context, text) if ASKED.match(text) else None
        if heads is None or not all(map(is_one_body, heads.actors)):
            return False
        return CARRIED_OUT.fullmatch(text, heads.end) is None

    def _leave(self, block: Block, why: str = "") -> None:
        self.issues.append(skipped_at("unread-passage", block.passage.quote(), why))

    def _sentences(self, block: Block, *, opens: bool = False) -> bool:
        """Read an item in which the unit and what it must do stand in one sentence.

        With `opens`, and in a directive, the unit must open the item, or follow its topic ("Về …: Bộ A
        …"). Gives whether anything was read.
        """
        strict = opens or self.grounds.directive
        text = flat(block.passage.text)
        topic = TOPIC_END.search(text) if block.numbered else None
        begins = [0] if topic is None else [0, topic.end()]
        anew = {m.end() for m in ORDERS_ANEW.finditer(text)}
        starts = {*begins, *anew, *[m.end() for m in SENTENCE_END.finditer(text)]}
        starts.update(at for one in begins for at in further_works(self.context, text, one, len(text)))
        pending: tuple[int, Heads] | None = None
        reach = 0
        for start in sorted(starts):
            if start < reach:
                continue
            heads = opening_actors(self.context, text[start:])
            first = not strict or pending is not None or start in {0, topic and topic.end()} | anew
            if not first and not (heads is not None and self._orders_later(text[start:], heads)):
                continue
            listed = text[:start].rstrip().endswith(";")
            if heads is None or not acts(text[start + heads.end :], listed=listed, later=start > 0):
                continue
            more = names_more(text[start:], heads.end)
            if more or (listed and pending is not None and only_names(text[pending[0] : start], pending[1])):
                if more and pending is not None:
                    self._add(block, pending[0], pending[1].actors, None, start)
                self.items.add(id(block))
                self._leave(block, _MORE_NAMES)
                return True
            if pending is not None:
                self._add(block, pending[0], pending[1].actors, None, start)
            pending = (start, heads)
            reach = start + heads.end
        if pending is not None:
            self.items.add(id(block))
            self._add(block, pending[0], pending[1].actors, None)
            return True
        if self._of_person(block, text):
            return True
        later = None if strict else actors_after_adjunct(self.context, text)
        if later is not None:
            self.items.add(id(block))
            self._add(block, 0, later[0].actors, None)
            return True
        given = not strict and (LEADS.search(text) or "phối hợp" in text.lower())
        if given or (self.told is None and NAMES_POST.match(text)):
            self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))
        return False

    def _of_person(self, block: Block, text: str) -> bool:
        """Read "Giao Phó Thủ tướng Hà An chỉ đạo …": who is named by post and name opens the item."""
        given = _GIVEN_TO.match(text)
        begin = given.end() if given is not None else 0
        spans, unread = opening_people(self.context, text[begin:])
        if not spans or not acts(text[begin + spans[-1][1] :], listed=False):
            return False
        named = [part(block.passage, begin + first, begin + last) for first, last in spans]
        people = [
            one.actor
            for words in named
            for one in read_actors(self.context, words, "lead", "chủ trì", wrapped=True)[0]
        ]
        if not people:
            return False
        self.items.add(id(block))
        self._add(block, 0, tuple(people), None)
        if unread is not None:
            self.issues.append(doubtful_at("unread-actor", block.passage.quote(begin + unread), _MORE_ACT))
        return True

    def _orders_later(self, text: str, heads: Heads) -> bool:
        """Tell whether a later sentence of a directive's item, behind other words, orders work."""
        orders = ASKS.match(text) or ANSWERS.match(text, heads.end) or LEADS_ON.match(text, heads.end)
        return self.told is None and orders is not None

    def _add(
        self,
        block: Block,
        start: int,
        actors: tuple[Actor, ...],
        heading: Block | None,
        end: int | None = None,
    ) -> None:
        passage: Passage = block.passage
        if heading is not None:
            self.given.add(id(heading))
        finish = (
            len(passage.text) if end is None else len(_NEXT_NUMBER.sub("", passage.text[:end]).rstrip(" ,*"))
        )
        text = joined(passage.text[start:finish])
        after = opening_actors(self.context, text) if heading is None else None
        said = text[after.end :] if after is not None else text
        quote = passage.quote(start, finish)
        deadline, doubts = stated_deadline(
            part(passage, start, finish), self.date, [actor.as_written for actor in actors]
        )
        self.issues.extend(doubts)
        self.duties.append(
            Duty(
                section=block.path,
                text=text,
                actors=actors,
                evidence=quote,
                is_lead=is_lead(said),
                coordinates_with=self._partners(part(passage, start, finish), heading),
                deadline=deadline,
                heading_evidence=heading.passage.quote() if heading is not None else None,
            )
        )
        self.issues.extend(
            unknown_unit(actor, heading.passage.quote() if heading is not None else quote)
            for actor in actors
            if not actor.known and actor.kind == "unit" and (heading is None or not self._seen(actor.name))
        )

    def _partners(self, said: Passage, heading: Block | None) -> tuple[Actor, ...]:
        """Read with whom a duty is shared: its own parties, and those named by the heading over it."""
        own = self._named_with(said)
        if heading is None or (self.told is not None and heading is self.told.block):
            return own
        over = flat(heading.passage.text)
        shared = self._named_with(heading.passage) if over.rstrip(" *").endswith(":") else ()
        names = {actor.name for actor in own}
        return (*own, *(actor for actor in shared if actor.name not in names))

    def _named_with(self, said: Passage) -> tuple[Actor, ...]:
        """Read the parties after "phối hợp với"; who is not recognised there is in the ledger."""
        named = partners(self.context, flat(said.text))
        for span in named.nobody:
            self._unread(said.quote(*span), NOBODY_WITH)
        for span in named.more:
            self._unread(said.quote(*span), MORE_WITH)
        return named.actors

    def _unread(self, quote: Evidence, why: str) -> None:
        """Enter words in which nobody was recognised, once: a heading stands over several duties."""
        issue = doubtful_at("unread-actor", quote, why)
        if issue not in self.issues:
            self.issues.append(issue)

    def _seen(self, name: str) -> bool:
        return any(name in {a.name for a in duty.actors} for duty in self.duties[:-1])


def read_duties(
    context: ActorContext, outline: Outline, grounds: Grounds, document_date: str | None
) -> tuple[tuple[Duty, ...], tuple[Issue, ...]]:
    """Read every standing duty of a document, in reading order."""
    blocks = [block for block in outline.blocks if grounds.holds(block)]
    told = addressees(context, outline.blocks, grounds.holds) if grounds.directive else None
    reader = _Reader(context, grounds, blocks, told, document_date)
    for index, block in enumerate(blocks):
        reader.read(block, blocks[index + 1] if index + 1 < len(blocks) else None)
    return tuple(reader.duties), tuple(reader.issues)
