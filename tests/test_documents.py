"""The documents of the repository are true: links lead somewhere, and the README shows what comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from api.app import create_app
from api.cli import app
from graph_build.store import open_snapshot

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
SHOWN_WIDTH = 132  # columns of the terminal whose output the README shows


def blocks(page: Path) -> list[list[str]]:
    """Give the indented blocks of a page, without their indentation."""
    text = page.read_text(encoding="utf-8")
    found = re.findall(r"(?:^    .*\n(?:\n(?=    ))?)+", text, flags=re.MULTILINE)
    return [[line[4:] for line in block.splitlines()] for block in found]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_every_decision_is_listed() -> None:
    folder = ROOT / "docs" / "decisions"
    listed = set(re.findall(r"\]\((\d{4}-[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {path.name for path in folder.glob("[0-9]*.md")}


def test_the_readme_shows_the_answer(sample_graph: Path) -> None:
    (block,) = [
        lines for lines in blocks(ROOT / "README.md") if any("query tasks-led" in one for one in lines)
    ]
    shown = [line for line in block if line and not line.startswith("$ ")]
    question = ["--resolution", "38/NQ-CP", "--unit", "Cục Y tế dự phòng", "-g", str(sample_graph)]
    answer = subprocess.run(
        [sys.executable, "-m", "api.cli", "query", "tasks-led", *question],
        cwd=ROOT,
        env={**os.environ, "COLUMNS": str(SHOWN_WIDTH)},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    printed = [line.rstrip() for line in answer.stdout.splitlines() if line.strip()]
    cut = shown.index("…")
    assert shown[:cut] == printed[:cut]
    assert shown[cut + 1 :] == printed[-1:]


def test_the_readme_counts_what_the_sample_holds(sample_graph: Path) -> None:
    unit = "Cục Y tế dự phòng"
    stated = f"""PREFIX nv: <https://w3id.org/nhiemvu/ontology#> SELECT (COUNT(DISTINCT ?task) AS ?led)
        (COUNT(DISTINCT ?document) AS ?documents) (COUNT(DISTINCT ?finding) AS ?findings)
        {{ {{ ?unit ?label "{unit}"@vi . ?task nv:ledBy ?unit ; nv:statedIn ?document }}
          UNION {{ ?finding a nv:Finding }} }}"""
    with open_snapshot(sample_graph) as store:
        counted = store.query(stated).serialize("text/csv").decode().split()[1]
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "graph_build" / "sample").glob("*.txt")]
    told = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
    assert counted == "32,2,13"
    assert "| 32 tasks of two documents, each" in told
    assert "| 13 places in the sample" in told
    assert f"*{unit}* stands {sum(text.count(unit) for text in texts)} times" in told


def test_the_readme_shows_what_sparql_gives(sample_graph: Path) -> None:
    (block,) = [lines for lines in blocks(ROOT / "README.md") if any("curl" in one for one in lines)]
    start = next(number for number, line in enumerate(block) if line.startswith("PREFIX"))
    end = block.index("END")
    with open_snapshot(sample_graph) as store:
        answer = store.query("\n".join(block[start:end])).serialize("text/csv").decode("utf-8").splitlines()
    shown = block[end + 1 : block.index("…")]
    assert len(shown) > 2
    assert answer[: len(shown)] == shown
    assert len(answer) == 1 + 26


def test_every_command_and_address_is_listed(sample_graph: Path) -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    named = {f"nhiemvu {command}" for command in get_command(app).commands}  # type: ignore[attr-defined]
    assert named <= set(re.findall(r"^\| `(nhiemvu [\w-]+)` \|", page, flags=re.MULTILINE))
    addresses = {re.sub(r"/\{.*", "", path) for path in create_app(sample_graph).openapi()["paths"]}
    assert addresses <= {address.removesuffix("/…") for address in re.findall(r"`(/[^`]*)`", page)}


def test_the_changelog_has_a_place_for_the_next_change() -> None:
    assert "## [Unreleased]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
