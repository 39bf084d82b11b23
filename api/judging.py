"""Forms by which readers keep verdicts: read, checked, and kept beside the graph.

A form shows the write token in its body, so no page of another site can post one, and a post that a browser
says comes from elsewhere is refused besides.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from fastapi import Request

from api.errors import CrossSite, MediaTypeRefused, TokenRefused, TokenRequired
from api.protocol import FORM_TYPE, media_type, read_body, read_pairs
from api.security import is_same_site
from api.writing import Writer
from graph_build import snapshots
from queries.verdicts import SAYINGS, Kind, Verdict, add_verdicts, read_verdicts

LONGEST: Final = 2000
"""Characters of a reason or a name."""
_LARGEST_FORM: Final = 64 * 1024


async def posted_verdict(request: Request) -> dict[str, str]:
    """Read the form; raises CrossSite, MediaTypeRefused, BodyTooLarge and BadRequest."""
    if not is_same_site(request.headers):
        raise CrossSite
    if media_type(request.headers.get("content-type"))[0] != FORM_TYPE:
        raise MediaTypeRefused(f"A verdict is sent as a form ({FORM_TYPE}).")
    return dict(read_pairs(await read_body(request.headers, request.receive, _LARGEST_FORM)))


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
