"""Tasks in prose: who leads, who coordinates and by when, stated without a table.

Two forms are read:

- labelled fields under one heading ("- Đơn vị chủ trì: …", "b) Cơ quan phối hợp: …", "3. Thời gian thực
  hiện: …", or the label as a heading with the names in bullets below): the heading is the task;
- one sentence that gives the work out ("Giao Sở A chủ trì, phối hợp với Sở B …", "(Giao Công an tỉnh chủ
  trì)", "… (Cơ quan chủ trì: …; thời gian: …)").

A bullet without any of it stays a measure. Reads the outline; gives `Task` records, the spans they were
read from, and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from msgspec.structs import replace

from graph_build.actors import ActorContext, parts, read_actors, unknown_units
from graph_build.columns import ColumnKind, kind_of
from graph_build.deadlines import parse_deadline
from graph_build.duty_grounds import Grounds
from graph_build.issues import doubtful_at
from graph_build.passage import Passage
from graph_build.records import Actor, Assignment, Deadline, Evidence, Issue, MandateRole, Task
from graph_build.sections import Block, Outline
from graph_build.tasks import cell_text

_LABEL = re.compile(
    r"""
    (?P<label>
        (?:tên\s+)?nhiệm\s+vụ(?:\s+cụ\s+thể|\s*,\s*giải\s+pháp)?        # Tên nhiệm vụ
      | nội\s+dung(?:\s+(?:thực\s+hiện|nhiệm\s+vụ|công\s+việc|hoạt\s+động))?(?:\s*,\s*(?:biện|giải)\s+pháp)?
      | (?:cơ\s+quan|đơn\s+vị|bộ\s+phận|cán\s+bộ|lãnh\s+đạo)?\s*
        (?:chủ\s+trì|đầu\s+mối|phối\s+hợp|thực\s+hiện|tham\s+mưu|phụ\s+trách)
        (?:\s*(?:,|và|/|-)?\s*(?:chủ\s+trì|phối\s+hợp|thực\s+hiện|tham\s+mưu|triển\s+khai|theo\s+dõi))*
      | (?:thời\s+gian|thời\s+hạn|tiến\s+độ|lộ\s+trình|hạn)
        (?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|báo\s+cáo|trình))*
      | (?:kết\s+quả|sản\s+phẩm|đầu\s+ra)(?:\s+(?:đầu\s+ra|dự\s+kiến|thực\s+hiện|đạt\s+được|cần\s+đạt))*
      | cấp\s+(?:trình|ban\s+hành|phê\s+duyệt|có\s+thẩm\s+quyền\s+phê\s+duyệt)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
_INLINE = re.compile(
    rf"(?:^|(?<=[.;(\n])|(?<=[-+•]))\s*\**\s*{_LABEL.pattern}\s*\**\s*:\s*\**", re.IGNORECASE | re.VERBOSE
)
_GIVEN = re.compile(
    r"(?:^|(?<=[.;(]))\W*giao\s+(?=[A-ZĐÀ-Ỹ])|(?<=\()\s*(?=[A-ZĐ][^()]{3,80}\s+chủ\s+trì)", re.IGNORECASE
)
_LEADS = re.compile(r"chủ\s+trì", re.IGNORECASE)
_END_OF_ACTORS = re.compile(r"[.;)]\s|\)|$")
_ROLES: dict[ColumnKind, MandateRole] = {
    "lead": "lead",
    "perform": "perform",
    "coordinate": "coordinate",
    "monitor": "monitor",
}


class Labelled(NamedTuple):
    """A labelled field: what it means, the label as written, and the passages that hold its value."""

    kind: ColumnKind
    label: str
    values: tuple[Passage, ...]
    blocks: tuple[Block, ...]


@dataclass
class _Item:
    """The fields gathered for one task."""

    host: Block | None
    fields: list[Labelled] = field(default_factory=list)

    def kinds(self) -> set[ColumnKind]:
        return {one.kind for one in self.fields}


def _label_kind(label: str) -> ColumnKind:
    words = " ".join(label.lower().split())
    if re.fullmatch(r"(?:tên )?nhiệm vụ.*|nội dung.*", words):
        return "title"
    if re.match(r"(?:cơ quan|đơn vị|bộ phận|cán bộ|lãnh đạo)? ?thực hiện", words):
        return "perform"
    return kind_of(label)


def _whole_label(text: str) -> tuple[str, int] | None:
    """Read a block that is a label: alone, or before a colon. Gives the label and where the value begins."""
    match = _LABEL.match(text.lstrip(" *"))
    if match is None:
        return None
    lead = len(text) - len(text.lstrip(" *"))
    rest = text[lead + match.end() :]
    after = re.match(r"[\s*]*(?::[\s*]*|$)", rest)
    if after is None:
        return None
    return match["label"], lead + match.end() + after.end()


def _part(passage: Passage, start: int, end: int | None = None) -> Passage:
    """Cut a passage to the span of its text, keeping the places in the snapshot."""
    quote = passage.quote(start, end)
    pieces = [(quote.start, quote.end), *((more.start, more.end) for more in quote.parts)]
    joined = [Passage.of(passage.source, first, last) for first, last in pieces]
    return Passage(passage.source, tuple(piece for one in joined for piece in one.pieces))


def _fields_of(blocks: Sequence[Block], index: int) -> Labelled | None:
    """Read the labelled field that begins at a block, with the bullets that give its value."""
    block = blocks[index]
    found = _whole_label(block.passage.text)
    if found is None:
        return None
    label, start = found
    kind = _label_kind(label)
    values: list[Passage] = []
    used = [block]
    if block.passage.text[start:].strip(" *.;"):
        values.append(_part(block.passage, start))
    for later in blocks[index + 1 :]:
        if _whole_label(later.passage.text) is not None or not _below(block, later, blocks[index + 1 :]):
            break
        values.append(later.passage)
        used.append(later)
    return Labelled(kind, " ".join(label.split()), tuple(values), tuple(used))


def _below(label: Block, later: Block, following: Sequence[Block]) -> bool:
    """Tell whether a block belongs to a label: under its number, or a bullet run after an unnumbered one."""
    if label.numbered:
        return label in later.headings
    return (
        later.headings == label.headings
        and not later.numbered
        and later.bulleted
        and label.marker != later.marker
    )


def _host(block: Block) -> Block | None:
    """Find the heading that a field describes: the nearest one above that is no label itself."""
    for heading in reversed(block.headings):
        if _whole_label(heading.passage.text) is None:
            return heading
    return None


def _gather(outline: Outline) -> list[_Item]:
    """Put labelled fields that describe the same heading together; a second lead begins a new task."""
    items: list[_Item] = []
    blocks = outline.blocks
    for index, block in enumerate(blocks):
        if not block.body:
            continue
        found = _fields_of(blocks, index)
        if found is None:
            continue
        host = _host(block)
        last = items[-1] if items else None
        titled = found.kind == "title" and last is not None and last.kinds() & {"lead", "perform", "due"}
        repeated = found.kind in {"lead", "due"} and last is not None and found.kind in last.kinds()
        if last is None or last.host is not host or titled or repeated:
            items.append(_Item(host))
        items[-1].fields.append(found)
    return [
        item
        for item in items
        if item.kinds() & {"lead", "perform"} and (item.host or "title" in item.kinds())
    ]


class _Writer:
    """Makes tasks of gathered fields and sentences."""

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

    def item(self, item: _Item) -> None:
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
        self.taken.extend((b.passage.start, b.passage.end) for one in item.fields for b in one.blocks)
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
        code = host.marker.value if host is not None and host.marker is not None else ""
        style = host.marker.style if host is not None and host.marker is not None else None
        quote: Evidence = title.quote()
        self.tasks.append(
            Task(
                section=parent.path if parent is not None else "",
                section_title=parent.text if parent is not None else "",
                code=f"Điều {code}" if style == "article" else code,
                title=cell_text(title).rstrip(":; "),
                description=description,
                evidence=quote,
                assignments=tuple(assignments),
                deadline=deadline,
                submit_to=submit_to,
                output=cell_text(output),
                output_evidence=output.quote() if output is not None and output else None,
            )
        )

    def sentence(self, block: Block) -> None:
        """Make a task of a block that gives the work out in one sentence, or names who leads in a note."""
        text = block.passage.text
        labels = [m for m in _INLINE.finditer(text) if _label_kind(m["label"]) in {*_ROLES, "due", "output"}]
        if any(_label_kind(m["label"]) in {"lead", "perform"} for m in labels) and labels[0].start() > 3:
            self._noted(block, labels)
            return
        given = _GIVEN.search(text)
        if given is None:
            return
        self._given(block, given.end())

    def _noted(self, block: Block, labels: Sequence[re.Match[str]]) -> None:
        """Read "… (Cơ quan chủ trì: A; cơ quan phối hợp: B; thời gian: C)"."""
        text = block.passage.text
        assignments: list[Assignment] = []
        deadline, output = Deadline(), None
        for position, match in enumerate(labels):
            end = labels[position + 1].start() if position + 1 < len(labels) else len(text)
            if not text[match.end() : end].strip(" .;()*"):
                continue
            value = _part(block.passage, match.end(), end)
            kind = _label_kind(match["label"])
            if kind in _ROLES:
                assignments.extend(self.actors([value], _ROLES[kind], match["label"]))
            elif kind == "due":
                deadline = self.deadline(value)
            else:
                output = value
        if not assignments:
            return
        self.taken.append((block.passage.start, block.passage.end))
        title = _part(block.passage, 0, labels[0].start())
        self._add_block(block, title, assignments, deadline, output)

    def _given(self, block: Block, start: int) -> None:
        """Read "Giao A chủ trì, phối hợp với B làm việc C"."""
        text = block.passage.text
        stop = _END_OF_ACTORS.search(text, start)
        end = stop.start() if stop else len(text)
        found = parts(self.context, text[start:end], "lead")
        if not found or found[0].mention.start > 3:
            self.issues.append(doubtful_at("mandate-without-actor", block.passage.quote()))
            return
        reach = start + found[0].mention.end
        assignments: list[Assignment] = []
        for one in found:
            between = text[reach : start + one.mention.start]
            if assignments and len(between) > 40 and one.role == "lead":
                break
            reach = start + one.mention.end
            piece = _part(block.passage, start + one.mention.start, reach)
            some, _ = read_actors(
                self.context, piece, one.role, "chủ trì" if one.role == "lead" else "phối hợp"
            )
            assignments.extend(some)
        self.issues.extend(unknown_units(assignments))
        before = text[:start].strip(" (*")
        whole = block.passage if len(before) <= 20 else _part(block.passage, 0, start)
        self.taken.append((block.passage.start, block.passage.end))
        self._add_block(block, whole, assignments, Deadline(), None)

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
                title=re.sub(r"\W*giao\W*$", "", cell_text(title), flags=re.IGNORECASE),
                evidence=title.quote(),
                assignments=tuple(assignments),
                deadline=deadline,
                output=cell_text(output),
                output_evidence=output.quote() if output is not None and output else None,
            )
        )


class ProseTasks(NamedTuple):
    """What prose gives: tasks, the spans they were read from, and ledger entries."""

    tasks: tuple[Task, ...]
    taken: tuple[tuple[int, int], ...]
    issues: tuple[Issue, ...]


def read_prose_tasks(
    context: ActorContext, outline: Outline, grounds: Grounds, document_date: str | None
) -> ProseTasks:
    """Read every task that the prose of a document hands out, in reading order."""
    writer = _Writer(context, document_date)
    for item in _gather(outline):
        writer.item(item)
    for block in outline.blocks:
        start, end = block.passage.start, block.passage.end
        if (
            block.body
            and block.headings
            and not grounds.holds(block)
            and not any(a < end and start < b for a, b in writer.taken)
        ):
            writer.sentence(block)
    ordered = sorted(writer.tasks, key=lambda task: task.evidence.start)
    return ProseTasks(tuple(ordered), tuple(writer.taken), tuple(writer.issues))
