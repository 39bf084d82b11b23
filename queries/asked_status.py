"""The part of a question that asks what offices report of tasks, which no document states.

Reports lie beside the graph (`queries.status_log`). The query names the tasks that they tell of, so that it
stands alone on any endpoint, and the rule says how many and as of when.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from ontology.codes import Code, codes
from ontology.vocab import DEFAULT_BASE
from queries.bilingual import Text, one_of
from queries.errors import InvalidValue
from queries.status_log import StatusLog

STATUSES: Final = ("any", "none", *(one.name for one in codes("task-status", DEFAULT_BASE)))
"""What may be asked for: any report, none, or the notation of a status of the list."""


@dataclass(frozen=True, slots=True)
class ReportedStatus:
    """What is asked of the reports: `status` of `STATUSES`, and the tasks that the reports in force tell of.

    With "none", `tasks` are those that have a report and are left out. `sheets` counts the sheets in force,
    `at` is the moment (ISO 8601) of the last one, "" where there is none.
    """

    status: str
    tasks: tuple[str, ...]
    sheets: int = 0
    at: str = ""


def reported_status(written: str, log: StatusLog | None) -> ReportedStatus:
    """Read what is asked of the reports; raises InvalidValue for what is no status."""
    status = written.lower()
    if status not in STATUSES:
        raise InvalidValue("status", written, one_of(STATUSES))
    log = log or StatusLog()
    told = (one.row for one in log.reported.values() if status in {"any", "none", one.row.status})
    at = log.sheets[-1].at if log.sheets else ""
    return ReportedStatus(status, tuple(sorted(row.task for row in told)), len(log.sheets), at)


def words_of(asked: ReportedStatus) -> Text:
    """Say what is asked, and that it is reported."""
    if asked.status == "any":
        return Text(vi="có cơ quan báo cáo tình trạng", en="of which an office reports a status")
    if asked.status == "none":
        return Text(vi="chưa có cơ quan báo cáo tình trạng", en="of which no office reports a status")
    (code,) = (one for one in codes("task-status", DEFAULT_BASE) if one.name == asked.status)
    return _named(code)


def _named(code: Code) -> Text:
    return Text(
        vi=f"được cơ quan báo cáo là “{code.vi.lower()}”",
        en=f"which an office reports as “{code.en.lower()}”",
    )


def rule_of(asked: ReportedStatus) -> Text:
    """Say where the status comes from, as of when, and how the query has it."""
    count = len(asked.tasks)
    if not asked.sheets:
        return Text(
            vi="Tình trạng là điều cơ quan báo cáo, không phải điều văn bản nêu; chưa có bảng báo cáo nào.",
            en="The status is what offices report, not what documents state; there is no report yet.",
        )
    left_out = asked.status == "none"
    return Text(
        vi="Tình trạng là điều cơ quan báo cáo, không phải điều văn bản nêu; bảng báo cáo đang dùng:"
        f" {asked.sheets}, bảng cuối nhập ngày {asked.at[:10]}. Báo cáo không nằm trong đồ thị; truy vấn ghi"
        f" thẳng {count} nhiệm vụ " + ("có báo cáo để loại ra." if left_out else "có báo cáo như vậy."),
        en="The status is what offices report, not what documents state; sheets in force:"
        f" {asked.sheets}, the last taken in on {asked.at[:10]}. Reports are not in the graph; the query"
        f" names the tasks ({count}) " + ("that have one, to leave them out." if left_out else "with this."),
    )
