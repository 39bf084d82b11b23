"""Standing duties and measures: what the prose of a plan lays on units, or states with no unit.

A duty is one bullet under "Tổ chức thực hiện" (or "Phân công nhiệm vụ") that belongs to the unit named by
the numbered heading above it, or by the words that open the item itself. A measure is a bullet or
numbered item under a heading of tasks and solutions that names nobody.

Reads the outline; gives `Duty` and `Measure` records and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from graph_build.actors import ActorContext, actor_of, parts
from graph_build.issues import doubtful_at, skipped_at
from graph_build.passage import Passage
from graph_build.persons import head_of_body
from graph_build.records import Actor, Duty, Issue, Measure
from graph_build.sections import Block, Outline, heading_matches
from graph_build.text import fold, joined

_DUTY_HEADINGS = (
    "tổ chức thực hiện",
    "tổ chức triển khai",
    "tổ chức triển khai thực hiện",
    "phân công nhiệm vụ",
    "phân công thực hiện",
    "phân công trách nhiệm",
    "trách nhiệm thực hiện",
    "trách nhiệm của các cơ quan",
    "trách nhiệm của các đơn vị",
    "trách nhiệm tổ chức thực hiện",
)
_NOT_DUTY_HEADINGS = (
    "kinh phí",
    "nguồn vốn",
    "nguồn lực",
    "nguyên tắc chung",
    "chế độ báo cáo",
    "hiệu lực",
    "tiến độ",
)
_MEASURE_HEADINGS = ("nhiệm vụ", "giải pháp", "nội dung", "biện pháp", "công việc")
_AIM_HEADINGS = (
    "mục đích",
    "mục tiêu",
    "chỉ tiêu",
    "yêu cầu",
    "quan điểm",
    "thời gian",
    "phạm vi",
    "đối tượng",
    "kết quả đạt được",
)
_POINTER = re.compile(
    r"(?:chi tiết|cụ thể|nêu|quy định)\s+(?:tại|trong|ở)?\s*(?:các\s+)?(?:phụ lục|biểu|bảng|danh mục)",
    re.IGNORECASE,
)
_ONLY_COORDINATES = re.compile(
    r"^\W*(?:(?:tiếp tục|tăng cường|chủ động|hướng dẫn|và|,)\s+)*(?:phối hợp|tham gia)(?!\w)", re.IGNORECASE
)
_LEADS = re.compile(r"(?<!\w)(?:chủ trì|đầu mối|chủ động|làm đầu mối)(?!\w)", re.IGNORECASE)
_WITH = re.compile(
    r"phối\s+hợp(?:\s+(?:chặt\s+chẽ|đồng\s+bộ|thường\s+xuyên|hiệu\s+quả|kịp\s+thời|tốt|,|và|triển\s+khai))*\s+(?:cùng\s+)?(?:với\s+)?(?:cùng\s+)?",
    re.IGNORECASE,
)
_REQUEST = re.compile(
    r"^\W*(?:đề\s+nghị|yêu\s+cầu|giao|đối\s+với|trách\s+nhiệm\s+của|các\s+đồng\s+chí)\s+", re.IGNORECASE
)
_POST = re.compile(
    r"(?<!\w)(?:chủ\s+tịch|(?:tổng\s+)?giám\s+đốc|thủ\s+trưởng|bộ\s+trưởng|chánh|trưởng|cục\s+trưởng)(?!\w)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;]\s+(?=[A-ZĐÀ-Ỹ])")
_LONGEST_HEADING = 80
_OPENING_REACH = 600
"""How far into a text its opening names are looked for, in code points."""
_CLOSING = re.compile(
    r"^\W*(?:trên đây|trong quá trình|yêu cầu|đề nghị|căn cứ|kế hoạch này|nhận được|thực hiện)(?!\w)",
    re.IGNORECASE,
)
_OPENING_ADVERB = re.compile(
    r"^\W*(?:trên cơ sở|căn cứ|theo|để|trong|hằng|hàng|định kỳ|nhằm)(?!\w)", re.IGNORECASE
)


class Heads(NamedTuple):
    """The actors that open a text, and the local offset at which the words after them begin."""

    actors: tuple[Actor, ...]
    end: int


def opening_actors(context: ActorContext, text: str) -> Heads | None:
    """Read the unit or units that a heading or sentence begins with.

    "Đề nghị Ủy ban …", "Giám đốc Sở …" and joint headings ("Sở A, Sở B") are read; None where the text
    opens with anything else.
    """
    text = text[:_OPENING_REACH]
    request = _REQUEST.match(text)
    start = request.end() if request else 0
    body = head_of_body(text[start:])
    if body is not None:
        start += body[0]
    found: list[Actor] = []
    end = start
    for part in parts(context, text[start:], "lead"):
        begin = start + part.mention.start
        between = _POST.sub("", text[end:begin])
        if "(" in between and ")" not in between:
            break
        if fold(between) not in {"", fold("và"), fold("các"), fold("cùng")} or "\n\n" in between:
            break
        if found and re.search(r"[.;:]", between) and ";" not in between:
            break
        finish = start + part.mention.end
        found.append(actor_of(part.mention, joined(text[begin:finish])))
        end = finish
    return Heads(tuple(found), end) if found else None


def _names_only(text: str, heads: Heads) -> bool:
    """Tell whether nothing but names (and a note in parentheses) stands in a heading."""
    rest = re.sub(r"\([^()]*\)", "", text[heads.end :])
    return not fold(rest) or fold(rest) in {
        fold("có trách nhiệm"),
        fold("tỉnh"),
        fold("thành phố"),
        fold("chủ trì"),
    }


def is_lead(text: str) -> bool:
    """Tell whether a duty makes its unit lead: not where it only coordinates or takes part."""
    return not _ONLY_COORDINATES.match(text) or bool(_LEADS.search(text))


def partners(context: ActorContext, text: str) -> tuple[Actor, ...]:
    """Read the parties after "phối hợp với" in a duty."""
    found: list[Actor] = []
    seen: set[str] = set()
    for match in _WITH.finditer(text):
        end = match.end()
        for part in parts(context, text[match.end() :], "coordinate"):
            begin = match.end() + part.mention.start
            if fold(text[end:begin]) not in {
                "",
                fold("và"),
                fold("với"),
                fold("cùng"),
                fold("và với"),
                fold("cùng với"),
            }:
                break
            end = match.end() + part.mention.end
            if part.mention.name not in seen:
                seen.add(part.mention.name)
                found.append(actor_of(part.mention, joined(text[begin:end])))
    return tuple(found)


class _Reader:
    """Goes through the blocks under the duty headings of one document."""

    def __init__(self, context: ActorContext) -> None:
        self.context = context
        self.duties: list[Duty] = []
        self.issues: list[Issue] = []
        self.owner: tuple[Block, Heads] | None = None
        self.last_bullet: Block | None = None

    def read(self, block: Block) -> None:
        if block.numbered and not block.bulleted:
            self._numbered(block)
        elif self.owner is not None and self.owner[0] in block.headings:
            if not block.bulleted and self._bulleted(self.owner[0]):
                self._closing(block)
                return
            if block.bulleted:
                self.last_bullet = self.owner[0]
            self._add(block.path, block.passage, 0, self.owner[1].actors, self.owner[0])
        else:
            self._sentences(block)

    def _bulleted(self, heading: Block) -> bool:
        """Tell whether a duty of the same unit was read from a bullet before."""
        return self.last_bullet is heading

    def _closing(self, block: Block) -> None:
        """Leave out a paragraph after a unit's bullets: it closes the document."""
        if not _CLOSING.match(block.text):
            self.issues.append(skipped_at("unread-passage", block.passage.quote()))

    def _numbered(self, block: Block) -> None:
        text = block.passage.text
        if self.owner is not None and self.owner[0] in block.headings:
            heads = opening_actors(self.context, text)
            if heads is None or not _names_only(text, heads):
                self._add(block.path, block.passage, 0, self.owner[1].actors, self.owner[0])
                return
        self.owner = None
        if len(block.text) <= _LONGEST_HEADING and heading_matches(block, *_NOT_DUTY_HEADINGS):
            return
        heads = opening_actors(self.context, text) or self._introduced(text)
        if heads is not None and (_names_only(text, heads) or text.rstrip(" *").endswith(":")):
            self.owner = (block, heads)
            return
        self._sentences(block)

    def _introduced(self, text: str) -> Heads | None:
        """Read "Trên cơ sở …, Thủ trưởng các đơn vị thuộc Bộ:" — the unit stands before the colon."""
        if not text.rstrip(" *").endswith(":") or not _OPENING_ADVERB.match(text):
            return None
        for comma in reversed([m.end() for m in re.finditer(r",\s+", text)]):
            heads = opening_actors(self.context, text[comma:])
            if heads is not None and _names_only(text[comma:], heads):
                return Heads(heads.actors, comma + heads.end)
        return None

    def _sentences(self, block: Block) -> None:
        """Read an item in which the unit and what it must do stand in one sentence."""
        text = block.passage.text
        cuts = [0, *[m.end() for m in _SENTENCE_END.finditer(text)], len(text)]
        begin = 0
        pending: tuple[int, Heads] | None = None
        for start in cuts[:-1]:
            heads = opening_actors(self.context, text[start:])
            if heads is None or _names_only(text[start:], heads):
                continue
            if pending is not None:
                self._add(block.path, block.passage, pending[0], pending[1].actors, None, start)
            pending = (start, heads)
            begin = start
        if pending is not None:
            self._add(block.path, block.passage, begin, pending[1].actors, None)
        elif _LEADS.search(text) or "phối hợp" in text.lower():
            self.issues.append(skipped_at("mandate-without-actor", block.passage.quote()))

    def _add(
        self,
        path: str,
        passage: Passage,
        start: int,
        actors: tuple[Actor, ...],
        heading: Block | None,
        end: int | None = None,
    ) -> None:
        finish = len(passage.text) if end is None else end
        text = joined(passage.text[start:finish])
        after = opening_actors(self.context, text)
        said = text[after.end :] if heading is None and after is not None else text
        quote = passage.quote(start, finish)
        self.duties.append(
            Duty(
                section=path,
                text=text,
                actors=actors,
                evidence=quote,
                is_lead=is_lead(said),
                coordinates_with=partners(self.context, text),
                heading_evidence=heading.passage.quote() if heading is not None else None,
            )
        )
        self.issues.extend(
            doubtful_at(
                "unresolved-unit",
                heading.passage.quote() if heading is not None else quote,
                f"{actor.name!r} is not in the unit register; kept as a new {actor.kind}.",
            )
            for actor in actors
            if not actor.known and actor.kind == "unit" and (heading is None or not self._seen(actor.name))
        )

    def _seen(self, name: str) -> bool:
        return any(name in {a.name for a in duty.actors} for duty in self.duties[:-1])


def _under(block: Block, phrases: Iterable[str]) -> bool:
    return any(heading_matches(heading, *phrases) for heading in block.headings)


def under_duties(block: Block) -> bool:
    """Tell whether a block stands where a document lays standing duties on units."""
    return _under(block, _DUTY_HEADINGS) and not _under(block, _NOT_DUTY_HEADINGS)


def read_duties(context: ActorContext, outline: Outline) -> tuple[tuple[Duty, ...], tuple[Issue, ...]]:
    """Read every standing duty of a document, in reading order."""
    reader = _Reader(context)
    for block in outline.blocks:
        if block.body and under_duties(block):
            reader.read(block)
    return tuple(reader.duties), tuple(reader.issues)


def read_measures(outline: Outline, taken: Iterable[tuple[int, int]]) -> tuple[Measure, ...]:
    """Read the bullets and items under headings of tasks and solutions that name nobody.

    For documents that plan or direct work; in a normative act the same headings regulate.

    `taken` are the spans already read as tasks or duties.
    """
    spans = list(taken)
    found: list[Measure] = []
    for index, block in enumerate(outline.blocks):
        if not block.body or not _of_measures(block) or not _states_something(outline.blocks, index):
            continue
        start, end = block.passage.start, block.passage.end
        if any(first < end and start < last for first, last in spans):
            continue
        found.append(
            Measure(
                section=block.path,
                section_title=block.headings[-1].text,
                text=block.text,
                evidence=block.passage.quote(),
            )
        )
    return tuple(found)


def _of_measures(block: Block) -> bool:
    """Tell whether a block stands under tasks and solutions, and not under aims, duties or means."""
    if not block.headings or not _under(block, _MEASURE_HEADINGS) or _under(block, _DUTY_HEADINGS):
        return False
    outermost = block.headings[0]
    return not heading_matches(outermost, *_AIM_HEADINGS) and not _under(block, _NOT_DUTY_HEADINGS)


def _states_something(blocks: tuple[Block, ...], index: int) -> bool:
    """Tell whether a block is an item of its own, not a heading, a lead-in or a pointer to an annex."""
    block = blocks[index]
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.numbered:
        return following is None or block not in following.headings
    return block.bulleted or not (_POINTER.search(block.text) or block.text.endswith(":"))
