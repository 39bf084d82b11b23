"""The two shortest documents of the sample, for builds that take little time."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def documents(tmp_path: Path, sample_dir: Path) -> Path:
    """Give a folder with the two shortest documents of the sample."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for path in sorted(sample_dir.glob("*.txt"), key=lambda path: path.stat().st_size)[:2]:
        shutil.copy(path, folder)
    return folder
