"""Targets that stand in prose: the items under "Mục tiêu" and "Chỉ tiêu", and aims within other work.

Under a heading of aims each item is looked at; elsewhere only clauses that say that they set an aim
("mục tiêu", "phấn đấu", "duy trì tỷ lệ …", "bảo đảm 100% …", "phải … ít nhất 30% …"), since a share may as
well report what was reached.

Reads the outline; gives `Goal` records and ledger entries.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from graph_build.duty_grounds import Grounds, is_quotation
from graph_build.issues import skipped_at
from graph_build.opening_actors import flat
from graph_build.records import Goal, Issue
from graph_build.sections import Block, Outline
from graph_build.target_clauses import Aim, clauses, read_aims, share_that_opens, year_that_opens
from graph_build.text import joined

_BESIDE = r"(?:quan điểm|mục đích|yêu cầu|phạm vi|định hướng|phương hướng|tầm nhìn|nguyên tắc)"
_AIMS = re.compile(
    rf"(?:{_BESIDE}(?:\s*[,;–-]\s*|\s+và\s+))*(?:(?:các|một số|những|hệ thống|về)\s+)*"
    r"(?:mục tiêu|chỉ tiêu)(?!\w)",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"(?:các\s+)?(?:nhiệm vụ|giải pháp|quan điểm|mục đích|yêu cầu|nội dung|tổ chức thực hiện|kinh phí"
    r"|thời gian)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_HEADING = 250
_YEAR_OF_HEADING = re.compile(
    r"(?<!giai đoạn )(?<!\d tháng )(?<!tháng \d )(?<!tháng \d\d )năm (20\d\d)(?!\s?[-–])", re.IGNORECASE
)
_PERIOD = re.compile(r"20\d\d\s*[-–]\s*20\d\d")
_REPORTED = re.compile(
    r"(?:(?:khái quát|đánh giá|một số|các|những|về)\s+)*(?:kết quả|thực trạng|hiện trạng|tình hình|tồn tại"
    r"|hạn chế|bối cảnh|sự cần thiết|cơ sở (?:pháp lý|thực tiễn|chính trị)|đặc điểm|thuận lợi|khó khăn"
    r"|nguyên nhân|bài học)(?!\w)",
    re.IGNORECASE,
)
_OF_WHICH = re.compile(r"trong\s+đó(?!\w)", re.IGNORECASE)
_BY_TIME = re.compile(r"(?:phấn\s+đấu\s+)?(?:đến|tới)\s+(?:hết\s+|cuối\s+)?năm\s+20\d\d", re.IGNORECASE)
_PURPOSE = re.compile(
    r"(?<!\w)(?:(?:mục\s+tiêu|phấn\s+đấu)(?!\w)|duy\s+trì(?=\s+(?:tỷ|tỉ)\s+lệ)"
    r"|(?:đảm\s+bảo|bảo\s+đảm)(?=\s+(?:\d|(?:tỷ|tỉ)\s+lệ|trên\s+\d|ít\s+nhất\s+\d|tối\s+thiểu\s+\d))"
    r"|phải(?=\s+(?:\w+\s+){0,3}(?:(?:đạt\s+)?(?:ít\s+nhất|tối\s+thiểu|trên)|đạt)\s+\d))",
    re.IGNORECASE,
)


def read_prose_targets(outline: Outline, grounds: Grounds) -> tuple[tuple[Goal, ...], tuple[Issue, ...]]:
    """Read the targets that a document which plans states in its prose, in reading order."""
    if not grounds.plans:
        return (), ()
    found: list[Goal] = []
    issues: list[Issue] = []
    parents = {id(block.headings[-1]) for block in outline.blocks if block.headings}
    introduced: Block | None = None
    for block in outline.blocks:
        if block.marker is None:
            introduced = block if block.text.endswith(":") else None
        if not block.body or is_quotation(block) or id(block) in parents or block is introduced:
            continue
        over = introduced if introduced is not None and introduced.headings == block.headings else None
        for start, aim in _aims(block, over):
            if aim.value is None or aim.comparator is None:
                quote = block.passage.quote(start + aim.name[0], start + aim.name[1])
                issues.append(skipped_at("unparsed-target", quote, aim.reason or ""))
            else:
                found.append(_goal(block, over, start, aim, aim.value, aim.comparator))
    return tuple(found), tuple(issues)


def _aims(block: Block, over: Block | None) -> Iterator[tuple[int, Aim]]:
    text = flat(block.passage.text)
    aims = _of_aims(block, over)
    if not aims and any(_REPORTED.match(heading.text) for heading in block.headings):
        return
    of_before = None
    # "Đến năm 2030, 70% xã …; 93% trạm y tế …": the second is an aim for that year too
    aimed, year = False, None
    for start, end in clauses(text):
        clause = text[start:end]
        purpose = None if aims else _PURPOSE.search(clause)
        year = year_that_opens(clause) or (of_before if _OF_WHICH.match(clause) else None) or year
        if aims or purpose or ((aimed or _BY_TIME.match(clause)) and share_that_opens(clause)):
            begin = purpose.start() if purpose else 0
            found = read_aims(clause[begin:], shares_only=not aims)
            yield from ((start + begin, aim._replace(year=aim.year or year)) for aim in found)
            aimed = bool(found)
            of_before = found[-1].year if found else None
        ends = clause.rstrip().endswith(".")
        aimed, year = aimed and not ends, None if ends else year


def _of_aims(block: Block, over: Block | None) -> bool:
    """Tell whether the nearest heading that says what it holds is one of aims."""
    for heading in (*(() if over is None else (over,)), *reversed(block.headings)):
        if len(heading.text) > _LONGEST_HEADING:
            continue
        if _AIMS.match(heading.text):
            return True
        if _OTHER.match(heading.text):
            return False
    return False


def _goal(block: Block, over: Block | None, start: int, aim: Aim, value: str, comparator: str) -> Goal:
    first, last = min(aim.name[0], aim.level[0]), max(aim.name[1], aim.level[1])
    text = flat(block.passage.text)
    return Goal(
        section=block.headings[-1].path if block.headings else "",
        name=joined(text[start + aim.name[0] : start + aim.name[1]]),
        unit_of_measure=aim.unit,
        value_text=joined(text[start + aim.level[0] : start + aim.level[1]]),
        value=value,
        comparator=comparator,
        year=aim.year or _year_over(block, over),
        evidence=block.passage.quote(start + first, start + last),
    )


def _year_over(block: Block, over: Block | None) -> int | None:
    """Give the year that the nearest heading names which names one; a period ends no target."""
    for heading in (*(() if over is None else (over,)), *reversed(block.headings)):
        words = " ".join(heading.text.split())
        years = set(_YEAR_OF_HEADING.findall(words))
        if len(years) == 1 and not _PERIOD.search(words):
            return int(years.pop())
        if years or _PERIOD.search(words):
            return None
    return None
