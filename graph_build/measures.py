"""Measures: what the prose of a plan states as tasks and solutions with no unit.

A measure is a bullet or numbered item under a heading of tasks and solutions that names nobody.

Reads the outline; gives `Measure` records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph_build.duty_grounds import DUTY_HEADINGS, NOT_DUTY_HEADINGS, under
from graph_build.records import Measure
from graph_build.sections import Block, Outline, heading_matches

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

_ARTICLE = re.compile(
    r"Điều [^.]+$"
)  # the article of a decision that approves a plan stands over the plan's own chapters
_NOTE = re.compile(r"\([^()]*\)\.?")  # "(Kèm theo Quyết định số …)" under the title of an annex


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
    if not block.headings or not under(block, _MEASURE_HEADINGS) or under(block, DUTY_HEADINGS):
        return False
    chapters = [one for one in block.headings if not _ARTICLE.match(one.path)] or list(block.headings)
    return not heading_matches(chapters[0], *_AIM_HEADINGS) and not under(block, NOT_DUTY_HEADINGS)


def _states_something(blocks: tuple[Block, ...], index: int) -> bool:
    """Tell whether a block is an item of its own, not a heading, a lead-in or a pointer to an annex."""
    block = blocks[index]
    if _NOTE.fullmatch(block.text.strip()):
        return False
    following = blocks[index + 1] if index + 1 < len(blocks) else None
    if block.numbered and block.text.rstrip(" *").endswith(":"):
        return False  # a title of what a form leaves empty, or of what stands apart
    if block.numbered:
        return following is None or block not in following.headings
    return block.bulleted or not (_POINTER.search(block.text) or block.text.endswith(":"))
