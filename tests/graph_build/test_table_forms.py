"""One table in every form it is written in says the same: a folder a layout, and tables drawn at random.

A case is written down once, in `table.txt`: a row a line, "|" between cells, "<" for a cell merged with the
one to the left, "^" with the one above, "⏎" for a line end in a cell; words without "|" stand between tables.
It is printed as a web page, a word processor's file, with tabs, as markdown, as crawls print it (a cell a
line, "|" between, merged cells left out), and cell by cell with nothing between.
"""

from __future__ import annotations

import html
import io
import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import pytest

from graph_build.extract import extract, unit_book
from graph_build.readers import read_bytes
from graph_build.records import DocumentRecord, MandateRole, Task

CASES = Path(__file__).parent / "cases" / "tables"
LEADING: frozenset[MandateRole] = frozenset({"lead", "focal", "perform"})
HEAD = [
    "ỦY BAN NHÂN DÂN TỈNH MẪU",
    "Số: 15/KH-UBND",
    "Tỉnh Mẫu, ngày 02 tháng 3 năm 2026",
    "KẾ HOẠCH",
    "Phát triển thư viện số trên địa bàn tỉnh",
    "PHỤ LỤC",
    "DANH MỤC NHIỆM VỤ",
]
FOOT = ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]

Rows = list[list[str]]
Part = str | Rows
"""A paragraph, or the rows of a table."""


def parts_of(notation: str) -> list[Part]:
    parts: list[Part] = []
    for line in notation.strip().splitlines():
        if "|" not in line:
            if line.strip():
                parts.append(line.strip())
            continue
        if not parts or isinstance(parts[-1], str):
            parts.append([])
        rows = parts[-1]
        assert isinstance(rows, list)
        rows.append([cell.strip().replace("⏎", "\n") for cell in line.split("|")])
    return parts


def corners(rows: Rows) -> Iterable[tuple[int, int, int, int]]:
    """Give row, column, height and width of every cell that is merged with none before it."""
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if cell in {"<", "^"}:
                continue
            width = next((n for n in range(1, len(row) - c) if row[c + n] != "<"), len(row) - c)
            height = next((n for n in range(1, len(rows) - r) if rows[r + n][c] != "^"), len(rows) - r)
            yield r, c, height, width


def as_html(parts: Sequence[Part]) -> bytes:
    def paragraph(words: str) -> str:
        return f"<p>{html.escape(words)}</p>"

    body = [paragraph(line) for line in HEAD]
    for part in parts:
        if isinstance(part, str):
            body.append(paragraph(part))
            continue
        cells: dict[int, list[str]] = {}
        for r, c, height, width in corners(part):
            words = html.escape(part[r][c]).replace("\n", "<br>")
            cells.setdefault(r, []).append(f'<td rowspan="{height}" colspan="{width}">{words}</td>')
        body.append("<table>" + "".join(f"<tr>{''.join(row)}</tr>" for row in cells.values()) + "</table>")
    body += [paragraph(line) for line in FOOT]
    return f"<!doctype html><html><meta charset=utf-8><body>{''.join(body)}</body></html>".encode()


def as_docx(parts: Sequence[Part]) -> bytes:
    document = docx.Document()
    for line in HEAD:
        document.add_paragraph(line)
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(len(part), max(map(len, part)))
        for r, c, height, width in corners(part):
            cell = table.cell(r, c).merge(table.cell(r + height - 1, c + width - 1))
            cell.text = part[r][c]
    for line in FOOT:
        document.add_paragraph(line)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def bare(cell: str) -> str:
    return "" if cell in {"<", "^"} else cell


def plain(parts: Sequence[Part], table: Callable[[Rows], Iterable[str]]) -> bytes:
    lines = [*HEAD, ""]
    for part in parts:
        lines += [part, ""] if isinstance(part, str) else [*table(part), ""]
    return "\n".join([*lines, *FOOT]).encode()


def as_tab(parts: Sequence[Part]) -> bytes:
    return plain(
        parts, lambda rows: ("\t".join(bare(cell).replace("\n", " ") for cell in row) for row in rows)
    )


def as_markdown(parts: Sequence[Part]) -> bytes:
    def written(rows: Rows) -> Iterable[str]:
        for index, row in enumerate(rows):
            yield "| " + " | ".join(bare(cell).replace("\n", " ") for cell in row) + " |"
            if index == 0:
                yield "|" + "---|" * len(row)

    return plain(parts, written)


def as_crawl(parts: Sequence[Part]) -> bytes:
    def written(rows: Rows) -> Iterable[str]:
        for row in rows:
            yield "|"
            for cell in row:
                if cell not in {"<", "^"}:
                    yield from (cell, "|")
        # the last bar of a row and the first of the next are two in a row

    return plain(parts, written)


def as_lines(parts: Sequence[Part]) -> bytes:
    return plain(
        parts, lambda rows: (line for row in rows for cell in row if bare(cell) for line in cell.split("\n"))
    )


FORMS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "html": ("a.html", as_html),
    "docx": ("a.docx", as_docx),
    "tab": ("a.txt", as_tab),
    "markdown": ("a.md", as_markdown),
    "crawl": ("a.txt", as_crawl),
    "lines": ("a.txt", as_lines),
}


def record_of(form: str, parts: Sequence[Part]) -> DocumentRecord:
    name, write = FORMS[form]
    return extract(read_bytes(write(parts), name), unit_book())


def named(task: Task, *roles: MandateRole) -> list[str]:
    return [one.actor.as_written for one in task.assignments if one.role in roles]


def said(record: DocumentRecord) -> dict[str, Any]:
    tasks = [
        {
            "section": task.section.partition("/")[2] if task.section.startswith("PL/") else task.section,
            "code": task.code,
            "title": task.title,
            "lead": named(task, *LEADING),
            "coordinate": named(task, "coordinate"),
            "due": task.deadline.due_text,
            "output": task.output,
            "inherited": sorted(task.inherited),
        }
        for task in record.tasks
    ]
    indicators = [[one.code, one.name, one.value_text] for one in record.indicators]
    return {"tasks": tasks, "indicators": indicators}


def cases() -> Iterable[Any]:
    for case in sorted(CASES.iterdir()):
        expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
        for form in expected["forms"]:
            yield pytest.param(case, form, id=f"{case.name}-{form}")


@pytest.mark.parametrize(("case", "form"), cases())
def test_a_layout_is_read_in_every_form(case: Path, form: str) -> None:
    expected = json.loads((case / "expected.json").read_text(encoding="utf-8"))
    parts = parts_of((case / "table.txt").read_text(encoding="utf-8"))
    assert said(record_of(form, parts)) == {key: expected[key] for key in ("tasks", "indicators")}
