"""What looks like a mandate and gave no fact: the last look over a document, for the reading ledger.

Three signs are looked for in what no task, duty, indicator or entry of the ledger covers:

- an item on the ground of duties (`graph_build.duty_grounds`) that is a sentence;
- a sentence that opens with a post, a person, a party ("Hai bên", "Bên A") or a body that has a word of
  work or obligation after it;
- a sentence that sets a time for its work, after the document's day, also where it is kept as a measure.

A duty that belongs to the unit of its heading, though its own words open with a post, is kept and doubted.
Acts that set rules (laws, decrees, circulars) and sections of aims and review give no entries.

Reads the outline and the spans that were read; gives ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph_build.actors import ActorContext
from graph_build.duty_grounds import Grounds, is_quotation, is_sentence, reviews
from graph_build.duty_signs import CLOSING, CONSISTS, SENTENCE_END, begins_with_verb
from graph_build.issues import doubtful_at, skipped_at
from graph_build.opening_actors import flat, opening_actors
from graph_build.prose_fields import part
from graph_build.prose_signs import ANSWERS_ON, DUE, DUE_AT_END, aims, carries_out, is_one_body
from graph_build.records import Duty, Evidence, Issue, Measure
from graph_build.sections import Block, Outline
from graph_build.spans import Spans
from graph_build.stated_deadlines import stated_deadline
from graph_build.text import UPPER, fold
from graph_build.unit_names import HEADS, starts_with


def _any_of(phrases: str) -> str:
    return "(?:" + "|".join(phrase.strip().replace(" ", r"\s+") for phrase in phrases.split(";")) + ")"


_HOLDER_NAMES = (
    "trưởng;phó trưởng;tổ trưởng;tổ phó;nhóm trưởng;đội trưởng;khu phố trưởng;hiệu trưởng;phó hiệu trưởng"
    ";hiệu phó;chủ tịch;phó chủ tịch;bí thư;phó bí thư;giám đốc;phó giám đốc;tổng giám đốc;thủ trưởng"
    ";bộ trưởng;thứ trưởng;cục trưởng;chi cục trưởng;vụ trưởng;viện trưởng;phó thủ tướng;chánh;phó chánh"
    ";ủy viên;uỷ viên;thành viên;người đứng đầu;lãnh đạo;chỉ huy;chỉ huy trưởng;chủ đầu tư;chủ hộ"
    ";hộ kinh doanh;chủ cơ sở;chủ doanh nghiệp;chủ trang trại;chủ phương tiện;chủ tàu;chủ rừng;chủ hồ"
    ";chủ trạm;chủ sở hữu;nhà thầu;nhà đầu tư;tư vấn giám sát;tư vấn thiết kế;giáo viên chủ nhiệm;kế toán"
    ";nhân viên;chuyên viên;điều dưỡng;thư ký;tổng phụ trách;già làng;người có uy tín;công chức;viên chức"
    ";cán bộ;bộ phận đầu mối"
)
_ANYBODY_NAMES = (
    "giáo viên;giảng viên;bác sĩ;người lao động;đảng viên;đoàn viên;hội viên;học sinh;sinh viên;phụ huynh"
    ";hộ gia đình;hộ dân;hộ;người dân;doanh nghiệp;tổ chức, cá nhân;cá nhân;nhà cung cấp;bên;đơn vị;cơ quan"
)
_OTHER_OPENERS = (
    "khi;trong;sau;trước;định kỳ;hằng;hàng;mỗi;theo;căn cứ;trường hợp;các;những;từng;mọi;toàn thể;đồng chí"
    ";đ/c;thầy;cô;ông;bà;hai;ba;cả hai"
)
_HOLDERS, _ANYBODY = _any_of(_HOLDER_NAMES), _any_of(_ANYBODY_NAMES)
_BODIES = _any_of(
    "cơ quan;đơn vị;bộ phận;tổ chức;ngành;địa phương;bộ;sở;ban;phòng;xã;phường;khoa;tổ;doanh nghiệp"
)
_WORKS = _any_of(
    "chủ trì;phối hợp;chỉ đạo;trực tiếp;tham mưu;tổ chức;triển khai;thực hiện;xây dựng;báo cáo;tiếp tục"
    ";tăng cường;chủ động;khẩn trương;rà soát;hướng dẫn;theo dõi;bảo đảm;đảm bảo;nghiêm túc;gửi;tổng hợp"
    ";hoàn thành;hoàn tất;đề xuất;kiểm tra;đôn đốc;bố trí;tập trung;duyệt;phê duyệt;ký;lập;cập nhật"
    ";vận động;tuyên truyền;phân công;làm đầu mối;quản lý;giám sát;cử;huy động;phát;đo;trao đổi"
    ";chuẩn bị;họp;nộp;bàn giao;tiếp nhận;phụ trách;niêm yết;nhập"
)
_MUST = _any_of(
    "phải;có trách nhiệm;chịu trách nhiệm;không được;được giao;được phân công;có nhiệm vụ;có nghĩa vụ"
)
_ADJUNCT = (
    r"(?:(?:khi|trong|sau|trước|định\s+kỳ|hằng|hàng|mỗi|theo|căn\s+cứ|trường\s+hợp)\s[^,.;:]{2,90},\s+)?"
)
_MANY = r"(?:(?:các|những|từng|mỗi|mọi|toàn\s+thể)\s+)?"
_ADDRESS = r"(?:(?:đồng\s+chí|đ/c|thầy|cô|ông|bà)\s+)?"
_SUBJECT = re.compile(
    rf"""\W*{_ADJUNCT}(?P<who>
      (?P<post>{_MANY}{_ADDRESS}{_HOLDERS}(?!\w)[^.;:]{{0,110}}?)(?=\s(?:{_WORKS}|{_MUST})(?!\w)|:\s)
    | (?:đồng\s+chí|đ/c|thầy|cô|ông|bà)\s+(?-i:[{UPPER}])[^.;:]{{2,110}}?(?=\s(?:{_WORKS}|{_MUST})(?!\w))
    | (?:hai|các|cả\s+hai|mỗi|ba)\s+bên(?!\w)[^.;:]{{0,40}}?(?=\s(?:{_WORKS}|{_MUST}|thành\s+lập)(?!\w))
    | (?:các|hai|ba)\s+{_BODIES}(?!\w)[^.;:]{{0,60}}?\s(?:nêu|nói)\s+trên(?=\s(?:{_WORKS}|{_MUST})(?!\w))
    | {_MANY}{_ANYBODY}(?!\w)[^.;:]{{0,90}}?(?=\s{_MUST}(?!\w))
    )""",
    re.VERBOSE | re.IGNORECASE,
)
"""How a sentence opens that lays work on somebody by post, name or part in an agreement."""
_FIRST = re.compile(r"\W*(?P<word>[^\W_]+(?:/c)?)")
_OPENERS = frozenset(
    word.strip().split()[0]
    for phrases in (_HOLDER_NAMES, _ANYBODY_NAMES, _OTHER_OPENERS)
    for word in phrases.split(";")
)
"""The first words of what `_SUBJECT` finds, in lower case: most sentences begin otherwise."""
_DATE = re.compile(r"\d|(?<!\w)quý\s", re.IGNORECASE)
_SEVERAL = fold("các")
_OPENING = 160
"""How far into a sentence a body and its first word of work are looked for, in code points."""
_NAME_BEGINS = 30
_OPEN_NAMES = tuple([fold(word)] for word in ("các", "giao", "đơn"))
"""How a sentence opens, besides kinds of body, in which a body may be named to act."""
_POST_ALONE = re.compile(rf"{_MANY}{_ADDRESS}{_HOLDERS}(?!\w)[^.;:]{{0,80}}[.:]?", re.IGNORECASE)
"""A heading that is a post: "Phó Trưởng Ban Thường trực"."""
_STANDS = re.compile(r"\s+là\s+(?:cơ\s+quan|đơn\s+vị|đầu\s+mối)(?!\w)", re.IGNORECASE)
"""What follows a body that stands for others: "Sở A là cơ quan thường trực, chuẩn bị …"."""
_REPORTS = re.compile(r"(?<!\w)(?:đã|đang|bị|còn|chưa)(?!\w)", re.IGNORECASE)
"""What stands behind somebody of whom a sentence tells how things are."""
_NEXT_WORD = len(" đang ")
_TELLS = re.compile(r"(?<!\w)thông\s+báo\s+(?:để|đến)(?!\w)", re.IGNORECASE)
"""How an office passes on what was decided ("… thông báo để Công ty A biết và thực hiện")."""
_EFFECT = re.compile(r"(?<!\w)(?:có|hết)\s+hiệu\s+lực(?!\w)", re.IGNORECASE)
_NO_ITEM = re.compile(rf"{CONSISTS.pattern}|{CLOSING.pattern}|{_EFFECT.pattern}", re.IGNORECASE)
"""What an item lists, how a document closes, and from when it holds."""
_SHORTEST = 25
"""An item of fewer code points is a label, and no sentence."""
_POST_UNREAD = "It opens with who is to act, by post, name or part, and was not read."
_BODY_UNREAD = "It opens with a body and a word of duty, and was not read."
_GROUND_UNREAD = "It stands where work is laid on units, and nobody to whom it belongs was recognised."
_HEADING_UNREAD = "It says what is to be done, and the post that the heading over it names was not read."
_TIME_UNREAD = "It sets a time for its work, and nobody who is to do it was recognised."
_OF_HEADING = "It opens with who is to act; it is kept as a duty of whom the heading over it names."


def _subject(text: str) -> re.Match[str] | None:
    """Find on whom a sentence lays work that opens with a post, a person or a party."""
    first = _FIRST.match(text)
    if first is None or first["word"].lower() not in _OPENERS:
        return None
    who = _SUBJECT.match(text)
    return who if who is not None and _lays_work(text, who.end()) else None


def _lays_work(text: str, end: int) -> bool:
    """Tell whether what follows somebody is work, and neither a report nor a list of names."""
    if text[end : end + 1] == ":":
        return begins_with_verb(text[end + 1 :])
    return _REPORTS.search(text, 0, end + _NEXT_WORD) is None


class _Sentence(NamedTuple):
    """One sentence of a block: local offsets in its passage, and the words on one line."""

    start: int
    end: int
    text: str


def _sentences(block: Block) -> Iterator[_Sentence]:
    text = flat(block.passage.text)
    begin = 0
    for match in SENTENCE_END.finditer(text):
        yield _Sentence(begin, match.start() + 1, text[begin : match.start() + 1])
        begin = match.end()
    yield _Sentence(begin, len(text), text[begin:])


def unread_mandates(
    context: ActorContext,
    outline: Outline,
    grounds: Grounds,
    document_date: str | None,
    duties: Sequence[Duty],
    measures: Sequence[Measure],
    read: Iterable[tuple[int, int]],
) -> tuple[Issue, ...]:
    """Enter in the ledger what looks like a mandate outside the spans that were read or told of.

    `read` are the spans of facts other than duties and measures, and of entries of the ledger.
    """
    if not (grounds.obliges or grounds.resolves):
        return ()
    looker = _Looker(context, grounds, document_date, duties, measures, read)
    parents = {id(block.headings[-1]) for block in outline.blocks if block.headings and block.marker}
    for block in outline.blocks:
        if (
            block.body
            and grounds.demands(block)
            and not is_quotation(block)
            and not (block.numbered and id(block) in parents)
        ):
            looker.look(block)
    return tuple(looker.issues)


class _Looker:
    def __init__(
        self,
        context: ActorContext,
        grounds: Grounds,
        document_date: str | None,
        duties: Sequence[Duty],
        measures: Sequence[Measure],
        read: Iterable[tuple[int, int]],
    ) -> None:
        self.context, self.grounds, self.date = context, grounds, document_date
        self.read = Spans([*read, *(_span(duty.evidence) for duty in duties)])
        self.headed = Spans(_span(duty.evidence) for duty in duties if duty.heading_evidence is not None)
        self.kept = Spans(_span(measure.evidence) for measure in measures)
        self.issues: list[Issue] = []

    def look(self, block: Block) -> None:
        """Look at each sentence of a block that may give work out."""
        text = block.text
        if len(text) < _SHORTEST or text.endswith(":") or text.isupper():
            return
        span = (block.passage.start, block.passage.end)
        whole = not self.read.overlap(*span)
        sentences = list(_sentences(block))
        if not whole and len(sentences) == 1 and not self.headed.overlap(*span):
            return
        if aims(block) or reviews(block):
            return
        if block.marker is None and (not block.headings or carries_out(text)) and not self._addressed(block):
            return
        for sentence in sentences:
            if self._sentence(block, sentence):
                whole = False
        stated = block.marker is not None and (is_sentence(block) or self.grounds.directive)
        if whole and stated and self.grounds.holds(block) and not _NO_ITEM.search(text):
            self.issues.append(skipped_at("unread-passage", block.passage.quote(), _GROUND_UNREAD))

    def _addressed(self, block: Block) -> bool:
        """Tell whether a paragraph without number stands in a letter, whose paragraphs may give work out."""
        return self.grounds.letter and not carries_out(block.text)

    def _sentence(self, block: Block, sentence: _Sentence) -> bool:
        """Look at one sentence; gives whether an entry was made."""
        passage = block.passage
        at = passage.source_offset(sentence.start), passage.source_offset(sentence.end)
        if self.read.overlap(*at):
            return not sentence.start and self.headed.overlap(*at) and self._of_another(block, sentence)
        who = _subject(sentence.text)
        if who is not None:
            return self._enter("mandate-without-actor", block, sentence, _POST_UNREAD)
        if _under_post(block) and begins_with_verb(sentence.text):
            return self._enter("mandate-without-actor", block, sentence, _HEADING_UNREAD)
        if self._is_timed(block, sentence):
            return self._enter("mandate-without-actor", block, sentence, _TIME_UNREAD)
        if self._opens_with_body(sentence.text):
            return self._enter("unread-passage", block, sentence, _BODY_UNREAD)
        return False

    def _of_another(self, block: Block, sentence: _Sentence) -> bool:
        """Doubt a duty of the unit of its heading whose own words open with a post."""
        who = _subject(sentence.text)
        if who is None or who["post"] is None:
            return False
        quote = block.passage.quote(who.start("post"), who.end("post"))
        self.issues.append(doubtful_at("unread-actor", quote, _OF_HEADING))
        return True

    def _enter(self, code: str, block: Block, sentence: _Sentence, why: str) -> bool:
        """Enter a sentence, unless it passes something on, says from when, or who carries the act out."""
        if _TELLS.search(sentence.text) or _EFFECT.search(sentence.text) or carries_out(sentence.text):
            return False
        quote = block.passage.quote(sentence.start, sentence.end)
        if self.kept.overlap(quote.start, quote.end):
            self.issues.append(doubtful_at(code, quote, why))
        else:
            self.issues.append(skipped_at(code, quote, why))
        return True

    def _is_timed(self, block: Block, sentence: _Sentence) -> bool:
        """Tell whether a sentence sets a time for its work that lies after the document's day."""
        if _DATE.search(sentence.text) is None:
            return False
        if DUE.search(sentence.text) is None and DUE_AT_END.search(sentence.text) is None:
            return False
        deadline, _ = stated_deadline(part(block.passage, sentence.start, sentence.end), self.date)
        return deadline.due is not None or deadline.recurrence is not None

    def _opens_with_body(self, text: str) -> bool:
        """Tell whether a sentence opens with a body on which its next words lay work."""
        words = fold(text[:_NAME_BEGINS]).split()
        named = starts_with(words, 0, HEADS) or words[:1] in _OPEN_NAMES
        if not named or not text.lstrip(" *-+•")[:1].isupper() or begins_with_verb(text):
            return False  # "Tổ chức quản lý …" is work
        begin = text[:_OPENING]
        if words[0] == _SEVERAL and not self.grounds.regulates and ANSWERS_ON.search(begin) is None:
            return False
        heads = opening_actors(self.context, begin)
        if heads is None or (len(heads.actors) == 1 and heads.actors[0].name == self.context.issuer):
            return False
        if ANSWERS_ON.match(text, heads.end) or _STANDS.match(text, heads.end):
            return True
        alone = self.grounds.regulates or all(map(is_one_body, heads.actors))
        return alone and begins_with_verb(text[heads.end :].lstrip(" ,*"))


def _under_post(block: Block) -> bool:
    """Tell whether the heading right over a block is nothing but a post."""
    return bool(block.headings) and _POST_ALONE.fullmatch(block.headings[-1].text) is not None


def _span(evidence: Evidence) -> tuple[int, int]:
    return evidence.start, evidence.end
