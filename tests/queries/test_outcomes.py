"""Suggested outcomes: what tasks promise, what words say of an act, when something came in time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from graph_build.pipeline import build
from graph_build.plain import PlainText
from graph_build.store import Store, open_snapshot
from graph_build.text import fold
from queries import outcome_documents
from queries.outcome_documents import ReadDocuments, TabledDocuments, documents_of
from queries.outcome_grounds import Range, Said, of_another, of_itself
from queries.outcome_read import Due, TaskFacts, read_documents, read_tasks
from queries.outcome_states import states
from queries.outcome_time import in_time
from queries.outcomes import Outcomes, outcomes
from queries.promises import promise
from queries.stated_tasks import stated_tasks
from queries.task_status import reading, task_status
from queries.task_status_table import row
from queries.trace_kept import Kept
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


def test_words_of_change_stand_with_the_item_of_a_list() -> None:
    text = f"Các nghị định sau đây hết hiệu lực:\na) {ACT}."
    plain, (place,) = cited(text, ACT)
    head = Range(0, plain.text.index(":"))
    assert of_itself(plain, place, None, None) is None
    assert of_itself(plain, place, head, None) == Said("replaces", head, place)
    assert of_itself(plain, place, Range(0, len(text)), None) == Said("replaces", Range(0, len(text)))


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
    said = of_itself(plain, place, None, Range(10, 10 + len(title)))
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


def _every(store: Store) -> list[str]:
    return [one.iri for one in stated_tasks(store, BASE)]


@pytest.fixture(scope="module")
def answered(answered_graph: Path) -> Outcomes:
    with open_snapshot(answered_graph) as store:
        return outcomes(store)


@pytest.mark.parametrize("graph", ["answered_graph", "years_graph"])
def test_documents_of_the_table_give_what_those_of_the_engine_give(
    graph: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_snapshot(request.getfixturevalue(graph)) as store:
        every = read_documents(store, BASE)
        told = documents_of(store, BASE)
        assert isinstance(told, TabledDocuments)
        assert {name: told.get(name) for name in every} == every
        assert told.get("urn:none") is None
        told._others |= frozenset(list(every)[::3])  # as if the table told less of them
        told._kept.clear()
        assert {name: told.get(name) for name in every} == every
        monkeypatch.setattr(outcome_documents, "_MOST_KEPT", len(every) // 2)
        told._kept = {}
        told.read(every)
        assert {name: told.get(name) for name in every} == every
        told.get("urn:other")  # for which it lets go of the rest
        assert {name: told.get(name) for name in every} == every
        assert read_documents(store, BASE, []) == {}
        tasks = [one.iri for one in stated_tasks(store, BASE)]
        for among in (None, frozenset(tasks[::2])):
            whole = outcomes(store, among=among, documents=ReadDocuments(every))
            part = outcomes(store, among=among, documents=told)
            assert whole.suggestions == part.suggestions
            assert whole.promising == part.promising
        assert bool(whole.suggestions) == (graph == "answered_graph")


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


def test_verdicts_decide_and_name(answered: Outcomes, answered_graph: Path) -> None:
    first = answered.suggestions[0]
    with open_snapshot(answered_graph) as store:
        known = {one.iri: one for one in read_tasks(store, BASE, _every(store))}
    other = next(task for task in known if task not in {s.task.iri for s in answered.suggestions})
    verdicts = Verdicts(
        [
            Verdict("outcome", first.key[1], "rejected", "không phải", "An", first.key[0]),
            Verdict("outcome", other, "accepted", "biết rõ", "An", first.key[1]),
            Verdict("outcome", "urn:gone", "accepted", "cũ", "An", first.key[1]),
        ]
    )
    asked: list[str] = []

    def read(names: Iterable[str]) -> dict[str, TaskFacts]:
        asked.extend(names)
        return {name: known[name] for name in asked if name in known}

    found = task_status(answered, read, verdicts, None)
    assert set(asked) == {other, "urn:gone", first.key[1]}
    assert found.counts.tasks == len(known)
    assert found.counts.promising == len(answered.promising)
    assert dict(found.counts.states) == {"suggested": 3, "accepted": 1, "rejected": 1}
    assert [one.outcome.found.ground for one in found.rows if one.outcome and one.state == "accepted"] == [
        "person"
    ]
    assert found.lost == (("urn:gone", first.key[1]),)
    told = states(answered, read, verdicts)
    assert (told[other], told.get(first.task.iri)) == ("accepted", None)
    assert sorted(told.values()) == ["accepted", "suggested", "suggested", "suggested"]
    assert [one.task.iri for one in task_status(answered, read, verdicts, frozenset({other})).rows] == [other]
    assert task_status(answered, read, verdicts, frozenset({other})).counts.tasks == 1
    assert task_status(answered, read, verdicts, frozenset()).counts.tasks == 0


PLAN = """BỘ Y TẾ
-------
Số: 70/KH-BYT

Hà Nội, ngày 05 tháng 01 năm 2023

KẾ HOẠCH
Về phát triển y tế

| TT | Nhiệm vụ | Cơ quan chủ trì | Sản phẩm | Thời hạn |
|---|---|---|---|---|
| 1 | Y tế xã | Vụ Pháp chế | Nghị định thay thế Nghị định số 117/2014/NĐ-CP | 2024 |
| 2 | Khám bệnh | Vụ Pháp chế | Nghị định thay thế Nghị định số 118/2014/NĐ-CP | 2024 |
| 3 | Dược | Vụ Pháp chế | Nghị định thay thế Nghị định số 119/2014/NĐ-CP | 2024 |
| 4 | Dân số | Vụ Pháp chế | Nghị định thay thế Nghị định số 120/2014/NĐ-CP | 2024 |
"""
REPEALING = """CHÍNH PHỦ
-------
Số: 90/2024/NĐ-CP
Hà Nội, ngày 20 tháng 3 năm 2024

NGHỊ ĐỊNH
Quy định về y tế cơ sở

Căn cứ Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2015;

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định về y tế cơ sở.

Điều 2. Hiệu lực thi hành
1. Nghị định này có hiệu lực từ ngày 05 tháng 5 năm 2024.
2. Các nghị định sau đây hết hiệu lực kể từ ngày Nghị định này có hiệu lực thi hành:
a) Nghị định số 117/2014/NĐ-CP ngày 08 tháng 12 năm 2014 của Chính phủ quy định về y tế xã;
b) Nghị định số 118/2014/NĐ-CP ngày 09 tháng 12 năm 2014 của Chính phủ, trừ các quy định tại Chương II;
c) Điều 5 Nghị định số 119/2014/NĐ-CP ngày 10 tháng 12 năm 2014 của Chính phủ.
3. Nghị định số 120/2014/NĐ-CP được áp dụng đến hết năm 2025.
"""


def test_a_list_of_repealed_acts_answers_tasks(tmp_path: Path) -> None:
    (tmp_path / "kh-70.txt").write_text(PLAN, encoding="utf-8")
    (tmp_path / "nd-90.txt").write_text(REPEALING, encoding="utf-8")
    build([tmp_path / "kh-70.txt", tmp_path / "nd-90.txt"], tmp_path / "graph")
    with open_snapshot(tmp_path / "graph") as store:
        (one,) = outcomes(
            store
        ).suggestions  # neither what partly stays in force, nor an article, nor a mention
        assert one.proof
        assert one.item
        assert (one.task.code, one.document.number, one.ground) == ("1", "90/2024/NĐ-CP", "replaces")
        assert one.proof.words.startswith("Các nghị định sau đây hết hiệu lực")
        assert one.item.words.startswith("Nghị định số 117/2014/NĐ-CP")
        for spot in (one.proof, one.item):
            assert store.text(spot.sha256)[spot.start : spot.end] == spot.words
        (told,) = task_status(outcomes(store), reading(store, BASE, Kept()), Verdicts(()), None).rows
        assert one.item.words in row(told)
