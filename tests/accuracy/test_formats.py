"""Documents of other offices in the formats that offices have, against their hand-checked records."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from graph_build.extract import extract_file
from graph_build.record_json import to_json

pytestmark = pytest.mark.accuracy

_LINE = re.compile(r"(?P<aspect>\w+)\s+P [\d.]+\s+R [\d.]+\s+F1 (?P<f>[\d.]+) ")
_ALL = ("tasks", "lead", "coordinate", "start", "due", "metadata", "implements", "legal_basis", "citations")

# The file, its record, and the least F1 for aspects: what is reached today, so that nothing is lost unseen.
CASES = [
    ("02_2820_QD-UBND_HCM.html", "02_2820_QD-UBND_HCM", dict.fromkeys(_ALL, 1.0) | {"duties": 0.95}),
    ("02_2820_QD-UBND_HCM.docx", "02_2820_QD-UBND_HCM", dict.fromkeys(_ALL, 1.0) | {"duties": 0.95}),
    ("02_2820_QD-UBND_HCM.txt", "02_2820_QD-UBND_HCM", {"tasks": 0.98, "lead": 0.97, "coordinate": 0.96}),
    ("05_308_KH-UBND_HaNoi.txt", "05_308_KH-UBND_HaNoi", dict.fromkeys(_ALL, 1.0)),
    (
        "08_97_NQ-CP.pdf",
        "08_97_NQ-CP",
        {"tasks": 0.97, "lead": 0.96, "coordinate": 0.97}
        | dict.fromkeys(("metadata", "implements", "legal_basis", "citations"), 1.0),
    ),
]


@pytest.mark.parametrize(("file", "record", "least"), CASES)
def test_a_format_is_read_as_well_as_the_text(
    shared_dir: Path, gold_dir: Path, tmp_path: Path, file: str, record: str, least: dict[str, float]
) -> None:
    read = to_json(extract_file(shared_dir / "corpus" / "dev" / file))
    predicted = tmp_path / "read.json"
    predicted.write_text(json.dumps(read, ensure_ascii=False), encoding="utf-8")
    scorer = [shared_dir / "score" / "score.py", gold_dir / "dev" / f"{record}.json", predicted]
    run = subprocess.run(
        [sys.executable, *map(str, scorer)], capture_output=True, encoding="utf-8", check=True
    )
    scores = {match["aspect"]: float(match["f"]) for match in _LINE.finditer(run.stdout)}
    assert {aspect: scores[aspect] for aspect in least if scores[aspect] < least[aspect]} == {}, run.stdout


def test_every_cell_of_a_pdf_is_at_its_place_with_its_page(shared_dir: Path) -> None:
    from graph_build.readers import read

    source = read(shared_dir / "corpus" / "dev" / "08_97_NQ-CP.pdf")
    for table in source.tables:
        assert len(table.pages) == len(table.rows)
        for row in table.rows:
            for cell in row:
                assert source.text[cell.start : cell.end] == cell.text
    assert "CÔNG BÁO/Số" not in source.text
    assert "Ký bởi" not in source.text
    assert "NQ/TW1" not in source.text
