"""What every question answers, counted by hand on a small graph, and the same in a second engine."""

from __future__ import annotations

from typing import Any

import pytest
import rdflib
from rdflib.query import ResultRow

from graph_build.store import EmbeddedStore
from queries.catalogue import find, library
from queries.errors import MissingParameter, UnknownParameter
from queries.format import text, value
from queries.run import ask
from tests.unmeasured import unmeasured

DPM = "Cục Y tế dự phòng"
WITHOUT_ROWS = {"document-changes", "lapsed-tasks", "provinces"}
"""Nothing in the small graph changes or ends, and it has no province: test_changed_documents.py and
test_provinces.py have graphs with them."""


def rows(store: EmbeddedStore, name: str, *columns: str, **written: str) -> list[tuple[Any, ...]]:
    """Ask and keep the named columns."""
    answer = ask(store, find(name), written)
    places = [answer.variables.index(column) for column in columns]
    return [tuple(value(row[place]) for place in places) for row in answer.rows]


def test_tasks_led_through_joint_leads_posts_and_carrying_out(small_graph: EmbeddedStore) -> None:
    led = rows(small_graph, "tasks-led", "section", "code", "leads", resolution="38/NQ-CP", unit=DPM)
    assert led == [
        ("B/1", "1.1", DPM),
        ("B/6", "6.1", f"Vụ Pháp chế; {DPM}"),
        ("I", "1", DPM),
        ("I", "2", "Ông Lê Văn A, Phó Cục trưởng Cục Y tế dự phòng"),
    ]


def test_tasks_led_follow_implementation_down_and_not_up(small_graph: EmbeddedStore) -> None:
    def codes(**written: str) -> list[tuple[Any, ...]]:
        return rows(small_graph, "tasks-led", "title", unit=DPM, **written)

    under_decision = codes(resolution="2182/QĐ-BYT")
    assert under_decision == codes(resolution="38/NQ-CP")
    assert codes(resolution="99/KH-SYT") == under_decision[2:]
    assert codes(resolution="7/QĐ-BYT") == [("Việc khác",)]
    assert sorted(codes()) == sorted([*under_decision, ("Việc khác",)])


def test_a_task_is_one_row_with_the_first_of_its_words(small_graph: EmbeddedStore) -> None:
    (row,) = rows(
        small_graph,
        "tasks-led",
        *("task", "coordinators", "start", "due", "due_text", "output", "document_number"),
        *("quote", "quote_start", "quote_end", "source"),
        resolution="2182/QĐ-BYT",
        unit=DPM,
    )[:1]
    assert row == (
        "https://w3id.org/nhiemvu/id/task/b1",
        "Vụ Pháp chế; Sở Y tế",
        "2022-08",
        "2022-12",
        "Tháng 12/2022",
        "Báo cáo",
        "2182/QĐ-BYT",
        "Cục Y tế",
        998,
        1006,
        "qd-2182.txt",
    )


def test_duties_due_are_told_apart_from_tasks_due(small_graph: EmbeddedStore) -> None:
    columns = ("name", "section", "duty_text", "due", "due_latest", "quote", "quote_start")
    year = {"from": "2022-01-01", "to": "2022-12-31"}
    row = (DPM, "III/1", "Giám sát, báo cáo", "2022-09", "2022-09-30", "trong quý III năm 2022", 1500)
    assert rows(small_graph, "duties-due", *columns, **year) == [row]
    assert rows(small_graph, "duties-due", *columns, **year, unit=DPM, resolution="38/NQ-CP") == [row]
    assert rows(small_graph, "duties-due", *columns, **year, unit="Vụ Pháp chế") == []
    assert rows(small_graph, "duties-due", *columns, **year, resolution="7/QĐ-BYT") == []
    assert rows(small_graph, "duties-due", *columns, **{**year, "to": "2022-09-29"}) == []
    assert ("trong quý III năm 2022",) not in rows(small_graph, "tasks-due", "quote", **year)


def test_tasks_coordinated(small_graph: EmbeddedStore) -> None:
    columns = ("code", "leads", "coordinators", "quote", "quote_start")
    assert rows(small_graph, "tasks-coordinated", *columns, unit="Sở Y tế") == [
        ("1.1", DPM, "Vụ Pháp chế; Sở Y tế", "Sở Y tế", 1100),
        ("2", "", "Sở Y tế", "Sở Y tế", 3500),
    ]
    assert rows(small_graph, "tasks-coordinated", *columns, unit=DPM) == [
        ("1", "Vụ Pháp chế", DPM, "Cục YTDP", 3050)
    ]


def test_coordination_load_counts_a_task_once(small_graph: EmbeddedStore) -> None:
    columns = ("name", "kind", "led", "led_alone", "coordinated", "tasks")
    assert rows(small_graph, "coordination-load", *columns) == [
        (DPM, "unit", 5, 4, 1, 6),
        ("Vụ Pháp chế", "unit", 2, 1, 1, 3),
        ("Sở Y tế", "group", 0, 0, 2, 2),
    ]
    assert rows(small_graph, "coordination-load", *columns, resolution="99/KH-SYT") == [
        (DPM, "unit", 2, 2, 0, 2)
    ]


def test_co_work_pairs_have_a_direction(small_graph: EmbeddedStore) -> None:
    columns = ("lead_name", "coordinator_name", "coordinator_kind", "tasks")
    pairs = [(DPM, "Sở Y tế", "group", 1), (DPM, "Vụ Pháp chế", "unit", 1), ("Vụ Pháp chế", DPM, "unit", 1)]
    assert rows(small_graph, "co-work-pairs", *columns) == pairs
    assert rows(small_graph, "co-work-pairs", *columns, unit="Sở Y tế") == pairs[:1]
    assert rows(small_graph, "co-work-pairs", *columns, resolution="7/QĐ-BYT") == []


def test_lineage_goes_over_several_steps(small_graph: EmbeddedStore) -> None:
    columns = ("direction", "relation", "depth", "related_number", "in_corpus", "quote")
    assert rows(small_graph, "document-lineage", *columns, document="2182/QĐ-BYT") == [
        ("above", "implements", 1, "38/NQ-CP", False, "Nghị quyết số 38/NQ-CP"),
        ("below", "implements", 1, "99/KH-SYT", True, ""),
    ]
    assert rows(small_graph, "document-lineage", *columns, document="kh-99.txt") == [
        ("above", "implements", 1, "2182/QĐ-BYT", True, ""),
        ("above", "implements", 2, "38/NQ-CP", False, ""),
    ]
    assert rows(small_graph, "document-lineage", *columns, document="Kế hoạch Tiêm chủng") == []


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ({"from": "2022-12-31", "to": "2022-12-31"}, ["1.1", "3"]),
        ({"from": "2023-01-01", "to": "31/12/2023"}, ["6.1"]),
        ({"from": "2022-01-01", "to": "2022-12-30"}, []),
        ({"from": "2022-01-01", "to": "2024-01-01"}, ["1.1", "3", "6.1"]),
        ({"from": "2022-01-01", "to": "2024-01-01", "unit": "Sở Y tế"}, ["1.1"]),
        ({"from": "2022-01-01", "to": "2024-01-01", "unit": "Sở Y tế", "role": "chủ trì"}, []),
        ({"from": "2022-01-01", "to": "2024-01-01", "unit": "Vụ Pháp chế", "role": "lead"}, ["6.1"]),
        ({"from": "2022-01-01", "to": "2024-01-01", "unit": "Vụ Pháp chế", "role": "coordinate"}, ["1.1"]),
        ({"from": "2022-01-01", "to": "2024-01-01", "unit": "Vụ Pháp chế", "role": "report"}, []),
        ({"from": "2022-01-01", "to": "2024-01-01", "resolution": "7/QĐ-BYT"}, []),
    ],
)
def test_tasks_due_by_the_last_day_of_the_stated_period(
    small_graph: EmbeddedStore, written: dict[str, str], codes: list[str]
) -> None:
    assert [code for (code,) in rows(small_graph, "tasks-due", "code", **written)] == codes


def test_tasks_due_quote_the_words_of_the_due_date(small_graph: EmbeddedStore) -> None:
    written = {"from": "2022-01-01", "to": "2023-12-31"}
    assert rows(small_graph, "tasks-due", "code", "quote", "quote_start", "due", "due_latest", **written) == [
        ("1.1", "Tháng 12/2022", 1320, "2022-12", "2022-12-31"),
        ("3", "Không giao ai", 5500, None, "2022-12-31"),
        ("6.1", "Xây dựng đề án", 5200, "2023", "2023-12-31"),
    ]


def test_unit_profile(small_graph: EmbeddedStore) -> None:
    profile = rows(small_graph, "unit-profile", "aspect", "value", "count", unit="Cục YTDP")
    assert profile == [
        ("name", DPM, None),
        ("alias", "Cục YTDP", None),
        ("kind", "cục", None),
        ("part of", "Bộ Y tế", None),
        ("post", "Phó Cục trưởng: Lê Văn A", None),
        ("tasks led", "Kế hoạch 99/KH-SYT", 2),
        ("tasks led", "Quyết định 2182/QĐ-BYT", 2),
        ("tasks led", "Quyết định 7/QĐ-BYT", 1),
        ("tasks coordinated", "Quyết định 2182/QĐ-BYT", 1),
        ("duties", "Quyết định 2182/QĐ-BYT", 1),
        ("is helped by", "Sở Y tế", 1),
        ("is helped by", "Vụ Pháp chế", 1),
        ("helps", "Vụ Pháp chế", 1),
    ]


def test_unassigned(small_graph: EmbeddedStore) -> None:
    columns = ("item_kind", "missing", "title", "coordinators", "quote_start")
    work = [
        ("measure", "assignment", "Nâng cao năng lực dự báo", "", 700),
        ("task", "lead", "Giám sát", "Sở Y tế", 5400),
        ("task", "assignment", "Không giao ai", "", 5500),
    ]
    assert rows(small_graph, "unassigned", *columns) == work
    assert rows(small_graph, "unassigned", *columns, resolution="38/NQ-CP") == work
    assert rows(small_graph, "unassigned", *columns, document="99/KH-SYT") == []


def test_assignment_gaps(small_graph: EmbeddedStore) -> None:
    columns = ("gap", "document_number", "name", "title", "quote_start")
    assert rows(small_graph, "assignment-gaps", *columns) == [
        ("no-upstream", "7/QĐ-BYT", None, "Việc khác", 5100),
        ("task-without-duty", "2182/QĐ-BYT", "Vụ Pháp chế", "Xây dựng đề án", 5200),
        ("task-without-duty", "2182/QĐ-BYT", "Vụ Pháp chế", "Sửa luật", 5300),
    ]
    assert rows(small_graph, "assignment-gaps", *columns, document="99/KH-SYT") == []


def test_findings(small_graph: EmbeddedStore) -> None:
    columns = ("severity", "message_vi", "message_en", "document_number", "quote_start")
    dates = [
        ("high", "Hai ngày.", "Two dates.", "2182/QĐ-BYT", 12),
        ("high", "Hai ngày.", "Two dates.", "7/QĐ-BYT", 5100),
    ]
    passed = ("medium", "Đã qua.", "It has passed.", "2182/QĐ-BYT", 1320)
    assert rows(small_graph, "findings", *columns) == [*dates, passed]
    assert rows(small_graph, "findings", *columns, severity="high") == dates
    assert rows(small_graph, "findings", *columns, document="7/QĐ-BYT") == dates
    assert rows(small_graph, "findings", *columns, severity="low") == []


def test_a_question_follows_the_base_of_its_graph(rebased_graph: EmbeddedStore) -> None:
    led = rows(rebased_graph, "tasks-led", "task", unit=DPM, resolution="38/NQ-CP")
    assert [task for (task,) in led][:2] == [
        "https://mandates.example.vn/id/task/b1",
        "https://mandates.example.vn/id/task/b6",
    ]
    written = {"from": "2022-01-01", "to": "2024-01-01", "unit": "Vụ Pháp chế", "role": "lead"}
    assert len(rows(rebased_graph, "tasks-due", "code", **written)) == 1


def test_wrong_parameters_are_told(small_graph: EmbeddedStore) -> None:
    with pytest.raises(MissingParameter, match='unit="Cục Y tế dự phòng"'):
        ask(small_graph, find("tasks-led"), {})
    with pytest.raises(UnknownParameter, match="resolution, unit"):
        ask(small_graph, find("tasks-led"), {"unit": DPM, "year": "2022"})


@pytest.mark.conformance
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib calls what it deprecates itself
@pytest.mark.parametrize("name", library())
def test_a_second_engine_gives_the_same_rows(
    small_graph: EmbeddedStore, small_graph_nquads: str, name: str
) -> None:
    question = find(name)
    required = {p.name: question.example[p.name] for p in question.parameters if p.required}
    graphs = rdflib.Dataset(default_union=True)
    with unmeasured():
        graphs.parse(data=small_graph_nquads, format="nquads")
    for written in (required, dict(question.example)):
        answer = ask(
            small_graph,
            question,
            written if name not in {"unassigned", "findings", "assignment-gaps"} else {},
        )
        ours = [[text(term) for term in row] for row in answer.rows]
        with unmeasured():
            found = [row for row in graphs.query(answer.sparql) if isinstance(row, ResultRow)]
        theirs = [["" if term is None else str(term) for term in row] for row in found]
        assert sorted(theirs) == sorted(ours)
        assert bool(ours) == (name not in WITHOUT_ROWS)
