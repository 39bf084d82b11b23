"""Short cuts in looking at lines give what looking at the whole line gives."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.line_forms import _DANGLING, caps, dangles, running_heads
from graph_build.plain import PlainText
from graph_build.sections import outline
from tests.growth import assert_in_line


@given(st.text("ABĐaăđ 1.(", max_size=90))
def test_capitals_are_nine_letters_of_ten(line: str) -> None:
    letters = [c for c in line if c.isalpha()]
    assert caps(line) == (len(letters) > 3 and sum(c.isupper() for c in letters) >= 0.9 * len(letters))


@given(
    st.text("ab ,*", max_size=40),
    st.sampled_from(["và", "đơn vị chủ trì, phối hợp", "Bộ", ","]),
    st.text("* \n"),
)
def test_the_end_of_a_line_tells_whether_it_dangles(line: str, word: str, rest: str) -> None:
    text = f"{line}{word}{rest}"
    assert dangles(text) == (_DANGLING.search(text) is not None)


def test_a_paragraph_of_many_lines_is_read_in_time_that_grows_with_its_length() -> None:
    def read(count: int) -> None:
        text = "Mở đầu của một đoạn\n" + "và những dòng nối tiếp nhau không có dấu chấm\n" * count
        assert len(outline(text).blocks) == 1

    assert_in_line(read, 20_000)


@pytest.mark.parametrize(
    "line",
    [
        "--- PAGE BREAK ---",
        "=== Page 3 ===",
        "--- Trang 4/12 ---",
        "<!-- page 3 of 12 -->",
        "<!-- PageBreak -->",
        "[Trang 3]",
        "  ***Page 3***",
    ],
)
def test_a_mark_for_the_end_of_a_page_is_no_word_of_the_text(line: str) -> None:
    text = f"a) Bộ Y tế gửi báo cáo trước ngày 05\n\n{line}\n\ntháng 3 năm 2027.\n"
    assert running_heads(text) == {text.index(line)}
    assert PlainText(text).text == "a) Bộ Y tế gửi báo cáo trước ngày 05\ntháng 3 năm 2027.\n"


@pytest.mark.parametrize("line", ["- Trang bị ---", "Trang 3", "--- Trang thiết bị ---", "- Page 2 của sách"])
def test_words_about_pages_are_words(line: str) -> None:
    assert not running_heads(line)


def test_marks_of_pages_are_found_in_time_that_grows_with_the_text() -> None:
    def read(count: int) -> None:
        PlainText("--- PAGE BREAK ---\n" + " " * count + "x\n" + "-- page 1" * count)

    assert_in_line(read, 20_000)
