"""What the words of a document say about an act: that it takes its place, or amends it.

Only words that say it of a whole act count. That a document replaces or repeals an act was read when the
graph was built, with its words (`graph_build.act_changes`); that it amends one as a whole stands in its title
("sửa đổi, bổ sung một số điều của Nghị định số …"), for elsewhere it may be an article amended in passing.
Another document says it by naming both acts side by side ("Nghị định số 85/2023/NĐ-CP … sửa đổi, bổ sung một
số điều của Nghị định số 115/2020/NĐ-CP").

Reads the plain view of a text, where it cites what, and the words of change; gives ranges of the view.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from graph_build.plain import PlainText
from queries.promises import CHANGING, Change

_TITLE_OPENS: Final = re.compile(r"[ \n]*(?:(?:về[ ]việc|v/v:?|về)[ ])?", re.VERBOSE)
_CHANGING: Final = re.compile(CHANGING, re.VERBOSE)
_ACTIVE: Final = re.compile(rf"[ ]?(?:\([^()]{{0,200}}\)[ ]?)?{CHANGING}[ ]?", re.VERBOSE)
_PASSIVE: Final = re.compile(
    r"""
    [ ,]*\(?(?:đã[ ])?được[ ](?:
        (?P<replaces>thay[ ]thế)|(?P<amends>sửa[ ]đổi(?:,?[ ]bổ[ ]sung)?(?:[ ]một[ ]số[ ]điều)?)
    )[ ](?:bởi|bằng|tại|theo)[ ]
    """,
    re.VERBOSE,
)


class Range(NamedTuple):
    """Positions in a plain view, the end excluded."""

    start: int
    end: int


class Said(NamedTuple):
    """What words say is done to an act, and where they stand.

    `item` is the item of a list that names the act, where the words stand above the list.
    """

    way: Change
    words: Range
    item: Range | None = None


def of_itself(plain: PlainText, cited: Range, change: Range | None, title: Range | None) -> Said | None:
    """Tell what a document says it does to an act that it cites at `cited`; `title` is its title's place.

    `change` are the words by which it replaces or repeals the act, None where it does not.
    """
    if title and title.start <= cited.start and cited.end <= title.end:
        return _in_title(plain, cited, title)
    if change is None:
        return None
    apart = not (change.start <= cited.start and cited.end <= change.end)
    return Said("replaces", change, cited if apart else None)


def _in_title(plain: PlainText, cited: Range, title: Range) -> Said | None:
    """Read "về việc sửa đổi, bổ sung một số điều của" and nothing more before the act."""
    before = _line(plain.lower[title.start : cited.start])
    opening = _TITLE_OPENS.match(before)
    change = _CHANGING.fullmatch(before[opening.end() if opening else 0 :].strip())
    if change is None:
        return None
    return Said("replaces" if change["replaces"] else "amends", title)


def of_another(plain: PlainText, cited: Sequence[Range], act: int, other: int) -> Said | None:
    """Tell what words between two citations that stand side by side say `other` does to `act`."""
    first, second = cited[min(act, other)], cited[max(act, other)]
    between = _line(plain.lower[first.end : second.start])
    found = (_ACTIVE if other < act else _PASSIVE).fullmatch(between)
    if found is None:
        return None
    return Said("replaces" if found["replaces"] else "amends", Range(first.start, second.end))


def _line(text: str) -> str:
    return text.replace("\n", " ")
