"""A table printed in every form: as a web page, a word processor's file, markdown, cell by cell …"""

from __future__ import annotations

import html
import io
from collections.abc import Callable, Iterable, Sequence

import docx

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


def as_paragraphs(parts: Sequence[Part]) -> bytes:
    """Write a row a paragraph, with bars between its cells; a merged cell is written at every place."""

    def written(rows: Rows) -> Iterable[str]:
        for row in rows:
            cells = [row[0]]
            for cell in row[1:]:
                cells.append(cells[-1] if cell == "<" else cell)
            yield from (" | ".join(bare(cell).replace("\n", " ") for cell in cells), "")

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


def as_spaces(parts: Sequence[Part]) -> bytes:
    """Write columns with spaces between them; a cell merged over the width stands over the next columns."""

    def written(rows: Rows) -> Iterable[str]:
        cells = [[bare(cell).split("\n") for cell in row] for row in rows]
        apart = [row for row, printed in zip(cells, rows, strict=True) if "<" not in printed]
        widths = [max(len(line) for row in apart for line in row[c]) + 3 for c in range(len(rows[0]))]
        for row in cells:
            for n in range(max(map(len, row))):
                line = ""
                for c, cell in enumerate(row):
                    words = cell[n] if n < len(cell) else ""
                    line = (line.ljust(sum(widths[:c])) if words else line) + words
                yield line

    return plain(parts, written)


FORMS: dict[str, tuple[str, Callable[[Sequence[Part]], bytes]]] = {
    "html": ("a.html", as_html),
    "docx": ("a.docx", as_docx),
    "tab": ("a.txt", as_tab),
    "markdown": ("a.md", as_markdown),
    "paragraphs": ("a.txt", as_paragraphs),
    "crawl": ("a.txt", as_crawl),
    "lines": ("a.txt", as_lines),
    "spaces": ("a.txt", as_spaces),
}
