"""Records that one build keeps for the next: when they serve, and when they do not."""

from __future__ import annotations

from pathlib import Path

import pytest

from graph_build import extract, pipeline, snapshots
from graph_build.pipeline import build
from graph_build.store import open_snapshot
from tests.graph_build.pipeline.published import quads


def test_an_unchanged_file_is_not_read_again(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    first = build([documents], out)
    assert first.from_cache == 0
    before = quads(out)

    def forbidden(*_: object) -> None:
        raise AssertionError("read again")

    with monkeypatch.context() as patch:
        patch.setattr(extract, "extract", forbidden)
        second = build([documents], out)
    assert (second.from_cache, second.documents, second.problems) == (2, 2, ())
    assert quads(out) == before
    changed = sorted(documents.iterdir())[0]
    changed.write_bytes(changed.read_bytes() + "\nThêm một dòng.\n".encode())
    third = build([documents], out)
    assert third.from_cache == 1
    build([documents], tmp_path / "fresh")
    assert quads(out) == quads(tmp_path / "fresh") != before


def test_a_renamed_file_keeps_its_record_under_the_new_name(documents: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build([documents], out)
    sorted(documents.iterdir())[0].rename(documents / "zzz.txt")
    report = build([documents], out)
    assert report.from_cache == 2
    assert "zzz.txt" in {row.file for row in report.rows}
    build([documents], tmp_path / "fresh")
    assert quads(out) == quads(tmp_path / "fresh")


@pytest.mark.unmeasured
def test_the_cache_depends_on_program_register_and_base(
    documents: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    register = tmp_path / "units.csv"
    register.write_text("name,kind,parent,alias\nPhòng Mẫu,other,Bộ Y tế,\n", encoding="utf-8")
    assert build([documents], out).from_cache == 0
    assert build([documents], out, register=[register]).from_cache == 0
    assert build([documents], out, register=[register]).from_cache == 2
    register.write_text("name,kind,parent,alias\nPhòng Khác,other,Bộ Y tế,\n", encoding="utf-8")
    assert build([documents], out, register=[register]).from_cache == 0
    assert build([documents], out, register=[register], base="http://localhost/g/").from_cache == 0
    monkeypatch.setattr(pipeline, "fingerprint", lambda *_: "another version")
    assert build([documents], out, register=[register], base="http://localhost/g/").from_cache == 0


@pytest.mark.parametrize("damage", [b"{", b'{"fingerprint":"\xff"}', b'{"fingerprint":1}'])
def test_a_damaged_cache_is_as_good_as_none(documents: Path, tmp_path: Path, damage: bytes) -> None:
    out = tmp_path / "out"
    build([documents], out)
    before = quads(out)
    with open_snapshot(out) as store:
        for path in (store.snapshot / snapshots.RECORDS).iterdir():
            path.write_bytes(damage)
    assert build([documents], out).from_cache == 0
    assert quads(out) == before
