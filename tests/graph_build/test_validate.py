"""Validation: both engines give one report, for every fault that the shapes are made for."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from graph_build import validate as module
from graph_build.errors import ResourceInvalid
from graph_build.pipeline import build
from graph_build.report import Violation
from graph_build.store import Database, open_snapshot
from graph_build.validate import compiled_engine, default_engine, read_report, reference_engine, validate
from ontology.vocab import NV, vocabulary

NAMES = vocabulary()
EX = "https://example.org/"
ENGINES = [reference_engine]
if importlib.util.find_spec("shacl"):
    ENGINES.append(compiled_engine)


def shape_cases() -> ModuleType:
    """Load the faults that the tests of the shapes are made of."""
    path = Path(__file__).parent.parent / "ontology" / "test_shapes.py"
    spec = importlib.util.spec_from_file_location("shape_cases", path)
    assert spec is not None
    assert spec.loader is not None
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    return loaded


def graph(*turtle: str) -> Database:
    database = Database()
    for text in turtle:
        database.load_turtle(text.encode(), f"{EX}graph", "test")
    return database


@pytest.mark.slow
@pytest.mark.skipif(
    len(ENGINES) < 2, reason="cannot run here: the package shacl has no wheel for this machine"
)
def test_both_engines_give_the_same_results_for_every_fault() -> None:
    cases = shape_cases()
    copies = [
        cases.SOUND.replace(old, new, 1).replace("COPY", str(n))
        for n, (old, new, _) in enumerate(cases.CASES)
    ]
    database = graph(*copies)
    reference = validate(database, NAMES, reference_engine)
    compiled = validate(database, NAMES, compiled_engine)
    assert len(reference) > 60
    assert compiled == reference
    assert {one.severity for one in reference} == {"Violation", "Warning"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_fault_is_told_with_shape_place_and_words(engine: module.Engine) -> None:
    database = graph(f'<{EX}d> a <{NV.Document}> ; <{NV.inCorpus}> true, false ; <{NV.number}> "x" .')
    found = {
        (one.shape, one.severity, one.focus, one.path, one.value) for one in validate(database, NAMES, engine)
    }
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    assert found == {
        ("Document-label", "Violation", f"{EX}d", label, ""),
        ("Document-number", "Warning", f"{EX}d", NV.number, "x"),
        ("Document-inCorpus", "Violation", f"{EX}d", NV.inCorpus, ""),
    }
    for one in validate(database, NAMES, engine):
        assert one.message
        assert one.message_vi
        assert one.message != one.message_vi


@pytest.mark.parametrize("engine", ENGINES)
def test_a_sound_graph_has_no_results(engine: module.Engine) -> None:
    assert validate(graph(shape_cases().SOUND.replace("COPY", "0")), NAMES, engine) == ()


def test_the_reference_stands_in_where_the_other_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "shacl", None)
    monkeypatch.setattr(module, "find_spec", lambda name: None)
    assert default_engine() is reference_engine


def test_shapes_that_cannot_be_used_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "turtle", lambda *_: "this is not Turtle")
    with pytest.raises(ResourceInvalid, match=r"shapes\.ttl is malformed"):
        validate(graph(), NAMES)


def test_results_inside_results_are_left_out() -> None:
    sh = "http://www.w3.org/ns/shacl#"
    one = f"<{sh}resultSeverity> <{sh}Violation> ; <{sh}focusNode> <{EX}x> ; <{sh}sourceShape> <{EX}s#Outer>"
    inner = f"a <{sh}ValidationResult> ; {one.replace('Outer', 'Inner')}"
    outer = f"{one} ; <{sh}detail> [ {inner} ]"
    database = graph(f"<{EX}r> a <{sh}ValidationReport> ; <{sh}result> [ {outer} ] .")
    lines = "".join(line.rsplit(" <", 1)[0] + " .\n" for line in database.nquads())
    assert [one.shape for one in read_report(lines.encode())] == ["Outer"]


@pytest.fixture(scope="module")
def sample_violations(sample_graph: Path) -> Iterator[tuple[Violation, ...]]:
    with open_snapshot(sample_graph) as store:
        database = Database()
        database.load_nquads("".join(f"{line}\n" for line in store.dump()).encode(), "sample")
        yield validate(database, NAMES)


def test_the_sample_violates_no_shape(sample_violations: tuple[Violation, ...]) -> None:
    assert [one for one in sample_violations if one.severity == "Violation"] == []


def test_a_build_reports_what_violates_the_shapes(
    sample_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shortest = min(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)
    label = "http://www.w3.org/2000/01/rdf-schema#label"
    strict = f"""
        @prefix sh: <http://www.w3.org/ns/shacl#> .
        <{EX}#Never> a sh:NodeShape ; sh:targetClass <{NV.Document}> ; sh:property [
            sh:path <{label}> ; sh:maxCount 0 ; sh:message "Không nhãn."@vi, "No labels."@en ] ."""
    monkeypatch.setattr(module, "turtle", lambda *_: strict)
    report = build([shortest], tmp_path / "out")
    assert report.violations
    assert {one.message for one in report.violations} == {"No labels."}
    open_snapshot(tmp_path / "out").close()
