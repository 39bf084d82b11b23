"""The part of a question that asks for the outcome of tasks, which is a suggestion or a person's verdict.

Neither is a fact of the graph (`queries.outcome_states`). The query names the tasks, so that it
stands alone on any endpoint, and the rule says how many were suggested and accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

from queries.bilingual import Text, one_of
from queries.errors import InvalidValue

OUTCOMES: Final = ("accepted", "suggested", "any", "none")
"""What may be asked for: an accepted outcome, one that is only suggested, either, or neither."""
Stands = Literal["accepted", "suggested"]
States = Mapping[str, Stands]
"""How the outcome of a task stands, by IRI; a task with neither is left out."""


class Told(NamedTuple):
    """How outcomes stand, of all tasks, or of so many that were looked at."""

    states: States
    looked_at: int | None = None


@dataclass(frozen=True, slots=True)
class AskedOutcome:
    """What is asked of the outcome: `state` of `OUTCOMES`, and the tasks that this names.

    With "none", `tasks` are those that have an outcome, accepted or suggested, and are left out. `accepted`
    and `suggested` count the tasks of the whole graph, each once, or those among `looked_at`.
    """

    state: str
    tasks: tuple[str, ...]
    accepted: int = 0
    suggested: int = 0
    looked_at: int | None = None


def asked_outcome(written: str, tell: Callable[[], Told]) -> AskedOutcome:
    """Read what is asked of the outcome; raises InvalidValue for what is no state of one."""
    state = written.lower()
    if state not in OUTCOMES:
        raise InvalidValue("outcome", written, one_of(OUTCOMES))
    told, looked_at = tell()
    wanted = _tasks(told.items(), {"accepted", "suggested"} if state in {"any", "none"} else {state})
    accepted = sum(one == "accepted" for one in told.values())
    return AskedOutcome(state, wanted, accepted, len(told) - accepted, looked_at)


def _tasks(told: Iterable[tuple[str, str]], wanted: set[str]) -> tuple[str, ...]:
    return tuple(sorted(task for task, stands in told if stands in wanted))


WORDS: Final[Mapping[str, Text]] = {
    "accepted": Text(
        vi="có văn bản được xác nhận là kết quả", en="of which a document is accepted as the outcome"
    ),
    "suggested": Text(
        vi="có văn bản được gợi ý là kết quả mà chưa ai xác nhận",
        en="of which a document is suggested as the outcome and none is accepted",
    ),
    "any": Text(
        vi="có văn bản được gợi ý hoặc xác nhận là kết quả",
        en="of which a document is suggested or accepted as the outcome",
    ),
    "none": Text(
        vi="chưa có văn bản nào được gợi ý hay xác nhận là kết quả",
        en="of which no document is suggested or accepted as the outcome",
    ),
}
"""How each state of `OUTCOMES` is said."""


def rule_of(asked: AskedOutcome) -> Text:
    """Say what an outcome is, how many there are, and how the query has it."""
    among = Text(vi="Trong cả đồ thị", en="Tasks of the whole graph")
    if asked.looked_at is not None:
        among = Text(
            vi=f"Trong {asked.looked_at} nhiệm vụ hợp với phần còn lại của câu hỏi",
            en=f"Of {asked.looked_at} tasks that the rest of the question asks for, those",
        )
    return Text(
        vi="Kết quả là văn bản ban hành sau trong kho, được tìm theo sản phẩm của nhiệm vụ: là gợi ý cho đến"
        f" khi có người xác nhận; gợi ý bị bác không tính. {among.vi}: {asked.accepted} nhiệm vụ có kết"
        f" quả được xác nhận, {asked.suggested} chỉ có gợi ý. Không có gợi ý không có nghĩa là chưa làm. Truy"
        f" vấn ghi thẳng {len(asked.tasks)} nhiệm vụ"
        + (" để loại ra." if asked.state == "none" else " như vậy."),
        en="An outcome is a later document of the corpus, found by what the task is to give: a suggestion"
        f" until a person accepts it; rejected ones do not count. {among.en} with"
        f" an accepted one: {asked.accepted}, with a suggestion alone: {asked.suggested}. Where none is"
        f" found, the work may still be done. The query names the tasks ({len(asked.tasks)})"
        + (" to leave them out." if asked.state == "none" else "."),
    )
