"""The measure of likeness: bounds, symmetry, what weighs and what does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from queries.errors import InvalidValue
from queries.likeness import likeness, methods, shared_spans, tokens

SYLLABLES = st.sampled_from(
    [
        "tiêm",
        "vắc",
        "xin",
        "phòng",
        "dịch",
        "xét",
        "nghiệm",
        "báo",
        "cáo",
        "kế",
        "hoạch",
        "Sở",
        "Y",
        "tế",
        "trạm",
    ]
)
TEXTS = st.lists(st.lists(SYLLABLES, max_size=12).map(" ".join), min_size=1, max_size=6)


@given(TEXTS, TEXTS)
def test_scores_are_between_none_and_equal_and_the_same_from_both_sides(
    left: list[str], right: list[str]
) -> None:
    measure = likeness()
    scores = measure.scores(left, right)
    turned = measure.scores(right, left)
    for row, one in enumerate(left):
        for column, other in enumerate(right):
            assert 0 <= scores[row][column] <= 1
            assert scores[row][column] == pytest.approx(turned[column][row])
            if one == other and one:
                assert scores[row][column] == pytest.approx(1)


@pytest.mark.parametrize(
    ("wanted", "nearer", "further"),
    [
        ("Lập phòng xét nghiệm", "Lập phòng xét nghiệm ở tỉnh", "Lập kế hoạch"),
        ("Chỉ đạo tiêm vắc xin", "CHI ĐẠO TIÊM VẮC-XIN", "Chỉ đạo phòng dịch"),
        ("Tiêm mũi 4", "Tiêm mũi 4 cho người lớn", "Tiêm mũi 3 cho người lớn"),
        (
            "Thay thế Nghị định số 117/2014/NĐ-CP ngày 08/12/2014 của Chính phủ",
            "Thay thế Nghị định 117/2014/NĐ-CP",
            "Thay thế Nghị định số 99/2020/NĐ-CP ngày 26/8/2020 của Chính phủ",
        ),
    ],
)
def test_nearer(wanted: str, nearer: str, further: str) -> None:
    ((first, second),) = likeness().scores([wanted], [nearer, further])
    assert first > second


def test_what_every_text_says_weighs_little() -> None:
    plans = [
        f"{what} phục vụ phòng, chống dịch COVID-19" for what in ("Mua thuốc", "Lập bệnh viện", "Tập huấn")
    ]
    ((same, other, _),) = likeness().scores(["Mua thuốc cho tuyến huyện"], plans)
    assert same > 3 * other


def test_a_citation_is_one_token() -> None:
    found = tokens("Thực hiện Nghị quyết số 38/NQ-CP ngày 17/3/2022 của Chính phủ ngay")
    assert [token.key for token in found if token.key.startswith("§")] == ["§38 nq cp"]
    assert [token.key for token in found][-1] == "ngay"


def test_shared_spans_are_runs_that_both_have() -> None:
    here, there = "Sớm lập trạm y tế lưu động ở xã", "Duy trì Trạm Y tế lưu động"
    (left,), (right,) = shared_spans(here, there)
    assert here[slice(*left)] == "trạm y tế lưu động"
    assert there[slice(*right)] == "Trạm Y tế lưu động"
    assert shared_spans("một hai", "hai một") == ([], [])


def test_unknown_measures_name_the_known_ones() -> None:
    assert methods() == ["syllables"]
    with pytest.raises(InvalidValue, match="syllables"):
        likeness("word2vec")
