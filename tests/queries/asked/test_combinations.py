"""Every combination of parts is a query that narrows, also by what offices report, and in a second engine."""

from __future__ import annotations

from datetime import date

import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rdflib.query import ResultRow

from graph_build.store import EmbeddedStore
from queries.asked import FIELDS, LISTED, OUTPUTS, ROLES, SEVERAL, TIMINGS, Parts, dated, read
from queries.asked_outcome import OUTCOMES, Told
from queries.asked_sparql import COLUMNS, rules, sentence, sparql
from queries.asked_status import STATUSES
from queries.catalogue import LANGUAGES
from queries.columns import COLUMNS as HEADINGS
from queries.errors import InvalidValue
from queries.format import text
from queries.names import Names
from queries.status_log import Row, Sheet, StatusLog
from tests.queries.asked.questions import DPM
from tests.unmeasured import unmeasured


@pytest.fixture(scope="module")
def graphs(nquads: str) -> rdflib.Dataset:
    made = rdflib.Dataset(default_union=True)
    made.parse(data=nquads, format="nquads")
    return made


_SPACE = {
    "list": LISTED,
    "unit": (DPM, "Sở Y tế"),
    "role": ROLES,
    "with": ("Vụ Pháp chế", "Sở Y tế"),
    "in": ("2182/QĐ-BYT", "7/QĐ-BYT"),
    "under": ("38/NQ-CP",),
    "words": ("t", "xin"),
    "output": OUTPUTS,
    "output_kind": ("report", "joint-resolution"),
    "output_words": ("o", "liên tịch"),
    "due": ("2022", "2023-12-31"),
    "timing": TIMINGS,
    "finding": ("yes", "no"),
    "status": STATUSES,
    "outcome": OUTCOMES,
}


def reports(store: EmbeddedStore) -> StatusLog:
    """Report the first tasks of a graph: done, late, and one in words of no status."""
    tasks = [row[0] for row in store.query(sparql(Parts()))][:3]
    said = zip(tasks, ("done", "late", ""), strict=True)
    rows = [Row(place, text(task), "", status, "x") for place, (task, status) in enumerate(said, 2)]
    return StatusLog([Sheet("a.csv", "0" * 64, "UTF-8", tuple(rows), at="2026-03-01T08:00:00+00:00")])


def outcomes(store: EmbeddedStore) -> Told:
    """Give the first task of a graph an accepted outcome, and the third a suggested one."""
    tasks = [text(row[0]) for row in store.query(sparql(Parts()))]
    return Told({tasks[0]: "accepted", tasks[2]: "suggested"})


def test_outcomes_are_named_in_the_query(store: EmbeddedStore, names: Names) -> None:
    told = outcomes(store)
    every = [text(row[0]) for row in store.query(sparql(Parts()))]

    def tasks(**written: str) -> list[str]:
        parts = read(
            {name: [value] for name, value in written.items()}, names, reports(store), lambda _: told
        )
        return [text(row[0]) for row in store.query(sparql(parts))]

    assert tasks(outcome="accepted") == [every[0]]
    assert tasks(outcome="suggested") == [every[2]]
    assert tasks(outcome="any") == [every[0], every[2]]
    assert tasks(outcome="none") == [every[1], *every[3:]]
    assert tasks(outcome="none", status="none") == every[3:]
    parts = read({"outcome": ["none"]}, names, None, lambda _: told)
    assert sentence(parts, "vi").startswith("Các nhiệm vụ chưa có văn bản nào được gợi ý hay xác nhận")
    assert any("accepted one: 1, with a suggestion alone: 1." in rule for rule in rules(parts, "en"))
    with pytest.raises(InvalidValue, match="accepted"):
        read({"outcome": ["xong"]}, names)


def test_what_offices_report_is_named_in_the_query(store: EmbeddedStore, names: Names) -> None:
    log = reports(store)
    told = list(log.reported)

    def tasks(status: str | None, log: StatusLog | None = log) -> list[str]:
        parts = read({"status": [status]} if status else {}, names, log)
        return [text(row[0]) for row in store.query(sparql(parts))]

    assert (tasks("done"), tasks("late")) == ([told[0]], [told[1]])
    assert tasks("any") == told
    assert tasks("stopped") == []
    assert tasks("none") == [task for task in tasks(None) if task not in told]
    assert (tasks("any", None), tasks("none", None)) == ([], tasks(None))
    parts = read({"status": ["none"]}, names, log)
    assert sentence(parts, "vi").startswith("Các nhiệm vụ chưa có cơ quan báo cáo tình trạng;")
    assert any("3 nhiệm vụ" in rule and "2026-03-01" in rule for rule in rules(parts, "vi"))
    assert sentence(read({"status": ["done"]}, names, log), "en") == (
        "Tasks which an office reports as “done”; one row a task."
    )
    with pytest.raises(InvalidValue, match="in-progress"):
        read({"status": ["xong"]}, names, log)


_QUESTIONS = st.fixed_dictionaries(
    {}, optional={name: st.sampled_from(values) for name, values in _SPACE.items()}
)


def _fields(given: dict[str, str]) -> dict[str, list[str]]:
    return dated({name: [held] for name, held in given.items()}, date(2023, 1, 1))


@pytest.mark.unmeasured
@given(_QUESTIONS)
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_combination_is_a_query_and_narrows(
    store: EmbeddedStore, names: Names, given: dict[str, str]
) -> None:
    log, told = reports(store), outcomes(store)
    try:
        parts = read(_fields(given), names, log, lambda _: told)
    except InvalidValue:
        assert {"role", "timing", "output"} & set(given)
        return
    result = store.query(sparql(parts))
    assert result.variables == COLUMNS[parts.listed]
    if parts.listed != "tasks":
        return
    tasks = {row[0] for row in result}
    for left_out in set(given) - {"list"}:
        fewer = {name: held for name, held in given.items() if name != left_out}
        try:
            wider = read(_fields(fewer), names, log, lambda _: told)
        except InvalidValue:
            continue
        if left_out != "unit":  # a role without a unit is the role of anybody
            assert tasks <= {row[0] for row in store.query(sparql(wider))}
        break
    for language in LANGUAGES:
        said = sentence(parts, language)
        assert said.endswith(".")
        assert not {"  ", " ,", ",,", "None", "{"} & {
            said[at : at + size] for size in (1, 2, 4) for at in range(len(said))
        }
        assert rules(parts, language)


@pytest.mark.conformance
@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # rdflib calls what it deprecates itself
@pytest.mark.parametrize(
    "written",
    [
        {"unit": DPM, "role": "joint", "due": "2023"},
        {"unit": DPM, "role": "coordinate", "timing": "undated", "output": "any"},
        {"unit": DPM, "with": "Sở Y tế", "words": "vắc xin", "finding": "yes"},
        {"role": "none", "output_kind": "joint-resolution", "output_words": "trình"},
        {"timing": "recurring", "in": "7/QĐ-BYT", "output": "none"},
        {"timing": "overdue", "role": "either"},
        {"role": "joint"},
        *({"list": one, "under": "38/NQ-CP"} for one in LISTED),
        {"list": "output"},
        {"list": "month", "timing": "ahead"},
    ],
)
def test_a_second_engine_gives_the_same_rows(
    store: EmbeddedStore, names: Names, graphs: rdflib.Dataset, written: dict[str, str]
) -> None:
    query = sparql(read(_fields(written), names))
    ours = [[text(term) for term in row] for row in store.query(query)]
    with unmeasured():
        rows = [row for row in graphs.query(query) if isinstance(row, ResultRow)]
    assert sorted(["" if term is None else str(term) for term in row] for row in rows) == sorted(ours)
    assert ours


def test_every_column_has_a_heading_and_every_field_a_place() -> None:
    assert {column for columns in COLUMNS.values() for column in columns} <= set(HEADINGS)
    assert set(FIELDS) == {*_SPACE, "from", "to", "on"}
    assert set(SEVERAL) < set(FIELDS)
