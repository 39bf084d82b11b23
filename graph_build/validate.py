"""Check a graph against the shapes (SHACL) and say what violates them."""

from __future__ import annotations

from graph_build.report import Violation
from graph_build.store import Database


def validate(database: Database, shapes: str) -> tuple[Violation, ...]:
    """Validate all graphs together against shapes in Turtle; gives the results, sorted."""
    return ()
