"""Words of pictures, by the program Tesseract with its Vietnamese model.

The program runs as a process of its own, one thread each, so that it can be stopped and that builds in
parallel do not fight for processors. Pictures go in and words come out over pipes; nothing is written to
disk. A better model than the system's is taken where TESSDATA_PREFIX says, as the program itself does it.
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from graph_build.readers.limits import OCR_PAGE_SECONDS, OCR_SECONDS

if TYPE_CHECKING:
    from PIL.Image import Image

PROGRAM = "tesseract"
LANGUAGE = "vie"
NO_ENGINE = "OCR is not installed: on Debian and Ubuntu, apt-get install tesseract-ocr tesseract-ocr-vie."
"""What to say where the program or the model is missing."""

PAGE, BLOCK = 3, 6
"""How a picture is laid out (the program's --psm): a page to be taken apart, or one block of lines."""


class OcrError(Exception):
    """Say that pictures could not be read; the message is the reason, for the ledger."""


class Box(NamedTuple):
    """A place in a picture, in pixels from its top left."""

    left: float
    top: float
    right: float
    bottom: float


class Word(NamedTuple):
    """A word as read: `line` is the place of its whole line; `confidence` runs from 0 to 100."""

    text: str
    box: Box
    line: Box
    confidence: float


class Budget:
    """The seconds that may still be spent on the pictures of one file."""

    def __init__(self, seconds: float = OCR_SECONDS) -> None:
        self._end = time.monotonic() + seconds

    def for_page(self) -> float:
        """Give the seconds that one picture may take. Raises OcrError where none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OcrError(f"the pictures before it took over {OCR_SECONDS:.0f} s")
        return min(left, OCR_PAGE_SECONDS)


@lru_cache(maxsize=1)
def engine() -> str:
    """Say which engine reads pictures here, with its version and models; empty where there is none."""
    program = shutil.which(PROGRAM)
    if program is None:
        return ""
    try:
        said = [_answer([program, argument], b"", 20).decode() for argument in ("--version", "--list-langs")]
    except (OcrError, UnicodeDecodeError):
        return ""
    models = said[1].split()
    return f"{said[0].splitlines()[0]} {' '.join(models)}" if LANGUAGE in models else ""


def words(
    pictures: Sequence[Image], layout: int, dpi: int, budget: Budget, *, letters: str = ""
) -> list[list[Word]]:
    """Read pictures, each one as laid out as `layout` says; gives the words of each in reading order.

    Where `letters` are given nothing but these is read. Raises OcrError where the program fails or takes too
    long.
    """
    if not pictures:
        return []
    file = io.BytesIO()
    pictures[0].save(file, "TIFF", save_all=True, append_images=list(pictures[1:]))
    command = [PROGRAM, "-", "-", "-l", LANGUAGE, "--psm", str(layout), "--dpi", str(dpi)]
    if letters:
        command += ["-c", f"tessedit_char_whitelist={letters}"]
    command.append("tsv")
    found: list[list[Word]] = [[] for _ in pictures]
    for number, some in _parsed(_answer(command, file.getvalue(), budget.for_page())):
        if number <= len(found):
            found[number - 1] = some
    return found


def quarter_turns(picture: Image, dpi: int, budget: Budget) -> int:
    """Tell how many quarters to the right a picture must be turned to stand upright; 0 where nobody knows."""
    file = io.BytesIO()
    picture.save(file, "TIFF")
    command = [PROGRAM, "-", "-", "--psm", "0", "--dpi", str(dpi)]
    try:
        said = _answer(command, file.getvalue(), budget.for_page()).decode("utf-8", "replace")
    except OcrError:  # too few letters to tell
        return 0
    stated = dict(line.split(": ", 1) for line in said.splitlines() if ": " in line)
    degrees = stated.get("Rotate", "")
    return int(degrees) // 90 % 4 if degrees.isdigit() else 0


def _answer(command: Sequence[str], data: bytes, seconds: float) -> bytes:
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program
            command, input=data, capture_output=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise OcrError(f"reading it took over {seconds:.0f} s") from error
    except OSError as error:
        raise OcrError(f"{command[0]}: {error.strerror or error}") from error
    if done.returncode:
        last = done.stderr.decode("utf-8", "replace").strip().splitlines()[-1:]
        raise OcrError(f"{command[0]} failed{''.join(f' ({line})' for line in last)}")
    return done.stdout


def _parsed(table: bytes) -> Iterator[tuple[int, list[Word]]]:
    """Read the program's table of words: the number of the picture, and its words."""
    rows = csv.DictReader(
        io.StringIO(table.decode("utf-8", "replace")), delimiter="\t", quoting=csv.QUOTE_NONE
    )
    for number, some in groupby(rows, key=lambda row: int(row["page_num"])):
        found: list[Word] = []
        line = Box(0, 0, 0, 0)
        for row in some:
            left, top = float(row["left"]), float(row["top"])
            box = Box(left, top, left + float(row["width"]), top + float(row["height"]))
            if row["level"] == "4":
                line = box
            elif row["level"] == "5" and (text := (row["text"] or "").strip()):
                found.append(Word(text, box, line, float(row["conf"])))
        yield number, found
