"""Where a document lays standing duties on units: the ground that duties are read from.

In a plan, programme or decision the ground is what stands under "Tổ chức thực hiện", "Phân công nhiệm
vụ", "Trách nhiệm của …", or under headings of tasks that are names of units side by side. A directive (chỉ
thị, công điện, thông báo kết luận: Nghị định 30/2020/NĐ-CP, Điều 7, and Phụ lục III, mẫu 1.4 and 1.6) gives
work out from its first numbered item on, so its whole numbered body is ground. What is said about money,
reporting or entry into force never is.

Reads blocks of the outline; gives yes or no.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from graph_build.actors import ActorContext
from graph_build.duty_signs import ANSWERS, begins_with_verb
from graph_build.instructions import asks, begins_with_work, instructions
from graph_build.opening_actors import ASKS, flat, names_only, opening_actors
from graph_build.records import Header
from graph_build.sections import Block, Outline, heading_matches
from graph_build.text import fold, holds_phrase, padded

DUTY_HEADINGS = (
    "tổ chức thực hiện",
    "tổ chức triển khai",
    "tổ chức triển khai thực hiện",
    "phân công nhiệm vụ",
    "phân công thực hiện",
    "phân công trách nhiệm",
    "phân công tổ chức thực hiện",
    "trách nhiệm thực hiện",
    "trách nhiệm của các cơ quan",
    "trách nhiệm của các đơn vị",
    "trách nhiệm tổ chức thực hiện",
)
_OPENINGS = tuple(padded(phrase) for phrase in DUTY_HEADINGS)
NOT_DUTY_HEADINGS = (
    "kinh phí",
    "nguồn vốn",
    "nguồn lực",
    "nguyên tắc chung",
    "chế độ báo cáo",
    "hiệu lực",
    "tiến độ",
)
_REVIEW_HEADINGS = (
    "kết quả đạt được",
    "tồn tại",
    "hạn chế",
    "tình hình thực hiện",
    "đánh giá",
    "bối cảnh",
    "mục tiêu",
)
"""Headings under which a directive says how things are, and gives nothing out."""
_REVIEW_OPENING = re.compile(
    r"\W*(?:tình\s+hình|kết\s+quả\s+(?:thực\s+hiện|triển\s+khai|công\s+tác|hoạt\s+động|nổi\s+bật)|ưu\s+điểm"
    r"|nguyên\s+nhân)(?!\w)(?![^:]*:)",
    re.IGNORECASE,
)
"""How a heading opens that says how things are ("Tình hình và kết quả …"); orders may stand there too."""
_STATED = re.compile(r"^\W*về\s[^:]{3,70}:[\s*]+[^\W\d_][^:]{12,}[.;]\W*$", re.IGNORECASE)
"""What is decided on a topic ("Về nguồn vốn: Sở A …."), which is no heading then."""
_NUMBER = re.compile(r"\A\(\d{1,2}\)[\s*]*")
"""The number of the first of several works in one item: "Bộ A: (1) …; (2) …"."""
_TASK_HEADINGS = ("nhiệm vụ", "giải pháp", "biện pháp", "trách nhiệm", "phân công")
_RESPONSIBILITY = re.compile(
    r"^\W*trách\s+nhiệm(?:\s+(?:thực\s+hiện|quản\s+lý|phối\s+hợp))?\s+của\s+"
    r"(?!(?:các\s+|những\s+)?(?:cơ\s+quan|đơn\s+vị|bộ\s+phận|tổ\s+chức|cá\s+nhân|người|chủ|công\s+dân)(?!\w))",
    re.IGNORECASE,
)
"""A heading that lays duties on named bodies; that of "cơ quan, tổ chức, cá nhân" regulates everybody."""
LONGEST_TOPIC = 80
"""A topic is a heading of at most so many code points; a longer one is a sentence."""
_LAWS = frozenset(
    fold(kind)
    for kind in [
        *("Hiến pháp", "Luật", "Bộ luật", "Pháp lệnh", "Nghị định", "Thông tư", "Thông tư liên tịch"),
        *("Văn bản hợp nhất", "Điều lệ"),
    ]
)
"""Kinds of document that set rules for everybody."""
REGULATING = _LAWS | frozenset(fold(kind) for kind in ("Quy chế", "Quy định", "Công văn"))
"""Kinds of document that set rules or answer letters, and give no programme of work."""
_NORMATIVE = re.compile(r"/(?:19|20)\d\d/")
"""The year in the number marks a normative act (Nghị định 78/2025/NĐ-CP on legal documents)."""
_LETTER = fold("Công văn")
_RESOLUTION = fold("Nghị quyết")
_CONCLUSION, _OF_PARTY = fold("Kết luận"), re.compile(r"KL/(?:TW|TU|HU|QU|ĐU)(?!\w)")
"""Conclusions of Party committees resolve like a resolution; those of inspections tell what was found."""
_DIRECTING = frozenset(fold(kind) for kind in ("Chỉ thị", "Công điện"))
_NOTICE = fold("Thông báo")
_CONCLUDES = re.compile(r"kết\s+luận|ý\s+kiến\s+chỉ\s+đạo", re.IGNORECASE)


def directs(header: Header) -> bool:
    """Tell whether a document is a directive, which gives work out in its whole numbered body."""
    kind = fold(header.type or "")
    return kind in _DIRECTING or (kind == _NOTICE and bool(_CONCLUDES.search(header.title)))


def under(block: Block, phrases: Iterable[str]) -> bool:
    """Tell whether a heading over a block holds one of the phrases."""
    return any(heading_matches(heading, *phrases) for heading in block.headings)


def names_responsibility(block: Block) -> bool:
    """Tell whether a block is a heading "Trách nhiệm của …"."""
    return bool(_RESPONSIBILITY.match(block.text))


def _topics(block: Block, phrases: tuple[str, ...]) -> bool:
    """Tell whether a short heading over a block, or the block's own, is one of the topics."""
    return any(
        len(one.text) <= LONGEST_TOPIC and heading_matches(one, *phrases)
        for one in (*block.headings, *((block,) if block.numbered and not is_sentence(block) else ()))
    )


def reviews(block: Block) -> bool:
    """Tell whether a block stands under a heading that says how things are, or is one.

    What is given out there in so many words ("Giao Sở A …", "Đề nghị …") is work all the same, where the
    heading only opens like one.
    """
    if _topics(block, _REVIEW_HEADINGS):
        return True
    over = (one for one in block.headings if len(one.text) <= LONGEST_TOPIC)
    return ASKS.match(block.text) is None and any(_REVIEW_OPENING.match(one.text) for one in over)


def is_quotation(block: Block) -> bool:
    """Tell whether a paragraph is in quotation marks as a whole: what another document said."""
    text = block.text.rstrip(" .;,/")
    return text[:1] in {"\u201c", '"'} and text[-1:] in {"\u201d", '"'} and len(text) > LONGEST_TOPIC


def is_sentence(block: Block) -> bool:
    """Tell whether an item is a sentence, and no topic, however short ("Sở A bố trí kinh phí.")."""
    return block.text.rstrip(" *")[-1:] in {".", ";"} and ":" not in block.text


def states_on_topic(block: Block) -> bool:
    """Tell whether an item says after its topic what is decided on it ("Về nguồn vốn: Sở A …")."""
    return block.numbered and bool(_STATED.match(block.text))


def is_no_duty_topic(heading: Block) -> bool:
    """Tell whether a short heading, or the topic before a colon, is one under which no duties stand."""
    topic = heading.text.partition(":")[0]
    return len(topic) <= LONGEST_TOPIC and holds_phrase(padded(topic), NOT_DUTY_HEADINGS)


def _leads_over(text: str) -> bool:
    return text.rstrip(" *").endswith(":")


def _named_headings(context: ActorContext, outline: Outline, *, alone: bool) -> frozenset[int]:
    """Find headings that are nothing but the names of units, with items below each.

    Side by side, or with a colon that leads over to the items, they hand out work by unit; with `alone`, in a
    letter that asks for work, one does, also over paragraphs that begin with work.
    """
    marked = [block for block in outline.blocks if block.headings and block.marker is not None]
    parents = {id(block.headings[-1]) for block in marked}
    works = (one for one in outline.blocks if alone and one.headings and begins_with_work(one.text))
    parents.update(id(one.headings[-1]) for one in works)
    places: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
    for block in outline.blocks:
        if not block.body or not block.numbered or id(block) not in parents or block.marker is None:
            continue
        if len(block.text) > LONGEST_TOPIC or _topics(block, _REVIEW_HEADINGS):
            continue
        text = flat(block.passage.text)
        if block.headings and not (_topics(block, _TASK_HEADINGS) or _leads_over(text)):
            continue
        heads = opening_actors(context, text)
        if heads is not None and names_only(text, heads):
            above = id(block.headings[-1]) if block.headings else 0
            places[above, block.marker.style] += [id(block)] * (2 if _leads_over(text) else 1)
    return frozenset(one for found in places.values() if alone or len(found) > 1 for one in found)


def _shared_articles(context: ActorContext, outline: Outline) -> frozenset[int]:
    """Find articles without words whose items, side by side, open with the bodies that answer for each."""
    found: defaultdict[int, int] = defaultdict(int)
    for block in outline.blocks:
        above = block.headings[-1] if block.headings else None
        if above is None or not block.body or not block.numbered or above.marker is None:
            continue
        if above.marker.style != "article" or above.text.rstrip(". ") != f"Điều {above.marker.value}":
            continue
        text = flat(block.passage.text)
        heads = opening_actors(context, text)
        if heads is not None and ANSWERS.match(text, heads.end):
            found[id(above)] += 1
    return frozenset(article for article, count in found.items() if count > 1)


class Grounds:
    """Tells of each block of one document whether duties are read from it."""

    def __init__(self, header: Header, context: ActorContext, outline: Outline) -> None:
        self._context = context
        self.directive = directs(header)
        self.letter = fold(header.type or "") == _LETTER
        self.normative = bool(_NORMATIVE.search(header.number or ""))
        self.regulates = self.normative or fold(header.type or "") in REGULATING
        self.obliges = header.official and not (self.normative or fold(header.type or "") in _LAWS)
        """Whether what the document demands of somebody is work, and no rule for everybody."""
        self.plans = header.official and not (self.regulates or self.letter)
        """Whether the document gives a programme of work, and sets no rules and answers no letter."""
        self.instructs = self.letter and header.official and any(map(asks, outline.blocks))
        """Whether a letter asks for work in items ("… có ý kiến như sau: 1. Bộ A …")."""
        kind = fold(header.type or "")
        party = kind == _CONCLUSION and _OF_PARTY.search(header.number or "") is not None
        rules = self.regulates and kind == _RESOLUTION and header.official and any(map(asks, outline.blocks))
        self.resolves = (kind == _RESOLUTION or party) and (rules or not self.regulates)
        """Whether it resolves what others shall do; where it sets rules, only what it asks for is work."""
        told = self.instructs or self.resolves
        self.asked = instructions(context, outline, letter=self.letter) if told else {}
        """The blocks that the document asks for in items below one sentence, by identity."""
        signers = (*((header.signer,) if header.signer else ()), *header.joint_signers)
        self._signed = [one.evidence for one in signers if one.evidence is not None]
        self._shared = _shared_articles(context, outline) if header.official else frozenset()
        named = not self.regulates or self.instructs or rules
        found = _named_headings(context, outline, alone=self.instructs) if named else frozenset()
        self._named = found & self.asked.keys() if rules else found

    def holds(self, block: Block) -> bool:
        """Tell whether a block stands where the document lays standing duties on units."""
        if not block.body or is_quotation(block) or self._is_signature(block):
            return False
        if self._organised(block):
            return not any(map(is_no_duty_topic, block.headings))
        own = (*block.headings, block)
        if any(names_responsibility(one) or id(one) in self._named | self._shared for one in own):
            return not _topics(block, NOT_DUTY_HEADINGS)
        return self.directive and self._given_out(block)

    def demands(self, block: Block) -> bool:
        """Tell whether what stands in a block is work, if it lays anything on somebody, and no rule."""
        own = (*block.headings, block)
        return self.obliges or self.holds(block) or any(id(one) in self.asked for one in own)

    def assigns(self, block: Block) -> bool:
        """Tell whether a sentence that opens with who leads gives work out here, and sets no rule."""
        if self.regulates and not self.letter and id(block) not in self.asked:
            return False
        return not (_topics(block, NOT_DUTY_HEADINGS) or reviews(block))

    def _is_signature(self, block: Block) -> bool:
        """Tell whether a paragraph is of the signature, where no list of recipients ends the body before."""
        first, last = block.passage.start, block.passage.end
        return any(one.start < last and first < one.end for one in self._signed)

    def _organised(self, block: Block) -> bool:
        """Tell whether a block stands under "Tổ chức thực hiện"; a sentence that says so is no heading."""
        return any(
            heading_matches(heading, *DUTY_HEADINGS)
            and (len(heading.text) <= LONGEST_TOPIC or heading.folded.startswith(_OPENINGS))
            for heading in block.headings
        )

    def _given_out(self, block: Block) -> bool:
        """Tell whether a block is part of what a directive gives out: numbered, or under a number."""
        if not block.numbered and not block.headings:
            return False
        outermost = block.headings[0] if block.headings else block
        if outermost.marker is not None and outermost.marker.style == "annex":
            return False
        if states_on_topic(block) and not reviews(block):
            return not under(block, NOT_DUTY_HEADINGS)
        return not reviews(block) and (not _topics(block, NOT_DUTY_HEADINGS) or self._obliges_a_body(block))

    def _obliges_a_body(self, block: Block) -> bool:
        """Tell whether an item names who acts and then work: an order under any heading ("Kinh phí")."""
        text = flat(block.passage.text)
        heads = opening_actors(self._context, text) if block.marker is not None else None
        rest = text[heads.end :].lstrip(" ,*:") if heads is not None else ""
        return begins_with_verb(_NUMBER.sub("", rest))
