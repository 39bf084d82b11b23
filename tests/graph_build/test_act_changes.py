"""What a document does to other acts: a folder a form of words, with what must be read from it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.extract import extract, unit_book
from graph_build.readers import source_text
from graph_build.records import DocumentRecord
from graph_build.triples import document_relation

CASES = Path(__file__).parent / "cases" / "changes"
LEDGER = ("repeal-with-exception", "change-on-condition", "further-document")
DECISION = (CASES / "list-out-of-force" / "source.txt").read_text(encoding="utf-8").partition("Điều 1.")[0]


def read(text: str) -> DocumentRecord:
    return extract(source_text("a.txt", text.encode(), text, "text/plain"), unit_book())


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda case: case.name)
def test_a_form_of_words_is_read(case: Path) -> None:
    record = read((case / "source.txt").read_text(encoding="utf-8"))
    said = {
        "changes": [[one.number, one.role, one.change_day] for one in record.citations if one.change],
        "ledger": [issue.code for issue in record.skipped if issue.code in LEDGER],
    }
    assert said == json.loads((case / "expected.json").read_text(encoding="utf-8"))


def test_words_of_change_are_quoted() -> None:
    case = CASES / "list-out-of-force"
    text = (case / "source.txt").read_text(encoding="utf-8")
    first, *_ = [one for one in read(text).citations if one.change]
    assert first.change is not None
    assert first.change.exact == text[first.change.start : first.change.end]
    assert first.change.exact.startswith("Các quyết định sau đây hết hiệu lực")


def test_what_is_not_said_by_the_document_is_no_relation() -> None:
    record = read((CASES / "what-others-do" / "source.txt").read_text(encoding="utf-8"))
    assert {document_relation(record, one) for one in record.citations} <= {"basedOn", "cites", "implements"}


def test_a_committee_without_its_place_is_the_one_that_issues() -> None:
    text = DECISION + "Điều 1. Bãi bỏ Quyết định số 9/2014/QĐ-UBND ngày 02/3/2014 của Ủy ban nhân dân tỉnh.\n"
    (repealed,) = [one for one in read(text).citations if one.change]
    assert repealed.iri is not None
    assert repealed.iri.endswith("/id/document/uy-ban-nhan-dan-tinh-an-son/2014/qd-9")


def test_a_consolidated_text_has_no_effect_of_its_own() -> None:
    text = (CASES / "consolidated-text" / "source.txt").read_text(encoding="utf-8")
    text += "\n3. Thông tư này có hiệu lực từ ngày 11 tháng 02 năm 2020.\n"
    assert read(text).header.effective is None
    assert read(text.replace("VBHN-BYT", "TT-BYT")).header.effective == "2020-02-11"


PARTS = st.sampled_from(["", "Điều 4 ", "khoản 2 Điều 5 ", "Phụ lục I ", "điểm a khoản 1 Điều 2 "])
VERBS = st.sampled_from(
    ["Bãi bỏ", "Quyết định này bãi bỏ", "Quyết định này có hiệu lực từ ngày ký và thay thế"]
)


@given(VERBS, PARTS, st.integers(1, 9), st.booleans())
def test_a_part_is_never_the_whole(verb: str, part: str, number: int, listed: bool) -> None:
    act = f"{part}Quyết định số {number}/2019/QĐ-UBND"
    words = f"{verb} các văn bản sau:\n\na) {act};" if listed and " và " not in verb else f"{verb} {act}."
    record = read(f"{DECISION}Điều 1. Hiệu lực\n\n1. {words}\n")
    said = [one.role for one in record.citations if one.change]
    assert said == ["amends" if part else "replaces"]
