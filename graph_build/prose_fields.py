"""Labelled fields in prose: "Cơ quan chủ trì: …; Cơ quan phối hợp: …; Thời gian: …", and what they describe.

A field stands in a bullet or item of its own, several in one line, or as a heading with the names in
bullets below. Fields after each other describe one thing: the heading above them, or the bullet or
paragraph before them where several groups of fields stand under one heading.

Reads the blocks of the outline; gives `FieldGroup`s.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph_build.columns import ColumnKind, kind_of
from graph_build.passage import Passage
from graph_build.sections import Block, Outline

_LABEL = re.compile(
    r"""
    (?P<label>
        (?:tên\s+)?nhiệm\s+vụ(?:\s+cụ\s+thể|\s*,\s*giải\s+pháp)?        # Tên nhiệm vụ
      | nội\s+dung(?:\s+(?:thực\s+hiện|nhiệm\s+vụ|công\s+việc|hoạt\s+động))?(?:\s*,\s*(?:biện|giải)\s+pháp)?
      | (?:cơ\s+quan|đơn\s+vị|bộ\s+phận|cán\s+bộ|lãnh\s+đạo|khoa,?\s+phòng|khoa|phòng)?\s*
        (?:chủ\s+trì|đầu\s+mối|phối\s+hợp|thực\s+hiện|tham\s+mưu|phụ\s+trách)
        (?:\s*(?:,|và|/|-)?\s*(?:chủ\s+trì|phối\s+hợp|thực\s+hiện|tham\s+mưu|triển\s+khai|theo\s+dõi)){0,8}
      | (?:thời\s+gian|thời\s+hạn|tiến\s+độ|lộ\s+trình|hạn)
        (?:\s+(?:thực\s+hiện|hoàn\s+thành|triển\s+khai|báo\s+cáo|trình)){0,8}
      | (?:kết\s+quả|sản\s+phẩm|đầu\s+ra)(?:\s+(?:đầu\s+ra|dự\s+kiến|thực\s+hiện|đạt\s+được|cần\s+đạt)){0,8}
      | cấp\s+(?:trình|ban\s+hành|phê\s+duyệt|có\s+thẩm\s+quyền\s+phê\s+duyệt)
    )
    """,
    re.IGNORECASE | re.VERBOSE,
)
INLINE = re.compile(
    rf"(?:^|(?<=[.;,(\n])|(?<=[-+•]))\s*+(?:\*++\s*+)?{_LABEL.pattern}\s*\**\s*:\s*\**",
    re.IGNORECASE | re.VERBOSE,
)
"""A label with its colon, at the beginning or after a stop."""


class Labelled(NamedTuple):
    """A labelled field: what it means, the label as written, and the passages that hold its value."""

    kind: ColumnKind
    label: str
    values: tuple[Passage, ...]
    blocks: tuple[Block, ...]


@dataclass
class FieldGroup:
    """The fields gathered for one task, and the heading, bullet or paragraph that they describe."""

    host: Block | None
    before: Block | None = None
    fields: list[Labelled] = field(default_factory=list)
    _kinds: set[ColumnKind] = field(default_factory=set)

    def kinds(self) -> set[ColumnKind]:
        """Give what the fields mean."""
        return self._kinds

    def add(self, found: Labelled) -> None:
        """Take one more field."""
        self.fields.append(found)
        self._kinds.add(found.kind)


def label_kind(label: str) -> ColumnKind:
    """Tell what a label means."""
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


def part(passage: Passage, start: int, end: int | None = None) -> Passage:
    """Cut a passage to the span of its text, keeping the places in the snapshot."""
    quote = passage.quote(start, end)
    pieces = [(quote.start, quote.end), *((more.start, more.end) for more in quote.parts)]
    joined = [Passage.of(passage.source, first, last) for first, last in pieces]
    return Passage(passage.source, tuple(piece for one in joined for piece in one.pieces))


def _fields_of(blocks: Sequence[Block], index: int) -> list[Labelled]:
    """Read the labelled fields that begin at a block, the last with the bullets that give its value."""
    block = blocks[index]
    found = _whole_label(block.passage.text)
    if found is None:
        return []
    text = block.passage.text
    cuts = [(found[0], 0, found[1])]
    cuts += [(m["label"], m.start(), m.end()) for m in INLINE.finditer(text, found[1]) if m.start() > 0]
    fields: list[Labelled] = []
    for position, (label, _, start) in enumerate(cuts):
        end = cuts[position + 1][1] if position + 1 < len(cuts) else len(text)
        values: list[Passage] = []
        used = [block]
        whole = bool(text[start:end].strip(" *.;,\n"))
        if whole:
            values.append(part(block.passage, start, end))
        if position + 1 == len(cuts):
            for place in range(index + 1, len(blocks)):
                later = blocks[place]
                if _whole_label(later.passage.text) is not None or not _below(block, later):
                    break
                if whole and not block.numbered:
                    break
                if not _is_note(later):
                    values.append(later.passage)
                used.append(later)
        fields.append(Labelled(label_kind(label), " ".join(label.split()), tuple(values), tuple(used)))
    return fields


def _is_note(block: Block) -> bool:
    """Tell whether a paragraph is nothing but a note in parentheses."""
    return block.marker is None and bool(re.fullmatch(r"\([^()]*(?:\([^()]*\)[^()]*)*\)[.;]?", block.text))


def _below(label: Block, later: Block) -> bool:
    """Tell whether a block belongs to a label: under its number, or a bullet run after an unnumbered one."""
    if label.numbered:
        return label in later.headings
    return (
        later.headings == label.headings
        and not later.numbered
        and later.bulleted
        and (label.marker is None or later.marker is None or label.marker.style != later.marker.style)
    )


def _heading(block: Block) -> Block | None:
    """Find the heading that a field describes: the nearest one above that is no label itself."""
    for heading in reversed(block.headings):
        if _whole_label(heading.passage.text) is None:
            return heading
    return None


def _described(label: Block, before: Block | None) -> bool:
    """Tell whether fields in deeper bullets describe the bullet before them ("- Việc A" / "+ Chủ trì: …")."""
    return (
        before is not None
        and before.bulleted
        and before.headings == label.headings
        and label.bulleted
        and label.marker is not None
        and before.marker is not None
        and label.marker.style != before.marker.style
    )


def field_groups(outline: Outline) -> list[FieldGroup]:
    """Put labelled fields that describe the same thing together; a second lead begins a new task."""
    groups: list[FieldGroup] = []
    blocks = outline.blocks
    before: Block | None = None
    read: set[int] = set()
    for index, block in enumerate(blocks):
        if not block.body or id(block) in read:
            continue
        fields = _fields_of(blocks, index)
        if not fields:
            before = block
            continue
        if fields[-1].kind != "title":
            read.update(id(one) for one in fields[-1].blocks if not one.numbered)
        host = before if _described(block, before) else _heading(block)
        for found in fields:
            last = groups[-1] if groups else None
            if last is None or last.host is not host or _begins(last, found) or _parted(last, before, block):
                groups.append(FieldGroup(host, before))
            groups[-1].add(found)
    kept = [one for one in groups if one.kinds() & {"lead", "perform"}]
    _settle(kept)
    return [one for one in kept if one.host is not None or "title" in one.kinds()]


def _begins(last: FieldGroup, found: Labelled) -> bool:
    """Tell whether a field begins another task: a title after leads, or a second lead or time."""
    if found.kind == "title":
        return bool(last.kinds() & {"lead", "perform", "due"})
    return found.kind in {"lead", "due"} and found.kind in last.kinds()


def _parted(last: FieldGroup, before: Block | None, block: Block) -> bool:
    """Tell whether words between the fields begin another task that names who leads it."""
    return (
        before is not last.before
        and before is not None
        and before.headings == block.headings
        and not before.numbered
        and bool(last.kinds() & {"lead", "perform"})
    )


def _settle(groups: Sequence[FieldGroup]) -> None:
    """Let groups that share one heading describe the words before each of them instead."""
    shared = Counter(id(group.host) for group in groups)
    for group in groups:
        words = group.before
        if shared[id(group.host)] < 2 or "title" in group.kinds() or words is None or group.host is None:
            continue
        if not words.numbered and group.host in words.headings:
            group.host = words
