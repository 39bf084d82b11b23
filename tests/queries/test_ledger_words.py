"""The sentences of the reading ledger in Vietnamese: none that `graph_build` can write is left out."""

from __future__ import annotations

import re

import pytest

from graph_build.issues import CODES
from queries import ledger_words
from queries.ledger_words import reason
from tests.queries.written_sentences import VALUE, faults_of_ocr, sentences

WRITTEN = sentences()
PROGRAM = "apt-get install tesseract-ocr tesseract-ocr-vie"


def in_english(words: str) -> set[str]:
    return set(re.findall(r"[a-z]{3,}", words.replace(PROGRAM, "")))


def test_the_sentences_are_found_in_the_source() -> None:
    assert len(WRITTEN) > 60
    assert WRITTEN["'7' is not in the unit register; kept as a new 7."] == "actors"  # an f-string
    assert WRITTEN["'7' is no number by any rule"] == "indicators"  # worded in another module
    assert WRITTEN["It lists what the item before it consists of."] == "duties"  # handed on by a method
    assert "Pages 7 were read by OCR; the mean confidence is 7 of 100, the lowest 7 on page 7." in WRITTEN


@pytest.mark.parametrize("written", sorted(WRITTEN))
def test_every_sentence_is_told_in_vietnamese(written: str) -> None:
    told = reason(written, "vi")
    assert told.language == "vi", f"queries.ledger_words has no words for what {WRITTEN[written]} writes"
    assert told.text.count(VALUE) == written.count(VALUE), "a figure or name is lost"
    assert not in_english(written) & set(re.findall(r"\w+", told.text)), told.text
    assert told.text[0].isupper() or told.text[0] in f"“{VALUE}"
    assert told.text.endswith((".", "”"))
    assert reason(written, "en") == (written, "en")


def test_no_form_is_left_that_nothing_writes() -> None:
    forms = ledger_words._forms("sentences")
    used = {next(form for form in forms if form.pattern.fullmatch(one)).words for one in WRITTEN}
    assert used == set(ledger_words.SENTENCES.values())


@pytest.mark.parametrize("fault", sorted(faults_of_ocr() - {"7: 7"}))
def test_why_ocr_failed_is_told_in_vietnamese(fault: str) -> None:
    told = reason(f"Page 3 was not read by OCR: {fault}.", "vi").text
    assert told.startswith("OCR không đọc được trang 3: ")
    assert not in_english(fault) & set(re.findall(r"\w+", told)), told


def test_an_entry_without_a_sentence_of_its_own_says_what_its_code_means() -> None:
    for explanation in CODES.values():
        assert reason(explanation.en, "vi") == (explanation.vi, "vi")


@pytest.mark.parametrize("words", ["Năm\n2025", "\u00a0Cột “A”", 'it\'s "x"', "a\\b", "", "\u200bNăm"])
def test_quoted_words_stand_as_the_document_has_them(words: str) -> None:
    assert reason(f"No value under {words!r}.", "vi").text == f"Không có giá trị ở cột “{words}”."


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("No value under '\\q \\ud800 \\x0g'.", "\\q \\ud800 \\x0g"),
        ("The table has columns 'TT', 'Nội dung'.", "“TT”, “Nội dung”"),
        ("once failed.docx holds the same text and was not read again.", "Tệp once failed.docx có"),
        ("the start 2025-03-01 lies after the due date 2024-12", "bắt đầu 1/3/2025 sau thời hạn 12/2024"),
        (
            'Words torn by spaces are read whole 2 times: "B ộ" as "Bộ", "k hi" as "khi", ….',
            "2 lần: “B ộ” thành “Bộ”, “k hi” thành “khi”, ….",
        ),
        (
            "Page 2 was not read by OCR: tesseract failed (Error in boxClip).",
            "2: tesseract gặp lỗi (Error in",
        ),
    ],
)
def test_what_stands_in_a_place_is_kept_as_written(written: str, told: str) -> None:
    assert told in reason(written, "vi").text


@pytest.mark.parametrize(
    "written",
    ["", "Something that an older version wrote.", "No value under Năm.", "Read as " + 4_000 * "x" + "."],
)
def test_a_sentence_of_no_known_form_stays_english_and_says_so(written: str) -> None:
    assert reason(written, "vi") == (written, "en")


def test_a_form_that_says_more_is_tried_before_one_that_says_less() -> None:
    told = reason("Read as 'Hà An', the spelling used elsewhere in the document for the same post.", "vi")
    assert told.text.startswith("Được đọc là “Hà An”, cách viết")
