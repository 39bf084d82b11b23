"""Keys of words, forms of numbers and dates, initials, abbreviations."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.search_words import (
    abbreviations,
    date_forms,
    initials,
    keys,
    number_forms,
    word_pairs,
    written_out,
)
from graph_build.text import bare


@pytest.mark.parametrize(
    ("word", "plain", "marked"),
    [
        ("phòng", "phong", "1phong"),
        ("Hoà", "hoa", "1hoa"),
        ("HÒA", "hoa", "1hoa"),
        ("ĐƯỜNG", "duong", "1đương"),
        ("Ðường", "duong", "1đương"),
        ("bộ", "bo", "5bô"),
        ("bò", "bo", "1bo"),
        ("bo", "bo", "bo"),
        ("QĐ", "qd", "qđ"),
        ("2182", "2182", "2182"),
        ("k12", "k12", "k12"),
        (unicodedata.normalize("NFD", "đường"), "duong", "1đương"),
    ],
)
def test_a_word_has_a_bare_and_a_marked_key(word: str, plain: str, marked: str) -> None:
    assert [(key.bare, key.marked) for key in keys(word)] == [(plain, marked)]


def test_keys_know_their_place() -> None:
    text = "Số 38/NQ-CP, về y tế"
    assert [text[key.start : key.end] for key in keys(text)] == ["Số", "38", "NQ", "CP", "về", "y", "tế"]


@given(st.text(max_size=60))
def test_bare_keys_of_a_text_are_one_and_the_same_everywhere(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert word_pairs(text) == [(key.bare, key.marked) for key in keys(text)]


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậếệộợứựỳỵ ,-/0123456789", max_size=60))
def test_vietnamese_words_fold_as_bare_text_does(text: str) -> None:
    assert " ".join(plain for plain, _ in word_pairs(text)) == bare(text)


@pytest.mark.parametrize(
    ("number", "form"),
    [
        ("38/NQ-CP", "Nghị quyết 38"),
        ("38/NQ-CP", "nghị quyết số 38/NQ-CP"),
        ("38/NQ-CP", "nq 38"),
        ("38/NQ-CP", "38nqcp"),
        ("01/NQ-CP", "1/nq-cp"),
        ("75/2009/QĐ-TTg", "quyet dinh 75/2009/QD-TTG"),
        ("27-NQ/TW", "nghị quyết 27-NQ/TW"),
        ("30/2021/QH15", "30/2021/qh15"),
        ("no number at all", "No number at all"),
    ],
)
def test_a_number_is_known_as_people_write_it(number: str, form: str) -> None:
    assert bare(form) in {bare(one) for one in number_forms(number)}


def test_a_date_is_known_as_vietnamese_write_it() -> None:
    assert list(date_forms("2022-08-04"))[1:] == ["4/8/2022", "04/08/2022", "ngày 4 tháng 8 năm 2022"]
    assert list(date_forms("2022-08")) == ["2022-08"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Bộ Y tế", "BYT"),
        ("Bộ Giáo dục và Đào tạo", "BGDĐT"),
        ("Bộ Lao động - Thương binh và Xã hội", "BLĐTBXH"),
        ("Chính phủ", ""),
        ("", ""),
        ("một hai ba bốn năm sáu bảy tám chín", ""),
    ],
)
def test_initials(name: str, short: str) -> None:
    assert initials(name) == short


def test_no_abbreviation_is_a_word_without_its_marks() -> None:
    assert not {"tu", "da", "an", "y"} & set(abbreviations())
    assert [key.bare for key in abbreviations()["ubnd"]] == ["uy", "ban", "nhan", "dan"]
    assert written_out()[("nghi", "quyet")] == "nq"
