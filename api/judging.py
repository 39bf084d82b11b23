"""Forms by which readers keep verdicts: read, checked, and kept beside the graph.

A form shows the write token in its body, so no page of another site can post one, and a post that a browser
says comes from elsewhere is refused besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import Request

from api.errors import TokenRefused, TokenRequired
from api.forms import posted_form
from api.writing import Writer
from graph_build import snapshots
from queries.verdicts import SAYINGS, Kind, Verdict, add_verdicts, read_verdicts

LONGEST: Final = 2000
"""Characters of a reason or a name."""


async def posted_verdict(request: Request) -> dict[str, str]:
    """Read the form; raises what `posted_form` raises."""
    return dict(await posted_form(request))


def told_in(form: dict[str, str], things: Sequence[str]) -> dict[str, str]:
    """Give the fields of a form that make a verdict, those of `things` and its own, without outer spaces."""
    return {name: form.get(name, "").strip() for name in (*things, "verdict", "reason", "by")}


def problem_of(request: Request, kind: Kind, form: dict[str, str], told: dict[str, str]) -> tuple[int, str]:
    """Give the status and the name of what is wrong with a form, or an empty name; raises WritingOff."""
    writer: Writer = request.app.state.writer
    try:
        writer.admit_token(form.get("token", ""))
    except (TokenRequired, TokenRefused):
        return 403, "token"
    if told["verdict"] not in SAYINGS[kind]:
        return 400, "verdict"
    missing = [name for name in ("reason", "by") if not told[name]]
    return 400, missing[0] if missing else "long" if max(map(len, told.values())) > LONGEST else ""


def keep(request: Request, verdict: Verdict) -> None:
    """Add a verdict to those beside the graph that is served; raises VerdictsDamaged and BuildLocked."""
    graph = request.app.state.graph.directory
    read_verdicts(graph)
    with snapshots.writing(graph):
        add_verdicts(graph, [verdict])
