"""The command line run in a process of its own or in this one, and what a failed command tells."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from api.cli import main

ROOT = Path(__file__).resolve().parents[2]
DPM = "Cục Y tế dự phòng"
LED = ["query", "tasks-led", "--resolution", "38/NQ-CP", "--unit", DPM]

DOCUMENT = """\
BỘ Y TẾ
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 12/QĐ-BYT
Hà Nội, ngày 5 tháng 3 năm 2022
QUYẾT ĐỊNH
Về việc ban hành Kế hoạch thử nghiệm
"""


def nhiemvu(*arguments: str | Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own, with no terminal."""
    environment = {key: text for key, text in os.environ.items() if not key.startswith("NHIEMVU_")}
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "api.cli", *arguments],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env={**environment, **variables},
    )


def inside(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which saves its start: for what needs no process of its own."""
    given = [str(argument) for argument in arguments]
    status: object = 0
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(_captured()) as out:
        for name in [name for name in os.environ if name.startswith("NHIEMVU_")]:
            patch.delenv(name)
        patch.setattr(sys, "argv", ["nhiemvu", *given])
        patch.chdir(ROOT)
        with redirect_stderr(_captured()) as err:
            try:
                main()
            except SystemExit as end:
                status = end.code
    assert isinstance(status, int)
    return subprocess.CompletedProcess(given, status, _text(out), _text(err))


def _captured() -> TextIOWrapper[BytesIO]:
    return TextIOWrapper(BytesIO(), encoding="utf-8", write_through=True)


def _text(stream: TextIOWrapper[BytesIO]) -> str:
    return stream.buffer.getvalue().decode("utf-8").replace("\r\n", "\n")


def one_sentence(run: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """Give what a failed command told, which is one line on standard error and nothing else."""
    assert run.returncode == status, run.stderr
    assert run.stdout == ""
    assert "Traceback" not in run.stderr
    assert run.stderr.startswith("Error: ")
    assert run.stderr.count("\n") == 1
    return run.stderr.removeprefix("Error: ").rstrip("\n")
