"""Tasks as rows of a table by their IRIs, each read from the graph once."""

from __future__ import annotations

from collections.abc import Iterable

from api.page_data.tasks import TaskLine, task_lines
from api.site import View


def kept_lines(view: View, names: Iterable[str]) -> dict[str, TaskLine]:
    """Give tasks as rows, without what an actor does in them; what is no task is left out."""

    def ask(missing: list[str]) -> dict[str, TaskLine]:
        found = view.graph.ask_all({part: {"task": missing} for part in ("tasks", "tasks-assignments")})
        lines = task_lines(found["tasks"].rows, found["tasks-assignments"].rows, view.directory)
        return {line.iri: line for line in lines}

    return view.facts.read("task-lines", names, ask)
