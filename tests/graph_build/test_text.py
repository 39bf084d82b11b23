"""Comparison folds spelling variants together and nothing else; positions never move."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.text import LOWER, UPPER, bare, brief, evidence, fold, joined, lines, normalise, trim, words

VIETNAMESE = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệòóỏõọồốổỗộờớởỡợùúủũụừứửữự -,/\n*A1"
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("hoà bình", "hòa bình"),
        ("HÒA BÌNH", "Hoà bình"),
        ("Uỷ ban", "Ủy ban"),
        ("Đà Nẵng", "Ðà Nẵng"),
        ("Vụ Kế hoạch - Tài chính", "Vụ Kế hoạch–Tài chính"),
        ("Cục Quản lý Y, Dược", "Cục  quản lý y dược"),
        ("**Sở Y tế**", "Sở Y tế"),
        ("Bộ\u00a0Y tế", "Bộ Y tế"),
        (unicodedata.normalize("NFD", "Bộ trưởng"), "Bộ trưởng"),
    ],
)
def test_spellings_of_the_same_words_fold_together(one: str, other: str) -> None:
    assert fold(normalise(one)) == fold(normalise(other))


@pytest.mark.parametrize(("one", "other"), [("ma", "má"), ("tân", "tan"), ("đào", "dào"), ("thu", "thư")])
def test_different_words_stay_different(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_search_drops_every_mark() -> None:
    assert bare("Đường sắt, ĐƯỜNG bộ") == "duong sat duong bo"


@given(VIETNAMESE)
def test_folding_twice_changes_nothing_more_than_once_for_search(text: str) -> None:
    assert bare(bare(text)) == bare(text)


@given(VIETNAMESE)
def test_words_and_lines_keep_their_place(text: str) -> None:
    for word in words(text):
        assert fold(text[word.start : word.end]) == word.key
    assert "\n".join(line.text for line in lines(text)) == text
    assert all(text[line.start : line.end] == line.text for line in lines(text))


def test_normalised_text_has_one_kind_of_line_end_and_no_mark() -> None:
    assert normalise("\ufeffmột\r\nhai\rba") == "một\nhai\nba"


def test_evidence_quotes_the_words_with_their_surroundings() -> None:
    text = "a" * 40 + "Sở Y tế" + "b" * 40
    quote = evidence(text, 40, 47)
    assert (quote.exact, len(quote.prefix), len(quote.suffix)) == ("Sở Y tế", 32, 32)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 2), (-1, 2), (0, 99)])
def test_a_fact_without_words_is_a_bug(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no words"):
        evidence("một hai", start, end)


def test_trimming_and_joining() -> None:
    assert trim(" ** Sở ", 0, 7) == (4, 6)
    assert joined("**Xây\ndựng**  đề án") == "Xây dựng đề án"


@pytest.mark.parametrize(
    ("text", "most", "shown"),
    [
        ("Sở Y tế", 7, "Sở Y tế"),
        ("tiêm vắc xin phòng", 13, "tiêm vắc xin…"),
        ("tiêm vắc xin", 8, "tiêm vắc…"),
        ("tiêm vắc xin", 7, "tiêm…"),
        ("x" * 20, 5, "xxxxx…"),
        ("a " + "x" * 20, 12, "a xxxxxxxxxx…"),
    ],
)
def test_what_is_cut_ends_with_a_whole_word(text: str, most: int, shown: str) -> None:
    assert brief(text, most) == shown


def test_letters_are_small_or_capital_and_every_marked_one_is_there() -> None:
    pairs = dict(zip(LOWER, UPPER, strict=True))
    assert all(small.islower() and small.upper() == capital for small, capital in pairs.items())
    marked = {
        unicodedata.normalize("NFC", letter + mark)
        for letter in "aăâeêioôơuưy"
        for mark in "\u0300\u0301\u0303\u0309\u0323"
    }
    assert marked | set("abcdefghijklmnopqrstuvwxyzăâđêôơư") == set(LOWER)
