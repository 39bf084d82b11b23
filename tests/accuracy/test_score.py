"""The reading of the five seed documents, measured by the scorer and counted exactly."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from graph_build.extract import extract_file
from graph_build.record_json import leading, to_json
from graph_build.records import Actor, DocumentRecord
from graph_build.store import EmbeddedStore, open_snapshot
from queries.catalogue import find
from queries.format import value
from queries.run import ask

pytestmark = pytest.mark.accuracy

LEAST = {
    "tasks": 0.99,
    "lead": 0.99,
    "coordinate": 0.99,
    "start": 0.99,
    "due": 0.99,
    "metadata": 0.99,
    "implements": 0.99,
    "legal_basis": 0.99,
    "citations": 0.97,
    "duties": 0.95,
}
DEV_LEAST = LEAST | {"citations": 0.99, "duties": 0.89}
DPM = "Cục Y tế dự phòng"
_LINE = re.compile(r"(?P<aspect>\w+)\s+P (?P<p>[\d.]+)\s+R (?P<r>[\d.]+)\s+F1 (?P<f>[\d.]+) ")


def test_goals_of_prose_have_the_values_of_the_gold(
    seeds_dir: Path, gold_dir: Path, closing_notes: list[tuple[str, str]]
) -> None:
    right = wrong = missed = 0
    for seed in sorted(seeds_dir.glob("*.txt")):
        gold = json.loads((gold_dir / "records" / f"{seed.stem}.json").read_text(encoding="utf-8"))
        found = [(one.evidence, float(one.value), one.comparator) for one in extract_file(seed).goals]
        for goal in gold.get("goals", ()):
            stated = goal["value"] if goal.get("kind", "quantitative") == "quantitative" else None
            read = [
                (value, comparator)
                for evidence, value, comparator in found
                if evidence.start < goal["char_end"] and goal["char_start"] < evidence.end
            ]
            if stated is None or goal.get("value_implied"):  # "tất cả", "giảm": no value is written
                wrong += len(read)
            else:
                right += (stated, goal["comparator"]) in read
                wrong += sum(one != (stated, goal["comparator"]) for one in read)
                missed += not read
    said = f"goals            {right} right, {wrong} wrong, {missed} missed"
    closing_notes.append(("Goals in prose: value and comparator", said))
    assert right >= 25
    assert (wrong, missed) == (0, 0), said


@pytest.mark.parametrize(("part", "texts", "least"), [("records", "seeds", LEAST), ("dev", "dev", DEV_LEAST)])
def test_the_scorer_finds_the_reading_good_enough(
    part: str,
    texts: str,
    least: dict[str, float],
    gold_dir: Path,
    shared_dir: Path,
    tmp_path: Path,
    closing_notes: list[tuple[str, str]],
) -> None:
    for gold in sorted((gold_dir / part).glob("*.json")):
        record = extract_file(shared_dir / "corpus" / texts / f"{gold.stem}.txt")
        written = json.dumps(to_json(record), ensure_ascii=False)
        (tmp_path / gold.name).write_text(written, encoding="utf-8")
    scorer = [sys.executable, shared_dir / "score" / "score.py", "--dirs", gold_dir / part, tmp_path]
    command = [*map(str, scorer), "--units", str(gold_dir / "units.json")]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    closing_notes.append((f"Accuracy of the reading, on hand-checked records ({part})", run.stdout.rstrip()))
    scores = {match["aspect"]: float(match["f"]) for match in _LINE.finditer(run.stdout)}
    assert "no prediction" not in run.stdout
    assert scores.keys() == least.keys()
    assert {aspect: score for aspect, score in scores.items() if score < least[aspect]} == {}


# What both the full texts and the digests say, by the names of their files.
FILES = {
    "full texts": {
        "2182": "000_92a3020a0dcaafa8.txt",
        "164": "001_74cb87567b5adf2f.txt",
        "1025": "004_6a2159026973d94f.txt",
    },
    "digests": {
        "2182": "qd-2182-byt-2022.txt",
        "164": "qd-164-byt-2024.txt",
        "1025": "kh-1025-bcd-2021.txt",
    },
}


@pytest.fixture(scope="session", params=FILES)
def records(request: pytest.FixtureRequest) -> dict[str, DocumentRecord]:
    """Give the records of the decision, the action programme and the campaign plan."""
    fixture = "seeds_dir" if request.param == "full texts" else "sample_dir"
    folder: Path = request.getfixturevalue(fixture)
    return {key: extract_file(folder / name) for key, name in FILES[request.param].items()}


def _name(actor: Actor) -> str:
    return actor.name


def test_records_hold_the_exact_numbers(records: dict[str, DocumentRecord]) -> None:
    decision, programme, plan = records["2182"], records["164"], records["1025"]
    assert decision.header.number == "2182/QĐ-BYT"
    assert programme.header.number == "164/QĐ-BYT"
    assert plan.header.number == "1025/KH-BCĐ"
    assert len(decision.tasks) == 97
    assert (len(programme.tasks), len(programme.indicators)) == (6, 10)
    assert len(plan.tasks) == 26

    leads = {
        f"{t.section}/{t.code}": [_name(a.actor) for a in leading(t.assignments)] for t in decision.tasks
    }
    coordinators = Counter(
        _name(a.actor) for t in decision.tasks for a in t.assignments if a.role == "coordinate"
    )
    assert sum(map(len, leads.values())) == 102
    assert coordinators.total() == 329
    led = {key: names for key, names in leads.items() if DPM in names}
    assert len(led) == 26
    assert [key for key, names in led.items() if len(names) > 1] == ["B/6/6.1"]
    assert coordinators[DPM] == 15
    assert coordinators["Sở Y tế"] == 65


def _said(record: DocumentRecord) -> list[dict[str, Any]]:
    """Give the facts of every task, without the words that a digest puts in its own way."""
    kept = ("section", "code", "lead", "coordinate", "start", "due")
    return [{key: task[key] for key in kept} for task in to_json(record)["tasks"]]


@pytest.mark.parametrize("key", FILES["digests"])
def test_a_digest_says_what_its_full_text_says(seeds_dir: Path, sample_dir: Path, key: str) -> None:
    full = extract_file(seeds_dir / FILES["full texts"][key])
    digest = extract_file(sample_dir / FILES["digests"][key])
    assert _said(digest) == _said(full)


@pytest.fixture(scope="session", params=["seed_graph", "sample_graph"])
def graph(request: pytest.FixtureRequest) -> Iterator[EmbeddedStore]:
    """Open the graph of the full texts, then that of the digests."""
    with open_snapshot(request.getfixturevalue(request.param)) as store:
        yield store


def rows(store: EmbeddedStore, question: str, **written: str) -> list[dict[str, Any]]:
    """Ask a question of the library."""
    answer = ask(store, find(question), written)
    return [
        {name: value(term) for name, term in zip(answer.variables, row, strict=True)} for row in answer.rows
    ]


COUNTS = """
PREFIX nv: <https://w3id.org/nhiemvu/ontology#>
PREFIX role: <https://w3id.org/nhiemvu/codes/role/>
SELECT ?number (COUNT(DISTINCT ?task) AS ?tasks) (COUNT(DISTINCT ?led) AS ?leads)
       (COUNT(DISTINCT ?helped) AS ?coordinators) (COUNT(DISTINCT ?indicator) AS ?indicators)
WHERE {
  ?document nv:number ?number ; nv:inCorpus true .
  { ?task a nv:Task ; nv:statedIn ?document }
  UNION { ?indicator a nv:Indicator ; nv:statedIn ?document }
  UNION { ?led nv:role ?leading ; nv:task/nv:statedIn ?document FILTER(?leading IN (role:lead, role:focal)) }
  UNION { ?helped nv:role role:coordinate ; nv:task/nv:statedIn ?document }
}
GROUP BY ?number
"""


def test_graphs_hold_the_exact_numbers(graph: EmbeddedStore) -> None:
    counted = {value(number): tuple(map(value, counts)) for number, *counts in graph.query(COUNTS)}
    assert counted["2182/QĐ-BYT"] == (97, 102, 329, 0)
    assert (counted["164/QĐ-BYT"][0], counted["164/QĐ-BYT"][3]) == (6, 10)
    assert counted["1025/KH-BCĐ"][0] == 26


def test_the_question_of_the_project_is_answered(graph: EmbeddedStore) -> None:
    led = rows(graph, "tasks-led", resolution="38/NQ-CP", unit=DPM)
    assert len({row["task"] for row in led}) == len(led) == 26
    joint = [f"{row['section']}/{row['code']}" for row in led if row["leads"] != DPM]
    assert joint == ["B/6/6.1"]
    assert all(DPM in row["leads"] and row["document_number"] == "2182/QĐ-BYT" for row in led)
    assert all(row["start"] and row["due"] and row["output"] for row in led)
    assert len(rows(graph, "tasks-coordinated", resolution="38/NQ-CP", unit=DPM)) == 15
    assert len(rows(graph, "tasks-coordinated", resolution="38/NQ-CP", unit="Sở Y tế")) == 65


def test_load_agrees_with_the_single_questions(graph: EmbeddedStore) -> None:
    load = {row["name"]: row for row in rows(graph, "coordination-load", resolution="38/NQ-CP")}
    counted = {key: load[DPM][key] for key in ("kind", "led", "led_alone", "coordinated")}
    assert counted == {"kind": "unit", "led": 26, "led_alone": 25, "coordinated": 15}
    assert (load["Sở Y tế"]["kind"], load["Sở Y tế"]["coordinated"]) == ("group", 65)


def test_every_quote_stands_where_it_says(graph: EmbeddedStore) -> None:
    texts = {
        value(name): graph.text(str(value(sha)))
        for name, sha in graph.query(
            "PREFIX nv: <https://w3id.org/nhiemvu/ontology#> "
            "SELECT ?name ?sha WHERE { ?snapshot nv:fileName ?name ; nv:textSha256 ?sha }"
        )
    }
    asked = [
        *rows(graph, "tasks-led", unit=DPM),
        *rows(graph, "tasks-coordinated", unit="Sở Y tế"),
        *rows(graph, "tasks-due", **{"from": "2020-01-01", "to": "2030-12-31"}),
        *rows(graph, "unassigned"),
        *rows(graph, "document-lineage", document="38/NQ-CP"),
    ]
    quoted = [row for row in asked if row["quote"]]
    assert len(quoted) > 26 + 65
    for row in quoted:
        assert texts[row["source"]][row["quote_start"] : row["quote_end"]] == row["quote"]
