"""Fuzz the readers and the grammars of numbers, dates and units with Atheris: `make fuzz`.

Inputs that a target found are kept beside it in `fuzz/found/TARGET`; one that crashes is written to the
current folder. An error other than ReadError out of a reader, or any error out of a grammar, is a fault.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["graph_build", "ontology"]):
    from graph_build.errors import ReadError
    from graph_build.extract import extract
    from graph_build.readers import read_bytes, source_text
    from graph_build.readers.formats import format_of
    from graph_build.unit_book import UnitBook
    from ontology.register import load_units

BASE = "https://w3id.org/nhiemvu/"
BOOK = UnitBook(load_units())
SEEDS = (
    "Số: 12/KH-UBND\nngày 03 tháng 4 năm 2031; trước ngày 30/6/2031; quý III năm 2031; hằng năm",
    "Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ, các sở, ban, ngành hoàn thành trong tháng 6/2031.",
    "TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tLập kế hoạch\tSở Y tế\t6/2031\n",
    "<html><table><tr><td rowspan=2>1<td>Sở Y tế<tr><td colspan=3>x</table>",
)


def readers(data: bytes) -> None:
    """Read bytes as whatever they are, but for the formats that are read in a process of their own."""
    try:
        if format_of(data) in {"text", "html", "docx"}:
            read_bytes(data, "a")
    except ReadError:
        pass


def grammar(data: bytes) -> None:
    """Extract a document from any text."""
    text = data.decode("utf-8", "ignore").replace("\x00", "")
    extract(source_text("a.txt", data, text, "text/plain"), BOOK, BASE)


TARGETS: dict[str, Callable[[bytes], None]] = {"readers": readers, "grammar": grammar}


def main() -> None:
    """Run the target that the first argument names; further arguments are libFuzzer's."""
    target = sys.argv[1]
    found = Path(__file__).parent / "found" / target
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS):
        (found / f"seed-{number}").write_text(seed, encoding="utf-8")
    atheris.Setup([sys.argv[0], *sys.argv[2:], str(found)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
