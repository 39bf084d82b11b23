"""Makes tasks of what prose gives: who leads, who coordinates, by when, and the words that prove each.

Reads passages and spans of clauses; gathers `Task` records, the spans they were read from, and what could
not be read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from graph_build.actors import ActorContext, read_actors, unknown_units
from graph_build.bound_times import SEVERAL, why_unbound
from graph_build.deadlines import parse_deadline
from graph_build.issues import doubtful_at
from graph_build.opening_actors import ASKS, breaks_off, opening_actors
from graph_build.opening_people import opening_person
from graph_build.partners import (
    COORDINATE,
    COORDINATES_WITH,
    LEADS_ON,
    MORE_WITH,
    NOBODY_WITH,
    WITH,
    list_goes_on,
    named_with,
    unread_span,
)
from graph_build.passage import Passage
from graph_build.prose_fields import part
from graph_build.prose_signs import DUE
from graph_build.records import Actor, Assignment, Deadline, Evidence, Issue, MandateRole, Task
from graph_build.sections import Block
from graph_build.stated_deadlines import stated_deadline
from graph_build.tasks import cell_text

_NOTE = re.compile(r"\([^()]*\)")
_NEXT = re.compile(r"(?:\s+thực\s+hiện)?\s*[,;]\s*(?:và\s+)?")
_NOT_WHOLE = "The list of those who act goes on with a name that is not read whole."


def _only_noted(name: str, text: str) -> bool:
    """Tell whether a name stands nowhere but in a note on another: "Phòng A (Sở B) chủ trì …"."""
    return name in text and name not in _NOTE.sub("", text)


class TaskWriter:
    """Makes tasks of fields and clauses, and keeps what could not be read."""

    def __init__(self, context: ActorContext, document_date: str | None) -> None:
        self.context, self.date = context, document_date
        self.tasks: list[Task] = []
        self.issues: list[Issue] = []
        self.taken: list[tuple[int, int]] = []

    def actors(self, passages: Sequence[Passage], role: MandateRole, label: str) -> list[Assignment]:
        found: list[Assignment] = []
        for passage in passages:
            some, doubts = read_actors(self.context, passage, role, label)
            found.extend(
                one
                for one in some
                if (one.role, one.actor.name) not in {(f.role, f.actor.name) for f in found}
            )
            self.issues.extend(doubts)
            self.issues.extend(unknown_units(some))
        return found

    def deadline(self, passage: Passage | None) -> Deadline:
        if passage is None or not passage:
            return Deadline()
        deadline, issues = parse_deadline("", passage.text, document_date=self.date)
        quote = passage.quote()
        self.issues.extend(replace(one, text=quote.exact, start=quote.start, end=quote.end) for one in issues)
        return replace(deadline, due_evidence=quote)

    def _add(
        self,
        host: Block | None,
        title: Passage,
        assignments: Sequence[Assignment],
        *,
        deadline: Deadline,
        output: Passage | None = None,
        description: str = "",
        submit_to: tuple[Actor, ...] = (),
    ) -> None:
        parent = host.headings[-1] if host is not None and host.headings else None
        style = host.marker.style if host is not None and host.marker is not None else None
        code = host.marker.value if host is not None and host.marker is not None and style != "title" else ""
        quote: Evidence = title.quote()
        self.tasks.append(
            Task(
                section=parent.path if parent is not None else "",
                section_title=parent.text if parent is not None else "",
                code=f"Điều {code}" if style == "article" else code,
                title=_headline(title),
                description=description,
                evidence=quote,
                assignments=tuple(assignments),
                deadline=deadline,
                submit_to=submit_to,
                output=cell_text(output),
                output_evidence=output.quote() if output is not None and output else None,
            )
        )

    def _settle(
        self,
        block: Block,
        title: Passage,
        assignments: Sequence[Assignment],
        text: str,
        span: tuple[int, int],
    ) -> None:
        """Enter a task that a sentence gives out, with the time that the sentence sets."""
        self.issues.extend(unknown_units(assignments))
        self.taken.append((block.passage.start, block.passage.end))
        own = [one.actor.as_written for one in assignments]
        due = DUE.search(text, *span)
        if due is not None and why_unbound(text, *due.span("when"), own):
            due = None
        deadline = self.deadline(part(block.passage, *due.span("when"))) if due is not None else None
        stated, doubts = stated_deadline(part(block.passage, *span), self.date, own)
        if deadline is None or _several(deadline, stated, doubts):
            deadline = stated
            self.issues.extend(doubts)
        elif not (deadline.due or deadline.recurrence):
            deadline = stated if stated.due else deadline
        self._add_block(block, title, assignments, deadline, None)

    def _parties(self, block: Block, text: str, start: int, end: int) -> list[Assignment]:
        """Read who leads, at the beginning of a clause, and whom it names right after "phối hợp với"."""
        heads = opening_actors(self.context, text[start:end]) or opening_person(text[start:end])
        if heads is None:
            return []
        if breaks_off(text[start:end], heads.end):
            self.issues.append(doubtful_at("unread-actor", block.passage.quote(start, end), _NOT_WHOLE))
            return []
        asks = ASKS.match(text[start:end])  # who asks is not who leads
        spans: list[tuple[int, int, MandateRole]] = [
            (start + (asks.end() if asks else 0), start + heads.end, "lead")
        ]
        joint = COORDINATES_WITH.search(text, start + heads.end, end)
        after = named_with(self.context, text, joint.end(), end) if joint is not None else None
        beside = self._beside(text, start + heads.end, end) if joint is None or after is None else None
        if beside is not None:
            spans.append((*beside, "coordinate"))
        elif joint is not None and after is None and WITH.search(joint.group()):
            quote = block.passage.quote(*unread_span(text[:end], joint.start(), joint.end()))
            self.issues.append(doubtful_at("unread-actor", quote, NOBODY_WITH))
        elif joint is not None and after is not None:
            spans.append((joint.end(), after.end, "coordinate"))
            if list_goes_on(text[:end], after.end):
                quote = block.passage.quote(*unread_span(text[:end], after.end, after.end))
                self.issues.append(doubtful_at("unread-actor", quote, MORE_WITH))
        found: list[Assignment] = []
        for first, last, role in spans:
            label = "chủ trì" if role == "lead" else "phối hợp"
            named = part(block.passage, first, last)
            some, _ = read_actors(self.context, named, role, label, wrapped=True)
            found.extend(one for one in some if not _only_noted(one.actor.as_written, text[first:last]))
        return found

    def _beside(self, text: str, start: int, end: int) -> tuple[int, int] | None:
        """Find those who coordinate in "A chủ trì, B phối hợp": behind who leads, before the word for it."""
        leads = LEADS_ON.match(text, start, end)
        begin = _NEXT.match(text, leads.end(), end) if leads is not None else None
        after = opening_actors(self.context, text[begin.end() : end]) if begin is not None else None
        if begin is None or after is None:
            return None
        last = begin.end() + after.end
        return (begin.end(), last) if COORDINATE.match(text, last, end) else None

    def _add_block(
        self,
        block: Block,
        title: Passage,
        assignments: Sequence[Assignment],
        deadline: Deadline,
        output: Passage | None,
    ) -> None:
        if block.numbered:
            self._add(block, title, assignments, deadline=deadline, output=output)
            return
        parent = block.headings[-1] if block.headings else None
        self.tasks.append(
            Task(
                section=block.path,
                section_title=parent.text if parent is not None else "",
                code="",
                title=_headline(title),
                evidence=title.quote(),
                assignments=tuple(assignments),
                deadline=deadline,
                output=cell_text(output),
                output_evidence=output.quote() if output is not None and output else None,
            )
        )


def _headline(title: Passage) -> str:
    """Give a title on one line, without what leads over to the words after it."""
    return cell_text(title).rstrip(":;( ")


def _several(first: Deadline, stated: Deadline, doubts: Sequence[Issue]) -> bool:
    """Tell whether a sentence sets other times beside the first that was read of it."""
    if first.due is None or stated.due is not None:
        return first.due is not None and stated.due != first.due
    return any(one.code == "unbound-time" and one.why == SEVERAL for one in doubts)
