"""Tasks in prose: who leads, who coordinates and by when, stated without a table.

Two forms are read:

- labelled fields under one heading ("- Đơn vị chủ trì: …", "b) Cơ quan phối hợp: …", "3. Thời gian thực
  hiện: …", or the label as a heading with the names in bullets below): the heading is the task;
- one sentence that gives the work out ("Giao Sở A chủ trì, phối hợp với Sở B …", "Sở A chủ trì …", "… (Giao
  Công an tỉnh chủ trì)", "… (Cơ quan chủ trì: …; thời gian: …)").

A bullet without any of it stays a measure. Reads the outline; gives `Task` records, the spans they were
read from, and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.columns import ColumnKind
from graph_build.duty_grounds import Grounds, is_quotation
from graph_build.duty_signs import ANSWERS, CARRIED_OUT, NAMES_POST, SENTENCE_END, TOPIC_END, last_sentence
from graph_build.instructions import Instruction, begins_with_work
from graph_build.issuer_orders import issuer_orders, of_another_level
from graph_build.issues import doubtful_at, skipped_at
from graph_build.opening_actors import (
    ASKS,
    actors_after_adjunct,
    flat,
    opening_actors,
)
from graph_build.order_headings import Order, ordering_headings
from graph_build.partners import COORDINATES_WITH, LEADS_ON, named_behind
from graph_build.passage import Passage
from graph_build.prose_fields import INLINE, FieldGroup, Labelled, field_groups, label_kind, part
from graph_build.prose_signs import (
    ANSWERS_ON,
    ASKED_ON,
    DONE_BY,
    DUE,
    OBLIGED_ON,
    ON_THE_WAY,
    WORKS_ON,
    gives_work,
    is_one_body,
    is_ordering_article,
)
from graph_build.records import Assignment, Deadline, Issue, MandateRole, Task
from graph_build.sections import Block, Outline
from graph_build.shared_sentences import further_works
from graph_build.spans import Spans
from graph_build.task_writer import TaskWriter
from graph_build.tasks import cell_text
from graph_build.text import UPPER

_GIVEN = re.compile(
    rf"(?:^|(?<=[.;:(]))[\s*]*(?:[Đđ]ồng\s+thời,?\s+)?[Gg]iao\s+(?:cho\s+)?(?=[{UPPER}]|các\s|đồng\s+chí\s)"
    r"|^[\s*]*[Pp]hân\s+công\s+(?=(?:đồng\s+chí|ông|bà)\s)"
    r"|(?<=\()\s*(?:do\s+)?(?=[A-ZĐ][^()]{3,80}\s+chủ\s+trì)"
)
_ASIDE = re.compile(r"(?:\s*\([^()]{1,80}\))?(?:\s*:)?")
_LEADS = re.compile(r"chủ\s+trì|đầu\s+mối", re.IGNORECASE)
_ORDERS: dict[MandateRole, str] = {"lead": "giao", "coordinate": "phối hợp"}
"""How a role is called that a heading gives to whom it orders."""
_ROLES: dict[ColumnKind, MandateRole] = {
    "lead": "lead",
    "perform": "perform",
    "coordinate": "coordinate",
    "monitor": "monitor",
}


class _Writer(TaskWriter):
    """Reads the forms in which prose gives work out."""

    def __init__(self, context: ActorContext, document_date: str | None, *, resolves: bool) -> None:
        super().__init__(context, document_date)
        self.resolves = resolves

    def item(self, item: FieldGroup) -> None:
        """Make the task of one group of labelled fields."""
        by_kind: dict[ColumnKind, list[Labelled]] = {}
        for one in item.fields:
            by_kind.setdefault(one.kind, []).append(one)
        assignments: list[Assignment] = []
        for kind, role in _ROLES.items():
            for one in by_kind.get(kind, ()):
                assignments.extend(self.actors(one.values, role, one.label))
        if not assignments:
            return
        named = by_kind.get("title", [])
        value = named[0].values[0] if named and named[0].values else None
        use_value = value is not None and (item.host is None or "tên" in named[0].label.lower())
        title = value if use_value and value is not None else (item.host.passage if item.host else None)
        if title is None:
            return
        described = [item.host] if item.host is not None and not item.host.numbered else []
        blocks = [*described, *(block for one in item.fields for block in one.blocks)]
        self.taken.extend((block.passage.start, block.passage.end) for block in blocks)
        due = by_kind.get("due", [])
        output = by_kind.get("output", [])
        submit = by_kind.get("submit_to", [])
        self._add(
            item.host,
            title,
            assignments,
            deadline=self.deadline(due[0].values[0] if due and due[0].values else None),
            output=output[0].values[0] if output and output[0].values else None,
            description=" ".join(cell_text(v) for one in named for v in one.values) if not use_value else "",
            submit_to=tuple(a.actor for one in submit for a in self.actors(one.values, "report", one.label)),
        )

    def ordered(self, block: Block, order: Order) -> None:
        """Make a task of an item that names nobody, below a heading that orders somebody to do it."""
        text = flat(block.passage.text)
        if opening_actors(self.context, text) is not None or text.rstrip(" *").endswith(":"):
            return
        named = part(order.block.passage, order.start, order.end)
        spans: list[tuple[Passage, MandateRole]] = [(named, "lead")]
        joint = COORDINATES_WITH.search(text)
        partners = named_behind(self.context, block.passage, text, joint.end()) if joint is not None else None
        if partners is not None:
            spans.append((partners, "coordinate"))
        if order.partners is not None:
            spans.append((part(order.block.passage, *order.partners), "coordinate"))
        found = [one for words, role in spans for one in self.actors([words], role, _ORDERS[role])]
        self._settle(block, block.passage, found, text, (0, len(text)))

    def asked(self, block: Block, told: Instruction) -> None:
        """Make a task of an item that only says what is to be done, below a sentence that asks for it."""
        text = flat(block.passage.text)
        if NAMES_POST.match(text) and opening_actors(self.context, text) is None:
            self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))
            return
        if not begins_with_work(text) or text.rstrip(" *").endswith(":"):
            if DUE.search(text) is not None:
                self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))
            return
        if told.order is not None:
            self.ordered(block, told.order)
        else:
            self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))

    def left(self, block: Block) -> None:
        """Enter in the ledger a bullet of a letter that begins with work, below an item that names nobody."""
        if begins_with_work(flat(block.passage.text)):
            self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))

    def sentence(self, block: Block, *, ground: bool, assigns: bool, plans: bool, asked: bool) -> None:
        """Make tasks of a block that gives the work out in sentences, or names who leads in a note.

        On the ground of duties only notes are read; `assigns` lets a block that opens with who leads
        ("Sở A chủ trì …") be a task, `asked` one that opens with a body and any work.
        """
        text = flat(block.passage.text)
        inline = INLINE.finditer(text) if ":" in text else ()
        labels = [m for m in inline if label_kind(m["label"]) in {*_ROLES, "due", "output"}]
        if any(label_kind(m["label"]) in {"lead", "perform"} for m in labels) and labels[0].start() > 3:
            self._noted(block, labels)
        elif not ground:
            given = list(_GIVEN.finditer(text))
            if given:
                self._given(block, text, given)
            elif assigns and _LEADS.search(text):
                opened = self._opened(block, text, LEADS_ON) or self._after_topic(block, text)
                if not opened and block.marker is not None and not self._done_by(block, text):
                    self._answered(block, text)
            elif assigns:
                read = is_ordering_article(block, text) and self._opened(block, text, ANSWERS_ON)
                marked = block.marker is not None or ASKS.match(text) or (self.resolves and block.headings)
                works = plans and (marked or asked) and not read and gives_work(block, text, asked=asked)
                if works and not self._answered(block, text):
                    self._laid(block, text, WORKS_ON if asked else OBLIGED_ON)

    def _noted(self, block: Block, labels: Sequence[re.Match[str]]) -> None:
        """Read "… (Cơ quan chủ trì: A; cơ quan phối hợp: B; thời gian: C)"."""
        text = block.passage.text
        assignments: list[Assignment] = []
        deadline, output = Deadline(), None
        for position, match in enumerate(labels):
            end = labels[position + 1].start() if position + 1 < len(labels) else len(text)
            if not text[match.end() : end].strip(" .;()*"):
                continue
            value = part(block.passage, match.end(), end)
            kind = label_kind(match["label"])
            if kind in _ROLES:
                assignments.extend(self.actors([value], _ROLES[kind], match["label"]))
            elif kind == "due":
                deadline = self.deadline(value)
            else:
                output = value
        if not assignments:
            return
        self.taken.append((block.passage.start, block.passage.end))
        title = part(block.passage, 0, labels[0].start())
        self._add_block(block, title, assignments, deadline, output)

    def _given(self, block: Block, text: str, given: Sequence[re.Match[str]]) -> None:
        """Read "Giao A chủ trì, phối hợp với B làm việc C", also several in one paragraph."""
        for position, match in enumerate(given):
            noted = text[: match.start()].rstrip().endswith("(")
            end = given[position + 1].start() if position + 1 < len(given) and not noted else len(text)
            begin = match.start() + len(match.group()) - len(match.group().lstrip(" .;*\n"))
            if position == 0 and text[: match.start()].rstrip(" *").endswith(":"):
                begin = last_sentence(text[: match.start()])  # "Kiểm định thiết bị: giao A"
            if noted:
                close = text.find(")", match.end())
                clause = (match.end(), close if close >= 0 else len(text))
                title = part(block.passage, 0, match.start()) if text[: match.start()].strip(" (*-") else None
            else:
                clause, title = (match.end(), end), part(block.passage, begin, end)
            further = [] if noted else further_works(self.context, text, *clause)
            if further:
                for start, after in pairwise([begin, *further, end]):
                    stop = after if after == end else start + len(text[start:after].rstrip(" ,"))
                    own = self._parties(block, text, max(start, clause[0]), stop)
                    self._settle(block, part(block.passage, start, stop), own, text, (start, stop))
                continue
            assignments = self._parties(block, text, *clause)
            if not assignments or title is None:
                self.issues.append(doubtful_at("mandate-without-actor", block.passage.quote()))
                continue
            self._settle(block, title, assignments, text, (0 if noted else begin, end))

    def _opened(self, block: Block, text: str, follows: re.Pattern[str]) -> bool:
        """Read "Sở A chủ trì, phối hợp với B làm việc C", where the leading unit opens the block."""
        heads, asks = opening_actors(self.context, text), ASKS.match(text)
        if heads is None or not follows.match(text, _behind_note(text, heads.end)):
            return False
        if block.marker is None and asks is not None and of_another_level(self.context, asks.group()):
            return False  # told of what was asked elsewhere; an item is work of the document all the same
        starts = [0, *self._further(text, heads.end, LEADS_ON)]
        settled = False
        for start, end in pairwise([*starts, len(text)]):
            assignments = self._parties(block, text, start, end)
            if assignments:
                title = block.passage if len(starts) == 1 else part(block.passage, start, end)
                self._settle(block, title, assignments, text, (start, end))
                settled = True
        return settled

    def _after_topic(self, block: Block, text: str) -> bool:
        """Read "Việc C: A chủ trì; B phối hợp; …": who leads stands behind the work and a colon."""
        topic = TOPIC_END.search(text) if block.marker is not None else None
        heads = opening_actors(self.context, text[topic.end() :]) if topic is not None else None
        if topic is None or heads is None or not LEADS_ON.match(text, topic.end() + heads.end):
            return False
        assignments = self._parties(block, text, topic.end(), len(text))
        if assignments:
            self._settle(block, block.passage, assignments, text, (0, len(text)))
        return bool(assignments)

    def _further(self, text: str, begin: int, follows: re.Pattern[str]) -> list[int]:
        """Find where later sentences of a block say who does another work: "…; Bộ B chủ trì …"."""
        found = []
        for match in SENTENCE_END.finditer(text, begin):
            heads = opening_actors(self.context, text[match.end() :])
            if heads is not None and follows.match(text, match.end() + heads.end):
                found.append(match.end())
        return found

    def by_issuer(self, block: Block, *, read: bool) -> None:
        """Read "Về việc này, Chủ tịch UBND tỉnh giao A chủ trì …" in a paragraph of a letter or directive.

        Of a paragraph that was `read` for "giao B chủ trì …", what stands before that.
        """
        text = flat(block.passage.text)
        given = _GIVEN.search(text) if read else None
        if text.rstrip(" *").endswith(":") or (read and given is None):
            return
        for order in issuer_orders(self.context, text[: given.start()] if given else text):
            assignments = self._parties(block, text, order.asked, order.end)
            if assignments:
                title = part(block.passage, order.start, order.end)
                self._settle(block, title, assignments, text, (order.asked, order.end))

    def _done_by(self, block: Block, text: str) -> bool:
        """Read "Việc C do A chủ trì, phối hợp với B": the work stands before who leads it."""
        for match in DONE_BY.finditer(text):
            heads = opening_actors(self.context, text[match.end() :])
            if heads is None or not LEADS_ON.match(text, match.end() + heads.end):
                continue
            assignments = self._parties(block, text, match.end(), len(text))
            if assignments:
                self._settle(block, block.passage, assignments, text, (0, len(text)))
                return True
        return False

    def _answered(self, block: Block, text: str) -> bool:
        """Read "Việc C; A chịu trách nhiệm …": who does the work stands in a clause of its own behind it."""
        behind = SENTENCE_END.search(text)
        if behind is None or opening_actors(self.context, text) is not None or not begins_with_work(text):
            return False
        heads = opening_actors(self.context, text[behind.end() :])
        if heads is None or SENTENCE_END.search(text, behind.end() + heads.end) is not None:
            return False
        end = behind.end() + heads.end
        if not (LEADS_ON.match(text, end) or ANSWERS.match(text, end)):
            return False
        assignments = self._parties(block, text, behind.end(), len(text))
        if assignments:
            self._settle(block, block.passage, assignments, text, (0, len(text)))
        return bool(assignments)

    def _laid(self, block: Block, text: str, works: re.Pattern[str]) -> None:
        """Read "Đề nghị A làm việc C", "A tiếp tục làm việc C", also after "Đối với …," or "Khi …,".

        `works` is what follows A, who is not the issuer. What a bullet says of all of a kind is a measure.
        """
        heads, begin = opening_actors(self.context, text), 0
        if heads is None:
            heads, begin = actors_after_adjunct(self.context, text) or (None, 0)
        alone = block.numbered or works is WORKS_ON
        if heads is None or not (alone or any(map(is_one_body, heads.actors))):
            return
        if works is WORKS_ON and all(actor.name == self.context.issuer for actor in heads.actors):
            return
        if block.marker is None and CARRIED_OUT.fullmatch(text, heads.end):
            return
        if block.marker is None and ON_THE_WAY.match(text) and not any(map(is_one_body, heads.actors)):
            return
        asked = ASKS.match(text[begin:]) is not None
        told = (ASKED_ON if asked else works).match(text, heads.end)
        works_itself = block.numbered and begins_with_work(text[heads.end :].lstrip(" ,*"))
        if not (told or works_itself):
            return
        further = self._further(text, heads.end, WORKS_ON) if block.numbered else []
        for start, end in pairwise([begin, *further, len(text)]):
            assignments = self._parties(block, text, start, end)
            if assignments:
                first = 0 if start == begin else start
                title = part(block.passage, first, end) if further else block.passage
                self._settle(block, title, assignments, text, (first, end))


def _behind_note(text: str, end: int) -> int:
    """Give where the words go on behind a note on a unit and its colon ("Phòng A | (Sở B): | chủ trì …")."""
    aside = _ASIDE.match(text, end)
    return aside.end() if aside is not None else end


class ProseTasks(NamedTuple):
    """What prose gives: tasks, the spans they were read from, and ledger entries."""

    tasks: tuple[Task, ...]
    taken: tuple[tuple[int, int], ...]
    issues: tuple[Issue, ...]


def read_prose_tasks(
    context: ActorContext, outline: Outline, grounds: Grounds, document_date: str | None
) -> ProseTasks:
    """Read every task that the prose of a document hands out, in reading order."""
    writer = _Writer(context, document_date, resolves=grounds.resolves)
    for group in field_groups(outline):
        writer.item(group)
    done = Spans(writer.taken)
    parents = {id(block.headings[-1]) for block in outline.blocks if block.headings}
    orders = {} if grounds.regulates and not grounds.instructs else ordering_headings(context, outline)
    asked = grounds.asked
    for block in outline.blocks:
        start, end = block.passage.start, block.passage.end
        if not block.body or is_quotation(block) or done.overlap(start, end) or id(block) in orders:
            continue
        short = grounds.letter or grounds.directive
        if not (block.headings or block.numbered or short):
            continue
        ground, assigns, told = grounds.holds(block), grounds.assigns(block), asked.get(id(block))
        before = len(writer.tasks)
        plans = assigns and (grounds.plans or told is not None)
        writer.sentence(block, ground=ground, assigns=assigns, plans=plans, asked=told is not None)
        if not ground and assigns and short and block.marker is None:
            writer.by_issuer(block, read=len(writer.tasks) > before)
        if ground or not assigns or len(writer.tasks) > before:
            continue
        order = next((orders[id(one)] for one in reversed(block.headings) if id(one) in orders), None)
        if order is not None and (not block.numbered or id(block) not in parents):
            writer.ordered(block, order)
        elif told is not None and told.item:
            writer.asked(block, told)
        elif told is not None and block.bulleted:
            writer.left(block)
    ordered = sorted(writer.tasks, key=lambda task: task.evidence.start)
    return ProseTasks(tuple(ordered), tuple(writer.taken), tuple(writer.issues))
