"""Changes in checkpoints, and what an update's text tells."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_build import snapshots
from graph_build.changes import Checkpoint, Load, Remove, Update
from graph_build.rdf_import import import_rdf
from graph_build.store import open_snapshot
from graph_build.store_errors import DataInvalid, GraphMissing, QuerySyntaxError, SnapshotBroken
from graph_build.update_text import DatasetTwice, with_dataset
from tests.waiting import program

ROOT = Path(__file__).parents[2]


@pytest.fixture
def published(tmp_path: Path) -> Path:
    data = tmp_path / "data.nq"
    data.write_text("".join(f'<urn:s{n}> <urn:p> "{n}" <urn:g> .\n' for n in range(100)), encoding="utf-8")
    import_rdf([data], tmp_path / "out")
    return tmp_path / "out"


def test_a_checkpoint_is_changed_and_its_source_is_not(published: Path, tmp_path: Path) -> None:
    source = snapshots.live(published) / snapshots.STORE
    with Checkpoint(source, tmp_path / "copy") as copy:
        assert not copy.apply(Update("DELETE WHERE { GRAPH <urn:g> { <urn:s1> ?p ?o } }"))
        data = tmp_path / "more.ttl"
        data.write_text("<a> <b> <c> .", encoding="utf-8")
        assert copy.apply(Load(data, "text/turtle", "urn:h", "http://example.org/"))
        assert not copy.apply(Load(data, "text/turtle", "urn:h", "http://example.org/x/", replace=True))
        with pytest.raises(GraphMissing):
            copy.apply(Remove("urn:none"))
        with pytest.raises(DataInvalid):
            copy.apply(Load(data, "image/png", "urn:h"))
        with pytest.raises(QuerySyntaxError):
            copy.apply(Update("INSERT"))
    changed = ox.Store.read_only(str(tmp_path / "copy"))
    assert len(changed) == 100
    subjects = [quad.subject for quad in changed.quads_for_pattern(None, None, None, ox.NamedNode("urn:h"))]
    assert subjects == [ox.NamedNode("http://example.org/x/a")]
    assert len(ox.Store.read_only(str(source))) == 100
    with pytest.raises(SnapshotBroken):
        Checkpoint(tmp_path / "nowhere", tmp_path / "copy2")


_WRITER = """
import sys
from pathlib import Path
from graph_build import snapshots
from graph_build.changes import Checkpoint, Update

directory = Path(sys.argv[1])
print("ready", flush=True)
for number in range(10_000):
    with snapshots.locked(directory):
        before = snapshots.live(directory)
        with snapshots.new_snapshot(directory) as folder:
            snapshots.share(before, folder)
            with Checkpoint(before / "store", folder / "store") as copy:
                copy.apply(Update(
                    "DELETE { GRAPH <urn:n> { ?s ?p ?n } } INSERT { GRAPH <urn:n> { <urn:s> <urn:p> ?m } "
                    "GRAPH <urn:m> { <urn:s> <urn:p> ?m } } "
                    "WHERE { OPTIONAL { GRAPH <urn:n> { ?s ?p ?n } } BIND(COALESCE(?n + 1, 1) AS ?m) }"
                ))
            snapshots.publish(directory, folder, snapshots.next_name(directory, "ab" * 32))
    print(number + 1, flush=True)
"""


@pytest.mark.slow
def test_killed_at_fifty_moments_the_graph_is_whole_and_no_acknowledged_change_is_lost(
    published: Path,
) -> None:
    chance = random.Random(50)  # noqa: S311 - moments to kill at, no secret
    command = [sys.executable, "-c", _WRITER, str(published)]
    acknowledged, for_three = 0, 0.0
    for _ in range(50):
        with program(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
            assert process.stdout is not None
            process.stdout.readline()
            if for_three:
                time.sleep(chance.uniform(0, for_three))
                told = []
            else:
                begun = time.monotonic()
                told = [process.stdout.readline() for _ in range(3)]
                for_three = time.monotonic() - begun
            process.send_signal(signal.SIGKILL)
            told += process.stdout.read().splitlines()
        with open_snapshot(published) as store:
            found = store.query("SELECT ?n { GRAPH <urn:n> { ?s ?p ?n } }")
            count = next((int(str(row[0].value)) for row in found if isinstance(row[0], ox.Literal)), 0)
            all_counts = len(list(store.query("SELECT ?n { GRAPH <urn:m> { ?s ?p ?n } }")))
        assert all_counts == count  # an update is there whole or not at all
        assert acknowledged + len(told) <= count <= acknowledged + len(told) + 1
        acknowledged = count
    assert acknowledged > 3
    with snapshots.locked(published), snapshots.new_snapshot(published) as folder:
        # one that was killed as it published leaves a snapshot more, until the next is published
        (folder / "store").mkdir()
        snapshots.publish(published, folder, snapshots.next_name(published, "ab" * 32))
    assert len(list((published / "snapshots").iterdir())) <= 2


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        ("INSERT DATA { <urn:a> <urn:b> 'WHERE { } USING' }", None),
        ("INSERT {} WHERE {}", "INSERT {} USING <urn:g> USING NAMED <urn:h> WHERE {}"),
        (
            "DELETE WHERE { ?a ?b ?c }",
            "DELETE { ?a ?b ?c } USING <urn:g> USING NAMED <urn:h> WHERE { ?a ?b ?c }",
        ),
        (
            "PREFIX where: <urn:w> # where\nDELETE {} INSERT {} where { { SELECT * { ?a where:b ?c } } }",
            "PREFIX where: <urn:w> # where\nDELETE {} INSERT {} USING <urn:g> USING NAMED <urn:h> "
            "WHERE { { SELECT * { ?a where:b ?c } } }",
        ),
    ],
)
def test_a_dataset_is_written_before_every_where(update: str, expected: str | None) -> None:
    written = with_dataset(update, ["urn:g"], ["urn:h"])
    assert written == (expected or update)
    ox.Store().update(written)


@pytest.mark.parametrize("update", ["WITH <urn:a> DELETE {} WHERE {}", "INSERT {} USING <urn:a> WHERE {}"])
def test_a_second_dataset_is_refused(update: str) -> None:
    with pytest.raises(DatasetTwice):
        with_dataset(update, [], ["urn:h"])


@given(st.text(alphabet="{}<>\"'#\\ LOADWHEREUSINGdelete:?;\n", max_size=60))
def test_no_text_is_too_odd(update: str) -> None:
    try:
        with_dataset(update, ["urn:g"], [])
    except DatasetTwice:
        return
