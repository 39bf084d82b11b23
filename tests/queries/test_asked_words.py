"""What a question built from parts sees in titles and outputs."""

from __future__ import annotations

import pytest

from queries.asked_words import holds, kind_named

KINDS = ("Nghị quyết", "Nghị quyết liên tịch", "Kế hoạch", "Báo cáo")


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("Kế hoạch triển khai", "Kế hoạch"),
        ("Các dự thảo nghị quyết liên tịch", "Nghị quyết liên tịch"),
        ("Nghị quyết: liên kết", "Nghị quyết"),
        ("- Báo cáo", "Báo cáo"),
        ("Kế hoạchs", None),
        ("Bộ kế hoạch", None),
        ("", None),
    ],
)
def test_the_kind_of_an_output_is_the_longest_name_that_it_begins_with(output: str, kind: str | None) -> None:
    assert kind_named(output, KINDS) == kind


def test_a_phrase_without_marks_is_found_whatever_the_marks() -> None:
    assert holds("Xây dựng ĐỀ ÁN", "đề án", is_plain=False)
    assert holds("Xây dựng ĐỀ ÁN", "de an", is_plain=True)
    assert not holds("Xây dựng ĐỀ ÁN", "đế án", is_plain=False)
