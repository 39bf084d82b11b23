"""What tests of readers look at in tables: that every cell quotes its place, and how a table reads."""

from __future__ import annotations

from graph_build.records import SourceText, Table


def checked(source: SourceText) -> SourceText:
    """Give a text back whose cells all quote the words at their place."""
    for table in source.tables:
        for row in table.rows:
            for cell in row:
                assert source.text[cell.start : cell.end] == cell.text
    return source


def shown(table: Table) -> list[list[str]]:
    """Give the words of a table row by row, those of merged cells in brackets."""
    return [[f"[{cell.text}]" if cell.merged else cell.text for cell in row] for row in table.rows]
