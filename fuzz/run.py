"""Fuzz the reader of every format and the grammars of numbers, dates and units with Atheris: `make fuzz`.

Inputs that a target found are kept beside it in `fuzz/found/TARGET`; one that crashes is written to the
current folder. An error other than ReadError out of a reader, or any error out of a grammar, is a fault.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from zipfile import ZipFile

import atheris

with atheris.instrument_imports(include=["graph_build", "ontology"]):
    from graph_build.citations import find_citations
    from graph_build.deadlines import parse_deadline
    from graph_build.errors import ReadError
    from graph_build.extract import extract
    from graph_build.readers import archive, source_text
    from graph_build.readers.content import Content
    from graph_build.readers.doc import read_doc
    from graph_build.readers.docx import read_docx
    from graph_build.readers.html import read_html
    from graph_build.readers.pdf import pdf_content
    from graph_build.readers.plain import read_plain
    from graph_build.readers.rtf import read_rtf
    from graph_build.readers.sheets import ods_content, xls_content
    from graph_build.unit_book import UnitBook
    from graph_build.units import find_mentions
    from ontology.register import load_units

BASE = "https://w3id.org/nhiemvu/"
BOOK = UnitBook(load_units())
SEEDS = (
    "Số: 12/KH-UBND\nngày 03 tháng 4 năm 2031; trước ngày 30/6/2031; quý III năm 2031; hằng năm",
    "Giao Sở Y tế chủ trì, phối hợp với Sở Nội vụ, các sở, ban, ngành hoàn thành trong tháng 6/2031.",
    "TT\tNhiệm vụ\tCơ quan chủ trì\tThời hạn\n1\tLập kế hoạch\tSở Y tế\t6/2031\n",
    "<html><table><tr><td rowspan=2>1<td>Sở Y tế<tr><td colspan=3>x</table>",
)


HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH CÁT LINH\nSố: 12/KH-UBND\nCát Linh, ngày 03 tháng 4 năm 2031\n\n"
    "KẾ HOẠCH\nThực hiện nhiệm vụ\n\nI. TỔ CHỨC THỰC HIỆN\n"
)


def reader(read: Callable[[str, bytes], Content]) -> Callable[[bytes], None]:
    """Make a target of the reader of one format, in this process."""

    def target(data: bytes) -> None:
        with suppress(ReadError):
            read("a", data)

    return target


def member(
    read: Callable[[str, bytes], Content], name: str, rest: Mapping[str, bytes]
) -> Callable[[bytes], None]:
    """Make a target of the part `name` of a package: what is made up is the XML, not its packing."""

    def target(data: bytes) -> None:
        file = io.BytesIO()
        with ZipFile(file, "w") as package:
            for part, content in {**rest, name: data}.items():
                package.writestr(part, content)
        reader(read)(file.getvalue())

    return target


def archives(data: bytes) -> None:
    """List an archive and read what is in it."""
    with NamedTemporaryFile(suffix=".zip") as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        if archive.is_archive(path):
            for found in archive.documents(path)[0]:
                with suppress(ReadError):
                    archive.load_member(found)


def words(data: bytes) -> str:
    """Give bytes as a text that may stand in a document."""
    return data.decode("utf-8", "ignore").replace("\x00", "")


def document(data: bytes) -> None:
    """Extract a document from any text, beneath the opening of a plan and without one."""
    for text in (words(data), HEAD + words(data)):
        extract(source_text("a.txt", data, text, "text/plain"), BOOK, BASE)


def numbers(data: bytes) -> None:
    """Find legal references and document numbers."""
    find_citations(words(data))


def dates(data: bytes) -> None:
    """Read a deadline, with and without the day it counts from."""
    for issued in (None, "2031-04-03"):
        parse_deadline("", words(data), document_date=issued)


def units(data: bytes) -> None:
    """Find the units that a text names."""
    find_mentions(BOOK, words(data))


DOCX_PARTS = {"[Content_Types].xml": b"<Types/>"}
TARGETS: dict[str, Callable[[bytes], None]] = {
    "text": reader(read_plain),
    "html": reader(read_html),
    "doc": reader(read_doc),
    "docx": member(read_docx, "word/document.xml", DOCX_PARTS),
    "rtf": reader(read_rtf),
    "pdf": reader(pdf_content),
    "sheets": reader(xls_content),
    "ods": member(
        ods_content, "content.xml", {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}
    ),
    "zip": archives,
    "document": document,
    "numbers": numbers,
    "dates": dates,
    "units": units,
}


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
