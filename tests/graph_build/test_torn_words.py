"""Syllables torn by spaces: read whole where it can be told what they were, quoted as they stand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_build.extract import extract, unit_book
from graph_build.mending import mended
from graph_build.readers import source_text
from graph_build.records import DocumentRecord, SourceText
from graph_build.syllables import is_syllable
from graph_build.torn_words import torn_words

CASE = Path(__file__).parent / "cases" / "torn" / "table"
WORDS = """
    ban hành báo cáo chính phủ chủ trì cơ quan ủy thực hiện nghị quyết định số điểm khoản nội vụ ý tế an ninh
    ở ông Bộ Sở Điều Hội Ủy Ý QUYẾT ĐỊNH BỘ NỘI VỤ thự chí quy cả má bị thẻ 12 2025 và của các giữ
    gìn nghiêng khuỷu
"""
SYLLABLES = st.sampled_from(WORDS.split())
POSSIBLE = "giữ gìn giếng quý khuỷu nghiêng ngoằn ỦY hoà hòa thủy yếu ươm Ý tuýp kỳ"
IMPOSSIBLE = "nh c tr N ội ết ỉ gi qu TTg UBND của1 kác nghà chc cac hoêm quyêt the7 ngiêng"
BETWEEN = st.sampled_from([" ", " ", " ", ", ", "\n", "\t", "  ", ". ", " - "])


def whole(text: str) -> str:
    source = read(text)
    mend = mended(source)
    return text if mend is None else mend.source.text


def read(text: str) -> SourceText:
    return source_text("a.txt", text.encode(), text, "text/plain")


@pytest.mark.parametrize("word", POSSIBLE.split())
def test_a_syllable_is_an_onset_a_rime_and_a_tone(word: str) -> None:
    assert is_syllable(word)


@pytest.mark.parametrize("word", IMPOSSIBLE.split())
def test_what_has_no_place_in_the_inventory_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("torn", "expected"),
    [
        ("Sở N ội vụ", "Sở Nội vụ"),
        ("chí nh trị", "chính trị"),
        ("tổ chứ c thự c hiệ n", "tổ chức thực hiện"),
        ("Cơ quan chủ tr ì", "Cơ quan chủ trì"),
        ("QUYẾT Đ ỊNH:", "QUYẾT ĐỊNH:"),
        ("Theo Nghị quy ết số 12", "Theo Nghị quyết số 12"),
        ("**Q U Y Ế T  Đ Ị N H**", "**QUYẾT  ĐỊNH**"),
        ("C Ộ N G H Ò A X Ã H Ộ I", "CỘNG HÒA XÃ HỘI"),
        ("tháng 6 n ăm 2025", "tháng 6 năm 2025"),
        ("| T ỉ nh | C ơ quan |", "| Tỉnh | Cơ quan |"),
    ],
)
def test_a_torn_syllable_is_joined(torn: str, expected: str) -> None:
    assert whole(torn) == expected


@pytest.mark.parametrize(
    "text",
    [
        "theo điểm c khoản 1, điểm đ khoản 2 và c ông văn",
        "vitamin C ấp cho trẻ em",
        "Nhóm B áo cáo",
        "dài 5 m in ấn",
        "a vessel of less than 24 m in overall length",
        "UB ND, QĐ -TTg, NQ/C P, T.Ư, TP HCM, TT TT",
        "ti**ền giấy, thẻ ng**ân hàng",
        "dài 20 km ương 5 kg ang",
        "Nộ\ni dung, N\tội vụ, N  ội vụ",
        "b) C\u00f4ng ty; d, đ ) e",
        "",
    ],
)
def test_what_cannot_be_told_stays(text: str) -> None:
    assert torn_words(text) == []


@given(st.lists(st.tuples(SYLLABLES, BETWEEN), max_size=40))
@settings(max_examples=150, deadline=None)
def test_a_text_of_whole_syllables_is_left_alone(pieces: list[tuple[str, str]]) -> None:
    assert torn_words("".join(word + gap for word, gap in pieces)) == []


@given(st.text(alphabet="Nộichíđ ưrcTÌ*.\n\t5/-", max_size=80))
@settings(max_examples=150, deadline=None)
def test_any_text_goes_there_and_back(text: str) -> None:
    source = read(text)
    mend = mended(source)
    if mend is None:
        return
    assert mend.source.text.replace(" ", "") == source.text.replace(" ", "")
    for at, letter in enumerate(mend.source.text):
        assert source.text[mend.offset(at)] == letter


def record_of(name: str) -> tuple[str, DocumentRecord]:
    text = (CASE / name).read_text(encoding="utf-8")
    return text, extract(read(text), unit_book())


def said(value: Any) -> Any:
    """Give a record as data without places, quotations and hashes."""
    if isinstance(value, list):
        return [said(one) for one in value]
    if not isinstance(value, dict):
        return value
    left_out = {"start", "end", "skipped", "sha256", "text_sha256", "surface"}
    spans = "start" in value and isinstance(value["start"], int)
    return {
        key: said(one)
        for key, one in value.items()
        if key not in (left_out if spans or "sha256" in value else {"skipped"})
        and "evidence" not in key
        and key not in {"exact", "prefix", "suffix"}
    }


def data(record: DocumentRecord) -> Any:
    return json.loads(msgspec.json.encode(record))


def spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for one in value for span in spans(one)]
    if not isinstance(value, dict):
        return []
    return [value] * ("exact" in value) + [span for one in value.values() for span in spans(one)]


def test_a_torn_document_says_what_its_whole_twin_says() -> None:
    _, twin = record_of("whole.txt")
    text, torn = record_of("torn.txt")
    assert len(twin.tasks) == 3
    assert said(data(torn)) == said(data(twin))
    quotes = spans(data(torn))
    assert quotes
    for quote in quotes:
        start, end = quote["start"], quote["end"]
        assert text[start:end] == quote["exact"]
        assert text[max(0, start - 32) : start] == quote["prefix"]
        assert text[end : end + 32] == quote["suffix"]
    assert "Bộ Tài chí nh" in {quote["exact"] for quote in quotes}
    assert not [issue for issue in twin.skipped if issue.code == "torn-words"]
    [told] = [issue for issue in torn.skipped if issue.code == "torn-words"]
    assert told.start is not None
    assert text[told.start : told.end] == told.text == "N ỘI"
    assert told.kept
    assert '26 times: "N ỘI" as "NỘI", "Q U Y Ế T" as "QUYẾT"' in told.why
