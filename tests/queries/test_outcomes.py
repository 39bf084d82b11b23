"""Suggested outcomes: what tasks promise, what words say of an act, when something came in time."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build.plain import PlainText
from graph_build.store import open_snapshot
from graph_build.text import fold
from queries.outcome_grounds import Range, of_another, of_itself
from queries.outcome_read import Due
from queries.outcome_time import in_time
from queries.outcomes import Outcomes, outcomes
from queries.promises import promise
from queries.task_status import task_status
from queries.verdicts import Verdict, Verdicts

BASE = "https://w3id.org/nhiemvu/"
ACT = "Nghị định số 117/2014/NĐ-CP"


@pytest.mark.parametrize(
    ("output", "title", "kinds", "issuer", "acts"),
    [
        (f"Nghị định thay thế {ACT}", "", "Nghị định", "chinh-phu", {"cp/2014/nd-117": {"replaces"}}),
        ("Nghị định sửa Nghị định 117/2014/NĐ-CP", "x", "Nghị định", "chinh-phu", ["cp/2014/nd-117"]),
        (f"Nghị định của Chính phủ sửa {ACT}", "x", "Nghị định", "chinh-phu", ["cp/2014/nd-117"]),
        ("", f"Xây dựng {ACT}", None, "", []),
        ("Nghị định", "Tham mưu ban hành Nghị định về vị trí việc làm", "Nghị định", "chinh-phu", []),
        (
            "Nghị định sửa đổi, bổ sung hoặc thay thế",
            "Tham mưu ban hành Nghị định sửa đổi, bổ sung Nghị định số 120/2020/NĐ-CP (được sửa đổi tại"
            " Nghị định số 283/2025/NĐ-CP)",
            "Nghị định",
            "chinh-phu",
            {"cp/2020/nd-120": {"replaces", "amends"}},
        ),
        (
            "",
            "Quyết định sửa đổi, bổ sung Quyết định số 75/2009/QĐ-TTg và Quyết định số 77/2010/QĐ-TTg",
            "Quyết định",
            "",
            ["ttg/2009/qd-75", "ttg/2010/qd-77"],
        ),
        ("Quyết định của Thủ tướng Chính phủ phê duyệt Đề án", "Xây dựng Đề án", "Quyết định",
         "thu-tuong-chinh-phu", []),
        ("Thông tư", "Ban hành", "Thông tư", "", []),
        ("Luật Bảo hiểm y tế (sửa đổi)", "", "Luật", "quoc-hoi", []),
        ("Quyết định, hướng dẫn", "Huy động nhân lực", "Quyết định Hướng dẫn", "", []),
        ("Báo cáo kết quả", "Xây dựng Nghị định", None, "", []),
        ("Dự thảo Nghị định", "", None, "", []),
        ("Các Thông tư", "", None, "", []),
        ("Quyết định số 06/QĐ-TTg", "", None, "", []),
        ("", "Phối hợp xây dựng Nghị định", None, "", []),
        ("", "", None, "", []),
    ],
)  # fmt: skip
def test_what_a_task_promises(output: str, title: str, kinds: str | None, issuer: str, acts: object) -> None:
    told = promise(output, title, BASE)
    assert (" ".join(told.kinds) if told else None) == kinds
    if told:
        assert told.issuer == issuer
        named = {one.act.removeprefix(f"{BASE}id/document/"): set(one.ways) for one in told.changed}
        assert (named if isinstance(acts, dict) else list(named)) == acts


def cited(text: str, *acts: str) -> tuple[PlainText, list[Range]]:
    plain = PlainText(text)
    return plain, [Range(plain.text.index(act), plain.text.index(act) + len(act)) for act in acts]


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (f"Điều 2.\nNghị định này thay thế {ACT}.", "replaces"),
        (f"1. Nghị định này có hiệu lực từ ngày 01/5/2025 và thay thế {ACT} của Chính phủ.", "replaces"),
        (f"Nghị định này bãi bỏ toàn bộ {ACT}.", "replaces"),
        (f"Nghị định này thay thế các Nghị định số 1/2013/NĐ-CP về hồ sơ và {ACT}.", "replaces"),
        (f"{ACT} hết hiệu lực thi hành kể từ ngày Nghị định này có hiệu lực.", "replaces"),
        (f"Nghị định số 1/2013/NĐ-CP và {ACT} hết hiệu lực từ ngày Nghị định này có hiệu lực.", "replaces"),
        (f"Nghị định này bãi bỏ Điều 3 {ACT}.", None),
        (f"Nghị định này bãi bỏ các quy định về đào tạo tại {ACT}.", None),
        (f"Nghị định này thay thế Thông tư số 1/2013/TT-BYT hướng dẫn thực hiện {ACT}.", None),
        (f"Nghị định số 2/2016/NĐ-CP sửa đổi {ACT} hết hiệu lực từ ngày Nghị định này có hiệu lực.", None),
        (f"Bộ Y tế trình Nghị định thay thế {ACT}.", None),
        (f"Thực hiện {ACT}.", None),
        (f"Nghị định này quy định chi tiết. Dự án thay thế {ACT}.", None),
    ],
)
def test_what_a_document_says_it_does(text: str, way: str | None) -> None:
    plain, (place,) = cited(text, ACT)
    said = of_itself(plain, place, None)
    assert (said.way if said else None) == way
    if said:
        assert ACT in plain.text[said.words.start : said.words.end]


@pytest.mark.parametrize(
    ("title", "way"),
    [
        (f"Về việc sửa đổi, bổ sung một số điều của {ACT} quy định về y tế xã", "amends"),
        (f"BÃI BỎ {ACT}", "replaces"),
        (f"Hướng dẫn thực hiện {ACT}", None),
        (f"Quy định về trạm y tế thay thế {ACT}", None),
    ],
)
def test_what_a_title_says(title: str, way: str | None) -> None:
    plain, (place,) = cited(f"NGHỊ ĐỊNH\n{title}\n\nĐiều 1.", ACT)
    said = of_itself(plain, place, Range(10, 10 + len(title)))
    assert (said.way if said else None) == way


@pytest.mark.parametrize(
    ("between", "way", "turned"),
    [
        (" của Chính phủ sửa đổi, bổ sung một số điều của ", None, None),
        (" sửa đổi, bổ sung một số điều của ", "amends", None),
        (" thay thế ", "replaces", None),
        (" (đã được sửa đổi, bổ sung tại ", None, "amends"),
        (" được thay thế bởi ", None, "replaces"),
        (" được sửa đổi, bổ sung tại khoản 3 Điều 1 ", None, None),
        (" và ", None, None),
        ("; ", None, None),
    ],
)
def test_what_another_document_says(between: str, way: str | None, turned: str | None) -> None:
    other = "Nghị định số 85/2023/NĐ-CP"
    plain, places = cited(other + between + ACT, other, ACT)
    active = of_another(plain, places, act=1, other=0)
    assert (active.way if active else None) == way
    passive = of_another(plain, places, act=0, other=1)
    assert (passive.way if passive else None) == turned


@pytest.mark.parametrize(
    ("issued", "due", "told"),
    [
        ("2023-12-31", [Due("2023-12", "2023-12-31")], "on-time"),
        ("2024-01-01", [Due("2023-12", "2023-12-31")], "late"),
        ("2023-06-01", [Due("2023", "2023-12-31")], "on-time"),
        ("2023", [Due("2023", "2023-12-31")], "on-time"),
        ("2023", [Due("2023-06", "2023-06-30")], "imprecise"),
        ("2023-06", [Due("2023-06-15", "2023-06-15")], "imprecise"),
        ("2023-06-15", [Due("2023-06-15", "2023-06-15", comparator="<")], "imprecise"),
        ("2023-06-14", [Due("2023-06-15", "2023-06-15", comparator="<")], "on-time"),
        ("2023-06-16", [Due("2023-06-15", "2023-06-15", comparator="<")], "late"),
        ("2023-06-16", [], "no-deadline"),
        ("2023-06-16", [Due(text="Thường xuyên")], "no-date"),
        ("2023-06-16", [Due("2023", "2023-12-31", recurs=True)], "recurring"),
        ("2023-06-16", [Due("2023", "2023-12-31"), Due("2024", "2024-12-31")], "several"),
        ("", [Due("2023", "2023-12-31")], "imprecise"),
        ("2023-13-01", [Due("2023", "2023-12-31")], "imprecise"),
    ],
)
def test_in_time_only_where_the_dates_say_so(issued: str, due: list[Due], told: str) -> None:
    timing, why = in_time(issued, due)
    assert (why or timing) == told
    assert bool(why) is (timing == "unknown")


@pytest.fixture(scope="module")
def answered(answered_graph: Path) -> Outcomes:
    with open_snapshot(answered_graph) as store:
        return outcomes(store)


def test_what_is_suggested_for_the_sample(answered: Outcomes) -> None:
    found = {
        (one.task.place, one.document.number, one.ground, one.document.in_corpus, one.in_time.timing)
        for one in answered.suggestions
    }
    assert found == {
        ("B/3.2", "15/2025/NĐ-CP", "replaces", True, "late"),
        ("PL2/4", "15/2025/NĐ-CP", "replaces", True, "late"),
        ("PL2/3", "60/2025/NĐ-CP", "replaces", False, "late"),
        ("PL2/6", "3500/QĐ-BYT", "title", True, "on-time"),
    }


def test_every_suggestion_quotes_both_sides(answered: Outcomes, answered_graph: Path) -> None:
    with open_snapshot(answered_graph) as store:
        for one in answered.suggestions:
            for spot in (one.asked, one.proof):
                assert spot
                assert store.text(spot.sha256)[spot.start : spot.end] == spot.words
            assert one.asked
            assert fold(one.asked.words) in fold(f"{one.task.output} {one.task.title}")


def test_nothing_is_suggested_without_the_later_documents(sample_graph: Path) -> None:
    with open_snapshot(sample_graph) as store:
        found = outcomes(store)
    assert found.suggestions == ()
    assert len(found.promising) > 10


def test_verdicts_decide_and_name(answered: Outcomes) -> None:
    first = answered.suggestions[0]
    other = next(task for task in answered.tasks if task not in {s.task.iri for s in answered.suggestions})
    verdicts = Verdicts(
        [
            Verdict("outcome", first.key[1], "rejected", "không phải", "An", first.key[0]),
            Verdict("outcome", other, "accepted", "biết rõ", "An", first.key[1]),
            Verdict("outcome", "urn:gone", "accepted", "cũ", "An", first.key[1]),
        ]
    )
    found = task_status(answered, verdicts, None)
    assert dict(found.counts.states) == {"suggested": 3, "accepted": 1, "rejected": 1}
    assert [one.outcome.found.ground for one in found.rows if one.outcome and one.state == "accepted"] == [
        "person"
    ]
    assert found.lost == (("urn:gone", first.key[1]),)
    assert [one.task.iri for one in task_status(answered, verdicts, frozenset({other})).rows] == [other]
    assert task_status(answered, verdicts, frozenset()).counts.tasks == 0
