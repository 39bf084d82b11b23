"""Every rule on a small document: what it finds, and what it must leave alone."""

from __future__ import annotations

import re

import pytest

from graph_build.errors import RecordInvalid
from graph_build.extract import extract, unit_book
from graph_build.finding_codes import CODES, found
from graph_build.finding_facts import Facts, Source
from graph_build.finding_triples import findings_triples
from graph_build.findings import facts_of, find
from graph_build.readers import source_text
from graph_build.records import Finding
from ontology.codes import codes
from ontology.vocab import vocabulary
from tests.graph_build.finding_cases import ALONE, CASES, LONG, TABLE, row

HEAD = """BỘ Y TẾ

CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc

Số: {number}

Hà Nội, ngày 05 tháng 3 năm 2024

QUYẾT ĐỊNH

Ban hành Kế hoạch thực hiện Nghị quyết số 9/NQ-CP ngày 02/02/2024 của Chính phủ

BỘ TRƯỞNG BỘ Y TẾ

Căn cứ Nghị quyết số 9/NQ-CP ngày 02 tháng 02 năm 2024 của Chính phủ về mẫu thử;

QUYẾT ĐỊNH:

"""
UNITS = ["Cục Quản lý Dược", "Cục Y tế dự phòng", "Vụ Pháp chế"]


def facts(body: str, number: str = "12/QĐ-BYT") -> Facts:
    return facts_of(*source(body, number))


def source(body: str, number: str = "12/QĐ-BYT") -> Source:
    text = HEAD.format(number=number) + body
    name = f"{number[:2]}.txt"
    return Source(extract(source_text(name, text.encode(), text, "text/plain"), unit_book()), text)


def found_in(*bodies: str) -> list[tuple[str, list[str]]]:
    """Give the code of every finding with the words it quotes."""
    documents = [facts(body, f"{number}/QĐ-BYT") for number, body in enumerate(bodies, 12)]
    return [(one.code, [q.evidence.exact for q in one.quotes]) for one in find(documents, UNITS)]


@pytest.mark.parametrize("case", CASES)
def test_a_contradiction_is_found_and_quoted(case: str) -> None:
    code = case.split(maxsplit=1)[0]
    findings = [quotes for found_code, quotes in found_in(*CASES[case][0]) if found_code == code]
    assert findings
    assert all(len(quotes) >= (1 if code in ALONE else 2) for quotes in findings)


@pytest.mark.parametrize("case", CASES)
def test_what_agrees_is_left_alone(case: str) -> None:
    assert [quotes for code, quotes in found_in(*CASES[case][1]) if code == case.split(maxsplit=1)[0]] == []


def test_every_code_has_cases() -> None:
    assert {case.split(maxsplit=1)[0] for case in CASES} == set(CODES)


def test_the_odd_spot_comes_first() -> None:
    assert found_in(CASES["annex-of-other-number"][0][0]) == [
        ("annex-of-other-number", ["Quyết định số 21/QĐ-BYT ngày 05/3/2024 của Bộ Y tế", "12/QĐ-BYT"])
    ]
    assert found_in(CASES["misread-unit-name"][0][0]) == [
        ("misread-unit-name", ["Cục Quản lý được", "Cục Quản lý Dược"])
    ]


def test_the_usual_date_is_that_of_the_year_in_the_number() -> None:
    text = (
        "Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2018. "
        "Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2017 của Chính phủ.\n"
    )
    (quotes,) = [quotes for code, quotes in found_in(text) if code == "act-with-two-dates"]
    assert [words.partition("ngày ")[2][:9] for words in quotes] == ["20/6/2018", "20/6/2017"]


def test_a_quote_for_a_date_holds_the_date() -> None:
    text = "Theo Nghị định số 75/2017/NĐ-CP. Theo Nghị định số 75/2017/NĐ-CP ngày 20/6/2018.\n"
    assert [quotes for code, quotes in found_in(text) if code == "date-against-number"] == [
        ["Nghị định số 75/2017/NĐ-CP ngày 20/6/2018"]
    ]


def test_a_report_on_old_work_has_no_late_deadlines() -> None:
    late = "".join(row(str(n), f"Việc số {n}", "Vụ Pháp chế", "", "Tháng 01/2024") for n in range(1, 6))
    assert found_in(TABLE + late) == []


def test_the_order_of_documents_does_not_matter() -> None:
    one, two = CASES["act-with-two-dates across"][0]
    documents = [facts(one, "12/QĐ-BYT"), facts(two, "13/QĐ-BYT")]
    assert find(documents) == find(documents[::-1])
    assert len(find(documents)) == 1


def test_codes_are_explained_in_both_languages_and_listed() -> None:
    assert {code.notation: (code.vi, code.en) for code in codes("finding")} == {
        code: (kind.name_vi, kind.name_en) for code, kind in CODES.items()
    }
    for code, kind in CODES.items():
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)
        assert set(re.findall(r"{(\w+)}", kind.vi)) == set(re.findall(r"{(\w+)}", kind.en))
        assert kind.vi != kind.en


def test_findings_become_quads_with_both_places() -> None:
    one = facts(CASES["annex-of-other-number"][0][0])
    lines = "\n".join(findings_triples(find([one]), [one], vocabulary()))
    (subject,) = set(
        re.findall(r"<[^ ]+/id/finding/byt/2024/qd-12/annex-of-other-number-[0-9a-f]{12}>", lines)
    )
    for said in (
        'ontology#findingCode> "annex-of-other-number"',
        'ontology#severity> "high"',
        "ontology#foundIn> <https://w3id.org/nhiemvu/id/document/byt/2024/qd-12>",
    ):
        assert f"{subject} <https://w3id.org/nhiemvu/{said} " in lines
    assert lines.count(f"{subject} <http://www.w3.org/ns/prov#wasQuotedFrom>") == 2
    assert lines.count("oa#exact>") == 2
    assert all(line.endswith("<https://w3id.org/nhiemvu/graph/findings> .") for line in lines.split("\n"))


def named(*documents: tuple[str, str]) -> dict[str, str]:
    """Give the English message of every finding by its IRI."""
    read = [facts(body, number) for body, number in documents]
    lines = "\n".join(findings_triples(find(read), read, vocabulary()))
    return dict(re.findall(r'<([^ ]+)> <[^ ]+ontology#message> "(.*)"@en ', lines))


def test_names_of_findings_stay_while_others_come_and_words_move() -> None:
    act, other = CASES["act-with-two-dates across"][0]
    date, count = f"{LONG}.\n{CASES['impossible-date'][0][0]}", CASES["sum-in-sentence"][0][0]
    alone = named((date, "12/QĐ-BYT"))
    assert len(alone) == 2
    more = named((f"{count}\n{act}\n{date}", "12/QĐ-BYT"), (other, "13/QĐ-BYT"), (date, "11/QĐ-BYT"))
    assert len(more) == 6
    assert alone.items() <= more.items()


def test_what_is_said_twice_has_two_names() -> None:
    line = f"{LONG}. {CASES['sum-in-sentence'][0][0]}"
    names = sorted(named((line * 2 + LONG, "12/QĐ-BYT")))
    assert len(names) == 2
    assert names[1] == f"{names[0]}-2"


def test_words_that_do_not_stand_there_are_refused() -> None:
    record, text = source(CASES["annex-of-other-number"][0][0])
    with pytest.raises(RecordInvalid):
        facts_of(record, text.replace("12/QĐ-BYT", "13/QĐ-BYT"))


def test_an_unknown_code_is_a_bug() -> None:
    with pytest.raises(KeyError):
        found("no-such-code", ())
    assert isinstance(found("impossible-date", (), odd="31/4/2024"), Finding)
