"""Document numbers: every form taken apart, misprints put right, printed and read back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build.document_codes import CANONICAL_CODES, ISSUERS, KINDS
from graph_build.document_numbers import DocumentNumber, find_numbers, parse
from graph_build.plain import PlainText
from tests.growth import assert_in_line

# as printed; serial, year, kind code, issuer code, tail, form; kind, issuer
FORMS = [
    ("30/2020/NĐ-CP", "30", 2020, "NĐ", "CP", (), "state", "Nghị định", "Chính phủ"),
    ("7/QĐ-BYT", "7", None, "QĐ", "BYT", (), "state", "Quyết định", "Bộ Y tế"),
    ("06/QĐ-TTg", "06", None, "QĐ", "TTg", (), "state", "Quyết định", "Thủ tướng Chính phủ"),
    ("66.2/2025/NQ-CP", "66.2", 2025, "NQ", "CP", (), "state", "Nghị quyết", "Chính phủ"),
    ("15a/KH-UBND", "15a", None, "KH", "UBND", (), "state", "Kế hoạch", None),
    ("010/CT-UBND", "010", None, "CT", "UBND", (), "state", "Chỉ thị", None),
    ("4/2016/TTLT-BYT-BNV", "4", 2016, "TTLT", "BYT", ("BNV",), "state", "Thông tư liên tịch", "Bộ Y tế"),
    ("5/VBHN-BCT", "5", None, "VBHN", "BCT", (), "state", "Văn bản hợp nhất", "Bộ Công Thương"),
    ("9/KH-BCĐQG1237", "9", None, "KH", "BCĐQG1237", (), "state", "Kế hoạch", None),
    ("18/2008/NQ-QH12", "18", 2008, "NQ", "QH12", (), "state", "Nghị quyết", "Quốc hội"),
    (
        "2/2005/PL-UBTVQH11",
        "2",
        2005,
        "PL",
        "UBTVQH11",
        (),
        "state",
        "Pháp lệnh",
        "Ủy ban Thường vụ Quốc hội",
    ),
    ("30/2021/QH15", "30", 2021, None, "QH15", (), "assembly", None, "Quốc hội"),
    ("3/2021/UBTVQH15", "3", 2021, None, "UBTVQH15", (), "assembly", None, "Ủy ban Thường vụ Quốc hội"),
    ("25-KL/TW", "25", None, "KL", "TW", (), "party", "Kết luận", None),
    ("12-CTr/BCĐ", "12", None, "CTr", "BCĐ", (), "party", "Chương trình", None),
    ("4-KHHĐ/TU", "4", None, "KHHĐ", "TU", (), "party", "Kế hoạch hành động", None),
    ("8-QĐ/TWĐTN-TCKT", "8", None, "QĐ", "TWĐTN", ("TCKT",), "party", "Quyết định", None),
    ("113/VPCP-NN", "113", None, None, "VPCP", ("NN",), "state", "Công văn", "Văn phòng Chính phủ"),
    ("53/CT-CS", "53", None, None, "CT", ("CS",), "state", "Công văn", None),
    ("17/CT-TTg", "17", None, "CT", "TTg", (), "state", "Chỉ thị", "Thủ tướng Chính phủ"),
    ("7/TTr-SNNMT-VP", "7", None, "TTr", "SNNMT", ("VP",), "state", "Tờ trình", None),
    ("5/QĐ-K2ĐT", "5", None, "QĐ", "K2ĐT", (), "state", "Quyết định", None),
    ("63/SL", "63", None, "SL", None, (), "state", "Sắc lệnh", None),
    ("142/HĐBT", "142", None, None, "HĐBT", (), "state", None, "Hội đồng Bộ trưởng"),
]

# as printed; as it should be
MISPRINTS = [
    ("1986 QĐ/UB", "1986/QĐ-UB"),
    ("234 QĐ-UB", "234/QĐ-UB"),
    ("29TT/LB", "29/TT-LB"),
    ("15 CT/TW", "15-CT/TW"),
    ("186 HĐBT", "186/HĐBT"),
    ("123/QĐ/UB", "123/QĐ-UB"),
    ("2/QCPH/UBND-UBMTTQ", "2/QCPH-UBND-UBMTTQ"),
    ("01-TANDTC-VKSNDTC/TTLT", "01/TTLT-TANDTC-VKSNDTC"),
    ("2182 /QĐ-BYT", "2182/QĐ-BYT"),
    ("21 / QĐ-BYT", "21/QĐ-BYT"),
    ("01/NQ- CP", "01/NQ-CP"),
    ("66-\nNQ/TW", "66-NQ/TW"),
    ("23/NQ-\nCP", "23/NQ-CP"),
    ("12/2010/TTLT/BYT-BTC", "12/2010/TTLT-BYT-BTC"),
    ("72/2025/NQLT/UBTVQH15-CP-ĐCTUBTWMTTQVN", "72/2025/NQLT-UBTVQH15-CP-ĐCTUBTWMTTQVN"),
    ("23/QĐ - UBND", "23/QĐ-UBND"),
    ("01/1999/QĐ.UB", "01/1999/QĐ-UB"),
    ("38/2021/NĐ - CP", "38/2021/NĐ-CP"),
    ("11/NQCP", "11/NQ-CP"),
    ("11/QĐTTG", "11/QĐ-TTg"),
    ("38/nq-cp", "38/NQ-CP"),
    ("06/QĐ-TTG", "06/QĐ-TTg"),
    ("12-CTR/BCĐ", "12-CTr/BCĐ"),
    ("7/QÐ-BYT", "7/QĐ-BYT"),
    ("7/2025/ND-CP", "7/2025/NĐ-CP"),
    ("57/NQ-TW", "57-NQ/TW"),
    ("57-NQ/TƯ", "57-NQ/TW"),
    ("66-NQ/TW1", "66-NQ/TW"),
    ("140/NQ-CP2", "140/NQ-CP"),
    ("5/B\u0422\u0421-PTHT", "5/BTC-PTHT"),
]

NO_NUMBERS = [
    "24/7",
    "17/3/2022",
    "38",
    "3/4",
    "1/NQ-",
    "38/NQ-CP của Chính phủ",
    "QĐ-BYT",
    "",
    "1.000.000",
    "2/m2-ngày",
]

# text; numbers found
IN_TEXT = [
    ("Nghị quyết số 38/NQ-CP, Nghị định 5/2020/NĐ-CP.", ["38/NQ-CP", "5/2020/NĐ-CP"]),
    ("theo (25-KL/TW) và 30/2021/QH15;", ["25-KL/TW", "30/2021/QH15"]),
    ("Tờ trình số357/TTr-CP", ["357/TTr-CP"]),
    ("Quyết định số 149-HĐBT và Nghị định 91-CP", ["149/HĐBT", "91/CP"]),
    ("tăng 15-CP, từ 25-TTg đến", []),
    ("Công văn số 36/SXD-QLN&CS ngày 2/5/2014", ["36/SXD-QLN&CS"]),
    ("Quyết định số 12/QĐ-UBND - UBND tỉnh", ["12/QĐ-UBND"]),
    ("Công văn số 9151- CV/BTCTW ngày 1/2/2025", ["9151-CV/BTCTW"]),
    ("Nghị quyết 38/NQ-CP - Chương trình hành động", ["38/NQ-CP"]),
    ("văn bản số 15/BTTTT-TTH và 70/BTTTT-CATTT", ["15/BTTTT-TTH", "70/BTTTT-CATTT"]),
    ("Báo cáo số\n\n412\n\n/BC-UBPLTP15", ["412/BC-UBPLTP15"]),
    ("tỷ lệ 12/KM-TB, trực 24/7, 5/KVA-h, ngày 17/3/2022", []),
    ("QCVN 01:2022/BQP và 1552/ABC-XYZ", []),
    ("Công văn 1552/ABC-XYZ", ["1552/ABC-XYZ"]),
    ("Chương trình số 12-CTr/BCĐ; Chương trình số 12-CTr/BCĐ3", ["12-CTr/BCĐ", "12-CTr/BCĐ"]),
    ("Kế hoạch số 12-KH/BCĐ35", ["12-KH/BCĐ35"]),
]


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row[0])
def test_takes_every_form_apart(row: Any) -> None:
    printed, serial, year, kind, issuer, tail, form, name, body = row
    number = parse(printed)
    assert number == DocumentNumber(
        serial=serial, year=year, kind_code=kind, issuer_code=issuer, tail=tail, form=form
    )
    assert str(number) == printed
    assert (number.kind, number.issuer) == (name, body)


@pytest.mark.parametrize(("printed", "right"), MISPRINTS)
def test_puts_misprints_right(printed: str, right: str) -> None:
    assert str(parse(printed)) == right


@pytest.mark.parametrize("words", NO_NUMBERS)
def test_leaves_other_words_alone(words: str) -> None:
    assert parse(words) is None


@pytest.mark.parametrize(("text", "numbers"), IN_TEXT)
def test_finds_numbers_in_a_text(text: str, numbers: Any) -> None:
    plain = PlainText(text)
    found = find_numbers(plain.text)
    assert [str(match.number) for match in found] == numbers
    for match in found:
        assert plain.text[match.start].isdigit()
        assert plain.text[match.end - 1].isalnum()


def test_key_is_the_same_for_two_spellings() -> None:
    shouted, spaced = parse("06/QĐ-TTG"), parse("06 /QĐ-TTg")
    assert shouted is not None
    assert spaced is not None
    assert shouted.key == spaced.key == "06/QĐ-TTG"


serials = st.integers(1, 99999).map(str) | st.sampled_from(["01", "010", "66.2", "12a"])
years = st.integers(1945, 2049)
known = st.sampled_from(sorted(ISSUERS))
units = st.text("ABCDEGHKLMNPQRSTUVXĐ", min_size=2, max_size=5).filter(
    lambda code: code not in {*KINDS, *ISSUERS, "TW"} and CANONICAL_CODES.get(code, code) == code
)  # "ND" and "BCD" are put right to "NĐ" and "BCĐ", so that no number has them
numbers = st.one_of(
    st.builds(
        DocumentNumber,
        serial=serials,
        year=st.none() | years,
        kind_code=st.sampled_from(sorted(KINDS)),
        issuer_code=known | st.sampled_from(["UBND", "HĐND", "BCĐ", "BCĐQG1237", "SYT", "QH15"]),
        tail=st.lists(units, max_size=2).map(tuple),
    ),
    st.builds(
        DocumentNumber,
        serial=serials,
        issuer_code=known,
        tail=st.lists(units, min_size=1, max_size=2).map(tuple),
    ),
    st.builds(
        DocumentNumber,
        serial=serials,
        kind_code=st.sampled_from(sorted(KINDS)),
        issuer_code=st.sampled_from(["TW", "TU", "BCĐTW", "ĐU"]),
        tail=st.lists(units, max_size=1).map(tuple),
        form=st.just("party"),
    ),
    st.builds(
        DocumentNumber,
        serial=serials,
        year=years,
        issuer_code=st.integers(1, 20).map(lambda n: f"QH{n}") | st.just("UBTVQH15"),
        form=st.just("assembly"),
    ),
)


@given(numbers)
def test_printing_and_parsing_are_inverse(number: DocumentNumber) -> None:
    assert parse(str(number)) == number


@given(
    numbers,
    st.sampled_from([str.lower, str.upper, lambda s: s.replace("/", " /"), lambda s: s.replace("-", "- ")]),
)
def test_spelling_does_not_change_the_key(number: DocumentNumber, spell: Any) -> None:
    found = parse(spell(str(number)))
    assert found is not None
    assert found.key == number.key


@given(st.text(alphabet="0123456789/-. ABCĐbcđ\n", max_size=60))
def test_never_fails_and_stays_in_the_text(text: str) -> None:
    for match in find_numbers(text):
        assert 0 <= match.start < match.end <= len(text)
        assert parse(str(match.number)) == match.number


@pytest.mark.parametrize("unit", ["1/2/", "1-A/B-", "12/NQ-CP-", "số ", "1/2020/A-", "9", "-/"])
def test_reads_hostile_text_in_linear_time(unit: str) -> None:
    assert_in_line(lambda count: find_numbers(unit * count), 100_000 // len(unit))


BROKEN = {
    "Quyết định số 1 2 0 7/QĐ-UBND của": ("1207/QĐ-UBND", "1 2 0 7/QĐ-UBND"),
    "Mẫu số 02 30/2020/NĐ-CP": ("30/2020/NĐ-CP", "30/2020/NĐ-CP"),
    "(Phụ lục số 1 12/2021/NĐ-CP)": ("12/2021/NĐ-CP", "12/2021/NĐ-CP"),
    "Số: 4 5 /KH-UBND": ("45/KH-UBND", "4 5 /KH-UBND"),
    "Số: 01/2020/QĐ-UBNDLào Cai, ngày": ("01/2020/QĐ-UBND", "01/2020/QĐ-UBND"),
    "Nghị định số 80/2014/NĐ-CPngày 06": ("80/2014/NĐ-CP", "80/2014/NĐ-CP"),
    "Luật số 10/2013/QH13ngày 06": ("10/2013/QH13", "10/2013/QH13"),
    "Quyết định số 5/QĐ-TTgcủa Thủ tướng": ("5/QĐ-TTg", "5/QĐ-TTg"),
    "Quyết định số 1986 QĐ/UB ngày": ("1986/QĐ-UB", "1986 QĐ/UB"),
    "Kế hoạch số 12/KH-VPUBND ngày": ("12/KH-VPUBND", "12/KH-VPUBND"),
}


@pytest.mark.parametrize("text", BROKEN)
def test_reads_numbers_that_spaces_part_and_words_run_into(text: str) -> None:
    (found,) = find_numbers(text)
    assert (str(found.number), text[found.start : found.end]) == BROKEN[text]


@pytest.mark.parametrize("text", ["năm 1986 QĐ/UB", "diện tích 12 TT/ha", "chia 3 CT/TW cho", "trang 4 5/KH"])
def test_takes_no_number_with_a_space_where_nothing_says_number(text: str) -> None:
    assert find_numbers(text) == ()
