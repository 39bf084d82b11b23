"""How coordination load is counted: the settings, and the rule in words that stands beside every figure.

docs/load.md gives the formulas and their sources.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

from queries.bilingual import Language, Text
from queries.errors import InvalidValue

Period = Literal["whole", "year", "quarter", "month"]
Reading = Literal["excluded", "once", "expanded"]

PERIODS: Final[tuple[Period, ...]] = ("whole", "year", "quarter", "month")
READINGS: Final[tuple[Reading, ...]] = ("excluded", "once", "expanded")

MOST_WEIGHT: Final = 1e6
"""The largest weight of a role; sums over millions of tasks stay exact enough below it."""


@dataclass(frozen=True, slots=True)
class LoadSettings:
    """How load is counted: the size of periods, the reading of collectives, the weights of the two roles.

    Raises InvalidValue for a weight that is negative, no number, or above `MOST_WEIGHT`.
    """

    period: Period = "whole"
    collectives: Reading = "once"
    lead_weight: float = 1.0
    coordinate_weight: float = 1.0

    def __post_init__(self) -> None:
        for name in ("lead_weight", "coordinate_weight"):
            weight = getattr(self, name)
            if not math.isfinite(weight) or not 0 <= weight <= MOST_WEIGHT:
                shown = name.replace("_", "-")
                raise InvalidValue(
                    shown,
                    str(weight),
                    Text(vi=f"số từ 0 đến {MOST_WEIGHT:.0f}", en=f"a number from 0 to {MOST_WEIGHT:.0f}"),
                )


_READING_WORDS: Final = {
    "vi": {
        "excluded": "nhóm đơn vị gọi chung không có trong bảng, phần của nhóm không chia cho ai",
        "once": "nhóm đơn vị gọi chung tính riêng như một bên tham gia",
        "expanded": "phần của nhóm đơn vị gọi chung chia đều cho các thành viên theo danh bạ; nhóm "
        "không rõ thành "
        "viên vẫn đứng riêng",
    },
    "en": {
        "excluded": "collectives are left out, and their share goes to nobody",
        "once": "a collective counts by itself, as one participant",
        "expanded": "the share of a collective is divided equally among its members by the "
        "register; a collective "
        "whose members are not known keeps standing by itself",
    },
}
_RULE: Final = {
    "vi": (
        "Cách đếm: mỗi nhiệm vụ tính một lần cho mỗi đơn vị và vai trò; đầu mối, và thực hiện khi "
        "không nêu chủ trì, "
        "tính là chủ trì. Khối lượng: mỗi nhiệm vụ có {lead} điểm chia đều cho các bên chủ trì và "
        "{coordinate} điểm chia "
        "đều cho các bên phối hợp nêu tên trong văn bản; {reading}. Khoảng thấp–cao là khối lượng "
        "nhỏ nhất và lớn nhất "
        "trong ba cách tính nhóm."
    ),
    "en": (
        "Counting rule: a task counts once a unit and role; a focal point, and who carries out a "
        "task that names no "
        "lead, counts as leading. Load: a task has {lead} for its leads and {coordinate} for its "
        "coordinators, each "
        "divided equally among those that the document names in that role; {reading}. The band is "
        "the least and the "
        "greatest load under the three readings of collectives."
    ),
}
_PERIOD_RULE: Final = {
    "vi": (
        " Một nhiệm vụ thuộc mọi kỳ mà khoảng từ thời điểm bắt đầu đến hạn, theo đúng độ chính xác "
        "của văn bản, có phần "
        "trùng; hạn chỉ tính vào kỳ chứa trọn thời hạn đã nêu."
    ),
    "en": (
        " A task belongs to every period that meets the span from its start to its due time, as "
        "precise as they are "
        "stated; a deadline is due in a period only where all of the stated time lies in it."
    ),
}


def _decimal(value: float, language: Language) -> str:
    return f"{value:g}".replace(".", "," if language == "vi" else ".")


def rule(settings: LoadSettings, language: Language = "en") -> str:
    """Say in words how the figures under these settings were counted."""
    words = _RULE[language].format(
        lead=_decimal(settings.lead_weight, language),
        coordinate=_decimal(settings.coordinate_weight, language),
        reading=_READING_WORDS[language][settings.collectives],
    )
    return words + (_PERIOD_RULE[language] if settings.period != "whole" else "")
