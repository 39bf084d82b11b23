"""What is wrong with a question is told in both languages."""

from __future__ import annotations

import pytest

from queries.bilingual import Text, one_of, whole_number
from queries.errors import (
    BadSearch,
    InvalidValue,
    MissingParameter,
    ToldInBoth,
    UnknownParameter,
    UnknownQuestion,
)
from queries.scenario_changes import BadChange
from queries.scenarios import ScenarioExists
from queries.status_log import NotLast
from queries.verdicts import BadVerdict, Verdict


@pytest.mark.parametrize(
    ("error", "vi", "en"),
    [
        (InvalidValue("limit", "x", whole_number(1)), "cần số nguyên từ 1 trở lên", "is not a whole number"),
        (InvalidValue("role", "x", one_of(("a", "b"))), "cần một trong: a, b", "is not one of a, b"),
        (UnknownQuestion("x", ["y"], ["y"]), "Không có câu hỏi 'x'. Gần giống: y.", "Did you mean: y?"),
        (UnknownParameter("ask", "x", ["unit"]), "không có tham số 'x'", "has no parameter 'x'"),
        (MissingParameter("report", "resolution", "38/NQ-CP"), "cần tham số", "needs the parameter"),
        (BadSearch(Text(vi="Chưa gõ gì.", en="It is empty.")), "Chưa gõ gì.", "It is empty."),
        (BadChange(Text(vi="Sai.", en="Wrong.")), "Sai.", "Wrong."),
        (ScenarioExists("x"), "Đã có kịch bản 'x'", "There is a scenario 'x' already"),
        (NotLast("x"), "không phải bảng nhập sau cùng", "is not the last in force"),
    ],
)
def test_an_error_is_told_in_both(error: ToldInBoth, vi: str, en: str) -> None:
    assert vi in error.told("vi")
    assert en in error.told("en") == str(error)


def test_a_verdict_tells_all_that_is_wrong() -> None:
    with pytest.raises(BadVerdict) as caught:
        Verdict("finding", "urn:a", "maybe", "", "An")
    assert caught.value.told("vi").startswith("'maybe' không phải kết luận về finding")
    assert caught.value.told("vi").endswith("Kết luận cần có lý do.")
    assert caught.value.told("en").endswith("A verdict needs a reason.")
