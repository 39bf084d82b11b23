"""Which files a build looks at."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from graph_build.gather import gather


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.md", "sub/deep/c.txt", ".hidden", ".git/config", "sub/.cache/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    (tmp_path / "sub" / "loop").symlink_to(tmp_path)
    return tmp_path


def names(paths: list[Path], root: Path) -> list[str]:
    return [path.relative_to(root).as_posix() for path in paths]


def test_a_folder_is_walked_without_hidden_things_and_loops(tree: Path) -> None:
    files, errors = gather([tree])
    assert names(files, tree) == ["a.md", "b.txt", "sub/deep/c.txt"]
    assert errors == []


def test_a_hidden_file_named_outright_is_taken(tree: Path) -> None:
    assert names(gather([tree / ".hidden"])[0], tree) == [".hidden"]


def test_a_file_reached_twice_is_read_once(tree: Path) -> None:
    files, _ = gather([tree / "sub" / ".." / "b.txt", tree, tree / "b.txt"])
    assert names(files, tree).count("b.txt") == 1


def test_what_is_missing_or_no_file_is_named(tree: Path) -> None:
    (tree / "broken").symlink_to(tree / "nowhere")
    files, errors = gather([tree / "nothing.txt", tree])
    assert len(files) == 3
    assert [Path(str(error.path)).name for error in errors] == ["nothing.txt", "broken"]


def test_the_order_of_arguments_changes_nothing(tree: Path) -> None:
    assert gather([tree / "sub", tree / "b.txt"])[0] == gather([tree / "b.txt", tree / "sub"])[0]


def test_an_archive_is_taken_as_the_documents_in_it(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "plans.zip", "w") as package:
        package.writestr("2025/plan.txt", "Kế hoạch")
        package.writestr(".hidden", "x")
        package.writestr("../out.txt", "x")
    files, errors = gather([tmp_path])
    assert names(files, tmp_path) == ["plans.zip/2025/plan.txt"]
    assert [error.code for error in errors] == ["forbidden-content"]
    assert gather(files) == (files, [])
