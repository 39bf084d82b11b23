"""The tools for an assistant, asked over the protocol as an assistant asks them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from queries.catalogue import library
from tests.waiting import PATIENCE, beside

ROOT = Path(__file__).resolve().parents[2]
Call = tuple[str, dict[str, Any]]
T = TypeVar("T")


def in_thread(session: Coroutine[Any, Any, T]) -> T:
    """Run a session in a thread of its own: that of the tests may hold the loop of a browser."""
    return beside(asyncio.run, session).result(PATIENCE)


def talk(graph: Path, calls: list[Call]) -> tuple[list[Any], list[Any]]:
    """Give the tools of a server and its answers to calls, in one session with a process of its own."""

    async def session() -> tuple[list[Any], list[Any]]:
        asked = StdioServerParameters(
            command=sys.executable, args=["-m", "api.cli", "mcp", "-g", str(graph)], cwd=ROOT
        )
        async with stdio_client(asked) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            tools = (await client.list_tools()).tools
            return tools, [await client.call_tool(name, given) for name, given in calls]

    return in_thread(session())


def content(answer: Any) -> Any:
    return json.loads(answer.content[0].text)


def test_every_answer_has_its_evidence(sample_graph: Path) -> None:
    tools, answers = talk(
        sample_graph,
        [
            ("tasks_led", {"unit": "cuc y te du phong", "resolution": "38/NQ-CP"}),
            ("tasks_due", {"from_": "2022-01-01", "to": "2023-12-31"}),
            ("build", {"unit": "cuc y te du phong", "role": "lead", "parts": {"in": "2182/QĐ-BYT"}}),
            ("build", {"under": "38/NQ-CP", "parts": {"outcome": "none", "status": "none"}}),
            ("document_lineage", {"document": "2182/QĐ-BYT"}),
            ("search", {"text": "tiem chung kind:task", "limit": 3}),
            ("trace", {"thing": "38/NQ-CP"}),
            ("load", {"unit": "Cục Y tế dự phòng"}),
            ("counterparts", {"first": "kh-bac-giang-nq38-2022.txt", "second": "2182/QĐ-BYT"}),
            ("untaken", {"document": "164/QĐ-BYT", "scope": "within"}),
        ],
    )
    names = {name.replace("-", "_") for name in library()}
    assert {tool.name for tool in tools} == names | {
        *("build", "search", "trace", "load", "counterparts", "untaken")
    }
    assert all(tool.annotations.read_only_hint for tool in tools)
    assert not any(answer.is_error for answer in answers)
    led, due, built, open_, lineage, found, traced, load, pairs, untaken = map(content, answers)
    assert untaken["total"] == len(untaken["rows"]) > 0
    assert all(row["suggestion"] and row["stated"][0]["evidence"] for row in untaken["rows"])
    assert led["total"] == len(led["rows"]) == 26
    assert all(led["evidence"][row["task"]][0]["iri"] for row in led["rows"])
    assert due["total"] > 0
    assert built["sentence"]["vi"].startswith("Các nhiệm vụ do Cục Y tế dự phòng chủ trì, nêu tại")
    assert set(built["evidence"]) == {row["task"] for row in built["rows"]}
    quoted = [row for row in lineage["rows"] if row["evidence"]]
    assert quoted
    for row in quoted:
        (held,) = (one for one in lineage["evidence"][row["related"]] if one["iri"] == row["evidence"]["iri"])
        assert (held["exact"], held["start"]) == (row["evidence"]["exact"], row["evidence"]["start"])
    assert "no document is suggested or accepted as the outcome" in open_["sentence"]["en"]
    assert found["rows"][0]["iri"] in found["evidence"]
    assert not traced["complete"]
    assert traced["down"][0]["evidence"][0]["exact"]
    assert load["rows"][0]["name"] == "Cục Y tế dự phòng"
    assert load["rows"][0]["led"] <= len(load["tasks"])
    assert set(load["evidence"]) == set(load["tasks"])
    assert pairs["rows"][0]["matches"][0]["evidence"]


def test_time_is_a_reading_of_load_and_trace(years_graph: Path) -> None:
    unit = {"unit": "Bộ Khoa học và Công nghệ"}
    _, answers = talk(
        years_graph,
        [
            ("load", unit),
            ("load", {**unit, "units": "2025-03-01"}),
            ("load", {**unit, "units": "2025-03-01", "as_of": "2000-01-01"}),
            ("trace", {"thing": "Bộ Khoa học và Công nghệ", "as_of": "2000-01-01"}),
        ],
    )
    assert not any(answer.is_error for answer in answers[:3])
    written, now, before = map(content, answers[:3])
    assert written["units"] == "as-written"
    assert (now["units"], now["rows"][0]["led"]) == ("2025-03-01", 4)
    assert len(now["tasks"]) > len(written["tasks"])
    assert before["tasks"] == []
    assert before["as_of"]["left_out"]


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (("tasks_led", {"unit": "Cục Y tế dự phòn"}), "Cục Y tế dự phòng"),
        (("tasks_led", {}), "required"),
        (("trace", {"thing": "1"}), "names 4 tasks"),
        (("tasks_led", {"unit": "Không đâu"}), "Đồ thị không có đơn vị 'Không đâu'"),
        (("build", {"due": "mai"}), "a day, month, quarter or year"),
        (("load", {"period": "decade"}), "one of whole"),
        (("load", {"units": "soon"}), "as-of-today"),
        (("trace", {"thing": "38/NQ-CP", "as_of": "soon"}), "a day such as"),
        (("search", {"text": "", "limit": 5}), "empty"),
        (("search", {"text": "y", "limit": 0}), "from 1 to"),
        (("delete_everything", {}), "Unknown tool"),
    ],
)
def test_what_is_wrong_is_told(wrong_answers: dict[str, str], call: Call, said: str) -> None:
    assert said in wrong_answers[json.dumps(call)]


@pytest.fixture(scope="module")
def wrong_answers(sample_graph: Path) -> dict[str, str]:
    """Give what a server says to each of the wrong calls, all in one session."""
    parameters = test_what_is_wrong_is_told.pytestmark[0].args[1]  # type: ignore[attr-defined]
    calls = [call for call, _ in parameters]

    async def session() -> dict[str, str]:
        asked = StdioServerParameters(
            command=sys.executable, args=["-m", "api.cli", "mcp", "-g", str(sample_graph)], cwd=ROOT
        )
        told = {}
        async with stdio_client(asked) as (read, write), ClientSession(read, write) as client:
            await client.initialize()
            for name, given in calls:
                try:
                    answer = await client.call_tool(name, given)
                    assert answer.is_error
                    told[json.dumps((name, given))] = str(answer.content[0].model_dump()["text"])
                except Exception as error:
                    told[json.dumps((name, given))] = str(error)
        return told

    return in_thread(session())


def test_a_missing_graph_ends_it_at_once(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "api.cli", "mcp", "-g", str(tmp_path / "none")],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
    )
    assert run.returncode == 1
    assert run.stderr.startswith("Error: ")
