"""Find the files of a build."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from graph_build.errors import ReadError, UnreadableFile
from graph_build.readers import archive
from graph_build.readers.files import printable


def gather(paths: Iterable[Path]) -> tuple[list[Path], list[ReadError]]:
    """List the files that paths name, each once, ordered by path; and what could not be looked into.

    A file named outright is always taken, and so is what a symbolic link to a file leads to. An archive, or a
    link to one, is replaced by the documents in it, each as a path
    that goes on behind the archive ("plans.zip/2025/plan.docx"), as `graph_build.readers` reads it. A
    folder is walked down; hidden files and folders (those whose name begins with a dot) and symbolic
    links to folders are passed over.
    """
    found: dict[Path, Path] = {}
    errors: list[ReadError] = []

    def note(error: OSError) -> None:
        errors.append(UnreadableFile(error.filename or "a folder", error.strerror or str(error)))

    def take(path: Path) -> None:
        if not str(path).isascii() and (shown := printable(str(path))) != str(path):
            errors.append(UnreadableFile(shown, "its name is not valid UTF-8"))
        elif archive.is_archive(path):
            members, refused = archive.documents(path)
            errors.extend(refused)
            for member in members:
                _keep(found, member)
        elif path.is_file():
            _keep(found, path)
        else:
            errors.append(UnreadableFile(path, "it is not a regular file"))

    for path in paths:
        if path.is_dir():
            for parent, folders, names in os.walk(path, onerror=note):
                folders[:] = [name for name in folders if not name.startswith(".")]
                for name in names:
                    if not name.startswith("."):
                        take(Path(parent, name))
        elif path.exists():
            take(path)
        elif archive.is_member(path):
            _keep(found, path)
        else:
            errors.append(UnreadableFile(path, "there is no such file or folder"))
    return sorted(found.values(), key=str), errors


def _keep(found: dict[Path, Path], path: Path) -> None:
    """Keep a file under the shortest of the names that lead to it."""
    key = path.resolve()
    if key not in found or (len(str(path)), str(path)) < (len(str(found[key])), str(found[key])):
        found[key] = path
